//! Whatever stands in articles arrives as text, on every page of the server.

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::process::Command;

use scraper::{Html, Selector};
use serde_json::json;

use crate::client::{Server, sample};
use crate::payloads::PAYLOADS;

/// Pages of rows that are looked at, besides every page of every list.
const LEAVES: usize = 160;

/// Every payload as it is, and behind what may end an attribute or an element before it.
fn variants() -> Vec<String> {
    let before = ["", "\">", "'>"];
    PAYLOADS.iter().flat_map(|p| before.map(|b| format!("{b}{p}"))).collect()
}

/// A collection of pairs of articles that share a quotation, a number and a telling, with a payload in every field.
pub(crate) fn poisoned(folder: &Path) -> PathBuf {
    let mut lines = String::new();
    for (n, p) in variants().iter().enumerate() {
        for (side, figure) in [("a", 800), ("b", 1_800)] {
            let text = format!(
                "{p}\n\nThe ferries of quay {n} stood ready on Tuesday to take {figure} residents out of the lower town {p} as the water rose over the \
                 old steps near the market.\n\n“We will not leave anyone on quay {n} this winter {p} and nobody needs to ask us twice,” harbour master \
                 {p} Varn said.\n"
            );
            let record = json!({
                "id": format!("{side}{n}{p}"), "text": text, "url": format!("https://{side}.example/{n}?{p}"), "outlet": format!("{side} {p}"),
                "title": p, "author": p, "published": format!("2024-03-{:02}", 1 + n % 28), "lang": "en",
            });
            lines.push_str(&format!("{record}\n"));
        }
    }
    let (input, collection) = (folder.join("poison.jsonl"), folder.join("poison.retold"));
    std::fs::write(&input, lines).expect("the input can be written");
    let out = Command::new(env!("CARGO_BIN_EXE_retold")).arg("add").arg(&collection).arg(&input).output().expect("the binary starts");
    assert!(matches!(out.status.code(), Some(0 | 2)), "{}", String::from_utf8_lossy(&out.stderr));
    collection
}

fn names(page: &Html) -> (BTreeSet<String>, BTreeSet<String>) {
    let all = Selector::parse("*").expect("the selector is well formed");
    let elements = page.select(&all).map(|e| e.value().name().to_owned()).collect();
    let attributes = page.select(&all).flat_map(|e| e.value().attrs().map(|(name, _)| name.to_owned()).collect::<Vec<_>>()).collect();
    (elements, attributes)
}

/// Addresses of all pages, from the first one on: every list, and so many rows.
pub(crate) fn crawl(server: &Server, leaves: usize, mut meet: impl FnMut(&str, &Html)) {
    let css = Selector::parse("a[href^='/']").expect("the selector is well formed");
    let (mut known, mut left) = (BTreeSet::from(["/".to_owned()]), leaves);
    let mut waiting = VecDeque::from(["/".to_owned()]);
    while let Some(path) = waiting.pop_front() {
        let answer = server.get(&path);
        assert_eq!(answer.status, 200, "{path}");
        let page = Html::parse_document(&answer.body);
        for a in page.select(&css) {
            let to = a.value().attr("href").unwrap_or("").split('#').next().unwrap_or("").to_owned();
            let is_leaf = to.matches('/').count() > 1;
            if known.contains(&to) || is_leaf && left == 0 {
                continue;
            }
            left -= usize::from(is_leaf);
            known.insert(to.clone());
            waiting.push_back(to);
        }
        meet(&path, &page);
    }
}

#[test]
fn nothing_in_an_article_becomes_markup_on_any_page() {
    assert!(variants().len() > 200);
    let mut known: (BTreeSet<String>, BTreeSet<String>) = Default::default();
    crawl(sample(), 300, |_, page| {
        let (elements, attributes) = names(page);
        known.0.extend(elements);
        known.1.extend(attributes);
    });
    known.0.extend(["details", "summary", "del", "ins", "em", "ul", "ol"].map(str::to_owned));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let server = Server::start(&poisoned(folder.path()), &["--idle-minutes", "2", "--title", "</title><script>alert(1)</script>"]);
    let links = Selector::parse("[href], [src], [action]").expect("the selector is well formed");
    let scripts = Selector::parse("script").expect("the selector is well formed");
    let mut pages = 0;
    crawl(&server, LEAVES, |path, page| {
        pages += 1;
        let (elements, attributes) = names(page);
        assert!(elements.is_subset(&known.0), "{path}: {:?}", elements.difference(&known.0));
        assert!(attributes.is_subset(&known.1), "{path}: {:?}", attributes.difference(&known.1));
        assert_eq!(page.select(&scripts).count(), 1, "{path}");
        for e in page.select(&links) {
            let to = e.value().attr("href").or(e.value().attr("src")).or(e.value().attr("action")).unwrap_or("");
            let ours = to.starts_with('/') && !to.starts_with("//") || to.starts_with('#');
            assert!(ours || to.starts_with("https://") && e.value().attr("rel") == Some("noreferrer noopener"), "{path}: {to:?}");
        }
        let hidden = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200B}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{0}' | '\u{1b}');
        assert!(!page.html().contains(hidden), "{path}: a hidden character reached the page");
    });
    assert!(pages > LEAVES, "{pages} pages");
}
