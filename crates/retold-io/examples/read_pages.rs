//! Reads what the pages of a folder say of themselves, without their text: `articles.jsonl` for a scorer of titles and dates, on standard output.
//!
//! `cargo run -p retold-io --example read_pages -- FOLDER > articles.jsonl`; `-v` adds every date a page claims.
#![allow(clippy::print_stdout, reason = "a program for people")]

use rayon::prelude::*;
use retold_io::read::Metadata;
use serde_json::json;

fn main() -> std::io::Result<()> {
    let (flags, folders): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|a| a == "-v");
    let mut files = Vec::new();
    for folder in folders {
        files.extend(std::fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path())).collect::<Result<Vec<_>, _>>()?);
    }
    files.sort();
    let rows: Vec<String> = files.par_iter().map(|file| row(file, !flags.is_empty())).collect::<std::io::Result<_>>()?;
    rows.iter().for_each(|row| println!("{row}"));
    Ok(())
}

fn row(file: &std::path::Path, verbose: bool) -> std::io::Result<String> {
    let page = String::from_utf8_lossy(&std::fs::read(file)?).into_owned();
    let meta = Metadata::of(&page, None, None);
    let (published, from) = meta.published.unzip();
    let mut row = json!({
        "input": file.file_name().unwrap_or_default().to_string_lossy(), "title": meta.title, "author": meta.author, "outlet": meta.site,
        "url": meta.address, "lang": meta.lang, "modified": meta.modified,
        "published": published.map(|d| d.iso), "published_from": from.map(|f| f.as_str()),
    });
    if verbose {
        let claim = |c: &retold::record::DateClaim| json!([c.kind.as_str(), c.origin.as_str(), c.key, c.raw, c.date.iso, c.chosen]);
        row["dates"] = meta.dates.iter().map(claim).collect();
    }
    Ok(row.to_string())
}
