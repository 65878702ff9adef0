//! The words of a language that name and hedge, as data: `data/labels/<lang>.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::record::HedgeClass;
use crate::text::{WordMap, hashes, of_language};

/// Defines one bit for each class of words.
macro_rules! classes {
    ($($name:ident = $bit:literal),+ $(,)?) => { $(pub(super) const $name: u64 = 1 << $bit;)+ };
}

classes! {
    INDEFINITE = 0, DEFINITE = 1, POSSESSIVE = 2, NUMERAL = 3, PREPOSITION = 4, CONJUNCTION = 5, AUXILIARY = 6, BE = 7, NEGATION = 8, PRONOUN = 9,
    REFLEXIVE = 10, ADVERB = 11, TIME = 12, VERB = 13, DISTANCER = 14, LINK = 15, HONORIFIC = 16, ABBREVIATION = 17, WORK = 18, SAYING = 19,
    DEMONYM = 20, NAMING = 21, NAMING_AS = 22, AS = 23, ACCUSE = 24, ACCUSED_OF = 25, HEDGE = 26, PHRASE = 27,
    OF = 28, AND = 29, CLOSING = 30, BEFORE_VERB = 31, PLAIN = 32, OWNER = 33, COMPLEMENTIZER = 34, GENERIC = 35, QUOTED_KIND = 36,
    UNSPECIFIC = 37, UNOWNED = 38, OF_ANY_GROUP = 39, PARTISAN = 40, CAPITAL = 41,
    UNTITLED = 42, EXPLETIVE = 43, FIRST_PERSON = 44, SPOKEN_KIND = 45, ADHERENT = 46, JUDGING = 47,
}

/// What stands before a noun phrase.
pub(super) const DETERMINER: u64 = INDEFINITE | DEFINITE | POSSESSIVE | NUMERAL;
/// What cannot stand inside a noun phrase.
pub(super) const CLOSED: u64 =
    PREPOSITION | CONJUNCTION | AUXILIARY | BE | PRONOUN | ADVERB | VERB | DETERMINER | NAMING | NAMING_AS | ACCUSE | NEGATION;

/// The words of one language.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    classes: WordMap<u64>,
    demonym_endings: Vec<String>,
    pub(super) endings: Endings,
    /// Words that give a name without taking sides, as folded words.
    pub(super) neutral: Vec<Vec<u32>>,
    /// Offices of several words, as folded words.
    pub(super) offices: Vec<Vec<u32>>,
    /// Words that hold a name at a distance.
    pub(super) so_called: Vec<Vec<u32>>,
    /// What makes a verb of saying the writer's own, with the verb: "it is worth noting".
    pub(super) writers: Vec<Vec<u32>>,
    /// Hedges by their first word, longest first.
    pub(super) hedges: WordMap<Vec<(Vec<u32>, HedgeClass)>>,
    /// Words before which a hedge means something else.
    pub(super) not_before: Vec<u32>,
}

impl Lexicon {
    /// The classes of a folded word.
    pub(super) fn of(&self, word: u32) -> u64 {
        self.classes.get(&word).copied().unwrap_or(0)
    }

    /// Whether a word ends as adjectives of nations do.
    pub(super) fn ends_like_demonym(&self, word: &str) -> bool {
        word.len() > 4 && self.demonym_endings.iter().any(|e| word.ends_with(e.as_str()))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    language: String,
    #[allow(dead_code, reason = "every word list names its source; nothing reads it at run time")]
    source: String,
    words: BTreeMap<String, Vec<String>>,
    endings: Endings,
    demonyms: Demonyms,
    naming: Naming,
    so_called: Phrases,
    writers: Phrases,
    offices: Phrases,
    hedges: BTreeMap<String, Vec<String>>,
}

/// How words end that are in no list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Endings {
    pub(super) verbs: Vec<String>,
    pub(super) past: Vec<String>,
    pub(super) adverbs: Vec<String>,
    pub(super) plurals: Vec<String>,
    /// Of words that end as plurals do, and are none.
    pub(super) singular: Vec<String>,
    pub(super) doers: Vec<String>,
    /// Of nouns for people that stand before other nouns as adjectives do: "terrorist attacks".
    pub(super) adjectival: Vec<String>,
}

