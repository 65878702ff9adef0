//! What was not read, and why.

/// An input, or a part of one, that was left out. One line for the user, one row of the table `skipped`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SkippedRow {
    /// File, relative to the input argument.
    pub input: String,
    /// Line, record or member inside the file.
    pub locator: Option<String>,
    /// Name from the closed list of reasons.
    pub reason: String,
    /// What exactly was wrong and what to do next.
    pub detail: String,
}
