//! Times that a text names: `22 July 2018`, `in 2015`, `on Tuesday`, `yesterday`, `last year`, `three days ago`.

mod words;

use super::civil::Day;
use super::find::find_dates;
use super::names::NAMES;
use super::scan::Scan;
use super::style::{DateStyle, DayOrder};
use crate::record::{Date, Precision, ResolvedBy, Span, TimeFlag, TimeMention};
use crate::text::fold::{Word, fold};
use crate::text::language::primary;
use words::{Meaning, Unit, Words, may_begin};

/// Words before a weekday among which a word such as `will` makes it the next one.
const FUTURE_WITHIN: usize = 8;

/// Years a bare number after `in` may stand for.
const YEARS: std::ops::RangeInclusive<i32> = 1800..=2100;

/// The times a text names, in order of the text, without overlap. `published` is the article's own date: without its day only times that are
/// named in full are resolved. A weekday is the last one up to the article's day, or the next one behind `will` and the like.
///
/// Words of other languages than those of `data/times.toml` are not known; their full dates are.
///
/// Wrong where: a text was written days before it came out; a weekday lies ahead and nothing before it says so; `today` stands in a
/// quotation of another day.
pub fn times(text: &str, published: Option<&Date>, lang: Option<&str>) -> Vec<TimeMention> {
    let style = DateStyle { order: lang.map_or(DayOrder::Unknown, DayOrder::of_language), short_years: false };
    let words = fold(text);
    let hashes = words.iter().map(|w| w.hash).collect();
    let today = published.filter(|d| matches!(d.precision, Precision::Day | Precision::Time)).and_then(|d| Day::of_iso(&d.iso));
    let table = lang.and_then(|l| Words::of(primary(Some(l))));
    let reader = Reader { text, words: &words, hashes, table, today };
    let mut found = Vec::new();
    let mut full = find_dates(text, style).into_iter().peekable();
    let mut index = 0;
    while index < words.len() {
        let start = words[index].start;
        while full.peek().is_some_and(|(_, span)| span.end <= start) {
            full.next();
        }
        if let Some((date, span)) = full.next_if(|(_, span)| span.start <= start) {
            found.push(reader.explicit(&date, span));
            index = words.partition_point(|w| w.start < span.end);
            continue;
        }
        let figure = text.as_bytes()[start as usize].is_ascii_digit();
        let mention = (figure || may_begin(words[index].hash, table)).then(|| reader.mention(index)).flatten();
        index = mention.as_ref().map_or(index + 1, |m| words.partition_point(|w| w.start < m.span.end).max(index + 1));
        found.extend(mention);
    }
    found
}

/// First and last day, both part of it.
type Days = (Day, Day);

struct Reader<'a> {
    text: &'a str,
    words: &'a [Word],
    hashes: Vec<u32>,
    table: Option<&'static Words>,
    today: Option<Day>,
}

