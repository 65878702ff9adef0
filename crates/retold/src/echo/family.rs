//! Families: matches closed into sets of passages that hold the same text.
//!
//! Closing over links alone would chain unrelated stories through a shared phrase. A family is therefore a star: an exemplar and the
//! passages that match it. What a connected set of passages holds beyond its first star becomes families of its own, until every link has
//! both its sides together in some family; such families are flagged as chained.
//! What links passages are the solid stretches of matches; a match that is reworded throughout links nothing. An article that is mostly made of parts of an
//! exemplar is a member with each of them, and their stars stay.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::place::{Link, Places};
use crate::config::FamilyConfig;
use crate::corpus::Card;
use crate::record::{ArticleIx, Layer, Match, Passage, Span};

/// A family before dates and texts are looked at.
#[derive(Debug, Clone)]
pub(crate) struct Star {
    pub(crate) exemplar: Passage,
    /// Sorted by article and span; holds the exemplar.
    pub(crate) members: Vec<Passage>,
    /// What links members, in order.
    pub(crate) links: Vec<Link>,
    pub(crate) chained: bool,
    pub(crate) layer: Layer,
    /// Mean share of the exemplar that each other article holds.
    pub(crate) cohesion: f64,
}

/// What stars are made of.
#[derive(Clone, Copy)]
pub(crate) struct Linked<'a> {
    /// Sorted.
    pub(crate) links: &'a [Link],
    /// All matches, of which no lists are needed.
    pub(crate) matches: &'a [Match],
    /// Orders articles in time: of equally linked passages the earliest is the exemplar.
    pub(crate) time_rank: &'a [u32],
    /// Where articles count as members that are mostly parts of the exemplar: the cards of all articles.
    pub(crate) excerpts: Option<&'a [Card]>,
}

/// Closes matches into stars by their links.
pub(crate) fn stars(linked: Linked<'_>, config: &FamilyConfig) -> Vec<Star> {
    let places = Places::new(linked.links, config.same_passage_share);
    let graph = Graph::new(&places);
    let mut out = Vec::new();
    for component in graph.components() {
        out.extend(Cover { graph: &graph, places: &places, linked, config }.stars(&component));
    }
    out
}

/// Links of each place: the other place and the link between them, in the order of links.
struct Graph {
    links: Vec<(u32, u32)>,
    /// Where those of each place begin; one more than there are places.
    starts: Vec<u32>,
}

impl Graph {
    fn new(places: &Places) -> Self {
        let mut starts = vec![0u32; places.passages.len() + 1];
        for &(left, right) in &places.of_link {
            starts[left as usize + 1] += 1;
            starts[right as usize + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut next = starts.clone();
        let mut links = vec![(0, 0); 2 * places.of_link.len()];
        for (&(left, right), i) in places.of_link.iter().zip(0u32..) {
            for (place, other) in [(left, right), (right, left)] {
                let at = &mut next[place as usize];
                links[*at as usize] = (other, i);
                *at += 1;
            }
        }
        Graph { links, starts }
    }

    fn links(&self, place: u32) -> &[(u32, u32)] {
        &self.links[self.starts[place as usize] as usize..self.starts[place as usize + 1] as usize]
    }

    /// Connected sets of places, each sorted, in the order of their first place.
    fn components(&self) -> Vec<Vec<u32>> {
        let places = self.starts.len() - 1;
        let mut seen = vec![false; places];
        let mut out = Vec::new();
        for start in 0..places as u32 {
            if seen[start as usize] {
                continue;
            }
            seen[start as usize] = true;
            let mut component = vec![start];
            let mut at = 0;
            while at < component.len() {
                for &(next, _) in self.links(component[at]) {
                    if !std::mem::replace(&mut seen[next as usize], true) {
                        component.push(next);
                    }
                }
                at += 1;
            }
            component.sort_unstable();
            out.push(component);
        }
        out
    }
}

struct Cover<'a> {
    graph: &'a Graph,
    places: &'a Places,
    linked: Linked<'a>,
    config: &'a FamilyConfig,
}

impl Cover<'_> {
    /// Stars until every link of the component has both ends in one of them.
    fn stars(&self, component: &[u32]) -> Vec<Star> {
        let mut open: Vec<Vec<(u32, u32)>> = component.iter().map(|&p| self.graph.links(p).to_vec()).collect();
        let at = |place: u32| component.binary_search(&place).expect("links stay inside a component");
        // the most linked place first, of equal ones the earliest; an entry whose place has fewer links by now is outdated
        let entry = |i: usize, open: &[(u32, u32)]| {
            let words: u64 = open.iter().map(|&(_, m)| u64::from(self.linked.links[m as usize].words)).sum();
            let article = self.places.passages[component[i] as usize].article;
            (words, Reverse((self.linked.time_rank[article.index()], component[i])), open.len(), i)
        };
        let mut next: BinaryHeap<_> = (0..component.len()).map(|i| entry(i, &open[i])).collect();
        let mut out: Vec<Star> = Vec::new();
        while let Some((.., links, best)) = next.pop() {
            if links == 0 || links != open[best].len() {
                continue;
            }
            let mut members: Vec<u32> = open[best].iter().map(|&(other, _)| other).chain([component[best]]).collect();
            members.sort_unstable();
            members.dedup();
            let mut links = Vec::new();
            for &member in &members {
                let (i, before) = (at(member), links.len());
                open[i].retain(|&(other, m)| {
                    let inside = members.binary_search(&other).is_ok();
                    if inside {
                        links.push(m);
                    }
                    !inside
                });
                if links.len() > before && !open[i].is_empty() {
                    next.push(entry(i, &open[i]));
                }
            }
            links.extend(self.excerpts(component[best], &mut members));
            links.sort_unstable();
            links.dedup();
            out.push(self.star(component[best], &members, links));
        }
        let chained = out.len() > 1;
        out.iter_mut().for_each(|star| star.chained = chained);
        out
    }

