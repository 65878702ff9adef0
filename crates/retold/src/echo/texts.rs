//! How many separately written texts stand behind a set of articles: fewest and most.
//!
//! Two articles count as one text where they share enough narration. How much is enough is a judgement, so two answers are given: the
//! generous threshold gives the fewest texts, the strict one the most. Shared quotations alone never make two articles one text.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::FamilyConfig;
use crate::corpus::Card;
use crate::echo::{Brief, Versions};
use crate::record::{ArticleIx, Join, Role};
use crate::text::Gazetteer;

/// Narration words from which two articles count as one text whatever their length, for the fewest.
const MANY_WORDS: u32 = 110;
/// Narration words from a dispatch or release, which is written to be carried in part, from which an article counts as a carrier of it, for
/// the fewest: a long sentence.
const CARRIED_WORDS: u32 = 20;

/// Narration shared by pairs of articles, to be asked for many sets.
pub(crate) struct Texts<'a> {
    cards: &'a [Card],
    config: &'a FamilyConfig,
    gazetteer: &'a Gazetteer,
    versions: &'a Versions,
    shared: BTreeMap<ArticleIx, Vec<(ArticleIx, u32)>>,
}

/// How many texts stand behind a set of articles, and which steps lead there.
pub(crate) struct Counted {
    pub(crate) low: u32,
    pub(crate) high: u32,
    pub(crate) joins: Vec<Join>,
}

impl<'a> Texts<'a> {
    pub(crate) fn new(
        cards: &'a [Card],
        pairs: &[Brief],
        versions: &'a Versions,
        config: &'a FamilyConfig,
        gazetteer: &'a Gazetteer,
    ) -> Self {
        let mut shared: BTreeMap<ArticleIx, Vec<(ArticleIx, u32)>> = BTreeMap::new();
        for pair in pairs.iter().filter(|p| p.narration_words > 0) {
            shared.entry(pair.left).or_default().push((pair.right, pair.narration_words));
        }
        Texts { cards, config, gazetteer, versions, shared }
    }

    /// How many different articles these are, versions of one counted once.
    pub(crate) fn articles(&self, articles: &[ArticleIx]) -> u32 {
        articles.iter().map(|&a| self.versions.first(a)).collect::<BTreeSet<_>>().len() as u32
    }

    /// Fewest and most texts behind these articles, which are sorted: each step joins two sets into one.
    pub(crate) fn count(&self, articles: &[ArticleIx]) -> Counted {
        let sets = || (0..articles.len()).collect::<Vec<usize>>();
        let (mut fewest, mut most) = (sets(), sets());
        let mut joins = Vec::new();
        // versions of one article are one text, however much of it was written anew
        let mut of_version: BTreeMap<ArticleIx, usize> = BTreeMap::new();
        for (i, &right) in articles.iter().enumerate() {
            let first = *of_version.entry(self.versions.first(right)).or_insert(i);
            if first != i {
                let (low, high) = (join(&mut fewest, first, i), join(&mut most, first, i));
                joins.push(Join { left: articles[first], right, words: 0, share: 1.0, low, high });
            }
        }
        for (i, &left) in articles.iter().enumerate() {
            for &(right, words) in self.shared.get(&left).into_iter().flatten() {
                let Ok(j) = articles.binary_search(&right) else { continue };
                let shorter = self.cards[left.index()].words.min(self.cards[right.index()].words).max(1);
                let share = (f64::from(words) / f64::from(shorter)).min(1.0);
                let carried = words >= CARRIED_WORDS && (self.is_source(left) || self.is_source(right));
                let low = (share >= self.config.one_text_share_low || words >= MANY_WORDS || carried) && join(&mut fewest, i, j);
                let high = share >= self.config.one_text_share_high && join(&mut most, i, j);
                if low || high {
                    joins.push(Join { left, right, words, share, low, high });
                }
            }
        }
        let left = |counts: fn(&Join) -> bool| (articles.len() - joins.iter().filter(|j| counts(j)).count()) as u32;
        Counted { low: left(|j| j.low), high: left(|j| j.high), joins }
    }

    /// Whether the article is written to be carried by others.
    fn is_source(&self, article: ArticleIx) -> bool {
        let card = &self.cards[article.index()];
        card.role != Role::Article || card.outlet.as_deref().and_then(|o| self.gazetteer.outlet(o)).is_some_and(|o| o.agency)
    }
}

/// Makes two sets one; whether they were two.
fn join(parent: &mut [usize], i: usize, j: usize) -> bool {
    let (a, b) = (root(parent, i), root(parent, j));
    parent[a.max(b)] = a.min(b);
    a != b
}

fn root(parent: &mut [usize], mut i: usize) -> usize {
    while parent[i] != i {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    i
}
