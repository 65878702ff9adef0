//! The stemma of a family: which article's text most likely comes from which, as one tree.
//!
//! A minimum-cost arborescence (Chu and Liu 1965, Edmonds 1967): each article is drawn from the one it shares most of its family text with,
//! never from one that is judged later than itself, and as few articles as possible stand at the top. What is shown is the simplest history
//! inside the collection; a text that the collection lacks may stand between any two.

use std::collections::BTreeMap;

use super::pair::Brief;
use crate::record::{ArticleIx, Descent};

/// Articles up to which the tree is searched among all directions. Above, each article is drawn from its best predecessor in time, which is
/// the same tree wherever the order of time is trusted.
const SEARCHED_ARTICLES: usize = 100;
/// Cost of an article that comes from none: more than any drawn edge, so that there are as few as possible.
const FROM_NONE: f64 = 4.0;
/// Cost of drawing against the order of time where the order of a pair cannot be told: breaks ties, nothing more.
const AGAINST_TIME: f64 = 0.01;

#[derive(Clone, Copy)]
struct Edge {
    from: usize,
    to: usize,
    cost: f64,
    /// Which of the edges given this one stands for.
    of: usize,
}

/// The tree of these articles, which are sorted. `pairs` is sorted by its two articles.
pub(crate) fn stemma(articles: &[ArticleIx], pairs: &[Brief], time_rank: &[u32]) -> Vec<Descent> {
    let known = within(articles, pairs);
    let n = articles.len();
    let mut most: BTreeMap<usize, u32> = BTreeMap::new();
    for &(l, r, pair) in &known {
        for side in [l, r] {
            let best = most.entry(side).or_insert(1);
            *best = (*best).max(pair.narration_words);
        }
    }
    let rank = |i: usize| (time_rank[articles[i].index()], i);
    let mut edges: Vec<Edge> = Vec::new();
    let mut words: Vec<u32> = Vec::new();
    for &(l, r, pair) in &known {
        for (from, to) in [(l, r), (r, l)] {
            let backwards = pair.earlier == Some(articles[to]);
            let against_time = rank(from) > rank(to);
            if backwards || against_time && (n > SEARCHED_ARTICLES) {
                continue;
            }
            let missing = 1.0 - f64::from(pair.narration_words) / f64::from(most[&to]);
            let cost = missing + if against_time && pair.earlier.is_none() { AGAINST_TIME } else { 0.0 };
            edges.push(Edge { from, to, cost, of: edges.len() });
            words.push(pair.narration_words);
        }
    }
    // the root stands behind all articles that come from none; the earliest is the cheapest of them
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by_key(|&i| rank(i));
    for (place, &to) in order.iter().enumerate() {
        let later = place as f64 / n as f64 * AGAINST_TIME;
        edges.push(Edge { from: n, to, cost: FROM_NONE + later, of: edges.len() });
        words.push(0);
    }
    let chosen = arborescence(n + 1, n, &edges);
    let mut out: Vec<Descent> = articles.iter().map(|&article| Descent { article, from: None, words: 0 }).collect();
    for of in chosen {
        let edge = edges[of];
        if edge.from < n {
            out[edge.to] = Descent { article: articles[edge.to], from: Some(articles[edge.from]), words: words[of] };
        }
    }
    out
}

/// The pairs of these articles that share narration, by their places in the list.
fn within<'a>(articles: &[ArticleIx], pairs: &'a [Brief]) -> Vec<(usize, usize, &'a Brief)> {
    let mut out = Vec::new();
    for (l, &left) in articles.iter().enumerate() {
        let first = pairs.partition_point(|p| p.left < left);
        for pair in pairs[first..].iter().take_while(|p| p.left == left).filter(|p| p.narration_words > 0) {
            if let Ok(r) = articles.binary_search(&pair.right) {
                out.push((l, r, pair));
            }
        }
    }
    out
}

