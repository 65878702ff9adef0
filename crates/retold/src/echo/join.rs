//! Join: which pairs of articles may share text, from their fingerprints.
//!
//! Postings come sorted by gram, so all articles that hold a gram stand together: one pass, memory for one group and for the pairs.
//! Nothing is dropped because it is frequent. A gram in many articles is narrowed to the runs of eight words around it. A run that stands in
//! many articles links each of them to the earliest and to its predecessor, which keeps the family whole, and is counted as capped; where
//! it is part of a run of ten words that stands in fewer than very many articles, all pairs of those are followed. So a stock phrase of nine
//! words in a hundred articles costs two hundred pairs, and a wire text in a hundred outlets has all its pairs.
//!
//! Which pairs come out depends on the set of postings alone, never on their order of arrival.

use rayon::prelude::*;

use super::fingerprint::{AskedGram, CONTEXT_WORDS, Posting};
use super::noisy;
use super::sift::sift;
use crate::config::EchoConfig;

/// What the join looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct JoinCounts {
    /// Postings read.
    pub postings: u64,
    /// Grams that stand in more than one article.
    pub shared_grams: u64,
    /// Of those, grams in so many articles that they were narrowed to longer runs.
    pub narrowed_grams: u64,
    /// Runs of eight words in so many articles that their articles were linked to the earliest and the predecessor only, unless they agree
    /// in a longer run.
    pub capped_runs: u64,
}

impl JoinCounts {
    /// Adds what another part of the join looked at.
    pub fn add(&mut self, other: JoinCounts) {
        self.postings += other.postings;
        self.shared_grams += other.shared_grams;
        self.narrowed_grams += other.narrowed_grams;
        self.capped_runs += other.capped_runs;
    }
}

/// Articles fingerprinted at a time, and parts of the join, each a range of grams: a part of a chunk fits the second-level cache, a part
/// of 25,000 articles has 38,000 postings. Neither changes what comes out.
const CHUNK_ARTICLES: u32 = 256;
const PART_BITS: u32 = 8;

/// Fingerprints articles `0..time_rank.len()` and joins them in RAM: the pairs found, smaller article first, sorted, each once. Runs on all
/// threads.
///
/// Holds all postings, 24 bytes each. What stands in one article only is told by a bitmap and never sorted.
pub fn join_in_ram(
    config: &EchoConfig,
    time_rank: &[u32],
    postings_of: impl Fn(u32) -> Vec<Posting> + Sync,
) -> (Vec<(u32, u32)>, JoinCounts) {
    let articles = time_rank.len() as u32;
    let chunks: Vec<Parted> = (0..articles.div_ceil(CHUNK_ARTICLES))
        .into_par_iter()
        .map_init(Vec::new, |unordered, i| {
            unordered.clear();
            (i * CHUNK_ARTICLES..articles.min((i + 1) * CHUNK_ARTICLES)).for_each(|article| unordered.extend(postings_of(article)));
            Parted::new(unordered)
        })
        .collect();
    let joined: Vec<(Vec<(u32, u32)>, JoinCounts)> = (0..1usize << PART_BITS)
        .into_par_iter()
        .map(|part| {
            let (mut shared, all) = repeated(chunks.iter().map(|chunk| chunk.part(part)));
            shared.sort_unstable();
            let mut join = Join::new(config, time_rank);
            shared.into_iter().for_each(|p| join.push(p));
            join.counts.postings = all;
            join.finish()
        })
        .collect();
    let mut counts = JoinCounts::default();
    let mut pairs = Vec::with_capacity(joined.iter().map(|(pairs, _)| pairs.len()).sum());
    for (found, of_part) in joined {
        pairs.extend(found);
        counts.add(of_part);
    }
    pairs.par_sort_unstable();
    pairs.dedup();
    (pairs, counts)
}

/// Postings of some articles, put together by the highest bits of their grams.
struct Parted {
    postings: Vec<Posting>,
    /// Where each part ends.
    ends: Vec<u32>,
}

impl Parted {
    fn new(unordered: &[Posting]) -> Self {
        let part = |p: &Posting| (p.gram >> (64 - PART_BITS)) as usize;
        let mut next = vec![0u32; (1 << PART_BITS) + 1];
        unordered.iter().for_each(|p| next[part(p) + 1] += 1);
        for i in 1..next.len() {
            next[i] += next[i - 1];
        }
        let mut postings = unordered.to_vec();
        for p in unordered {
            let place = &mut next[part(p)];
            postings[*place as usize] = *p;
            *place += 1;
        }
        Parted { postings, ends: next }
    }

