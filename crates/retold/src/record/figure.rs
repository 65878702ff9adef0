use super::closed::closed_list;
use super::span::{Passage, Span};

closed_list! {
    /// How exactly a figure is meant.
    "modifier" Modifier {
        /// As it stands.
        Exact = "exact",
        /// "About", "nearly", "some".
        About = "about",
        /// "At least", "more than".
        AtLeast = "at-least",
        /// "Up to", "fewer than".
        AtMost = "at-most",
        /// Two bounds.
        Between = "between",
        /// "Dozens", "hundreds".
        Vague = "vague",
    }
}

closed_list! {
    /// Whether what is counted has come about, as the text has it.
    "state" State {
        /// It has.
        Actual = "actual",
        /// It is to.
        Planned = "planned",
        /// It has, and the text calls the count interim.
        SoFar = "so-far",
        /// It has not.
        Negated = "negated",
        /// It may, or would.
        Conditional = "conditional",
    }
}

/// A number in a text, and what it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The number with its modifier.
    pub passage: Passage,
    /// Smallest value meant; `None` where it is open or vague.
    pub low: Option<f64>,
    /// Largest value meant; `None` where it is open or vague.
    pub high: Option<f64>,
    /// How exactly it is meant.
    pub modifier: Modifier,
    /// Unit or currency; `None` for plain counts.
    pub unit: Option<String>,
    /// What is counted, normalised: what happened and to whom.
    pub counted: Option<String>,
    /// Where that stands.
    pub counted_span: Option<Span>,
    /// Whether it has come about.
    pub state: State,
    /// Day of which the count is told, ISO 8601.
    pub as_of: Option<String>,
    /// Place of its story in the list of stories.
    pub event: Option<u32>,
    /// The innermost attribution it stands in: its place in the article's [`Voices::attributions`](super::Voices::attributions).
    pub attribution: Option<u32>,
}

closed_list! {
    /// How two figures of one thing stand to each other.
    "class" ConflictClass {
        /// Equal values and compatible modifiers.
        Agree = "agree",
        /// Equal within the printed precision or 5 %.
        Rounding = "rounding",
        /// Both can be true by their modifiers.
        Bound = "bound",
        /// A later state of the same count.
        Update = "update",
        /// A part, another area or group of the same event.
        Scope = "scope",
        /// One is planned, the other has come about.
        PlanActual = "plan-actual",
        /// Two counts of one thing and moment that cannot both be true.
        Conflict = "conflict",
        /// A number that differs inside a shared sentence.
        EditedNumber = "edited-number",
        /// Ten, a hundred or a thousand times the other: a slip of unit or scale is to be feared.
        Scale = "scale",
        /// A conflict whose figures stand in one article.
        InsideOneArticle = "inside-one-article",
    }
}

/// Two figures that speak of one thing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Conflict {
    /// Place of the first in the list of figures.
    pub left: u32,
    /// Place of the second, which is larger.
    pub right: u32,
    /// How they stand to each other.
    pub class: ConflictClass,
    /// How likely it is that both speak of one thing and the class is right, 0 to 1. An estimate, not measured.
    pub confidence: f64,
}
