//! Outlets that share text: a matrix, a network with the list of all pairs of outlets as its twin, and a page with the evidence of each.

use std::collections::BTreeMap;

use askama::Template;
use retold_io::collection::{Collection, Error, Selection, Window};
use retold_io::sums::{OutletLink, Way};

use super::book::Book;
use super::findings::Chip;
use super::links::{Ask, Links};
use super::network::{self, Arc};
use super::pager::{LINES, Pager};
use super::refs::ArticleRef;
use super::visible::visible;
use super::{screens, sections, verdict, wording};

/// Outlets of the matrix.
const MATRIX: usize = 10;
/// Outlets drawn.
const DRAWN: usize = 16;
/// Pairs of outlets that matrix and network are made from.
const LINKS: u64 = 150;
/// Pairs of articles named on the page of two outlets.
const PAIRS: u64 = 60;

#[derive(Template)]
#[template(path = "outlets.html")]
struct OutletsPage {
    says: String,
    left_out: usize,
    apart: String,
    names: Vec<String>,
    /// Orders of the matrix.
    sorts: Vec<Chip>,
    matrix: Vec<MatrixRow>,
    matrix_left_out: usize,
    svg: String,
    pager: Pager,
    lines: Vec<Line>,
}

struct MatrixRow {
    outlet: String,
    cells: Vec<MatrixCell>,
}

/// What the outlet of the row has that stands later in the outlet of the column.
struct MatrixCell {
    /// Name of the column.
    outlet: String,
    href: String,
    /// Pairs in which the row's outlet is the earlier one.
    later: u64,
    credited: u64,
    /// Of these pairs, the share that is credited; empty where there are none.
    share: String,
    none_found: u64,
    /// Pairs without an order.
    open: u64,
    same: bool,
}

struct Line {
    href: String,
    left: String,
    right: String,
    pairs: String,
    words: String,
    families: String,
    ways: Vec<WayLine>,
    open: u64,
}

/// What goes one way, in words.
struct WayLine {
    later: String,
    pairs: u64,
    credited: u64,
    otherwise: u64,
    none_found: u64,
    not_judged: u64,
}

#[derive(Template)]
#[template(path = "link.html")]
struct LinkPage {
    go: Links,
    id: String,
    line: Line,
    pairs: Vec<PairLine>,
    left_out: u64,
}

struct PairLine {
    first: ArticleRef,
    second: ArticleRef,
    href: Option<String>,
    words: String,
    direction: &'static str,
    direction_class: &'static str,
    credit: &'static str,
}

/// Renders the list: those that share the most of their own words first. Its first page has the drawings.
pub(crate) fn render_list(book: &Book, ask: &Ask) -> Result<String, askama::Error> {
    let links = &book.sums.links[..book.sections.links];
    let listed = if book.go.pages() { links.len().min(LINES as usize) } else { links.len() };
    let drawn = if ask.page == 0 { links } else { &[] };
    let sort = sorted_by(ask);
    let order = ordered(drawn, sort);
    let names: Vec<String> = order.iter().take(MATRIX).map(|&n| visible(n)).collect();
    let page = OutletsPage {
        says: says(book, links.first()),
        left_out: if book.go.pages() { 0 } else { book.sums.links.len() - listed },
        apart: apart(book),
        matrix: matrix(book, drawn, &order),
        matrix_left_out: order.len().saturating_sub(MATRIX),
        svg: network::draw(&order[..order.len().min(DRAWN)], &arcs(book, drawn, &order)),
        names,
        sorts: if book.go.pages() { SORTS.iter().map(|s| chip(book, s, sort)).collect() } else { Vec::new() },
        // the list has one order
        pager: Pager::of(book, "outlets", &Ask { of: None, ..ask.clone() }, book.overview.links),
        lines: links[..listed].iter().map(|l| line(book, l)).collect(),
    };
    page.render()
}

