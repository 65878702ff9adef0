//! Which articles are versions of one article: one page captured several times, or found under several addresses.
//!
//! Articles whose addresses mean one page ([`page_key`](crate::text::page_key)) are versions of one article where they share enough words; an
//! address whose text became another altogether names another article. Versions are told by their captures, nothing is said of why a text was
//! changed. What versions share is no echo: they are left out of matches, pairs and counts of texts.
//!
//! Two outlets that are named for one address are two articles: who published the text is then part of what is to be shown.
//!
//! Wrong where a site keeps one address for a page that is written anew every day around a long stretch that stays.

use std::collections::{BTreeMap, BTreeSet};

use crate::corpus::Card;
use crate::record::{ArticleIx, Match};
use crate::text::{page_key, parse_date};

/// Share of the shorter text, in words, from which two texts of one page are versions of one article. Chosen, not measured: furniture alone stays
/// far below, a story that grew by the hour far above.
const VERSION_SHARE: f64 = 0.3;

/// Articles by page, before their texts are compared.
#[derive(Debug, Clone, Default)]
pub struct Pages {
    /// Page of each article, as a number; articles that share it with no other have none.
    page: Vec<Option<u32>>,
    /// For an article with the very text of an earlier version: that version.
    repeats: Vec<Option<ArticleIx>>,
    /// When each article of a page was captured, else published: seconds since 1970.
    moments: BTreeMap<ArticleIx, i64>,
}

impl Pages {
    /// Groups articles by what their addresses mean.
    pub fn of(cards: &[Card]) -> Self {
        let mut by_page: BTreeMap<String, Vec<ArticleIx>> = BTreeMap::new();
        for (card, ix) in cards.iter().zip(0..) {
            if let Some(key) = card.url.as_deref().and_then(page_key) {
                by_page.entry(key).or_default().push(ArticleIx(ix));
            }
        }
        let mut pages = Pages { page: vec![None; cards.len()], repeats: vec![None; cards.len()], moments: BTreeMap::new() };
        let of_outlets = by_page.into_values().flat_map(|articles| by_outlet(articles, cards));
        for (mut articles, number) in of_outlets.filter(|a| a.len() > 1).zip(0..) {
            for &article in &articles {
                pages.page[article.index()] = Some(number);
                if let Some(moment) = moment(&cards[article.index()]) {
                    pages.moments.insert(article, moment);
                }
            }
            articles.sort_by_key(|&a| pages.order(a));
            let mut texts: BTreeMap<&str, ArticleIx> = BTreeMap::new();
            for article in articles {
                let first = *texts.entry(&cards[article.index()].text_sha256).or_insert(article);
                if first != article {
                    pages.repeats[article.index()] = Some(first);
                }
            }
        }
        pages
    }

    /// Whether two articles are of one page.
    pub fn one_page(&self, a: ArticleIx, b: ArticleIx) -> bool {
        self.page[a.index()].is_some() && self.page[a.index()] == self.page[b.index()]
    }

    /// Leaves out pairs with an article that repeats an earlier version word for word: it shares what that one shares.
    pub fn without_repeats(&self, pairs: &mut Vec<(ArticleIx, ArticleIx)>) {
        pairs.retain(|(a, b)| self.repeats[a.index()].is_none() && self.repeats[b.index()].is_none());
    }

    /// Place in the order of versions: those of known time first.
    fn order(&self, article: ArticleIx) -> (i64, ArticleIx) {
        (self.moments.get(&article).copied().unwrap_or(i64::MAX), article)
    }
}

/// The articles of one address by outlet. Those without one go with the only outlet that is named, else by themselves.
fn by_outlet(articles: Vec<ArticleIx>, cards: &[Card]) -> Vec<Vec<ArticleIx>> {
    let outlet = |a: ArticleIx| cards[a.index()].outlet.as_deref();
    let named: BTreeSet<&str> = articles.iter().filter_map(|&a| outlet(a)).collect();
    if named.len() < 2 {
        return vec![articles];
    }
    let mut out: BTreeMap<Option<&str>, Vec<ArticleIx>> = BTreeMap::new();
    for article in articles {
        out.entry(outlet(article)).or_default().push(article);
    }
    out.into_values().collect()
}

