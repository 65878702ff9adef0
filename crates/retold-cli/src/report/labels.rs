//! Labels: which names and epithets outlets give to the same group, organisation or government, and in whose voice. The list, and a page with
//! labels as rows, outlets as columns, and every passage below. Counted, never weighed: no label is kind or unkind here.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use retold::record::{ArticleIx, EntitySort, HedgeClass, Label, Span, Voice};
use retold::text::on_one_line;
use retold_io::collection::{Collection, Error, Selection};
use retold_io::sums::{Form, Named, name_text};

use super::book::Book;
use super::links::{Ask, Leaf, Links};
use super::pager::Pager;
use super::paragraphs::slice;
use super::sources::Passage;
use super::visible::visible;
use super::{names, screens, sections, wording};

/// Outlets side by side; further ones stand in the list of passages.
const COLUMNS: usize = 8;
/// Labels in the table.
const ROWS: usize = 40;
/// Passages on a page.
const PASSAGES: usize = 200;
/// Articles that a page reads for the labels, and with those of the same stories.
const ARTICLES: u64 = 300;
const IN_STORIES: usize = 500;
/// Families looked up for each article, to tell what stands in shared text.
const FAMILIES: u64 = 10;

#[derive(Template)]
#[template(path = "labels.html")]
struct LabelsPage {
    go: Links,
    total: String,
    labels: String,
    left_out: usize,
    pager: Pager,
    lines: Vec<Line>,
}

struct Line {
    href: String,
    name: String,
    forms: Vec<FormLine>,
    more: u64,
    articles: u64,
    outlets: u64,
}

struct FormLine {
    words: String,
    voice: &'static str,
    own: bool,
    articles: u64,
}

#[derive(Template)]
#[template(path = "named.html")]
struct NamedPage {
    go: Links,
    id: String,
    name: String,
    labels: u64,
    articles: u64,
    /// Empty where some articles are of no known outlet.
    outlets: String,
    columns: Vec<Column>,
    columns_left_out: usize,
    rows: Vec<Row>,
    rows_left_out: usize,
    hedges: Vec<(&'static str, Vec<usize>)>,
    groups: Vec<Group>,
    passages_left_out: usize,
}

/// An outlet, with the articles of the same stories that name the group.
struct Column {
    outlet: String,
    href: String,
    naming: usize,
}

/// A label in one voice.
struct Row {
    words: String,
    voice: &'static str,
    devices: Vec<&'static str>,
    cells: Vec<Cell>,
    /// Separately written: what stands in one shared text counts once.
    apart: usize,
}

/// Articles of an outlet that give the label, and how many of them in shared text.
struct Cell {
    outlet: String,
    articles: usize,
    shared: usize,
    href: String,
}

/// The passages of an outlet.
struct Group {
    id: String,
    outlet: String,
    uses: Vec<Shown>,
}

struct Shown {
    passage: Passage,
    voice: &'static str,
    device: &'static str,
    speaker: String,
    shared: bool,
}

/// A label where it is given.
struct Use<'a> {
    article: ArticleIx,
    label: &'a Label,
    words: String,
    outlet: String,
    /// The family of shared text that it stands in, of those that hold another use.
    family: Option<usize>,
}

/// Renders the list: names that most outlets label first.
pub(crate) fn render_list(book: &Book, ask: &Ask) -> Result<String, askama::Error> {
    let shown = book.sections.named;
    let page = LabelsPage {
        go: book.go,
        total: wording::counted(book.overview.named, "group is", "groups are"),
        labels: wording::counted(book.overview.labels, "label was", "labels were"),
        left_out: book.sums.named.len() - shown,
        pager: Pager::of(book, "labels", ask, book.overview.named),
        lines: book.sums.named[..shown].iter().map(|n| line(book, n)).collect(),
    };
    page.render()
}

fn line(book: &Book, named: &Named) -> Line {
    let form =
        |f: &Form| FormLine { words: visible(&f.words), voice: wording::voice(f.voice), own: f.voice == Voice::Own, articles: f.articles };
    Line {
        href: book.go.leaf(Leaf::Named, &named.id),
        name: visible(&named.name),
        forms: named.forms.iter().map(form).collect(),
        more: named.different - named.forms.len() as u64,
        articles: named.articles,
        outlets: named.outlets,
    }
}

/// Renders the page of a name.
pub(crate) fn render(book: &Book, index: usize) -> Result<String, askama::Error> {
    let named = &book.sums.named[index];
    let uses = uses(book, named);
    let outlets = by_articles(&uses);
    let columns: Vec<&String> = outlets.iter().take(COLUMNS).collect();
    let rows = rows(&uses, &columns, &named.id);
    let all_known = uses.iter().all(|u| names::outlet(book.article(u.article)).is_some());
    let page = NamedPage {
        go: book.go,
        id: named.id.clone(),
        name: visible(&named.name),
        labels: named.labels,
        articles: named.articles,
        outlets: if all_known { wording::outlets(named.outlets, true) } else { String::new() },
        columns: columns_of(book, &uses, (&columns, &named.id)),
        columns_left_out: outlets.len() - columns.len(),
        rows_left_out: rows.len().saturating_sub(ROWS),
        rows: rows.into_iter().take(ROWS).collect(),
        hedges: hedges(book, &uses, &columns),
        groups: groups(book, &uses, (&outlets, &named.id)),
        passages_left_out: uses.len().saturating_sub(most(book)),
    };
    page.render()
}

