//! Dates as people write them: the cases are data, in `testdata/dates`.

use retold::record::{Date, Precision};
use retold::text::{leading_date, leading_day_and_month, parse_date};
use serde::Deserialize;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    text: String,
    iso: String,
    precision: Option<String>,
    why: Option<String>,
}

#[test]
fn every_date_of_the_case_files_is_read_as_written_there() {
    let cases: Cases = toml::from_str(include_str!("../../../testdata/dates/dates.toml")).expect("a well-formed case file");
    assert!(cases.case.len() >= 40);
    let mut failures = String::new();
    for case in &cases.case {
        let read = parse_date(&case.text);
        let (iso, precision) = match &read {
            Some(date) => (date.iso.as_str(), Some(date.precision.as_str())),
            None => ("", None),
        };
        if (iso, precision) != (case.iso.as_str(), case.precision.as_deref()) {
            failures += &format!(
                "[{}]\n  expected [{}] {:?}\n  read     [{iso}] {precision:?}\n  {}\n",
                case.text,
                case.iso,
                case.precision,
                case.why.as_deref().unwrap_or_default()
            );
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn the_bounds_of_a_date_hold_the_moment() {
    let bounds = |text: &str| parse_date(text).map(|d| (d.from, d.to));
    assert_eq!(bounds("1970-01-02"), Some((86_400, 172_799)));
    assert_eq!(bounds("1970-01-01T00:00:00+03:00"), Some((-10_800, -10_800)));
    assert_eq!(bounds("1970-01-01T04:30:00+03:00"), Some((5_400, 5_400)));
    assert_eq!(bounds("1970-01-01 12:00"), Some((0, 86_399)));
    assert_eq!(bounds("1970-02"), Some((31 * 86_400, 59 * 86_400 - 1)));
    assert_eq!(bounds("1970"), Some((0, 365 * 86_400 - 1)));
}

#[test]
fn a_date_in_front_of_a_text_ends_where_the_text_begins() {
    let (date, end) = leading_date("Sun 22 Feb 2015 Ferry stuck in the ice").expect("a date");
    assert_eq!((date.iso.as_str(), end), ("2015-02-22", 15));
    assert_eq!(date.precision, Precision::Day);
    let (date, end) = leading_date("2017-09-15 17:52 | Lisken").expect("a date");
    assert_eq!((date.iso.as_str(), end), ("2017-09-15T17:52:00", 16));
    assert_eq!(leading_date("2018-07-234 boxes"), None::<(Date, usize)>);
    assert_eq!(leading_date("2018 was a wet year"), None);
    assert_eq!(leading_day_and_month("February 19. /KORR/. The"), Some(11));
    assert_eq!(leading_day_and_month("19 фев — КОРР"), Some("19 фев".len()));
    assert_eq!(leading_day_and_month("May be late"), None);
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_reader_of_dates_panic(text in "\\PC{0,40}", digits in "[0-9:/. TZ+-]{0,24}") {
        for text in [text, digits] {
            if let Some(date) = parse_date(&text) {
                proptest::prop_assert!(date.from <= date.to);
            }
            if let Some((_, end)) = leading_date(&text) {
                proptest::prop_assert!(text.is_char_boundary(end));
            }
            leading_day_and_month(&text);
        }
    }
}