/// The cheapest set of edges that reaches every node from the root: for each its index in `of`. Of equal edges the first.
fn arborescence(nodes: usize, root: usize, edges: &[Edge]) -> Vec<usize> {
    let mut best: Vec<Option<usize>> = vec![None; nodes];
    for (i, e) in edges.iter().enumerate().filter(|(_, e)| e.to != root && e.from != e.to) {
        if best[e.to].is_none_or(|b: usize| e.cost < edges[b].cost) {
            best[e.to] = Some(i);
        }
    }
    let Some((group, groups, in_circle)) = circles(nodes, root, edges, &best) else {
        return best.iter().flatten().map(|&i| edges[i].of).collect();
    };
    // circles become one node; entering one means giving up the edge it replaces
    let contracted: Vec<Edge> = edges
        .iter()
        .enumerate()
        .filter(|(_, e)| group[e.from] != group[e.to])
        .map(|(i, e)| {
            let saved = if in_circle[e.to] { best[e.to].map_or(0.0, |b| edges[b].cost) } else { 0.0 };
            Edge { from: group[e.from], to: group[e.to], cost: e.cost - saved, of: i }
        })
        .collect();
    let outer = arborescence(groups, group[root], &contracted);
    let mut entered = vec![false; nodes];
    outer.iter().for_each(|&i| entered[edges[i].to] = true);
    let mut chosen: Vec<usize> = outer.iter().map(|&i| edges[i].of).collect();
    chosen.extend((0..nodes).filter(|&v| in_circle[v] && !entered[v]).filter_map(|v| best[v]).map(|i| edges[i].of));
    chosen
}

/// Nodes numbered anew with each circle of best edges as one: the number of each, how many there are, which lay in a circle. `None` where
/// there is no circle.
fn circles(nodes: usize, root: usize, edges: &[Edge], best: &[Option<usize>]) -> Option<(Vec<usize>, usize, Vec<bool>)> {
    const OPEN: usize = usize::MAX;
    let (mut seen_from, mut group, mut in_circle) = (vec![OPEN; nodes], vec![OPEN; nodes], vec![false; nodes]);
    let mut groups = 0;
    for start in 0..nodes {
        let mut v = start;
        while v != root && seen_from[v] == OPEN {
            seen_from[v] = start;
            match best[v] {
                Some(i) => v = edges[i].from,
                None => break,
            }
        }
        if v != root && seen_from[v] == start && group[v] == OPEN && best[v].is_some() {
            let mut at = v;
            while group[at] == OPEN {
                (group[at], in_circle[at]) = (groups, true);
                at = best[at].map_or(at, |i| edges[i].from);
            }
            groups += 1;
        }
    }
    if groups == 0 {
        return None;
    }
    for g in &mut group {
        if *g == OPEN {
            *g = groups;
            groups += 1;
        }
    }
    Some((group, groups, in_circle))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(from: usize, to: usize, cost: f64, of: usize) -> Edge {
        Edge { from, to, cost, of }
    }

    /// Every way to give each node but the root one edge that leads to it; the cheapest that reaches all.
    fn brute_force(nodes: usize, root: usize, edges: &[Edge]) -> f64 {
        fn go(v: usize, nodes: usize, root: usize, edges: &[Edge], chosen: &mut Vec<Option<usize>>) -> f64 {
            if v == nodes {
                let reaches = |mut v: usize| {
                    for _ in 0..=nodes {
                        match chosen[v] {
                            Some(i) => v = edges[i].from,
                            None => return v == root,
                        }
                    }
                    false
                };
                let all = (0..nodes).all(reaches);
                return if all { chosen.iter().flatten().map(|&i| edges[i].cost).sum() } else { f64::INFINITY };
            }
            if v == root {
                chosen[v] = None;
                return go(v + 1, nodes, root, edges, chosen);
            }
            let mut least = f64::INFINITY;
            for (i, _) in edges.iter().enumerate().filter(|(_, e)| e.to == v) {
                chosen[v] = Some(i);
                least = least.min(go(v + 1, nodes, root, edges, chosen));
            }
            least
        }
        go(0, nodes, root, edges, &mut vec![None; nodes])
    }

    #[test]
    fn the_tree_is_as_cheap_as_the_cheapest_of_all_trees() {
        let mut seed = 7u64;
        let mut next = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        for nodes in 2..7 {
            for _ in 0..60 {
                let mut edges = Vec::new();
                for from in 0..nodes {
                    for to in 0..nodes {
                        if from != to && to != 0 && (from == 0 || next(3) > 0) {
                            edges.push(edge(from, to, next(20) as f64, edges.len()));
                        }
                    }
                }
                let chosen = arborescence(nodes, 0, &edges);
                let cost: f64 = chosen.iter().map(|&i| edges[i].cost).sum();
                assert_eq!(chosen.len(), nodes - 1);
                assert_eq!(cost, brute_force(nodes, 0, &edges));
            }
        }
    }
}
