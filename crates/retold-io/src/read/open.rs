use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;
use std::sync::Arc;

use super::batch::{Batch, Form, Piece};
use super::plan::Planned;
use super::skip::{SkipReason, Skipped};
use super::{feed, json, jsonl, mhtml, parquet, saved, table, warc, zip};

/// A compressed file may unpack to this many times its size before it is taken for a bomb, counted from [`RATIO_FROM`] on.
///
/// Prose packs some three to six times; deflate cannot go beyond 1032, zstd can. Chosen between the two, not measured.
pub(super) const MAX_RATIO: u64 = 250;

/// Unpacked bytes below which the ratio says nothing, since small files of one repeated line may pack very well.
pub(super) const RATIO_FROM: u64 = 32 << 20;

/// No compressed file is unpacked further than this, whatever its ratio: 256 GiB.
const MAX_UNPACKED: u64 = 256 << 30;

/// Bytes read at once.
const BUFFER: usize = 256 << 10;

/// What a file holds, by the ending of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Html,
    Mhtml,
    Jsonl,
    Json,
    Feed,
    /// With the separator where the ending tells it.
    Table(Option<u8>),
    Parquet,
    Warc,
    /// A bundle of pages, or a WACZ.
    Zip,
}

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    None,
    Gzip,
    Zstd,
}

/// What is said of an ending that is not read.
pub(super) const NO_READER: &str = "no reader for this ending; read are txt, html, htm, mhtml, json, jsonl, ndjson, csv, tsv, xml, rss, atom, \
                                    warc, each also .gz and .zst, and parquet, zip, wacz";

/// Format and packing by the ending of a name, or `None` for endings that are not read.
pub(super) fn kind_of(name: &str) -> Option<(Format, Packing)> {
    let name = name.rsplit('/').next()?.to_lowercase();
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
        "mhtml" | "mht" => Format::Mhtml,
        "jsonl" | "ndjson" => Format::Jsonl,
        "json" => Format::Json,
        "xml" | "rss" | "atom" => Format::Feed,
        "csv" => Format::Table(None),
        "tsv" => Format::Table(Some(b'\t')),
        "warc" => Format::Warc,
        "parquet" if packing == Packing::None => Format::Parquet,
        "zip" | "wacz" if packing == Packing::None => Format::Zip,
        _ => return None,
    };
    Some((format, packing))
}

/// Reads one file into the batch. Only the receiver of the articles can make it fail.
pub(super) fn read_file<E>(file: &Planned, batch: &mut Batch<'_, E>) -> Result<(), E> {
    batch.folder = Arc::clone(&file.folder);
    let name = file.path.file_name().unwrap_or_default().to_string_lossy();
    let Some((format, packing)) = kind_of(&name) else {
        batch.meter.add(file.bytes);
        return batch.skip(Skipped::file(&file.input, SkipReason::UnsupportedFormat, NO_READER));
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
    batch.summary.opened.push((file.folder.to_string(), file.input.clone()));
    let size_and_time = || std::fs::metadata(&file.path).ok().map(|m| stamp(&m));
    let changed = || size_and_time() != Some(before);
    let result = match format {
        // both are read from their end
        Format::Zip | Format::Parquet => seekable(&file.input, format, handle, &changed, batch),
        _ => {
            // a WARC file is packed by record, and unpacked by its own reader
            let packed = format == Format::Warc && packing == Packing::Gzip;
            match unpack(handle, if packed { Packing::None } else { packing }, &batch.meter.clone()) {
                Ok(mut reader) if packed => {
                    let input: Arc<str> = file.input.as_str().into();
                    warc::read(&input, &mut reader, &warc::Around { packed, ..warc::Around::default() }, batch)?;
                    if changed() { written_to(&input, batch) } else { Ok(()) }
                }
                Ok(mut reader) => read_stream(&file.input, format, &mut reader, &changed, batch),
                Err(error) => batch.skip(unreadable(&file.input, &error)),
            }
        }
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
        Format::Text | Format::Html | Format::Mhtml | Format::Feed => return whole(&input, format, reader, changed, batch),
        Format::Jsonl => jsonl::read(&input, reader, batch)?,
        Format::Json => json::read(&input, reader, batch)?,
        Format::Table(separator) => table::read(&input, separator, reader, batch)?,
        Format::Warc => warc::read(&input, reader, &warc::Around::default(), batch)?,
        Format::Zip | Format::Parquet => batch.skip(Skipped::file(&input, SkipReason::UnsupportedFormat, NEEDS_ITS_END))?,
    }
    if changed() { written_to(&input, batch) } else { Ok(()) }
}

/// What is said of a file in a place where it cannot be read from its end.
pub(super) const NEEDS_ITS_END: &str =
    "this kind of file is read from its end, so it has to be a file of its own; unpack it, or give its name instead of a pipe";

fn written_to<E>(input: &Arc<str>, batch: &mut Batch<'_, E>) -> Result<(), E> {
    let detail = "another program wrote to it; what was read before stays, read it again once it is at rest";
    batch.skip(Skipped::file(input, SkipReason::Changed, detail))
}

/// A file that is read from its end.
fn seekable<E>(input: &str, format: Format, file: File, changed: &dyn Fn() -> bool, batch: &mut Batch<'_, E>) -> Result<(), E> {
    let input: Arc<str> = input.into();
    match format {
        Format::Zip => zip::read(&input, file, batch)?,
        _ => parquet::read(&input, file, batch)?,
    }
    if changed() { written_to(&input, batch) } else { Ok(()) }
}

/// A file that is held whole: one article, or one feed.
fn whole<E>(
    input: &Arc<str>,
    format: Format,
    reader: &mut dyn BufRead,
    changed: &dyn Fn() -> bool,
    batch: &mut Batch<'_, E>,
) -> Result<(), E> {
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
    let piece = |form| Piece { input: Arc::clone(input), locator: None, raw: Vec::new(), form };
    match format {
        Format::Feed => feed::read(input, &raw, batch),
        Format::Mhtml => match mhtml::page(input, &raw) {
            Ok(page) => batch.piece(page),
            Err((reason, detail)) => batch.skip(Skipped::file(input, reason, detail)),
        },
        Format::Html => {
            let known = Box::new(saved::known(&raw));
            batch.piece(Piece { raw, ..piece(Form::Html(known)) })
        }
        _ => batch.piece(Piece { raw, ..piece(Form::text()) }),
    }
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

/// An error where this many bytes from that many are too many.
pub(super) fn check_ratio(given: u64, taken: u64) -> io::Result<()> {
    match given > MAX_UNPACKED || given > RATIO_FROM && given / MAX_RATIO > taken {
        true => Err(io::Error::new(io::ErrorKind::InvalidData, Bomb { given, taken })),
        false => Ok(()),
    }
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.given += length as u64;
        let taken = self.meter.get() - self.before;
        check_ratio(self.given, taken)?;
        Ok(length)
    }
}
