//! Families of shared text: the list and a page for each.

use askama::Template;
use retold::record::{ArticleIx, CreditClass, Direction, Family, Pair};
use retold_io::collection::{Collection, Error, Selection};

use super::book::Book;
use super::lanes::{self, Edge, Lane, Look, Spot};
use super::links::{Ask, Links};
use super::pager::Pager;
use super::paragraphs::{first_words, paragraphs, slice};
use super::refs::ArticleRef;
use super::runs::{self, Paragraph, Side};
use super::{date, names, screens, wording};

/// Words of a family's name: the first ones of its text.
const NAME_WORDS: usize = 9;
/// Lanes drawn; further outlets stand in the table.
const LANES: usize = 24;
/// Characters of an outlet's name beside its lane.
const LANE_CHARS: usize = 26;
/// Rows of the table of members.
pub(crate) const ROWS: usize = 400;
/// Pairs between members that are looked at for the earlier member each rests on.
const PAIRS: u64 = 2_000;
/// Words of the shared text in a report of excerpts.
const EXCERPT_WORDS: usize = 80;

#[derive(Template)]
#[template(path = "families.html")]
struct FamiliesPage {
    total: String,
    one: bool,
    left_out: usize,
    pager: Pager,
    lines: Vec<FamilyLine>,
}

struct FamilyLine {
    href: String,
    name: String,
    layer: &'static str,
    articles: u64,
    /// How many are known.
    outlets: String,
    earliest: Option<ArticleRef>,
    texts: String,
}

#[derive(Template)]
#[template(path = "family.html")]
struct FamilyPage {
    go: Links,
    id: String,
    name: String,
    layer: &'static str,
    articles: u64,
    /// `4 outlets`; `2 known outlets` where some are not known.
    outlets: String,
    earliest: Option<ArticleRef>,
    cohesion: String,
    chained: bool,
    capped: bool,
    texts: String,
    /// Whether the number of separately written texts is a range.
    several: bool,
    /// Members whose text is earlier in another member, clear or likely.
    resting: usize,
    /// Further members that share text with others without an order.
    open: usize,
    svg: String,
    lanes_left_out: usize,
    printed_by: String,
    exemplar: ArticleRef,
    text: Vec<Paragraph>,
    members: Vec<Member>,
    members_left_out: u64,
}

struct Member {
    article: ArticleRef,
    is_exemplar: bool,
    is_earliest: bool,
    shared: String,
    credit: &'static str,
    pair: Option<String>,
}

/// A member's place in the family: the earlier member it most likely rests on.
struct Standing {
    article: ArticleIx,
    /// Index of the pair with its best earlier member.
    from: Option<usize>,
    /// Shares text with a member without an order.
    open: bool,
}

/// The name of a family: the first words of its text.
pub(crate) fn name(book: &Book, family: usize) -> String {
    let passage = book.analysis().families[family].exemplar;
    first_words(slice(&book.article(passage.article).text, passage.span), NAME_WORDS)
}

/// Renders the list.
pub(crate) fn render_list(book: &Book, ask: &Ask) -> Result<String, askama::Error> {
    let families = &book.analysis().families;
    let line = |(i, family): (usize, &Family)| {
        let (articles, outlets) = book.family_size(i);
        Some(FamilyLine {
            href: book.family_href(i)?,
            name: name(book, i),
            layer: wording::layer(family.layer),
            outlets: wording::known(outlets),
            articles,
            earliest: family.earliest.map(|e| ArticleRef::of(book, e)),
            texts: wording::low_high(family.texts_low, family.texts_high),
        })
    };
    let page = FamiliesPage {
        total: wording::number(book.overview.families),
        one: book.overview.families == 1,
        left_out: families.len() - book.families,
        pager: Pager::of(book, "families", ask, book.overview.families),
        lines: families.iter().enumerate().filter_map(line).collect(),
    };
    page.render()
}

