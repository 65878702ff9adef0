//! Reads every input that the fuzzers begin with, what they once found, and changed forms of all of them, with the ordinary compiler.
//!
//! `RETOLD_FUZZ_SECONDS=240 cargo test -p retold-io --test fuzz_corpus changed -- --nocapture` goes on changing for that long; without it a few
//! thousand changes are tried, the same on every run.

use std::convert::Infallible;
use std::fs;
use std::io::Write as _;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use retold::text::{fold, outline, page_key, parse_date, quotations};
use retold_io::read::{Read, ReadOptions, ReadSummary, read, read_stream};

/// Endings by the first byte, as in `fuzz/fuzz_targets/read.rs`.
const ENDINGS: [&str; 16] = [
    "html", "warc", "warc.gz", "wacz", "zip", "rss", "atom", "json", "jsonl", "csv", "tsv", "parquet", "mhtml", "txt", "jsonl.gz",
    "warc.zst",
];

fn corpus(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 3, "the corpus of {target} is missing");
    files.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

/// Reads a file whose first byte says its ending.
fn read_file(dir: &Path, data: &[u8]) -> ReadSummary {
    let Some((&kind, bytes)) = data.split_first() else { return ReadSummary::default() };
    let path = dir.join(format!("a.{}", ENDINGS[usize::from(kind) % ENDINGS.len()]));
    fs::write(&path, bytes).unwrap();
    let inputs = vec![path.to_str().unwrap().to_owned()];
    let options = ReadOptions { inputs, max_text_bytes: 1 << 20, ..ReadOptions::default() };
    let summary = read(&options, &(), &mut |one| {
        if let Read::Article { article, .. } = one {
            assert!(!article.text.is_empty());
            assert!(article.blocks.iter().all(|b| b.span.of(&article.text).len() == (b.span.end - b.span.start) as usize));
        }
        Ok::<(), Infallible>(())
    });
    let summary = summary.unwrap();
    assert!(accounted(&summary) > 0, "lost in silence");
    summary
}

/// Reads a stream.
fn read_pipe(mut data: &[u8]) -> ReadSummary {
    let options = ReadOptions { max_text_bytes: 1 << 20, ..ReadOptions::default() };
    let summary = read_stream(&mut data, &options, &(), &mut |_| Ok::<(), Infallible>(())).unwrap();
    assert!(accounted(&summary) > 0, "lost in silence");
    summary
}

/// Everything that is counted of an input.
fn accounted(s: &ReadSummary) -> u64 {
    s.articles + s.skipped.values().sum::<u64>() + s.other_records + s.revisits + s.hidden + s.page_folders
}

/// Reads a text as everything that a text is read as.
fn read_text(text: &str) {
    if let Some(key) = page_key(text) {
        assert_eq!(page_key(&format!("https://{key}")).as_deref(), Some(key.as_str()), "a key means itself");
    }
    parse_date(text);
    let inside = |start: u32, end: u32| assert!(text.get(start as usize..end as usize).is_some());
    fold(text).iter().for_each(|w| inside(w.start, w.end));
    quotations(text).iter().for_each(|s| inside(s.start, s.end));
    outline(text, None, None).blocks.iter().for_each(|b| inside(b.span.start, b.span.end));
}

#[test]
fn every_file_ends_in_articles_and_named_lines() {
    let dir = tempfile::tempdir().unwrap();
    let articles: u64 = corpus("read").iter().map(|(_, data)| read_file(dir.path(), data).articles).sum();
    assert!(articles >= 15, "what is sound in the corpus is read: {articles}");
}

#[test]
fn every_stream_ends_in_articles_and_named_lines() {
    for (name, data) in corpus("stream") {
        let summary = read_pipe(&data);
        assert!(summary.articles > 0, "{name:?}: {summary:?}");
    }
}

#[test]
fn the_key_of_an_address_means_itself() {
    corpus("address").into_iter().for_each(|(_, data)| read_text(&String::from_utf8(data).unwrap()));
}

/// Even chances, the same on every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }
}

