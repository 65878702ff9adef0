//! What was not read, and why.

/// An input, or a part of one, that was left out. One line for the user, one row of the table `skipped`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SkippedRow {
    /// File, relative to the input argument.
    pub input: String,
    /// The last name of the folder given as argument that it lies in; empty for a file given by itself. Not exported.
    pub folder: String,
    /// Line, record or member inside the file.
    pub locator: Option<String>,
    /// Name from the closed list of reasons.
    pub reason: String,
    /// What exactly was wrong and what to do next.
    pub detail: String,
}

impl From<crate::read::Skipped> for SkippedRow {
    fn from(skipped: crate::read::Skipped) -> Self {
        SkippedRow {
            input: skipped.input,
            folder: skipped.folder,
            locator: skipped.locator,
            reason: skipped.reason.as_str().to_owned(),
            detail: skipped.detail,
        }
    }
}

impl crate::Collection {
    /// Everything that was left out over all adds, sorted by input and place.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn skipped(&self) -> Result<Vec<SkippedRow>, crate::collection::Error> {
        use crate::collection::Doing;
        let db = self.db();
        let read = || -> rusqlite::Result<Vec<SkippedRow>> {
            let mut rows =
                db.prepare("SELECT input, folder, locator, reason, detail FROM skipped ORDER BY input, locator, reason, detail")?;
            let row = |r: &rusqlite::Row| {
                Ok(SkippedRow { input: r.get(0)?, folder: r.get(1)?, locator: r.get(2)?, reason: r.get(3)?, detail: r.get(4)? })
            };
            rows.query_map([], row)?.collect()
        };
        read().doing(self.db_path(), "cannot read what was skipped")
    }
}