/// Renders the page of a family.
pub(crate) fn render(book: &Book, index: usize) -> Result<String, askama::Error> {
    let family = &book.analysis().families[index];
    let articles = family.articles();
    let standings: Vec<Standing> = articles.iter().map(|&a| standing(book, &articles, a)).collect();
    let id = book.ids.families[index].clone();
    let (size, _) = book.family_size(index);
    let all_lanes = lanes(book, family, &standings);
    let shown = &all_lanes[..all_lanes.len().min(LANES)];
    let page = FamilyPage {
        name: name(book, index),
        layer: wording::layer(family.layer),
        go: book.go,
        outlets: outlets_in_words(book, &articles, book.family_size(index).1),
        articles: size,
        earliest: family.earliest.map(|e| ArticleRef::of(book, e)),
        cohesion: wording::percent(family.cohesion),
        chained: family.chained,
        capped: family.capped,
        texts: wording::low_high(family.texts_low, family.texts_high),
        several: family.texts_low != family.texts_high,
        resting: standings.iter().filter(|s| s.from.is_some()).count(),
        open: standings.iter().filter(|s| s.from.is_none() && s.open).count(),
        svg: lanes::draw(shown, &edges(book, &standings)),
        lanes_left_out: all_lanes.len() - shown.len(),
        printed_by: names::short(book.article(family.exemplar.article)),
        exemplar: ArticleRef::of(book, family.exemplar.article),
        text: shared_text(book, family),
        members: members(book, family, &standings),
        members_left_out: size.saturating_sub(articles.len().min(ROWS) as u64),
        id,
    };
    page.render()
}

fn outlets_in_words(book: &Book, articles: &[ArticleIx], known: u64) -> String {
    wording::outlets(known, articles.iter().all(|&a| names::outlet(book.article(a)).is_some()))
}

fn standing(book: &Book, members: &[ArticleIx], article: ArticleIx) -> Standing {
    let mut from: Option<usize> = None;
    let mut open = false;
    let rank = |p: &Pair| (p.direction == Direction::Clear, p.narration_words, p.shared_words);
    for &i in book.pairs_of(article) {
        let pair = &book.analysis().pairs[i];
        let other = if pair.left == article { pair.right } else { pair.left };
        if members.binary_search(&other).is_err() {
            continue;
        }
        open |= pair.direction == Direction::CannotTell;
        let better = from.is_none_or(|f| rank(pair) > rank(&book.analysis().pairs[f]));
        if pair.direction != Direction::CannotTell && pair.later() == Some(article) && better {
            from = Some(i);
        }
    }
    Standing { article, from, open }
}

fn edges(book: &Book, standings: &[Standing]) -> Vec<Edge> {
    let key = |a: ArticleIx| standings.iter().position(|s| s.article == a);
    let edge = |(to, s): (usize, &Standing)| {
        let pair = &book.analysis().pairs[s.from?];
        Some(Edge { from: key(pair.earlier?)?, to, clear: pair.direction == Direction::Clear })
    };
    standings.iter().enumerate().filter_map(edge).collect()
}

fn credit_of(book: &Book, s: &Standing) -> Option<CreditClass> {
    let pair = &book.analysis().pairs[s.from?];
    Some(if s.article == pair.left { pair.left_credit } else { pair.right_credit }.class)
}

/// A lane for each outlet, by its first date; the undated stand in a lane of their own.
fn lanes(book: &Book, family: &Family, standings: &[Standing]) -> Vec<Lane> {
    let mut dated: Vec<Lane> = Vec::new();
    let mut undated = Vec::new();
    for (key, s) in standings.iter().enumerate() {
        let article = book.article(s.article);
        let spot = spot(book, family, (key, s));
        let outlet = names::outlet(article).unwrap_or_else(|| wording::UNKNOWN_OUTLET.to_owned());
        let label = shortened(&outlet);
        if spot.when.is_none() {
            undated.push(spot);
        } else if let Some(lane) = dated.iter_mut().find(|l| l.label == label) {
            lane.spots.push(spot);
        } else {
            dated.push(Lane { label, spots: vec![spot] });
        }
    }
    for lane in &mut dated {
        lane.spots.sort_by_key(|s| s.when);
    }
    dated.sort_by(|a, b| (a.spots[0].when, &a.label).cmp(&(b.spots[0].when, &b.label)));
    if !undated.is_empty() {
        undated.truncate(40);
        if undated.len() > lanes::NAMED {
            undated.iter_mut().for_each(|s| s.label.clear());
        }
        dated.truncate(LANES - 1);
        dated.push(Lane { label: "Undated".to_owned(), spots: undated });
    }
    dated
}

