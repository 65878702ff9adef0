//! Who says what: the cases are data, in `testdata/voices`.

use proptest::prelude::*;
use retold::record::{Article, DateOrigin, Outlets, Role, Span, Voices};
use retold::voice::read;
use retold::{Config, Corpus, Reading, analyse_in_ram};
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
    role: Option<String>,
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
        let voices = read(
            &Reading::of_text(case.text.clone()),
            case.lang.as_deref(),
            case.role.as_deref().map_or(Role::Article, |r| r.parse().expect("a role of the list")),
        );
        let found = said(&voices, &case.text);
        let expected = (case.says.clone(), case.rests.clone());
        if found != expected {
            failures += &format!("{}\n  expected {expected:#?}\n  found    {found:#?}\n", case.name);
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[derive(Deserialize)]
struct QuoteCases {
    case: Vec<QuoteCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuoteCase {
    name: String,
    texts: Vec<String>,
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    forms: Vec<Vec<String>>,
}

/// The texts of a case as a corpus; text `n` has rank `n`.
fn corpus(case: &QuoteCase) -> Corpus {
    let article = |(n, text): (usize, &String)| Article {
        id: format!("text-{n}"),
        role: case.roles.get(n).map_or(Role::Article, |r| r.parse().expect("a role of the list")),
        lang: Some("en".to_owned()),
        published_from: Some(DateOrigin::Given),
        text: text.clone(),
        ..Article::default()
    };
    Corpus::new(case.texts.iter().enumerate().map(article).collect())
}

#[test]
fn every_quotation_of_the_case_file_differs_as_is_written_there() {
    let cases: QuoteCases = toml::from_str(include_str!("../../../testdata/voices/quotes.toml")).expect("a well-formed case file");
    assert!(cases.case.len() >= 15);
    let mut failures = String::new();
    for case in &cases.case {
        let analysis = analyse_in_ram(&corpus(case), &Outlets::default(), &Config::default());
        let mut forms = vec![Vec::new(); case.forms.len()];
        for (said, variants) in analysis.quotes.first().map_or(&[][..], |q| &q.members) {
            forms[said.article.index()].extend(variants.iter().map(ToString::to_string));
        }
        forms.iter_mut().for_each(|f: &mut Vec<String>| {
            f.sort();
            f.dedup();
        });
        if forms != case.forms || analysis.quotes.len() > 1 {
            failures += &format!("{}\n  expected {:?}\n  found    {forms:?}\n", case.name, case.forms);
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

proptest! {
    /// Unbalanced, nested and piled-up marks, any script: every span is a stretch of the text, every parent stands before its child.
    #[test]
    fn no_text_breaks_it(text in "([A-Z]?[a-z]{1,8}[ ,.:\n]|\"|“|”|‘|’|„|«|»| said | told | according to |\\PC){0,60}") {
        for lang in [Some("en"), Some("de"), Some("fr"), Some("ru"), Some("xx"), None] {
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

/// Piles of one thing, of which each would take hours if any rule compared all with all.
#[test]
fn a_text_made_to_be_slow_is_read_like_any_other() {
    let piles = [
        "said ".repeat(60_000),
        "“He said ".repeat(30_000),
        "\"a \" b ".repeat(30_000),
        "“One two three four five six.” ".repeat(10_000),
        "Varn Orrel said he said. ".repeat(15_000),
        "Jory\n— Jory Kesten (@kesten)\n".repeat(8_000),
        "MINISTER HOLSK: Nobody was there. ".repeat(8_000),
        "He declined to comment. ".repeat(15_000),
        "He declined to comment, Varn said, ".repeat(10_000),
        "The Evening News said it. ".repeat(12_000),
        "(((((“‘„".repeat(20_000),
        "https://a.example/x ".repeat(12_000),
    ];
    for pile in piles {
        for role in [Role::Article, Role::Transcript] {
            let voices = read(&Reading::of_text(pile.clone()), Some("en"), role);
            assert!(voices.attributions.iter().all(|a| a.parent.is_none_or(|p| (p as usize) < voices.attributions.len())));
        }
    }
}
