//! Where has this passage appeared? Edited copies included.

use crate::analyse::CorpusView;
use crate::config::EchoConfig;
use crate::corpus::Reading;
use crate::echo::{AskedGram, Matcher, Posting, all_grams, neighbours_agree, time_ranks};
use crate::record::{ArticleIx, Edit, MatchKind, Span};

/// Words beside a frequent gram that must agree for an article to be worth an alignment: as for two articles that share one.
const BESIDE: u32 = 3;

/// A passage to look for.
#[derive(Debug)]
pub struct Query {
    reading: Reading,
    /// Sorted.
    grams: Vec<AskedGram>,
    config: EchoConfig,
}

/// A place where the passage, or a part of it, stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The article.
    pub article: ArticleIx,
    /// Where in its text.
    pub span: Span,
    /// Which part of the passage that is: byte offsets into the passage.
    pub part: Span,
    /// Whether the words are the same.
    pub kind: MatchKind,
    /// Words that are equal.
    pub words: u32,
    /// Share of words that are the same, 0 to 1.
    pub identity: f64,
    /// The differences, passage on the left.
    pub edits: Vec<Edit>,
}

/// Everything that was found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Places {
    /// The same words first, then by equal words, then in time.
    pub places: Vec<Place>,
    /// Earliest in this collection, if the dates tell.
    pub earliest: Option<ArticleIx>,
}

impl Query {
    /// Words a passage needs to be looked for with edits.
    pub const SHORTEST_WORDS: usize = 5;

    /// Prepares a passage. `None` where it has fewer than [`Query::SHORTEST_WORDS`] words.
    ///
    /// A short passage is found by fewer equal words than a match of two articles needs: three in five, at least five.
    pub fn new(passage: &str, config: &EchoConfig) -> Option<Self> {
        let reading = Reading::of_text(passage.to_owned());
        let words = reading.words.len();
        if words < Self::SHORTEST_WORDS {
            return None;
        }
        let enough = (3 * words as u32 / 5).clamp(Self::SHORTEST_WORDS as u32, config.min_words);
        let config = EchoConfig { min_words: enough, ..config.clone() };
        let mut grams = all_grams(&reading.text, &reading.words, &config);
        grams.sort_unstable();
        Some(Query { reading, grams, config })
    }

    /// Fingerprints to look up: all of the passage's, of which any article that holds eight of its words in a row has one.
    pub fn grams(&self) -> Vec<u64> {
        let mut grams: Vec<u64> = self.grams.iter().map(|asked| asked.gram).collect();
        grams.dedup();
        grams
    }

    /// Adds the articles of these postings, which are all of one of the passage's fingerprints, that are worth an alignment: all where they
    /// are few; of a gram that stands in many articles those in which the words beside it agree as well, as many as a match needs.
    pub fn worth_aligning(&self, postings: &[Posting], articles: &mut Vec<u32>) {
        let Some(first) = postings.first() else { return };
        let from = self.grams.partition_point(|asked| asked.gram < first.gram);
        let asked: Vec<&AskedGram> = self.grams[from..].iter().take_while(|asked| asked.gram == first.gram).collect();
        // a text of one outlet may hold a gram several times: what counts is articles, and postings are no fewer
        let few = self.config.noisy || postings.len() <= self.config.narrow_over_articles as usize;
        let needed = |asked: &AskedGram| {
            let beside = self.config.min_words.saturating_sub(self.config.gram_words).min(BESIDE);
            beside.min(asked.before + asked.after)
        };
        let agrees = |posting: &&Posting| few || asked.iter().any(|asked| neighbours_agree(asked, posting) >= needed(asked));
        articles.extend(postings.iter().filter(agrees).map(|p| p.article));
    }

    /// Words of the passage, folded.
    pub fn words(&self) -> usize {
        self.reading.words.len()
    }

    /// Aligns the passage with these articles.
    pub fn places(&self, corpus: &CorpusView<'_>, candidates: &[ArticleIx]) -> Places {
        // the passage is no article of the corpus
        let matcher = Matcher::new(ArticleIx(u32::MAX), &self.reading, None, &self.config);
        let mut places: Vec<Place> = Vec::new();
        for &article in candidates {
            for m in matcher.matches(article, &corpus.shelf.reading(article)) {
                let identity = m.identity();
                places.push(Place {
                    article,
                    span: m.right.span,
                    part: m.left.span,
                    kind: m.kind,
                    words: m.words,
                    identity,
                    edits: m.edits,
                });
            }
        }
        let ranks = time_ranks(corpus.cards);
        places.sort_by_key(|p| {
            let whole = p.kind == MatchKind::Verbatim && p.words as usize == self.words();
            (!whole, std::cmp::Reverse(p.words), ranks[p.article.index()], p.span)
        });
        let mut articles: Vec<ArticleIx> = places.iter().map(|p| p.article).collect();
        articles.sort_unstable();
        articles.dedup();
        Places { earliest: corpus.earliest(&articles), places }
    }
}
