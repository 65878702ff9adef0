//! `retold export`: the tables of a collection.

use anyhow::Result;
use retold_io::Collection;
use retold_io::write::{Format, export};

use super::{Outcome, Settings};
use crate::cli::{ExportArgs, ExportFormat};

pub(crate) fn run(args: &ExportArgs, settings: &Settings) -> Result<Outcome> {
    let format = match args.format {
        ExportFormat::Jsonl => Format::Jsonl,
        ExportFormat::Csv => Format::Csv { raw: args.csv_raw },
        ExportFormat::Parquet => Format::Parquet,
    };
    let written = export(&Collection::open(&args.collection)?, format, &args.output)?;
    for (path, rows) in &written.tables {
        settings.tell(&format!("{} {rows} rows", path.display()));
    }
    Ok(Outcome::Done)
}
