//! Fingerprints: few hashes of an article that any article sharing a long enough run of words must share.
//!
//! Word k-grams, of which robust winnowing keeps the smallest in every window (Schleimer, Wilkerson, Aiken, SIGMOD 2003). The order of
//! hashes is fixed, never learnt from the corpus, so an article's fingerprints never change when others are added.

use super::noisy;
use crate::config::EchoConfig;
use crate::text::Word;

/// One chosen fingerprint of an article. 24 bytes; sorted by `gram`, then `article`, then `position`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Posting {
    /// Hash of a run of folded words.
    pub gram: u64,
    /// Which article: its number in the caller's numbering.
    pub article: u32,
    /// Index of the run's first word among the article's folded words.
    pub position: u32,
    /// One byte per neighbouring word, nearest first: bytes 0–3 the four words before the run, bytes 4–7 the four after it. In damaged copies two
    /// bits per neighbouring letter, sixteen letters on each side.
    pub context: u64,
}

/// A run of words and its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Gram {
    /// Hash of the words.
    hash: u64,
    /// Index of the first word.
    position: u32,
    /// Number of words; more than `gram_words` in scripts without spaces.
    len: u32,
}

/// Words on each side of a gram that a posting remembers one byte of.
pub(crate) const CONTEXT_WORDS: usize = 4;

/// Odd multiplier of the polynomial over word hashes (the golden ratio of 64 bits).
const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

/// The grams of a text in order, one for each word that has enough words behind it. A polynomial over the words, rolled from gram to gram.
struct Grams<'a> {
    words: &'a [Word],
    /// Half words that a gram has at least.
    weight: u32,
    /// `BASE` to the power of each possible length.
    powers: Vec<u64>,
    start: usize,
    end: usize,
    /// Half words from `start` to `end`.
    held: u32,
    /// Polynomial of the words from `start` to `end`.
    sum: u64,
}

impl<'a> Grams<'a> {
    fn new(words: &'a [Word], config: &EchoConfig) -> Self {
        let weight = 2 * config.gram_words.max(1);
        let powers = std::iter::successors(Some(1u64), |p| Some(p.wrapping_mul(BASE))).take(weight as usize).collect();
        Grams { words, weight, powers, start: 0, end: 0, held: 0, sum: 0 }
    }
}

/// A word's part of the polynomial; never zero, so that lengths tell.
fn term(word: Word) -> u64 {
    u64::from(word.hash) + 1
}

impl Iterator for Grams<'_> {
    type Item = Gram;

    #[inline]
    fn next(&mut self) -> Option<Gram> {
        while self.held < self.weight {
            let word = *self.words.get(self.end)?;
            self.sum = self.sum.wrapping_mul(BASE).wrapping_add(term(word));
            self.held += word.half_words();
            self.end += 1;
        }
        let len = self.end - self.start;
        let gram = Gram { hash: mix(self.sum), position: self.start as u32, len: len as u32 };
        let first = self.words[self.start];
        self.sum = self.sum.wrapping_sub(term(first).wrapping_mul(self.powers[len - 1]));
        self.held -= first.half_words();
        self.start += 1;
        Some(gram)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(self.words.len() - self.start))
    }
}

/// Every gram, in order: what a query looks up. Those of damaged copies have no context.
pub(crate) fn all_grams(text: &str, words: &[Word], config: &EchoConfig) -> Vec<AskedGram> {
    if config.noisy {
        return noisy::all_grams(text, words).into_iter().map(|gram| AskedGram { gram, context: 0, before: 0, after: 0 }).collect();
    }
    let asked = |gram: Gram| {
        let (start, end) = (gram.position as usize, (gram.position + gram.len) as usize);
        let (before, after) = (start.min(CONTEXT_WORDS) as u32, (words.len() - end).min(CONTEXT_WORDS) as u32);
        AskedGram { gram: gram.hash, context: context_around(words, start, end), before, after }
    };
    Grams::new(words, config).map(asked).collect()
}

/// A gram of a query, with what stands around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct AskedGram {
    pub(crate) gram: u64,
    /// As in a [`Posting`].
    pub(crate) context: u64,
    /// Words that the query has before and after the gram, as far as a context reaches.
    pub(crate) before: u32,
    pub(crate) after: u32,
}

