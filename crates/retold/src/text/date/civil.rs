use crate::record::{Date, Precision};

/// Years a publication date may have: earlier and later ones are taken for misreadings.
///
/// The first printed newspaper is of 1605 (Strasbourg, *Relation*); 2200 leaves room for embargoes, not for serial numbers.
pub(super) const YEARS: std::ops::RangeInclusive<i32> = 1600..=2200;

pub(super) const SECONDS_A_DAY: i64 = 86_400;

/// A calendar day of the proleptic Gregorian calendar, checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) year: i32,
    pub(super) month: u8,
    pub(super) day: u8,
}

/// A time of day as printed, with its zone in minutes east of Greenwich where one is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) hour: u8,
    pub(super) minute: u8,
    pub(super) second: u8,
    pub(super) zone: Option<i32>,
}

impl Day {
    /// `None` where the calendar has no such day or the year is outside [`YEARS`].
    pub(super) fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let sound = YEARS.contains(&year) && (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day);
        sound.then_some(Day { year, month, day })
    }

    /// The day this many days after 1970-01-01. After H. Hinnant, as [`days_from_1970`], civil_from_days.
    pub(super) fn of_days(days: i64) -> Option<Self> {
        let days = days.checked_add(719_468)?;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Day::new(i32::try_from(year).ok()?, month as u8, day as u8)
    }

    /// Days from 1970-01-01, negative before it.
    pub(super) fn days(self) -> i64 {
        days_from_1970(self.year, self.month, self.day)
    }

    /// The day of an ISO date or moment, as written.
    pub(super) fn of_iso(iso: &str) -> Option<Self> {
        let part = |range: std::ops::Range<usize>| iso.get(range)?.parse::<i32>().ok();
        Day::new(part(0..4)?, u8::try_from(part(5..7)?).ok()?, u8::try_from(part(8..10)?).ok()?)
    }

    /// The day so many days later.
    pub(super) fn plus(self, days: i64) -> Option<Self> {
        Day::of_days(self.days().checked_add(days)?)
    }

    /// Monday 0 to Sunday 6.
    pub(super) fn weekday(self) -> u8 {
        // 1970-01-01 was a Thursday
        (self.days() + 3).rem_euclid(7) as u8
    }

    /// Seconds from 1970-01-01 to the beginning of the day in UTC.
    fn seconds(self) -> i64 {
        days_from_1970(self.year, self.month, self.day) * SECONDS_A_DAY
    }

    pub(super) fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// The whole day, in UTC.
    pub(super) fn date(self) -> Date {
        Date { iso: self.iso(), from: self.seconds(), to: self.seconds() + SECONDS_A_DAY - 1, precision: Precision::Day }
    }

    /// The day with a time of day.
    ///
    /// Midnight without a zone, or in UTC, is padding in most systems and counts as the day alone. Another time without a zone stays
    /// in `iso` but bounds the moment no closer than the day: clocks of two outlets may be a day apart.
    pub(super) fn at(self, clock: Clock) -> Date {
        let midnight = (clock.hour, clock.minute, clock.second) == (0, 0, 0);
        if midnight && matches!(clock.zone, None | Some(0)) {
            return self.date();
        }
        let time = format!("{}T{:02}:{:02}:{:02}", self.iso(), clock.hour, clock.minute, clock.second);
        let Some(zone) = clock.zone else {
            return Date { iso: time, ..self.date() };
        };
        let suffix = match zone {
            0 => "Z".to_owned(),
            _ => format!("{}{:02}:{:02}", if zone < 0 { '-' } else { '+' }, zone.abs() / 60, zone.abs() % 60),
        };
        let moment =
            self.seconds() + i64::from(clock.hour) * 3600 + i64::from(clock.minute) * 60 + i64::from(clock.second) - i64::from(zone) * 60;
        Date { iso: time + &suffix, from: moment, to: moment, precision: Precision::Time }
    }
}

/// A month of a year, in UTC.
pub(super) fn month(year: i32, month: u8) -> Option<Date> {
    let first = Day::new(year, month, 1)?;
    let last = Day::new(year, month, days_in_month(year, month))?;
    Some(Date {
        iso: format!("{year:04}-{month:02}"),
        from: first.seconds(),
        to: last.seconds() + SECONDS_A_DAY - 1,
        precision: Precision::Month,
    })
}

/// A year, in UTC.
pub(super) fn year(year: i32) -> Option<Date> {
    let (first, last) = (Day::new(year, 1, 1)?, Day::new(year, 12, 31)?);
    Some(Date { iso: format!("{year:04}"), from: first.seconds(), to: last.seconds() + SECONDS_A_DAY - 1, precision: Precision::Year })
}

fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        2 => 28 + u8::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01, negative before it. After H. Hinnant, "chrono-compatible low-level date algorithms", days_from_civil.
fn days_from_1970(year: i32, month: u8, day: u8) -> i64 {
    let year = i64::from(year) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((i64::from(month) + 9) % 12) + 2) / 5 + i64::from(day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::{Day, days_from_1970, days_in_month};

    #[test]
    fn days_count_up_one_by_one_from_1600_to_2200() {
        let mut expected = days_from_1970(1600, 1, 1);
        assert_eq!(expected, -135_140);
        for year in 1600..=2200 {
            for month in 1..=12 {
                for day in 1..=days_in_month(year, month) {
                    assert_eq!(days_from_1970(year, month, day), expected);
                    assert_eq!(Day::of_days(expected), Day::new(year, month, day));
                    expected += 1;
                }
            }
        }
        assert_eq!(days_from_1970(1970, 1, 1), 0);
        assert_eq!(days_from_1970(2001, 9, 9), 11_574);
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        assert!(Day::new(2015, 2, 29).is_none());
        assert!(Day::new(1900, 2, 29).is_none());
        assert!(Day::new(2000, 2, 29).is_some());
        assert!(Day::new(1599, 12, 31).is_none());
        assert!(Day::new(2201, 1, 1).is_none());
        assert!(Day::new(2015, 13, 1).is_none());
    }
}
