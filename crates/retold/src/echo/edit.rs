//! Edits: the differences inside a match, each with what it means.
//!
//! Typographic variants of one mark (curly and straight quotation marks, dashes, spaces, entities) are no edits. Of several meanings the
//! weightiest is named: number, negation, hedge, attribution, name, then plain substitution, insertion, cut.

use std::collections::BTreeSet;

use super::align::{Alignment, Run};
use crate::corpus::Reading;
use crate::record::{Edit, EditClass, EditOp, Span};
use crate::text::{Actor, Lexicon, Word, folded, is_invisible};

/// Words up to which an edit is asked for its meaning: a whole clause holds all sorts of words, and its meaning is that it was exchanged,
/// added or cut.
const SHORT: usize = 6;

/// The two texts of a match and the words to look for.
#[derive(Clone, Copy)]
pub(crate) struct Sides<'a> {
    pub(crate) left: &'a Reading,
    pub(crate) right: &'a Reading,
    pub(crate) lexicon: Option<&'a Lexicon>,
}

/// What separates the two sides of an alignment.
pub(crate) struct Differences {
    pub(crate) edits: Vec<Edit>,
    /// Whether the two sides have the same words: case and punctuation may differ, letters and digits do not.
    pub(crate) same_words: bool,
}

/// Lists the differences of an alignment, in order.
pub(crate) fn differences(sides: Sides<'_>, alignment: &Alignment) -> Differences {
    let mut out = Differences { edits: Vec::new(), same_words: true };
    let mut last: Option<Run> = None;
    for &run in &alignment.runs {
        if let Some(before) = last {
            out.edits.push(sides.word_edit((before.left + before.len, run.left), (before.right + before.len, run.right)));
            out.same_words = false;
        }
        last = Some(run);
        // the same bytes: nothing to list, and most runs are
        if printed(sides.left, run.left, run.len) == printed(sides.right, run.right, run.len) {
            continue;
        }
        for i in 0..run.len {
            let (l, r) = ((run.left + i) as usize, (run.right + i) as usize);
            if sides.left.words[l].hash == sides.right.words[r].hash {
                sides.compare_word(sides.left.words[l], sides.right.words[r], &mut out);
            } else {
                // one word to a reader of damaged copies, two to everybody else
                out.edits.push(sides.word_edit((run.left + i, run.left + i + 1), (run.right + i, run.right + i + 1)));
                out.same_words = false;
            }
            if i + 1 < run.len {
                sides.compare_between(l, r, &mut out);
            }
        }
    }
    out
}

