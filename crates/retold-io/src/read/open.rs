use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use super::batch::{Batch, Form, Piece};
use super::plan::Planned;
use super::skip::{SkipReason, Skipped};
use super::{jsonl, table};

/// A compressed file may unpack to this many times its size before it is taken for a bomb, counted from [`RATIO_FROM`] on.
///
/// Prose packs some three to six times; deflate cannot go beyond 1032, zstd can. Chosen between the two, not measured.
const MAX_RATIO: u64 = 250;

/// Unpacked bytes below which the ratio says nothing, since small files of one repeated line may pack very well.
const RATIO_FROM: u64 = 32 << 20;

/// No compressed file is unpacked further than this, whatever its ratio: 256 GiB.
const MAX_UNPACKED: u64 = 256 << 30;

/// Bytes read at once.
const BUFFER: usize = 256 << 10;

/// What a file holds, by the ending of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Html,
    Jsonl,
    /// With the separator where the ending tells it.
    Table(Option<u8>),
}

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    None,
    Gzip,
    Zstd,
}

/// Format and packing, or `None` for endings that are not read.
fn kind_of(path: &Path) -> Option<(Format, Packing)> {
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    let (name, packing) = if let Some(name) = name.strip_suffix(".gz") {
        (name, Packing::Gzip)
    } else if let Some(name) = name.strip_suffix(".zst") {
        (name, Packing::Zstd)
    } else {
        (name.as_str(), Packing::None)
    };
    let format = match name.rsplit_once('.')?.1 {
        "txt" | "text" => Format::Text,
        "html" | "htm" | "xhtml" => Format::Html,
        "jsonl" | "ndjson" => Format::Jsonl,
        "csv" => Format::Table(None),
        "tsv" => Format::Table(Some(b'\t')),
        _ => return None,
    };
    Some((format, packing))
}

/// Reads one file into the batch. Only the receiver of the articles can make it fail.
pub(super) fn read_file<E>(file: &Planned, batch: &mut Batch<'_, E>) -> Result<(), E> {
    let Some((format, packing)) = kind_of(&file.path) else {
        let detail = "no reader for this ending; read are txt, html, htm, jsonl, ndjson, csv, tsv, each also .gz and .zst";
        batch.meter.add(file.bytes);
        return batch.skip(Skipped::file(&file.input, SkipReason::UnsupportedFormat, detail));
    };
    let before = match File::open(&file.path).and_then(|f| Ok((f.metadata()?, f))) {
        Ok((meta, handle)) if meta.is_file() => (stamp(&meta), handle),
        Ok(_) => {
            return batch.skip(Skipped::file(&file.input, SkipReason::NotAFile, "it became a pipe or device"));
        }
        Err(error) => {
            batch.meter.add(file.bytes);
            return batch.skip(unreadable(&file.input, &error));
        }
    };
    let (before, handle) = before;
    let begins = batch.meter.get();
    batch.summary.files += 1;
    let size_and_time = || std::fs::metadata(&file.path).ok().map(|m| stamp(&m));
    let changed = || size_and_time() != Some(before);
    let result = match unpack(handle, packing, &batch.meter.clone()) {
        Ok(mut reader) => read_stream(&file.input, format, &mut reader, &changed, batch),
        Err(error) => batch.skip(unreadable(&file.input, &error)),
    };
    // What was left unread of a skipped file is done, too.
    let ends = begins + file.bytes;
    batch.meter.add(ends.saturating_sub(batch.meter.get()));
    result
}

/// Size and time of the last change: if either moves, somebody wrote.
fn stamp(meta: &std::fs::Metadata) -> (u64, Option<std::time::SystemTime>) {
    (meta.len(), meta.modified().ok())
}

/// Reads a stream of a known format. `changed` is asked after the last byte.
pub(super) fn read_stream<E>(
    input: &str,
    format: Format,
    reader: &mut dyn BufRead,
    changed: &dyn Fn() -> bool,
    batch: &mut Batch<'_, E>,
) -> Result<(), E> {
    let input: Arc<str> = input.into();
    match format {
        Format::Text => return whole(&input, Form::Text, reader, changed, batch),
        Format::Html => return whole(&input, Form::Html, reader, changed, batch),
        Format::Jsonl => jsonl::read(&input, reader, batch)?,
        Format::Table(separator) => table::read(&input, separator, reader, batch)?,
    }
    if changed() {
        let detail = "another program wrote to it; what was read before stays, read it again once it is at rest";
        batch.skip(Skipped::file(&input, SkipReason::Changed, detail))?;
    }
    Ok(())
}

