//! Short quotations: held at a distance, a fragment of what somebody said, or the title of something.
//!
//! | cue | speaks for |
//! |---|---|
//! | inside what an attribution holds, or a verb of saying in the clause | fragment |
//! | "I", "our" and the like inside; `remark`, `claim` behind it | fragment |
//! | the same words inside a longer quotation of the article | fragment |
//! | so-called before it, here or elsewhere in the article | scare quote |
//! | capital letters inside; behind `film`, `called`, `known as` | title |
//! | three words and more with a pronoun, an auxiliary or a figure | fragment |
//! | behind an article or adjective, in the middle of a noun phrase, no verb of saying | scare quote |

use std::collections::BTreeSet;

use crate::record::Span;

use super::lexicon::{
    AS, AUXILIARY, BE, CLOSED, DEFINITE, DETERMINER, DISTANCER, FIRST_PERSON, LINK, NEGATION, OF, PREPOSITION, PRONOUN, QUOTED_KIND,
    SAYING, SPOKEN_KIND, WORK,
};
use super::sheet::{Range, Sheet, gap};

/// Longest quotation that is looked at, in words.
pub(super) const LONGEST: usize = 5;

/// What a short quotation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Short {
    Scare,
    Fragment,
    Title,
}

/// The short quotations of an article with what each is. `said` holds what attributions hold.
pub(super) fn short_quotations(sheet: &Sheet, said: &[Span]) -> Vec<(Range, Short)> {
    let short = |r: &&Range| r.1 - r.0 < LONGEST && !sheet.furniture[r.0];
    let mut all: Vec<(Range, Short)> = sheet.quotations.iter().filter(short).map(|&r| (r, class(sheet, r, said))).collect();
    // what is "so-called" once is held at a distance wherever the text has it in marks
    let words = |(first, last): Range| sheet.words[first..=last].iter().map(|w| w.hash).collect::<Vec<u32>>();
    let held: BTreeSet<Vec<u32>> = all.iter().filter(|(r, _)| held_before(sheet, r.0)).map(|(r, _)| words(*r)).collect();
    all.iter_mut().filter(|(r, _)| held.contains(&words(*r))).for_each(|(_, class)| *class = Short::Scare);
    all
}

fn class(sheet: &Sheet, range: Range, said: &[Span]) -> Short {
    let (first, last) = range;
    let span = sheet.span(range);
    let behind = &sheet.text[sheet.words[last].end as usize..];
    let begins = first == sheet.sentence_start(first);
    if held_before(sheet, first) {
        return Short::Scare;
    }
    // a sentence of its own, or the words that a line of a page begins with: “Not so”: the mayor
    let sentence = begins && last > first && behind.starts_with(['.', '!', '?']) && !sheet.shouted[first];
    let announced = sheet.has(first, gap::LINE) && behind.trim_start_matches(|c: char| !c.is_alphanumeric() && c != ':').starts_with(':');
    if sentence || announced {
        return Short::Fragment;
    }
    if is_title(sheet, range) {
        return Short::Title;
    }
    if is_spoken_of(sheet, range) {
        return Short::Fragment;
    }
    if is_word_of_phrase(sheet, range) && !repeated(sheet, range) {
        return Short::Scare;
    }
    let inside = said.iter().any(|s| s.contains(span));
    let stopped = begins && behind.starts_with(['.', '!', '?', ',']);
    if inside || stopped || is_speech(sheet, range) || repeated(sheet, range) || said_in_clause(sheet, range) {
        return Short::Fragment;
    }
    Short::Scare
}

/// Whether words are somebody's by themselves, "my ferry", or by the noun behind them: "the “rigged race” remark".
fn is_spoken_of(sheet: &Sheet, (first, last): Range) -> bool {
    let behind = sheet.is(last + 1, SPOKEN_KIND) && !sheet.has(last + 1, gap::PARTS & !gap::CLOSE);
    behind || (first..=last).any(|i| sheet.is(i, FIRST_PERSON))
}

/// Whether words are those of a clause, or a count: nobody holds a word at a distance so.
fn is_speech(sheet: &Sheet, (first, last): Range) -> bool {
    const CLAUSE: usize = 3;
    let figure = (first..=last).any(|i| sheet.raw(i).starts_with(|c: char| c.is_ascii_digit()));
    let clause = (first..=last).any(|i| sheet.is(i, PRONOUN | AUXILIARY | BE | NEGATION));
    // "is “looking for trouble”"
    let predicate = first > 0 && sheet.is(first - 1, BE) && sheet.ends_like_verb(first);
    last + 1 - first >= CLAUSE && (figure || clause || predicate)
}

/// Whether "so-called", "supposed" or the like stand before a quotation, in its noun phrase.
fn held_before(sheet: &Sheet, first: usize) -> bool {
    const WORDS: usize = 5;
    let phrase =
        |at: usize| sheet.lexicon.so_called.iter().filter(|p| at + p.len() <= first && sheet.phrase(at, p)).map(|p| at + p.len()).max();
    let plain = |from: usize| {
        (from..first).all(|i| !sheet.is(i, CLOSED) && !sheet.has(i, gap::PARTS)) && !sheet.has(first, gap::PARTS & !gap::OPEN)
    };
    (first.saturating_sub(WORDS)..first).any(|at| {
        let end = if sheet.is(at, DISTANCER) { Some(at + 1) } else { phrase(at) };
        end.is_some_and(plain)
    })
}

