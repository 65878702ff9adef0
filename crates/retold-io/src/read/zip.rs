//! ZIP: a bundle of pages, or a WACZ (a web archive in one file). Names inside are shown and never used as paths.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::Arc;

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use zip::ZipArchive;

use super::batch::Batch;
use super::digest::Digest;
use super::finish::Draft;
use super::open::{self, Format, Meter, Packing, check_ratio, kind_of, unreadable};
use super::plan::printable_bytes;
use super::skip::{SkipReason, Skipped};
use super::warc;

/// Entries of one file. A million of them take about a third of a gigabyte of names and sizes.
const MAX_ENTRIES: u64 = 1_000_000;

/// The list of files in a WACZ, and the longest that is read.
const PACKAGE: &str = "datapackage.json";
const MAX_PACKAGE: u64 = 16 << 20;

/// Reads a ZIP file in the order of its entries' names.
pub(super) fn read<E>(input: &Arc<str>, mut file: File, batch: &mut Batch<'_, E>) -> Result<(), E> {
    let length = file.metadata().map_or(0, |m| m.len());
    let meter = batch.meter.clone();
    let too_many = |entries: u64| {
        let detail = format!("{entries} entries; more than {MAX_ENTRIES} are not read from one file");
        Skipped::file(input, SkipReason::Limit, detail)
    };
    // asked before the list of entries is held
    if let Some(stated) = stated_entries(&mut file, length).filter(|&n| n > MAX_ENTRIES) {
        return batch.skip(too_many(stated));
    }
    let archive = ZipArchive::new(BufReader::new(file));
    let mut archive = match archive {
        Ok(archive) if archive.len() as u64 > MAX_ENTRIES => return batch.skip(too_many(archive.len() as u64)),
        Ok(archive) => archive,
        Err(error) => {
            let detail = format!("{error}; fetch the file again");
            return batch.skip(Skipped::file(input, SkipReason::BadArchive, detail));
        }
    };
    let package = Package::read(&mut archive);
    let mut names: Vec<(String, usize)> = (0..archive.len())
        .filter_map(|index| archive.by_index_raw(index).ok().map(|entry| (printable_bytes(entry.name_raw()), index)))
        .collect();
    let unread = archive.len() - names.len();
    names.sort();
    let stems: BTreeSet<String> = names.iter().filter_map(|(name, _)| page_stem(name)).collect();
    let mut bundle = Bundle { input, archive, length, packed: 0, given: 0, package, batch };
    // what is read, or counted as passed over
    let mut told = unread;
    for (name, index) in names {
        if name.ends_with('/') || bundle.package.owns(&name) {
            continue;
        }
        told += 1;
        if is_hidden(&name) {
            bundle.batch.summary.hidden += 1;
        } else if in_page_folder(&name, &stems) {
            bundle.batch.summary.page_folders += 1;
        } else {
            bundle.batch.member = Some(name.clone());
            let read = bundle.entry(&name, index);
            bundle.batch.member = None;
            read?;
        }
    }
    if unread > 0 {
        let detail = format!("{unread} of its entries have no readable head; fetch the file again");
        bundle.batch.skip(Skipped::file(input, SkipReason::BadArchive, detail))?;
    }
    if told == 0 {
        let detail = if bundle.package.is_archive { "no page in it: its folder archive/ is missing or empty" } else { "no file in it" };
        bundle.batch.skip(Skipped::file(input, SkipReason::Empty, detail))?;
    }
    meter.add(length);
    Ok(())
}