fn moment(card: &Card) -> Option<i64> {
    let captured = card.captured.as_deref().and_then(parse_date).map(|d| d.from);
    captured.or_else(|| card.published.as_ref().map(|d| d.from))
}

/// Two versions that follow each other and differ.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Step {
    pub(crate) before: ArticleIx,
    pub(crate) after: ArticleIx,
    /// Whether it is known which of them is the later one.
    pub(crate) ordered: bool,
    /// What they share, in the order of the texts; `left` is the smaller id.
    pub(crate) matches: Vec<Match>,
}

/// Versions of articles, after their texts were compared.
#[derive(Debug, Clone, Default)]
pub(crate) struct Versions {
    /// The first version for every article that is a later one.
    first: BTreeMap<ArticleIx, ArticleIx>,
    pub(crate) steps: Vec<Step>,
}

impl Versions {
    /// From the matches between articles of one page, which are sorted; gives back those of articles that are no versions of each other.
    pub(crate) fn take(pages: &Pages, cards: &[Card], of_page: Vec<Match>) -> (Self, Vec<Match>) {
        let mut parent: Vec<ArticleIx> = (0..cards.len() as u32).map(ArticleIx).collect();
        for (article, first) in pages.repeats.iter().zip(0..).filter_map(|(first, ix)| Some((ArticleIx(ix), (*first)?))) {
            unite(&mut parent, article, first);
        }
        let mut shared: BTreeMap<(ArticleIx, ArticleIx), Vec<Match>> = BTreeMap::new();
        for m in of_page {
            shared.entry((m.left.article, m.right.article)).or_default().push(m);
        }
        let mut back = Vec::new();
        shared.retain(|&(a, b), of_pair| {
            let words: u32 = of_pair.iter().map(|m| m.words).sum();
            let shorter = cards[a.index()].words.min(cards[b.index()].words).max(1);
            let versions = f64::from(words) >= VERSION_SHARE * f64::from(shorter);
            if versions {
                unite(&mut parent, a, b);
            } else {
                // one address, two articles: they may echo each other like any two
                back.append(of_pair);
            }
            versions
        });
        let mut groups: BTreeMap<ArticleIx, Vec<ArticleIx>> = BTreeMap::new();
        for ix in (0..cards.len() as u32).map(ArticleIx).filter(|a| pages.page[a.index()].is_some()) {
            groups.entry(root(&mut parent, ix)).or_default().push(ix);
        }
        let mut versions = Versions::default();
        for mut group in groups.into_values().filter(|g| g.len() > 1) {
            group.sort_by_key(|&a| pages.order(a));
            versions.first.extend(group[1..].iter().map(|&a| (a, group[0])));
            group.retain(|a| pages.repeats[a.index()].is_none());
            for step in group.windows(2) {
                let (before, after) = (step[0], step[1]);
                let key = (before.min(after), before.max(after));
                let moments = (pages.moments.get(&before), pages.moments.get(&after));
                let ordered = matches!(moments, (Some(a), Some(b)) if a < b);
                versions.steps.push(Step { before, after, ordered, matches: shared.get(&key).cloned().unwrap_or_default() });
            }
        }
        versions.steps.sort_by_key(|s| (s.before, s.after));
        (versions, back)
    }

    /// The first version of an article; itself where it has no other.
    pub(crate) fn first(&self, article: ArticleIx) -> ArticleIx {
        self.first.get(&article).copied().unwrap_or(article)
    }

    /// Later versions, each with the first, sorted.
    pub(crate) fn later(&self) -> Vec<(ArticleIx, ArticleIx)> {
        self.first.iter().map(|(&a, &b)| (a, b)).collect()
    }
}

fn root(parent: &mut [ArticleIx], mut at: ArticleIx) -> ArticleIx {
    while parent[at.index()] != at {
        parent[at.index()] = parent[parent[at.index()].index()];
        at = parent[at.index()];
    }
    at
}

fn unite(parent: &mut [ArticleIx], a: ArticleIx, b: ArticleIx) {
    let (a, b) = (root(parent, a), root(parent, b));
    parent[a.max(b).index()] = a.min(b);
}
