//! A text's words with what the language knows of them: what the other files of this module walk over.

use crate::record::Date;
use crate::text::{self, Lexicon as TextLexicon, Word};

use super::lexicon::{Flag, Info, Lexicon};

/// Words are named by their place in the row.
#[derive(Clone, Copy)]
pub(super) struct Scan<'a> {
    pub(super) text: &'a str,
    pub(super) words: &'a [Word],
    pub(super) lexicon: &'a Lexicon,
    /// Words of the language that this module has no list of: verbs of saying.
    pub(super) speech: Option<&'a TextLexicon>,
    /// The day of the article, and its language: what dates in the text are worked out from.
    pub(super) day: Option<&'a Date>,
    pub(super) lang: Option<&'a str>,
    /// Lines end where they are full, not where a sentence or paragraph does.
    pub(super) is_wrapped: bool,
}

impl<'a> Scan<'a> {
    pub(super) fn info(&self, at: usize) -> Option<&'a Info> {
        self.lexicon.of(self.words.get(at)?.hash)
    }

    pub(super) fn is(&self, at: usize, flag: Flag) -> bool {
        self.info(at).is_some_and(|i| i.is(flag))
    }

    pub(super) fn raw(&self, at: usize) -> &'a str {
        self.words.get(at).map_or("", |w| &self.text[w.start as usize..w.end as usize])
    }

    /// What stands between a word and the one before it.
    pub(super) fn gap(&self, at: usize) -> &'a str {
        let from = if at == 0 { 0 } else { self.words[at - 1].end as usize };
        let to = self.words.get(at).map_or(self.text.len(), |w| w.start as usize);
        &self.text[from.min(to)..to]
    }

    pub(super) fn is_capital(&self, at: usize) -> bool {
        self.raw(at).starts_with(char::is_uppercase)
    }

    /// Whether a sentence or line ends before this word.
    pub(super) fn is_break(&self, at: usize) -> bool {
        if at == 0 || at >= self.words.len() {
            return true;
        }
        let gap = self.gap(at);
        let line = gap.contains('\n') && !(self.is_wrapped && text::is_line_end(gap));
        if line || gap.contains(['!', '?', ';']) {
            return true;
        }
        let stop = gap.find('.').is_some_and(|dot| gap[dot + 1..].contains(char::is_whitespace));
        stop && !self.is_abbreviation(at - 1) && !self.raw(at).starts_with(char::is_lowercase)
    }

    fn is_abbreviation(&self, at: usize) -> bool {
        (self.raw(at).chars().count() == 1 && !self.raw(at).starts_with(|c: char| c.is_ascii_digit())) || self.is(at, Flag::Abbreviation)
    }

    /// Whether a clause ends before this word: a sentence, comma, bracket or dash.
    pub(super) fn is_clause_break(&self, at: usize) -> bool {
        self.is_break(at) || self.gap(at).contains([',', ':', '(', ')', '–', '—']) || self.gap(at).contains(" - ")
    }

    /// The place where the longest of these phrases begins that ends just before `at`, in the same sentence.
    pub(super) fn phrase_before(&self, phrases: &[Vec<u32>], at: usize) -> Option<usize> {
        let fits = |p: &&Vec<u32>| {
            let Some(start) = at.checked_sub(p.len()) else { return false };
            (start..at).zip(p.iter()).all(|(i, &hash)| self.words[i].hash == hash) && (start + 1..=at).all(|i| !self.is_break(i))
        };
        phrases.iter().filter(fits).map(|p| at - p.len()).min()
    }

    /// The place after the longest of these phrases that begins at `at`, in the same sentence.
    pub(super) fn phrase_at(&self, phrases: &[Vec<u32>], at: usize) -> Option<usize> {
        let fits = |p: &&Vec<u32>| {
            let end = at + p.len();
            end <= self.words.len()
                && (at..end).zip(p.iter()).all(|(i, &hash)| self.words[i].hash == hash)
                && (at + 1..end).all(|i| !self.is_break(i))
        };
        phrases.iter().filter(fits).map(|p| at + p.len()).max()
    }

    /// The same, where no sentence ends before `at`.
    pub(super) fn phrase_after(&self, phrases: &[Vec<u32>], at: usize) -> Option<usize> {
        if self.is_break(at) { None } else { self.phrase_at(phrases, at) }
    }
}
