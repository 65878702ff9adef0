//! What a figure counts: what happened, to whom.
//!
//! "12 civilians were killed", "killed 12 civilians", "the toll rose to 12", "12 dead": the words around a number are looked up in the
//! language's table of what news texts count. When it is wrong: "12 soldiers who fled the town where 40 died" gives 12 the wrong verb;
//! a noun that no list knows is taken as it is printed.

use crate::text::folded;

use super::lexicon::Flag;
use super::number::Number;
use super::scan::Scan;

/// What was found around a number.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Counted {
    /// What happened, by place in the lexicon's list.
    pub(super) event: Option<u8>,
    /// To whom, by place in the lexicon's list.
    pub(super) group: Option<u8>,
    /// The noun as printed, where no list knows it.
    pub(super) noun: Option<String>,
    /// First and last word of what was found after the number.
    pub(super) words: Option<(usize, usize)>,
    /// "including three children": part of the figure before.
    pub(super) is_part: bool,
}

/// Words of a noun phrase after a number, adjectives included.
const PHRASE_WORDS: usize = 5;
/// Words between a number and the verb before it: "killing at least another 12".
const VERB_BEFORE_WORDS: usize = 4;
/// Words between a noun phrase and its verb: "12 people have reportedly been killed".
const VERB_AFTER_WORDS: usize = 6;
/// Words in which a toll or a late verb is looked for where nothing else was found.
const FAR_WORDS: usize = 12;

impl Scan<'_> {
    /// What the number counts. `last` is the figure before it in the same sentence, whose verb it may share ("12 soldiers and 3 officers").
    pub(super) fn counted(&self, number: &Number, last: Option<(&Number, &Counted)>) -> Counted {
        let mut counted = self.noun_phrase(number);
        let end = counted.words.map_or(number.end, |w| w.1 + 1);
        let nearby = last.filter(|(l, _)| l.end <= number.first && !(l.end..=number.first).any(|i| self.is_break(i)));
        let floor = nearby.map_or(0, |(l, _)| l.end);
        counted.is_part = (number.first.saturating_sub(3).max(floor)..number.first).any(|i| self.is(i, Flag::Including));
        if counted.event.is_none() {
            let shared = nearby.filter(|(l, _)| number.first - l.end <= VERB_BEFORE_WORDS).and_then(|(_, c)| c.event);
            // "killed 12 and 20 were injured": after an "and" the verb that follows is nearer
            let joined = number.first > 0 && self.is(number.first - 1, Flag::RangeAnd);
            let after = self.verb_after(end);
            counted.event = after
                .filter(|_| joined)
                .or_else(|| self.verb_before(number.first, floor, VERB_BEFORE_WORDS))
                .or(after)
                .or(if counted.is_part { nearby.and_then(|(_, c)| c.event) } else { None })
                .or(shared)
                .or_else(|| self.verb_before(number.first, floor, FAR_WORDS))
                .or_else(|| self.far_verb(end));
        }
        counted
    }

    /// The words after a number up to its head: "12 unarmed local civilians".
    fn noun_phrase(&self, number: &Number) -> Counted {
        let mut counted = Counted::default();
        let mut noun = None;
        for at in number.end..(number.end + PHRASE_WORDS).min(self.words.len()) {
            let starts_number = self.raw(at).starts_with(|c: char| c.is_numeric());
            if self.is_clause_break(at) || starts_number {
                break;
            }
            let info = self.info(at);
            if let Some(info) = info {
                if info.event.is_some() && (at == number.end || counted.group.is_some() || noun.is_some()) {
                    // "12 dead", "12 civilian deaths"
                    // "killed 30 people, injured 90": a verb that stands before the number is nearer, where one begins a new count
                    let next_count = !self.is_break(at + 1) && self.raw(at + 1).starts_with(|c: char| c.is_numeric());
                    if next_count && self.verb_before(number.first, 0, 1).is_some() {
                        break;
                    }
                    counted.event = info.event;
                    counted.words = Some((counted.words.map_or(at, |w| w.0), at));
                    break;
                }
                if let Some(group) = info.group {
                    counted.group = Some(group);
                    counted.words = Some((counted.words.map_or(at, |w| w.0), at));
                    continue;
                }
                // "members of the group" are members
                if counted.group.is_some() {
                    break;
                }
                if info.is(Flag::Adjective) {
                    continue;
                }
                if info.is(Flag::Stop) || info.is(Flag::Auxiliary) || info.cardinal.is_some() || info.event.is_some() {
                    break;
                }
            }
            if counted.group.is_some() {
                break;
            }
            noun = Some(at);
        }
        if counted.group.is_none()
            && let Some(at) = noun
        {
            counted.noun = Some(folded(self.raw(at)));
            counted.words = Some((counted.words.map_or(at, |w| w.0.min(at)), counted.words.map_or(at, |w| w.1.max(at))));
        }
        counted
    }

    /// A verb or toll before the number, in the same sentence and after the figure before.
    fn verb_before(&self, first: usize, floor: usize, words: usize) -> Option<u8> {
        for at in (first.saturating_sub(words).max(floor)..first).rev() {
            if self.is_break(at + 1) {
                return None;
            }
            if let Some(event) = self.info(at).and_then(|i| i.event) {
                return Some(event);
            }
        }
        None
    }

    /// A verb after what is counted, past auxiliaries.
    fn verb_after(&self, end: usize) -> Option<u8> {
        for at in end..(end + VERB_AFTER_WORDS).min(self.words.len()) {
            if self.is_break(at) {
                return None;
            }
            let info = self.info(at)?;
            if info.event.is_some() {
                return info.event;
            }
            if !info.is(Flag::Auxiliary) && !info.is(Flag::Adjective) && info.group.is_none() {
                return None;
            }
        }
        None
    }

    /// A verb further on, before the next number and the end of the sentence.
    fn far_verb(&self, end: usize) -> Option<u8> {
        for at in end..(end + FAR_WORDS).min(self.words.len()) {
            let is_number = self.raw(at).starts_with(|c: char| c.is_numeric());
            let is_aside = self.gap(at).contains(['–', '—', ':', '(']);
            // "fifteen civilians, among them 11 children, were killed"
            if self.is_break(at) || is_aside || is_number && !self.is(at - 1, Flag::Including) {
                return None;
            }
            if let Some(event) = self.info(at).and_then(|i| i.event) {
                return Some(event);
            }
        }
        None
    }
}
