//! Publication dates as records, pages and texts write them.

mod civil;
mod find;
mod names;
mod scan;
mod style;
mod times;

use crate::record::Date;
use civil::{Clock, Day, SECONDS_A_DAY};
use scan::Scan;

pub use find::find_dates;
pub use style::{DateStyle, DayOrder};
pub use times::times;

/// The day of an ISO 8601 date or moment, as days since 1970-01-01; `None` where it names no day.
pub(crate) fn day_number(iso: &str) -> Option<i64> {
    Day::of_iso(iso).map(Day::days)
}

/// Reads a publication date. The whole text has to be the date; surrounding white space is ignored.
///
/// Reads ISO 8601 (`2015-02-22T17:52:03.1+03:00`, `20150222`, `2015-02`, `2015`), RFC 2822, and the day, month and year of prose in
/// any order that leaves no doubt: `Sun 22 Feb 2015`, `February 22, 2015`, `22.02.2015`, `2015/02/22`. `03/04/2015` could be two days
/// and is none. A weekday is not checked against the day: papers err, and the day is what was meant.
pub fn parse_date(text: &str) -> Option<Date> {
    parse_date_in(text, DateStyle::default())
}

/// The same in a known style: with an order of day and month `03/04/2015` is a date.
pub fn parse_date_in(text: &str, style: DateStyle) -> Option<Date> {
    let text = text.trim();
    let mut scan = Scan::new(text, style);
    scan.full().filter(|_| scan.at_end()).or_else(|| Scan::whole_month_or_year(text))
}

/// Whether a word is the name of a month in any language of the table.
pub(crate) fn names_month(word: &str) -> bool {
    names::NAMES.month(word).is_some()
}

/// The moment this many seconds after 1970-01-01T00:00Z, in UTC; `None` outside the years dates may have.
pub fn date_of_seconds(seconds: i64) -> Option<Date> {
    let day = Day::of_days(seconds.div_euclid(SECONDS_A_DAY))?;
    let rest = seconds.rem_euclid(SECONDS_A_DAY);
    let clock = Clock { hour: (rest / 3600) as u8, minute: (rest / 60 % 60) as u8, second: (rest % 60) as u8, zone: Some(0) };
    Some(day.at(clock))
}

/// Reads a full date (day, month and year at least) that begins at the first byte of `text`, and says how many bytes it takes.
///
/// The date has to end at a word boundary, so that `2018-07-23` is found in `2018-07-23 The council` and nothing in `2018-07-234`.
pub fn leading_date(text: &str) -> Option<(Date, usize)> {
    leading_date_in(text, DateStyle::default())
}

/// The same in a known style.
fn leading_date_in(text: &str, style: DateStyle) -> Option<(Date, usize)> {
    let mut scan = Scan::new(text, style);
    let date = scan.full()?;
    let end = scan.position();
    ends_word(text, end).then_some((date, end))
}

/// The length in bytes of a day and month without a year (`February 19`, `19 фев`, `3. März`) at the beginning of `text`.
///
/// Datelines are written so. No date is given back: the year is not there to be read.
pub fn leading_day_and_month(text: &str) -> Option<usize> {
    let mut scan = Scan::new(text, DateStyle::default());
    scan.day_and_month()?;
    let end = scan.position();
    ends_word(text, end).then_some(end)
}

/// Whether no word goes on at `end`. Signs of a date without spaces (`日`) end one.
fn ends_word(text: &str, end: usize) -> bool {
    let signed = text[..end].chars().next_back().is_some_and(|c| !c.is_ascii() && !c.is_lowercase() && !c.is_uppercase());
    signed || !text[end..].chars().next().is_some_and(char::is_alphanumeric)
}
