//! The page of two articles: side by side, with what speaks for and against an order, the credit and the differences.

use askama::Template;
use retold::record::{Article, Layer, Match, Pair, Span};
use retold_io::collection::{Collection, Error, Selection};

use super::book::Book;
use super::edits::{self, Difference, Numbered};
use super::links::{Links, Shape};
use super::paragraphs::{paragraphs, sentences, slice};
use super::refs::ArticleRef;
use super::rows::{Row, paragraph_at, rows};
use super::runs::{self, Anchor, Mark, Paragraph, Side, What};
use super::verdict::{self, Columns, CreditLine, ReasonLine};
use super::{gutter, names, wording};

/// Matches marked on one page; a text of one repeated sentence can have thousands.
const MARKED: usize = 300;

#[derive(Template)]
#[template(path = "pair.html")]
struct PairPage {
    go: Links,
    id: String,
    name_a: String,
    name_b: String,
    a: Head,
    b: Head,
    ordered: bool,
    direction: &'static str,
    direction_class: &'static str,
    /// How often such a word was right; empty where no order is given.
    direction_base: String,
    shared_words: String,
    /// How many of them are narration; empty where all are.
    narration: String,
    matches: String,
    unmarked: usize,
    gutter: String,
    rows: Vec<RowView>,
    reasons: Vec<ReasonLine>,
    credits: Vec<CreditLine>,
    differences: Vec<Difference>,
    minor: usize,
    more: usize,
    families: Vec<(String, String)>,
    citation: String,
}

/// The head of a column.
struct Head {
    /// `Earlier in this collection`, `Later`, or which column it is.
    place: &'static str,
    article: ArticleRef,
    share: String,
    map: String,
    url: String,
    hash: String,
}

struct RowView {
    shared: bool,
    a: Vec<Part>,
    b: Vec<Part>,
}

/// What stands in a cell: a paragraph with marks, or paragraphs that the other side does not have.
enum Part {
    Text(Paragraph),
    Fold { summary: String, inside: Vec<Paragraph>, href: Option<String> },
}

/// One column while it is being built.
struct Column<'a> {
    article: &'a Article,
    paragraphs: Vec<Span>,
    marks: Vec<Mark>,
    side: Side,
    href: Option<String>,
    excerpts: bool,
    /// Whether paragraphs that the other side does not have stand here, folded. In a folder each article has them on its own page, and would else
    /// be repeated in full on the page of each of its pairs.
    whole: bool,
}

/// Renders the page of a pair.
pub(crate) fn render(book: &Book, index: usize) -> Result<String, askama::Error> {
    let pair = &book.analysis().pairs[index];
    let columns = Columns::of(pair);
    let (a, b) = (book.article(columns.a), book.article(columns.b));
    let all = book.matches(pair);
    let matches = numbered(book, all, columns);
    let (differences, minor) = edits::differences(&matches, a, b);
    let (share_a, share_b) = columns.shares(pair);
    let (name_a, name_b) = names::two(a, b);
    let id = book.pair_id(index);
    let (head_a, head_b) = (head(book, columns, true, (share_a, &matches)), head(book, columns, false, (share_b, &matches)));
    let page = PairPage {
        go: book.go,
        citation: citation(book, &head_a.article, &head_b.article, &id),
        name_a,
        name_b,
        a: head_a,
        b: head_b,
        ordered: columns.ordered,
        direction: wording::direction(pair.direction),
        direction_class: wording::direction_class(pair.direction),
        direction_base: wording::direction_base(pair.direction),
        shared_words: wording::counted(pair.shared_words.into(), "word", "words"),
        narration: narration(pair),
        matches: wording::counted(all.len() as u64, "passage", "passages"),
        unmarked: all.len() - matches.len(),
        gutter: gutter::between(&matches, a.text.len(), b.text.len()),
        rows: layout(book, pair, columns, &matches),
        reasons: verdict::reasons(book, pair, columns),
        credits: verdict::credits(book, pair, columns),
        more: differences.len().saturating_sub(edits::LISTED),
        differences: differences.into_iter().take(edits::LISTED).collect(),
        minor,
        families: families(book, pair),
        id,
    };
    page.render()
}

/// The matches of a pair with their numbers, in the order of column A.
fn numbered<'a>(book: &Book, all: &'a [Match], columns: Columns) -> Vec<Numbered<'a>> {
    let mut out: Vec<Numbered> =
        all.iter().map(|m| Numbered { n: 0, id: names::match_id(book.input.articles, m), m, flipped: columns.flipped }).collect();
    out.sort_by_key(|m| m.spans());
    out.truncate(MARKED);
    for (i, m) in out.iter_mut().enumerate() {
        m.n = i + 1;
    }
    out
}

