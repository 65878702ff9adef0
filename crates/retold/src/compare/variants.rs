//! How one form of a quotation differs from the fullest.
//!
//! Word by word along a longest common subsequence. Whole sentences that the other one does not quote are no cut: a cut is inside a
//! sentence, or between sentences that stand next to each other in the shorter form.
//!
//! Wrong where: words come in another order and mean the same; a number is written out on one side only.

use std::collections::BTreeSet;

use crate::record::Variant;
use crate::text::Lexicon;

use super::quotes::{Spoken, Wording};

/// Words of a statement that are aligned; what stands behind them is not looked at.
const ALIGNED_WORDS: usize = 600;
/// Places that differ inside a form from which its wording is another translation's, where content words stay. Fewer, with a single content
/// word replaced, are a substitution. Chosen on the quotations of the saved articles.
const RETRANSLATED_PLACES: usize = 3;

/// Words beyond twice the shorter form within which the longer one is compared with it. Chosen, not measured.
const WINDOW_MARGIN: usize = 12;

/// A stretch of one statement against a stretch of the other where the words differ.
struct Difference<'a> {
    full: &'a [Spoken],
    other: &'a [Spoken],
    /// At the beginning or the end of the fuller one.
    outside: bool,
    /// Whether what is left of the fuller one begins, or ends, with a sentence there.
    sentences: bool,
}

/// How `other` differs from `full`; empty where the words are the same and in the same marks.
pub(super) fn variants(full: &Wording, other: &Wording, lexicon: Option<&Lexicon>) -> BTreeSet<Variant> {
    let (ours, theirs) = (full.voiced(), other.voiced());
    let ours = window(&ours, &theirs);
    let differences = differences(ours, &theirs);
    let mut out = BTreeSet::new();
    numbers_and_negations(&differences, (ours, &theirs), lexicon, &mut out);
    let rendered = full.marked && !other.marked;
    let reworded = differences.iter().any(|d| !(d.other.is_empty() || d.full.is_empty() && d.outside));
    if rendered && reworded {
        out.insert(Variant::IndirectRendering);
        return out;
    }
    let replaced: Vec<&Difference> = differences.iter().filter(|d| !d.full.is_empty() && !d.other.is_empty()).collect();
    for d in &differences {
        match (d.full.is_empty(), d.other.is_empty()) {
            // sentences before and behind are not cut, they are not quoted
            (false, true) if d.outside && d.sentences => {}
            (false, true) => _ = out.insert(Variant::Cut),
            // what the writer says around the words is no part of them
            (true, false) if d.outside && !other.marked => {}
            (true, false) => _ = out.insert(Variant::Insert),
            _ => {}
        }
    }
    let content: usize = replaced.iter().map(|d| new_content(d)).sum();
    let places = differences.iter().filter(|d| !d.outside).count();
    if !replaced.is_empty() && places >= RETRANSLATED_PLACES && content < 2 * places {
        out.insert(Variant::Retranslated);
    } else if content > 0 {
        out.insert(Variant::Substitution);
    } else if !replaced.is_empty() && !out.contains(&Variant::NumberDiffers) {
        out.insert(if places >= 2 { Variant::Retranslated } else { Variant::Substitution });
    }
    if out.is_empty() && (rendered || different_marks(ours, &theirs)) {
        out.insert(Variant::Punctuation);
    }
    out
}

/// Numbers and negations that stand on one side only.
fn numbers_and_negations(
    differences: &[Difference],
    (ours, theirs): (&[Spoken], &[Spoken]),
    lexicon: Option<&Lexicon>,
    out: &mut BTreeSet<Variant>,
) {
    let negation = |w: &Spoken| lexicon.is_some_and(|l| l.negations.contains(&w.hash));
    let inside = || differences.iter().filter(|d| !d.outside);
    let differs = |d: &Difference| {
        let of = |words: &[Spoken]| words.iter().filter(|w| w.number).map(|w| w.hash).collect::<BTreeSet<u32>>();
        let (a, b) = (of(d.full), of(d.other));
        // where what is counted is another thing, the number is no other number of it
        let mostly = |words: &[Spoken], numbers: usize| 2 * numbers > words.iter().filter(|w| w.content).count();
        !a.is_empty() && !b.is_empty() && a != b && mostly(d.full, a.len()) && mostly(d.other, b.len())
    };
    if differences.iter().any(differs) {
        out.insert(Variant::NumberDiffers);
    }
    // "will not leave anyone" and "nobody will be left": both deny
    let (a, b) = (ours.iter().filter(|w| negation(w)).count(), theirs.iter().filter(|w| negation(w)).count());
    let local = inside().any(|d| d.full.iter().any(negation) != d.other.iter().any(negation));
    if local && (a == 0) != (b == 0) {
        out.insert(Variant::NegationDiffers);
    }
}

