//! Alignment: the passages two articles share, word by word.
//!
//! Seed, chain, extend. Every run of `gram_words` equal words is a seed, grown as far as it goes; seeds in the same order on both sides are
//! chained across small gaps; the gaps are filled and the ends extended by affine-gap alignment (Gotoh, J. Mol. Biol. 162, 1982); what does
//! not pay for its gap is cut off. Several chains are taken from a pair, so moved and repeated passages are each found. Cost follows the
//! text that is shared, not the product of the lengths.
//!
//! The result depends on the two texts and the configuration alone.

use std::borrow::Cow;

use super::damaged::Damaged;
use super::noisy;
use super::sift::sift;
use crate::config::EchoConfig;
use crate::corpus::{Kept, Reading};
use crate::text::{Letters, Word};

/// A run of equal words: `left[left..left + len]` equals `right[right..right + len]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Run {
    pub(crate) left: u32,
    pub(crate) right: u32,
    pub(crate) len: u32,
}

impl Run {
    pub(super) fn left_end(self) -> u32 {
        self.left + self.len
    }
    pub(super) fn right_end(self) -> u32 {
        self.right + self.len
    }

    /// What of this run stands behind another one on both sides.
    pub(super) fn behind(self, last: Run) -> Option<Run> {
        let overlap = last.left_end().saturating_sub(self.left).max(last.right_end().saturating_sub(self.right));
        (overlap < self.len).then(|| Run { left: self.left + overlap, right: self.right + overlap, len: self.len - overlap })
    }
}

/// Two passages aligned word by word: equal runs in order on both sides. What stands between two runs differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Alignment {
    /// Never empty; strictly increasing on both sides.
    pub(crate) runs: Vec<Run>,
}

impl Alignment {
    pub(crate) fn left(&self) -> (u32, u32) {
        (self.runs[0].left, self.runs[self.runs.len() - 1].left_end())
    }
    pub(crate) fn right(&self) -> (u32, u32) {
        (self.runs[0].right, self.runs[self.runs.len() - 1].right_end())
    }
    /// Words that are equal.
    pub(crate) fn equal_words(&self) -> u32 {
        self.runs.iter().map(|r| r.len).sum()
    }
}

/// Scores in tenths of a word: an equal word gains ten, a differing one costs fifteen, a gap fifteen and four for each further word.
///
/// So two equal words beyond an edit are kept (a number that differs often stands near the end of its sentence), and a cut sentence of twenty
/// words is bridged where ten equal words follow.
const EQUAL: i32 = 10;
const DIFFERENT: i32 = 10;
const GAP_OPEN: i32 = 12;
const GAP_LONGER: i32 = 4;

/// Share of the letters on both sides that stand in equal words, at least. At one half, tables of companies' results passed that have every number
/// their own, separators being letters here.
const EQUAL_LETTERS: (u64, u64) = (11, 20);

/// A gram that occurs more often than this in one article seeds at its first place only, and only where no run goes through it: tables and
/// repeated furniture.
const REPEATS: usize = 8;
/// What the hashes of letters are kept under in place of a number of words.
const LETTERS: usize = 0;
/// Seeds of one pair; only texts made of repetitions have more.
const SEEDS: usize = 4096;
/// Earlier seeds that a seed is tried behind.
const LOOK_BACK: usize = 48;
/// Words beyond the outermost seeds that are tried for more equal words.
const END_WORDS: u32 = 16;

/// Hashes of every run of `len` words, by position: a cyclic polynomial, one rotation a word. For seeds inside one pair only; a false seed
/// costs a look at the words.
fn run_hashes(words: &[Word], len: usize) -> Vec<u32> {
    const TURN: u32 = 7;
    let Some((first, newest)) = words.split_at_checked(len - 1) else { return Vec::new() };
    let out = TURN * (len as u32 - 1) % 32;
    let mut hash = first.iter().fold(0u32, |h, w| h.rotate_left(TURN) ^ w.hash);
    let mut hashes = Vec::with_capacity(newest.len());
    hashes.extend(newest.iter().zip(words).map(|(newest, oldest)| {
        let with = hash.rotate_left(TURN) ^ newest.hash;
        hash = with ^ oldest.hash.rotate_left(out);
        with.wrapping_mul(0x9e37_79b1)
    }));
    hashes
}

