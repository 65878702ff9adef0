//! The pages in a real browser: read by axe-core against WCAG 2.2 AA in light and dark, wide, narrow and on paper; no dialogs, no requests
//! elsewhere, no failing scripts, nothing to scroll sideways at 320 pixels.
//!
//! Needs chromium, node and what `npm ci` puts beside `tests/browser/check.mjs`; `RETOLD_REQUIRE_BROWSER` makes their absence an error. Elsewhere
//! the test looks at nothing.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use scraper::{Html, Selector};
use serde_json::{Value, json};

use crate::client::{Server, sample_collection};

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

/// Opens these pages; panics with all that is wrong with them.
fn check(pages: &[String]) {
    let Some(chromium) = chromium() else {
        assert!(std::env::var_os("RETOLD_REQUIRE_BROWSER").is_none());
        return;
    };
    let shots = std::env::var("RETOLD_SHOTS").ok();
    let asked = json!({"chromium": chromium, "pages": pages.iter().map(|url| json!({"url": url})).collect::<Vec<_>>(), "shots": shots});
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

#[test]
fn every_screen_passes_in_a_browser() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let server = Server::start(&sample_collection(folder.path()), &["--idle-minutes", "5"]);
    let paths = one_of_each(&server);
    assert!(paths.len() > 14, "{paths:?}");
    let base = format!("http://{}", server.host());
    let mut urls: Vec<String> = paths.iter().map(|p| format!("{base}{p}")).collect();
    urls[0] = format!("{base}/#{}", server.token);
    check(&urls);
}
