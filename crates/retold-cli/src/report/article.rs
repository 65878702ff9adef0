//! Articles: the list and a page for each, with what is known of it and where that was read.

use askama::Template;
use retold::record::{Article, ArticleIx, Layer, Match, Pair, Span};
use retold_io::collection::{Collection, Error, Selection, WordQuery};

use super::book::Book;
use super::links::{Ask, Links};
use super::pager::{Download, Pager};
use super::paragraphs::{around, paragraphs, slice, whole};
use super::refs::ArticleRef;
use super::runs::{self, Mark, Paragraph, Side, What};
use super::sentence::Sentence;
use super::visible::{has_hidden, visible};
use super::{date, gutter, names, pair, regions, screens, sentence, verdict, wording};

/// Pairs listed on a page.
pub(crate) const PAIRS: usize = 30;
/// Places of words shown on a line of the list, and the words before and after each.
const HITS: usize = 2;
const CONTEXT: usize = 14;
/// Pairs whose passages are marked on a page made from a part of a collection.
const MARKED: u64 = 60;
/// Pairs that share only lines set aside whose passages are marked: most of an article share the same line.
const ASIDE: u64 = 4;
/// Families named above the title; further ones are folded.
const CRUMBS: usize = 3;
/// Families named on such a page.
const FAMILIES: u64 = 20;
/// Lines of the list of articles where not all of them have a page.
pub(crate) const LINES: usize = 2_000;

#[derive(Template)]
#[template(path = "articles.html")]
struct ArticlesPage {
    total: String,
    paged: String,
    all_paged: bool,
    left_out: usize,
    pager: Pager,
    lines: Vec<Line>,
    sentence: Option<Sentence>,
    bad_dates: Vec<String>,
    /// What is asked for, in words; empty where everything is shown.
    asked: String,
    not_looked: String,
    download: Option<Download>,
}

struct Line {
    article: ArticleRef,
    role: &'static str,
    pairs: u64,
    /// Where the words stand that were asked for.
    hits: Vec<Hit>,
    more: usize,
}

/// A place of words, in its surroundings.
struct Hit {
    before: String,
    words: String,
    after: String,
}

#[derive(Template)]
#[template(path = "article.html")]
struct ArticlePage {
    go: Links,
    id: String,
    article: ArticleRef,
    facts: Vec<Fact>,
    link: Option<String>,
    hidden: bool,
    excerpts: bool,
    map: String,
    text: Vec<Paragraph>,
    pairs: Vec<PairLine>,
    pairs_left_out: u64,
    /// `4 further articles share`, but lines that are set aside.
    aside: String,
    has_aside: bool,
    families: Vec<(String, String)>,
    /// Those beyond the first ones, folded.
    more_families: Vec<(String, String)>,
}

/// A value and where it was read.
struct Fact {
    name: &'static str,
    value: String,
    origin: &'static str,
    mono: bool,
}

struct PairLine {
    /// Of the other article: its outlet, else its title.
    name: String,
    other: ArticleRef,
    href: Option<String>,
    words: String,
    narration: String,
    /// Where the shared passages stand in this article.
    map: String,
    share: String,
    place: &'static str,
    direction: &'static str,
    direction_class: &'static str,
}

/// Renders the list, by date, the undated last.
pub(crate) fn render_list(book: &Book, ask: &Ask) -> Result<String, askama::Error> {
    let total = book.input.articles.len();
    let all_paged = book.articles.len() == total;
    let mut order: Vec<ArticleIx> =
        if all_paged || total <= LINES { (0u32..).map(ArticleIx).take(total).collect() } else { book.articles.iter().copied().collect() };
    order.sort_by_key(|&a| {
        let article = book.article(a);
        (article.published.as_ref().map_or(i64::MAX, |d| d.from), a)
    });
    let query = ask.words.as_deref().and_then(WordQuery::new);
    let line = |&a: &ArticleIx| {
        let (hits, more) = query.as_ref().map(|q| hits(q, &book.article(a).text)).unwrap_or_default();
        Line { article: ArticleRef::of(book, a), role: wording::role(book.article(a).role), pairs: book.pairs_in_all(a).0, hits, more }
    };
    let sentence = Sentence::of_articles(book, ask);
    let in_all = book.listed.map_or(book.overview.articles, |listed| listed.total);
    let page = ArticlesPage {
        total: wording::counted(in_all, "article", "articles"),
        pager: Pager::of(book, "articles", ask, in_all),
        asked: sentence.as_ref().map(Sentence::told).unwrap_or_default(),
        sentence,
        bad_dates: sentence::bad_dates(ask),
        not_looked: book.listed.filter(|l| l.not_looked > 0).map_or(String::new(), |l| wording::number(l.not_looked)),
        download: Download::of(book, "articles", ask, in_all),
        paged: wording::number(book.articles.len() as u64),
        all_paged,
        left_out: total - order.len(),
        lines: order.iter().map(line).collect(),
    };
    page.render()
}