fn spot(book: &Book, family: &Family, (key, s): (usize, &Standing)) -> Spot {
    let article = book.article(s.article);
    let credit = credit_of(book, s);
    let earliest = family.earliest == Some(s.article);
    let look = match credit {
        _ if earliest => Look::Earliest,
        None | Some(CreditClass::NotJudged) => Look::NotJudged,
        Some(CreditClass::NoneFound) => Look::NotFound,
        Some(_) => Look::Credited,
    };
    let words = match credit {
        _ if earliest => String::new(),
        None => String::new(),
        Some(c) => format!(" · {}", wording::credit(c)),
    };
    let when = article.published.as_ref();
    Spot {
        key,
        when: when.map(|d| (d.from, d.to)),
        look,
        label: when.map_or_else(|| shortened(&names::short(article)), |d| format!("{}{words}", date::short(d))),
        href: book.article_href(s.article),
    }
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= LANE_CHARS {
        return name.to_owned();
    }
    let head: String = name.chars().take(LANE_CHARS - 1).collect();
    format!("{}…", head.trim_end())
}

fn members(book: &Book, family: &Family, standings: &[Standing]) -> Vec<Member> {
    let mut order: Vec<&Standing> = standings.iter().collect();
    order.sort_by_key(|s| {
        let date = book.article(s.article).published.as_ref();
        (family.earliest != Some(s.article), date.map_or(i64::MAX, |d| d.from), s.article)
    });
    let exemplar = family.exemplar.article;
    let member = |s: &Standing| {
        let pair = book.find(s.article, exemplar);
        let is_earliest = family.earliest == Some(s.article);
        Member {
            article: ArticleRef::of(book, s.article),
            is_exemplar: s.article == exemplar,
            is_earliest,
            shared: pair.map_or_else(String::new, |p| wording::number(shared_words(book, &book.analysis().pairs[p], family))),
            credit: match credit_of(book, s) {
                Some(class) => wording::credit(class),
                None if is_earliest => "",
                None => wording::credit(CreditClass::NotJudged),
            },
            pair: pair.or(s.from).and_then(|p| book.pair_href(p)),
        }
    };
    order.into_iter().take(ROWS).map(member).collect()
}

/// Words of the exemplar's passage that the other article of a pair holds; of a longer match the part inside the passage.
fn shared_words(book: &Book, pair: &Pair, family: &Family) -> u64 {
    let whole = family.exemplar;
    let inside = |m: &retold::record::Match| {
        let side = if m.left.article == whole.article { m.left.span } else { m.right.span };
        let part = side.intersection(whole.span).map_or(0, |s| s.len());
        u64::from(m.words) * u64::from(part) / u64::from(side.len().max(1))
    };
    book.matches(pair).iter().map(inside).sum()
}

/// The exemplar's passage, as its article prints it.
fn shared_text(book: &Book, family: &Family) -> Vec<Paragraph> {
    let article = book.article(family.exemplar.article);
    let whole = family.exemplar.span;
    let mut out = Vec::new();
    for span in paragraphs(&article.text).into_iter().filter_map(|p| p.intersection(whole)) {
        out.push(runs::paragraph(article, span, &[], Side::Unordered));
    }
    if book.input.options.excerpts
        && let Some(first) = out.first_mut()
    {
        for run in &mut first.runs {
            run.text = first_words(&run.text, EXCERPT_WORDS);
        }
        out.truncate(1);
    }
    out
}

/// What a page of the list reads of a collection.
pub(crate) fn select_list(collection: &Collection, ask: &Ask) -> Result<Selection, Error> {
    let families = collection.list("families", screens::window(ask), None)?;
    Ok(Selection { families, ..Selection::default() })
}

/// What the page of a family reads: its members, their pairs with the exemplar, and with each other where they are not too many.
pub(crate) fn select(collection: &Collection, id: &str) -> Result<Option<Selection>, Error> {
    let Some(family) = collection.row("family", id)? else { return Ok(None) };
    let compared = collection.rows_of("pairs of a family with its exemplar", family, ROWS as u64)?;
    let lines = collection.rows_of("pairs between members of a family", family, PAIRS)?;
    Ok(Some(Selection { families: vec![family], members: true, compared, lines, ..Selection::default() }))
}

/// Renders the page of the family with this id.
pub(crate) fn render_named(book: &Book, id: &str) -> Result<Option<String>, askama::Error> {
    book.ids.families.iter().position(|f| f == id).map(|index| render(book, index)).transpose()
}
