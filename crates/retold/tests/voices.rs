//! Who says what: the cases are data, in `testdata/voices`.

use proptest::prelude::*;
use retold::record::{Article, DateOrigin, FindingKind, Outlets, Role, Span, Voices};
use retold::voice::{read, who_speaks};
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
    /// Which of `says` stands in which; not looked at where it is not there.
    within: Option<Vec<[usize; 2]>>,
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
        let within = voices.attributions.iter().enumerate().filter_map(|(n, a)| Some([n, a.parent? as usize])).collect::<Vec<_>>();
        if case.within.as_ref().is_some_and(|expected| *expected != within) {
            failures += &format!("{}\n  expected {:?}\n  found    {within:?}\n", case.name, case.within);
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
    let of_case = |(n, text): (usize, &String)| Article {
        id: format!("text-{n}"),
        role: case.roles.get(n).map_or(Role::Article, |r| r.parse().expect("a role of the list")),
        lang: Some("en".to_owned()),
        published_from: Some(DateOrigin::Given),
        text: text.clone(),
        ..Article::default()
    };
    Corpus::new(case.texts.iter().enumerate().map(of_case).collect())
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

fn found(articles: Vec<Article>, kind: FindingKind) -> Vec<String> {
    let analysis = analyse_in_ram(&Corpus::new(articles), &Outlets::default(), &Config::default());
    analysis.findings.iter().filter(|f| f.kind == kind).map(|f| f.sentence.clone()).collect()
}

fn article(id: &str, title: &str, text: &str) -> Article {
    let (title, lang) = (Some(title.to_owned()), Some("en".to_owned()));
    Article { id: id.to_owned(), title, lang, text: text.to_owned(), ..Article::default() }
}

#[test]
fn a_headline_that_quotes_what_its_text_lacks_is_a_finding() {
    let text = "Davin Holsk spoke on the quay. “We shall rebuild the wall before autumn,” the minister said.";
    let told = |title| found(vec![article("a", title, text)], FindingKind::HeadlineQuotation);
    assert_eq!(told("“We shall rebuild the wall,” says Holsk"), Vec::<String>::new());
    let lacks = told("“I will never forgive the Wardens,” says Holsk");
    assert!(lacks.len() == 1 && lacks[0].contains("I will never forgive the Wardens"), "{lacks:?}");
}

#[test]
fn a_quotation_given_to_another_person_is_the_first_finding() {
    let words = "“Every skipper who put to sea last night did so without asking what it would pay,”";
    let first = article("a", "Boats", &format!("The boats came at dawn. {words} said Ilse Varn."));
    let second = article("b", "Skippers", &format!("Nobody counted them. {words} said Anso Colm."));
    let analysis = analyse_in_ram(&Corpus::new(vec![first, second]), &Outlets::default(), &Config::default());
    assert_eq!(analysis.findings[0].kind, FindingKind::QuotationOtherSpeaker);
    assert!(analysis.findings[0].sentence.contains("Ilse Varn") && analysis.findings[0].sentence.contains("Anso Colm"));
}

#[test]
fn who_speaks_counts_offices_and_bodies_and_names_no_person() {
    let text = "“The wall has held all night,” said mayor Bram Tolley. The ministry said that nobody had been hurt at the quay. Ilse Varn would not comment.";
    let reading = Reading::of_text(text.to_owned());
    let speaks = who_speaks(&reading, &read(&reading, Some("en"), Role::Article), Some("en"));
    let parties: Vec<_> = speaks.parties.iter().map(|p| (p.kind.as_str(), p.name.as_str(), p.words)).collect();
    assert_eq!(parties, [("body", "ministry", 8), ("office", "mayor", 6), ("named", "", 0)]);
    assert_eq!((speaks.words, speaks.attributed, speaks.declined), (26, 14, 1));
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
