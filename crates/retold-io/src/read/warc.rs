//! WARC: what crawlers and archives keep of the web (ISO 28500). Pages become articles; everything else is counted.
//!
//! A record goes by its byte in the file, for compressed files by the byte of its gzip member, so that anybody can cut it out again.
//! A damaged record costs itself: reading goes on with the next place where a record begins. What lies inside the stated length of a sound
//! record is never looked at for records, since a page may print anything.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::Arc;

use retold::record::{DateClaim, DateKind, DateOrigin};
use retold::text::parse_date;

use super::batch::{Batch, Form, Piece};
use super::digest::Digest;
use super::finish::{Draft, Refusal};
use super::headers::{Headers, MAX_HEAD, head_length};
use super::open::too_large;
use super::payload;
use super::skip::{SkipReason, Skipped};
use super::table::RESCAN;
use super::tape::{LOOK, Member, Tape, begins_member};

/// Seconds that a stated date of change has to lie before the capture to be one: servers that make a page anew for every visit state the moment.
const MADE_FOR_THE_VISIT: i64 = 24 * 3600;

/// What is known of all pages of a file from around it.
#[derive(Debug, Default)]
pub(super) struct Around<'a> {
    pub(super) draft: Draft,
    /// Whether the file's name says that it is packed by record.
    pub(super) packed: bool,
    /// Addresses and the times at which they were visited, by the archive's own list.
    pub(super) visits: Option<&'a BTreeMap<String, String>>,
}

/// How a record begins.
const BEGINS: &[u8] = b"WARC/";

/// How a record begins that is looked for: on a line of its own.
const LINE: &[u8] = b"\nWARC/1.";

/// A record whose length was right.
struct Record {
    headers: Headers,
    block: Vec<u8>,
}

/// What lies next in a stream of records.
enum Next {
    Record(Record),
    /// A record longer than any page, passed over.
    TooLong(Headers),
    Damaged(String),
    End,
}

/// Reads a WARC file, gzip by record or as a whole, or plain. `known` is what is known of all its pages.
pub(super) fn read<E>(input: &Arc<str>, reader: &mut dyn Read, around: &Around<'_>, batch: &mut Batch<'_, E>) -> Result<(), E> {
    let room = batch.options.limit() as usize;
    let mut tape = Tape::new(reader, room);
    let mut archive = Archive { input, around, cap: batch.options.limit(), records: 0, batch };
    let read = match tape.ensure(2) {
        Ok(true) if tape.rest().starts_with(&[0x1f, 0x8b]) => archive.members(&mut tape)?,
        // damage at the beginning does not make it another kind of file; unpacked under its old name it is
        Ok(true) if around.packed && !tape.rest().starts_with(&BEGINS[..2]) => archive.members(&mut tape)?,
        Ok(_) => archive.plain(&mut tape)?,
        Err(error) => Err(error),
    };
    if let Err(error) = read {
        let records = archive.records;
        let detail = super::open::unreadable(input, &error);
        return archive.batch.skip(Skipped { locator: Some(format!("after {records} records")), ..detail });
    }
    if archive.records == 0 {
        return archive.batch.skip(Skipped::file(input, SkipReason::Empty, "no record in it"));
    }
    Ok(())
}

struct Archive<'a, 'b, E> {
    input: &'a Arc<str>,
    around: &'a Around<'a>,
    cap: u64,
    /// Records met, damaged ones included.
    records: u64,
    batch: &'a mut Batch<'b, E>,
}

/// The outer error is the receiver's, the inner one the file's.
type Outcome<T, E> = Result<io::Result<T>, E>;

impl<E> Archive<'_, '_, E> {
    fn plain<R: Read>(&mut self, tape: &mut Tape<R>) -> Outcome<(), E> {
        loop {
            // damage ends before the next record; its place is where it began
            let at = match next_place(tape) {
                Ok(at) => at,
                Err(error) => return Ok(Err(error)),
            };
            let place = format!("offset {at}");
            match next(tape, self.cap) {
                Ok(Next::End) => return Ok(Ok(())),
                Ok(one) => self.take(one, place)?,
                Err(error) => return Ok(Err(error)),
            }
        }
    }

