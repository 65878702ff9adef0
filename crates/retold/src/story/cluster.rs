//! Average linkage: two groups join where their articles are alike on average.
//!
//! The average over all pairs of two groups is the product of their sums of vectors, so it is exact without every pair being looked at.
//! Groups that have no neighbours in common are never compared: that keeps the work near-linear.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rayon::prelude::*;

use super::neighbours::{APART_FACTOR as LEAST_NEARNESS, Neighbours, nearness};
use super::terms::{Row, Spread, Vector, Vectors};

/// Share of the likeness from which groups are joined that makes a pair of them worth remembering. Up to 0.8 the stories of three data sets are those of
/// 0.1; at 1 some of ECB+ are others, since lists of neighbours are short.
const REMEMBERED: f32 = 0.7;

/// Members from which the words of a group are summed. Most groups stay smaller, and their sums would take more memory than all else here;
/// the articles' own words are packed.
const SUMMED: usize = 6;

/// Members from which a group takes in articles that are alone, and the share of the likeness asked of them: a short text is less like each of many
/// than they are like each other, and its mean with many says more than its likeness to one. Shares of 0.8 to 0.95 and 3 to 6 members were tried on
/// four sets: all put together more of what belongs together, and nothing else. For stories; threads were not tried.
const MANY: usize = 4;
const ALONE: f32 = 0.85;

/// Groups that grow. A group goes by its first member's number.
pub(super) struct Clusters<'a> {
    vectors: &'a Vectors,
    near: &'a Neighbours,
    /// What each article's weights are multiplied by: one over the root of its density.
    scale: Vec<f32>,
    groups: Vec<Group>,
    use_dates: bool,
    /// Likeness from which groups are joined.
    from: f32,
    /// Share of it from which a group of many takes in an article that is alone.
    alone: f32,
}

/// An article or several; empty where it has gone into another.
#[derive(Default)]
struct Group {
    members: Vec<u32>,
    /// Sum of the members' vectors, each divided by the root of its density; empty while there are fewer than [`SUMMED`] members.
    sum: Vector,
    /// Sum and count of the members' dates.
    days: (f32, u32),
    /// Other groups and the average likeness to their members, sorted by group.
    links: Vec<(u32, f32)>,
}

impl Group {
    fn is_summed(&self) -> bool {
        self.members.len() >= SUMMED
    }

    /// Sorts its links, each other group once.
    fn order(&mut self) {
        self.links.sort_by_key(|l| l.0);
        self.links.dedup_by_key(|l| l.0);
        self.links.shrink_to_fit();
    }

    fn day(&self) -> Option<f32> {
        (self.days.1 > 0).then(|| self.days.0 / self.days.1 as f32)
    }
}

/// A possible step: likeness as ordered bits (it is never negative), then the smaller numbers first.
type Step = (u32, Reverse<u32>, Reverse<u32>);

impl<'a> Clusters<'a> {
    /// Likeness from which pairs of groups are remembered. Two groups together are not nearer to a third than the nearer one of them is, so what is
    /// far less near than any step asks for need not be known, and is worked out where it is needed after all.
    fn least(&self) -> f32 {
        self.from * REMEMBERED
    }

    /// Every article for itself. Groups are going to be joined that are at least this much alike (a share of the density).
    pub(super) fn new(vectors: &'a Vectors, near: &'a Neighbours, days: &[Option<f32>], from: f64) -> Self {
        let scale = near.density.iter().map(|d| d.sqrt().recip()).collect();
        let group =
            |i: usize| Group { members: vec![i as u32], sum: Vec::new(), days: days[i].map_or((0.0, 0), |d| (d, 1)), links: Vec::new() };
        let mut groups: Vec<Group> = (0..vectors.len()).map(group).collect();
        for (i, other, likeness) in near.pairs(from as f32 * REMEMBERED) {
            // an article may be the neighbour of one that is no neighbour of its own
            groups[i as usize].links.push((other, likeness));
            groups[other as usize].links.push((i, likeness));
        }
        groups.iter_mut().for_each(Group::order);
        Clusters { vectors, near, scale, groups, use_dates: true, from: from as f32, alone: ALONE }
    }

