//! Things: nouns that an article comes back to, and the phrases it has for them.
//!
//! "The lawsuit", "the sham lawsuit": a noun that heads noun phrases again and again is what the article is about. Wrong where one noun speaks of
//! two things.

use std::collections::BTreeMap;

use super::lexicon::{CLOSED, TIME, ends};
use super::phrase::Phrase;
use super::sheet::{Range, Sheet, gap};

/// Noun phrases from which a noun is what an article speaks of. Chosen with the development articles of a labelling corpus in view.
const FEWEST: usize = 2;
/// Nouns of an article, the most frequent first. Chosen: so many are told in a short article, and long ones keep their tables small.
const MOST: usize = 16;
/// Bytes of a noun, at least.
const SHORTEST: usize = 4;

/// One such noun: its phrases, in order.
pub(super) struct Thing {
    pub(super) phrases: Vec<Range>,
    /// The phrase with most words.
    pub(super) fullest: Range,
}

/// The things of an article; `taken` are words of labels.
pub(super) fn things(sheet: &Sheet, taken: &[bool]) -> Vec<Thing> {
    let mut heads: BTreeMap<u32, Vec<Phrase>> = BTreeMap::new();
    for (at, taken) in taken.iter().enumerate() {
        if is_noun(sheet, at) && !taken {
            let phrase = sheet.phrase_to(at);
            if phrase.determined || phrase.first < at && !sheet.ends_like_verb(at) {
                heads.entry(stem(sheet, at)).or_default().push(phrase);
            }
        }
    }
    let mut often: Vec<Vec<Phrase>> = heads.into_values().filter(|p| p.len() >= FEWEST && p.iter().any(|p| p.determined)).collect();
    often.sort_by_key(|p| (std::cmp::Reverse(p.len()), p[0].head));
    often.truncate(MOST);
    often.into_iter().map(thing).collect()
}

fn thing(phrases: Vec<Phrase>) -> Thing {
    let phrases: Vec<Range> = phrases.into_iter().map(Phrase::range).collect();
    let fullest = phrases.iter().copied().max_by_key(|r| (r.1 - r.0, std::cmp::Reverse(r.0))).unwrap_or_default();
    Thing { phrases, fullest }
}

/// A lower-case word that may end a noun phrase here: what follows is no part of it.
fn is_noun(sheet: &Sheet, at: usize) -> bool {
    let raw = sheet.raw(at);
    if raw.len() < SHORTEST
        || sheet.capital[at]
        || sheet.furniture[at]
        || sheet.is(at, CLOSED | TIME)
        || sheet.actor[at].is_some()
        || sheet.possessive(at)
    {
        return false;
    }
    if !raw.starts_with(char::is_lowercase) || sheet.has(at + 1, gap::JOINED) {
        return false;
    }
    let next = at + 1;
    next >= sheet.words.len()
        || sheet.has(next, gap::PARTS)
        || sheet.is(next, CLOSED | TIME)
        || sheet.capital[next]
        || sheet.ends_like_verb(next)
}

/// Singular and plural count as one.
fn stem(sheet: &Sheet, at: usize) -> u32 {
    let raw = sheet.raw(at);
    let plural = sheet.lexicon.endings.plurals.iter().find(|e| ends(raw, std::slice::from_ref(e)));
    match plural.and_then(|e| raw.strip_suffix(e.as_str())) {
        Some(stem) => crate::text::fold(stem).first().map_or(sheet.words[at].hash, |w| w.hash),
        None => sheet.words[at].hash,
    }
}