    fn part(&self, part: usize) -> &[Posting] {
        let start = if part == 0 { 0 } else { self.ends[part - 1] };
        &self.postings[start as usize..self.ends[part] as usize]
    }
}

/// The postings whose gram stands there twice, with few others, and how many there were in all.
fn repeated<'a>(postings: impl Iterator<Item = &'a [Posting]> + Clone) -> (Vec<Posting>, u64) {
    // two bits for each of eight places a posting: a gram was seen, and once more; one gram in nine shares its place with another by chance
    const ONCE: u64 = 0b01;
    let all: usize = postings.clone().map(<[Posting]>::len).sum();
    let places = (8 * all.max(64)).next_power_of_two();
    let mut seen = vec![0u64; places / 32];
    let place = |p: &Posting| {
        let place = p.gram as usize & (places - 1);
        (place / 32, 2 * (place % 32))
    };
    for (word, bit) in postings.clone().flatten().map(place) {
        let held = seen[word];
        seen[word] = held | (held & ONCE << bit) << 1 | ONCE << bit;
    }
    let repeats = |p: &Posting| {
        let (word, bit) = place(p);
        (seen[word] >> bit) & 0b10 != 0
    };
    let mut out = Vec::new();
    postings.for_each(|postings| sift(postings, repeats, |at| out.push(postings[at])));
    (out, all as u64)
}

/// Collects the pairs of articles that may share text.
#[derive(Debug)]
pub struct Join<'a> {
    config: &'a EchoConfig,
    /// Rank of each article in time order: the order of links in capped runs.
    time_rank: &'a [u32],
    group: Vec<Posting>,
    pairs: Vec<u64>,
    compact_at: usize,
    counts: JoinCounts,
}

/// Pairs held before duplicates are removed: 8 bytes each, 64 MB.
const COMPACT_PAIRS: usize = 8 << 20;

impl<'a> Join<'a> {
    /// `time_rank[article]` is the article's place in time order; ties and undated articles are ranked by the caller, deterministically.
    pub fn new(config: &'a EchoConfig, time_rank: &'a [u32]) -> Self {
        Join { config, time_rank, group: Vec::new(), pairs: Vec::new(), compact_at: COMPACT_PAIRS, counts: JoinCounts::default() }
    }

    /// Takes the next posting. Postings come sorted by gram; within a gram in any order.
    pub fn push(&mut self, posting: Posting) {
        if self.group.first().is_some_and(|first| first.gram != posting.gram) {
            self.close_group();
        }
        self.counts.postings += 1;
        self.group.push(posting);
    }

    /// The pairs found, smaller article first, sorted, each once.
    pub fn finish(mut self) -> (Vec<(u32, u32)>, JoinCounts) {
        self.close_group();
        self.compact();
        (self.pairs.iter().map(|&p| ((p >> 32) as u32, p as u32)).collect(), self.counts)
    }

    fn close_group(&mut self) {
        let mut group = std::mem::take(&mut self.group);
        if group.len() > 1 {
            group.sort_unstable_by_key(|p| (p.article, p.position));
            thin(&mut group);
            let articles = distinct(&group);
            if articles > 1 {
                self.counts.shared_grams += 1;
                // what a narrowed gram is followed by, runs of equal words around it, is rare in damaged copies
                let few = if self.config.noisy { 2 } else { 1 } * self.config.narrow_over_articles as usize;
                if articles <= few {
                    self.all_alike(&group);
                } else {
                    self.counts.narrowed_grams += 1;
                    self.narrow(&mut group);
                }
            }
        }
        group.clear();
        self.group = group;
        if self.pairs.len() > self.compact_at {
            self.compact();
        }
    }

    /// Every pair of a small group whose neighbourhoods are alike.
    fn all_alike(&mut self, group: &[Posting]) {
        let alike = if self.config.noisy { noisy::alike } else { alike };
        for (i, a) in group.iter().enumerate() {
            for b in &group[i + 1..] {
                if a.article != b.article && alike(a.context, b.context) {
                    self.emit(a.article, b.article);
                }
            }
        }
    }

    /// The runs of eight words that hold a gram, which has as many words fewer as a window has grams more than one.
    fn narrow(&mut self, group: &mut [Posting]) {
        let extra = (self.config.window_grams.max(1) as usize - 1).min(CONTEXT_WORDS);
        let inner = extra.min(2);
        for before in 0..=extra {
            let run_of_eight = neighbours(before, extra - before);
            sort_by_neighbours(group, run_of_eight);
            for run in group.chunk_by_mut(|a, b| a.context & run_of_eight == b.context & run_of_eight) {
                if distinct(run) <= self.config.narrow_over_articles as usize {
                    self.all(run);
                    continue;
                }
                self.counts.capped_runs += 1;
                self.chain(run);
                // the runs of ten that hold two words on either side: any thirteen equal words have a gram in such a place
                if before == inner {
                    self.widen(run, neighbours(inner, extra));
                    self.widen(run, neighbours(extra, inner));
                }
            }
        }
    }