/// Every place where a label is given to this name.
fn uses<'a>(book: &Book<'a>, named: &Named) -> Vec<Use<'a>> {
    let mut uses: Vec<Use> = Vec::new();
    for (article, wording) in (0u32..).map(ArticleIx).zip(&book.analysis().wordings) {
        let text = &book.article(article).text;
        for label in wording.labels.iter().filter(|l| l.mention.is_some() && l.sort != EntitySort::Thing) {
            if name_text(text, label).is_some_and(|n| n.eq_ignore_ascii_case(&named.name)) {
                let words = on_one_line(&visible(slice(text, label.span)));
                uses.push(Use { article, label, words, outlet: names::short(book.article(article)), family: None });
            }
        }
    }
    let mut in_family: BTreeMap<usize, BTreeSet<ArticleIx>> = BTreeMap::new();
    let holds = |family: usize, u: &Use| {
        let members = &book.analysis().families[family].members;
        members.iter().any(|m| m.article == u.article && m.span.contains(u.label.span))
    };
    let of: Vec<Option<usize>> = uses.iter().map(|u| book.families_of(u.article).iter().copied().find(|&f| holds(f, u))).collect();
    for (u, family) in uses.iter().zip(&of) {
        family.iter().for_each(|&f| _ = in_family.entry(f).or_default().insert(u.article));
    }
    for (u, family) in uses.iter_mut().zip(of) {
        u.family = family.filter(|f| in_family[f].len() > 1);
    }
    uses
}

/// Outlets, those with most articles first.
fn by_articles(uses: &[Use]) -> Vec<String> {
    let mut all: BTreeMap<&String, BTreeSet<ArticleIx>> = BTreeMap::new();
    uses.iter().for_each(|u| _ = all.entry(&u.outlet).or_default().insert(u.article));
    let mut all: Vec<(&String, usize)> = all.into_iter().map(|(outlet, articles)| (outlet, articles.len())).collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    all.into_iter().map(|(outlet, _)| outlet.clone()).collect()
}

fn group_id(id: &str, outlet: &str) -> String {
    retold::record::stable_id(&format!("{id}-"), &[outlet])
}

/// The columns with the articles that name the group, among those of the stories in which somebody gives it a label.
fn columns_of(book: &Book, uses: &[Use], (outlets, id): (&[&String], &str)) -> Vec<Column> {
    let labelled: BTreeSet<ArticleIx> = uses.iter().map(|u| u.article).collect();
    let all: BTreeSet<ArticleIx> = if book.is_part() {
        (0u32..).map(ArticleIx).take(book.input.articles.len()).collect()
    } else {
        let told = book.analysis().stories.iter().filter(|s| s.articles.iter().any(|a| labelled.contains(a)));
        told.flat_map(|s| s.articles.iter().copied()).collect()
    };
    let printed: BTreeSet<&str> = uses.iter().map(|u| slice(&book.article(u.article).text, u.label.entity)).collect();
    let names = |a: ArticleIx| labelled.contains(&a) || printed.iter().any(|name| holds_word(&book.article(a).text, name));
    let mut naming: BTreeMap<String, usize> = BTreeMap::new();
    for article in all.into_iter().filter(|&a| names(a)) {
        *naming.entry(names::short(book.article(article))).or_default() += 1;
    }
    let column =
        |o: &&String| Column { outlet: (*o).clone(), href: format!("#{}", group_id(id, o)), naming: naming.get(*o).copied().unwrap_or(0) };
    outlets.iter().map(column).collect()
}

/// Whether a name stands in a text as words of its own.
fn holds_word(text: &str, name: &str) -> bool {
    let edge = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
    !name.is_empty()
        && text.match_indices(name).any(|(at, _)| edge(text[..at].chars().next_back()) && edge(text[at + name.len()..].chars().next()))
}

fn rows(uses: &[Use], columns: &[&String], id: &str) -> Vec<Row> {
    let mut forms: BTreeMap<(String, Voice), Vec<&Use>> = BTreeMap::new();
    uses.iter().for_each(|u| forms.entry((u.words.to_lowercase(), u.label.voice)).or_default().push(u));
    let row = |((_, voice), uses): ((String, Voice), Vec<&Use>)| {
        let mut devices: Vec<_> = uses.iter().map(|u| u.label.device).collect();
        devices.sort_unstable();
        devices.dedup();
        let mut printed: Vec<&String> = uses.iter().map(|u| &u.words).collect();
        printed.sort_unstable();
        let apart: BTreeSet<(Option<usize>, Option<ArticleIx>)> =
            uses.iter().map(|u| (u.family, u.family.is_none().then_some(u.article))).collect();
        Row {
            // small letters come after capital ones: what stands last is no headline
            words: printed.last().map_or_else(String::new, |w| (*w).clone()),
            voice: wording::voice(voice),
            devices: devices.into_iter().map(wording::device).collect(),
            cells: columns.iter().map(|o| cell(&uses, o, id)).collect(),
            apart: apart.len(),
        }
    };
    let mut rows: Vec<Row> = forms.into_iter().map(row).collect();
    let articles = |r: &Row| r.cells.iter().map(|c| c.articles).sum::<usize>();
    rows.sort_by_cached_key(|r| (std::cmp::Reverse((r.apart, articles(r))), r.words.to_lowercase(), r.voice));
    rows
}

