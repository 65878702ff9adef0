//! The start page: the answer, the proof, what was read and what this cannot show.

use std::collections::BTreeMap;

use askama::Template;
use retold::record::{CreditClass, FindingKind};
use retold_io::collection::{Collection, Error, Selection, Window};

use super::book::Book;
use super::findings::{self, FindingLine};
use super::links::{Ask, Links};
use super::{date, wording};

/// Findings at the top of the list among which the first that is not merely worth a look is looked for.
const STRONGEST: u64 = 10;
/// Files named under a reason for skipping.
const NAMED_FILES: usize = 200;

#[derive(Template)]
#[template(path = "start.html")]
struct StartPage {
    go: Links,
    articles: String,
    outlets: Option<String>,
    /// Articles that share text.
    sharing: String,
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
    undated: u64,
    without_outlet: String,
    incomplete: u64,
    same_text: u64,
    hidden: u64,
    skipped: usize,
    reasons: Vec<SkipGroup>,
    site: String,
    formula: String,
    capped: bool,
    alone: u64,
    /// Pairs that share only what is set aside.
    aside: u64,
    pairs_aside: String,
}

struct SkipGroup {
    reason: String,
    count: usize,
    files: Vec<(String, String)>,
    more: usize,
}

/// Renders the start page.
pub(crate) fn render(book: &Book) -> Result<String, askama::Error> {
    let (low, high) = book.analysis().texts;
    let all = &book.overview;
    let count = wording::counted;
    let page = StartPage {
        go: book.go,
        articles: count(all.articles, "article", "articles"),
        outlets: (all.outlets > 0).then(|| wording::outlets(all.outlets, all.without_outlet == 0)),
        sharing: wording::number(all.articles.saturating_sub(all.alone)),
        families: count(all.families, "family", "families"),
        has_families: all.families > 0,
        has_pairs: all.pairs > 0,
        texts: format!("{} separately written {}", wording::low_high(low, high), if high == 1 { "text" } else { "texts" }),
        about: low != high,
        tiles: tiles(book),
        strongest: findings::strongest(book),
        more_findings: match all.findings {
            0 | 1 => String::new(),
            n => count(n - 1, "more finding", "more findings"),
        },
        coverage: coverage(book),
    };
    page.render()
}

fn tiles(book: &Book) -> Vec<Tile> {
    let all = &book.overview;
    let of_order = format!("order clear or likely in {}", wording::number(all.ordered));
    let of_credit = format!("in the later text · {} not judged", wording::number(all.of_credit(CreditClass::NotJudged)));
    let of_findings = match all.rejected {
        0 => "sentences with passages to check".to_owned(),
        n => format!("sentences with passages to check; {} more rejected in review", wording::number(n)),
    };
    let tile = |n: u64, (one, many), note: &str, href: String| Tile {
        number: wording::number(n),
        name: if n == 1 { one } else { many },
        note: note.to_owned(),
        href,
    };
    let families = ("family of shared text", "families of shared text");
    let sharing = ("pair of articles shares text", "pairs of articles share text");
    let uncredited = ("pair, credit not found", "pairs, credit not found");
    let differing = ("number differs", "numbers differ");
    let quotes = ("quotation in several places", "quotations in several places");
    let numbers = all.of_kind(FindingKind::EditedNumber);
    let group = |kind| findings::group_href(book, kind);
    vec![
        tile(all.families, families, "passages that stand in several articles, grouped", book.go.to("families")),
        tile(all.pairs, sharing, &of_order, book.go.to("pairs")),
        tile(all.uncredited, uncredited, &of_credit, group(FindingKind::CreditNotFound)),
        tile(numbers, differing, "inside shared sentences; either may be right", group(FindingKind::EditedNumber)),
        tile(all.quotes, quotes, "how each article prints them, and whom it names", book.go.to("quotes")),
        tile(all.findings, ("finding", "findings"), &of_findings, book.go.to("findings")),
    ]
}

fn coverage(book: &Book) -> Coverage {
    let all = &book.overview;
    let counts = &book.analysis().counts;
    let number = |n: u64, one, many| wording::counted(n, one, many);
    Coverage {
        formats: listed(all.formats.iter().map(|(name, n)| (super::visible::visible(name).to_uppercase(), *n)), 20),
        dates: all.dates.map_or_else(String::new, |(a, b)| date::range(a, b)),
        languages: listed(all.languages.iter().map(|(code, n)| (wording::language(Some(code.as_str()).filter(|c| !c.is_empty())), *n)), 12),
        undated: all.undated,
        without_outlet: if all.without_outlet == 0 { String::new() } else { number(all.without_outlet, "article", "articles") },
        incomplete: all.incomplete,
        same_text: all.same_text,
        hidden: all.hidden,
        skipped: book.input.skipped.len(),
        reasons: skipped(book),
        site: number(counts.site_matches, "passage", "passages"),
        formula: number(counts.formula_matches, "stock phrase", "stock phrases"),
        capped: counts.capped_runs + counts.narrowed_grams > 0,
        alone: all.alone,
        aside: all.aside,
        pairs_aside: number(all.aside, "pair", "pairs"),
    }
}

/// `English 209, not known 3`.
fn listed(counts: impl Iterator<Item = (String, u64)>, most: usize) -> String {
    let say = |(name, n): (String, u64)| format!("{name} {}", wording::number(n));
    counts.take(most).map(say).collect::<Vec<_>>().join(", ")
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

/// What it reads of a collection: the findings among which the strongest is chosen.
pub(crate) fn select(collection: &Collection, _: &Ask) -> Result<Selection, Error> {
    findings::select_rows(collection, collection.list("findings", Window { skip: 0, take: STRONGEST }, None)?)
}
