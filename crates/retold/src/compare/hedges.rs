//! Hedges that stand on one side of shared text only.
//!
//! When it is wrong: the other side may hedge in another clause, or in words of no list.

use std::collections::BTreeMap;

use crate::record::{ArticleIx, EditClass, Hedge, HedgeChange, HedgeDiffers, Match, Pair, Span, Wording};

/// Every hedge inside an edit of class `hedge` with what became of it. `wordings` has one entry for each article. A hedge that differs in
/// several matches is told once: where its change is known, and of those in the longest match.
pub(crate) fn hedges_differ(matches: &[Match], pairs: &[Pair], wordings: &[Wording]) -> Vec<HedgeDiffers> {
    let mut best: BTreeMap<(ArticleIx, u32), (bool, u32, HedgeDiffers)> = BTreeMap::new();
    for (n, m) in (0u32..).zip(matches) {
        let pair = pairs.binary_search_by_key(&(m.left.article, m.right.article), |p| (p.left, p.right)).ok().map(|i| &pairs[i]);
        for edit in m.edits.iter().filter(|e| e.class == EditClass::Hedge) {
            for (article, span) in [(m.left.article, edit.left), (m.right.article, edit.right)] {
                let change = pair.and_then(|p| p.earlier).map(|e| if e == article { HedgeChange::Dropped } else { HedgeChange::Added });
                for hedge in inside(&wordings[article.index()].hedges, span) {
                    let found = HedgeDiffers { article, hedge, in_match: n, change };
                    let rank = (change.is_some(), m.words);
                    let kept = best.entry((article, hedge)).or_insert((rank.0, rank.1, found));
                    if rank > (kept.0, kept.1) {
                        *kept = (rank.0, rank.1, found);
                    }
                }
            }
        }
    }
    best.into_values().map(|(_, _, found)| found).collect()
}

/// Places of the hedges that a stretch touches.
fn inside(hedges: &[Hedge], span: Span) -> impl Iterator<Item = u32> {
    let first = hedges.partition_point(|h| h.span.end <= span.start);
    let end = first + hedges[first..].partition_point(|h| h.span.start < span.end);
    first as u32..end as u32
}
