//! The start page: the answer, the proof, what was read and what this cannot show.

use std::collections::BTreeMap;

use askama::Template;
use retold::record::{CreditClass, FindingKind, Layer, Pair};

use super::findings::{self, FindingLine};
use super::plan::Book;
use super::{article, date, names, wording};

/// Files named under a reason for skipping.
const NAMED_FILES: usize = 200;

#[derive(Template)]
#[template(path = "start.html")]
struct StartPage {
    articles: String,
    outlets: Option<String>,
    families: String,
    has_families: bool,
    has_pairs: bool,
    texts: String,
    about: bool,
    tiles: Vec<Tile>,
    strongest: Option<FindingLine>,
    /// Link text to the rest of the list; empty where there is none.
    more_findings: String,
    coverage: Coverage,
}

/// A number, what it counts, where it is shown.
struct Tile {
    number: String,
    name: &'static str,
    note: String,
    href: String,
}

/// What was read and what was not.
struct Coverage {
    formats: String,
    dates: String,
    languages: String,
    undated: usize,
    incomplete: usize,
    same_text: usize,
    hidden: usize,
    skipped: usize,
    reasons: Vec<SkipGroup>,
    site: String,
    formula: String,
    capped: bool,
    alone: usize,
}

struct SkipGroup {
    reason: String,
    count: usize,
    files: Vec<(String, String)>,
    more: usize,
}

/// Renders the start page.
pub(crate) fn render(book: &Book) -> Result<String, askama::Error> {
    let analysis = book.analysis();
    let (low, high) = analysis.texts;
    let mut outlets: Vec<_> = book.input.articles.iter().filter_map(names::outlet).collect();
    outlets.sort_unstable();
    outlets.dedup();
    let count = |n: usize, one, many| wording::counted(n as u64, one, many);
    let page = StartPage {
        articles: count(book.input.articles.len(), "article", "articles"),
        outlets: (!outlets.is_empty()).then(|| count(outlets.len(), "outlet", "outlets")),
        families: count(analysis.families.len(), "family", "families"),
        has_families: !analysis.families.is_empty(),
        has_pairs: !analysis.pairs.is_empty(),
        texts: format!("{} separately written {}", wording::low_high(low, high), if high == 1 { "text" } else { "texts" }),
        about: low != high,
        tiles: tiles(book),
        strongest: findings::strongest(book),
        more_findings: match analysis.findings.len() {
            0 | 1 => String::new(),
            n => wording::counted(n as u64 - 1, "more finding", "more findings"),
        },
        coverage: coverage(book),
    };
    page.render()
}

fn tiles(book: &Book) -> Vec<Tile> {
    let analysis = book.analysis();
    let pairs = |test: fn(&Pair) -> bool| analysis.pairs.iter().filter(|p| test(p)).count();
    let missing = pairs(|p| p.earlier.is_some() && p.credit().class == CreditClass::NoneFound);
    let open = pairs(|p| p.credit().class == CreditClass::NotJudged);
    let ordered = pairs(|p| p.earlier.is_some());
    let quoted = |f: &&retold::record::Family| f.layer == Layer::Quotation;
    let quotations = analysis.families.iter().filter(quoted).count();
    let numbers = findings::count(book, FindingKind::EditedNumber);
    let of_order = format!("order clear or likely in {}", wording::number(ordered as u64));
    let of_credit = format!("in the later text · {} not judged", wording::number(open as u64));
    let tile = |n: usize, (one, many), note: &str, href: String| Tile {
        number: wording::number(n as u64),
        name: if n == 1 { one } else { many },
        note: note.to_owned(),
        href,
    };
    let families = ("family of shared text", "families of shared text");
    let sharing = ("pair of articles shares text", "pairs of articles share text");
    let uncredited = ("pair, credit not found", "pairs, credit not found");
    let differing = ("number differs", "numbers differ");
    let quotes = ("family of quotations", "families of quotations");
    let all = analysis.findings.len();
    let group = |kind| group_href(book, kind);
    vec![
        tile(analysis.families.len(), families, "passages that stand in several articles, grouped", "#families".to_owned()),
        tile(analysis.pairs.len(), sharing, &of_order, "#pairs".to_owned()),
        tile(missing, uncredited, &of_credit, group(FindingKind::CreditNotFound)),
        tile(numbers, differing, "inside shared sentences; either may be right", group(FindingKind::EditedNumber)),
        tile(quotations, quotes, "the same words between quotation marks", group(FindingKind::SharedQuotation)),
        tile(all, ("finding", "findings"), "sentences with passages to check", "#findings".to_owned()),
    ]
}

