use std::io::{self, BufRead};
use std::sync::Arc;

use serde_json::Value;

use super::batch::{Batch, Form, Piece};
use super::open::{too_large, unreadable};
use super::skip::{SkipReason, Skipped};
use super::{columns, decode};

/// Reads a JSON document: a list of records, one record, records one after the other, or an object that keeps a list of records (a JSON Feed,
/// an answer of a programming interface, a ninjs package). Of a list no more than one record is held; an object that keeps a list is held whole.
pub(super) fn read<E>(input: &Arc<str>, reader: &mut dyn BufRead, batch: &mut Batch<'_, E>) -> Result<(), E> {
    let mut reader = match decode::utf8_stream(reader) {
        Ok(reader) => reader,
        Err(error) => return batch.skip(unreadable(input, &error)),
    };
    let mut cutter = Cutter { reader: &mut *reader, cap: batch.options.limit(), in_list: None };
    // the first value waits: alone, it may keep a list
    let mut first: Option<Vec<u8>> = None;
    let mut item = 0_u64;
    loop {
        let cut = cutter.next();
        let alone = cutter.in_list != Some(true) && item == 1;
        if let Some(waiting) = first.take() {
            if alone && matches!(cut, Ok(None)) {
                return document(input, waiting, batch);
            }
            push(input, 1, waiting, batch)?;
        }
        item += 1;
        let locator = Some(format!("item {item}"));
        let skipped = |reason, detail| Skipped { locator: locator.clone(), ..Skipped::file(input, reason, detail) };
        match cut {
            Ok(None) if item == 1 => return batch.skip(Skipped::file(input, SkipReason::Empty, "no record in it")),
            Ok(None) => return Ok(()),
            Ok(Some(Cut::Value(raw))) if item == 1 => first = Some(raw),
            Ok(Some(Cut::Value(raw))) => push(input, item, raw, batch)?,
            Ok(Some(Cut::TooLong(bytes))) => {
                batch.summary.bytes += bytes;
                batch.skip(skipped(SkipReason::TooLarge, too_large("record", cutter.cap)))?;
            }
            Ok(Some(Cut::Open)) => {
                let detail = "the file ends inside it: a bracket or quotation mark is missing";
                return batch.skip(skipped(SkipReason::BadJson, detail.to_owned()));
            }
            Err(error) => return batch.skip(Skipped { locator, ..unreadable(input, &error) }),
        }
    }
}

fn push<E>(input: &Arc<str>, item: u64, raw: Vec<u8>, batch: &mut Batch<'_, E>) -> Result<(), E> {
    batch.piece(Piece { input: Arc::clone(input), locator: Some(format!("item {item}")), raw, form: Form::Json { partial: false } })
}

/// A file that is one value.
fn document<E>(input: &Arc<str>, raw: Vec<u8>, batch: &mut Batch<'_, E>) -> Result<(), E> {
    let mut parsed: Option<Value> = serde_json::from_slice(&raw).ok();
    let object = parsed.as_mut().and_then(Value::as_object_mut);
    let list = object.and_then(|object| {
        let partial = object.get("version").and_then(Value::as_str).is_some_and(|v| v.contains("jsonfeed.org"));
        let key = columns::list_keys().iter().find(|k| object.get(k.as_str()).is_some_and(is_list_of_records))?;
        Some((object.remove(key.as_str())?, partial))
    });
    let Some((Value::Array(items), partial)) = list else {
        return batch.piece(Piece { input: Arc::clone(input), locator: None, raw, form: Form::Json { partial: false } });
    };
    drop(raw);
    for (number, item) in items.into_iter().enumerate() {
        let locator = Some(format!("item {}", number + 1));
        batch.piece(Piece { input: Arc::clone(input), locator, raw: item.to_string().into_bytes(), form: Form::Json { partial } })?;
    }
    Ok(())
}

fn is_list_of_records(value: &Value) -> bool {
    value.as_array().is_some_and(|list| !list.is_empty() && list.iter().all(Value::is_object))
}

enum Cut {
    Value(Vec<u8>),
    TooLong(u64),
    /// The stream ends inside a value.
    Open,
}

/// Cuts a stream into JSON values by brackets and quotation marks; what is inside is looked at later.
struct Cutter<'r> {
    reader: &'r mut dyn BufRead,
    cap: u64,
    /// Whether the stream is one list; unknown before its first byte.
    in_list: Option<bool>,
}

/// What is between values.
const BETWEEN: &[u8] = b" \t\r\n,";

impl Cutter<'_> {
    fn next(&mut self) -> io::Result<Option<Cut>> {
        loop {
            let ahead = self.reader.fill_buf()?;
            if ahead.is_empty() {
                return Ok(None);
            }
            let blank = ahead.iter().take_while(|b| BETWEEN.contains(b)).count();
            let next = ahead.get(blank).copied();
            self.reader.consume(blank);
            match next {
                None => {}
                Some(b'[') if self.in_list.is_none() => {
                    self.in_list = Some(true);
                    self.reader.consume(1);
                }
                Some(b']') if self.in_list == Some(true) => self.reader.consume(1),
                Some(_) => {
                    self.in_list.get_or_insert(false);
                    return self.value().map(Some);
                }
            }
        }
    }

    /// One value, from its first byte on.
    fn value(&mut self) -> io::Result<Cut> {
        let mut held = Vec::new();
        let mut scan = Scan::default();
        let mut length = 0_u64;
        loop {
            let ahead = self.reader.fill_buf()?;
            if ahead.is_empty() {
                return Ok(if scan.depth > 0 || scan.in_string { Cut::Open } else { self.done(held, length) });
            }
            let (taken, ended) = scan.take(ahead);
            length += taken as u64;
            if length <= self.cap {
                held.extend_from_slice(&ahead[..taken]);
            }
            self.reader.consume(taken);
            if ended {
                return Ok(self.done(held, length));
            }
        }
    }

    fn done(&self, held: Vec<u8>, length: u64) -> Cut {
        if length > self.cap { Cut::TooLong(length) } else { Cut::Value(held) }
    }
}

/// Where we stand in a value.
#[derive(Default)]
struct Scan {
    depth: u64,
    in_string: bool,
    escaped: bool,
    begun: bool,
}

impl Scan {
    /// How many bytes belong to the value, and whether it ends there.
    fn take(&mut self, bytes: &[u8]) -> (usize, bool) {
        for (at, &byte) in bytes.iter().enumerate() {
            if self.in_string {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => {
                        self.in_string = false;
                        if self.depth == 0 {
                            return (at + 1, true);
                        }
                    }
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' if self.depth == 0 => return (if self.begun { at } else { at + 1 }, true),
                b'}' | b']' => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return (at + 1, true);
                    }
                }
                _ if self.depth == 0 && BETWEEN.contains(&byte) => return (at, true),
                _ => {}
            }
            self.begun = true;
        }
        (bytes.len(), false)
    }
}
