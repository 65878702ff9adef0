use std::borrow::Cow;
use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use retold::record::{ArticleIx, Block, Span};
use retold::text::{Word, quotations};
use retold::{Digest, Reading, Shelf};
use rusqlite::Connection;

use super::{Collection, Doing, Error, Roster, article_rows, digest_rows};
use crate::segment::Segment;

/// The texts of a collection for the engine: text and blocks from the database, words from the index, the latest in RAM.
///
/// [`Shelf::reading`] cannot fail. After a failure the shelf gives empty readings; ask [`DiskShelf::take_error`] when the engine is done
/// and throw its result away if there is one.
#[derive(Debug)]
pub struct DiskShelf<'c> {
    collection: &'c Collection,
    roster: &'c Roster,
    segments: Vec<Segment>,
    at_hand: Option<AtHand>,
    cache: Mutex<Cache>,
    error: Mutex<Option<Error>>,
}

impl<'c> DiskShelf<'c> {
    pub(crate) fn new(collection: &'c Collection, roster: &'c Roster, segments: Vec<Segment>, cache_bytes: usize) -> Self {
        let cache = Mutex::new(Cache::new(roster.len(), cache_bytes));
        DiskShelf { collection, roster, segments, at_hand: None, cache, error: Mutex::new(None) }
    }

    /// Takes the blocks of all articles into RAM, and which have links: about 100 bytes an article: an analysis asks for those of every line that a site repeats, and
    /// reading a text is one look-up instead of three.
    pub(super) fn with_blocks(mut self) -> Result<Self, Error> {
        let at_hand = AtHand::read(&self.collection.db());
        self.at_hand = Some(at_hand.doing(self.collection.db_path(), "cannot read the blocks of the texts")?);
        Ok(self)
    }

    /// The first failure, once.
    pub fn take_error(&self) -> Option<Error> {
        lock(&self.error).take()
    }

    fn read(&self, article: ArticleIx) -> Result<Reading, Error> {
        let number = self.roster.number(article);
        let (text, blocks, links) = {
            let db = self.collection.db();
            let at_hand = self.at_hand.as_ref();
            let read = || -> rusqlite::Result<_> {
                let blocks = at_hand.map_or_else(|| article_rows::blocks(&db, number), |all| Ok(all.of(number).to_vec()))?;
                let linked = at_hand.is_none_or(|all| all.linked.contains(&number));
                let links = if linked { article_rows::links(&db, number)? } else { Vec::new() };
                Ok((article_rows::text(&db, number)?, blocks, links))
            };
            read().doing(self.collection.db_path(), "cannot read a text")?
        };
        let text = text.ok_or(Error::NoArticle { number })?;
        let at = self.segments.partition_point(|s| s.first_article() <= number);
        let segment = at.checked_sub(1).map(|at| &self.segments[at]).filter(|s| s.holds(number));
        let words = segment.ok_or(Error::NoArticle { number })?.words(number);
        let words = words.map_err(|source| Error::Io { what: "cannot read the index".into(), source })?;
        Ok(Reading { quoted: quotations(&text), text, words, blocks, links, ..Reading::default() })
    }
}