/// The filter has a bit for each value of a hash's highest sixteen bits: 8 kB, which stay at hand, and a fixed place for a bit, which costs less than
/// a filter that suits the article. By chance one of 70 grams passes where the article has 900 words, one of three where it has 25,000.
const FILTER_BITS: u32 = 16;
type Filter = [u64; 1 << (FILTER_BITS - 6)];

/// An article that is compared: its text and words, and where the hashes of its runs are kept.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Compared<'a> {
    pub(crate) text: &'a str,
    pub(crate) words: &'a [Word],
    pub(crate) kept: &'a Kept,
}

impl<'a> Compared<'a> {
    /// Hashes of what a seed is grown from, by the position of its first word: runs of words, or letters in damaged copies.
    fn hashes(self, config: &EchoConfig) -> Cow<'a, [u32]> {
        let len = if config.noisy { LETTERS } else { config.gram_words.max(1) as usize };
        let make = || if len == LETTERS { noisy::seed_hashes(self.letters()) } else { run_hashes(self.words, len) };
        self.kept.runs(len, make).map_or_else(|| Cow::Owned(make()), Cow::Borrowed)
    }

    fn letters(self) -> &'a Letters {
        self.kept.letters(|| Letters::of(self.text, self.words))
    }
}

impl<'a> From<&'a Reading> for Compared<'a> {
    fn from(reading: &'a Reading) -> Self {
        Compared { text: &reading.text, words: &reading.words, kept: &reading.kept }
    }
}

/// The left article of many pairs, its grams indexed once.
#[derive(Debug)]
pub(crate) struct LeftIndex<'a> {
    article: Compared<'a>,
    hashes: Cow<'a, [u32]>,
    shift: u32,
    /// Tells most grams that are not there without a look at the slots.
    filter: Box<Filter>,
    heads: Vec<u32>,
    next: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl<'a> LeftIndex<'a> {
    pub(crate) fn new(article: Compared<'a>, config: &EchoConfig) -> Self {
        let hashes = article.hashes(config);
        let bits = (2 * hashes.len()).next_power_of_two().trailing_zeros().clamp(2, 27);
        let shift = 32 - bits;
        let (mut heads, mut next) = (vec![NONE; 1 << bits], vec![NONE; hashes.len()]);
        for (i, hash) in hashes.iter().enumerate().rev() {
            let slot = (hash >> shift) as usize;
            next[i] = heads[slot];
            heads[slot] = i as u32;
        }
        let mut filter: Box<Filter> = Box::new([0; _]);
        for &hash in hashes.iter() {
            let (word, bit) = filter_bit(hash);
            filter[word] |= 1 << bit;
        }
        LeftIndex { article, hashes, shift, filter, heads, next }
    }

    /// Positions and hashes of the grams of a text that may be in this one: all that are, and few that are not.
    fn candidates(&self, hashes: &[u32]) -> Vec<(u32, u32)> {
        let held = |&hash: &u32| {
            let (word, bit) = filter_bit(hash);
            (self.filter[word] >> bit) & 1 == 1
        };
        let mut out = Vec::new();
        sift(hashes, held, |at| out.push((at as u32, hashes[at])));
        out
    }

    /// Positions of this gram, in order; at most one more than [`REPEATS`].
    #[inline]
    fn positions(&self, hash: u32, out: &mut Vec<u32>) {
        out.clear();
        let mut at = self.heads[(hash >> self.shift) as usize];
        while at != NONE && out.len() <= REPEATS {
            if self.hashes[at as usize] == hash {
                out.push(at);
            }
            at = self.next[at as usize];
        }
    }
}

/// The filter's bit for a hash: in which word, and which of it.
#[inline]
fn filter_bit(hash: u32) -> (usize, u32) {
    let bit = hash >> (32 - FILTER_BITS);
    ((bit / 64) as usize, bit % 64)
}