fn cell(uses: &[&Use], outlet: &str, id: &str) -> Cell {
    let here = || uses.iter().filter(|u| u.outlet == outlet);
    let articles: BTreeSet<ArticleIx> = here().map(|u| u.article).collect();
    let own: BTreeSet<ArticleIx> = here().filter(|u| u.family.is_none()).map(|u| u.article).collect();
    Cell {
        outlet: outlet.to_owned(),
        articles: articles.len(),
        shared: articles.len() - own.len(),
        href: format!("#{}", group_id(id, outlet)),
    }
}

/// Places in the articles of each outlet.
type ByOutlet<'a> = BTreeMap<&'a String, BTreeSet<(ArticleIx, Span)>>;

/// Hedges whose clause holds the label, each class by outlet.
fn hedges(book: &Book, uses: &[Use], columns: &[&String]) -> Vec<(&'static str, Vec<usize>)> {
    let mut found: BTreeMap<HedgeClass, ByOutlet> = BTreeMap::new();
    for u in uses {
        for h in &book.analysis().wordings[u.article.index()].hedges {
            if h.scope.contains(u.label.span) {
                found.entry(h.class).or_default().entry(&u.outlet).or_default().insert((u.article, h.span));
            }
        }
    }
    let row = |(class, by): (HedgeClass, ByOutlet)| {
        (wording::hedge(class), columns.iter().map(|o| by.get(*o).map_or(0, BTreeSet::len)).collect())
    };
    found.into_iter().map(row).collect()
}

/// Passages on a page.
fn most(book: &Book) -> usize {
    if book.go.pages() { PASSAGES } else { sections::PASSAGES }
}

fn groups(book: &Book, uses: &[Use], (outlets, id): (&[String], &str)) -> Vec<Group> {
    let mut room = most(book);
    let group = |outlet: &String| {
        let here: Vec<Shown> = uses.iter().filter(|u| u.outlet == *outlet).take(room).map(|u| shown_use(book, u)).collect();
        room -= here.len();
        Group { id: group_id(id, outlet), outlet: outlet.clone(), uses: here }
    };
    outlets.iter().map(group).collect()
}

fn shown_use(book: &Book, u: &Use) -> Shown {
    let text = &book.article(u.article).text;
    let voices = book.analysis().voices.get(u.article.index());
    let said = u.label.attribution.and_then(|n| voices?.attributions.get(n as usize));
    let source = |spans: &[Span]| spans.iter().map(|&s| visible(slice(text, s))).collect::<Vec<_>>().join(" ");
    Shown {
        passage: Passage::of(book, u.article, u.label.span),
        voice: wording::voice(u.label.voice),
        device: wording::device(u.label.device),
        speaker: said.map_or_else(String::new, |a| source(&a.source)),
        shared: u.family.is_some(),
    }
}

/// What a page of the list reads of a collection.
pub(crate) fn select_list(collection: &Collection, ask: &Ask) -> Result<Selection, Error> {
    Ok(Selection { named: collection.list("named", screens::window(ask), None)?, ..Selection::default() })
}

/// What the page of a name reads: the articles that give it a label, and those of the same stories.
pub(crate) fn select(collection: &Collection, id: &str) -> Result<Option<Selection>, Error> {
    let Some(named) = collection.row("named by id", id)? else { return Ok(None) };
    let labelled = collection.rows_of("articles that label a name", named, ARTICLES)?;
    let mut articles: BTreeSet<i64> = labelled.iter().copied().collect();
    let mut families: BTreeSet<i64> = BTreeSet::new();
    for &article in &labelled {
        families.extend(collection.rows_of("families of an article", article, FAMILIES)?);
        if articles.len() < IN_STORIES {
            articles.extend(collection.rows_of("articles of the story of an article", article, ARTICLES)?);
        }
    }
    Ok(Some(Selection {
        articles: articles.into_iter().filter_map(|n| u32::try_from(n).ok()).collect(),
        families: families.into_iter().collect(),
        named: vec![named],
        wordings: true,
        voices: true,
        ..Selection::default()
    }))
}

/// Renders the page of the name with this id.
pub(crate) fn render_named(book: &Book, id: &str) -> Result<Option<String>, askama::Error> {
    book.sums.named.iter().position(|n| n.id == id).map(|index| render(book, index)).transpose()
}
