//! `generator.toml`: every rate and length of the generated corpora. What each means stands there.

use anyhow::{Context, Result};
use serde::Deserialize;

macro_rules! section {
    ($name:ident { $($field:ident: $kind:ty),* $(,)? }) => {
        #[derive(Debug, Clone, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct $name { $(pub(crate) $field: $kind),* }
    };
}

section!(Rates {
    language: LanguageRates,
    article: ArticleRates,
    mix: MixRates,
    reuse: ReuseRates,
    edits: EditRates,
    outlets: OutletRates,
    growth: GrowthRates,
});
section!(LanguageRates {
    content_words: usize,
    zipf_exponent: f64,
    habit: f64,
    followers: usize,
    sentence_words: usize,
    sentence_words_least: usize,
    paragraph_sentences: usize,
    names: f64,
    numbers: f64,
    commas: f64,
    quoted: f64,
});
section!(ArticleRates { sentences: [usize; 2], formulas: f64, furniture: f64 });
section!(MixRates { embeds: f64, reprints: f64, chains: f64, common_sources: f64, unseen_sources: f64, backdated: f64, repeats: f64 });
section!(ReuseRates { window: usize, passages: usize, short: f64, chain: [usize; 2] });
section!(EditRates {
    light_words: f64,
    heavy_words: f64,
    markup_every: usize,
    replace_every: usize,
    ocr_low: f64,
    ocr_high: f64,
    lookalikes: f64,
    hidden: f64,
});
section!(OutletRates {
    count: usize,
    agencies: usize,
    date_minute: f64,
    date_day: f64,
    redated: f64,
    backdated_days: usize,
    minutes_apart: usize,
    credited: f64,
    leftovers: f64,
});
section!(GrowthRates { reprints: f64, embeds: f64, chains: f64, wire_outlets: Vec<usize>, outlets_per_thousand: usize, minutes_apart: usize });

impl Rates {
    /// The rates that ship with this crate.
    pub(crate) fn shipped() -> Result<Self> {
        toml::from_str(include_str!("../../generator.toml")).context("generator.toml")
    }
}
