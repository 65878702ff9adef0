//! A sample of the findings to be judged, and what the judgements say: how often a kind is right, and how far two readers agree.

use askama::Template;
use retold::record::{Confidence, FindingKind};
use retold_io::collection::{Collection, Error, Selection, Stratum};

use super::book::Book;
use super::links::{Ask, Leaf, Links};
use super::visible::visible;
use super::wording;

/// Findings drawn of each kind and confidence, where nobody says otherwise, and at most.
const EACH: u64 = 10;
const MOST: u64 = 200;

#[derive(Template)]
#[template(path = "validation.html")]
struct ValidationPage {
    go: Links,
    seed: String,
    each: u64,
    coder: String,
    drawn: String,
    open: String,
    /// The next finding to judge.
    next: Option<String>,
    lines: Vec<Line>,
    whole: Option<String>,
    twice: String,
    alpha: Option<String>,
    csv: String,
    json: String,
}

struct Line {
    kind: &'static str,
    confidence: &'static str,
    size: String,
    drawn: usize,
    judged: [u64; 3],
    precision: String,
    interval: String,
}

/// How many are drawn of each stratum.
pub(crate) fn each(ask: &Ask) -> u64 {
    ask.each.as_deref().and_then(|each| each.parse().ok()).unwrap_or(EACH).clamp(1, MOST)
}

/// The seed: 1 where none is given.
pub(crate) fn seed(ask: &Ask) -> &str {
    ask.seed.as_deref().unwrap_or("1")
}

/// Draws the sample.
pub(crate) fn select(collection: &Collection, ask: &Ask) -> Result<Selection, Error> {
    let validation = collection.validation(seed(ask), each(ask), ask.coder.as_deref())?;
    Ok(Selection { validation: Some(validation), ..Selection::default() })
}

/// The page of a finding in a sample, for a coder who is not to see what others said.
pub(crate) fn blind(go: Links, finding: &str, ask: &Ask) -> String {
    format!("{}{}", go.leaf(Leaf::Finding, finding), Ask { page: 0, ..ask.clone() }.query())
}

/// Renders the page.
pub(crate) fn render(book: &Book, ask: &Ask) -> Result<String, askama::Error> {
    let validation = book.validation.clone().unwrap_or_default();
    let query = Ask { page: 0, ..ask.clone() }.query();
    let page = ValidationPage {
        go: book.go,
        seed: seed(ask).to_owned(),
        each: each(ask),
        coder: ask.coder.clone().unwrap_or_default(),
        drawn: wording::number(validation.strata.iter().map(|s| s.drawn.len() as u64).sum()),
        open: wording::number(validation.open.len() as u64),
        next: ask.coder.as_ref().and_then(|_| validation.open.first()).map(|id| blind(book.go, id, ask)),
        lines: validation.strata.iter().map(line).collect(),
        whole: validation.precision().map(wording::percent),
        twice: wording::counted(validation.twice, "finding", "findings"),
        alpha: validation.alpha.map(|a| format!("{a:.3}")),
        csv: format!("{}.csv{query}", book.go.to("validation")),
        json: format!("{}.json{query}", book.go.to("validation")),
    };
    page.render()
}

fn line(stratum: &Stratum) -> Line {
    let (precision, interval) = match stratum.precision() {
        Some((p, (low, high))) => (wording::percent(p), format!("{} to {}", wording::percent(low), wording::percent(high))),
        None => ("not judged".to_owned(), String::new()),
    };
    Line {
        kind: stratum.kind.parse::<FindingKind>().map_or("", wording::finding),
        confidence: stratum.confidence.parse::<Confidence>().map_or("", wording::confidence),
        size: wording::number(stratum.size),
        drawn: stratum.drawn.len(),
        judged: stratum.judged,
        precision,
        interval,
    }
}

/// A code as it is shown.
pub(crate) fn code(ask: &Ask) -> String {
    ask.coder.as_deref().map(visible).unwrap_or_default()
}