/// The chosen fingerprints of an article, in the order of their positions. About one for each third word, two for three words where the
/// configuration asks for damaged copies.
///
/// `words` are the folded words of `text`.
pub fn fingerprint(article: u32, text: &str, words: &[Word], config: &EchoConfig) -> Vec<Posting> {
    if config.noisy {
        return noisy::fingerprint(article, text, words);
    }
    // pushed, since extending by what does not know its length asks for room each time
    let mut grams = Vec::with_capacity(words.len());
    Grams::new(words, config).for_each(|gram| grams.push(gram));
    let posting = |gram: &Gram| {
        let (start, end) = (gram.position as usize, (gram.position + gram.len) as usize);
        Posting { gram: gram.hash, article, position: gram.position, context: context_around(words, start, end) }
    };
    let window = config.window_grams as usize;
    // two of every `window` + 1 grams are chosen on average
    let mut out = Vec::with_capacity(2 * grams.len() / (window + 1) + grams.len() / 16 + 1);
    winnowed(&grams, window, |g| g.hash).for_each(|gram| out.push(posting(gram)));
    out
}

/// Of every `window` grams in a row the one with the smallest hash, each once, in order (robust winnowing).
fn winnowed<T>(grams: &[T], window: usize, hash: impl Fn(&T) -> u64) -> impl Iterator<Item = &T> {
    let window = window.clamp(1, grams.len().max(1));
    let mut chosen = usize::MAX;
    (0..(grams.len() + 1).saturating_sub(window)).filter_map(move |first| {
        let held = first..first + window;
        if !held.contains(&chosen) {
            // the last of the smallest, so that repeats choose few
            chosen = held.rev().min_by_key(|&i| hash(&grams[i]))?;
        } else if hash(&grams[held.end - 1]) < hash(&grams[chosen]) {
            chosen = held.end - 1;
        } else {
            return None;
        }
        Some(&grams[chosen])
    })
}

/// One byte of each of the words next to `words[start..end]`.
fn context_around(words: &[Word], start: usize, end: usize) -> u64 {
    let mut bytes = [0u8; 2 * CONTEXT_WORDS];
    for i in 0..CONTEXT_WORDS {
        let before = start.checked_sub(i + 1).map(|at| words[at]);
        // beyond the text's ends stands a byte that says so; an equal byte of a real word costs one alignment that finds nothing
        bytes[i] = before.map_or(0, byte);
        bytes[CONTEXT_WORDS + i] = words.get(end + i).map_or(1, |&w| byte(w));
    }
    u64::from_le_bytes(bytes)
}

fn byte(word: Word) -> u8 {
    (word.hash >> 24) as u8
}

fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn chosen(text: &str) -> BTreeSet<u64> {
        fingerprint(0, text, &fold(text), &EchoConfig::default()).iter().map(|p| p.gram).collect()
    }

    proptest! {
        #[test]
        fn eight_equal_words_share_a_fingerprint(
            run in prop::collection::vec("[a-z]{1,6}", 8..12), a in prop::collection::vec("[a-z]{1,3}", 0..20), b in prop::collection::vec("[a-z]{1,3}", 0..20),
        ) {
            let text = |around: &[String]| {
                let (before, after) = around.split_at(around.len() / 2);
                [before, &run, after].concat().join(" ")
            };
            prop_assert!(!chosen(&text(&a)).is_disjoint(&chosen(&text(&b))));
        }
    }

    #[test]
    fn about_a_third_of_the_words_are_kept() {
        let text: String = (0..10_000).map(|i: u32| format!("w{} ", i.wrapping_mul(2_654_435_761) % 5000)).collect();
        let kept = fingerprint(0, &text, &fold(&text), &EchoConfig::default()).len();
        assert!((3000..3700).contains(&kept), "{kept} of 10000");
    }

    #[test]
    fn short_texts_and_unspaced_scripts_have_fingerprints() {
        assert_eq!(chosen("one two three").len(), 0);
        assert_eq!(chosen("one two three four").len(), 1);
        assert!(!chosen("春眠不覚暁処処聞啼鳥夜来風雨声").is_empty());
    }
}
