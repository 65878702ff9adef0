//! Every threshold of the engine, in one place, with where it comes from.

use serde::{Deserialize, Serialize};

/// The resolved configuration of a run. What is written back to `run.json`, and hashed, so that results can be repeated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Finding shared text.
    pub echo: EchoConfig,
    /// Ordering articles.
    pub direction: DirectionConfig,
    /// Grouping passages.
    pub family: FamilyConfig,
}

/// How shared text is found.
///
/// A run of `gram_words + window_grams - 1` equal words is always found (robust winnowing: Schleimer, Wilkerson, Aiken, SIGMOD 2003).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EchoConfig {
    /// Words of a fingerprint. 5: with a window of 4 the guarantee is 8 words, the shortest match of the public record.
    pub gram_words: u32,
    /// Fingerprints of which one is kept.
    pub window_grams: u32,
    /// Equal words a match needs.
    pub min_words: u32,
    /// Unequal words in a row, on either side, that a match may bridge. News sentences have 20 to 25 words: one may be cut or added.
    pub max_gap_words: u32,
    /// Fingerprints in more articles than this are followed only where the runs around them agree as well (eight equal words).
    pub narrow_over_articles: u32,
    /// Runs in more articles than this link each article to the earliest and to its predecessor instead of to all others.
    pub cap_over_articles: u32,
}

impl Default for EchoConfig {
    fn default() -> Self {
        EchoConfig { gram_words: 4, window_grams: 5, min_words: 8, max_gap_words: 25, narrow_over_articles: 32, cap_over_articles: 100 }
    }
}

/// When an order is called likely or clear.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DirectionConfig {
    /// Probability from which an order is called likely.
    pub likely_from: f64,
    /// Probability from which it is called clear, if two independent kinds of evidence agree.
    pub clear_from: f64,
}

impl Default for DirectionConfig {
    fn default() -> Self {
        DirectionConfig { likely_from: 0.75, clear_from: 0.95 }
    }
}

/// How matches are closed into families.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FamilyConfig {
    /// Share of both passages that must overlap for them to count as the same passage of an article.
    pub same_passage_share: f64,
    /// Words under which a phrase that many outlets use is called a formula.
    pub formula_under_words: u32,
    /// Share of the shorter article from which two articles count as one separately written text, at the most generous.
    pub one_text_share_low: f64,
    /// The same, at the strictest.
    pub one_text_share_high: f64,
}

impl Default for FamilyConfig {
    fn default() -> Self {
        FamilyConfig { same_passage_share: 0.5, formula_under_words: 15, one_text_share_low: 0.35, one_text_share_high: 0.8 }
    }
}
