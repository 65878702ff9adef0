//! Masking: what stands in the place of names, numbers and addresses.
//!
//! A word with a capital is masked unless the collection writes it in lower case too, never writes it with a capital inside a sentence, and no
//! speaker is called so. So *The* at the start of a sentence stays, *White* of a White House does not, nor does a surname that is also
//! a common word. What the user confirmed is shown, word for word as given.

use std::collections::BTreeSet;

use retold::record::Span;

use super::names::Vocabulary;
use crate::collection::{Collection, Doing, Error};

/// Digits in a row, separators between them left out, from which on a number may be a telephone number or an identity.
const LONG_NUMBER: usize = 6;

/// Digits behind a point from which on a number may be a coordinate: a thousandth of a degree is about a hundred metres.
const FINE: usize = 3;

/// Knows what is shown and what is masked.
#[derive(Debug)]
pub struct Mask {
    vocabulary: Vocabulary,
    /// Names that may be shown, as sequences of words.
    confirmed: Vec<Vec<String>>,
    /// Words that are masked wherever they stand, in any case.
    redacted: BTreeSet<String>,
    /// Outlets: a study of reuse is about them.
    outlets: BTreeSet<String>,
}

/// A word of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    start: usize,
    end: usize,
    /// It has a capital letter anywhere.
    pub(super) capital: bool,
    /// It opens a sentence, a line or a quotation, or stands in a line of capitals.
    pub(super) opens: bool,
}

impl Token {
    pub(super) fn word<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }
}

/// Words of letters, with hyphens and apostrophes inside taken apart, so that each part is judged.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = Token> + '_ {
    let mut at = 0;
    let mut opens = true;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let from = rest.find(char::is_alphanumeric)?;
        // a stop, a line end or an opening mark between two words opens anew; a dot inside a word (U.S.) is between two words too: masked, not shown
        opens |= rest[..from].contains(['\n', '.', '!', '?', '…', '"', '“', '„', '«', '»', '‘', ':', '•', '—']);
        let start = at + from;
        let len = text[start..].find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len() - start);
        at = start + len;
        let word = &text[start..at];
        let token = Token { start, end: at, capital: word.chars().any(char::is_uppercase), opens };
        opens = false;
        Some(token)
    })
}

impl Mask {
    /// `confirmed` are the names that may be shown; `redacted` words that are masked wherever they stand, whatever was confirmed.
    ///
    /// # Errors
    /// Where the collection cannot be read.
    pub fn of(collection: &Collection, confirmed: &[String], redacted: &[String]) -> Result<Self, Error> {
        let db = collection.db();
        let doing = "cannot read the texts";
        let vocabulary = Vocabulary::of(&db).doing(collection.db_path(), doing)?;
        let outlets = db
            .prepare("SELECT DISTINCT outlet FROM articles WHERE outlet IS NOT NULL ORDER BY outlet")
            .and_then(|mut all| all.query_map([], |r| r.get(0))?.collect())
            .doing(collection.db_path(), doing)?;
        Ok(Self::new(vocabulary, confirmed, redacted, outlets))
    }

    fn new(vocabulary: Vocabulary, confirmed: &[String], redacted: &[String], outlets: BTreeSet<String>) -> Self {
        let words = |name: &String| tokens(name).map(|t| t.word(name).to_owned()).collect::<Vec<_>>();
        let mut confirmed: Vec<_> = confirmed.iter().chain(&outlets).map(words).filter(|name| !name.is_empty()).collect();
        // the longest first, so that a part of a name does not show the rest
        confirmed.sort_by_key(|name| std::cmp::Reverse(name.len()));
        let redacted = redacted.iter().flat_map(|name| tokens(name).map(|t| t.word(name).to_lowercase()).collect::<Vec<_>>()).collect();
        Mask { vocabulary, confirmed, redacted, outlets }
    }

    /// The name of an outlet, unless it is to be masked.
    pub(super) fn outlet(&self, name: &str) -> String {
        if self.outlets.contains(name) && !tokens(name).any(|t| self.redacted.contains(&t.word(name).to_lowercase())) {
            name.to_owned()
        } else {
            "[name]".to_owned()
        }
    }

