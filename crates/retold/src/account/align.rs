//! Which sentences of a thread tell of one event: found through their rare words, never all with all.

use rayon::prelude::*;

use super::telling::Telling;
use crate::text::WordMap;

/// Rarest words of a sentence by which it is looked for.
const SEARCHED_TERMS: usize = 14;
/// Sentences of a thread with a word from which on the word finds nobody: keeps the search near-linear.
const LONGEST_LIST: usize = 256;
/// Candidates of a sentence that are compared in full.
const CANDIDATES: usize = 24;
/// Words and classes of actions that two sentences must share beside a name: two that name the same people in full may tell of anything. Of 254 judged
/// pairs 0.56 of those with three were of one event, 0.8 of those with four and five, 0.9 of those with more.
const LEAST_WORDS: usize = 6;
/// One fewer is enough beside so many names.
const SEVERAL_NAMES: usize = 4;
/// The same where little else stands in them (likeness), or many names and actions are shared.
const LEAST_WORDS_ALIKE: usize = 4;
/// Likeness from which nearly everything that two sentences tell is shared.
const NEARLY_ALL_FROM: f32 = 0.85;
/// Likeness (cosine of weighted words, 0 to 1) from which two sentences of one story are of one event. From there on more likeness made judged pairs
/// no more often right, up to 0.8.
const SAME_STORY_FROM: f32 = 0.48;
/// The same where no class of actions is shared.
const WITHOUT_ACTION_FROM: f32 = 0.60;
/// The same for two stories of a thread: half of the judged pairs below were two events.
const SAME_THREAD_FROM: f32 = 0.75;
/// Likeness from which a sentence is like others of an account, whatever speaks against it.
const ALIKE_FROM: f32 = 0.34;
/// Days between two sentences that may speak of one event all the same: nights, and the day a text came out. Chosen, not measured.
const ONE_EVENT_DAYS: i64 = 3;
/// Shared names and classes of actions from which less likeness is enough, in two stories and months apart, too: what is told of so many people and
/// places is seldom another event of the kind. Of judged pairs that lie further apart and share less, three in four were two events.
const MANY_NAMES: usize = 5;
const MANY_ACTIONS: u32 = 2;
const OF_MANY_FROM: f32 = 0.43;

/// Words that two sentences share, of all that either has (0 to 1): with fewer, they are of one thing in passing. Of 114 judged pairs ten shared fewer,
/// two of them of one event.
const LEAST_SHARE: f32 = 0.32;
/// Share from which it may stand anywhere; below, so many words of the openings have to be shared.
const MUCH_SHARED_FROM: f32 = 0.4;
const SHARED_WHERE_THEY_OPEN: usize = 2;

/// How often a word stands in the articles of all threads: what is rare in a thread may be a word of every other text.
#[derive(Default)]
pub(super) struct Frequencies {
    pub(super) articles: usize,
    pub(super) with: WordMap<u32>,
}

impl Frequencies {
    /// How telling a word is, 0 to 1. With few articles nothing is known of any word.
    pub(super) fn rarity(&self, term: u32) -> f32 {
        const BEFORE_ANY: f32 = 50.0;
        let all = self.articles as f32 + BEFORE_ANY;
        let with = self.with.get(&term).copied().unwrap_or(0) as f32 + 1.0;
        (all / with).ln() / all.ln()
    }
}

/// Two sentences of different articles, by their places.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub(super) left: u32,
    pub(super) right: u32,
    pub(super) likeness: f32,
    /// Whether they tell of one event; else they are alike, and something speaks against it.
    pub(super) is_one: bool,
}

/// A word of a thread.
struct List {
    /// Its sentences, as a range of the postings.
    range: std::ops::Range<usize>,
    /// Square of its weight.
    weight: f32,
}

/// Sentences of different articles of a thread that are alike, most alike first, and whether they tell of one event. `story` gives the story of an article.
///
/// Cost: each sentence follows a bounded number of lists of bounded length.
pub(super) fn pairs(tellings: &[&Telling], frequencies: &Frequencies, story: impl Fn(&Telling) -> u32 + Sync) -> Vec<Pair> {
    let mut postings: Vec<(u32, u32)> = (0u32..).zip(tellings).flat_map(|(n, t)| t.terms.iter().map(move |&term| (term, n))).collect();
    postings.sort_unstable();
    let mut lists: WordMap<List> = WordMap::default();
    let mut start = 0;
    for list in postings.chunk_by(|a, b| a.0 == b.0) {
        let range = start..start + list.len();
        start = range.end;
        let weight = ((tellings.len() as f32 + 1.0) / list.len() as f32).ln() * frequencies.rarity(list[0].0);
        lists.insert(list[0].0, List { range, weight: weight * weight });
    }
    let length = |t: &Telling| t.terms.iter().map(|term| lists[term].weight).sum::<f32>().sqrt();
    let lengths: Vec<f32> = tellings.iter().map(|t| length(t)).collect();
    let search = |scores: &mut Vec<f32>, n: u32| {
        let own = tellings[n as usize];
        let mut found = Vec::new();
        for other in candidates(own, n, &lists, &postings, scores) {
            let theirs = tellings[other as usize];
            if theirs.article == own.article {
                continue;
            }
            let (mut words, mut sum) = (0, 0.0);
            each_shared(&own.terms, &theirs.terms, |term| {
                words += usize::from(own.names.binary_search(&term).is_err() || theirs.names.binary_search(&term).is_err());
                sum += lists[&term].weight;
            });
            let mut names = 0;
            each_shared(&own.names, &theirs.names, |name| names += usize::from(own.numbers.binary_search(&name).is_err()));
            let likeness = sum / (lengths[n as usize] * lengths[other as usize]).max(f32::MIN_POSITIVE);
            let actions = (own.actions & theirs.actions).count_ones();
            let many = names >= MANY_NAMES && actions >= MANY_ACTIONS;
            let least =
                if many || likeness >= NEARLY_ALL_FROM { LEAST_WORDS_ALIKE } else { LEAST_WORDS - usize::from(names >= SEVERAL_NAMES) };
            if words < LEAST_WORDS_ALIKE || names == 0 {
                continue;
            }
            let far = days_apart(own, theirs).is_some_and(|days| days > ONE_EVENT_DAYS);
            if far && own.is_dated && theirs.is_dated {
                continue;
            }
            let speaks_against = words < least
                || is_in_passing(own, theirs)
                || far && !many
                || own.is_of_another_day(theirs)
                || own.measures_another(theirs);
            let same_story = story(own) == story(theirs);
            let from = match (many, same_story, actions) {
                (true, ..) => OF_MANY_FROM,
                (_, false, _) => SAME_THREAD_FROM,
                (.., 0) => WITHOUT_ACTION_FROM,
                _ => SAME_STORY_FROM,
            };
            if likeness >= ALIKE_FROM {
                found.push(Pair { left: n, right: other, likeness, is_one: likeness >= from && !speaks_against });
            }
        }
        found
    };
    let found = (0..tellings.len() as u32).into_par_iter().map_init(|| vec![0.0; tellings.len()], search);
    let mut found: Vec<Pair> = found.flatten_iter().collect();
    found.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then((a.left, a.right).cmp(&(b.left, b.right))));
    found
}

