//! The words of a language that tell what was done, as data: `data/accounts/<lang>.toml`.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::text::{WordMap, hashes, of_language};

/// What a word may do in a sentence, as bits.
pub(super) mod flag {
    pub(crate) const FROM: u32 = 1;
    pub(crate) const TO: u32 = 1 << 1;
    pub(crate) const WHERE: u32 = 1 << 2;
    pub(crate) const BY: u32 = 1 << 3;
    pub(crate) const OF: u32 = 1 << 4;
    pub(crate) const CONJUNCTION: u32 = 1 << 5;
    pub(crate) const DETERMINER: u32 = 1 << 6;
    pub(crate) const PREPOSITION: u32 = 1 << 7;
    pub(crate) const BREAK: u32 = 1 << 8;
    pub(crate) const AUXILIARY: u32 = 1 << 9;
    pub(crate) const PASSIVE: u32 = 1 << 10;
    pub(crate) const PRONOUN: u32 = 1 << 11;
    pub(crate) const SAYING: u32 = 1 << 12;
    pub(crate) const TIME: u32 = 1 << 13;
    pub(crate) const PLACE: u32 = 1 << 14;
    pub(crate) const TITLE: u32 = 1 << 15;
    pub(crate) const ABBREVIATION: u32 = 1 << 16;
    /// A form of a verb of the list, and a noun of it.
    pub(crate) const VERB: u32 = 1 << 17;
    pub(crate) const NOUN: u32 = 1 << 18;
    pub(crate) const REQUEST_NOUN: u32 = 1 << 19;
    pub(crate) const REQUEST_NOUN_BEFORE: u32 = 1 << 20;
    pub(crate) const CLEFT: u32 = 1 << 21;
    pub(crate) const DISTANCE: u32 = 1 << 22;
    pub(crate) const SEVERAL: u32 = 1 << 23;
    pub(crate) const MONTH: u32 = 1 << 24;
    /// What parts a phrase from the next.
    pub(crate) const ANY_PREPOSITION: u32 = FROM | TO | WHERE | BY | PREPOSITION;
}

/// Names of word lists in the files.
const LISTS: [(&str, u32); 19] = [
    ("from", flag::FROM),
    ("to", flag::TO),
    ("where", flag::WHERE),
    ("by", flag::BY),
    ("of", flag::OF),
    ("conjunctions", flag::CONJUNCTION),
    ("determiners", flag::DETERMINER),
    ("prepositions", flag::PREPOSITION),
    ("breaks", flag::BREAK),
    ("auxiliaries", flag::AUXILIARY),
    ("passive", flag::PASSIVE),
    ("pronouns", flag::PRONOUN),
    ("saying", flag::SAYING),
    ("times", flag::TIME),
    ("places", flag::PLACE),
    ("titles", flag::TITLE),
    ("distance", flag::DISTANCE),
    ("several", flag::SEVERAL),
    ("months", flag::MONTH),
];

/// What is known of a word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Info {
    /// See [`flag`].
    pub(super) flags: u32,
    /// Classes of actions it may tell of, one bit each.
    pub(super) actions: u64,
    /// The day of the week it names, one bit each.
    pub(super) weekdays: u8,
}

/// The words of one language.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    words: WordMap<Info>,
    /// Classes of actions that leave one place for another.
    pub(super) moves: u64,
    /// Endings of words that tell how something is done.
    pub(super) adverb_endings: Vec<String>,
    pub(super) request: Requests,
    /// What makes a number before it a percentage, as folded words.
    pub(super) percent: Vec<Vec<u32>>,
    /// Names of one thing, by their folded words; the first of each row is its main name.
    aliases: HashMap<Vec<u32>, u32>,
    alias_names: Vec<String>,
    longest_alias: usize,
}

/// Phrases around who asks, as folded words.
#[derive(Debug, Default)]
pub(super) struct Requests {
    pub(super) before: Vec<Vec<u32>>,
    pub(super) verbs: Vec<Vec<u32>>,
    pub(super) cleft_verbs: Vec<Vec<u32>>,
    pub(super) never: Vec<Vec<u32>>,
}

impl Lexicon {
    /// What is known of a folded word.
    pub(super) fn of(&self, word: u32) -> Info {
        self.words.get(&word).copied().unwrap_or_default()
    }

    /// The longest name that begins with the first of these words: its number and how many words it has.
    pub(super) fn alias(&self, words: &[u32]) -> Option<(u32, usize)> {
        (1..=self.longest_alias.min(words.len())).rev().find_map(|n| self.aliases.get(&words[..n]).map(|&number| (number, n)))
    }

