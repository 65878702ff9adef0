//! Accounts: sentences of different articles that tell of one event in words of their own. The list, and a page that sets side by side what
//! each says: slots as rows, articles as columns. What differs is marked, never judged.

use std::cmp::Reverse;

use askama::Template;
use retold::Analysis;
use retold::record::{Account, AccountCell, Passage, Slot, Span};
use retold_io::collection::{Collection, Error, Selection};

use super::book::Book;
use super::findings::Chip;
use super::links::{Ask, Leaf, Links};
use super::pager::Pager;
use super::paragraphs::{first_words, slice};
use super::refs::ArticleRef;
use super::visible::visible;
use super::{names, runs, screens, stories, wording};

/// Articles side by side in the table; further sentences stand below it.
const COLUMNS: usize = 6;
/// Sentences shown on a line of the list.
const SENTENCES: usize = 2;
/// Words of each.
const WORDS: usize = 30;

#[derive(Template)]
#[template(path = "accounts.html")]
struct AccountsPage {
    go: Links,
    total: String,
    left_out: usize,
    chips: Vec<Chip>,
    pager: Pager,
    lines: Vec<Line>,
}

struct Line {
    id: String,
    href: String,
    story: Option<(String, String)>,
    differs: Vec<&'static str>,
    sentences: Vec<Sentence>,
    more: u64,
}

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    go: Links,
    id: String,
    story: Option<(String, String)>,
    articles: u64,
    differs: Vec<&'static str>,
    sentences: Vec<Sentence>,
    left_out: u64,
    /// Outlet, or title where that is not known, and date.
    columns: Vec<(String, String)>,
    rows: Vec<Row>,
}

/// A sentence in which the words of its cells are set off.
struct Sentence {
    article: ArticleRef,
    pieces: Vec<Piece>,
    lang: String,
}

struct Piece {
    text: String,
    /// What the words tell; empty between them.
    slot: &'static str,
}

/// What each article says in one slot.
struct Row {
    slot: &'static str,
    differs: bool,
    /// For each column its words, none where it says nothing.
    cells: Vec<Cell>,
}

struct Cell {
    outlet: String,
    words: Vec<String>,
    lang: String,
}

/// Renders the list: those that differ in most come first.
pub(crate) fn render_list(book: &Book, ask: &Ask) -> Result<String, askama::Error> {
    let order = order(book.analysis());
    let shown = book.sections.accounts;
    let slot = asked(ask);
    let page = AccountsPage {
        go: book.go,
        total: wording::counted(book.overview.accounts, "event is", "events are"),
        left_out: order.len() - shown,
        chips: chips(book, slot),
        pager: Pager::of(book, "accounts", ask, lines(&book.overview, ask)),
        lines: order[..shown].iter().map(|&i| line(book, i)).collect(),
    };
    page.render()
}

fn asked(ask: &Ask) -> Option<Slot> {
    ask.of.as_deref().and_then(|of| of.parse().ok())
}

/// Rows of the list that is asked for.
pub(crate) fn lines(overview: &retold_io::Overview, ask: &Ask) -> u64 {
    asked(ask).map_or(overview.accounts, |slot| overview.differing_in(slot))
}

/// All accounts in the order of the list.
pub(crate) fn order(analysis: &Analysis) -> Vec<usize> {
    let accounts = &analysis.accounts;
    let mut order: Vec<usize> = (0..accounts.len()).collect();
    order.sort_by(|&a, &b| {
        let key = |i: usize| (Reverse(accounts[i].differs.len()), Reverse((accounts[i].likeness * 1e6) as i64), i);
        key(a).cmp(&key(b))
    });
    order
}

fn chips(book: &Book, asked: Option<Slot>) -> Vec<Chip> {
    if !book.go.pages() || book.overview.accounts == 0 {
        return Vec::new();
    }
    let all = Chip { href: book.go.to("accounts"), name: "all", count: book.overview.accounts, here: asked.is_none() };
    let chip = |&slot: &Slot| Chip {
        href: book.go.list("accounts", &Ask { of: Some(slot.as_str().to_owned()), ..Ask::default() }),
        name: wording::slot(slot),
        count: book.overview.differing_in(slot),
        here: asked == Some(slot),
    };
    std::iter::once(all).chain(Slot::ALL.iter().map(chip).filter(|c| c.count > 0)).collect()
}

fn line(book: &Book, index: usize) -> Line {
    let account = &book.analysis().accounts[index];
    let sentences: Vec<Sentence> = account.members.iter().take(SENTENCES).map(|m| short(book, m)).collect();
    Line {
        id: format!("{}-line", book.ids.accounts[index]),
        href: book.go.leaf(Leaf::Account, &book.ids.accounts[index]),
        story: story(book, account),
        differs: account.differs.iter().map(|&slot| wording::slot(slot)).collect(),
        more: book.account_size(index).saturating_sub(sentences.len() as u64),
        sentences,
    }
}

