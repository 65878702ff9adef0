//! Layers: shared text that is no retelling. Furniture of one outlet, stock phrases, credit lines: labelled, never dropped.
//!
//! What tells a wire text in many outlets from both: it is long, or stands in many outlets within days.

use std::collections::BTreeMap;

use super::family::Star;
use crate::config::FamilyConfig;
use crate::corpus::{Card, Shelf};
use crate::record::{ArticleIx, Block, BlockKind, Layer, Match, Passage, Span};

/// Articles of one outlet from which a repeated passage is furniture, and the share of the outlet's articles they must make up.
const SITE_ARTICLES: usize = 10;
const SITE_SHARE: f64 = 0.05;
/// In a small collection: fewer articles, but most of what the outlet has, or always at the edge of the text.
const SITE_FEW_ARTICLES: usize = 3;
const SITE_MOST: f64 = 0.5;
/// First and last share of a text in which blurbs and share lines stand.
const EDGE: f64 = 0.15;
/// Share of a family's members or links that must show a property for the family to have it.
const NEARLY_ALL: f64 = 0.8;
/// Days a passage must be spread over: three for furniture, more than a week for a stock phrase, since a wire text is carried within days.
const SITE_DAYS: usize = 3;
const FORMULA_SPREAD_SECONDS: i64 = 8 * 86_400;
const FORMULA_ARTICLES: usize = 4;
const FORMULA_OUTLETS: usize = 3;
/// Share of both passages that must lie in blocks of one kind.
const BLOCK_SHARE: f64 = 0.8;

/// What the labelling of stars needs to know.
pub(crate) struct Labels<'a> {
    pub(crate) cards: &'a [Card],
    /// All matches, sorted.
    pub(crate) matches: &'a [Match],
    pub(crate) config: &'a FamilyConfig,
    outlet_articles: BTreeMap<&'a str, usize>,
}

impl<'a> Labels<'a> {
    pub(crate) fn new(cards: &'a [Card], matches: &'a [Match], config: &'a FamilyConfig) -> Self {
        let mut outlet_articles = BTreeMap::new();
        for outlet in cards.iter().filter_map(|c| c.outlet.as_deref()) {
            *outlet_articles.entry(outlet).or_insert(0) += 1;
        }
        Labels { cards, matches, config, outlet_articles }
    }

    /// Words of the told matches of a pair.
    fn pair_words(&self, pair: (ArticleIx, ArticleIx)) -> u32 {
        let first = self.matches.partition_point(|m| m.pair() < pair);
        self.matches[first..].iter().take_while(|m| m.pair() == pair).filter(|m| m.is_told()).map(|m| m.words).sum()
    }

    /// `site` or `formula`, if the star is one.
    pub(crate) fn of(&self, star: &Star) -> Option<Layer> {
        let mut articles: Vec<&Card> = star.members.iter().map(|m| &self.cards[m.article.index()]).collect();
        articles.dedup_by(|a, b| a.id == b.id);
        if self.is_site(star, &articles) {
            return Some(Layer::Site);
        }
        self.is_formula(star, &articles).then_some(Layer::Formula)
    }

    fn is_site(&self, star: &Star, articles: &[&Card]) -> bool {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for outlet in articles.iter().filter_map(|c| c.outlet.as_deref()) {
            *counts.entry(outlet).or_insert(0) += 1;
        }
        let Some((outlet, held)) = counts.into_iter().max_by_key(|&(name, n)| (n, std::cmp::Reverse(name))) else { return false };
        if held < SITE_FEW_ARTICLES || (held as f64) < NEARLY_ALL * articles.len() as f64 || !self.otherwise_unlike(star, 0.5) {
            return false;
        }
        let days: std::collections::BTreeSet<i64> =
            articles.iter().filter_map(|c| c.published.as_ref()).map(|d| d.from.div_euclid(86_400)).collect();
        if days.len() < SITE_DAYS && !days.is_empty() {
            return false;
        }
        let share = held as f64 / self.outlet_articles[outlet] as f64;
        held >= SITE_ARTICLES && share >= SITE_SHARE || share >= SITE_MOST || self.at_the_edge(star)
    }

