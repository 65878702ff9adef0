//! Articles as rows of weighted words.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::corpus::{Card, Reading};
use crate::packed::{Packer, Unpacker};
use crate::record::ArticleIx;
use crate::text::{Word, WordMap, fold, function_words, term};

/// Words at the beginning that count double: news tell the event first. 0, 60 and 100 were tried.
const LEAD_WORDS: usize = 60;
const LEAD_WEIGHT: u16 = 2;
/// How often a word of the title counts. 2, 3 and 4 were tried, without difference.
const TITLE_WEIGHT: u16 = 2;
/// Heaviest words of an article that are kept: bounds memory to 2 kB an article. 160 cost three points on news_cluster, whose texts are long.
const KEPT_TERMS: usize = 400;
/// How often a word counts at most: one byte says it.
const MOST_TIMES: u16 = u8::MAX as u16;

/// A row of weighted words: (term, weight), sorted by term.
pub(super) type Vector = Vec<(u32, f32)>;

/// A row of weighted words of length 1 for each article: packed into two or three bytes a word, weighed when they are asked for.
///
/// Terms are numbered from the most frequent one on. A word that stands in no second article counts for the length only.
#[derive(Debug)]
pub(super) struct Vectors {
    /// Where each article's words begin; one more than there are articles.
    starts: Vec<u64>,
    /// For each word how far its term is behind the one before it, and how often it is there.
    packed: Packer,
    /// Before the words were weighed against it.
    lengths: Vec<f32>,
    /// How much each term says: the logarithm of how rare it is.
    rarity: Vec<f32>,
    /// What it weighs that a word is there so often.
    heard: Vec<f32>,
}

/// Weighted words, sorted by term. A weight is worked out when it is asked for: of most words it never is.
pub(super) trait Weighed {
    /// What a weight is worked out from.
    type Said: Copy;

    /// Goes through the words.
    fn each(&self, take: impl FnMut(u32, Self::Said));

    /// The weight of a word.
    fn weight(&self, term: u32, said: Self::Said) -> f32;
}

impl Weighed for Vector {
    type Said = f32;

    fn each(&self, mut take: impl FnMut(u32, f32)) {
        self.iter().for_each(|&(term, weight)| take(term, weight));
    }

    fn weight(&self, _: u32, weight: f32) -> f32 {
        weight
    }
}

/// The words of an article, each weight times something.
pub(super) struct Row<'a> {
    vectors: &'a Vectors,
    packed: &'a [u8],
    length: f32,
    scale: f32,
}

impl Weighed for Row<'_> {
    type Said = u8;

    #[inline]
    fn each(&self, mut take: impl FnMut(u32, u8)) {
        let (mut packed, mut term) = (Unpacker(self.packed), 0);
        while let Some((gap, times)) = packed.number().zip(packed.byte()) {
            term += gap;
            take(term, times);
        }
    }

    fn weight(&self, term: u32, times: u8) -> f32 {
        let weight = self.vectors.heard[usize::from(times)] * self.vectors.rarity[term as usize];
        weight / self.length * self.scale
    }
}

/// Weighted words by term, one number for every term there is: to be multiplied with many others.
pub(super) struct Spread(Vec<f32>);

impl Spread {
    /// All zeros.
    pub(super) fn new(terms: usize) -> Self {
        Spread(vec![0.0; terms])
    }

    /// Adds the weights of these words; clear all that were put before others are.
    pub(super) fn put(&mut self, words: &impl Weighed) {
        words.each(|term, said| self.0[term as usize] += words.weight(term, said));
    }

    /// Back to zeros, of the words that were put.
    pub(super) fn clear(&mut self, words: &impl Weighed) {
        words.each(|term, _| self.0[term as usize] = 0.0);
    }

    /// Sum of the products of equal terms, in the order of terms.
    pub(super) fn dot(&self, other: &impl Weighed) -> f32 {
        let mut sum = 0.0;
        other.each(|term, said| {
            let weight = self.0[term as usize];
            if weight != 0.0 {
                sum += weight * other.weight(term, said);
            }
        });
        sum
    }
}

