//! The sentences of one article that may tell of an event.

use std::collections::BTreeSet;

use xxhash_rust::xxh3::Xxh3;

use crate::corpus::{Card, Reading};
use crate::record::{ArticleIx, Span};
use crate::text::{day_number, sentences, times};

use super::lexicon::{Lexicon, flag};
use super::names::Names;

/// A sentence, as it is compared.
#[derive(Debug, Clone)]
pub(super) struct Telling {
    pub(super) article: ArticleIx,
    /// From its first word to its last.
    pub(super) span: Span,
    /// What it is about, sorted: words, names, and classes of actions, without those of who says so.
    pub(super) terms: Vec<u32>,
    /// The words that it opens with, of those it is about, sorted: who did what stands there, what is told in passing later.
    pub(super) opening: Vec<u32>,
    /// Its words that are names or numbers, sorted; who says so included.
    pub(super) names: Vec<u32>,
    /// Those of them that are numbers, sorted.
    pub(super) numbers: Vec<u32>,
    /// Classes of actions it tells of.
    pub(super) actions: u64,
    /// Equal for sentences of the same words.
    pub(super) copy: u64,
    /// First and last day it may speak of, days since 1970; `None` where neither it nor its article names a day.
    pub(super) days: Option<(i64, i64)>,
    /// Whether it names that day itself; else it is the day of its article.
    pub(super) is_dated: bool,
    /// The days of the week it names, one bit each.
    weekdays: u8,
    /// The first number that it gives as a percentage.
    percentage: Option<u32>,
}

impl Telling {
    /// Whether both name days of the week, and none of the one is or borders on one of the other: "on Monday", "on Saturday". Nights and time zones
    /// make neighbours of one event.
    pub(super) fn is_of_another_day(&self, other: &Telling) -> bool {
        const DAYS: u32 = 7;
        let beside = |days: u8| {
            let days = u32::from(days);
            days | days << 1 | days >> 1 | days << (DAYS - 1) | days >> (DAYS - 1)
        };
        self.weekdays != 0 && other.weekdays != 0 && beside(self.weekdays) & u32::from(other.weekdays) == 0
    }

    /// Whether both begin with a percentage, and not with the same: another poll, another month.
    pub(super) fn measures_another(&self, other: &Telling) -> bool {
        self.percentage.zip(other.percentage).is_some_and(|(one, another)| one != another)
    }
}

/// What stands in sentences and is no part of what they tell; each sorted.
#[derive(Debug, Default)]
pub(super) struct LeftOut {
    /// Who says it. That they share a name counts all the same.
    pub(super) speakers: Vec<Span>,
    /// Links that a page put there.
    pub(super) links: Vec<Span>,
}

/// Tells of places in a text, asked for in order, whether a span holds them.
struct Inside<'a>(std::iter::Peekable<std::slice::Iter<'a, Span>>);

impl<'a> Inside<'a> {
    fn new(sorted: &'a [Span]) -> Self {
        Inside(sorted.iter().peekable())
    }

    fn holds(&mut self, at: u32) -> bool {
        while self.0.next_if(|s| s.end <= at).is_some() {}
        self.0.peek().is_some_and(|s| s.start <= at)
    }
}

/// Words of content under which a sentence tells too little to be recognised in other words.
const LEAST_TERMS: usize = 6;
/// Words of content that are the opening of a sentence.
const OPENING_TERMS: usize = 8;
/// Words from which what looks like a sentence is a list or a table.
const LONGEST_WORDS: usize = 90;
/// Keys of classes of actions; any number that spreads them will do.
const ACTION_KEY: u32 = 0x85eb_ca6b;

/// The sentences of an article in the writer's words, in order. What is mostly quotation is somebody's speech and left to the quotations. Who says what
/// a sentence tells is no part of what it tells.
pub(super) fn tellings(
    article: ArticleIx,
    reading: &Reading,
    card: &Card,
    lexicon: &Lexicon,
    skipped: &BTreeSet<u32>,
    left_out: &LeftOut,
) -> Vec<Telling> {
    let mut quoted = reading.quoted.iter().peekable();
    let mut is_told = |telling: &Telling| {
        let span = telling.span;
        while quoted.next_if(|q| q.end <= span.start).is_some() {}
        let speech: u32 = quoted.clone().map_while(|q| q.intersection(span)).map(Span::len).sum();
        2 * speech <= span.len() && telling.terms.len() >= LEAST_TERMS
    };
    let all = all_sentences(article, reading, lexicon, skipped, left_out);
    let dated = |telling: Telling| {
        let named = named_days(telling.span, reading, card, lexicon);
        let day = || card.stamped.as_ref().or(card.published.as_ref()).and_then(|d| day_number(&d.iso)).map(|day| (day, day));
        Telling { days: named.or_else(day), is_dated: named.is_some(), ..telling }
    };
    all.into_iter().filter(|t| is_told(t)).map(dated).collect()
}

/// Days of the shortest month, less one.
const MONTH_DAYS: i64 = 27;

