//! How far readers agree, and how sure a share is that a sample gives.

use std::collections::BTreeMap;

/// Krippendorff's alpha for nominal values: 1 where all agree, 0 where they agree as often as chance would have it.
///
/// `units` has the values that readers gave to each thing, in any order; who gave which does not matter, and things with one value count for nothing.
/// None where no thing has two values, or all values are one: then chance agrees always. Source: K. Krippendorff, "Computing Krippendorff's
/// Alpha-Reliability" (2011), sections A to C: observed against expected disagreement in the matrix of coincidences.
pub fn alpha<V: Ord + Clone>(units: &[Vec<V>]) -> Option<f64> {
    let mut of_value: BTreeMap<V, f64> = BTreeMap::new();
    let (mut agreeing, mut all) = (0.0, 0.0);
    for unit in units.iter().filter(|unit| unit.len() > 1) {
        let mut counts: BTreeMap<&V, f64> = BTreeMap::new();
        unit.iter().for_each(|value| *counts.entry(value).or_default() += 1.0);
        let values = unit.len() as f64;
        all += values;
        agreeing += counts.values().map(|n| n * (n - 1.0)).sum::<f64>() / (values - 1.0);
        for (value, n) in counts {
            *of_value.entry(value.clone()).or_default() += n;
        }
    }
    let by_chance: f64 = of_value.values().map(|n| n * (n - 1.0)).sum();
    let possible = all * (all - 1.0) - by_chance;
    (possible > 0.0).then(|| ((all - 1.0) * agreeing - by_chance) / possible)
}

/// The 95 % point of the normal distribution, two-sided.
const Z: f64 = 1.959_964;

/// In which share of all a share of a sample may lie, with 95 % confidence: Wilson's interval, without correction for continuity.
///
/// Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", J. Am. Stat. Assoc. 22 (1927); method 3 of
/// R. G. Newcombe, Statist. Med. 17 (1998) 857. From 0 to 1 where nothing was drawn.
pub fn wilson(hits: u64, of: u64) -> (f64, f64) {
    if of == 0 {
        return (0.0, 1.0);
    }
    let (n, p) = (of as f64, hits as f64 / of as f64);
    let middle = 2.0 * n * p + Z * Z;
    let half = Z * (Z * Z + 4.0 * n * p * (1.0 - p)).sqrt();
    let width = 2.0 * (n + Z * Z);
    (((middle - half) / width).max(0.0), ((middle + half) / width).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Units from a table of one line for each reader, a character for each thing, `.` where nothing was given.
    fn units(readers: &[&str]) -> Vec<Vec<char>> {
        let things = readers[0].len();
        let of = |at: usize| readers.iter().filter_map(|r| r.chars().nth(at)).filter(|c| *c != '.').collect();
        (0..things).map(of).collect()
    }

    #[test]
    fn alpha_is_that_of_the_published_examples() {
        // Krippendorff 2011: A (binary, two observers), B (nominal, two observers), C (nominal, four observers, values missing)
        let close = |readers: &[&str], expected: f64| {
            let alpha = alpha(&units(readers)).expect("there are pairs");
            assert!((alpha - expected).abs() < 0.0005, "{readers:?}: {alpha}, not {expected}");
        };
        close(&["0100000010", "1110010000"], 0.095);
        close(&["aabbdcccedda", "babbbcccedd d".replace(' ', "").as_str()], 0.692);
        close(
            &["123321412...", "1233224125.3", ".333234225 1.".replace(' ', "").as_str(), "1233244125 1.".replace(' ', "").as_str()],
            0.743,
        );
    }

    #[test]
    fn alpha_is_not_told_where_there_is_nothing_to_compare() {
        assert_eq!(alpha::<u8>(&[]), None);
        assert_eq!(alpha(&[vec![1], vec![2]]), None, "one value a thing");
        assert_eq!(alpha(&[vec![1, 1], vec![1, 1]]), None, "chance agrees always");
        assert_eq!(alpha(&[vec![1, 1], vec![2, 2]]), Some(1.0));
        assert!(alpha(&[vec![1, 2], vec![2, 1]]).is_some_and(|a| a < 0.0));
    }

    #[test]
    fn the_interval_is_that_of_the_published_examples() {
        // Newcombe 1998, table I, method 3
        for (hits, of, low, high) in [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)] {
            let (a, b) = wilson(hits, of);
            assert!((a - low).abs() < 5e-5 && (b - high).abs() < 5e-5, "{hits} of {of}: {a} to {b}");
        }
        assert_eq!(wilson(0, 0), (0.0, 1.0));
    }
}