/// The group of a kind of finding, else the whole list.
fn group_href(book: &Book, kind: FindingKind) -> String {
    if findings::has_group(book, kind) { format!("#{}", findings::group_id(kind)) } else { "#findings".to_owned() }
}

fn coverage(book: &Book) -> Coverage {
    let articles = book.input.articles;
    let counts = &book.analysis().counts;
    let number = |n: u64, one, many| wording::counted(n, one, many);
    let moments = || articles.iter().filter_map(|a| a.published.as_ref());
    let first = moments().map(|d| d.from).min();
    let last = moments().map(|d| d.to).max();
    Coverage {
        formats: formats(book),
        dates: first.zip(last).map_or_else(String::new, |(a, b)| date::range(a, b)),
        languages: languages(book),
        undated: articles.iter().filter(|a| a.published.is_none()).count(),
        incomplete: articles.iter().filter(|a| !a.complete).count(),
        same_text: same_text(book),
        hidden: articles.iter().filter(|a| article::holds_hidden(a)).count(),
        skipped: book.input.skipped.len(),
        reasons: skipped(book),
        site: number(counts.site_matches, "passage", "passages"),
        formula: number(counts.formula_matches, "stock phrase", "stock phrases"),
        capped: counts.capped_runs + counts.narrowed_grams > 0,
        alone: (0u32..).take(articles.len()).filter(|&i| book.pairs_of(retold::record::ArticleIx(i)).is_empty()).count(),
    }
}

fn formats(book: &Book) -> String {
    let mut by: BTreeMap<String, u64> = BTreeMap::new();
    for input in &book.input.run.inputs {
        *by.entry(super::visible::visible(&input.format).to_uppercase()).or_default() += input.articles;
    }
    listed(by, 20)
}

/// `English 209, not known 3`: the most frequent first.
fn languages(book: &Book) -> String {
    let mut by: BTreeMap<String, u64> = BTreeMap::new();
    for article in book.input.articles {
        *by.entry(wording::language(article.lang.as_deref())).or_default() += 1;
    }
    listed(by, 12)
}

/// Names with their counts, the largest first.
fn listed(counts: BTreeMap<String, u64>, most: usize) -> String {
    let mut list: Vec<_> = counts.into_iter().collect();
    list.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let say = |(name, n): &(String, u64)| format!("{name} {}", wording::number(*n));
    list.iter().take(most).map(say).collect::<Vec<_>>().join(", ")
}

/// Articles whose whole text is the text of another one.
fn same_text(book: &Book) -> usize {
    let mut by: BTreeMap<&str, usize> = BTreeMap::new();
    for a in book.input.articles.iter().filter(|a| !a.text_sha256.is_empty()) {
        *by.entry(&a.text_sha256).or_default() += 1;
    }
    by.into_values().filter(|&n| n > 1).sum()
}

fn skipped(book: &Book) -> Vec<SkipGroup> {
    let mut by: BTreeMap<&str, Vec<(String, String)>> = BTreeMap::new();
    for line in book.input.skipped {
        let place = match &line.locator {
            Some(locator) => format!("{}, {locator}", line.input),
            None => line.input.clone(),
        };
        let shown = (super::visible::visible(&place), super::visible::visible(&line.detail));
        by.entry(&line.reason).or_default().push(shown);
    }
    let group = |(reason, mut files): (&str, Vec<(String, String)>)| SkipGroup {
        reason: wording::skip_reason(reason),
        count: files.len(),
        more: files.len().saturating_sub(NAMED_FILES),
        files: {
            files.truncate(NAMED_FILES);
            files
        },
    };
    by.into_iter().map(group).collect()
}
