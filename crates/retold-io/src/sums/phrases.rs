//! Words with which texts name an outlet or agency as what they rest on.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use retold::record::{Relation, Sourcing, Span, stable_id};

/// Places named for a phrase.
const PLACES: usize = 200;
/// Words of a phrase; a longer one goes by the name in it.
const WORDS: usize = 8;

/// Words that name an outlet as source, and where they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// Hash of what it is.
    pub id: String,
    /// Main name of the outlet that is named.
    pub target: String,
    /// How it is named.
    pub relation: Relation,
    /// The words, as they are most often printed.
    pub words: String,
    /// Places.
    pub places: u64,
    /// Articles.
    pub articles: u64,
    /// Known outlets of these articles.
    pub outlets: u64,
    /// Places in articles of the outlet that is named.
    pub own: u64,
    /// The first places, in the order of articles.
    pub first: Vec<Place>,
}

/// Where a phrase stands: an article, by its rank or number, and bytes of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Which article.
    pub article: u32,
    /// The words.
    pub span: Span,
}

/// The words of a sourcing as they are counted: those of the phrase, or only the name where the phrase is a line of its own or long.
pub(crate) fn phrase_text(text: &str, sourcing: &Sourcing) -> String {
    let line = matches!(sourcing.relation, Relation::Dateline | Relation::Byline | Relation::Footer | Relation::Link);
    let words: Vec<&str> = text.get(sourcing.span.range()).unwrap_or("").split_whitespace().collect();
    if !line && words.len() <= WORDS {
        return words.join(" ");
    }
    text.get(sourcing.target.range()).unwrap_or("").split_whitespace().take(WORDS).collect::<Vec<_>>().join(" ")
}

#[derive(Default)]
struct Tally {
    printed: BTreeMap<String, u64>,
    places: Vec<Place>,
    articles: BTreeSet<u32>,
    outlets: BTreeSet<String>,
    own: u64,
}

/// Takes places in any order, gives phrases.
#[derive(Default)]
pub(crate) struct Phrases(BTreeMap<(String, Relation, String), Tally>);

impl Phrases {
    /// `at`: rank and span, and the outlet of the article.
    pub(crate) fn add(&mut self, target: &str, relation: Relation, words: &str, at: (u32, Span, Option<&str>)) {
        let tally = self.0.entry((target.to_owned(), relation, words.to_lowercase())).or_default();
        *tally.printed.entry(words.to_owned()).or_default() += 1;
        tally.places.push(Place { article: at.0, span: at.1 });
        tally.articles.insert(at.0);
        tally.outlets.extend(at.2.map(str::to_owned));
        tally.own += u64::from(at.2 == Some(target));
    }

    /// Those of most outlets and articles first.
    pub(crate) fn finish(self) -> Vec<Phrase> {
        let phrase = |((target, relation, key), mut t): ((String, Relation, String), Tally)| {
            t.places.sort_unstable();
            let count = t.places.len() as u64;
            t.places.truncate(PLACES);
            let words = t.printed.into_iter().max_by_key(|(words, n)| (*n, Reverse(words.clone()))).map(|(words, _)| words);
            Phrase {
                id: stable_id("w", &[&target, relation.as_str(), &key]),
                target,
                relation,
                words: words.unwrap_or_default(),
                places: count,
                articles: t.articles.len() as u64,
                outlets: t.outlets.len() as u64,
                own: t.own,
                first: t.places,
            }
        };
        let mut all: Vec<Phrase> = self.0.into_iter().map(phrase).collect();
        all.sort_by_cached_key(|p| (Reverse((p.articles, p.places)), p.target.clone(), p.relation, p.words.clone()));
        all
    }
}
