//! From alignments to matches: byte spans, kinds, edits, and which words stand inside quotation marks.

use super::align::{Alignment, LeftIndex, align};
use super::edit::{Sides, differences};
use crate::config::EchoConfig;
use crate::corpus::Reading;
use crate::record::{ArticleIx, Layer, LayerSpan, Match, MatchKind, Passage, Span};
use crate::text::{Word, lexicon};

/// Share of the words on both sides that must stand inside quotation marks for a match to be of the quotation layer. From the public record.
const QUOTATION_SHARE: f64 = 0.8;

/// The left article of many pairs, prepared once.
#[derive(Debug)]
pub struct Matcher<'a> {
    article: ArticleIx,
    reading: &'a Reading,
    lang: Option<&'a str>,
    index: LeftIndex<'a>,
    config: &'a EchoConfig,
}

impl<'a> Matcher<'a> {
    /// Prepares an article to be compared with others.
    pub fn new(article: ArticleIx, reading: &'a Reading, lang: Option<&'a str>, config: &'a EchoConfig) -> Self {
        Matcher { article, reading, lang, index: LeftIndex::new(reading.into(), config), config }
    }

    /// The passages the article shares with another one, in the order of the left text. Layers are `narration` or `quotation`.
    pub fn matches(&self, other: ArticleIx, right: &Reading) -> Vec<Match> {
        let alignments = align(&self.index, right.into(), self.config);
        if alignments.is_empty() {
            return Vec::new();
        }
        let sides = Sides { left: self.reading, right, lexicon: lexicon(self.lang) };
        alignments.iter().map(|alignment| self.matched(other, sides, alignment)).collect()
    }

    fn matched(&self, other: ArticleIx, sides: Sides<'_>, alignment: &Alignment) -> Match {
        let (left, right) = (alignment.left(), alignment.right());
        let found = differences(sides, alignment);
        let (left_span, right_span) = (cover(&self.reading.words, left), cover(&sides.right.words, right));
        let left_share = quoted_share(&self.reading.words, left, &self.reading.quoted);
        let right_share = quoted_share(&sides.right.words, right, &sides.right.quoted);
        let layer = if left_share.min(right_share) >= QUOTATION_SHARE { Layer::Quotation } else { Layer::Narration };
        let layers = match layer {
            Layer::Narration => self.quoted_parts(left_span),
            _ => Vec::new(),
        };
        Match {
            left: Passage { article: self.article, span: left_span },
            right: Passage { article: other, span: right_span },
            kind: if found.same_words { MatchKind::Verbatim } else { MatchKind::Edited },
            layer,
            layers,
            words: alignment.equal_words(),
            left_words: left.1 - left.0,
            right_words: right.1 - right.0,
            edits: found.edits,
        }
    }

    fn quoted_parts(&self, span: Span) -> Vec<LayerSpan> {
        self.reading.quoted.iter().filter_map(|q| q.intersection(span)).map(|span| LayerSpan { span, layer: Layer::Quotation }).collect()
    }
}

/// Whether a passage stands in quotation marks, by the share that makes a quotation of a match.
pub(crate) fn stands_in_marks(reading: &Reading, span: Span) -> bool {
    let first = reading.words.partition_point(|w| w.start < span.start) as u32;
    let end = reading.words.partition_point(|w| w.end <= span.end) as u32;
    first < end && quoted_share(&reading.words, (first, end), &reading.quoted) >= QUOTATION_SHARE
}

fn cover(words: &[Word], (start, end): (u32, u32)) -> Span {
    Span::new(words[start as usize].start, words[end as usize - 1].end)
}

/// Share of the words that stand inside quotation marks.
fn quoted_share(words: &[Word], (start, end): (u32, u32), quoted: &[Span]) -> f64 {
    let words = &words[start as usize..end as usize];
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return 0.0 };
    let from = quoted.partition_point(|q| q.end <= first.start);
    let near = quoted[from..].iter().take_while(|q| q.start < last.end);
    let inside = |q: &Span| {
        let (from, to) = (words.partition_point(|w| w.start < q.start), words.partition_point(|w| w.end <= q.end));
        to.saturating_sub(from)
    };
    near.map(inside).sum::<usize>() as f64 / words.len() as f64
}
