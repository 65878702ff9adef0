//! Labels and hedges as texts give them. The readings are data, in `testdata/labels`.

use retold::record::{Article, EntitySort, HedgeClass, Role};
use retold::{Reading, label, voice};
use serde::Deserialize;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    text: String,
    labels: Vec<[String; 4]>,
}

fn read(text: &str) -> retold::record::Wording {
    let reading = Reading::of(&Article { text: text.to_owned(), lang: Some("en".to_owned()), ..Article::default() });
    label::read(&reading, &voice::read(&reading, Some("en"), Role::Article), Some("en"))
}

#[test]
fn every_label_of_the_case_file_is_read_as_written_there() {
    let cases: Cases = toml::from_str(include_str!("../../../testdata/labels/labels.toml")).expect("a well-formed case file");
    let mut failures = String::new();
    for case in &cases.case {
        let wording = read(&case.text);
        let actors = wording.labels.iter().filter(|l| l.sort != EntitySort::Thing);
        let found: Vec<[String; 4]> = actors
            .map(|l| [l.span.of(&case.text).to_owned(), l.device.to_string(), l.voice.to_string(), l.entity.of(&case.text).to_owned()])
            .collect();
        if found != case.labels {
            failures += &format!("[{}]\n  expected {:?}\n  read     {found:?}\n", case.text, case.labels);
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn a_name_in_the_plural_behind_an_article_is_a_group() {
    let text = "Tamsin Orrel founded the Quay Wardens in spring. The Quay Wardens, a volunteer rescue group, have nine boats.";
    let wording = read(text);
    let of = |printed: &str| wording.labels.iter().find(|l| l.span.of(text) == printed).map(|l| (l.entity.of(text), l.sort));
    assert_eq!(of("volunteer rescue group"), Some(("Quay Wardens", EntitySort::Group)));
}

#[test]
fn a_hedge_is_read_with_its_class_and_its_clause() {
    let text = "The skipper allegedly sold the boat, and he did not respond.";
    let wording = read(text);
    let found: Vec<_> = wording.hedges.iter().map(|h| (h.span.of(text), h.class, h.scope.of(text))).collect();
    let clause = "The skipper allegedly sold the boat";
    assert_eq!(found, [("allegedly", HedgeClass::Allegation, clause), ("did not respond", HedgeClass::Refusal, "and he did not respond")]);
}

#[test]
fn a_language_without_lists_gives_no_labels() {
    let reading = Reading::of_text("Die Miliz schloss den Kai.".to_owned());
    let wording = label::read(&reading, &voice::read(&reading, Some("xx"), Role::Article), Some("xx"));
    assert!(wording.labels.is_empty() && wording.hedges.is_empty());
}