    /// One gzip member after the other; mostly each holds one record.
    fn members<R: Read>(&mut self, tape: &mut Tape<R>) -> Outcome<(), E> {
        let mut rescanned = 0;
        loop {
            match tape.ensure(2) {
                Ok(false) => return Ok(Ok(())),
                Ok(true) => {}
                Err(error) => return Ok(Err(error)),
            }
            let at = tape.offset();
            tape.set_mark();
            let damage = if tape.rest().starts_with(&[0x1f, 0x8b]) {
                self.member(tape, at)?.err().map(|e| e.to_string())
            } else {
                Some("no gzip member begins here".to_owned())
            };
            let Some(damage) = damage else { continue };
            self.take(Next::Damaged(format!("{damage}; went on with the next sound record")), format!("offset {at}"))?;
            // what follows may lie inside what was taken for the damaged member, but not time and again
            rescanned += tape.offset() - at;
            if rescanned <= self.cap.saturating_mul(RESCAN) && tape.back() {
                tape.advance(1);
            }
            match tape.seek(0x1f, LOOK, |bytes| begins_member(bytes, BEGINS)) {
                Ok(true) => {}
                Ok(false) => return Ok(Ok(())),
                Err(error) => return Ok(Err(error)),
            }
        }
    }

    /// The records of one member. A record is only handed over when what follows it was sound, the checksum at the member's end included.
    fn member<R: Read>(&mut self, tape: &mut Tape<R>, at: u64) -> Outcome<(), E> {
        let mut inside = Tape::new(Member::new(tape), self.cap as usize);
        let mut waiting: Option<Next> = None;
        let mut count = 0_u64;
        loop {
            let found = match next(&mut inside, self.cap) {
                Ok(found) => found,
                Err(error) => return Ok(Err(error)),
            };
            if let Some(one) = waiting.take() {
                count += 1;
                let place = if count == 1 { format!("offset {at}") } else { format!("offset {at}, record {count}") };
                self.take(one, place)?;
            }
            match found {
                Next::End => return Ok(Ok(())),
                one => waiting = Some(one),
            }
        }
    }

    fn take(&mut self, one: Next, place: String) -> Result<(), E> {
        self.records += 1;
        let (reason, detail) = match one {
            Next::End => return Ok(()),
            Next::Record(record) => match self.record(record, &place)? {
                Ok(()) => return Ok(()),
                Err(refusal) => refusal,
            },
            Next::TooLong(headers) if !may_be_page(&headers) => {
                self.batch.summary.other_records += 1;
                return Ok(());
            }
            Next::TooLong(_) => (SkipReason::TooLarge, too_large("record", self.cap)),
            Next::Damaged(detail) => (SkipReason::BadArchive, detail),
        };
        self.batch.skip(Skipped { locator: Some(place), ..Skipped::file(self.input, reason, detail) })
    }

    /// Hands over a page; counts what is none.
    fn record(&mut self, record: Record, place: &str) -> Result<Result<(), Refusal>, E> {
        let Record { headers, block } = record;
        match headers.get("warc-type").unwrap_or_default().to_ascii_lowercase().as_str() {
            "revisit" => {
                self.batch.summary.revisits += 1;
                return Ok(Ok(()));
            }
            "response" | "resource" | "conversion" => {}
            _ => {
                self.batch.summary.other_records += 1;
                return Ok(Ok(()));
            }
        }
        match page(&headers, block, self.around, self.cap) {
            Err(refusal) => Ok(Err(refusal)),
            Ok(None) => {
                self.batch.summary.other_records += 1;
                Ok(Ok(()))
            }
            Ok(Some((raw, form, digest))) => {
                self.batch.summary.digests += u64::from(digest.is_some());
                self.batch.summary.wrong_digests += u64::from(digest == Some(false));
                let piece = Piece { input: Arc::clone(self.input), locator: Some(place.to_owned()), raw, form };
                self.batch.piece(piece).map(Ok)
            }
        }
    }
}

