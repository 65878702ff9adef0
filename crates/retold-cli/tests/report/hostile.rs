//! Hostile articles: whatever stands in them arrives as text.

use std::collections::BTreeSet;

use retold::record::Article;
use retold_cli::report::SkippedLine;
use scraper::Html;

use crate::fixture::{Fixture, port_aldren};
use crate::payloads::PAYLOADS;
use crate::structure::select;

/// Puts the payload into every field that comes from outside. Texts grow at their ends, so that spans stay true.
fn poisoned(payload: &str) -> Fixture {
    let mut fixture = port_aldren();
    for a in &mut fixture.articles {
        poison(a, payload);
    }
    fixture.title = payload.to_owned();
    for pair in &mut fixture.analysis.pairs {
        for reason in &mut pair.reasons {
            reason.text.push_str(payload);
        }
        for span in &mut pair.credit_spans {
            span.target = payload.to_owned();
        }
    }
    for finding in &mut fixture.analysis.findings {
        finding.sentence.push_str(payload);
        finding.reasons = vec![payload.to_owned()];
    }
    for sourcing in fixture.analysis.voices.iter_mut().flat_map(|v| &mut v.sourcing) {
        sourcing.outlet = Some(payload.to_owned());
    }
    for story in &mut fixture.analysis.stories {
        story.headline = Some(payload.to_owned());
    }
    for cell in fixture.analysis.accounts.iter_mut().flat_map(|a| &mut a.cells) {
        cell.value = payload.to_owned();
    }
    let p = || payload.to_owned();
    fixture.skipped = vec![SkippedLine { input: p(), locator: Some(p()), reason: p(), detail: p() }];
    fixture.run.version = p();
    fixture.run.config_hash = p();
    fixture.run.run_hash = p();
    fixture.run.settings = vec![(p(), p())];
    for input in &mut fixture.run.inputs {
        (input.input, input.format) = (p(), p());
    }
    fixture
}

fn poison(a: &mut Article, payload: &str) {
    let p = || Some(payload.to_owned());
    a.id.push_str(payload);
    a.input = payload.to_owned();
    (a.locator, a.url, a.archive_url, a.captured) = (p(), p(), p(), p());
    (a.title, a.author, a.modified) = (p(), p(), p());
    // still different outlets
    a.outlet = a.outlet.take().map(|name| format!("{name}{payload}"));
    (a.lang, a.version_of) = (p(), p());
    (a.sha256, a.text_sha256) = (payload.to_owned(), payload.to_owned());
    if let Some(date) = &mut a.published {
        date.iso = payload.to_owned();
    }
    a.text.push_str("\n\n");
    a.text.push_str(payload);
}

fn names(page: &Html) -> (BTreeSet<String>, BTreeSet<String>) {
    let all = select("*");
    let elements = page.select(&all).map(|e| e.value().name().to_owned()).collect();
    let attributes = page.select(&all).flat_map(|e| e.value().attrs().map(|(name, _)| name.to_owned()).collect::<Vec<_>>()).collect();
    (elements, attributes)
}

fn check(payload: &str, known: &(BTreeSet<String>, BTreeSet<String>), ids: usize) {
    let html = poisoned(payload).render();
    let page = Html::parse_document(&html);
    let (elements, attributes) = names(&page);
    assert!(elements.is_subset(&known.0), "{payload:?}: {:?}", elements.difference(&known.0));
    assert!(attributes.is_subset(&known.1), "{payload:?}: {:?}", attributes.difference(&known.1));
    let count = |css: &str| page.select(&select(css)).count();
    assert_eq!((count("script"), count("style"), count("title"), count("meta")), (1, 1, 1, 6), "{payload:?}");
    assert_eq!(count("section.page"), ids, "{payload:?}: a page came or went");
    assert_eq!((count("#start"), count("#all"), count("dialog")), (1, 1, 0), "{payload:?}");
    for a in page.select(&select("[href]")) {
        let href = a.value().attr("href").unwrap_or("");
        let fine = href.starts_with('#') || (href.starts_with("https://") && a.value().attr("rel") == Some("noreferrer noopener"));
        assert!(fine, "{payload:?}: {href:?}");
    }
    let raw = |c: char| {
        matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200B}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}')
            || (c.is_control() && c != '\n' && c != '\t')
    };
    assert!(!html.contains(raw), "{payload:?}: a hidden character reached the page");
}

#[test]
fn nothing_in_an_article_becomes_markup() {
    assert!(PAYLOADS.len() > 60);
    let benign = Html::parse_document(&port_aldren().render());
    let mut known = names(&benign);
    // Elements and attributes of ours that the well-behaved sample happens not to need.
    known.0.extend(["span", "details", "summary"].map(str::to_owned));
    known.1.extend(["class"].map(str::to_owned));
    let pages = benign.select(&select("section.page")).count();
    for payload in PAYLOADS {
        check(payload, &known, pages);
    }
}

#[test]
fn a_payload_is_still_there_to_be_read() {
    let page = Html::parse_document(&poisoned("<script>alert(1)</script>").render());
    let read: String = page.select(&select("section.page .text")).flat_map(|e| e.text()).collect();
    assert!(read.contains("<script>alert(1)</script>"));
}

#[test]
fn templates_trust_nothing_but_our_own_parts() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/templates");
    let allowed = ["style", "script", "sections", "gutter", "svg", "map", "head.map", "l.map", "told.svg", "c.svg"];
    for entry in std::fs::read_dir(folder).expect("the templates are there").flatten() {
        let text = std::fs::read_to_string(entry.path()).expect("a template is text");
        for (at, _) in text.match_indices("|safe") {
            let name = text[..at].rsplit(' ').next().unwrap_or("");
            assert!(allowed.contains(&name), "{name} is trusted in {:?}", entry.file_name());
        }
    }
}