impl Reader<'_> {
    fn explicit(&self, date: &Date, span: Span) -> TimeMention {
        let day = Day::of_iso(&date.iso);
        let printed = span.of(self.text).split(|c: char| !c.is_alphabetic()).filter(|w| w.chars().count() > 2).find_map(|w| {
            // `mar` is a Tuesday of Spain and a month of everybody
            NAMES.weekday(w).filter(|_| NAMES.month(w).is_none())
        });
        let flag = printed.zip(day).filter(|(printed, day)| *printed != day.weekday()).map(|_| TimeFlag::WeekdayMismatch);
        let iso = date.iso[..10].to_owned();
        let printed_length = span.of(self.text).trim_end_matches('.').len();
        let span = Span::new(span.start, span.start + u32::try_from(printed_length).unwrap_or(span.len()));
        TimeMention { span, from: iso.clone(), to: iso, resolved_by: ResolvedBy::Explicit, flag }
    }

    /// The time that begins at this word.
    fn mention(&self, at: usize) -> Option<TimeMention> {
        self.day_and_month(at)
            .or_else(|| self.month(at))
            .or_else(|| self.year(at))
            .or_else(|| self.by_words(at))
            .or_else(|| self.unit_then_word(at))
            .or_else(|| self.weekday(at))
    }

    fn means(&self, at: usize, wanted: impl Fn(Meaning) -> bool) -> Option<(Meaning, usize)> {
        self.table?.meanings(self.hashes.get(at..)?).find(|(meaning, _)| wanted(*meaning))
    }

    fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |w| &self.text[w.start as usize..w.end as usize])
    }

    fn made(&self, first: usize, after: usize, (from, to): Days, resolved_by: ResolvedBy) -> Option<TimeMention> {
        let span = Span::new(self.words.get(first)?.start, self.words.get(after.checked_sub(1)?)?.end);
        Some(TimeMention { span, from: from.iso(), to: to.iso(), resolved_by, flag: None })
    }

    /// `Tuesday, 22 July`, `July 22`: of the year that brings it nearest to the article.
    fn day_and_month(&self, at: usize) -> Option<TimeMention> {
        let today = self.today?;
        let weekday = NAMES.weekday(self.word(at)).filter(|_| self.word(at).chars().count() > 2);
        let first = at + usize::from(weekday.is_some());
        let start = self.words.get(first)?.start as usize;
        if !self.word(first).starts_with(|c: char| c.is_ascii_digit()) && NAMES.month(self.word(first)).is_none() {
            return None;
        }
        let mut scan = Scan::new(&self.text[start..], DateStyle::default());
        let (day, month) = scan.day_and_month()?;
        let end = start + scan.position();
        let rest = &self.text[end..];
        // `May 2015` is no 20th, and `29 February 2023`, which is no day, not that of the year before
        let year = rest.trim_start_matches([' ', ',', '.']).bytes().take(5).take_while(u8::is_ascii_digit).count() == 4;
        if year || rest.starts_with(|c: char| c.is_alphanumeric()) {
            return None;
        }
        let end = start + self.text[start..end].trim_end_matches('.').len();
        let years = (today.year - 1)..=(today.year + 1);
        let days = years.filter_map(|year| Day::new(year, month, day));
        let day = days.min_by_key(|day| (day.days() - today.days()).abs())?;
        let flag = weekday.filter(|w| *w != day.weekday()).map(|_| TimeFlag::WeekdayMismatch);
        let span = Span::new(self.words[at].start, u32::try_from(end).ok()?);
        Some(TimeMention { span, from: day.iso(), to: day.iso(), resolved_by: ResolvedBy::Relative, flag })
    }

    /// `July 2018`, `in July`, `last July`.
    fn month(&self, at: usize) -> Option<TimeMention> {
        let before = self.means(at, |m| matches!(m, Meaning::In | Meaning::Last | Meaning::Next | Meaning::This));
        let name = at + before.map_or(0, |(_, n)| n);
        let month = NAMES.month(self.word(name)).filter(|_| self.word(name).chars().count() > 2)?;
        if let Some(year) = self.year_at(name + 1) {
            return self.made(name, name + 2, months(year, month)?, ResolvedBy::Explicit);
        }
        let (today, (meaning, _)) = (self.today?, before?);
        let behind = i32::from(month >= today.month);
        let year = match meaning {
            Meaning::Last => today.year - behind,
            Meaning::Next => today.year + i32::from(month <= today.month),
            Meaning::This => today.year,
            // the nearest: up to half a year ahead, else behind
            _ => {
                let ahead = (i32::from(month) - i32::from(today.month)).rem_euclid(12);
                let year = today.year + i32::from(month < today.month);
                if ahead <= 5 { year } else { year - 1 }
            }
        };
        self.made(if meaning == Meaning::In { name } else { at }, name + 1, months(year, month)?, ResolvedBy::Relative)
    }

    /// `in 2015`.
    fn year(&self, at: usize) -> Option<TimeMention> {
        let (_, length) = self.means(at, |m| m == Meaning::In)?;
        let year = self.year_at(at + length)?;
        let after = self.words[at + length].end as usize;
        // `in 1500 metres`, `in 1914-18` are none
        let next = self.text[after..].chars().next();
        let ends = next.is_none_or(|c| matches!(c, '.' | ',' | ';' | ')' | '\n' | ':' | '?'));
        let goes_on = next == Some(' ') && self.table.is_some() && !self.word(at + length + 1).starts_with(|c: char| c.is_numeric());
        let sound = ends || goes_on && self.means(at + length + 1, |m| matches!(m, Meaning::Unit(_))).is_none();
        let days = (Day::new(year, 1, 1)?, Day::new(year, 12, 31)?);
        self.made(at + length, at + length + 1, days, ResolvedBy::Explicit).filter(|_| sound)
    }

    fn year_at(&self, at: usize) -> Option<i32> {
        let word = self.word(at);
        let year = (word.len() == 4).then(|| word.parse().ok()).flatten()?;
        YEARS.contains(&year).then_some(year)
    }

    /// `yesterday`; `last week`, `this month`; `three days ago`, `vor drei Tagen`.
    fn by_words(&self, at: usize) -> Option<TimeMention> {
        let today = self.today?;
        if let Some((Meaning::Day(distance), n)) = self.means(at, |m| matches!(m, Meaning::Day(_))) {
            let day = today.plus(distance)?;
            return self.made(at, at + n, (day, day), ResolvedBy::Relative);
        }
        if let Some((which, n)) = self.means(at, |m| matches!(m, Meaning::Last | Meaning::Next | Meaning::This)) {
            let (unit, length) = self.unit(at + n)?;
            return self.made(at, at + n + length, stretch(today, unit, which)?, ResolvedBy::Relative);
        }
        let before = self.means(at, |m| m == Meaning::AgoBefore).map_or(0, |(_, n)| n);
        let (number, n) = self.number(at + before)?;
        let (unit, length) = self.unit(at + before + n)?;
        let end = at + before + n + length;
        let after = if before == 0 { self.means(end, |m| m == Meaning::Ago)?.1 } else { 0 };
        self.made(at, end + after, back(today, unit, number)?, ResolvedBy::Relative)
    }

    /// `la semaine dernière`, `el año pasado`.
    fn unit_then_word(&self, at: usize) -> Option<TimeMention> {
        let today = self.today?;
        let (unit, n) = self.unit(at)?;
        let (which, length) = self.means(at + n, |m| matches!(m, Meaning::LastAfter | Meaning::NextAfter))?;
        self.made(at, at + n + length, stretch(today, unit, which)?, ResolvedBy::Relative)
    }

    fn unit(&self, at: usize) -> Option<(Unit, usize)> {
        match self.means(at, |m| matches!(m, Meaning::Unit(_)))? {
            (Meaning::Unit(unit), n) => Some((unit, n)),
            _ => None,
        }
    }

    fn number(&self, at: usize) -> Option<(i64, usize)> {
        // more than three figures count something else
        let figures = self.word(at).parse().ok().filter(|_| self.word(at).len() <= 3);
        figures.map(|number| (number, 1)).or_else(|| match self.means(at, |m| matches!(m, Meaning::Number(_)))? {
            (Meaning::Number(number), n) => Some((number, n)),
            _ => None,
        })
    }

    /// `on Tuesday`, `last Tuesday`, `Tuesday`.
    fn weekday(&self, at: usize) -> Option<TimeMention> {
        let today = self.today?;
        let before = self.means(at, |m| matches!(m, Meaning::Last | Meaning::Next | Meaning::This));
        let name = at + before.map_or(0, |(_, n)| n);
        let weekday = NAMES.weekday(self.word(name)).filter(|_| self.word(name).chars().count() > 3)?;
        let after = self.means(name + 1, |m| matches!(m, Meaning::LastAfter | Meaning::NextAfter));
        if before.is_none() && after.is_none() && self.is_name(name) {
            return None;
        }
        let behind = i64::from(today.weekday()) - i64::from(weekday);
        let last = behind.rem_euclid(7);
        let distance = match before.or(after).map(|(m, _)| m) {
            Some(Meaning::Last | Meaning::LastAfter) if last == 0 => -7,
            Some(Meaning::Next | Meaning::NextAfter) => 7 - last,
            None | Some(Meaning::This) if self.lies_ahead(name) => 7 - last,
            _ => -last,
        };
        let day = today.plus(distance)?;
        self.made(at, name + 1 + after.map_or(0, |(_, n)| n), (day, day), ResolvedBy::Weekday)
    }

    /// `Good Friday`, `Sunday Courier`: a weekday among words that begin large, with nothing before it that leads to a day.
    fn is_name(&self, at: usize) -> bool {
        let large = |index: usize| self.word(index).starts_with(char::is_uppercase);
        let gap = |a: usize, b: usize| self.text.get(self.words[a].end as usize..self.words[b].start as usize).unwrap_or_default();
        let led = at > 0 && self.means(at - 1, |m| m == Meaning::On).is_some();
        let before = at > 0 && large(at - 1) && gap(at - 1, at) == " ";
        let after = at + 1 < self.words.len() && large(at + 1) && gap(at, at + 1) == " ";
        !led && (before || after) || !large(at) && self.text.is_ascii() && !led
    }

    /// Whether a word such as `will` stands before it in its sentence.
    fn lies_ahead(&self, at: usize) -> bool {
        (at.saturating_sub(FUTURE_WITHIN)..at)
            .rev()
            .take_while(|&i| !self.ends_sentence(i))
            .any(|i| self.means(i, |m| m == Meaning::Future).is_some())
    }

    fn ends_sentence(&self, at: usize) -> bool {
        let (end, next) = (self.words[at].end as usize, self.words.get(at + 1).map_or(self.text.len(), |w| w.start as usize));
        self.text[end..next].contains(['.', '?', '!', '\n', '"', '”', '“'])
    }
}

