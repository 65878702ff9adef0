//! How much of a collection's articles stands in agency copy or released text.

use retold::{Config, CorpusView, Dependence};

use crate::collection::{Collection, Error, Roster};

/// Bytes of texts kept while words are counted.
const CACHE_BYTES: usize = 64 << 20;

/// Every article that is no source itself, and the number of sources.
///
/// # Errors
/// Where the collection cannot be read.
pub fn dependence(collection: &Collection, roster: &Roster) -> Result<(Vec<Dependence>, usize), Error> {
    let analysis = collection.analysis(roster)?;
    let outlets = collection.outlets()?;
    let shelf = collection.shelf(roster, CACHE_BYTES)?;
    let config = Config::default();
    let corpus = CorpusView { cards: roster.cards(), shelf: &shelf, outlets: &outlets, config: &config };
    let found = retold::dependence(&corpus, &analysis);
    shelf.take_error().map_or(Ok(found), Err)
}
