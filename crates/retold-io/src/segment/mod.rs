//! Index segments: the fingerprints and words of the articles of one `add`, in two immutable files.
//!
//! | file | holds | order |
//! |---|---|---|
//! | `<first>-<end>.postings` | one 24-byte record for each fingerprint, in checksummed blocks | gram, article, position |
//! | `<first>-<end>.words` | the folded words of each article, one checksummed record each, and a table of their places | article |
//!
//! All numbers are little-endian. Articles go by the number that the collection gave them, contiguous within a segment: its name says the
//! first one and the first one behind it. A segment is
//! written to temporary files, synced and renamed; it counts once the collection's database names it, so a crash leaves strays that the next
//! opening removes, never half a segment. Every byte stands under a checksum: a flipped one is an error that names the file.

mod build;
mod format;
mod merge;
mod postings;
mod words;

use std::io;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use retold::echo::Posting;
use retold::text::Word;

pub(crate) use format::{TempFile, put_varint, take_varint};

pub use build::{SegmentBuilder, merged};
pub use merge::{Merge, merge, merge_in};
pub use postings::Postings;

use format::Header;
use postings::PostingsFile;
use words::WordsFile;

/// The fingerprints and words of a contiguous run of articles. Cheap to clone; reads from any number of threads.
#[derive(Debug, Clone)]
pub struct Segment {
    name: String,
    postings: Arc<PostingsFile>,
    words: Arc<WordsFile>,
}

impl Segment {
    /// Opens the two files of the segment called `name` in `dir` and checks their headers.
    pub fn open(dir: &Path, name: &str) -> io::Result<Self> {
        let postings = PostingsFile::open(&dir.join(format!("{name}.{}", format::POSTINGS_EXT)))?;
        let words = WordsFile::open(&dir.join(format!("{name}.{}", format::WORDS_EXT)))?;
        let (p, w) = (postings.header(), words.header());
        if (p.first, p.articles, p.config) != (w.first, w.articles, w.config) {
            return Err(format::damaged(words.path(), "it does not belong to the postings beside it"));
        }
        Ok(Segment { name: name.to_owned(), postings: Arc::new(postings), words: Arc::new(words) })
    }

    /// What the collection's database calls it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Number of its first article.
    pub fn first_article(&self) -> u32 {
        self.header().first
    }

    /// How many articles it holds.
    pub fn articles(&self) -> u32 {
        self.header().articles
    }

    /// How many fingerprints it holds.
    pub fn posting_count(&self) -> u64 {
        self.header().items
    }

    /// Hash of the configuration that folded and fingerprinted its articles.
    pub fn config_hash(&self) -> u64 {
        self.header().config
    }

    /// Whether it holds the article with this number.
    pub fn holds(&self, number: u32) -> bool {
        number.checked_sub(self.first_article()).is_some_and(|at| at < self.articles())
    }

    /// Every fingerprint, sorted by gram, article and position.
    pub fn postings(&self) -> Postings {
        Postings::all(Arc::clone(&self.postings))
    }

    /// The fingerprints whose gram lies in this range, sorted the same way.
    pub fn postings_in(&self, grams: RangeInclusive<u64>) -> io::Result<Postings> {
        Postings::within(Arc::clone(&self.postings), grams)
    }

    /// The folded words of the article with this number.
    pub fn words(&self, number: u32) -> io::Result<Vec<Word>> {
        self.words.words(number)
    }

    /// Reads everything: checksums, order, counts.
    pub fn check(&self) -> io::Result<()> {
        let mut last: Option<Posting> = None;
        let mut seen = 0u64;
        for posting in self.postings() {
            let posting = posting?;
            if last.is_some_and(|l| l > posting) || !self.holds(posting.article) {
                return Err(format::damaged(self.postings.path(), "its fingerprints are out of order"));
            }
            last = Some(posting);
            seen += 1;
        }
        if seen != self.posting_count() {
            return Err(format::damaged(self.postings.path(), "fingerprints are missing"));
        }
        let mut words = 0u64;
        for number in self.first_article()..self.first_article() + self.articles() {
            words += self.words(number)?.len() as u64;
        }
        if words != self.words.header().items {
            return Err(format::damaged(self.words.path(), "words are missing"));
        }
        Ok(())
    }

    /// Names of its files inside the index folder.
    pub fn files(name: &str) -> [String; 2] {
        [format!("{name}.{}", format::POSTINGS_EXT), format!("{name}.{}", format::WORDS_EXT)]
    }

    /// Where its files are.
    pub fn paths(&self) -> [PathBuf; 2] {
        [self.postings.path().to_owned(), self.words.path().to_owned()]
    }

    fn header(&self) -> &Header {
        self.postings.header()
    }
}

#[cfg(test)]
mod tests;
