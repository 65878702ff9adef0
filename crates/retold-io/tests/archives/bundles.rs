use retold_io::read::SkipReason;

use crate::build::{gzip, numbered, page, story, wacz, zip};
use crate::run::one;

#[test]
fn a_web_archive_in_one_file_is_read_with_its_checksums_and_times() {
    let warc = [gzip(&numbered(1)), gzip(&numbered(2))].concat();
    let run = one("crawl.wacz", &wacz(&warc, None));
    assert_eq!(run.urls(), ["https://dispatch.example/1", "https://dispatch.example/2"]);
    assert_eq!(run.articles[0].locator.as_deref(), Some("archive/data.warc.gz, offset 0"));
    assert!(run.articles[0].extra.as_deref().unwrap().contains(r#""visited":"2031-05-06T07:08:00Z""#));
    assert_eq!((run.summary.digests, run.summary.wrong_digests), (1, 0));
    assert!(run.skipped.is_empty(), "{:?}", run.skipped);

    let changed = one("crawl.wacz", &wacz(&warc, Some(&"0".repeat(64))));
    assert_eq!((changed.summary.digests, changed.summary.wrong_digests), (1, 1));
    assert!(changed.articles.iter().all(|a| a.extra.as_deref().unwrap().contains(r#""digest":"mismatch""#)));
}

#[test]
fn a_bundle_of_pages_is_read_in_the_order_of_names() {
    let (two, one_) = (page("Two", &story(2)), page("One", &story(1)));
    let records = format!("{{\"text\": \"{}\"}}\n{{\"text\": \"{}\"}}\n", story(3), story(4));
    let run = one(
        "pages.zip",
        &zip(&[
            ("b/two.html", two.as_bytes()),
            ("b/two_files/advert.html", one_.as_bytes()),
            ("a/one.html", one_.as_bytes()),
            ("lines.jsonl", records.as_bytes()),
            ("__MACOSX/a/._one.html", b"x"),
            (".hidden.txt", b"x"),
            ("packed.txt.gz", &gzip(story(5).as_bytes())),
            ("photo.png", b"\x89PNG"),
            ("inner.zip", &zip(&[("x.txt", b"x")])),
        ]),
    );
    let places: Vec<_> = run.articles.iter().map(|a| a.locator.as_deref().unwrap()).collect();
    assert_eq!(places, ["a/one.html", "b/two.html", "lines.jsonl, line 1", "lines.jsonl, line 2", "packed.txt.gz"]);
    assert_eq!((run.summary.hidden, run.summary.page_folders), (2, 1));
    assert_eq!(run.reasons(), [(Some("inner.zip"), SkipReason::UnsupportedFormat), (Some("photo.png"), SkipReason::UnsupportedFormat)]);
}

#[test]
fn a_damaged_entry_costs_itself() {
    let pages: Vec<String> = (0..5).map(|n| page(&format!("Pier {n}"), &story(n))).collect();
    let names: Vec<String> = (0..5).map(|n| format!("{n}.html")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().zip(&pages).map(|(n, p)| (n.as_str(), p.as_bytes())).collect();
    let mut bytes = zip(&entries);
    let at = bytes.windows(6).position(|w| w == b"2.html").unwrap() + 40;
    bytes[at] ^= 0xff;
    let run = one("pages.zip", &bytes);
    let places: Vec<_> = run.articles.iter().map(|a| a.locator.as_deref().unwrap()).collect();
    assert_eq!(places, ["0.html", "1.html", "3.html", "4.html"]);
    assert_eq!(run.skipped.len(), 1, "{:?}", run.skipped);
}

#[test]
fn names_in_an_archive_are_shown_and_never_paths() {
    let story = story(1);
    let names = ["../../escaped.txt", "/etc/absolute.txt", "C:\\windows\\drive.txt", "a/../b.txt", "con.txt", "nul\u{1}control.txt"];
    let entries: Vec<(&str, &[u8])> = names.iter().map(|n| (*n, story.as_bytes())).collect();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("deep/er/names.zip");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, zip(&entries)).unwrap();
    let run = crate::run::file(&path, &retold_io::read::ReadOptions::default());
    assert_eq!(run.articles.len() + run.summary.hidden as usize, names.len(), "{:?}", run.skipped);
    let mut found: Vec<_> = walk(dir.path());
    found.sort();
    assert_eq!(found, [path], "nothing was written");
}

fn walk(dir: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path());
    entries.flat_map(|p| if p.is_dir() { walk(&p) } else { vec![p] }).collect()
}

#[test]
fn a_bundle_without_a_page_is_named() {
    let list = br#"{"profile": "data-package", "resources": []}"#;
    for (name, entries) in [
        ("empty.zip", &[][..]),
        ("folders.zip", &[("pages/", &b""[..])]),
        ("crawl.wacz", &[("datapackage.json", &list[..]), ("pages/pages.jsonl", b"{}")]),
    ] {
        assert_eq!(one(name, &zip(entries)).reasons(), [(None, SkipReason::Empty)], "{name}");
    }
    // what stands elsewhere than in a web archive's own folders is read like any file
    let page = page("One", &story(1));
    let run = one("crawl.wacz", &zip(&[("datapackage.json", list), ("arChive/one.html", page.as_bytes())]));
    assert_eq!(run.articles.len(), 1);
}
