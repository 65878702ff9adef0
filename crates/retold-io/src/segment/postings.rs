//! Fingerprints on disk: 24-byte records in blocks, each block followed by its checksum.

use std::fs::File;
use std::io;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use retold::echo::Posting;

use super::format::{HEADER_BYTES, Header, POSTINGS_MAGIC, SUM_BYTES, TempFile, damaged, failed, read_at, sum, u32_at, u64_at};

/// Bytes of a record: gram 8, article 4, position 4, context 8.
const RECORD_BYTES: usize = 24;
/// Records of a full block: 4 KiB, as little as a look-up can read of a disk. The checksum costs 0.2 %.
const BLOCK_RECORDS: usize = 170;
const BLOCK_BYTES: usize = BLOCK_RECORDS * RECORD_BYTES + SUM_BYTES;

/// Blocks that are guessed before halving takes over: two or three find nearly every gram.
const GUESSES: u32 = 6;

/// An open file of fingerprints.
#[derive(Debug)]
pub(super) struct PostingsFile {
    file: File,
    path: PathBuf,
    header: Header,
}

impl PostingsFile {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path).map_err(|e| failed(path, e))?;
        let header = Header::read(&file, path, POSTINGS_MAGIC)?;
        let length = file.metadata().map_err(|e| failed(path, e))?.len();
        let blocks = header.items.div_ceil(BLOCK_RECORDS as u64);
        let expected = header.items.checked_mul(RECORD_BYTES as u64).map(|n| n + blocks * SUM_BYTES as u64 + HEADER_BYTES);
        if length != header.end || expected != Some(length) {
            return Err(damaged(path, "its length is wrong"));
        }
        Ok(PostingsFile { file, path: path.to_owned(), header })
    }

    pub(super) fn header(&self) -> &Header {
        &self.header
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    fn blocks(&self) -> u64 {
        self.header.items.div_ceil(BLOCK_RECORDS as u64)
    }

    /// Reads a block and checks it; `bytes` then holds its records.
    fn block(&self, block: u64, bytes: &mut Vec<u8>) -> io::Result<()> {
        let records = (self.header.items - block * BLOCK_RECORDS as u64).min(BLOCK_RECORDS as u64) as usize;
        bytes.resize(records * RECORD_BYTES + SUM_BYTES, 0);
        read_at(&self.file, bytes, HEADER_BYTES + block * BLOCK_BYTES as u64).map_err(|e| failed(&self.path, e))?;
        let body = records * RECORD_BYTES;
        if sum(&bytes[..body], block) != u64_at(bytes, body) {
            return Err(damaged(&self.path, "a checksum is wrong"));
        }
        bytes.truncate(body);
        Ok(())
    }
}

/// Fingerprints of one segment in order, read block by block.
#[derive(Debug)]
pub struct Postings {
    file: Arc<PostingsFile>,
    bytes: Vec<u8>,
    /// Next record inside `bytes`.
    at: usize,
    /// Next block to read.
    block: u64,
    last_gram: u64,
    failed: bool,
}

impl Postings {
    pub(super) fn all(file: Arc<PostingsFile>) -> Self {
        Postings { file, bytes: Vec::new(), at: 0, block: 0, last_gram: u64::MAX, failed: false }
    }

    pub(super) fn within(file: Arc<PostingsFile>, grams: RangeInclusive<u64>) -> io::Result<Self> {
        let mut out = Postings::all(file);
        out.last_gram = *grams.end();
        // the first block that begins at or behind the range; its records may start in the block before it
        let (mut low, mut high) = (0, out.file.blocks());
        // grams are hashes: a block stands about where its share of all numbers says. Where that fails, halving finds it
        let width = (u64::MAX / high.max(1)).max(1);
        let mut guess = grams.start() / width;
        for step in 0.. {
            if low >= high {
                break;
            }
            let block = if step < GUESSES { guess.clamp(low, high - 1) } else { (low + high) / 2 };
            out.file.block(block, &mut out.bytes)?;
            let (first, last) = (u64_at(&out.bytes, 0), u64_at(&out.bytes, out.bytes.len() - RECORD_BYTES));
            if first >= *grams.start() {
                high = block;
                guess = block.saturating_sub(1 + (first - grams.start()) / width);
            } else if last >= *grams.start() {
                (low, high) = (block + 1, block + 1);
            } else {
                low = block + 1;
                guess = block + 1 + (grams.start() - last) / width;
            }
        }
        out.block = low.saturating_sub(1);
        out.bytes.clear();
        while let Some(posting) = out.next().transpose()? {
            if posting.gram >= *grams.start() {
                out.at -= RECORD_BYTES;
                break;
            }
        }
        Ok(out)
    }

    /// Takes the next one off the block in hand.
    fn take(&mut self) -> Option<Posting> {
        let record = self.bytes.get(self.at..self.at + RECORD_BYTES)?;
        let gram = u64_at(record, 0);
        if gram > self.last_gram {
            self.block = self.file.blocks();
            self.bytes.clear();
            return None;
        }
        self.at += RECORD_BYTES;
        Some(Posting { gram, article: u32_at(record, 8), position: u32_at(record, 12), context: u64_at(record, 16) })
    }
}

impl Iterator for Postings {
    type Item = io::Result<Posting>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(posting) = self.take() {
            return Some(Ok(posting));
        }
        if self.failed || self.block >= self.file.blocks() {
            return None;
        }
        self.at = 0;
        if let Err(error) = self.file.block(self.block, &mut self.bytes) {
            self.failed = true;
            self.bytes.clear();
            return Some(Err(error));
        }
        self.block += 1;
        self.take().map(Ok)
    }
}

/// Writes sorted fingerprints into a temporary file.
#[derive(Debug)]
pub(super) struct PostingsWriter {
    temp: TempFile,
    block: Vec<u8>,
    blocks: u64,
    header: Header,
}

impl PostingsWriter {
    /// `header` knows the articles and the configuration; the counts are filled in here.
    pub(super) fn create(path: &Path, header: Header) -> io::Result<Self> {
        let header = Header { items: 0, end: HEADER_BYTES, ..header };
        Ok(PostingsWriter { temp: TempFile::create(path)?, block: Vec::with_capacity(BLOCK_BYTES), blocks: 0, header })
    }

    pub(super) fn push(&mut self, posting: &Posting) -> io::Result<()> {
        self.block.extend_from_slice(&posting.gram.to_le_bytes());
        self.block.extend_from_slice(&posting.article.to_le_bytes());
        self.block.extend_from_slice(&posting.position.to_le_bytes());
        self.block.extend_from_slice(&posting.context.to_le_bytes());
        self.header.items += 1;
        if self.block.len() == BLOCK_RECORDS * RECORD_BYTES { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.block.is_empty() {
            return Ok(());
        }
        let sum = sum(&self.block, self.blocks);
        self.block.extend_from_slice(&sum.to_le_bytes());
        self.temp.write(&self.block)?;
        self.header.end += self.block.len() as u64;
        self.blocks += 1;
        self.block.clear();
        Ok(())
    }

    /// Completes the file; it still has its temporary name.
    pub(super) fn finish(mut self) -> io::Result<TempFile> {
        self.flush()?;
        self.temp.head(&self.header.encode(POSTINGS_MAGIC))?;
        Ok(self.temp)
    }
}