/// How many entries the end of the file states (APPNOTE 4.3.14 and 4.3.16); `None` where it has no end record. The file is at its beginning again.
fn stated_entries(file: &mut File, length: u64) -> Option<u64> {
    const END: &[u8] = b"PK\x05\x06";
    const END_64: &[u8] = b"PK\x06\x06";
    const LOCATOR_64: &[u8] = b"PK\x06\x07";
    /// The end record with its longest comment, and the locator before it.
    const LONGEST: u64 = 22 + 65_535 + 20;
    let number = |bytes: &[u8]| bytes.iter().rev().fold(0_u64, |n, &b| n << 8 | u64::from(b));
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(length.saturating_sub(LONGEST))).ok()?;
    file.by_ref().take(LONGEST).read_to_end(&mut tail).ok()?;
    let mut stated = None;
    if let Some(at) = tail.windows(22).rposition(|w| w.starts_with(END)) {
        stated = Some(number(&tail[at + 10..at + 12]));
        let locator = at.checked_sub(20).map(|from| &tail[from..at]).filter(|l| l.starts_with(LOCATOR_64));
        let mut end = [0; 40];
        if let Some(locator) = locator
            && file.seek(SeekFrom::Start(number(&locator[8..16]))).and_then(|_| file.read_exact(&mut end)).is_ok()
            && end.starts_with(END_64)
        {
            stated = Some(number(&end[32..40]));
        }
    }
    file.rewind().ok()?;
    stated
}

struct Bundle<'a, 'b, E> {
    input: &'a Arc<str>,
    archive: ZipArchive<BufReader<File>>,
    /// Bytes of the file.
    length: u64,
    /// Packed bytes of the entries read so far: more than the file has are entries on top of each other.
    packed: u64,
    /// Unpacked bytes so far.
    given: u64,
    package: Package,
    batch: &'a mut Batch<'b, E>,
}

impl<E> Bundle<'_, '_, E> {
    fn entry(&mut self, name: &str, index: usize) -> Result<(), E> {
        let input = Arc::clone(self.input);
        let refuse = |reason, detail: &str| Skipped::file(&input, reason, detail);
        let Some((format, packing)) = kind_of(name) else {
            return self.batch.skip(refuse(SkipReason::UnsupportedFormat, open::NO_READER));
        };
        if matches!(format, Format::Zip | Format::Parquet) {
            return self.batch.skip(refuse(SkipReason::UnsupportedFormat, open::NEEDS_ITS_END));
        }
        let known = match self.package.known(name, &mut self.archive, index) {
            Some(false) => {
                self.batch.summary.digests += 1;
                self.batch.summary.wrong_digests += 1;
                let mut known = Draft::default();
                known.extra.insert("digest".to_owned(), "mismatch".into());
                known
            }
            checked => {
                self.batch.summary.digests += u64::from(checked.is_some());
                Draft::default()
            }
        };
        let entry = match self.archive.by_index(index) {
            Ok(entry) if entry.is_symlink() => {
                return self.batch.skip(refuse(SkipReason::NotAFile, "a link; links inside archives are not followed"));
            }
            Ok(entry) => entry,
            Err(zip::result::ZipError::UnsupportedArchive(why)) => {
                return self.batch.skip(refuse(SkipReason::UnsupportedFormat, &format!("{why}; unpack it first")));
            }
            Err(error) => return self.batch.skip(refuse(SkipReason::BadArchive, &error.to_string())),
        };
        self.packed += entry.compressed_size();
        if self.packed > self.length {
            let detail = "its entries lie on top of each other: together they are longer than the file";
            return self.batch.skip(refuse(SkipReason::Limit, detail));
        }
        let limited = Limited { inner: entry, given: &mut self.given, taken: self.length };
        // what is packed once more has limits of its own; a WARC file is unpacked by its own reader
        let packed = format == Format::Warc && packing == Packing::Gzip;
        let packing = if packed { Packing::None } else { packing };
        let reader = open::unpack(limited, packing, &Meter::default());
        match reader {
            Ok(mut reader) if format == Format::Warc => {
                warc::read(&input, &mut reader, &warc::Around { draft: known, packed, visits: Some(&self.package.pages) }, self.batch)
            }
            Ok(mut reader) => open::read_stream(&input, format, &mut reader, &|| false, self.batch),
            Err(error) => self.batch.skip(unreadable(&input, &error)),
        }
    }
}

