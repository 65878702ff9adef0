use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// The names dates are written with, of all languages together; a word is looked up in lower case.
///
/// One table for all languages: a date is asked for where a date is likely (a record's field, a stamp), and the few words two
/// languages share (`mar`: March, Tuesday) are told apart by what stands around them.
pub(super) struct Names {
    months: HashMap<String, u8>,
    weekdays: HashMap<String, u8>,
    zones: HashMap<String, i32>,
    /// Year, month and day signs of languages that write `2015年2月22日`.
    signs: Vec<[String; 3]>,
    /// Language tags that write `02/22/2015`.
    pub(super) month_first: Vec<String>,
    /// Language tags of countries that do not agree on an order.
    pub(super) no_order: Vec<String>,
    ordinals: Vec<String>,
    between: Vec<String>,
    before_time: Vec<String>,
    after_time: Vec<String>,
    after_year: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    month_first: Vec<String>,
    no_order: Vec<String>,
    zones: HashMap<String, i32>,
    lang: HashMap<String, Language>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Language {
    #[serde(default)]
    months: Vec<Vec<String>>,
    /// Monday first.
    #[serde(default)]
    weekdays: Vec<Vec<String>>,
    #[serde(default)]
    signs: Option<[String; 3]>,
    #[serde(default)]
    ordinals: Vec<String>,
    #[serde(default)]
    between: Vec<String>,
    #[serde(default)]
    before_time: Vec<String>,
    #[serde(default)]
    after_time: Vec<String>,
    #[serde(default)]
    after_year: Vec<String>,
}

/// The table of `data/months.toml`, read once.
pub(super) static NAMES: LazyLock<Names> =
    LazyLock::new(|| Names::parse(include_str!("../../data/months.toml")).expect("data/months.toml is well formed"));

impl Names {
    fn parse(source: &str) -> Result<Self, toml::de::Error> {
        let table: Table = toml::from_str(source)?;
        let mut names = Names {
            months: HashMap::new(),
            weekdays: HashMap::new(),
            zones: table.zones,
            signs: Vec::new(),
            month_first: table.month_first,
            no_order: table.no_order,
            ordinals: Vec::new(),
            between: Vec::new(),
            before_time: Vec::new(),
            after_time: Vec::new(),
            after_year: Vec::new(),
        };
        // Sorted, so that the order of the lists never depends on a hash.
        let mut languages: Vec<(String, Language)> = table.lang.into_iter().collect();
        languages.sort_by(|a, b| a.0.cmp(&b.0));
        for (_, language) in languages {
            for (number, spellings) in (1..).zip(language.months) {
                names.months.extend(spellings.into_iter().map(|s| (s, number)));
            }
            for (number, spellings) in (0..).zip(language.weekdays) {
                names.weekdays.extend(spellings.into_iter().map(|w| (w, number)));
            }
            names.signs.extend(language.signs);
            names.ordinals.extend(language.ordinals);
            names.between.extend(language.between);
            names.before_time.extend(language.before_time);
            names.after_time.extend(language.after_time);
            names.after_year.extend(language.after_year);
        }
        Ok(names)
    }

    /// The month of this name, 1 to 12.
    pub(super) fn month(&self, word: &str) -> Option<u8> {
        self.months.get(&word.to_lowercase()).copied()
    }

    /// The weekday of this name, Monday 0 to Sunday 6.
    pub(super) fn weekday(&self, word: &str) -> Option<u8> {
        self.weekdays.get(&word.to_lowercase()).copied()
    }

    /// The month and day signs, and the year sign itself first of all, where `text` begins with a year sign.
    pub(super) fn signs(&self, text: &str) -> Option<(usize, &[String; 3])> {
        let text_begins = |s: &&[String; 3]| text.trim_start_matches(' ').starts_with(s[0].as_str());
        let signs = self.signs.iter().find(text_begins)?;
        Some((text.len() - text.trim_start_matches(' ').len() + signs[0].len(), signs))
    }

    /// All names of months and weekdays, in no order.
    pub(super) fn calendar(&self) -> impl Iterator<Item = &str> {
        self.months.keys().chain(self.weekdays.keys()).map(String::as_str)
    }

    /// Minutes east of Greenwich.
    pub(super) fn zone(&self, word: &str) -> Option<i32> {
        self.zones.get(&word.to_lowercase()).copied()
    }

    /// `nd` of `22nd`.
    pub(super) fn is_ordinal(&self, word: &str) -> bool {
        has(&self.ordinals, word)
    }

    /// `of` of `22 of February`.
    pub(super) fn is_between(&self, word: &str) -> bool {
        has(&self.between, word)
    }

    /// `at` of `22 February 2015 at 17:52`.
    pub(super) fn is_before_time(&self, word: &str) -> bool {
        has(&self.before_time, word)
    }

    /// `Uhr` of `17:52 Uhr`.
    pub(super) fn is_after_time(&self, word: &str) -> bool {
        has(&self.after_time, word)
    }

    /// `г` of `2015 г.`
    pub(super) fn is_after_year(&self, word: &str) -> bool {
        has(&self.after_year, word)
    }
}

fn has(list: &[String], word: &str) -> bool {
    let word = word.to_lowercase();
    list.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::NAMES;

    #[test]
    fn every_language_names_twelve_months() {
        for (word, month) in [("Dezember", 12), ("août", 8), ("FEB", 2), ("мая", 5)] {
            assert_eq!(NAMES.month(word), Some(month), "{word}");
        }
        assert_eq!(NAMES.months.values().max(), Some(&12));
    }
}