impl Shelf for DiskShelf<'_> {
    fn reading(&self, article: ArticleIx) -> Arc<Reading> {
        if let Some(reading) = lock(&self.cache).get(article) {
            return reading;
        }
        // two threads may read one article at a time: both get the same words
        let reading = self.read(article).unwrap_or_else(|error| {
            lock(&self.error).get_or_insert(error);
            Reading::default()
        });
        let reading = Arc::new(reading);
        lock(&self.cache).put(article, &reading);
        reading
    }

    fn blocks(&self, article: ArticleIx) -> Cow<'_, [Block]> {
        match &self.at_hand {
            Some(all) => Cow::Borrowed(all.of(self.roster.number(article))),
            None => Cow::Owned(self.reading(article).blocks.clone()),
        }
    }

    fn digest(&self, article: ArticleIx) -> Option<Digest> {
        let found = digest_rows::digest(&self.collection.db(), self.roster.number(article));
        found.doing(self.collection.db_path(), "cannot read what was kept of a text").unwrap_or_else(|error| {
            lock(&self.error).get_or_insert(error);
            None
        })
    }

    fn release(&self) {
        lock(&self.cache).clear();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // what a panicking thread held is a cache or an error: both stay whole
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The blocks of all articles, by their numbers, and which have links.
#[derive(Debug, Default)]
struct AtHand {
    all: Vec<Block>,
    /// Where those of each article end.
    ends: Vec<u32>,
    /// Articles that have links.
    linked: HashSet<u32>,
}

impl AtHand {
    fn read(db: &Connection) -> rusqlite::Result<Self> {
        let mut out = AtHand::default();
        article_rows::all_blocks(db, |number, block| {
            out.ends.resize(number as usize, out.all.len() as u32);
            out.all.push(block);
        })?;
        out.ends.push(out.all.len() as u32);
        out.all.shrink_to_fit();
        out.linked = article_rows::linked(db)?;
        Ok(out)
    }

    fn of(&self, number: u32) -> &[Block] {
        let end = |article: usize| self.ends.get(article).map_or(self.all.len(), |&end| end as usize);
        &self.all[number.checked_sub(1).map_or(0, |before| end(before as usize))..end(number as usize)]
    }
}

/// Second chance: readings leave in the order they came, those used since they were last passed over go round again.
#[derive(Debug)]
struct Cache {
    slots: Vec<Option<Slot>>,
    queue: VecDeque<u32>,
    bytes: usize,
    limit: usize,
}

#[derive(Debug)]
struct Slot {
    reading: Arc<Reading>,
    bytes: usize,
    used: bool,
}

impl Cache {
    fn new(articles: usize, limit: usize) -> Self {
        let mut slots = Vec::new();
        slots.resize_with(articles, || None);
        Cache { slots, queue: VecDeque::new(), bytes: 0, limit }
    }

    fn clear(&mut self) {
        self.slots.iter_mut().for_each(|slot| *slot = None);
        self.queue = VecDeque::new();
        self.bytes = 0;
    }

    fn get(&mut self, article: ArticleIx) -> Option<Arc<Reading>> {
        let slot = self.slots.get_mut(article.index())?.as_mut()?;
        slot.used = true;
        Some(Arc::clone(&slot.reading))
    }

    fn put(&mut self, article: ArticleIx, reading: &Arc<Reading>) {
        let Some(slot) = self.slots.get_mut(article.index()) else { return };
        if slot.is_some() {
            return;
        }
        let bytes = size(reading);
        *slot = Some(Slot { reading: Arc::clone(reading), bytes, used: false });
        self.queue.push_back(article.0);
        self.bytes += bytes;
        while self.bytes > self.limit {
            let Some(oldest) = self.queue.pop_front() else { return };
            match &mut self.slots[oldest as usize] {
                Some(slot) if slot.used => {
                    slot.used = false;
                    self.queue.push_back(oldest);
                }
                slot => self.bytes -= slot.take().map_or(0, |s| s.bytes),
            }
        }
    }
}

/// Of a run of words that begins at each word, once the article is compared.
const RUN_HASH_BYTES: usize = 4;

/// About how many bytes a reading takes in RAM.
fn size(reading: &Reading) -> usize {
    let links: usize = reading.links.iter().map(|l| l.len() + size_of::<String>()).sum();
    let blocks = reading.blocks.len() * size_of::<Block>();
    size_of::<Reading>()
        + reading.text.len()
        + reading.words.len() * (size_of::<Word>() + RUN_HASH_BYTES)
        + blocks
        + links
        + reading.quoted.len() * size_of::<Span>()
}

#[cfg(test)]
mod tests {
    use retold::record::BlockKind;

    use super::*;

    #[test]
    fn articles_without_blocks_have_none_before_between_and_behind_the_others() {
        let block = |start| Block { span: Span::new(start, start + 1), kind: BlockKind::Furniture };
        let at_hand = AtHand { all: vec![block(1), block(2), block(3)], ends: vec![0, 2, 2, 3], linked: HashSet::new() };
        let of = |number| at_hand.of(number).iter().map(|b| b.span.start).collect::<Vec<_>>();
        assert_eq!((0..6).map(of).collect::<Vec<_>>(), [vec![], vec![1, 2], vec![], vec![3], vec![], vec![]]);
    }

    #[test]
    fn the_cache_keeps_what_is_used_and_stays_within_its_limit() {
        let reading = |n: u32| Arc::new(Reading { text: format!("{n:0>1000}"), ..Reading::default() });
        let one = size(&reading(0));
        let mut cache = Cache::new(100, 10 * one);
        for n in 0..100 {
            cache.put(ArticleIx(n), &reading(n));
            assert!(cache.get(ArticleIx(0)).is_some(), "article 0 is used all the time");
            assert!(cache.bytes <= 10 * one);
        }
        assert!(cache.get(ArticleIx(99)).is_some());
        assert!(cache.get(ArticleIx(50)).is_none());
        assert_eq!(cache.slots.iter().flatten().count(), 10);
    }
}
