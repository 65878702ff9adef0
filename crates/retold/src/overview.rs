//! All matches at a glance: what has to be known of all of them at once, without their lists of edits, which are most of them.
//!
//! The matches themselves are gone through piece by piece ([`Matches`]); the overview says which of them count, and in which layer.

use rayon::prelude::*;

use crate::analyse::CorpusView;
use crate::compare::NumberEdit;
use crate::corpus::Matches;
use crate::echo::{Labels, Link, Pages, Star, Versions, block_layer, links, stars};
use crate::record::{Layer, Match};

/// Lines of a page are short; longer passages are looked at by where they recur. Words.
const LINE_WORDS: u32 = 40;

/// Every match that counts, in brief.
#[derive(Debug, Default)]
pub(crate) struct Overview {
    /// Sorted; without lists.
    pub(crate) matches: Vec<Match>,
    /// The solid stretches of those that are told, in the order of matches.
    links: Vec<Link>,
    /// Numbers that differ inside shared text.
    pub(crate) numbers: Vec<NumberEdit>,
    /// Matches that the configuration's filter does not keep.
    pub(crate) filtered: u64,
}

impl Overview {
    /// Looks at all matches once; gives what is known of versions of articles, whose matches count no further.
    pub(crate) fn new(corpus: &CorpusView<'_>, matches: &dyn Matches) -> (Self, Versions) {
        let pages = Pages::of(corpus.cards);
        let mut overview = Overview::default();
        let mut of_page: Vec<Match> = Vec::new();
        matches.each(&mut |block| {
            let all = block.len();
            let card = |m: &Match| (&corpus.cards[m.left.article.index()], &corpus.cards[m.right.article.index()]);
            let kept = |m: &Match| corpus.config.filter.keeps(m.words, m.identity(), card(m).0, card(m).1);
            let (one_page, others): (Vec<Match>, Vec<Match>) =
                block.into_iter().filter(kept).partition(|m| pages.one_page(m.left.article, m.right.article));
            overview.filtered += (all - one_page.len() - others.len()) as u64;
            of_page.extend(one_page);
            overview.add(corpus, &others);
        });
        let (versions, back) = Versions::take(&pages, corpus.cards, of_page);
        if !back.is_empty() {
            overview.add(corpus, &back);
            overview.sort();
        }
        (overview, versions)
    }

    fn add(&mut self, corpus: &CorpusView<'_>, matches: &[Match]) {
        let bare = |m: &Match| {
            let line = if m.words <= LINE_WORDS { block_layer(m, corpus.cards, corpus.shelf) } else { None };
            Match { layer: line.unwrap_or(m.layer), ..m.bare() }
        };
        let first = self.matches.len();
        self.matches.par_extend(matches.par_iter().map(bare));
        for (m, of) in matches.iter().zip(first..) {
            self.numbers.extend(NumberEdit::of(m));
            if self.matches[of].is_told() {
                self.links.extend(links(m, of as u32));
            }
        }
    }

    /// Puts matches that were added late into their places.
    fn sort(&mut self) {
        let mut order: Vec<u32> = (0..self.matches.len() as u32).collect();
        order.sort_by_key(|&i| self.matches[i as usize].place());
        let mut place = vec![0; order.len()];
        (0u32..).zip(&order).for_each(|(new, &old)| place[old as usize] = new);
        self.links.iter_mut().for_each(|link| link.of = place[link.of as usize]);
        self.links.sort_by_key(|link| link.of);
        self.matches.sort_by_key(Match::place);
    }

    /// Tells furniture and stock phrases from retelling by where they recur; gives the furniture.
    pub(crate) fn label(&mut self, corpus: &CorpusView<'_>, ranks: &[u32]) -> Vec<Star> {
        let mut furniture = Vec::new();
        let mut found: Vec<(u32, Layer)> = Vec::new();
        let labels = Labels::new(corpus.cards, &self.matches, &corpus.config.family);
        for mut star in stars(&self.links, &self.matches, ranks, &corpus.config.family) {
            if let Some(layer) = labels.of(&star) {
                found.extend(star.links.iter().map(|l| (l.of, layer)));
                star.layer = layer;
                furniture.push(star);
            }
        }
        for (i, layer) in found {
            self.matches[i as usize].layer = layer;
        }
        self.links.retain(|link| self.matches[link.of as usize].is_told());
        furniture.retain(|star| star.layer == Layer::Site);
        furniture
    }

    /// Closes what is told into stars. The links are needed no further.
    pub(crate) fn stars(&mut self, corpus: &CorpusView<'_>, ranks: &[u32]) -> Vec<Star> {
        stars(&std::mem::take(&mut self.links), &self.matches, ranks, &corpus.config.family)
    }

    /// Goes through the matches that count, each in its layer, with their lists.
    pub(crate) fn each(&self, matches: &dyn Matches, mut take: impl FnMut(Vec<Match>)) {
        let mut known = self.matches.iter().peekable();
        matches.each(&mut |mut block| {
            block.retain_mut(|m| {
                let layer = known.next_if(|known| known.place() == m.place()).map(|known| known.layer);
                m.layer = layer.unwrap_or(m.layer);
                layer.is_some()
            });
            take(block);
        });
    }
}
