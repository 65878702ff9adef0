//! What is true of a generated corpus: every shared passage, through however many hands it went, by the origin of its words.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::corpus::{EVERYWHERE, Written};
use super::draft::{EditKind, Lineage, Place};

/// Words that a passage may leave unshared in the middle, on either side: two long sentences. Longer, and it is two passages.
const GAP_WORDS: u32 = 60;
/// Stock words at the end of a passage that belong to it: fewer are no match by themselves.
const LINE_WORDS: usize = 8;
/// Words in more articles than this make families only: pairs would be the square of it.
const PAIRS_OVER: usize = 60;

/// How two articles come to share a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Relation {
    /// One copied the other, directly or through others.
    Copy,
    /// Both copied a third that is in the collection.
    CommonSource,
    /// Both copied a third that is not.
    UnseenSource,
}

/// A line of `truth.jsonl`. Offsets are bytes of the article's text, half-open.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub(crate) enum Truth {
    /// A passage that two articles share, from its first word of one origin to its last.
    Passage {
        left: String,
        right: String,
        left_start: u32,
        left_end: u32,
        right_start: u32,
        right_end: u32,
        /// What was done to it on the way from one to the other, once for each hand that changed it.
        kinds: Vec<EditKind>,
        /// Words of one origin.
        words: u32,
        /// Stretches of words of one origin: left start, left end, right start, right end.
        runs: Vec<[u32; 4]>,
    },
    /// Two articles that share passages.
    Pair {
        left: String,
        right: String,
        relation: Relation,
        /// The one that was copied; none where both copied a third.
        earlier: Option<String>,
        /// The one that was written first.
        first_written: String,
        /// Whether the copy names the outlet of what it copied.
        credited: bool,
        /// Whether the copy declares a date before that of what it copied.
        backdated: bool,
        /// Copyings between the two.
        steps: u32,
        words: u32,
    },
    /// One wire text and all articles that carry it.
    Family { members: Vec<String> },
}

/// Collects what is needed of each article while they are written.
#[derive(Debug, Default)]
pub(crate) struct Book {
    articles: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    id: String,
    number: u32,
    outlet: usize,
    credits: Option<usize>,
    backdated: bool,
    event: Option<u32>,
    places: Vec<Place>,
}

/// A word of one origin in two articles: positions on both sides.
type Shared = (u32, u32);

impl Book {
    pub(crate) fn note(&mut self, article: &Written, places: Vec<Place>) {
        let Written { number, outlet, credits, backdated, event, .. } = *article;
        self.articles.push(Entry { id: article.id(), number, outlet, credits, backdated, event, places });
    }

    /// Where each word of an article stands and is from. Articles come in the order of their ids.
    pub(crate) fn places(&self, article: usize) -> &[Place] {
        &self.articles[article].places
    }

    /// Every truth, in the order of articles.
    pub(crate) fn truths(&self, lineage: &Lineage) -> Vec<Truth> {
        let mut out = Vec::new();
        for ((left, right), mut shared) in self.shared() {
            shared.sort_unstable();
            let pair = (&self.articles[left as usize], &self.articles[right as usize]);
            out.extend(self.pair(pair, &shared, lineage));
            // a stock phrase or a line of the page that stands beside a shared passage is shared as well
            shared.extend(everywhere(pair));
            shared.sort_unstable();
            let passages = chained(&shared).into_iter().filter_map(|p| without_loose_ends(pair.0, p)).collect::<Vec<_>>();
            out.extend(passages.iter().map(|p| passage(pair, p, lineage)));
        }
        let mut events: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        for entry in &self.articles {
            if let Some(event) = entry.event {
                events.entry(event).or_default().push(entry.id.clone());
            }
        }
        out.extend(events.into_values().map(|members| Truth::Family { members }));
        out
    }

