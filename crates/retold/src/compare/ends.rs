//! Where the chains of a story end: what its articles say they rest on.
//!
//! Counted once for each name, document and phrase, so that two texts that rest on one interview count it once. An outlet that has an
//! article in the story is a link, no end. Wrong where one source is named in two ways.

use std::collections::BTreeSet;

use crate::analyse::CorpusView;
use crate::record::{ArticleIx, AttributionType, ChainEnds, Level, Relation, Span, Voices};
use crate::text::{fold, hashes};

/// The ends of the chains of these articles.
pub(crate) fn chain_ends(corpus: &CorpusView<'_>, voices: &[Voices], articles: &[ArticleIx]) -> ChainEnds {
    let outlets: BTreeSet<&str> = articles.iter().filter_map(|a| corpus.cards[a.index()].outlet.as_deref()).collect();
    let (mut named, mut documents, mut unnamed) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut out = ChainEnds::default();
    for &article in articles {
        let of = &voices[article.index()];
        let reading = corpus.shelf.reading(article);
        let words = |span: Span| hashes(span.of(&reading.text));
        let mut any = false;
        for a in of.attributions.iter().filter(|a| a.level != Level::All) {
            let (Some(&source), Some(speaker)) = (a.source.first(), a.speaker) else { continue };
            any = true;
            let capital = speaker.of(&reading.text).chars().next().is_some_and(char::is_uppercase);
            match a.attributed {
                AttributionType::Document => _ = documents.insert(words(source)),
                AttributionType::Unnamed => _ = unnamed.insert(words(source)),
                _ if capital => named.extend(words(speaker).last().copied()),
                _ => _ = unnamed.insert(words(speaker)),
            }
        }
        for s in of.sourcing.iter().filter(|s| s.relation != Relation::Byline) {
            any = true;
            if let Some(outlet) = s.outlet.as_deref().filter(|o| !outlets.contains(o)) {
                named.extend(fold(outlet).last().map(|w| w.hash));
            }
        }
        out.nothing += u32::from(!any);
    }
    (out.named, out.documents, out.unnamed) = (named.len() as u32, documents.len() as u32, unnamed.len() as u32);
    out
}
