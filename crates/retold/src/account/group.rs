//! From pairs of sentences to accounts: stars whose members are mostly alike among themselves, so that unrelated events do not run together through a
//! sentence that tells of two.

use std::collections::HashSet;

use super::align::Pair;
use super::telling::Telling;

/// Sentences that tell of one event, by their places among those that are no copies.
#[derive(Debug, Clone)]
pub(super) struct Group {
    /// The sentence that all others are like.
    pub(super) exemplar: u32,
    /// The others, each of another article.
    pub(super) members: Vec<u32>,
    /// Classes of actions that the exemplar shares with a member.
    pub(super) actions: u64,
    /// Of the two that are most alike.
    pub(super) likeness: f32,
}

/// Groups of pairs, which come most alike first.
pub(super) fn groups(tellings: &[&Telling], pairs: &[Pair]) -> Vec<Group> {
    let mut degree = vec![0.0_f32; tellings.len()];
    let of_one_event = || pairs.iter().filter(|p| p.is_one);
    of_one_event().for_each(|p| [p.left, p.right].iter().for_each(|&n| degree[n as usize] += p.likeness));
    let alike: HashSet<(u32, u32)> = pairs.iter().map(|p| (p.left, p.right)).collect();
    let are_alike = |a: u32, b: u32| alike.contains(&(a.min(b), a.max(b)));
    let mut groups: Vec<Group> = Vec::new();
    let mut group_of: Vec<Option<usize>> = vec![None; tellings.len()];
    for pair in of_one_event() {
        let (left, right) = (pair.left, pair.right);
        match (group_of[left as usize], group_of[right as usize]) {
            (None, None) => {
                let of_left = degree[left as usize] >= degree[right as usize];
                let (exemplar, other) = if of_left { (left, right) } else { (right, left) };
                for n in [left, right] {
                    group_of[n as usize] = Some(groups.len());
                }
                let actions = tellings[left as usize].actions & tellings[right as usize].actions;
                groups.push(Group { exemplar, members: vec![other], actions, likeness: pair.likeness });
            }
            (Some(n), None) | (None, Some(n)) => {
                let (known, new) = if group_of[left as usize].is_some() { (left, right) } else { (right, left) };
                let group = &mut groups[n];
                let article = |n: u32| tellings[n as usize].article;
                let all = || group.members.iter().chain([&group.exemplar]);
                let taken = all().any(|&m| article(m) == article(new));
                let most = 2 * all().filter(|&&m| are_alike(m, new)).count() > all().count();
                if group.exemplar == known && !taken && most {
                    group.members.push(new);
                    group.actions |= tellings[known as usize].actions & tellings[new as usize].actions;
                    group_of[new as usize] = Some(n);
                }
            }
            (Some(_), Some(_)) => {}
        }
    }
    groups
}

impl Group {
    /// All its sentences with their copies in other articles, one of each article, in the order of articles. `copies` has for each place the
    /// sentences of the same words.
    pub(super) fn with_copies<'t>(&self, copies: &[Vec<u32>], tellings: &'t [Telling]) -> Vec<&'t Telling> {
        let places = std::iter::once(&self.exemplar).chain(&self.members);
        let firsts = places.clone().map(|&p| copies[p as usize][0]);
        let rest = places.flat_map(|&p| copies[p as usize][1..].iter().copied());
        let mut all: Vec<&Telling> = Vec::new();
        // a member before a copy of another, where one article has both
        for n in firsts.chain(rest) {
            let telling = &tellings[n as usize];
            if all.iter().all(|t| t.article != telling.article) {
                all.push(telling);
            }
        }
        all.sort_by_key(|t| (t.article, t.span));
        all
    }
}
