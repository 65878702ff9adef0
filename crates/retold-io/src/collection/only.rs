//! Which rows of a table are read: all of them, or those of a list.

use rusqlite::{Result, Row, Rows, Statement, StatementStatus};

/// All rows, or those with these numbers.
#[derive(Debug, Clone, Copy)]
pub(super) enum Only<'a> {
    All,
    These(&'a [i64]),
}

impl Only<'_> {
    /// The condition on a column, with the word WHERE before it; nothing where all rows are read.
    pub(super) fn condition(self, column: &str) -> String {
        match self {
            Only::All => String::new(),
            // a list in one parameter: the statement stays the same, so that it is prepared once
            Only::These(_) => format!("WHERE {column} IN (SELECT value FROM json_each(?1))"),
        }
    }

    /// Whether nothing is to be read, so that no statement has to run.
    pub(super) fn is_none(self) -> bool {
        matches!(self, Only::These([]))
    }

    /// Runs a statement made with [`Only::condition`].
    pub(super) fn query<'s>(self, statement: &'s mut Statement) -> Result<Rows<'s>> {
        match self {
            Only::All => statement.query([]),
            Only::These(list) => statement.query([json(list)]),
        }
    }

    /// The same, a record for each row.
    pub(super) fn rows<T>(self, statement: &mut Statement, one: impl FnMut(&Row) -> Result<T>) -> Result<Vec<T>> {
        if self.is_none() {
            return Ok(Vec::new());
        }
        let read = self.query(statement)?.mapped(one).collect();
        // what a page names is found by its key, however large the table is
        debug_assert!(matches!(self, Only::All) || statement.get_status(StatementStatus::FullscanStep) == 0, "reads a whole table");
        read
    }
}

fn json(list: &[i64]) -> String {
    serde_json::to_string(list).unwrap_or_default()
}
