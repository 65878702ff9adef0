//! How much hangs on the threshold: what is left of pairs, outlets and families where only pairs count that share so much.

use askama::Template;
use retold_io::thresholds::Threshold;

use super::book::Book;
use super::links::Ask;
use super::pager::Download;
use super::wording;

#[derive(Template)]
#[template(path = "thresholds.html")]
struct ThresholdsPage {
    lines: Vec<Line>,
    download: Option<Download>,
}

struct Line {
    share: String,
    pairs: String,
    articles: String,
    edges: String,
    families: String,
    /// Share of the families of the first line that is left.
    kept: String,
}

/// Renders the sheet.
pub(crate) fn render(book: &Book) -> Result<String, askama::Error> {
    let all = &book.overview.thresholds;
    let families = all.first().map_or(0, |t| t.families);
    let line = |t: &Threshold| Line {
        share: match t.tenths {
            0 => "any, from eight words on".to_owned(),
            tenths => format!("{}\u{a0}% and more", u32::from(tenths) * 10),
        },
        pairs: wording::number(t.pairs),
        articles: wording::number(t.articles),
        edges: wording::number(t.edges),
        families: wording::number(t.families),
        kept: if families == 0 { String::new() } else { wording::percent(t.families as f64 / families as f64) },
    };
    ThresholdsPage { lines: all.iter().map(line).collect(), download: Download::of(book, "thresholds", &Ask::default(), all.len() as u64) }
        .render()
}
