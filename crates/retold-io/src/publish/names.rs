//! Which words may be names: learnt from the collection itself, in doubt a name.

use std::collections::BTreeSet;

use retold::record::Span;
use retold::text::on_one_line;
use rusqlite::Connection;

use super::mask::{Mask, tokens};
use crate::collection::{Collection, Doing, Error};

/// What the texts of a collection tell of words.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// Words that stand in lower case somewhere.
    pub(super) common: BTreeSet<String>,
    /// Words that stand with a capital inside a sentence, or in a speaker's name; lower case.
    pub(super) names: BTreeSet<String>,
}

impl Vocabulary {
    pub(super) fn of(db: &Connection) -> rusqlite::Result<Self> {
        let mut out = Vocabulary::default();
        let mut texts = db.prepare("SELECT text FROM articles ORDER BY id")?;
        let mut rows = texts.query([])?;
        while let Some(row) = rows.next()? {
            out.read(row.get_ref(0)?.as_str()?);
        }
        let mut speakers = db.prepare("SELECT DISTINCT speaker FROM attributions WHERE speaker IS NOT NULL ORDER BY speaker")?;
        let mut rows = speakers.query([])?;
        while let Some(row) = rows.next()? {
            let speaker = row.get_ref(0)?.as_str()?;
            out.names.extend(tokens(speaker).filter(|t| t.capital).map(|t| t.word(speaker).to_lowercase()));
        }
        Ok(out)
    }

    pub(super) fn read(&mut self, text: &str) {
        for token in tokens(text) {
            let word = token.word(text);
            match (token.capital, token.opens) {
                (false, _) => drop(self.common.insert(word.to_owned())),
                (true, false) => drop(self.names.insert(word.to_lowercase())),
                (true, true) => {}
            }
        }
    }
}

/// Everything that [`Mask`] would mask as a name when nothing is confirmed, in alphabetical order, each once: the list that a user goes through and
/// shortens to what may be shown. It has no counts and no places on purpose.
///
/// # Errors
/// Where the collection cannot be read.
pub fn names(collection: &Collection) -> Result<BTreeSet<String>, Error> {
    let mask = Mask::of(collection, &[], &[])?;
    let db = collection.db();
    let read = || -> rusqlite::Result<BTreeSet<String>> {
        let mut out = BTreeSet::new();
        let mut texts = db.prepare("SELECT text FROM articles ORDER BY id")?;
        let mut rows = texts.query([])?;
        while let Some(row) = rows.next()? {
            let text = row.get_ref(0)?.as_str()?;
            out.extend(mask.runs(text).into_iter().map(|span: Span| on_one_line(span.of(text))));
        }
        Ok(out)
    };
    read().doing(collection.db_path(), "cannot read the texts")
}
