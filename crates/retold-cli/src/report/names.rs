//! What the report calls an article, and the ids its sections go by.

use retold::record::{Article, BlockKind, Family, Finding, Match, stable_id};

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
    stable_id("article-", &[&article.id])
}

/// Id of the section of two articles.
pub(crate) fn pair_id(left: &Article, right: &Article) -> String {
    stable_id("pair-", &[&left.id, &right.id])
}

/// Id of a match on the page of its pair; the sides add `-a` and `-b`.
pub(crate) fn match_id(articles: &[Article], m: &Match) -> String {
    let ids = [m.left, m.right].map(|p| articles[p.article.index()].id.as_str());
    let spans = [m.left, m.right].map(|p| format!("{}-{}", p.span.start, p.span.end));
    stable_id("m", &[ids[0], &spans[0], ids[1], &spans[1]])
}

/// Id of a family's section: its layer and the passage its members were checked against.
pub(crate) fn family_id(articles: &[Article], family: &Family) -> String {
    let span = family.exemplar.span;
    let at = format!("{}-{}", span.start, span.end);
    let id = &articles[family.exemplar.article.index()].id;
    stable_id("family-", &[family.layer.as_str(), id, &at])
}

/// Id of a finding's line: its kind and its evidence.
pub(crate) fn finding_id(articles: &[Article], finding: &Finding) -> String {
    let mut parts = vec![finding.kind.as_str().to_owned()];
    for e in finding.evidence() {
        let span = e.passage.span;
        parts.push(articles[e.passage.article.index()].id.clone());
        parts.push(format!("{}-{}-{}", e.role, span.start, span.end));
    }
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    stable_id("finding-", &parts)
}
