use std::io;
use std::path::{Path, PathBuf};

/// What can go wrong with a collection: what happened, where, and what to do next.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder holds something else, or nothing.
    #[error("{}: not a collection ({why}). Make one with `retold add {} INPUT...`", path.display(), path.display())]
    NotACollection {
        /// The folder.
        path: PathBuf,
        /// What is there instead.
        why: &'static str,
    },
    /// A later version of the program made it.
    #[error("{}: made by a newer version of retold (layout {found}; this one knows {known}). Install the newer version", path.display())]
    Newer {
        /// The folder.
        path: PathBuf,
        /// Its layout.
        found: i64,
        /// The latest layout that this program knows.
        known: i64,
    },
    /// An earlier version of the program made it.
    #[error(
        "{}: made by an older version of retold (layout {found}; this one reads {known}). Add its inputs again into a new collection with \
         `retold add NEW.retold INPUT...`, or read it with the version that made it",
        path.display()
    )]
    Older {
        /// The folder.
        path: PathBuf,
        /// Its layout.
        found: i64,
        /// The layout that this program reads.
        known: i64,
    },
    /// Bytes are not what was written.
    #[error("{}: damaged: {detail}. Restore the folder from a copy, or add the input again into a new collection", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was noticed.
        detail: String,
    },
    /// Somebody else is adding to it.
    #[error("{}: another process is adding to this collection. Wait for it to end and try again", path.display())]
    Locked {
        /// The folder.
        path: PathBuf,
    },
    /// The database refused.
    #[error("{}: {what}: {source}", path.display())]
    Database {
        /// The database file.
        path: PathBuf,
        /// What was being done.
        what: &'static str,
        /// The database's own words.
        source: rusqlite::Error,
    },
    /// The file system refused, or an index file is damaged.
    #[error("{what}: {source}")]
    Io {
        /// What was being done, with the path.
        what: String,
        /// The system's own words.
        source: io::Error,
    },
    /// A record points outside its text.
    #[error("{table} row {row}: {detail}. This is a bug of retold: please report it")]
    BadSpan {
        /// Table of the record.
        table: &'static str,
        /// Id of the row.
        row: String,
        /// Which offsets, and of which text.
        detail: String,
    },
    /// A record names an article that the collection does not hold.
    #[error("no article has the number {number}: this is a bug of retold, please report it")]
    NoArticle {
        /// The number.
        number: u32,
    },
    /// A table could not be written.
    #[error("{}: cannot write the table: {detail}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the writer said.
        detail: String,
    },
}

/// What was being done to which file, for the message.
pub(crate) trait Doing<T> {
    /// Names the file and the deed.
    fn doing(self, path: &Path, what: &'static str) -> Result<T, Error>;
}

impl<T> Doing<T> for Result<T, rusqlite::Error> {
    fn doing(self, path: &Path, what: &'static str) -> Result<T, Error> {
        self.map_err(|source| {
            use rusqlite::ErrorCode::{DatabaseBusy, DatabaseCorrupt, DatabaseLocked, NotADatabase};
            let path = path.to_owned();
            match source.sqlite_error_code() {
                Some(DatabaseBusy | DatabaseLocked) => Error::Locked { path: path.parent().map_or(path.clone(), Path::to_owned) },
                Some(DatabaseCorrupt | NotADatabase) => Error::Damaged { path, detail: format!("{what}: {source}") },
                Some(_) => Error::Database { path, what, source },
                // a value that is not what its column holds: only foreign hands or a bad disk write such
                None => Error::Damaged { path, detail: format!("{what}: {source}") },
            }
        })
    }
}

impl<T> Doing<T> for io::Result<T> {
    fn doing(self, path: &Path, what: &'static str) -> Result<T, Error> {
        self.map_err(|source| Error::Io { what: format!("{}: {what}", path.display()), source })
    }
}
