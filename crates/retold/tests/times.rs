//! Times that texts name: the cases are data, in `testdata/times`.

use retold::text::{parse_date, times};
use serde::Deserialize;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    lang: String,
    published: String,
    text: String,
    times: Vec<Vec<String>>,
}

#[test]
fn every_time_of_the_case_files_is_read_as_written_there() {
    let cases: Cases = toml::from_str(include_str!("../../../testdata/times/times.toml")).expect("a well-formed case file");
    assert!(cases.case.len() >= 14);
    let mut failures = String::new();
    for case in &cases.case {
        let found = times(&case.text, parse_date(&case.published).as_ref(), Some(&case.lang));
        let rows: Vec<Vec<String>> = found
            .iter()
            .map(|t| {
                let mut row = vec![t.span.of(&case.text).to_owned(), t.from.clone(), t.to.clone(), t.resolved_by.to_string()];
                row.extend(t.flag.map(|f| f.to_string()));
                row
            })
            .collect();
        if rows != case.times {
            failures += &format!("{}\n  expected {:?}\n  found    {rows:?}\n", case.name, case.times);
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_reader_of_times_panic(text in "(last|in|vor|il y a|Tuesday|29|February|31|0001|9999|year|days ago|[ ,.]|\\PC){0,30}") {
        let published = parse_date("2024-02-29");
        for lang in [None, Some("en"), Some("de"), Some("fr"), Some("es-MX"), Some("ru"), Some("xx")] {
            let mut end = 0;
            for t in times(&text, published.as_ref(), lang) {
                proptest::prop_assert!(text.get(t.span.range()).is_some());
                proptest::prop_assert!(t.from <= t.to && t.span.start >= end, "{:?}", t);
                end = t.span.end;
            }
        }
    }
}
