//! Where an article's text stands elsewhere too: the matches of all its pairs, drawn together.

use std::collections::BTreeMap;

use retold::record::{ArticleIx, Layer, MatchKind, Span};

use super::book::Book;
use super::runs::{Anchor, Mark, What};
use super::{names, wording};

/// Other articles named beside a shared passage.
const NAMED: usize = 2;

/// A stretch shared with at least one other article.
pub(crate) struct Region {
    pub(crate) span: Span,
    kind: MatchKind,
    layer: Layer,
    quote: bool,
    /// Words and index of each pair, the most words first.
    pairs: Vec<(u32, usize)>,
}

/// The stretches of an article that stand elsewhere too: matches of all pairs, overlapping ones joined.
pub(crate) fn of(book: &Book, ix: ArticleIx) -> Vec<Region> {
    let mut all: Vec<Region> = Vec::new();
    for &index in book.pairs_of(ix) {
        let pair = &book.analysis().pairs[index];
        for m in book.matches(pair) {
            let side = if pair.left == ix { m.left } else { m.right };
            all.push(Region {
                span: side.span,
                kind: m.kind,
                layer: m.layer,
                quote: m.layer == Layer::Quotation,
                pairs: vec![(m.words, index)],
            });
        }
    }
    all.sort_by_key(|r| (r.span, r.pairs[0].1));
    let mut out: Vec<Region> = Vec::new();
    for region in all {
        match out.last_mut().filter(|last| region.span.start < last.span.end) {
            Some(last) => {
                last.span = last.span.cover(region.span);
                last.quote &= region.quote;
                // What is set aside gives way to what is not.
                if wording::is_aside(last.layer) == wording::is_aside(region.layer) {
                    last.kind = last.kind.max(region.kind);
                } else if wording::is_aside(last.layer) {
                    (last.kind, last.layer) = (region.kind, region.layer);
                }
                last.pairs.extend(region.pairs);
            }
            None => out.push(region),
        }
    }
    for region in &mut out {
        let mut words: BTreeMap<usize, u32> = BTreeMap::new();
        for &(n, pair) in &region.pairs {
            *words.entry(pair).or_default() += n;
        }
        region.pairs = words.into_iter().map(|(pair, n)| (n, pair)).collect();
        region.pairs.sort_by_key(|&(n, pair)| (std::cmp::Reverse(n), pair));
    }
    out
}

impl Region {
    /// Class of its bar on the map of the article.
    pub(crate) fn bar(&self) -> &'static str {
        match self.quote {
            _ if wording::is_aside(self.layer) => "asd",
            true => "quo",
            false => "ver",
        }
    }
}

/// The marks of a region: the passage, and links to the pairs it is part of.
pub(crate) fn marks(book: &Book, ix: ArticleIx, region: &Region) -> Vec<Mark> {
    let mut after: Vec<Anchor> = Vec::new();
    for &(_, index) in region.pairs.iter().take(NAMED) {
        let pair = &book.analysis().pairs[index];
        let other = if pair.left == ix { pair.right } else { pair.left };
        after.push(Anchor {
            id: None,
            href: book.pair_href(index),
            label: names::two(book.article(other), book.article(ix)).0,
            spoken: "also in: ".to_owned(),
        });
    }
    let more = region.pairs.len().saturating_sub(NAMED);
    if more > 0 {
        after.push(Anchor { id: None, href: None, label: format!("+{more}"), spoken: "and more: ".to_owned() });
    }
    let shared = What::Shared { tone: wording::tone(region.kind, region.layer), before: None, after, ends: String::new() };
    let mut marks = vec![Mark { span: region.span, what: shared }];
    if region.quote {
        marks.push(Mark { span: region.span, what: What::Quote });
    }
    marks
}