fn head(book: &Book, columns: Columns, first: bool, (share, matches): (f64, &[Numbered])) -> Head {
    let ix = if first { columns.a } else { columns.b };
    let article = book.article(ix);
    let bars: Vec<_> = matches.iter().map(|m| (if first { m.spans().0 } else { m.spans().1 }, gutter::tone(m))).collect();
    Head {
        place: match (columns.ordered, first) {
            (true, true) => "Earlier in this collection",
            (true, false) => "Later",
            (false, true) => "On the left",
            (false, false) => "On the right",
        },
        article: ArticleRef::of(book, ix),
        share: wording::percent(share),
        map: gutter::strip(&bars, article.text.len(), if first { "a" } else { "b" }),
        url: article.url.as_deref().map(super::visible::visible).unwrap_or_default(),
        hash: super::page::short_hash(&article.text_sha256),
    }
}

fn layout(book: &Book, pair: &Pair, columns: Columns, matches: &[Numbered]) -> Vec<RowView> {
    let column = |first: bool| {
        let ix = if first { columns.a } else { columns.b };
        let article = book.article(ix);
        let mut marks = blocks(article);
        for credit in pair.credit_spans.iter().filter(|c| c.article == ix) {
            marks.push(Mark { span: credit.span, what: What::Credit });
        }
        for m in matches {
            marks.extend(match_marks(book, m, first));
        }
        Column {
            article,
            paragraphs: paragraphs(&article.text),
            marks,
            side: match (columns.ordered, first) {
                (true, true) => Side::Earlier,
                (true, false) => Side::Later,
                (false, _) => Side::Unordered,
            },
            href: book.article_href(ix),
            excerpts: book.input.options.excerpts,
            whole: !book.input.options.excerpts && book.go.shape != Shape::Folder,
        }
    };
    let (a, b) = (column(true), column(false));
    let spans: Vec<_> = matches.iter().map(Numbered::spans).collect();
    let view = |row: Row| {
        let (a, b) = (cell(&a, row.a, spans.iter().map(|s| s.0)), cell(&b, row.b, spans.iter().map(|s| s.1)));
        let shared = row.shared || a.iter().chain(&b).any(|p| matches!(p, Part::Text(_)));
        RowView { shared, a, b }
    };
    let linked = links(book, matches, &a.paragraphs, &b.paragraphs);
    let mut shown: Vec<RowView> = rows(a.paragraphs.len(), b.paragraphs.len(), linked).into_iter().map(view).collect();
    link_once(shown.iter_mut().flat_map(|row| &mut row.a));
    link_once(shown.iter_mut().flat_map(|row| &mut row.b));
    shown
}

/// Leaves the link to the whole article at the first place of a column that speaks of it.
fn link_once<'p>(parts: impl Iterator<Item = &'p mut Part>) {
    let links = parts.filter_map(|part| match part {
        Part::Fold { href, .. } => Some(href),
        Part::Text(_) => None,
    });
    links.skip(1).for_each(|href| *href = None);
}

/// Paragraphs of both columns that hold the same words. A match can run through many: each is set beside its own counterpart.
fn links(book: &Book, matches: &[Numbered], a: &[Span], b: &[Span]) -> Vec<(usize, usize)> {
    if a.is_empty() || b.is_empty() {
        return Vec::new();
    }
    let mut out = Vec::new();
    for numbered in matches {
        let m = numbered.m;
        let text = |ix| book.article(ix).text.as_str();
        for (left, right) in edits::aligned(m, text(m.left.article), text(m.right.article)) {
            let (x, y) = if numbered.flipped { (right, left) } else { (left, right) };
            if x.is_empty() || y.is_empty() {
                continue;
            }
            let start = (paragraph_at(a, x.start), paragraph_at(b, y.start));
            let end = (paragraph_at(a, x.end - 1), paragraph_at(b, y.end - 1));
            if out.last() != Some(&start) {
                out.push(start);
            }
            if end != start {
                out.push(end);
            }
        }
    }
    out
}

/// Headline, dateline and the like, so that a reader sees what is not story text.
pub(crate) fn blocks(article: &Article) -> Vec<Mark> {
    let mark = |b: &retold::record::Block| Mark { span: b.span, what: What::Block(b.kind) };
    article.blocks.iter().map(mark).collect()
}

