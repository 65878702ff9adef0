//! Which statements may be one quotation: those that share pairs of content words and enough words besides.
//!
//! Most pairs of statements that share a pair of words share nothing else, and there are very many: what cannot be one quotation is dropped
//! before it is held.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

use rayon::prelude::*;

use crate::packed::{Packer, Unpacker};

use super::quotes::{SHARED_WORDS, Statement};

/// Content words that two statements share at least where they share two pairs of words.
const SHARED_IN_PAIRS: usize = 3;
/// Statements with one pair of words up to which all are compared with each other; beyond, each with the first and its predecessor. At 16 a
/// generated corpus has one place in fifteen of its quotations fewer.
const CAP: usize = 40;

/// Pairs that are sorted and packed at once: eight bytes each.
const RUN: usize = 4_000_000;
/// Candidates that are handed over at once.
const AT_ONCE: usize = 1 << 18;

/// Hands over pairs of statements that share pairs of content words, neighbours or next but one: each pair once, smaller first, in order. The same
/// pairs whatever number of pairs of words is sorted at once.
///
/// Cost: about five bytes for each time that a pair is found, and [`RUN`].
pub(super) fn candidates(statements: &[&Statement], sorted_at_once: usize, mut take: impl FnMut(Vec<(usize, usize)>)) {
    let all: usize = statements.iter().map(|s| 2 * s.content.len()).sum();
    let passes = 1 + all / sorted_at_once;
    let mut pairs = Pairs::default();
    for pass in 0..passes {
        pairs_of(statements, (pass, passes), &mut pairs);
    }
    let mut some = Vec::new();
    pairs.finish(|(a, b), times| {
        let (a, b) = (a as usize, b as usize);
        // one shared pair of words is chance unless the statement is short
        if times >= 2 || statements[a].content.len().min(statements[b].content.len()) <= SHARED_WORDS {
            some.push((a, b));
        }
        if some.len() == AT_ONCE {
            take(std::mem::take(&mut some));
        }
    });
    take(some);
}

/// Pairs of statements, each as often as it was found. There are many times more of them than are one quotation, so they are kept as sorted
/// runs of few bytes, which are read together once.
#[derive(Default)]
struct Pairs {
    found: Vec<(u32, u32)>,
    runs: Vec<Packer>,
}

impl Pairs {
    fn add(&mut self, more: &[(u32, u32)]) {
        if self.found.len() + more.len() > RUN {
            self.pack();
        }
        self.found.extend(more);
    }

    /// Of equal ones two are kept: more say no more.
    fn pack(&mut self) {
        self.found.par_sort_unstable();
        let (mut run, mut last) = (Packer::default(), (0, 0));
        for same in self.found.chunk_by(|a, b| a == b) {
            for &pair in &same[..same.len().min(2)] {
                run.number(pair.0 - last.0);
                run.number(pair.1 - pair.0);
                last = pair;
            }
        }
        run.0.shrink_to_fit();
        self.runs.push(run);
        self.found.clear();
    }

    /// Gives every pair once, in order, and how often it was found: once, or more often.
    fn finish(mut self, mut give: impl FnMut((u32, u32), usize)) {
        self.pack();
        self.found = Vec::new();
        let mut runs: Vec<Run<'_>> = self.runs.iter().map(|run| Run { packed: Unpacker(&run.0), first: 0 }).collect();
        let head = |(n, run): (usize, &mut Run<'_>)| run.next().map(|pair| Reverse((pair, n)));
        let mut heads: BinaryHeap<Reverse<((u32, u32), usize)>> = runs.iter_mut().enumerate().filter_map(head).collect();
        let mut last: Option<((u32, u32), usize)> = None;
        while let Some(mut least) = heads.peek_mut() {
            let Reverse((pair, n)) = *least;
            match runs[n].next() {
                Some(next) => *least = Reverse((next, n)),
                None => _ = PeekMut::pop(least),
            }
            match &mut last {
                Some((before, times)) if *before == pair => *times += 1,
                _ => {
                    if let Some((before, times)) = last.replace((pair, 1)) {
                        give(before, times);
                    }
                }
            }
        }
        if let Some((pair, times)) = last {
            give(pair, times);
        }
    }
}

/// A run of pairs, read from its beginning.
struct Run<'a> {
    packed: Unpacker<'a>,
    /// First of the pair before.
    first: u32,
}

impl Iterator for Run<'_> {
    type Item = (u32, u32);

    fn next(&mut self) -> Option<(u32, u32)> {
        self.first += self.packed.number()?;
        Some((self.first, self.first + self.packed.number()?))
    }
}

