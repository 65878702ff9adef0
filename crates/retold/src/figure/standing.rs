//! How a figure stands to others of its text: as a part of a whole that is counted elsewhere, of a place of its own, before or after a change.
//!
//! "Two of the dead", "two others were killed" are parts. "Three died in Aldmoor village", where an earlier sentence has eight and has not named Aldmoor,
//! counts Aldmoor alone. "Police had earlier said five" is no longer said. When it is wrong: a count of the whole event in whose sentence a new
//! place stands for something else ("officials in the capital said 12").

use crate::record::Modifier;
use std::collections::HashMap;

use super::lexicon::Flag;
use super::number::Number;
use super::scan::Scan;
use super::{Told, Turn};

/// Words before a number in which a verb of change, or a word of what was said before, is looked for: about a clause.
const CHANGE_WORDS: usize = 8;
/// Words between "earlier" and the verb of saying that it belongs to.
const SAID_WORDS: usize = 3;
/// Words after a number among which "other" may stand: "12 other people".
const OTHER_WORDS: usize = 2;

/// Where each word of a text stands first, by its hash; made when it is first asked for.
#[derive(Default)]
pub(super) struct Firsts(Option<HashMap<u32, usize>>);

impl Firsts {
    fn of(&mut self, scan: &Scan<'_>, hash: u32) -> usize {
        let firsts = self.0.get_or_insert_with(|| scan.words.iter().enumerate().rev().map(|(at, w)| (w.hash, at)).collect());
        firsts.get(&hash).copied().unwrap_or(usize::MAX)
    }
}

impl Scan<'_> {
    /// Adds what a figure is to those before it.
    pub(super) fn standing(&self, number: &Number, told: &mut Told, before: &[Told], firsts: &mut Firsts) {
        told.turn = self.turn(number);
        let Some(slot) = told.slot else {
            // "six of his points", but not "three of its fighters"
            if told.figure.unit.is_some() {
                told.is_of_whole = before.last().is_some_and(|t| self.goes_on(t, number));
                return;
            }
            let counts_things = told.noun.is_some();
            told.is_of_whole = counts_things && (self.is_some_of_them(number) || self.is_other(number) || self.is_of_a_row(number));
            return;
        };
        // whatever has been counted before
        if self.is_of_a_row(number) {
            told.is_of_whole = true;
            return;
        }
        // "the envoy and three other divers": nobody has counted the envoy; "and about 20 others" may be all there are
        let exact = told.figure.modifier == Modifier::Exact;
        let first = exact && before.last().is_none_or(|t| t.sentence != told.sentence);
        if first && number.first > 0 && self.is(number.first - 1, Flag::RangeAnd) && self.is_other(number) {
            told.is_of_whole = true;
            return;
        }
        let Some(earlier) = before.iter().rev().find(|t| t.slot == Some(slot)) else { return };
        // "killed 12 and injured 20 others": others than the dead
        let beside = before.last().is_some_and(|t| t.slot == Some(slot));
        told.is_of_whole = self.is_some_of_them(number) || beside && self.is_other(number) || self.is_among(number, told);
        let said_before = before.iter().any(|t| t.slot == Some(slot) && t.figure.low == told.figure.low);
        told.is_local = earlier.sentence != told.sentence && !said_before && self.has_new_place(told, firsts);
    }

    /// "Two of the dead", "12 of them".
    fn is_some_of_them(&self, number: &Number) -> bool {
        let of = number.end;
        number.least.is_none() && self.is(of, Flag::Of) && self.is(of + 1, Flag::Whole) && !self.is_clause_break(of)
    }

    /// "Eight minutes and 46 seconds": the rest of one measure.
    fn goes_on(&self, before: &Told, number: &Number) -> bool {
        let end = before.figure.counted_span.map_or(before.figure.passage.span.end, |s| s.end);
        let and = number.first.checked_sub(1).filter(|&at| self.is(at, Flag::RangeAnd) && !self.is_break(number.first));
        before.figure.unit.is_some() && and.and_then(|at| at.checked_sub(1)).is_some_and(|at| self.words[at].end == end)
    }

    /// "The first 12", "the last 12 bodies".
    fn is_of_a_row(&self, number: &Number) -> bool {
        let row = number.first.checked_sub(1).filter(|_| number.unit.is_none() && !self.is_clause_break(number.first));
        row.is_some_and(|at| self.is(at, Flag::Row))
    }

    /// "12 others", "12 other people".
    fn is_other(&self, number: &Number) -> bool {
        (number.end..number.end + OTHER_WORDS).take_while(|&i| !self.is_clause_break(i)).any(|i| self.is(i, Flag::Other))
    }

    /// "Among the militants killed were 12 fighters".
    fn is_among(&self, number: &Number, told: &Told) -> bool {
        let first = self.words.partition_point(|w| w.start < told.sentence.start);
        self.is(first, Flag::Among) && (first + 1..number.first).any(|i| self.is(i, Flag::Be))
    }

    fn turn(&self, number: &Number) -> Option<Turn> {
        let floor = number.first.saturating_sub(CHANGE_WORDS);
        let near = || (floor..number.first).rev().take_while(|&i| !self.is_break(i + 1));
        let said = |i: usize| self.speech.is_some_and(|l| l.speech.contains(&self.words[i].hash));
        let formerly = |i: usize| {
            self.is(i, Flag::Formerly) && (i + 1..=i + SAID_WORDS).any(|j| j < self.words.len() && (said(j) || j == number.first))
        };
        if near().any(formerly) {
            return Some(Turn::Former);
        }
        let moves = |i: usize| self.is(i, Flag::Change);
        let last = number.first.checked_sub(1).filter(|_| !self.is_break(number.first))?;
        if self.is(last, Flag::Toward) && near().any(moves) {
            return Some(Turn::Later);
        }
        (self.is(last, Flag::Between) && near().any(moves)).then_some(Turn::Former)
    }

    /// Whether a sentence names a place of which no word stands before it.
    fn has_new_place(&self, told: &Told, firsts: &mut Firsts) -> bool {
        let first = self.words.partition_point(|w| w.start < told.sentence.start);
        let end = self.words.partition_point(|w| w.start < told.sentence.end);
        let mut at = first + 1;
        while at < end {
            let run = (at..end).take_while(|&i| self.is_name(i) && (i == at || !self.is_clause_break(i))).count();
            if run > 0 && self.is_place(at, at + run) && !(at..at + run).any(|i| firsts.of(self, self.words[i].hash) < first) {
                return true;
            }
            at += run.max(1);
        }
        false
    }

    fn is_name(&self, at: usize) -> bool {
        self.is_capital(at) && !self.is(at, Flag::Weekday) && !self.is(at, Flag::Month)
    }

    /// Whether a row of names stands as a place does: "in Aldmoor", "near al-Dmoor", "Aldmoor village", "the town of Aldmoor".
    fn is_place(&self, first: usize, end: usize) -> bool {
        if self.is(end, Flag::Locality) && !self.is_clause_break(end) {
            return true;
        }
        // an article that is glued to the name
        let glued = first > 1 && self.gap(first) == "-";
        let before = first - 1 - usize::from(glued);
        let of_town = before > 0 && self.is(before, Flag::Of) && self.is(before - 1, Flag::Locality);
        (of_town || self.is(before, Flag::Place)) && !self.is_clause_break(first - usize::from(glued))
    }
}