/// Whether what two sentences share is told in passing by one of them: little of all that they tell, or not much and not where they open.
fn is_in_passing(a: &Telling, b: &Telling) -> bool {
    let shared = |a: &[u32], b: &[u32]| {
        let mut shared = 0;
        each_shared(a, b, |_| shared += 1);
        shared
    };
    let both = shared(&a.terms, &b.terms);
    let share = both as f32 / (a.terms.len() + b.terms.len() - both) as f32;
    share < LEAST_SHARE || share < MUCH_SHARED_FROM && shared(&a.opening, &b.opening) < SHARED_WHERE_THEY_OPEN
}

/// Days between the times that two sentences speak of, 0 where they overlap.
fn days_apart(a: &Telling, b: &Telling) -> Option<i64> {
    let ((a_first, a_last), (b_first, b_last)) = (a.days?, b.days?);
    Some((b_first - a_last).max(a_first - b_last).max(0))
}

/// The later sentences that share most weight of the rarest words with this one. `scores` is all zeros before and after.
fn candidates(own: &Telling, n: u32, lists: &WordMap<List>, postings: &[(u32, u32)], scores: &mut [f32]) -> Vec<u32> {
    let mut rarest: Vec<&List> =
        own.terms.iter().map(|term| &lists[term]).filter(|l| (2..=LONGEST_LIST).contains(&l.range.len())).collect();
    rarest.sort_by_key(|l| (l.range.len(), l.range.start));
    let mut touched = Vec::new();
    for list in rarest.into_iter().take(SEARCHED_TERMS) {
        for &(_, other) in &postings[list.range.clone()] {
            if other > n {
                if scores[other as usize] == 0.0 {
                    touched.push(other);
                }
                scores[other as usize] += list.weight.max(f32::MIN_POSITIVE);
            }
        }
    }
    if touched.len() > CANDIDATES {
        let order = |a: &u32, b: &u32| scores[*b as usize].total_cmp(&scores[*a as usize]).then(a.cmp(b));
        touched.select_nth_unstable_by(CANDIDATES, order);
    }
    touched.iter().for_each(|&other| scores[other as usize] = 0.0);
    touched.truncate(CANDIDATES);
    touched.sort_unstable();
    touched
}

/// Calls for each number of both sorted lists.
pub(super) fn each_shared(a: &[u32], b: &[u32], mut call: impl FnMut(u32)) {
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                call(a[i]);
                i += 1;
                j += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::lexicon;
    use super::super::telling::{LeftOut, all_sentences};
    use super::*;
    use crate::Reading;
    use crate::record::ArticleIx;
    use crate::text::function_words;

    fn telling(sentence: &str) -> Telling {
        let (lexicon, skipped) = (lexicon(Some("en")).expect("has lists"), function_words(Some("en")).expect("has lists"));
        let reading = Reading::of_text(sentence.to_owned());
        all_sentences(ArticleIx(0), &reading, lexicon, skipped, &LeftOut::default()).remove(0)
    }

    #[test]
    fn what_one_sentence_tells_in_passing_is_not_what_both_tell() {
        let one = telling("A patrol ship of the Halmeran navy seized smugglers' boats near the Ostrey lighthouse.");
        let deed = "boats of smugglers were seized near the lighthouse of Ostrey by the Halmeran navy";
        let complaint =
            "Bakers and weavers complained to mayor Ketta Morrow of barley prices, bad roads and a tax on salted eel in the guild hall";
        for (other, is_in_passing_there) in [
            (format!("Fog lay on the water as {deed}."), false),
            (format!("As {deed}, bakers and weavers complained of barley prices, bad roads and a new tax."), false),
            (format!("{complaint}, as they had when {deed}."), true),
            (format!("{complaint}, while a ship of the Halmeran navy lay near Ostrey."), true),
        ] {
            let other = telling(&other);
            assert_eq!(is_in_passing(&one, &other), is_in_passing_there, "{other:?}");
            assert_eq!(is_in_passing(&other, &one), is_in_passing_there);
        }
    }
}