impl Sides<'_> {
    /// Words that are equal when folded: is one in other letters?
    fn compare_word(self, l: Word, r: Word, out: &mut Differences) {
        let (left, right) = (Span::new(l.start, l.end), Span::new(r.start, r.end));
        let (a, b) = (left.of(&self.left.text), right.of(&self.right.text));
        if a == b {
            return;
        }
        // what entities hide is the same to a reader, but not to a reader of bytes
        out.same_words &= !a.contains('&') && !b.contains('&');
        let mut push = |class| out.edits.push(Edit { op: EditOp::Replace, left, right, class });
        if plain(a).to_lowercase() == plain(b).to_lowercase() {
            if plain(a) != plain(b) {
                push(EditClass::Case);
            }
        } else {
            // accents, ligatures; or, once in four thousand million pairs, two words with one hash. A number with other separators may be another
            let is_number = || a.contains(|c: char| c.is_ascii_digit());
            out.same_words &= folded(a) == folded(b) && !is_number();
            push(EditClass::Punctuation);
        }
    }

    /// What stands between two neighbouring words on both sides.
    fn compare_between(self, l: usize, r: usize, out: &mut Differences) {
        let gap = |reading: &Reading, at: usize| Span::new(reading.words[at].end, reading.words[at + 1].start);
        let (left, right) = (gap(self.left, l), gap(self.right, r));
        let (a, b) = (left.of(&self.left.text), right.of(&self.right.text));
        if a == b {
            return;
        }
        // entities as in words; and tags, which readers do not see either
        out.same_words &= !a.contains(['&', '<']) && !b.contains(['&', '<']);
        if marks(a) != marks(b) {
            out.edits.push(Edit { op: EditOp::Replace, left, right, class: EditClass::Punctuation });
        }
    }

    /// Words that differ.
    fn word_edit(self, left: (u32, u32), right: (u32, u32)) -> Edit {
        let (a, b) = (words_of(self.left, left), words_of(self.right, right));
        let op = match (a.is_empty(), b.is_empty()) {
            (true, _) => EditOp::Insert,
            (_, true) => EditOp::Delete,
            _ => EditOp::Replace,
        };
        let label = !a.is_empty() && !b.is_empty() && self.is_label(left, right);
        let class = if self.is_multiplied(left, right) { EditClass::Number } else { self.class(a, b, label) };
        Edit { op, left: stretch(self.left, left), right: stretch(self.right, right), class }
    }

    fn class(self, a: &[Word], b: &[Word], label: bool) -> EditClass {
        match self.meaning(a, b) {
            // "the alleged rebels" against "the terrorists" is both, and the names weigh more
            Some(class) if !(label && matches!(class, EditClass::Hedge | EditClass::Attribution)) => return class,
            _ if label => return EditClass::Label,
            Some(class) => return class,
            None => {}
        }
        match (a.is_empty(), b.is_empty()) {
            (true, _) => EditClass::Insertion,
            (_, true) => EditClass::Cut,
            _ if self.is_name(a, b) => EditClass::Name,
            _ => EditClass::Substitution,
        }
    }

    fn meaning(self, a: &[Word], b: &[Word]) -> Option<EditClass> {
        if a.len().max(b.len()) > SHORT {
            return None;
        }
        let lexicon = self.lexicon;
        let has =
            |words: &[Word], list: fn(&Lexicon) -> &BTreeSet<u32>| lexicon.is_some_and(|l| words.iter().any(|w| list(l).contains(&w.hash)));
        let digits = |words: &[Word], reading: &Reading| words.iter().any(|w| reading.text.as_bytes()[w.start as usize].is_ascii_digit());
        let amount = |words: &[Word], reading: &Reading| digits(words, reading) || has(words, |l| &l.quantities);
        let number = |words: &[Word], reading: &Reading| amount(words, reading) || has(words, |l| &l.numbers);
        // an amount on one side only has to be most of what differs: "a large number" against "hundreds"
        const NUMBER_PHRASE: usize = 3;
        let phrase = !a.is_empty() && !b.is_empty() && a.len().max(b.len()) <= NUMBER_PHRASE;
        if number(a, self.left) && number(b, self.right) && !self.same_numbers(a, b)
            || phrase && amount(a, self.left) != amount(b, self.right)
        {
            return Some(EditClass::Number);
        }
        let differs = |list: fn(&Lexicon) -> &BTreeSet<u32>| has(a, list) != has(b, list);
        if differs(|l| &l.negations) {
            return Some(EditClass::Negation);
        }
        let hedged = |words: &[Word]| {
            has(words, |l| &l.hedges)
                || lexicon.is_some_and(|l| {
                    l.hedge_phrases.iter().any(|p| words.windows(p.len()).any(|w| w.iter().zip(p).all(|(w, p)| w.hash == *p)))
                })
        };
        if hedged(a) != hedged(b) {
            return Some(EditClass::Hedge);
        }
        if has(a, |l| &l.speech) || has(b, |l| &l.speech) {
            return Some(EditClass::Attribution);
        }
        None
    }

    /// "a dozen" against "two dozen": a number on one side only, before a quantity that both have.
    fn is_multiplied(self, left: (u32, u32), right: (u32, u32)) -> bool {
        let Some(lexicon) = self.lexicon.filter(|_| left.1 - left.0 == 1 && right.1 - right.0 == 1) else { return false };
        let amount = |h: &u32| lexicon.quantities.contains(h) || lexicon.numbers.contains(h);
        let next = |reading: &Reading, at: u32| reading.words.get(at as usize).map(|w| w.hash).filter(amount);
        let number = |reading: &Reading, at: u32| lexicon.numbers.contains(&reading.words[at as usize].hash);
        let quantity = next(self.left, left.1).is_some_and(|q| Some(q) == next(self.right, right.1));
        quantity && number(self.left, left.0) != number(self.right, right.0)
    }

    /// Whether both sides hold the same numbers, or "two" stands against "both": then something else differs.
    fn same_numbers(self, a: &[Word], b: &[Word]) -> bool {
        let of = |words: &[Word], reading: &Reading| -> BTreeSet<String> {
            let number = |w: &&Word| {
                reading.text.as_bytes()[w.start as usize].is_ascii_digit()
                    || self.lexicon.is_some_and(|l| l.numbers.contains(&w.hash) || l.quantities.contains(&w.hash))
            };
            let printed = |w: &Word| folded(Span::new(w.start, w.end).of(&reading.text));
            words.iter().filter(number).map(printed).map(|n| if n == "both" { "two".to_owned() } else { n }).collect()
        };
        of(a, self.left) == of(b, self.right)
    }

    /// Whether both sides name somebody who acts, in other words: "the rebels" against "the terrorists", or "militant" against "terrorist" before one
    /// "group".
    ///
    /// At least one side's last word stands in the list of such nouns, and the other one could; the number, one or many, is the same.
    fn is_label(self, left: (u32, u32), right: (u32, u32)) -> bool {
        let Some(lexicon) = self.lexicon else { return false };
        if (left.1 - left.0).max(right.1 - right.0) as usize > SHORT {
            return false;
        }
        let actor = |w: Word| lexicon.actors.get(&w.hash).copied();
        let plain =
            |reading: &Reading, w: Word| !reading.text[w.start as usize..].starts_with(|c: char| c.is_numeric()) && w.end - w.start > 2;
        let ends = |reading: &Reading, range: (u32, u32)| reading.words[range.1 as usize - 1];
        let (l, r) = (ends(self.left, left), ends(self.right, right));
        if l.hash == r.hash || !plain(self.left, l) || !plain(self.right, r) {
            return false;
        }
        let next = |reading: &Reading, at: u32| {
            let word = reading.words.get(at as usize)?;
            let touching = &reading.text[reading.words[at as usize - 1].end as usize..word.start as usize] == " ";
            touching.then_some(*word)
        };
        // an adjective before the same noun
        if let (Some(x), Some(y)) = (next(self.left, left.1), next(self.right, right.1))
            && x.hash == y.hash
            && actor(x).is_some_and(|a| a != Actor::Office)
            && left.1 - left.0 == 1
            && right.1 - right.0 == 1
        {
            return actor(l).is_some() || actor(r).is_some();
        }
        match (actor(l), actor(r)) {
            (Some(Actor::Office), Some(Actor::Office)) => true,
            (Some(Actor::Office), _) | (_, Some(Actor::Office)) => false,
            (Some(_), Some(_)) => true,
            (Some(known), None) => self.could_name(self.right, r, known),
            (None, Some(known)) => self.could_name(self.left, l, known),
            (None, None) => false,
        }
    }

    /// Whether a word in the place of a noun for people may be one too: a plural that is in no other list.
    fn could_name(self, reading: &Reading, word: Word, known: Actor) -> bool {
        const LETTERS: u32 = 5;
        let text = Span::new(word.start, word.end).of(&reading.text);
        let plural = !text.contains(['\'', '’']) && self.lexicon.is_some_and(|l| l.plurals.iter().any(|p| text.ends_with(p.as_str())));
        let speaks = self.lexicon.is_some_and(|l| l.speech.contains(&word.hash) || l.hedges.contains(&word.hash));
        known == Actor::People && plural && word.end - word.start >= LETTERS && !speaks
    }

    /// Whether both sides have a capitalised word that does not begin a sentence.
    fn is_name(self, a: &[Word], b: &[Word]) -> bool {
        if a.len().max(b.len()) > SHORT {
            return false;
        }
        let capital = |words: &[Word], reading: &Reading| {
            words.iter().any(|w| {
                let before = reading.text[..w.start as usize].trim_end();
                let begins = before.is_empty() || before.ends_with(['.', '!', '?', ':', '"', '”', '\n']);
                !begins && reading.text[w.start as usize..].starts_with(char::is_uppercase)
            })
        };
        capital(a, self.left) && capital(b, self.right)
    }
}