/// Content words that one stretch has in place of others: the smaller number of both sides, words of one stem apart.
fn new_content(d: &Difference) -> usize {
    let new =
        |from: &[Spoken], to: &[Spoken]| from.iter().filter(|w| w.content && !w.number && to.iter().all(|o| o.stem != w.stem)).count();
    new(d.other, d.full).min(new(d.full, d.other))
}

/// Whether the same words stand in other marks or another case; what stands before a sentence is no part of it.
fn different_marks(full: &[Spoken], other: &[Spoken]) -> bool {
    let at = other.first().and_then(|first| full.iter().position(|w| w.hash == first.hash)).unwrap_or(0);
    full[at..].iter().zip(other).any(|(a, b)| a.hash == b.hash && a.printed != b.printed && !a.begins && !b.begins)
}

/// The stretch of a longer statement that a shorter one is compared with: where most of its words stand, to the ends of the sentences.
fn window<'a>(full: &'a [Spoken], other: &[Spoken]) -> &'a [Spoken] {
    let length = 2 * other.len() + WINDOW_MARGIN;
    if full.len() <= length {
        return full;
    }
    let wanted: BTreeSet<u32> = other.iter().filter(|w| w.content).map(|w| w.stem).collect();
    let hit = |w: &Spoken| usize::from(w.content && wanted.contains(&w.stem));
    let mut found: usize = full[..length].iter().map(hit).sum();
    let (mut best, mut at) = (found, 0);
    for start in 1..=full.len() - length {
        found = found + hit(&full[start + length - 1]) - hit(&full[start - 1]);
        if found > best {
            (best, at) = (found, start);
        }
    }
    let begin = (0..=at).rev().find(|&i| full[i].begins).unwrap_or(at);
    let end = (at + length..full.len()).find(|&i| full[i].begins).unwrap_or(full.len());
    &full[begin..end]
}

/// Where two lists of words differ, by a longest common subsequence.
fn differences<'a>(full: &'a [Spoken], other: &'a [Spoken]) -> Vec<Difference<'a>> {
    let (full, other) = (&full[..full.len().min(ALIGNED_WORDS)], &other[..other.len().min(ALIGNED_WORDS)]);
    let width = other.len() + 1;
    let mut best = vec![0u16; (full.len() + 1) * width];
    for i in (0..full.len()).rev() {
        for j in (0..other.len()).rev() {
            best[i * width + j] = if full[i].hash == other[j].hash {
                best[(i + 1) * width + j + 1] + 1
            } else {
                best[(i + 1) * width + j].max(best[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < full.len() || j < other.len() {
        if i < full.len() && j < other.len() && full[i].hash == other[j].hash {
            (i, j) = (i + 1, j + 1);
            continue;
        }
        let (from_i, from_j) = (i, j);
        while (i < full.len() || j < other.len()) && !(i < full.len() && j < other.len() && full[i].hash == other[j].hash) {
            let skip_full = j == other.len() || i < full.len() && best[(i + 1) * width + j] >= best[i * width + j + 1];
            if skip_full { i += 1 } else { j += 1 }
        }
        let outside = from_i == 0 || i == full.len();
        let begins = |at: usize| full.get(at).is_none_or(|w| w.begins);
        let sentences = (from_i == 0 || begins(from_i)) && (i == full.len() || begins(i));
        out.push(Difference { full: &full[from_i..i], other: &other[from_j..j], outside, sentences });
    }
    out
}
