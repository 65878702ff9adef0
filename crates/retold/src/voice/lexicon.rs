//! The words of a language that say who speaks, as data: `data/voice/<lang>.toml`.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::text::{WordMap, fold, hashes, of_language};

/// Defines one bit for each class of words.
macro_rules! classes {
    ($($(#[$meta:meta])* $name:ident = $bit:literal),+ $(,)?) => { $($(#[$meta])* pub(super) const $name: u64 = 1 << $bit;)+ };
}

classes! {
    // frames of verbs
    SAY = 0, TELL = 1, THINK = 2, WANT = 3, SHOW = 4, JUDGE = 5,
    // forms of verbs
    BASE = 6, FINITE = 7, GERUND = 8, PARTICIPLE = 9, NOUNISH = 10,
    // closed classes
    AUXILIARY = 11, ADVERB = 12, DETERMINER = 13, PREPOSITION = 14, INNER_PREPOSITION = 15, CONJUNCTION = 16, BREAK = 17, RELATIVE = 18,
    THAT = 19, SUBJECT = 20, PLURAL_SUBJECT = 21, MALE = 22, FEMALE = 23, PLURAL = 24, NEUTER = 25, FIRST = 26, TIME = 27, ARTICLE = 28,
    INFINITIVE = 29, ABBREVIATION = 30, NEGATION = 31,
    // nouns
    TITLE = 32, MALE_TITLE = 33, FEMALE_TITLE = 34, ROLE = 35, UNNAMED = 36, DOCUMENT = 37, STATEMENT_NOUN = 38, STATEMENT_MEDIUM = 39,
    DENIAL = 40, REPLY = 41, HEARER = 42, COLLECTIVE = 43, WEAK = 44, PERSON = 45, NAMED = 46, PLACE = 47,
    // verbs that promise or claim with an infinitive
    PROMISE = 48,
    // what comes before a noun phrase with its participle
    WITH = 49,
}

/// A verb of any frame.
pub(super) const VERB: u64 = SAY | TELL | THINK | WANT | SHOW | JUDGE;
/// What ends a noun phrase on its left side.
pub(super) const CLOSED: u64 = AUXILIARY | BREAK | CONJUNCTION | RELATIVE;
/// Personal pronouns.
pub(super) const PRONOUN: u64 = MALE | FEMALE | PLURAL | NEUTER | FIRST;

/// The words of one language.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    classes: WordMap<u64>,
    /// Whether a quotation inside reported speech is a row of its own.
    pub(super) fragments: bool,
    /// Whether the speaker may follow the verb.
    pub(super) inverts: bool,
    /// Phrases before a source, as folded words.
    pub(super) before: Vec<Vec<u32>>,
    /// Words after a source, as folded words.
    pub(super) after: Vec<Vec<u32>>,
    /// Auxiliaries of the passive, and words before its agent.
    pub(super) passive: Vec<u32>,
    pub(super) agent: Vec<u32>,
    /// Articles of what was not named before.
    pub(super) indefinite: Vec<u32>,
    /// Words for interviews, and for what broadcasts or prints.
    pub(super) interviews: Vec<u32>,
    pub(super) broadcasters: Vec<u32>,
    /// Words before an outlet or document that is cited.
    pub(super) citing: Vec<Vec<u32>>,
    /// Participles of who is quoted: "was quoted as saying".
    pub(super) quoted: Vec<u32>,
    /// Words before the name that somebody gives: "described as".
    pub(super) naming: Vec<u32>,
    /// Conjunctions between two who say something, one against the other.
    pub(super) contrasts: Vec<u32>,
    /// How adverbs end that are in no list.
    pub(super) adverb_ending: Option<String>,
    /// A source that would not speak.
    pub(super) declined: Vec<Vec<u32>>,
    /// A source that did not answer.
    pub(super) unreachable: Vec<Vec<u32>>,
}

impl Lexicon {
    /// Whether there are words of the language at all.
    pub(super) fn knows(&self) -> bool {
        !self.classes.is_empty()
    }

    /// The classes of a folded word.
    pub(super) fn of(&self, word: u32) -> u64 {
        self.classes.get(&word).copied().unwrap_or(0)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    language: String,
    #[allow(dead_code, reason = "every word list names its source; nothing reads it at run time")]
    source: String,
    fragments: bool,
    inverts: bool,
    #[serde(default)]
    adverb_ending: Option<String>,
    verbs: HashMap<String, Vec<String>>,
    words: HashMap<String, Vec<String>>,
    phrases: Phrases,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Phrases {
    before: Vec<String>,
    #[serde(default)]
    after: Vec<String>,
    #[serde(default)]
    passive: Vec<String>,
    #[serde(default)]
    agent: Vec<String>,
    #[serde(default)]
    indefinite: Vec<String>,
    #[serde(default)]
    quoted: Vec<String>,
    #[serde(default)]
    naming: Vec<String>,
    #[serde(default)]
    contrasts: Vec<String>,
    #[serde(default)]
    interviews: Vec<String>,
    #[serde(default)]
    broadcasters: Vec<String>,
    #[serde(default)]
    citing: Vec<String>,
    #[serde(default)]
    declined: Vec<String>,
    #[serde(default)]
    unreachable: Vec<String>,
}

/// Names of frames in the files.
const FRAMES: [(&str, u64); 6] = [("say", SAY), ("tell", TELL), ("think", THINK), ("want", WANT), ("show", SHOW), ("judge", JUDGE)];

/// Names of word lists in the files.
const LISTS: [(&str, u64); 40] = [
    ("nounish", NOUNISH),
    ("auxiliaries", AUXILIARY),
    ("negations", NEGATION),
    ("adverbs", ADVERB),
    ("determiners", DETERMINER),
    ("prepositions", PREPOSITION),
    ("inner_prepositions", INNER_PREPOSITION),
    ("conjunctions", CONJUNCTION),
    ("breaks", BREAK),
    ("relatives", RELATIVE),
    ("that", THAT),
    ("subjects", SUBJECT),
    ("plural_subjects", PLURAL_SUBJECT),
    ("male", MALE),
    ("female", FEMALE),
    ("plural", PLURAL),
    ("neuter", NEUTER),
    ("first", FIRST),
    ("times", TIME),
    ("articles", ARTICLE),
    ("infinitive", INFINITIVE),
    ("abbreviations", ABBREVIATION),
    ("titles", TITLE),
    ("male_titles", MALE_TITLE),
    ("female_titles", FEMALE_TITLE),
    ("roles", ROLE),
    ("unnamed", UNNAMED),
    ("documents", DOCUMENT),
    ("statement_nouns", STATEMENT_NOUN),
    ("statement_media", STATEMENT_MEDIUM),
    ("denials", DENIAL),
    ("replies", REPLY),
    ("hearers", HEARER),
    ("collectives", COLLECTIVE),
    ("weak", WEAK),
    ("promises", PROMISE),
    ("absolutes", WITH),
    ("persons", PERSON),
    ("named", NAMED),
    ("places", PLACE),
];

static ALL: LazyLock<Vec<(String, Lexicon)>> = LazyLock::new(|| {
    let files = [
        include_str!("../data/voice/en.toml"),
        include_str!("../data/voice/de.toml"),
        include_str!("../data/voice/fr.toml"),
        include_str!("../data/voice/es.toml"),
        include_str!("../data/voice/ru.toml"),
    ];
    files.iter().map(|text| read(text)).collect()
});

fn read(text: &str) -> (String, Lexicon) {
    let file: File = toml::from_str(text).expect("word lists are checked by a test");
    let mut classes: WordMap<u64> = WordMap::default();
    let mut put = |words: &str, bits: u64| {
        for word in fold(words) {
            *classes.entry(word.hash).or_default() |= bits;
        }
    };
    for (name, frame) in FRAMES {
        for verb in file.verbs.get(name).into_iter().flatten() {
            for (forms, form) in verb.split('|').zip([BASE, FINITE, GERUND, PARTICIPLE]) {
                put(forms, frame | form);
            }
        }
    }
    for (name, class) in LISTS {
        for word in file.words.get(name).into_iter().flatten() {
            put(word, class);
        }
    }
    // nounish is a list of forms that stand among the verbs
    for word in file.verbs.get("nounish").into_iter().flatten() {
        put(word, NOUNISH);
    }
    let phrases = |list: &[String]| list.iter().map(|p| hashes(p)).collect();
    let words = |list: &[String]| list.iter().flat_map(|w| hashes(w)).collect();
    let lexicon = Lexicon {
        classes,
        fragments: file.fragments,
        inverts: file.inverts,
        before: phrases(&file.phrases.before),
        after: phrases(&file.phrases.after),
        passive: words(&file.phrases.passive),
        agent: words(&file.phrases.agent),
        indefinite: words(&file.phrases.indefinite),
        quoted: words(&file.phrases.quoted),
        naming: words(&file.phrases.naming),
        contrasts: words(&file.phrases.contrasts),
        interviews: words(&file.phrases.interviews),
        broadcasters: words(&file.phrases.broadcasters),
        citing: phrases(&file.phrases.citing),
        adverb_ending: file.adverb_ending,
        declined: phrases(&file.phrases.declined),
        unreachable: phrases(&file.phrases.unreachable),
    };
    (file.language, lexicon)
}

static NONE: LazyLock<Lexicon> = LazyLock::new(Lexicon::default);

/// The words of a language. A text of unknown language is read with the English ones, one of a language without lists with none: then
/// only quotations are found, not whose they are.
pub(super) fn lexicon(lang: Option<&str>) -> &'static Lexicon {
    of_language(&ALL, lang).unwrap_or(&NONE)
}
