//! All matches at a glance: what has to be known of all of them at once. Most are lines that a site repeats, and most of a match is its edits.
//!
//! The matches themselves are gone through piece by piece ([`Matches`]); the overview says which of them count, and in which layer.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::analyse::CorpusView;
use crate::compare::NumberEdit;
use crate::corpus::Matches;
use crate::echo::{Labels, Link, Linked, Pages, Star, Versions, block_layer, links, stars};
use crate::packed::{Packer, Unpacker};
use crate::record::{ArticleIx, Layer, Match, MatchKind, Passage, Span};

/// Lines of a page are short; longer passages are looked at by where they recur. Words.
const LINE_WORDS: u32 = 40;

/// Where a match stands in the order of all.
type Place = (ArticleIx, ArticleIx, Span, Span);

/// Every match, in brief.
#[derive(Debug, Default)]
pub(crate) struct Overview {
    /// What each match is; `None` where it does not count.
    layers: Vec<Option<Layer>>,
    /// The matches of pairs of which something is told, sorted and without lists: most pairs share a line of their site alone.
    pub(crate) matches: Vec<Match>,
    /// Place of each of these among all.
    places: Vec<u32>,
    /// The solid stretches of what is told, in the order of `matches`.
    links: Vec<Link>,
    /// Numbers that differ inside shared text.
    pub(crate) numbers: Vec<NumberEdit>,
    /// The matches as few bytes, while nothing needs them.
    aside: Vec<u8>,
    /// Whether each article shares text.
    pub(crate) shares: Vec<bool>,
    /// Matches that the configuration's filter does not keep.
    pub(crate) filtered: u64,
}

impl Overview {
    /// Looks at all matches once; gives what is known of versions of articles, whose matches count no further.
    pub(crate) fn new(corpus: &CorpusView<'_>, matches: &dyn Matches) -> (Self, Versions) {
        let pages = Pages::of(corpus.cards);
        let mut overview = Overview { shares: vec![false; corpus.cards.len()], ..Overview::default() };
        let mut of_page: Vec<Match> = Vec::new();
        let mut places_of_page: BTreeMap<Place, u32> = BTreeMap::new();
        matches.each(&mut |block| {
            let first = overview.layers.len() as u32;
            overview.layers.resize(overview.layers.len() + block.len(), None);
            let mut others: Vec<(u32, Match)> = Vec::with_capacity(block.len());
            for (place, m) in (first..).zip(block) {
                let (left, right) = (&corpus.cards[m.left.article.index()], &corpus.cards[m.right.article.index()]);
                if !corpus.config.filter.keeps(m.words, m.identity(), left, right) {
                    overview.filtered += 1;
                } else if pages.one_page(m.left.article, m.right.article) {
                    places_of_page.insert(m.place(), place);
                    of_page.push(m);
                } else {
                    others.push((place, m));
                }
            }
            overview.add(corpus, &others);
        });
        let (versions, back) = Versions::take(&pages, corpus.cards, of_page);
        if !back.is_empty() {
            let back: Vec<(u32, Match)> = back.into_iter().map(|m| (places_of_page[&m.place()], m)).collect();
            overview.add(corpus, &back);
            overview.sort();
        }
        // they are held to the end
        overview.matches.shrink_to_fit();
        overview.places.shrink_to_fit();
        overview.layers.shrink_to_fit();
        (overview, versions)
    }

    /// Adds matches of whole pairs, with their places among all.
    fn add(&mut self, corpus: &CorpusView<'_>, matches: &[(u32, Match)]) {
        let layer = |(_, m): &(u32, Match)| {
            let line = if m.words <= LINE_WORDS { block_layer(m, corpus.cards, corpus.shelf) } else { None };
            line.unwrap_or(m.layer)
        };
        let layers: Vec<Layer> = matches.par_iter().map(layer).collect();
        let mut layers = layers.into_iter();
        for of_pair in matches.chunk_by(|a, b| a.1.pair() == b.1.pair()) {
            let bare: Vec<Match> = of_pair.iter().zip(layers.by_ref()).map(|((_, m), layer)| Match { layer, ..m.bare() }).collect();
            for ((place, m), bare) in of_pair.iter().zip(&bare) {
                self.layers[*place as usize] = Some(bare.layer);
                self.numbers.extend(NumberEdit::of(m));
            }
            let (left, right) = of_pair[0].1.pair();
            (self.shares[left.index()], self.shares[right.index()]) = (true, true);
            if !bare.iter().any(Match::is_told) {
                continue;
            }
            for ((place, m), bare) in of_pair.iter().zip(bare) {
                if bare.is_told() {
                    self.links.extend(links(m, self.matches.len() as u32));
                }
                self.places.push(*place);
                self.matches.push(bare);
            }
        }
    }

