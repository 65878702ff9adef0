//! An article as the detectors see it: words with their classes, what stands between them, sentences, quotations.

use crate::corpus::Reading;
use crate::record::{BlockKind, Span};
use crate::text::Word;

use super::lexicon::{ABBREVIATION, ARTICLE, CLOSED, DETERMINER, Lexicon, PREPOSITION, PRONOUN, SUBJECT, TIME};

/// What stands before a word, as bits.
pub(super) mod gap {
    pub(crate) const COMMA: u16 = 1;
    pub(crate) const COLON: u16 = 2;
    pub(crate) const DASH: u16 = 4;
    pub(crate) const BRACKET: u16 = 8;
    /// A full stop, question mark or exclamation mark that ends a sentence.
    pub(crate) const STOP: u16 = 16;
    pub(crate) const LINE: u16 = 32;
    /// A quotation begins with this word.
    pub(crate) const OPEN: u16 = 64;
    /// A quotation ended with the word before.
    pub(crate) const CLOSE: u16 = 128;
    /// A hyphen, slash or point inside what is one word to a reader.
    pub(crate) const JOINED: u16 = 256;
    pub(crate) const SEMICOLON: u16 = 512;
    /// What parts clauses.
    pub(crate) const CLAUSE: u16 = COMMA | COLON | DASH | BRACKET | STOP | LINE | SEMICOLON;
}

/// A quotation: its words, and its bytes with the marks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quotation {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) span: Span,
    pub(super) closed: bool,
}

/// A sentence of the article; what stands in quotation marks does not end it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sentence {
    /// First word, and first word after it.
    pub(super) first: usize,
    pub(super) end: usize,
    /// Which paragraph it stands in.
    pub(super) paragraph: u32,
}

/// An article's words and what is known of each.
pub(super) struct Page<'a> {
    pub(super) text: &'a str,
    pub(super) words: &'a [Word],
    pub(super) lexicon: &'a Lexicon,
    /// Classes of each word.
    pub(super) class: Vec<u64>,
    /// What stands before each word, and, last, behind the last one.
    pub(super) gap: Vec<u16>,
    /// Number of the quotation each word stands in, from 1; 0 for none.
    pub(super) quoted: Vec<u32>,
    /// Whether each word begins with a capital letter.
    pub(super) capital: Vec<bool>,
    pub(super) quotations: Vec<Quotation>,
    pub(super) sentences: Vec<Sentence>,
    /// Headline, if it stands in the text.
    pub(super) headline: Option<Span>,
    /// Whether the text lost its commas on the way: then none is asked for.
    pub(super) commaless: bool,
}

/// Words after which a sentence is cut: the rules compare the verbs of a sentence with each other. The longest of 924 news articles have about 200.
const LONGEST_SENTENCE: usize = 400;

/// Words for one comma from which a text lost its commas. Of 1473 whole news texts two have more than 60, of 366 that lost theirs all but three;
/// texts of fewer words are not judged.
const WORDS_WITHOUT_COMMA: usize = 60;

impl<'a> Page<'a> {
    pub(super) fn new(reading: &'a Reading, lexicon: &'a Lexicon) -> Self {
        let words = reading.words.as_slice();
        let mut page = Page {
            text: &reading.text,
            words,
            lexicon,
            class: words.iter().map(|w| lexicon.of(w.hash)).collect(),
            gap: vec![0; words.len() + 1],
            quoted: vec![0; words.len()],
            capital: Vec::with_capacity(words.len()),
            quotations: Vec::new(),
            sentences: Vec::new(),
            headline: reading.blocks.iter().find(|b| b.kind == BlockKind::Headline).map(|b| b.span),
            commaless: false,
        };
        let bytes = page.text.as_bytes();
        page.capital.extend(words.iter().map(|w| {
            let b = bytes[w.start as usize];
            b.is_ascii_uppercase() || !b.is_ascii() && page.text[w.start as usize..].starts_with(char::is_uppercase)
        }));
        page.acronyms();
        page.quotations(&reading.quoted);
        page.gaps();
        let commas = page.gap.iter().filter(|g| **g & gap::COMMA != 0).count();
        page.commaless = (commas + 1) * WORDS_WITHOUT_COMMA < words.len();
        page.sentences(reading);
        page
    }

