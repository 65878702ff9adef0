//! A file of any format, whatever it holds: it ends in articles and named lines, never in a crash, and every span lies inside its text.
//! The first byte of the input says the ending of the file's name.
#![no_main]

use libfuzzer_sys::fuzz_target;
use retold_io::read::{Read, ReadOptions, read};

/// Endings by the first byte; keep the order, the corpus goes by it.
const ENDINGS: [&str; 16] = [
    "html", "warc", "warc.gz", "wacz", "zip", "rss", "atom", "json", "jsonl", "csv", "tsv", "parquet", "mhtml", "txt", "jsonl.gz", "warc.zst",
];

fuzz_target!(|data: &[u8]| {
    let Some((&kind, bytes)) = data.split_first() else { return };
    let dir = tempfile::tempdir().expect("a folder for one file");
    let path = dir.path().join(format!("a.{}", ENDINGS[usize::from(kind) % ENDINGS.len()]));
    std::fs::write(&path, bytes).expect("a file in it");
    let inputs = vec![path.to_string_lossy().into_owned()];
    let options = ReadOptions { inputs, max_text_bytes: 1 << 20, ..ReadOptions::default() };
    let summary = read(&options, &(), &mut |one| {
        if let Read::Article { article, .. } = one {
            assert!(!article.text.is_empty() && article.text.len() <= 1 << 20);
            article.blocks.iter().for_each(|block| assert!(article.text.get(block.span.start as usize..block.span.end as usize).is_some()));
        }
        Ok::<(), std::convert::Infallible>(())
    });
    let summary = summary.expect("reading goes on whatever a file holds");
    let seen = summary.articles + summary.skipped.values().sum::<u64>() + summary.other_records + summary.revisits;
    assert!(seen + summary.hidden + summary.page_folders > 0 || bytes.len() > 20, "nothing is lost in silence");
});