/// Whether a quotation is the name of something: all its words of content begin with a capital letter, or a word before it says so.
fn is_title(sheet: &Sheet, (first, last): Range) -> bool {
    let large = |i: usize| sheet.raw(i).starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    let content: Vec<usize> = (first..=last).filter(|&i| !sheet.is(i, CLOSED | LINK)).collect();
    let named = !content.is_empty() && content.iter().all(|&i| large(i)) && large(first) && !sheet.shouted[first];
    // "identified himself as “…”"
    let called = |i: usize| sheet.is(i, AS) && (i.saturating_sub(2)..i).any(|w| sheet.is(w, WORK) && !sheet.is(w, SAYING));
    let introduced = |i: usize| sheet.is(i, WORK) || i > 0 && sheet.is(i, OF) && sheet.is(i - 1, WORK) || named && called(i);
    let article = first > 1 && sheet.is(first - 1, DETERMINER);
    let before = (first > 0 && !sheet.has(first, gap::STOP | gap::COMMA)).then(|| first - 1 - usize::from(article));
    // "known as the “open door”", "forms, called “long sheets,”": the name of a thing
    let known = before.is_some_and(|i| {
        let neutral = sheet.lexicon.neutral.iter().any(|p| i + 1 >= p.len() && sheet.phrase(i + 1 - p.len(), p));
        neutral && (!sheet.is(i, SAYING) || sheet.has(i, gap::COMMA) && last > first)
    });
    // what somebody is called by somebody is said, unless it is written like a name
    let work = before.is_some_and(|i| introduced(i) && (named || !sheet.is(i, SAYING)));
    let kind = sheet.is(last + 1, WORK | QUOTED_KIND) && !sheet.has(last + 1, gap::PARTS & !gap::CLOSE) && !sheet.is(last + 1, SAYING);
    // "on “New Day”", "the station's “Evening Hour”"
    let placed = first > 0
        && (sheet.possessive(first - 1) || sheet.is(first - 1, PREPOSITION) && !sheet.is(first - 1, AS))
        && !sheet.has(first, gap::STOP);
    // "the “open door” rule"
    let joined = !sheet.has(last + 1, gap::PARTS & !gap::CLOSE);
    let rule = last > first && joined && sheet.is(last + 1, QUOTED_KIND);
    // "“grey gull” is Pell Aristad"
    let alias = joined && sheet.is(last + 1, BE) && sheet.capital.get(last + 2).is_some_and(|c| *c);
    if work || known || rule || alias || named_behind_colon(sheet, first) || named && (kind || placed) {
        return true;
    }
    // "vitriol or “The Evening Hour” producers": an article with a capital letter inside a sentence begins a title
    let whole = named && last > first && first != sheet.sentence_start(first) && sheet.is(first, DEFINITE) && first > 0;
    if whole && !sheet.has(first, gap::STOP | gap::COMMA) {
        return true;
    }
    named && (content.len() > 1 || first != sheet.sentence_start(first)) && !said_in_clause(sheet, (first, last))
}

/// "came up with a term for it: “open door”".
fn named_behind_colon(sheet: &Sheet, first: usize) -> bool {
    const WORDS: usize = 4;
    let Some(before) = first.checked_sub(1) else { return false };
    let between = &sheet.text[sheet.words[before].end as usize..sheet.words[first].start as usize];
    between.starts_with(':') && (before.saturating_sub(WORDS)..=before).any(|i| sheet.is(i, WORK) && !sheet.is(i, SAYING))
}

/// Whether a single word stands in marks behind a word that belongs to it, with no verb of saying right before: "the union “demands”".
fn is_word_of_phrase(sheet: &Sheet, (first, last): Range) -> bool {
    const WORDS: usize = 4;
    let Some(before) = first.checked_sub(1).filter(|_| first == last) else { return false };
    let plain = |i: usize| sheet.raw(i).starts_with(char::is_lowercase);
    let belongs =
        plain(before) && !sheet.is(before, CLOSED | SAYING | AS | WORK) && (!sheet.ends_like_verb(before) || sheet.compound(before));
    let spoken = (first.saturating_sub(WORDS)..first).any(|i| sheet.is(i, SAYING) || sheet.has(i, gap::OPEN));
    let goes_on = !sheet.text[sheet.words[last].end as usize..].starts_with(['.', ',', '!', '?']);
    plain(first) && belongs && goes_on && !spoken && !sheet.has(first, gap::PARTS & !gap::OPEN)
}

/// Whether the same words stand inside a longer quotation.
fn repeated(sheet: &Sheet, (first, last): Range) -> bool {
    let words = &sheet.words[first..=last];
    let longer = |q: &&Range| q.1 - q.0 > last - first && q.1 + 1 - q.0 > LONGEST;
    sheet
        .quotations
        .iter()
        .filter(longer)
        .any(|q| sheet.words[q.0..=q.1].windows(words.len()).any(|here| here.iter().zip(words).all(|(a, b)| a.hash == b.hash)))
}

/// Whether a verb of saying stands in the clause, near the quotation.
fn said_in_clause(sheet: &Sheet, (first, last): Range) -> bool {
    const WORDS: usize = 14;
    let before = (first.saturating_sub(WORDS)..first).rev().take_while(|&i| !sheet.has(i + 1, gap::STOP));
    let behind = (last + 1..(last + 1 + WORDS).min(sheet.words.len())).take_while(|&i| !sheet.has(i, gap::STOP));
    let mut saying = before.chain(behind).filter(|&i| sheet.is(i, SAYING));
    let article = first > 0 && sheet.is(first - 1, DETERMINER);
    // "a “vast plot” that she said was none"
    let relative = |i: usize| i <= last + 3 && sheet.is(i - 1, PRONOUN);
    saying.any(|i| i < first || !article || relative(i))
}
