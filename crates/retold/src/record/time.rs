use super::closed::closed_list;
use super::span::Span;

closed_list! {
    /// What a time named in a text was worked out from.
    "way of resolving" ResolvedBy {
        /// The words name it in full: `22 July 2018`, `July 2018`, `in 2015`.
        Explicit = "explicit",
        /// A weekday, and the day of the article.
        Weekday = "weekday",
        /// Other words, and the day of the article: `yesterday`, `last year`, `22 July`.
        Relative = "relative",
        /// The day of another article.
        OtherArticle = "other-article",
    }
}

closed_list! {
    /// What is odd about a time.
    "flag of a time" TimeFlag {
        /// The weekday printed with it is another one.
        WeekdayMismatch = "weekday-mismatch",
    }
}

/// A time that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeMention {
    /// Byte offsets into the article's text.
    pub span: Span,
    /// First day it may be, ISO 8601.
    pub from: String,
    /// Last day it may be, ISO 8601.
    pub to: String,
    /// What it was worked out from.
    pub resolved_by: ResolvedBy,
    /// What is odd about it.
    pub flag: Option<TimeFlag>,
}
