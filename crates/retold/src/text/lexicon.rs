//! Word lists of a language, as data.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

use super::credit::Phrases;
use super::fold::hashes;
use super::hashed::WordMap;
use super::language::of_language;

/// Words that change what a sentence says. Kept as hashes of folded words.
#[derive(Debug)]
pub(crate) struct Lexicon {
    pub(crate) negations: BTreeSet<u32>,
    pub(crate) hedges: BTreeSet<u32>,
    /// Hedges of several words.
    pub(crate) hedge_phrases: Vec<Vec<u32>>,
    /// Verbs that take for true what is said.
    pub(crate) vouching: BTreeSet<u32>,
    pub(crate) speech: BTreeSet<u32>,
    pub(crate) numbers: BTreeSet<u32>,
    pub(crate) quantities: BTreeSet<u32>,
    /// Words that say that somebody contradicts what is said of them.
    pub(crate) denials: BTreeSet<u32>,
    /// Words for what is counted while an event goes on, and can only grow.
    pub(crate) tallies: BTreeSet<u32>,
    /// Nouns that can name somebody who acts.
    pub(crate) actors: WordMap<Actor>,
    /// Those of them that say nothing where they stand alone.
    pub(crate) bare_actors: BTreeSet<u32>,
    /// Those that are a label beside a name all the same.
    pub(crate) kinds_of_group: BTreeSet<u32>,
    /// How nouns end that name one person, and people; and words that end alike and name nobody.
    person_endings: [Vec<String>; 2],
    no_persons: BTreeSet<u32>,
    /// How plurals end.
    pub(crate) plurals: Vec<String>,
    pub(crate) credit: Phrases,
}

/// Whom a noun names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Actor {
    /// A group or body.
    Group,
    /// Several people of one kind.
    People,
    /// One person, by office or part.
    Office,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    language: String,
    #[allow(dead_code, reason = "every word list names its source; nothing reads it at run time")]
    source: String,
    negations: Vec<String>,
    hedges: Vec<String>,
    hedge_phrases: Vec<String>,
    vouching: Vec<String>,
    speech: Vec<String>,
    numbers: Vec<String>,
    quantities: Vec<String>,
    denials: Vec<String>,
    tallies: Vec<String>,
    actors: Actors,
    credit: Credit,
}

impl Lexicon {
    /// Whom a word names: by the lists, else by its ending.
    pub(crate) fn actor(&self, hash: u32, raw: &str) -> Option<Actor> {
        const STEM: usize = 3;
        let ends = |list: &[String]| list.iter().any(|e| raw.len() >= e.len() + STEM && raw.ends_with(e.as_str()));
        let [person, people] = &self.person_endings;
        let by_ending = || match () {
            () if self.no_persons.contains(&hash) => None,
            () if ends(people) => Some(Actor::People),
            () if ends(person) => Some(Actor::Office),
            () => None,
        };
        self.actors.get(&hash).copied().or_else(by_ending)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Actors {
    groups: Vec<String>,
    people: Vec<String>,
    offices: Vec<String>,
    bare: Vec<String>,
    kinds: Vec<String>,
    person_endings: Vec<String>,
    people_endings: Vec<String>,
    no_persons: Vec<String>,
    plural_endings: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Credit {
    before: Vec<String>,
    after: Vec<String>,
    witness_before: Vec<String>,
    witness_after: Vec<String>,
    sources: Vec<String>,
    unnamed: Vec<String>,
    outlet_words: Vec<String>,
    rights: Vec<String>,
}

static ALL: LazyLock<Vec<(String, Lexicon)>> = LazyLock::new(|| [include_str!("../data/en.toml")].iter().map(|text| read(text)).collect());

fn read(text: &str) -> (String, Lexicon) {
    let file: File = toml::from_str(text).expect("word lists are checked by a test");
    let words = |list: Vec<String>| list.iter().flat_map(|w| hashes(w)).collect();
    let phrases = |list: Vec<String>| list.iter().map(|p| hashes(p)).collect();
    let credit = Phrases {
        before: phrases(file.credit.before),
        after: phrases(file.credit.after),
        witness_before: phrases(file.credit.witness_before),
        witness_after: phrases(file.credit.witness_after),
        sources: words(file.credit.sources),
        unnamed: phrases(file.credit.unnamed),
        outlet_words: words(file.credit.outlet_words),
        rights: words(file.credit.rights),
    };
    let mut actors = WordMap::default();
    for (list, actor) in [(&file.actors.offices, Actor::Office), (&file.actors.people, Actor::People), (&file.actors.groups, Actor::Group)]
    {
        actors.extend(list.iter().flat_map(|w| hashes(w)).map(|word| (word, actor)));
    }
    let lexicon = Lexicon {
        negations: words(file.negations),
        hedges: words(file.hedges),
        hedge_phrases: phrases(file.hedge_phrases),
        vouching: words(file.vouching),
        speech: words(file.speech),
        numbers: words(file.numbers),
        quantities: words(file.quantities),
        denials: words(file.denials),
        tallies: words(file.tallies),
        actors,
        bare_actors: words(file.actors.bare),
        kinds_of_group: words(file.actors.kinds),
        person_endings: [file.actors.person_endings, file.actors.people_endings],
        no_persons: words(file.actors.no_persons),
        plurals: file.actors.plural_endings,
        credit,
    };
    (file.language, lexicon)
}

/// The word lists of a language; an unknown language is read with the English ones, a language without lists with none.
pub(crate) fn lexicon(lang: Option<&str>) -> Option<&'static Lexicon> {
    of_language(&ALL, lang)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn a_noun_for_somebody_stands_in_one_list_and_once() {
        let file: super::File = toml::from_str(include_str!("../data/en.toml")).unwrap();
        let mut seen = BTreeSet::new();
        let doubled: Vec<_> = [file.actors.groups, file.actors.people, file.actors.offices]
            .into_iter()
            .flatten()
            .filter(|w| !seen.insert(w.clone()))
            .collect();
        assert!(doubled.is_empty(), "only one of two lists counts: {doubled:?}");
    }

    #[test]
    fn every_word_list_is_readable() {
        assert!(super::ALL.iter().all(|(name, lexicon)| name.len() == 2 && !lexicon.negations.is_empty()));
        assert!(super::lexicon(Some("en-GB")).is_some() && super::lexicon(Some("xx")).is_none());
    }
}
