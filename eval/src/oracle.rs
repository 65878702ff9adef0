//! The oracle: every two texts compared word by word, without fingerprints and seeds, and how much of it the engine finds.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Write;
use std::path::Path;

use anyhow::Result;
use rayon::prelude::*;
use retold::Reading;
use retold::config::EchoConfig;
use retold::echo::{Matcher, fingerprint, join_in_ram};
use retold::record::{ArticleIx, Match, Span};
use retold::text::Word;

use crate::measure::Tally;
use crate::records::texts;

/// Half words of the shortest run: what fingerprints promise (four words in a window of five), and what a match needs.
const LEAST_HALF_WORDS: u32 = 16;
/// Words of a phrase that is called frequent where it stands in many articles.
const PHRASE: usize = 8;
/// Lengths of runs in words that are counted apart, each from here on.
const LENGTHS: [u32; 4] = [8, 10, 15, 25];

/// A longest possible run of equal words of two texts: first words, and their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    left: usize,
    right: usize,
    len: usize,
}

/// What the oracle sees, and what of it the engine finds.
#[derive(Debug, Default)]
pub(crate) struct Oracle {
    /// Pairs of texts with a run that stands in few articles, that are followed.
    pub(crate) pairs: Tally,
    /// The same where every run stands in more articles than are all paired: stock phrases, whose articles are linked in a row instead.
    frequent: Tally,
    /// Runs of the former pairs that lie whole in a match of the pair on either side; by [`LENGTHS`]. What stands twice in both texts is four
    /// runs, of which two matches tell.
    pub(crate) runs: BTreeMap<u32, Tally>,
    missed: Vec<String>,
}

impl Oracle {
    pub(crate) fn all_runs(&self) -> Tally {
        self.runs.values().fold(Tally::default(), |sum, t| Tally { right: sum.right + t.right, all: sum.all + t.all })
    }
}

impl std::fmt::Display for Oracle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "pairs with eight equal words in a row, followed: {}", self.pairs)?;
        writeln!(f, "the same, frequent phrases only: {}", self.frequent)?;
        writeln!(f, "runs of eight equal words and more, found whole: {}", self.all_runs())?;
        self.runs.iter().try_for_each(|(from, tally)| writeln!(f, "  from {from} words: {tally}"))?;
        self.missed.iter().try_for_each(|m| writeln!(f, "missed: {m}"))
    }
}

/// The first texts of a file of uniform records.
pub(crate) fn run(file: &Path, articles: usize) -> Result<()> {
    let readings: Vec<Reading> = texts(file, articles)?.into_iter().map(Reading::of_text).collect();
    writeln!(std::io::stdout().lock(), "{} articles\n{}", readings.len(), ask(&readings))?;
    Ok(())
}

/// Compares all with all; quadratic in everything.
pub(crate) fn ask(readings: &[Reading]) -> Oracle {
    let config = EchoConfig::default();
    let ranks: Vec<u32> = (0..readings.len() as u32).collect();
    let (followed, _) = join_in_ram(&config, &ranks, |i| fingerprint(i, &readings[i as usize].text, &readings[i as usize].words, &config));
    let articles_of = articles_of(readings);
    let rare = |words: &[Word]| {
        let least = words.windows(PHRASE).filter_map(|phrase| articles_of.get(&hashes(phrase))).min();
        least.is_none_or(|&articles| articles <= config.narrow_over_articles)
    };
    let of_left = |left: usize| {
        let matcher = Matcher::new(ArticleIx(left as u32), &readings[left], None, &config);
        let mut out = Oracle::default();
        for (right, other) in readings.iter().enumerate().skip(left + 1) {
            let runs = maximal_runs(&readings[left].words, &other.words);
            if !runs.is_empty() {
                let is_followed = followed.binary_search(&(left as u32, right as u32)).is_ok();
                let matches = if is_followed { matcher.matches(ArticleIx(right as u32), other) } else { Vec::new() };
                if runs.iter().any(|run| rare(&readings[left].words[run.left..run.left + run.len])) {
                    out.pairs.count(is_followed);
                    out.count(&runs, &matches, &readings[left], other);
                } else {
                    out.frequent.count(is_followed);
                }
            }
        }
        out
    };
    let parts: Vec<Oracle> = (0..readings.len()).into_par_iter().map(of_left).collect();
    parts.into_iter().fold(Oracle::default(), Oracle::and)
}