impl Vectors {
    /// Of all articles. `terms` gives the words of an article and how often they count, sorted.
    pub(super) fn new(articles: u32, terms: &(dyn Fn(ArticleIx) -> Vec<(u32, u16)> + Sync)) -> Self {
        let mut articles_with: WordMap<u32> = WordMap::default();
        each(articles, terms, |of| of.iter().for_each(|&(term, _)| *articles_with.entry(term).or_default() += 1));
        let all = articles as f32 + 1.0;
        let rarity = |with: u32| (all / with as f32).ln();
        // the most frequent first: what is asked for most lies close together, and small steps pack well
        let mut shared: Vec<(Reverse<u32>, u32)> =
            articles_with.iter().filter(|(_, with)| **with > 1).map(|(term, with)| (Reverse(*with), *term)).collect();
        shared.par_sort_unstable();
        articles_with.clear();
        let mut number_of = articles_with;
        number_of.extend(shared.iter().map(|s| s.1).zip(0..));
        number_of.shrink_to_fit();
        let mut out = Vectors {
            starts: vec![0],
            packed: Packer::default(),
            lengths: Vec::new(),
            rarity: shared.iter().map(|(with, _)| rarity(with.0)).collect(),
            heard: (0..=MOST_TIMES).map(heard).collect(),
        };
        drop(shared);
        let of_one_article = rarity(1);
        each(articles, terms, |of| {
            // length and weights from the terms in their order, so that the sums are the same each time
            let weighed: Vec<(Option<u32>, u16, f32)> = of
                .iter()
                .map(|(term, times)| {
                    let number = number_of.get(term).copied();
                    (number, *times, heard(*times) * number.map_or(of_one_article, |n| out.rarity[n as usize]))
                })
                .collect();
            let length = weighed.iter().map(|t| t.2 * t.2).sum::<f32>().sqrt();
            let mut kept: Vec<(u32, u16, f32)> =
                weighed.into_iter().filter_map(|(number, times, weight)| Some((number?, times, weight))).filter(|t| t.2 > 0.0).collect();
            kept.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)));
            kept.truncate(KEPT_TERMS);
            kept.sort_unstable_by_key(|t| t.0);
            let mut last = 0;
            for (term, times, _) in kept {
                out.packed.number(term - last);
                out.packed.0.push(times as u8);
                last = term;
            }
            out.starts.push(out.packed.0.len() as u64);
            out.lengths.push(length);
        });
        out.packed.0.shrink_to_fit();
        out
    }

    /// How many articles there are.
    pub(super) fn len(&self) -> usize {
        self.lengths.len()
    }

    /// How many terms there are.
    pub(super) fn terms(&self) -> usize {
        self.rarity.len()
    }

    /// The words of an article, each weight times `scale`.
    pub(super) fn row(&self, article: usize, scale: f32) -> Row<'_> {
        let range = self.starts[article] as usize..self.starts[article + 1] as usize;
        let length = self.lengths[article];
        Row { vectors: self, packed: &self.packed.0[range], length, scale }
    }

    /// The same as a list.
    pub(super) fn vector(&self, article: usize, scale: f32) -> Vector {
        let row = self.row(article, scale);
        let mut words = Vec::new();
        row.each(|term, times| words.push((term, row.weight(term, times))));
        words
    }
}

/// What it weighs that a word is there so often.
fn heard(times: u16) -> f32 {
    1.0 + f32::from(times).ln()
}

/// Articles whose words are taken at a time.
const AT_A_TIME: u32 = 4096;

/// The words of all articles, in order.
fn each(articles: u32, terms: &(dyn Fn(ArticleIx) -> Vec<(u32, u16)> + Sync), mut take: impl FnMut(Vec<(u32, u16)>)) {
    for first in (0..articles).step_by(AT_A_TIME as usize) {
        let some = first..articles.min(first + AT_A_TIME);
        let of: Vec<Vec<(u32, u16)>> = some.into_par_iter().map(|a| terms(ArticleIx(a))).collect();
        of.into_iter().for_each(&mut take);
    }
}

/// The words of an article and how often they count, sorted.
pub(super) fn terms(reading: &Reading, card: &Card) -> Vec<(u32, u16)> {
    let skipped = function_words(card.lang.as_deref());
    let mut times: BTreeMap<u32, u16> = BTreeMap::new();
    let mut count = |text: &str, word: &Word, weight: u16| {
        if skipped.is_some_and(|s| s.contains(&word.hash)) {
            return;
        }
        if let Some(term) = term(&text[word.start as usize..word.end as usize], word.is_character()) {
            let times = times.entry(term).or_default();
            *times = times.saturating_add(weight).min(MOST_TIMES);
        }
    };
    for (at, word) in reading.words.iter().enumerate() {
        count(&reading.text, word, if at < LEAD_WORDS { LEAD_WEIGHT } else { 1 });
    }
    let title = card.title.as_deref().unwrap_or("");
    fold(title).iter().for_each(|word| count(title, word, TITLE_WEIGHT));
    times.into_iter().collect()
}

/// The words of an article as bytes that are kept with it.
pub(crate) fn kept_terms(reading: &Reading, card: &Card) -> Vec<u8> {
    let mut out = Packer::default();
    for (term, times) in terms(reading, card) {
        out.bits(term);
        out.0.push(times as u8);
    }
    out.0
}

/// What [`kept_terms`] made; `None` where the bytes are something else.
pub(super) fn unpack(bytes: &[u8]) -> Option<Vec<(u32, u16)>> {
    let mut from = Unpacker(bytes);
    (0..bytes.len().div_ceil(5)).map(|_| Some((from.bits()?, u16::from(from.byte()?)))).collect()
}