    /// Adds the places of articles that are mostly parts of the exemplar, each part too short to be the same passage as all of it; gives the links of
    /// the parts. They stay open for stars of their own.
    fn excerpts(&self, exemplar: u32, members: &mut Vec<u32>) -> Vec<u32> {
        let Some(cards) = self.linked.excerpts else { return Vec::new() };
        let passages = &self.places.passages;
        let whole = passages[exemplar as usize];
        let is_part = |&place: &u32| place != exemplar && whole.span.contains(passages[place as usize].span);
        let first = passages.partition_point(|p| p.article < whole.article) as u32;
        let end = passages.partition_point(|p| p.article <= whole.article) as u32;
        let mut parts: BTreeMap<ArticleIx, (u32, Vec<(u32, u32)>)> = BTreeMap::new();
        for part in (first..end).filter(is_part) {
            for &(other, link) in self.graph.links(part) {
                let (words, of) = parts.entry(passages[other as usize].article).or_default();
                *words += self.linked.links[link as usize].words;
                of.push((other, link));
            }
        }
        let known: BTreeSet<ArticleIx> = members.iter().map(|&m| passages[m as usize].article).collect();
        // as much as makes two articles one text, at the most generous
        let least = |article: &ArticleIx| self.config.one_text_share_low * f64::from(cards[article.index()].words);
        parts.retain(|article, (words, _)| !known.contains(article) && f64::from(*words) >= least(article));
        let found: Vec<(u32, u32)> = parts.into_values().flat_map(|(_, of)| of).collect();
        members.extend(found.iter().map(|&(place, _)| place));
        members.sort_unstable();
        members.dedup();
        found.into_iter().map(|(_, link)| link).collect()
    }

    fn star(&self, exemplar: u32, members: &[u32], links: Vec<u32>) -> Star {
        // what a member holds of this family: the sides of its links, not the longest side that its place ever had
        let mut held: BTreeMap<u32, Span> = BTreeMap::new();
        let mut quoted = 0;
        for &i in &links {
            let (link, sides) = (self.linked.links[i as usize], self.places.of_link[i as usize]);
            quoted += usize::from(self.linked.matches[link.of as usize].layer == Layer::Quotation);
            for (place, side) in [(sides.0, link.left), (sides.1, link.right)] {
                held.entry(place).and_modify(|span| *span = span.cover(side.span)).or_insert(side.span);
            }
        }
        let passage = |place: u32| Passage { article: self.places.passages[place as usize].article, span: held[&place] };
        let whole = passage(exemplar);
        let mut covered: BTreeMap<ArticleIx, u32> = BTreeMap::new();
        for &i in &links {
            let (link, sides) = (self.linked.links[i as usize], self.places.of_link[i as usize]);
            for (here, there, other) in [(link.left, link.right, sides.1), (link.right, link.left, sides.0)] {
                if here.article == whole.article && other != exemplar {
                    *covered.entry(there.article).or_default() += here.span.intersection(whole.span).map_or(0, Span::len);
                }
            }
        }
        let share = |covered: &u32| (f64::from(*covered) / f64::from(whole.span.len().max(1))).min(1.0);
        let mut passages: Vec<Passage> = members.iter().map(|&p| passage(p)).collect();
        passages.sort_unstable();
        Star {
            exemplar: whole,
            members: passages,
            layer: if 2 * quoted > links.len() { Layer::Quotation } else { Layer::Narration },
            links: links.iter().map(|&i| self.linked.links[i as usize]).collect(),
            chained: false,
            cohesion: covered.values().map(share).sum::<f64>() / covered.len().max(1) as f64,
        }
    }
}