/// Goes to where the next record should begin; its byte.
fn next_place<R: Read>(tape: &mut Tape<R>) -> io::Result<u64> {
    while tape.ensure(1)? && matches!(tape.rest()[0], b'\r' | b'\n') {
        tape.advance(1);
    }
    Ok(tape.offset())
}

/// The next record. After damage the tape stands where a record begins, or at its end.
fn next<R: Read>(tape: &mut Tape<R>, cap: u64) -> io::Result<Next> {
    next_place(tape)?;
    if !tape.ensure(1)? {
        return Ok(Next::End);
    }
    let sound = tape.ensure(BEGINS.len())? && tape.rest().starts_with(BEGINS);
    if !sound {
        return damaged(tape, 1, "no record begins here");
    }
    let head = loop {
        if let Some(length) = head_length(&tape.rest()[..tape.rest().len().min(MAX_HEAD)]) {
            break length;
        }
        if tape.rest().len() >= MAX_HEAD || !tape.more()? {
            return damaged(tape, BEGINS.len(), "its headers have no end");
        }
    };
    // a head that was cut runs into the next record's
    if tape.rest()[1..head].windows(LINE.len()).any(|w| w == LINE) {
        return damaged(tape, BEGINS.len(), "its headers were cut");
    }
    let headers = Headers::parse(&tape.rest()[..head], true);
    let Some(length) = headers.get("content-length").and_then(|l| l.parse::<u64>().ok()) else {
        return damaged(tape, BEGINS.len(), "it states no length");
    };
    // headers of the response beside the longest page
    let longest = cap.saturating_add(MAX_HEAD as u64);
    let held = length.min(longest) as usize;
    if !tape.ensure(head.saturating_add(held))? {
        return damaged(tape, BEGINS.len(), "it is shorter than it states: the file was cut, or the length is wrong");
    }
    if length > longest {
        tape.advance(head);
        let skipped = tape.skip(length)?;
        return match skipped == length && ends_well(tape, 0)? {
            true => Ok(Next::TooLong(headers)),
            false => damaged(tape, 0, "it states a length that is wrong"),
        };
    }
    if !ends_well(tape, head + held)? {
        return damaged(tape, BEGINS.len(), "its length is wrong");
    }
    let block = tape.rest()[head..head + held].to_vec();
    tape.advance(head + held);
    Ok(Next::Record(Record { headers, block }))
}

/// Whether a record may end at this byte ahead: two line ends, the end of the stream, or the next record follows.
fn ends_well<R: Read>(tape: &mut Tape<R>, at: usize) -> io::Result<bool> {
    tape.ensure(at + 16)?;
    let after = &tape.rest()[at..];
    let next = after.iter().position(|b| !matches!(b, b'\r' | b'\n')).unwrap_or(after.len());
    Ok(after.starts_with(b"\r\n\r\n") || after.starts_with(b"\n\n") || next == after.len() || after[next..].starts_with(BEGINS))
}

/// Goes on behind `bytes` to the next line that begins like a record.
fn damaged<R: Read>(tape: &mut Tape<R>, bytes: usize, why: &str) -> io::Result<Next> {
    tape.advance(bytes);
    let found = tape.seek(b'\n', LINE.len(), |ahead| ahead.starts_with(LINE))?;
    if found {
        tape.advance(1);
    }
    let next = if found { "went on with the next record" } else { "no other record follows" };
    Ok(Next::Damaged(format!("{why}; {next}")))
}

/// Whether a record this long would have been read, had it been shorter.
fn may_be_page(headers: &Headers) -> bool {
    let kind = headers.get("warc-type").unwrap_or_default().to_ascii_lowercase();
    let identified = headers.get("warc-identified-payload-type").is_none_or(|t| t.contains("html"));
    let media = headers.media_type().unwrap_or_default();
    match kind.as_str() {
        // what a response holds is said inside it; pictures and films are what is that long
        "response" => identified && headers.get("warc-identified-payload-type").is_some(),
        "resource" | "conversion" => is_page(&media) || media == "text/plain",
        _ => false,
    }
}