    /// Puts matches that were added late into their places.
    fn sort(&mut self) {
        let mut order: Vec<u32> = (0..self.matches.len() as u32).collect();
        order.sort_by_key(|&i| self.places[i as usize]);
        let mut place = vec![0; order.len()];
        (0u32..).zip(&order).for_each(|(new, &old)| place[old as usize] = new);
        self.links.iter_mut().for_each(|link| link.of = place[link.of as usize]);
        self.links.sort_by_key(|link| link.of);
        self.matches.sort_by_key(Match::place);
        self.places.sort_unstable();
    }

    /// Tells furniture and stock phrases from retelling by where they recur; gives the furniture.
    pub(crate) fn label(&mut self, corpus: &CorpusView<'_>, ranks: &[u32]) -> Vec<Star> {
        let mut furniture = Vec::new();
        let mut found: Vec<(u32, Layer)> = Vec::new();
        let labels = Labels::new(corpus.cards, &self.matches, &corpus.config.family);
        // a stock phrase inside a long copy is no reason to set the copy aside: then the phrase alone is left out of families
        let (mut stock, mut phrases) = (BTreeMap::<u32, u32>::new(), BTreeSet::new());
        let linked = Linked { links: &self.links, matches: &self.matches, time_rank: ranks, excerpts: None };
        for mut star in stars(linked, &corpus.config.family) {
            let Some(layer) = labels.of(&star) else { continue };
            if layer == Layer::Formula {
                for link in &star.links {
                    *stock.entry(link.of).or_default() += link.words;
                    phrases.insert((link.of, link.left.span));
                }
            } else {
                found.extend(star.links.iter().map(|l| (l.of, layer)));
            }
            star.layer = layer;
            furniture.push(star);
        }
        let mostly = |(&of, &words): (&u32, &u32)| (2 * words >= self.matches[of as usize].words).then_some((of, Layer::Formula));
        // furniture goes before stock phrases
        found.splice(0..0, stock.iter().filter_map(mostly));
        for (i, layer) in found {
            self.matches[i as usize].layer = layer;
            self.layers[self.places[i as usize] as usize] = Some(layer);
        }
        self.links.retain(|link| self.matches[link.of as usize].is_told() && !phrases.contains(&(link.of, link.left.span)));
        furniture.retain(|star| star.layer == Layer::Site);
        furniture
    }

    /// How many matches are of this layer.
    pub(crate) fn count(&self, layer: Layer) -> u64 {
        self.layers.iter().filter(|l| **l == Some(layer)).count() as u64
    }

    /// Closes what is told into stars. The links are needed no further.
    pub(crate) fn stars(&mut self, corpus: &CorpusView<'_>, ranks: &[u32]) -> Vec<Star> {
        let links = std::mem::take(&mut self.links);
        let linked = Linked { links: &links, matches: &self.matches, time_rank: ranks, excerpts: Some(corpus.cards) };
        stars(linked, &corpus.config.family)
    }

    /// Packs the matches, for as long as what is told is gone through pair by pair: then as much else is held.
    pub(crate) fn put_aside(&mut self) {
        const ABOUT_BYTES: usize = 24;
        let mut out = Packer(Vec::with_capacity(ABOUT_BYTES * self.matches.len()));
        for m in std::mem::take(&mut self.matches) {
            for side in [m.left, m.right] {
                out.number(side.article.0);
                out.span(side.span);
            }
            out.member(MatchKind::ALL, m.kind);
            out.member(Layer::ALL, m.layer);
            [m.words, m.left_words, m.right_words].into_iter().for_each(|n| out.number(n));
        }
        self.aside = out.0;
    }

    /// Unpacks them again.
    pub(crate) fn take_back(&mut self) {
        let aside = std::mem::take(&mut self.aside);
        let mut from = Unpacker(&aside);
        let mut one = || {
            let mut side = || Some(Passage { article: ArticleIx(from.number()?), span: from.span()? });
            let (left, right) = (side()?, side()?);
            let (kind, layer) = (from.member(MatchKind::ALL)?, from.member(Layer::ALL)?);
            let (words, left_words, right_words) = (from.number()?, from.number()?, from.number()?);
            Some(Match { left, right, kind, layer, layers: Vec::new(), words, left_words, right_words, edits: Vec::new() })
        };
        self.matches.reserve_exact(self.places.len());
        self.matches.extend(std::iter::from_fn(&mut one));
        debug_assert_eq!(self.matches.len(), self.places.len(), "what was put aside comes back");
    }

    /// Goes through the matches that count, each in its layer, with their lists.
    pub(crate) fn each(&self, matches: &dyn Matches, mut take: impl FnMut(Vec<Match>)) {
        let mut layers = self.layers.iter();
        matches.each(&mut |mut block| {
            block.retain_mut(|m| {
                let layer = layers.next().copied().flatten();
                m.layer = layer.unwrap_or(m.layer);
                layer.is_some()
            });
            take(block);
        });
    }
}
