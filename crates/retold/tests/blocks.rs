//! What in a text is not story: the cases are data, in `testdata/blocks`.

use retold::text::{Outline, outline, shown};
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
    title: Option<String>,
    lang: Option<String>,
    #[serde(default)]
    blocks: Vec<(String, String)>,
    stamped: Option<String>,
    agency: Option<String>,
    byline: Option<String>,
    /// Kind, caption, stated day and place of pictures and videos; not looked at where it is not there.
    media: Option<Vec<[String; 4]>>,
}

/// The outline in the words of a case file.
fn said(outline: &Outline, text: &str) -> Vec<String> {
    let blocks = outline.blocks.iter().map(|b| format!("{} [{}]", b.kind, b.span.of(text)));
    let mut lines: Vec<String> = blocks.collect();
    lines.extend(outline.stamped.as_ref().map(|d| format!("stamped {}", d.iso)));
    lines.extend(outline.agency.as_ref().map(|a| {
        assert_eq!(a.span.of(text), a.name);
        format!("agency {} {}", a.name, a.slashed)
    }));
    lines.extend(outline.byline.map(|b| format!("byline {}", b.of(text))));
    lines
}

fn expected(case: &Case) -> Vec<String> {
    let mut lines: Vec<String> = case.blocks.iter().map(|(kind, text)| format!("{kind} [{text}]")).collect();
    lines.extend(case.stamped.as_ref().map(|d| format!("stamped {d}")));
    lines.extend(case.agency.as_ref().map(|a| {
        let name = a.trim_matches(['/', '(', ')']);
        format!("agency {name} {}", a.starts_with('/'))
    }));
    lines.extend(case.byline.as_ref().map(|b| format!("byline {b}")));
    lines
}

#[test]
fn every_text_of_the_case_files_has_the_blocks_written_there() {
    let cases: Cases = toml::from_str(include_str!("../../../testdata/blocks/blocks.toml")).expect("a well-formed case file");
    assert!(cases.case.len() >= 25);
    let mut failures = String::new();
    for case in &cases.case {
        let outline = outline(&case.text, case.title.as_deref(), case.lang.as_deref());
        let (said, expected) = (said(&outline, &case.text), expected(case));
        if said != expected {
            failures += &format!("{}\n  expected {expected:#?}\n  found    {said:#?}\n", case.name);
        }
        let media: Vec<[String; 4]> = shown(&case.text, &outline.blocks, case.lang.as_deref())
            .into_iter()
            .map(|m| {
                assert_eq!(m.span.map(|s| s.of(&case.text)), m.caption.as_deref());
                [Some(m.kind.to_string()), m.caption, m.stated_date, m.stated_place].map(Option::unwrap_or_default)
            })
            .collect();
        if case.media.as_ref().is_some_and(|expected| *expected != media) {
            failures += &format!("{}\n  expected {:#?}\n  found    {media:#?}\n", case.name, case.media);
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

proptest::proptest! {
    #[test]
    fn blocks_are_sorted_and_do_not_overlap_whatever_the_text(
        parts in proptest::collection::vec("(KAROV|By|Ada|Vorn|2015-02-22|date|Updated:|\\(Korr\\)|/KORR/|—|-KORR|\\.|\n|\n\n|Photo:|Comments|\\PC{0,12}) ?", 0..30),
        title in proptest::option::of("\\PC{0,20}"),
    ) {
        let text = parts.concat();
        let outline = outline(&text, title.as_deref(), None);
        let mut end = 0;
        for block in &outline.blocks {
            proptest::prop_assert!(block.span.start >= end && !block.span.is_empty(), "{:?} in {text:?}", outline.blocks);
            proptest::prop_assert!(!block.span.of(&text).is_empty());
            end = block.span.end;
        }
    }
}
