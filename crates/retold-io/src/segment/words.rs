//! Folded words on disk: one record for each article, and a table of where they start.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use retold::text::Word;

use super::format::{
    HEADER_BYTES, Header, SUM_BYTES, TempFile, WORDS_MAGIC, damaged, failed, put_varint, read_at, sum, take_varint, u64_at,
};

/// An open file of words. Holds 8 bytes in RAM for each article.
#[derive(Debug)]
pub(super) struct WordsFile {
    file: File,
    path: PathBuf,
    header: Header,
    /// Where each article's record starts; one more than there are articles.
    places: Vec<u64>,
}

impl WordsFile {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path).map_err(|e| failed(path, e))?;
        let header = Header::read(&file, path, WORDS_MAGIC)?;
        let length = file.metadata().map_err(|e| failed(path, e))?.len();
        let table = (u64::from(header.articles) + 1) * 8;
        if header.end.checked_add(table + SUM_BYTES as u64) != Some(length) {
            return Err(damaged(path, "its length is wrong"));
        }
        let mut bytes = vec![0; table as usize + SUM_BYTES];
        read_at(&file, &mut bytes, header.end).map_err(|e| failed(path, e))?;
        let body = bytes.len() - SUM_BYTES;
        if sum(&bytes[..body], header.end) != u64_at(&bytes, body) {
            return Err(damaged(path, "the checksum of its table is wrong"));
        }
        let places: Vec<u64> = bytes[..body].chunks_exact(8).map(|c| u64_at(c, 0)).collect();
        let (first, last) = (places.first(), places.last());
        if first != Some(&HEADER_BYTES) || last != Some(&header.end) || !places.is_sorted() {
            return Err(damaged(path, "its table points outside it"));
        }
        Ok(WordsFile { file, path: path.to_owned(), header, places })
    }

    pub(super) fn header(&self) -> &Header {
        &self.header
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn words(&self, number: u32) -> io::Result<Vec<Word>> {
        let at = number.checked_sub(self.header.first).map(|n| n as usize);
        let place = at.and_then(|n| Some((*self.places.get(n)?, *self.places.get(n + 1)?)));
        let Some((start, end)) = place else {
            return Err(io::Error::new(io::ErrorKind::NotFound, format!("{}: holds no article number {number}", self.path.display())));
        };
        let mut bytes = vec![0; (end - start) as usize];
        read_at(&self.file, &mut bytes, start).map_err(|e| failed(&self.path, e))?;
        let Some((record, sealed)) = bytes.split_last_chunk::<SUM_BYTES>() else {
            return Err(damaged(&self.path, "a record is too short"));
        };
        if sum(record, u64::from(number)) != u64::from_le_bytes(*sealed) {
            return Err(damaged(&self.path, &format!("the words of article number {number} have a wrong checksum")));
        }
        decode(record).ok_or_else(|| damaged(&self.path, &format!("the words of article number {number} cannot be read")))
    }
}

/// Number of words; then for each its hash, the gap since the end of the one before it and its length in bytes.
fn encode(words: &[Word], out: &mut Vec<u8>) -> Option<()> {
    put_varint(out, u32::try_from(words.len()).ok()?);
    let mut end = 0;
    for word in words {
        out.extend_from_slice(&word.hash.to_le_bytes());
        put_varint(out, word.start.checked_sub(end)?);
        put_varint(out, word.end.checked_sub(word.start)?);
        end = word.end;
    }
    Some(())
}

fn decode(mut bytes: &[u8]) -> Option<Vec<Word>> {
    let count = take_varint(&mut bytes)? as usize;
    // a record holds at least six bytes for each word, so a wrong count cannot ask for more memory than the record has
    let mut words = Vec::with_capacity(count.min(bytes.len() / 6));
    let mut end = 0u32;
    for _ in 0..count {
        let (hash, rest) = bytes.split_first_chunk::<4>()?;
        bytes = rest;
        let start = end.checked_add(take_varint(&mut bytes)?)?;
        end = start.checked_add(take_varint(&mut bytes)?)?;
        words.push(Word { hash: u32::from_le_bytes(*hash), start, end });
    }
    bytes.is_empty().then_some(words)
}

/// Writes words, article by article, into a temporary file.
#[derive(Debug)]
pub(super) struct WordsWriter {
    temp: TempFile,
    places: Vec<u64>,
    record: Vec<u8>,
    header: Header,
}

impl WordsWriter {
    /// `header` knows the first article and the configuration; the counts are filled in here.
    pub(super) fn create(path: &Path, header: Header) -> io::Result<Self> {
        let header = Header { items: 0, articles: 0, end: HEADER_BYTES, ..header };
        Ok(WordsWriter { temp: TempFile::create(path)?, places: vec![HEADER_BYTES], record: Vec::new(), header })
    }

    /// Articles written so far.
    pub(super) fn articles(&self) -> u32 {
        self.header.articles
    }

    /// Adds the next article's words. They must be in order and not overlap.
    pub(super) fn push(&mut self, words: &[Word]) -> io::Result<()> {
        self.record.clear();
        let number = self.header.first + self.header.articles;
        if encode(words, &mut self.record).is_none() {
            let why = format!("the words of article number {number} overlap: this is a bug, please report it");
            return Err(io::Error::new(io::ErrorKind::InvalidInput, why));
        }
        let sum = sum(&self.record, u64::from(number));
        self.record.extend_from_slice(&sum.to_le_bytes());
        self.temp.write(&self.record)?;
        self.header.end += self.record.len() as u64;
        self.header.items += words.len() as u64;
        self.header.articles += 1;
        self.places.push(self.header.end);
        Ok(())
    }

    /// Completes the file; it still has its temporary name.
    pub(super) fn finish(mut self) -> io::Result<TempFile> {
        self.record.clear();
        for place in &self.places {
            self.record.extend_from_slice(&place.to_le_bytes());
        }
        let sum = sum(&self.record, self.header.end);
        self.record.extend_from_slice(&sum.to_le_bytes());
        self.temp.write(&self.record)?;
        self.temp.head(&self.header.encode(WORDS_MAGIC))?;
        Ok(self.temp)
    }
}
