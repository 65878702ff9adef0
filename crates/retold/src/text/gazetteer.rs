//! Names of outlets: the collection's own, those of `outlets.csv`, and a shipped list of agencies.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use super::fold::{Word, hashes};
use crate::record::{Outlet, Outlets, Span};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[allow(dead_code, reason = "every list names its source; nothing reads it at run time")]
    source: String,
    institutions: Vec<String>,
    outlet: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    domains: Vec<String>,
    #[serde(default)]
    agency: bool,
}

struct Shipped {
    outlets: Vec<Outlet>,
    institutions: Vec<String>,
}

static SHIPPED: LazyLock<Shipped> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../data/outlets.toml")).expect("the list of outlets is checked by a test");
    let outlet = |row: Row| Outlet { name: row.name, aliases: row.aliases, domains: row.domains, agency: row.agency, ..Outlet::default() };
    Shipped { outlets: file.outlet.into_iter().map(outlet).collect(), institutions: file.institutions }
});

impl Shipped {
    /// The outlet of a name as a collection gives it: a masthead, a short name or a host.
    fn of(&self, name: &str) -> Option<&Outlet> {
        let name = name.to_lowercase();
        let host = name.trim_start_matches("www.");
        let is = |known: &str| known.to_lowercase() == name;
        let exact = |o: &&Outlet| is(&o.name) || o.aliases.iter().any(|a| is(a)) || o.domains.iter().any(|d| d == host);
        self.outlets.iter().find(exact)
    }
}

/// Whether the host belongs to an institution (a university, an authority), which publishes releases of its own.
pub(crate) fn is_institution(host: &str) -> bool {
    const COUNTRY: usize = 2;
    let labels: Vec<&str> = host.trim_end_matches('.').rsplit('.').collect();
    let is = |label: &str| SHIPPED.institutions.iter().any(|i| i == label);
    match labels.as_slice() {
        [last, _, ..] if is(last) => true,
        [last, second, _, ..] => last.len() == COUNTRY && is(second),
        _ => false,
    }
}

/// An outlet's name in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// Index of the first word of the name, and of the first word after it.
    pub(crate) words: (usize, usize),
    /// Main name of the outlet.
    pub(crate) outlet: String,
}

/// Every known outlet with all its spellings.
#[derive(Debug)]
pub struct Gazetteer {
    outlets: Vec<Outlet>,
    /// Main name or alias → outlet. Asked for every credit of every pair, never walked.
    by_name: HashMap<String, usize>,
    /// Hash of a spelling's first word → spellings.
    spellings: BTreeMap<u32, Vec<Spelling>>,
    /// One bit for each of the highest sixteen bits of a hash: tells nearly every word that begins no name.
    first_words: Vec<u64>,
}

#[derive(Debug)]
struct Spelling {
    words: Vec<u32>,
    /// Short names in capitals are matched in capitals only: `AP`, not `ap`.
    capitals: bool,
    outlet: usize,
}

