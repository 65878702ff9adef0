//! The pages in a real browser: read by axe-core against WCAG 2.2 AA in light and dark, wide, narrow and on paper; no dialogs, no requests
//! elsewhere, no failing scripts, nothing to scroll sideways at 320 pixels.
//!
//! Needs chromium, node and what `npm ci` puts beside `tests/browser/check.mjs`; `RETOLD_REQUIRE_BROWSER` makes their absence an error. Elsewhere
//! the tests say that they looked at nothing.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use scraper::{Html, Selector};
use serde_json::{Value, json};

use crate::client::{Server, sample_collection};
use crate::payloads::PAYLOADS;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser");

/// The browser, where everything that is needed is there.
fn chromium() -> Option<PathBuf> {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let find = |name: &str| std::env::split_paths(&paths).map(|p| p.join(name)).find(|p| p.is_file());
    let modules = ["playwright-core", "axe-core"].iter().all(|m| Path::new(FOLDER).join("node_modules").join(m).is_dir());
    let found = names.iter().find_map(|n| find(n)).filter(|_| modules && find("node").is_some());
    assert!(
        found.is_some() || std::env::var_os("RETOLD_REQUIRE_BROWSER").is_none(),
        "chromium, node or tests/browser/node_modules is missing"
    );
    found
}

/// Opens these pages, read by axe or full of hostile articles; panics with all that is wrong with them.
#[allow(clippy::print_stderr, reason = "a test that looks at nothing has to say so")]
fn check(pages: &[String], hostile: bool) {
    let Some(chromium) = chromium() else {
        eprintln!("not looked at: chromium, node or tests/browser/node_modules is missing");
        return;
    };
    let shots = std::env::var("RETOLD_SHOTS").ok();
    let urls: Vec<Value> = pages.iter().map(|url| json!({"url": url})).collect();
    let asked = json!({"chromium": chromium, "pages": urls, "shots": shots, "hostile": hostile});
    let out = Command::new("node").current_dir(FOLDER).arg("check.mjs").arg(asked.to_string()).output().expect("node starts");
    let said: Value = serde_json::from_slice(&out.stdout).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&out.stderr)));
    assert_eq!(said["pages"], pages.len(), "every page was opened");
    let wrong: Vec<&str> = said["wrong"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// One page of each kind: the lists, and the first of each kind of row that they link to.
fn one_of_each(server: &Server) -> Vec<String> {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut pages = vec!["/".to_owned()];
    let css = Selector::parse("a[href^='/']").expect("the selector is well formed");
    let mut at = 0;
    while at < pages.len() {
        let body = server.get(&pages[at]).body;
        for a in Html::parse_document(&body).select(&css) {
            let href = a.value().attr("href").unwrap_or("").split(['#', '?']).next().unwrap_or("").to_owned();
            let kind = href.split('/').nth(1).unwrap_or("").to_owned();
            // lists as files are no pages
            if href != "/" && !kind.contains('.') && seen.insert(kind) {
                pages.push(href);
            }
        }
        at += 1;
    }
    pages.push("/search?words=We%20will%20not%20leave%20anyone%20on%20the%20quay".to_owned());
    pages
}

/// The addresses of these paths of a server; the first is the one with the key.
fn addresses(server: &Server, paths: &[String]) -> Vec<String> {
    let base = format!("http://{}", server.host());
    let mut urls: Vec<String> = paths.iter().map(|p| format!("{base}{p}")).collect();
    urls[0] = format!("{base}/#{}", server.token);
    urls
}

fn run(arguments: &[&OsStr]) {
    let out = Command::new(env!("CARGO_BIN_EXE_retold")).args(arguments).output().expect("the binary starts");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
}

#[test]
fn every_screen_passes_in_a_browser() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let server = Server::start(&sample_collection(folder.path()), &["--idle-minutes", "5"]);
    let paths = one_of_each(&server);
    assert!(paths.len() > 22, "{paths:?}");
    check(&addresses(&server, &paths), false);
}

/// Articles of the sample that have something for most pages; axe takes long over a large file.
const FEW: &[&str] = &[
    "corrin-observer/ferries-stand-ready.html",
    "daily-lantern/1800-to-be-saved.html",
    "daily-lantern/who-are-the-wardens.html",
    "meridian/evacuation-begins.html",
    "open-tide/thousands-flee.html",
    "halmere-today/ferries-in-place.html",
    "wire-shelf/npa-brief-march-25.txt",
];

