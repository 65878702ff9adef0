//! Dates as people read them, worked out without a clock and without a time zone database.

use retold::record::{Date, Precision};

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// Seconds of a day.
pub(crate) const DAY: i64 = 86_400;

/// Year, month and day of a day counted from 1970-01-01, in the proleptic Gregorian calendar.
///
/// The arithmetic is Howard Hinnant's `civil_from_days`.
pub(crate) fn civil(days: i64) -> (i64, usize, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + i64::from(month <= 2);
    let day = doy - (153 * mp + 2) / 5 + 1;
    (year, usize::try_from(month).unwrap_or(1), day)
}

/// Name of a month, 1 to 12.
pub(crate) fn month(n: usize) -> &'static str {
    MONTHS[n.clamp(1, 12) - 1]
}

/// First three letters of a month's name.
pub(crate) fn month_short(n: usize) -> &'static str {
    &month(n)[..3]
}

/// The parts of an ISO 8601 date as it was written, so that the outlet's own time zone is what the reader sees.
struct Parts<'a> {
    year: &'a str,
    month: Option<usize>,
    day: Option<u32>,
    /// Hours and minutes.
    time: Option<&'a str>,
    zone: &'a str,
}

fn parts(iso: &str) -> Option<Parts<'_>> {
    let (date, clock) = iso.split_once('T').unwrap_or((iso, ""));
    let mut fields = date.split('-');
    let year = fields.next().filter(|y| y.len() == 4)?;
    let month = fields.next().and_then(|m| m.parse().ok()).filter(|m| (1..=12).contains(m));
    let day = fields.next().and_then(|d| d.parse().ok());
    let time = clock.get(..5).filter(|t| t.as_bytes()[2] == b':');
    let zone = match clock.find(['Z', '+', '-']) {
        Some(at) if clock[at..].starts_with('Z') => "UTC",
        Some(at) => &clock[at..],
        None => "",
    };
    year.bytes().all(|b| b.is_ascii_digit()).then_some(Parts { year, month, day, time, zone })
}

/// `21 March 2024, 09:40 UTC`; as precise as the date is known.
pub(crate) fn long(date: &Date) -> String {
    written(&date.iso, date.precision == Precision::Time)
}

/// The day of an ISO 8601 date, written out.
pub(crate) fn day(iso: &str) -> String {
    written(iso.get(..10).unwrap_or(iso), false)
}

fn written(iso: &str, clock: bool) -> String {
    let Some(p) = parts(iso) else {
        return super::visible::visible(iso);
    };
    let day = match (p.month, p.day) {
        (Some(m), Some(d)) => format!("{d} {} {}", month(m), p.year),
        (Some(m), None) => format!("{} {}", month(m), p.year),
        _ => p.year.to_owned(),
    };
    match p.time {
        Some(t) if clock => format!("{day}, {t}\u{a0}{}", p.zone).trim_end().to_owned(),
        _ => day,
    }
}

/// `21 Mar 09:40`: for charts, whose scale is in UTC and has the year.
pub(crate) fn short(date: &Date) -> String {
    if date.precision == Precision::Time {
        let (_, m, d) = civil(date.from.div_euclid(DAY));
        let minute = date.from.rem_euclid(DAY) / 60;
        return format!("{d} {} {:02}:{:02}", month_short(m), minute / 60, minute % 60);
    }
    let Some(p) = parts(&date.iso) else {
        return super::visible::visible(&date.iso);
    };
    match (p.month, p.day) {
        (Some(m), Some(d)) => format!("{d} {}", month_short(m)),
        (Some(m), None) => format!("{} {}", month_short(m), p.year),
        _ => p.year.to_owned(),
    }
}

/// `18 to 26 March 2024`-like range of two moments, in UTC.
pub(crate) fn range(from: i64, to: i64) -> String {
    let say = |t: i64| {
        let (y, m, d) = civil(t.div_euclid(DAY));
        format!("{d} {} {y}", month(m))
    };
    let (a, b) = (say(from), say(to));
    if a == b { a } else { format!("{a} to {b}") }
}

#[cfg(test)]
mod tests {
    use super::{civil, long, range, short};
    use retold::record::{Date, Precision};

    fn date(iso: &str, precision: Precision) -> Date {
        Date { iso: iso.into(), from: 0, to: 0, precision }
    }

    #[test]
    fn days_become_dates() {
        assert_eq!(civil(0), (1970, 1, 1));
        assert_eq!(civil(19_782), (2024, 2, 29));
        assert_eq!(civil(-1), (1969, 12, 31));
    }

    #[test]
    fn a_date_is_shown_as_precise_as_it_is_known() {
        let mut d = date("2024-03-21T09:40:00+03:00", Precision::Time);
        d.from = 1_711_003_200;
        assert_eq!(long(&d), "21 March 2024, 09:40\u{a0}+03:00");
        assert_eq!(short(&d), "21 Mar 06:40", "charts are in UTC");
        assert_eq!(long(&date("2024-03-21T09:40:00Z", Precision::Time)), "21 March 2024, 09:40\u{a0}UTC");
        assert_eq!(long(&date("2024-03", Precision::Month)), "March 2024");
        assert_eq!(long(&date("somewhen", Precision::Day)), "somewhen");
        assert_eq!(range(0, 86_400), "1 January 1970 to 2 January 1970");
    }
}