/// Adds the pairs of one pass: those whose words fall to it.
fn pairs_of(statements: &[&Statement], (pass, passes): (usize, usize), pairs: &mut Pairs) {
    let of_one = |(i, s): (usize, &&Statement)| {
        let mut of_one: Vec<(u64, u32)> = Vec::new();
        for step in [1, 2] {
            let two = s.content.iter().zip(s.content.iter().skip(step));
            let grams = two.map(|(&a, &b)| (u64::from(a.min(b)) << 32) | u64::from(a.max(b)));
            of_one.extend(grams.filter(|gram| (gram ^ (gram >> 32)) as usize % passes == pass).map(|gram| (gram, i as u32)));
        }
        of_one.sort_unstable();
        of_one.dedup();
        of_one
    };
    let mut postings: Vec<(u64, u32)> = statements.iter().enumerate().flat_map(of_one).collect();
    postings.par_sort_unstable();
    let lists: Vec<&[(u64, u32)]> = postings.chunk_by(|a, b| a.0 == b.0).filter(|list| list.len() > 1).collect();
    for some in lists.chunks(CHUNKS_AT_ONCE * LISTS_AT_ONCE) {
        let found: Vec<Vec<(u32, u32)>> = some.par_chunks(LISTS_AT_ONCE).map(|lists| of_lists(statements, lists)).collect();
        found.iter().for_each(|found| pairs.add(found));
    }
}

/// Lists of statements that one thread takes at a time, and how often before what was found is put together.
const LISTS_AT_ONCE: usize = 1024;
const CHUNKS_AT_ONCE: usize = 32;

/// The pairs of some lists, each of statements with one pair of words, that may be one quotation: most share that pair of words and little else.
fn of_lists(statements: &[&Statement], lists: &[&[(u64, u32)]]) -> Vec<(u32, u32)> {
    let mut pairs = Vec::new();
    for list in lists {
        if list.len() > CAP {
            pairs.extend(list[1..].iter().map(|b| (list[0].1, b.1)));
            pairs.extend(list.windows(2).map(|w| (w[0].1, w[1].1)));
            continue;
        }
        let sorted: Vec<(Vec<u32>, bool)> = list.iter().map(|&(_, i)| sorted(statements[i as usize])).collect();
        for (n, (a, a_marked)) in sorted.iter().enumerate() {
            for (m, (b, b_marked)) in sorted.iter().enumerate().skip(n + 1) {
                let shorter = a.len().min(b.len());
                // where both have marks, equal words in a row are enough, with few content words among them
                let least = match (*a_marked && *b_marked, shorter > SHARED_WORDS) {
                    (true, true) => SHARED_IN_PAIRS,
                    (true, false) => 0,
                    (false, _) => SHARED_WORDS.min(shorter),
                };
                if in_common(a, b) >= least {
                    pairs.push((list[n].1, list[m].1));
                }
            }
        }
    }
    pairs
}

/// Its content words sorted, and whether it has marks.
fn sorted(statement: &Statement) -> (Vec<u32>, bool) {
    let mut words = statement.content.to_vec();
    words.sort_unstable();
    (words, statement.marked)
}

/// How many words two lists have in common, repeated ones as often as on both sides.
pub(super) fn common(a: &[u32], b: &[u32]) -> usize {
    let (mut a, mut b) = (a.to_vec(), b.to_vec());
    a.sort_unstable();
    b.sort_unstable();
    in_common(&a, &b)
}

/// The same for sorted lists.
fn in_common(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut common) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => (i, j, common) = (i + 1, j + 1, common + 1),
        }
    }
    common
}

#[cfg(test)]
mod tests {
    use super::super::quotes::statement;
    use super::*;

    #[test]
    fn candidates_are_the_same_however_many_words_are_sorted_at_once() {
        // words of a small vocabulary, so that statements share pairs of them by chance and on purpose
        let word = |i: u32| (i.wrapping_mul(2_654_435_761) >> 16) % 60;
        let statements: Vec<Statement> =
            (0..200u32).map(|n| statement((0..3 + n % 12).map(|i| word(31 * (n % 150) + i)).collect(), n % 3 != 0)).collect();
        let statements: Vec<&Statement> = statements.iter().collect();
        let all_of = |at_once: usize| {
            let mut all = Vec::new();
            candidates(&statements, at_once, |some| all.extend(some));
            all
        };
        let all = all_of(usize::MAX);
        assert!(all.len() > 50 && all.is_sorted() && all.iter().all(|(a, b)| a < b), "{all:?}");
        // the last fifty say the same as the first
        assert!((0..50).filter(|n| statements[*n].content.len() > 4).all(|n| all.contains(&(n, n + 150))));
        for at_once in [100, 1000] {
            assert_eq!(all_of(at_once), all);
        }
    }

    #[test]
    fn pairs_come_once_and_in_order_out_of_several_runs() {
        let mut pairs = Pairs::default();
        let all: [&[(u32, u32)]; 3] = [&[(7, 300), (1, 2), (1, 2), (1, 2)], &[(0, 9), (7, 300)], &[(400, 70_000), (1, 3)]];
        for run in all {
            pairs.add(run);
            pairs.pack();
        }
        let mut found = Vec::new();
        pairs.finish(|pair, times| found.push((pair, times)));
        assert_eq!(found, [((0, 9), 1), ((1, 2), 2), ((1, 3), 1), ((7, 300), 2), ((400, 70_000), 1)]);
    }

    #[test]
    fn repeated_words_are_in_common_as_often_as_on_both_sides() {
        assert_eq!(common(&[5, 1, 5, 9], &[5, 5, 5, 2]), 2);
        assert_eq!(common(&[], &[1]), 0);
    }
}