/// The first places of words in a text, and how many more there are.
fn hits(query: &WordQuery, text: &str) -> (Vec<Hit>, usize) {
    let places = query.places(text);
    let hit = |&span: &Span| {
        let (before, after) = around(text, span, whole(text), CONTEXT);
        Hit { before, words: visible(slice(text, span)), after }
    };
    (places.iter().take(HITS).map(hit).collect(), places.len().saturating_sub(HITS))
}

/// Renders the page of an article.
pub(crate) fn render(book: &Book, ix: ArticleIx) -> Result<String, askama::Error> {
    let article = book.article(ix);
    let regions = regions::of(book, ix);
    let mut marks = pair::blocks(article);
    marks.extend(credits(book, ix));
    let bars: Vec<_> = regions.iter().map(|r| (r.span, r.bar())).collect();
    for region in &regions {
        marks.extend(regions::marks(book, ix, region));
    }
    let excerpts = book.input.options.excerpts;
    let touches = |p: &Span| regions.iter().any(|r| r.span.intersection(*p).is_some());
    let text = paragraphs(&article.text).into_iter().filter(|p| !excerpts || touches(p));
    let show = |p| {
        let mut shown = runs::paragraph(article, p, &marks, Side::Unordered);
        if excerpts {
            runs::excerpt(&mut shown);
        }
        shown
    };
    let link = |&f: &usize| Some((book.family_href(f)?, super::family::name(book, f)));
    let mut families: Vec<(String, String)> = book.families_of(ix).iter().filter_map(link).collect();
    let pairs = pair_lines(book, ix);
    let page = ArticlePage {
        go: book.go,
        id: names::article_id(article),
        article: ArticleRef::of(book, ix),
        facts: facts(book, ix),
        link: article.url.as_deref().filter(|u| is_web(u)).map(str::to_owned),
        hidden: has_hidden(&article.text) || article.title.as_deref().is_some_and(has_hidden),
        excerpts,
        map: gutter::strip(&bars, article.text.len(), "a"),
        text: text.map(show).collect(),
        pairs_left_out: book.pairs_in_all(ix).0.saturating_sub(pairs.len() as u64),
        pairs,
        aside: wording::counted(book.pairs_in_all(ix).1, "further article shares", "further articles share"),
        has_aside: book.pairs_in_all(ix).1 > 0,
        more_families: families.split_off(families.len().min(CRUMBS)),
        families,
    };
    page.render()
}

/// Whether an address may be a link: `http` or `https`, printable, nothing else. Everything else is shown as text.
fn is_web(url: &str) -> bool {
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    let scheme = lower.starts_with("http://") || lower.starts_with("https://");
    scheme && !url.chars().any(|c| c.is_whitespace() || c.is_control()) && !has_hidden(url)
}

/// What is known of the article.
fn facts(book: &Book, ix: ArticleIx) -> Vec<Fact> {
    let a = book.article(ix);
    let fact = |name, value: String, origin| fact(name, Some(value), (origin, false));
    let outlet = a.outlet.clone().unwrap_or_else(|| "not known".to_owned());
    let (published, origin) = match &a.published {
        Some(date) => (date::long(date), wording::origin(a.published_from)),
        None => (wording::UNDATED.to_owned(), ""),
    };
    let whole = if a.complete { "yes" } else { "no: a missing credit is not judged" };
    let said = |name, value: &Option<String>, origin| fact(name, value.clone()?, origin);
    let all = [
        fact("Outlet", outlet, ""),
        fact("Published", published, origin),
        said("Stamp in the text", &a.stamped.as_ref().map(date::long), "from the text itself"),
        said("Changed", &a.modified, "as declared"),
        said("Captured", &a.captured, ""),
        said("Author line", &a.author, "as printed"),
        fact("Language", wording::language(a.lang.as_deref()), ""),
        fact("Kind of text", wording::role(a.role).to_owned(), ""),
        fact("Words", wording::number(book.words(ix).into()), ""),
        fact("Whole page", whole.to_owned(), ""),
    ];
    all.into_iter().flatten().chain(places(a)).collect()
}

/// Where the article came from and what its bytes are.
fn places(a: &Article) -> impl Iterator<Item = Fact> {
    let file = match &a.locator {
        Some(locator) => format!("{}, {locator}", a.input),
        None => a.input.clone(),
    };
    let hash = |h: &String| Some(h.clone()).filter(|h| !h.is_empty());
    let mono = |name, value: Option<String>, origin| fact(name, value, (origin, true));
    let all = [
        mono("Address", a.url.clone(), ""),
        mono("Archived copy", a.archive_url.clone(), ""),
        mono("Read from", Some(file), ""),
        mono("Id", Some(a.id.clone()), ""),
        mono("Earlier version", a.version_of.clone(), "same address"),
        mono("SHA-256 of the bytes", hash(&a.sha256), ""),
        mono("SHA-256 of the text", hash(&a.text_sha256), ""),
    ];
    all.into_iter().flatten()
}

