//! The words of quantity of a language, as data.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::text::{WordMap, fold, hashes, of_language};

/// What one word may be in a quantity. Places refer to the lists of names.
#[derive(Debug, Default, Clone)]
pub(super) struct Info {
    pub(super) cardinal: Option<f64>,
    pub(super) multiplier: Option<f64>,
    pub(super) fraction: Option<f64>,
    /// The least that a vague word means.
    pub(super) vague: Option<f64>,
    /// What "thirds" divides by.
    pub(super) denominator: Option<f64>,
    pub(super) unit: Option<u8>,
    pub(super) event: Option<u8>,
    pub(super) group: Option<u8>,
    flags: u64,
}

/// Lists a word is in.
#[derive(Debug, Clone, Copy)]
#[repr(u64)]
pub(super) enum Flag {
    Put = 1 << 0,
    Ordinal = 1 << 1,
    Month = 1 << 2,
    YearBefore = 1 << 4,
    PutAt = 1 << 3,
    Numbered = 1 << 5,
    Street = 1 << 6,
    NotACount = 1 << 7,
    Adjective = 1 << 8,
    Including = 1 << 9,
    Auxiliary = 1 << 10,
    Stop = 1 << 11,
    Abbreviation = 1 << 12,
    Change = 1 << 13,
    Age = 1 << 14,
    Between = 1 << 15,
    RangeAnd = 1 << 16,
    Weekday = 1 << 17,
    OtherEvent = 1 << 18,
    Of = 1 << 19,
    Be = 1 << 20,
    Measure = 1 << 21,
    Place = 1 << 22,
    Among = 1 << 23,
    Complement = 1 << 24,
    OfItsOwn = 1 << 25,
    Clause = 1 << 26,
    Whole = 1 << 27,
    Other = 1 << 28,
    Locality = 1 << 29,
    Formerly = 1 << 30,
    Toward = 1 << 31,
    Parent = 1 << 32,
    Pointing = 1 << 33,
    Row = 1 << 34,
    OpenYear = 1 << 35,
}

impl Info {
    pub(super) fn is(&self, flag: Flag) -> bool {
        self.flags & flag as u64 != 0
    }
}

/// Phrases as rows of word hashes.
type Phrases = Vec<Vec<u32>>;