    fn is_formula(&self, star: &Star, articles: &[&Card]) -> bool {
        let words = star.links.iter().map(|l| l.words).max().unwrap_or(0);
        let mut outlets: Vec<_> = articles.iter().filter_map(|c| c.outlet.as_deref()).collect();
        outlets.sort_unstable();
        outlets.dedup();
        let dates: Vec<i64> = articles.iter().filter_map(|c| c.published.as_ref()).map(|d| d.from).collect();
        let spread = dates.iter().max().zip(dates.iter().min()).map_or(0, |(last, first)| last - first);
        words < self.config.formula_under_words
            && articles.len() >= FORMULA_ARTICLES
            && outlets.len() >= FORMULA_OUTLETS
            && spread >= FORMULA_SPREAD_SECONDS
            && self.otherwise_unlike(star, 0.1)
    }

    /// Whether nearly all linked pairs share little beside this passage: under `share` of the shorter article.
    fn otherwise_unlike(&self, star: &Star, share: f64) -> bool {
        let unlike = star.links.iter().filter(|l| {
            let m = &self.matches[l.of as usize];
            let words = |a: ArticleIx| self.cards[a.index()].words;
            let shorter = words(m.left.article).min(words(m.right.article)).max(1);
            let shared = self.pair_words(m.pair());
            let beside = if share < 0.5 { shared.saturating_sub(m.words) } else { shared };
            f64::from(beside) < share * f64::from(shorter)
        });
        unlike.count() as f64 >= NEARLY_ALL * star.links.len() as f64
    }

    /// Whether nearly all members stand in the first or last part of their text. Places are told by match spans against the article's words:
    /// six bytes a word is the mean of news text and close enough for an edge.
    fn at_the_edge(&self, star: &Star) -> bool {
        const BYTES_A_WORD: f64 = 6.0;
        let edge = star.members.iter().filter(|m| {
            let length = f64::from(self.cards[m.article.index()].words) * BYTES_A_WORD;
            f64::from(m.span.end) < EDGE * length || f64::from(m.span.start) > (1.0 - EDGE) * length
        });
        edge.count() as f64 >= NEARLY_ALL * star.members.len() as f64
    }
}

/// The layer of a match whose two passages are lines of a page rather than story text.
///
/// A line that makes up half of an article is no furniture of it: there either the story is very short or the lines were misjudged, and
/// setting the match aside would hide what most of the article is.
pub(crate) fn block_layer(m: &Match, cards: &[Card], shelf: &dyn Shelf) -> Option<Layer> {
    let most = |passage: Passage, words: u32| 2 * words >= cards[passage.article.index()].words;
    if most(m.left, m.left_words) || most(m.right, m.right_words) {
        return None;
    }
    let sides = [m.left, m.right].map(|passage| (passage.span, shelf.blocks(passage.article)));
    let both = |kinds: &[BlockKind]| sides.iter().all(|(span, blocks)| in_blocks(blocks, *span, kinds) >= BLOCK_SHARE);
    if both(&[BlockKind::Credit, BlockKind::Dateline, BlockKind::Byline]) {
        Some(Layer::Credit)
    } else if both(&[BlockKind::Furniture, BlockKind::RelatedLink, BlockKind::Site]) {
        Some(Layer::Site)
    } else {
        None
    }
}

fn in_blocks(blocks: &[Block], span: Span, kinds: &[BlockKind]) -> f64 {
    let inside: u32 = blocks.iter().filter(|b| kinds.contains(&b.kind)).filter_map(|b| b.span.intersection(span)).map(Span::len).sum();
    f64::from(inside) / f64::from(span.len().max(1))
}
