//! Places: which sides of links are the same passage of an article. A link is a stretch in which a match is solid.
//!
//! Two sides are one place where they overlap by at least half of both. A side is compared with the longest side of a place, never with
//! the last one that joined, so that places cannot drift along a text.

use crate::record::{ArticleIx, EditClass, Match, Passage, Span};

/// A stretch of a match in which both sides agree.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Link {
    /// Which match, as an index into all matches.
    pub(crate) of: u32,
    pub(crate) left: Passage,
    pub(crate) right: Passage,
    /// Equal words: the match's, by the share of its bytes.
    pub(crate) words: u32,
}

/// Bytes of text that count as a solid stretch: eight words of news text are forty letters and more.
const SOLID_BYTES: u32 = 40;
/// Bytes of differing words that two solid stretches may have between them and still be one: three words.
const SMALL_EDIT_BYTES: u32 = 20;

/// The stretches in which the two passages agree for about eight words or more, left and right, in order; small edits inside included.
///
/// Families are built from them: what stands between may be reworded, and reworded text of two articles need not go back to one.
fn solid(m: &Match) -> Vec<(Span, Span)> {
    let mut out: Vec<(Span, Span)> = Vec::new();
    let mut from = (m.left.span.start, m.right.span.start);
    let word_edits = m.edits.iter().filter(|e| !matches!(e.class, EditClass::Case | EditClass::Punctuation));
    let ends = word_edits
        .map(|e| (e.left, e.right))
        .chain([(Span::new(m.left.span.end, m.left.span.end), Span::new(m.right.span.end, m.right.span.end))]);
    for (left, right) in ends {
        let stretch = (Span::new(from.0.min(left.start), left.start), Span::new(from.1.min(right.start), right.start));
        if stretch.0.len().min(stretch.1.len()) >= SOLID_BYTES {
            match out.last_mut() {
                Some(last) if stretch.0.start - last.0.end <= SMALL_EDIT_BYTES && stretch.1.start - last.1.end <= SMALL_EDIT_BYTES => {
                    *last = (last.0.cover(stretch.0), last.1.cover(stretch.1));
                }
                _ => out.push(stretch),
            }
        }
        from = (left.end, right.end);
    }
    out
}

/// The links of a match, in order; `of` is its place among all matches.
pub(crate) fn links(m: &Match, of: u32) -> impl Iterator<Item = Link> {
    let link = move |(left, right): (Span, Span)| Link {
        of,
        left: Passage { article: m.left.article, span: left },
        right: Passage { article: m.right.article, span: right },
        words: (u64::from(m.words) * u64::from(left.len()) / u64::from(m.left.span.len().max(1))) as u32,
    };
    solid(m).into_iter().map(link)
}

/// The places of all links.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// The longest side of each place, sorted by article.
    pub(crate) passages: Vec<Passage>,
    /// For each link: the place of its left and of its right side.
    pub(crate) of_link: Vec<(u32, u32)>,
}

impl Places {
    /// Groups the sides of these links. `share` is the least overlap, of both sides.
    pub(crate) fn new(links: &[Link], share: f64) -> Self {
        let mut sides: Vec<(ArticleIx, Span, u32, bool)> = Vec::with_capacity(2 * links.len());
        for (link, i) in links.iter().zip(0..) {
            sides.push((link.left.article, link.left.span, i, false));
            sides.push((link.right.article, link.right.span, i, true));
        }
        sides.sort_unstable_by_key(|&(article, span, i, right)| (article, std::cmp::Reverse(span.len()), span.start, i, right));
        let mut out = Places { passages: Vec::new(), of_link: vec![(0, 0); links.len()] };
        for of_article in sides.chunk_by(|a, b| a.0 == b.0) {
            let first = out.passages.len();
            for &(article, span, i, right) in of_article {
                let known = out.passages[first..].iter().position(|p| overlap_share(p.span, span) >= share);
                let place = first
                    + known.unwrap_or_else(|| {
                        out.passages.push(Passage { article, span });
                        out.passages.len() - 1 - first
                    });
                let sides = &mut out.of_link[i as usize];
                *(if right { &mut sides.1 } else { &mut sides.0 }) = place as u32;
            }
        }
        out
    }
}

/// The overlap as a share of the longer span.
fn overlap_share(a: Span, b: Span) -> f64 {
    let shared = a.intersection(b).map_or(0, Span::len);
    f64::from(shared) / f64::from(a.len().max(b.len()).max(1))
}