/// Everything known of a language's quantities.
#[derive(Debug)]
pub(super) struct Lexicon {
    /// What "a mother of three" has three of, by place among groups.
    pub(super) offspring: u8,
    words: WordMap<Info>,
    pub(super) thousands: char,
    pub(super) decimal: char,
    /// Names of units, events and groups, by place.
    pub(super) units: Vec<String>,
    pub(super) events: Vec<String>,
    pub(super) groups: Vec<String>,
    pub(super) never_planned: Vec<u8>,
    pub(super) begins: Vec<u8>,
    /// Events that end for those who are counted: a later count may be smaller.
    pub(super) passing: Vec<u8>,
    /// Events whose words are said of much else: "made", "held".
    pub(super) loose: Vec<u8>,
    /// Groups of which the number alone tells what is spoken of: who did it.
    pub(super) doers: Vec<u8>,
    /// Two events and what both together are: who was killed and who was hurt are casualties.
    pub(super) joint: Vec<[u8; 3]>,
    /// For each event the slot it shares with others.
    pub(super) slots: Vec<u8>,
    /// For each group the class it is compared in; `None` for people in general.
    pub(super) group_classes: Vec<Option<u8>>,
    pub(super) about: Phrases,
    pub(super) at_least: Phrases,
    pub(super) at_most: Phrases,
    pub(super) or_more: Phrases,
    pub(super) or_so: Phrases,
    pub(super) number_and: Phrases,
    pub(super) range_to: Phrases,
    pub(super) one_of_many: Phrases,
    pub(super) fraction_of: Phrases,
    /// How plurals end, and what ends alike and is none.
    pub(super) plural_endings: [Vec<String>; 2],
    /// How participles and adverbs end.
    pub(super) verbal_endings: Vec<String>,
    pub(super) clock_after: Phrases,
    pub(super) percentage_points: Phrases,
    pub(super) percent: Phrases,
    pub(super) planned: Phrases,
    pub(super) conditional: Phrases,
    pub(super) negated: Phrases,
    pub(super) so_far: Phrases,
    pub(super) currency_signs: Vec<(char, u8)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[allow(dead_code, reason = "every word list names its source; nothing reads it at run time")]
    source: String,
    thousands: char,
    decimal: char,
    about: Vec<String>,
    at_least: Vec<String>,
    at_most: Vec<String>,
    or_more: Vec<String>,
    or_so: Vec<String>,
    between: Vec<String>,
    range_and: Vec<String>,
    vague: BTreeMap<String, f64>,
    ordinals: Vec<String>,
    months: Vec<String>,
    clock_after: Vec<String>,
    year_before: Vec<String>,
    numbered: Vec<String>,
    streets: Vec<String>,
    not_a_count: Vec<String>,
    adjectives: Vec<String>,
    weekdays: Vec<String>,
    other_events: Vec<String>,
    including: Vec<String>,
    auxiliaries: Vec<String>,
    stops: Vec<String>,
    abbreviations: Vec<String>,
    changes: Vec<String>,
    never_planned: Vec<String>,
    same_slot: Vec<Vec<String>>,
    joint: Vec<[String; 3]>,
    put: Vec<String>,
    put_at: Vec<String>,
    begins: Vec<String>,
    passing: Vec<String>,
    loose: Vec<String>,
    doers: Vec<String>,
    pointing: Vec<String>,
    rows: Vec<String>,
    open_years: Vec<String>,
    parents: Vec<String>,
    offspring: String,
    anybody: Vec<String>,
    same_group: Vec<Vec<String>>,
    age: Vec<String>,
    percent: Vec<String>,
    percentage_points: Vec<String>,
    number_and: Vec<String>,
    range_to: Vec<String>,
    one_of_many: Vec<String>,
    of: Vec<String>,
    be: Vec<String>,
    measures: Vec<String>,
    place_prepositions: Vec<String>,
    among: Vec<String>,
    complements: Vec<String>,
    only_counted: Vec<String>,
    clauses: Vec<String>,
    wholes: Vec<String>,
    others: Vec<String>,
    localities: Vec<String>,
    formerly: Vec<String>,
    toward: Vec<String>,
    denominators: BTreeMap<String, f64>,
    fraction_of: Vec<String>,
    plural_endings: Vec<String>,
    no_plural_endings: Vec<String>,
    verbal_endings: Vec<String>,
    cardinals: BTreeMap<String, f64>,
    multipliers: BTreeMap<String, f64>,
    fractions: BTreeMap<String, f64>,
    events: BTreeMap<String, Vec<String>>,
    groups: BTreeMap<String, Vec<String>>,
    units: BTreeMap<String, Vec<String>>,
    currency_signs: BTreeMap<char, String>,
    states: States,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct States {
    planned: Vec<String>,
    conditional: Vec<String>,
    negated: Vec<String>,
    so_far: Vec<String>,
}

static ALL: LazyLock<Vec<(String, Lexicon)>> =
    LazyLock::new(|| vec![("en".to_owned(), Lexicon::read(include_str!("../data/figures/en.toml")))]);

/// The lists of a language; an unknown language is read with the English ones, a language without lists with none.
pub(super) fn lexicon(lang: Option<&str>) -> Option<&'static Lexicon> {
    of_language(&ALL, lang)
}

fn phrases(list: &[String]) -> Phrases {
    list.iter().map(|p| hashes(p)).collect()
}

impl Lexicon {
    /// What is known of a word.
    pub(super) fn of(&self, hash: u32) -> Option<&Info> {
        self.words.get(&hash)
    }

