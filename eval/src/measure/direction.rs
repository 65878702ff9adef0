//! Direction: how often an order is given, how often it is right, and whether its probability says so.

use std::collections::BTreeMap;

use anyhow::Result;
use retold::record::{Direction, Pair};

use super::{Measured, Tally};
use crate::generate::{Relation, Truth};

/// Words that a pair shares at least to be asked for its order: two sentences.
const LEAST_WORDS: u32 = 40;
/// Bins of probability, of equal width between a half and one.
const BINS: usize = 5;

/// Orders given and withheld.
#[derive(Debug, Default)]
pub(crate) struct Directions {
    /// Of the pairs where one copied the other: orders given.
    pub(crate) coverage: Tally,
    /// Of those: right ones.
    pub(crate) accuracy: Tally,
    /// The same, by how many copyings lie between the two.
    by_steps: BTreeMap<u32, (Tally, Tally)>,
    /// Pairs that both copied a third: orders given all the same.
    pub(crate) spoken_of_siblings: BTreeMap<Relation, Tally>,
    /// Orders called clear that are wrong.
    pub(crate) clear_wrong: u64,
    /// Of these, where the copy is back-dated.
    pub(crate) clear_wrong_backdated: u64,
    /// Back-dated copies: orders given that are right.
    backdated: Tally,
    /// For each bin: sum of probabilities, right, all.
    bins: [(f64, u64, u64); BINS],
}

impl Directions {
    /// Expected calibration error: mean distance of a bin's probability from how often it was right, weighted by its pairs.
    pub(crate) fn calibration_error(&self) -> f64 {
        let all: u64 = self.bins.iter().map(|b| b.2).sum();
        let distance = |&(sum, right, _): &(f64, u64, u64)| (sum - right as f64).abs();
        self.bins.iter().map(distance).sum::<f64>() / all.max(1) as f64
    }
}

impl std::fmt::Display for Directions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "direction: accuracy {}, coverage {}", self.accuracy, self.coverage)?;
        writeln!(
            f,
            "  calibration error {:.3}, clear and wrong {}, of them back-dated {}",
            self.calibration_error(),
            self.clear_wrong,
            self.clear_wrong_backdated
        )?;
        writeln!(f, "  back-dated copies, accuracy where an order is given: {}", self.backdated)?;
        for (steps, (accuracy, coverage)) in &self.by_steps {
            writeln!(f, "  {steps} copyings apart: accuracy {accuracy}, coverage {coverage}")?;
        }
        for (relation, spoken) in &self.spoken_of_siblings {
            writeln!(f, "  {relation:?}: an order is given in {spoken}")?;
        }
        for (i, (sum, right, all)) in self.bins.iter().enumerate().filter(|(_, b)| b.2 > 0) {
            let n = *all as f64;
            writeln!(
                f,
                "  probability {:.1} to {:.1}: said {:.3}, right {:.3}, {all} pairs",
                0.5 + i as f64 / 10.0,
                0.6 + i as f64 / 10.0,
                sum / n,
                *right as f64 / n
            )?;
        }
        Ok(())
    }
}

pub(super) fn score(measured: &Measured) -> Result<Directions> {
    let pairs: BTreeMap<(u32, u32), &Pair> = measured.analysis.pairs.iter().map(|p| ((p.left.0, p.right.0), p)).collect();
    let mut out = Directions::default();
    for truth in &measured.truths {
        let Truth::Pair { left, right, relation, earlier, backdated, steps, words, .. } = truth else { continue };
        let (l, r) = (measured.article(left)?, measured.article(right)?);
        let Some(pair) = pairs.get(&(l.0, r.0)).filter(|_| *words >= LEAST_WORDS) else { continue };
        let spoken = pair.direction != Direction::CannotTell;
        let Some(earlier) = earlier else {
            out.spoken_of_siblings.entry(*relation).or_default().count(spoken);
            continue;
        };
        let right = pair.earlier == Some(measured.article(earlier)?);
        out.coverage.count(spoken);
        let of_steps = out.by_steps.entry(*steps).or_default();
        of_steps.1.count(spoken);
        if !spoken {
            continue;
        }
        of_steps.0.count(right);
        out.accuracy.count(right);
        if *backdated {
            out.backdated.count(right);
        }
        if !right && pair.direction == Direction::Clear {
            out.clear_wrong += 1;
            out.clear_wrong_backdated += u64::from(*backdated);
        }
        if let Some(probability) = pair.probability {
            let bin = &mut out.bins[(((probability - 0.5) * 2.0 * BINS as f64) as usize).min(BINS - 1)];
            *bin = (bin.0 + probability, bin.1 + u64::from(right), bin.2 + 1);
        }
    }
    Ok(out)
}