    /// The main name of an alias.
    pub(super) fn alias_name(&self, number: u32) -> &str {
        &self.alias_names[number as usize]
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    language: String,
    #[allow(dead_code, reason = "every word list names its source; nothing reads it at run time")]
    source: String,
    /// In the order of the week.
    weekdays: Vec<String>,
    percent: Vec<String>,
    words: BTreeMap<String, Vec<String>>,
    requests: RequestFile,
    names: NameFile,
    action: Vec<Action>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RequestFile {
    before: Vec<String>,
    nouns: Vec<String>,
    noun_before: Vec<String>,
    verbs: Vec<String>,
    cleft_verbs: Vec<String>,
    cleft: Vec<String>,
    never: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NameFile {
    aliases: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Action {
    #[allow(dead_code, reason = "says to readers of the file what the class is")]
    name: String,
    #[serde(default)]
    moves: bool,
    verbs: String,
    nouns: String,
}

fn read(text: &str) -> (String, Lexicon) {
    let file: File = toml::from_str(text).expect("word lists are checked by a test");
    let mut lexicon = Lexicon::default();
    let put = |words: &mut WordMap<Info>, list: &str, flags: u32, actions: u64| {
        for word in hashes(list) {
            let info = words.entry(word).or_default();
            info.flags |= flags;
            info.actions |= actions;
        }
    };
    for (name, flags) in LISTS.into_iter().chain([("abbreviations", flag::ABBREVIATION)]) {
        file.words.get(name).into_iter().flatten().for_each(|w| put(&mut lexicon.words, w, flags, 0));
    }
    for (n, action) in file.action.iter().enumerate() {
        let class = 1u64 << n;
        put(&mut lexicon.words, &action.verbs, flag::VERB, class);
        put(&mut lexicon.words, &action.nouns, flag::NOUN, class);
        lexicon.moves |= if action.moves { class } else { 0 };
    }
    for (n, name) in file.weekdays.iter().enumerate() {
        hashes(name).into_iter().for_each(|word| lexicon.words.entry(word).or_default().weekdays |= 1 << n);
    }
    lexicon.percent = file.percent.iter().map(|p| hashes(p)).collect();
    let requests = file.requests;
    for (list, flags) in
        [(&requests.nouns, flag::REQUEST_NOUN), (&requests.noun_before, flag::REQUEST_NOUN_BEFORE), (&requests.cleft, flag::CLEFT)]
    {
        list.iter().for_each(|w| put(&mut lexicon.words, w, flags, 0));
    }
    let phrases = |list: &[String]| list.iter().map(|p| hashes(p)).collect();
    lexicon.request = Requests {
        before: phrases(&requests.before),
        verbs: phrases(&requests.verbs),
        cleft_verbs: phrases(&requests.cleft_verbs),
        never: phrases(&requests.never),
    };
    for (number, row) in (0u32..).zip(&file.names.aliases) {
        lexicon.alias_names.push(row[0].clone());
        for name in row {
            let words = hashes(name);
            lexicon.longest_alias = lexicon.longest_alias.max(words.len());
            lexicon.aliases.insert(words, number);
        }
    }
    lexicon.adverb_endings = file.words.get("adverb_endings").cloned().unwrap_or_default();
    (file.language, lexicon)
}

static ALL: LazyLock<Vec<(String, Lexicon)>> = LazyLock::new(|| vec![read(include_str!("../data/accounts/en.toml"))]);

/// The words of a language; a text of unknown language is read with the English ones. `None` for a language without lists.
pub(super) fn lexicon(lang: Option<&str>) -> Option<&'static Lexicon> {
    of_language(&ALL, lang)
}

#[cfg(test)]
mod tests {
    use super::{LISTS, lexicon, read};

    #[test]
    fn every_list_of_the_file_is_read_and_there_are_bits_for_all_actions() {
        let text = include_str!("../data/accounts/en.toml");
        let file: super::File = toml::from_str(text).unwrap();
        assert!(file.action.len() <= 64);
        assert_eq!(file.weekdays.len(), 7);
        let known = |name: &String| LISTS.iter().any(|l| l.0 == name) || name == "abbreviations" || name == "adverb_endings";
        assert!(file.words.keys().all(known));
        assert_eq!(read(text).0, "en");
        assert!(lexicon(Some("en-GB")).is_some() && lexicon(Some("xx")).is_none());
    }
}
