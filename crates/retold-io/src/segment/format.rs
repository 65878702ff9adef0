//! What both kinds of segment file have in common: header, checksums, reading at an offset, replacing a file safely.

use std::fs::{self, File};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

pub(super) const POSTINGS_EXT: &str = "postings";
pub(super) const WORDS_EXT: &str = "words";
/// Ending of files that are being written.
pub(super) const TEMP_EXT: &str = "tmp";

/// First bytes of a file of fingerprints.
pub(super) const POSTINGS_MAGIC: [u8; 8] = *b"RETOLDPO";
/// First bytes of a file of words.
pub(super) const WORDS_MAGIC: [u8; 8] = *b"RETOLDWO";
/// Layout of both files. Raised whenever the bytes change; an older layout is read as long as anybody has one.
const VERSION: u32 = 3;

/// Bytes of a header.
pub(super) const HEADER_BYTES: u64 = 64;
/// Bytes of a checksum (XXH3-64).
pub(super) const SUM_BYTES: usize = 8;

/// What stands at the head of a file: magic 8, version 4, first article 4, articles 4, zero 4, items 8, config 8, end 8, zero 8, XXH3-64 of the 56 before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Header {
    /// Number of the first article.
    pub(super) first: u32,
    /// How many articles.
    pub(super) articles: u32,
    /// How many fingerprints or words.
    pub(super) items: u64,
    /// Hash of the configuration that made them.
    pub(super) config: u64,
    /// Byte offset of the end of the records: the file's length, or where the table of places starts.
    pub(super) end: u64,
}

impl Header {
    pub(super) fn encode(&self, magic: [u8; 8]) -> [u8; HEADER_BYTES as usize] {
        let mut out = [0u8; HEADER_BYTES as usize];
        out[..8].copy_from_slice(&magic);
        out[8..12].copy_from_slice(&VERSION.to_le_bytes());
        out[12..16].copy_from_slice(&self.first.to_le_bytes());
        out[16..20].copy_from_slice(&self.articles.to_le_bytes());
        out[24..32].copy_from_slice(&self.items.to_le_bytes());
        out[32..40].copy_from_slice(&self.config.to_le_bytes());
        out[40..48].copy_from_slice(&self.end.to_le_bytes());
        let sum = xxh3_64(&out[..56]);
        out[56..].copy_from_slice(&sum.to_le_bytes());
        out
    }

    /// Reads and checks the header of the file at `path`.
    pub(super) fn read(file: &File, path: &Path, magic: [u8; 8]) -> io::Result<Self> {
        let mut bytes = [0u8; HEADER_BYTES as usize];
        read_at(file, &mut bytes, 0).map_err(|e| failed(path, e))?;
        if bytes[..8] != magic {
            return Err(damaged(path, "it does not begin as an index file"));
        }
        if xxh3_64(&bytes[..56]) != u64_at(&bytes, 56) {
            return Err(damaged(path, "the checksum of its header is wrong"));
        }
        let version = u32_at(&bytes, 8);
        if version != VERSION {
            let why = format!("{}: index layout {version}; this program knows {VERSION}. Use the version that wrote it", path.display());
            return Err(io::Error::new(io::ErrorKind::Unsupported, why));
        }
        let header = Header {
            first: u32_at(&bytes, 12),
            articles: u32_at(&bytes, 16),
            items: u64_at(&bytes, 24),
            config: u64_at(&bytes, 32),
            end: u64_at(&bytes, 40),
        };
        let held = header.first.checked_add(header.articles).is_some();
        if held { Ok(header) } else { Err(damaged(path, "its article numbers run over")) }
    }
}

/// Checksum of a block or record; its place is part of it, so that swapped blocks are found.
pub(super) fn sum(bytes: &[u8], place: u64) -> u64 {
    xxh3_64_with_seed(bytes, place)
}

/// The number at this byte. The caller has checked that it is there.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    let mut out = [0; 4];
    out.copy_from_slice(&bytes[at..at + 4]);
    u32::from_le_bytes(out)
}

