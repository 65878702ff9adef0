//! How much hangs on the threshold: what is left of pairs, outlets and families where only pairs count that share so much.

use std::collections::BTreeSet;

use retold::record::{ArticleIx, Family};
use serde::{Deserialize, Serialize};

/// Tenths of the words of the article that shares more of them: every shared passage, the thresholds that studies have used, and what lies below them.
/// The sheet of the report and the study's `sensitivity.csv` count at the same. Each counts on its own: a collection's pairs come once and are not held, by
/// outlet and family; a study holds them, and joins them by whatever key it was asked for.
pub const TENTHS: [u8; 9] = [0, 1, 2, 3, 5, 6, 7, 8, 9];

/// What is left at one threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Threshold {
    /// The threshold, in tenths.
    pub tenths: u8,
    /// Pairs of articles that share this much.
    pub pairs: u64,
    /// Articles in them.
    pub articles: u64,
    /// Pairs of known outlets with such a pair of articles.
    pub edges: u64,
    /// Families of which two articles share this much.
    pub families: u64,
}

/// Takes pairs, gives what is left at each threshold.
pub(crate) struct Thresholds {
    /// Of each article, by rank.
    outlets: Vec<Option<u32>>,
    /// Families of each article, sorted.
    families: Vec<Vec<u32>>,
    /// Of each family, the largest share of two of its articles, as a place in [`TENTHS`] and one more.
    best: Vec<usize>,
    /// Of each article, the same.
    of_article: Vec<usize>,
    pairs: [u64; TENTHS.len()],
    edges: [BTreeSet<(u32, u32)>; TENTHS.len()],
}

impl Thresholds {
    /// `outlets` of all articles and all families, in ranks.
    pub(crate) fn new<'a>(outlets: impl Iterator<Item = Option<&'a str>>, families: &[Family]) -> Self {
        let names: Vec<Option<&str>> = outlets.collect();
        let known: Vec<&str> = names.iter().flatten().copied().collect::<BTreeSet<_>>().into_iter().collect();
        let place = |name: &str| known.binary_search(&name).ok().and_then(|at| u32::try_from(at).ok());
        let mut of: Vec<Vec<u32>> = vec![Vec::new(); names.len()];
        for (number, family) in (0u32..).zip(families) {
            family.articles().iter().for_each(|a| of[a.index()].push(number));
        }
        Thresholds {
            outlets: names.iter().map(|name| name.and_then(place)).collect(),
            of_article: vec![0; of.len()],
            families: of,
            best: vec![0; families.len()],
            pairs: [0; TENTHS.len()],
            edges: Default::default(),
        }
    }

    /// A pair of articles and the larger of its two shares, 0 to 1.
    pub(crate) fn pair(&mut self, left: ArticleIx, right: ArticleIx, share: f64) {
        let met = TENTHS.iter().take_while(|&&t| share >= f64::from(t) / 10.0).count();
        let (l, r) = (left.index(), right.index());
        for article in [l, r] {
            self.of_article[article] = self.of_article[article].max(met);
        }
        self.pairs[..met].iter_mut().for_each(|n| *n += 1);
        if let (Some(a), Some(b)) = (self.outlets[l], self.outlets[r])
            && a != b
        {
            self.edges[..met].iter_mut().for_each(|set| _ = set.insert((a.min(b), a.max(b))));
        }
        for &family in self.families[l].iter().filter(|f| self.families[r].binary_search(f).is_ok()) {
            let best = &mut self.best[family as usize];
            *best = (*best).max(met);
        }
    }

    /// What is left, threshold by threshold.
    pub(crate) fn finish(self) -> Vec<Threshold> {
        let at_least = |list: &[usize], met: usize| list.iter().filter(|&&m| m >= met).count() as u64;
        let one = |(i, tenths): (usize, u8)| Threshold {
            tenths,
            pairs: self.pairs[i],
            articles: at_least(&self.of_article, i + 1),
            edges: self.edges[i].len() as u64,
            families: at_least(&self.best, i + 1),
        };
        TENTHS.into_iter().enumerate().map(one).collect()
    }
}
