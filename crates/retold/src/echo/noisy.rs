//! Damaged copies: text that was scanned badly, or had every sixth word exchanged, has no run of equal words left to be found by.
//!
//! Fingerprints are then runs of letters and digits, without spaces and punctuation, and two words are the same to an alignment where few of their
//! letters differ. It costs three times the fingerprints, so it is asked for (`noisy` in the settings).

use super::fingerprint::{Posting, context_around, winnowed};
use crate::text::{Word, folded};

/// Letters of a fingerprint, about two words; and fingerprints of which one is kept. Any 15 equal letters in a row share one. From the sweep of
/// the design's prototype: 12 and 6 found .995 of passages with 8 % of characters misread, 20 and 8 .967.
const GRAM_LETTERS: usize = 11;
const WINDOW: usize = 5;

/// Letters that may differ: one in so many.
const ONE_IN: usize = 3;
/// Letters that a word needs to be compared letter by letter: shorter ones are too often other words.
const SHORTEST: usize = 4;
/// Longer words are compared as wholes.
const LONGEST: usize = 32;

/// A run of letters: its hash, and the first and last word it touches.
type Run = (u64, u32, u32);

/// Hashes of every run of letters, in order.
fn runs(text: &str, words: &[Word]) -> Vec<Run> {
    let mut letters: Vec<(u8, u32)> = Vec::with_capacity(text.len());
    for (word, at) in words.iter().zip(0..) {
        let raw = &text[word.start as usize..word.end as usize];
        if raw.bytes().all(|b| b.is_ascii_alphanumeric()) {
            letters.extend(raw.bytes().map(|b| (b.to_ascii_lowercase(), at)));
        } else {
            letters.extend(folded(raw).bytes().map(|b| (b, at)));
        }
    }
    const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
    let top = (1..GRAM_LETTERS).fold(1u64, |power, _| power.wrapping_mul(BASE));
    let mut hash = 0u64;
    let mut out = Vec::with_capacity(letters.len());
    for (i, &(letter, word)) in letters.iter().enumerate() {
        if i >= GRAM_LETTERS {
            hash = hash.wrapping_sub((u64::from(letters[i - GRAM_LETTERS].0) + 1).wrapping_mul(top));
        }
        hash = hash.wrapping_mul(BASE).wrapping_add(u64::from(letter) + 1);
        if i + 1 >= GRAM_LETTERS {
            let mixed = (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
            out.push((mixed ^ (mixed >> 32), letters[i + 1 - GRAM_LETTERS].1, word));
        }
    }
    out
}

/// The hash of every run of letters: what a query looks up.
pub(super) fn all_grams(text: &str, words: &[Word]) -> Vec<u64> {
    runs(text, words).into_iter().map(|(hash, ..)| hash).collect()
}

/// The chosen fingerprints of an article, about one for each third letter.
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
        distance(a, b) * ONE_IN <= long
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
        assert_eq!(grams("the harbour office, at dawn"), grams("The HAR bour offi-ce at d awn"));
        assert!(!grams("the harbour office").is_empty());
    }
}
