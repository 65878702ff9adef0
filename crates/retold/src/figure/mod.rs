//! Here is an article's text: which numbers stand in it, what do they count, and has it come about?
//!
//! A grammar of its own rather than a crate: what is vetoed (years, times, model names, list numbers) matters as much as what is read.
//! Words are data ([`lexicon`]). Language without lists: no figures.
//!
//! Example: "At least 12 civilians, including 3 children, were killed" gives 12 (`at-least`, `dead civilians`) and 3 (`exact`,
//! `dead children`). When it is wrong: see `number`, `counted` and `state`.

mod counted;
mod digits;
pub(crate) mod kept;
mod lexicon;
mod number;
mod scan;
mod standing;
mod state;

use crate::corpus::{Card, Reading};
use crate::record::{ArticleIx, BlockKind, Figure, Modifier, Passage, Span};
use crate::text;

use counted::Counted;
use lexicon::{Flag, Lexicon, lexicon};
use number::{Number, Unit};
use scan::Scan;
use standing::Firsts;

/// The unit of ages.
pub(crate) const YEARS_OLD: &str = "years-old";

/// A figure, and what its comparison with others needs.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Told {
    /// The record.
    pub(crate) figure: Figure,
    /// What happened, as a slot that different words share; `None` where the table does not know it.
    pub(crate) slot: Option<u8>,
    /// To whom.
    pub(crate) group: Group,
    /// What is counted, as printed, where no table knows it.
    pub(crate) noun: Option<String>,
    /// The word before a number of people of whom no table knows what befell them, hashed: "brought 12 people".
    pub(crate) verb: Option<u32>,
    /// Part of the figure before it.
    pub(crate) is_part: bool,
    /// Part of a whole that the text counts elsewhere: "12 of them", "12 others".
    pub(crate) is_of_whole: bool,
    /// Its sentence speaks of a place that the text has not named before, and an earlier figure counts the same.
    pub(crate) is_local: bool,
    /// Whether its words say that a count has moved on.
    pub(crate) turn: Option<Turn>,
    /// A year in which something begins, and whether it was founded (rather than found doing something).
    pub(crate) begins: Option<bool>,
    /// The sentence it stands in.
    pub(crate) sentence: Span,
    /// Content words of that sentence without what is counted, hashed, sorted.
    pub(crate) context: Vec<u32>,
    /// Days of the week its sentence names, hashed, sorted.
    pub(crate) days: Vec<u32>,
    /// Names in its sentence, of an age the name beside it, hashed, sorted.
    pub(crate) names: Vec<u32>,
    /// Days that its sentence names by month, or by another year than that of its article, days since 1970 (0 of what was before): the first and last
    /// day of each time, one after the other.
    pub(crate) dates: Vec<u32>,
    /// The least that a vague word means: 100 of "hundreds".
    pub(crate) least: Option<f64>,
    /// The words before it say that another event is meant: "another", "last year".
    pub(crate) is_aside: bool,
    /// Its sentence says who says so.
    pub(crate) is_sourced: bool,
    /// Whose it is by the name right before it, hashed; only where nothing is known of what befell those counted.
    pub(crate) whose: Option<u32>,
    /// Whether it counts those in a state that ends, so that a later count may be smaller: missing, held.
    pub(crate) is_passing: bool,
    /// Whether what happened is told by a word that is said of much else: "made", "held".
    pub(crate) is_loose: bool,
    /// Whether it counts those who did what is told.
    pub(crate) is_of_doers: bool,
    /// Whether it is no count but points at what the text has named, or at a time, or is a rate: "both brothers", "two weeks ago", "12 per hour".
    pub(crate) is_pointing: bool,
}

/// Who or what is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    /// People, civilians, or nothing said.
    Anybody,
    /// A group of its own, by place in the table; groups that texts call now one and now the other share a place.
    Named(u8),
}

