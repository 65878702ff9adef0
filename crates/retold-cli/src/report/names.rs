//! What the report calls an article, and the ids its sections go by.

use retold::record::{Article, BlockKind, Match, stable_id};

use super::paragraphs::{first_words, slice};
use super::visible::visible;

/// Words of a title made from the text of an article that has none.
const TITLE_WORDS: usize = 10;

/// The title: as given, else the headline in the text, else its first words, else the id.
pub(crate) fn title(article: &Article) -> String {
    if let Some(title) = article.title.as_deref().filter(|t| !t.trim().is_empty()) {
        return visible(title);
    }
    let headline = article.blocks.iter().find(|b| b.kind == BlockKind::Headline);
    let words = headline.map_or(article.text.as_str(), |b| slice(&article.text, b.span));
    let made = first_words(words, TITLE_WORDS);
    if made.is_empty() { visible(&article.id) } else { made }
}

/// The short name in sentences: the outlet, else the title in quotation marks.
pub(crate) fn short(article: &Article) -> String {
    match outlet(article) {
        Some(outlet) => outlet,
        None => format!("“{}”", title(article)),
    }
}

/// The outlet, as shown.
pub(crate) fn outlet(article: &Article) -> Option<String> {
    let name = article.outlet.as_deref().filter(|o| !o.trim().is_empty())?;
    Some(visible(name))
}

/// Short names of two articles that can be told apart.
pub(crate) fn two(a: &Article, b: &Article) -> (String, String) {
    let (x, y) = (short(a), short(b));
    if x != y {
        return (x, y);
    }
    let (x, y) = (format!("“{}”", title(a)), format!("“{}”", title(b)));
    if x != y {
        return (x, y);
    }
    (visible(&a.id), visible(&b.id))
}

/// Id of an article's section.
pub(crate) fn article_id(article: &Article) -> String {
    article_page(&article.id)
}

/// The same, of the article with this id.
pub(crate) fn article_page(id: &str) -> String {
    stable_id("article-", &[id])
}

/// Id of a match on the page of its pair; the sides add `-a` and `-b`.
pub(crate) fn match_id(articles: &[Article], m: &Match) -> String {
    let ids = [m.left, m.right].map(|p| articles[p.article.index()].id.as_str());
    let spans = [m.left, m.right].map(|p| format!("{}-{}", p.span.start, p.span.end));
    stable_id("m", &[ids[0], &spans[0], ids[1], &spans[1]])
}