/// All shared passages of two articles, sorted by their place in the left one.
///
/// In damaged copies words that differ in few letters stand opposite each other like equal ones.
pub(crate) fn align(left: &LeftIndex<'_>, right: Compared<'_>, config: &EchoConfig) -> Vec<Alignment> {
    if left.hashes.is_empty() {
        return Vec::new();
    }
    let aligner = Aligner { left: left.article.words, right: right.words, config };
    let mut out: Vec<Alignment> = Vec::new();
    let mut take = |runs: &[Run]| {
        let mut found = Vec::new();
        aligner.cut(runs, &mut found);
        found.into_iter().for_each(|found| {
            if !already_told(&out, &found) {
                out.push(found);
            }
        });
    };
    if config.noisy {
        in_letters(left, right, config).iter().for_each(|runs| take(runs));
    } else {
        let seeds = seeds(left, &right.hashes(config), config.gram_words.max(1), &aligner);
        chains(&seeds, config.max_gap_words).into_iter().for_each(|chain| take(&aligner.refine(chain)));
    }
    out.sort_unstable_by_key(|a| (a.left(), a.right()));
    out
}

/// Letters of a word of news text, for what is set in words.
const LETTERS_OF_A_WORD: u32 = 5;
/// Letters of the words of a row that has the shortest ones.
const LETTERS_OF_A_SHORT_WORD: u32 = 2;

/// Rows of words that stand opposite each other in damaged copies, best first.
fn in_letters(left: &LeftIndex<'_>, right: Compared<'_>, config: &EchoConfig) -> Vec<Vec<Run>> {
    let damaged =
        Damaged { left: left.article.letters(), right: right.letters(), left_words: left.article.words, right_words: right.words };
    let seeds = seeds(left, &right.hashes(config), noisy::GRAM_LETTERS as u32, &damaged);
    let chains = chains(&seeds, LETTERS_OF_A_WORD * config.max_gap_words);
    // most chains are one phrase, which every two texts share: a match as they stand, or something beside them is alike
    let is_more = |chain: &&Vec<Run>| {
        let letters = chain.iter().map(|run| run.len).sum();
        letters >= LETTERS_OF_A_SHORT_WORD * config.min_words
            && chain.iter().map(|&run| damaged.words_of(run)).sum::<u32>() >= config.min_words
            || chain.iter().any(|&run| damaged.goes_on(run, letters))
    };
    chains.iter().filter(is_more).map(|chain| damaged.refine(chain)).collect()
}

/// Whether both sides of an alignment lie mostly in equal words of passages that were found before: then it only says that the text repeats
/// itself. What stands in a gap of another passage is not told by it.
fn already_told(found: &[Alignment], new: &Alignment) -> bool {
    let share = |side: fn(Run) -> (u32, u32)| {
        let told = |run: Run| {
            let (start, end) = side(run);
            let runs = found.iter().flat_map(|a| &a.runs).map(|&r| side(r));
            runs.map(|(s, e)| e.min(end).saturating_sub(s.max(start))).sum::<u32>()
        };
        2 * new.runs.iter().map(|&run| told(run)).sum::<u32>() > new.equal_words()
    };
    share(|r| (r.left, r.left_end())) && share(|r| (r.right, r.right_end()))
}

/// What runs are counted in: words, or letters in damaged copies.
pub(super) trait Units {
    /// Where a word of the left text stands.
    fn left_at(&self, word: u32) -> u32;
    /// Where a word of the right text stands.
    fn right_at(&self, word: u32) -> u32;
    /// The longest equal run through two places.
    fn grow(&self, left: u32, right: u32) -> Run;
}

impl Units for Aligner<'_> {
    fn left_at(&self, word: u32) -> u32 {
        word
    }

    fn right_at(&self, word: u32) -> u32 {
        word
    }

    fn grow(&self, left: u32, right: u32) -> Run {
        grown(self.left, self.right, (left as usize, right as usize), |l, r| l.hash == r.hash)
    }
}

