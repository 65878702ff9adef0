use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use retold::record::{ArticleIx, Match};
use retold::{MATCHES_AT_A_TIME, Matches};

use super::{Error, cache};
use crate::segment::TempFile;

/// All matches of a collection while they are derived from: in a file, since they may be more than fit into RAM. The file goes when this does.
///
/// For each pair of articles that shares text: its two ranks, how many bytes follow, and its matches as they are kept with the collection.
#[derive(Debug)]
pub struct MatchFile {
    temp: TempFile,
    pairs: u64,
    error: Mutex<Option<Error>>,
}

impl MatchFile {
    /// Begins a file in this folder, which is cleared of strays at the next opening.
    pub(super) fn create(dir: &Path) -> Result<Self, Error> {
        let temp = TempFile::create(&dir.join("matches")).map_err(unwritable)?;
        Ok(MatchFile { temp, pairs: 0, error: Mutex::new(None) })
    }

    /// Appends the packed matches of a pair. Pairs come in order; one without matches leaves nothing.
    pub(super) fn push(&mut self, (left, right): (ArticleIx, ArticleIx), packed: &[u8]) -> Result<(), Error> {
        if packed.get(8).is_none_or(|&count| count == 0) {
            return Ok(());
        }
        self.pairs += 1;
        let len = packed.len() as u32;
        let parts = [&left.0.to_le_bytes()[..], &right.0.to_le_bytes(), &len.to_le_bytes(), packed];
        parts.iter().try_for_each(|part| self.temp.write(part)).map_err(unwritable)
    }

    /// Completes the file.
    pub(super) fn finish(mut self) -> Result<Self, Error> {
        self.temp.head(&[]).map_err(unwritable)?;
        Ok(self)
    }

    /// Pairs of articles that share text.
    pub fn pairs(&self) -> u64 {
        self.pairs
    }

    /// The first failure to read it, once.
    pub fn take_error(&self) -> Option<Error> {
        self.error.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn read(&self, take: &mut dyn FnMut(Vec<Match>)) -> io::Result<()> {
        let mut file = BufReader::with_capacity(1 << 18, File::open(self.temp.path())?);
        file.seek_relative(TempFile::FIRST as i64)?;
        let (mut head, mut packed, mut block) = ([0; 12], Vec::new(), Vec::new());
        for _ in 0..self.pairs {
            file.read_exact(&mut head)?;
            let number = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
            packed.resize(number(8) as usize, 0);
            file.read_exact(&mut packed)?;
            let pair = (ArticleIx(number(0)), ArticleIx(number(4)));
            cache::unpack(&packed, pair, &mut block).ok_or_else(|| io::Error::from(io::ErrorKind::InvalidData))?;
            if block.len() >= MATCHES_AT_A_TIME {
                take(std::mem::take(&mut block));
            }
        }
        take(block);
        Ok(())
    }
}

impl Matches for MatchFile {
    fn each(&self, take: &mut dyn FnMut(Vec<Match>)) {
        if let Err(source) = self.read(take) {
            let error = Error::Io { what: "cannot read the matches".into(), source };
            self.error.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
        }
    }
}

fn unwritable(source: io::Error) -> Error {
    Error::Io { what: "cannot write the matches".into(), source }
}
