//! The list of pairs of articles that share text.

use askama::Template;
use retold::record::CreditClass;
use retold_io::collection::{Collection, Error, Selection};

use super::book::Book;
use super::findings::Chip;
use super::links::{Ask, Links, Shape};
use super::pager::Pager;
use super::refs::ArticleRef;
use super::verdict::{self, Columns};
use super::{names, pair, screens, wording};

#[derive(Template)]
#[template(path = "pairs.html")]
struct PairsPage {
    go: Links,
    total: String,
    /// Pairs without a page; empty where all have one.
    left_out: String,
    /// `4 further pairs share`, but lines that are set aside.
    aside: String,
    has_aside: bool,
    in_folder: bool,
    /// The class of credit that the list is of; empty where it is of all.
    credit: &'static str,
    chips: Vec<Chip>,
    pager: Pager,
    lines: Vec<PairLine>,
}

struct PairLine {
    href: Option<String>,
    ordered: bool,
    name_a: String,
    name_b: String,
    a: ArticleRef,
    b: ArticleRef,
    /// Whether the titles are said beside the names, which may be made of them.
    titled_a: bool,
    titled_b: bool,
    share_a: String,
    share_b: String,
    words: String,
    narration: String,
    direction: &'static str,
    direction_class: &'static str,
    credit: &'static str,
}

/// Renders the list.
pub(crate) fn render_list(book: &Book, ask: &Ask) -> Result<String, askama::Error> {
    let line = |&i: &usize| {
        let pair = &book.analysis().pairs[i];
        let columns = Columns::of(pair);
        let (share_a, share_b) = columns.shares(pair);
        let (name_a, name_b) = names::two(book.article(columns.a), book.article(columns.b));
        let (a, b) = (ArticleRef::of(book, columns.a), ArticleRef::of(book, columns.b));
        PairLine {
            href: book.pair_href(i),
            ordered: columns.ordered,
            titled_a: !name_a.contains(&a.title),
            titled_b: !name_b.contains(&b.title),
            name_a,
            name_b,
            a,
            b,
            share_a: wording::percent(share_a),
            share_b: wording::percent(share_b),
            words: wording::number(pair.shared_words.into()),
            narration: pair::narration(pair),
            direction: wording::direction(pair.direction),
            direction_class: wording::direction_class(pair.direction),
            credit: wording::credit(verdict::class(pair)),
        }
    };
    let credit: Option<CreditClass> = ask.of.as_deref().and_then(|of| of.parse().ok());
    let total = credit.map_or(book.overview.pairs, |class| book.overview.of_credit(class));
    let page = PairsPage {
        go: book.go,
        total: wording::number(total),
        credit: credit.map_or("", wording::credit),
        chips: if book.go.pages() { chips(book, credit) } else { Vec::new() },
        pager: Pager::of(book, "pairs", ask, total),
        left_out: if book.go.pages() { String::new() } else { left_out(book) },
        aside: wording::counted(book.overview.aside, "further pair shares", "further pairs share"),
        has_aside: book.overview.aside > 0,
        in_folder: book.go.shape == Shape::Folder,
        lines: book.pairs.iter().map(line).collect(),
    };
    page.render()
}

/// How many pairs have no page in one file; empty where there are none.
fn left_out(book: &Book) -> String {
    let told = book.analysis().pairs.iter().filter(|p| p.is_told()).count();
    let without = told - book.pairs.len();
    if without == 0 { String::new() } else { wording::counted(without as u64, "pair has", "pairs have") }
}

/// Links to the pairs of each class of credit.
fn chips(book: &Book, here: Option<CreditClass>) -> Vec<Chip> {
    let all = Chip { href: book.go.to("pairs"), name: "all", count: book.overview.pairs, here: here.is_none() };
    let of = |&class: &CreditClass| Chip {
        href: book.go.list("pairs", &Ask { of: Some(class.as_str().to_owned()), ..Ask::default() }),
        name: wording::credit(class),
        count: book.overview.of_credit(class),
        here: here == Some(class),
    };
    std::iter::once(all).chain(CreditClass::ALL.iter().map(of).filter(|c| c.count > 0)).collect()
}

/// What a page of the list reads of a collection.
pub(crate) fn select(collection: &Collection, ask: &Ask) -> Result<Selection, Error> {
    let window = screens::window(ask);
    let lines = match &ask.of {
        Some(credit) => collection.list("pairs of a credit", window, Some(credit))?,
        None => collection.list("pairs", window, None)?,
    };
    Ok(Selection { lines, ..Selection::default() })
}
