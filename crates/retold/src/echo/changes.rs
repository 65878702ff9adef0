//! Shared changes: what two texts altered against a third one, as editors of manuscripts use it.
//!
//! Where C has the changes that B made to A, and changes of its own, while B has none that C lacks, C goes back to A through B. Where B and C
//! each have changes of their own and none in common, both go back to A and neither to the other. And where all that B and C share stands in
//! A, and no change of the one is in the other, nothing shows that C came by way of B: both may come from A.

use std::collections::BTreeMap;

use super::pair::Brief;
use crate::corpus::Reading;
use crate::record::{ArticleIx, EditClass, Match, Span};
use crate::text::fold;

/// Narration words that a pair must share for its changes to be looked at: two long sentences.
const LEAST_WORDS: u32 = 40;
/// Shared changes from which one text is taken to have them from the other: one may be a coincidence (a house's spelling, an obvious cut).
const LEAST_SHARED: usize = 2;
/// Share of what two texts have in common that a third one must hold for it to be where both may have it from. On generated chains, 0.9
/// and 0.7 silence the same pairs within one in a hundred.
const NEARLY_ALL: f64 = 0.9;

/// A change against a text: where in it, and what stands there instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Change {
    at: Span,
    instead: u64,
}

/// What a third text tells about a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Third {
    /// The left side's changes stand in the right side too, which has more of its own.
    LeftFirst { third: ArticleIx, changes: usize },
    /// The other way round.
    RightFirst { third: ArticleIx, changes: usize },
    /// Each side has changes of its own against the third text, and none in common.
    Apart { third: ArticleIx },
    /// The third text holds all that the two share, and neither side has a change of the other's.
    Both { third: ArticleIx },
}

/// Changes of a later article against an earlier one, and the stretches of the earlier one that it has, both in order.
pub(crate) struct Against {
    earlier: ArticleIx,
    changes: Vec<Change>,
    held: Vec<Span>,
}

/// What is known of every pair's left-out and replaced words against the earlier article of the pair.
#[derive(Default)]
pub(crate) struct Changes {
    /// For a later article, in order of the earlier ones.
    of_later: BTreeMap<ArticleIx, Vec<Against>>,
}

impl Changes {
    /// Adds what was read of a later article.
    pub(crate) fn add(&mut self, later: ArticleIx, against: Against) {
        self.of_later.entry(later).or_default().push(against);
    }

    /// Puts the earlier articles of each later one in order. Call it once, when all are added.
    pub(crate) fn sort(&mut self) {
        self.of_later.values_mut().for_each(|list| list.sort_by_key(|a| a.earlier));
    }

    /// What third texts, earlier than both sides, tell of a pair with these matches: first whether all may come from one of them, else what
    /// the one tells that both changed most.
    pub(crate) fn of(&self, of_pair: &[Match]) -> Option<Third> {
        let (l, r) = (self.of_later.get(&of_pair[0].left.article)?, self.of_later.get(&of_pair[0].right.article)?);
        let shared = |side: fn(&Match) -> Span| union(of_pair.iter().map(side).collect()).into_iter().map(Span::len).sum::<u32>();
        let shared = shared(|m| m.left.span).min(shared(|m| m.right.span));
        let mut both: Option<(u32, ArticleIx)> = None;
        let mut best: Option<(usize, Third)> = None;
        for left in l {
            let Ok(at) = r.binary_search_by_key(&left.earlier, |a| a.earlier) else { continue };
            let (right, third) = (&r[at], left.earlier);
            let (a, b) = (left.seen_in(right), right.seen_in(left));
            let common = a.iter().filter(|c| b.binary_search(c).is_ok()).count();
            let (own_a, own_b) = (a.len() - common, b.len() - common);
            let held = overlap(&left.held, &right.held);
            if common == 0 && f64::from(held) >= NEARLY_ALL * f64::from(shared) && both.is_none_or(|(most, _)| held > most) {
                both = Some((held, third));
            }
            let told = match (common, own_a, own_b) {
                (LEAST_SHARED.., 0, 1..) => Third::LeftFirst { third, changes: common },
                (LEAST_SHARED.., 1.., 0) => Third::RightFirst { third, changes: common },
                (0, LEAST_SHARED.., LEAST_SHARED..) => Third::Apart { third },
                _ => continue,
            };
            if best.as_ref().is_none_or(|(most, _)| a.len() + b.len() > *most) {
                best = Some((a.len() + b.len(), told));
            }
        }
        both.map(|(_, third)| Third::Both { third }).or(best.map(|(_, told)| told))
    }
}

impl Against {
    /// Reads the changes of a pair whose order is told; `None` where it is not, or where little is shared.
    pub(crate) fn of(pair: &Brief, of_pair: &[Match], reading: impl Fn(ArticleIx) -> std::sync::Arc<Reading>) -> Option<(ArticleIx, Self)> {
        let (earlier, later) = (pair.earlier?, pair.later()?);
        if pair.narration_words < LEAST_WORDS {
            return None;
        }
        let text = reading(later);
        let mut changes = Vec::new();
        let mut held = Vec::new();
        for m in of_pair.iter() {
            let earlier_is_left = m.left.article == earlier;
            held.push(if earlier_is_left { m.left.span } else { m.right.span });
            for edit in m.edits.iter().filter(|e| !matches!(e.class, EditClass::Case | EditClass::Punctuation)) {
                let (at, there) = if earlier_is_left { (edit.left, edit.right) } else { (edit.right, edit.left) };
                changes.push(Change { at, instead: words_of(there.of(&text.text)) });
            }
        }
        changes.sort_unstable();
        // overlapping matches show a change twice
        changes.dedup();
        changes.shrink_to_fit();
        Some((later, Against { earlier, changes, held: union(held) }))
    }

    /// The changes that the other one could have as well, since it has that part of the earlier text.
    fn seen_in(&self, other: &Against) -> Vec<Change> {
        self.changes.iter().filter(|c| other.held.iter().any(|h| h.contains(c.at))).copied().collect()
    }
}

/// The same stretches, in order, none touching another.
fn union(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut out: Vec<Span> = Vec::new();
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start <= last.end => *last = last.cover(span),
            _ => out.push(span),
        }
    }
    out
}

/// Bytes that stand in both; each is in order and touches itself nowhere.
fn overlap(a: &[Span], b: &[Span]) -> u32 {
    let (mut i, mut j, mut bytes) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        bytes += x.intersection(*y).map_or(0, Span::len);
        if x.end <= y.end { i += 1 } else { j += 1 }
    }
    bytes
}

/// A number for the folded words of a stretch.
fn words_of(text: &str) -> u64 {
    fold(text).iter().fold(0xcbf2_9ce4_8422_2325, |sum: u64, w| (sum ^ u64::from(w.hash)).wrapping_mul(0x0000_0100_0000_01b3))
}
