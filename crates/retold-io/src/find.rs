//! Looking passages up in a collection.

use retold::find::{Places, Query};
use retold::record::{ArticleIx, Outlets};
use retold::{Config, CorpusView};

use crate::collection::{Collection, DiskShelf, Error, Roster};
use crate::segment::Segment;

/// Bytes of texts kept while places are aligned.
const CACHE_BYTES: usize = 64 << 20;

/// A collection whose index is open. Opening costs 8 bytes read for each article; looking up costs what the passage's grams and candidates do.
#[derive(Debug)]
pub struct Finder<'c> {
    collection: &'c Collection,
    segments: Vec<Segment>,
    outlets: Outlets,
}

/// What was found, and the articles that it speaks of.
#[derive(Debug)]
pub struct Found {
    /// Places in articles of the roster.
    pub places: Places,
    /// The articles that share enough of a gram's neighbourhood with the passage to be aligned; no others.
    pub roster: Roster,
}

impl<'c> Finder<'c> {
    /// Opens the index as it was last committed.
    ///
    /// # Errors
    /// Where the collection cannot be read.
    pub fn open(collection: &'c Collection) -> Result<Self, Error> {
        Ok(Finder { collection, segments: collection.segments()?, outlets: collection.outlets()? })
    }

    /// Where the passage stands in the collection, edited copies included.
    ///
    /// # Errors
    /// Where the collection cannot be read.
    pub fn find(&self, query: &Query, config: &Config) -> Result<Found, Error> {
        let roster = self.collection.roster_of(&self.candidates(query)?)?;
        let candidates: Vec<ArticleIx> = (0..roster.len() as u32).map(ArticleIx).collect();
        let shelf = DiskShelf::new(self.collection, &roster, self.segments.clone(), CACHE_BYTES);
        let places = query.places(&CorpusView { cards: roster.cards(), shelf: &shelf, outlets: &self.outlets, config }, &candidates);
        let error = shelf.take_error();
        drop(shelf);
        error.map_or(Ok(Found { places, roster }), Err)
    }

    /// Numbers of the articles that hold a gram of the passage and may hold more of it, sorted.
    fn candidates(&self, query: &Query) -> Result<Vec<u32>, Error> {
        let unreadable = |source| Error::Io { what: "cannot read the index".into(), source };
        let (mut numbers, mut postings) = (Vec::new(), Vec::new());
        for gram in query.grams() {
            postings.clear();
            for segment in &self.segments {
                for posting in segment.postings_in(gram..=gram).map_err(unreadable)? {
                    postings.push(posting.map_err(unreadable)?);
                }
            }
            query.worth_aligning(&postings, &mut numbers);
        }
        numbers.sort_unstable();
        numbers.dedup();
        Ok(numbers)
    }
}