fn is_page(media: &str) -> bool {
    matches!(media, "text/html" | "application/xhtml+xml")
}

/// Raw bytes of a page, what they are, and whether a stated checksum is right.
type Page = (Vec<u8>, Form, Option<bool>);

/// The page in a record; `None` where it holds none.
fn page(headers: &Headers, block: Vec<u8>, around: &Around<'_>, cap: u64) -> Result<Option<Page>, Refusal> {
    let is_http = headers.media_type().is_none_or(|m| m == "application/http") && block.starts_with(b"HTTP/");
    let mut draft = around.draft.clone();
    let (http, body_from) = if is_http {
        let head = head_length(&block).unwrap_or(block.len());
        let http = Headers::parse(&block[..head], true);
        let status = http.first.split(' ').nth(1).unwrap_or_default();
        // 203 and 206 are not the page as it was published
        if status != "200" {
            return Ok(None);
        }
        (http, head)
    } else {
        (headers.clone(), 0)
    };
    let media = http.media_type().or_else(|| headers.get("warc-identified-payload-type").map(str::to_ascii_lowercase)).unwrap_or_default();
    let is_text = media == "text/plain" && !is_http;
    if !is_page(&media) && !is_text {
        return Ok(None);
    }
    let digest = Digest::stated(headers.get("warc-block-digest")).map(|d| d.fits(&block));
    let raw = if is_http { payload::body(&http, &block[body_from..], cap)?.into_owned() } else { block[body_from..].to_vec() };
    let digest = match Digest::stated(headers.get("warc-payload-digest")) {
        // crawlers differ in whether the codings belong to what they sum
        Some(stated) if digest != Some(false) => {
            let body = &block[body_from..];
            Some(stated.fits(body) || payload::unchunk(body).is_some_and(|b| stated.fits(&b)) || stated.fits(&raw))
        }
        _ => digest,
    };
    describe(&mut draft, headers, &http, is_http);
    if let Some(visit) = draft.url.as_ref().and_then(|url| around.visits?.get(url)) {
        draft.extra.insert("visited".to_owned(), visit.as_str().into());
    }
    if digest == Some(false) {
        draft.extra.insert("digest".to_owned(), "mismatch".into());
    }
    let form = if is_text { Form::Text(Box::new(draft)) } else { Form::Html(Box::new(draft)) };
    Ok(Some((raw, form, digest)))
}

/// What the record says of its page.
fn describe(draft: &mut Draft, headers: &Headers, http: &Headers, is_http: bool) {
    let address = headers.get("warc-target-uri").map(|u| u.trim_matches(['<', '>']).to_owned());
    draft.url = address.filter(|a| a.starts_with("http"));
    draft.charset = http.parameter("charset").map(str::to_owned);
    let captured = headers.get("warc-date").and_then(parse_date);
    draft.captured = captured.as_ref().map(|d| d.iso.clone());
    let mut note = |key: &str, value: Option<&str>| {
        if let Some(value) = value {
            draft.extra.insert(key.to_owned(), value.into());
        }
    };
    note("warc_record_id", headers.get("warc-record-id").map(|i| i.trim_matches(['<', '>'])));
    note("truncated", headers.get("warc-truncated"));
    if is_http {
        note("http_date", http.get("date"));
        note("http_last_modified", http.get("last-modified"));
        let changed = http.get("last-modified").and_then(parse_date);
        let made = |d: &retold::record::Date| captured.as_ref().is_none_or(|c| d.to + MADE_FOR_THE_VISIT < c.from);
        draft.served = changed.filter(made).map(|d| (d, DateOrigin::Http));
        if let Some((date, origin)) = &draft.served {
            let (key, raw) = ("Last-Modified".to_owned(), http.get("last-modified").unwrap_or_default().to_owned());
            draft.dates.push(DateClaim { kind: DateKind::Modified, origin: *origin, key, raw, date: date.clone(), chosen: false });
        }
    }
    draft.complete = draft.url.is_some();
}