/// The drawing in a sentence.
fn says(book: &Book, first: Option<&OutletLink>) -> String {
    let all = book.overview.links;
    let Some(first) = first else { return "No two known outlets share text.".to_owned() };
    let count = wording::counted(all, "pair of known outlets shares", "pairs of known outlets share");
    let words = wording::counted(first.narration_words, "word", "words");
    let pairs = wording::counted(first.pairs, "pair", "pairs");
    format!("{count} text. The first in the list share {words} of the outlets’ own telling in {pairs} of articles.")
}

fn apart(book: &Book) -> String {
    let [inside, unknown, large] = book.overview.apart;
    let mut parts = Vec::new();
    if inside > 0 {
        parts.push(format!("{} of articles of one outlet", wording::counted(inside, "pair", "pairs")));
    }
    if unknown > 0 {
        parts.push(format!("{} with an article whose outlet is not known", wording::counted(unknown, "pair", "pairs")));
    }
    if large > 0 {
        parts.push(format!("families counted in part: {}, in more than 200 outlets each", wording::number(large)));
    }
    parts.join("; ")
}

/// What the outlets of the matrix can be sorted by: a name in addresses, one to read, and what of an outlet's link counts, given what it has
/// earlier and what it has later than the other.
type Sort = (&'static str, &'static str, fn(&OutletLink, &Way, &Way) -> u64);
const SORTS: &[Sort] = &[
    ("words", "words they share", |link, _, _| link.narration_words),
    ("earlier", "pairs in which they are earlier", |_, earlier, _| earlier.pairs),
    ("later", "pairs in which they are later", |_, _, later| later.pairs),
    ("none-found", "credits not found in them", |_, _, later| later.none_found),
];

/// Names of the orders in addresses, the first one left out: it needs no name.
pub(crate) fn sorts() -> Vec<String> {
    SORTS[1..].iter().map(|s| s.0.to_owned()).collect()
}

fn sorted_by(ask: &Ask) -> &'static Sort {
    SORTS.iter().find(|s| Some(s.0) == ask.of.as_deref()).unwrap_or(&SORTS[0])
}

fn chip(book: &Book, sort: &'static Sort, here: &Sort) -> Chip {
    let of = Some(sort.0.to_owned()).filter(|name| name != SORTS[0].0);
    Chip { href: book.go.list("outlets", &Ask { of, ..Ask::default() }), name: sort.1, count: 0, here: sort.0 == here.0 }
}

/// Outlets in an order, the most first; all of them first come by the words that they share.
fn ordered<'l>(links: &'l [OutletLink], sort: &Sort) -> Vec<&'l str> {
    let mut counts: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for l in links {
        for (name, earlier, later) in [(&l.left, &l.left_earlier, &l.right_earlier), (&l.right, &l.right_earlier, &l.left_earlier)] {
            let of = counts.entry(name).or_default();
            *of = (of.0 + sort.2(l, earlier, later), of.1 + l.narration_words);
        }
    }
    let mut order: Vec<(&str, (u64, u64))> = counts.into_iter().collect();
    order.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    order.into_iter().map(|(name, _)| name).collect()
}

fn matrix(book: &Book, links: &[OutletLink], order: &[&str]) -> Vec<MatrixRow> {
    let order = &order[..order.len().min(MATRIX)];
    let find = |a: &str, b: &str| links.iter().find(|l| (l.left == a && l.right == b) || (l.left == b && l.right == a));
    let cell = |row: &str, column: &str| {
        let link = find(row, column);
        let way = link.map_or(Way::default(), |l| if l.left == row { l.left_earlier } else { l.right_earlier });
        MatrixCell {
            outlet: visible(column),
            href: link.map_or_else(String::new, |l| book.link_href(&l.id)),
            later: way.pairs,
            credited: way.credited,
            share: if way.pairs == 0 { String::new() } else { wording::percent(way.credited as f64 / way.pairs as f64) },
            none_found: way.none_found,
            open: link.map_or(0, open),
            same: row == column,
        }
    };
    order.iter().map(|row| MatrixRow { outlet: visible(row), cells: order.iter().map(|column| cell(row, column)).collect() }).collect()
}

