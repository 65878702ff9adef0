//! Which articles hold a word: SQLite's full-text index over the folded words of title and text.
//!
//! Its terms are the hashes of folded words, so that a word is found where the engine would call it the same: whatever its case, accents or look-alike
//! letters, and by single characters in scripts without spaces. It knows no places in texts. What stands side by side is read from the words of the
//! index segments: with places the index would be five times as large, and was 61 % of the texts instead of 12 %.

use std::fmt::Write;

use retold::text::{Word, fold};
use rusqlite::{Connection, Result};

use super::{Collection, Error};
use crate::segment::Segment;

/// Words and phrases that an article has to hold, and those it must not.
///
/// Words stand apart or `"side by side"`; one with `-` in front must not be there; of two with `|` between them one is enough. Beginnings of words
/// cannot be asked for: the index holds hashes of words, and neither their letters nor their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordQuery {
    /// Of each list, one phrase has to be there.
    with: Vec<Vec<Vec<u32>>>,
    without: Vec<Vec<u32>>,
}

impl WordQuery {
    /// Reads what somebody typed; none where no word has to be there.
    pub fn new(asked: &str) -> Option<Self> {
        let mut query = WordQuery::default();
        let mut or = false;
        for (part, no) in parts(asked) {
            if part == EITHER {
                or = true;
                continue;
            }
            let words: Vec<u32> = fold(part).iter().map(|w| w.hash).collect();
            match query.with.last_mut().filter(|_| or && !no) {
                _ if words.is_empty() => {}
                Some(alternatives) => alternatives.push(words),
                None if no => query.without.push(words),
                None => query.with.push(vec![words]),
            }
            or = false;
        }
        (!query.with.is_empty()).then_some(query)
    }

    /// Whether the index alone can answer.
    fn is_plain(&self) -> bool {
        self.with.iter().flatten().chain(&self.without).all(|phrase| phrase.len() == 1)
    }

    /// The question to the index: a superset of the answer where phrases are asked for.
    fn expression(&self) -> String {
        let all = |phrase: &Vec<u32>| format!("({})", phrase.iter().map(|&hash| term(hash)).collect::<Vec<_>>().join(" AND "));
        let any = |alternatives: &Vec<Vec<u32>>| format!("({})", alternatives.iter().map(all).collect::<Vec<_>>().join(" OR "));
        let mut out = self.with.iter().map(any).collect::<Vec<_>>().join(" AND ");
        for phrase in self.without.iter().filter(|phrase| phrase.len() == 1) {
            let _ = write!(out, " NOT {}", term(phrase[0]));
        }
        out
    }

    /// Whether an article with these words in its title and its text is meant.
    fn holds(&self, title: &[u32], text: &[Word]) -> bool {
        let stands = |phrase: &Vec<u32>| title.windows(phrase.len()).any(|w| w == phrase) || place(text, phrase).is_some();
        self.with.iter().all(|alternatives| alternatives.iter().any(stands)) && !self.without.iter().any(stands)
    }

    /// Where what is asked for stands in a text, in bytes, in order; overlaps are one place.
    pub fn places(&self, text: &str) -> Vec<retold::record::Span> {
        let words = fold(text);
        let mut found: Vec<retold::record::Span> = Vec::new();
        for phrase in self.with.iter().flatten() {
            let at = words.windows(phrase.len()).filter(|run| run.iter().map(|w| w.hash).eq(phrase.iter().copied()));
            found.extend(at.map(|run| retold::record::Span::new(run[0].start, run[run.len() - 1].end)));
        }
        found.sort_unstable_by_key(|s| (s.start, s.end));
        found.dedup_by(|next, last| {
            let meet = next.start < last.end;
            if meet {
                last.end = last.end.max(next.end);
            }
            meet
        });
        found
    }
}

fn place(words: &[Word], phrase: &[u32]) -> Option<usize> {
    words.windows(phrase.len()).position(|run| run.iter().map(|w| w.hash).eq(phrase.iter().copied()))
}

fn term(hash: u32) -> String {
    format!("\"{hash:08x}\"")
}

/// Between two words or phrases: one of them is enough. A sign and not a word, since words are of a language.
const EITHER: &str = "|";

/// Words, phrases and [`EITHER`], each with whether it must not be there.
fn parts(asked: &str) -> Vec<(&str, bool)> {
    let is_mark = |c: char| matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»');
    let mut out = Vec::new();
    let mut rest = asked.trim_start();
    while let Some(first) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix(EITHER) {
            out.push((EITHER, false));
            rest = after.trim_start();
            continue;
        }
        let no = first == '-';
        let bare = if no { &rest[1..] } else { rest };
        let mark = bare.chars().next().filter(|&c| is_mark(c));
        let (part, after) = match mark {
            Some(mark) => {
                let inner = &bare[mark.len_utf8()..];
                inner.split_once(is_mark).unwrap_or((inner, ""))
            }
            None => bare.split_at(bare.find(|c: char| c.is_whitespace() || is_mark(c) || c == '|').unwrap_or(bare.len())),
        };
        out.push((part, no));
        rest = after.trim_start();
    }
    out
}

