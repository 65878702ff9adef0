//! Exports of GDELT: tables without a first line, told by their shape.
//!
//! Source of the columns: the codebooks of the GDELT event database 1.0 and 2.0 (58 and 61 columns), of its mentions (16) and of the global
//! knowledge graph 2.1 (27). A row names a page and when it was seen; only the knowledge graph gives its title as well.

/// One kind of export. Columns are counted from 0.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Export {
    /// What its publisher calls it.
    pub(super) name: &'static str,
    columns: usize,
    /// A date in figures.
    seen: usize,
    url: usize,
    /// Further columns under names that are known, or tell a reader what they hold.
    named: &'static [(usize, &'static str)],
}

const EXPORTS: [Export; 4] = [
    Export { name: "events", columns: 61, seen: 59, url: 60, named: &[(0, "globaleventid")] },
    Export { name: "events", columns: 58, seen: 56, url: 57, named: &[(0, "globaleventid")] },
    Export { name: "mentions", columns: 16, seen: 2, url: 5, named: &[(0, "globaleventid"), (4, "domain")] },
    Export { name: "knowledge graph", columns: 27, seen: 1, url: 4, named: &[(0, "gkgrecordid"), (3, "domain"), (26, EXTRAS)] },
];

/// The column that holds the title of the page, among other things.
const EXTRAS: &str = "extrasxml";

/// Figures of a day, and of a day with its time.
const DATE_FIGURES: [usize; 2] = [8, 14];

/// Which export a first line is of: by the number of its columns, figures where a date has to be, and an address where one has to be.
pub(super) fn of(line: &str) -> Option<&'static Export> {
    let line = line.trim_end_matches(['\r', '\n']);
    let columns: Vec<&str> = line.split('\t').collect();
    let is_date = |text: &str| DATE_FIGURES.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let fits = |e: &&Export| e.columns == columns.len() && is_date(columns[e.seen]) && columns[e.url].contains(['.', '/']);
    EXPORTS.iter().find(fits).filter(|_| columns[0].starts_with(|c: char| c.is_ascii_digit()))
}

impl Export {
    /// A name for each column.
    pub(super) fn names(&self) -> Vec<String> {
        let name = |at: usize| match self.named.iter().find(|(column, _)| *column == at) {
            _ if at == self.seen => "seendate".to_owned(),
            _ if at == self.url => "url".to_owned(),
            Some((_, name)) => (*name).to_owned(),
            None => format!("column_{}", at + 1),
        };
        (0..self.columns).map(name).collect()
    }
}

/// The title among the extras of a row, entities as written.
pub(super) fn title(row: &serde_json::Map<String, serde_json::Value>) -> Option<String> {
    let (_, from) = row.get(EXTRAS)?.as_str()?.split_once("<PAGE_TITLE>")?;
    let (title, _) = from.split_once("</PAGE_TITLE>")?;
    super::record::given(Some(super::tags::unescape(title)))
}
