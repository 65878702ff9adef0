use super::matching::Layer;
use super::span::{ArticleIx, Passage};

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