/// First and last day that a sentence names by a month or a year, days since 1970.
fn named_days(span: Span, reading: &Reading, card: &Card, lexicon: &Lexicon) -> Option<(i64, i64)> {
    let text = span.of(&reading.text);
    let first = reading.words.partition_point(|w| w.start < span.start);
    let inside = reading.words[first..].iter().take_while(|w| w.end <= span.end);
    let flags = inside.into_iter().fold(0, |flags, w| flags | lexicon.of(w.hash).flags);
    let has_digit = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    if flags & flag::TIME == 0 || flags & flag::MONTH == 0 && !has_digit(text) {
        return None;
    }
    let published = card.stamped.as_ref().or(card.published.as_ref());
    let named = times(text, published, card.lang.as_deref().or(Some("en"))).into_iter();
    let days = named.filter_map(|m| Some((m.span, day_number(&m.from)?, day_number(&m.to)?)));
    let days: Vec<(Span, i64, i64)> = days.filter(|&(span, from, to)| has_digit(span.of(text)) || to - from >= MONTH_DAYS).collect();
    Some((days.iter().map(|d| d.1).min()?, days.iter().map(|d| d.2).max()?))
}

/// Every sentence of an article's story, speech included, in order, without what is left out.
pub(super) fn all_sentences(
    article: ArticleIx,
    reading: &Reading,
    lexicon: &Lexicon,
    skipped: &BTreeSet<u32>,
    left_out: &LeftOut,
) -> Vec<Telling> {
    let names = Names::of(reading, lexicon);
    let abbreviation = |word| lexicon.of(word).flags & flag::ABBREVIATION != 0;
    let mut out = Vec::new();
    for (first, end) in sentences(reading, abbreviation) {
        let span = Span::new(reading.words[first].start, reading.words[end - 1].end);
        if end - first <= LONGEST_WORDS {
            out.push(Telling { article, span, ..telling(&names, (first, end), skipped, left_out) });
        }
    }
    out
}

fn telling(names: &Names<'_>, (first, end): (usize, usize), skipped: &BTreeSet<u32>, left_out: &LeftOut) -> Telling {
    let mut telling = Telling {
        article: ArticleIx(0),
        span: Span::default(),
        terms: Vec::new(),
        opening: Vec::new(),
        names: Vec::new(),
        numbers: Vec::new(),
        actions: 0,
        copy: 0,
        days: None,
        is_dated: false,
        weekdays: 0,
        percentage: None,
    };
    let (mut speakers, mut links) = (Inside::new(&left_out.speakers), Inside::new(&left_out.links));
    let mut copy = Xxh3::new();
    for token in names.tokens(first, end) {
        let at = names.words[token.first].start;
        if links.holds(at) {
            continue;
        }
        let word = names.words[token.first].hash;
        copy.update(&word.to_le_bytes());
        let info = names.lexicon.of(word);
        telling.weekdays |= info.weekdays;
        let speaks = speakers.holds(at);
        if token.alias.is_none()
            && (skipped.contains(&word) || info.flags & (flag::SAYING | flag::AUXILIARY | flag::TIME | flag::TITLE) != 0)
        {
            continue;
        }
        let Some(key) = token.key else { continue };
        // the first word of a sentence is a capital whatever it is
        let named = token.alias.is_some() || token.capital && (token.first > first || names.is_capital(token.end));
        let number = names.raw(token.first).starts_with(|c: char| c.is_ascii_digit());
        if number {
            telling.numbers.push(key);
            if telling.percentage.is_none() && names.is_percentage(token.first) {
                telling.percentage = Some(key);
            }
        }
        if named || number {
            telling.names.push(key);
        }
        if speaks {
            continue;
        }
        if telling.opening.len() < OPENING_TERMS && !telling.opening.contains(&key) {
            telling.opening.push(key);
        }
        telling.terms.push(key);
        if token.alias.is_none() {
            telling.actions |= info.actions;
        }
    }
    telling.copy = copy.digest();
    let classes = (0..u64::BITS).filter(|n| telling.actions >> n & 1 == 1);
    telling.terms.extend(classes.map(|n| (n + 1).wrapping_mul(ACTION_KEY)));
    for list in [&mut telling.terms, &mut telling.opening, &mut telling.names, &mut telling.numbers] {
        list.sort_unstable();
        list.dedup();
    }
    telling
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::lexicon;
    use super::*;
    use crate::text::{function_words, inserted_links};

    #[test]
    fn links_that_a_page_put_into_a_sentence_are_no_part_of_it() {
        let told = |text: &str| {
            let (lexicon, skipped) = (lexicon(Some("en")).expect("has lists"), function_words(Some("en")).expect("has lists"));
            let left_out = LeftOut { links: inserted_links(text), ..LeftOut::default() };
            all_sentences(ArticleIx(0), &Reading::of_text(text.to_owned()), lexicon, skipped, &left_out).remove(0)
        };
        let with =
            told("Warden Anna ValeHalmeran navy seizes 12 boats Fire near Ostrey lighthouse MORE opened a school in Lunsted for weavers.");
        let without = told("Warden Anna opened a school in Lunsted for weavers.");
        assert_eq!((with.terms, with.names, with.actions), (without.terms, without.names, without.actions));
        assert!(with.numbers.is_empty());
    }
}
