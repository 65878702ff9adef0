//! Texts that end anywhere: nothing that reads words looks for one behind the last.

use retold::record::{Article, Outlets, Role};
use retold::{Config, Corpus, Reading, analyse_in_ram, label, voice};
use serde::Deserialize;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    text: String,
    lang: Option<String>,
}

/// The texts of all case files of sentences, each with its language.
fn cases() -> Vec<Case> {
    let files = [
        include_str!("../../../testdata/voices/voices.toml"),
        include_str!("../../../testdata/labels/labels.toml"),
        include_str!("../../../testdata/figures/figures.toml"),
    ];
    files.iter().flat_map(|file| toml::from_str::<Cases>(file).expect("a well-formed case file").case).collect()
}

/// The text up to each of its words, and from each of its words on.
fn cuts(text: &str) -> impl Iterator<Item = &str> {
    let starts: Vec<usize> = text.match_indices(char::is_whitespace).map(|(at, _)| at).collect();
    starts.into_iter().flat_map(|at| [&text[..at], text[at..].trim_start()])
}

#[test]
fn voices_and_labels_of_a_text_that_begins_or_ends_at_any_word_stand_in_it() {
    let cases = cases();
    assert!(cases.len() > 80, "{}", cases.len());
    for case in &cases {
        for text in cuts(&case.text) {
            let reading = Reading::of(&Article { text: text.to_owned(), lang: case.lang.clone(), ..Article::default() });
            let voices = voice::read(&reading, case.lang.as_deref(), Role::Article);
            let wording = label::read(&reading, &voices, case.lang.as_deref());
            let contents = voices.attributions.iter().flat_map(|a| a.content.iter().chain(&a.source).chain(&a.cue));
            let spans = contents.chain(wording.labels.iter().map(|l| &l.span)).chain(wording.hedges.iter().map(|h| &h.span));
            for span in spans {
                assert!(!span.is_empty() && text.get(span.start as usize..span.end as usize).is_some(), "{span:?} in {text:?}");
            }
        }
    }
}

#[test]
fn a_text_that_ends_at_any_word_is_analysed_beside_the_whole() {
    for case in cases() {
        let article =
            |id: &str, text: &str| Article { id: id.to_owned(), text: text.to_owned(), lang: case.lang.clone(), ..Article::default() };
        for text in cuts(&case.text).step_by(2).filter(|text| !text.is_empty()) {
            let corpus = Corpus::new(vec![article("cut", text), article("whole", &case.text)]);
            let analysis = analyse_in_ram(&corpus, &Outlets::default(), &Config::default());
            for figure in &analysis.figures {
                let whole = corpus.cards[figure.passage.article.index()].id == "whole";
                let text = if whole { &case.text } else { text };
                assert!(text.get(figure.passage.span.start as usize..figure.passage.span.end as usize).is_some(), "{figure:?} in {text:?}");
            }
        }
    }
}
