//! Writing the public record: one file for each table, the same columns in every format.
//!
//! Rows are streamed in their documented order and every span is checked against its text on the way: same collection, same bytes.
//! Beside the tables stand `run.json` ([`crate::manifest`]) and `schema.json`, a JSON Schema of the tables.

mod annotations;
mod cell;
pub mod columns;
mod csv;
mod found;
mod graph;
mod jsonl;
mod offsets;
mod parquet;
mod passim;
mod rows;
mod schema;
mod sink;
mod study;
mod voices;
pub(crate) mod whole;
mod wording;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use retold::config::Filter;

use crate::collection::{Collection, Doing, Error, Roster};
use crate::manifest;

use columns::{TABLES, Table};
use rows::{Emit, Fault, Source};
use sink::Sink;

pub use annotations::export_annotations;
pub use csv::{restored, safe};
pub use graph::{GraphFormat, export_graphs};
pub use passim::export_passim;
pub use schema::json_schema;
pub use study::{GroupBy, Study, study_echo};

/// How tables are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated, with a header.
    Csv {
        /// Leave cells that a spreadsheet would run as formulas as they are: for programs. Else they get an apostrophe in front.
        raw: bool,
    },
    /// Columns with lists and structs, compressed.
    Parquet,
}

impl Format {
    /// Ending of the files.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Jsonl => "jsonl",
            Format::Csv { .. } => "csv",
            Format::Parquet => "parquet",
        }
    }
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Exported {
    /// Each table's file and its rows.
    pub tables: Vec<(PathBuf, u64)>,
}

/// Writes all tables of the collection into `dir`, which is made where it is missing. Files of the same names are replaced.
pub fn export(collection: &Collection, format: Format, dir: &Path) -> Result<Exported, Error> {
    export_filtered(collection, format, &Filter::default(), dir)
}

/// The same with those matches that pass the filter, and pairs that have one; families and findings are those of the last add.
pub fn export_filtered(collection: &Collection, format: Format, filter: &Filter, dir: &Path) -> Result<Exported, Error> {
    fs::create_dir_all(dir).doing(dir, "cannot make the folder")?;
    let roster = collection.roster()?;
    let run = manifest::text(collection)?;
    let out = tables(collection, &roster, format, filter, dir)?;
    manifest::replace(&dir.join("schema.json"), format!("{:#}\n", json_schema(format)).as_bytes())?;
    if let Some(run) = run {
        manifest::replace(&dir.join("run.json"), run.as_bytes())?;
    }
    Ok(out)
}

fn tables(collection: &Collection, roster: &Roster, format: Format, filter: &Filter, dir: &Path) -> Result<Exported, Error> {
    let db = collection.db();
    // one state for all tables, whoever adds meanwhile
    let _state = if db.is_autocommit() { Some(db.unchecked_transaction().doing(collection.db_path(), "cannot read")?) } else { None };
    let (points, maps) = (Vec::new(), Vec::new());
    let mut source = Source { db: &db, db_path: collection.db_path(), roster, filter, kept: BTreeSet::new(), points, maps };
    let mut out = Exported::default();
    for table in TABLES {
        let path = dir.join(format!("{}.{}", table.name, format.extension()));
        let temp = dir.join(format!("{}.{}.tmp", table.name, format.extension()));
        let written = open(&temp, format, table).map_err(|e| failed(&path, &e)).and_then(|sink| write(&mut source, table, sink, &path));
        let renamed = written.and_then(|rows| fs::rename(&temp, &path).map(|()| rows).map_err(|e| failed(&path, &e)));
        match renamed {
            Ok(rows) => out.tables.push((path, rows)),
            Err(error) => {
                // the old file, if there was one, stays whole
                let _ = fs::remove_file(&temp);
                return Err(error);
            }
        }
    }
    Ok(out)
}

/// Writes one table and gives the number of its rows. `path` is for messages.
fn write(source: &mut Source, table: &Table, mut sink: Box<dyn Sink>, path: &Path) -> Result<u64, Error> {
    let mut rows = 0;
    let mut emit = |cells: &[cell::Cell]| {
        rows += 1;
        sink.row(cells).map_err(|e| failed(path, &e))
    };
    match fill(source, table, &mut emit) {
        Ok(()) => sink.finish().map(|()| rows).map_err(|e| failed(path, &e)),
        Err(Fault::Row(error)) => Err(error),
        Err(Fault::Sql(error)) => Err(error).doing(source.db_path, "cannot read a table"),
    }
}

fn open(path: &Path, format: Format, table: &Table) -> io::Result<Box<dyn Sink>> {
    let file = File::create(path)?;
    Ok(match format {
        Format::Jsonl => Box::new(jsonl::Jsonl::new(file, table.columns)),
        Format::Csv { raw } => Box::new(csv::Csv::new(file, table.columns, raw)?),
        Format::Parquet => Box::new(parquet::Parquet::new(file, table)?),
    })
}

fn fill(source: &mut Source, table: &Table, emit: &mut Emit) -> Result<(), Fault> {
    match table.name {
        "articles" => source.articles(emit),
        "paragraphs" => source.paragraphs(emit),
        "blocks" => source.blocks(emit),
        "media" => source.media(emit),
        "corrections" => source.corrections(emit),
        "dates" => source.dates(emit),
        "times" => source.times(emit),
        "skipped" => source.skipped(emit),
        "matches" => source.matches(emit),
        "pairs" => source.pairs(emit),
        "families" => source.families(emit),
        "stories" => source.stories(emit),
        "figures" => source.figures(emit),
        "conflicts" => source.conflicts(emit),
        "attributions" => source.attributions(emit),
        "quotes" => source.quotes(emit),
        "sourcing" => source.sourcing(emit),
        "labels" => source.labels(emit),
        "hedges" => source.hedges(emit),
        "accounts" => source.accounts(emit),
        "findings" => source.findings(emit),
        "reviews" => source.reviews(emit),
        other => unreachable!("table {other} has no rows"),
    }
}

fn failed(path: &Path, error: &io::Error) -> Error {
    Error::Write { path: path.to_owned(), detail: error.to_string() }
}
