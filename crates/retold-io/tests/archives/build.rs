//! Web archives made on the spot: records, gzip members, ZIP files. All pages are invented.

use std::io::Write as _;

use sha2::{Digest as _, Sha256};

/// A page with this story.
pub(crate) fn page(title: &str, story: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{story}</p></article></body></html>"
    )
}

/// A story of its own for every number; long enough to be told from the page around it.
pub(crate) fn story(number: usize) -> String {
    let place = ["Lisken", "Port Vellan", "Sarrow", "Corrin", "Tamberley"][number % 5];
    format!(
        "The council of {place} voted on day {number} to close ferry pier {number}, after engineers warned that it could not carry the weight of \
         another winter. Harbour master number {number} said that the office would move before the end of the month, and that nobody would lose work."
    )
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A record with this type, these headers and this block.
pub(crate) fn record(kind: &str, headers: &str, block: &[u8]) -> Vec<u8> {
    let head =
        format!("WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Date: 2031-05-06T07:08:09Z\r\n{headers}Content-Length: {}\r\n\r\n", block.len());
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

/// An answer of a server with these header lines.
pub(crate) fn http(lines: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{lines}\r\n").as_bytes(), body].concat()
}

/// A response record.
pub(crate) fn response(url: &str, lines: &str, body: &[u8]) -> Vec<u8> {
    record("response", &format!("WARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype=response\r\n"), &http(lines, body))
}

/// The response with the page of this number.
pub(crate) fn numbered(number: usize) -> Vec<u8> {
    response(&format!("https://dispatch.example/{number}"), "", page(&format!("Pier {number}"), &story(number)).as_bytes())
}

/// A ZIP file with these entries.
pub(crate) fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A WACZ around one WARC file; `sum` is what it says of that file, or the truth.
pub(crate) fn wacz(warc: &[u8], sum: Option<&str>) -> Vec<u8> {
    let truth: String = Sha256::digest(warc).iter().map(|b| format!("{b:02x}")).collect();
    let package = format!(
        r#"{{"profile": "data-package", "resources": [{{"name": "data.warc.gz", "path": "archive/data.warc.gz", "hash": "sha256:{}", "bytes": {}}}]}}"#,
        sum.unwrap_or(&truth),
        warc.len()
    );
    let pages = "{\"format\": \"json-pages-1.0\"}\n{\"url\": \"https://dispatch.example/1\", \"ts\": \"2031-05-06T07:08:00Z\", \"title\": \"Pier 1\"}\n";
    zip(&[
        ("datapackage.json", package.as_bytes()),
        ("archive/data.warc.gz", warc),
        ("pages/pages.jsonl", pages.as_bytes()),
        ("indexes/index.cdx", b"example,dispatch)/1 20310506070809 {}"),
    ])
}
