//! What was worked out of each article alone: kept when it is added, so that an add reads the texts of new articles only.

use rayon::prelude::*;
use retold::record::ArticleIx;
use retold::{CorpusView, Digest};
use rusqlite::{Connection, OptionalExtension, Result, params};

use super::{Doing, Error, Roster, Writer};

/// Articles of which something is worked out before it is stored.
const AT_A_TIME: usize = 1024;

impl Writer<'_> {
    /// Works out what is to be kept of every article of which nothing is kept yet: new ones, and those whose site blocks have changed. Call it
    /// once these are derived.
    pub(crate) fn keep_digests(&mut self, corpus: &CorpusView<'_>, roster: &Roster) -> std::result::Result<(), Error> {
        let doing = "cannot keep what was read of a text";
        let path = &self.collection.db_path;
        let missing = missing(&self.collection.db()).doing(path, doing)?;
        for numbers in missing.chunks(AT_A_TIME) {
            let ranks: Vec<(u32, ArticleIx)> = numbers.iter().filter_map(|&n| Some((n, roster.rank(n)?))).collect();
            let digests: Vec<(u32, Digest)> = ranks.into_par_iter().map(|(n, rank)| (n, corpus.digest(rank))).collect();
            let db = self.collection.db();
            let store = || {
                let mut row = db.prepare_cached("INSERT INTO digests (article, terms, figures) VALUES (?1, ?2, ?3)")?;
                digests.iter().try_for_each(|(n, d)| row.execute(params![n, d.terms, d.figures]).map(|_| ()))
            };
            store().doing(path, doing)?;
        }
        Ok(())
    }
}

/// Numbers of the articles of which nothing is kept; all where what is kept is of another version.
fn missing(db: &Connection) -> Result<Vec<u32>> {
    let version = Digest::VERSION.to_string();
    let known: Option<String> = db.query_row("SELECT value FROM meta WHERE key = 'digests'", [], |r| r.get(0)).optional()?;
    if known.as_ref() != Some(&version) {
        db.execute("DELETE FROM digests", [])?;
        db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('digests', ?1)", [version])?;
    }
    let sql = "SELECT number FROM article_rows WHERE number NOT IN (SELECT article FROM digests) ORDER BY number";
    db.prepare(sql)?.query_map([], |r| r.get(0))?.collect()
}

/// What is kept of the article with this number.
pub(super) fn digest(db: &Connection, number: u32) -> Result<Option<Digest>> {
    let mut one = db.prepare_cached("SELECT terms, figures FROM digests WHERE article = ?1")?;
    one.query_row([number], |r| Ok(Digest { terms: r.get(0)?, figures: r.get(1)? })).optional()
}

/// Forgets what is kept of an article: what it was worked out from has changed.
pub(super) fn forget(db: &Connection, number: u32) -> Result<()> {
    db.prepare_cached("DELETE FROM digests WHERE article = ?1")?.execute([number]).map(|_| ())
}
