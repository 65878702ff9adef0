//! Words as they are compared: endings cut off, the names of one thing under one key.

use crate::corpus::Reading;
use crate::text::{Word, term};

use super::lexicon::{Lexicon, flag};

/// A name or another word of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    /// First word, and first word after it.
    pub(super) first: usize,
    pub(super) end: usize,
    /// Equal for words that mean one thing; `None` for single letters.
    pub(super) key: Option<u32>,
    /// Whether it is written like a name.
    pub(super) capital: bool,
    /// The name it is another form of.
    pub(super) alias: Option<u32>,
}

/// The words of a text, by their places in the reading.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub(super) text: &'a str,
    pub(super) words: &'a [Word],
    pub(super) lexicon: &'a Lexicon,
}

/// Letters of the longest short form that must be written in capitals to be one: "US", not "us".
const SHORT_FORM: usize = 3;
/// Keys of aliases begin here, away from each other; any number that spreads them will do.
const ALIAS_KEY: u32 = 0x9e37_79b1;

impl<'a> Names<'a> {
    pub(super) fn of(reading: &'a Reading, lexicon: &'a Lexicon) -> Self {
        Names { text: &reading.text, words: &reading.words, lexicon }
    }

    pub(super) fn raw(&self, at: usize) -> &'a str {
        self.words.get(at).map_or("", |w| &self.text[w.start as usize..w.end as usize])
    }

    pub(super) fn is_capital(&self, at: usize) -> bool {
        self.raw(at).starts_with(char::is_uppercase)
    }

    pub(super) fn flags(&self, at: usize) -> u32 {
        self.words.get(at).map_or(0, |w| self.lexicon.of(w.hash).flags)
    }

    /// The names and words between two places, in order.
    pub(super) fn tokens(&self, first: usize, end: usize) -> Vec<Token> {
        let mut out = Vec::with_capacity(end - first);
        let mut at = first;
        while at < end {
            let token = self.token(at, end);
            at = token.end;
            out.push(token);
        }
        out
    }

    fn token(&self, at: usize, end: usize) -> Token {
        const LONGEST: usize = 4;
        let capital = self.is_capital(at);
        if capital {
            let ahead: Vec<u32> = self.words[at..end.min(at + LONGEST)].iter().map(|w| w.hash).collect();
            let short = |n: usize| n == 1 && self.raw(at).len() <= SHORT_FORM && self.raw(at).contains(char::is_lowercase);
            // "Israel's" folds to a word of its own
            let owner = || self.owner(at).map(|hash| [hash]).and_then(|w| self.lexicon.alias(&w));
            if let Some((number, words)) = self.lexicon.alias(&ahead).filter(|&(_, n)| !short(n)).or_else(owner) {
                let key = Some((number + 1).wrapping_mul(ALIAS_KEY));
                return Token { first: at, end: at + words, key, capital, alias: Some(number) };
            }
        }
        let raw = self.owned(at);
        Token { first: at, end: at + 1, key: term(raw, self.words[at].is_character()), capital, alias: None }
    }

    /// The word without the ending of a possessive.
    pub(super) fn owned(&self, at: usize) -> &'a str {
        let raw = self.raw(at);
        ["'s", "’s"].iter().find_map(|ending| raw.strip_suffix(ending)).unwrap_or(raw)
    }

    fn owner(&self, at: usize) -> Option<u32> {
        let owned = self.owned(at);
        (owned.len() < self.raw(at).len()).then(|| crate::text::fold(owned).first().map(|w| w.hash))?
    }

    /// Whether a word stands for its owner: "Norvik's", "the United States'".
    pub(super) fn is_possessive(&self, at: usize) -> bool {
        let Some(word) = self.words.get(at) else { return false };
        let behind = &self.text[word.end as usize..];
        self.owned(at).len() < self.raw(at).len() || behind.starts_with(['\'', '’']) && self.raw(at).ends_with('s')
    }

    /// What stands between a word and the one before it.
    pub(super) fn gap(&self, at: usize) -> &'a str {
        let from = if at == 0 { 0 } else { self.words[at - 1].end as usize };
        let to = self.words.get(at).map_or(self.text.len(), |w| w.start as usize);
        &self.text[from.min(to)..to]
    }

    /// Whether a number is one of percent: "46%", "46 percent", "46 per cent".
    pub(super) fn is_percentage(&self, at: usize) -> bool {
        const SIGNS: [char; 2] = ['%', '％'];
        let behind = self.words.get(at).map_or("", |w| &self.text[w.end as usize..]);
        behind.trim_start().starts_with(SIGNS) || self.lexicon.percent.iter().any(|p| self.begins(at + 1, p))
    }

    fn begins(&self, at: usize, phrase: &[u32]) -> bool {
        phrase.iter().zip(at..).all(|(&word, at)| self.words.get(at).is_some_and(|w| w.hash == word))
    }

    /// Whether a word says nothing of its own inside a name: "the", "President".
    pub(super) fn is_title(&self, at: usize) -> bool {
        self.flags(at) & (flag::TITLE | flag::DETERMINER | flag::OF) != 0
    }
}