/// Which side of a change a count stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    /// "had earlier put the toll at 12", "up from 12".
    Former,
    /// "rose to 12".
    Later,
}

/// All figures of an article, in the order of the text.
///
/// Cost: linear in the words; with the words of stories 22 MB of text a CPU second (`eval wording`).
pub(crate) fn figures(article: ArticleIx, reading: &Reading, card: &Card) -> Vec<Told> {
    let Some(lexicon) = lexicon(card.lang.as_deref()) else { return Vec::new() };
    let speech = text::lexicon(card.lang.as_deref());
    let day = card.stamped.as_ref().or(card.published.as_ref());
    let scan = Scan {
        text: &reading.text,
        words: &reading.words,
        lexicon,
        speech,
        day,
        lang: card.lang.as_deref(),
        is_wrapped: text::is_wrapped(&reading.text),
    };
    let as_of = day.map(|d| d.iso.chars().take("2018-07-23".len()).collect::<String>());
    let mut told: Vec<Told> = Vec::new();
    let mut firsts = Firsts::default();
    let mut last: Option<(Number, Counted)> = None;
    let mut at = 0;
    while at < reading.words.len() {
        let Some(number) = scan.number(at) else {
            at += 1;
            continue;
        };
        at = number.end.max(at + 1);
        let span = scan.span(number.first, number.value_end);
        if is_furniture(reading, span) {
            continue;
        }
        let counted = scan.counted(&number, last.as_ref().map(|(n, c)| (n, c)));
        if let Some(mut one) = scan.told(article, &number, &counted, as_of.as_deref()) {
            scan.standing(&number, &mut one, &told, &mut firsts);
            told.push(one);
        }
        last = Some((number, counted));
    }
    told
}

/// Whether a place is page furniture rather than story.
fn is_furniture(reading: &Reading, span: Span) -> bool {
    let out =
        |kind| matches!(kind, BlockKind::Furniture | BlockKind::Byline | BlockKind::Credit | BlockKind::RelatedLink | BlockKind::Site);
    reading.blocks.iter().any(|b| out(b.kind) && b.span.intersection(span).is_some())
}

impl Told {
    /// The smallest and largest value that it may mean. Of a vague word the largest is a guess: "hundreds" is said of 2,000, but not of 20,000.
    pub(crate) fn ends(&self) -> (f64, f64) {
        const VAGUE_SPAN: f64 = 20.0;
        match self.least {
            Some(least) => (least, least * VAGUE_SPAN),
            None => (self.figure.low.unwrap_or(0.0), self.figure.high.unwrap_or(f64::INFINITY)),
        }
    }

    /// Whether some value fits both.
    pub(crate) fn overlaps(&self, other: &Told) -> bool {
        let ((a, b), (c, d)) = (self.ends(), other.ends());
        a.max(c) <= b.min(d)
    }
}

