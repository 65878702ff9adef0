//! For each article the articles that are most like it, found through an inverted index.

use rayon::prelude::*;

use super::terms::{Spread, Vector, Vectors};

/// Heaviest words of an article by which it is looked for and found.
const SEARCHED_TERMS: usize = 64;
/// Words in more articles than this find nobody: they are too common to tell an event. Keeps the search near-linear.
const LONGEST_LIST: usize = 2000;
/// Places in such lists that are looked at for an article, the rarest words first: a large collection has many words in nearly
/// [`LONGEST_LIST`] articles. Collections of a few thousand articles have fewer places than this.
const SEARCHED_PLACES: usize = 16_384;
/// Candidates whose likeness is worked out in full.
const CANDIDATES: usize = 96;
/// Neighbours kept of each article.
const KEPT: usize = 32;
/// Likeness (0 to 1) under which an article is no neighbour.
const LEAST_LIKENESS: f32 = 0.01;

/// Neighbours whose mean likeness says how close together the articles around one are. 2, 3, 4, 5 and 8 were tried on four data sets.
const DENSITY_OF: usize = 3;
/// Likeness above which two articles are one text: more of it says nothing about how alike separate tellings are. 0.4 to 1 were tried.
const ONE_TEXT_LIKENESS: f32 = 0.6;
/// Density where there is nothing alike around: unrelated articles reach about half of it. 0.06 to 0.2 were tried.
const LEAST_DENSITY: f32 = 0.13;

/// Days after which two articles are less likely to tell of one event, and what is then left of their likeness in the end. Soft, since
/// dates are often those of an update or a crawl; floors of 0.3 to 1 and scales of 7 to 30 days were tried.
const APART_DAYS: f32 = 14.0;
pub(super) const APART_FACTOR: f32 = 0.7;

/// Neighbours and densities of all articles.
pub(super) struct Neighbours {
    /// For each article its neighbours and their likeness (cosine times nearness in time), by number.
    pub(super) of: Vec<Vec<(u32, f32)>>,
    /// For each article how alike its neighbourhood is, 0 to 1.
    pub(super) density: Vec<f32>,
}

impl Neighbours {
    /// Finds them. `days` are the articles' dates.
    pub(super) fn new(vectors: &Vectors, days: &[Option<f32>]) -> Self {
        let index = Index::new(vectors);
        // one number for each term
        let scratch = || (Scores::new(vectors.len()), Spread::new(vectors.terms()));
        let search = |(scores, mine): &mut (Scores, Spread), article: usize| {
            let vector = vectors.vector(article, 1.0);
            mine.put(&vector);
            let mut found: Vec<(u32, f32)> = index
                .candidates(article, &vector, scores)
                .into_iter()
                .map(|other| {
                    let near = nearness(days[article], days[other as usize]);
                    (other, mine.dot(&vectors.row(other as usize, 1.0)) * near)
                })
                .filter(|n| n.1 >= LEAST_LIKENESS)
                .collect();
            found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            found.truncate(KEPT);
            let density = density(&found);
            found.sort_unstable_by_key(|n| n.0);
            found.shrink_to_fit();
            mine.clear(&vector);
            (found, density)
        };
        let articles = (0..vectors.len()).into_par_iter();
        let (of, density) = articles.map_init(scratch, search).unzip();
        Neighbours { of, density }
    }

    /// Pairs of neighbours that are at least this much alike, as a share of the density around them. Neighbours of each other come twice.
    pub(super) fn pairs(&self, from: f32) -> impl Iterator<Item = (u32, u32, f32)> {
        (0u32..).zip(&self.of).flat_map(move |(i, neighbours)| {
            let share = move |&(other, likeness): &(u32, f32)| {
                (i, other, likeness / (self.density[i as usize] * self.density[other as usize]).sqrt())
            };
            neighbours.iter().map(share).filter(move |pair| pair.2 >= from)
        })
    }

    /// The member that is most like the others; the first of several.
    pub(super) fn most_central(&self, members: &[u32]) -> u32 {
        let likeness = |&member: &u32| {
            let inside = self.of[member as usize].iter().filter(|n| members.binary_search(&n.0).is_ok());
            inside.map(|n| n.1).sum::<f32>()
        };
        let mut best = (members[0], f32::MIN);
        for member in members {
            let sum = likeness(member);
            if sum > best.1 {
                best = (*member, sum);
            }
        }
        best.0
    }
}

/// Mean likeness of the nearest, which come first.
fn density(nearest_first: &[(u32, f32)]) -> f32 {
    let nearest = &nearest_first[..nearest_first.len().min(DENSITY_OF)];
    let sum: f32 = nearest.iter().map(|n| n.1.min(ONE_TEXT_LIKENESS)).sum();
    (sum / nearest.len().max(1) as f32).max(LEAST_DENSITY)
}

/// What is left of a likeness for the time between two articles: 1 where a date is unknown.
pub(super) fn nearness(a: Option<f32>, b: Option<f32>) -> f32 {
    match (a, b) {
        (Some(a), Some(b)) => {
            let apart = (a - b) / APART_DAYS;
            APART_FACTOR + (1.0 - APART_FACTOR) / (1.0 + apart * apart)
        }
        _ => 1.0,
    }
}

/// The largest [`CANDIDATES`] of many different numbers, of which twice as many are held.
#[derive(Default)]
struct Best {
    held: Vec<u64>,
    /// Nothing smaller is among them.
    floor: u64,
}

