//! `retold publish`: what may be passed on, with names masked.

use std::path::Path;

use anyhow::{Context, Result};
use retold_io::Collection;
use retold_io::publish::{Mask, names, publish};

use super::{Outcome, Settings};
use crate::cli::PublishArgs;
use crate::terminal::{clean, say};

pub(crate) fn run(args: &PublishArgs, settings: &Settings) -> Result<Outcome> {
    let collection = Collection::open(&args.collection)?;
    let Some(output) = &args.output else {
        names(&collection)?.iter().for_each(|name| say(&clean(name)));
        return Ok(Outcome::Done);
    };
    let mask = Mask::of(&collection, &lines(args.confirmed.as_deref())?, &lines(args.redact.as_deref())?)?;
    let published = publish(&collection, &mask, output)?;
    for (name, rows) in &published.files {
        settings.tell(&format!("{} {rows} rows", output.join(name).display()));
    }
    settings.tell(&format!(
        "{} passages are left out: their script does not show names. Read what was written before it is passed on.",
        published.left_out
    ));
    Ok(Outcome::Done)
}

/// The lines of a file, empty ones left out.
fn lines(path: Option<&Path>) -> Result<Vec<String>> {
    let Some(path) = path else { return Ok(Vec::new()) };
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect())
}