fn words_of(reading: &Reading, (start, end): (u32, u32)) -> &[Word] {
    &reading.words[start as usize..end as usize]
}

/// The text from the first to the last of these words.
fn printed(reading: &Reading, first: u32, len: u32) -> &str {
    stretch(reading, (first, first + len)).of(&reading.text)
}

/// From the first word to the last; where there is none, the place between its neighbours.
fn stretch(reading: &Reading, (start, end): (u32, u32)) -> Span {
    match words_of(reading, (start, end)) {
        [] => {
            let at = reading.words[start as usize].start;
            Span::new(at, at)
        }
        words => Span::new(words[0].start, words[words.len() - 1].end),
    }
}

/// A word without what nobody sees, with one apostrophe.
fn plain(word: &str) -> String {
    word.chars().filter(|&c| !is_invisible(c)).map(|c| if matches!(c, '’' | '‘' | 'ʼ') { '\'' } else { c }).collect()
}

/// The marks between two words, typographic variants made one, spaces left out.
fn marks(between: &str) -> String {
    let text = between.replace("&quot;", "\"").replace("&nbsp;", " ").replace("&mdash;", "-").replace("&ndash;", "-").replace("...", "…");
    text.chars()
        .filter(|c| !c.is_whitespace() && !is_invisible(*c))
        .map(|c| match c {
            '“' | '”' | '„' | '‟' | '«' | '»' | '‘' | '’' | '‚' | '‹' | '›' | '\'' | '`' | '´' => '"',
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
            other => other,
        })
        .collect::<String>()
        .replace("\"\"", "\"")
        .replace("--", "-")
}
