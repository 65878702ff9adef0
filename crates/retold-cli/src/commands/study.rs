//! `retold study`: tables and graphs for a study.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use retold_io::Collection;
use retold_io::write::{GroupBy, Study, study_echo};

use super::{Outcome, Settings};
use crate::cli::{EchoStudyArgs, GroupWhat};

pub(crate) fn echo(args: &EchoStudyArgs, settings: &Settings) -> Result<Outcome> {
    let collection = Collection::open(&args.collection)?;
    let group_by = match args.group_by {
        GroupWhat::Outlet => GroupBy::Outlet,
        GroupWhat::Domain => GroupBy::Domain,
        GroupWhat::Country => GroupBy::Country,
        GroupWhat::Language => GroupBy::Language,
    };
    let labels = args.labels.as_deref().map(labels).transpose()?.unwrap_or_default();
    // the file's name alone: no path of this machine stands in what is written
    let labels_from = args.labels.as_ref().and_then(|path| path.file_name()).map(|name| name.to_string_lossy().into_owned());
    let written = study_echo(&collection, &Study { group_by, labels, labels_from, bylines: args.bylines }, &args.output)?;
    for (path, rows) in &written.tables {
        settings.tell(&format!("{} {rows} rows", path.display()));
    }
    settings.tell(&format!("What was covered and what was not: {}", args.output.join("README.txt").display()));
    Ok(Outcome::Done)
}

/// Labels by group, from a table with the columns `group` and `label`.
fn labels(path: &Path) -> Result<BTreeMap<String, String>> {
    let named = || format!("cannot read the labels {}", path.display());
    let mut table = csv::ReaderBuilder::new().flexible(true).from_path(path).with_context(named)?;
    let columns = table.headers().with_context(named)?.clone();
    let at = |name: &str| columns.iter().position(|column| column.trim_start_matches('\u{feff}').trim().eq_ignore_ascii_case(name));
    let (Some(group), Some(label)) = (at("group"), at("label")) else {
        bail!("{}: the first line has to name the columns `group` and `label`", path.display());
    };
    let mut out = BTreeMap::new();
    for row in table.records() {
        let row = row.with_context(named)?;
        if let (Some(group), Some(label)) = (row.get(group), row.get(label)) {
            out.insert(group.trim().to_owned(), label.trim().to_owned());
        }
    }
    Ok(out)
}
