//! Dependence: how much of an article stands in agency copy or in released text.

use std::collections::BTreeMap;

use crate::analyse::CorpusView;
use crate::analysis::Analysis;
use crate::record::{ArticleIx, Layer, Passage, Role, Span};
use crate::text::Gazetteer;

/// What an article shares with sources that are written to be carried by others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependence {
    /// Which article: one that is no such source itself.
    pub article: ArticleIx,
    /// Its folded words.
    pub words: u32,
    /// Its words that stand in agency copy: in articles of role `wire`, or of an outlet that is an agency.
    pub wire_words: u32,
    /// Its words that stand in a release, a statement or a transcript.
    pub release_words: u32,
    /// Its words that stand in either, counted once.
    pub source_words: u32,
    /// Where, and with which passage of which source; in order of place.
    pub passages: Vec<(Span, Passage)>,
}

/// Every article that is no source, whether it depends on one or not, by article; and the number of sources.
///
/// Narration and quotations count, furniture, stock phrases and lines of credit do not, nor does what a source has from the article, as far
/// as the order of the two is told. Linear in the matches.
pub fn dependence(corpus: &CorpusView<'_>, analysis: &Analysis) -> (Vec<Dependence>, usize) {
    let gazetteer = Gazetteer::new(corpus.outlets, corpus.cards.iter().filter_map(|c| c.outlet.as_deref()));
    let sources: Vec<Option<Source>> = corpus
        .cards
        .iter()
        .map(|card| match card.role {
            Role::Wire => Some(Source::Wire),
            Role::Release | Role::Statement | Role::Transcript => Some(Source::Release),
            Role::Article => card.outlet.as_deref().and_then(|o| gazetteer.outlet(o)).filter(|o| o.agency).map(|_| Source::Wire),
        })
        .collect();
    let of = |a: ArticleIx| sources[a.index()];
    let mut held: BTreeMap<ArticleIx, Vec<(Span, Passage)>> = BTreeMap::new();
    for m in analysis.matches.iter().filter(|m| matches!(m.layer, Layer::Narration | Layer::Quotation)) {
        let (article, source) = match (of(m.left.article), of(m.right.article)) {
            (None, Some(_)) => (m.left, m.right),
            (Some(_), None) => (m.right, m.left),
            _ => continue,
        };
        let pair = analysis.pairs.binary_search_by_key(&(m.left.article, m.right.article), |p| (p.left, p.right));
        if pair.is_ok_and(|i| analysis.pairs[i].earlier == Some(article.article)) {
            continue;
        }
        held.entry(article.article).or_default().push((article.span, source));
    }
    let articles = (0..corpus.cards.len() as u32).map(ArticleIx).filter(|&a| of(a).is_none());
    let one = |article: ArticleIx| {
        let mut passages = held.remove(&article).unwrap_or_default();
        passages.sort_unstable();
        let words = |kind: Option<Source>| {
            let spans = passages.iter().filter(|(_, p)| kind.is_none() || of(p.article) == kind).map(|(span, _)| *span);
            words_inside(corpus, article, spans)
        };
        let (wire_words, release_words, source_words) = (words(Some(Source::Wire)), words(Some(Source::Release)), words(None));
        let all = corpus.cards[article.index()].words;
        Dependence { article, words: all, wire_words, release_words, source_words, passages }
    };
    (articles.map(one).collect(), sources.iter().flatten().count())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Wire,
    Release,
}

/// Words of the article inside these spans, which are sorted, each word once.
fn words_inside(corpus: &CorpusView<'_>, article: ArticleIx, spans: impl Iterator<Item = Span>) -> u32 {
    let mut spans = spans.peekable();
    if spans.peek().is_none() {
        return 0;
    }
    let reading = corpus.shelf.reading(article);
    let (mut count, mut told) = (0, 0);
    for span in spans {
        let first = reading.words.partition_point(|w| w.start < span.start.max(told));
        let last = reading.words.partition_point(|w| w.end <= span.end);
        count += last.saturating_sub(first) as u32;
        told = told.max(span.end);
    }
    count
}
