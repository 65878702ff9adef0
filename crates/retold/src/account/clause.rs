//! The phrases around the word that says what was done. No parser: words of closed classes and marks end a phrase.
//!
//! Wrong where a phrase is longer than its marks tell, or belongs to another verb of the sentence.

use super::lexicon::flag;
use super::names::{Names, Token};

/// First and last word.
pub(super) type Phrase = (usize, usize);

/// A sentence: its words from `first` up to `end`.
#[derive(Clone, Copy)]
pub(super) struct Clause<'a> {
    pub(super) names: Names<'a>,
    pub(super) first: usize,
    pub(super) end: usize,
}

/// Words of the longest subject.
const LONGEST_SUBJECT: usize = 14;
/// Words in which the rest of a list must show its "and".
const LIST_AHEAD: usize = 8;
/// Words between a passive and who does it.
const AGENT_WITHIN: usize = 4;

impl Clause<'_> {
    fn is(&self, at: usize, flags: u32) -> bool {
        at < self.end && self.names.flags(at) & flags != 0
    }

    /// The same of a word that is no name.
    fn is_plain(&self, at: usize, flags: u32) -> bool {
        self.is(at, flags) && (!self.names.is_capital(at) || at == self.first)
    }

    /// Whether a mark parts a word from the one before it; commas count only where asked for.
    fn parted(&self, at: usize, commas: bool) -> bool {
        let gap = self.names.gap(at);
        gap.contains([';', ':', '(', ')', '[', ']', '–', '—', '"', '“', '”', '«', '»', '\n'])
            || gap.contains(" - ")
            || gap.contains(". ")
            || commas && gap.contains(',')
    }

    fn adverb(&self, at: usize) -> bool {
        let ending = |e: &String| self.names.raw(at).ends_with(e.as_str());
        !self.names.is_capital(at) && self.names.lexicon.adverb_endings.iter().any(ending)
    }

    /// Whether the comma before a word goes on a list: "the US, Canada and some others".
    fn list_goes_on(&self, at: usize) -> bool {
        let begins = self.names.is_capital(at) || self.is(at, flag::DETERMINER);
        let ahead = (at + 1..self.end.min(at + LIST_AHEAD)).take_while(|&i| {
            !self.parted(i, false) && !self.is_plain(i, flag::BREAK | flag::AUXILIARY | flag::SAYING | flag::ANY_PREPOSITION)
        });
        begins && ahead.into_iter().any(|i| self.is(i, flag::CONJUNCTION))
    }

    /// The phrase that begins at a word.
    pub(super) fn phrase_from(&self, first: usize) -> Option<Phrase> {
        let mut last = None;
        let mut at = first;
        while at < self.end {
            if at > first && (self.parted(at, false) || self.names.gap(at).contains(',') && !self.list_goes_on(at)) {
                break;
            }
            if at > first && self.is(at, flag::CONJUNCTION) {
                let next = at + 1;
                let goes_on = next < self.end && (self.names.is_capital(next) || self.is(next, flag::DETERMINER | flag::PLACE));
                if !goes_on || self.parted(next, true) || self.is(next, flag::TIME) {
                    break;
                }
                at = next;
                continue;
            }
            let verb = at > first && self.is_plain(at, flag::VERB) && !self.is(at, flag::NOUN);
            let verb = verb || at > first && !self.names.is_capital(at) && self.names.raw(at).ends_with("ing");
            if verb || self.is_plain(at, flag::BREAK | flag::AUXILIARY | flag::SAYING | flag::ANY_PREPOSITION) || self.is(at, flag::TIME) {
                break;
            }
            if self.is(at, flag::PRONOUN) && !self.is(at, flag::DETERMINER) && !self.names.is_capital(at) {
                break;
            }
            last = Some(at);
            at += 1;
        }
        let mut last = last?;
        while self.is(last, flag::OF | flag::DETERMINER | flag::CONJUNCTION) && !self.names.is_capital(last) {
            last = last.checked_sub(1).filter(|&l| l >= first)?;
        }
        Some((first, last))
    }

    /// The subject whose last word is `last`.
    pub(super) fn phrase_to(&self, last: usize) -> Option<Phrase> {
        let mut first = last + 1;
        while first > self.first && last + 1 - first < LONGEST_SUBJECT {
            let at = first - 1;
            if at < last && self.parted(at + 1, true) {
                break;
            }
            let verb = self.is_plain(at, flag::VERB) && !self.is(at, flag::NOUN);
            // behind a verb or an auxiliary stands an object
            if verb || self.is_plain(at, flag::AUXILIARY) {
                return None;
            }
            if self.is_plain(at, flag::BREAK | flag::SAYING) || self.is(at, flag::TIME) {
                break;
            }
            if self.is(at, flag::CONJUNCTION) {
                let joins = at > self.first
                    && self.names.is_capital(at - 1)
                    && (first > last || self.names.is_capital(first) || self.is(first, flag::DETERMINER));
                if !joins || first > last {
                    break;
                }
            }
            first = at;
        }
        if first > last {
            return None;
        }
        // "members of the group in the town": what follows a preposition belongs to the head, which stands before it
        let preposition = (first..=last).find(|&i| self.is_plain(i, flag::ANY_PREPOSITION));
        let last = preposition.map_or(Some(last), |p| p.checked_sub(1).filter(|&l| l >= first))?;
        // "volunteers known as", "a man accused of"
        let participle = (first + 1..=last)
            .find(|&i| !self.names.is_capital(i) && (self.names.raw(i).ends_with("ed") || self.names.raw(i).ends_with("own")));
        let last = participle.filter(|&p| p == last).map_or(last, |p| p - 1);
        while first < last && (self.adverb(first) || self.is(first, flag::CONJUNCTION)) {
            first += 1;
        }
        Some((first, last))
    }

    /// Whether a phrase has a name in it.
    pub(super) fn is_named(&self, (first, last): Phrase) -> bool {
        self.names.tokens(first, last + 1).iter().any(|t| self.is_name(t))
    }

    /// Whether a word is a name: at the beginning of a sentence, whether it is written like one elsewhere in the text, or before another.
    pub(super) fn is_name(&self, token: &Token) -> bool {
        if token.alias.is_some() {
            return true;
        }
        let names = &self.names;
        let elsewhere = || {
            let hash = names.words[token.first].hash;
            (1..names.words.len()).any(|i| names.words[i].hash == hash && names.is_capital(i) && names.gap(i) == " " && i != token.first)
        };
        let begins = token.first == self.first;
        token.capital && !names.is_title(token.first) && (!begins || names.is_capital(token.end) || elsewhere())
    }

    fn place_from(&self, first: usize) -> Option<Phrase> {
        // "to give the town a chance" goes nowhere
        let begins = self.names.is_capital(first) || self.is(first, flag::DETERMINER | flag::PLACE | flag::TITLE);
        let phrase = self.phrase_from(first).filter(|_| begins)?;
        let place = (phrase.0..=phrase.1).any(|i| self.is(i, flag::PLACE));
        (place || self.is_named(phrase)).then_some(phrase)
    }

    /// Words that tell of these actions, verbs before nouns.
    pub(super) fn predicates(&self, actions: u64) -> Vec<usize> {
        let tells = |i: &usize| self.names.lexicon.of(self.names.words[*i].hash).actions & actions != 0 && !self.names.is_capital(*i);
        let mut found: Vec<usize> = (self.first..self.end).filter(tells).collect();
        found.sort_by_key(|&i| (!self.is(i, flag::VERB), i));
        found
    }

    /// What follows a predicate up to the next clause, or to a verb of other actions than these.
    fn scope(&self, predicate: usize, actions: u64) -> std::ops::Range<usize> {
        let ends = |i: usize| {
            let next_verb = || {
                let next = (i + 1..self.end).find(|&n| !self.adverb(n) && !self.is(n, flag::AUXILIARY));
                next.is_some_and(|n| {
                    !self.names.is_capital(n) && (self.is(n, flag::VERB | flag::SAYING) || self.names.raw(n).ends_with("ed"))
                })
            };
            let info = self.names.lexicon.of(self.names.words[i].hash);
            let verb = info.flags & flag::VERB != 0 && info.flags & flag::NOUN == 0 && !self.names.is_capital(i);
            let other = actions != 0 && verb && info.actions & actions == 0;
            other || self.parted(i, false) || self.is_plain(i, flag::BREAK | flag::SAYING) || self.is(i, flag::CONJUNCTION) && next_verb()
        };
        let end = (predicate + 1..self.end).find(|&i| ends(i)).unwrap_or(self.end);
        predicate + 1..end
    }

    /// The place behind the first word of this kind that follows a predicate of these actions.
    pub(super) fn place_after(&self, predicate: usize, actions: u64, kind: u32) -> Option<Phrase> {
        self.scope(predicate, actions).filter(|&i| self.is_plain(i, kind)).find_map(|i| self.place_from(i + 1))
    }

    /// The place where a predicate happens: behind it, or at the beginning of the sentence.
    pub(super) fn place_of(&self, predicate: usize) -> Option<Phrase> {
        let other = |i: usize| self.names.is_possessive(i) || self.names.raw(i).starts_with(|c: char| c.is_ascii_digit());
        let named = |phrase: &Phrase| self.is_named(*phrase) && !(phrase.0..=phrase.1).any(other);
        // "at the request of" is no place
        let asks = |i: usize| (i + 1..self.end.min(i + 4)).any(|n| self.is(n, flag::REQUEST_NOUN));
        let behind = self.scope(predicate, 0).filter(|&i| self.is_plain(i, flag::WHERE) && !asks(i));
        let beginning = self.is(self.first, flag::WHERE).then_some(self.first);
        behind.chain(beginning).find_map(|i| self.place_from(i + 1).filter(named))
    }

    /// Who does what a verb says.
    pub(super) fn doer(&self, verb: usize) -> Option<Phrase> {
        let by = (verb + 1..self.end.min(verb + 1 + AGENT_WITHIN)).find(|&i| self.is(i, flag::BY));
        let agent = by.filter(|&b| !(verb + 1..=b).any(|i| self.parted(i, true))).and_then(|b| self.phrase_from(b + 1));
        let gerund = self.names.raw(verb).ends_with("ing");
        let (mut at, mut passive, mut finite) = (verb, false, false);
        while at > self.first && !self.parted(at, true) {
            let before = at - 1;
            if self.is(before, flag::AUXILIARY) {
                passive |= self.is(before, flag::PASSIVE) && !gerund;
                finite = true;
            } else if !(self.adverb(before) || self.is_plain(before, flag::BREAK) && !self.is(before, flag::CLEFT)) {
                break;
            }
            at = before;
        }
        if passive || agent.is_some() {
            return agent;
        }
        if gerund && !finite || at == self.first || self.parted(at, true) || self.is(at - 1, flag::TO | flag::ANY_PREPOSITION) {
            return None;
        }
        self.phrase_to(at - 1)
    }

    /// Who asked for what the sentence tells.
    pub(super) fn requester(&self) -> Option<Phrase> {
        let lexicon = &self.names.lexicon.request;
        let here = |at: usize, list: &[Vec<u32>]| {
            let fits = |p: &&Vec<u32>| {
                at + p.len() <= self.end && self.names.words[at..at + p.len()].iter().zip(p.iter()).all(|(w, h)| w.hash == *h)
            };
            list.iter().filter(fits).map(Vec::len).max()
        };
        for at in self.first..self.end {
            if let Some(words) = here(at, &lexicon.before) {
                return self.phrase_from(at + words);
            }
            if self.is(at, flag::REQUEST_NOUN) && at > self.first && self.names.is_possessive(at - 1) {
                let from = (self.first..at).rev().take(LIST_AHEAD).find(|&i| self.is_plain(i, flag::REQUEST_NOUN_BEFORE));
                if let Some(from) = from.filter(|&f| f + 1 < at) {
                    return Some((from + 1, at - 1));
                }
            }
            if here(at, &lexicon.never).is_some() {
                continue;
            }
            let cleft = at > self.first + 1 && self.is(at - 1, flag::CLEFT) && here(at, &lexicon.cleft_verbs).is_some();
            let cleft = cleft.then(|| self.phrase_to(at - 2)).flatten();
            let asked = || here(at, &lexicon.verbs).and_then(|_| self.doer(at)).filter(|&p| !self.is(p.0, flag::PRONOUN));
            if let Some(phrase) = cleft.or_else(asked) {
                return Some(phrase);
            }
        }
        None
    }
}
