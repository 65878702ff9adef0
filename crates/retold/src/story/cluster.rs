//! Average linkage: two groups join where their articles are alike on average.
//!
//! The average over all pairs of two groups is the product of their sums of vectors, so it is exact without every pair being looked at.
//! Groups that have no neighbours in common are never compared: that keeps the work near-linear.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::neighbours::{Neighbours, nearness};
use super::terms::{Row, Vector, Vectors, dot};

/// Likeness, as a share of the density around two articles, under which they are not looked at as a pair.
const LEAST_LINK: f32 = 0.05;

/// Groups that grow. A group goes by its first member's number.
pub(super) struct Clusters<'a> {
    vectors: &'a Vectors,
    /// What each article's weights are multiplied by: one over the root of its density.
    scale: Vec<f32>,
    groups: Vec<Group>,
    use_dates: bool,
}

/// An article or several; empty where it has gone into another.
#[derive(Default)]
struct Group {
    members: Vec<u32>,
    /// Sum of the members' vectors, each divided by the root of its density; empty while there is one member.
    sum: Vector,
    /// Sum and count of the members' dates.
    days: (f32, u32),
    /// Other groups and the average likeness to their members, sorted by group.
    links: Vec<(u32, f32)>,
}

impl Group {
    fn day(&self) -> Option<f32> {
        (self.days.1 > 0).then(|| self.days.0 / self.days.1 as f32)
    }
}

/// A possible step: likeness as ordered bits (it is never negative), then the smaller numbers first.
type Step = (u32, Reverse<u32>, Reverse<u32>);

impl<'a> Clusters<'a> {
    /// Every article for itself.
    pub(super) fn new(vectors: &'a Vectors, near: &Neighbours, days: &[Option<f32>]) -> Self {
        let scale = near.density.iter().map(|d| d.sqrt().recip()).collect();
        let group =
            |i: usize| Group { members: vec![i as u32], sum: Vec::new(), days: days[i].map_or((0.0, 0), |d| (d, 1)), links: Vec::new() };
        let mut groups: Vec<Group> = (0..vectors.len()).map(group).collect();
        for (i, neighbours) in near.of.iter().enumerate() {
            for &(other, likeness) in neighbours {
                let likeness = likeness / (near.density[i] * near.density[other as usize]).sqrt();
                if likeness >= LEAST_LINK {
                    // an article may be the neighbour of one that is no neighbour of its own
                    groups[i].links.push((other, likeness));
                    groups[other as usize].links.push((i as u32, likeness));
                }
            }
        }
        for group in &mut groups {
            group.links.sort_by_key(|l| l.0);
            group.links.dedup_by_key(|l| l.0);
            group.links.shrink_to_fit();
        }
        Clusters { vectors, scale, groups, use_dates: true }
    }

