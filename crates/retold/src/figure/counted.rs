//! What a figure counts: what happened, to whom.
//!
//! "12 civilians were killed", "killed 12 civilians", "the toll rose to 12", "12 dead": the words around a number are looked up in the
//! language's table of what news texts count. A bare number is the value of the subject before it ("claims fell to 12"), or counts what the
//! figure before it counts ("12 boats, the mayor two"). When it is wrong: "12 soldiers who fled the town where 40 died" gives 12 the wrong verb;
//! a noun that no list knows is taken as it is printed.

use crate::text::folded;

use super::lexicon::Flag;
use super::number::{Number, Unit};
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
/// Words between a number and the verb of measuring that it is the value of: "claims rose to a record 12".
const MEASURE_WORDS: usize = 4;
/// Words between "put" and the "at" before a number. Chosen, not measured.
const PUT_WORDS: usize = 16;
/// Words of a subject before such a verb. Chosen, not measured.
const SUBJECT_WORDS: usize = 24;

impl Scan<'_> {
    /// What the number counts. `last` is the figure before it in the same sentence, whose verb it may share ("12 soldiers and 3 officers").
    pub(super) fn counted(&self, number: &Number, last: Option<(&Number, &Counted)>) -> Counted {
        let mut counted = self.noun_phrase(number);
        if self.is_of_parent(number) {
            // "a mother of two killed on Sunday": none of the two was
            let group = counted.group.or(Some(self.lexicon.offspring));
            let words = counted.words.filter(|_| counted.group.is_some());
            return Counted { group, words, ..Counted::default() };
        }
        if let Some(put) = Some(()).filter(|()| counted.words.is_none() && number.unit.is_none()).and_then(|()| self.put_at(number.first)) {
            return put;
        }
        let end = counted.words.map_or(number.end, |w| w.1 + 1);
        let nearby = last.filter(|(l, _)| l.end <= number.first && !(l.end..=number.first).any(|i| self.is_break(i)));
        // "in 24 hours" has no verb of its own
        let floor = nearby.filter(|(l, _)| l.unit.is_none()).map_or(0, |(l, _)| l.end);
        counted.is_part = (number.first.saturating_sub(3).max(floor)..number.first).any(|i| self.is(i, Flag::Including));
        if counted.event.is_none() {
            let shared = nearby.filter(|(l, _)| l.unit.is_none() && number.first - l.end <= VERB_BEFORE_WORDS).and_then(|(_, c)| c.event);
            // "killed on a mission that senators from 12 parties": a thing that no list knows has a verb of its own, unless it is one of several
            let joins = |i: usize| self.is(i, Flag::RangeAnd) && !self.is_clause_break(i);
            let far = Some(()).filter(|()| counted.noun.is_none() || number.first > 0 && joins(number.first - 1) || joins(end));
            // "killed 12 and 20 were injured": after an "and", and of a subject, the verb that follows is nearer
            let joined = number.first > 0 && self.is(number.first - 1, Flag::RangeAnd);
            let subject = !self.is_clause_break(end) && self.is(end, Flag::Be);
            let after = self.verb_after(end);
            counted.event = after
                .filter(|_| joined || subject)
                .or_else(|| self.verb_before(number.first, floor, VERB_BEFORE_WORDS))
                .or(after)
                .or(if counted.is_part { nearby.and_then(|(_, c)| c.event) } else { None })
                .or(shared)
                .or_else(|| far.and_then(|()| self.verb_before(number.first, floor, FAR_WORDS)))
                .or_else(|| far.and_then(|()| self.far_verb(end)));
        }
        self.head_elsewhere(number, nearby, &mut counted);
        counted
    }

    /// "a mother of three".
    fn is_of_parent(&self, number: &Number) -> bool {
        let of = number.first.checked_sub(1).filter(|&at| self.is(at, Flag::Of) && !self.is_break(number.first));
        number.unit.is_none() && of.and_then(|of| of.checked_sub(1)).is_some_and(|at| self.is(at, Flag::Parent) && !self.is_break(at + 1))
    }

    /// What a number without a noun of its own counts: the subject that it is the value of, or what the figure before it counts.
    fn head_elsewhere(&self, number: &Number, nearby: Option<(&Number, &Counted)>, counted: &mut Counted) {
        if number.is_year || counted.group.is_some() || counted.noun.is_some() || self.is_between_commas(number) {
            return;
        }
        if !matches!(number.unit, None | Some(Unit::Percent)) {
            return;
        }
        // "55 wounded" counts the wounded, whatever was measured before
        let elsewhere = || self.predicate_group(number.end).or_else(|| self.measured(number.first));
        if let Some(at) = Some(()).filter(|()| counted.words.is_none()).and_then(|()| elsewhere()) {
            counted.group = self.info(at).and_then(|i| i.group);
            counted.event = counted.event.or(self.info(at).and_then(|i| i.event));
            counted.noun =
                Some(folded(self.raw(at))).filter(|_| counted.group.is_none() && self.info(at).is_none_or(|i| i.event.is_none()));
            counted.words = Some((at, at));
            return;
        }
        let of_many = |(n, c): &(&Number, &Counted)| {
            n.low.is_none_or(|low| low >= 2.0) && n.unit.is_none() && (counted.event.is_none() || counted.event == c.event)
        };
        if let Some((whole, other)) = nearby.filter(|_| number.unit.is_none()).filter(of_many) {
            (counted.group, counted.noun) = (other.group, other.noun.clone());
            // "Of the 288 candidates, 56 are women"
            let begins = |i: usize| self.is(i, Flag::Of) && self.is_clause_break(i);
            counted.is_part |= (whole.first.saturating_sub(2)..whole.first).any(begins);
        }
    }

    /// "put the death toll, now in its second week, at 13", "puts the number of civilians killed at 13", "put the magnitude at 5.9": what stands
    /// behind the verb is counted.
    fn put_at(&self, first: usize) -> Option<Counted> {
        let at = first.checked_sub(1).filter(|&at| self.is(at, Flag::PutAt) && !self.is_break(first))?;
        let near = (at.saturating_sub(PUT_WORDS)..at).rev().take_while(|&i| !self.is_break(i + 1));
        let start = near.into_iter().find(|&i| self.is(i, Flag::Put))? + 1;
        let mut counted = Counted::default();
        let (mut head, mut over) = (None, false);
        for i in start..at {
            let info = self.info(i);
            let closed = info.is_some_and(|n| n.is(Flag::Stop) && !n.is(Flag::Of) && !n.is(Flag::Adjective));
            // "raised the seats from 65 to 125" puts nothing at a number
            if self.is_number(i) {
                return None;
            }
            if over || i > start && self.is_clause_break(i) || head.is_some() && closed {
                over = true;
                continue;
            }
            counted.event = counted.event.or(info.and_then(|n| n.event));
            counted.group = counted.group.or(info.and_then(|n| n.group));
            // "the number of seats" counts seats, "the magnitude of the quake" is one
            let of_number = head.is_some_and(|h| self.is(h, Flag::Numbered));
            if self.may_be_head(i) && (head.is_none() || of_number || !self.is(i - 1, Flag::Of)) {
                head = Some(i);
            }
        }
        let head = head.filter(|_| start < at)?;
        counted.noun = Some(folded(self.raw(head))).filter(|_| counted.group.is_none() && counted.event.is_none());
        counted.words = Some((start, head));
        Some(counted)
    }

    /// What two events are that an "and" joins: "killed or wounded". `at` is the first word.
    fn joint(&self, at: usize) -> Option<u8> {
        let joined = self.is(at + 1, Flag::RangeAnd) && !self.is_clause_break(at + 1) && !self.is_clause_break(at + 2);
        let (one, other) = (self.info(at)?.event?, self.info(at + 2).filter(|_| joined)?.event?);
        let both = |[x, y, _]: &&[u8; 3]| [*x, *y] == [one, other] || [*y, *x] == [one, other];
        self.lexicon.joint.iter().find(both).map(|j| j[2])
    }

    /// The same before a number, unless the first event is of the count before: "12 dead and injured more than 20".
    fn joint_before(&self, at: usize) -> Option<u8> {
        let mut before = (at.saturating_sub(VERB_BEFORE_WORDS)..at).rev().take_while(|&i| !self.is_clause_break(i + 1));
        self.joint(at).filter(|_| !before.any(|i| self.counts(i)))
    }

    /// A number in digits or in words.
    fn counts(&self, at: usize) -> bool {
        self.is_number(at) || self.info(at).is_some_and(|n| n.cardinal.is_some() || n.vague.is_some())
    }

    /// The same behind a number, unless the second event is of the next count.
    fn joint_behind(&self, at: usize) -> Option<u8> {
        let mut behind = (at + 3..(at + 3 + VERB_BEFORE_WORDS).min(self.words.len())).take_while(|&i| !self.is_clause_break(i));
        self.joint(at).filter(|_| !behind.any(|i| self.counts(i)))
    }

    /// "56 are women": the group behind the verb.
    fn predicate_group(&self, end: usize) -> Option<usize> {
        let group = end + 1;
        let stands = self.is(end, Flag::Be) && !self.is_clause_break(end) && !self.is_clause_break(group);
        (stands && self.info(group).is_some_and(|i| i.group.is_some())).then_some(group)
    }

    /// The noun that a number is the value of: "a magnitude of 5", "claims fell to 12".
    fn measured(&self, first: usize) -> Option<usize> {
        let of = first.checked_sub(2).filter(|_| self.is(first - 1, Flag::Of) && !self.is_clause_break(first));
        if let Some(at) = of.filter(|&at| !self.is_clause_break(at + 1) && self.may_be_head(at)) {
            return Some(at);
        }
        // "were killed and 55": another clause
        let other = |i: usize| {
            let joined = self.phrase_at(&self.lexicon.number_and, i).is_some();
            joined || self.info(i).is_some_and(|n| n.event.is_some() && !n.is(Flag::Measure))
        };
        // "the number of seats from 65 to 125"
        let from = first.checked_sub(2).filter(|_| self.is(first - 1, Flag::Between) && !self.is_clause_break(first));
        if let Some(at) = from.filter(|&at| !self.is_clause_break(at + 1) && self.is_plural(at) && self.may_be_head(at)) {
            return Some(at);
        }
        let near = (first.saturating_sub(MEASURE_WORDS)..first).rev().take_while(|&i| !self.is_clause_break(i + 1) && !other(i));
        let verb = near.into_iter().find(|&i| self.is(i, Flag::Measure))?;
        // "claims for" is a noun
        let noun = |i: usize| self.is(i + 1, Flag::Complement);
        let speech = |i: usize| self.speech.is_some_and(|l| l.speech.contains(&self.words[i].hash)) && !noun(i);
        let back = (verb.saturating_sub(SUBJECT_WORDS)..verb)
            .rev()
            .take_while(|&i| !self.is_break(i + 1) && !self.gap(i + 1).contains(':') && !speech(i));
        let start = back.last()?;
        // the subject ends before its first preposition
        let mut head = None;
        for i in start..verb {
            let closed = self.info(i).is_some_and(|n| n.is(Flag::Stop) || n.is(Flag::Auxiliary) || n.is(Flag::Of));
            if head.is_some() && (closed || self.is_clause_break(i)) {
                break;
            }
            if !closed && self.may_be_head(i) {
                head = Some(i);
            }
        }
        head
    }

    fn may_be_head(&self, at: usize) -> bool {
        let small = |i: &super::lexicon::Info| {
            i.is(Flag::Stop) || i.is(Flag::Auxiliary) || i.is(Flag::Adjective) || i.is(Flag::Weekday) || i.cardinal.is_some()
        };
        let word = self.raw(at);
        word.len() > 2 && !word.starts_with(|c: char| c.is_numeric()) && !self.info(at).is_some_and(small)
    }

    /// The words after a number up to its head: "12 unarmed local civilians".
    fn noun_phrase(&self, number: &Number) -> Counted {
        let mut counted = Counted::default();
        let mut noun = None;
        for at in number.end..(number.end + PHRASE_WORDS).min(self.words.len()) {
            if self.is_clause_break(at) || self.is_number(at) {
                break;
            }
            let info = self.info(at);
            let is = |flag| info.is_some_and(|i| i.is(flag));
            let known = counted.group.is_some() || noun.is_some();
            if is(Flag::Of) {
                // "dozens of deaths", "30 cases of poisoning"; "members of the group" are members
                let event = self.info(at + 1).is_some_and(|i| i.event.is_some()) && !self.is_clause_break(at + 1);
                if known && !event {
                    break;
                }
                continue;
            }
            let event = info.and_then(|i| i.event);
            if event.is_some() && (at == number.end || known || self.is(at - 1, Flag::Of)) {
                // "killed 30 people, injured 90": a verb that stands before the number is nearer, where one begins a new count
                let next_count = !self.is_break(at + 1) && self.is_number(at + 1);
                if !(next_count && self.verb_before(number.first, 0, 1).is_some()) {
                    // "12 dead", "12 civilian deaths"
                    counted.event = self.joint_behind(at).or(event);
                    counted.words = Some((counted.words.map_or(at, |w| w.0), at));
                }
                break;
            }
            if let Some(group) = info.and_then(|i| i.group) {
                counted.group = Some(group);
                counted.words = Some((counted.words.map_or(at, |w| w.0), at));
                continue;
            }
            let small = is(Flag::Stop) || is(Flag::Auxiliary) || is(Flag::Weekday) || event.is_some();
            // "12 candidates run", "one source told": the noun ends with its plural, or before a verb
            let over = counted.group.is_some() || noun.is_some_and(|n| self.is_plural(n) && !self.is_plural(at)) || self.is_verbal(at);
            if known && (over || is(Flag::Adjective)) || !is(Flag::Adjective) && (small || info.is_some_and(|i| i.cardinal.is_some())) {
                break;
            }
            if !is(Flag::Adjective) && !self.is_verbal(at) {
                noun = Some(at);
            }
        }
        if let Some(at) = noun.filter(|_| counted.group.is_none()) {
            counted.noun = Some(folded(self.raw(at)));
            counted.words = Some((counted.words.map_or(at, |w| w.0.min(at)), counted.words.map_or(at, |w| w.1.max(at))));
        }
        // "a 35-yard pass": the unit is what is counted; "3 tons of aid" is aid
        let money = |n| self.lexicon.currency_signs.iter().any(|s| s.1 == n);
        let unit = matches!(number.unit, Some(Unit::Named(n)) if !money(n)) && number.end > number.value_end;
        if unit && !self.is(number.end, Flag::Of) {
            counted.words = Some((number.value_end, number.end - 1));
        }
        counted
    }

    /// Digits, but not the name of a model: "the 787s".
    fn is_number(&self, at: usize) -> bool {
        self.raw(at).starts_with(|c: char| c.is_numeric()) && !self.is_plural(at)
    }

    fn is_plural(&self, at: usize) -> bool {
        let [plural, not] = &self.lexicon.plural_endings;
        let ends = |endings: &[String]| endings.iter().any(|e| self.raw(at).ends_with(e.as_str()));
        ends(plural) && !ends(not)
    }

    /// A word that ends as participles and adverbs do.
    fn is_verbal(&self, at: usize) -> bool {
        self.lexicon.verbal_endings.iter().any(|e| self.raw(at).ends_with(e.as_str()))
            || self.speech.is_some_and(|l| l.speech.contains(&self.words[at].hash))
    }

    /// A verb or toll before the number, in the same sentence and after the figure before.
    fn verb_before(&self, first: usize, floor: usize, words: usize) -> Option<u8> {
        for at in (first.saturating_sub(words).max(floor)..first).rev() {
            // "killed in 40 raids": the raids are not killed
            if self.is_break(at + 1) || self.is(at, Flag::Clause) || at + 1 == first && self.is(at, Flag::Place) {
                return None;
            }
            if let Some(event) = self.event(at) {
                return at.checked_sub(2).and_then(|one| self.joint_before(one)).or(Some(event));
            }
        }
        None
    }

    /// What a word says has happened, where it does not stand for what is counted alone.
    fn event(&self, at: usize) -> Option<u8> {
        let only_counted = self.is(at, Flag::OfItsOwn) && !self.is(at + 1, Flag::Of);
        self.info(at).filter(|_| !only_counted).and_then(|i| i.event)
    }

    /// A verb after what is counted, past auxiliaries.
    fn verb_after(&self, end: usize) -> Option<u8> {
        for at in end..(end + VERB_AFTER_WORDS).min(self.words.len()) {
            if self.is_break(at) {
                return None;
            }
            // "two were slightly hurt"
            let Some(info) = self.info(at) else {
                if self.is_verbal(at) {
                    continue;
                }
                return None;
            };
            if info.event.is_some() {
                return self.joint_behind(at).or(info.event);
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
            let is_aside = self.gap(at).contains(['–', '—', ':', '(']);
            // "fifteen civilians, among them 11 children, were killed", "10 children and 13 rebels were killed"
            let joined = || [Flag::Including, Flag::Among, Flag::RangeAnd].iter().any(|&flag| self.is(at - 1, flag));
            if self.is_break(at) || is_aside || self.is_number(at) && !joined() {
                return None;
            }
            if let Some(event) = self.event(at).filter(|_| !self.is_occasion(at)) {
                return Some(event);
            }
        }
        None
    }

    /// "12 officers were charged in the death of Orrel", "in Orrel's death": what others came to is where or why.
    fn is_occasion(&self, at: usize) -> bool {
        let owned = |i: usize| self.is(i, Flag::Adjective) || self.raw(i).ends_with("'s") || self.raw(i).ends_with("’s");
        at > 1 && owned(at - 1) && self.is(at - 2, Flag::Place) && !self.is_clause_break(at)
    }
}
