//! An article as this module walks over it: words with their classes, what stands between them, quotations.

use crate::corpus::Reading;
use crate::record::{BlockKind, Span};
use crate::text::{Actor, Lexicon as TextLexicon, Word, WordSet};

use super::lexicon::{ABBREVIATION, BE, CLOSED, DEMONYM, DETERMINER, INDEFINITE, Lexicon, PRONOUN, SAYING, TIME, ends};

/// What stands before a word, as bits.
pub(super) mod gap {
    pub(crate) const COMMA: u16 = 1;
    pub(crate) const OPEN_BRACKET: u16 = 2;
    pub(crate) const CLOSE_BRACKET: u16 = 4;
    pub(crate) const DASH: u16 = 8;
    /// End of a sentence or line, colon, semicolon.
    pub(crate) const STOP: u16 = 16;
    /// A quotation begins, or ended.
    pub(crate) const OPEN: u16 = 32;
    pub(crate) const CLOSE: u16 = 64;
    /// A hyphen: both words are one to a reader.
    pub(crate) const JOINED: u16 = 128;
    pub(crate) const LINE: u16 = 256;
    /// Everything that parts phrases.
    pub(crate) const PARTS: u16 = COMMA | OPEN_BRACKET | CLOSE_BRACKET | DASH | STOP | OPEN | CLOSE;
}

/// First and last word.
pub(super) type Range = (usize, usize);

