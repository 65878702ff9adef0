use std::io;

use super::cell::Cell;

/// A file that takes one table, row by row.
pub(super) trait Sink {
    /// Adds a row: one cell for each column, in their order.
    fn row(&mut self, cells: &[Cell]) -> io::Result<()>;

    /// Writes what is held back.
    fn finish(self: Box<Self>) -> io::Result<()>;
}