    /// The members' words.
    fn rows(&self, group: &Group) -> impl Iterator<Item = Row<'a>> {
        group.members.iter().map(|&article| self.vectors.row(article as usize, self.scale[article as usize]))
    }

    /// The sum of a group's vectors.
    fn sum<'g>(&self, group: &'g Group) -> Cow<'g, Vector> {
        if group.is_summed() {
            return Cow::Borrowed(&group.sum);
        }
        let vectors = group.members.iter().map(|&article| self.vectors.vector(article as usize, self.scale[article as usize]));
        Cow::Owned(vectors.reduce(|sum, vector| add(&sum, &vector)).unwrap_or_default())
    }

    /// The product of the words that were put and of a group's.
    fn product(&self, spread: &Spread, group: &Group) -> f32 {
        if group.is_summed() { spread.dot(&group.sum) } else { self.rows(group).map(|row| spread.dot(&row)).sum() }
    }

    fn put(&self, spread: &mut Spread, group: &Group) {
        if group.is_summed() { spread.put(&group.sum) } else { self.rows(group).for_each(|row| spread.put(&row)) }
    }

    fn clear(&self, spread: &mut Spread, group: &Group) {
        if group.is_summed() { spread.clear(&group.sum) } else { self.rows(group).for_each(|row| spread.clear(&row)) }
    }

    /// From here on groups far apart in time are as alike as their words are, and are joined if they are at least this much alike, those that are alone
    /// as well.
    pub(super) fn forget_dates(&mut self, from: f64) {
        (self.use_dates, self.from, self.alone) = (false, from as f32, 1.0);
        let mut group_of = vec![0u32; self.groups.len()];
        for (g, group) in (0u32..).zip(&self.groups) {
            group.members.iter().for_each(|&article| group_of[article as usize] = g);
        }
        // those of whose members some are near enough
        let mut others: Vec<Vec<u32>> = vec![Vec::new(); self.groups.len()];
        for (i, other, _) in self.near.pairs(self.least() * LEAST_NEARNESS) {
            let (a, b) = (group_of[i as usize], group_of[other as usize]);
            if a != b {
                others[a.min(b) as usize].push(a.max(b));
            }
        }
        let this = &*self;
        let anew = |spread: &mut Spread, (group, mut others): (&Group, Vec<u32>)| {
            others.sort_unstable();
            others.dedup();
            let mut links = this.likeness_with(group, spread, others.into_iter());
            links.retain(|l| l.1 >= this.least());
            links
        };
        let links: Vec<_> = self.groups.par_iter().zip(others).map_init(|| Spread::new(this.vectors.terms()), anew).collect();
        self.groups.iter_mut().for_each(|group| group.links = Vec::new());
        for (a, links) in (0u32..).zip(links) {
            for (b, likeness) in links {
                self.groups[a as usize].links.push((b, likeness));
                self.groups[b as usize].links.push((a, likeness));
            }
        }
        self.groups.iter_mut().for_each(Group::order);
    }

    /// Joins the two groups that are most alike, again and again.
    pub(super) fn merge(&mut self) {
        let mut spread = Spread::new(self.vectors.terms());
        let mut steps: BinaryHeap<Step> = BinaryHeap::new();
        for (i, group) in self.groups.iter().enumerate() {
            let later = group.links.iter().filter(|l| l.0 > i as u32 && l.1 >= self.from);
            steps.extend(later.map(|l| (l.1.to_bits(), Reverse(i as u32), Reverse(l.0))));
        }
        while let Some((bits, Reverse(a), Reverse(b))) = steps.pop() {
            // outdated steps: one of the groups has gone or changed since
            if self.link(a, b).map(f32::to_bits) != Some(bits) {
                continue;
            }
            self.join(a, b, &mut spread);
            let links = self.groups[a as usize].links.iter().filter(|l| l.1 >= self.asked_of(a, l.0));
            steps.extend(links.map(|l| (l.1.to_bits(), Reverse(a.min(l.0)), Reverse(a.max(l.0)))));
        }
    }

    /// Likeness from which two groups are joined.
    fn asked_of(&self, a: u32, b: u32) -> f32 {
        let members = |group: u32| self.groups[group as usize].members.len();
        let (fewer, more) = (members(a).min(members(b)), members(a).max(members(b)));
        if fewer == 1 && more >= MANY { self.from * self.alone } else { self.from }
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

    /// The average likeness of a group's members to those of others, from the sums of their words. `spread` is all zeros before and after.
    fn likeness_with(&self, group: &Group, spread: &mut Spread, others: impl Iterator<Item = u32>) -> Vec<(u32, f32)> {
        self.put(spread, group);
        let likeness = |other: u32| {
            let of = &self.groups[other as usize];
            let near = if self.use_dates { nearness(group.day(), of.day()) } else { 1.0 };
            (other, near * self.product(spread, of) / (group.members.len() * of.members.len()) as f32)
        };
        let found = others.map(likeness).collect();
        self.clear(spread, group);
        found
    }

    /// How alike a group is to each of these others: what is known, and what is not worked out.
    fn links_with(&self, group: u32, others: &[u32], spread: &mut Spread) -> Vec<f32> {
        let known: Vec<Option<f32>> = others.iter().map(|&other| self.link(group, other)).collect();
        let missing = others.iter().zip(&known).filter(|(_, known)| known.is_none()).map(|(&other, _)| other);
        let mut missing = self.likeness_with(&self.groups[group as usize], spread, missing).into_iter();
        known.into_iter().map(|known| known.or_else(|| Some(missing.next()?.1)).unwrap_or_default()).collect()
    }

    /// `b` goes into `a`, which has the smaller number.
    fn join(&mut self, a: u32, b: u32, spread: &mut Spread) {
        let (of_a, of_b) = (self.groups[a as usize].members.len() as f32, self.groups[b as usize].members.len() as f32);
        let mut others: Vec<u32> = [a, b].iter().flat_map(|g| self.groups[*g as usize].links.iter().map(|l| l.0)).collect();
        others.sort_unstable();
        others.dedup();
        others.retain(|&other| other != a && other != b);
        let (to_a, to_b) = (self.links_with(a, &others, spread), self.links_with(b, &others, spread));
        let mean = |(a, b): (f32, f32)| (a * of_a + b * of_b) / (of_a + of_b);
        let mut links: Vec<(u32, f32)> = others.into_iter().zip(to_a.into_iter().zip(to_b).map(mean)).collect();
        let least = self.least();
        for &(other, likeness) in &links {
            let back = &mut self.groups[other as usize].links;
            if let Ok(at) = back.binary_search_by_key(&b, |l| l.0) {
                back.remove(at);
            }
            match (back.binary_search_by_key(&a, |l| l.0), likeness >= least) {
                (Ok(at), true) => back[at].1 = likeness,
                (Ok(at), false) => _ = back.remove(at),
                (Err(at), true) => back.insert(at, (a, likeness)),
                (Err(_), false) => {}
            }
        }
        links.retain(|l| l.1 >= self.least());
        let (into, from) = (&self.groups[a as usize], &self.groups[b as usize]);
        let summed = into.members.len() + from.members.len() >= SUMMED;
        let sum = if summed { add(&self.sum(into), &self.sum(from)) } else { Vector::new() };
        let gone = std::mem::take(&mut self.groups[b as usize]);
        let group = &mut self.groups[a as usize];
        group.sum = sum;
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
    sum.shrink_to_fit();
    sum
}
