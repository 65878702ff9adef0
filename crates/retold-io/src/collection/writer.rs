use std::collections::BTreeSet;
use std::fs::File;
use std::{fmt, mem};

use retold::record::{Article, stable_id};
use retold::text::Word;
use rusqlite::{Connection, ErrorCode, params};

use super::derived::Stored;
use super::{Collection, DiskShelf, Doing, Error, Roster, article_rows};
use crate::manifest::{self, Manifest};
use crate::segment::{Segment, SegmentBuilder, merged};
use crate::skipped::SkippedRow;
use crate::version::{version_id, version_order};

/// Compression of raw bytes: zstd's default, about 300 MB/s; 19 would save a tenth and cost thirty times as much.
const RAW_LEVEL: i32 = 3;

/// What became of an article that was put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Put {
    /// Stored under this number.
    New(u32),
    /// Id and text are there already, under this number.
    Unchanged(u32),
    /// The page of this address has another text now. Stored as an article of its own.
    NewVersion {
        /// Its number.
        number: u32,
        /// Its id: made of the record's id and the hash of the text.
        id: String,
        /// Id of the version that came first.
        version_of: String,
    },
    /// The id is taken by another text of another or no address. Nothing was stored; the caller records a skip.
    IdConflict,
}

/// One `add`: everything put becomes visible with [`Writer::commit`], or not at all.
pub struct Writer<'c> {
    pub(super) collection: &'c Collection,
    /// The first number of this add.
    pub(super) first: u32,
    next: u32,
    packer: zstd::bulk::Compressor<'static>,
    segments: Vec<Segment>,
    /// Segments of this add, to be removed if it is not committed.
    added: usize,
    committed: bool,
    /// Rows that were stored by this add.
    pub(super) derived: Stored,
    // given back last
    _lock: File,
}

impl<'c> Writer<'c> {
    pub(super) fn begin(collection: &'c Collection) -> Result<Self, Error> {
        let lock = collection.lock()?;
        collection.tidy()?;
        let segments = collection.segments()?;
        let next = {
            let db = collection.db();
            // references are kept by construction and checked by `Collection::check`; checking each of a million rows would double the time
            let begin = || {
                db.pragma_update(None, "foreign_keys", false)?;
                // with the lock held nobody else puts articles
                let next = db.query_row("SELECT coalesce(max(number) + 1, 0) FROM article_rows", [], |r| r.get(0))?;
                if next == 0 {
                    write_once(&db)?;
                }
                db.execute_batch("BEGIN IMMEDIATE")?;
                Ok::<u32, rusqlite::Error>(next)
            };
            begin().doing(&collection.db_path, "cannot begin to add")?
        };
        let packer = zstd::bulk::Compressor::new(RAW_LEVEL).doing(&collection.db_path, "cannot begin to compress")?;
        Ok(Writer { collection, first: next, next, packer, segments, added: 0, committed: false, derived: Stored::default(), _lock: lock })
    }

    /// Stores an article, its blocks and links, and the bytes it was read from. `words` are the folded words of its text.
    ///
    /// Numbers are contiguous from 0 in the order of putting. Equal bytes at two places are two articles.
    pub fn put_article(&mut self, article: &Article, raw: &[u8], words: &[Word]) -> Result<Put, Error> {
        let Some(known) = self.known(&article.id)? else {
            return self.insert(article, raw, words).map(Put::New);
        };
        if known.text_sha256 == article.text_sha256 {
            return Ok(Put::Unchanged(known.number));
        }
        if article.url.is_none() || article.url != known.url {
            return Ok(Put::IdConflict);
        }
        let id = version_id(&article.id, &article.text_sha256);
        if let Some(known) = self.known(&id)? {
            return Ok(Put::Unchanged(known.number));
        }
        if version_order(article) < known.order {
            // ids must not depend on the order of adding
            let id = version_id(&article.id, &known.text_sha256);
            self.rename(known.number, &id)?;
            let number = self.insert(article, raw, words)?;
            return Ok(Put::NewVersion { number, id: article.id.clone(), version_of: id });
        }
        let version = Article { id: id.clone(), version_of: Some(article.id.clone()), ..article.clone() };
        let number = self.insert(&version, raw, words)?;
        Ok(Put::NewVersion { number, id, version_of: article.id.clone() })
    }

    /// Gives a stored article another id. Its alignments are done again: they go by the order of ids.
    fn rename(&mut self, number: u32, id: &str) -> Result<(), Error> {
        let article = Article { id: id.to_owned(), ..self.collection.article(number)? };
        article_rows::rename(&self.collection.db(), number, &article).doing(&self.collection.db_path, "cannot rename an article")?;
        // labels and hedges go by the article's number, and their spans stay
        self.rename_voices(number, &article)
    }

    fn known(&self, id: &str) -> Result<Option<article_rows::Known>, Error> {
        article_rows::known(&self.collection.db(), id).doing(&self.collection.db_path, "cannot look up an article")
    }

