//! Places: which sides of matches are the same passage of an article.
//!
//! Two sides are one place where they overlap by at least half of both. A side is compared with the longest side of a place, never with
//! the last one that joined, so that places cannot drift along a text.

use crate::record::{ArticleIx, Match, Passage, Span};

/// The places of all matches.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// The longest side of each place, sorted by article.
    pub(crate) passages: Vec<Passage>,
    /// For each match: the place of its left and of its right side.
    pub(crate) of_match: Vec<(u32, u32)>,
}

impl Places {
    /// Groups the sides of these matches. `share` is the least overlap, of both sides.
    pub(crate) fn new(matches: &[&Match], share: f64) -> Self {
        let mut sides: Vec<(ArticleIx, Span, u32, bool)> = Vec::with_capacity(2 * matches.len());
        for (m, i) in matches.iter().zip(0..) {
            sides.push((m.left.article, m.left.span, i, false));
            sides.push((m.right.article, m.right.span, i, true));
        }
        sides.sort_unstable_by_key(|&(article, span, i, right)| (article, std::cmp::Reverse(span.len()), span.start, i, right));
        let mut out = Places { passages: Vec::new(), of_match: vec![(0, 0); matches.len()] };
        for of_article in sides.chunk_by(|a, b| a.0 == b.0) {
            let first = out.passages.len();
            for &(article, span, i, right) in of_article {
                let known = out.passages[first..].iter().position(|p| overlap_share(p.span, span) >= share);
                let place = first
                    + known.unwrap_or_else(|| {
                        out.passages.push(Passage { article, span });
                        out.passages.len() - 1 - first
                    });
                let sides = &mut out.of_match[i as usize];
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
