//! What the engine sees of a collection: cards in RAM, texts on a shelf.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use crate::record::{Article, ArticleIx, Block, Date, DateOrigin, Match, Role, Span};
use crate::text::{Disguise, Letters, Word, fold, quotations};

/// What is known of an article without its text; small enough to keep for every article of a large collection, in which many share what is behind an
/// [`Arc`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The article's id. A corpus is sorted by it.
    pub id: String,
    /// File it came from, relative to the input argument: what names it where nothing else does.
    pub input: Arc<str>,
    /// Its part in the collection.
    pub role: Role,
    /// Main name of its publisher.
    pub outlet: Option<Arc<str>>,
    /// Its address.
    pub url: Option<String>,
    /// When the page was captured, ISO 8601.
    pub captured: Option<String>,
    /// SHA-256 of its text, hexadecimal.
    pub text_sha256: String,
    /// Its title.
    pub title: Option<String>,
    /// When it was published.
    pub published: Option<Date>,
    /// Where that was read.
    pub published_from: Option<DateOrigin>,
    /// A stamp or dateline in the text.
    pub stamped: Option<Date>,
    /// ISO 639-1 language.
    pub lang: Option<Arc<str>>,
    /// Whether the whole page is there.
    pub complete: bool,
    /// Folded words of the text.
    pub words: u32,
    /// How much of the text is other than it looks.
    pub disguise: Disguise,
}

/// An article's text, read once: its folded words and the stretches that are not story text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// The text itself.
    pub text: String,
    /// Its folded words, in order.
    pub words: Vec<Word>,
    /// What stands between quotation marks, in order.
    pub quoted: Vec<Span>,
    /// Headline, dateline, furniture and the like, sorted by span.
    pub blocks: Vec<Block>,
    /// Hyperlinks of the body.
    pub links: Vec<String>,
    /// What comparing it with others has made.
    pub kept: Kept,
}

/// What comparing an article with others needs again and again, made when it is first asked for: hashes of all its runs of some number of words,
/// four bytes a word; in damaged copies its letters, a byte each.
///
/// A cache and no part of what a reading is: equal to any other.
#[derive(Debug, Clone, Default)]
pub struct Kept {
    runs: OnceLock<(usize, Vec<u32>)>,
    letters: OnceLock<Letters>,
}

impl Kept {
    /// The hashes of runs of `len` words; `None` where those of another length were asked for first.
    pub(crate) fn runs(&self, len: usize, make: impl FnOnce() -> Vec<u32>) -> Option<&[u32]> {
        let (of, hashes) = self.runs.get_or_init(|| (len, make()));
        (*of == len).then_some(hashes)
    }

    /// The letters.
    pub(crate) fn letters(&self, make: impl FnOnce() -> Letters) -> &Letters {
        self.letters.get_or_init(make)
    }
}

impl PartialEq for Kept {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Kept {}

/// Where the engine takes texts from: RAM for a one-shot report, disk for a collection.
///
/// Reading one article twice gives the same words: a shelf may cache, never change.
pub trait Shelf: Sync {
    /// The article's reading.
    fn reading(&self, article: ArticleIx) -> Arc<Reading>;

    /// The article's blocks, sorted by span: asked for so often that a shelf may have them at hand without the text.
    fn blocks(&self, article: ArticleIx) -> Cow<'_, [Block]> {
        Cow::Owned(self.reading(article).blocks.clone())
    }

    /// What was kept of the article, if anything was.
    fn digest(&self, _article: ArticleIx) -> Option<Digest> {
        None
    }

    /// Gives back the memory that readings take, where they can be had again.
    fn release(&self) {}
}

/// What was worked out of an article alone, to be kept with it: then an add reads the texts of new articles only. Only the engine reads it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Digest {
    /// Its words, as stories are told by them.
    pub terms: Vec<u8>,
    /// Its figures.
    pub figures: Vec<u8>,
}

impl Digest {
    /// Raised whenever another program version would work out something else.
    pub const VERSION: u32 = 7;
}

/// Where the engine takes the matches of a corpus from: RAM for a one-shot report, a file for a collection that is larger than RAM. They are
/// gone through several times.
pub trait Matches: Sync {
    /// Hands over all matches, sorted by left article, right article, left span, right span; some pairs of articles at a time, and the
    /// matches of a pair together. The same ones each time.
    fn each(&self, take: &mut dyn FnMut(Vec<Match>));
}

/// Matches handed over at a time, about: enough work for all threads, a few megabytes.
pub const MATCHES_AT_A_TIME: usize = 8192;

impl Matches for Vec<Match> {
    fn each(&self, take: &mut dyn FnMut(Vec<Match>)) {
        let mut block: Vec<Match> = Vec::new();
        for of_pair in self.chunk_by(|a, b| a.pair() == b.pair()) {
            if block.len() + of_pair.len() > MATCHES_AT_A_TIME && !block.is_empty() {
                take(std::mem::take(&mut block));
            }
            block.extend_from_slice(of_pair);
        }
        take(block);
    }
}

/// A corpus in RAM: the shelf for one-shot reports and tests.
#[derive(Debug, Default)]
pub struct Corpus {
    /// Cards, sorted by id.
    pub cards: Vec<Card>,
    readings: Vec<Arc<Reading>>,
}

impl Corpus {
    /// Reads the articles' texts; sorts by id. Of two articles with one id the first stays.
    pub fn new(mut articles: Vec<Article>) -> Self {
        articles.sort_by(|a, b| a.id.cmp(&b.id));
        articles.dedup_by(|b, a| a.id == b.id);
        let (cards, readings) = articles
            .into_iter()
            .map(|article| {
                let reading = Reading::of(&article);
                (Card::of(&article, &reading.words), Arc::new(reading))
            })
            .unzip();
        Corpus { cards, readings }
    }
}

impl Shelf for Corpus {
    fn reading(&self, article: ArticleIx) -> Arc<Reading> {
        Arc::clone(&self.readings[article.index()])
    }

    fn blocks(&self, article: ArticleIx) -> Cow<'_, [Block]> {
        Cow::Borrowed(&self.readings[article.index()].blocks)
    }
}

impl Card {
    /// The card of an article whose text has these folded words.
    pub fn of(article: &Article, words: &[Word]) -> Self {
        Card {
            id: article.id.clone(),
            input: article.input.as_str().into(),
            role: article.role,
            outlet: article.outlet.as_deref().map(Arc::from),
            url: article.url.clone(),
            captured: article.captured.clone(),
            text_sha256: article.text_sha256.clone(),
            title: article.title.clone(),
            published: article.published.clone(),
            published_from: article.published_from,
            stamped: article.stamped.clone(),
            lang: article.lang.as_deref().map(Arc::from),
            complete: article.complete,
            words: u32::try_from(words.len()).unwrap_or(u32::MAX),
            disguise: Disguise::of(&article.text, words),
        }
    }
}

impl Reading {
    /// Reads a text: folds it, finds its quotation marks.
    pub fn of_text(text: String) -> Self {
        Reading { words: fold(&text), quoted: quotations(&text), text, ..Reading::default() }
    }

    /// Reads the article's text.
    pub fn of(article: &Article) -> Self {
        Reading { blocks: article.blocks.clone(), links: article.links.clone(), ..Reading::of_text(article.text.clone()) }
    }
}
