//! The evidence package: everything that others need to check what was found, in a folder whose every byte is under a checksum.
//!
//! It is a bag (BagIt 1.0, RFC 8493) whose payload is a research object (RO-Crate 1.1, <https://w3id.org/ro/crate/1.1>):
//!
//! | in the folder | |
//! |---|---|
//! | `bagit.txt`, `bag-info.txt` | what this is, and how many bytes |
//! | `manifest-sha256.txt`, `tagmanifest-sha256.txt` | SHA-256 of every file |
//! | `data/ro-crate-metadata.json` | who made it from what, and what each file is |
//! | `data/tables/` | all tables as JSON lines, `schema.json`, `run.json` |
//! | `data/sources/SHA256` | the bytes that each article was read from, under the hash that the table of articles gives |
//! | `data/…` | what the caller adds, as a report |
//!
//! The same collection gives the same bytes: no time of day, no path and no user name is written. [`verify`] reads a package again.

mod bag;
mod ro_crate;
mod verify;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::collection::{Collection, Doing, Error};
use crate::manifest;
use crate::write::{Format, export};

pub use verify::{Verdict, verify};

/// A file that the caller adds to the payload.
#[derive(Debug, Clone)]
pub struct Extra {
    /// Its name below `data/`: letters, digits, `-`, `_` and `.`, no folders.
    pub name: String,
    /// What it is, for people.
    pub about: String,
    /// Media type.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What a package is said to be.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// Its title.
    pub name: String,
    /// Under which terms others may use it; the texts belong to their publishers whatever is said here.
    pub license: Option<String>,
    /// The day it is published, ISO 8601. RO-Crate asks for one; without it the last day that the collection knows is given.
    pub date: Option<String>,
}

/// What was packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// Files of the payload.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// SHA-256 of the list that all other checksums hang on, as [`Verdict::fingerprint`].
    pub fingerprint: String,
}

/// Writes a package of the collection into `dir`, which must not exist yet or be empty. Cost: reads every source and every table once.
///
/// # Errors
/// Where the folder holds something, the collection cannot be read, or a file not be written.
pub fn pack(collection: &Collection, about: &About, extras: &[Extra], dir: &Path) -> Result<Packed, Error> {
    fs::create_dir_all(dir).doing(dir, "cannot make the folder")?;
    let mut entries = fs::read_dir(dir).doing(dir, "cannot read the folder")?;
    if entries.next().is_some() {
        let detail = "the folder is not empty: a package needs one of its own, give another".to_owned();
        return Err(Error::Write { path: dir.to_owned(), detail });
    }
    let data = dir.join("data");
    export(collection, Format::Jsonl, &data.join("tables"))?;
    let sources = sources(collection, &data.join("sources"))?;
    for extra in extras {
        manifest::replace(&data.join(&extra.name), &extra.bytes)?;
    }
    let mut files = bag::payload(dir)?;
    let metadata = ro_crate::metadata(collection, about, extras, &files, sources)?;
    manifest::replace(&data.join(ro_crate::NAME), format!("{metadata:#}\n").as_bytes())?;
    files.push(bag::listed(dir, format!("data/{}", ro_crate::NAME))?);
    bag::close(dir, files)
}

/// Writes the bytes behind every article, equal ones once. Gives how many there are.
fn sources(collection: &Collection, dir: &Path) -> Result<usize, Error> {
    fs::create_dir_all(dir).doing(dir, "cannot make the folder")?;
    let hashes: Vec<(u32, String)> = {
        let db = collection.db();
        let read = db.prepare("SELECT number, sha256 FROM articles ORDER BY sha256, number");
        let rows = read.and_then(|mut all| all.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect());
        rows.doing(collection.db_path(), "cannot read the articles")?
    };
    let mut written = BTreeSet::new();
    for (number, sha256) in hashes {
        if written.insert(sha256.clone()) {
            let path = dir.join(&sha256);
            fs::write(&path, collection.raw(number)?).doing(&path, "cannot write a source")?;
        }
    }
    Ok(written.len())
}
