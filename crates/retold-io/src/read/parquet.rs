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
            Some(rows) => rows.map_err(|e| bad(&e)).and_then(|rows| records(&rows)).map(Some),
        });
        match next {
            Ok(None) => break,
            Ok(Some(records)) => {
                for record in records {
                    row += 1;
                    self::push(input, row, record, batch)?;
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

fn push<E>(input: &Arc<str>, row: u64, record: Map<String, Value>, batch: &mut Batch<'_, E>) -> Result<(), E> {
    let locator = Some(format!("row {row}"));
    let raw = Value::from(record).to_string().into_bytes();
    let cap = batch.options.limit();
    if raw.len() as u64 > cap {
        batch.summary.bytes += raw.len() as u64;
        return batch.skip(Skipped { locator, ..Skipped::file(input, SkipReason::TooLarge, too_large("row", cap)) });
    }
    batch.piece(Piece { input: Arc::clone(input), locator, raw, form: Form::Json { partial: false } })
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
    let found = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new().with_skip_arrow_metadata(true)).map_err(|e| bad(&e))?;
    let options = ArrowReaderOptions::new().with_schema(viewed(found.schema()));
    let metadata = ArrowReaderMetadata::try_new(Arc::clone(found.metadata()), options).map_err(|e| bad(&e))?;
    ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata).with_batch_size(ROWS).build().map_err(|e| bad(&e))
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

/// Every row as a record: strings as they are, everything else as it prints.
fn records(rows: &RecordBatch) -> Result<Vec<Map<String, Value>>, Refusal> {
    let mut records = vec![Map::new(); rows.num_rows()];
    for (field, column) in rows.schema_ref().fields().iter().zip(rows.columns()) {
        for (row, record) in records.iter_mut().enumerate() {
            if let Some(value) = value(column, row)? {
                record.insert(field.name().clone(), value.into());
            }
        }
    }
    Ok(records)
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
