//! Writing a segment.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::slice::ParallelSliceMut;
use retold::echo::Posting;
use retold::text::Word;

use super::format::{Header, TempFile, sync_dir};
use super::merge::{Merge, merge};
use super::postings::{Postings, PostingsFile, PostingsWriter};
use super::words::WordsWriter;
use super::{Segment, format};

/// Fewest fingerprints in a sorted run, whatever the memory limit: below that the runs would be too many to hold open.
const MIN_RUN: usize = 64;

/// Collects the articles of one `add` into a segment.
///
/// Fingerprints are kept in RAM up to the limit, then sorted and written out as a run; finishing merges the runs. The files are the same
/// with and without runs.
#[derive(Debug)]
pub struct SegmentBuilder {
    dir: PathBuf,
    /// Of temporary files.
    name: String,
    header: Header,
    words: WordsWriter,
    postings: Vec<Posting>,
    /// Fingerprints held in RAM at most.
    limit: usize,
    runs: Vec<(TempFile, PostingsFile)>,
}

impl SegmentBuilder {
    /// A segment in the folder `dir` whose first article has the number `first_article`; `config_hash` is kept with it.
    ///
    /// `memory_budget_bytes` bounds what is held back for sorting, not the process.
    pub fn new(dir: &Path, first_article: u32, config_hash: u64, memory_budget_bytes: usize) -> io::Result<Self> {
        fs::create_dir_all(dir).map_err(|e| format::failed(dir, e))?;
        let name = format!("{first_article:010}");
        let header = Header { first: first_article, config: config_hash, ..Header::default() };
        let words = WordsWriter::create(&dir.join(format!("{name}.{}", format::WORDS_EXT)), header)?;
        let limit = (memory_budget_bytes / size_of::<Posting>()).max(MIN_RUN);
        Ok(SegmentBuilder { dir: dir.to_owned(), name, header, words, postings: Vec::new(), limit, runs: Vec::new() })
    }

    /// Adds an article. Numbers must be contiguous, and every posting must name this article.
    pub fn add(&mut self, number: u32, words: &[Word], postings: &[Posting]) -> io::Result<()> {
        let expected = self.header.first + self.words.articles();
        if number != expected || postings.iter().any(|p| p.article != number) {
            let why = format!("article number {number} was added where {expected} was due: this is a bug, please report it");
            return Err(io::Error::new(io::ErrorKind::InvalidInput, why));
        }
        self.words.push(words)?;
        let mut rest = postings;
        while !rest.is_empty() {
            if self.postings.len() == self.limit {
                self.spill()?;
            }
            let (now, later) = rest.split_at(rest.len().min(self.limit - self.postings.len()));
            if self.postings.capacity() - self.postings.len() < now.len() {
                // doubling as it goes, never beyond the limit
                let more = self.postings.len().max(now.len()).min(self.limit - self.postings.len());
                self.postings.reserve_exact(more);
            }
            self.postings.extend_from_slice(now);
            rest = later;
        }
        Ok(())
    }

    /// Articles added so far.
    pub fn articles(&self) -> u32 {
        self.words.articles()
    }

    fn spill(&mut self) -> io::Result<()> {
        self.postings.par_sort_unstable();
        let path = self.dir.join(format!("{}.run-{}", self.name, self.runs.len()));
        let mut run = PostingsWriter::create(&path, self.header)?;
        self.postings.iter().try_for_each(|p| run.push(p))?;
        self.postings.clear();
        let temp = run.finish()?;
        let file = PostingsFile::open(temp.path())?;
        self.runs.push((temp, file));
        Ok(())
    }

    /// Writes both files, syncs them and gives them their names. `None` where no article was added.
    pub fn finish(mut self) -> io::Result<Option<Segment>> {
        self.header.articles = self.words.articles();
        if self.header.articles == 0 {
            return Ok(None);
        }
        // both ends, so that a merged segment never takes the name of one that it replaces
        let name = format!("{}-{:010}", self.name, self.header.first + self.header.articles);
        let [postings_name, _] = Segment::files(&name);
        let mut out = PostingsWriter::create(&self.dir.join(postings_name), self.header)?;
        if self.runs.is_empty() {
            self.postings.par_sort_unstable();
            self.postings.iter().try_for_each(|p| out.push(p))?;
        } else {
            self.spill()?;
            self.postings = Vec::new();
            // the temporary files go when `temps` does
            let (temps, files): (Vec<_>, Vec<_>) = self.runs.into_iter().unzip();
            for posting in Merge::new(files.into_iter().map(|f| Postings::all(Arc::new(f))).collect()) {
                out.push(&posting?)?;
            }
            drop(temps);
        }
        publish(&self.dir, &name, out.finish()?, self.words.finish()?).map(Some)
    }
}

/// Writes neighbouring segments as one, which holds what they held. They stay; the caller removes them once nobody needs them.
///
/// Memory: a block of each, and eight bytes for each article.
pub fn merged(dir: &Path, segments: &[Segment]) -> io::Result<Segment> {
    let (Some(first), Some(last)) = (segments.first(), segments.last()) else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "there are no segments to merge"));
    };
    let end = last.first_article() + last.articles();
    let name = format!("{:010}-{end:010}", first.first_article());
    let header =
        Header { first: first.first_article(), articles: end - first.first_article(), config: first.config_hash(), ..Header::default() };
    let [postings_name, words_name] = Segment::files(&name);
    let mut postings = PostingsWriter::create(&dir.join(postings_name), header)?;
    for posting in merge(segments) {
        postings.push(&posting?)?;
    }
    let mut words = WordsWriter::create(&dir.join(words_name), header)?;
    for segment in segments {
        for number in segment.first_article()..segment.first_article() + segment.articles() {
            words.push(&segment.words(number)?)?;
        }
    }
    publish(dir, &name, postings.finish()?, words.finish()?)
}

/// Syncs both files of a segment and gives them their names.
fn publish(dir: &Path, name: &str, postings: TempFile, words: TempFile) -> io::Result<Segment> {
    let [postings_name, words_name] = Segment::files(name);
    postings.keep(&dir.join(postings_name))?;
    words.keep(&dir.join(words_name))?;
    sync_dir(dir)?;
    Segment::open(dir, name)
}
