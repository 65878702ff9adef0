//! The differences inside the matches of a pair, and the way from a place on one side to the place on the other.

use retold::record::{Article, Edit, Match, Span};

use super::paragraphs::{around, first_words, slice};
use super::wording;

/// Words of context on each side of a difference.
const CONTEXT_WORDS: usize = 6;
/// Words of a difference shown in the list; the columns show all of them.
const SHOWN_WORDS: usize = 24;
/// Differences listed on a page.
pub(crate) const LISTED: usize = 80;

/// One side of a difference with its surroundings.
#[derive(Debug)]
pub(crate) struct Wording {
    pub(crate) before: String,
    pub(crate) words: String,
    pub(crate) after: String,
}

/// A line of the list of differences.
#[derive(Debug)]
pub(crate) struct Difference {
    pub(crate) class: &'static str,
    pub(crate) weighty: bool,
    /// Number and anchor of its match.
    pub(crate) n: usize,
    pub(crate) href: String,
    pub(crate) a: Wording,
    pub(crate) b: Wording,
    rank: (usize, u32),
}

/// A numbered match of a page, seen from columns A and B.
#[derive(Debug, Clone)]
pub(crate) struct Numbered<'a> {
    pub(crate) n: usize,
    pub(crate) id: String,
    pub(crate) m: &'a Match,
    /// Whether column A is the match's right side.
    pub(crate) flipped: bool,
}

impl Numbered<'_> {
    /// The passage in column A and in column B.
    pub(crate) fn spans(&self) -> (Span, Span) {
        self.turn(self.m.left.span, self.m.right.span)
    }

    /// An edit's spans in column A and in column B.
    pub(crate) fn edit_spans(&self, edit: &Edit) -> (Span, Span) {
        self.turn(edit.left, edit.right)
    }

    fn turn(&self, left: Span, right: Span) -> (Span, Span) {
        if self.flipped { (right, left) } else { (left, right) }
    }
}

/// The differences of all matches, weightiest first, and how many of them are case or punctuation only.
pub(crate) fn differences(matches: &[Numbered], a: &Article, b: &Article) -> (Vec<Difference>, usize) {
    let mut minor = 0;
    let mut out = Vec::new();
    for numbered in matches {
        let (in_a, in_b) = numbered.spans();
        for edit in &numbered.m.edits {
            if !wording::is_shown(edit.class) {
                minor += 1;
                continue;
            }
            let (x, y) = numbered.edit_spans(edit);
            out.push(Difference {
                class: wording::edit_class(edit.class),
                weighty: wording::is_weighty(edit.class),
                n: numbered.n,
                href: format!("#{}-a", numbered.id),
                a: in_context(&a.text, x, in_a),
                b: in_context(&b.text, y, in_b),
                rank: (wording::edit_rank(edit.class), x.start),
            });
        }
    }
    out.sort_by_key(|d| d.rank);
    (out, minor)
}

/// The words of an edit with their neighbours inside the match.
fn in_context(text: &str, span: Span, within: Span) -> Wording {
    let (before, after) = around(text, span, within, CONTEXT_WORDS);
    Wording { before, words: first_words(slice(text, span), SHOWN_WORDS), after }
}

/// The pieces of a match that stand for each other, left and right: words that are the same, and edits.
///
/// Between two edits both sides have the same words, so the n-th word here is the n-th word there.
pub(crate) fn aligned(m: &Match, left: &str, right: &str) -> Vec<(Span, Span)> {
    let (mut l, mut r) = (m.left.span.start, m.right.span.start);
    let stop = |span: Span| Span::new(span.end, span.end);
    let edits = m.edits.iter().map(|e| (e.left, e.right)).chain([(stop(m.left.span), stop(m.right.span))]);
    let mut out = Vec::new();
    for (el, er) in edits {
        if el.start < l || er.start < r {
            continue;
        }
        let here = words(slice(left, Span::new(l, el.start)), l);
        let there = words(slice(right, Span::new(r, er.start)), r);
        out.extend(here.into_iter().zip(there));
        out.push((el, er));
        (l, r) = (el.end, er.end);
    }
    out
}

/// A stretch of the left passage found again in the right one.
///
/// Layers are recorded on the left side only, and the right column needs its bar as well.
pub(crate) fn on_the_right(pieces: &[(Span, Span)], span: Span) -> Option<Span> {
    let inside = pieces.iter().filter(|(x, y)| span.intersection(*x).is_some() && !y.is_empty());
    inside.map(|&(_, y)| y).reduce(Span::cover)
}

/// Spans of the words of a stretch that starts at `at`.
fn words(text: &str, at: u32) -> Vec<Span> {
    let mut out = Vec::new();
    let mut open = None;
    for (i, c) in text.char_indices() {
        match (c.is_alphanumeric(), open) {
            (true, None) => open = Some(i),
            (false, Some(start)) => {
                out.push(Span::from(start..i));
                open = None;
            }
            _ => {}
        }
    }
    out.extend(open.map(|start| Span::from(start..text.len())));
    out.into_iter().map(|s| Span::new(s.start + at, s.end + at)).collect()
}

#[cfg(test)]
mod tests {
    use super::{aligned, on_the_right};
    use retold::record::{ArticleIx, Edit, EditClass, EditOp, Layer, Match, MatchKind, Passage, Span};

    #[test]
    fn a_quotation_is_found_on_the_other_side() {
        let left = "She said “we stay here” to 800 people";
        let right = "In town: she said — “we  stay here” to many people";
        let of = |text: &str, part: &str| {
            let at = text.find(part).unwrap();
            Span::from(at..at + part.len())
        };
        let passage = |ix, span| Passage { article: ArticleIx(ix), span };
        let m = Match {
            left: passage(0, Span::from(0..left.len())),
            right: passage(1, Span::from(9..right.len())),
            kind: MatchKind::Edited,
            layer: Layer::Narration,
            layers: Vec::new(),
            words: 7,
            left_words: 8,
            right_words: 8,
            edits: vec![Edit { op: EditOp::Replace, left: of(left, "800"), right: of(right, "many"), class: EditClass::Substitution }],
        };
        let got = on_the_right(&aligned(&m, left, right), of(left, "we stay here")).unwrap();
        assert_eq!(got.of(right), "we  stay here");
    }
}
