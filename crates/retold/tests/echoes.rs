//! Shared text: scripts without spaces and from right to left, capitals, moved and repeated passages, damaged copies.

mod pile;

use pile::{analysed, analysed_with, article, pair, prose};
use retold::Config;
use retold::record::{EditClass, Match, MatchKind};
use serde::Deserialize;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    lang: String,
    passage: String,
    around: [String; 4],
}

/// The matches of two texts.
fn matches(left: &str, right: &str, config: &Config) -> Vec<Match> {
    let articles = vec![article("a", "The Meridian", "2031-03-01", left), article("b", "Open Tide", "2031-03-02", right)];
    analysed_with(articles, config).matches
}

#[test]
fn a_passage_in_any_script_is_found_from_its_first_to_its_last_letter() {
    let cases: Cases = toml::from_str(include_str!("../../../testdata/echoes/scripts.toml")).unwrap();
    for Case { name, lang, passage, around: [a, b, c, d] } in cases.case {
        let (left, right) = (format!("{a} {passage} {b}"), format!("{c} {passage} {d}"));
        let mut articles = vec![article("a", "The Meridian", "2031-03-01", &left), article("b", "Open Tide", "2031-03-02", &right)];
        articles.iter_mut().for_each(|a| a.lang = Some(lang.clone()));
        let found = analysed(articles).matches;
        assert_eq!(found.len(), 1, "{name}: {found:?}");
        let letters = passage.trim_end_matches(['。', '.']);
        assert_eq!(found[0].left.span.of(&left), letters, "{name}");
        assert_eq!(found[0].right.span.of(&right), letters, "{name}");
        assert_eq!(found[0].kind, MatchKind::Verbatim, "{name}");
    }
}

#[test]
fn a_passage_in_capitals_is_the_same_words_and_its_case_is_told() {
    let passage = prose(1, 40);
    let found =
        matches(&format!("{} {passage}", prose(2, 60)), &format!("{} {}", passage.to_uppercase(), prose(3, 60)), &Config::default());
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].kind, found[0].words), (MatchKind::Verbatim, 40));
    assert!(found[0].edits.iter().all(|e| e.class == EditClass::Case) && found[0].edits.len() == 40, "{:?}", found[0].edits);
}

#[test]
fn paragraphs_in_another_order_are_each_found_whole() {
    let [a, b, c] = [prose(1, 36), prose(2, 36), prose(3, 36)];
    let (left, right) = ([a.as_str(), &b, &c].join("\n\n"), [c.as_str(), &a, &b].join("\n\n"));
    let found = matches(&left, &right, &Config::default());
    let words: u32 = found.iter().map(|m| m.words).sum();
    assert_eq!((found.len(), words), (2, 108), "the first two stayed together");
}

#[test]
fn a_passage_that_stands_twice_in_an_article_is_one_pair_with_both_places() {
    let passage = prose(1, 30);
    let twice = [passage.clone(), prose(4, 80), passage.clone()].join("\n\n");
    let articles = vec![
        article("a", "The Meridian", "2031-03-01", &format!("{passage}\n\n{}", prose(5, 60))),
        article("b", "Open Tide", "2031-03-02", &twice),
    ];
    let analysis = analysed(articles);
    assert_eq!(analysis.matches.len(), 2, "{:?}", analysis.matches);
    assert_eq!(pair(&analysis, 0, 1).shared_words, 30, "what is told twice counts once on the side that tells it once");
}

/// Every so many letters one is read as another.
fn misread(text: &str, every: usize) -> String {
    let wrong = |c: char| if c == 'e' { 'c' } else { 'x' };
    text.chars().enumerate().map(|(i, c)| if c.is_lowercase() && i % every == every / 2 { wrong(c) } else { c }).collect()
}

#[test]
fn a_scanned_copy_with_many_misread_letters_is_found_where_noisy_asks_for_it() {
    let passage = prose(1, 60);
    // words of eleven letters: every third is damaged, and no four in a row are whole
    let (left, right) = (format!("{} {passage}", prose(2, 40)), format!("{} {}", misread(&passage, 29), prose(3, 40)));
    assert_eq!(matches(&left, &right, &Config::default()), [], "nothing is left to be found by");
    let mut noisy = Config::default();
    noisy.echo.noisy = true;
    let found = matches(&left, &right, &noisy);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].words >= 57 && found[0].kind == MatchKind::Edited, "{} of 60 words", found[0].words);
    assert!(found[0].edits.len() >= 15, "what was misread is told");
}

#[test]
fn noisy_finds_whole_copies_as_they_are_and_nothing_between_texts_that_share_nothing() {
    let mut noisy = Config::default();
    noisy.echo.noisy = true;
    let passage = prose(1, 30);
    let found = matches(&format!("{} {passage}", prose(2, 200)), &format!("{passage} {}", prose(3, 200)), &noisy);
    assert_eq!(found.iter().map(|m| (m.kind, m.words)).collect::<Vec<_>>(), [(MatchKind::Verbatim, 30)]);
    assert_eq!(matches(&prose(4, 400), &prose(5, 400), &noisy), []);
}
