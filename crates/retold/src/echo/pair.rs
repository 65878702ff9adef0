//! Pairs: what two articles share in sum.

use crate::corpus::Card;
use crate::record::{ArticleIx, Layer, Match, Span};

/// Words two articles share, counted once where matches overlap.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Shared {
    /// The smaller of the two sides.
    pub(crate) words: u32,
    /// The same, narration only.
    pub(crate) narration: u32,
    /// The same, quotations only.
    pub(crate) quotation: u32,
    pub(crate) left_share: f64,
    pub(crate) right_share: f64,
}

/// A pair in brief: what has to be known of all pairs at once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Brief {
    pub(crate) left: ArticleIx,
    pub(crate) right: ArticleIx,
    pub(crate) narration_words: u32,
    pub(crate) earlier: Option<ArticleIx>,
}

impl Brief {
    pub(crate) fn later(&self) -> Option<ArticleIx> {
        self.earlier.map(|e| if e == self.left { self.right } else { self.left })
    }
}

/// The matches of each pair of articles; they are sorted.
pub(crate) fn by_pair(matches: &[Match]) -> impl Iterator<Item = &[Match]> {
    matches.chunk_by(|a, b| a.pair() == b.pair())
}

/// Sums the matches of one pair.
pub(crate) fn shared(matches: &[Match], left: &Card, right: &Card) -> Shared {
    let both = |layer: Option<Layer>| {
        let of_layer = |m: &&Match| layer.is_none_or(|l| l == m.layer);
        let l = covered(matches.iter().filter(of_layer).map(|m| (m.left.span, m.words)));
        let r = covered(matches.iter().filter(of_layer).map(|m| (m.right.span, m.words)));
        (l, r)
    };
    let (l, r) = both(None);
    let smaller = |(l, r): (f64, f64)| l.min(r).round() as u32;
    let share = |words: f64, card: &Card| (words / f64::from(card.words.max(1))).min(1.0);
    Shared {
        words: smaller((l, r)),
        narration: smaller(both(Some(Layer::Narration))),
        quotation: smaller(both(Some(Layer::Quotation))),
        left_share: share(l, left),
        right_share: share(r, right),
    }
}

/// Equal words inside the union of the spans. Where two matches overlap, the later one counts by the share of its bytes that is new.
fn covered(spans: impl Iterator<Item = (Span, u32)>) -> f64 {
    let mut spans: Vec<(Span, u32)> = spans.collect();
    spans.sort_unstable();
    let (mut words, mut told) = (0.0, 0);
    for (span, equal) in spans {
        let new = span.end.saturating_sub(span.start.max(told));
        words += f64::from(equal) * f64::from(new) / f64::from(span.len().max(1));
        told = told.max(span.end);
    }
    words
}

/// Place of each article in time: dated ones first, in order of their first possible moment, ties by id.
pub fn time_ranks(cards: &[Card]) -> Vec<u32> {
    let mut order: Vec<ArticleIx> = (0..cards.len() as u32).map(ArticleIx).collect();
    order.sort_by_key(|&a| (cards[a.index()].published.as_ref().or(cards[a.index()].stamped.as_ref()).map_or(i64::MAX, |d| d.from), a));
    let mut ranks = vec![0; cards.len()];
    for (rank, article) in order.iter().zip(0..) {
        ranks[rank.index()] = article;
    }
    ranks
}