/// The last, this or next day, week, month or year. Weeks begin on Monday (ISO 8601).
fn stretch(today: Day, unit: Unit, which: Meaning) -> Option<Days> {
    let step = match which {
        Meaning::Last | Meaning::LastAfter => -1,
        Meaning::Next | Meaning::NextAfter => 1,
        _ => 0,
    };
    match unit {
        Unit::Day => today.plus(i64::from(step)).map(|day| (day, day)),
        Unit::Week => {
            let monday = today.plus(i64::from(step) * 7 - i64::from(today.weekday()))?;
            Some((monday, monday.plus(6)?))
        }
        Unit::Month => {
            let (year, month) = month_plus(today, step);
            months(year, month)
        }
        Unit::Year => Some((Day::new(today.year + step, 1, 1)?, Day::new(today.year + step, 12, 31)?)),
    }
}

/// So many units before: the day itself for days, the week, month or year around it for the others, which are said loosely.
fn back(today: Day, unit: Unit, number: i64) -> Option<Days> {
    match unit {
        Unit::Day => today.plus(-number).map(|day| (day, day)),
        Unit::Week => Some((today.plus(-number * 7 - 3)?, today.plus(-number * 7 + 3)?)),
        Unit::Month => {
            let (year, month) = month_plus(today, -i32::try_from(number).ok()?);
            months(year, month)
        }
        Unit::Year => {
            let year = today.year - i32::try_from(number).ok()?;
            Some((Day::new(year, 1, 1)?, Day::new(year, 12, 31)?))
        }
    }
}

fn month_plus(day: Day, step: i32) -> (i32, u8) {
    let months = day.year * 12 + i32::from(day.month) - 1 + step;
    (months.div_euclid(12), (months.rem_euclid(12) + 1) as u8)
}

/// The first and last day of a month.
fn months(year: i32, month: u8) -> Option<Days> {
    let first = Day::new(year, month, 1)?;
    let last = (28..=31).rev().find_map(|day| Day::new(year, month, day))?;
    Some((first, last))
}
