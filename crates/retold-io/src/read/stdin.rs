use std::io::{BufRead, Read};

use super::batch::Batch;
use super::open::{self, Format, Packing};
use super::outlets::Register;
use super::{Progress, ReadError, ReadOptions, ReadSummary, tags};

/// What the public record calls standard input.
const NAME: &str = "-";

/// Reads one stream whose format is not known, as `read` does with standard input.
///
/// Its first bytes tell: the marks of gzip and zstd are unpacked; then `{` means JSON lines, a page begins with a tag, and everything
/// else is one text.
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
    let mut reader = match open::unpack(stream, packing) {
        Ok(reader) => reader,
        Err(error) => return batch.skip(open::unreadable(NAME, &error)),
    };
    let mut head = Vec::new();
    if let Err(error) = (&mut reader).take(4096).read_to_end(&mut head) {
        return batch.skip(open::unreadable(NAME, &error));
    }
    let format = sniff(&head);
    let mut whole = head.as_slice().chain(reader);
    open::read_stream(NAME, format, &mut whole, &|| false, batch)
}

fn sniff(head: &[u8]) -> Format {
    let text = super::decode::text(head).unwrap_or_default();
    let text = text.trim_start();
    if text.starts_with('{') {
        Format::Jsonl
    } else if tags::looks_like_html(text) {
        Format::Html
    } else {
        Format::Text
    }
}
