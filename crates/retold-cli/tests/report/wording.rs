//! The words of the report, read back from the finished page without the words of the articles.

use scraper::{ElementRef, Html, Node};

use crate::fixture::port_aldren;
use crate::structure::select;

/// Words that judge. None of them is ours to say; an article may.
const BANNED: &[&str] = &[
    "plagiarised",
    "plagiarized",
    "plagiarism",
    "plagiarist",
    "stole",
    "stolen",
    "theft",
    "guilty",
    "fake",
    "propaganda",
    "liar",
    "lie",
    "lies",
    "troll",
    "bot",
    "bots",
    "original source",
    "copied from",
    "copied text",
    "culprit",
    "suspicious",
    "disinformation",
    "misinformation",
    "independent origins",
    "became",
    "changed on the way",
    "who had it first",
    "i know this because",
    "first published by",
    "thief",
    "rip-off",
    "cheat",
    "manipulated",
    "credibility",
    "trustworthy",
];

/// Everything that stands in elements for the words of articles, outlets and people.
fn is_theirs(e: ElementRef) -> bool {
    let class = |name: &str| e.value().classes().any(|c| c == name);
    matches!(e.value().name(), "bdi" | "script" | "style" | "blockquote" | "q") || class("text") || class("u")
}

fn collect(e: ElementRef, out: &mut String) {
    if is_theirs(e) {
        return;
    }
    for name in ["aria-label", "data-l", "title", "alt", "content"] {
        if let Some(value) = e.value().attr(name) {
            out.push_str(value);
            out.push('\n');
        }
    }
    for child in e.children() {
        match child.value() {
            Node::Text(text) => out.push_str(text),
            Node::Element(_) => ElementRef::wrap(child).into_iter().for_each(|c| collect(c, out)),
            _ => {}
        }
    }
    // Blocks end a sentence; inline elements do not.
    if matches!(e.value().name(), "p" | "li" | "td" | "th" | "dt" | "dd" | "h1" | "h2" | "div" | "span" | "figcaption") {
        out.push('\n');
    }
}

fn our_words() -> String {
    let page = Html::parse_document(&port_aldren().render());
    let mut out = String::new();
    collect(page.root_element(), &mut out);
    out
}

fn holds_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let edge = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
        edge(text[..at].chars().next_back()) && edge(text[at + word.len()..].chars().next())
    })
}

#[test]
fn no_word_of_ours_judges() {
    let words = our_words().to_lowercase();
    for banned in BANNED {
        assert!(!holds_word(&words, banned), "‘{banned}’ stands in the report");
    }
}

#[test]
fn the_words_of_articles_are_left_alone() {
    let html = port_aldren().render();
    assert!(html.contains("propaganda and the work of a troll"));
}

#[test]
fn earliest_always_means_in_this_collection() {
    let words = our_words().to_lowercase().replace('\n', " ");
    let mut seen = 0;
    for (at, _) in words.match_indices("earliest") {
        seen += 1;
        let rest: String = words[at..].chars().take(60).collect();
        let rest = rest.split_whitespace().collect::<Vec<_>>().join(" ");
        let fine = rest.contains("earliest in this collection");
        assert!(fine, "‘{rest}’");
    }
    assert!(seen > 10);
}

#[test]
fn the_settled_sentences_are_there() {
    let words = our_words();
    for needed in [
        "text overlap, not intent",
        "What speaks for and against",
        "separately written texts",
        "families of shared text",
        "What this cannot show",
        "credit not found",
        "not judged: ",
        "outlet unknown",
        "direction unclear",
        "cannot tell which is earlier",
        "Earlier in this collection",
        "Set aside, not deleted",
    ] {
        assert!(words.contains(needed), "‘{needed}’ is missing");
    }
}

#[test]
fn credit_not_found_is_said_of_ordered_pairs_only() {
    let page = Html::parse_document(&port_aldren().render());
    for pair in page.select(&select("section.pairpage")) {
        let credit: String = pair.select(&select(".creditline")).flat_map(|e| e.text()).collect();
        let head: String = pair.select(&select(".lead")).flat_map(|e| e.text()).collect();
        if head.contains("cannot tell") {
            assert!(!credit.contains("not found"), "{credit}");
            assert_eq!(pair.select(&select("ins, del")).count(), 0);
        }
    }
}

#[test]
fn no_probability_stands_without_its_base() {
    let mut fixture = port_aldren();
    for pair in &mut fixture.analysis.pairs {
        pair.probability = pair.earlier.map(|_| 0.94);
    }
    assert_eq!(fixture.render(), port_aldren().render());
}
