use super::civil::{self, Clock, Day, YEARS};
use super::names::NAMES;
use super::style::{DateStyle, DayOrder};
use crate::record::Date;

/// Years of two digits below this are of this century: pages are of the years 1990 to 2089.
const FIRST_OF_LAST_CENTURY: i32 = 90;

/// Reads dates from the front of a text. Every reader either succeeds and moves on, or leaves the position where it was.
#[derive(Clone, Copy)]
pub(super) struct Scan<'a> {
    text: &'a str,
    at: usize,
    style: DateStyle,
}

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a str, style: DateStyle) -> Self {
        Scan { text, at: 0, style }
    }

    /// Bytes read so far.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    pub(super) fn at_end(&self) -> bool {
        self.at == self.text.len()
    }

    /// Day, month and year at least, with a time before or after them.
    pub(super) fn full(&mut self) -> Option<Date> {
        self.attempt(|s| {
            let early = s.attempt(|s| {
                let clock = s.clock()?;
                s.gap();
                Some(clock)
            });
            // `mar` is March and a Tuesday: first without, then with a weekday.
            let (day, inner) = s.attempt(Self::day).or_else(|| s.attempt(|s| s.weekday().and_then(|()| s.day())))?;
            let late = match (early, inner) {
                (None, None) => s.attempt(Self::late_clock),
                _ => None,
            };
            Some(match early.or(inner).or(late) {
                Some(clock) => day.at(clock),
                None => day.date(),
            })
        })
    }

    /// `2015-02`, `2015/02`, `February 2015`, `2015`; only as a whole, since a bare number is too little to find in running text.
    pub(super) fn whole_month_or_year(text: &'a str) -> Option<Date> {
        let whole = |read: fn(&mut Self) -> Option<Date>| {
            let mut scan = Scan::new(text, DateStyle::default());
            read(&mut scan).filter(|_| scan.at_end())
        };
        whole(|s| civil::year(s.year()?))
            .or_else(|| {
                whole(|s| {
                    let year = s.year()?;
                    s.one_of(&['-', '/'])?;
                    civil::month(year, s.number(2, 2)? as u8)
                })
            })
            .or_else(|| {
                whole(|s| {
                    let month = s.month()?;
                    s.gap();
                    let year = s.year()?;
                    s.after_year();
                    civil::month(year, month)
                })
            })
    }

    /// `19 February` or `February 19`, without a year.
    pub(super) fn day_and_month(&mut self) -> Option<(u8, u8)> {
        self.attempt(|s| {
            let (day, month) = s.attempt(Self::day_then_month).or_else(|| s.attempt(Self::month_then_day))?;
            // A leap year, so that 29 February passes.
            Day::new(2000, month, day).map(|_| (day, month))
        })
    }

    /// A calendar day; also the time where it stands between day and year (`Feb 22 17:52:00 2015`).
    fn day(&mut self) -> Option<(Day, Option<Clock>)> {
        self.attempt(|s| Some((s.year_first()?, None)))
            .or_else(|| self.attempt(|s| Some((s.with_signs()?, None))))
            .or_else(|| self.attempt(|s| Some((s.compact()?, None))))
            .or_else(|| self.attempt(|s| Some((s.digits_day_first()?, None))))
            .or_else(|| self.attempt(Self::with_month_name))
    }

    fn year_first(&mut self) -> Option<Day> {
        let year = self.year()?;
        let separator = self.one_of(&['-', '/', '.'])?;
        let month = self.number(1, 2)?;
        self.one_of(&[separator])?;
        let day = self.number(1, 2)?;
        Day::new(year, month as u8, day as u8)
    }

    /// `2015年2月22日`: each number has its sign.
    fn with_signs(&mut self) -> Option<Day> {
        let year = self.year()?;
        let (length, [_, month_sign, day_sign]) = NAMES.signs(&self.text[self.at..])?;
        self.at += length;
        let month = self.number_before(month_sign)?;
        let day = self.number_before(day_sign)?;
        Day::new(year, month as u8, day as u8)
    }

    fn number_before(&mut self, sign: &str) -> Option<u32> {
        self.spaces();
        let number = self.number(1, 2)?;
        self.spaces();
        self.text[self.at..].starts_with(sign).then(|| self.at += sign.len())?;
        Some(number)
    }

    /// `20150222`, also as the front of `20150222175203` (the stamp of web archives).
    fn compact(&mut self) -> Option<Day> {
        let digits = self.digits();
        if digits != 8 && digits != 14 {
            return None;
        }
        let (year, month, day) = (self.take(4)?, self.take(2)?, self.take(2)?);
        Day::new(year as i32, month as u8, day as u8)
    }

    /// `22.02.2015` is day first. `22/02/2015` and `02/22/2015` are read where only one order gives a day, or the style says which.
    fn digits_day_first(&mut self) -> Option<Day> {
        let first = self.number(1, 2)?;
        self.spaces();
        let separator = self.one_of(&['.', '/', '-'])?;
        self.spaces();
        let second = self.number(1, 2)?;
        self.spaces();
        self.one_of(&[separator])?;
        self.spaces();
        let year = self.attempt(Self::year).or_else(|| self.short_year())?;
        let day_first = Day::new(year, second as u8, first as u8);
        let month_first = Day::new(year, first as u8, second as u8);
        match (day_first, month_first, self.style.order) {
            (day, _, _) if separator == '.' => day,
            (Some(a), Some(b), _) if a == b => Some(a),
            (Some(a), Some(_), DayOrder::DayFirst) => Some(a),
            (Some(_), Some(b), DayOrder::MonthFirst) => Some(b),
            (Some(_), Some(_), DayOrder::Unknown) => None,
            (a, b, _) => a.or(b),
        }
    }

    /// `15` for 2015, where the style allows it.
    fn short_year(&mut self) -> Option<i32> {
        let year = self.style.short_years.then(|| self.number(2, 2)).flatten()? as i32;
        Some(if year < FIRST_OF_LAST_CENTURY { 2000 + year } else { 1900 + year })
    }

    fn with_month_name(&mut self) -> Option<(Day, Option<Clock>)> {
        let (day, month) = self.attempt(Self::day_then_month).or_else(|| self.attempt(Self::month_then_day))?;
        let inner = self.attempt(|s| {
            s.gap();
            let clock = s.clock()?;
            s.gap();
            Some(clock)
        });
        self.gap();
        self.between();
        let year = self.year()?;
        self.after_year();
        Some((Day::new(year, month, day)?, inner))
    }

    fn day_then_month(&mut self) -> Option<(u8, u8)> {
        let day = self.number(1, 2)? as u8;
        self.ordinal();
        self.gap();
        self.between();
        Some((day, self.month()?))
    }

    fn month_then_day(&mut self) -> Option<(u8, u8)> {
        let month = self.month()?;
        self.gap();
        self.between();
        let day = self.number(1, 2)? as u8;
        self.ordinal();
        Some((day, month))
    }

    fn weekday(&mut self) -> Option<()> {
        let word = self.word()?;
        NAMES.weekday(word)?;
        self.gap();
        self.between();
        Some(())
    }

    fn month(&mut self) -> Option<u8> {
        let month = self.attempt(|s| s.word().and_then(|w| NAMES.month(w)))?;
        self.attempt(|s| s.one_of(&['.']));
        Some(month)
    }

    fn year(&mut self) -> Option<i32> {
        let year = self.number(4, 4)? as i32;
        YEARS.contains(&year).then_some(year)
    }

    fn after_year(&mut self) {
        self.attempt(|s| {
            s.spaces();
            s.word().filter(|w| NAMES.is_after_year(w))?;
            s.attempt(|s| s.one_of(&['.']));
            Some(())
        });
    }

    fn ordinal(&mut self) {
        self.attempt(|s| s.word().filter(|w| NAMES.is_ordinal(w)).map(|_| ()));
    }

    fn between(&mut self) {
        while self
            .attempt(|s| {
                s.word().filter(|w| NAMES.is_between(w))?;
                s.gap();
                Some(())
            })
            .is_some()
        {}
    }

    /// A time after the date: `T17:52`, ` 17:52`, `, 17:52`, ` at 5:52 pm`, ` | 17:52`, or the six digits of a compact stamp.
    fn late_clock(&mut self) -> Option<Clock> {
        let rest = &self.text[self.at..];
        if rest.starts_with(['T', 't']) {
            self.at += 1;
            return self.attempt(Self::clock).or_else(|| self.attempt(Self::compact_clock));
        }
        if self.digits() == 6 {
            return self.compact_clock();
        }
        self.gap();
        while self
            .attempt(|s| {
                s.word().filter(|w| NAMES.is_before_time(w))?;
                s.gap();
                Some(())
            })
            .is_some()
        {}
        self.clock()
    }

    fn compact_clock(&mut self) -> Option<Clock> {
        let digits = self.digits();
        if digits != 6 && digits != 4 {
            return None;
        }
        let (hour, minute) = (self.take(2)?, self.take(2)?);
        let second = if digits == 6 { self.take(2)? } else { 0 };
        self.finish_clock(hour, minute, second)
    }

    /// `17:52`, `5:52:03.25 p.m. EST`, `17:52 Uhr`, `17:52+03:00`.
    fn clock(&mut self) -> Option<Clock> {
        let mut hour = self.number(1, 2)?;
        self.one_of(&[':'])?;
        let minute = self.number(2, 2)?;
        let second = self
            .attempt(|s| {
                s.one_of(&[':'])?;
                let second = s.number(2, 2)?;
                s.attempt(|s| {
                    s.one_of(&['.', ','])?;
                    let fraction = s.digits();
                    s.at += fraction;
                    (fraction > 0).then_some(())
                });
                Some(second)
            })
            .unwrap_or(0);
        if let Some(afternoon) = self.attempt(Self::half_of_day) {
            (1..=12).contains(&hour).then_some(())?;
            hour = hour % 12 + if afternoon { 12 } else { 0 };
        }
        self.finish_clock(hour, minute, second)
    }

    fn finish_clock(&mut self, hour: u32, minute: u32, second: u32) -> Option<Clock> {
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        self.attempt(|s| {
            s.spaces();
            s.word().filter(|w| NAMES.is_after_time(w)).map(|_| ())
        });
        let zone = self.attempt(Self::zone);
        // `+0300 (MSK)`: the offset has said it already.
        self.attempt(|s| {
            zone?;
            s.spaces();
            s.one_of(&['('])?;
            s.word()?;
            s.one_of(&[')'])
        });
        Some(Clock { hour: hour as u8, minute: minute as u8, second: second.min(59) as u8, zone })
    }

    /// `true` for the afternoon.
    fn half_of_day(&mut self) -> Option<bool> {
        self.spaces();
        for (spelling, afternoon) in [("a.m.", false), ("p.m.", true), ("am", false), ("pm", true)] {
            let rest = &self.text.as_bytes()[self.at..];
            let here = rest.len() >= spelling.len()
                && rest[..spelling.len()].eq_ignore_ascii_case(spelling.as_bytes())
                && !rest.get(spelling.len()).is_some_and(u8::is_ascii_alphanumeric);
            if here {
                self.at += spelling.len();
                return Some(afternoon);
            }
        }
        None
    }

    /// Minutes east of Greenwich.
    fn zone(&mut self) -> Option<i32> {
        self.spaces();
        if let Some(sign) = self.attempt(|s| s.one_of(&['+', '-', '\u{2212}'])) {
            let hours = self.take(2)? as i32;
            let minutes = self
                .attempt(|s| {
                    s.attempt(|s| s.one_of(&[':']));
                    s.take(2)
                })
                .unwrap_or(0) as i32;
            let size = hours * 60 + minutes;
            // Real zones run from UTC-12 to UTC+14.
            return (hours <= 14 && minutes < 60).then_some(if sign == '+' { size } else { -size });
        }
        let word = self.word()?;
        if word.eq_ignore_ascii_case("z") {
            return Some(0);
        }
        let zone = NAMES.zone(word)?;
        // `GMT+3`, `UTC+03:00`
        let offset = (zone == 0).then(|| {
            self.attempt(|s| {
                s.one_of(&['+', '-']).and_then(|sign| {
                    let hours = s.number(1, 2)? as i32;
                    (hours <= 14).then_some(if sign == '+' { hours * 60 } else { -hours * 60 })
                })
            })
        });
        Some(offset.flatten().unwrap_or(zone))
    }

    /// Runs a reader; puts the position back where it fails.
    fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let start = self.at;
        let result = read(self);
        if result.is_none() {
            self.at = start;
        }
        result
    }

    /// Spaces and the commas, dots, dashes and bars that stand between the parts of a date.
    fn gap(&mut self) {
        let rest = &self.text[self.at..];
        let parts = |c: char| c == ' ' || c == '\u{a0}' || c == '\t' || matches!(c, ',' | '.' | '-' | '–' | '—' | '|');
        // Five characters take `Feb. 22 – 17:52`; more is another text.
        let length: usize = rest.chars().take(5).take_while(|&c| parts(c)).map(char::len_utf8).sum();
        self.at += length;
    }

    fn spaces(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start_matches([' ', '\u{a0}', '\t']).len();
    }

    /// Letters, at least one.
    fn word(&mut self) -> Option<&'a str> {
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        // The longest name in the table has 12 letters; nothing longer needs a look.
        if end == 0 || end > 40 {
            return None;
        }
        self.at += end;
        Some(&rest[..end])
    }

    fn one_of(&mut self, wanted: &[char]) -> Option<char> {
        let c = self.text[self.at..].chars().next().filter(|c| wanted.contains(c))?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// How many ASCII digits stand here; looks no further than 20.
    fn digits(&self) -> usize {
        let rest = &self.text.as_bytes()[self.at..];
        rest.iter().take(20).take_while(|b| b.is_ascii_digit()).count()
    }

    /// A run of digits of this length, neither cut off nor longer.
    fn number(&mut self, least: usize, most: usize) -> Option<u32> {
        let digits = self.digits();
        if !(least..=most).contains(&digits) {
            return None;
        }
        self.take(digits)
    }

    /// Exactly this many digits, whatever follows.
    fn take(&mut self, count: usize) -> Option<u32> {
        if self.digits() < count {
            return None;
        }
        let value = self.text[self.at..self.at + count].parse().ok()?;
        self.at += count;
        Some(value)
    }
}