    /// Whether a word is written in capital letters only.
    pub(super) fn acronym_word(&self, word: usize) -> bool {
        let text = &self.text.as_bytes()[self.words[word].start as usize..self.words[word].end as usize];
        text.len() > 1 && text.iter().all(u8::is_ascii_uppercase)
    }

    /// "IS", "US", "WHO" between words in small letters are names, not words of closed classes.
    fn acronyms(&mut self) {
        let mut before = false;
        for i in 0..self.words.len() {
            let here = self.capital[i] && self.acronym_word(i);
            let between = here && !before && !(i + 1 < self.words.len() && self.acronym_word(i + 1));
            if between {
                self.class[i] &= !(CLOSED | PRONOUN | PREPOSITION | SUBJECT | DETERMINER | TIME);
            }
            before = here;
        }
    }

    fn quotations(&mut self, quoted: &[Span]) {
        let mut at = 0;
        for &inner in quoted {
            at += self.words[at..].partition_point(|w| w.start < inner.start);
            let end = at + self.words[at..].partition_point(|w| w.end <= inner.end);
            if at == end {
                continue;
            }
            let mark = |c: Option<char>| c.filter(|c| is_mark(*c)).map_or(0, |c| c.len_utf8() as u32);
            let before = mark(self.text[..inner.start as usize].chars().next_back());
            let after = mark(self.text[inner.end as usize..].chars().next());
            let span = Span::new(inner.start - before, inner.end + after);
            self.quotations.push(Quotation { first: at, last: end - 1, span, closed: after > 0 });
            let number = self.quotations.len() as u32;
            self.quoted[at..end].fill(number);
            self.gap[at] |= gap::OPEN;
            self.gap[end] |= gap::CLOSE;
            at = end;
        }
    }

    fn gaps(&mut self) {
        let count = self.words.len();
        for i in 0..=count {
            let from = if i == 0 { 0 } else { self.words[i - 1].end as usize };
            let to = self.words.get(i).map_or(self.text.len(), |w| w.start as usize);
            let between = &self.text[from..to];
            if between == " " {
                continue;
            }
            self.gap[i] |= punctuation(between);
            if self.gap[i] & gap::STOP != 0 && !self.ends(i, between) {
                self.gap[i] &= !gap::STOP;
            }
        }
        // a stop at the end of the text joins nothing
        self.gap[count] = self.gap[count] & !gap::JOINED | gap::STOP | gap::LINE;
        self.gap[0] |= gap::LINE;
    }

    /// Whether the stop before word `i` ends a sentence.
    fn ends(&self, i: usize, between: &str) -> bool {
        let (Some(before), true) = (i.checked_sub(1), i < self.words.len()) else { return true };
        if !between.contains(char::is_whitespace) {
            return false;
        }
        let next_is_large = self.capital[i] || self.gap[i] & gap::OPEN != 0 || self.starts_with_digit(i);
        if !next_is_large {
            return false;
        }
        let plain = between.starts_with('.') && !between[1..].contains(['.', '!', '?']);
        let word = self.words[before];
        let short = word.end - word.start == 1 && self.capital[before];
        if plain && self.gap[i] & gap::CLOSE == 0 && (short || self.class[before] & ABBREVIATION != 0) {
            // after "U.S." a word that begins sentences
            return short && self.class[i] & (ARTICLE | SUBJECT | PREPOSITION) != 0;
        }
        true
    }

