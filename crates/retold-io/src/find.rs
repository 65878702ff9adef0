//! Looking a passage up in a collection.

use retold::find::{Places, Query};
use retold::record::ArticleIx;
use retold::{Config, CorpusView};

use crate::collection::{Collection, Error, Roster};

/// Bytes of texts kept while places are aligned.
const CACHE_BYTES: usize = 64 << 20;

/// Where the passage stands in the collection, edited copies included.
///
/// # Errors
/// Where the collection cannot be read.
pub fn find(collection: &Collection, roster: &Roster, query: &Query, config: &Config) -> Result<Places, Error> {
    let segments = collection.segments()?;
    let mut candidates: Vec<ArticleIx> = Vec::new();
    let unreadable = |source| Error::Io { what: "cannot read the index".into(), source };
    for gram in query.grams() {
        for segment in &segments {
            for posting in segment.postings_in(gram..=gram).map_err(unreadable)? {
                candidates.extend(roster.rank(posting.map_err(unreadable)?.article));
            }
        }
    }
    candidates.sort_unstable();
    candidates.dedup();
    let shelf = collection.shelf(roster, CACHE_BYTES)?;
    let outlets = collection.outlets()?;
    let places = query.places(&CorpusView { cards: roster.cards(), shelf: &shelf, outlets: &outlets, config }, &candidates);
    shelf.take_error().map_or(Ok(places), Err)
}
