//! The same pages as files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use scraper::{Html, Selector};

use crate::client::sample_collection;

fn write(collection: &Path, out: &Path) -> std::process::Output {
    let name = format!("{}/", out.display());
    Command::new(env!("CARGO_BIN_EXE_retold")).arg("report").arg(collection).args(["-o", &name]).output().expect("the binary starts")
}

fn files(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in std::fs::read_dir(next).expect("the folder is there") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.insert(path.strip_prefix(folder).expect("below it").to_owned(), std::fs::read_to_string(&path).expect("text"));
            }
        }
    }
    found
}

/// The file that a link of a file leads to, as a path inside the folder.
fn target(from: &Path, href: &str) -> PathBuf {
    let mut at = from.parent().map(Path::to_owned).unwrap_or_default();
    for part in href.split('#').next().unwrap_or("").split('/') {
        match part {
            ".." => assert!(at.pop(), "{href} in {} leaves the folder", from.display()),
            part => at.push(part),
        }
    }
    at
}

#[test]
fn every_link_leads_to_a_file_and_a_rerun_gives_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let collection = sample_collection(folder.path());
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    for out in [&one, &two] {
        let done = write(&collection, out);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
    let written = files(&one);
    assert_eq!(written, files(&two));
    let css = Selector::parse("a[href], link[href], script[src]").expect("the selector is well formed");
    let policies = Selector::parse("meta[http-equiv='Content-Security-Policy']").expect("the selector is well formed");
    let mut met: BTreeSet<PathBuf> = BTreeSet::new();
    for (name, html) in written.iter().filter(|(name, _)| name.extension().is_some_and(|e| e == "html")) {
        let page = Html::parse_document(html);
        let policy = page.select(&policies).next().and_then(|e| e.value().attr("content")).unwrap_or("");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{}: {policy}", name.display());
        for e in page.select(&css) {
            let href = e.value().attr("href").or(e.value().attr("src")).unwrap_or("");
            if href.starts_with("https://") || href.starts_with('#') {
                continue;
            }
            let to = target(name, href);
            assert!(written.contains_key(&to), "{}: nothing is at {href}", name.display());
            met.insert(to);
        }
    }
    let kinds = ["family", "pair", "quote", "account", "named", "link", "phrase", "story", "article"];
    assert!(kinds.iter().all(|kind| met.iter().any(|path| path.starts_with(kind))));
    assert!(!written.keys().any(|path| path.starts_with("search.html")), "nobody answers in a folder");
}

#[test]
fn a_folder_that_is_there_is_not_written_into() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let collection = sample_collection(folder.path());
    let out = folder.path().join("out");
    assert!(write(&collection, &out).status.success());
    let again = write(&collection, &out);
    assert_eq!(again.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&again.stderr).contains("is there already"));
}
