//! Which part of a list is shown, and the way to its neighbours.

use super::book::Book;
use super::links::Ask;
use super::wording;

/// Lines of a list on one page.
pub(crate) const LINES: u64 = 50;

/// Words and links over and under a list; empty where all of it is on the page.
#[derive(Debug, Default)]
pub(crate) struct Pager {
    /// `51 to 100 of 1,204`.
    pub(crate) shown: String,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
    /// The list as a file, where it is not offered above it.
    pub(crate) download: Option<Download>,
}

/// Rows of a list that one file holds at most; an export has all.
pub(crate) const DOWNLOADED: u64 = 10_000;

/// Rows of a list that a folder has pages for: nobody turns a hundred pages, and searching takes a server. Chosen, not measured.
const IN_FOLDER: u64 = 5_000;

/// How many pages a list of so many rows has in a folder, at least one.
pub(crate) fn pages_in_folder(rows: u64) -> u64 {
    rows.min(IN_FOLDER).div_ceil(LINES).max(1)
}

/// Lists that are offered as files beside the sentence that says what they hold.
const OFFERED_ABOVE: &[&str] = &["findings", "articles"];

/// Where a list can be had as a file.
#[derive(Debug)]
pub(crate) struct Download {
    pub(crate) csv: String,
    pub(crate) json: String,
    /// What it lacks; empty where it is whole.
    pub(crate) note: String,
}

impl Download {
    /// For a list of so many rows; none where nobody answers, or where there is nothing.
    pub(crate) fn of(book: &Book, slug: &str, ask: &Ask, total: u64) -> Option<Self> {
        let query = Ask { page: 0, ..ask.clone() }.query();
        let to = |ending: &str| format!("{}.{ending}{query}", book.go.to(slug));
        let note = match total > DOWNLOADED {
            true => format!("the first {} of {}; an export has all", wording::number(DOWNLOADED), wording::number(total)),
            false => String::new(),
        };
        (book.go.live() && total > 0).then(|| Download { csv: to("csv"), json: to("json"), note })
    }
}

impl Pager {
    /// For a list of so many rows.
    pub(crate) fn of(book: &Book, slug: &str, ask: &Ask, total: u64) -> Self {
        let download = if OFFERED_ABOVE.contains(&slug) { None } else { Download::of(book, slug, ask, total) };
        if !book.go.pages() || total <= LINES && ask.page == 0 {
            return Pager { download, ..Pager::default() };
        }
        let first = ask.page.saturating_mul(LINES);
        let last = (first + LINES).min(total);
        let end = if book.go.live() { total } else { total.min(IN_FOLDER) };
        let note =
            if end < total { format!("; the first {} have pages here, an export has all", wording::number(end)) } else { String::new() };
        let to = |page| Some(book.go.list(slug, &Ask { page, ..ask.clone() }));
        Pager {
            shown: if first >= total {
                format!("nothing here: the list has {}", wording::counted(total, "line", "lines"))
            } else {
                format!("{} to {} of {}{note}", wording::number(first + 1), wording::number(last), wording::number(total))
            },
            before: if ask.page > 0 { to((ask.page - 1).min(total.div_ceil(LINES).saturating_sub(1))) } else { None },
            after: if last < end && first < total { to(ask.page + 1) } else { None },
            download,
        }
    }
}
