//! `retold case`: a memo of chosen findings.

use anyhow::{Context, Result, bail};
use retold_io::collection::CaseItem;

use super::report::title_of;
use super::{Outcome, Settings};
use crate::case;
use crate::cli::CaseArgs;
use crate::report::links::Links;
use crate::serve::site::Site;

pub(crate) fn run(args: &CaseArgs, settings: &Settings) -> Result<Outcome> {
    let title = args.title.clone().unwrap_or_else(|| title_of(&args.collection.to_string_lossy()));
    let site = Site::open(&args.collection, title, Links::SERVER)?;
    let asked: Vec<CaseItem> = args.findings.iter().map(|id| CaseItem { finding: id.trim().to_owned(), note: String::new() }).collect();
    let memo = site.memo(Some(&asked).filter(|asked| !asked.is_empty()).map(Vec::as_slice))?;
    if memo.items.is_empty() && memo.gone.is_empty() {
        bail!("the case file is empty: tick findings in `retold serve`, or name them with --findings ID,ID");
    }
    if memo.items.is_empty() {
        bail!("there is no finding {}: ids are in the table \"findings\" of `retold export`", memo.gone.join(", "));
    }
    let as_page = args.output.extension().is_some_and(|e| e.eq_ignore_ascii_case("html"));
    let text = if as_page { case::page(&memo).context("the memo could not be rendered")? } else { case::markdown::markdown(&memo) };
    std::fs::write(&args.output, text)
        .with_context(|| format!("cannot write {}: is the folder there, and is it yours to write?", args.output.display()))?;
    settings.tell(&format!("{} findings, {} excerpts: {}", memo.items.len(), memo.excerpts.len(), args.output.display()));
    if !memo.gone.is_empty() {
        settings.tell(&format!("Not found: {}", memo.gone.join(", ")));
        return Ok(Outcome::SomeSkipped);
    }
    Ok(Outcome::Done)
}
