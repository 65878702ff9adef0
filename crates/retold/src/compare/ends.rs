//! Where the chains of a story end: what its articles say they rest on.
//!
//! Counted once for each name, document and phrase, so that two texts that rest on one interview count it once. An outlet that has an
//! article in the story is a link, no end. Wrong where one source is named in two ways.

use std::collections::BTreeSet;

use crate::analyse::CorpusView;
use crate::corpus::Reading;
use crate::heard::Heard;
use crate::record::{ArticleIx, Attribution, AttributionType, ChainEnds, Level, Relation, Span};
use crate::text::{fold, hash_of, hashes};

/// Whom an article names as the sources of what it attributes: hashes, so that no text has to be read again when stories are known.
#[derive(Debug, Default)]
pub(crate) struct Ends {
    /// Each once, sorted.
    of: Box<[(Kind, u64)]>,
    /// Whether it names anybody at all.
    any: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Named,
    Document,
    Unnamed,
}

impl Ends {
    /// Of one article.
    pub(crate) fn of(reading: &Reading, attributions: &[Attribution]) -> Self {
        let mut of = BTreeSet::new();
        let mut any = false;
        for a in attributions.iter().filter(|a| a.level != Level::All) {
            let (Some(&source), Some(speaker)) = (a.source.first(), a.speaker) else { continue };
            any = true;
            let words = |span: Span| hashes(span.of(&reading.text));
            let phrase = |span: Span| hash_of(words(span));
            let capital = speaker.of(&reading.text).chars().next().is_some_and(char::is_uppercase);
            match a.attributed {
                AttributionType::Document => _ = of.insert((Kind::Document, phrase(source))),
                AttributionType::Unnamed => _ = of.insert((Kind::Unnamed, phrase(source))),
                // a name goes by its last word
                _ if capital => of.extend(words(speaker).last().map(|&word| (Kind::Named, word.into()))),
                _ => _ = of.insert((Kind::Unnamed, phrase(speaker))),
            }
        }
        Ends { of: of.into_iter().collect(), any }
    }
}

/// The ends of the chains of these articles; `ends` are those of all, by rank.
pub(crate) fn chain_ends(corpus: &CorpusView<'_>, heard: &Heard, ends: &[Ends], articles: &[ArticleIx]) -> ChainEnds {
    let outlets: BTreeSet<&str> = articles.iter().filter_map(|a| corpus.cards[a.index()].outlet.as_deref()).collect();
    let mut all: BTreeSet<(Kind, u64)> = BTreeSet::new();
    let mut out = ChainEnds::default();
    for &article in articles {
        let of = &ends[article.index()];
        let mut any = of.any;
        all.extend(&of.of);
        for s in heard.sourcing(article).iter().filter(|s| s.relation != Relation::Byline) {
            any = true;
            if let Some(outlet) = s.outlet.as_deref().filter(|o| !outlets.contains(o)) {
                all.extend(fold(outlet).last().map(|w| (Kind::Named, w.hash.into())));
            }
        }
        out.nothing += u32::from(!any);
    }
    let count = |kind| all.iter().filter(|end| end.0 == kind).count() as u32;
    (out.named, out.documents, out.unnamed) = (count(Kind::Named), count(Kind::Document), count(Kind::Unnamed));
    out
}
