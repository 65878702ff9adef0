//! Publication dates as records, pages and texts write them.

mod civil;
mod names;
mod scan;

use crate::record::Date;
use scan::Scan;

/// Reads a publication date. The whole text has to be the date; surrounding white space is ignored.
///
/// Reads ISO 8601 (`2015-02-22T17:52:03.1+03:00`, `20150222`, `2015-02`, `2015`), RFC 2822, and the day, month and year of prose in
/// any order that leaves no doubt: `Sun 22 Feb 2015`, `February 22, 2015`, `22.02.2015`, `2015/02/22`. `03/04/2015` could be two days
/// and is none. A weekday is not checked against the day: papers err, and the day is what was meant.
pub fn parse_date(text: &str) -> Option<Date> {
    let text = text.trim();
    let mut scan = Scan::new(text);
    let date = scan.full().filter(|_| scan.at_end()).or_else(|| Scan::whole_month_or_year(text))?;
    Some(date)
}

/// Reads a full date (day, month and year at least) that begins at the first byte of `text`, and says how many bytes it takes.
///
/// The date has to end at a word boundary, so that `2018-07-23` is found in `2018-07-23 The council` and nothing in `2018-07-234`.
pub fn leading_date(text: &str) -> Option<(Date, usize)> {
    let mut scan = Scan::new(text);
    let date = scan.full()?;
    let end = scan.position();
    let cut = text[end..].chars().next().is_some_and(char::is_alphanumeric);
    (!cut).then_some((date, end))
}

/// The length in bytes of a day and month without a year (`February 19`, `19 фев`, `3. März`) at the beginning of `text`.
///
/// Datelines are written so. No date is given back: the year is not there to be read.
pub fn leading_day_and_month(text: &str) -> Option<usize> {
    let mut scan = Scan::new(text);
    scan.day_and_month()?;
    let end = scan.position();
    let cut = text[end..].chars().next().is_some_and(char::is_alphanumeric);
    (!cut).then_some(end)
}
