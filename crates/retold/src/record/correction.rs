use super::closed::closed_list;
use super::span::Span;

closed_list! {
    /// What a notice says was done to an article.
    "kind of correction" CorrectionKind {
        /// Something was wrong and was put right.
        Correction = "correction",
        /// Something could be misread and was made clear.
        Clarification = "clarification",
        /// Something was added or changed.
        Update = "update",
        /// The article was taken back: agencies ask their customers not to print it.
        Withdrawal = "withdrawal",
        /// A note of the editors that says none of these.
        Note = "note",
    }
}

/// A notice that an article was changed, and what it says was changed, where that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Correction {
    /// The notice: byte offsets into the article's text.
    pub span: Span,
    /// What was done.
    pub kind: CorrectionKind,
    /// The old wording, inside the notice.
    pub old: Option<Span>,
    /// The new wording, inside the notice.
    pub new: Option<Span>,
}