    /// For each pair of articles the words of one origin.
    fn shared(&self) -> BTreeMap<(u32, u32), Vec<Shared>> {
        let copied: HashSet<u64> = self.articles.iter().flat_map(|a| &a.places).filter(|p| p.path != 0).map(|p| p.origin).collect();
        let mut holders: HashMap<u64, Vec<(u32, u32)>> = HashMap::with_capacity(copied.len());
        for (article, entry) in self.articles.iter().enumerate() {
            for (at, place) in entry.places.iter().enumerate() {
                if place.origin < EVERYWHERE && copied.contains(&place.origin) {
                    holders.entry(place.origin).or_default().push((article as u32, at as u32));
                }
            }
        }
        let mut origins: Vec<u64> = holders.keys().copied().collect();
        origins.sort_unstable();
        let mut pairs: BTreeMap<(u32, u32), Vec<Shared>> = BTreeMap::new();
        for origin in origins {
            let held = &holders[&origin];
            if held.len() > PAIRS_OVER {
                continue;
            }
            for (i, &(left, l)) in held.iter().enumerate() {
                for &(right, r) in held[i + 1..].iter().filter(|(right, _)| *right != left) {
                    pairs.entry((left, right)).or_default().push((l, r));
                }
            }
        }
        pairs
    }

    fn pair(&self, (left, right): (&Entry, &Entry), shared: &[Shared], lineage: &Lineage) -> Option<Truth> {
        // a pair may share passages in several ways: what most words say
        let mut ways: BTreeMap<(Relation, Option<bool>), (u32, u32)> = BTreeMap::new();
        for &(l, r) in shared {
            let (own_left, own_right) = apart(lineage, left.places[l as usize].path, right.places[r as usize].path);
            let steps = (own_left.len() + own_right.len()) as u32;
            let way = match (own_left, own_right) {
                ([], _) => (Relation::Copy, Some(true)),
                (_, []) => (Relation::Copy, Some(false)),
                ([first, ..], _) if self.holds(lineage.copyings[*first as usize].from) => (Relation::CommonSource, None),
                _ => (Relation::UnseenSource, None),
            };
            let seen = ways.entry(way).or_insert((0, steps));
            seen.0 += 1;
            seen.1 = seen.1.min(steps);
        }
        let ((relation, left_is_source), (_, steps)) = ways.into_iter().max_by_key(|(_, (words, _))| *words)?;
        let (source, copy) = if left_is_source == Some(false) { (right, left) } else { (left, right) };
        Some(Truth::Pair {
            left: left.id.clone(),
            right: right.id.clone(),
            relation,
            earlier: left_is_source.map(|_| source.id.clone()),
            first_written: if left.number < right.number { left.id.clone() } else { right.id.clone() },
            credited: copy.credits == Some(source.outlet),
            backdated: copy.backdated || source.backdated,
            steps,
            words: shared.len() as u32,
        })
    }

    fn holds(&self, number: u32) -> bool {
        self.articles.binary_search_by_key(&number, |a| a.number).is_ok()
    }
}

/// A passage without stock words at its ends that are too few to be found by themselves; nothing where stock words are all it has.
fn without_loose_ends(left: &Entry, passage: Vec<Shared>) -> Option<Vec<Shared>> {
    let copied = |&(l, _): &Shared| left.places[l as usize].origin < EVERYWHERE;
    let (first, last) = (passage.iter().position(copied)?, passage.iter().rposition(copied)?);
    // words that touch the passage on both sides belong to it, however few
    let touches = |at: usize| passage[at].0 + 1 == passage[at + 1].0 && passage[at].1 + 1 == passage[at + 1].1;
    let start = if first < LINE_WORDS { (0..first).rev().take_while(|&at| touches(at)).last().unwrap_or(first) } else { 0 };
    let loose = passage.len() - 1 - last;
    let end = if loose < LINE_WORDS { last + 1 + (last..passage.len() - 1).take_while(|&at| touches(at)).count() } else { passage.len() };
    Some(passage[start..end].to_vec())
}

/// Words of stock phrases and furniture that stand in both.
fn everywhere((left, right): (&Entry, &Entry)) -> Vec<Shared> {
    let words = |entry: &Entry| -> Vec<(u64, u32)> {
        let all = entry.places.iter().zip(0..).filter(|(p, _)| p.origin >= EVERYWHERE);
        all.map(|(p, at)| (p.origin, at)).collect()
    };
    let of_right = words(right);
    let pairs = |(origin, l): (u64, u32)| of_right.iter().filter(move |(o, _)| *o == origin).map(move |(_, r)| (l, *r));
    words(left).into_iter().flat_map(pairs).collect()
}

