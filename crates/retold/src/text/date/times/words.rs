use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::super::names::NAMES;
use crate::text::WordSet;
use crate::text::fold::fold;

/// A stretch of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Week,
    Month,
    Year,
}

/// What a word or phrase says of a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A day, by its distance from the article's.
    Day(i64),
    Last,
    Next,
    This,
    LastAfter,
    NextAfter,
    Ago,
    AgoBefore,
    In,
    On,
    Future,
    Unit(Unit),
    Number(i64),
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Table {
    last: Vec<String>,
    next: Vec<String>,
    this: Vec<String>,
    last_after: Vec<String>,
    next_after: Vec<String>,
    ago: Vec<String>,
    ago_before: Vec<String>,
    r#in: Vec<String>,
    on: Vec<String>,
    future: Vec<String>,
    numbers: Vec<Vec<String>>,
    days: BTreeMap<String, Vec<String>>,
    units: Units,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Units {
    day: Vec<String>,
    week: Vec<String>,
    month: Vec<String>,
    year: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    lang: BTreeMap<String, Table>,
}

/// Hashes of the names of months and weekdays, of all languages.
static CALENDAR: LazyLock<WordSet> = LazyLock::new(|| NAMES.calendar().flat_map(fold).map(|w| w.hash).collect());

/// Whether a time may begin with a word of this hash: a quick no for nearly every word of a text.
pub(super) fn may_begin(hash: u32, table: Option<&Words>) -> bool {
    CALENDAR.contains(&hash) || table.is_some_and(|t| t.by_first.contains_key(&hash))
}

/// The words of one language, by the hash of their first word.
#[derive(Default)]
pub(super) struct Words {
    by_first: BTreeMap<u32, Vec<(Vec<u32>, Meaning)>>,
}

static ALL: LazyLock<BTreeMap<String, Words>> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../../../data/times.toml")).expect("data/times.toml is well formed");
    file.lang.iter().map(|(lang, table)| (lang.clone(), Words::of_table(table))).collect()
});

impl Words {
    /// The words of a language; none where it has no table.
    pub(super) fn of(lang: &str) -> Option<&'static Words> {
        ALL.get(lang)
    }

    fn of_table(table: &Table) -> Words {
        let mut words = Words::default();
        let lists = [
            (&table.last, Meaning::Last),
            (&table.next, Meaning::Next),
            (&table.this, Meaning::This),
            (&table.last_after, Meaning::LastAfter),
            (&table.next_after, Meaning::NextAfter),
            (&table.ago, Meaning::Ago),
            (&table.ago_before, Meaning::AgoBefore),
            (&table.r#in, Meaning::In),
            (&table.on, Meaning::On),
            (&table.future, Meaning::Future),
            (&table.units.day, Meaning::Unit(Unit::Day)),
            (&table.units.week, Meaning::Unit(Unit::Week)),
            (&table.units.month, Meaning::Unit(Unit::Month)),
            (&table.units.year, Meaning::Unit(Unit::Year)),
        ];
        for (list, meaning) in lists {
            list.iter().for_each(|phrase| words.add(phrase, meaning));
        }
        for (number, spellings) in (1..).zip(&table.numbers) {
            spellings.iter().for_each(|word| words.add(word, Meaning::Number(number)));
        }
        for (distance, phrases) in &table.days {
            let distance = distance.parse().expect("distances of data/times.toml are whole numbers");
            phrases.iter().for_each(|phrase| words.add(phrase, Meaning::Day(distance)));
        }
        for phrases in words.by_first.values_mut() {
            phrases.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
        }
        words
    }

    fn add(&mut self, phrase: &str, meaning: Meaning) {
        let hashes: Vec<u32> = fold(phrase).iter().map(|w| w.hash).collect();
        if let Some(first) = hashes.first() {
            self.by_first.entry(*first).or_default().push((hashes, meaning));
        }
    }

    /// All that the words from the first on may mean, with the number of words, longest first.
    pub(super) fn meanings<'a>(&'a self, hashes: &'a [u32]) -> impl Iterator<Item = (Meaning, usize)> + 'a {
        let candidates = hashes.first().and_then(|first| self.by_first.get(first)).into_iter().flatten();
        candidates.filter(|(phrase, _)| hashes.starts_with(phrase)).map(|(phrase, meaning)| (*meaning, phrase.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Meaning, Words};
    use crate::text::fold::fold;

    #[test]
    fn phrases_go_before_their_words() {
        let hashes: Vec<u32> = fold("last night").iter().map(|w| w.hash).collect();
        let words = Words::of("en").unwrap();
        assert_eq!(words.meanings(&hashes).collect::<Vec<_>>(), [(Meaning::Day(-1), 2), (Meaning::Last, 1)]);
        assert!(Words::of("xx").is_none());
    }
}
