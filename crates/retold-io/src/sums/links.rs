//! Pairs of outlets that share text. Pairs of articles that share only lines that are set aside are no part of them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use retold::record::{ArticleIx, CreditClass, Direction, Pair, stable_id};

/// Pairs of articles named for a pair of outlets.
const PAIRS: usize = 60;
/// Outlets of a family up to which all their pairs are counted; beyond, only those with the outlet named first. Chosen, not measured.
const MOST_OUTLETS: usize = 200;

/// Two outlets that share text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OutletLink {
    /// Hash of both names.
    pub id: String,
    /// The outlet whose name comes first.
    pub left: String,
    /// The other one.
    pub right: String,
    /// Pairs of their articles that share text.
    pub pairs: u64,
    /// Words shared in them, quotations included.
    pub words: u64,
    /// Of them, the outlets' own telling.
    pub narration_words: u64,
    /// Families of shared text with articles of both.
    pub families: u64,
    /// Pairs in which `left` is the earlier one, clear or likely.
    pub left_earlier: Way,
    /// Pairs in which `right` is.
    pub right_earlier: Way,
    /// Pairs of articles that share the most, as numbers of their rows.
    pub best: Vec<u32>,
}

/// What goes one way between two outlets. Counts of pairs, but for the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Way {
    /// Pairs.
    pub pairs: u64,
    /// Words shared in them.
    pub words: u64,
    /// The later text names the earlier outlet.
    pub credited: u64,
    /// It says in another way where its text stands: a common source, a link, a stated agreement.
    pub otherwise: u64,
    /// It was searched for a credit, and none was found.
    pub none_found: u64,
}

impl Way {
    /// Pairs in which the credit is not judged.
    pub fn not_judged(&self) -> u64 {
        self.pairs - self.credited - self.otherwise - self.none_found
    }
}

/// What stands in no pair of outlets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Apart {
    /// Pairs of articles of one outlet.
    pub inside: u64,
    /// Pairs with an article whose outlet is not known.
    pub unknown: u64,
    /// Families in so many outlets that not every two of them were counted.
    pub large_families: u64,
}

/// What is counted of a pair of articles.
pub(crate) struct Line {
    pub(crate) number: u32,
    pub(crate) left: ArticleIx,
    pub(crate) right: ArticleIx,
    pub(crate) shared: u32,
    pub(crate) narration: u32,
    /// The earlier one, where that is told.
    pub(crate) earlier: Option<ArticleIx>,
    pub(crate) credit: CreditClass,
}

impl Line {
    pub(crate) fn of(number: u32, pair: &Pair) -> Self {
        Line {
            number,
            left: pair.left,
            right: pair.right,
            shared: pair.shared_words,
            narration: pair.narration_words,
            earlier: pair.earlier.filter(|_| pair.direction != Direction::CannotTell),
            credit: pair.credit().class,
        }
    }
}

#[derive(Default)]
struct Tally {
    pairs: u64,
    words: u64,
    narration: u64,
    families: u64,
    /// Of the outlet whose name comes first, then of the other.
    ways: [Way; 2],
    best: BTreeSet<(Reverse<(u32, u32)>, u32)>,
}

/// Takes pairs and families, gives pairs of outlets.
pub(crate) struct Links {
    names: Vec<String>,
    of: Vec<Option<u32>>,
    all: BTreeMap<(u32, u32), Tally>,
    apart: Apart,
}

