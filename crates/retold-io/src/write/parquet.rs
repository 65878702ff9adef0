use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanBuilder, Float64Builder, Int64Builder, ListArray, NullBufferBuilder, StringBuilder, StructArray};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, Field, FieldRef, Fields, Schema, SchemaRef};
use arrow::record_batch::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::schema::types::ColumnPath;

use super::cell::{Cell, rounded};
use super::columns::{Column, Kind, Table};
use super::sink::Sink;
use crate::manifest::SCHEMA_VERSION;

/// Rows handed to the writer at once.
const BATCH_ROWS: usize = 8192;
/// Text handed to the writer at once: less than the 2 GiB that a column of one batch can address, and little RAM.
const BATCH_BYTES: usize = 16 << 20;
/// Size of a row group in RAM, compressed: readers load one at a time.
const GROUP_BYTES: usize = 64 << 20;
/// Rows of a row group at most.
const GROUP_ROWS: usize = 1 << 18;

/// Parquet with zstd. Lists are lists, objects are structs; each field's meaning stands in its metadata under `doc`.
pub(super) struct Parquet {
    file: ArrowWriter<File>,
    schema: SchemaRef,
    columns: Vec<Values>,
    rows: usize,
    bytes: usize,
}

impl Parquet {
    pub(super) fn new(file: File, table: &Table) -> io::Result<Self> {
        let fields: Fields = table.columns.iter().map(field).collect();
        let schema = Arc::new(Schema::new(fields));
        let about =
            [("retold.table", table.name.to_owned()), ("retold.doc", table.doc.to_owned()), ("retold.schema", SCHEMA_VERSION.to_string())];
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_max_row_group_row_count(Some(GROUP_ROWS))
            // texts hardly ever repeat as a whole
            .set_column_dictionary_enabled(ColumnPath::from("text"), false)
            .set_key_value_metadata(Some(about.map(|(key, value)| KeyValue::new(key.to_owned(), value)).to_vec()))
            .build();
        let file = ArrowWriter::try_new(file, Arc::clone(&schema), Some(properties))?;
        let columns = table.columns.iter().map(|c| Values::new(&c.kind)).collect();
        Ok(Parquet { file, schema, columns, rows: 0, bytes: 0 })
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.rows == 0 {
            return Ok(());
        }
        let arrays = self.columns.iter_mut().map(Values::finish).collect();
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), arrays).map_err(io::Error::other)?;
        self.file.write(&batch)?;
        (self.rows, self.bytes) = (0, 0);
        if self.file.in_progress_size() > GROUP_BYTES {
            self.file.flush()?;
        }
        Ok(())
    }
}

impl Sink for Parquet {
    fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        for (values, cell) in self.columns.iter_mut().zip(cells) {
            self.bytes += values.push(cell);
        }
        self.rows += 1;
        if self.rows == BATCH_ROWS || self.bytes > BATCH_BYTES { self.flush() } else { Ok(()) }
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.flush()?;
        self.file.close()?;
        Ok(())
    }
}

fn field(column: &Column) -> FieldRef {
    // one entry, since the order of several is not fixed
    let doc = HashMap::from([("doc".to_owned(), column.doc.to_owned())]);
    Arc::new(Field::new(column.name, data_type(&column.kind), column.nullable).with_metadata(doc))
}

fn item(kind: &Kind) -> FieldRef {
    Arc::new(Field::new("item", data_type(kind), false))
}

fn data_type(kind: &Kind) -> DataType {
    match kind {
        Kind::Text | Kind::Name(_) => DataType::Utf8,
        Kind::Int => DataType::Int64,
        Kind::Real => DataType::Float64,
        Kind::Flag => DataType::Boolean,
        Kind::List(of) => DataType::List(item(of)),
        Kind::Object(columns) => DataType::Struct(columns.iter().map(field).collect()),
    }
}

