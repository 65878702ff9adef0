use std::borrow::Cow;
use std::fs::File;
use std::io;

use csv::{Terminator, Writer, WriterBuilder};

use super::cell::Cell;
use super::columns::Column;
use super::sink::Sink;

/// First characters that make a spreadsheet read a cell as a formula or a command (OWASP ASVS 1.2.10), full-width forms included.
const DANGEROUS: [char; 12] = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'];

/// RFC 4180: a header, commas, CRLF, quotes where needed. Null is an empty cell; numbers, lists and objects are as in JSON.
pub(super) struct Csv {
    file: Writer<File>,
    columns: &'static [Column],
    raw: bool,
    json: Vec<u8>,
}

impl Csv {
    /// `raw` leaves text cells as they are; else those that a spreadsheet would run get an apostrophe in front, see [`safe`].
    pub(super) fn new(file: File, columns: &'static [Column], raw: bool) -> io::Result<Self> {
        let mut file = WriterBuilder::new().terminator(Terminator::CRLF).buffer_capacity(1 << 18).from_writer(file);
        file.write_record(columns.iter().map(|c| c.name))?;
        Ok(Csv { file, columns, raw, json: Vec::new() })
    }
}

impl Sink for Csv {
    fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        for (cell, column) in cells.iter().zip(self.columns) {
            match cell {
                Cell::Null => self.file.write_field("")?,
                Cell::Text(text) if self.raw => self.file.write_field(&**text)?,
                Cell::Text(text) => self.file.write_field(&*safe(text))?,
                Cell::Int(_) | Cell::Real(_) | Cell::Flag(_) | Cell::List(_) | Cell::Object(_) => {
                    self.json.clear();
                    cell.json(&column.kind, &mut self.json);
                    self.file.write_field(&self.json)?;
                }
            }
        }
        self.file.write_record(None::<&[u8]>)?;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.file.flush()
    }
}

/// A cell that no spreadsheet runs: `'` in front of anything that begins as a formula.
///
/// Text that begins with apostrophes and then a dangerous character gets one more, so that [`restored`] always gives the text back.
pub fn safe(text: &str) -> Cow<'_, str> {
    if text.trim_start_matches('\'').starts_with(DANGEROUS) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text of a cell that [`safe`] wrote.
pub fn restored(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if text.trim_start_matches('\'').starts_with(DANGEROUS) => text,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_made_safe_cell_is_restored(text in "[-'=+@\\t\\ra＝]{0,6}") {
            let cell = safe(&text);
            prop_assert_eq!(restored(&cell), &text);
            prop_assert!(!cell.starts_with(DANGEROUS));
        }
    }
}
