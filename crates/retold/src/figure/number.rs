//! The grammar of numbers: digits, words, ranges, bounds, approximations, money, percent, units; and what only looks like one.
//!
//! When it is wrong: numbers inside names that no list knows; "from 12 to 15" is read as a range unless a verb of change stands before it.

use crate::record::Modifier;

use super::digits::{Digits, digits};
use super::lexicon::Flag;
use super::scan::Scan;

/// A number as it stands in a row of words.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Number {
    /// First word, the modifier included.
    pub(super) first: usize,
    /// First word of the value.
    pub(super) value_at: usize,
    /// First word after the number and its unit.
    pub(super) end: usize,
    /// First word after the number itself.
    pub(super) value_end: usize,
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
    pub(super) modifier: Modifier,
    /// The least that a vague word means.
    pub(super) least: Option<f64>,
    pub(super) unit: Option<Unit>,
    /// A year of the calendar.
    pub(super) is_year: bool,
}

/// What a number is a number of, where that is no count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Unit {
    Percent,
    PercentagePoints,
    YearsOld,
    /// Place in the lexicon's list.
    Named(u8),
}

/// One value, before modifiers.
struct Value {
    low: f64,
    high: f64,
    end: usize,
    written_out: bool,
    vague: bool,
    suffix_unit: Option<u8>,
}

/// Words before a range in which a verb of change makes it none: "raise the number of seats from 65 to 125".
const CHANGE_WORDS: usize = 7;
/// Upper over lower end from which what a verb of change stands before is no range. Chosen, not measured.
const WIDEST_RANGE: f64 = 100.0;
/// Largest number read: more digits are an identifier.
const LARGEST: f64 = 1e15;