/// Values of one column, or of one key of the objects in it, until they are handed over.
enum Values {
    Text(StringBuilder),
    Int(Int64Builder),
    Real(Float64Builder),
    Flag(BooleanBuilder),
    List { item: FieldRef, ends: Vec<i32>, values: Box<Values>, len: i32 },
    Object { fields: Fields, valid: NullBufferBuilder, values: Vec<Values> },
}

impl Values {
    fn new(kind: &Kind) -> Self {
        match kind {
            Kind::Text | Kind::Name(_) => Values::Text(StringBuilder::new()),
            Kind::Int => Values::Int(Int64Builder::new()),
            Kind::Real => Values::Real(Float64Builder::new()),
            Kind::Flag => Values::Flag(BooleanBuilder::new()),
            Kind::List(of) => Values::List { item: item(of), ends: vec![0], values: Box::new(Values::new(of)), len: 0 },
            Kind::Object(columns) => Values::Object {
                fields: columns.iter().map(field).collect(),
                valid: NullBufferBuilder::new(0),
                values: columns.iter().map(|c| Values::new(&c.kind)).collect(),
            },
        }
    }

    /// Adds a value and gives about how many bytes it takes.
    fn push(&mut self, cell: &Cell) -> usize {
        match (self, cell) {
            (Values::Text(out), Cell::Text(text)) => {
                out.append_value(text);
                text.len() + 4
            }
            (Values::Int(out), Cell::Int(n)) => {
                out.append_value(*n);
                8
            }
            (Values::Real(out), Cell::Real(x)) => {
                out.append_value(rounded(*x));
                8
            }
            (Values::Flag(out), Cell::Flag(flag)) => {
                out.append_value(*flag);
                1
            }
            (Values::List { ends, values, len, .. }, Cell::List(cells)) => {
                let bytes = cells.iter().map(|c| values.push(c)).sum::<usize>();
                *len += cells.len() as i32;
                ends.push(*len);
                bytes + 4
            }
            (Values::Object { valid, values, .. }, Cell::Object(cells)) => {
                valid.append_non_null();
                values.iter_mut().zip(cells).map(|(v, c)| v.push(c)).sum()
            }
            (values, _) => {
                values.push_null();
                8
            }
        }
    }

    fn push_null(&mut self) {
        match self {
            Values::Text(out) => out.append_null(),
            Values::Int(out) => out.append_null(),
            Values::Real(out) => out.append_null(),
            Values::Flag(out) => out.append_null(),
            Values::List { ends, len, .. } => ends.push(*len),
            Values::Object { valid, values, .. } => {
                valid.append_null();
                values.iter_mut().for_each(Values::push_blank);
            }
        }
    }

    /// A value under an object that is null: present and empty, since the keys themselves may not be null.
    fn push_blank(&mut self) {
        match self {
            Values::Text(out) => out.append_value(""),
            Values::Int(out) => out.append_value(0),
            Values::Real(out) => out.append_value(0.0),
            Values::Flag(out) => out.append_value(false),
            Values::List { .. } => self.push_null(),
            Values::Object { valid, values, .. } => {
                valid.append_non_null();
                values.iter_mut().for_each(Values::push_blank);
            }
        }
    }

    /// Hands over what was pushed and starts anew.
    fn finish(&mut self) -> ArrayRef {
        match self {
            Values::Text(out) => Arc::new(out.finish()),
            Values::Int(out) => Arc::new(out.finish()),
            Values::Real(out) => Arc::new(out.finish()),
            Values::Flag(out) => Arc::new(out.finish()),
            Values::List { item, ends, values, len } => {
                *len = 0;
                let ends = OffsetBuffer::new(std::mem::replace(ends, vec![0]).into());
                Arc::new(ListArray::new(Arc::clone(item), ends, values.finish(), None))
            }
            Values::Object { fields, valid, values } => {
                let arrays = values.iter_mut().map(Values::finish).collect();
                Arc::new(StructArray::new(fields.clone(), arrays, valid.finish()))
            }
        }
    }
}