/// A collection of a few articles of the sample.
fn few(folder: &Path) -> PathBuf {
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/demo/articles");
    let (articles, collection) = (folder.join("few"), folder.join("few.retold"));
    for name in FEW {
        let to = articles.join(name);
        std::fs::create_dir_all(to.parent().expect("a folder")).expect("folders can be made");
        std::fs::copy(Path::new(sample).join(name), to).expect("the sample is there");
    }
    run(&["add".as_ref(), collection.as_ref(), articles.as_ref()]);
    collection
}

#[test]
fn a_report_on_disk_passes_in_a_browser() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (file, pages) = (folder.path().join("few.html"), folder.path().join("pages"));
    let collection = few(folder.path());
    run(&["report".as_ref(), collection.as_ref(), "-o".as_ref(), file.as_ref()]);
    let html = std::fs::read_to_string(&file).expect("a report");
    let page = Html::parse_document(&html);
    let first = |css: &str| {
        let section = page.select(&Selector::parse(css).expect("the selector is well formed")).next();
        let id = section.and_then(|s| s.value().id()).unwrap_or_else(|| panic!("no {css}"));
        format!("file://{}#{id}", file.display())
    };
    // the whole, and one of each shape of page: the rest are the templates that the server was looked at with
    let mut urls = vec![format!("file://{}", file.display())];
    urls.extend(["#findings", "#outlets", ".pairpage", ".familypage", ".articlepage"].map(first));
    run(&["report".as_ref(), collection.as_ref(), "-o".as_ref(), format!("{}/", pages.display()).as_ref()]);
    urls.extend(["index.html", "outlets.html"].map(|name| format!("file://{}", pages.join(name).display())));
    for kind in ["pair", "family", "article"] {
        let mut of_kind: Vec<_> = std::fs::read_dir(pages.join(kind)).expect("a folder").flatten().map(|e| e.path()).collect();
        of_kind.sort();
        urls.push(format!("file://{}", of_kind[0].display()));
    }
    check(&urls, false);
}

/// Articles that share a paragraph: a file of many more pairs would take a browser minutes.
const SHARING: usize = 4;

/// An article for each payload, in every field that a record may have and on both sides of a paragraph that a few share.
fn hostile_articles() -> String {
    let mut lines = String::new();
    for (n, payload) in PAYLOADS.iter().enumerate() {
        let group = n / SHARING;
        let words = ["the council of the", "lower town said that", "both gates of a", "sluice will be new", "before any winter comes"];
        let shared: Vec<String> = words.iter().map(|w| format!("{w} place{group}")).collect();
        let record = json!({
            "id": payload, "url": format!("https://h{n}.example/?{payload}"), "outlet": format!("{payload} {n}"), "title": payload,
            "author": payload, "published": format!("2031-03-{:02}", n % 28 + 1), "lang": payload,
            "text": format!("{payload}\n\n{}.\n\n{payload} said “{payload} is what we all saw that night”, NPA told {payload}.", shared.join(" ")),
        });
        lines.push_str(&record.to_string());
        lines.push('\n');
    }
    lines
}

#[test]
fn hostile_articles_open_no_dialog_and_ask_for_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (input, collection) = (folder.path().join("hostile.jsonl"), folder.path().join("hostile.retold"));
    std::fs::write(&input, hostile_articles()).expect("a file can be written");
    // some records are refused, and that is said with another exit code
    let added = Command::new(env!("CARGO_BIN_EXE_retold")).arg("add").arg(&collection).arg(&input).output().expect("the binary starts");
    assert!(matches!(added.status.code(), Some(0 | 2)), "{}", String::from_utf8_lossy(&added.stderr));
    let file = folder.path().join("hostile.html");
    run(&["report".as_ref(), collection.as_ref(), "-o".as_ref(), file.as_ref()]);
    let on_disk = ["start", "all"].map(|id| format!("file://{}#{id}", file.display()));
    check(&on_disk, true);
    let server = Server::start(&collection, &["--idle-minutes", "5"]);
    let paths = one_of_each(&server);
    assert!(paths.len() > 18, "{paths:?}");
    check(&addresses(&server, &paths), true);
}