impl Scan<'_> {
    /// The number that begins at this word, modifiers before it included; `None` where there is none or where it only looks like one.
    pub(super) fn number(&self, at: usize) -> Option<Number> {
        let value = self.value(at)?;
        if self.is_vetoed(at, &value) {
            return None;
        }
        let (first, modifier) = self.modifier_before(at, value.vague);
        if modifier == Modifier::Exact
            && let Some(year) = self.year(at, &value)
        {
            return year;
        }
        let mut number = self.ranged(at, first, value, modifier);
        // what is joined to more digits and is no range is a score or a telephone number
        if matches!(self.gap(number.value_end), "-" | "–" | "‑") && self.raw(number.value_end).starts_with(|c: char| c.is_numeric()) {
            return None;
        }
        self.modifier_after(&mut number);
        self.unit(&mut number);
        (number.low.into_iter().chain(number.high).all(|n| n < LARGEST)).then_some(number)
    }

    fn value(&self, at: usize) -> Option<Value> {
        if self.raw(at).starts_with(|c: char| c.is_numeric()) {
            return self.digit_value(at);
        }
        let info = self.info(at)?;
        if let Some(value) = info.fraction.and_then(|part| self.part_of_many(at, part)) {
            return Some(value);
        }
        if info.vague.is_some() {
            // "hundreds of thousands"
            let (mut end, mut least) = (at + 1, info.vague.unwrap_or(1.0));
            while let Some(times) = self.info(end + 1).and_then(|i| i.vague).filter(|_| self.is(end, Flag::NotACount)) {
                (end, least) = (end + 2, least * times);
            }
            return Some(Value { low: least, high: least, end, written_out: true, vague: true, suffix_unit: None });
        }
        let starts = info.cardinal.is_some() || (self.raw(at).len() > 2 && info.multiplier.is_some());
        if starts { self.word_value(at) } else { None }
    }

    /// "half a million", "quarter of a million".
    fn part_of_many(&self, at: usize, part: f64) -> Option<Value> {
        let many = self.phrase_after(&self.lexicon.fraction_of, at + 1)?;
        let number = part * self.info(many)?.multiplier.filter(|_| self.raw(many).len() > 2)?;
        Some(Value { low: number, high: number, end: many + 1, written_out: true, vague: false, suffix_unit: None })
    }

    /// "two hundred and fifty", "twenty-five", "a dozen" (which begins at "dozen").
    fn word_value(&self, at: usize) -> Option<Value> {
        let (mut total, mut current, mut end) = (0.0, 0.0, at);
        let mut last = f64::INFINITY;
        while let Some(info) = self.info(end).filter(|_| end == at || !self.is_clause_break(end)) {
            if let Some(n) = info.cardinal {
                let fits = end == at || n < 100.0 && last >= 100.0 || n < 10.0 && (20.0..100.0).contains(&last);
                if !fits {
                    break;
                }
                current += n;
                last = n;
            } else if let Some(m) = info.multiplier.filter(|_| end == at || self.raw(end).len() > 2) {
                current = if current == 0.0 { m } else { current * m };
                if m > 100.0 {
                    total += current;
                    current = 0.0;
                }
                last = m;
            } else if self.is(end, Flag::RangeAnd) && last >= 100.0 && self.info(end + 1).is_some_and(|i| i.cardinal.is_some()) {
                // "two hundred and fifty", but not "a hundred to two hundred"
                if self.phrase_after(&self.lexicon.number_and, end).is_none() {
                    break;
                }
            } else {
                break;
            }
            end += 1;
        }
        let mut value = total + current;
        if let Some(part) = self.denominator(end).filter(|&parts| value < parts) {
            (value, end) = (value / part, end + 1);
        }
        Some(Value { low: value, high: value, end, written_out: true, vague: false, suffix_unit: None })
    }

    /// "thirds" behind a number: glued to it, or with the whole behind. "In one quarter" is a time.
    fn denominator(&self, at: usize) -> Option<f64> {
        let part = self.info(at)?.denominator?;
        let glued = matches!(self.gap(at), "-" | "‑");
        (glued || !self.is_clause_break(at) && self.is(at + 1, Flag::Of)).then_some(part)
    }

    fn digit_value(&self, at: usize) -> Option<Value> {
        let Digits { low, high, suffix } = digits(self.raw(at), self.lexicon.thousands, self.lexicon.decimal)?;
        let mut value = Value { low, high, end: at + 1, written_out: false, vague: false, suffix_unit: None };
        if !suffix.is_empty() {
            let hash = crate::text::fold(suffix).first()?.hash;
            let info = self.lexicon.of(hash)?;
            match (info.multiplier, info.unit) {
                (Some(m), _) => (value.low, value.high) = (low * m, high * m),
                (None, Some(unit)) => value.suffix_unit = Some(unit),
                _ => return None,
            }
        }
        // "1 800" with a space that does not break
        while matches!(self.gap(value.end), "\u{a0}" | "\u{202f}" | "\u{2009}") && suffix.is_empty() {
            let raw = self.raw(value.end);
            if raw.len() != 3 || !raw.bytes().all(|b| b.is_ascii_digit()) || value.low >= LARGEST {
                break;
            }
            let part: f64 = raw.parse().unwrap_or(0.0);
            (value.low, value.high) = (value.low * 1000.0 + part, value.high * 1000.0 + part);
            value.end += 1;
        }
        while let Some(m) = self.info(value.end).and_then(|i| i.multiplier).filter(|_| !self.is_clause_break(value.end)) {
            // "2.438 million" is no number of thousands
            (value.low, value.high) = (value.low * m, value.low * m);
            value.end += 1;
        }
        Some(value)
    }

    /// What only looks like a number: parts of names, dates, clock times, telephone numbers, list numbers, "one of".
    fn is_vetoed(&self, at: usize, value: &Value) -> bool {
        let (before, after) = (self.gap(at), self.gap(value.end));
        let glued = |gap: &str| matches!(gap, "-" | "‑" | "/" | ":" | "." | "_" | "&" | "@" | "+");
        let unit = at > 0 && before == "-" && self.info(at - 1).is_some_and(|i| i.unit.is_some());
        if at > 0 && !unit && (glued(before) || self.is_model(at) || before.ends_with(['#', '@', '/']) || before.ends_with("№")) {
            return true;
        }
        let next_is_digit = self.raw(value.end).starts_with(|c: char| c.is_numeric());
        if (matches!(after, "/" | ".") || after.trim() == ":") && next_is_digit || after.starts_with('/') {
            return true;
        }
        if at > 0 && !self.is_break(at) && (self.is(at - 1, Flag::Numbered) || self.is_month(at - 1)) {
            return true;
        }
        // "page 3 of 12"
        if at > 2 && self.raw(at - 1) == "of" && !(at - 2..=at).any(|i| self.is_break(i)) && self.is(at - 3, Flag::Numbered) {
            let is_counted_through = self.raw(at - 2).bytes().all(|b| b.is_ascii_digit());
            if is_counted_through && !value.written_out {
                return true;
            }
        }
        if self.is_month(value.end) && !self.is_break(value.end) || self.is_street(value.end) {
            return true;
        }
        // a number on a line of its own
        if !value.written_out && at > 0 && self.is_break(at) && self.is_break(value.end) {
            return true;
        }
        if value.written_out && value.low == 1.0 && (self.is(value.end, Flag::NotACount) || self.is(value.end, Flag::Stop)) {
            return true;
        }
        // "Formula One", "Plan B One-Step"
        if value.written_out && value.low == 1.0 && self.is_capital(at) && !self.is_break(at) && self.is_capital(at - 1) {
            return true;
        }
        self.is_clock(value) || self.is_list_number(at, value)
    }

    /// "AK - 47", "at 9 : 25", " .45": tokenised texts set off what belongs together.
    fn is_model(&self, at: usize) -> bool {
        const LETTERS: usize = 4;
        let before = self.raw(at - 1);
        match self.gap(at) {
            " - " => before.len() <= LETTERS && before.chars().all(char::is_uppercase),
            " : " => before.ends_with(|c: char| c.is_numeric()),
            gap => gap.ends_with(" ."),
        }
    }

    fn is_month(&self, at: usize) -> bool {
        self.is(at, Flag::Month) && self.is_capital(at)
    }

    /// "12 Long Street"
    fn is_street(&self, at: usize) -> bool {
        self.is_capital(at) && self.is(at + 1, Flag::Street) && self.is_capital(at + 1)
    }

    fn is_clock(&self, value: &Value) -> bool {
        !self.is_clause_break(value.end) && self.phrase_after(&self.lexicon.clock_after, value.end).is_some()
    }

    /// "1. First, …" at the beginning of a line, "1) first and 2) second" anywhere.
    fn is_list_number(&self, at: usize, value: &Value) -> bool {
        const BRACKET_WORDS: usize = 30;
        if value.written_out || value.low >= 100.0 || self.gap(value.end).contains('\n') {
            return false;
        }
        // the bracket behind it was never opened
        let unopened = || {
            let brackets =
                (at.saturating_sub(BRACKET_WORDS)..=at).rev().filter_map(|i| self.gap(i).rfind(['(', ')']).map(|b| &self.gap(i)[b..]));
            brackets.into_iter().next().is_none_or(|gap| gap.starts_with(')'))
        };
        let at_line = at == 0 || self.gap(at).contains('\n');
        at_line && self.gap(value.end).starts_with(['.', ')']) || self.gap(value.end).starts_with(')') && unopened()
    }

    /// A year of the calendar, or `Some(None)` where it is one that says nothing. `None` where it is no year.
    fn year(&self, at: usize, value: &Value) -> Option<Option<Number>> {
        const YEARS: std::ops::RangeInclusive<f64> = 1500.0..=2100.0;
        if value.written_out || self.raw(at).len() != 4 || !YEARS.contains(&value.low) || value.end != at + 1 {
            return None;
        }
        let placed = at > 0 && !self.is_break(at) && self.is(at - 1, Flag::YearBefore);
        let counts = self.info(at + 1).is_some_and(|i| i.unit.is_some() || i.event.is_some() || i.group.is_some());
        if counts && !placed && !self.is_break(at + 1) {
            return None;
        }
        let number = Number {
            first: at,
            value_at: at,
            end: at + 1,
            value_end: at + 1,
            low: Some(value.low),
            high: Some(value.low),
            modifier: Modifier::Exact,
            least: None,
            unit: None,
            is_year: true,
        };
        Some(placed.then_some(number))
    }

    /// The modifier before a number: where it begins, and what it does.
    fn modifier_before(&self, at: usize, vague: bool) -> (usize, Modifier) {
        let lexicon = self.lexicon;
        let lists = [(&lexicon.at_least, Modifier::AtLeast), (&lexicon.at_most, Modifier::AtMost), (&lexicon.about, Modifier::About)];
        let found = lists.iter().filter_map(|(list, modifier)| Some((self.phrase_before(list, at)?, *modifier)));
        let longest = found.min_by_key(|f| f.0);
        match longest {
            _ if vague => (at, Modifier::Vague),
            Some(found) if !self.is_clause_break(at) => found,
            // "a dozen", "a hundred"
            _ if self.info(at).is_some_and(|i| i.multiplier.is_some() || i.fraction.is_some())
                && self.phrase_before(&lexicon.one_of_many, at).is_some() =>
            {
                let (first, modifier) = self.modifier_before(at - 1, false);
                (first, if modifier == Modifier::Exact { Modifier::About } else { modifier })
            }
            _ => (at, Modifier::Exact),
        }
    }

    /// "40-50", "between 40 and 50", "from 500 to well over 1,000".
    fn ranged(&self, at: usize, first: usize, value: Value, modifier: Modifier) -> Number {
        let opened = at > 0 && self.is(at - 1, Flag::Between) && !self.is_break(at);
        let changes = at > 1 && (at.saturating_sub(CHANGE_WORDS)..at - 1).any(|i| self.is(i, Flag::Change));
        let wide = |other: &Value| other.high > WIDEST_RANGE * value.high;
        // "revised up by 8,000 to 2,438,000" is no range, "between 5 and 1,000" is one
        let second = self
            .second_of_range(value.end, opened && !changes)
            .filter(|(_, other, _)| !other.vague && other.high > value.high && !(changes && (opened || wide(other))));
        if let Some((_, other, open)) = second.filter(|_| !value.vague) {
            // "40 to 50 million"
            let scaled = if value.high < 1000.0 && other.high >= 1e6 { largest_power(other.high) } else { 1.0 };
            return Number {
                first: if opened { at - 1 } else { first },
                value_at: at,
                end: other.end,
                value_end: other.end,
                low: Some(value.low * scaled),
                high: (!open).then_some(other.high),
                modifier: Modifier::Between,
                least: None,
                unit: value.suffix_unit.or(other.suffix_unit).map(Unit::Named),
                is_year: false,
            };
        }
        let least = Some(value.low).filter(|_| value.vague);
        let (low, high) = match modifier {
            Modifier::Vague => (None, None),
            Modifier::AtLeast => (Some(value.low), None),
            Modifier::AtMost => (None, Some(value.high)),
            Modifier::Exact | Modifier::About | Modifier::Between => (Some(value.low), Some(value.high)),
        };
        let modifier = if value.low < value.high { Modifier::Between } else { modifier };
        let unit = value.suffix_unit.map(Unit::Named);
        Number { first, value_at: at, end: value.end, value_end: value.end, low, high, modifier, least, unit, is_year: false }
    }

    /// The upper bound after `at`: where it begins, its value, and whether it is open.
    fn second_of_range(&self, at: usize, opened: bool) -> Option<(usize, Value, bool)> {
        let signed = |gap: &str| gap.ends_with(|c| self.lexicon.currency_signs.iter().any(|s| s.0 == c));
        // "40-50", "$140-$150 million"
        let gap = self.gap(at).trim_end();
        let dash = if signed(gap) { gap[..gap.len() - gap.chars().next_back().map_or(0, char::len_utf8)].trim() } else { self.gap(at) };
        if matches!(dash, "-" | "–" | "—" | "‑" | " - " | " – ") {
            return self.value(at).map(|v| (at, v, false));
        }
        // "to" alone makes a range of plain numbers, "and" only after "between"
        let word = !self.is_break(at) && (self.phrase_after(&self.lexicon.range_to, at).is_some() || opened && self.is(at, Flag::RangeAnd));
        if !word {
            return None;
        }
        let skip = |list: &Vec<Vec<u32>>| self.phrase_after(list, at + 1);
        match skip(&self.lexicon.at_least).or_else(|| skip(&self.lexicon.about)) {
            Some(next) => self.value(next).map(|v| (next, v, true)),
            None => self.value(at + 1).map(|v| (at + 1, v, false)),
        }
    }

    /// "12 or more"
    fn modifier_after(&self, number: &mut Number) {
        if number.modifier != Modifier::Exact {
            return;
        }
        if let Some(end) = self.phrase_after(&self.lexicon.or_more, number.end) {
            (number.high, number.modifier, number.end, number.value_end) = (None, Modifier::AtLeast, end, end);
        } else if let Some(end) = self.phrase_after(&self.lexicon.or_so, number.end) {
            (number.modifier, number.end, number.value_end) = (Modifier::About, end, end);
        }
    }

    fn unit(&self, number: &mut Number) {
        let end = number.end;
        let sign = self.gap(number.value_at).trim_end().chars().next_back();
        let currency = self.lexicon.currency_signs.iter().find(|s| Some(s.0) == sign).map(|s| Unit::Named(s.1));
        if currency.is_some() {
            number.unit = currency;
        } else if let Some(after) = self.phrase_after(&self.lexicon.percentage_points, end) {
            (number.unit, number.end) = (Some(Unit::PercentagePoints), after);
        } else if let Some(after) = self.phrase_after(&self.lexicon.percent, end) {
            (number.unit, number.end) = (Some(Unit::Percent), after);
        } else if self.gap(end).trim_start().starts_with('%') {
            number.unit = Some(Unit::Percent);
        } else if let Some(unit) = self.info(end).and_then(|i| i.unit).filter(|_| !self.is_clause_break(end) || self.gap(end).trim() == "-")
        {
            let old = self.is(end + 1, Flag::Age);
            (number.unit, number.end) = (Some(if old { Unit::YearsOld } else { Unit::Named(unit) }), end + 1 + usize::from(old));
        } else if self.is_age(number) {
            number.unit = Some(Unit::YearsOld);
        }
    }

    pub(super) fn is_between_commas(&self, number: &Number) -> bool {
        self.gap(number.first).starts_with(',') && self.gap(number.value_end).starts_with(',')
    }

    /// "Tamsin Orrel, 41, said", "the other man, 22, said", "aged 21", "at the age of 21".
    fn is_age(&self, number: &Number) -> bool {
        const AGES: std::ops::RangeInclusive<f64> = 1.0..=110.0;
        let plain = number.modifier == Modifier::Exact && number.low.is_some_and(|n| AGES.contains(&n) && n.fract() == 0.0);
        let Some(before) = number.first.checked_sub(1).filter(|_| plain) else { return false };
        let of = usize::from(self.is(before, Flag::Of));
        if !self.is_clause_break(number.first) && before.checked_sub(of).is_some_and(|at| self.is(at, Flag::Age)) {
            return true;
        }
        let named = self.is_capital(before) && !self.is_month(before) || self.info(before).is_some_and(|i| i.group.is_some());
        named && self.is_between_commas(number)
    }
}

/// The power of a thousand that a number is written with: 1e6 of 50 million.
fn largest_power(n: f64) -> f64 {
    [1e12, 1e9, 1e6].into_iter().find(|p| n >= *p).unwrap_or(1.0)
}
