use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, StringArray};
use arrow::datatypes::{DataType, Field, Schema};
use arrow::record_batch::RecordBatch;
use parquet::arrow::ArrowWriter;
use proptest::prelude::*;
use retold_io::read::{ReadOptions, SkipReason};

use crate::build::story;
use crate::cost::cost;
use crate::run::{one, with};

fn table(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

fn stories(count: usize) -> Vec<u8> {
    let texts: Vec<String> = (0..count).map(story).collect();
    let days: Vec<Option<&str>> = (0..count).map(|n| (n % 2 == 0).then_some("2031-05-06")).collect();
    table(vec![
        ("body", Arc::new(StringArray::from(texts)) as ArrayRef),
        ("publish_date", Arc::new(StringArray::from(days))),
        ("views", Arc::new(Int64Array::from_iter_values(0..count as i64))),
    ])
}

#[test]
fn rows_become_articles_under_the_names_of_other_programs() {
    let run = one("a.parquet", &stories(600));
    assert_eq!((run.articles.len(), run.skipped.len()), (600, 0));
    let third = &run.articles[2];
    assert_eq!((third.text.as_str(), third.locator.as_deref()), (story(2).as_str(), Some("row 3")));
    assert_eq!(third.published.as_ref().unwrap().iso, "2031-05-06");
    assert_eq!(third.extra.as_deref(), Some(r#"{"views":"2"}"#));
    assert_eq!(run.articles[3].published, None);
}

#[test]
fn a_long_text_named_by_every_row_is_not_held_for_every_row() {
    let long = "a".repeat(2 << 20);
    let rows: ArrayRef = Arc::new(StringArray::from(vec![long.as_str(); 300]));
    let file = table(vec![("text", rows)]);
    drop(long);
    assert!(file.len() < 6 << 20, "a dictionary: {}", file.len());
    let options = ReadOptions { max_text_bytes: 1 << 20, ..ReadOptions::default() };
    let (run, cost) = cost(|| with("a.parquet", &file, &options));
    assert_eq!((run.articles.len(), run.skipped.len()), (0, 300));
    assert!(run.skipped.iter().all(|s| s.reason == SkipReason::TooLarge));
    assert!(cost.bytes < 300 << 20, "{} bytes", cost.bytes);
}

#[test]
fn what_is_no_parquet_file_says_so() {
    let sound = stories(3);
    for bytes in [&b""[..], b"PAR1", b"PAR1PAR1", b"PAR1\xff\xff\xff\x7fPAR1", &sound[..sound.len() / 2], &sound[sound.len() / 2..]] {
        assert_eq!(one("a.parquet", bytes).reasons().iter().map(|r| r.1).collect::<Vec<_>>(), [SkipReason::BadParquet]);
    }
}

#[test]
fn nested_columns_are_carried_or_refused_and_never_a_crash() {
    let mut kind = DataType::Int64;
    for _ in 0..100 {
        kind = DataType::List(Arc::new(Field::new("item", kind, true)));
    }
    let schema = Arc::new(Schema::new(vec![Field::new("text", DataType::Utf8, true), Field::new("deep", kind.clone(), true)]));
    let texts: ArrayRef = Arc::new(StringArray::from(vec![story(1)]));
    let batch = RecordBatch::try_new(Arc::clone(&schema), vec![texts, arrow::array::new_null_array(&kind, 1)]).unwrap();
    let mut writer = ArrowWriter::try_new(Vec::new(), schema, None).unwrap();
    writer.write(&batch).unwrap();
    let run = one("a.parquet", &writer.into_inner().unwrap());
    assert_eq!(run.articles.len() + run.skipped.len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_file_is_read_or_named(harms in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut file = stories(5);
        for (at, byte) in harms {
            let at = at.index(file.len());
            file[at] = byte;
        }
        let run = one("a.parquet", &file);
        prop_assert!(run.articles.len() + run.skipped.len() > 0);
    }
}
