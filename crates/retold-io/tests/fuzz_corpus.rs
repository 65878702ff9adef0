//! Reads every input that the fuzzers begin with, and what they once found, with the ordinary compiler.

use std::convert::Infallible;
use std::fs;
use std::path::{Path, PathBuf};

use retold::text::{fold, page_key};
use retold_io::read::{Read, ReadOptions, read, read_stream};

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

#[test]
fn every_file_ends_in_articles_and_named_lines() {
    let dir = tempfile::tempdir().unwrap();
    let mut articles = 0;
    for (name, data) in corpus("read") {
        let Some((&kind, bytes)) = data.split_first() else { continue };
        let path = dir.path().join(format!("a.{}", ENDINGS[usize::from(kind) % ENDINGS.len()]));
        fs::write(&path, bytes).unwrap();
        let inputs = vec![path.to_str().unwrap().to_owned()];
        let options = ReadOptions { inputs, max_text_bytes: 1 << 20, ..ReadOptions::default() };
        let summary = read(&options, &(), &mut |one| {
            if let Read::Article { article, .. } = one {
                assert!(!article.text.is_empty(), "{name:?}");
                article.blocks.iter().for_each(|b| drop(b.span.of(&article.text)));
            }
            Ok::<(), Infallible>(())
        });
        let summary = summary.unwrap();
        articles += summary.articles;
        assert!(summary.articles + summary.skipped.values().sum::<u64>() > 0, "{name:?}");
    }
    assert!(articles >= 15, "what is sound in the corpus is read: {articles}");
}

#[test]
fn every_stream_ends_in_articles_and_named_lines() {
    for (name, data) in corpus("stream") {
        let mut stream = data.as_slice();
        let summary = read_stream(&mut stream, &ReadOptions::default(), &(), &mut |_| Ok::<(), Infallible>(())).unwrap();
        assert!(summary.articles > 0, "{name:?}: {summary:?}");
    }
}

#[test]
fn the_key_of_an_address_means_itself() {
    for (name, data) in corpus("address") {
        let text = String::from_utf8(data).unwrap();
        fold(&text);
        if let Some(key) = page_key(&text) {
            assert_eq!(page_key(&format!("https://{key}")).as_deref(), Some(key.as_str()), "{name:?}");
        }
    }
}
