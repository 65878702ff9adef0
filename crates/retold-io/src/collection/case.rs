//! The case file: findings that a reader put aside for a memo, with notes. They go by id, and stay when findings are made anew.

use rusqlite::params;

use super::{Collection, Doing, Error};

/// A finding of the case file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseItem {
    /// Id of the finding.
    pub finding: String,
    /// The reader's words.
    pub note: String,
}

impl Collection {
    /// What is in the case file, in the order of putting. Findings that are found no more are in it, too.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn case(&self) -> Result<Vec<CaseItem>, Error> {
        let db = self.db();
        let read = || {
            let mut all = db.prepare_cached(super::browse::query("case file"))?;
            all.query_map([], |r| Ok(CaseItem { finding: r.get(0)?, note: r.get(1)? }))?.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().doing(self.db_path(), "cannot read the case file")
    }

    /// Puts a finding into the case file, or gives it another note. False where there is no such finding.
    ///
    /// # Errors
    /// Where the database cannot be written.
    pub fn put_case(&self, item: &CaseItem) -> Result<bool, Error> {
        if self.row("finding", &item.finding)?.is_none() {
            return Ok(false);
        }
        let put = "INSERT INTO case_rows (finding, note) VALUES (?1, ?2) ON CONFLICT (finding) DO UPDATE SET note = excluded.note";
        let done = self.db().execute(put, params![item.finding, item.note]);
        done.doing(self.db_path(), "cannot write the case file").map(|_| true)
    }

    /// Takes a finding out of the case file.
    ///
    /// # Errors
    /// Where the database cannot be written.
    pub fn drop_case(&self, finding: &str) -> Result<(), Error> {
        let done = self.db().execute("DELETE FROM case_rows WHERE finding = ?1", [finding]);
        done.doing(self.db_path(), "cannot write the case file").map(|_| ())
    }
}
