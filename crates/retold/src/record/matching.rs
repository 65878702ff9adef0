use super::closed::closed_list;
use super::span::{ArticleIx, Passage, Span};

closed_list! {
    /// How alike the two passages of a match are.
    "match kind" MatchKind {
        /// The same words in the same order; case, punctuation and typography may differ.
        Verbatim = "verbatim",
        /// Words differ.
        Edited = "edited",
        /// The same content in other words.
        Paraphrase = "paraphrase",
        /// The same content in another language.
        Translation = "translation",
    }
}

closed_list! {
    /// What kind of text is shared.
    "layer" Layer {
        /// The outlet's own telling.
        Narration = "narration",
        /// Words between quotation marks, on both sides.
        Quotation = "quotation",
        /// A line that says whose text it is.
        Credit = "credit",
        /// Page furniture and blurbs of one outlet.
        Site = "site",
        /// A stock phrase.
        Formula = "formula",
    }
}

closed_list! {
    /// What an edit does.
    "edit operation" EditOp {
        /// Other words in the same place.
        Replace = "replace",
        /// Words only the right side has.
        Insert = "insert",
        /// Words only the left side has.
        Delete = "delete",
    }
}

closed_list! {
    /// What an edit means.
    "edit class" EditClass {
        /// Upper and lower case.
        Case = "case",
        /// Other punctuation; typographic variants of one mark are no edit.
        Punctuation = "punctuation",
        /// Other words.
        Substitution = "substitution",
        /// Words only the right side has.
        Insertion = "insertion",
        /// Words only the left side has.
        Cut = "cut",
        /// A number differs.
        Number = "number",
        /// A negation is there on one side only.
        Negation = "negation",
        /// A hedge is there on one side only, or is another.
        Hedge = "hedge",
        /// A name differs.
        Name = "name",
        /// Another name or epithet for the same entity.
        Label = "label",
        /// Who said it, or how it was said.
        Attribution = "attribution",
    }
}

/// One difference inside a match. An empty span marks the place where the other side has more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// What is done to the left text to get the right one; says nothing of who wrote first.
    pub op: EditOp,
    /// Where in the left article.
    pub left: Span,
    /// Where in the right article.
    pub right: Span,
    /// What it means.
    pub class: EditClass,
}

/// A stretch of a match that belongs to another layer than the match as a whole. Offsets into the left article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LayerSpan {
    /// Where in the left article.
    pub span: Span,
    /// Which layer.
    pub layer: Layer,
}

/// Two aligned passages of two articles. `left` is the article with the smaller id; nothing is said of who wrote first.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// Passage of the article with the smaller id.
    pub left: Passage,
    /// Passage of the other article.
    pub right: Passage,
    /// How alike they are.
    pub kind: MatchKind,
    /// What kind of text it is.
    pub layer: Layer,
    /// Sub-spans of other layers, for example a quotation inside narration.
    pub layers: Vec<LayerSpan>,
    /// Words that are the same on both sides.
    pub words: u32,
    /// Words of the left passage.
    pub left_words: u32,
    /// Words of the right passage.
    pub right_words: u32,
    /// The differences, in order.
    pub edits: Vec<Edit>,
}

impl Match {
    /// The two articles, smaller id first.
    pub fn pair(&self) -> (ArticleIx, ArticleIx) {
        (self.left.article, self.right.article)
    }

    /// Where it stands in the order of all matches: left article, right article, left span, right span.
    pub fn place(&self) -> (ArticleIx, ArticleIx, Span, Span) {
        (self.left.article, self.right.article, self.left.span, self.right.span)
    }

    /// Takes its lists off, which are most of it, and gives the rest: enough for whatever looks at all matches at once.
    pub(crate) fn bare(&self) -> Match {
        Match { layers: Vec::new(), edits: Vec::new(), ..*self }
    }

    /// Whether it is of text that is told rather than furniture, a stock phrase or a credit line.
    pub(crate) fn is_told(&self) -> bool {
        matches!(self.layer, Layer::Narration | Layer::Quotation)
    }

    /// Share of words that are the same: 2 · same / (left + right), 0 to 1.
    pub fn identity(&self) -> f64 {
        2.0 * f64::from(self.words) / f64::from((self.left_words + self.right_words).max(1))
    }
}
