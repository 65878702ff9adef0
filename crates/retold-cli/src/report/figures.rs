//! Figures that speak of one thing: pairs of them by how they stand to each other, each in its sentence.

use askama::Template;
use retold::record::{Conflict, ConflictClass, Figure, Modifier, State};
use retold_io::collection::{Collection, Error, Selection, Window};
use retold_io::overview::Overview;

use super::book::Book;
use super::findings::Chip;
use super::links::Ask;
use super::pager::Pager;
use super::paragraphs::{around, line_around, slice};
use super::refs::ArticleRef;
use super::visible::visible;
use super::{date, screens, wording};

/// Words before and after a figure.
const CONTEXT: usize = 14;
/// Pairs of figures of a class listed in one file.
const IN_ONE_FILE: usize = 100;
/// What a reader comes for, that first of which there is any. In one file, agreeing and rounded figures are left to the tables.
const SHOWN: &[ConflictClass] = &[
    ConflictClass::Conflict,
    ConflictClass::EditedNumber,
    ConflictClass::InsideOneArticle,
    ConflictClass::Scale,
    ConflictClass::PlanActual,
    ConflictClass::Update,
];

#[derive(Template)]
#[template(path = "figures.html")]
struct FiguresPage {
    figures: String,
    chips: Vec<Chip>,
    groups: Vec<Group>,
    pager: Pager,
}

struct Group {
    id: String,
    name: &'static str,
    note: &'static str,
    count: u64,
    left_out: u64,
    lines: Vec<Line>,
}

struct Line {
    counted: String,
    left: Shown,
    right: Shown,
    pair: Option<String>,
}

/// A figure in its sentence.
struct Shown {
    article: ArticleRef,
    value: String,
    state: &'static str,
    as_of: String,
    before: String,
    words: String,
    after: String,
    lang: String,
}

/// Renders the list: all classes that matter in one file, else one of them.
pub(crate) fn render(book: &Book, ask: &Ask) -> Result<String, askama::Error> {
    let asked = asked(&book.overview, ask);
    let classes: Vec<ConflictClass> = if book.go.pages() { vec![asked] } else { SHOWN.to_vec() };
    let groups: Vec<Group> = classes.into_iter().map(|class| group(book, class)).filter(|g| !g.lines.is_empty()).collect();
    let page = FiguresPage {
        figures: wording::counted(book.overview.figures, "figure was", "figures were"),
        chips: chips(book, asked, &groups),
        pager: Pager::of(book, "figures", ask, book.overview.of_conflict(asked)),
        groups,
    };
    page.render()
}

/// Pairs on the page that is asked for.
pub(crate) fn lines(all: &Overview, ask: &Ask) -> u64 {
    all.of_conflict(asked(all, ask))
}

fn asked(all: &Overview, ask: &Ask) -> ConflictClass {
    of(ask).or_else(|| SHOWN.iter().copied().find(|&class| all.of_conflict(class) > 0)).unwrap_or(SHOWN[0])
}

fn of(ask: &Ask) -> Option<ConflictClass> {
    ask.of.as_deref().and_then(|of| of.parse().ok())
}

fn chips(book: &Book, asked: ConflictClass, groups: &[Group]) -> Vec<Chip> {
    let href = |class: ConflictClass| {
        if !book.go.pages() {
            return groups.iter().any(|g| g.id == group_id(class)).then(|| format!("#{}", group_id(class)));
        }
        Some(book.go.list("figures", &Ask { of: Some(class.as_str().to_owned()), ..Ask::default() }))
    };
    let chip = |&class: &ConflictClass| {
        let count = book.overview.of_conflict(class);
        let href = href(class).filter(|_| count > 0)?;
        Some(Chip { href, name: wording::conflict(class), count, here: book.go.pages() && class == asked })
    };
    ConflictClass::ALL.iter().filter_map(chip).collect()
}

fn group_id(class: ConflictClass) -> String {
    format!("figures-{class}")
}

