//! Noun phrases: who stands before a verb, who behind it.
//!
//! No parser: a phrase is walked from its last word to the left, or from its first to the right, until a word of a closed class, a verb
//! or a mark ends it. Wrong where an unknown verb stands inside ("the man seen leaving said").

use super::lexicon::{
    ADVERB, ARTICLE, AUXILIARY, BASE, BREAK, CLOSED, COLLECTIVE, CONJUNCTION, DETERMINER, FINITE, GERUND, INNER_PREPOSITION, NEGATION,
    NOUNISH, PREPOSITION, PRONOUN, RELATIVE, ROLE, SAY, SUBJECT, TELL, THAT, TIME, TITLE, VERB,
};
use super::page::{Page, Sentence, gap};

/// Longest noun phrase with what is put between commas, in words.
const LONGEST: usize = 45;

/// First and last word.
pub(super) type Range = (usize, usize);

impl Page<'_> {
    /// An adverb of the list, or a word that ends as English adverbs do where the list has none.
    pub(super) fn adverb(&self, word: usize) -> bool {
        self.is(word, ADVERB | NEGATION) || !self.capital[word] && self.class[word] == 0 && self.ends_like_adverb(word)
    }

    fn ends_like_adverb(&self, word: usize) -> bool {
        let w = self.words[word];
        self.lexicon
            .adverb_ending
            .as_ref()
            .is_some_and(|ending| w.end - w.start > 4 && self.text[w.start as usize..w.end as usize].ends_with(ending))
    }

    /// Whether a word is certainly a verb here: a finite form that is no noun.
    pub(super) fn plain_verb(&self, word: usize) -> bool {
        self.is(word, VERB)
            && self.is(word, FINITE | BASE)
            && !self.is(word, NOUNISH)
            && (!self.capital[word] || self.has(word, gap::STOP | gap::LINE))
    }

    /// "adding", "saying": a participle that goes on with what is said.
    pub(super) fn adds(&self, word: usize) -> bool {
        self.is(word, SAY | TELL) && self.is(word, GERUND) && !self.is(word, NOUNISH) && self.quoted[word] == 0
    }

    /// The subject whose last word is `last`, walking left no further than `floor`.
    pub(super) fn phrase_to(&self, last: usize, floor: usize) -> Option<Range> {
        if self.is(last, SUBJECT | RELATIVE) && !self.capital[last] || self.is(last, SUBJECT & !DETERMINER) && self.is(last, PRONOUN) {
            return Some((last, last));
        }
        // "So argues Varn": the first word of a sentence is no name for its capital letter
        let small = !self.capital[last] || self.is(last, BREAK) && self.has(last, gap::STOP | gap::LINE);
        if small && (self.class[last] & (CLOSED | ARTICLE) != 0 || self.is(last, PREPOSITION)) {
            return None;
        }
        let mut first = last;
        while first > floor && last - first < 14 {
            if self.has(first, gap::CLAUSE | gap::OPEN | gap::CLOSE) {
                let Some(named) = self.acronym(first, floor) else { break };
                first = named;
                continue;
            }
            let before = first - 1;
            if self.is(before, CONJUNCTION) {
                let both_names = before > floor && self.capital[before - 1] && self.capital[first] && !self.has(before, gap::CLAUSE);
                if !both_names && !self.joined_inside(before, floor) {
                    break;
                }
                first -= 2;
                continue;
            }
            if self.is(before, CLOSED) && !self.capital[before] || self.is(before, BREAK | AUXILIARY) || self.plain_verb(before) {
                break;
            }
            if self.is(before, PREPOSITION) {
                let noun = before.checked_sub(1).filter(|&n| n >= floor);
                let inner = noun.is_some_and(|n| {
                    !self.has(before, gap::CLAUSE)
                        && !self.plain_verb(n)
                        && !self.adverb(n)
                        && self.class[n] & (CLOSED | PREPOSITION | TIME | ARTICLE | PRONOUN) == 0
                });
                if !self.is(before, INNER_PREPOSITION) || !inner {
                    break;
                }
                first -= 2;
                continue;
            }
            if self.is(first, ARTICLE) {
                break;
            }
            first = before;
        }
        if self.commaless && self.capital[last] && !self.has(first, gap::CLAUSE | gap::OPEN | gap::CLOSE) {
            // without commas the clause before runs into the name
            let joins = |i: usize| self.is(i, INNER_PREPOSITION) && i > first && self.capital[i - 1] && self.capital[i + 1];
            let named = |i: &usize| self.capital[*i] || self.is(*i, ROLE | TITLE | COLLECTIVE) || *i < last && joins(*i);
            let name = (first..=last).rev().take_while(named).last().unwrap_or(last);
            first = if name > first && self.is(name - 1, ARTICLE) { name - 1 } else { name };
        }
        let time = |i: usize| self.is(i, TIME) && !self.is(i, PREPOSITION);
        while first < last
            && (self.adverb(first) || time(first) || self.is(first, THAT) || self.starts_with_digit(first) && time(first + 1))
        {
            first += 1;
        }
        Some((first, last))
    }

    /// The word before the acronym in brackets that stands before `first`: "Harbour Guard (HG) spokesman".
    fn acronym(&self, first: usize, floor: usize) -> Option<usize> {
        let alone = |i: usize| self.gap[i] & gap::CLAUSE == gap::BRACKET;
        let short = first.checked_sub(1).filter(|&a| a > floor && alone(first) && alone(a) && self.capital[a] && self.capital[a - 1])?;
        Some(short - 1)
    }

    /// Whether a conjunction joins two nouns behind one preposition: "department of trade and harbours".
    fn joined_inside(&self, conjunction: usize, floor: usize) -> bool {
        let plain = |i: usize| self.class[i] & !(NOUNISH | BASE) == 0 && !self.capital[i] && !self.has(i + 1, gap::CLAUSE);
        let nouns = (floor..conjunction).rev().take(3).take_while(|&i| plain(i)).count();
        nouns > 0 && conjunction - nouns > floor && self.is(conjunction - nouns - 1, INNER_PREPOSITION)
    }

    /// The subject before `verb`, the first word of a verb group: nothing, or what stands between commas, may part the two.
    pub(super) fn subject(&self, verb: usize, sentence: Sentence) -> Option<Range> {
        let last = verb.checked_sub(1).filter(|&l| l >= sentence.first)?;
        if self.has(verb, gap::OPEN | gap::CLOSE | gap::STOP | gap::COLON | gap::SEMICOLON)
            || self.quoted[last] != 0 && self.quoted[verb] == 0
        {
            return None;
        }
        let parting = self.gap[verb] & (gap::COMMA | gap::DASH | gap::BRACKET);
        let found = if parting == 0 {
            self.phrase_to(last, sentence.first)?
        } else {
            let floor = last.saturating_sub(LONGEST).max(sentence.first);
            let opening = (floor + 1..=last).rev().find(|&i| self.has(i, parting))?;
            let head = self.phrase_to(opening - 1, sentence.first)?;
            if self.is(head.1, PRONOUN | RELATIVE) || !self.names(head) {
                return None;
            }
            return Some((head.0, last));
        };
        let found = self.behind_mark(found, sentence.first);
        // "the mayor who lost the race said"
        let floor = found.0.saturating_sub(12).max(sentence.first);
        let relative = (floor + 1..found.0)
            .rev()
            .take_while(|&i| !self.has(i + 1, gap::CLAUSE | gap::OPEN | gap::CLOSE))
            .find(|&i| self.is(i, RELATIVE) && !self.is(i, THAT));
        match relative.filter(|&r| !self.has(r, gap::CLAUSE)).and_then(|r| self.phrase_to(r - 1, sentence.first)) {
            Some(head) if !self.is(found.1, PRONOUN) => Some((head.0, found.1)),
            _ => Some(found),
        }
    }

    /// `"Q," the cook and leader of the Wardens said`: from the mark to the verb all is the subject, where no other verb stands between.
    fn behind_mark(&self, found: Range, floor: usize) -> Range {
        let plain = |i: usize| !self.is(i, AUXILIARY | RELATIVE | THAT) && !self.plain_verb(i) && self.quoted[i] == 0;
        let mut first = found.0;
        while first > floor && found.0 - first < 12 && self.gap[first] & (gap::CLAUSE | gap::OPEN | gap::CLOSE) == 0 && plain(first - 1) {
            first -= 1;
        }
        let begins = self.has(first, gap::CLOSE) && (self.is(first, ARTICLE) || self.capital[first]);
        if begins && !self.is(first, PREPOSITION | BREAK) { (first, found.1) } else { found }
    }

    /// Whether a phrase may name a source: it has a name, or a determiner and a noun, or a bare plural.
    fn names(&self, phrase: Range) -> bool {
        (phrase.0..=phrase.1).any(|i| self.capital[i] || self.is(i, DETERMINER)) || phrase.0 < phrase.1 || !self.adverb(phrase.1)
    }

    /// The noun phrase that begins at `first`: to the mark, the verb or the word of a closed class that ends it.
    pub(super) fn phrase_from(&self, first: usize, end: usize) -> Option<Range> {
        if first >= end || self.quoted[first] != 0 {
            return None;
        }
        if self.is(first, SUBJECT) && !self.is(first, DETERMINER) {
            return Some((first, first));
        }
        let mut last = first;
        while last + 1 < end && !self.has(last + 1, gap::CLAUSE | gap::OPEN | gap::CLOSE) && last - first < 25 {
            let next = last + 1;
            let ends = self.is(next, BREAK | AUXILIARY | RELATIVE | THAT) && !self.is(next, INNER_PREPOSITION)
                || self.plain_verb(next)
                || self.adds(next)
                || self.is(next, TIME) && !self.is(next, INNER_PREPOSITION);
            if ends {
                break;
            }
            last = next;
        }
        (!self.is(first, TIME | PREPOSITION | BREAK) || self.capital[first] && !self.is(first, TIME)).then_some((first, last))
    }
}
