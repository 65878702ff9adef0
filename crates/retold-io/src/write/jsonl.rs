use std::fs::File;
use std::io::{self, BufWriter, Write};

use super::cell::{Cell, json_object};
use super::columns::Column;
use super::sink::Sink;

/// One JSON object a line.
pub(super) struct Jsonl {
    file: BufWriter<File>,
    columns: &'static [Column],
    line: Vec<u8>,
}

impl Jsonl {
    pub(super) fn new(file: File, columns: &'static [Column]) -> Self {
        Jsonl { file: BufWriter::with_capacity(1 << 18, file), columns, line: Vec::new() }
    }
}

impl Sink for Jsonl {
    fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        self.line.clear();
        json_object(self.columns, cells, &mut self.line);
        self.line.push(b'\n');
        self.file.write_all(&self.line)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.file.flush()
    }
}
