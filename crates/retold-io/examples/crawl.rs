//! Writes a synthetic crawl to standard output: a WARC file, gzip by record, of invented pages, to measure how reading streams.
//!
//! `cargo run -p retold-io --example crawl -- PAGES [text] > crawl.warc.gz`; with `text`, records hold plain text in place of pages.

use std::io::{self, BufWriter, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let pages: u64 = arguments.first().and_then(|n| n.parse().ok()).unwrap_or(1000);
    let plain = arguments.get(1).is_some_and(|a| a == "text");
    let mut out = BufWriter::new(io::stdout().lock());
    for page in 0..pages {
        let mut member = GzEncoder::new(&mut out, Compression::fast());
        member.write_all(&record(page, plain))?;
        member.finish()?;
    }
    out.flush()
}

/// A record of about 4 KB. Words are drawn from a list of test data by a generator with the page's number as seed.
fn record(page: u64, plain: bool) -> Vec<u8> {
    let words: Vec<&str> = include_str!("../../../testdata/words.txt").split_whitespace().collect();
    let mut state = page.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut word = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        words[(state >> 33) as usize % words.len()]
    };
    let paragraphs: Vec<String> = (0..6).map(|_| (0..80).map(|_| word()).collect::<Vec<_>>().join(" ") + ".").collect();
    let (kind, media, block) = if plain {
        ("conversion", "text/plain", paragraphs.join("\n\n"))
    } else {
        let body: String = paragraphs.iter().map(|p| format!("<p>{p}</p>")).collect();
        let page = format!(
            "<!doctype html><html lang=\"en\"><head><title>Page {page}</title></head><body><article>{body}</article></body></html>"
        );
        (
            "response",
            "application/http; msgtype=response",
            format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}"),
        )
    };
    let head = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://crawl.example/{page}\r\nWARC-Date: 2031-05-06T07:08:09Z\r\nContent-Type: {media}\r\n"
    );
    format!("{head}Content-Length: {}\r\n\r\n{block}\r\n\r\n", block.len()).into_bytes()
}