impl Scan<'_> {
    /// From the first byte of a word to the last byte before another.
    fn span(&self, first: usize, end: usize) -> Span {
        Span::new(self.words[first].start, self.words[end - 1].end)
    }

    fn told(&self, article: ArticleIx, number: &Number, counted: &Counted, as_of: Option<&str>) -> Option<Told> {
        let lexicon = self.lexicon;
        let mut event = counted.event;
        let mut begins = None;
        if number.is_year {
            // a year is a figure where something begins in it
            event = self.beginning(number.first);
            begins = Some(event? == lexicon.begins[0]);
        }
        let known = event.is_some() || counted.group.is_some() || number.unit.is_some();
        let written = self.info(number.value_at).is_some_and(|i| i.cardinal.is_some());
        let fraction = number.low.is_some_and(|n| n.fract() != 0.0);
        if written && !known && !fraction && (counted.noun.is_none() || number.low.is_none_or(|n| n < 2.0)) {
            return None;
        }
        let sentence = self.sentence(number.value_at);
        let figure = Figure {
            passage: Passage { article, span: self.span(number.first, number.value_end) },
            low: number.low,
            high: number.high,
            modifier: number.modifier,
            unit: if number.is_year { Some("year".to_owned()) } else { number.unit.map(|u| unit_name(u, lexicon)) },
            counted: name(event, counted, number, lexicon),
            counted_span: counted.words.filter(|_| !number.is_year).map(|(first, last)| self.span(first, last + 1)),
            state: self.state(number, event),
            as_of: as_of.map(str::to_owned),
            event: None,
            attribution: None,
        };
        let slot = event.map(|e| lexicon.slots[usize::from(e)]);
        let group = match counted.group.filter(|_| !number.is_year).map(|g| lexicon.group_classes[usize::from(g)]) {
            Some(Some(class)) => Group::Named(class),
            _ => Group::Anybody,
        };
        let noun = counted.noun.clone();
        let (days, names) = self.days_and_names(sentence);
        let names = if number.unit == Some(Unit::YearsOld) { self.whose_age(number) } else { names };
        Some(Told {
            figure,
            slot,
            group,
            noun,
            verb: self.verb(number).filter(|_| event.is_none() && counted.group.is_some() && number.unit.is_none()),
            is_part: counted.is_part,
            is_of_whole: false,
            is_local: false,
            turn: None,
            begins,
            sentence,
            context: self.context(sentence, counted),
            days,
            names,
            dates: self.dates(sentence),
            least: number.least,
            is_aside: self.is_aside(number),
            is_sourced: self.is_sourced(sentence),
            whose: if slot.is_none() { self.whose(number, counted) } else { None },
            is_passing: event.is_some_and(|e| lexicon.passing.contains(&e)),
            is_loose: event.is_some_and(|e| lexicon.loose.contains(&e)),
            is_of_doers: counted.group.is_some_and(|g| lexicon.doers.contains(&g)),
            is_pointing: self.is_pointing(number, counted),
        })
    }

    /// "Both brothers", "two weeks ago", "12 deaths per 1,000".
    fn is_pointing(&self, number: &Number, counted: &Counted) -> bool {
        let behind = counted.words.map_or(number.end, |w| w.1 + 1);
        let points = |&i: &usize| self.is(i, Flag::Pointing) && (i == number.value_at || !self.is_clause_break(i));
        [number.value_at, number.end, behind].iter().any(points)
    }

    /// A word of no class right before a number.
    fn verb(&self, number: &Number) -> Option<u32> {
        const LETTERS: usize = 4;
        let before = number.first.checked_sub(1).filter(|_| !self.is_clause_break(number.first))?;
        let closed = self.info(before).is_some_and(|i| !i.is(Flag::Measure) && !i.is(Flag::Put) || i.is(Flag::Be) || i.is(Flag::Stop));
        let verb = !closed && !self.is_capital(before) && self.raw(before).len() >= LETTERS;
        verb.then(|| self.words[before].hash)
    }

    /// The verb of beginning before a year: "created in 2014", "has financed it since 2013".
    fn beginning(&self, at: usize) -> Option<u8> {
        const WORDS: usize = 8;
        for i in (at.saturating_sub(WORDS)..at).rev() {
            if self.is_break(i + 1) {
                return None;
            }
            if let Some(event) = self.info(i).and_then(|i| i.event).filter(|e| self.lexicon.begins.contains(e)) {
                return Some(event);
            }
        }
        None
    }

    /// The words of a sentence that tell what it is about, beside what is counted: long ones that are not words of quantity.
    fn context(&self, sentence: Span, counted: &Counted) -> Vec<u32> {
        const LETTERS: u32 = 4;
        let first = self.words.partition_point(|w| w.start < sentence.start);
        let last = self.words.partition_point(|w| w.start < sentence.end);
        let counted = counted.words.map_or(last..last, |(first, last)| first..last + 1);
        let counts = |i: &usize| self.words[counted.clone()].iter().any(|w| w.hash == self.words[*i].hash);
        let tells = |i: &usize| self.words[*i].end - self.words[*i].start >= LETTERS && self.info(*i).is_none() && !counts(i);
        let mut context: Vec<u32> = (first..last).filter(tells).map(|i| self.words[i].hash).collect();
        context.sort_unstable();
        context.dedup();
        context
    }

    /// Days of the week and names of a sentence.
    fn days_and_names(&self, sentence: Span) -> (Vec<u32>, Vec<u32>) {
        let first = self.words.partition_point(|w| w.start < sentence.start);
        let last = self.words.partition_point(|w| w.start < sentence.end);
        let of = |fits: &dyn Fn(usize) -> bool| {
            let mut found: Vec<u32> = (first..last).filter(|&i| fits(i)).map(|i| self.words[i].hash).collect();
            found.sort_unstable();
            found.dedup();
            found
        };
        let day = |i: usize| self.is(i, Flag::Weekday);
        let name = |i: usize| i > first && self.raw(i).starts_with(char::is_uppercase) && !day(i) && !self.is(i, Flag::Month);
        (of(&day), of(&name))
    }

    /// The name beside an age: "Tamsin Orrel, 41,", "the 41-year-old skipper Tamsin Orrel".
    fn whose_age(&self, number: &Number) -> Vec<u32> {
        const WORDS: usize = 4;
        let name = |i: usize| self.is_capital(i) && !self.is(i, Flag::Month) && !self.is(i, Flag::Weekday);
        let behind = (number.end..(number.end + WORDS).min(self.words.len())).take_while(|&i| !self.is_clause_break(i)).find(|&i| name(i));
        let mut names: Vec<u32> = match behind {
            Some(first) => (first..self.words.len()).take_while(|&i| name(i)).map(|i| self.words[i].hash).collect(),
            None => (0..number.first).rev().take_while(|&i| name(i) && !self.is_break(i + 1)).map(|i| self.words[i].hash).collect(),
        };
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The last word of the name right behind a number or before it, unless it is somebody's who says so: "12 percent for Orrel", "Orrel scored 12",
    /// "Tolan (52-3, 46 wins)".
    fn whose(&self, number: &Number, counted: &Counted) -> Option<u32> {
        const WORDS: usize = 5;
        const LETTERS: usize = 5;
        let said = |i: usize| self.speech.is_some_and(|l| l.speech.contains(&self.words[i].hash));
        // a capital letter at the beginning of a sentence says nothing of a short or known word
        let begins = |i: usize| self.is_break(i) && (self.raw(i).len() < LETTERS || self.info(i).is_some());
        let name = |i: usize| self.is_capital(i) && !begins(i) && !self.is(i, Flag::Month) && !self.is(i, Flag::Weekday);
        let behind = counted.words.map_or(number.end, |w| w.1 + 1).max(number.end);
        let of = [Flag::Of, Flag::Complement, Flag::Between].iter().any(|&flag| self.is(behind, flag)) && !self.is_clause_break(behind);
        if of && name(behind + 1) && !self.is_clause_break(behind + 1) {
            let last = (behind + 1..self.words.len()).take_while(|&i| name(i) && (i == behind + 1 || !self.is_clause_break(i))).last();
            return last.map(|i| self.words[i].hash);
        }
        let floor = number.first.saturating_sub(WORDS);
        let mut before = (floor..number.first).rev().take_while(|&i| !self.is_break(i + 1) && !said(i));
        before.find(|&i| name(i)).map(|i| self.words[i].hash)
    }

    /// Days that a sentence names by month, and other years that it names.
    fn dates(&self, sentence: Span) -> Vec<u32> {
        let first = self.words.partition_point(|w| w.start < sentence.start);
        let last = self.words.partition_point(|w| w.start < sentence.end);
        let is_month = |i: usize| self.is(i, Flag::Month) && self.is_capital(i);
        let telling: Vec<u32> =
            (first..last).filter(|&i| is_month(i) || self.is_other_year(i)).map(|i| self.words[i].start - sentence.start).collect();
        if telling.is_empty() {
            return Vec::new();
        }
        let named = text::times(sentence.of(self.text), self.day, self.lang.or(Some("en")));
        let number = |iso: &str| text::day_number(iso).map(|n| u32::try_from(n).unwrap_or(0));
        let with_one = named.iter().filter(|m| telling.iter().any(|at| m.span.range().contains(&(*at as usize))));
        with_one.filter_map(|m| Some([number(&m.from)?, number(&m.to)?])).flatten().collect()
    }

    /// "1981", unless its article is of that year or it goes on from there: but "since 1981, when 12 died".
    fn is_other_year(&self, at: usize) -> bool {
        let year = self.raw(at);
        let is_year = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) && (year.starts_with("19") || year.starts_with("20"));
        let open = at > 0 && !self.is_break(at) && self.is(at - 1, Flag::OpenYear) && !self.is(at + 1, Flag::Clause);
        is_year && !open && self.day.is_none_or(|d| !d.iso.starts_with(year))
    }

    /// Whether the words before a number say that it is of another event. "Another agency said" is no other event.
    fn is_aside(&self, number: &Number) -> bool {
        const WORDS: usize = 12;
        let at = number.first;
        // "from 65 to 125": what was before
        if at > 0 && self.is(at - 1, Flag::Between) && number.modifier == Modifier::Exact {
            return true;
        }
        let said = |i: usize| self.speech.is_some_and(|l| l.speech.contains(&self.words[i].hash));
        (at.saturating_sub(WORDS)..at).rev().take_while(|&i| !self.is_break(i + 1) && !said(i)).any(|i| self.is(i, Flag::OtherEvent))
    }

    /// Whether a sentence holds a verb of saying.
    fn is_sourced(&self, sentence: Span) -> bool {
        let first = self.words.partition_point(|w| w.start < sentence.start);
        let last = self.words.partition_point(|w| w.start < sentence.end);
        self.speech.is_some_and(|l| self.words[first..last].iter().any(|w| l.speech.contains(&w.hash)))
    }

    /// The sentence around a word.
    fn sentence(&self, at: usize) -> Span {
        const LONGEST_WORDS: usize = 80;
        let mut first = at;
        while first > 0 && at - first < LONGEST_WORDS && !self.is_break(first) {
            first -= 1;
        }
        let mut end = at + 1;
        while end < self.words.len() && end - at < LONGEST_WORDS && !self.is_break(end) {
            end += 1;
        }
        self.span(first, end)
    }
}

fn unit_name(unit: Unit, lexicon: &Lexicon) -> String {
    match unit {
        Unit::Percent => "percent".to_owned(),
        Unit::PercentagePoints => "percentage-points".to_owned(),
        Unit::YearsOld => YEARS_OLD.to_owned(),
        Unit::Named(n) => lexicon.units[usize::from(n)].clone(),
    }
}

/// What is counted, in the words of the table: "dead civilians".
fn name(event: Option<u8>, counted: &Counted, number: &Number, lexicon: &Lexicon) -> Option<String> {
    let event = event.map(|e| lexicon.events[usize::from(e)].as_str());
    let group = counted.group.map(|g| lexicon.groups[usize::from(g)].as_str()).or(counted.noun.as_deref());
    let unit = number.unit.map(|u| unit_name(u, lexicon));
    let parts: Vec<&str> = match (number.is_year, &unit) {
        (true, _) => event.into_iter().collect(),
        (false, Some(_)) if number.unit == Some(Unit::YearsOld) => vec![YEARS_OLD],
        (false, Some(unit)) => group.into_iter().chain([unit.as_str()]).collect(),
        (false, None) => event.into_iter().chain(group).collect(),
    };
    (!parts.is_empty()).then(|| parts.join(" "))
}