/// Whether a word of some length ends so.
pub(super) fn ends(word: &str, endings: &[String]) -> bool {
    endings.iter().any(|e| word.len() > e.len() + 2 && word.ends_with(e.as_str()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Demonyms {
    endings: Vec<String>,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Naming {
    verbs: Vec<String>,
    as_verbs: Vec<String>,
    as_words: Vec<String>,
    accuse: Vec<String>,
    accuse_words: Vec<String>,
    neutral: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Phrases {
    phrases: Vec<String>,
}

/// Names of word lists in the files. `not_before` is read apart.
const LISTS: [(&str, u64); 40] = [
    ("indefinite", INDEFINITE),
    ("definite", DEFINITE),
    ("possessive", POSSESSIVE),
    ("numerals", NUMERAL),
    ("prepositions", PREPOSITION),
    ("conjunctions", CONJUNCTION),
    ("auxiliaries", AUXILIARY),
    ("be", BE),
    ("negations", NEGATION),
    ("pronouns", PRONOUN),
    ("reflexives", REFLEXIVE),
    ("adverbs", ADVERB),
    ("times", TIME),
    ("verbs", VERB),
    ("distancers", DISTANCER),
    ("name_links", LINK),
    ("of", OF),
    ("and", AND),
    ("honorifics", HONORIFIC),
    ("abbreviations", ABBREVIATION),
    ("works", WORK),
    ("saying", SAYING),
    ("closing", CLOSING),
    ("before_verbs", BEFORE_VERB),
    ("plain_modifiers", PLAIN),
    ("judging", JUDGING),
    ("unspecific", UNSPECIFIC),
    ("owners", OWNER),
    ("unowned", UNOWNED),
    ("of_any_group", OF_ANY_GROUP),
    ("partisans", PARTISAN),
    ("written_capital", CAPITAL),
    ("untitled", UNTITLED),
    ("expletives", EXPLETIVE),
    ("first_person", FIRST_PERSON),
    ("spoken_kinds", SPOKEN_KIND),
    ("adherents", ADHERENT),
    ("complementizers", COMPLEMENTIZER),
    ("generic", GENERIC),
    ("quoted_kinds", QUOTED_KIND),
];

static ALL: LazyLock<Vec<(String, Lexicon)>> =
    LazyLock::new(|| [include_str!("../data/labels/en.toml")].iter().map(|text| read(text)).collect());

fn read(text: &str) -> (String, Lexicon) {
    let mut file: File = toml::from_str(text).expect("word lists are checked by a test");
    let mut lexicon = Lexicon { demonym_endings: file.demonyms.endings, endings: file.endings, ..Lexicon::default() };
    let mut put = |words: &str, class: u64| hashes(words).into_iter().for_each(|w| *lexicon.classes.entry(w).or_default() |= class);
    for (name, class) in LISTS {
        let list = file.words.remove(name).unwrap_or_else(|| panic!("the list `{name}` is missing"));
        list.iter().for_each(|w| put(w, class));
    }
    file.demonyms.words.iter().for_each(|w| put(w, DEMONYM));
    let naming = &file.naming;
    for (list, class) in [
        (&naming.verbs, NAMING),
        (&naming.as_verbs, NAMING_AS),
        (&naming.as_words, AS),
        (&naming.accuse, ACCUSE),
        (&naming.accuse_words, ACCUSED_OF),
    ] {
        list.iter().for_each(|w| put(w, class));
    }
    let phrases = |list: &[String]| -> Vec<Vec<u32>> {
        let mut all: Vec<Vec<u32>> = list.iter().map(|p| hashes(p)).collect();
        all.sort_by_key(|p| std::cmp::Reverse(p.len()));
        all
    };
    lexicon.neutral = phrases(&naming.neutral);
    lexicon.so_called = phrases(&file.so_called.phrases);
    lexicon.writers = phrases(&file.writers.phrases);
    lexicon.offices = phrases(&file.offices.phrases);
    for first in lexicon.neutral.iter().chain(&lexicon.so_called).filter_map(|p| p.first()) {
        *lexicon.classes.entry(*first).or_default() |= PHRASE;
    }
    for (class, list) in &file.hedges {
        if class == "not_before" {
            lexicon.not_before = list.iter().flat_map(|w| hashes(w)).collect();
            continue;
        }
        let class: HedgeClass = class.parse().expect("classes of hedges are those of the record");
        for phrase in list.iter().map(|p| hashes(p)) {
            *lexicon.classes.entry(phrase[0]).or_default() |= HEDGE;
            lexicon.hedges.entry(phrase[0]).or_default().push((phrase, class));
        }
    }
    lexicon.hedges.values_mut().for_each(|list| list.sort_by_key(|(p, _)| std::cmp::Reverse(p.len())));
    (file.language, lexicon)
}

/// The words of a language; an unknown language is read with the English ones, one without lists gives no labels.
pub(super) fn lexicon(lang: Option<&str>) -> Option<&'static Lexicon> {
    of_language(&ALL, lang)
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_word_list_is_readable() {
        assert!(super::ALL.iter().all(|(name, lexicon)| name.len() == 2 && lexicon.hedges.len() > 50));
        assert!(super::lexicon(Some("en-GB")).is_some() && super::lexicon(Some("xx")).is_none());
    }
}