/// Pairs without an order.
fn open(link: &OutletLink) -> u64 {
    link.pairs - link.left_earlier.pairs - link.right_earlier.pairs
}

fn arcs(book: &Book, links: &[OutletLink], order: &[&str]) -> Vec<Arc> {
    let place = |name: &str| order.iter().take(DRAWN).position(|&o| o == name);
    let arc = |l: &OutletLink| {
        let (a, b) = place(&l.left).zip(place(&l.right))?;
        let turned = l.right_earlier.pairs > l.left_earlier.pairs;
        let (from, to) = if turned { (b, a) } else { (a, b) };
        let most = l.left_earlier.pairs.max(l.right_earlier.pairs);
        Some(Arc { from, to, weight: l.families.max(1), told: most * 2 > l.pairs, href: book.link_href(&l.id) })
    };
    links.iter().filter_map(arc).collect()
}

fn line(book: &Book, link: &OutletLink) -> Line {
    let (left, right) = (visible(&link.left), visible(&link.right));
    let way = |w: &Way, later: &str| WayLine {
        later: later.to_owned(),
        pairs: w.pairs,
        credited: w.credited,
        otherwise: w.otherwise,
        none_found: w.none_found,
        not_judged: w.not_judged(),
    };
    let ways = [way(&link.left_earlier, &right), way(&link.right_earlier, &left)];
    Line {
        href: book.link_href(&link.id),
        pairs: wording::number(link.pairs),
        words: wording::number(link.narration_words),
        families: wording::number(link.families),
        ways: ways.into_iter().filter(|w| w.pairs > 0).collect(),
        open: open(link),
        left,
        right,
    }
}

/// Renders the page of two outlets.
pub(crate) fn render(book: &Book, index: usize) -> Result<String, askama::Error> {
    let link = &book.sums.links[index];
    let pairs: Vec<PairLine> = link
        .best
        .iter()
        .take(if book.go.pages() { usize::MAX } else { sections::PAIRS })
        .map(|&pair| pair_line(book, pair as usize))
        .collect();
    let page = LinkPage {
        go: book.go,
        id: link.id.clone(),
        line: line(book, link),
        left_out: link.pairs.saturating_sub(pairs.len() as u64),
        pairs,
    };
    page.render()
}

fn pair_line(book: &Book, index: usize) -> PairLine {
    let pair = &book.analysis().pairs[index];
    let columns = verdict::Columns::of(pair);
    PairLine {
        first: ArticleRef::of(book, columns.a),
        second: ArticleRef::of(book, columns.b),
        href: book.pair_href(index),
        words: wording::number(pair.shared_words.into()),
        direction: wording::direction(pair.direction),
        direction_class: wording::direction_class(pair.direction),
        credit: wording::credit(pair.credit().class),
    }
}

/// What a page of the list reads of a collection; the first one what is drawn, too.
pub(crate) fn select_list(collection: &Collection, ask: &Ask) -> Result<Selection, Error> {
    let window = if ask.page == 0 { Window { skip: 0, take: ask.take.unwrap_or(LINKS) } } else { screens::window(ask) };
    Ok(Selection { links: collection.list("links", window, None)?, ..Selection::default() })
}

/// What the page of two outlets reads: the pairs of their articles that share the most.
pub(crate) fn select(collection: &Collection, id: &str) -> Result<Option<Selection>, Error> {
    let Some(link) = collection.row("link", id)? else { return Ok(None) };
    let lines = collection.rows_of("pairs of a link", link, PAIRS)?;
    Ok(Some(Selection { links: vec![link], lines, ..Selection::default() }))
}

/// Renders the page of the two outlets with this id.
pub(crate) fn render_named(book: &Book, id: &str) -> Result<Option<String>, askama::Error> {
    book.sums.links.iter().position(|l| l.id == id).map(|index| render(book, index)).transpose()
}
