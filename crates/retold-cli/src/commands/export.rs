//! `retold export`: the tables of a collection.

use anyhow::Result;
use retold_io::Collection;
use retold_io::write::{Format, export_filtered, export_passim};

use super::{Outcome, Settings};
use crate::cli::{ExportArgs, ExportFormat};

pub(crate) fn run(args: &ExportArgs, settings: &Settings) -> Result<Outcome> {
    let collection = Collection::open(&args.collection)?;
    let filter = settings.filtered(&args.filter).config.filter;
    let tables = |format| export_filtered(&collection, format, &filter, &args.output);
    let written = match args.format {
        ExportFormat::Jsonl => tables(Format::Jsonl),
        ExportFormat::Csv => tables(Format::Csv { raw: args.csv_raw }),
        ExportFormat::Parquet => tables(Format::Parquet),
        ExportFormat::Passim => export_passim(&collection, &filter, &args.output),
    }?;
    for (path, rows) in &written.tables {
        settings.tell(&format!("{} {rows} rows", path.display()));
    }
    Ok(Outcome::Done)
}
