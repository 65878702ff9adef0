//! What the report calls an article, and the ids its sections go by.

use retold::record::{Article, Match, stable_id};
use retold::text::opening;

use super::date;
use super::paragraphs::first_words;
use super::visible::visible;

/// Words of a title made from the text of an article that has none.
const TITLE_WORDS: usize = 10;

/// The title: as given, else the headline in the text, else its first words that tell, else the id.
pub(crate) fn title(article: &Article) -> String {
    if let Some(title) = article.title.as_deref().filter(|t| !t.trim().is_empty()) {
        return visible(title);
    }
    let made = first_words(opening(&article.text, &article.blocks), TITLE_WORDS);
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

/// Short names of two articles that can be told apart: by their outlets, titles, dates, or in the end their ids.
pub(crate) fn two(a: &Article, b: &Article) -> (String, String) {
    let (x, y) = (short(a), short(b));
    if x != y {
        return (x, y);
    }
    let (x, y) = (format!("“{}”", title(a)), format!("“{}”", title(b)));
    if x != y {
        return (x, y);
    }
    let dated = |article: &Article, name: &str| article.published.as_ref().map(|d| format!("{name}, {}", date::long(d)));
    if let Some((x, y)) = dated(a, &short(a)).zip(dated(b, &short(b))).filter(|(x, y)| x != y) {
        return (x, y);
    }
    let numbered = |article: &Article| format!("{} ({})", short(article), visible(&article.id));
    (numbered(a), numbered(b))
}

/// A sentence of the engine, which calls an article without outlet and title by its file, with the short names of these articles instead.
pub(crate) fn in_words(sentence: &str, articles: &[&Article]) -> String {
    let file = |a: &Article| a.input.rsplit('/').next().unwrap_or("").to_owned();
    let nameless = |a: &&&Article| a.outlet.is_none() && a.title.is_none() && !file(a).is_empty();
    let mut out = sentence.to_owned();
    for &article in articles.iter().filter(nameless) {
        let name = file(article);
        // records of one file cannot be told apart by it
        if articles.iter().filter(|other| file(other).contains(&name)).count() == 1 {
            out = out.replace(&name, &short(article));
        }
    }
    visible(&out)
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

#[cfg(test)]
mod tests {
    use super::{in_words, two};
    use retold::record::{Article, Date, Precision};

    #[test]
    fn an_article_without_a_name_goes_by_its_first_words() {
        let article = |input: &str, text: &str| Article { input: input.to_owned(), text: text.to_owned(), ..Article::default() };
        let (a, b) = (article("in/a.txt", "Ferries stood ready."), article("in/b.txt", "Nobody came."));
        assert_eq!(in_words("a.txt names b.txt.", &[&a, &b]), "“Ferries stood ready.” names “Nobody came.”.");
        let (a, b) = (article("in/all.jsonl", "Ferries."), article("in/all.jsonl", "Nobody."));
        assert_eq!(in_words("all.jsonl is undated.", &[&a, &b]), "all.jsonl is undated.");
    }

    #[test]
    fn two_articles_of_one_outlet_and_title_go_by_their_dates() {
        let article = |id: &str, day: &str| Article {
            id: id.to_owned(),
            outlet: Some("The Tide".to_owned()),
            title: Some("Ferries ready".to_owned()),
            published: (!day.is_empty()).then(|| Date { iso: day.to_owned(), from: 0, to: 0, precision: Precision::Day }),
            ..Article::default()
        };
        let names = |a: &str, b: &str| two(&article("x1", a), &article("x2", b));
        assert_eq!(names("2031-03-21", "2031-03-22"), ("The Tide, 21 March 2031".to_owned(), "The Tide, 22 March 2031".to_owned()));
        assert_eq!(names("2031-03-21", "2031-03-21"), ("The Tide (x1)".to_owned(), "The Tide (x2)".to_owned()));
        assert_eq!(names("", "2031-03-21"), ("The Tide (x1)".to_owned(), "The Tide (x2)".to_owned()));
    }
}
