//! Counts that grow: where one text of a shared sentence has more dead, wounded or arrested than the other, the text with more is the later.

use crate::corpus::Reading;
use crate::record::{Edit, EditClass, Match, Passage, Span};
use crate::text::{Lexicon, Word};

/// Words before and after a number in which the word for what is counted stands.
const REACH_WORDS: usize = 6;

/// Which side of a pair has the lower counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Growth {
    /// Whether the left side has them, and is the earlier one.
    pub(crate) left_lower: bool,
    /// Counts that differ.
    pub(crate) counts: u32,
    /// The first of them on the side that has the higher count.
    pub(crate) seen: Passage,
}

/// The counts that differ in these matches of one pair; `None` where there are none, or where they contradict each other.
///
/// Wrong where a count is corrected downwards, and where an outlet rounds up.
pub(crate) fn growth(matches: &[Match], left: &Reading, right: &Reading, lexicon: Option<&Lexicon>) -> Option<Growth> {
    let lexicon = lexicon?;
    let mut found: Option<Growth> = None;
    for (m, edit) in matches.iter().flat_map(|m| m.edits.iter().map(move |e| (m, e))) {
        if edit.class != EditClass::Number || !counts_people(left, edit.left, lexicon) && !counts_people(right, edit.right, lexicon) {
            continue;
        }
        let (Some(l), Some(r)) = (number(left, edit.left), number(right, edit.right)) else { continue };
        if l == r {
            continue;
        }
        let left_lower = l < r;
        match &mut found {
            None => found = Some(Growth { left_lower, counts: 1, seen: higher(m, edit, left_lower) }),
            Some(known) if known.left_lower == left_lower => known.counts += 1,
            Some(_) => return None,
        }
    }
    found
}

fn higher(m: &Match, edit: &Edit, left_lower: bool) -> Passage {
    if left_lower { Passage { span: edit.right, ..m.right } } else { Passage { span: edit.left, ..m.left } }
}

/// The only number of a span that is written in digits.
fn number(reading: &Reading, span: Span) -> Option<u64> {
    let mut numbers = span
        .of(&reading.text)
        .split(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.'))
        .map(|n| n.trim_matches([',', '.']))
        .filter(|n| !n.is_empty());
    let (one, more) = (numbers.next()?, numbers.next());
    if more.is_some() || one.contains('.') {
        return None;
    }
    one.replace(',', "").parse().ok()
}

/// Whether a word for what can only grow stands near.
fn counts_people(reading: &Reading, span: Span, lexicon: &Lexicon) -> bool {
    let words: &[Word] = &reading.words;
    let first = words.partition_point(|w| w.start < span.start).saturating_sub(REACH_WORDS);
    let last = (words.partition_point(|w| w.end <= span.end) + REACH_WORDS).min(words.len());
    words[first.min(last)..last].iter().any(|w| lexicon.tallies.contains(&w.hash))
}
