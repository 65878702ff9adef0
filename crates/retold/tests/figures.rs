//! Figures as people write them, and how they are compared. The readings are data, in `testdata/figures`.

use retold::record::{Article, ConflictClass, Figure, Outlets};
use retold::text::parse_date;
use retold::{Analysis, Config, Corpus, analyse_in_ram};
use serde::Deserialize;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    text: String,
    figures: Vec<[String; 6]>,
}

fn article(id: &str, published: Option<&str>, text: &str) -> Article {
    Article {
        id: id.to_owned(),
        outlet: Some(format!("{id} Courier")),
        published: published.and_then(parse_date),
        lang: Some("en".to_owned()),
        text: text.to_owned(),
        ..Article::default()
    }
}

fn analyse(articles: Vec<Article>) -> Analysis {
    analyse_in_ram(&Corpus::new(articles), &Outlets::default(), &Config::default())
}

fn row(text: &str, f: &Figure) -> [String; 6] {
    let number = |n: Option<f64>| n.map_or(String::new(), |n| n.to_string());
    let counted = f.counted.clone().unwrap_or_default();
    let words = f.passage.span.of(text).to_owned();
    [words, number(f.low), number(f.high), f.modifier.to_string(), f.state.to_string(), counted]
}

#[test]
fn every_figure_of_the_case_files_is_read_as_written_there() {
    let cases: Cases = toml::from_str(include_str!("../../../testdata/figures/figures.toml")).expect("a well-formed case file");
    assert!(cases.case.len() >= 15);
    let mut failures = String::new();
    for case in &cases.case {
        let analysis = analyse(vec![article("a", None, &case.text)]);
        let read: Vec<[String; 6]> = analysis.figures.iter().map(|f| row(&case.text, f)).collect();
        if read != case.figures {
            failures += &format!("[{}]\n  expected {:?}\n  read     {read:?}\n", case.text, case.figures);
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

const LEAD: &str = "The harbour of Lisken burned on Monday night after tanks of the Orlen depot exploded";

fn classes(analysis: &Analysis) -> Vec<ConflictClass> {
    analysis.conflicts.iter().map(|c| c.class).collect()
}

fn two(first: &str, second: &str) -> Vec<ConflictClass> {
    let day = Some("2031-03-04");
    let fillers = ["Firemen from Marrow came by boat.", "The depot had been inspected in spring."];
    let texts = [first, second].map(|s| format!("{LEAD}. {s} {}", fillers.join(" ")));
    classes(&analyse(vec![article("a", day, &texts[0]), article("b", day, &texts[1])]))
}

#[test]
fn counts_that_cannot_both_be_true_are_a_conflict_and_bounds_that_can_are_none() {
    assert_eq!(
        two("Doctors at the harbour hospital counted 31 people killed.", "A harbour union spoke of 40 people killed by the depot."),
        [ConflictClass::Conflict]
    );
    assert_eq!(
        two(
            "Doctors at the harbour hospital counted at least 31 people killed.",
            "A harbour union spoke of 40 people killed by the depot."
        ),
        [ConflictClass::Bound]
    );
    assert_eq!(
        two("Doctors at the harbour hospital counted 31 people killed.", "A harbour union spoke of 31 people killed by the depot."),
        [ConflictClass::Agree]
    );
}

#[test]
fn a_number_changed_inside_a_copied_sentence_is_an_edited_number() {
    let copied = |n: &str| {
        format!("Rescuers carried {n} passengers from the burning ferry to the old school on the northern shore, the coast guard said.")
    };
    assert_eq!(two(&copied("42"), &copied("24")), [ConflictClass::EditedNumber]);
}

#[test]
fn a_plan_and_what_came_of_it_are_no_conflict() {
    let text = "The initial plan involved the evacuation of 640 people, yet only 355 made it to Marrow, the ministry said.";
    assert_eq!(classes(&analyse(vec![article("a", None, text)])), [ConflictClass::PlanActual]);
}

#[test]
fn two_counts_of_one_thing_inside_one_article_are_told() {
    let text = "The depot fire killed 31 people, the Lisken hospital said.\nThe fire at the depot killed 40 people, a Lisken union said.";
    let analysis = analyse(vec![article("a", None, text)]);
    assert_eq!(classes(&analysis), [ConflictClass::InsideOneArticle]);
    assert!(analysis.findings.iter().any(|f| f.sentence.contains("“31”") && f.sentence.contains("“40”")));
}

#[derive(Deserialize)]
struct Pairs {
    case: Vec<Pair>,
}

#[derive(Deserialize)]
struct Pair {
    name: String,
    texts: Vec<String>,
    pairs: Vec<[String; 3]>,
}

#[test]
fn every_pair_of_the_case_files_stands_as_written_there() {
    let cases: Pairs = toml::from_str(include_str!("../../../testdata/figures/pairs.toml")).expect("a well-formed case file");
    assert!(cases.case.len() >= 8);
    let mut failures = String::new();
    for case in &cases.case {
        let articles = ["a", "b"].iter().zip(&case.texts).map(|(id, text)| article(id, Some("2019-02-05"), text)).collect();
        let analysis = analyse(articles);
        let words = |n: u32| {
            let passage = analysis.figures[n as usize].passage;
            passage.span.of(&case.texts[passage.article.index()]).to_owned()
        };
        let said: Vec<[String; 3]> = analysis.conflicts.iter().map(|c| [words(c.left), words(c.right), c.class.to_string()]).collect();
        if said != case.pairs {
            failures += &format!("{}\n  expected {:?}\n  said     {said:?}\n", case.name, case.pairs);
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}
