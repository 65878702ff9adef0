//! Hedges that stand on one side of shared text only.
//!
//! When it is wrong: the other side may hedge in another clause, or in words of no list.

use std::collections::{BTreeMap, BTreeSet};

use crate::heard::Heard;
use crate::record::{ArticleIx, Edit, EditClass, Hedge, HedgeChange, HedgeClass, HedgeDiffers, Match, Pair, Span};

/// Gathers, pair by pair, the hedges that stand inside edits, with what became of them. A hedge that differs in several matches is told once: where
/// its change is known, and of those in the longest match.
pub(crate) struct Hedges<'a> {
    heard: &'a Heard,
    best: BTreeMap<(ArticleIx, u32), (bool, u32, HedgeDiffers)>,
    /// Matches seen so far.
    seen: u32,
}

impl<'a> Hedges<'a> {
    pub(crate) fn new(heard: &'a Heard) -> Self {
        Hedges { heard, best: BTreeMap::new(), seen: 0 }
    }

    /// The next matches, with their pairs.
    pub(crate) fn pairs(&mut self, pairs: &[Pair], matches: &[Match]) {
        for m in matches {
            let pair = pairs.binary_search_by_key(&(m.left.article, m.right.article), |p| (p.left, p.right)).ok().map(|i| &pairs[i]);
            for edit in m.edits.iter().filter(|e| may_hedge(e)) {
                self.edit(m, edit, pair.and_then(|p| p.earlier));
            }
            self.seen += 1;
        }
    }

    fn edit(&mut self, m: &Match, edit: &Edit, earlier: Option<ArticleIx>) {
        let of_side = |article: ArticleIx, span: Span| {
            let hedges = self.heard.hedges(article);
            let strengths: BTreeSet<u8> = inside(&hedges, span).map(|i| strength(hedges[i as usize].class)).collect();
            (hedges, strengths)
        };
        let (left, of_left) = of_side(m.left.article, edit.left);
        let (right, of_right) = of_side(m.right.article, edit.right);
        for (article, span, hedges, other) in
            [(m.left.article, edit.left, &left, &of_right), (m.right.article, edit.right, &right, &of_left)]
        {
            let change = earlier.map(|e| if e == article { HedgeChange::Dropped } else { HedgeChange::Added });
            // "claimed" against "alleged": the doubt stays
            for hedge in inside(hedges, span).filter(|&i| !other.contains(&strength(hedges[i as usize].class))) {
                let found = HedgeDiffers { article, hedge, in_match: self.seen, change };
                let rank = (change.is_some(), m.words);
                let kept = self.best.entry((article, hedge)).or_insert((rank.0, rank.1, found));
                if rank > (kept.0, kept.1) {
                    *kept = (rank.0, rank.1, found);
                }
            }
        }
    }

    /// All of them, sorted.
    pub(crate) fn finish(self) -> Vec<HedgeDiffers> {
        self.best.into_values().map(|(_, _, found)| found).collect()
    }
}

/// Bytes of an edit, at most: a longer one is another sentence, and its hedges went with it. About six words.
const LONGEST: u32 = 48;

/// Whether an edit may change how sure a sentence is.
fn may_hedge(edit: &Edit) -> bool {
    let words = !matches!(edit.class, EditClass::Case | EditClass::Punctuation | EditClass::Number);
    words && edit.left.len().max(edit.right.len()) <= LONGEST
}

/// Hedges of one strength stand for each other.
fn strength(class: HedgeClass) -> u8 {
    match class {
        HedgeClass::Allegation | HedgeClass::Hearsay | HedgeClass::Doubt | HedgeClass::Possibility => 0,
        HedgeClass::Certainty => 1,
        HedgeClass::Refusal => 2,
        HedgeClass::Denial => 3,
    }
}

/// Places of the hedges that a stretch touches.
fn inside(hedges: &[Hedge], span: Span) -> impl Iterator<Item = u32> {
    let first = hedges.partition_point(|h| h.span.end <= span.start);
    let end = first + hedges[first..].partition_point(|h| h.span.start < span.end);
    first as u32..end as u32
}
