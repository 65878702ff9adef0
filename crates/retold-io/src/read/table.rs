use std::io::{self, BufRead};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::batch::{Batch, Form, Piece};
use super::columns::Columns;
use super::decode;
use super::finish::Refusal;
use super::gdelt::{self, Export};
use super::open::{too_large, unreadable};
use super::skip::{SkipReason, Skipped};

/// The first line of a table, or what is known of one that has none.
#[derive(Debug)]
pub(super) struct Head {
    columns: Vec<String>,
    dialect: Dialect,
    /// Whose table without a first line it is.
    export: Option<&'static Export>,
    /// Whether it is a list of titles and addresses without texts, as media monitors export it.
    pub(super) titles: bool,
}

/// The head of a table, and its first record where that stood in place of a first line.
type Begun = (Head, Option<Vec<u8>>);

/// How a table is written.
#[derive(Debug, Clone, Copy)]
struct Dialect {
    separator: u8,
    /// Whether a backslash in quotation marks says that the next mark is part of the value, as databases export it; else marks are doubled.
    escaped: bool,
    /// Whether quotation marks stand around values; else they are part of them.
    quoted: bool,
}

/// Bytes of one file that may be scanned a second time because of damage (broken quotation marks in a table, broken members of an archive), as a
/// multiple of the record limit. Bounds the time a hostile file can take.
pub(super) const RESCAN: u64 = 4;

/// Reads a table: comma, semicolon, tab or bar, quoted as in RFC 4180 or with backslashes. Holds one record beside the batch.
///
/// We cut records ourselves, because a parser that meets a stray quotation mark takes the rest of the file for one field. Here such a
/// record is skipped, with its place, and reading goes on with the next line.
pub(super) fn read<E>(input: &Arc<str>, separator: Option<u8>, reader: &mut dyn BufRead, batch: &mut Batch<'_, E>) -> Result<(), E> {
    let mut reader = match decode::utf8_stream(reader) {
        Ok(reader) => reader,
        Err(error) => return batch.skip(unreadable(input, &error)),
    };
    let mut cutter = Cutter::new(&mut *reader, batch.options.limit());
    let (head, mut first) = match head(&mut cutter, separator, &batch.columns) {
        Ok(Ok((head, first))) => (Arc::new(head), first),
        Ok(Err((reason, detail))) => return batch.skip(Skipped::file(input, reason, detail)),
        Err(error) => return batch.skip(unreadable(input, &error)),
    };
    let mut record = 0_u64;
    loop {
        let cut = first.take().map_or_else(|| cutter.next(), |raw| Ok(Some(Cut::Record(raw))));
        let blank = matches!(&cut, Ok(Some(Cut::Record(raw))) if raw.trim_ascii().is_empty());
        record += u64::from(!blank);
        let locator = Some(format!("record {record}"));
        let skipped = |reason, detail| Skipped { locator: locator.clone(), ..Skipped::file(input, reason, detail) };
        match cut {
            Ok(None) => break,
            Ok(Some(Cut::Record(_))) if blank => {}
            Ok(Some(Cut::Record(raw))) => {
                batch.piece(Piece { input: Arc::clone(input), locator, raw, form: Form::Row(Arc::clone(&head)) })?;
            }
            Ok(Some(Cut::Broken { detail, bytes })) => {
                batch.summary.bytes += bytes;
                batch.skip(skipped(SkipReason::BadCsv, detail))?;
            }
            Ok(Some(Cut::TooLong(bytes))) => {
                batch.summary.bytes += bytes;
                batch.skip(skipped(SkipReason::TooLarge, too_large("record", cutter.cap)))?;
            }
            Err(error) => {
                return batch.skip(Skipped { locator, ..unreadable(input, &error) });
            }
        }
    }
    if record == 1 {
        batch.skip(Skipped::file(input, SkipReason::Empty, "a first line and no record"))?;
    }
    Ok(())
}

