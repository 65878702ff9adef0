//! The page of the case file: what was put aside, with notes, and the memo as a file.

use askama::Template;
use retold_io::collection::{Collection, Error, Selection};

use super::book::Book;
use super::findings::{self, FindingLine};
use super::links::Links;
use super::visible::visible;

#[derive(Template)]
#[template(path = "case.html")]
struct CasePage {
    go: Links,
    items: Vec<Item>,
    gone: Vec<String>,
}

struct Item {
    line: FindingLine,
    note: String,
}

/// Renders the page.
pub(crate) fn render(book: &Book) -> Result<String, askama::Error> {
    let at = |id: &str| book.ids.findings.iter().position(|f| f == id);
    let items = book.case.iter().filter_map(|c| Some(Item { line: findings::line(book, at(&c.finding)?), note: c.note.clone() }));
    let gone = book.case.iter().filter(|c| at(&c.finding).is_none()).map(|c| visible(&c.finding));
    CasePage { go: book.go, items: items.collect(), gone: gone.collect() }.render()
}

/// What the page reads: the findings that are in the case file and are still found, with all that is known of their pairs.
pub(crate) fn select(collection: &Collection) -> Result<Selection, Error> {
    let ids: Vec<String> = collection.case()?.into_iter().map(|c| c.finding).collect();
    select_ids(collection, &ids)
}

/// The same for these findings.
pub(crate) fn select_ids(collection: &Collection, ids: &[String]) -> Result<Selection, Error> {
    let rows = ids.iter().map(|id| collection.row("finding", id)).collect::<Result<Vec<_>, _>>()?;
    let mut selection = findings::select_rows(collection, rows.into_iter().flatten().collect())?;
    selection.pairs.extend(std::mem::take(&mut selection.lines));
    Ok(selection)
}
