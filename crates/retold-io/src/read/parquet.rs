use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, BinaryViewArray, RecordBatch, StringViewArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use serde_json::{Map, Value};

use super::batch::{Batch, Form, Piece};
use super::finish::Refusal;
use super::open::too_large;
use super::skip::{SkipReason, Skipped};

/// Rows decoded at a time.
const ROWS: usize = 256;

/// Columns inside columns; articles have one or two. What reads them goes by recursion.
const MAX_DEPTH: usize = 16;

/// Bytes of stack for the description of the columns, which the parser walks by recursion before anybody can ask how deep it is. Only what is
/// used is taken.
const STACK: usize = 256 << 20;

/// Reads a Parquet file: columns have the names of the uniform record or those of other programs, every row is a record.
///
/// Long texts are read as views, so that a dictionary of one long text named by every row is held once.
pub(super) fn read<E>(input: &Arc<str>, file: File, batch: &mut Batch<'_, E>) -> Result<(), E> {
    let mut reader = match guarded(|| open(file)) {
        Ok(reader) => reader,
        Err((reason, detail)) => return batch.skip(Skipped::file(input, reason, detail)),
    };
    let mut row = 0_u64;
    loop {
        let next = guarded(|| match reader.next() {
            None => Ok(None),
            Some(rows) => rows.map(Some).map_err(|e| bad(&e)),
        });
        match next {
            Ok(None) => break,
            Ok(Some(rows)) => {
                // one at a time: what is one text in the file may be a text in every row
                for at in 0..rows.num_rows() {
                    row += 1;
                    self::push(input, row, guarded(|| record(&rows, at, batch.options.limit())), batch)?;
                }
            }
            Err((reason, detail)) => {
                let locator = Some(format!("rows from {}", row + 1));
                return batch.skip(Skipped { locator, ..Skipped::file(input, reason, detail) });
            }
        }
    }
    if row == 0 {
        batch.skip(Skipped::file(input, SkipReason::Empty, "no row in it"))?;
    }
    Ok(())
}

fn push<E>(input: &Arc<str>, row: u64, record: Result<Map<String, Value>, Refusal>, batch: &mut Batch<'_, E>) -> Result<(), E> {
    let locator = Some(format!("row {row}"));
    match record {
        Ok(record) => {
            let raw = Value::from(record).to_string().into_bytes();
            batch.piece(Piece { input: Arc::clone(input), locator, raw, form: Form::Json { partial: false } })
        }
        Err((reason, detail)) => batch.skip(Skipped { locator, ..Skipped::file(input, reason, detail) }),
    }
}

/// Third-party code on hostile input: a panic costs this file, not the user the run.
fn guarded<T>(what: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    catch_unwind(AssertUnwindSafe(what))
        .unwrap_or_else(|_| Err((SkipReason::BadParquet, "the file contradicts itself; write it again".to_owned())))
}

fn bad(error: &dyn std::fmt::Display) -> Refusal {
    (SkipReason::BadParquet, format!("{error}; fetch or write the file again"))
}

fn open(file: File) -> Result<ParquetRecordBatchReader, Refusal> {
    let found = described(&file)?;
    let options = ArrowReaderOptions::new().with_schema(viewed(found.schema()));
    let metadata = ArrowReaderMetadata::try_new(Arc::clone(found.metadata()), options).map_err(|e| bad(&e))?;
    ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata).with_batch_size(ROWS).build().map_err(|e| bad(&e))
}

/// What the file says of itself, read on a stack of its own.
fn described(file: &File) -> Result<ArrowReaderMetadata, Refusal> {
    let file = file.try_clone().map_err(|e| bad(&e))?;
    let load = move || {
        guarded(|| {
            let found = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new().with_skip_arrow_metadata(true)).map_err(|e| bad(&e))?;
            match found.schema().fields().iter().map(|f| depth(f.data_type())).max() {
                Some(depth) if depth > MAX_DEPTH => {
                    Err((SkipReason::BadParquet, format!("{depth} columns inside each other; more than {MAX_DEPTH} are not read")))
                }
                _ => Ok(found),
            }
        })
    };
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(load).map_err(|e| bad(&e))?;
    thread.join().unwrap_or_else(|_| Err((SkipReason::BadParquet, "the parser gave up".to_owned())))
}

/// How many types stand inside each other.
fn depth(kind: &DataType) -> usize {
    1 + match kind {
        DataType::Struct(fields) => fields.iter().map(|f| depth(f.data_type())).max().unwrap_or(0),
        DataType::List(f) | DataType::LargeList(f) | DataType::FixedSizeList(f, _) | DataType::Map(f, _) => depth(f.data_type()),
        _ => 0,
    }
}

/// The schema with top-level strings and bytes as views.
fn viewed(schema: &SchemaRef) -> SchemaRef {
    let field = |field: &Arc<Field>| match field.data_type() {
        DataType::Utf8 | DataType::LargeUtf8 => Arc::new(field.as_ref().clone().with_data_type(DataType::Utf8View)),
        DataType::Binary | DataType::LargeBinary => Arc::new(field.as_ref().clone().with_data_type(DataType::BinaryView)),
        _ => Arc::clone(field),
    };
    Arc::new(Schema::new(schema.fields().iter().map(field).collect::<Vec<_>>()))
}

/// A row as a record: strings as they are, everything else as it prints. No longer than `cap` bytes.
fn record(rows: &RecordBatch, row: usize, cap: u64) -> Result<Map<String, Value>, Refusal> {
    let mut record = Map::new();
    let mut length = 0;
    for (field, column) in rows.schema_ref().fields().iter().zip(rows.columns()) {
        if let Some(value) = value(column, row)? {
            length += value.len() as u64;
            if length > cap {
                return Err((SkipReason::TooLarge, too_large("row", cap)));
            }
            record.insert(field.name().clone(), value.into());
        }
    }
    Ok(record)
}

fn value(column: &ArrayRef, row: usize) -> Result<Option<String>, Refusal> {
    if column.is_null(row) {
        return Ok(None);
    }
    let any = column.as_any();
    if let Some(texts) = any.downcast_ref::<StringViewArray>() {
        return Ok(Some(texts.value(row).to_owned()));
    }
    if let Some(bytes) = any.downcast_ref::<BinaryViewArray>() {
        return Ok(Some(String::from_utf8_lossy(bytes.value(row)).into_owned()));
    }
    let format = ArrayFormatter::try_new(column.as_ref(), &FormatOptions::default()).map_err(|e| bad(&e))?;
    Ok(Some(format.value(row).try_to_string().map_err(|e| bad(&e))?))
}
