//! A language that nobody speaks, with the habits of news: few words are most of the text, and words follow words by habit.
//!
//! What matters for finding shared text is how often unrelated articles share a run of words by accident. Content words are invented
//! syllables, function words are plain English ones, so that the engine's word lists have something to find. Each word has habitual
//! followers, drawn once from the seed.

use super::rates::LanguageRates;
use super::rng::{Rng, mix};

/// The commonest closed-class words of English, most frequent first (any word-frequency list of news has them on top).
const FUNCTION_WORDS: &str = "the of to and a in for that on is said was with at by it from as he be his an has are have were who not will \
    had its which but their this after they would been or one about more when we she two her out than up also there all could over into last \
    other if first new some can under no before them against during these what between while through since may three because years where \
    people most year so only many now percent how both any until including still week such him did made then according told asked should \
    another our being off four make same among each down just even every several back part very around much less per without within";

/// The words and their habits.
#[derive(Debug)]
pub(crate) struct Language {
    words: Vec<String>,
    /// Cumulated frequencies of `words`, ending at 1.
    cumulated: Vec<f64>,
    rates: LanguageRates,
    seed: u64,
}

impl Language {
    pub(crate) fn new(rates: &LanguageRates, rng: &mut Rng) -> Self {
        let mut words: Vec<String> = FUNCTION_WORDS.split_whitespace().map(str::to_owned).collect();
        let mut known: std::collections::HashSet<String> = words.iter().cloned().collect();
        let all = words.len() + rates.content_words;
        while words.len() < all {
            // frequent words are short in every language
            let syllables = if words.len() < 900 { rng.between(1, 2) } else { rng.between(2, 3) };
            let word = invented(rng, syllables);
            if word.len() > 2 && known.insert(word.clone()) {
                words.push(word);
            }
        }
        // Mandelbrot's form of the law: the shift keeps the first word at about a twentieth of the text
        let weights: Vec<f64> = (0..words.len()).map(|rank| (rank as f64 + 2.7).powf(-rates.zipf_exponent)).collect();
        let total: f64 = weights.iter().sum();
        let cumulated = weights.iter().scan(0.0, |sum, w| {
            *sum += w / total;
            Some(*sum)
        });
        Language { cumulated: cumulated.collect(), words, rates: rates.clone(), seed: rng.next() }
    }

    pub(crate) fn word(&self, index: usize) -> &str {
        &self.words[index]
    }

    /// A word by its frequency alone.
    pub(crate) fn any(&self, rng: &mut Rng) -> usize {
        self.at(rng.unit())
    }

    fn at(&self, share: f64) -> usize {
        self.cumulated.partition_point(|&c| c < share).min(self.words.len() - 1)
    }

    /// The word after `last`: one of its habitual followers, the first ones most often, or any.
    pub(crate) fn next(&self, last: Option<usize>, rng: &mut Rng) -> usize {
        let Some(last) = last.filter(|_| rng.chance(self.rates.habit)) else { return self.any(rng) };
        // the cube of an even draw: the first fifth of the followers takes more than half of the cases
        let which = (rng.unit().powi(3) * self.rates.followers as f64) as u64;
        let draw = mix(self.seed ^ (last as u64) << 20 ^ which);
        self.at((draw >> 11) as f64 / (1u64 << 53) as f64)
    }

    /// Words of a sentence; never fewer than the least.
    pub(crate) fn sentence_words(&self, rng: &mut Rng) -> usize {
        let spread = self.rates.sentence_words.saturating_sub(self.rates.sentence_words_least);
        self.rates.sentence_words_least + (0..2).map(|_| rng.below(spread + 1)).sum::<usize>()
    }

    /// A name: an invented word with a capital.
    pub(crate) fn name(rng: &mut Rng) -> String {
        let syllables = rng.between(2, 3);
        capital(&invented(rng, syllables))
    }
}

/// The first letter made a capital.
pub(crate) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn invented(rng: &mut Rng, syllables: usize) -> String {
    const HEADS: [&str; 22] =
        ["b", "br", "c", "d", "dr", "f", "g", "gl", "h", "k", "l", "m", "n", "p", "pl", "r", "s", "st", "t", "tr", "v", "w"];
    const HEARTS: [&str; 10] = ["a", "e", "i", "o", "u", "ai", "ea", "ou", "a", "e"];
    const TAILS: [&str; 12] = ["", "", "", "", "", "n", "r", "l", "s", "t", "nd", "m"];
    (0..syllables).map(|_| [*rng.pick(&HEADS), *rng.pick(&HEARTS), *rng.pick(&TAILS)].concat()).collect()
}