    fn insert(&mut self, article: &Article, raw: &[u8], words: &[Word]) -> Result<u32, Error> {
        let path = &self.collection.db_path;
        let packed = if raw == article.text.as_bytes() { None } else { Some(self.packer.compress(raw)) };
        let packed = packed.transpose().doing(path, "cannot compress the raw bytes of an article")?;
        let number = self.next;
        let stored = article_rows::insert(&self.collection.db(), number, article, words, packed.as_deref());
        stored.doing(path, "cannot store an article")?;
        self.next += 1;
        Ok(number)
    }

    /// Records something that was left out. The same row twice is one row, so that reading an input again changes nothing.
    /// Gives its id, and whether it is a new one.
    pub fn put_skipped(&mut self, row: &SkippedRow) -> Result<(String, bool), Error> {
        let id = stable_id("s", &[&row.folder, &row.input, row.locator.as_deref().unwrap_or(""), &row.reason, &row.detail]);
        let sql = "INSERT OR IGNORE INTO skipped (id, input, locator, reason, detail, folder) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let row = params![id, row.input, row.locator, row.reason, row.detail, row.folder];
        let put = self.collection.db().prepare_cached(sql).and_then(|mut s| s.execute(row));
        let new = put.doing(&self.collection.db_path, "cannot store a skipped input")? > 0;
        Ok((id, new))
    }

    /// Forgets what was left out of an input that was read again, but for the rows with these ids: it was repaired. Gives whether there was any.
    pub fn forget_skipped(&mut self, folder: &str, input: &str, but: &BTreeSet<String>) -> Result<bool, Error> {
        let db = self.collection.db();
        let forget = || {
            let ids: Vec<String> = db
                .prepare_cached("SELECT id FROM skipped WHERE input = ?1 AND folder = ?2")?
                .query_map([input, folder], |r| r.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            let old: Vec<&String> = ids.iter().filter(|id| !but.contains(*id)).collect();
            let mut delete = db.prepare_cached("DELETE FROM skipped WHERE id = ?1")?;
            old.iter().try_for_each(|id| delete.execute([id]).map(|_| ()))?;
            Ok::<_, rusqlite::Error>(!old.is_empty())
        };
        forget().doing(&self.collection.db_path, "cannot forget a skipped input")
    }

    /// Records a file that was read: its name relative to the input argument, the SHA-256 of its bytes in hexadecimal, and its length.
    pub fn put_input(&mut self, input: &str, sha256: &str, bytes: u64) -> Result<(), Error> {
        let sql = "INSERT OR REPLACE INTO inputs (input, sha256, bytes) VALUES (?1, ?2, ?3)";
        self.execute(sql, params![input, sha256, bytes.cast_signed()], "cannot store the hash of an input")
    }

    /// Starts the segment of this add: articles from the next number on. Begin it before the first article is put.
    pub fn segment_builder(&self, config_hash: u64, memory_budget_bytes: usize) -> Result<SegmentBuilder, Error> {
        let dir = self.collection.index_dir();
        SegmentBuilder::new(&dir, self.next, config_hash, memory_budget_bytes).doing(&dir, "cannot begin a segment")
    }

    /// Makes a finished segment part of the collection.
    pub fn add_segment(&mut self, segment: Segment) -> Result<(), Error> {
        let sql = "INSERT INTO segments (name, first_article, articles) VALUES (?1, ?2, ?3)";
        self.execute(sql, params![segment.name(), segment.first_article(), segment.articles()], "cannot name a segment")?;
        self.segments.push(segment);
        self.added += 1;
        self.merge_small_segments()
    }

    /// Merges the newest segments where several are small beside what stands before them: a collection that grows day by day then has few, and
    /// each article is rewritten a few times at most. The merged files stay until nobody reads them: they are strays at the next opening.
    fn merge_small_segments(&mut self) -> Result<(), Error> {
        let Some(from) = small_from(&self.segments.iter().map(Segment::articles).collect::<Vec<_>>()) else { return Ok(()) };
        let dir = self.collection.index_dir();
        let segment = merged(&dir, &self.segments[from..]).doing(&dir, "cannot merge segments")?;
        for old in self.segments.drain(from..).collect::<Vec<_>>() {
            self.execute("DELETE FROM segments WHERE name = ?1", [old.name()], "cannot forget a segment")?;
        }
        let sql = "INSERT INTO segments (name, first_article, articles) VALUES (?1, ?2, ?3)";
        self.execute(sql, params![segment.name(), segment.first_article(), segment.articles()], "cannot name a segment")?;
        self.segments.push(segment);
        self.added = 1;
        Ok(())
    }

    /// All segments, those of this add included, in the order of their articles.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Cards, ranks and numbers of all articles, those of this add included.
    pub fn roster(&self) -> Result<Roster, Error> {
        self.collection.roster()
    }

    /// The article with this number, with its blocks and links.
    pub fn article(&self, number: u32) -> Result<Article, Error> {
        self.collection.article(number)
    }

    /// The text of the article with this number.
    pub fn text(&self, number: u32) -> Result<String, Error> {
        self.collection.text(number)
    }

    /// A shelf of all articles, those of this add included, that keeps about `cache_bytes` of readings in RAM.
    pub fn shelf<'r>(&self, roster: &'r Roster, cache_bytes: usize) -> Result<DiskShelf<'r>, Error>
    where
        'c: 'r,
    {
        DiskShelf::new(self.collection, roster, self.segments.clone(), cache_bytes).with_blocks()
    }