/// The longest run of equal items through two places.
pub(super) fn grown<T>(left: &[T], right: &[T], (l, r): (usize, usize), equal: impl Fn(&T, &T) -> bool) -> Run {
    let back = left[..l].iter().rev().zip(right[..r].iter().rev()).take_while(|(l, r)| equal(l, r)).count();
    let ahead = left[l..].iter().zip(&right[r..]).take_while(|(l, r)| equal(l, r)).count();
    Run { left: (l - back) as u32, right: (r - back) as u32, len: (back + ahead) as u32 }
}

/// Maximal equal runs around the grams of both, `hashes` being those of the right article, sorted by their place in the right article.
fn seeds(left: &LeftIndex<'_>, hashes: &[u32], least: u32, units: &impl Units) -> Vec<Run> {
    let (mut out, mut positions) = (Vec::new(), Vec::with_capacity(REPEATS + 1));
    // runs that reach beyond the position looked at: few, since a gram seeds at few places
    let mut open: Vec<Run> = Vec::new();
    for (position, hash) in left.candidates(hashes) {
        left.positions(hash, &mut positions);
        let right = units.right_at(position);
        open.retain(|run| run.right_end() > right);
        if positions.len() > REPEATS {
            // where nothing else is shared its first place stands for all: else a text that repeats itself would not equal its copy
            positions.truncate(usize::from(open.is_empty()));
        }
        for left in positions.iter().map(|&at| units.left_at(at)) {
            let on_diagonal = |run: &Run| left.wrapping_sub(run.left) == right.wrapping_sub(run.right);
            if open.iter().any(on_diagonal) {
                continue;
            }
            let run = units.grow(left, right);
            open.push(run);
            if run.len >= least && out.len() < SEEDS {
                out.push(run);
            }
        }
    }
    out.sort_unstable_by_key(|r| (r.right, r.left));
    out
}

/// Rows of seeds in the same order on both sides, best first. Every seed is in at most one row.
fn chains(seeds: &[Run], max_gap: u32) -> Vec<Vec<Run>> {
    let mut best: Vec<(i32, u32)> = Vec::with_capacity(seeds.len());
    let longest = seeds.iter().map(|seed| seed.len).max().unwrap_or(0);
    for (i, &seed) in seeds.iter().enumerate() {
        let alone = EQUAL * seed.len as i32;
        let mut top = (alone, NONE);
        for j in (i.saturating_sub(LOOK_BACK)..i).rev() {
            // sorted by their place in the right text: those before it end too early as well
            if seeds[j].right + longest + max_gap < seed.right {
                break;
            }
            if let Some(cost) = link_cost(seeds[j], seed, max_gap) {
                let score = best[j].0 + alone - cost;
                if score > top.0 {
                    top = (score, j as u32);
                }
            }
        }
        best.push(top);
    }
    let mut order: Vec<usize> = (0..seeds.len()).collect();
    order.sort_by_key(|&i| (-best[i].0, i));
    let mut used = vec![false; seeds.len()];
    let mut out = Vec::new();
    for last in order {
        let mut chain = Vec::new();
        let mut at = last as u32;
        while at != NONE && !used[at as usize] {
            used[at as usize] = true;
            chain.push(seeds[at as usize]);
            at = best[at as usize].1;
        }
        if !chain.is_empty() {
            chain.reverse();
            out.push(chain);
        }
    }
    out
}

/// What it costs to go from one seed to the next; `None` where they are out of order or too far apart.
fn link_cost(from: Run, to: Run, max_gap: u32) -> Option<i32> {
    if to.left <= from.left || to.right <= from.right {
        return None;
    }
    let gap = |end: u32, start: u32| i64::from(start) - i64::from(end);
    let (left, right) = (gap(from.left_end(), to.left), gap(from.right_end(), to.right));
    let overlap = (-left.min(right)).max(0);
    if overlap >= i64::from(to.len) || left.max(right) + overlap > i64::from(max_gap) {
        return None;
    }
    let (left, right) = ((left + overlap) as i32, (right + overlap) as i32);
    Some(EQUAL * overlap as i32 + DIFFERENT / 2 * left.min(right) + gap_cost((left - right).abs()))
}