/// Reads the first line; without a column `text` or `html` nothing in the table can be read. A first line that is a record is given back.
fn head(cutter: &mut Cutter<'_>, separator: Option<u8>, names: &Columns) -> io::Result<Result<Begun, Refusal>> {
    cutter.guess_dialect(separator)?;
    let raw = loop {
        match cutter.next()? {
            None => {
                return Ok(Err((SkipReason::Empty, "nothing but white space in it".to_owned())));
            }
            Some(Cut::Record(raw)) if raw.trim_ascii().is_empty() => {}
            Some(Cut::Record(raw)) => break raw,
            Some(Cut::Broken { detail, .. }) => {
                return Ok(Err((SkipReason::BadCsv, format!("in the first line, {detail}"))));
            }
            Some(Cut::TooLong(_)) => {
                return Ok(Err((SkipReason::TooLarge, too_large("first line", cutter.cap))));
            }
        }
    };
    let Some(text) = decode::text(&raw) else {
        return Ok(Err((SkipReason::NotText, "the first line is no text".to_owned())));
    };
    if let Some(export) = gdelt::of(&text) {
        let head = Head { columns: export.names(), dialect: cutter.dialect, export: Some(export), titles: true };
        return Ok(Ok((head, Some(raw))));
    }
    let columns: Vec<String> = fields(&text, cutter.dialect).iter().map(|c| c.trim().to_owned()).collect();
    let Some(titles) = titles_only(&columns, names) else {
        let shown: String = text.chars().take(80).collect();
        let detail = format!("no column 'text' or 'html' in the first line: {}; if it has another name, say --map text=NAME", shown.trim());
        return Ok(Err((SkipReason::BadCsv, detail)));
    };
    Ok(Ok((Head { columns, dialect: cutter.dialect, export: None, titles }, None)))
}

/// Whether these columns have titles and addresses in place of texts; `None` where they have nothing to read.
fn titles_only(columns: &[String], names: &Columns) -> Option<bool> {
    let has = |field: &str| names.has(columns, field);
    if has("text") || has("html") { Some(false) } else { (has("title") && has("url")).then_some(true) }
}

/// Whether a line looks like the first line of a table: known columns, and more than one.
pub(super) fn is_head(line: &str, names: &Columns) -> bool {
    if gdelt::of(line).is_some() {
        return true;
    }
    let dialect = Dialect { separator: guess(line.as_bytes()), escaped: false, quoted: true };
    let columns: Vec<String> = fields(line, dialect).iter().map(|c| c.trim().to_owned()).collect();
    columns.len() > 1 && titles_only(&columns, names).is_some() && columns.iter().all(|c| c.len() < LONGEST_NAME)
}

/// Bytes of a column's name at most, when a table is told from a text.
const LONGEST_NAME: usize = 64;

/// The record of one row.
pub(super) fn record(head: &Head, row: &str) -> Result<Map<String, Value>, Refusal> {
    let values = fields(row, head.dialect);
    if values.len() != head.columns.len() {
        let detail = format!(
            "{} values where the first line has {} columns; is a quotation mark or separator missing?",
            values.len(),
            head.columns.len()
        );
        return Err((SkipReason::BadCsv, detail));
    }
    let filled = head.columns.iter().zip(values).filter(|(_, value)| !value.is_empty());
    let mut record: Map<String, Value> = filled.map(|(column, value)| (column.clone(), Value::from(value))).collect();
    let Some(export) = head.export else { return Ok(record) };
    match gdelt::title(&record) {
        Some(title) => record.insert("title".to_owned(), title.into()),
        None => {
            let page = record.get("url").and_then(Value::as_str).unwrap_or("it names");
            return Err((SkipReason::NoText, format!("a row of GDELT's {} has no text; save the page {page} and add that", export.name)));
        }
    };
    Ok(record)
}

/// Cuts a sound record into its values and takes the quotation marks off.
fn fields(row: &str, Dialect { separator, escaped, quoted: marks }: Dialect) -> Vec<String> {
    let separator = char::from(separator);
    let mut rest = row;
    let mut values = Vec::new();
    loop {
        let mut value = String::new();
        if let Some(mut quoted) = rest.strip_prefix('"').filter(|_| marks) {
            loop {
                let end = quoted.find(|c: char| c == '"' || escaped && c == '\\').unwrap_or(quoted.len());
                value += &quoted[..end];
                let escape = quoted[end..].starts_with('\\');
                quoted = quoted.get(end + 1..).unwrap_or_default();
                if escape {
                    // before anything else a backslash is a backslash
                    let meant = usize::from(quoted.starts_with(['"', '\\']));
                    value += if meant > 0 { &quoted[..meant] } else { "\\" };
                    quoted = &quoted[meant..];
                    continue;
                }
                match quoted.strip_prefix('"') {
                    Some(after) => {
                        value.push('"');
                        quoted = after;
                    }
                    None => break,
                }
            }
            rest = quoted;
        }
        let end = rest.find(separator);
        value += &rest[..end.unwrap_or(rest.len())];
        values.push(value);
        match end {
            Some(at) => rest = &rest[at + 1..],
            None => return values,
        }
    }
}

