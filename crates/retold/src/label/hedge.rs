//! Hedges: words that say how sure a clause is, and the clause.
//!
//! Wrong where: "could" tells of a skill, "admitted" of a hospital.

use crate::record::{Hedge, HedgeClass};

use super::lexicon::{HEDGE, TIME};
use super::sheet::{Sheet, gap};

/// Words of a clause behind a hedge. Chosen, not measured.
const LONGEST_CLAUSE: usize = 40;

/// The hedges of an article, in order.
pub(super) fn hedges(sheet: &Sheet) -> Vec<Hedge> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < sheet.words.len() {
        let found = if sheet.is(at, HEDGE) && !sheet.furniture[at] { longest(sheet, at) } else { None };
        let Some((words, class)) = found else {
            at += 1;
            continue;
        };
        let last = at + words - 1;
        out.push(Hedge { span: sheet.span((at, last)), scope: sheet.span(clause(sheet, at, last)), class });
        at = last + 1;
    }
    out
}

fn longest(sheet: &Sheet, at: usize) -> Option<(usize, HedgeClass)> {
    // "in May", "May 12"
    if sheet.is(at, TIME) && sheet.raw(at).starts_with(char::is_uppercase) {
        let number = |i: usize| i < sheet.words.len() && sheet.raw(i).starts_with(|c: char| c.is_ascii_digit());
        if !sheet.has(at, gap::STOP | gap::OPEN) || number(at + 1) || at > 0 && number(at - 1) {
            return None;
        }
    }
    let list = sheet.lexicon.hedges.get(&sheet.words[at].hash)?;
    let (phrase, class) = list.iter().find(|(p, _)| sheet.phrase(at, p))?;
    let next = sheet.words.get(at + phrase.len());
    let other = next.is_some_and(|w| sheet.lexicon.not_before.contains(&w.hash));
    (!(other && phrase.len() == 1) && (phrase.len() > 1 || !sheet.compound(at))).then_some((phrase.len(), *class))
}

/// The clause around a hedge: from the mark before to the mark behind.
fn clause(sheet: &Sheet, first: usize, last: usize) -> (usize, usize) {
    let parts = gap::STOP | gap::COMMA | gap::DASH;
    let mut start = first;
    while start > 0 && first - start < LONGEST_CLAUSE && !sheet.has(start, parts) {
        start -= 1;
    }
    let mut end = last;
    while end + 1 < sheet.words.len() && end - last < LONGEST_CLAUSE && !sheet.has(end + 1, parts) {
        end += 1;
    }
    (start, end)
}
