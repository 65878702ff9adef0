//! A stream of unknown format, as from a pipe.
#![no_main]

use libfuzzer_sys::fuzz_target;
use retold_io::read::{ReadOptions, read_stream};

fuzz_target!(|data: &[u8]| {
    let options = ReadOptions { max_text_bytes: 1 << 20, ..ReadOptions::default() };
    let mut stream = data;
    let done = read_stream(&mut stream, &options, &(), &mut |_| Ok::<(), std::convert::Infallible>(()));
    let summary = done.expect("reading goes on whatever a stream holds");
    assert!(summary.articles + summary.skipped.values().sum::<u64>() + summary.other_records + summary.revisits > 0);
});
