//! Articles as rows of weighted words.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use crate::corpus::{Card, Shelf};
use crate::record::ArticleIx;
use crate::text::{Word, fold, function_words, term};

/// Words at the beginning that count double: news tell the event first. 0, 60 and 100 were tried.
const LEAD_WORDS: usize = 60;
const LEAD_WEIGHT: u16 = 2;
/// How often a word of the title counts. 2, 3 and 4 were tried, without difference.
const TITLE_WEIGHT: u16 = 2;
/// Heaviest words of an article that are kept: bounds memory to 3.2 kB an article. 160 cost three points on news_cluster, whose texts are long.
const KEPT_TERMS: usize = 400;

/// A row of weighted words: (term, weight), sorted by term, length 1.
pub(super) type Vector = Vec<(u32, f32)>;

/// One vector for each article. A word that stands in no second article counts for the length only.
pub(super) fn vectors(cards: &[Card], shelf: &dyn Shelf) -> Vec<Vector> {
    let counted: Vec<Vec<(u32, u16)>> = (0..cards.len()).into_par_iter().map(|i| terms(ArticleIx(i as u32), &cards[i], shelf)).collect();
    let mut articles_with: HashMap<u32, u32> = HashMap::new();
    counted.iter().flatten().for_each(|&(term, _)| *articles_with.entry(term).or_default() += 1);
    let all = cards.len() as f32 + 1.0;
    counted
        .into_par_iter()
        .map(|terms| {
            let weigh = |(term, times): (u32, u16)| {
                let with = articles_with[&term];
                (term, with, (1.0 + f32::from(times).ln()) * (all / with as f32).ln())
            };
            let weighed: Vec<(u32, u32, f32)> = terms.into_iter().map(weigh).collect();
            let length = weighed.iter().map(|t| t.2 * t.2).sum::<f32>().sqrt();
            let mut kept: Vector = weighed.iter().filter(|t| t.1 > 1 && t.2 > 0.0).map(|t| (t.0, t.2 / length)).collect();
            kept.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            kept.truncate(KEPT_TERMS);
            kept.sort_unstable_by_key(|t| t.0);
            kept
        })
        .collect()
}

/// The words of an article and how often they count, sorted.
fn terms(article: ArticleIx, card: &Card, shelf: &dyn Shelf) -> Vec<(u32, u16)> {
    let reading = shelf.reading(article);
    let skipped = function_words(card.lang.as_deref());
    let mut times: BTreeMap<u32, u16> = BTreeMap::new();
    let mut count = |text: &str, word: &Word, weight: u16| {
        if skipped.is_some_and(|s| s.contains(&word.hash)) {
            return;
        }
        if let Some(term) = term(&text[word.start as usize..word.end as usize], word.is_character()) {
            let times = times.entry(term).or_default();
            *times = times.saturating_add(weight);
        }
    };
    for (at, word) in reading.words.iter().enumerate() {
        count(&reading.text, word, if at < LEAD_WORDS { LEAD_WEIGHT } else { 1 });
    }
    let title = card.title.as_deref().unwrap_or("");
    fold(title).iter().for_each(|word| count(title, word, TITLE_WEIGHT));
    times.into_iter().collect()
}
