use retold_io::read::SkipReason;

use crate::build::{gzip, numbered, story, zip};
use crate::cost::cost;
use crate::run::one;

/// Where the list of entries begins, by the end record of a ZIP file (APPNOTE 4.3.16).
fn directory(bytes: &[u8]) -> usize {
    let end = bytes.len() - 22;
    u32::from_le_bytes(bytes[end + 16..end + 20].try_into().unwrap()) as usize
}

/// A ZIP file whose list names one entry many times, under other names of the same length.
fn on_top_of_each_other(text: &[u8], times: u16) -> Vec<u8> {
    let single = zip(&[("00000.txt", text)]);
    let at = directory(&single);
    let entry = &single[at..single.len() - 22];
    let name = entry.windows(9).position(|w| w == b"00000.txt").unwrap();
    let mut file = single[..at].to_vec();
    for number in 0..times {
        let mut entry = entry.to_vec();
        entry[name..name + 5].copy_from_slice(format!("{number:05}").as_bytes());
        file.extend(entry);
    }
    let length = (file.len() - at) as u32;
    let mut end = single[single.len() - 22..].to_vec();
    end[8..10].copy_from_slice(&times.to_le_bytes());
    end[10..12].copy_from_slice(&times.to_le_bytes());
    end[12..16].copy_from_slice(&length.to_le_bytes());
    [file, end].concat()
}

#[test]
fn entries_on_top_of_each_other_are_refused() {
    let bomb = on_top_of_each_other(&vec![b'a'; 1 << 20], 2000);
    let (run, cost) = cost(|| one("a.zip", &bomb));
    assert!(run.skipped.iter().any(|s| s.reason == SkipReason::Limit || s.reason == SkipReason::BadArchive), "{:?}", run.skipped.first());
    assert!(run.articles.len() < 40, "{}", run.articles.len());
    assert!(cost.bytes < 800 << 20 && cost.seconds < 30.0, "{} bytes, {} s", cost.bytes, cost.seconds);
}

#[test]
fn twenty_thousand_entries_are_read_in_bounded_memory() {
    let text = story(1);
    let names: Vec<String> = (0..20_000).map(|n| format!("{n}.bin")).collect();
    let mut entries: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), &b"x"[..])).collect();
    entries.push(("page.txt", text.as_bytes()));
    let file = zip(&entries);
    let (run, cost) = cost(|| one("a.zip", &file));
    assert_eq!((run.articles.len(), run.skipped.len()), (1, 20_000));
    assert!(cost.bytes < 200 << 20 && cost.seconds < 30.0, "{} bytes, {} s", cost.bytes, cost.seconds);
}

#[test]
fn a_file_that_states_millions_of_entries_is_refused_before_they_are_held() {
    let sound = zip(&[("a.txt", story(1).as_bytes())]);
    let (entries, end) = sound.split_at(sound.len() - 22);
    let (at, count) = (entries.len() as u64, 5_000_000_u64.to_le_bytes());
    // the end record of large files, and where it stands (APPNOTE 4.3.14 and 4.3.15)
    let mut large = [&b"PK\x06\x06"[..], &44_u64.to_le_bytes(), &[45, 0, 45, 0], &[0; 8], &count, &count].concat();
    large.extend([&end[12..16], &[0; 4], &end[16..20], &[0; 4]].concat());
    let locator = [&b"PK\x06\x07"[..], &[0; 4], &at.to_le_bytes(), &1_u32.to_le_bytes()].concat();
    let mut small = end.to_vec();
    small[8..12].fill(0xff);
    let (run, cost) = cost(|| one("a.zip", &[entries, &large, &locator, &small].concat()));
    assert_eq!(run.reasons(), [(None, SkipReason::Limit)]);
    assert!(run.skipped[0].detail.starts_with("5000000 entries"), "{}", run.skipped[0].detail);
    assert!(cost.bytes < 50 << 20, "{} bytes", cost.bytes);
}

#[test]
fn entries_that_lie_are_refused_and_the_others_read() {
    let text = story(1);
    let sound = zip(&[("a.txt", text.as_bytes()), ("b.txt", story(2).as_bytes()), ("c.txt", story(3).as_bytes())]);
    let at = directory(&sound);
    let entry = |name: &str| at + sound[at..].windows(5).position(|w| w == name.as_bytes()).unwrap() - 46;
    let with = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut file = sound.clone();
        change(&mut file);
        one("a.zip", &file)
    };
    let b = entry("b.txt");
    for (what, run) in [
        ("encrypted", with(&|f| f[b + 8] |= 1)),
        ("an unknown method", with(&|f| f[b + 10] = 97)),
        ("a wrong checksum", with(&|f| f[b + 16] ^= 0xff)),
        ("a place outside the file", with(&|f| f[b + 42..b + 46].copy_from_slice(&0x7fff_ffff_u32.to_le_bytes()))),
        ("a place inside another entry", with(&|f| f[b + 42] ^= 3)),
    ] {
        let places: Vec<_> = run.articles.iter().map(|a| a.locator.as_deref().unwrap()).collect();
        assert_eq!(places, ["a.txt", "c.txt"], "{what}: {:?}", run.skipped);
        assert_eq!(run.skipped.len(), 1, "{what}: {:?}", run.skipped);
    }
}

#[test]
fn what_is_no_zip_file_says_so() {
    for bytes in [&b""[..], b"PK", b"PK\x03\x04 and nothing", b"PK\x05\x06", &zip(&[("a.txt", b"x")])[..40]] {
        let run = one("a.zip", bytes);
        assert_eq!((run.articles.len(), run.skipped.len()), (0, 1), "{bytes:?}");
    }
}

#[test]
fn links_in_an_archive_are_not_followed() {
    use std::io::Write as _;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.add_symlink("link.txt", "/etc/hostname", zip::write::SimpleFileOptions::default()).unwrap();
    writer.start_file("a.txt", zip::write::SimpleFileOptions::default()).unwrap();
    writer.write_all(story(1).as_bytes()).unwrap();
    let run = one("a.zip", &writer.finish().unwrap().into_inner());
    assert_eq!(run.only().locator.as_deref(), Some("a.txt"));
    assert_eq!(run.reasons(), [(Some("link.txt"), SkipReason::NotAFile)]);
}

#[test]
fn a_web_archive_with_a_broken_list_is_read_all_the_same() {
    let warc = gzip(&numbered(1));
    for package in [&b"{"[..], b"[]", b"{\"resources\": 7}", &b"[".repeat(100_000)] {
        let run = one("a.wacz", &zip(&[("datapackage.json", package), ("archive/data.warc.gz", &warc)]));
        assert!(run.urls().contains(&"https://dispatch.example/1"), "{:?}", run.skipped);
    }
}
