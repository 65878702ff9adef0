//! `retold add`: read and analyse into a collection.

use anyhow::{Result, bail};
use retold_io::add::{AddOptions, Added, Stages};
use retold_io::{Collection, Manifest, add};

use super::gather::{options, tell_skipped};
use super::{Outcome, Settings};
use crate::cli::AddArgs;
use crate::progress::Bar;

pub(crate) fn run(args: &AddArgs, settings: &Settings) -> Result<Outcome> {
    let bar = Bar::new(settings.quiet);
    let fresh = !args.collection.exists();
    let collection = Collection::create_or_open(&args.collection)?;
    let options = AddOptions {
        read: options(&args.input)?,
        config: &settings.config,
        memory_bytes: usize::try_from(args.memory.0)?,
        manifest: manifest(settings)?,
    };
    let added = add::add(&collection, &options, &bar)?;
    bar.finish();
    let outcome = tell_skipped(&added.skipped, settings);
    let articles = collection.roster()?.len();
    if added.new + added.unchanged + added.versions == 0 {
        drop(collection);
        if fresh && articles == 0 {
            // an empty collection that nobody asked for would only be in the way of the next try; what it was made of is its own
            let _ = std::fs::remove_dir_all(&args.collection);
        }
        bail!("no article was found in {}: give files or folders with .txt, .html, .jsonl or .csv", args.input.inputs.join(", "));
    }
    settings.tell(&summary(&added, articles));
    Ok(outcome)
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
    match &added.analysis {
        None => format!("{read} Nothing changed."),
        Some(a) => format!(
            "{read} {} pairs with shared text, {} families of shared text, {} findings.",
            a.pairs.len(),
            a.families.len(),
            a.findings.len()
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