fn gap_cost(words: i32) -> i32 {
    if words == 0 { 0 } else { GAP_OPEN + GAP_LONGER * (words - 1) }
}

struct Aligner<'a> {
    left: &'a [Word],
    right: &'a [Word],
    config: &'a EchoConfig,
}

impl Aligner<'_> {
    /// Fills the gaps of a chain and extends its ends.
    fn refine(&self, chain: Vec<Run>) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::with_capacity(2 * chain.len());
        for mut seed in chain {
            if let Some(&last) = runs.last() {
                let Some(rest) = seed.behind(last) else { continue };
                seed = rest;
                self.fill((last.left_end(), last.right_end()), (seed.left, seed.right), &mut runs);
            }
            push(&mut runs, seed);
        }
        self.extend_ends(&mut runs);
        runs
    }

    /// Aligns what stands between two seeds, end to end.
    fn fill(&self, from: (u32, u32), to: (u32, u32), runs: &mut Vec<Run>) {
        let (l, r) = (&self.left[from.0 as usize..to.0 as usize], &self.right[from.1 as usize..to.1 as usize]);
        if !l.iter().any(|l| r.iter().any(|r| l.hash == r.hash)) {
            return;
        }
        let table = Table::new(l.len(), r.len(), |i, j| l[i].hash == r[j].hash);
        for run in table.trace(l.len(), r.len()) {
            push(runs, Run { left: from.0 + run.left, right: from.1 + run.right, len: run.len });
        }
    }

    /// Looks for more equal words behind the last run and before the first.
    fn extend_ends(&self, runs: &mut Vec<Run>) {
        let Some(&last) = runs.last() else { return };
        let (at_l, at_r) = (last.left_end() as usize, last.right_end() as usize);
        let l = &self.left[at_l..self.left.len().min(at_l + END_WORDS as usize)];
        let r = &self.right[at_r..self.right.len().min(at_r + END_WORDS as usize)];
        for run in best_prefix(l.len(), r.len(), |i, j| l[i].hash == r[j].hash) {
            push(runs, Run { left: at_l as u32 + run.left, right: at_r as u32 + run.right, len: run.len });
        }
        let first = runs[0];
        let (at_l, at_r) = (first.left as usize, first.right as usize);
        let l = &self.left[at_l.saturating_sub(END_WORDS as usize)..at_l];
        let r = &self.right[at_r.saturating_sub(END_WORDS as usize)..at_r];
        let mut before: Vec<Run> = best_prefix(l.len(), r.len(), |i, j| l[l.len() - 1 - i].hash == r[r.len() - 1 - j].hash)
            .into_iter()
            .map(|run| Run { left: (at_l as u32) - run.left_end(), right: (at_r as u32) - run.right_end(), len: run.len })
            .collect();
        before.reverse();
        let tail = std::mem::take(runs);
        for run in before.into_iter().chain(tail) {
            push(runs, run);
        }
    }

    /// Cuts runs where a gap costs more than what lies beyond it: the best-scoring stretch, and then the best ones on either side of it.
    fn cut(&self, runs: &[Run], out: &mut Vec<Alignment>) {
        let Some((start, end, score)) = self.best_stretch(runs) else { return };
        let stretch = &runs[start..end];
        let equal: i32 = stretch.iter().map(|&run| self.weight(run)).sum();
        // enough equal words, and after paying for what differs still what a seed is worth
        if equal < EQUAL * self.config.min_words as i32 || score < EQUAL * self.config.gram_words as i32 {
            return;
        }
        if self.is_mostly_equal(stretch) {
            out.push(Alignment { runs: stretch.to_vec() });
        } else {
            // a row of words inside it may still be shared
            let long = stretch.iter().filter(|&&run| self.weight(run) >= EQUAL * self.config.min_words as i32);
            out.extend(long.map(|&run| Alignment { runs: vec![run] }));
        }
        self.cut(&runs[..start], out);
        self.cut(&runs[end..], out);
    }

    /// Whether more than half of the letters on both sides stand in equal words: a table of which every number differs is a form, and no text that
    /// is shared.
    fn is_mostly_equal(&self, stretch: &[Run]) -> bool {
        let letters = |words: &[Word]| words.iter().map(|w| u64::from(w.end - w.start)).sum::<u64>();
        let (first, last) = (stretch[0], stretch[stretch.len() - 1]);
        let left = letters(&self.left[first.left as usize..last.left_end() as usize]);
        let right = letters(&self.right[first.right as usize..last.right_end() as usize]);
        let equal: u64 = stretch.iter().map(|r| letters(&self.left[r.left as usize..r.left_end() as usize])).sum();
        let (of, all) = EQUAL_LETTERS;
        2 * equal * all >= of * (left + right)
    }

    fn best_stretch(&self, runs: &[Run]) -> Option<(usize, usize, i32)> {
        let mut best: Option<(usize, usize, i32)> = None;
        let (mut start, mut score) = (0, 0);
        for (i, run) in runs.iter().enumerate() {
            if i > start {
                let before = runs[i - 1];
                let (l, r) = ((run.left - before.left_end()) as i32, (run.right - before.right_end()) as i32);
                // words that were split or run together have no opposite: letters told already that it pays to go on
                score -= (DIFFERENT * l.min(r) + gap_cost((l - r).abs())) / if self.config.noisy { 2 } else { 1 };
            }
            if score < 0 || i == start {
                (start, score) = (i, 0);
            }
            score += self.weight(*run);
            if best.is_none_or(|(.., top)| score > top) {
                best = Some((start, i + 1, score));
            }
        }
        best
    }

    /// Tenths of words: characters of scripts without spaces count half.
    fn weight(&self, run: Run) -> i32 {
        let words = &self.left[run.left as usize..run.left_end() as usize];
        words.iter().map(|w| EQUAL / 2 * w.half_words() as i32).sum()
    }
}

