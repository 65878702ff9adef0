//! `retold add`: read and analyse into a collection.

use anyhow::Result;
use retold_io::add::{AddOptions, Added, Stages};
use retold_io::read::ReadSummary;
use retold_io::{Collection, Manifest, add};

use super::gather::{nothing_found, options, tell_skipped};
use super::pairs_found;
use super::{Outcome, Settings};
use crate::cli::AddArgs;
use crate::progress::Bar;

pub(crate) fn run(args: &AddArgs, settings: &Settings) -> Result<Outcome> {
    let settings = &settings.filtered(&args.filter);
    let bar = Bar::new(settings.quiet);
    let fresh = !args.collection.exists();
    let options = AddOptions {
        read: options(&args.input)?,
        config: &settings.config,
        memory_bytes: usize::try_from(args.memory.0)?,
        manifest: manifest(settings)?,
    };
    let collection = Collection::create_or_open(&args.collection)?;
    let added = match add::add(&collection, &options, &bar) {
        Ok(added) => added,
        Err(error) => {
            if fresh {
                forget_empty(collection);
            }
            return Err(error.into());
        }
    };
    bar.finish();
    let outcome = tell_skipped(&added.skipped, settings);
    let articles = collection.roster()?.len();
    if added.new + added.unchanged + added.versions == 0 {
        if fresh {
            forget_empty(collection);
        }
        return Err(nothing_found(&args.input));
    }
    settings.tell(&summary(&added, articles));
    if let Some(archives) = archives(&added.summary) {
        settings.tell(&archives);
    }
    Ok(outcome)
}

/// Removes a collection that this command made and nothing came into: it would only be in the way of the next try.
fn forget_empty(collection: Collection) {
    let dir = collection.dir().to_owned();
    // whoever adds to it by now holds its lock
    let unused = collection.begin().is_ok() && collection.roster().is_ok_and(|r| r.is_empty());
    drop(collection);
    if unused {
        // everything in it was made by this command
        let _ = std::fs::remove_dir_all(dir);
    }
}

/// What archives held beside pages; `None` where no archive was read.
fn archives(read: &ReadSummary) -> Option<String> {
    let passed_over = read.other_records + read.revisits;
    (passed_over + read.digests > 0).then(|| {
        format!(
            "Archives: {} records that are no page, {} captures without a change; {} checksums compared, {} wrong.",
            read.other_records, read.revisits, read.digests, read.wrong_digests
        )
    })
}

fn summary(added: &Added, articles: usize) -> String {
    let mut parts = vec![format!("{} new", added.new)];
    if added.versions > 0 {
        parts.push(format!("{} new versions", added.versions));
    }
    if added.unchanged > 0 {
        parts.push(format!("{} known", added.unchanged));
    }
    if !added.skipped.is_empty() {
        parts.push(format!("{} skipped", added.skipped.len()));
    }
    let read = format!("Articles: {}; {articles} in the collection.", parts.join(", "));
    match &added.found {
        None => format!("{read} Nothing changed."),
        Some(found) => format!(
            "{read} {}, {} families of shared text, {} findings.",
            pairs_found(found.pairs, found.aside),
            found.families,
            found.findings
        ),
    }
}

pub(super) fn manifest(settings: &Settings) -> Result<Manifest> {
    Ok(Manifest { tool_version: env!("CARGO_PKG_VERSION").to_owned(), configuration: serde_json::to_value(&settings.config)? })
}

impl Stages for Bar {
    fn stage(&self, what: &'static str) {
        Bar::stage(self, what);
    }
}
