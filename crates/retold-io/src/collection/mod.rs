//! A collection on disk: a folder with articles, everything found in them, and the index that lets more be added.
//!
//! | in `news.retold/` | holds |
//! |---|---|
//! | `retold.db` | SQLite: the tables of the public record, raw bytes, alignments done so far. Opens in Datasette, DB Browser, pandas |
//! | `index/` | segments: fingerprints and folded words ([`crate::segment`]) |
//! | `run.json` | version, configuration, input hashes and counts ([`crate::manifest`]) |
//! | `retold.lock` | empty; whoever adds holds a lock on it |
//!
//! Adding is one transaction: [`Collection::begin`] takes the lock, [`Writer::commit`] publishes everything at once. A [`Writer`] that is
//! dropped, or a process that is killed, leaves the old state. Reading goes on meanwhile; where an empty collection is opened while the first articles
//! are added, it may be refused as locked.

mod account_rows;
mod article_rows;
mod browse;
mod cache;
mod case;
mod derived;
mod digest_rows;
mod error;
mod found;
mod group_rows;
mod match_file;
mod only;
mod outlets;
mod part;
mod record;
mod review;
mod roster;
mod scratch;
mod search;
mod shelf;
mod site_rows;
mod source_rows;
mod sum_rows;
mod validate;
mod voice_rows;
mod word_index;
mod wording_rows;
mod writer;

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use retold::record::Article;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension};

use crate::manifest;
use crate::segment::Segment;

pub use browse::{QUERIES, Window};
pub use case::CaseItem;
pub use error::Error;
pub use match_file::MatchFile;
pub use part::{Ids, Looked, Part, Selection, Sizes};
pub use record::Record;
pub use review::{DECISIONS, Review};
pub use roster::Roster;
pub use search::{Chosen, Listed, Reviewed, Wanted, WantedFindings};
pub use shelf::DiskShelf;
pub use validate::{Stratum, Validation};
pub use word_index::WordQuery;
pub use writer::{Put, Writer};

pub(crate) use article_rows::{hex, links, maybe_span, name, span};
pub(crate) use derived::TOLD;
pub(crate) use error::Doing;
pub(crate) use found::Children;
pub(crate) use source_rows::unpacked;

/// "RTLD": what SQLite's file header says the file is.
const APPLICATION_ID: i64 = 0x5254_4c44;
/// Layout of the tables. Raised whenever they change. Collections of an older layout are refused, with what to do: adding the inputs anew takes minutes,
/// and bringing every layout up to date would be code for each of them.
const LAYOUT: i64 = 7;
const SCHEMA: &str = include_str!("schema.sql");
/// Page cache of a connection, KiB. Large enough that an `add` of 25,000 articles rarely writes a page twice.
const CACHE_KIB: i64 = 64 * 1024;
/// Page cache of a connection that only reads, KiB: there are several.
const READER_CACHE_KIB: i64 = 16 * 1024;
/// Statements that a connection keeps prepared: more than all pages have together.
const STATEMENTS: usize = 256;
/// How long a reader waits while a commit switches states.
const BUSY_WAIT: Duration = Duration::from_secs(10);

/// An open collection. Shared by threads; one connection, so that what a [`Writer`] has put is seen before it is committed.
#[derive(Debug)]
pub struct Collection {
    dir: PathBuf,
    db_path: PathBuf,
    db: Mutex<Connection>,
}

impl Collection {
    /// Opens the collection in this folder.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        let db_path = Self::database(dir)?;
        let db = connect(&db_path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        Self::check_layout(dir, &db_path, &db)?;
        Self::with(dir, db_path, db)
    }