/// Adds a run, joined to the last one where both sides touch.
pub(super) fn push(runs: &mut Vec<Run>, run: Run) {
    match runs.last_mut() {
        Some(last) if last.left_end() == run.left && last.right_end() == run.right => last.len += run.len,
        _ => runs.push(run),
    }
}

/// The runs of the best-scoring alignment that begins at the corner, empty where none gains anything.
fn best_prefix(rows: usize, columns: usize, equal: impl Fn(usize, usize) -> bool) -> Vec<Run> {
    // an edit costs more than an equal word gains: without an equal word near the corner nothing can be gained
    let near = 4;
    if !(0..rows.min(near)).any(|i| (0..columns.min(near)).any(|j| equal(i, j))) {
        return Vec::new();
    }
    // nor without two equal words in a row: each edit must be paid by the run behind it; the corner itself differs or would be in the seed
    if !equal(0, 0) {
        let row = |i: usize| (0..columns).fold(0u32, |bits, j| bits | u32::from(equal(i, j)) << j);
        let mut last = row(0);
        let two_in_a_row = (1..rows).any(|i| {
            let before = std::mem::replace(&mut last, row(i));
            before << 1 & last != 0
        });
        if !two_in_a_row {
            return Vec::new();
        }
    }
    let table = Table::new(rows, columns, equal);
    let (mut best, mut at) = (0, (0, 0));
    for i in 1..=rows {
        for j in 1..=columns {
            let score = table.score(i, j);
            if score > best {
                (best, at) = (score, (i, j));
            }
        }
    }
    table.trace(at.0, at.1)
}

/// Global affine-gap alignment of two short rows of words. Three states: `M` words stand opposite each other, `L` a word of the left row
/// stands alone, `R` one of the right.
struct Table {
    width: usize,
    cells: Vec<[i32; 3]>,
    equal: Vec<bool>,
}

const M: usize = 0;
const L: usize = 1;
const R: usize = 2;
const LOW: i32 = i32::MIN / 4;