/// The number at this byte. The caller has checked that it is there.
pub(super) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    let mut out = [0; 8];
    out.copy_from_slice(&bytes[at..at + 8]);
    u64::from_le_bytes(out)
}

/// An index file whose bytes are not what was written, and what to do about it.
pub(crate) fn damaged(path: &Path, why: &str) -> io::Error {
    let text = format!("{}: damaged: {why}. Add the input again into a new collection, or restore the file from a copy", path.display());
    io::Error::new(io::ErrorKind::InvalidData, text)
}

/// Names the file that an operation failed on. A file that ends too early is damaged.
pub(super) fn failed(path: &Path, error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => damaged(path, "it ends too early"),
        kind => io::Error::new(kind, format!("{}: {error}", path.display())),
    }
}

/// Fills `bytes` from this offset without moving the file's own position, so that threads may share it.
#[cfg(unix)]
pub(super) fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset)
}

/// Fills `bytes` from this offset. Moves the file's own position, which nobody uses.
#[cfg(windows)]
pub(super) fn read_at(file: &File, mut bytes: &mut [u8], mut offset: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, bytes, offset) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(n) => {
                bytes = &mut bytes[n..];
                offset += n as u64;
            }
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(())
}

/// A file being written under a temporary name. Removed when dropped, unless it was kept.
#[derive(Debug)]
pub(crate) struct TempFile {
    file: io::BufWriter<File>,
    path: PathBuf,
    kept: bool,
}

impl TempFile {
    /// Place of the first byte behind the header.
    pub(crate) const FIRST: u64 = HEADER_BYTES;

    /// Starts `<path>.tmp`, with room for a header.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".{TEMP_EXT}"));
        let path = PathBuf::from(name);
        let file = File::options().read(true).write(true).create(true).truncate(true).open(&path).map_err(|e| failed(&path, e))?;
        let mut temp = TempFile { file: io::BufWriter::with_capacity(1 << 16, file), path, kept: false };
        temp.write(&[0; HEADER_BYTES as usize])?;
        Ok(temp)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes).map_err(|e| failed(&self.path, e))
    }

    /// Writes the header and hands everything to the operating system.
    pub(crate) fn head(&mut self, header: &[u8]) -> io::Result<()> {
        let written = self.file.flush().and_then(|()| {
            let file = self.file.get_mut();
            file.seek(SeekFrom::Start(0))?;
            file.write_all(header)
        });
        written.map_err(|e| failed(&self.path, e))
    }

    /// Fills `bytes` from this offset. What was written since [`TempFile::head`] may be missing.
    pub(crate) fn read_at(&self, bytes: &mut [u8], offset: u64) -> io::Result<()> {
        read_at(self.file.get_ref(), bytes, offset).map_err(|e| failed(&self.path, e))
    }

    /// Syncs the file and gives it its name. The caller syncs the folder.
    pub(super) fn keep(mut self, path: &Path) -> io::Result<()> {
        self.file.get_ref().sync_all().and_then(|()| fs::rename(&self.path, path)).map_err(|e| failed(&self.path, e))?;
        self.kept = true;
        Ok(())
    }
}

impl Drop for TempFile {
    fn drop(&mut self) {
        if !self.kept {
            // a stray that stays is removed at the next opening
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Makes renames inside a folder survive a power cut. Windows has no such call and needs none.
pub(crate) fn sync_dir(dir: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(dir).and_then(|d| d.sync_all()).map_err(|e| failed(dir, e)) } else { Ok(()) }
}

/// Appends a number in groups of seven bits, lowest first.
pub(crate) fn put_varint(out: &mut Vec<u8>, mut n: u32) {
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

/// Takes a number off the front; `None` where the bytes end or the number runs over.
pub(crate) fn take_varint(bytes: &mut &[u8]) -> Option<u32> {
    let mut n = 0u64;
    for shift in (0..35).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        n |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return u32::try_from(n).ok();
        }
    }
    None
}