    fn read(text: &str) -> Self {
        let file: File = toml::from_str(text).expect("word lists are checked by a test");
        let mut words: WordMap<Info> = WordMap::default();
        let mut with = |list: &[String], set: &dyn Fn(&mut Info)| {
            list.iter().flat_map(|w| fold(w)).for_each(|w| set(words.entry(w.hash).or_default()));
        };
        let flags = [
            (&file.ordinals, Flag::Ordinal),
            (&file.months, Flag::Month),
            (&file.year_before, Flag::YearBefore),
            (&file.numbered, Flag::Numbered),
            (&file.streets, Flag::Street),
            (&file.not_a_count, Flag::NotACount),
            (&file.adjectives, Flag::Adjective),
            (&file.including, Flag::Including),
            (&file.weekdays, Flag::Weekday),
            (&file.other_events, Flag::OtherEvent),
            (&file.auxiliaries, Flag::Auxiliary),
            (&file.stops, Flag::Stop),
            (&file.abbreviations, Flag::Abbreviation),
            (&file.changes, Flag::Change),
            (&file.age, Flag::Age),
            (&file.between, Flag::Between),
            (&file.range_and, Flag::RangeAnd),
            (&file.of, Flag::Of),
            (&file.be, Flag::Be),
            (&file.measures, Flag::Measure),
            (&file.place_prepositions, Flag::Place),
            (&file.among, Flag::Among),
            (&file.complements, Flag::Complement),
            (&file.only_counted, Flag::OfItsOwn),
            (&file.clauses, Flag::Clause),
            (&file.wholes, Flag::Whole),
            (&file.others, Flag::Other),
            (&file.localities, Flag::Locality),
            (&file.formerly, Flag::Formerly),
            (&file.toward, Flag::Toward),
            (&file.put, Flag::Put),
            (&file.put_at, Flag::PutAt),
            (&file.parents, Flag::Parent),
            (&file.pointing, Flag::Pointing),
            (&file.rows, Flag::Row),
            (&file.open_years, Flag::OpenYear),
        ];
        flags.iter().for_each(|&(list, flag)| with(list, &|info| info.flags |= flag as u64));
        file.cardinals.iter().for_each(|(w, &n)| with(std::slice::from_ref(w), &|info| info.cardinal = Some(n)));
        file.multipliers.iter().for_each(|(w, &n)| with(std::slice::from_ref(w), &|info| info.multiplier = Some(n)));
        file.fractions.iter().for_each(|(w, &n)| with(std::slice::from_ref(w), &|info| info.fraction = Some(n)));
        file.denominators.iter().for_each(|(w, &n)| with(std::slice::from_ref(w), &|info| info.denominator = Some(n)));
        file.vague.iter().for_each(|(w, &n)| with(std::slice::from_ref(w), &|info| info.vague = Some(n)));
        (0..).zip(file.units.values()).for_each(|(n, list)| with(list, &|info| info.unit = Some(n)));
        (0..).zip(file.events.values()).for_each(|(n, list)| with(list, &|info| info.event = Some(n)));
        (0..).zip(file.groups.values()).for_each(|(n, list)| with(list, &|info| info.group = Some(n)));
        let names = |map: BTreeMap<String, Vec<String>>| map.into_keys().collect::<Vec<_>>();
        let (units, events, groups) = (names(file.units), names(file.events), names(file.groups));
        let place =
            |names: &[String], name: &String| names.iter().position(|n| n == name).expect("names of one list are used in another") as u8;
        let mut slots: Vec<u8> = (0..events.len() as u8).collect();
        for list in &file.same_slot {
            let first = place(&events, &list[0]);
            list.iter().for_each(|name| slots[usize::from(place(&events, name))] = first);
        }
        let mut group_classes: Vec<Option<u8>> = (0..groups.len() as u8).map(Some).collect();
        file.anybody.iter().for_each(|name| group_classes[usize::from(place(&groups, name))] = None);
        for list in &file.same_group {
            let first = place(&groups, &list[0]);
            list.iter().for_each(|name| group_classes[usize::from(place(&groups, name))] = Some(first));
        }
        Lexicon {
            words,
            group_classes,
            thousands: file.thousands,
            decimal: file.decimal,
            never_planned: file.never_planned.iter().map(|n| place(&events, n)).collect(),
            offspring: place(&groups, &file.offspring),
            joint: file.joint.iter().map(|names| names.each_ref().map(|n| place(&events, n))).collect(),
            passing: file.passing.iter().map(|n| place(&events, n)).collect(),
            loose: file.loose.iter().map(|n| place(&events, n)).collect(),
            doers: file.doers.iter().map(|n| place(&groups, n)).collect(),
            begins: file.begins.iter().map(|n| place(&events, n)).collect(),
            currency_signs: file.currency_signs.iter().map(|(&c, n)| (c, place(&units, n))).collect(),
            slots,
            units,
            events,
            groups,
            about: phrases(&file.about),
            at_least: phrases(&file.at_least),
            at_most: phrases(&file.at_most),
            or_more: phrases(&file.or_more),
            or_so: phrases(&file.or_so),
            percentage_points: phrases(&file.percentage_points),
            number_and: phrases(&file.number_and),
            range_to: phrases(&file.range_to),
            one_of_many: phrases(&file.one_of_many),
            fraction_of: phrases(&file.fraction_of),
            plural_endings: [file.plural_endings, file.no_plural_endings],
            verbal_endings: file.verbal_endings,
            clock_after: phrases(&file.clock_after),
            percent: phrases(&file.percent),
            planned: phrases(&file.states.planned),
            conditional: phrases(&file.states.conditional),
            negated: phrases(&file.states.negated),
            so_far: phrases(&file.states.so_far),
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_word_lists_are_readable() {
        assert!(super::lexicon(Some("en-GB")).is_some() && super::lexicon(Some("xx")).is_none());
    }
}
