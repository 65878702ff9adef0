use super::matching::Layer;
use super::span::{ArticleIx, Passage};

/// Where an article's text of a family most likely comes from, within the collection: one edge of the family's stemma.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Descent {
    /// Which article.
    pub article: ArticleIx,
    /// The article it stands closest to among those that are not later; `None` where it comes first.
    pub from: Option<ArticleIx>,
    /// Narration words the two share.
    pub words: u32,
}

/// A step of counting separately written texts: two articles that were joined into one text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Join {
    /// The article with the smaller id.
    pub left: ArticleIx,
    /// The other one.
    pub right: ArticleIx,
    /// Narration words they share; 0 for versions of one article, which are one text.
    pub words: u32,
    /// The same as a share of the shorter article, 0 to 1.
    pub share: f64,
    /// Whether the step counts towards the fewest texts.
    pub low: bool,
    /// Whether it counts towards the most texts.
    pub high: bool,
}

/// A text that stands in several articles: matches closed into one set of passages.
#[derive(Debug, Clone, PartialEq)]
pub struct Family {
    /// Narration or quotation: families are never built from furniture or stock phrases alone.
    pub layer: Layer,
    /// The member that all others were checked against.
    pub exemplar: Passage,
    /// Mean share of the exemplar's words that the other members hold, 0 to 1.
    pub cohesion: f64,
    /// Whether some members are linked through others only.
    pub chained: bool,
    /// Whether pairs were left out because the family is large; members never are.
    pub capped: bool,
    /// Every place, sorted by article and span.
    pub members: Vec<Passage>,
    /// Earliest in this collection, where the dates tell.
    pub earliest: Option<ArticleIx>,
    /// Fewest separately written texts that can stand behind the members.
    pub texts_low: u32,
    /// Most separately written texts that can stand behind the members.
    pub texts_high: u32,
    /// How they were counted: `texts_low` is the number of articles less the steps that count towards it, and so is `texts_high`.
    pub joins: Vec<Join>,
    /// Which article's text most likely comes from which, sorted by article; empty for quotations and furniture.
    pub stemma: Vec<Descent>,
}

impl Family {
    /// The articles that hold a member, each once, in order.
    pub fn articles(&self) -> Vec<ArticleIx> {
        let mut all: Vec<_> = self.members.iter().map(|m| m.article).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}
