//! The pages: everything that was found, as one HTML file that opens from disk, as a folder of files, or page by page from the local server.
//!
//! `screens` has the list of pages; `book` is what they are made from; `links` says where they are. One file needs no network, no script and
//! no second file: each section is a page of its own where the browser can show the targeted section only, and one long document elsewhere.
//! Section ids are hashes of what they show, so that a link into a report survives a rerun. [`render`] is a function of its input: no clock, no
//! environment, no order of a hash map.

mod accounts;
mod article;
pub(crate) mod book;
pub(crate) mod case;
mod clocks;
mod collate;
mod curve;
mod date;
mod edits;
mod family;
mod figures;
mod finding;
pub(crate) mod findings;
pub(crate) mod groups;
mod gutter;
mod labels;
mod lanes;
pub(crate) mod links;
mod method;
pub(crate) mod names;
mod network;
mod outlets;
pub(crate) mod page;
pub(crate) mod pager;
mod pair;
mod pairs;
pub(crate) mod paragraphs;
mod quotes;
pub(crate) mod refs;
mod regions;
mod rows;
pub(crate) mod runs;
#[cfg(test)]
mod sample;
pub(crate) mod screens;
mod search;
pub(crate) mod sections;
pub(crate) mod sentence;
mod size;
mod sources;
mod start;
mod stories;
mod thresholds;
pub(crate) mod validation;
mod verdict;
pub(crate) mod visible;
pub(crate) mod wording;

use retold::Analysis;
use retold::record::Article;

/// Everything the report is made from.
#[derive(Debug, Clone, Copy)]
pub struct ReportInput<'a> {
    /// What the reader calls the collection.
    pub title: &'a str,
    /// Sorted by id; an `ArticleIx` is an index into this list.
    pub articles: &'a [Article],
    /// Folded words of each article, in the same order.
    pub words: &'a [u32],
    /// What was found.
    pub analysis: &'a Analysis,
    /// Inputs that were not read.
    pub skipped: &'a [SkippedLine],
    /// What ran, on what.
    pub run: &'a RunFacts,
    /// How much is shown.
    pub options: ReportOptions,
}

/// An input that was not read, and why.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SkippedLine {
    /// File, relative to the input argument.
    pub input: String,
    /// Line, record or member inside it.
    pub locator: Option<String>,
    /// Reason, a name of a closed list.
    pub reason: String,
    /// What was wrong, in plain words.
    pub detail: String,
}

/// What ran, on what: the part of `run.json` that the report repeats.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RunFacts {
    /// Version of the tool.
    pub version: String,
    /// Hash of the resolved configuration.
    pub config_hash: String,
    /// Hash of configuration and inputs together: the name of this run.
    pub run_hash: String,
    /// Each input file, in order.
    pub inputs: Vec<InputFact>,
    /// The resolved configuration, name and value, in order.
    pub settings: Vec<(String, String)>,
    /// Findings that readers rejected, and that are left out.
    pub rejected: u64,
}

/// An input file and what it gave.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InputFact {
    /// File, relative to the input argument.
    pub input: String,
    /// Its format: `html`, `jsonl`, `warc`, …
    pub format: String,
    /// Articles read from it.
    pub articles: u64,
}

/// How much of a large collection one file shows. What is left out is counted on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportOptions {
    /// Pairs with a page of their own.
    pub max_pairs: usize,
    /// Families with a page of their own.
    pub max_families: usize,
    /// Findings in the list.
    pub max_findings: usize,
    /// Size to stay below, in bytes; a bound on the pages of articles and pairs, estimated before they are written.
    pub max_bytes: usize,
    /// Show matched passages and 40 words around them instead of whole paragraphs.
    pub excerpts: bool,
}

impl Default for ReportOptions {
    fn default() -> Self {
        ReportOptions { max_pairs: 400, max_families: 300, max_findings: 1_000, max_bytes: 25 << 20, excerpts: false }
    }
}

/// Writes the report. The same input gives the same bytes.
///
/// # Errors
/// Where a template cannot be rendered, which only running out of memory can cause.
pub fn render(input: &ReportInput) -> Result<String, askama::Error> {
    let book = book::Book::new(input);
    page::one_file(&book)
}
