//! What holds for every report: one file, every link leads somewhere, every table has its headings.

use std::collections::BTreeSet;

use retold_cli::report::ReportOptions;
use scraper::{Html, Selector};

use crate::fixture::{Fixture, port_aldren};

pub(crate) fn select(css: &str) -> Selector {
    Selector::parse(css).expect("the selector is well formed")
}

fn ids(page: &Html) -> Vec<String> {
    let all = select("[id]");
    page.select(&all).filter_map(|e| e.value().id()).map(str::to_owned).collect()
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert_eq!(port_aldren().render(), port_aldren().render());
}

#[test]
fn ids_are_unique_and_every_link_leads_to_one() {
    let html = port_aldren().render();
    let page = Html::parse_document(&html);
    let list = ids(&page);
    let unique: BTreeSet<_> = list.iter().cloned().collect();
    assert_eq!(list.len(), unique.len(), "an id stands twice");
    for a in page.select(&select("a[href^='#']")) {
        let to = &a.value().attr("href").unwrap_or("")[1..];
        assert!(unique.contains(to), "nothing is at #{to}");
    }
    for e in page.select(&select("[aria-labelledby]")) {
        let to = e.value().attr("aria-labelledby").unwrap_or("");
        assert!(unique.contains(to), "nothing names {to}");
    }
}

#[test]
fn ids_do_not_depend_on_places_in_lists() {
    let before = ids(&Html::parse_document(&port_aldren().render()));
    let mut fixture = port_aldren();
    fixture.analysis.findings.reverse();
    fixture.analysis.families.reverse();
    let after: BTreeSet<_> = ids(&Html::parse_document(&fixture.render())).into_iter().collect();
    for id in before {
        assert!(after.contains(&id), "{id} is gone");
    }
}

#[test]
fn the_file_needs_nothing_else() {
    let html = port_aldren().render();
    let page = Html::parse_document(&html);
    for css in ["link", "img", "iframe", "object", "embed", "base", "form", "[src]", "[style]", "script[src]"] {
        assert_eq!(page.select(&select(css)).count(), 0, "{css}");
    }
    assert_eq!(page.select(&select("script")).count(), 1);
    assert_eq!(page.select(&select("style")).count(), 1);
    let policy = page.select(&select("meta[http-equiv='Content-Security-Policy']")).next().expect("a policy");
    let policy = policy.value().attr("content").unwrap_or("");
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    let style = html.split("<style>").nth(1).and_then(|s| s.split("</style>").next()).unwrap_or("");
    for outside in ["url(", "@import", "http:", "https:"] {
        assert!(!style.contains(outside), "the style asks for {outside}");
    }
}

#[test]
fn outside_links_tell_nobody_where_they_come_from() {
    let page = Html::parse_document(&port_aldren().render());
    let mut seen = 0;
    for a in page.select(&select("a[href]")) {
        let href = a.value().attr("href").unwrap_or("");
        if href.starts_with('#') {
            continue;
        }
        seen += 1;
        assert!(href.starts_with("https://"), "{href}");
        assert_eq!(a.value().attr("rel"), Some("noreferrer noopener"));
    }
    assert_eq!(seen, 7, "one for each article");
}

#[test]
fn a_reader_without_eyes_finds_the_way() {
    let page = Html::parse_document(&port_aldren().render());
    let count = |css: &str| page.select(&select(css)).count();
    assert_eq!(page.root_element().value().attr("lang"), Some("en"));
    assert_eq!((count("main"), count("body > header"), count("body > footer"), count("a.skip")), (1, 1, 1, 1));
    assert_eq!(count("table"), count("table > caption"));
    assert_eq!(count("table th"), count("table th[scope]"));
    assert_eq!(count("section.page"), count("section.page h1"));
    assert_eq!(count("svg:not([aria-hidden]):not([role=img])"), 0);
    assert!(count(".text p[dir=auto][lang=ar]") > 0);
    assert_eq!(count("a a"), 0);
}

#[test]
fn every_pair_page_carries_the_note_on_legitimate_reuse() {
    let page = Html::parse_document(&port_aldren().render());
    let pairs: Vec<_> = page.select(&select("section.pairpage")).collect();
    assert_eq!(pairs.len(), 9);
    for pair in pairs {
        let text: String = pair.text().collect();
        for word in ["agency contracts", "syndication", "licences", "press releases", "joint reporting"] {
            assert!(text.contains(word), "{word} is missing");
        }
    }
}

#[test]
fn marks_stand_on_the_words_they_name() {
    let page = Html::parse_document(&port_aldren().render());
    let text = |css: &str| -> Vec<String> { page.select(&select(css)).map(|e| e.text().collect()).collect() };
    assert!(text(".cell.a del.num").contains(&"about 800".to_owned()));
    assert!(text(".cell.b ins.num").contains(&"1,800".to_owned()));
    assert!(text(".caret").iter().any(|t| t.contains("+9 words")), "what was cut is announced on the other side");
    assert!(text(".cr").iter().any(|t| t.ends_with("With material from NPA.")));
    assert!(text(".text").iter().any(|t| t.contains("Mon⟨U+200B⟩day")));
    let unordered = text("section.pairpage em.d");
    assert!(!unordered.is_empty(), "without an order nothing is called inserted or deleted");
}

#[test]
fn a_large_collection_is_cut_and_says_so() {
    let mut fixture = port_aldren();
    fixture.options = ReportOptions { max_pairs: 2, max_families: 1, max_findings: 3, max_bytes: 100_000, excerpts: false };
    let html = fixture.render();
    let page = Html::parse_document(&html);
    let count = |css: &str| page.select(&select(css)).count();
    assert_eq!(count("section.pairpage"), 2);
    assert_eq!(count("section.familypage"), 1);
    assert!(count("section.articlepage") < 7);
    for note in ["7 pairs have no page here", "2 have no page here", "The last 3 are left out here", "does not fit into one file"] {
        assert!(html.contains(note), "{note}");
    }
    let unique: BTreeSet<_> = ids(&page).into_iter().collect();
    for a in page.select(&select("a[href^='#']")) {
        let to = &a.value().attr("href").unwrap_or("")[1..];
        assert!(unique.contains(to), "nothing is at #{to}");
    }
}

#[test]
fn excerpts_show_matches_and_their_surroundings_only() {
    let mut fixture = port_aldren();
    fixture.options.excerpts = true;
    let html = fixture.render();
    assert!(html.contains("The plan provides for"));
    assert!(!html.contains("Its speaker, Tomas Reyle"), "unshared paragraphs stay out");
    assert!(html.len() < port_aldren().render().len());
}

#[test]
fn an_empty_collection_is_a_report_too() {
    let full = port_aldren();
    let fixture = Fixture { articles: Vec::new(), words: Vec::new(), analysis: Default::default(), ..full };
    let html = fixture.render();
    assert!(html.contains("0 articles"));
    assert!(html.contains("No families of shared text were found."));
}