    /// Opens the collection in this folder for reading only: nothing is tidied, and no statement can change it. Several can be open at once,
    /// also while another process adds; each statement sees a committed state.
    pub fn open_to_read(dir: &Path) -> Result<Self, Error> {
        let db_path = Self::database(dir)?;
        let db = connect(&db_path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        Self::check_layout(dir, &db_path, &db)?;
        let settle = || {
            db.pragma_update(None, "query_only", true)?;
            db.pragma_update(None, "cache_size", -READER_CACHE_KIB)
        };
        settle().doing(&db_path, "cannot open the database for reading")?;
        Ok(Collection { dir: dir.to_owned(), db_path, db: Mutex::new(db) })
    }

    fn database(dir: &Path) -> Result<PathBuf, Error> {
        let db_path = dir.join("retold.db");
        if !db_path.is_file() {
            let why = if dir.is_dir() { "there is no retold.db in it" } else { "there is no such folder" };
            return Err(Error::NotACollection { path: dir.to_owned(), why });
        }
        Ok(db_path)
    }

    /// Everything that is read by `work` is of one committed state, whatever is added meanwhile. Only for collections opened to read.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn at_one_state<T>(&self, work: impl FnOnce() -> T) -> Result<T, Error> {
        self.db().execute_batch("BEGIN").doing(&self.db_path, "cannot begin to read")?;
        let done = work();
        self.db().execute_batch("COMMIT").doing(&self.db_path, "cannot end reading")?;
        Ok(done)
    }

