//! Reading inputs for a command: articles, what was skipped, and saying so.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use retold::record::{Article, Outlets, Role};
use retold_io::read::{FIELDS, Read, ReadError, ReadOptions, ReadSummary, Skipped, read};
use retold_io::{version_id, version_order};

use super::{Outcome, Settings};
use crate::cli::InputArgs;
use crate::progress::Bar;
use crate::terminal::{clean, note};

/// What was read from the inputs.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pub(crate) articles: Vec<Article>,
    pub(crate) skipped: Vec<Skipped>,
    pub(crate) outlets: Outlets,
    pub(crate) summary: ReadSummary,
}

impl Gathered {
    /// Takes an article as a collection does: the same record twice is one article, another text of the same id and address a version.
    fn take(&mut self, mut article: Article, places: &mut BTreeMap<String, usize>) {
        if let Some(&at) = places.get(&article.id) {
            let known = &mut self.articles[at];
            let id = version_id(&article.id, &article.text_sha256);
            if known.text_sha256 == article.text_sha256 || places.contains_key(&id) {
                return;
            }
            if article.url.is_none() || article.url != known.url {
                return self.skipped.push(Skipped::id_conflict(&article));
            }
            if version_order(&article) < version_order(known) {
                known.id = version_id(&known.id, &known.text_sha256);
                places.insert(known.id.clone(), at);
            } else {
                article.id = id;
            }
        }
        places.insert(article.id.clone(), self.articles.len());
        self.articles.push(article);
    }
}

/// How the inputs are to be read.
pub(crate) fn options(args: &InputArgs) -> Result<ReadOptions> {
    let role = args.role.as_deref().map(str::parse::<Role>).transpose().context("--role")?;
    let columns = columns(&args.map)?;
    Ok(ReadOptions { inputs: args.inputs.clone(), role, outlets: args.outlets.clone(), columns, ..ReadOptions::default() })
}

/// `text=body` as field and column.
fn columns(given: &[String]) -> Result<BTreeMap<String, String>> {
    let pair = |one: &String| {
        let (field, column) = one.split_once('=').with_context(|| format!("--map {one}: write FIELD=COLUMN, for example text=body"))?;
        let field = field.trim().to_lowercase();
        if !FIELDS.contains(&field.as_str()) {
            bail!("--map {one}: there is no field '{field}'; fields are {}", FIELDS.join(", "));
        }
        Ok((field, column.trim().to_owned()))
    };
    given.iter().map(pair).collect()
}

/// Reads everything into RAM.
pub(crate) fn gather(args: &InputArgs, bar: &Bar) -> Result<Gathered> {
    let mut gathered = Gathered::default();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut sink = |read: Read| -> Result<(), std::convert::Infallible> {
        match read {
            Read::Article { article, .. } => gathered.take(article, &mut places),
            Read::Skipped(skipped) => gathered.skipped.push(skipped),
        }
        Ok(())
    };
    let summary = match read(&options(args)?, bar, &mut sink) {
        Ok(summary) => summary,
        Err(ReadError::Sink(never)) => match never {},
        Err(error @ ReadError::Outlets { .. }) => bail!("{error}"),
    };
    gathered.outlets = summary.outlets.clone();
    gathered.summary = summary;
    Ok(gathered)
}

/// Why a command could do nothing with its inputs.
pub(crate) fn nothing_found(args: &InputArgs) -> anyhow::Error {
    anyhow::anyhow!(
        "no article was found in {}: give files or folders with .txt, .html, .jsonl, .csv, .warc, .zip or .parquet",
        args.inputs.join(", ")
    )
}

/// Lines of skipped inputs shown before the rest is only counted.
const SHOWN: usize = 20;

/// Names skipped inputs on standard error.
pub(crate) fn tell_skipped(skipped: &[Skipped], settings: &Settings) -> Outcome {
    if skipped.is_empty() {
        return Outcome::Done;
    }
    if !settings.quiet {
        for one in skipped.iter().take(SHOWN) {
            let locator = one.locator.as_deref().map_or(String::new(), |l| format!(", {l}"));
            note(&clean(&format!("skipped {}{locator}: {} ({})", one.input, one.reason.as_str(), one.detail)));
        }
        if skipped.len() > SHOWN {
            note(&format!("and {} more; all are listed in the report and in the table 'skipped'", skipped.len() - SHOWN));
        }
    }
    Outcome::SomeSkipped
}