impl Table {
    fn new(rows: usize, columns: usize, equal: impl Fn(usize, usize) -> bool) -> Self {
        let width = columns + 1;
        let mut table = Table { width, cells: vec![[LOW; 3]; (rows + 1) * width], equal: vec![false; (rows + 1) * width] };
        table.cells[0] = [0, LOW, LOW];
        for i in 0..=rows {
            for j in 0..=columns {
                let at = i * width + j;
                if i > 0 {
                    let up = table.cells[at - width];
                    table.cells[at][L] = (up[M].max(up[R]) - GAP_OPEN).max(up[L] - GAP_LONGER);
                }
                if j > 0 {
                    let back = table.cells[at - 1];
                    table.cells[at][R] = (back[M].max(back[L]) - GAP_OPEN).max(back[R] - GAP_LONGER);
                }
                if i > 0 && j > 0 {
                    table.equal[at] = equal(i - 1, j - 1);
                    let gain = if table.equal[at] { EQUAL } else { -DIFFERENT };
                    let corner = table.cells[at - width - 1];
                    table.cells[at][M] = corner[M].max(corner[L]).max(corner[R]) + gain;
                }
            }
        }
        table
    }

    fn score(&self, i: usize, j: usize) -> i32 {
        let [m, l, r] = self.cells[i * self.width + j];
        m.max(l).max(r)
    }

    /// Equal runs on the best way from the corner to (i, j). Of equally good ways the one with words opposite each other.
    fn trace(&self, mut i: usize, mut j: usize) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        let top = |[m, l, r]: [i32; 3]| {
            if m >= l && m >= r {
                M
            } else if l >= r {
                L
            } else {
                R
            }
        };
        let mut state = top(self.cells[i * self.width + j]);
        while i > 0 || j > 0 {
            let at = i * self.width + j;
            match state {
                M => {
                    if self.equal[at] {
                        match runs.last_mut() {
                            Some(run) if run.left == i as u32 && run.right == j as u32 => {
                                *run = Run { left: run.left - 1, right: run.right - 1, len: run.len + 1 };
                            }
                            _ => runs.push(Run { left: i as u32 - 1, right: j as u32 - 1, len: 1 }),
                        }
                    }
                    (i, j) = (i - 1, j - 1);
                    state = top(self.cells[i * self.width + j]);
                }
                L => {
                    let up = self.cells[at - self.width];
                    state = if self.cells[at][L] == up[L] - GAP_LONGER {
                        L
                    } else if up[M] >= up[R] {
                        M
                    } else {
                        R
                    };
                    i -= 1;
                }
                _ => {
                    let back = self.cells[at - 1];
                    state = if self.cells[at][R] == back[R] - GAP_LONGER {
                        R
                    } else if back[M] >= back[L] {
                        M
                    } else {
                        L
                    };
                    j -= 1;
                }
            }
        }
        runs.reverse();
        runs
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;
    use proptest::prelude::*;

    fn of_words(l: &[Word], r: &[Word]) -> Vec<Alignment> {
        let (config, [kept, also]) = (EchoConfig::default(), [Kept::default(), Kept::default()]);
        align(&LeftIndex::new(Compared { text: "", words: l, kept: &kept }, &config), Compared { text: "", words: r, kept: &also }, &config)
    }

    fn aligned(left: &str, right: &str) -> Vec<(String, String)> {
        let (l, r) = (fold(left), fold(right));
        let slice = |text: &str, words: &[Word], (start, end): (u32, u32)| {
            text[words[start as usize].start as usize..words[end as usize - 1].end as usize].to_owned()
        };
        of_words(&l, &r).iter().map(|a| (slice(left, &l, a.left()), slice(right, &r, a.right()))).collect()
    }

