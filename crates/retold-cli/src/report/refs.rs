//! An article as it is named in lists, tables and headings.

use retold::record::ArticleIx;

use super::book::Book;
use super::{date, names, runs, wording};

/// Name, outlet, date and link of an article.
#[derive(Debug, Clone)]
pub(crate) struct ArticleRef {
    pub(crate) title: String,
    pub(crate) outlet: String,
    pub(crate) date: String,
    /// Where the date was read; empty for the undated.
    pub(crate) origin: &'static str,
    pub(crate) href: Option<String>,
    pub(crate) lang: String,
    pub(crate) words: String,
}

impl ArticleRef {
    pub(crate) fn of(book: &Book, ix: ArticleIx) -> Self {
        let article = book.article(ix);
        let outlet = names::outlet(article);
        ArticleRef {
            title: names::title(article),
            outlet: outlet.unwrap_or_else(|| wording::UNKNOWN_OUTLET.to_owned()),
            date: article.published.as_ref().map_or(wording::UNDATED.to_owned(), date::long),
            origin: match article.published {
                Some(_) => wording::origin(article.published_from),
                None => "",
            },
            href: book.article_href(ix),
            lang: runs::lang(article),
            words: wording::number(book.words(ix).into()),
        }
    }

    /// For a citation: title, outlet, date.
    pub(crate) fn cited(&self) -> String {
        format!("“{}” ({}, {})", self.title, self.outlet, self.date)
    }
}
