//! Damaged copies: text that was scanned badly, or had every sixth word exchanged, has no run of equal words left to be found by.
//!
//! Fingerprints are then the first letters and digits from a word on, without spaces and punctuation, and two words are the same to an alignment
//! where few of their letters differ. It costs twice the fingerprints and more candidates, so it is asked for (`noisy` in the settings).

use super::fingerprint::{Posting, context_around, winnowed};
use crate::text::{Word, folded};

/// Letters of a fingerprint, about two words and a half. With 8 % of letters misread, four in ten such runs stay whole.
const GRAM_LETTERS: usize = 11;
/// Fingerprints, one from each word on, of which one is kept.
const WINDOW: usize = 2;

/// Letters that may differ: one in so many.
const ONE_IN: usize = 3;
/// Letters that a word needs to be compared letter by letter: shorter ones are too often other words.
const SHORTEST: usize = 4;
/// Longer words are compared as wholes.
const LONGEST: usize = 32;

/// Letters from a word on: their hash, and the first and last word they touch.
type Run = (u64, u32, u32);

/// The runs of letters that begin with a word, in order. The last words of a text have too few letters behind them.
fn runs(text: &str, words: &[Word]) -> Vec<Run> {
    // a letter is a byte, which for most scripts is a part of its hash
    let mut letters: Vec<u8> = Vec::with_capacity(text.len() + 8);
    let mut starts: Vec<u32> = Vec::with_capacity(words.len() + 1);
    for word in words {
        starts.push(letters.len() as u32);
        let raw = &text[word.start as usize..word.end as usize];
        if raw.bytes().all(|b| b.is_ascii_alphanumeric()) {
            letters.extend(raw.bytes().map(|b| b.to_ascii_lowercase()));
        } else {
            letters.extend(
                folded(raw).chars().map(|c| if c.is_ascii() { c as u8 } else { ((c as u32).wrapping_mul(0x9e37_79b1) >> 24) as u8 }),
            );
        }
    }
    let mut last = 0;
    let mut out = Vec::with_capacity(words.len());
    for (first, &start) in (0u32..).zip(&starts) {
        let Some(run) = letters.get(start as usize..start as usize + GRAM_LETTERS) else { break };
        while starts.get(last as usize + 1).is_some_and(|&next| (next as usize) < start as usize + GRAM_LETTERS) {
            last += 1;
        }
        out.push((hash(run), first, last));
    }
    out
}

/// Eight letters and the rest, each one multiplication.
fn hash(letters: &[u8]) -> u64 {
    let number = |part: &[u8]| part.iter().rev().fold(0u64, |n, &b| n << 8 | u64::from(b));
    let (head, tail) = letters.split_at(8);
    let mixed = (number(head) ^ number(tail).wrapping_mul(0xbf58_476d_1ce4_e5b9).rotate_left(23)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    mixed ^ (mixed >> 32)
}

/// The hash of the letters from each word on: what a query looks up.
pub(super) fn all_grams(text: &str, words: &[Word]) -> Vec<u64> {
    runs(text, words).into_iter().map(|(hash, ..)| hash).collect()
}

/// The same, short: what alignments begin at.
pub(super) fn seed_hashes(text: &str, words: &[Word]) -> Vec<u32> {
    runs(text, words).into_iter().map(|(hash, ..)| (hash >> 32) as u32).collect()
}

/// The chosen fingerprints of an article, about two for three words.
pub(super) fn fingerprint(article: u32, text: &str, words: &[Word]) -> Vec<Posting> {
    let runs = runs(text, words);
    let posting = |&(gram, first, last): &Run| Posting {
        gram,
        article,
        position: first,
        context: context_around(words, first as usize, last as usize + 1),
    };
    winnowed(&runs, WINDOW, |run| run.0).map(posting).collect()
}

/// Two texts whose words may differ in a few letters.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Damaged<'a> {
    pub(crate) left: &'a str,
    pub(crate) right: &'a str,
}

impl Damaged<'_> {
    /// Whether one word may be the other, misread. Numbers never are: `1,300` is not `1,800`.
    pub(super) fn same(self, left: Word, right: Word) -> bool {
        let (a, b) = (&self.left[left.start as usize..left.end as usize], &self.right[right.start as usize..right.end as usize]);
        let (a, b) = (a.as_bytes(), b.as_bytes());
        let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
        let number = |w: &[u8]| w.iter().all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.'));
        if short < SHORTEST || long > LONGEST || ONE_IN * (long - short) > long || number(a) || number(b) {
            return false;
        }
        // most words are told apart by their ends: a misread word rarely loses both
        let ends = a[0].eq_ignore_ascii_case(&b[0]) || a[a.len() - 1].eq_ignore_ascii_case(&b[b.len() - 1]);
        ends && distance(a, b) * ONE_IN <= long
    }
}

/// Letters to be exchanged, added or left out between two short words, capitals alike.
fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut row = [0usize; LONGEST + 1];
    row.iter_mut().enumerate().for_each(|(i, cell)| *cell = i);
    for (i, x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let exchanged = corner + usize::from(!x.eq_ignore_ascii_case(y));
            corner = row[j + 1];
            row[j + 1] = exchanged.min(corner + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn a_misread_word_is_the_word_and_another_number_is_another() {
        let same = |left: &str, right: &str| Damaged { left, right }.same(fold(left)[0], fold(right)[0]);
        for (left, right) in [("harbour", "liarbour"), ("office", "oftice"), ("morning", "mornlng"), ("ferry", "terry")] {
            assert!(same(left, right), "{left} {right}");
        }
        for (left, right) in [("1,800", "1,300"), ("harbour", "mayor"), ("the", "tho"), ("ferry", "merely")] {
            assert!(!same(left, right), "{left} {right}");
        }
    }

    #[test]
    fn fingerprints_pass_over_spaces_and_punctuation() {
        let grams = |text: &str| fingerprint(0, text, &fold(text)).into_iter().map(|p| p.gram).collect::<Vec<_>>();
        let (whole, damaged) = (grams("the harbour office, at dawn they said"), grams("The HAR bour offi-ce at d awn they said"));
        assert!(whole.iter().filter(|gram| damaged.contains(gram)).count() >= 2, "{whole:?} {damaged:?}");
        assert_eq!(grams("The harbour: office! At dawn they (said)"), whole);
    }
}
