//! Whether what is counted has come about, by the words around it in its sentence.
//!
//! When it is wrong: plans told without a word of planning; a plan two clauses away.

use crate::record::State;

use super::number::Number;
use super::scan::Scan;

/// Words before and after a number that may say so: about a clause.
const BEFORE_WORDS: usize = 8;
const AFTER_WORDS: usize = 6;

impl Scan<'_> {
    pub(super) fn state(&self, number: &Number, event: Option<u8>) -> State {
        let lexicon = self.lexicon;
        let never_planned = event.is_some_and(|e| lexicon.never_planned.contains(&e));
        let (before, after) = self.around(number);
        let says = |phrases: &[Vec<u32>], from: usize, to: usize| (from..to).any(|at| self.phrase_at(phrases, at).is_some_and(|e| e <= to));
        if says(&lexicon.so_far, before, number.first) || says(&lexicon.so_far, number.end, after) {
            State::SoFar
        } else if says(&lexicon.negated, number.first.saturating_sub(2).max(before), number.first) {
            State::Negated
        } else if never_planned {
            State::Actual
        } else if says(&lexicon.planned, before, number.first) || says(&lexicon.planned, number.end, after) {
            State::Planned
        } else if says(&lexicon.conditional, before, number.first) {
            State::Conditional
        } else {
            State::Actual
        }
    }

    /// The words that may speak of a number: not past the sentence and not past another number.
    fn around(&self, number: &Number) -> (usize, usize) {
        let is_number = |at: usize| self.raw(at).starts_with(|c: char| c.is_numeric());
        let mut before = number.first;
        while before > 0 && number.first - before < BEFORE_WORDS && !self.is_break(before) && !is_number(before - 1) {
            before -= 1;
        }
        let mut after = number.end;
        while after < self.words.len() && after - number.end < AFTER_WORDS && !self.is_break(after) && !is_number(after) {
            after += 1;
        }
        (before, after)
    }
}