/// What means something in one of the formats.
const MARKS: [&str; 44] = [
    "\"",
    "\\\"",
    "\"\"",
    "\n",
    "\r\n\r\n",
    ",",
    "\0",
    "\u{feff}",
    "{",
    "}",
    "[",
    "]",
    ":",
    "\\u d83d",
    "WARC/1.1\r\n",
    "WARC-Type: response\r\n",
    "Content-Length: 99999999999\r\n",
    "Content-Length: 0\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Content-Encoding: gzip\r\n",
    "ffffffff\r\n",
    "HTTP/1.1 200 OK\r\n",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE x [<!ENTITY a 'b'>]>",
    "&a;",
    "&#x110000;",
    "<p>",
    "</div>",
    "<script>",
    "<style>",
    "<table><td>",
    "<title>",
    "hidden",
    "--boundary",
    "=3D=",
    "PK\u{1}\u{2}",
    "PK\u{5}\u{6}",
    "2031-05-06T07:08:09Z",
    "99/99/9999",
    "\u{202e}\u{200b}\u{301}",
    "http://[::1]:99999/?utm_source=%zz#",
];

/// Another input, some changes away from one of the corpus.
fn changed(chance: &mut Chance, corpus: &[(PathBuf, Vec<u8>)]) -> Vec<u8> {
    let mut data = corpus[chance.below(corpus.len())].1.clone();
    for _ in 0..=chance.below(5) {
        let (at, length) = (chance.below(data.len()), 1 + chance.below(40));
        let end = (at + length).min(data.len());
        match chance.below(8) {
            0 if !data.is_empty() => data[at] ^= 1 << chance.below(8),
            1 if !data.is_empty() => data[at] = chance.below(256) as u8,
            2 => drop(data.drain(at..end)),
            3 => data.truncate(at.max(1)),
            4 => {
                let again = data[at..end].to_vec();
                data.splice(at..at, again);
            }
            5 => {
                let other = &corpus[chance.below(corpus.len())].1;
                let from = chance.below(other.len());
                data.splice(at..at, other[from..].iter().copied());
            }
            _ => drop(data.splice(at..at, MARKS[chance.below(MARKS.len())].bytes())),
        }
    }
    data
}

/// Calls `check` with changed inputs; what it cannot stand is kept and named.
fn for_changed(target: &str, mut check: impl FnMut(&mut Chance, Vec<u8>) -> (Vec<u8>, bool)) {
    const TRIED: u64 = 2_000;
    let seconds = std::env::var("RETOLD_FUZZ_SECONDS").ok().and_then(|s| s.parse().ok()).map(Duration::from_secs);
    let (corpus, begin) = (corpus(target), Instant::now());
    // the long run goes other ways every time
    let mut chance = Chance(if seconds.is_some() { u64::from(std::process::id()) } else { 7 });
    let mut tried = 0;
    while seconds.map_or(tried < TRIED, |limit| begin.elapsed() < limit) {
        let data = changed(&mut chance, &corpus);
        let (data, sound) = check(&mut chance, data);
        if !sound {
            let found = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{target}-found"));
            fs::write(&found, data).unwrap();
            panic!("try {tried}: the input is kept in {}", found.display());
        }
        tried += 1;
    }
}

#[test]
fn changed_files_end_in_articles_and_named_lines() {
    let dir = tempfile::tempdir().unwrap();
    for_changed("read", |chance, mut data| {
        // packed formats are changed inside their packing as well
        if let Some(kind @ (1 | 8)) = data.first().copied()
            && chance.below(3) == 0
        {
            let mut encoder = flate2::write::GzEncoder::new(vec![if kind == 1 { 2 } else { 14 }], flate2::Compression::fast());
            encoder.write_all(&data[1..]).unwrap();
            data = encoder.finish().unwrap();
        }
        let sound = catch_unwind(|| read_file(dir.path(), &data)).is_ok();
        (data, sound)
    });
}

#[test]
fn changed_streams_end_in_articles_and_named_lines() {
    for_changed("stream", |_, data| {
        let sound = catch_unwind(|| read_pipe(&data)).is_ok();
        (data, sound)
    });
}

#[test]
fn changed_texts_are_read_within_their_bounds() {
    for_changed("address", |_, data| {
        let text = String::from_utf8_lossy(&data).into_owned();
        let sound = catch_unwind(|| read_text(&text)).is_ok();
        (text.into_bytes(), sound)
    });
}
