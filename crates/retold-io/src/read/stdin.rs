use std::io::{BufRead, Read};

use super::batch::Batch;
use super::open::{self, Format, Packing};
use super::outlets::Register;
use super::{Progress, ReadError, ReadOptions, ReadSummary, decode, table, tags};

/// What the public record calls standard input.
const NAME: &str = "-";

/// Bytes that are looked at to tell the format.
const HEAD: u64 = 64 << 10;

/// Reads one stream whose format is not known, as `read` does with standard input.
///
/// Its first bytes tell: the marks of gzip and zstd are unpacked; then `{` and `[` mean JSON, a WARC, a feed and a page say what they are, a
/// first line of known columns is a table, and everything else is one text.
pub fn read_stream<E>(
    stream: &mut dyn BufRead,
    options: &ReadOptions,
    progress: &dyn Progress,
    sink: &mut dyn FnMut(super::Read) -> Result<(), E>,
) -> Result<ReadSummary, ReadError<E>> {
    let (register, _) = Register::load(options.outlets.as_deref(), &[]).map_err(|(path, detail)| ReadError::Outlets { path, detail })?;
    let mut batch = Batch::new(options, &register, progress, sink);
    feed(stream, &mut batch).map_err(ReadError::Sink)?;
    let mut summary = batch.finish().map_err(ReadError::Sink)?;
    summary.outlets = register.into_outlets();
    Ok(summary)
}

pub(super) fn feed<E>(stream: &mut dyn BufRead, batch: &mut Batch<'_, E>) -> Result<(), E> {
    let packing = match stream.fill_buf() {
        Ok([0x1f, 0x8b, ..]) => Packing::Gzip,
        Ok([0x28, 0xb5, 0x2f, 0xfd, ..]) => Packing::Zstd,
        Ok(_) => Packing::None,
        Err(error) => return batch.skip(open::unreadable(NAME, &error)),
    };
    batch.summary.files += 1;
    // `fill_buf` may give a single byte of a slow pipe; a larger first look makes the guess sound.
    let mut reader = match open::unpack(stream, packing, &batch.meter.clone()) {
        Ok(reader) => reader,
        Err(error) => return batch.skip(open::unreadable(NAME, &error)),
    };
    let mut head = Vec::new();
    if let Err(error) = (&mut reader).take(HEAD).read_to_end(&mut head) {
        return batch.skip(open::unreadable(NAME, &error));
    }
    let format = sniff(&head, batch);
    let mut whole = head.as_slice().chain(reader);
    open::read_stream(NAME, format, &mut whole, &|| false, batch)
}

fn sniff<E>(head: &[u8], batch: &Batch<'_, E>) -> Format {
    match head {
        [b'W', b'A', b'R', b'C', b'/', ..] => return Format::Warc,
        [b'P', b'K', 3, 4, ..] => return Format::Zip,
        [b'P', b'A', b'R', b'1', ..] => return Format::Parquet,
        _ => {}
    }
    let text = decode::text(head).unwrap_or_default();
    let text = text.trim_start();
    let tag = |name: &str| text.contains(name);
    // an object that is spread over lines is a document
    let first = text.lines().next().unwrap_or_default().trim_end();
    if text.starts_with('{') && first != "{" {
        Format::Jsonl
    } else if text.starts_with(['[', '{']) {
        Format::Json
    } else if text.starts_with('<') && (tag("<rss") || tag("<feed") || tag("<rdf:RDF")) {
        Format::Feed
    } else if tags::looks_like_html(text) {
        Format::Html
    } else if table::is_head(first, &batch.columns) {
        Format::Table(None)
    } else {
        Format::Text
    }
}