    /// A number that changes when another connection has committed something.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn state(&self) -> Result<i64, Error> {
        let state = self.db().prepare_cached("PRAGMA data_version").and_then(|mut s| s.query_row([], |r| r.get(0)));
        state.doing(&self.db_path, "cannot ask the database for its state")
    }

    /// Opens the collection in this folder; makes folder and collection where there is nothing yet.
    pub fn create_or_open(dir: &Path) -> Result<Self, Error> {
        let db_path = dir.join("retold.db");
        if db_path.is_file() {
            return Self::open(dir);
        }
        fs::create_dir_all(dir.join("index")).doing(dir, "cannot make the folder")?;
        let mut entries = fs::read_dir(dir).doing(dir, "cannot read the folder")?;
        if entries.any(|e| e.is_ok_and(|e| !["index", "retold.lock"].iter().any(|n| e.file_name() == *n))) {
            return Err(Error::NotACollection { path: dir.to_owned(), why: "it holds other files" });
        }
        // made under another name, so that a crash leaves no half-made collection
        let draft = dir.join("index").join("new.db.tmp");
        let _ = fs::remove_file(&draft);
        create_tables(&draft)?;
        fs::rename(&draft, &db_path).doing(&db_path, "cannot make the database")?;
        Self::open(dir)
    }

    fn with(dir: &Path, db_path: PathBuf, db: Connection) -> Result<Self, Error> {
        writer::write_ahead(&db).doing(&db_path, "cannot switch on the write-ahead log")?;
        fs::create_dir_all(dir.join("index")).doing(dir, "cannot make the index folder")?;
        let collection = Collection { dir: dir.to_owned(), db_path, db: Mutex::new(db) };
        // somebody who adds right now holds the lock, and the strays are theirs
        if let Ok(lock) = collection.lock() {
            collection.tidy()?;
            drop(lock);
        }
        Ok(collection)
    }

    fn check_layout(dir: &Path, db_path: &Path, db: &Connection) -> Result<(), Error> {
        let number = |pragma: &str| db.query_row(pragma, [], |r| r.get::<_, i64>(0)).doing(db_path, "cannot read the database");
        let (application, layout) = (number("PRAGMA application_id")?, number("PRAGMA user_version")?);
        if application != APPLICATION_ID {
            return Err(Error::NotACollection { path: dir.to_owned(), why: "its retold.db is another program's database" });
        }
        if layout > LAYOUT {
            return Err(Error::Newer { path: dir.to_owned(), found: layout, known: LAYOUT });
        }
        if layout < LAYOUT {
            return Err(Error::Older { path: dir.to_owned(), found: layout, known: LAYOUT });
        }
        Ok(())
    }

    /// Its folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Where its segments are.
    pub fn index_dir(&self) -> PathBuf {
        self.dir.join("index")
    }

    /// Begins an `add`. Refused while another process, or another writer of this one, adds.
    pub fn begin(&self) -> Result<Writer<'_>, Error> {
        Writer::begin(self)
    }

    /// Cards, ranks and numbers of all articles.
    pub fn roster(&self) -> Result<Roster, Error> {
        article_rows::cards(&self.db()).doing(&self.db_path, "cannot read the articles").map(Roster::new)
    }

    /// Cards of the articles with these numbers, which are sorted. Costs a look-up for each; [`Collection::roster`] reads the whole table.
    pub fn roster_of(&self, numbers: &[u32]) -> Result<Roster, Error> {
        let db = self.db();
        let card = |&number: &u32| {
            let card = article_rows::card_of(&db, number).doing(&self.db_path, "cannot read an article")?;
            card.map(|card| (number, card)).ok_or(Error::NoArticle { number })
        };
        numbers.iter().map(card).collect::<Result<_, _>>().map(Roster::some)
    }

    /// How many articles there are, and how many of them have no date.
    pub fn counted(&self) -> Result<(u32, u32), Error> {
        let sql = "SELECT (SELECT count(*) FROM article_rows), (SELECT count(*) FROM article_rows WHERE published IS NULL)";
        let counted = self.db().query_row(sql, [], |r| Ok((r.get(0)?, r.get(1)?)));
        counted.doing(&self.db_path, "cannot count the articles")
    }

    /// The article with this number, with its blocks and links.
    pub fn article(&self, number: u32) -> Result<Article, Error> {
        let found = article_rows::article(&self.db(), number).doing(&self.db_path, "cannot read an article")?;
        found.ok_or(Error::NoArticle { number })
    }

    /// The text of the article with this number.
    pub fn text(&self, number: u32) -> Result<String, Error> {
        let found = article_rows::text(&self.db(), number).doing(&self.db_path, "cannot read a text")?;
        found.ok_or(Error::NoArticle { number })
    }

    /// The bytes that the article with this number was read from.
    pub fn raw(&self, number: u32) -> Result<Vec<u8>, Error> {
        let packed: Option<Option<Vec<u8>>> = self
            .db()
            .prepare_cached("SELECT zstd FROM raw WHERE article = ?1")
            .and_then(|mut s| s.query_row([number], |r| r.get(0)).optional())
            .doing(&self.db_path, "cannot read the raw bytes of an article")?;
        match packed {
            None => Err(Error::NoArticle { number }),
            Some(None) => self.text(number).map(String::into_bytes),
            Some(Some(packed)) => zstd::decode_all(&packed[..])
                .map_err(|e| Error::Damaged { path: self.db_path.clone(), detail: format!("raw bytes of article number {number}: {e}") }),
        }
    }

    /// The segments of the committed state, in the order of their articles.
    pub fn segments(&self) -> Result<Vec<Segment>, Error> {
        let names = self.segment_names()?;
        let dir = self.index_dir();
        let open = |name: &String| Segment::open(&dir, name).map_err(|source| Error::Io { what: "cannot open the index".into(), source });
        names.iter().map(open).collect()
    }

    /// A shelf of all committed articles that keeps about `cache_bytes` of readings in RAM.
    pub fn shelf<'c>(&'c self, roster: &'c Roster, cache_bytes: usize) -> Result<DiskShelf<'c>, Error> {
        Ok(DiskShelf::new(self, roster, self.segments()?, cache_bytes))
    }

    /// Reads everything: the database's own check, references between tables, hashes of all texts, checksums of the index.
    pub fn check(&self) -> Result<(), Error> {
        let damaged = |detail| Err(Error::Damaged { path: self.db_path.clone(), detail });
        {
            let db = self.db();
            let doing = "cannot check the database";
            let verdict: String = db.query_row("PRAGMA integrity_check(1)", [], |r| r.get(0)).doing(&self.db_path, doing)?;
            if verdict != "ok" {
                return damaged(verdict);
            }
            let orphan: Option<String> =
                db.query_row("PRAGMA foreign_key_check", [], |r| r.get(0)).optional().doing(&self.db_path, doing)?;
            if let Some(table) = orphan {
                return damaged(format!("a row of {table} refers to nothing"));
            }
            if let Some(id) = article_rows::changed_text(&db).doing(&self.db_path, doing)? {
                return damaged(format!("the text of article {id} does not have its hash"));
            }
        }
        let checked = self.segments()?.iter().try_for_each(Segment::check);
        checked.map_err(|source| Error::Io { what: "cannot check the index".into(), source })
    }

    pub(crate) fn db(&self) -> MutexGuard<'_, Connection> {
        // a thread that panicked while holding it left no half statement: the transaction is the writer's
        self.db.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn db_path(&self) -> &Path {
        &self.db_path
    }

    fn segment_names(&self) -> Result<Vec<String>, Error> {
        let db = self.db();
        let names = db
            .prepare_cached("SELECT name FROM segments ORDER BY first_article")
            .and_then(|mut s| s.query_map([], |r| r.get(0))?.collect());
        names.doing(&self.db_path, "cannot read the list of segments")
    }

    /// The lock that whoever adds holds; given back when the file is dropped.
    fn lock(&self) -> Result<File, Error> {
        let path = self.dir.join("retold.lock");
        let file = File::options().write(true).create(true).truncate(false).open(&path).doing(&path, "cannot open the lock file")?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(Error::Locked { path: self.dir.clone() }),
            Err(TryLockError::Error(e)) => Err(e).doing(&path, "cannot lock the collection"),
        }
    }

    /// Removes what a killed process left and writes `run.json` where it is missing or old. Only with the lock held.
    fn tidy(&self) -> Result<(), Error> {
        let kept: BTreeSet<String> = self.segment_names()?.iter().flat_map(|name| Segment::files(name)).collect();
        let index = self.index_dir();
        for entry in fs::read_dir(&index).doing(&index, "cannot read the index folder")? {
            let path = entry.doing(&index, "cannot read the index folder")?.path();
            let named = path.file_name().and_then(|n| n.to_str()).is_some_and(|n| kept.contains(n));
            if !named && path.is_file() {
                fs::remove_file(&path).doing(&path, "cannot remove what an interrupted add left")?;
            }
        }
        manifest::write_beside(self)
    }
}

