//! Who gets to speak: words of a text by office or body, with what they are a share of.
//!
//! People are not listed: who has an office counts under it, everybody else who is named counts together. Wrong where an office is printed
//! far from its name.

use std::collections::BTreeMap;

use crate::corpus::Reading;
use crate::record::{Attribution, AttributionStance, AttributionType, Party, PartyKind, Span, Voices, WhoSpeaks};
use crate::text::{fold, folded, on_one_line};

use super::lexicon::{ARTICLE, COLLECTIVE, CONJUNCTION, DETERMINER, FINITE, Lexicon, NOUNISH, PREPOSITION, SAY, SUBJECT, lexicon};

/// Whose words one article prints. `lang` as for [`read`](super::read).
///
/// Attributions inside others are not counted again. Pure; one pass over the attributions.
pub fn who_speaks(reading: &Reading, voices: &Voices, lang: Option<&str>) -> WhoSpeaks {
    let lexicon = lexicon(lang);
    let mut out = WhoSpeaks { words: reading.words.len() as u32, ..WhoSpeaks::default() };
    let mut parties: BTreeMap<(PartyKind, String), (u32, u32)> = BTreeMap::new();
    for a in voices.attributions.iter().filter(|a| a.parent.is_none()) {
        match a.stance {
            AttributionStance::Denies => out.denials += 1,
            AttributionStance::Replies => out.replies += 1,
            AttributionStance::Declined => out.declined += 1,
            AttributionStance::Unreachable => out.unreachable += 1,
            AttributionStance::Asserts => {}
        }
        let words: u32 = a.content.iter().map(|s| words_in(reading, *s)).sum();
        out.attributed += words;
        let party = parties.entry(party(reading, a, lexicon)).or_default();
        *party = (party.0 + words, party.1 + 1);
    }
    out.parties = parties.into_iter().map(|((kind, name), (words, attributions))| Party { kind, name, words, attributions }).collect();
    out.sort();
    out
}

/// Whether what stands for a speaker can be one: a pronoun ("nobody who was there", "those"), words that only join others, and a stretch with a
/// verb of saying in it ("the signature, one of them remarked") are not. Wrong where a body's name holds such a verb.
pub fn names_speaker(name: &str, lang: Option<&str>) -> bool {
    let lexicon = lexicon(lang);
    let classes: Vec<u64> = fold(name).iter().map(|w| lexicon.of(w.hash)).collect();
    let joins = |class: &u64| class & (ARTICLE | DETERMINER | PREPOSITION | CONJUNCTION | SUBJECT) != 0;
    let says = |class: &u64| class & SAY != 0 && class & FINITE != 0 && class & NOUNISH == 0;
    let pronoun = classes.first().is_some_and(|c| c & SUBJECT != 0);
    !pronoun && !classes.iter().all(joins) && !classes.iter().any(says)
}

/// Whether a name has a word of those that bodies are called by: "ministry", "agency", "council".
pub(crate) fn names_body(name: &str, lang: Option<&str>) -> bool {
    let lexicon = lexicon(lang);
    fold(name).iter().any(|w| lexicon.of(w.hash) & COLLECTIVE != 0)
}

fn words_in(reading: &Reading, span: Span) -> u32 {
    let first = reading.words.partition_point(|w| w.start < span.start);
    (reading.words.partition_point(|w| w.end <= span.end).max(first) - first) as u32
}

/// Under what an attribution counts.
fn party(reading: &Reading, a: &Attribution, lexicon: &Lexicon) -> (PartyKind, String) {
    let printed = |span: Span| {
        let text = span.of(&reading.text);
        let begin = fold(text).iter().find(|w| lexicon.of(w.hash) & ARTICLE == 0).map_or(0, |w| w.start as usize);
        on_one_line(&text[begin..])
    };
    if a.attributed == AttributionType::Document {
        return (PartyKind::Document, String::new());
    }
    if let Some(role) = a.role {
        return (PartyKind::Office, folded(&printed(role)));
    }
    let Some(speaker) = a.speaker else { return (PartyKind::Nobody, String::new()) };
    let name = printed(speaker);
    let body = fold(&name).iter().any(|w| lexicon.of(w.hash) & COLLECTIVE != 0);
    let named = name.chars().next().is_some_and(char::is_uppercase);
    match (body, named) {
        (true, _) => (PartyKind::Body, name),
        (false, true) => (PartyKind::Named, String::new()),
        (false, false) => (PartyKind::Unnamed, folded(&name)),
    }
}
