use std::io;
use std::num::NonZeroU64;
use std::path::Path;

use crate::segment::TempFile;

/// Bits of a [`Place`] that say how many bytes there are.
const LENGTH_BITS: u32 = 24;

/// Where pieces of bytes wait in a file until they are asked for in another order. The file goes when this does.
#[derive(Debug)]
pub(super) struct Scratch {
    temp: TempFile,
    end: u64,
}

/// Where a piece is and how long, in eight bytes: there are as many as pairs of articles.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place(NonZeroU64);

impl Scratch {
    /// Begins a file in this folder, which is cleared of strays at the next opening.
    pub(super) fn create(dir: &Path) -> io::Result<Self> {
        Ok(Scratch { temp: TempFile::create(&dir.join("alignments"))?, end: TempFile::FIRST })
    }

    /// Appends a piece.
    ///
    /// # Errors
    /// Where it cannot be written, or is longer than 16 MiB, or the file than a tebibyte.
    pub(super) fn push(&mut self, piece: &[u8]) -> io::Result<Place> {
        let length = piece.len() as u64;
        if length >> LENGTH_BITS > 0 || self.end >> (u64::BITS - LENGTH_BITS) > 0 {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "too many shared passages for one add: add fewer articles at a time"));
        }
        self.temp.write(piece)?;
        // a header stands before all pieces: no place is zero
        let place = NonZeroU64::new(self.end << LENGTH_BITS | length).ok_or(io::ErrorKind::InvalidInput)?;
        self.end += length;
        Ok(Place(place))
    }

    /// Completes the file; only then can pieces be read.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.temp.head(&[])
    }

    /// The piece at this place.
    pub(super) fn read(&self, place: Place) -> io::Result<Vec<u8>> {
        let place = place.0.get();
        let mut piece = vec![0; (place & ((1 << LENGTH_BITS) - 1)) as usize];
        self.temp.read_at(&mut piece, place >> LENGTH_BITS)?;
        Ok(piece)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_come_back_in_any_order_and_one_that_is_too_long_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let mut scratch = Scratch::create(dir.path()).unwrap();
        let pieces: Vec<Vec<u8>> = (0..50usize).map(|n| vec![n as u8; n * 37]).collect();
        let places: Vec<Place> = pieces.iter().map(|p| scratch.push(p).unwrap()).collect();
        assert!(scratch.push(&vec![0; 1 << LENGTH_BITS]).is_err());
        scratch.finish().unwrap();
        for (piece, place) in pieces.iter().zip(places).rev() {
            assert_eq!(scratch.read(place).unwrap(), *piece);
        }
    }
}
