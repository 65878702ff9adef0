//! For each article the articles that are most like it, found through an inverted index.

use rayon::prelude::*;

use super::terms::Vector;

/// Heaviest words of an article by which it is looked for and found.
const SEARCHED_TERMS: usize = 64;
/// Words in more articles than this find nobody: they are too common to tell an event. Keeps the search near-linear.
const LONGEST_LIST: usize = 2000;
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
const APART_FACTOR: f32 = 0.7;

/// Neighbours and densities of all articles.
pub(super) struct Neighbours {
    /// For each article its neighbours and their likeness (cosine times nearness in time), by number.
    pub(super) of: Vec<Vec<(u32, f32)>>,
    /// For each article how alike its neighbourhood is, 0 to 1.
    pub(super) density: Vec<f32>,
}

impl Neighbours {
    /// Finds them. `days` are the articles' dates.
    pub(super) fn new(vectors: &[Vector], days: &[Option<f32>]) -> Self {
        let index = Index::new(vectors);
        let search = |scores: &mut Vec<f32>, article: usize| {
            let mut found: Vec<(u32, f32)> = index
                .candidates(article, scores)
                .into_iter()
                .map(|other| {
                    let near = nearness(days[article], days[other as usize]);
                    (other, dot(&vectors[article], &vectors[other as usize]) * near)
                })
                .filter(|n| n.1 >= LEAST_LIKENESS)
                .collect();
            found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            found.truncate(KEPT);
            let density = density(&found);
            found.sort_unstable_by_key(|n| n.0);
            (found, density)
        };
        let articles = (0..vectors.len()).into_par_iter();
        let (of, density) = articles.map_init(|| vec![0.0; vectors.len()], search).unzip();
        Neighbours { of, density }
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

/// Sum of the products of equal terms, in the order of terms.
pub(super) fn dot(a: &[(u32, f32)], b: &[(u32, f32)]) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while i < a.len() && j < b.len() {
        match a[i].0.cmp(&b[j].0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += a[i].1 * b[j].1;
                i += 1;
                j += 1;
            }
        }
    }
    sum
}

/// Which articles have a term among their heaviest.
struct Index {
    /// (term, article, weight), sorted.
    postings: Vec<(u32, u32, f32)>,
    /// For each article the lists of its heaviest terms, as ranges of postings, with its own weight.
    lists: Vec<Vec<(u32, u32, f32)>>,
}

impl Index {
    fn new(vectors: &[Vector]) -> Self {
        let heaviest = |vector: &Vector| {
            let mut terms = vector.clone();
            terms.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            terms.truncate(SEARCHED_TERMS);
            terms
        };
        let searched: Vec<Vector> = vectors.par_iter().map(heaviest).collect();
        let of = |(article, terms): (usize, &Vector)| terms.iter().map(|&(t, w)| (t, article as u32, w)).collect::<Vec<_>>();
        let mut postings: Vec<(u32, u32, f32)> = searched.par_iter().enumerate().flat_map_iter(of).collect();
        postings.par_sort_unstable_by_key(|p| (p.0, p.1));
        let mut lists = vec![Vec::new(); vectors.len()];
        let mut start = 0;
        for list in postings.chunk_by(|a, b| a.0 == b.0) {
            let end = start + list.len();
            if (2..=LONGEST_LIST).contains(&list.len()) {
                list.iter().for_each(|&(_, article, weight)| lists[article as usize].push((start as u32, end as u32, weight)));
            }
            start = end;
        }
        Index { postings, lists }
    }

    /// The articles that share most weight with this one. `scores` is all zeros before and after.
    fn candidates(&self, article: usize, scores: &mut [f32]) -> Vec<u32> {
        let mut touched = Vec::new();
        for &(start, end, weight) in &self.lists[article] {
            for &(_, other, of_other) in &self.postings[start as usize..end as usize] {
                if scores[other as usize] == 0.0 {
                    touched.push(other);
                }
                scores[other as usize] += weight * of_other;
            }
        }
        touched.retain(|&other| other as usize != article);
        if touched.len() > CANDIDATES {
            let order = |a: &u32, b: &u32| scores[*b as usize].total_cmp(&scores[*a as usize]).then(a.cmp(b));
            touched.select_nth_unstable_by(CANDIDATES, order);
        }
        touched.iter().for_each(|&other| scores[other as usize] = 0.0);
        scores[article] = 0.0;
        touched.truncate(CANDIDATES);
        touched.sort_unstable();
        touched
    }
}
