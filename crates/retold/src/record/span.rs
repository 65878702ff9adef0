use std::ops::Range;

/// Byte offsets into an article's text, half-open, on character boundaries.
///
/// `u32` because no article is longer than 64 MB (longer ones are skipped as `too-large`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// First byte after the span.
    pub end: u32,
}

impl Span {
    /// A span from `start` up to, not including, `end`.
    ///
    /// # Panics
    /// Where `start > end`: a reversed span is a bug of the caller.
    pub fn new(start: u32, end: u32) -> Self {
        assert!(start <= end, "reversed span {start}..{end}");
        Span { start, end }
    }

    /// Length in bytes.
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the span holds nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The stretch both spans hold; empty spans share nothing.
    pub fn intersection(self, other: Span) -> Option<Span> {
        let (start, end) = (self.start.max(other.start), self.end.min(other.end));
        (start < end).then_some(Span { start, end })
    }

    /// Whether `other` lies inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// As a range for slicing `text[span.range()]`.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text the span points at.
    ///
    /// # Panics
    /// Where the span lies outside the text or cuts a character: the span belongs to another text.
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        let narrow = |n: usize| u32::try_from(n).expect("texts are shorter than 4 GiB");
        Span::new(narrow(range.start), narrow(range.end))
    }
}

/// An article's place in the corpus being analysed: its rank in the order of article ids.
///
/// The rank depends on the set of articles alone, never on the order they came in, so everything sorted by it is canonical.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleIx(pub u32);

impl ArticleIx {
    /// As an index into the corpus' list of articles.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The only way anything refers to text: an article and a stretch of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Passage {
    /// Which article.
    pub article: ArticleIx,
    /// Where in its text.
    pub span: Span,
}
