use super::closed::closed_list;
use super::span::{ArticleIx, Passage, Span};

closed_list! {
    /// What a text tells of an event.
    "slot" Slot {
        /// Who does it.
        Who = "who",
        /// Where it happens.
        Where = "where",
        /// The place that is left.
        From = "from",
        /// The place that is reached.
        To = "to",
        /// When it happens.
        When = "when",
        /// How many.
        HowMany = "how-many",
        /// Who asked for it.
        AtWhoseRequest = "at-whose-request",
        /// Who says so.
        AccordingTo = "according-to",
    }
}

/// What one text tells in one slot. A slot of which a text says nothing has no cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountCell {
    /// Which slot.
    pub slot: Slot,
    /// Whose text.
    pub article: ArticleIx,
    /// The words, in bytes of that article's text.
    pub span: Span,
    /// What they are compared as: names under one spelling, days as ISO 8601, figures with what they count.
    pub value: String,
}

/// Sentences of different articles that tell of one event, side by side. Nothing is said of who is right.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// Place of the first member's story in the list of stories.
    pub event: Option<u32>,
    /// The sentences, in the order of articles.
    pub members: Vec<Passage>,
    /// In the order of slots, then of members.
    pub cells: Vec<AccountCell>,
    /// Slots in which two members say different things, in the order of slots.
    pub differs: Vec<Slot>,
    /// How much the two members that are most alike have in common, 0 to 1.
    pub likeness: f64,
}