/// The separator that stands most often in a line; of equals the comma.
fn guess(line: &[u8]) -> u8 {
    let count = |separator: u8| line.iter().filter(|&&b| b == separator).count();
    [b'|', b'\t', b';', b','].into_iter().max_by_key(|&s| count(s)).unwrap_or(b',')
}

/// Whether marks inside values stand behind backslashes here, more often than they are doubled. Only those count that cannot end a value.
fn is_escaped(head: &[u8], separator: u8) -> bool {
    let ends = |byte: Option<&u8>| byte.is_none_or(|&b| b == separator || matches!(b, b'\r' | b'\n'));
    let (mut escaped, mut doubled) = (0, 0);
    for (at, pair) in head.windows(2).enumerate() {
        let (before, after) = (at.checked_sub(1).and_then(|b| head.get(b)), head.get(at + 2));
        match pair {
            b"\\\"" if !ends(after) => escaped += 1,
            b"\"\"" if !ends(before) && !ends(after) => doubled += 1,
            _ => {}
        }
    }
    escaped > doubled
}

/// Bytes at the beginning of a table that tell its dialect.
const TELLING: usize = 64 << 10;

/// What the cutter finds next.
enum Cut {
    /// A record without its line end.
    Record(Vec<u8>),
    /// A first line whose quotation marks do not add up.
    Broken { detail: String, bytes: u64 },
    /// A record above the limit, and its length.
    TooLong(u64),
}

/// Where the cutter stands in a record.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    FieldStart,
    Plain,
    Quoted,
    /// After a backslash inside quotation marks.
    Escaped,
    /// After a quotation mark inside quotation marks: its end, or half of a doubled one.
    Mark,
}

/// Cuts a stream of bytes into records.
struct Cutter<'r> {
    reader: &'r mut dyn BufRead,
    cap: u64,
    dialect: Dialect,
    /// Bytes taken from the reader and not given out.
    held: Vec<u8>,
    /// Where in `held` the next record begins.
    from: usize,
    /// Byte of the stream at `from`.
    offset: u64,
    ended: bool,
    rescanned: u64,
}

/// How the scan of a record ended: lengths counted from its first byte.
enum End {
    /// A line end of this many bytes after a record of this length.
    Line(usize, usize),
    Input(usize),
    /// A quotation mark that nothing allows at this byte.
    Stray(usize),
    Unclosed,
    TooLong(State),
}

impl<'r> Cutter<'r> {
    fn new(reader: &'r mut dyn BufRead, cap: u64) -> Self {
        Cutter {
            reader,
            cap,
            dialect: Dialect { separator: b',', escaped: false, quoted: true },
            held: Vec::new(),
            from: 0,
            offset: 0,
            ended: false,
            rescanned: 0,
        }
    }

    /// The separator, where none is given, is the one that stands most often in the first line.
    fn guess_dialect(&mut self, separator: Option<u8>) -> io::Result<()> {
        while !self.ended && self.held.len() < TELLING {
            self.fill()?;
        }
        let mut lines = self.held.split(|&b| b == b'\n');
        let line = lines.find(|l| !l.trim_ascii().is_empty()).unwrap_or_default();
        if std::str::from_utf8(line).is_ok_and(|line| gdelt::of(line).is_some()) {
            self.dialect = Dialect { separator: b'\t', escaped: false, quoted: false };
            return Ok(());
        }
        let separator = separator.unwrap_or_else(|| guess(line));
        self.dialect = Dialect { separator, escaped: is_escaped(&self.held[..self.held.len().min(TELLING)], separator), quoted: true };
        Ok(())
    }