    /// All pairs of those articles of a frequent run that agree in a longer one, unless very many do.
    fn widen(&mut self, run: &mut [Posting], longer: u64) {
        sort_by_neighbours(run, longer);
        for run in run.chunk_by(|a, b| a.context & longer == b.context & longer) {
            if distinct(run) <= self.config.cap_over_articles as usize {
                self.all(run);
            } else {
                self.chain(run);
            }
        }
    }

    fn all(&mut self, run: &[Posting]) {
        for (i, a) in run.iter().enumerate() {
            for b in &run[i + 1..] {
                self.emit(a.article, b.article);
            }
        }
    }

    /// Each article with the earliest one and with its predecessor in time.
    fn chain(&mut self, run: &[Posting]) {
        let mut articles: Vec<u32> = run.iter().map(|p| p.article).collect();
        articles.dedup();
        articles.sort_unstable_by_key(|&a| self.time_rank[a as usize]);
        for link in articles.windows(2) {
            self.emit(articles[0], link[1]);
            self.emit(link[0], link[1]);
        }
    }

    fn emit(&mut self, a: u32, b: u32) {
        if a != b {
            self.pairs.push(u64::from(a.min(b)) << 32 | u64::from(a.max(b)));
        }
    }

    fn compact(&mut self) {
        self.pairs.sort_unstable();
        self.pairs.dedup();
        self.compact_at = COMPACT_PAIRS.max(2 * self.pairs.len());
    }
}

/// The bits of a context that tell of this many words before and after a gram.
fn neighbours(before: usize, after: usize) -> u64 {
    let low = |n: usize| if n == 0 { 0 } else { u64::MAX >> (64 - 8 * n) };
    low(before) | low(after) << 32
}

fn sort_by_neighbours(postings: &mut [Posting], mask: u64) {
    postings.sort_unstable_by_key(|p| (p.context & mask, p.article, p.position));
}

/// Places of one gram in one article that are looked at: texts made of repetitions have thousands, and a few find the pair.
const PLACES: usize = 8;

fn thin(group: &mut Vec<Posting>) {
    let (mut article, mut places) = (u32::MAX, 0);
    group.retain(|p| {
        places = if p.article == article { places + 1 } else { 1 };
        article = p.article;
        places <= PLACES
    });
}

/// Distinct articles of postings sorted by article.
fn distinct(postings: &[Posting]) -> usize {
    postings.chunk_by(|a, b| a.article == b.article).count()
}

/// Whether at least three of the neighbouring words agree, with at most one edit on each side: then eight equal words are possible.
fn alike(a: u64, b: u64) -> bool {
    side(a as u32, b as u32) + side((a >> 32) as u32, (b >> 32) as u32) >= 3
}

/// How many of the words beside a gram of a query stand beside a posting of it too, past at most one edit on each side.
pub(crate) fn neighbours_agree(asked: &AskedGram, posting: &Posting) -> u32 {
    let (a, b) = (asked.context, posting.context);
    side(a as u32, b as u32).min(asked.before) + side((a >> 32) as u32, (b >> 32) as u32).min(asked.after)
}

