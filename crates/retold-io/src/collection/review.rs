//! What readers said of findings: kept when findings are made anew, since a finding goes by a hash of what it shows.

use retold::record::stable_id;
use rusqlite::{Connection, params};

use super::{Collection, Doing, Error};
use crate::Overview;

/// What a reader may say of a finding.
pub const DECISIONS: [&str; 3] = ["accepted", "rejected", "unsure"];

/// A reader's word on a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Id of the finding.
    pub finding: String,
    /// One of [`DECISIONS`].
    pub decision: String,
    /// Why, in the reader's words.
    pub note: Option<String>,
    /// Who: a code, not a name.
    pub coder: String,
    /// When, ISO 8601, UTC.
    pub at: String,
    /// Version of the program that showed the finding.
    pub tool_version: String,
}

impl Collection {
    /// Stores a review. The last one of a coder counts; earlier ones stay as the record of how it came about.
    ///
    /// # Errors
    /// Where no finding has this id, the decision is none, or the database cannot be written: while somebody adds, for one.
    pub fn review(&self, review: &Review) -> Result<bool, Error> {
        let known = self.row("finding", &review.finding)?.is_some();
        if !known || !DECISIONS.contains(&review.decision.as_str()) || review.coder.is_empty() {
            return Ok(false);
        }
        let r = review;
        let id = stable_id("r", &[&r.finding, &r.coder, &r.at, &r.decision, r.note.as_deref().unwrap_or("")]);
        let db = self.db();
        let insert =
            "INSERT OR IGNORE INTO reviews (id, finding, decision, note, coder, at, tool_version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let done = db.execute(insert, params![id, r.finding, r.decision, r.note, r.coder, r.at, r.tool_version]);
        done.doing(self.db_path(), "cannot store the review").map(|_| true)
    }

    /// Numbers of the findings whose last word of some coder is this, sorted. Reviews are few: people make them.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn reviewed(&self, decision: &str) -> Result<Vec<i64>, Error> {
        self.numbers("findings with a decision", &[&decision])
    }

    /// The numbers of the whole without the findings that somebody rejected.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn overview_without_rejected(&self) -> Result<Overview, Error> {
        let mut overview = self.overview()?;
        for number in self.reviewed(DECISIONS[1])? {
            let kind = self.db().query_row("SELECT kind FROM finding_rows WHERE number = ?1", [number], |r| r.get::<_, String>(0));
            overview.reject(&kind.doing(self.db_path(), "cannot read a finding")?);
        }
        Ok(overview)
    }
}

/// The reviews of these findings, in their order, each finding's in the order of time.
pub(super) fn of_findings(db: &Connection, ids: &[String]) -> rusqlite::Result<Vec<Vec<Review>>> {
    let mut of =
        db.prepare_cached("SELECT finding, decision, note, coder, at, tool_version FROM reviews WHERE finding = ?1 ORDER BY at, id")?;
    let one = |r: &rusqlite::Row| {
        Ok(Review { finding: r.get(0)?, decision: r.get(1)?, note: r.get(2)?, coder: r.get(3)?, at: r.get(4)?, tool_version: r.get(5)? })
    };
    ids.iter().map(|id| of.query_map([id], one)?.collect()).collect()
}