/// The marks of a match in one column.
fn match_marks(book: &Book, m: &Numbered, first: bool) -> Vec<Mark> {
    let pick = |(x, y): (Span, Span)| if first { x } else { y };
    let (here, there) = if first { ("a", "b") } else { ("b", "a") };
    let span = pick(m.spans());
    let mut out = vec![Mark {
        span,
        what: What::Shared {
            tone: wording::tone(m.m.kind, m.m.layer),
            before: Some(Anchor {
                id: Some(format!("{}-{here}", m.id)),
                href: Some(format!("#{}-{there}", m.id)),
                label: m.n.to_string(),
                spoken: "match begins, to the other text: ".to_owned(),
            }),
            after: Vec::new(),
            ends: format!("match {} ends", m.n),
        },
    }];
    if m.m.layer == Layer::Quotation {
        out.push(Mark { span, what: What::Quote });
    }
    let text = |ix| book.article(ix).text.as_str();
    let (left, right) = (text(m.m.left.article), text(m.m.right.article));
    let on_left = first != m.flipped;
    let quotations: Vec<_> = m.m.layers.iter().filter(|l| l.layer == Layer::Quotation).collect();
    let pieces = if on_left || quotations.is_empty() { Vec::new() } else { edits::aligned(m.m, left, right) };
    for layer in quotations {
        let span = if on_left { Some(layer.span) } else { edits::on_the_right(&pieces, layer.span) };
        out.extend(span.map(|span| Mark { span, what: What::Quote }));
    }
    for edit in &m.m.edits {
        let other = if on_left { slice(right, edit.right) } else { slice(left, edit.left) };
        let what = What::Edit { class: edit.class, other: other.to_owned() };
        out.push(Mark { span: pick(m.edit_spans(edit)), what });
    }
    out
}

/// Fills a cell: paragraphs that a match touches are shown, the stretches between them folded.
fn cell(column: &Column, range: (usize, usize), matches: impl Iterator<Item = Span> + Clone) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut folded: Vec<Span> = Vec::new();
    for &span in &column.paragraphs[range.0..range.1] {
        if matches.clone().any(|m| m.intersection(span).is_some()) {
            parts.extend(fold(column, std::mem::take(&mut folded)));
            let mut shown = runs::paragraph(column.article, span, &column.marks, column.side);
            if column.excerpts {
                runs::excerpt(&mut shown);
            }
            parts.push(Part::Text(shown));
        } else {
            folded.push(span);
        }
    }
    parts.extend(fold(column, folded));
    parts
}

fn fold(column: &Column, spans: Vec<Span>) -> Option<Part> {
    if spans.is_empty() {
        return None;
    }
    let (kinds, count) = unshared(column.article, &spans);
    let show = |&s: &Span| runs::paragraph(column.article, s, &column.marks, column.side);
    Some(Part::Fold {
        summary: wording::not_in_the_other(&kinds, count),
        inside: if column.whole { spans.iter().map(show).collect() } else { Vec::new() },
        href: column.href.clone(),
    })
}

/// What folded paragraphs are: the kinds of those that are no story text, and the sentences of the others.
fn unshared(article: &Article, spans: &[Span]) -> (Vec<&'static str>, usize) {
    let mut kinds = Vec::new();
    let mut count = 0;
    for &span in spans {
        match article.blocks.iter().find(|b| b.span.contains(span)) {
            Some(block) => kinds.push(wording::block(block.kind)),
            None => count += sentences(slice(&article.text, span)),
        }
    }
    kinds.dedup();
    (kinds, count)
}

/// How many of the shared words are the outlets' own telling; empty where all are.
pub(crate) fn narration(pair: &Pair) -> String {
    match pair.narration_words {
        n if n >= pair.shared_words => String::new(),
        0 => "none".to_owned(),
        n => wording::number(n.into()),
    }
}

/// Families with a page that hold both articles: link and name.
fn families(book: &Book, pair: &Pair) -> Vec<(String, String)> {
    let other = book.families_of(pair.right);
    let both = book.families_of(pair.left).iter().filter(|f| other.contains(f)).take(3);
    both.filter_map(|&f| Some((book.family_href(f)?, super::family::name(book, f)))).collect()
}

fn citation(book: &Book, a: &ArticleRef, b: &ArticleRef, id: &str) -> String {
    let run = &book.input.run;
    format!(
        "Shared text of {} and {}. Retold {}, run {}, #{id}. Text overlap, not intent.",
        a.cited(),
        b.cited(),
        super::visible::visible(&run.version),
        super::page::short_hash(&run.run_hash),
    )
}

/// What the page of a pair reads of a collection.
pub(crate) fn select(collection: &Collection, id: &str) -> Result<Option<Selection>, Error> {
    let Some(pair) = collection.row("pair", id)? else { return Ok(None) };
    let families = match collection.rows_of("articles of a pair", pair, 2)?[..] {
        [left, right] => collection.families_of_pair(left as u32, right as u32)?,
        _ => Vec::new(),
    };
    Ok(Some(Selection { pairs: vec![pair], families, ..Selection::default() }))
}

/// Renders the page of the pair with this id.
pub(crate) fn render_named(book: &Book, id: &str) -> Result<Option<String>, askama::Error> {
    book.pairs.iter().find(|&&p| book.pair_id(p) == id).map(|&p| render(book, p)).transpose()
}