impl Links {
    /// `outlets` of all articles, in the order of ranks.
    pub(crate) fn new<'a>(outlets: impl Iterator<Item = Option<&'a str>>) -> Self {
        let of: Vec<Option<&str>> = outlets.map(|o| o.filter(|o| !o.trim().is_empty())).collect();
        let names: BTreeSet<&str> = of.iter().copied().flatten().collect();
        let at: BTreeMap<&str, u32> = names.iter().copied().zip(0u32..).collect();
        Links {
            of: of.iter().map(|o| o.map(|o| at[o])).collect(),
            names: names.into_iter().map(str::to_owned).collect(),
            all: BTreeMap::new(),
            apart: Apart::default(),
        }
    }

    pub(crate) fn pair(&mut self, line: &Line) {
        let (Some(l), Some(r)) = (self.of[line.left.index()], self.of[line.right.index()]) else {
            self.apart.unknown += 1;
            return;
        };
        if l == r {
            self.apart.inside += 1;
            return;
        }
        let tally = self.all.entry((l.min(r), l.max(r))).or_default();
        tally.pairs += 1;
        tally.words += u64::from(line.shared);
        tally.narration += u64::from(line.narration);
        tally.best.insert((Reverse((line.narration, line.shared)), line.number));
        if tally.best.len() > PAIRS {
            tally.best.pop_last();
        }
        let Some(earlier) = line.earlier else { return };
        let first = (earlier == line.left) == (l < r);
        let way = &mut tally.ways[usize::from(!first)];
        way.pairs += 1;
        way.words += u64::from(line.shared);
        match line.credit {
            CreditClass::Credited => way.credited += 1,
            CreditClass::CommonSource | CreditClass::LinkOnly | CreditClass::NotNeeded => way.otherwise += 1,
            CreditClass::NoneFound => way.none_found += 1,
            CreditClass::NotJudged => {}
        }
    }

    /// The articles of a family, the earliest ids first.
    pub(crate) fn family(&mut self, articles: &[ArticleIx]) {
        let mut outlets: Vec<u32> = Vec::new();
        for outlet in articles.iter().filter_map(|a| self.of[a.index()]) {
            if !outlets.contains(&outlet) {
                outlets.push(outlet);
            }
        }
        let large = outlets.len() > MOST_OUTLETS;
        self.apart.large_families += u64::from(large);
        let first = if large { 1 } else { outlets.len() };
        for (i, &a) in outlets.iter().enumerate().take(first) {
            for &b in &outlets[i + 1..] {
                if let Some(tally) = self.all.get_mut(&(a.min(b), a.max(b))) {
                    tally.families += 1;
                }
            }
        }
    }

    /// The outlets' pairs, those that share the most of their own words first.
    pub(crate) fn finish(self) -> (Vec<OutletLink>, Apart) {
        let Links { names, all, apart, .. } = self;
        let link = |((l, r), t): ((u32, u32), Tally)| {
            let (left, right) = (names[l as usize].clone(), names[r as usize].clone());
            let [left_earlier, right_earlier] = t.ways;
            OutletLink {
                id: stable_id("k", &[&left, &right]),
                left,
                right,
                pairs: t.pairs,
                words: t.words,
                narration_words: t.narration,
                families: t.families,
                left_earlier,
                right_earlier,
                best: t.best.into_iter().map(|(_, number)| number).collect(),
            }
        };
        let mut links: Vec<OutletLink> = all.into_iter().map(link).collect();
        links.sort_by_cached_key(|l| (Reverse((l.narration_words, l.words)), l.left.clone(), l.right.clone()));
        (links, apart)
    }
}

#[cfg(test)]
mod tests {
    use super::{Line, Links};
    use retold::record::{ArticleIx, CreditClass};

    fn line(number: u32, left: u32, right: u32, earlier: Option<u32>, credit: CreditClass) -> Line {
        let (left, right) = (ArticleIx(left), ArticleIx(right));
        Line { number, left, right, shared: 50, narration: 40 + number, earlier: earlier.map(ArticleIx), credit }
    }

    #[test]
    fn ways_follow_the_names_of_outlets_and_not_the_order_of_articles() {
        let mut links = Links::new([Some("Tide"), Some("Courier"), Some("Tide"), None].into_iter());
        links.pair(&line(0, 0, 1, Some(1), CreditClass::NoneFound));
        links.pair(&line(1, 1, 2, Some(1), CreditClass::Credited));
        links.pair(&line(2, 0, 2, Some(0), CreditClass::NotJudged));
        links.pair(&line(3, 0, 3, None, CreditClass::NotJudged));
        links.family(&[ArticleIx(0), ArticleIx(1), ArticleIx(2)]);
        let (links, apart) = links.finish();
        assert_eq!((apart.inside, apart.unknown), (1, 1));
        let [one] = &links[..] else { panic!("{links:?}") };
        assert_eq!((one.left.as_str(), one.right.as_str(), one.pairs, one.families), ("Courier", "Tide", 2, 1));
        assert_eq!((one.left_earlier.pairs, one.left_earlier.credited, one.left_earlier.none_found), (2, 1, 1));
        assert_eq!((one.right_earlier.pairs, one.best.as_slice()), (0, &[1, 0][..]));
    }
}
