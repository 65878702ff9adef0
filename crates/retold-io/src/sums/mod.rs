//! What many articles say together, counted: which outlets share text, which outlets and agencies texts name as their source, and which labels
//! the outlets give to the same group.
//!
//! Each sum is made twice from the same functions: from an analysis in RAM for one file, and from the rows of a collection at the end of an add,
//! which keeps it. Nothing is summed over people: sources are counted where they are outlets, labels where a text shows that a group bears them.

mod links;
mod named;
mod phrases;

use retold::Analysis;
use retold::record::Article;

pub use links::{Apart, OutletLink, Way};
pub use named::{Form, Named};
pub use phrases::{Phrase, Place};

pub(crate) use links::{Line, Links};
pub use named::name_text;
pub(crate) use named::{Row, label_text, named};
pub(crate) use phrases::{Phrases, phrase_text};

/// All sums, or those that one page shows.
#[derive(Debug, Clone, Default)]
pub struct Sums {
    /// Outlets that share text; the most words of their own first.
    pub links: Vec<OutletLink>,
    /// Words that name an outlet as source; those in most articles first.
    pub phrases: Vec<Phrase>,
    /// Groups to which two outlets and more give labels; those of most outlets first.
    pub named: Vec<Named>,
}

/// How many sums of each kind there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summed {
    /// Pairs of outlets.
    pub links: u64,
    /// Phrases.
    pub phrases: u64,
    /// Groups.
    pub named: u64,
    /// What stands in no pair of outlets.
    pub apart: Apart,
}

impl Sums {
    /// From an analysis in RAM. Linear in what it holds.
    pub fn of(articles: &[Article], analysis: &Analysis) -> (Self, Summed) {
        let mut links = Links::new(articles.iter().map(|a| a.outlet.as_deref()));
        for (number, pair) in (0u32..).zip(&analysis.pairs).filter(|(_, pair)| pair.is_told()) {
            links.pair(&Line::of(number, pair));
        }
        analysis.families.iter().for_each(|f| links.family(&f.articles()));
        let (links, apart) = links.finish();
        let mut phrases = Phrases::default();
        for (rank, (article, voices)) in (0u32..).zip(articles.iter().zip(&analysis.voices)) {
            for s in &voices.sourcing {
                if let Some(target) = &s.outlet {
                    phrases.add(target, s.relation, &phrase_text(&article.text, s), (rank, s.span, article.outlet.as_deref()));
                }
            }
        }
        let rows = |(rank, (article, wording)): (u32, (&Article, &retold::record::Wording))| {
            let row = |l: &retold::record::Label| {
                let name = name_text(&article.text, l)?;
                let label = label_text(&article.text, l);
                Some(Row { name, label, voice: l.voice, sort: l.sort, article: rank, outlet: article.outlet.clone() })
            };
            wording.labels.iter().filter_map(row).collect::<Vec<_>>()
        };
        let mut rows: Vec<Row> = (0u32..).zip(articles.iter().zip(&analysis.wordings)).flat_map(rows).collect();
        rows.sort_by_key(|r| r.name.to_ascii_lowercase());
        let sums = Sums { links, phrases: phrases.finish(), named: named(rows.into_iter()) };
        let [links, phrases, named] = [sums.links.len(), sums.phrases.len(), sums.named.len()].map(|n| n as u64);
        (sums, Summed { links, phrases, named, apart })
    }
}