    #[test]
    fn an_edited_passage_is_one_match_to_its_last_equal_word() {
        let found = aligned(
            "Nobody knew. The harbour office said the first ferry would leave the old quay at dawn with 800 people on board. Rain fell.",
            "Late news: the harbour office said on Monday the first ferry would leave the quay at dawn with 1,800 people on board, it added.",
        );
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].0, "The harbour office said the first ferry would leave the old quay at dawn with 800 people on board");
        assert_eq!(found[0].1, "the harbour office said on Monday the first ferry would leave the quay at dawn with 1,800 people on board");
    }

    #[test]
    fn passages_in_swapped_order_are_both_found() {
        let a = "the mayor of the upper town opened the new bridge on sunday morning";
        let b = "two fishing boats ran aground in thick fog near the western light";
        let found = aligned(&format!("{a}. {b}."), &format!("{b}. {a}."));
        assert_eq!(found, [(a.to_owned(), a.to_owned()), (b.to_owned(), b.to_owned())]);
    }

    #[test]
    fn a_passage_that_stands_twice_is_found_twice() {
        let a = "the mayor of the upper town opened the new bridge on sunday morning";
        let found = aligned(a, &format!("{a}. Something else was said in between and went on for a while there. {a}."));
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn a_passage_that_stands_again_inside_the_gap_of_another_is_found_twice() {
        let a = "two fishing boats ran aground in thick fog near the western light before anybody had called the watch";
        let (b, c) = (
            "the mayor of the upper town opened the new bridge on sunday morning",
            "and the ferries went back to their berths in the old harbour",
        );
        let found = aligned(&format!("{a}. {b} {c}"), &format!("{a}. Elsewhere it rained. {b}, {a}, {c}"));
        // once with all that follows it, once for itself
        assert_eq!(found.iter().filter(|(l, _)| l.starts_with(a)).count(), 2, "{found:?}");
        assert!(found.iter().any(|(l, r)| l == a && r == a), "{found:?}");
    }

    #[test]
    fn two_passages_far_apart_are_not_glued_over_unshared_sentences() {
        let a = "the mayor of the upper town opened the new bridge on sunday morning";
        let b = "two fishing boats ran aground in thick fog near the western light";
        let other: String = (0..40).map(|i| format!("left{i} ")).collect();
        let another: String = (0..40).map(|i| format!("right{i} ")).collect();
        let found = aligned(&format!("{a} {other} {b}"), &format!("{a} {another} {b}"));
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn a_table_of_which_every_number_differs_is_no_shared_text() {
        let table = |numbers: [u32; 8]| {
            let [a, b, c, d, e, f, g, h] = numbers.map(|n| format!("{}000000", n));
            format!("Avg wgt {a} vs {b} Year Wgt {c} t vs {d} t Net {e} vs {f} Loads {g} m vs {h} m Avg wgt")
        };
        assert_eq!(aligned(&table([1, 2, 3, 4, 5, 6, 7, 8]), &table([11, 12, 13, 14, 15, 16, 17, 18])), []);
        assert_eq!(aligned(&table([1, 2, 3, 4, 5, 6, 7, 8]), &table([1, 2, 3, 14, 5, 6, 7, 8])).len(), 1);
    }

    #[test]
    fn seven_equal_words_are_not_enough() {
        assert_eq!(aligned("said on monday that the first ferry left", "and on monday that the first ferry sank"), []);
    }

    proptest! {
        #[test]
        fn runs_are_equal_and_in_order_and_exact_copies_are_whole(
            words in prop::collection::vec("[a-d]{1,2}", 0..80), other in prop::collection::vec("[a-d]{1,2}", 0..80),
        ) {
            let config = EchoConfig::default();
            let (l, r) = (fold(&words.join(" ")), fold(&other.join(" ")));
            for alignment in of_words(&l, &r) {
                let mut last = (0, 0);
                for run in &alignment.runs {
                    prop_assert!(run.len > 0 && run.left >= last.0 && run.right >= last.1);
                    for i in 0..run.len {
                        prop_assert_eq!(l[(run.left + i) as usize].hash, r[(run.right + i) as usize].hash);
                    }
                    last = (run.left_end(), run.right_end());
                }
                prop_assert!(alignment.equal_words() >= config.min_words);
            }
            let distinct: Vec<String> = words.iter().enumerate().map(|(i, w)| format!("{w}{i}")).collect();
            let d = fold(&distinct.join(" "));
            let copy = of_words(&d, &d);
            prop_assert_eq!(copy.len(), usize::from(d.len() >= 8));
            prop_assert!(copy.iter().all(|a| a.equal_words() as usize == d.len()));
        }
    }
}
