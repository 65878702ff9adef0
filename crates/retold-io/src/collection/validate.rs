//! A sample of the findings for readers to judge, and what their judgements say of the rest.

use std::collections::BTreeMap;

use retold::record::stable_id;

use super::{Collection, DECISIONS, Doing, Error};
use crate::agreement::{alpha, wilson};

/// Findings of one kind and confidence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stratum {
    /// Name of the kind.
    pub kind: String,
    /// Name of the confidence.
    pub confidence: String,
    /// How many there are.
    pub size: u64,
    /// Ids of those that were drawn, in the order of drawing.
    pub drawn: Vec<String>,
    /// Of them, those that readers accepted, rejected, and on which they are unsure or of two minds.
    pub judged: [u64; 3],
}

impl Stratum {
    /// Accepted of accepted and rejected, and between which shares the whole may lie; none where neither was said.
    pub fn precision(&self) -> Option<(f64, (f64, f64))> {
        let [accepted, rejected, _] = self.judged;
        let of = accepted + rejected;
        (of > 0).then(|| (accepted as f64 / of as f64, wilson(accepted, of)))
    }
}

/// What readers said of a sample, and how far they agree.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Validation {
    /// Kind by kind, confidence by confidence.
    pub strata: Vec<Stratum>,
    /// Drawn findings that the coder has not judged, in the order of the strata; of nobody in particular: that nobody has judged.
    pub open: Vec<String>,
    /// Findings of the collection that two coders and more have judged.
    pub twice: u64,
    /// Krippendorff's alpha over them.
    pub alpha: Option<f64>,
}

impl Validation {
    /// The share of right findings in the whole, each stratum by its size; none where a finding was drawn from a stratum and nothing was said of it.
    pub fn precision(&self) -> Option<f64> {
        let all: u64 = self.strata.iter().map(|s| s.size).sum();
        let right: Option<f64> = self.strata.iter().map(|s| s.precision().map(|(p, _)| p * s.size as f64)).sum();
        right.filter(|_| all > 0).map(|right| right / all as f64)
    }
}

impl Collection {
    /// Draws `each` findings of every kind and confidence. The same seed draws the same findings, as long as they are found.
    ///
    /// Ids are hashes, so a stretch of the list of ids that begins at a random place is a random sample.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn validation(&self, seed: &str, each: u64, coder: Option<&str>) -> Result<Validation, Error> {
        let words = self.last_words()?;
        let mut out = Validation::default();
        for (kind, confidence, size) in self.strata()? {
            let drawn = self.draw(&kind, &confidence, seed, each)?;
            let mut judged = [0; 3];
            for id in &drawn {
                let said = words.get(id);
                if let Some(said) = said {
                    judged[verdict(said.values().map(String::as_str))] += 1;
                }
                let done = said.is_some_and(|said| coder.is_none_or(|coder| said.contains_key(coder)));
                if !done {
                    out.open.push(id.clone());
                }
            }
            out.strata.push(Stratum { kind, confidence, size, drawn, judged });
        }
        let units: Vec<Vec<String>> =
            words.into_values().map(|said| said.into_values().collect()).filter(|v: &Vec<_>| v.len() > 1).collect();
        out.twice = units.len() as u64;
        out.alpha = alpha(&units);
        Ok(out)
    }

    fn strata(&self) -> Result<Vec<(String, String, u64)>, Error> {
        let db = self.db();
        let read = || {
            let mut all = db.prepare_cached(super::browse::query("strata"))?;
            all.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get::<_, i64>(2)?.cast_unsigned())))?.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().doing(self.db_path(), "cannot count the findings")
    }

    fn draw(&self, kind: &str, confidence: &str, seed: &str, each: u64) -> Result<Vec<String>, Error> {
        let from = stable_id("n", &["sample", seed, kind, confidence]);
        let most = i64::try_from(each).unwrap_or(i64::MAX);
        let db = self.db();
        let read = || {
            let mut some = db.prepare_cached(super::browse::query("findings of a stratum"))?;
            let mut from_id = |from: &str| -> rusqlite::Result<Vec<String>> {
                some.query_map(rusqlite::params![kind, confidence, from, most], |r| r.get(0))?.collect()
            };
            let mut drawn = from_id(&from)?;
            // round the end of the list
            let rest = if (drawn.len() as u64) < each { from_id("")? } else { Vec::new() };
            drawn.extend(rest.into_iter().filter(|id| *id < from));
            drawn.truncate(usize::try_from(each).unwrap_or(usize::MAX));
            Ok::<_, rusqlite::Error>(drawn)
        };
        read().doing(self.db_path(), "cannot draw findings")
    }

    /// The last decision of each coder, by finding and coder; findings that are found no more left out.
    fn last_words(&self) -> Result<BTreeMap<String, BTreeMap<String, String>>, Error> {
        let db = self.db();
        let read = || {
            let mut all = db.prepare_cached(super::browse::query("reviews"))?;
            let mut rows = all.query([])?;
            let mut out: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
            while let Some(row) = rows.next()? {
                out.entry(row.get(0)?).or_default().insert(row.get(1)?, row.get(2)?);
            }
            Ok::<_, rusqlite::Error>(out)
        };
        read().doing(self.db_path(), "cannot read the reviews")
    }
}

/// What several readers said together: 0 accepted, 1 rejected, 2 anything else.
fn verdict<'a>(said: impl Iterator<Item = &'a str>) -> usize {
    let (mut accepted, mut rejected) = (false, false);
    for decision in said {
        accepted |= decision == DECISIONS[0];
        rejected |= decision == DECISIONS[1];
    }
    match (accepted, rejected) {
        (true, false) => 0,
        (false, true) => 1,
        _ => 2,
    }
}