    fn next(&mut self) -> io::Result<Option<Cut>> {
        if self.from > (1 << 20) && self.from * 2 > self.held.len() {
            self.held.drain(..self.from);
            self.from = 0;
        }
        Ok(match self.scan()? {
            End::Input(0) => None,
            End::Input(length) => {
                let carriage = usize::from(self.held.last() == Some(&b'\r'));
                Some(self.give(length - carriage, carriage))
            }
            End::Line(length, ending) => Some(self.give(length, ending)),
            End::Stray(at) => {
                let what = format!("a quotation mark ends at byte {} and the value goes on", self.offset + at as u64);
                Some(self.broken(&what, at))
            }
            End::Unclosed => Some(self.broken("a quotation mark is not closed before the end of the file", self.held.len() - self.from)),
            End::TooLong(state) => Some(Cut::TooLong(self.let_go(state)?)),
        })
    }

    fn give(&mut self, length: usize, ending: usize) -> Cut {
        let raw = self.held[self.from..self.from + length].to_vec();
        self.advance(length + ending);
        Cut::Record(raw)
    }

    fn advance(&mut self, bytes: usize) {
        self.from += bytes;
        self.offset += bytes as u64;
    }

    /// Skips the first line of a broken record; what follows it is looked at again as records of its own.
    fn broken(&mut self, what: &str, scanned: usize) -> Cut {
        let rest = &self.held[self.from..];
        let line = rest.iter().position(|&b| b == b'\n').map_or(rest.len(), |at| at + 1);
        let begins = self.offset;
        self.rescanned += scanned.saturating_sub(line) as u64;
        let exhausted = self.rescanned > self.cap.saturating_mul(RESCAN);
        let line = if exhausted { rest.len() } else { line };
        self.advance(line);
        let next = if exhausted { "too many broken records; went on behind what was held" } else { "went on with the next line" };
        Cut::Broken { detail: format!("the record at byte {begins}: {what}; {next}"), bytes: line as u64 }
    }

    /// Finds the end of the record at `from`, taking more bytes as needed.
    fn scan(&mut self) -> io::Result<End> {
        let mut state = State::FieldStart;
        let mut at = 0;
        loop {
            while let Some(&byte) = self.held.get(self.from + at) {
                state = match step(state, byte, self.dialect) {
                    Step::To(state) => state,
                    Step::Line => {
                        let before = &self.held[self.from..self.from + at];
                        let carriage = usize::from(before.last() == Some(&b'\r'));
                        return Ok(End::Line(at - carriage, 1 + carriage));
                    }
                    Step::Stray => return Ok(End::Stray(at)),
                };
                at += 1;
            }
            if at as u64 > self.cap {
                return Ok(End::TooLong(state));
            }
            if self.ended {
                return Ok(if matches!(state, State::Quoted | State::Escaped) { End::Unclosed } else { End::Input(at) });
            }
            self.fill()?;
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        let chunk = self.reader.fill_buf()?;
        self.ended = chunk.is_empty();
        self.held.extend_from_slice(chunk);
        let taken = chunk.len();
        self.reader.consume(taken);
        Ok(())
    }

    /// Lets a record above the limit go without holding it; gives its length.
    fn let_go(&mut self, mut state: State) -> io::Result<u64> {
        let begins = self.offset;
        self.advance(self.held.len() - self.from);
        loop {
            self.held.clear();
            self.from = 0;
            self.fill()?;
            for at in 0..self.held.len() {
                state = match step(state, self.held[at], self.dialect) {
                    Step::To(state) => state,
                    // Broken or not, it is skipped; the next line starts afresh.
                    Step::Line => {
                        self.advance(at + 1);
                        return Ok(self.offset - begins);
                    }
                    Step::Stray => State::Plain,
                };
            }
            self.advance(self.held.len());
            if self.ended {
                return Ok(self.offset - begins);
            }
        }
    }
}

enum Step {
    To(State),
    Line,
    Stray,
}

fn step(state: State, byte: u8, Dialect { separator, escaped, quoted }: Dialect) -> Step {
    match (state, byte) {
        (State::Quoted, b'\\') if escaped => Step::To(State::Escaped),
        (State::Escaped, _) => Step::To(State::Quoted),
        (State::Quoted, b'"') => Step::To(State::Mark),
        (State::Quoted, _) => Step::To(State::Quoted),
        (State::Mark, b'"') => Step::To(State::Quoted),
        (_, b'\n') => Step::Line,
        (State::FieldStart, b'"') if quoted => Step::To(State::Quoted),
        (_, b) if b == separator => Step::To(State::FieldStart),
        // A carriage return before the line end.
        (State::Mark, b'\r') => Step::To(State::Mark),
        (State::Mark, _) => Step::Stray,
        _ => Step::To(State::Plain),
    }
}
