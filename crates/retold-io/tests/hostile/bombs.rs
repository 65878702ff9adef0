use retold_io::read::{ReadOptions, SkipReason};

use crate::build::{gzip, http, numbered, record, response, story, zip};
use crate::cost::{cost, takes_time_by_its_size};
use crate::run::{one, with};

/// Resident bytes that a bomb may cost: the longest page with its copies, a batch, and what the allocator keeps.
const MEMORY: u64 = 400 << 20;

/// Limits that a small bomb passes.
fn small() -> ReadOptions {
    ReadOptions { max_text_bytes: 4 << 20, ..ReadOptions::default() }
}

/// Letters that pack a thousand times and are text.
fn letters(megabytes: usize) -> Vec<u8> {
    vec![b'a'; megabytes << 20]
}

fn packed_twice(megabytes: usize) -> Vec<u8> {
    gzip(&gzip(&letters(megabytes)))
}

#[test]
fn a_response_that_unpacks_without_end_is_named_and_the_next_one_read() {
    let bomb = gzip(&letters(40));
    let coded = |coding: &str, body: &[u8]| response("https://dispatch.example/bomb", &format!("Content-Encoding: {coding}\r\n"), body);
    let zstd = zstd::encode_all(&letters(300)[..], 3).unwrap();
    for (coding, body) in [("gzip", &bomb), ("zstd", &zstd)] {
        let file = [coded(coding, body), numbered(1)].concat();
        let (run, cost) = cost(|| with("a.warc", &file, &small()));
        assert_eq!(run.urls(), ["https://dispatch.example/1"]);
        assert!(matches!(run.skipped[0].reason, SkipReason::Limit | SkipReason::TooLarge), "{:?}", run.skipped);
        assert!(cost.bytes < MEMORY && cost.seconds < 20.0, "{} bytes, {} s", cost.bytes, cost.seconds);
    }
}

#[test]
fn a_member_that_unpacks_without_end_is_named_and_the_next_one_read() {
    // a record of 60 MB that is nothing but letters
    let mut record = b"WARC/1.1\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nContent-Length: 62914560\r\n\r\n".to_vec();
    record.extend(letters(60));
    let file = [gzip(&record), gzip(&numbered(1))].concat();
    drop(record);
    let (run, cost) = cost(|| with("a.warc.gz", &file, &small()));
    assert_eq!(run.urls(), ["https://dispatch.example/1"]);
    assert_eq!(run.skipped.len(), 1, "{:?}", run.skipped);
    assert!(cost.bytes < MEMORY && cost.seconds < 30.0, "{} bytes, {} s", cost.bytes, cost.seconds);
}

#[test]
fn bombs_of_every_packing_are_stopped() {
    let limits = small();
    let lines = gzip(&letters(60));
    for (name, bytes) in [
        ("a.jsonl.gz", &lines),
        ("a.txt.gz", &lines),
        ("a.csv.gz", &lines),
        ("a.json.gz", &lines),
        ("a.rss.gz", &lines),
        ("a.mhtml.gz", &lines),
    ] {
        let (run, cost) = cost(|| with(name, bytes, &limits));
        assert_eq!((run.articles.len(), run.skipped.len()), (0, 1), "{name}: {:?}", run.skipped);
        assert!(matches!(run.skipped[0].reason, SkipReason::Limit | SkipReason::TooLarge), "{name}: {:?}", run.skipped);
        assert!(cost.bytes < MEMORY && cost.seconds < 20.0, "{name}: {} bytes, {} s", cost.bytes, cost.seconds);
    }
    let bundle = zip(&[("a.txt", &letters(40)), ("b.txt.gz", &packed_twice(40)), ("c.txt", story(1).as_bytes())]);
    let (run, cost) = cost(|| with("a.zip", &bundle, &limits));
    assert!(run.articles.iter().all(|a| a.text == story(1) || a.text.len() < 2 << 20));
    assert!(run.skipped.len() >= 2 || run.articles.len() == 1, "{:?}", run.skipped);
    assert!(cost.bytes < MEMORY && cost.seconds < 30.0, "{} bytes, {} s", cost.bytes, cost.seconds);
}

#[test]
fn a_length_without_end_takes_no_memory() {
    let lie = |length: &str| {
        format!("WARC/1.1\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: {length}\r\n\r\n<p>short</p>\r\n\r\n")
    };
    for length in ["18446744073709551615", "9223372036854775807", "99999999999"] {
        let file = [lie(length).into_bytes(), numbered(1)].concat();
        let (run, cost) = cost(|| one("a.warc", &file));
        assert_eq!(run.urls(), ["https://dispatch.example/1"], "{length}");
        assert!(cost.bytes < 100 << 20, "{} bytes", cost.bytes);
    }
    let chunks = response("https://dispatch.example/2", "Transfer-Encoding: chunked\r\n", b"ffffffffffffffff\r\n<p>short</p>");
    let run = one("a.warc", &[chunks, numbered(1)].concat());
    assert!(run.urls().contains(&"https://dispatch.example/1"));
}

#[test]
fn many_damaged_records_take_time_by_their_bytes() {
    let time = |count: usize| {
        // each one claims all that follows
        let file = "WARC/1.1\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: 3000000\r\n\r\nx\r\n".repeat(count);
        let (run, cost) = cost(|| one("a.warc", file.as_bytes()));
        assert!(run.articles.is_empty() && run.skipped.len() >= count - 1, "{}", run.skipped.len());
        cost.seconds
    };
    takes_time_by_its_size("damaged records", 5_000, 0.2, time);
}

#[test]
fn gzip_members_inside_each_other_take_time_by_their_bytes() {
    // stored blocks let one member lie inside another; all begin like a record, and none ends
    let time = |count: usize| {
        let mut file = Vec::new();
        for _ in 0..count {
            file.extend([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 0, 0xff, 0xff, 0x00, 0x00]);
            file.extend(b"WARC/1.1\r\nWARC-Type: resource\r\n");
        }
        let limits = ReadOptions { max_text_bytes: 256 << 10, ..ReadOptions::default() };
        let (run, cost) = cost(|| with("a.warc.gz", &file, &limits));
        assert!(run.articles.is_empty() && !run.skipped.is_empty());
        cost.seconds
    };
    takes_time_by_its_size("members inside each other", 2_000, 0.3, time);
}

#[test]
fn a_hundred_thousand_headers_are_one_damaged_record() {
    let many = "X-Header: of no use\r\n".repeat(100_000);
    let long = record("response", &format!("WARC-Target-URI: https://dispatch.example/9\r\n{many}"), &http("", b"<p>x</p>"));
    let inside = response("https://dispatch.example/8", &many, b"<p>The ferry ran aground.</p>");
    let (run, cost) = cost(|| one("a.warc", &[long, inside, numbered(1)].concat()));
    assert!(run.urls().contains(&"https://dispatch.example/1"), "{:?}", run.skipped);
    assert!(cost.seconds < 10.0, "{} s", cost.seconds);
}