fn story(book: &Book, account: &Account) -> Option<(String, String)> {
    let index = account.event? as usize;
    let story = book.analysis().stories.get(index)?;
    let has_page = book.story_size(index) > 1 && (book.go.pages() || index < stories::IN_ONE_FILE);
    has_page.then(|| (book.go.leaf(Leaf::Story, &book.ids.stories[index]), stories::headline(book, story)))
}

fn short(book: &Book, passage: &Passage) -> Sentence {
    let article = book.article(passage.article);
    let text = first_words(slice(&article.text, passage.span), WORDS);
    Sentence { article: ArticleRef::of(book, passage.article), pieces: vec![Piece { text, slot: "" }], lang: runs::lang(article) }
}

/// Renders the page of an account.
pub(crate) fn render(book: &Book, index: usize) -> Result<String, askama::Error> {
    let account = &book.analysis().accounts[index];
    let columns = &account.members[..account.members.len().min(COLUMNS)];
    let page = AccountPage {
        go: book.go,
        id: book.ids.accounts[index].clone(),
        story: story(book, account),
        articles: book.account_size(index),
        differs: account.differs.iter().map(|&slot| wording::slot(slot)).collect(),
        sentences: account.members.iter().map(|m| sentence(book, account, m)).collect(),
        left_out: book.account_size(index).saturating_sub(account.members.len() as u64),
        columns: columns.iter().map(|m| (names::short(book.article(m.article)), ArticleRef::of(book, m.article).date)).collect(),
        rows: Slot::ALL.iter().filter_map(|&slot| row(book, account, (slot, columns))).collect(),
    };
    page.render()
}

/// The cells of a sentence, in its order.
fn cells<'a>(account: &'a Account, of: &Passage) -> Vec<&'a AccountCell> {
    let mut cells: Vec<_> = account.cells.iter().filter(|c| c.article == of.article && of.span.contains(c.span)).collect();
    cells.sort_by_key(|c| (c.span, c.slot));
    cells
}

fn sentence(book: &Book, account: &Account, of: &Passage) -> Sentence {
    let article = book.article(of.article);
    let mut pieces = Vec::new();
    let mut at = of.span.start;
    let mut piece = |from: u32, to: u32, slot: &'static str| {
        if from < to {
            pieces.push(Piece { text: visible(slice(&article.text, Span::new(from, to))), slot });
        }
    };
    for cell in cells(account, of) {
        // words may tell in two slots: they are set off once
        if cell.span.start < at {
            continue;
        }
        piece(at, cell.span.start, "");
        piece(cell.span.start, cell.span.end, wording::slot(cell.slot));
        at = cell.span.end;
    }
    piece(at, of.span.end, "");
    Sentence { article: ArticleRef::of(book, of.article), pieces, lang: runs::lang(article) }
}

/// What the articles of the columns say in a slot; none where none of them says anything.
fn row(book: &Book, account: &Account, (slot, columns): (Slot, &[Passage])) -> Option<Row> {
    let cell = |of: &Passage| {
        let article = book.article(of.article);
        let mut words: Vec<String> = Vec::new();
        for cell in cells(account, of).into_iter().filter(|c| c.slot == slot) {
            let printed = visible(slice(&article.text, cell.span).trim());
            if !words.contains(&printed) {
                words.push(printed);
            }
        }
        Cell { outlet: names::short(article), words, lang: runs::lang(article) }
    };
    let cells: Vec<Cell> = columns.iter().map(cell).collect();
    let said = cells.iter().any(|c| !c.words.is_empty());
    said.then(|| Row { slot: wording::slot(slot), differs: account.differs.contains(&slot), cells })
}

/// What a page of the list reads of a collection.
pub(crate) fn select_list(collection: &Collection, ask: &Ask) -> Result<Selection, Error> {
    let window = screens::window(ask);
    let accounts = match asked(ask) {
        Some(slot) => collection.list("accounts that differ in a slot", window, Some(slot.as_str()))?,
        None => collection.list("accounts", window, None)?,
    };
    Ok(Selection { accounts, first_of_stories: true, ..Selection::default() })
}

/// What the page of an account reads.
pub(crate) fn select(collection: &Collection, id: &str) -> Result<Option<Selection>, Error> {
    let row = collection.row("account", id)?;
    Ok(row.map(|account| Selection { accounts: vec![account], first_of_stories: true, ..Selection::default() }))
}

/// Renders the page of the account with this id.
pub(crate) fn render_named(book: &Book, id: &str) -> Result<Option<String>, askama::Error> {
    book.ids.accounts.iter().position(|a| a == id).map(|index| render(book, index)).transpose()
}