/// The copyings of each side that the other one did not go through.
fn apart(lineage: &Lineage, left: u32, right: u32) -> (&[u32], &[u32]) {
    let (left, right) = (&lineage.paths[left as usize], &lineage.paths[right as usize]);
    let same = left.iter().zip(right).take_while(|(l, r)| l == r).count();
    (&left[same..], &right[same..])
}

/// Words in the same order on both sides and near each other, as passages; a passage that stands twice is two.
fn chained(shared: &[Shared]) -> Vec<Vec<Shared>> {
    let mut open: Vec<Vec<Shared>> = Vec::new();
    let mut closed = Vec::new();
    for &(l, r) in shared {
        let (near, far): (Vec<_>, Vec<_>) = open.into_iter().partition(|p: &Vec<Shared>| l - p[p.len() - 1].0 <= GAP_WORDS);
        closed.extend(far);
        open = near;
        let fits = |p: &Vec<Shared>| {
            let (last_l, last_r) = p[p.len() - 1];
            l > last_l && r > last_r && r - last_r <= GAP_WORDS
        };
        let best = open.iter().enumerate().filter(|(_, p)| fits(p)).min_by_key(|(_, p)| r - p[p.len() - 1].1).map(|(i, _)| i);
        match best {
            Some(i) => open[i].push((l, r)),
            None => open.push(vec![(l, r)]),
        }
    }
    closed.extend(open);
    without_repeats(closed)
}

/// Leaves out passages both sides of which lie mostly in longer ones: they only say that a text repeats itself.
fn without_repeats(mut passages: Vec<Vec<Shared>>) -> Vec<Vec<Shared>> {
    passages.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    let (mut told_left, mut told_right) = (HashSet::new(), HashSet::new());
    passages.retain(|passage| {
        let told =
            |side: fn(&Shared) -> u32, told: &HashSet<u32>| passage.iter().filter(|s| told.contains(&side(s))).count() * 2 > passage.len();
        let repeats = told(|s| s.0, &told_left) && told(|s| s.1, &told_right);
        if !repeats {
            told_left.extend(passage.iter().map(|s| s.0));
            told_right.extend(passage.iter().map(|s| s.1));
        }
        !repeats
    });
    passages.sort_unstable();
    passages
}

fn passage((left, right): (&Entry, &Entry), shared: &[Shared], lineage: &Lineage) -> Truth {
    let place = |&(l, r): &Shared| (left.places[l as usize], right.places[r as usize]);
    let mut hands: BTreeSet<u32> = BTreeSet::new();
    let mut runs: Vec<[u32; 4]> = Vec::new();
    let mut last: Option<Shared> = None;
    for at in shared {
        let (l, r) = place(at);
        let (own_left, own_right) = apart(lineage, l.path, r.path);
        hands.extend(own_left.iter().chain(own_right));
        match runs.last_mut().filter(|_| last == Some((at.0.wrapping_sub(1), at.1.wrapping_sub(1)))) {
            Some(run) => (run[1], run[3]) = (l.end, r.end),
            None => runs.push([l.start, l.end, r.start, r.end]),
        }
        last = Some(*at);
    }
    let mut kinds: Vec<EditKind> = hands.iter().map(|&h| lineage.copyings[h as usize].kind).filter(|k| *k != EditKind::Verbatim).collect();
    kinds.sort_unstable();
    if kinds.is_empty() {
        kinds.push(EditKind::Verbatim);
    }
    let ((first_l, first_r), (last_l, last_r)) = (place(&shared[0]), place(&shared[shared.len() - 1]));
    Truth::Passage {
        left: left.id.clone(),
        right: right.id.clone(),
        left_start: first_l.start,
        left_end: last_l.end,
        right_start: first_r.start,
        right_end: last_r.end,
        kinds,
        words: shared.len() as u32,
        runs,
    }
}
