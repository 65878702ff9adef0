//! Every threshold of the engine, in one place, with where it comes from.

use serde::{Deserialize, Serialize};

pub use crate::filter::{Across, Filter};

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
    /// What is kept of what was found.
    pub filter: Filter,
    /// Grouping articles by event.
    pub story: StoryConfig,
}

/// How shared text is found.
///
/// A run of `gram_words + window_grams - 1` equal words is always found (robust winnowing: Schleimer, Wilkerson, Aiken, SIGMOD 2003).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EchoConfig {
    /// Words of a fingerprint. 4: with a window of 5 the guarantee is 8 words, the shortest match of the public record, with fewer fingerprints than
    /// 5 and 4 need; heavily edited passages .964 against .948 (eval, generated corpus).
    pub gram_words: u32,
    /// Fingerprints of which one is kept.
    pub window_grams: u32,
    /// Equal words a match needs.
    pub min_words: u32,
    /// Unequal words in a row, on either side, that a match may bridge. News sentences have 20 to 25 words: one may be cut or added.
    pub max_gap_words: u32,
    /// Fingerprints in more articles than this are followed only where the runs of eight words around them agree as well, and runs of eight
    /// words in more articles than this link each article to the earliest and to its predecessor, unless they agree in ten words.
    /// 16: of 47,506 listed pairs of a real collection of 25,000 articles, 622 share one run of thirteen words in a frequent phrase and are not
    /// followed directly; 32 leaves 510 and follows a tenth more pairs (`eval/runs/2026-11-22-echo-speed.md`).
    pub narrow_over_articles: u32,
    /// Runs of ten words in more articles than this link each article to the earliest and to its predecessor instead of to all others.
    pub cap_over_articles: u32,
    /// Whether damaged copies are looked for as well: misread letters, every sixth word exchanged. Slower, with twice the fingerprints.
    pub noisy: bool,
}

impl Default for EchoConfig {
    fn default() -> Self {
        EchoConfig {
            gram_words: 4,
            window_grams: 5,
            min_words: 8,
            max_gap_words: 25,
            narrow_over_articles: 16,
            cap_over_articles: 100,
            noisy: false,
        }
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
        DirectionConfig { likely_from: 0.85, clear_from: 0.99 }
    }
}

/// How matches are closed into families.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FamilyConfig {
    /// Share of both passages that must overlap for them to count as the same passage of an article. At 0.4 a wire text that was abridged to
    /// under half stays in its family; 0.34 gains no more (`eval/runs/2026-11-22-echo-quality.md`).
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
        FamilyConfig { same_passage_share: 0.4, formula_under_words: 15, one_text_share_low: 0.35, one_text_share_high: 0.8 }
    }
}

/// When articles tell of one event.
///
/// Both are average likenesses (cosine of weighted words) as a share of how alike the neighbourhood of the articles is. Swept in steps of
/// 0.02 on ECB+, news_cluster, BASIL and NewsWCL50 together (2026-11-22): from 0.50 to 0.54 no set loses more than two points.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StoryConfig {
    /// From here on two groups of articles are one story.
    pub same_story_from: f64,
    /// From here on two stories share a thread, whatever time lies between them.
    pub same_thread_from: f64,
}

impl Default for StoryConfig {
    fn default() -> Self {
        StoryConfig { same_story_from: 0.515, same_thread_from: 0.3 }
    }
}
