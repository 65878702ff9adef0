//! The page of a finding: every passage it rests on, what speaks for and against, and what readers said of it.

use askama::Template;
use retold::record::EvidenceRole;
use retold_io::collection::{Collection, Error, Review, Selection};

use super::book::Book;
use super::findings::{self, FindingLine};
use super::links::Links;
use super::paragraphs::{around, first_words, slice, whole};
use super::refs::ArticleRef;
use super::visible::visible;
use super::{validation, wording};

/// Words before and after a passage.
const CONTEXT: usize = 30;
/// Words of a passage.
const WORDS: usize = 120;

#[derive(Template)]
#[template(path = "finding.html")]
struct FindingPage {
    go: Links,
    line: FindingLine,
    note: &'static str,
    passages: Vec<Passage>,
    left_out: u64,
    reviews: Vec<ReviewLine>,
    /// Code of the coder who judges a sample, and where the next finding of it is.
    coder: String,
    next: String,
}

struct Passage {
    role: &'static str,
    article: ArticleRef,
    before: String,
    words: String,
    after: String,
    lang: String,
}

struct ReviewLine {
    decision: String,
    coder: String,
    at: String,
    note: String,
}

fn render(book: &Book, index: usize) -> Result<String, askama::Error> {
    let finding = &book.analysis().findings[index];
    let passage = |e: &retold::record::Evidence| {
        let (article, span) = (book.article(e.passage.article), e.passage.span);
        let (before, after) = around(&article.text, span, whole(&article.text), CONTEXT);
        Passage {
            role: role(e.role),
            article: ArticleRef::of(book, e.passage.article),
            before,
            words: first_words(slice(&article.text, span), WORDS),
            after,
            lang: super::runs::lang(article),
        }
    };
    let passages: Vec<Passage> = finding.evidence().map(passage).collect();
    let articles: std::collections::BTreeSet<_> = finding.evidence().map(|e| e.passage.article).collect();
    let mine = |r: &&Review| book.blind.as_ref().is_none_or(|ask| ask.coder.as_ref() == Some(&r.coder));
    let said = book.reviews.get(index).into_iter().flatten().filter(mine).map(|r| ReviewLine {
        decision: visible(&r.decision),
        coder: visible(&r.coder),
        at: visible(&r.at),
        note: r.note.as_deref().map(visible).unwrap_or_default(),
    });
    let page = FindingPage {
        go: book.go,
        note: wording::finding_note(finding.kind),
        line: findings::line(book, index),
        passages,
        left_out: book.finding_size(index).saturating_sub(articles.len() as u64),
        reviews: said.collect(),
        coder: book.blind.as_ref().map(validation::code).unwrap_or_default(),
        next: book.blind.as_ref().map_or(String::new(), |ask| format!("{}/next{}", book.go.to("validation"), ask.query())),
    };
    page.render()
}

fn role(role: EvidenceRole) -> &'static str {
    match role {
        EvidenceRole::Earlier => "earlier in this collection",
        EvidenceRole::Later => "later",
        EvidenceRole::Credit => "credit",
        _ => "",
    }
}

/// What the page of a finding reads.
pub(crate) fn select(collection: &Collection, id: &str) -> Result<Option<Selection>, Error> {
    let row = collection.row("finding", id)?;
    row.map(|finding| findings::select_rows(collection, vec![finding])).transpose()
}

/// Renders the page of the finding with this id.
pub(crate) fn render_named(book: &Book, id: &str) -> Result<Option<String>, askama::Error> {
    book.ids.findings.iter().position(|f| f == id).map(|index| render(book, index)).transpose()
}