    /// The first words of a passage, masked. `None` where its script has no capitals that would tell names.
    pub(super) fn excerpt(&self, passage: &str, words: usize) -> Option<String> {
        let uncased = |c: &char| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase();
        let letters = passage.chars().filter(|c| c.is_alphabetic()).count();
        if 10 * passage.chars().filter(uncased).count() > letters {
            return None;
        }
        let ends = tokens(passage).nth(words - 1).map(|t| t.end).filter(|&end| end < passage.len());
        let masked = self.masked(&passage[..ends.unwrap_or(passage.len())]);
        Some(if ends.is_some() { format!("{masked} […]") } else { masked })
    }

    /// A text with everything masked that is not shown.
    pub(super) fn masked(&self, text: &str) -> String {
        let mut hidden: Vec<(Span, &str)> = addresses(text).into_iter().map(|span| (span, "[address]")).collect();
        hidden.extend(long_numbers(text).into_iter().map(|span| (span, "[number]")));
        hidden.extend(self.runs(text).into_iter().map(|span| (span, "[name]")));
        hidden.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
        let (mut out, mut at) = (String::new(), 0);
        for (span, sign) in hidden {
            if (span.start as usize) < at {
                // inside what is hidden already; what sticks out goes too
                at = at.max(span.end as usize);
                continue;
            }
            out.push_str(&text[at..span.start as usize]);
            out.push_str(sign);
            at = span.end as usize;
        }
        out.push_str(&text[at..]);
        out
    }

    /// Stretches that are masked as names: words that may be names, with what stands between two of them.
    pub(super) fn runs(&self, text: &str) -> Vec<Span> {
        let all: Vec<Token> = tokens(text).collect();
        let mut shown = vec![false; all.len()];
        for at in 0..all.len() {
            let starts = |name: &&Vec<String>| all[at..].len() >= name.len() && name.iter().zip(&all[at..]).all(|(w, t)| w == t.word(text));
            if let Some(name) = self.confirmed.iter().find(starts)
                && !shown[at]
            {
                shown[at..at + name.len()].fill(true);
            }
        }
        let mut out: Vec<Span> = Vec::new();
        let mut last: Option<usize> = None;
        for (at, token) in all.iter().enumerate() {
            if !self.is_hidden(token, text, shown[at]) {
                continue;
            }
            match (last, out.last_mut()) {
                // a dot stands inside a name behind an initial only
                (Some(before), Some(run))
                    if before + 1 == at
                        && joins(&text[run.end as usize..token.start])
                        && (!token.opens || all[before].word(text).chars().count() == 1) =>
                {
                    run.end = token.end as u32;
                }
                _ => out.push(Span::from(token.start..token.end)),
            }
            last = Some(at);
        }
        out
    }

    fn is_hidden(&self, token: &Token, text: &str, shown: bool) -> bool {
        let word = token.word(text);
        let lower = word.to_lowercase();
        if self.redacted.contains(&lower) {
            return true;
        }
        let plain = self.vocabulary.common.contains(&lower) && !self.vocabulary.names.contains(&lower);
        // digits with letters (plates, flights, identities) say as much as a name
        let mixed = word.chars().any(|c| c.is_ascii_digit()) && word.chars().any(char::is_alphabetic) && !is_measure(word);
        !shown && ((token.capital && !plain) || mixed)
    }
}

/// A short number with its unit or ending: `20th`, `5km`, `90s`.
fn is_measure(word: &str) -> bool {
    let letters = word.trim_start_matches(|c: char| c.is_ascii_digit());
    word.len() - letters.len() <= 4 && letters.len() <= 2 && letters.bytes().all(|b| b.is_ascii_lowercase())
}

/// What may stand inside a name: a space, a hyphen, an apostrophe, a dot of an initial.
fn joins(between: &str) -> bool {
    between.chars().all(|c| matches!(c, ' ' | '\u{a0}' | '-' | '‐' | '\'' | '’' | '.')) && between.len() <= 4
}

/// Electronic addresses and handles: everything without a space around an `@`, `://` or `www.`.
fn addresses(text: &str) -> Vec<Span> {
    let mut at = 0;
    let mut out = Vec::new();
    for piece in text.split_inclusive(char::is_whitespace) {
        let trimmed = piece.trim_end();
        let lower = trimmed.to_lowercase();
        let domain = lower.trim_end_matches(|c: char| !c.is_alphanumeric()).rsplit_once('.').is_some_and(|(host, end)| {
            end.len() >= 2
                && end.len() <= 6
                && end.chars().all(|c| c.is_ascii_lowercase())
                && host.len() >= 2
                && host.is_ascii()
                && !host.ends_with('.')
        });
        if lower.contains(['@', '#']) || lower.contains("://") || lower.contains("www.") || domain {
            out.push(Span::from(at..at + trimmed.len()));
        }
        at += piece.len();
    }
    out
}