fn fact(name: &'static str, value: Option<String>, (origin, mono): (&'static str, bool)) -> Option<Fact> {
    let value = visible(&value?);
    Some(Fact { name, value, origin, mono })
}

/// Credits that any pair found in this article, each once.
fn credits(book: &Book, ix: ArticleIx) -> Vec<Mark> {
    let pairs = book.pairs_of(ix).iter().map(|&p| &book.analysis().pairs[p]);
    let spans = pairs.flat_map(|p| &p.credit_spans).filter(|c| c.article == ix);
    let mut spans: Vec<Span> = spans.map(|c| c.span).collect();
    spans.sort_unstable();
    spans.dedup();
    spans.into_iter().map(|span| Mark { span, what: What::Credit }).collect()
}

fn pair_lines(book: &Book, ix: ArticleIx) -> Vec<PairLine> {
    let shared = |i: usize| &book.analysis().pairs[i];
    let mut pairs: Vec<usize> = book.pairs_of(ix).iter().copied().filter(|&i| shared(i).is_told()).collect();
    pairs.sort_by_key(|&i| (std::cmp::Reverse((shared(i).narration_words, shared(i).shared_words)), i));
    let line = |i: usize| {
        let pair = &book.analysis().pairs[i];
        let (other, share) = if pair.left == ix { (pair.right, pair.left_share) } else { (pair.left, pair.right_share) };
        let columns = verdict::Columns::of(pair);
        PairLine {
            name: names::short(book.article(other)),
            other: ArticleRef::of(book, other),
            href: book.pair_href(i),
            words: wording::number(pair.shared_words.into()),
            narration: pair::narration(pair),
            map: pair_map(book, ix, pair),
            share: wording::percent(share),
            place: match (columns.ordered, columns.a == ix) {
                (true, true) => "later than this one",
                (true, false) => "earlier in this collection",
                (false, _) => "order not known",
            },
            direction: wording::direction(pair.direction),
            direction_class: wording::direction_class(pair.direction),
        }
    };
    pairs.into_iter().take(PAIRS).map(line).collect()
}

/// Where an article shares text with the other one of a pair; empty where the passages were not read.
fn pair_map(book: &Book, ix: ArticleIx, pair: &Pair) -> String {
    let tone = |m: &Match| match m.layer {
        layer if wording::is_aside(layer) => "asd",
        Layer::Quotation => "quo",
        _ => "ver",
    };
    let side = |m: &Match| (if pair.left == ix { m.left.span } else { m.right.span }, tone(m));
    let bars: Vec<_> = book.matches(pair).iter().map(side).collect();
    if bars.is_empty() { String::new() } else { gutter::strip(&bars, book.article(ix).text.len(), "a") }
}

/// Whether a title, text or outlet holds characters that the report shows as marks.
pub(crate) fn holds_hidden(article: &Article) -> bool {
    let fields = [&article.title, &article.outlet, &article.author, &article.url];
    has_hidden(&article.text) || fields.into_iter().flatten().any(|f| has_hidden(f))
}

/// What a page of the list reads of a collection.
pub(crate) fn select_list(collection: &Collection, ask: &Ask) -> Result<Selection, Error> {
    let (wanted, window) = (sentence::wanted(ask), screens::window(ask));
    let (rows, listed) = if wanted.is_all() {
        (collection.list("articles", window, None)?, None)
    } else {
        let chosen = collection.search_articles(&wanted, window)?;
        let listed = chosen.listed();
        (chosen.rows, Some(listed))
    };
    let articles = rows.into_iter().filter_map(|n| u32::try_from(n).ok()).collect();
    Ok(Selection { articles, listed, pairs_of_articles: true, ..Selection::default() })
}

/// What the page of an article reads: the pairs that share the most with it, its first families, and a few of the pairs that share only lines
/// set aside, so that these are marked in its text.
pub(crate) fn select(collection: &Collection, id: &str) -> Result<Option<Selection>, Error> {
    let Some(article) = collection.row("article", id)? else { return Ok(None) };
    let mut pairs = collection.rows_of("the pairs of an article with the most words", article, MARKED)?;
    pairs.extend(collection.rows_of("the pairs of an article that share lines set aside", article, ASIDE)?);
    let families = collection.rows_of("families of an article", article, FAMILIES)?;
    Ok(Some(Selection { articles: vec![article as u32], pairs, families, pairs_of_articles: true, ..Selection::default() }))
}

/// Renders the page of the article with this id.
pub(crate) fn render_named(book: &Book, id: &str) -> Result<Option<String>, askama::Error> {
    book.named(id).map(|ix| render(book, ix)).transpose()
}

#[cfg(test)]
mod tests {
    use super::is_web;

    #[test]
    fn only_web_addresses_are_links() {
        assert!(is_web("https://norvik.example/a?b=1"));
        assert!(is_web("HTTP://norvik.example"));
        for not in ["javascript:alert(1)", " https://x", "https://x\ny", "data:text/html,x", "//x", "https:/x", "https://x\u{202E}y"] {
            assert!(!is_web(not), "{not}");
        }
    }
}
