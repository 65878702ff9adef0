//! Shared changes: what two texts altered against a third one, as editors of manuscripts use it.
//!
//! Where C has the changes that B made to A, and changes of its own, while B has none that C lacks, C goes back to A through B. Where B and C
//! each have changes of their own and none in common, both go back to A and neither to the other.

use std::collections::BTreeMap;

use crate::corpus::Reading;
use crate::record::{ArticleIx, EditClass, Match, Pair, Span};
use crate::text::fold;

/// Narration words that a pair must share for its changes to be looked at: two long sentences.
const LEAST_WORDS: u32 = 40;
/// Shared changes from which one text is taken to have them from the other: one may be a coincidence (a house's spelling, an obvious cut).
const LEAST_SHARED: usize = 2;

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
}

/// What is known of every pair's left-out and replaced words against the earlier article of the pair.
pub(crate) struct Changes {
    /// For a later article: earlier articles, what changed against them, and what of them it has.
    against: BTreeMap<ArticleIx, Vec<(ArticleIx, Vec<Change>, Vec<Span>)>>,
}

impl Changes {
    /// Reads the changes of all pairs whose order is told. `matches` holds the matches of each pair.
    pub(crate) fn new(pairs: &[Pair], matches: &[&[Match]], reading: impl Fn(ArticleIx) -> std::sync::Arc<Reading>) -> Self {
        let mut against: BTreeMap<ArticleIx, Vec<_>> = BTreeMap::new();
        for (pair, of_pair) in pairs.iter().zip(matches) {
            let (Some(earlier), Some(later)) = (pair.earlier, pair.later()) else { continue };
            if pair.narration_words < LEAST_WORDS {
                continue;
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
            against.entry(later).or_default().push((earlier, changes, held));
        }
        Changes { against }
    }

    /// What the third text that both share most with tells of this pair.
    pub(crate) fn of(&self, left: ArticleIx, right: ArticleIx) -> Option<Third> {
        let (l, r) = (self.against.get(&left)?, self.against.get(&right)?);
        let mut best: Option<(usize, Third)> = None;
        for (third, of_left, held_left) in l {
            let Some((_, of_right, held_right)) = r.iter().find(|(other, ..)| other == third) else { continue };
            // a change counts only where the other side has that part of the third text
            let seen = |list: &[Change], held: &[Span]| -> Vec<Change> {
                list.iter().filter(|c| held.iter().any(|h| h.contains(c.at))).copied().collect()
            };
            let (a, b) = (seen(of_left, held_right), seen(of_right, held_left));
            let common = a.iter().filter(|c| b.binary_search(c).is_ok()).count();
            let (own_a, own_b) = (a.len() - common, b.len() - common);
            let told = match (common, own_a, own_b) {
                (LEAST_SHARED.., 0, 1..) => Third::LeftFirst { third: *third, changes: common },
                (LEAST_SHARED.., 1.., 0) => Third::RightFirst { third: *third, changes: common },
                (0, LEAST_SHARED.., LEAST_SHARED..) => Third::Apart { third: *third },
                _ => continue,
            };
            if best.as_ref().is_none_or(|(most, _)| a.len() + b.len() > *most) {
                best = Some((a.len() + b.len(), told));
            }
        }
        best.map(|(_, told)| told)
    }
}

/// A number for the folded words of a stretch.
fn words_of(text: &str) -> u64 {
    fold(text).iter().fold(0xcbf2_9ce4_8422_2325, |sum: u64, w| (sum ^ u64::from(w.hash)).wrapping_mul(0x0000_0100_0000_01b3))
}