fn group(book: &Book, class: ConflictClass) -> Group {
    let of_class: Vec<&Conflict> = book.analysis().conflicts.iter().filter(|c| c.class == class).collect();
    let most = if book.go.pages() { of_class.len() } else { of_class.len().min(IN_ONE_FILE) };
    let count = book.overview.of_conflict(class);
    Group {
        id: group_id(class),
        name: wording::conflict(class),
        note: wording::conflict_note(class),
        count,
        left_out: if book.go.pages() { 0 } else { count.saturating_sub(most as u64) },
        lines: of_class[..most].iter().map(|c| line(book, c)).collect(),
    }
}

fn line(book: &Book, conflict: &Conflict) -> Line {
    let figures = &book.analysis().figures;
    let (left, right) = (&figures[conflict.left as usize], &figures[conflict.right as usize]);
    // the earlier one first, where both days are known
    let when = |f: &Figure| book.article(f.passage.article).published.as_ref().map(|d| d.from);
    let turned = when(left).zip(when(right)).is_some_and(|(l, r)| r < l);
    let (left, right) = if turned { (right, left) } else { (left, right) };
    let counted = left.counted.as_deref().or(right.counted.as_deref()).unwrap_or("");
    Line {
        counted: visible(counted),
        pair: book.find(left.passage.article, right.passage.article).and_then(|p| book.pair_href(p)),
        left: shown(book, left),
        right: shown(book, right),
    }
}

fn shown(book: &Book, figure: &Figure) -> Shown {
    let article = book.article(figure.passage.article);
    let span = figure.passage.span;
    let (before, after) = around(&article.text, span, line_around(&article.text, span), CONTEXT);
    Shown {
        article: ArticleRef::of(book, figure.passage.article),
        value: value(figure),
        state: state(figure.state),
        as_of: figure.as_of.as_deref().map(date::day).unwrap_or_default(),
        before,
        words: visible(slice(&article.text, span)),
        after,
        lang: super::runs::lang(article),
    }
}

/// `about 800`, `500 to 2,000`, `more than 58 %`.
pub(crate) fn value(figure: &Figure) -> String {
    let number = |n: f64| if n.fract() == 0.0 && n.abs() < 1e15 { wording::number(n.abs() as u64) } else { format!("{n}") };
    let said = match (figure.modifier, figure.low, figure.high) {
        (Modifier::Vague, None, None) | (_, None, None) => "no exact number".to_owned(),
        (Modifier::About, Some(low), _) => format!("about {}", number(low)),
        (_, Some(low), Some(high)) if low == high => number(low),
        (_, Some(low), Some(high)) => format!("{} to {}", number(low), number(high)),
        (_, Some(low), None) => format!("at least {}", number(low)),
        (_, None, Some(high)) => format!("at most {}", number(high)),
    };
    match figure.unit.as_deref() {
        Some(unit) => format!("{said} {}", visible(unit)),
        None => said,
    }
}

pub(crate) fn state(state: State) -> &'static str {
    match state {
        State::Actual => "",
        State::Planned => "planned",
        State::SoFar => "so far",
        State::Negated => "denied",
        State::Conditional => "if it comes about",
    }
}

/// What a page of the list reads of a collection.
pub(crate) fn select(collection: &Collection, ask: &Ask) -> Result<Selection, Error> {
    let list = |class: ConflictClass, window| collection.list("figures that stand to each other in a way", window, Some(class.as_str()));
    let mut asked = of(ask);
    for &class in SHOWN {
        if asked.is_none() && !list(class, Window { skip: 0, take: 1 })?.is_empty() {
            asked = Some(class);
        }
    }
    let conflicts = list(asked.unwrap_or(SHOWN[0]), screens::window(ask))?;
    let mut selection = Selection { conflicts, ..Selection::default() };
    for &conflict in &selection.conflicts {
        if let [a, b] = collection.rows_of("articles of two figures", conflict, 2)?[..] {
            selection.lines.extend(collection.pair_of(a as u32, b as u32)?);
        }
    }
    Ok(selection)
}