/// An article's words and what is known of each.
pub(super) struct Sheet<'a> {
    pub(super) text: &'a str,
    pub(super) words: &'a [Word],
    pub(super) lexicon: &'a Lexicon,
    pub(super) class: Vec<u64>,
    pub(super) actor: Vec<Option<Actor>>,
    /// Whether such a noun says nothing where it stands alone.
    pub(super) bare: Vec<bool>,
    /// Whether it is a label beside a name all the same.
    pub(super) kind: Vec<bool>,
    /// What stands before each word, and, last, behind the last one.
    pub(super) gap: Vec<u16>,
    /// Whether a word begins with a capital letter that is no accident of a sentence's or title's beginning.
    pub(super) capital: Vec<bool>,
    /// Quotations, as words.
    pub(super) quotations: Vec<Range>,
    /// Which words stand in lines of capitalised words, where a capital letter names nothing.
    pub(super) shouted: Vec<bool>,
    /// Which words are page furniture, author lines and the like: nothing is read there.
    pub(super) furniture: Vec<bool>,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(reading: &'a Reading, lexicon: &'a Lexicon, of_text: &TextLexicon) -> Self {
        let words = reading.words.as_slice();
        let mut sheet = Sheet {
            text: &reading.text,
            words,
            lexicon,
            class: words.iter().map(|w| lexicon.of(w.hash)).collect(),
            actor: words.iter().map(|w| of_text.actor(w.hash, &reading.text[w.start as usize..w.end as usize])).collect(),
            kind: words.iter().map(|w| of_text.kinds_of_group.contains(&w.hash)).collect(),
            bare: words.iter().map(|w| of_text.bare_actors.contains(&w.hash)).collect(),
            gap: vec![0; words.len() + 1],
            capital: vec![false; words.len()],
            quotations: Vec::new(),
            shouted: vec![false; words.len()],
            furniture: vec![false; words.len()],
        };
        sheet.gaps();
        sheet.quotations(&reading.quoted);
        sheet.capitals();
        sheet.furniture(reading);
        sheet
    }

    fn gaps(&mut self) {
        for i in 0..=self.words.len() {
            let from = if i == 0 { 0 } else { self.words[i - 1].end as usize };
            let to = self.words.get(i).map_or(self.text.len(), |w| w.start as usize);
            let between = &self.text[from..to];
            if between != " " {
                self.gap[i] = self.between(i, between);
            }
        }
        self.gap[0] |= gap::STOP | gap::LINE;
        self.gap[self.words.len()] |= gap::STOP | gap::LINE;
    }

    fn between(&self, i: usize, between: &str) -> u16 {
        let mut bits = 0;
        for c in between.chars() {
            bits |= match c {
                ',' => gap::COMMA,
                '(' | '[' => gap::OPEN_BRACKET,
                ')' | ']' => gap::CLOSE_BRACKET,
                '—' | '–' => gap::DASH,
                ';' | ':' | '!' | '?' => gap::STOP,
                '\n' => gap::LINE | gap::STOP,
                '.' if self.ends(i, between) => gap::STOP,
                _ => 0,
            };
        }
        if matches!(between, "-" | "‑" | "‐" | "/") {
            bits |= gap::JOINED;
        } else if between.contains('-') {
            bits |= gap::DASH;
        }
        bits
    }

    /// Whether a full stop before word `i` ends a sentence.
    fn ends(&self, i: usize, between: &str) -> bool {
        let (Some(before), Some(next)) = (i.checked_sub(1), self.words.get(i)) else { return true };
        let space = between.contains(char::is_whitespace);
        let letter = self.words[before].end - self.words[before].start == 1;
        space && !letter && self.class[before] & ABBREVIATION == 0 && !self.text[next.start as usize..].starts_with(char::is_lowercase)
    }

    fn quotations(&mut self, quoted: &[Span]) {
        let mut at = 0;
        for inner in quoted {
            at += self.words[at..].partition_point(|w| w.start < inner.start);
            let end = at + self.words[at..].partition_point(|w| w.end <= inner.end);
            if at < end {
                self.quotations.push((at, end - 1));
                self.gap[at] |= gap::OPEN;
                self.gap[end] |= gap::CLOSE;
                at = end;
            }
        }
    }

    /// Capital letters that name: a word that begins a sentence, or stands in a line of capitalised words, names only where it has its capital
    /// elsewhere too, or where another capital follows.
    fn capitals(&mut self) {
        let upper: Vec<bool> = self.words.iter().map(|w| self.text[w.start as usize..].starts_with(char::is_uppercase)).collect();
        let shouting = self.title_lines(&upper);
        let begins = |i: usize| self.gap[i] & (gap::STOP | gap::OPEN) != 0;
        let sure: WordSet = (0..self.words.len()).filter(|&i| upper[i] && !begins(i) && !shouting[i]).map(|i| self.words[i].hash).collect();
        for i in 0..self.words.len() {
            let plain = self.class[i] & (CLOSED & !DEMONYM) != 0;
            let follows = upper.get(i + 1).is_some_and(|u| *u) && self.gap[i + 1] & gap::PARTS == 0 && !shouting[i];
            let doubtful = begins(i) || shouting[i];
            let shouted = || self.raw(i).len() > 1 && self.raw(i).chars().all(|c| c.is_uppercase() || c.is_numeric());
            self.capital[i] =
                upper[i] && if doubtful { !plain && (sure.contains(&self.words[i].hash) || follows || shouted()) } else { !plain };
        }
        self.shouted = shouting;
    }

    /// Words of lines in which most words begin with a capital letter: titles.
    fn title_lines(&self, upper: &[bool]) -> Vec<bool> {
        const SHORTEST: usize = 4;
        let mut out = vec![false; upper.len()];
        let mut first = 0;
        for i in 1..=upper.len() {
            if self.gap[i] & gap::LINE == 0 {
                continue;
            }
            let long: Vec<usize> = (first..i).filter(|&w| self.words[w].end - self.words[w].start >= 4).collect();
            let capital = long.iter().filter(|&&w| upper[w]).count();
            if long.len() >= SHORTEST && capital * 10 >= long.len() * 7 {
                out[first..i].fill(true);
            }
            first = i;
        }
        out
    }

    fn furniture(&mut self, reading: &Reading) {
        let out =
            |kind| matches!(kind, BlockKind::Furniture | BlockKind::Byline | BlockKind::Credit | BlockKind::RelatedLink | BlockKind::Site);
        for block in reading.blocks.iter().filter(|b| out(b.kind)) {
            let first = self.words.partition_point(|w| w.end <= block.span.start);
            let end = self.words.partition_point(|w| w.start < block.span.end);
            self.furniture[first..end.max(first)].fill(true);
        }
    }

    pub(super) fn raw(&self, word: usize) -> &'a str {
        let w = self.words[word];
        &self.text[w.start as usize..w.end as usize]
    }

    pub(super) fn is(&self, word: usize, classes: u64) -> bool {
        self.class.get(word).is_some_and(|c| c & classes != 0)
    }

    pub(super) fn has(&self, word: usize, gaps: u16) -> bool {
        self.gap.get(word).is_some_and(|g| g & gaps != 0)
    }

    pub(super) fn span(&self, (first, last): Range) -> Span {
        Span::new(self.words[first].start, self.words[last].end)
    }

    /// The same without a possessive ending.
    pub(super) fn name_span(&self, range: Range) -> Span {
        let span = self.span(range);
        let raw = self.raw(range.1);
        let ending = raw.strip_suffix("'s").or_else(|| raw.strip_suffix("’s")).map_or(0, |stem| raw.len() - stem.len());
        Span::new(span.start, span.end - ending as u32)
    }

    /// Whether these folded words begin at `word`, with nothing but spaces and hyphens between them.
    pub(super) fn phrase(&self, word: usize, phrase: &[u32]) -> bool {
        self.words.get(word..word + phrase.len()).is_some_and(|here| here.iter().zip(phrase).all(|(w, p)| w.hash == *p))
            && (word + 1..word + phrase.len()).all(|i| !self.has(i, gap::PARTS))
    }

    /// Whether a verb of saying ends a phrase by which the writer speaks: "it is worth noting".
    pub(super) fn is_writers(&self, verb: usize) -> bool {
        self.lexicon.writers.iter().any(|p| (verb + 1).checked_sub(p.len()).is_some_and(|first| self.phrase(first, p)))
    }

    /// Whether the word ends as a possessive does: `'s` or `s'`.
    pub(super) fn possessive(&self, word: usize) -> bool {
        let raw = self.raw(word);
        raw.ends_with("'s")
            || raw.ends_with("’s")
            || raw.ends_with('s') && self.text[self.words[word].end as usize..].starts_with(['\'', '’']) && !self.has(word + 1, gap::CLOSE)
    }

    /// Whether words stand between two dashes or in brackets, in one sentence.
    pub(super) fn glossed(&self, (first, last): Range) -> bool {
        const LONGEST: usize = 20;
        let before = (first.saturating_sub(LONGEST)..=first)
            .rev()
            .find(|&i| self.has(i, gap::DASH | gap::OPEN_BRACKET | gap::CLOSE_BRACKET | gap::STOP));
        let behind = (last + 1..=(last + LONGEST).min(self.words.len()))
            .find(|&i| self.has(i, gap::DASH | gap::OPEN_BRACKET | gap::CLOSE_BRACKET | gap::STOP));
        let both = |bit, other| before.is_some_and(|i| self.has(i, bit)) && behind.is_some_and(|i| self.has(i, other));
        both(gap::DASH, gap::DASH) || both(gap::OPEN_BRACKET, gap::CLOSE_BRACKET)
    }

    /// Whether a phrase tells who it is that has just been named: "Orrel, a retired general,", "Orrel Mills, which is the owner of".
    pub(super) fn explains(&self, first: usize) -> bool {
        let Some(article) = first.checked_sub(1) else { return false };
        let begins = if self.is(article, INDEFINITE) {
            article
        } else {
            match article.checked_sub(2) {
                Some(which) if self.is(article, DETERMINER) && self.is(which + 1, BE) && self.is(which, PRONOUN) => which,
                _ => return false,
            }
        };
        begins > 0 && self.has(begins, gap::COMMA) && !self.has(begins, gap::STOP) && self.capital[begins - 1]
    }

    /// Whether nothing but white space or a hyphen stands before a word.
    pub(super) fn is_spaced(&self, word: usize) -> bool {
        let between = &self.text[self.words[word - 1].end as usize..self.words[word].start as usize];
        between.chars().all(char::is_whitespace) || matches!(between, "-" | "‑" | "‐")
    }

    pub(super) fn is_plural(&self, word: usize) -> bool {
        let (raw, endings) = (self.raw(word), &self.lexicon.endings);
        ends(raw, &endings.plurals) && !ends(raw, &endings.singular)
    }

    /// A word of no closed class that does not end as verbs and adverbs do.
    pub(super) fn may_be_noun(&self, word: usize) -> bool {
        !self.is(word, CLOSED | TIME | SAYING) && !self.capital[word] && !self.ends_like_verb(word)
    }

    /// An adjective of a nation or people.
    pub(super) fn demonym(&self, word: usize) -> bool {
        self.is(word, DEMONYM) || self.lexicon.ends_like_demonym(self.raw(word))
    }

    /// Whether a word is joined by a hyphen to the one before or behind.
    pub(super) fn compound(&self, word: usize) -> bool {
        self.has(word, gap::JOINED) || self.has(word + 1, gap::JOINED)
    }

    /// The first word of the sentence that `word` stands in.
    pub(super) fn sentence_start(&self, word: usize) -> usize {
        (1..=word).rev().find(|&i| self.has(i, gap::STOP)).unwrap_or(0)
    }
}
