use super::phrases::Phrases;
use crate::record::Date;
use crate::text::date::leading_date;

/// A date that a page's template put before the text.
#[derive(Debug)]
pub(super) struct Stamp {
    pub(super) date: Date,
    /// Bytes it takes from the beginning of the line, its label with it.
    pub(super) length: usize,
    /// Whether its label speaks of a change, not of the publication.
    pub(super) updated: bool,
}

/// Longest name before a bar: `Lisken Courier | Updated: 2017-09-15`.
const LONGEST_NAME: usize = 60;

/// Reads the stamp at the beginning of a line: `date 2018-07-23 The council …`, `Updated: 2017-09-15 17:52`, `Korr | Published on …`,
/// `Sun 22 Feb 2015 Ferry sinks`.
///
/// Without a label the line must go on like a headline, with a capital: "22 February 2015 was a cold day" is a sentence.
pub(super) fn stamp(line: &str, phrases: &Phrases) -> Option<Stamp> {
    let labelled = |from: usize| {
        let (label, updated) = label(&line[from..], phrases)?;
        let start = from + label;
        let (date, length) = leading_date(&line[start..])?;
        Some(Stamp { date, length: start + length, updated })
    };
    labelled(0).or_else(|| bare(line)).or_else(|| {
        let bar = line.bytes().take(LONGEST_NAME).position(|b| b == b'|')?;
        let from = bar + 1 + (line[bar + 1..].len() - line[bar + 1..].trim_start().len());
        labelled(from).or_else(|| {
            let stamp = bare(&line[from..])?;
            Some(Stamp { length: from + stamp.length, ..stamp })
        })
    })
}

/// The bytes of a label with what stands between it and the date.
fn label(line: &str, phrases: &Phrases) -> Option<(usize, bool)> {
    let published = phrases.published.iter().map(|l| (l, false));
    let updated = phrases.updated.iter().map(|l| (l, true));
    published.chain(updated).find_map(|(label, updated)| {
        let after = strip_word(line, label)?;
        let rest = after.trim_start_matches([' ', '\u{a0}', ':', '-', '–', '|', '\t']);
        (rest.len() < after.len()).then_some((line.len() - rest.len(), updated))
    })
}

/// What follows a word or words at the beginning of the text, whatever their case.
pub(super) fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let mut wanted = word.chars();
    for (at, c) in text.char_indices() {
        let Some(expected) = wanted.next() else {
            return (!c.is_alphanumeric()).then_some(&text[at..]);
        };
        if c != expected && !c.to_lowercase().eq(std::iter::once(expected)) {
            return None;
        }
    }
    wanted.next().is_none().then_some("")
}

/// What the words beside a date say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateLabel {
    /// The text came out then.
    Published,
    /// The text came out then for the first time; it has another date as well.
    First,
    /// The text was changed then.
    Updated,
}

/// The last label in a text, in any language of `data/furniture.toml`: `Posted on`, `zuletzt aktualisiert`.
pub fn date_label(text: &str) -> Option<DateLabel> {
    let lower = text.to_lowercase();
    let phrases = Phrases::of(None);
    let lists = [(&phrases.published, DateLabel::Published), (&phrases.first, DateLabel::First), (&phrases.updated, DateLabel::Updated)];
    let last = |labels: &[String]| labels.iter().filter_map(|label| last_word(&lower, label)).max();
    // of labels that end at one place the later in the list: `first published` holds `published`
    lists.into_iter().filter_map(|(labels, label)| Some((last(labels)?, label))).max_by_key(|(end, _)| *end).map(|(_, label)| label)
}

/// Where the last occurrence of these words as whole words ends.
fn last_word(text: &str, words: &str) -> Option<usize> {
    let borders = |&(at, _): &(usize, &str)| {
        let before = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let after = text[at + words.len()..].chars().next().is_some_and(char::is_alphanumeric);
        !before && !after
    };
    text.rmatch_indices(words).find(borders).map(|(at, _)| at + words.len())
}

fn bare(line: &str) -> Option<Stamp> {
    let (date, length) = leading_date(line)?;
    let rest = line[length..].trim_start_matches([' ', '\u{a0}', '\t', '|', '-', '–', '—', ':']);
    let goes_on = rest.chars().next().is_none_or(|c| c.is_uppercase() || super::lines::is_opening(c));
    let gap = rest.is_empty() || rest.len() < line[length..].len();
    (goes_on && gap).then_some(Stamp { date, length, updated: false })
}