/// Equal words of four, nearest first, past at most one substitution, insertion or cut.
fn side(a: u32, b: u32) -> u32 {
    let run = |x: u32| if x == 0 { 4 } else { x.trailing_zeros() / 8 };
    let exact = run(a ^ b);
    if exact >= 3 {
        return exact;
    }
    let (a, b) = (a >> (8 * exact), b >> (8 * exact));
    let left = 4 - exact;
    let past = |x: u32, words: u32| run(x).min(words);
    let substitution = past((a >> 8) ^ (b >> 8), left - 1);
    let insertion = past((a >> 8) ^ (b & 0x00ff_ffff), left - 1);
    let cut = past((a & 0x00ff_ffff) ^ (b >> 8), left - 1);
    exact + substitution.max(insertion).max(cut)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::echo::fingerprint::fingerprint;
    use crate::text::fold;

    fn join(texts: &[String], config: &EchoConfig) -> (Vec<(u32, u32)>, JoinCounts) {
        let mut postings: Vec<_> = texts.iter().zip(0..).flat_map(|(text, i)| fingerprint(i, text, &fold(text), config)).collect();
        postings.sort();
        let rank: Vec<u32> = (0..texts.len() as u32).collect();
        let mut join = Join::new(config, &rank);
        postings.into_iter().for_each(|p| join.push(p));
        join.finish()
    }

    fn text(seed: u32, words: u32) -> String {
        (0..words).map(|i| format!("w{} ", (seed * 7919 + i).wrapping_mul(2_654_435_761) % 100_003)).collect()
    }

    #[test]
    fn unrelated_texts_make_no_pair_and_a_shared_run_makes_one() {
        let config = EchoConfig::default();
        let shared = "the harbour office said the ferries would leave at dawn";
        let texts = [text(1, 60) + shared + " " + &text(2, 60), text(3, 60) + shared, text(4, 200)];
        assert_eq!(join(&texts, &config).0, [(0, 1)]);
    }

    #[test]
    fn a_text_in_hundreds_of_outlets_keeps_every_member() {
        let config = EchoConfig::default();
        let texts: Vec<_> = (0..300).map(|i| text(1000 + i, 20) + &text(7, 80)).collect();
        let (pairs, counts) = join(&texts, &config);
        assert!(counts.capped_runs > 0);
        assert!(pairs.len() < 1500, "{} pairs are near 2 for each article", pairs.len());
        assert!((1..300).all(|i| pairs.contains(&(0, i))), "each is linked to the earliest");
    }

    #[test]
    fn a_stock_phrase_of_nine_words_links_its_articles_and_a_longer_text_pairs_them_all() {
        let config = EchoConfig::default();
        let with = |words: u32| -> Vec<String> { (0..40).map(|i| text(1000 + i, 30) + &text(7, words) + &text(2000 + i, 30)).collect() };
        let (linked, counts) = join(&with(9), &config);
        assert!(linked.len() < 4 * 40 && counts.capped_runs > 0, "{} pairs, {counts:?}", linked.len());
        assert!((1..40).all(|i| linked.contains(&(0, i))), "each is linked to the earliest");
        assert_eq!(join(&with(13), &config).0.len(), 40 * 39 / 2);
    }

    #[test]
    fn damaged_copies_of_one_text_in_many_articles_are_all_paired() {
        let config = EchoConfig { noisy: true, ..Default::default() };
        let word = |w: u32, i: u32| if w % 6 == i % 3 { text(7 * w, 1).replace('w', "vv") } else { text(7 * w, 1) };
        let copy = |i: u32| (0..12).map(|w| word(w, i)).collect::<String>();
        let texts: Vec<_> = (0..30).map(|i| text(1000 + i, 30) + &copy(i) + &text(2000 + i, 30)).collect();
        assert_eq!(join(&texts, &config).0.len(), 30 * 29 / 2);
    }

    #[test]
    fn joining_in_ram_is_joining_what_is_sorted() {
        let config = EchoConfig::default();
        let texts: Vec<_> = (0..600).map(|i| text(i % 500, 20) + &text(7 + i % 3, 30) + &text(900 + i / 2, 12)).collect();
        let rank: Vec<u32> = (0..texts.len() as u32).rev().collect();
        let mut sorted: Vec<_> = texts.iter().zip(0..).flat_map(|(text, i)| fingerprint(i, text, &fold(text), &config)).collect();
        sorted.sort();
        let mut join = Join::new(&config, &rank);
        sorted.into_iter().for_each(|p| join.push(p));
        let in_ram = join_in_ram(&config, &rank, |i| fingerprint(i, &texts[i as usize], &fold(&texts[i as usize]), &config));
        assert!(in_ram.0.len() > 600 && in_ram.1.capped_runs > 0);
        assert_eq!(in_ram, join.finish());
    }

    #[test]
    fn a_frequent_phrase_alone_makes_no_pair() {
        let config = EchoConfig::default();
        let texts: Vec<_> = (0..50).map(|i| text(i, 40) + "on the other hand it was " + &text(500 + i, 40)).collect();
        assert_eq!(join(&texts, &config).0, []);
    }

    #[test]
    fn neighbourhoods_are_alike_past_one_edit() {
        let context = |l: [u8; 4], r: [u8; 4]| u64::from_le_bytes([l[0], l[1], l[2], l[3], r[0], r[1], r[2], r[3]]);
        let a = context([1, 2, 3, 4], [5, 6, 7, 8]);
        assert!(alike(a, a));
        assert!(alike(a, context([9, 2, 3, 4], [99, 98, 97, 96])), "substitution");
        assert!(alike(a, context([2, 3, 4, 77], [99, 98, 97, 96])), "cut");
        assert!(alike(a, context([99, 98, 97, 96], [50, 5, 6, 7])), "insertion");
        assert!(!alike(a, context([99, 2, 97, 96], [5, 98, 97, 96])));
    }
}