    fn sentences(&mut self, reading: &Reading) {
        let skipped = |kind| matches!(kind, BlockKind::Furniture | BlockKind::RelatedLink | BlockKind::Site | BlockKind::Byline);
        let mut blocks = reading.blocks.iter().filter(|b| skipped(b.kind)).peekable();
        let mut dateline = reading.blocks.iter().find(|b| b.kind == BlockKind::Dateline).map(|b| b.span.end);
        let (mut first, mut paragraph) = (0, 0);
        for i in 1..=self.words.len() {
            let inside = i < self.words.len() && self.quoted[i] != 0 && self.quoted[i] == self.quoted[i - 1];
            let after_dateline = dateline.is_some_and(|end| i < self.words.len() && self.words[i].start >= end);
            if after_dateline {
                dateline = None;
            }
            let line = self.gap[i] & gap::LINE != 0;
            let too_long = i - first >= LONGEST_SENTENCE && !inside;
            if !(line || after_dateline || too_long || self.gap[i] & gap::STOP != 0 && !inside) {
                continue;
            }
            let span = Span::new(self.words[first].start, self.words[i - 1].end);
            while blocks.next_if(|b| b.span.end <= span.start).is_some() {}
            let is_story = blocks.peek().is_none_or(|b| b.span.intersection(span).is_none());
            if is_story && !(after_dateline && first == 0) {
                self.sentences.push(Sentence { first, end: i, paragraph });
            }
            paragraph += u32::from(line);
            first = i;
        }
    }

    pub(super) fn is(&self, word: usize, classes: u64) -> bool {
        self.class.get(word).is_some_and(|c| c & classes != 0)
    }

    pub(super) fn has(&self, word: usize, gaps: u16) -> bool {
        self.gap.get(word).is_some_and(|g| g & gaps != 0)
    }

    /// The bytes of the words from `first` to `last`, with the marks of quotations that begin or end there.
    pub(super) fn span(&self, first: usize, last: usize) -> Span {
        let mut span = Span::new(self.words[first].start, self.words[last].end);
        if self.gap[first] & gap::OPEN != 0 {
            span.start = self.quotations[self.quoted[first] as usize - 1].span.start.min(span.start);
        }
        if self.gap[last + 1] & gap::CLOSE != 0 {
            span.end = self.quotations[self.quoted[last] as usize - 1].span.end.max(span.end);
        }
        span
    }

    /// Whether these folded words begin at `word`.
    pub(super) fn phrase(&self, word: usize, phrase: &[u32]) -> bool {
        self.words.get(word..word + phrase.len()).is_some_and(|here| here.iter().zip(phrase).all(|(w, p)| w.hash == *p))
    }

    pub(super) fn starts_with_digit(&self, word: usize) -> bool {
        self.text.as_bytes()[self.words[word].start as usize].is_ascii_digit()
    }

    /// Whether the word ends as a possessive does: `'s` or `s'`.
    pub(super) fn possessive(&self, word: usize) -> bool {
        let w = self.words[word];
        let text = &self.text[w.start as usize..w.end as usize];
        text.ends_with("'s") || text.ends_with("’s") || self.text[w.end as usize..].starts_with(['\'', '’']) && text.ends_with('s')
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '”' | '„' | '‟' | '«' | '»' | '‘' | '’' | '‹' | '›' | '「' | '」' | '『' | '』')
}

fn punctuation(between: &str) -> u16 {
    let mut bits = 0;
    let mut space = between.is_empty();
    for c in between.chars() {
        bits |= match c {
            ',' => gap::COMMA,
            ':' => gap::COLON,
            ';' => gap::SEMICOLON,
            '.' | '!' | '?' | '…' => gap::STOP,
            '(' | ')' | '[' | ']' => gap::BRACKET,
            '—' | '–' | '―' => gap::DASH,
            '\n' => gap::LINE,
            _ => 0,
        };
        space |= c.is_whitespace();
    }
    // a hyphen that touches both words joins them
    if between.contains('-') && (space || between.contains("--")) {
        bits |= gap::DASH;
    }
    if space { bits } else { bits | gap::JOINED }
}