/// A file that is one article.
fn whole<E>(input: &Arc<str>, form: Form, reader: &mut dyn BufRead, changed: &dyn Fn() -> bool, batch: &mut Batch<'_, E>) -> Result<(), E> {
    let cap = batch.options.limit();
    let mut raw = Vec::new();
    if let Err(error) = reader.take(cap + 1).read_to_end(&mut raw) {
        return batch.skip(unreadable(input, &error));
    }
    if raw.len() as u64 > cap {
        return batch.skip(Skipped::file(input, SkipReason::TooLarge, too_large("file", cap)));
    }
    if changed() {
        let detail = "another program wrote to it while it was read; read it again once it is at rest";
        return batch.skip(Skipped::file(input, SkipReason::Changed, detail));
    }
    batch.piece(Piece { input: Arc::clone(input), locator: None, raw, form })
}

/// What is said of something above the limit.
pub(super) fn too_large(what: &str, cap: u64) -> String {
    format!("the {what} is longer than {cap} bytes; an article is shorter, so split it or raise the limit")
}

/// An error while opening or reading; a bomb is told apart.
pub(super) fn unreadable(input: &str, error: &io::Error) -> Skipped {
    let bomb = error.get_ref().is_some_and(|e| e.is::<Bomb>());
    let reason = if bomb { SkipReason::Limit } else { SkipReason::Unreadable };
    let hint = match error.kind() {
        io::ErrorKind::PermissionDenied => "; check the permissions",
        io::ErrorKind::NotFound => "; it vanished while reading",
        io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput if !bomb => {
            "; the compressed stream is damaged, fetch the file again"
        }
        _ => "",
    };
    Skipped::file(input, reason, format!("{error}{hint}"))
}

/// Unpacks with both limits in force; the meter counts packed bytes.
pub(super) fn unpack<'r>(packed: impl Read + 'r, packing: Packing, meter: &Meter) -> io::Result<Box<dyn BufRead + 'r>> {
    let before = meter.get();
    let counted = Counted { inner: packed, meter: meter.clone() };
    let unpacked: Box<dyn Read + 'r> = match packing {
        Packing::None => return Ok(Box::new(BufReader::with_capacity(BUFFER, counted))),
        Packing::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(BufReader::with_capacity(BUFFER, counted))),
        Packing::Zstd => Box::new(zstd::Decoder::new(counted)?),
    };
    let limited = Limited { inner: unpacked, meter: meter.clone(), before, given: 0 };
    Ok(Box::new(BufReader::with_capacity(BUFFER, limited)))
}

/// Bytes taken from disk so far, shared by whoever takes them and whoever reports them.
#[derive(Debug, Clone, Default)]
pub(super) struct Meter(Rc<Cell<u64>>);

impl Meter {
    pub(super) fn get(&self) -> u64 {
        self.0.get()
    }

    pub(super) fn add(&self, bytes: u64) {
        self.0.set(self.0.get() + bytes);
    }
}

/// Counts packed bytes as they are taken.
struct Counted<R> {
    inner: R,
    meter: Meter,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.meter.add(length as u64);
        Ok(length)
    }
}

/// Stops where unpacked bytes pass a limit.
struct Limited<R> {
    inner: R,
    meter: Meter,
    /// What the meter showed before this file.
    before: u64,
    given: u64,
}

/// The error of [`Limited`].
#[derive(Debug, thiserror::Error)]
#[error("unpacks to more than {given} bytes from {taken}: no text does that")]
struct Bomb {
    given: u64,
    taken: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.given += length as u64;
        let taken = self.meter.get() - self.before;
        let bomb = self.given > MAX_UNPACKED || self.given > RATIO_FROM && self.given / MAX_RATIO > taken;
        if bomb {
            return Err(io::Error::new(io::ErrorKind::InvalidData, Bomb { given: self.given, taken }));
        }
        Ok(length)
    }
}