impl Best {
    fn put(&mut self, key: u64) {
        if key < self.floor {
            return;
        }
        self.held.push(key);
        if self.held.len() == 2 * CANDIDATES {
            self.cut();
        }
    }

    fn cut(&mut self) {
        let (.., least, _) = self.held.select_nth_unstable_by(CANDIDATES - 1, |a, b| b.cmp(a));
        self.floor = *least;
        self.held.truncate(CANDIDATES);
    }

    /// In no order.
    fn largest(mut self) -> Vec<u64> {
        if self.held.len() > CANDIDATES {
            self.cut();
        }
        self.held
    }
}

/// Which articles have a term among their heaviest: of terms that may find somebody.
struct Index {
    /// Articles that have a term among their heaviest, and its weight there; term after term, articles in order.
    postings: Vec<(u32, f32)>,
    /// Where the postings of each term begin; one more than there are terms.
    starts: Vec<u32>,
}

/// The terms by which an article is looked for and found, in the order of terms.
fn heaviest(vector: &[(u32, f32)]) -> Vector {
    let mut terms = vector.to_vec();
    if terms.len() > SEARCHED_TERMS {
        terms.select_nth_unstable_by(SEARCHED_TERMS, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        terms.truncate(SEARCHED_TERMS);
        terms.sort_unstable_by_key(|t| t.0);
    }
    terms
}

impl Index {
    fn new(vectors: &Vectors) -> Self {
        let mut starts = vec![0u32; vectors.terms() + 1];
        let each = |take: &mut dyn FnMut(u32, (u32, f32))| {
            for article in 0..vectors.len() {
                heaviest(&vectors.vector(article, 1.0)).into_iter().for_each(|term| take(article as u32, term));
            }
        };
        each(&mut |_, (term, _)| starts[term as usize + 1] += 1);
        for i in 1..starts.len() {
            // words of one article, or of too many to tell an event, find nobody: most places would be theirs
            let found = if (2..=LONGEST_LIST).contains(&(starts[i] as usize)) { starts[i] } else { 0 };
            starts[i] = starts[i - 1] + found;
        }
        let mut next = starts.clone();
        let mut postings = vec![(0, 0.0); starts.last().map_or(0, |&all| all as usize)];
        each(&mut |article, (term, weight)| {
            let place = &mut next[term as usize];
            if *place < starts[term as usize + 1] {
                postings[*place as usize] = (article, weight);
                *place += 1;
            }
        });
        Index { postings, starts }
    }

    fn list(&self, term: u32) -> &[(u32, f32)] {
        &self.postings[self.starts[term as usize] as usize..self.starts[term as usize + 1] as usize]
    }

    /// The words by which an article is looked for, in the order of terms: of its heaviest those that may find somebody.
    fn searched(&self, vector: &[(u32, f32)]) -> Vector {
        let mut terms = heaviest(vector);
        terms.retain(|t| !self.list(t.0).is_empty());
        terms.sort_by_key(|t| self.list(t.0).len());
        let mut places = 0;
        terms.retain(|t| {
            places += self.list(t.0).len();
            places <= SEARCHED_PLACES
        });
        terms.sort_unstable_by_key(|t| t.0);
        terms
    }

    /// The articles that share most weight with this one, in order.
    fn candidates(&self, article: usize, vector: &[(u32, f32)], scores: &mut Scores) -> Vec<u32> {
        for (term, weight) in self.searched(vector) {
            scores.add(self.list(term), weight);
        }
        // the largest first, of equal ones the first: bits of what is never negative are in its order
        let mut best = Best::default();
        scores.take(|other, score| {
            if other as usize != article {
                best.put(u64::from(score.to_bits()) << 32 | u64::from(!other));
            }
        });
        let best = best.largest();
        let mut found: Vec<u32> = best.into_iter().map(|key| !(key as u32)).collect();
        found.sort_unstable();
        found
    }
}

/// A sum for each article, of which few are asked for at a time: [`SEARCHED_PLACES`] at most.
struct Scores {
    /// Zero for all that have none.
    of: Vec<f32>,
    /// The articles that have one, as many as `held`.
    touched: Vec<u32>,
    held: usize,
}

impl Scores {
    fn new(articles: usize) -> Self {
        Scores { of: vec![0.0; articles], touched: vec![0; SEARCHED_PLACES + 1], held: 0 }
    }

    /// Adds weights, each more than zero.
    fn add(&mut self, list: &[(u32, f32)], weight: f32) {
        for &(article, there) in list {
            let score = &mut self.of[article as usize];
            // noted in any case, and only then whether it is the first time: nobody could guess which articles are new
            self.touched[self.held] = article;
            self.held += usize::from(*score == 0.0);
            *score += weight * there;
        }
    }

    /// Gives all sums and forgets them.
    fn take(&mut self, mut give: impl FnMut(u32, f32)) {
        for &article in &self.touched[..self.held] {
            give(article, std::mem::take(&mut self.of[article as usize]));
        }
        self.held = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_are_those_that_sorting_finds() {
        // every number once, in an order that goes up and down
        for many in [1, CANDIDATES, 2 * CANDIDATES, 1009] {
            let all: Vec<u64> = (0..many as u64).map(|n| n * 389 % 1009).collect();
            let mut best = Best::default();
            all.iter().for_each(|&n| best.put(n));
            let mut found = best.largest();
            found.sort_unstable();
            let mut sorted = all;
            sorted.sort_unstable();
            assert_eq!(found, sorted[many.saturating_sub(CANDIDATES)..]);
        }
    }
}