/// Opens a database with the settings that every connection has.
fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, Error> {
    let open = || {
        let db = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        db.busy_timeout(BUSY_WAIT)?;
        db.set_prepared_statement_cache_capacity(STATEMENTS);
        // a plan depends on the statement alone: else SQLite plans anew for every value bound beside a partial index, a quarter of a page's time
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        db.pragma_update(None, "foreign_keys", true)?;
        db.pragma_update(None, "synchronous", "FULL")?;
        db.pragma_update(None, "cache_size", -CACHE_KIB)?;
        Ok::<_, rusqlite::Error>(db)
    };
    open().doing(path, "cannot open the database")
}

fn create_tables(path: &Path) -> Result<(), Error> {
    let db = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
    let make = || {
        // 8 KiB pages hold a typical article's text of 2,000 to 7,000 bytes without a chain of overflow pages
        db.pragma_update(None, "page_size", 8192)?;
        db.execute_batch(&format!("BEGIN;\n{SCHEMA}\n{}\nCOMMIT;", derived::CREATE_INDEXES))?;
        db.pragma_update(None, "application_id", APPLICATION_ID)?;
        db.pragma_update(None, "user_version", LAYOUT)
    };
    make().doing(path, "cannot make the tables")?;
    db.close().map_err(|(_, e)| e).doing(path, "cannot make the tables")
}
