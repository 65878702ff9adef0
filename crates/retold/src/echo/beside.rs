//! What stands beside shared passages on one side only: sentences that one text has and the other lacks, between two matches and at their ends.
//!
//! Inside a match, differences are edits of it. Beside it they are cuts and insertions of the pair, as whole sentences, or as the rest of a
//! sentence that the match ends in. Which side cut and which added is told by the order of the articles, not by the operation.
//! Text that is not near a shared passage is not listed: it is the rest of the article, and the shares of a pair say how much that is.

use crate::corpus::Reading;
use crate::record::{BlockKind, Edit, EditClass, EditOp, Layer, Match, Span};
use crate::text::ends_sentence;

/// Sentences listed on each side of a passage, where the next passage is further away than twice as many.
const NEAR_SENTENCES: usize = 3;
/// Words a piece must have: less is the end of a phrase.
const LEAST_WORDS: usize = 4;

/// What one side has beside the matches of a pair, in order of the left text, then the right.
pub(crate) fn beside(matches: &[Match], left: &Reading, right: &Reading) -> Vec<Edit> {
    let told: Vec<&Match> = matches.iter().filter(|m| matches!(m.layer, Layer::Narration | Layer::Quotation)).collect();
    let side = |m: &Match, of_left: bool| if of_left { (m.left.span, m.right.span) } else { (m.right.span, m.left.span) };
    let mut out = Vec::new();
    for (of_left, reading) in [(true, left), (false, right)] {
        let mut spans: Vec<(Span, Span)> = told.iter().map(|m| side(m, of_left)).collect();
        spans.sort_unstable();
        for (piece, there) in pieces(reading, &spans) {
            let at = Span::new(there, there);
            out.push(if of_left {
                Edit { op: EditOp::Delete, left: piece, right: at, class: EditClass::Cut }
            } else {
                Edit { op: EditOp::Insert, left: at, right: piece, class: EditClass::Insertion }
            });
        }
    }
    out
}

/// Unshared sentences near the passages of one text, and the place in the other text where they would stand. `spans` are the passages and
/// what they are aligned with, sorted.
fn pieces(reading: &Reading, spans: &[(Span, Span)]) -> Vec<(Span, u32)> {
    let mut out = Vec::new();
    let mut from = 0;
    let mut before: Option<Span> = None;
    let end = reading.text.len() as u32;
    for next in spans.iter().map(Some).chain([None]) {
        let to = next.map_or(end, |(own, _)| own.start);
        if from < to {
            let sentences = sentences(reading, Span::new(from, to));
            let n = sentences.len();
            let near = |i: usize| before.is_some() && i < NEAR_SENTENCES || next.is_some() && i + NEAR_SENTENCES >= n;
            for (i, sentence) in sentences.into_iter().enumerate().filter(|&(i, _)| near(i)) {
                let after_passage = before.filter(|_| next.is_none() || i < n.div_ceil(2));
                if let Some(at) = after_passage.map(|b| b.end).or(next.map(|(_, other)| other.start)) {
                    out.push((sentence, at));
                }
            }
        }
        if let Some((own, other)) = next {
            // of nested and overlapping passages the one that reaches furthest counts
            if own.end >= from {
                (from, before) = (own.end, Some(*other));
            }
        }
    }
    out
}

/// The sentences of a stretch, as spans from word to word, without headlines, captions and furniture.
fn sentences(reading: &Reading, stretch: Span) -> Vec<Span> {
    let words = &reading.words;
    let first = words.partition_point(|w| w.start < stretch.start);
    let last = words.partition_point(|w| w.end <= stretch.end);
    let mut out = Vec::new();
    let mut start = first;
    for i in first..last {
        if i + 1 == last || ends_sentence(&reading.text, words[i], words[i + 1]) {
            let span = Span::new(words[start].start, words[i].end);
            let story = !reading.blocks.iter().any(|b| b.kind != BlockKind::Lead && b.span.intersection(span).is_some());
            if i + 1 - start >= LEAST_WORDS && story {
                out.push(span);
            }
            start = i + 1;
        }
    }
    out
}
