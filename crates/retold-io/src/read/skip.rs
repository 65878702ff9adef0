use std::fmt;

use retold::record::Article;

/// Something that was to be read and is no article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The file, relative to the input argument; the argument's last name, or its wildcards, where nothing is there.
    pub input: String,
    /// The last name of the folder given as argument that it lies in; empty for a file given by itself.
    pub folder: String,
    /// Line or record inside it.
    pub locator: Option<String>,
    /// Why.
    pub reason: SkipReason,
    /// What exactly, where, and what may help.
    pub detail: String,
}

impl Skipped {
    /// A whole file or argument.
    pub(super) fn file(input: &str, reason: SkipReason, detail: impl Into<String>) -> Self {
        Skipped { input: input.to_owned(), folder: String::new(), locator: None, reason, detail: detail.into() }
    }
}

impl Skipped {
    /// An article whose id is taken by another text.
    pub fn id_conflict(article: &Article) -> Self {
        let detail = format!("the id {} belongs to another text; give this record an id of its own", article.id);
        Skipped {
            input: article.input.clone(),
            folder: String::new(),
            locator: article.locator.clone(),
            reason: SkipReason::IdConflict,
            detail,
        }
    }
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.input)?;
        if let Some(locator) = &self.locator {
            write!(f, ", {locator}")?;
        }
        write!(f, ": {}: {}", self.reason.as_str(), self.detail)
    }
}

/// Why something was skipped: a closed list, printed in the `skipped` table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SkipReason {
    /// No byte, or white space only.
    Empty,
    /// Bytes that are no text in any encoding.
    NotText,
    /// A text, line, record or page above the limit of 64 MB.
    TooLarge,
    /// A compressed file that unpacks to far more than any text would.
    Limit,
    /// A line that is no JSON.
    BadJson,
    /// A table row that cannot be cut into the columns of the header.
    BadCsv,
    /// A record of an archive that is damaged: a wrong length, a broken compressed stream, an entry that is not what it says.
    BadArchive,
    /// A feed that cannot be read.
    BadFeed,
    /// A Parquet file or group of rows that cannot be read.
    BadParquet,
    /// A record whose values are not what the format says, for example a number as text.
    BadRecord,
    /// A record or page without a text.
    NoText,
    /// A file whose ending says that it is no article, or none we can read.
    UnsupportedFormat,
    /// Nothing under this name, or nothing that the pattern fits.
    NotFound,
    /// A pipe, a socket or a device.
    NotAFile,
    /// A link that leads back to a folder it lies in.
    SymlinkLoop,
    /// No permission, a broken compressed stream, an error of the disk.
    Unreadable,
    /// A file that another program wrote while it was read.
    Changed,
    /// An outlets table inside an input folder that cannot be used.
    BadOutlets,
    /// A record whose id belongs to another text of the collection.
    IdConflict,
}

impl SkipReason {
    /// Every reason, in the order of the public record.
    pub const ALL: &'static [SkipReason] = &[
        SkipReason::Empty,
        SkipReason::NotText,
        SkipReason::TooLarge,
        SkipReason::Limit,
        SkipReason::BadJson,
        SkipReason::BadCsv,
        SkipReason::BadArchive,
        SkipReason::BadFeed,
        SkipReason::BadParquet,
        SkipReason::BadRecord,
        SkipReason::NoText,
        SkipReason::UnsupportedFormat,
        SkipReason::NotFound,
        SkipReason::NotAFile,
        SkipReason::SymlinkLoop,
        SkipReason::Unreadable,
        SkipReason::Changed,
        SkipReason::BadOutlets,
        SkipReason::IdConflict,
    ];

    /// The name as the public record prints it.
    pub fn as_str(self) -> &'static str {
        match self {
            SkipReason::Empty => "empty",
            SkipReason::NotText => "not-text",
            SkipReason::TooLarge => "too-large",
            SkipReason::Limit => "limit",
            SkipReason::BadJson => "bad-json",
            SkipReason::BadCsv => "bad-csv",
            SkipReason::BadArchive => "bad-archive",
            SkipReason::BadFeed => "bad-feed",
            SkipReason::BadParquet => "bad-parquet",
            SkipReason::BadRecord => "bad-record",
            SkipReason::NoText => "no-text",
            SkipReason::UnsupportedFormat => "unsupported-format",
            SkipReason::NotFound => "not-found",
            SkipReason::NotAFile => "not-a-file",
            SkipReason::SymlinkLoop => "symlink-loop",
            SkipReason::Unreadable => "unreadable",
            SkipReason::Changed => "changed",
            SkipReason::BadOutlets => "bad-outlets",
            SkipReason::IdConflict => "id-conflict",
        }
    }
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