/// Stops where all entries together unpack to more than any text would.
struct Limited<'g, R> {
    inner: R,
    given: &'g mut u64,
    taken: u64,
}

impl<R: Read> Read for Limited<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        *self.given += length as u64;
        check_ratio(*self.given, self.taken)?;
        Ok(length)
    }
}

/// What a WACZ says of itself; empty for other ZIP files.
#[derive(Default)]
struct Package {
    is_archive: bool,
    /// Stated checksums by path.
    digests: BTreeMap<String, Digest>,
    /// Address to the time at which the page was visited.
    pages: BTreeMap<String, String>,
}

impl Package {
    fn read(archive: &mut ZipArchive<BufReader<File>>) -> Self {
        let Some(listed) = small(archive, PACKAGE).and_then(|raw| serde_json::from_slice::<Value>(&raw).ok()) else {
            return Package::default();
        };
        let resource = |r: &Value| {
            let path = r.get("path")?.as_str()?.to_owned();
            Some((path, Digest::stated(r.get("hash")?.as_str())?))
        };
        let digests = listed.get("resources").and_then(Value::as_array).into_iter().flatten().filter_map(resource).collect();
        let mut pages = BTreeMap::new();
        for list in ["pages/pages.jsonl", "pages/extraPages.jsonl"] {
            let raw = small(archive, list).unwrap_or_default();
            for line in raw.split(|&b| b == b'\n').filter_map(|l| serde_json::from_slice::<Value>(l).ok()) {
                let text = |key: &str| line.get(key).and_then(Value::as_str).map(str::to_owned);
                if let (Some(url), Some(time)) = (text("url"), text("ts")) {
                    pages.entry(url).or_insert(time);
                }
            }
        }
        Package { is_archive: true, digests, pages }
    }

    /// Whether a file belongs to the archive's own bookkeeping.
    fn owns(&self, name: &str) -> bool {
        const FOLDERS: [&str; 3] = ["pages/", "indexes/", "logs/"];
        const FILES: [&str; 2] = [PACKAGE, "datapackage-digest.json"];
        self.is_archive && (FOLDERS.iter().any(|folder| name.starts_with(folder)) || FILES.contains(&name))
    }

    /// Whether the stated checksum of an entry is right; `None` where none is stated.
    fn known(&self, name: &str, archive: &mut ZipArchive<BufReader<File>>, index: usize) -> Option<bool> {
        let Digest::Sha256(stated) = self.digests.get(name)? else { return None };
        let mut sum = Sha256::new();
        let mut entry = archive.by_index(index).ok()?;
        let mut buffer = vec![0; 256 << 10];
        loop {
            match entry.read(&mut buffer) {
                Ok(0) => return Some(sum.finalize()[..] == stated[..]),
                Ok(length) => sum.update(&buffer[..length]),
                Err(_) => return Some(false),
            }
        }
    }
}

/// A small entry whole.
fn small(archive: &mut ZipArchive<BufReader<File>>, name: &str) -> Option<Vec<u8>> {
    let entry = archive.by_name(name).ok()?;
    let mut raw = Vec::new();
    entry.take(MAX_PACKAGE).read_to_end(&mut raw).ok()?;
    Some(raw)
}

/// Hidden files, and what a Mac puts beside every file.
fn is_hidden(name: &str) -> bool {
    name.split('/').any(|part| part.starts_with('.') && part.len() > 1 && part != "..") || name.starts_with("__MACOSX/")
}

/// `a/page` of `a/page.html`.
fn page_stem(name: &str) -> Option<String> {
    name.strip_suffix(".html").or(name.strip_suffix(".htm")).map(str::to_owned)
}

/// Whether an entry lies in the folder that a browser saved beside one of these pages.
fn in_page_folder(name: &str, stems: &BTreeSet<String>) -> bool {
    name.match_indices("_files/").any(|(at, _)| stems.contains(&name[..at]))
}
