//! Noun phrases around a noun that can name somebody. No parser: walked from the noun to both sides until a closed class, a verb or a mark.

use super::lexicon::{AND, CLOSED, CONJUNCTION, DEFINITE, DETERMINER, INDEFINITE, NUMERAL, OF, PREPOSITION, TIME, VERB, ends};
use super::sheet::{Range, Sheet, gap};

/// Longest noun phrase before its noun, in words.
const LONGEST: usize = 8;

/// A noun phrase: its words without determiner, and what stands before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Phrase {
    pub(super) first: usize,
    pub(super) head: usize,
    /// Whether an article, possessive or number stands before it.
    pub(super) determined: bool,
    /// Whether that is `a` or `an`.
    pub(super) indefinite: bool,
    /// A possessive stands before it: `Meridia's`.
    pub(super) owned: bool,
}

impl Phrase {
    pub(super) fn range(self) -> Range {
        (self.first, self.head)
    }

    /// First word with the determiner.
    pub(super) fn outer(self) -> usize {
        self.first - usize::from(self.determined && !self.owned)
    }
}

impl Sheet<'_> {
    /// The noun phrase that ends with the noun `head`.
    pub(super) fn phrase_to(&self, head: usize) -> Phrase {
        let mut phrase = Phrase { first: head, head, determined: false, indefinite: false, owned: false };
        while phrase.first > 0 && head - phrase.first < LONGEST && !self.has(phrase.first, gap::PARTS) {
            let before = phrase.first - 1;
            if self.is(before, DETERMINER) && !self.compound(before) {
                phrase.determined = true;
                phrase.indefinite = self.is(before, INDEFINITE);
                break;
            }
            if self.possessive(before) {
                (phrase.determined, phrase.owned) = (true, true);
                break;
            }
            let joined = self.has(phrase.first, gap::JOINED);
            if self.furniture[before] || !joined && (self.is(before, CLOSED | TIME) || self.verbal(before)) {
                break;
            }
            phrase.first = before;
        }
        if !phrase.determined {
            // "killed militants": without an article, a first word that ends as verbs do is one
            while phrase.first < head && !self.compound(phrase.first) && self.ends_like_verb(phrase.first) {
                phrase.first += 1;
            }
        }
        // "the two armed groups", "the 30 fighters"
        while phrase.first < head && (self.is(phrase.first, NUMERAL) || self.raw(phrase.first).starts_with(|c: char| c.is_ascii_digit())) {
            phrase.first += 1;
            phrase.determined = true;
        }
        phrase
    }

    /// The last word of an office of several words that begins here: "secretary of state"; the word itself where it is none of them.
    pub(super) fn office_end(&self, head: usize) -> usize {
        let whole = |words: &&Vec<u32>| self.phrase(head, words) && (head + 1..head + words.len()).all(|i| !self.has(i, gap::PARTS));
        self.lexicon.offices.iter().find(whole).map_or(head, |words| head + words.len() - 1)
    }

    /// A verb between two noun phrases: "the army captured militants".
    fn verbal(&self, word: usize) -> bool {
        let raw = self.raw(word);
        if self.capital[word] || self.compound(word) || !ends(raw, &self.lexicon.endings.past) || word == 0 {
            return false;
        }
        let before = word - 1;
        !self.has(word, gap::PARTS)
            && (self.capital[before] && !self.demonym(before)
                || self.actor[before].is_some()
                || ends(self.raw(before), &self.lexicon.endings.plurals) && !self.possessive(before))
    }

    pub(super) fn ends_like_verb(&self, word: usize) -> bool {
        let raw = self.raw(word);
        let endings = &self.lexicon.endings;
        !self.capital[word] && (ends(raw, &endings.verbs) || self.is(word, VERB)) || ends(raw, &endings.adverbs)
    }

    /// The noun phrase that begins at `first`, article left out: to the mark or the word that ends it. A quotation is taken whole.
    pub(super) fn phrase_from(&self, first: usize) -> Option<Range> {
        const LONGEST_QUOTED: usize = 12;
        if let Some((start, end)) = self.quotation_from(first) {
            let article = usize::from(start < end && self.is(start, DEFINITE | INDEFINITE) && !self.compound(start));
            return (end - start < LONGEST_QUOTED).then_some((start + article, end));
        }
        let mut start = first;
        while self.is(start, DETERMINER) && !self.compound(start) && !self.has(start + 1, gap::PARTS & !gap::OPEN) {
            start += 1;
        }
        if start > first && self.has(start, gap::OPEN) {
            return self.quotation_from(start).filter(|q| q.1 - q.0 < LONGEST_QUOTED);
        }
        let mut last = start;
        if start >= self.words.len() || self.is(start, CLOSED) && !self.compound(start) {
            return None;
        }
        while last + 1 < self.words.len() && last - start < LONGEST && !self.has(last + 1, gap::PARTS) {
            let next = last + 1;
            let of = self.is(next, OF) && !self.is(next + 1, PREPOSITION | CONJUNCTION);
            // "as a gang and imposing fines" is another clause
            let pair = self.is(next, AND)
                && next + 1 < self.words.len()
                && self.plain(next + 1)
                && self.plain(last)
                && (!self.ends_like_verb(next + 1) || self.ends_like_verb(last));
            let inner = self.is(next, DETERMINER) && self.is(last, OF);
            if !(of || pair || inner || self.has(next, gap::JOINED)) && (self.is(next, CLOSED | TIME)) {
                break;
            }
            last = next;
        }
        while last > start && self.is(last, PREPOSITION | CONJUNCTION | DETERMINER) && !self.compound(last) {
            last -= 1;
        }
        Some((start, last))
    }

    /// The quotation that begins with this word.
    pub(super) fn quotation_from(&self, word: usize) -> Option<Range> {
        let at = self.quotations.partition_point(|q| q.0 < word);
        self.quotations.get(at).copied().filter(|q| q.0 == word)
    }

    fn plain(&self, word: usize) -> bool {
        !self.is(word, CLOSED) && !self.capital[word]
    }
}
