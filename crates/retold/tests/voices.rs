//! Who says what: the cases are data, in `testdata/voices`.

use proptest::prelude::*;
use retold::Reading;
use retold::record::{Role, Span, Voices};
use retold::voice::read;
use serde::Deserialize;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    text: String,
    lang: Option<String>,
    #[serde(default)]
    says: Vec<[String; 4]>,
    #[serde(default)]
    rests: Vec<[String; 2]>,
}

fn printed(spans: &[Span], text: &str) -> String {
    spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" | ")
}

/// What was read, in the words of a case file.
fn said(voices: &Voices, text: &str) -> (Vec<[String; 4]>, Vec<[String; 2]>) {
    let says = voices.attributions.iter().map(|a| {
        let speaker = a.speaker.map_or("", |s| s.of(text));
        [a.kind.to_string(), printed(&a.source, text), printed(&a.content, text), speaker.to_owned()]
    });
    let rests = voices.sourcing.iter().map(|s| [s.relation.to_string(), s.target.of(text).to_owned()]);
    (says.collect(), rests.collect())
}

#[test]
fn every_sentence_of_the_case_file_says_what_is_written_there() {
    let cases: Cases = toml::from_str(include_str!("../../../testdata/voices/voices.toml")).expect("a well-formed case file");
    assert!(cases.case.len() >= 14);
    let mut failures = String::new();
    for case in &cases.case {
        let voices = read(&Reading::of_text(case.text.clone()), case.lang.as_deref(), case.role.unwrap_or(Role::Article));
        let found = said(&voices, &case.text);
        let expected = (case.says.clone(), case.rests.clone());
        if found != expected {
            failures += &format!("{}\n  expected {expected:#?}\n  found    {found:#?}\n", case.name);
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

proptest! {
    /// Unbalanced, nested and piled-up marks, any script: every span is a stretch of the text, every parent stands before its child.
    #[test]
    fn no_text_breaks_it(text in "([A-Z]?[a-z]{1,8}[ ,.:\n]|\"|“|”|‘|’|„|«|»| said | told | according to |\\PC){0,60}") {
        for lang in [Some("en"), Some("de"), Some("xx"), None] {
            let voices = read(&Reading::of_text(text.clone()), lang, Role::Article);
            for (n, a) in voices.attributions.iter().enumerate() {
                prop_assert!(!a.content.is_empty());
                for span in a.source.iter().chain(&a.cue).chain(&a.content).chain(&a.speaker).chain(&a.role) {
                    prop_assert!(!span.is_empty() && text.get(span.range()).is_some());
                }
                prop_assert!(a.parent.is_none_or(|p| (p as usize) < n));
            }
            for s in &voices.sourcing {
                prop_assert!(text.get(s.span.range()).is_some() && text.get(s.target.range()).is_some());
            }
        }
    }
}