impl Gazetteer {
    /// `outlets` first, then outlets of the collection that it lacks, then the shipped list.
    pub fn new<'a>(outlets: &Outlets, collection: impl IntoIterator<Item = &'a str>) -> Self {
        let mut all: Vec<Outlet> = outlets.rows().to_vec();
        let mut names: Vec<&str> = collection.into_iter().collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            if outlets.named(name).is_none() {
                all.push(SHIPPED.of(name).map_or_else(
                    || Outlet { name: name.to_owned(), ..Outlet::default() },
                    |o| Outlet { name: name.to_owned(), aliases: [std::slice::from_ref(&o.name), &o.aliases[..]].concat(), ..o.clone() },
                ));
            }
        }
        let known = |o: &Outlet| all.iter().any(|a| a.name == o.name || a.aliases.contains(&o.name));
        let more: Vec<Outlet> = SHIPPED.outlets.iter().filter(|o| !known(o)).cloned().collect();
        all.extend(more);
        let mut spellings: BTreeMap<u32, Vec<Spelling>> = BTreeMap::new();
        for (i, outlet) in all.iter().enumerate() {
            for name in std::iter::once(&outlet.name).chain(&outlet.aliases) {
                let words: Vec<u32> = hashes(name);
                let capitals = name.len() <= 6 && !name.chars().any(char::is_lowercase);
                if let Some(&first) = words.first() {
                    spellings.entry(first).or_default().push(Spelling { words, capitals, outlet: i });
                }
            }
        }
        for of_word in spellings.values_mut() {
            of_word.sort_by(|a, b| b.words.len().cmp(&a.words.len()).then_with(|| a.words.cmp(&b.words)).then(a.outlet.cmp(&b.outlet)));
        }
        let mut by_name = HashMap::new();
        // a main name goes before an alias, an earlier outlet before a later one
        for (i, outlet) in all.iter().enumerate() {
            by_name.entry(outlet.name.clone()).or_insert(i);
        }
        for (i, outlet) in all.iter().enumerate() {
            for alias in &outlet.aliases {
                by_name.entry(alias.clone()).or_insert(i);
            }
        }
        let mut first_words = vec![0u64; 1 << 10];
        spellings.keys().map(|&hash| first_word_bit(hash)).for_each(|(word, bit)| first_words[word] |= bit);
        Gazetteer { outlets: all, by_name, spellings, first_words }
    }

    /// The outlet of this main name or alias.
    pub fn outlet(&self, name: &str) -> Option<&Outlet> {
        self.by_name.get(name).map(|&i| &self.outlets[i])
    }

    /// Whether two names mean one outlet.
    pub fn same(&self, a: &str, b: &str) -> bool {
        a == b || self.by_name.get(a).is_some_and(|i| self.by_name.get(b) == Some(i))
    }

    /// The main name of an outlet; a name that is not known is its own.
    pub(crate) fn main_name<'a>(&'a self, name: &'a str) -> &'a str {
        self.outlet(name).map_or(name, |o| o.name.as_str())
    }

    /// Outlets named in a text, in order; of overlapping names the longest.
    pub(crate) fn names(&self, text: &str, words: &[Word]) -> Vec<Named> {
        let mut out = Vec::new();
        let mut at = 0;
        while at < words.len() {
            match self.name_at(text, words, at) {
                Some(named) => {
                    at = named.words.1;
                    out.push(named);
                }
                None => at += 1,
            }
        }
        out
    }

    fn name_at(&self, text: &str, words: &[Word], at: usize) -> Option<Named> {
        let (word, bit) = first_word_bit(words[at].hash);
        if self.first_words[word] & bit == 0 {
            return None;
        }
        // many names begin with the same word: the longest first, and of one length the one there is
        let mut of_word = self.spellings.get(&words[at].hash)?.chunk_by(|a, b| a.words.len() == b.words.len());
        let spelling = of_word.find_map(|of_length| {
            let here = words.get(at..at + of_length[0].words.len())?;
            let hashes = || here.iter().map(|w| w.hash);
            let equal = of_length.partition_point(|s| s.words.iter().copied().lt(hashes()));
            let printed = Span::new(here[0].start, here[here.len() - 1].end).of(text);
            of_length[equal..].iter().take_while(|s| s.words.iter().copied().eq(hashes())).find(|s| {
                printed.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
                    && (!s.capitals || !printed.trim_end_matches("'s").trim_end_matches("’s").chars().any(char::is_lowercase))
            })
        })?;
        Some(Named { words: (at, at + spelling.words.len()), outlet: self.outlets[spelling.outlet].name.clone() })
    }
}

/// Where the filter keeps this word's bit.
fn first_word_bit(hash: u32) -> (usize, u64) {
    ((hash >> 22) as usize, 1 << ((hash >> 16) & 63))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn hosts_of_institutions_are_told_from_others() {
        let institutions = ["news.halmere.edu", "www.aldren.ac.uk", "health.gov", "teld.gov.au"];
        let others = ["meridian.example", "edu.example", "ac.uk", "gov"];
        assert!(institutions.iter().all(|h| is_institution(h)) && !others.iter().any(|h| is_institution(h)));
    }

    #[test]
    fn a_host_as_the_name_of_an_outlet_is_that_outlet() {
        let gazetteer = Gazetteer::new(&Outlets::default(), ["www.reuters.com"]);
        assert!(gazetteer.same("www.reuters.com", "Reuters"));
    }

    #[test]
    fn short_names_are_matched_in_capitals_and_long_ones_win() {
        let gazetteer = Gazetteer::new(&Outlets::default(), ["The Meridian"]);
        let text = "The Meridian and AP said an ap and Thomson Reuters Foundation rt left";
        let names: Vec<_> = gazetteer.names(text, &fold(text)).into_iter().map(|n| n.outlet).collect();
        assert_eq!(names, ["The Meridian", "Associated Press", "Reuters"]);
    }

    #[test]
    fn of_names_that_begin_alike_the_longest_that_is_there_is_found() {
        let known = ["The Pell Post", "The Aldren Herald", "The Meridian", "The Meridian Herald", "The Aldren Post"];
        let gazetteer = Gazetteer::new(&Outlets::default(), known);
        let text = "The Aldren Post, The Meridian Herald, The Meridian and The Aldren Gazette, then The Pell Post";
        let names: Vec<_> = gazetteer.names(text, &fold(text)).into_iter().map(|n| n.outlet).collect();
        assert_eq!(names, ["The Aldren Post", "The Meridian Herald", "The Meridian", "The Pell Post"]);
    }
}