/// Puts an article's words into the index.
pub(super) fn insert(db: &Connection, number: u32, title: Option<&str>, words: &[Word]) -> Result<()> {
    let mut hashes: Vec<u32> = words.iter().map(|w| w.hash).collect();
    hashes.extend(title.map(fold).iter().flatten().map(|w| w.hash));
    hashes.sort_unstable();
    hashes.dedup();
    let mut terms = String::with_capacity(hashes.len() * 9);
    for hash in hashes {
        let _ = write!(terms, "{hash:08x} ");
    }
    db.prepare_cached("INSERT INTO word_index (rowid, words) VALUES (?1, ?2)")?.execute(rusqlite::params![number, terms])?;
    Ok(())
}

/// Looks articles up by words.
pub(super) struct WordSearch<'c> {
    collection: &'c Collection,
    query: WordQuery,
    segments: Vec<Segment>,
}

impl<'c> WordSearch<'c> {
    pub(super) fn new(collection: &'c Collection, query: WordQuery) -> std::result::Result<Self, Error> {
        let segments = if query.is_plain() { Vec::new() } else { collection.segments()? };
        Ok(WordSearch { collection, query, segments })
    }

    /// Numbers of the articles that hold all the words, wherever they stand.
    pub(super) fn candidates(&self) -> std::result::Result<Vec<i64>, Error> {
        self.collection.numbers("articles with words", &[&self.query.expression()])
    }

    /// Whether candidates have still to be looked at.
    pub(super) fn checks(&self) -> bool {
        !self.query.is_plain()
    }

    /// Whether a candidate holds the phrases.
    pub(super) fn holds(&self, number: i64) -> std::result::Result<bool, Error> {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let at = self.segments.partition_point(|s| s.first_article() <= number);
        let segment = at.checked_sub(1).map(|at| &self.segments[at]).ok_or(Error::NoArticle { number })?;
        let words = segment.words(number).map_err(|source| Error::Io { what: "cannot read the index".into(), source })?;
        let title: Vec<u32> = fold(&self.collection.title(number)?).iter().map(|w| w.hash).collect();
        Ok(self.query.holds(&title, &words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str) -> Vec<(&str, bool)> {
        parts(text)
    }

    #[test]
    fn words_phrases_and_what_must_not_be_there_are_told_apart() {
        assert_eq!(
            asked(" quay  \"three ferries\" -“no phrase” -pier"),
            [("quay", false), ("three ferries", false), ("no phrase", true), ("pier", true)]
        );
        assert_eq!(asked("„so nicht“ x"), [("so nicht", false), ("x", false)]);
        assert_eq!(asked("\"not closed"), [("not closed", false)]);
        assert_eq!(WordQuery::new("-pier"), None, "what must not be there alone asks for nothing");
        assert_eq!(WordQuery::new(" \"\" - "), None);
    }

    #[test]
    fn of_two_words_with_a_bar_between_them_one_is_enough() {
        assert_eq!(
            asked("quay|pier \"two boats\" | ferry"),
            [("quay", false), ("|", false), ("pier", false), ("two boats", false), ("|", false), ("ferry", false)]
        );
        let query = WordQuery::new("tide quay | \"the pier\" -boat").expect("words");
        assert!(query.holds(&[], &fold("A tide at the quay")) && query.holds(&[], &fold("The pier at low tide")));
        for not in ["a quay", "tide and pier", "the pier, a boat, the tide"] {
            assert!(!query.holds(&[], &fold(not)), "{not}");
        }
        // a bar without words on both sides says nothing
        assert_eq!(WordQuery::new("| quay |"), WordQuery::new("quay"));
        assert_eq!(WordQuery::new("| -quay |"), None);
    }

    #[test]
    fn a_word_is_found_whatever_its_case_and_accents() {
        let query = WordQuery::new("MARÉE \"the quay\"").expect("two parts");
        let places: Vec<&str> = query
            .places("The quay, and la maree; the  Quay again. Quay the")
            .iter()
            .map(|s| s.of("The quay, and la maree; the  Quay again. Quay the"))
            .collect();
        assert_eq!(places, ["The quay", "maree", "the  Quay"]);
        let words = fold("quay the maree");
        assert!(!query.holds(&[], &words), "the words are there, the phrase is not");
        let title: Vec<u32> = fold("The Quay").iter().map(|w| w.hash).collect();
        assert!(query.holds(&title, &words), "a title counts");
    }
}
