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
    /// What the articles say they rest on in the end.
    pub ends: ChainEnds,
    /// Place of the thread that the story belongs to, counted from 0: stories of one number are related.
    pub thread: u32,
}

/// Where the sourcing of a story's articles ends, each end counted once. Beside the number of separately written texts: two texts may rest
/// on one interview.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ChainEnds {
    /// People and bodies that are named, and outlets that have no article in the story.
    pub named: u32,
    /// Documents.
    pub documents: u32,
    /// Sources without a name, by how they are called.
    pub unnamed: u32,
    /// Articles that name no source at all.
    pub nothing: u32,
}
