use std::io::{self, BufRead, Read};
use std::sync::Arc;

use super::batch::{Batch, Form, Piece};
use super::decode;
use super::open::{too_large, unreadable};
use super::skip::{SkipReason, Skipped};

/// Reads JSON Lines: one record a line, blank lines ignored. Never holds more than one line beside the batch.
pub(super) fn read<E>(input: &Arc<str>, reader: &mut dyn BufRead, batch: &mut Batch<'_, E>) -> Result<(), E> {
    let mut reader = match decode::utf8_stream(reader) {
        Ok(reader) => reader,
        Err(error) => return batch.skip(unreadable(input, &error)),
    };
    let cap = batch.options.limit();
    let mut lines = Lines { reader: &mut *reader, cap, number: 0 };
    let mut records = 0_u64;
    loop {
        let locator = format!("line {}", lines.number + 1);
        match lines.next() {
            Ok(None) => break,
            Ok(Some(Line::Held(raw))) if raw.trim_ascii().is_empty() => {}
            Ok(Some(Line::Held(raw))) => {
                records += 1;
                batch.piece(Piece { input: Arc::clone(input), locator: Some(locator), raw, form: Form::Json { partial: false } })?;
            }
            Ok(Some(Line::TooLong(bytes))) => {
                records += 1;
                batch.summary.bytes += bytes;
                batch.skip(Skipped { locator: Some(locator), ..Skipped::file(input, SkipReason::TooLarge, too_large("line", cap)) })?;
            }
            Err(error) => {
                return batch.skip(Skipped { locator: Some(locator), ..unreadable(input, &error) });
            }
        }
    }
    if records == 0 {
        batch.skip(Skipped::file(input, SkipReason::Empty, "no record in it"))?;
    }
    Ok(())
}

/// Bytes from which a line is a long one.
const LONG: u64 = 1 << 20;

/// A line without its ending, or the length of one above the limit.
enum Line {
    Held(Vec<u8>),
    TooLong(u64),
}

struct Lines<'r> {
    reader: &'r mut dyn BufRead,
    cap: u64,
    number: u64,
}

impl Lines<'_> {
    /// The next line; what goes beyond the limit is counted and let go.
    fn next(&mut self) -> io::Result<Option<Line>> {
        let mut held = Vec::new();
        let most = self.cap + 1;
        let mut length = (&mut *self.reader).take(most.min(LONG)).read_until(b'\n', &mut held)? as u64;
        if length == 0 {
            return Ok(None);
        }
        if length == LONG && held.last() != Some(&b'\n') {
            // room for all at once, of which what is not used costs nothing: while a list grows it is held twice and more
            let _ = held.try_reserve_exact((most - LONG) as usize);
            length += (&mut *self.reader).take(most - LONG).read_until(b'\n', &mut held)? as u64;
            held.shrink_to_fit();
        }
        self.number += 1;
        if held.last() == Some(&b'\n') {
            held.pop();
            if held.last() == Some(&b'\r') {
                held.pop();
            }
        } else if length > self.cap {
            drop(held);
            return Ok(Some(Line::TooLong(length + self.reader.skip_until(b'\n')? as u64)));
        }
        Ok(Some(Line::Held(held)))
    }
}