    /// The only article of a group that has one, with its words.
    fn alone(&self, group: &Group) -> Option<Row<'a>> {
        let [article] = group.members[..] else { return None };
        Some(self.vectors.row(article as usize, self.scale[article as usize]))
    }

    /// The sum of a group's vectors, to be kept.
    fn sum(&self, group: &Group) -> Vector {
        let [article] = group.members[..] else { return group.sum.clone() };
        self.vectors.vector(article as usize, self.scale[article as usize])
    }

    /// From here on groups far apart in time are as alike as their words are.
    pub(super) fn forget_dates(&mut self) {
        self.use_dates = false;
        for i in 0..self.groups.len() {
            let others: Vec<u32> = self.groups[i].links.iter().map(|l| l.0).collect();
            let links = others.into_iter().map(|other| (other, self.likeness(i as u32, other))).collect();
            self.groups[i].links = links;
        }
    }

    /// Joins the two groups that are most alike, again and again, while they are at least this much alike (a share of the density).
    pub(super) fn merge(&mut self, from: f64) {
        let from = from as f32;
        let mut steps: BinaryHeap<Step> = BinaryHeap::new();
        for (i, group) in self.groups.iter().enumerate() {
            let later = group.links.iter().filter(|l| l.0 > i as u32 && l.1 >= from);
            steps.extend(later.map(|l| (l.1.to_bits(), Reverse(i as u32), Reverse(l.0))));
        }
        while let Some((bits, Reverse(a), Reverse(b))) = steps.pop() {
            // outdated steps: one of the groups has gone or changed since
            if self.link(a, b).map(f32::to_bits) != Some(bits) {
                continue;
            }
            self.join(a, b);
            let links = self.groups[a as usize].links.iter().filter(|l| l.1 >= from);
            steps.extend(links.map(|l| (l.1.to_bits(), Reverse(a.min(l.0)), Reverse(a.max(l.0)))));
        }
    }

    /// The groups' members, sorted.
    pub(super) fn members(&self) -> Vec<Vec<u32>> {
        let present = self.groups.iter().filter(|g| !g.members.is_empty());
        present
            .map(|g| {
                let mut members = g.members.clone();
                members.sort_unstable();
                members
            })
            .collect()
    }

    fn link(&self, a: u32, b: u32) -> Option<f32> {
        let links = &self.groups[a as usize].links;
        links.binary_search_by_key(&b, |l| l.0).ok().map(|at| links[at].1)
    }

    /// The average likeness of their members, from their sums.
    fn likeness(&self, a: u32, b: u32) -> f32 {
        let (a, b) = (&self.groups[a as usize], &self.groups[b as usize]);
        let near = if self.use_dates { nearness(a.day(), b.day()) } else { 1.0 };
        let product = match (self.alone(a), self.alone(b)) {
            (Some(a), Some(b)) => dot(&a, &b),
            (Some(a), None) => dot(&a, &b.sum),
            (None, Some(b)) => dot(&a.sum, &b),
            (None, None) => dot(&a.sum, &b.sum),
        };
        near * product / (a.members.len() * b.members.len()) as f32
    }

    /// `b` goes into `a`, which has the smaller number.
    fn join(&mut self, a: u32, b: u32) {
        let (of_a, of_b) = (self.groups[a as usize].members.len() as f32, self.groups[b as usize].members.len() as f32);
        let mut others: Vec<u32> = [a, b].iter().flat_map(|g| self.groups[*g as usize].links.iter().map(|l| l.0)).collect();
        others.sort_unstable();
        others.dedup();
        others.retain(|&other| other != a && other != b);
        let links: Vec<(u32, f32)> = others
            .into_iter()
            .map(|other| {
                let known = |group| self.link(group, other).unwrap_or_else(|| self.likeness(group, other));
                (other, (known(a) * of_a + known(b) * of_b) / (of_a + of_b))
            })
            .collect();
        for &(other, likeness) in &links {
            let back = &mut self.groups[other as usize].links;
            if let Ok(at) = back.binary_search_by_key(&b, |l| l.0) {
                back.remove(at);
            }
            match back.binary_search_by_key(&a, |l| l.0) {
                Ok(at) => back[at].1 = likeness,
                Err(at) => back.insert(at, (a, likeness)),
            }
        }
        let rows = [a, b].map(|g| self.sum(&self.groups[g as usize]));
        let gone = std::mem::take(&mut self.groups[b as usize]);
        let group = &mut self.groups[a as usize];
        group.sum = add(&rows[0], &rows[1]);
        group.members.extend(gone.members);
        group.days = (group.days.0 + gone.days.0, group.days.1 + gone.days.1);
        group.links = links;
    }
}

/// Two rows of weighted words, summed.
fn add(a: &[(u32, f32)], b: &[(u32, f32)]) -> Vector {
    let mut sum = Vec::with_capacity(a.len() + b.len());
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        let (left, right) = (a.get(i).map(|t| t.0), b.get(j).map(|t| t.0));
        if right.is_none() || left.is_some_and(|l| right.is_some_and(|r| l < r)) {
            sum.push(a[i]);
            i += 1;
        } else if left.is_none() || left > right {
            sum.push(b[j]);
            j += 1;
        } else {
            sum.push((a[i].0, a[i].1 + b[j].1));
            i += 1;
            j += 1;
        }
    }
    sum
}
