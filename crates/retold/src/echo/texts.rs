//! How many separately written texts stand behind a set of articles: fewest and most.
//!
//! Two articles count as one text where they share enough narration. How much is enough is a judgement, so two answers are given: the
//! generous threshold gives the fewest texts, the strict one the most. Shared quotations alone never make two articles one text.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::FamilyConfig;
use crate::corpus::Card;
use crate::echo::Versions;
use crate::record::{ArticleIx, Pair};

/// Narration words from which two articles count as one text whatever their length, for the fewest.
const MANY_WORDS: u32 = 110;

/// Narration shared by pairs of articles, to be asked for many sets.
pub(crate) struct Texts<'a> {
    cards: &'a [Card],
    config: &'a FamilyConfig,
    versions: &'a Versions,
    shared: BTreeMap<ArticleIx, Vec<(ArticleIx, u32)>>,
}

impl<'a> Texts<'a> {
    pub(crate) fn new(cards: &'a [Card], pairs: &[Pair], versions: &'a Versions, config: &'a FamilyConfig) -> Self {
        let mut shared: BTreeMap<ArticleIx, Vec<(ArticleIx, u32)>> = BTreeMap::new();
        for pair in pairs.iter().filter(|p| p.narration_words > 0) {
            shared.entry(pair.left).or_default().push((pair.right, pair.narration_words));
        }
        Texts { cards, config, versions, shared }
    }

    /// How many different articles these are, versions of one counted once.
    pub(crate) fn articles(&self, articles: &[ArticleIx]) -> u32 {
        articles.iter().map(|&a| self.versions.first(a)).collect::<BTreeSet<_>>().len() as u32
    }

    /// Fewest and most texts behind these articles, which are sorted.
    pub(crate) fn count(&self, articles: &[ArticleIx]) -> (u32, u32) {
        (
            self.components(articles, self.config.one_text_share_low, MANY_WORDS),
            self.components(articles, self.config.one_text_share_high, u32::MAX),
        )
    }

    fn components(&self, articles: &[ArticleIx], share: f64, many: u32) -> u32 {
        let mut parent: Vec<usize> = (0..articles.len()).collect();
        let mut sets = articles.len() as u32;
        // versions of one article are one text, however much of it was written anew
        let mut of_version: BTreeMap<ArticleIx, usize> = BTreeMap::new();
        for (i, &article) in articles.iter().enumerate() {
            let first = *of_version.entry(self.versions.first(article)).or_insert(i);
            if first != i {
                parent[i] = first;
                sets -= 1;
            }
        }
        for (i, left) in articles.iter().enumerate() {
            for &(right, words) in self.shared.get(left).into_iter().flatten() {
                let Ok(j) = articles.binary_search(&right) else { continue };
                let shorter = self.cards[left.index()].words.min(self.cards[right.index()].words).max(1);
                if f64::from(words) >= share * f64::from(shorter) || words >= many {
                    let (a, b) = (root(&mut parent, i), root(&mut parent, j));
                    if a != b {
                        parent[a.max(b)] = a.min(b);
                        sets -= 1;
                    }
                }
            }
        }
        sets
    }
}

fn root(parent: &mut [usize], mut i: usize) -> usize {
    while parent[i] != i {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    i
}