    /// Publishes everything at once, then writes `run.json`.
    pub fn commit(mut self, manifest: &Manifest) -> Result<(), Error> {
        let path = &self.collection.db_path;
        {
            let db = self.collection.db();
            let publish = || {
                manifest::store(&db, manifest)?;
                db.execute_batch("COMMIT")
            };
            publish().doing(path, "cannot commit")?;
            self.committed = true;
            // moves the log into the database, so that one file holds everything; a reader in the way puts it off
            let tidy = || {
                write_ahead(&db)?;
                empty_log(&db)?;
                db.pragma_update(None, "foreign_keys", true)
            };
            tidy().doing(path, "cannot close the log")?;
        }
        manifest::write_beside(self.collection)
    }

    /// Runs one statement that gives no rows.
    pub(super) fn execute(&self, sql: &str, values: impl rusqlite::Params, what: &'static str) -> Result<(), Error> {
        let done = self.collection.db().prepare_cached(sql).and_then(|mut s| s.execute(values));
        done.map(|_| ()).doing(&self.collection.db_path, what)
    }
}

/// From here on pages are written to their place at once, and what was there before is kept in a journal. In a database that was empty nearly
/// nothing was: each page is written once, where a log has it written twice and looked up in between. Where somebody reads meanwhile, the log stays.
fn write_once(db: &Connection) -> rusqlite::Result<()> {
    journal(db, "DELETE")
}

/// Back to the log, with which reading goes on while somebody adds.
pub(super) fn write_ahead(db: &Connection) -> rusqlite::Result<()> {
    journal(db, "WAL")
}

fn journal(db: &Connection, mode: &str) -> rusqlite::Result<()> {
    match db.query_row(&format!("PRAGMA journal_mode = {mode}"), [], |_| Ok(())) {
        // somebody else has it open: it stays as it is
        Err(rusqlite::Error::SqliteFailure(e, _)) if e.code == ErrorCode::DatabaseBusy => Ok(()),
        done => done,
    }
}

/// Moves the log into the database, unless something is in the way: then a later add does. SQLite finds a table locked after a check of the whole
/// database and a change of the journal on one connection, once.
fn empty_log(db: &Connection) -> rusqlite::Result<()> {
    match db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())) {
        Err(rusqlite::Error::SqliteFailure(e, _)) if matches!(e.code, ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Ok(()),
        done => done,
    }
}

/// Segments that are merged at a time at least: each look-up asks every segment, so few are wanted; each merge writes them anew, so not
/// every add should. Chosen, not measured.
const MERGED_AT_LEAST: usize = 4;

/// The first of the newest segments to be merged, by their numbers of articles in order: those at most twice as large as all behind them.
fn small_from(articles: &[u32]) -> Option<usize> {
    let mut from = articles.len().checked_sub(1)?;
    let mut behind = u64::from(articles[from]);
    while from > 0 && u64::from(articles[from - 1]) <= 2 * behind {
        from -= 1;
        behind += u64::from(articles[from]);
    }
    (articles.len() - from >= MERGED_AT_LEAST).then_some(from)
}

impl fmt::Debug for Writer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").field("next", &self.next).field("segments", &self.segments.len()).finish_non_exhaustive()
    }
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        if self.committed {
            return;
        }
        {
            let db = self.collection.db();
            // where this fails the transaction ends with the connection
            let _ = db.execute_batch("ROLLBACK");
            let _ = write_ahead(&db);
            let _ = db.pragma_update(None, "foreign_keys", true);
        }
        let segments = mem::take(&mut self.segments);
        for path in segments.iter().rev().take(self.added).flat_map(Segment::paths) {
            // a stray that stays is removed at the next opening
            let _ = std::fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::small_from;

    #[test]
    fn a_collection_that_grows_day_by_day_has_few_segments_and_rewrites_few_articles() {
        let (mut segments, mut rewritten) = (vec![100_000], 0);
        for _ in 0..1000 {
            segments.push(100);
            if let Some(from) = small_from(&segments) {
                let all = segments.drain(from..).sum();
                rewritten += all;
                segments.push(all);
            }
            assert!(segments.len() <= 10, "{segments:?}");
        }
        assert!(rewritten <= 4 * 200_000, "{rewritten}");
    }
}
