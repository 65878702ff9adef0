//! Places: which sides of links are the same passage of an article. A link is a stretch in which a match is solid.
//!
//! Two sides are one place where they overlap by a good part of both (`same_passage_share`). A side is compared with the longest side of a place, never with
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

/// Bytes of text that count as solid: eight words of news text are forty letters and more.
const SOLID_BYTES: u32 = 40;
/// What an edit inside a solid stretch costs, in bytes of equal text: so much, and for each byte that differs so much. An exchanged word is made good
/// by eleven equal ones: half way between a copy with light edits (one word in twenty) and a rewritten one (one in five). Swept with
/// [`EDITS_AT_ONCE`] and `same_passage_share` on a generated wire text in 150 outlets and two listed collections
/// (`eval/runs/2026-11-22-echo-quality.md`).
const EDIT_COST: u32 = 35;
const BYTE_COST: u32 = 4;
/// Cost that equal text must make good before more of it comes: seven words in a row, or three edits of a word with few words between them.
const EDITS_AT_ONCE: u32 = 200;
/// A difference of more bytes parts two stretches whatever stands around it: ten words, half a sentence.
const LONG_EDIT: u32 = 60;
/// Bytes of equal text from which a stretch is judged as a whole: a hundred words.
const LONG: u32 = 600;
/// Bytes of equal text for each byte that differs, from which a stretch is one text even where several of its edits stand close together, as they do once
/// in a few hundred words of a copy with one word in twenty exchanged; a rewritten text (one in five) has half as many.
const EQUAL_FOR_EDITED: u32 = 9;

/// An equal stretch of both passages, and how many bytes differ before it.
#[derive(Debug, Clone, Copy)]
struct Equal {
    left: Span,
    right: Span,
    edit: u32,
}

impl Equal {
    fn len(&self) -> u32 {
        self.left.len().min(self.right.len())
    }
}

/// The stretches in which the two passages agree for about eight words or more, left and right, in order; small edits inside included.
///
/// Families are built from them: what stands between may be reworded, and reworded text of two articles need not go back to one.
fn solid(m: &Match) -> Vec<(Span, Span)> {
    let mut out = Vec::new();
    for mut equal in equal_stretches(m).chunk_by(|_, next| next.edit <= LONG_EDIT) {
        while !equal.is_empty() {
            let last = if is_light(equal) { equal.len() - 1 } else { last_of_solid(equal) };
            if equal[..=last].iter().any(|e| e.len() >= SOLID_BYTES) {
                out.push((equal[0].left.cover(equal[last].left), equal[0].right.cover(equal[last].right)));
            }
            equal = &equal[last + 1..];
        }
    }
    out
}

/// Whether these are much text in which little differs.
fn is_light(equal: &[Equal]) -> bool {
    let edited: u32 = equal[1..].iter().map(|e| e.edit).sum();
    let same: u32 = equal.iter().map(Equal::len).sum();
    same >= LONG.max(EQUAL_FOR_EDITED * edited)
}

/// The equal stretches between the edits of words, in order.
fn equal_stretches(m: &Match) -> Vec<Equal> {
    let mut out = Vec::new();
    let (mut from, mut edit) = ((m.left.span.start, m.right.span.start), 0);
    let word_edits = m.edits.iter().filter(|e| !matches!(e.class, EditClass::Case | EditClass::Punctuation));
    let ends = word_edits
        .map(|e| (e.left, e.right))
        .chain([(Span::new(m.left.span.end, m.left.span.end), Span::new(m.right.span.end, m.right.span.end))]);
    for (left, right) in ends {
        let (l, r) = (Span::new(from.0.min(left.start), left.start), Span::new(from.1.min(right.start), right.start));
        out.push(Equal { left: l, right: r, edit });
        edit = left.len().max(right.len());
        from = (left.end, right.end);
    }
    out
}

/// How far a solid stretch goes that begins with the first of these: where equal text has made good for the edits last.
fn last_of_solid(equal: &[Equal]) -> usize {
    let (mut score, mut peak, mut last) = (equal[0].len(), equal[0].len(), 0);
    for (i, stretch) in equal.iter().enumerate().skip(1) {
        let cost = EDIT_COST + BYTE_COST * stretch.edit;
        if score <= cost || score - cost + EDITS_AT_ONCE < peak {
            break;
        }
        score = score - cost + stretch.len();
        if score >= peak {
            (peak, last) = (score, i);
        }
    }
    last
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