/// Numbers long enough to be dialled or to be an identity, and fractions fine enough to be coordinates, with what joins their digits.
fn long_numbers(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut rest = 0;
    while let Some(from) = text[rest..].find(char::is_numeric) {
        let start = rest + from;
        let end = number_end(text, start);
        let number = &text[start..end];
        let digits = number.chars().filter(|c| c.is_numeric()).count();
        let fine = number.split('.').skip(1).any(|part| part.chars().take_while(|c| c.is_numeric()).count() >= FINE);
        if fine || (digits >= LONG_NUMBER && !grouped(number)) {
            out.push(Span::from(start..end));
        }
        rest = end;
    }
    out
}

/// Where digits and what stands between digits of one number end. A comma with a space behind it ends a number.
fn number_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut comma = false;
    for (at, c) in text[start..].char_indices() {
        match c {
            c if c.is_numeric() => end = start + at + c.len_utf8(),
            ' ' | '\u{a0}' if comma => break,
            ',' | '-' | '–' | ' ' | '\u{a0}' | '/' | '(' | ')' | '.' | '+' | '°' | '\'' | '′' => {}
            _ => break,
        }
        comma = c == ',';
    }
    end
}

/// A count with its thousands marked, as `1,250,000`.
fn grouped(number: &str) -> bool {
    let mut groups = number.split(',');
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len()) && number.contains(',') && groups.all(|g| g.len() == 3 && g.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mask(texts: &[&str], confirmed: &[&str], redacted: &[&str]) -> Mask {
        let mut vocabulary = Vocabulary::default();
        texts.iter().for_each(|text| vocabulary.read(text));
        let own = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        Mask::new(vocabulary, &own(confirmed), &own(redacted), ["Narrows Radio".to_owned()].into())
    }

    const TEXT: &str = "The rescuer Maren Oskarby said the brown water rose. Brown water filled White Lane. Oskarby was there; so was Anneke Brown. \
        Brown told Narrows Radio: \u{201c}We carried them.\u{201d}";

    #[test]
    fn names_go_and_words_that_open_a_sentence_stay() {
        let shown = mask(&[TEXT, "the water, we said"], &[], &[]).masked(TEXT);
        assert_eq!(
            shown,
            "The rescuer [name] said the brown water rose. [name] water filled [name]. [name] was there; so was [name]. [name] told Narrows Radio: \
             \u{201c}We carried them.\u{201d}"
        );
    }

    #[test]
    fn what_is_confirmed_is_shown_as_a_whole_and_what_is_redacted_never() {
        let shown = mask(&[TEXT], &["Maren Oskarby"], &[]).masked(TEXT);
        assert!(shown.contains("rescuer Maren Oskarby said") && !shown.contains(". Oskarby was"), "{shown}");
        let shown = mask(&[TEXT], &["Maren Oskarby"], &["oskarby", "water"]).masked(TEXT);
        assert!(!shown.to_lowercase().contains("oskarby") && !shown.contains("water"), "{shown}");
    }

    #[test]
    fn numbers_and_addresses_that_lead_to_somebody_go_and_counts_stay() {
        let text = "call 0171 555-0199 or +44 (0)20 7946 0018, write to m.o@relief.example, see www.relief.example/x or @maren; at 33.5138, 36.2765; \
            1,250,000 of 800 people on the 20th, passport AB1234567, plate 7KX99";
        let shown = mask(&[&text.to_lowercase()], &[], &[]).masked(text);
        for gone in ["0171", "0199", "7946", "relief", "maren", "33.5", "36.2", "1234567", "KX99"] {
            assert!(!shown.contains(gone), "{gone} in {shown}");
        }
        for stays in ["1,250,000", "800 people", "20th"] {
            assert!(shown.contains(stays), "{stays} not in {shown}");
        }
    }

    #[test]
    fn scripts_without_capitals_give_no_excerpt_and_long_passages_are_cut() {
        let mask = mask(&["one two three four five six"], &[], &[]);
        assert_eq!(mask.excerpt("وقال المتحدث باسم المنقذين", 40), None);
        assert_eq!(mask.excerpt("one two three four five six", 4).as_deref(), Some("one two three four […]"));
    }
}
