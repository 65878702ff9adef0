//! `retold export`: the tables of a collection.

use anyhow::Result;
use retold_io::Collection;
use retold_io::package::{About, Extra, pack};
use retold_io::write::{Format, GraphFormat, export_annotations, export_filtered, export_graphs, export_passim};

use super::report::Analysed;
use super::{Outcome, Settings};
use crate::cli::{ExportArgs, ExportFormat};
use crate::report::ReportOptions;

pub(crate) fn run(args: &ExportArgs, settings: &Settings) -> Result<Outcome> {
    let collection = Collection::open(&args.collection)?;
    if args.format == ExportFormat::Package {
        return package(args, &collection, settings);
    }
    let filter = settings.filtered(&args.filter).config.filter;
    let tables = |format| export_filtered(&collection, format, &filter, &args.output);
    let written = match args.format {
        ExportFormat::Jsonl => tables(Format::Jsonl),
        ExportFormat::Csv => tables(Format::Csv { raw: args.csv_raw }),
        ExportFormat::Parquet => tables(Format::Parquet),
        ExportFormat::Webanno => export_annotations(&collection, &filter, &args.output),
        ExportFormat::Graphml => export_graphs(&collection, GraphFormat::GraphMl, &args.output),
        ExportFormat::Gexf => export_graphs(&collection, GraphFormat::Gexf, &args.output),
        ExportFormat::Edges => export_graphs(&collection, GraphFormat::Edges { raw: args.csv_raw }, &args.output),
        ExportFormat::Passim => export_passim(&collection, &filter, &args.output),
        ExportFormat::Package => unreachable!("written above"),
    }?;
    for (path, rows) in &written.tables {
        settings.tell(&format!("{} {rows} rows", path.display()));
    }
    Ok(Outcome::Done)
}

/// The evidence package, with the report inside.
fn package(args: &ExportArgs, collection: &Collection, settings: &Settings) -> Result<Outcome> {
    let name = args.title.clone().unwrap_or_else(|| super::report::title_of(&args.collection.to_string_lossy()));
    let html = Analysed::of_collection(&args.collection)?.html(&name, ReportOptions::default(), settings)?;
    let report = Extra {
        name: "report.html".to_owned(),
        about: "The report: opens in a browser, needs no network".to_owned(),
        media_type: "text/html",
        bytes: html.into_bytes(),
    };
    let about = About { name, license: args.license.clone(), date: args.date.clone() };
    let packed = pack(collection, &about, &[report], &args.output)?;
    settings.tell(&format!("{} files, {} bytes in {}", packed.files, packed.bytes, args.output.display()));
    settings.tell(&format!(
        "List of checksums: sha256 {}. Whoever has it can tell that the package is this one: retold verify DIR",
        packed.fingerprint
    ));
    Ok(Outcome::Done)
}
