//! Short quotations: held at a distance, a fragment of what somebody said, or the title of something.
//!
//! | cue | speaks for |
//! |---|---|
//! | inside what an attribution holds, or a verb of saying in the clause | fragment |
//! | the same words inside a longer quotation of the article | fragment |
//! | capital letters inside; behind `film`, `called` | title |
//! | behind an article or adjective, in the middle of a noun phrase, no verb of saying | scare quote |

use crate::record::Span;

use super::lexicon::{CLOSED, DETERMINER, DISTANCER, OF, SAYING, WORK};
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
    sheet.quotations.iter().filter(short).map(|&r| (r, class(sheet, r, said))).collect()
}

fn class(sheet: &Sheet, range: Range, said: &[Span]) -> Short {
    let (first, last) = range;
    let span = sheet.span(range);
    let stopped = sheet.text[sheet.words[last].end as usize..].starts_with(['.', '!', '?', ',']) && first == sheet.sentence_start(first);
    if held_before(sheet, first) {
        return Short::Scare;
    }
    if is_title(sheet, range) {
        return Short::Title;
    }
    let inside = said.iter().any(|s| s.contains(span));
    if inside || stopped || repeated(sheet, range) || said_in_clause(sheet, range) {
        return Short::Fragment;
    }
    Short::Scare
}

/// Whether "so-called", "supposed" or the like stand right before a quotation.
fn held_before(sheet: &Sheet, first: usize) -> bool {
    let phrase = |at: usize| sheet.lexicon.so_called.iter().any(|p| at + p.len() == first && sheet.phrase(at, p));
    first > 0 && (sheet.is(first - 1, DISTANCER) || (first.saturating_sub(3)..first).any(phrase))
}

fn is_title(sheet: &Sheet, (first, last): Range) -> bool {
    let large = |i: usize| sheet.raw(i).starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    let content: Vec<usize> = (first..=last).filter(|&i| !sheet.is(i, CLOSED)).collect();
    let named = !content.is_empty() && content.iter().all(|&i| large(i)) && large(first);
    let introduced = |i: usize| sheet.is(i, WORK) || i > 0 && sheet.is(i, OF) && sheet.is(i - 1, WORK);
    let article = first > 1 && sheet.is(first - 1, DETERMINER);
    let work = first > 0 && !sheet.has(first, gap::STOP | gap::COMMA) && introduced(first - 1 - usize::from(article));
    if !work && said_in_clause(sheet, (first, last)) {
        return false;
    }
    named && (content.len() > 1 || work || first != sheet.sentence_start(first)) || work
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
    saying.any(|i| i < first || !article)
}
