use super::span::ArticleIx;

/// Articles about one event. Every article of a collection is in exactly one story; a story may have one.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// In the order of ids.
    pub articles: Vec<ArticleIx>,
    /// Publication date of the article that is earliest in this collection, ISO 8601; `None` where none is dated.
    pub first: Option<String>,
    /// Publication date of the latest one.
    pub last: Option<String>,
    /// Headline of the article that has most in common with the others.
    pub headline: Option<String>,
    /// How many separately written texts the articles go back to: fewest.
    pub texts_low: u32,
    /// The same, most.
    pub texts_high: u32,
    /// Place of the thread that the story belongs to, counted from 0: stories of one number are related.
    pub thread: u32,
}