impl Oracle {
    fn count(&mut self, runs: &[Run], matches: &[Match], left: &Reading, right: &Reading) {
        for run in runs {
            let cover = |reading: &Reading, first: usize| Span::new(reading.words[first].start, reading.words[first + run.len - 1].end);
            let (l, r) = (cover(left, run.left), cover(right, run.right));
            let holds = |of: Span, what: Span| of.start <= what.start && what.end <= of.end;
            let found = matches.iter().any(|m| holds(m.left.span, l)) && matches.iter().any(|m| holds(m.right.span, r));
            let words = left.words[run.left..run.left + run.len].iter().map(|w| w.half_words()).sum::<u32>() / 2;
            let class = LENGTHS.iter().rev().find(|&&from| from <= words).copied().unwrap_or(0);
            self.runs.entry(class).or_default().count(found);
            if !found && self.missed.len() < 5 {
                self.missed.push(format!("{words} words: {:?}", l.of(&left.text)));
            }
        }
    }

    fn and(mut self, other: Oracle) -> Oracle {
        let add = |a: Tally, b: Tally| Tally { right: a.right + b.right, all: a.all + b.all };
        self.pairs = add(self.pairs, other.pairs);
        self.frequent = add(self.frequent, other.frequent);
        for (class, tally) in other.runs {
            let sum = self.runs.entry(class).or_default();
            *sum = add(*sum, tally);
        }
        self.missed.extend(other.missed);
        self.missed.truncate(20);
        self
    }
}

/// In how many articles each row of [`PHRASE`] words stands.
fn articles_of(readings: &[Reading]) -> HashMap<[u32; PHRASE], u32> {
    let mut out = HashMap::new();
    for reading in readings {
        let phrases: BTreeSet<[u32; PHRASE]> = reading.words.windows(PHRASE).map(hashes).collect();
        phrases.into_iter().for_each(|phrase| *out.entry(phrase).or_default() += 1);
    }
    out
}

fn hashes(phrase: &[Word]) -> [u32; PHRASE] {
    std::array::from_fn(|i| phrase[i].hash)
}

/// Every run of equal words that cannot be made longer: a table of all words by all words, of which two rows are kept.
fn maximal_runs(left: &[Word], right: &[Word]) -> Vec<Run> {
    let mut out = Vec::new();
    let (mut above, mut row) = (vec![0u32; right.len() + 1], vec![0u32; right.len() + 1]);
    // one row more than there are words ends the runs of the last one
    for i in 0..=left.len() {
        for j in 0..right.len() {
            let equal = left.get(i).is_some_and(|word| word.hash == right[j].hash);
            row[j + 1] = if equal { above[j] + 1 } else { 0 };
        }
        for j in 0..=right.len() {
            let len = above[j] as usize;
            let goes_on = j < right.len() && row[j + 1] > 0;
            if 2 * len >= LEAST_HALF_WORDS as usize && !goes_on {
                let run = Run { left: i - len, right: j - len, len };
                if left[run.left..i].iter().map(|w| w.half_words()).sum::<u32>() >= LEAST_HALF_WORDS {
                    out.push(run);
                }
            }
        }
        std::mem::swap(&mut above, &mut row);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::{Options, generate};
    use retold::text::fold;

    #[test]
    fn the_oracle_sees_each_longest_run_once() {
        let (a, b) = ("one two three four five six seven eight nine", "five six seven eight nine ten eleven twelve thirteen");
        let left = fold(&format!("{a} x {b}"));
        let right = fold(&format!("{b} y {a}"));
        let runs = maximal_runs(&left, &right);
        assert_eq!(runs, [Run { left: 0, right: 10, len: 9 }, Run { left: 10, right: 0, len: 9 }]);
        assert_eq!(maximal_runs(&left[..7], &right), [], "seven words are too few");
    }

    #[test]
    fn what_the_oracle_sees_the_engine_finds() -> Result<()> {
        let mut lines: Vec<u8> = Vec::new();
        generate(&Options { articles: 250, seed: 5, wires: vec![12], growth: false }, &mut lines)?;
        let readings = crate::records::texts_of(&lines[..], usize::MAX)?.into_iter().map(Reading::of_text).collect::<Vec<_>>();
        let oracle = ask(&readings);
        assert!(oracle.all_runs().all > 200, "{oracle}");
        assert_eq!(oracle.pairs.rate(), 1.0, "{oracle}");
        assert!(oracle.all_runs().rate() >= 0.99, "{oracle}");
        Ok(())
    }
}
