//! Where has this passage appeared? The page of the server that looks passages up, edited copies included.

use askama::Template;
use retold::find::{Place, Query};
use retold::record::MatchKind;
use retold_io::collection::{Collection, Error, Selection};

use super::book::Book;
use super::links::{Ask, Links};
use super::paragraphs::{around, first_words, slice, whole};
use super::refs::ArticleRef;
use super::wording;

/// Words before and after a place.
const CONTEXT: usize = 20;

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    go: Links,
    passage: String,
    asked: bool,
    too_short: bool,
    shortest: usize,
    places: Vec<Line>,
    total: String,
    left_out: usize,
    no_earliest: bool,
    articles: String,
    undated: String,
}

struct Line {
    article: ArticleRef,
    is_earliest: bool,
    same: String,
    before: String,
    words: String,
    after: String,
    lang: String,
}

/// Renders the page.
pub(crate) fn render(book: &Book, ask: &Ask) -> Result<String, askama::Error> {
    let looked = book.looked.clone().unwrap_or_default();
    let page = SearchPage {
        go: book.go,
        passage: ask.words.clone().unwrap_or_default(),
        asked: book.looked.is_some(),
        too_short: looked.too_short,
        shortest: Query::SHORTEST_WORDS,
        places: looked.places.iter().map(|p| line(book, p, looked.earliest)).collect(),
        total: wording::counted(looked.total as u64, "place", "places"),
        left_out: looked.total - looked.places.len(),
        no_earliest: looked.earliest.is_none(),
        articles: wording::counted(book.overview.articles, "article", "articles"),
        undated: wording::number(book.overview.undated),
    };
    page.render()
}

fn line(book: &Book, place: &Place, earliest: Option<retold::record::ArticleIx>) -> Line {
    let article = book.article(place.article);
    let words = wording::counted(place.words.into(), "word", "words");
    let (before, after) = around(&article.text, place.span, whole(&article.text), CONTEXT);
    Line {
        article: ArticleRef::of(book, place.article),
        is_earliest: earliest == Some(place.article),
        same: match place.kind {
            MatchKind::Verbatim => format!("{words}, the same"),
            _ => format!("{words} the same, {}", wording::percent(place.identity)),
        },
        before,
        words: first_words(slice(&article.text, place.span), 120),
        after,
        lang: super::runs::lang(article),
    }
}

/// Looks the passage up.
pub(crate) fn select(_: &Collection, ask: &Ask) -> Result<Selection, Error> {
    Ok(Selection { passage: ask.words.clone(), ..Selection::default() })
}
