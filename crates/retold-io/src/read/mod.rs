//! From files to articles: whatever lies in a folder becomes [`Article`]s, or a line that says why not.
//!
//! ```text
//! arguments ─► plan: which files ─► open: gz, zst, caps ─► pieces: a page, a line, a table row ─► finish: Article or Skipped
//! ```
//!
//! Pieces are cut one after the other, finished in parallel batch by batch, and handed over in order, so memory is bounded by a
//! batch, whatever the size of the input, and the order never depends on the number of threads.
//!
//! Every piece ends as an article or as a [`Skipped`] with a reason: nothing is lost in silence.

mod batch;
mod columns;
mod decode;
mod digest;
mod feed;
mod finish;
mod gdelt;
mod headers;
mod html;
mod json;
mod jsonl;
mod lang;
mod metadata;
mod mhtml;
mod open;
mod outlets;
mod page;
mod parquet;
mod payload;
mod plan;
mod record;
mod saved;
mod skip;
mod stdin;
mod table;
mod tags;
mod tape;
mod trace;
mod visible;
mod warc;
mod zip;

use std::collections::BTreeMap;
use std::path::PathBuf;

use retold::record::{Article, Outlets, Role};

pub use columns::FIELDS;
pub use metadata::Metadata;
pub use skip::{SkipReason, Skipped};
pub use stdin::read_stream;
pub use trace::Traces;

use batch::Batch;
pub(crate) use outlets::Register;
use plan::Plan;

/// Longest text, and longest single line, record or page, in bytes: 64 MB, about ten million words. A longer one is a wrong file, not an
/// article, and could only be held, not compared.
pub const MAX_TEXT_BYTES: u64 = 64 << 20;

/// What to read and how.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// Files, folders, glob patterns, `-` for standard input.
    pub inputs: Vec<String>,
    /// The role of articles that do not name one.
    pub role: Option<Role>,
    /// A table of outlets; `outlets.csv` inside an input folder is found without it.
    pub outlets: Option<PathBuf>,
    /// Columns of tables and keys of records that mean a field: field to column, for example `text` to `body`. They go before the fields' own
    /// names and the known names of other programs.
    pub columns: BTreeMap<String, String>,
    /// Longer texts, lines, records and pages are skipped as `too-large`. Default [`MAX_TEXT_BYTES`].
    pub max_text_bytes: u64,
}

impl Default for ReadOptions {
    fn default() -> Self {
        ReadOptions { inputs: Vec::new(), role: None, outlets: None, columns: BTreeMap::new(), max_text_bytes: MAX_TEXT_BYTES }
    }
}

impl ReadOptions {
    /// The limit of texts, held below what a span can point into.
    fn limit(&self) -> u64 {
        self.max_text_bytes.min(u64::from(u32::MAX))
    }
}

/// What comes out for every piece of input.
#[derive(Debug, Clone)]
#[expect(clippy::large_enum_variant, reason = "handed over one at a time, never stored in rows")]
pub enum Read {
    /// An article.
    Article {
        /// The article.
        article: Article,
        /// The bytes it was read from: the file, the line, the table row.
        raw: Vec<u8>,
        /// Bytes of text that its page hides from readers.
        hidden: u64,
    },
    /// Something that is no article, and why.
    Skipped(Skipped),
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadSummary {
    /// Files that were opened.
    pub files: u64,
    /// The same files by folder and name, as [`Skipped`] names them.
    pub opened: Vec<(String, String)>,
    /// Bytes of articles and skipped pieces, decompressed.
    pub bytes: u64,
    /// Articles handed over.
    pub articles: u64,
    /// Skipped pieces and files, by reason.
    pub skipped: BTreeMap<SkipReason, u64>,
    /// Hidden files and folders passed over.
    pub hidden: u64,
    /// `page_files` folders passed over: what browsers save beside a page.
    pub page_folders: u64,
    /// Files named twice and read once.
    pub repeated: u64,
    /// Records of archives that are no page of news: requests, pictures, scripts, redirections, errors, notes of the crawler.
    pub other_records: u64,
    /// Records that say that a page was captured again unchanged.
    pub revisits: u64,
    /// Checksums of archives that were compared.
    pub digests: u64,
    /// Of these, the ones that differ; their articles say so under `digest`.
    pub wrong_digests: u64,
    /// Given dates that could not be read; those articles count as undated unless their text or page says more.
    pub unread_dates: u64,
    /// Bytes of text that pages hide from their readers: left out of the articles.
    pub hidden_text: u64,
    /// The outlets known from the tables, for whoever analyses the articles.
    pub outlets: Outlets,
}

/// Why reading stopped as a whole. A bad file or record never does that.
#[derive(Debug, thiserror::Error)]
pub enum ReadError<E> {
    /// The table named by `outlets` cannot be used.
    #[error("cannot read the outlets table {path}: {detail}")]
    Outlets {
        /// The table, as given.
        path: String,
        /// What is wrong and where.
        detail: String,
    },
    /// The receiver of the articles gave up.
    #[error(transparent)]
    Sink(E),
}

/// Told how far reading has come. `()` for those who do not want to know.
pub trait Progress: Sync {
    /// Before the first file: how many files there are, and their bytes on disk.
    fn begin(&self, _files: u64, _bytes: u64) {}
    /// After a batch: bytes taken from disk since the last call, and articles handed over.
    fn advance(&self, _bytes: u64, _articles: u64) {}
}

impl Progress for () {}

/// Reads all inputs and hands over articles and skipped pieces: first the files that cannot be read at all, then the files in the
/// order given, folders sorted by path, standard input last.
pub fn read<E>(
    options: &ReadOptions,
    progress: &dyn Progress,
    sink: &mut dyn FnMut(Read) -> Result<(), E>,
) -> Result<ReadSummary, ReadError<E>> {
    let plan = Plan::of(&options.inputs);
    let (register, bad_tables) =
        Register::load(options.outlets.as_deref(), &plan.outlets).map_err(|(path, detail)| ReadError::Outlets { path, detail })?;
    progress.begin(plan.files.len() as u64, plan.files.iter().map(|f| f.bytes).sum());
    let mut batch = Batch::new(options, &register, progress, sink);
    batch.summary.hidden = plan.hidden;
    batch.summary.page_folders = plan.page_folders;
    batch.summary.repeated = plan.repeated;
    let mut skipped = plan.skipped.into_iter().chain(bad_tables);
    skipped.try_for_each(|s| batch.skip(s)).map_err(ReadError::Sink)?;
    for file in &plan.files {
        open::read_file(file, &mut batch).map_err(ReadError::Sink)?;
    }
    if plan.stdin {
        stdin::feed(&mut std::io::stdin().lock(), &mut batch).map_err(ReadError::Sink)?;
    }
    let mut summary = batch.finish().map_err(ReadError::Sink)?;
    summary.outlets = register.into_outlets();
    Ok(summary)
}
