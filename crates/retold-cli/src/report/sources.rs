//! Words with which texts name an outlet or agency as what they rest on: the list, and a page with every place.

use askama::Template;
use retold::record::{ArticleIx, Span};
use retold_io::collection::{Collection, Error, Selection};
use retold_io::sums::Phrase;

use super::book::Book;
use super::links::{Ask, Leaf, Links};
use super::pager::Pager;
use super::paragraphs::{around, line_around, slice};
use super::refs::ArticleRef;
use super::visible::visible;
use super::{runs, screens, sections, wording};

/// Words before and after a phrase.
const CONTEXT: usize = 24;

#[derive(Template)]
#[template(path = "sources.html")]
struct SourcesPage {
    go: Links,
    total: String,
    left_out: usize,
    pager: Pager,
    lines: Vec<Line>,
}

struct Line {
    href: String,
    target: String,
    words: String,
    relation: &'static str,
    places: String,
    articles: String,
    outlets: String,
    own: u64,
}

#[derive(Template)]
#[template(path = "phrase.html")]
struct PhrasePage {
    go: Links,
    id: String,
    line: Line,
    /// `2 known outlets`.
    known: String,
    places: Vec<Passage>,
    left_out: u64,
}

/// A stretch of an article with the words around it.
pub(crate) struct Passage {
    pub(crate) article: ArticleRef,
    pub(crate) before: String,
    pub(crate) words: String,
    pub(crate) after: String,
    pub(crate) lang: String,
}

impl Passage {
    pub(crate) fn of(book: &Book, ix: ArticleIx, span: Span) -> Self {
        let article = book.article(ix);
        let (before, after) = around(&article.text, span, line_around(&article.text, span), CONTEXT);
        Passage { article: ArticleRef::of(book, ix), before, words: visible(slice(&article.text, span)), after, lang: runs::lang(article) }
    }
}

/// Renders the list: phrases of most articles first.
pub(crate) fn render_list(book: &Book, ask: &Ask) -> Result<String, askama::Error> {
    let shown = book.sections.phrases;
    let page = SourcesPage {
        go: book.go,
        total: wording::counted(book.overview.phrases, "phrase names", "phrases name"),
        left_out: book.sums.phrases.len() - shown,
        pager: Pager::of(book, "sources", ask, book.overview.phrases),
        lines: book.sums.phrases[..shown].iter().map(|p| line(book, p)).collect(),
    };
    page.render()
}

fn line(book: &Book, phrase: &Phrase) -> Line {
    Line {
        href: book.go.leaf(Leaf::Phrase, &phrase.id),
        target: visible(&phrase.target),
        words: visible(&phrase.words),
        relation: wording::relation(phrase.relation),
        places: wording::number(phrase.places),
        articles: wording::number(phrase.articles),
        outlets: wording::known(phrase.outlets),
        own: phrase.own,
    }
}

/// Renders the page of a phrase.
pub(crate) fn render(book: &Book, index: usize) -> Result<String, askama::Error> {
    let phrase = &book.sums.phrases[index];
    let places: Vec<Passage> = phrase
        .first
        .iter()
        .take(if book.go.pages() { usize::MAX } else { sections::PLACES })
        .map(|p| Passage::of(book, ArticleIx(p.article), p.span))
        .collect();
    let page = PhrasePage {
        go: book.go,
        id: phrase.id.clone(),
        line: line(book, phrase),
        known: wording::outlets(phrase.outlets, false),
        left_out: phrase.places.saturating_sub(places.len() as u64),
        places,
    };
    page.render()
}

/// What a page of the list reads of a collection.
pub(crate) fn select_list(collection: &Collection, ask: &Ask) -> Result<Selection, Error> {
    Ok(Selection { phrases: collection.list("phrases", screens::window(ask), None)?, ..Selection::default() })
}

/// What the page of a phrase reads.
pub(crate) fn select(collection: &Collection, id: &str) -> Result<Option<Selection>, Error> {
    let row = collection.row("phrase", id)?;
    Ok(row.map(|phrase| Selection { phrases: vec![phrase], places: true, ..Selection::default() }))
}

/// Renders the page of the phrase with this id.
pub(crate) fn render_named(book: &Book, id: &str) -> Result<Option<String>, askama::Error> {
    book.sums.phrases.iter().position(|p| p.id == id).map(|index| render(book, index)).transpose()
}
