//! The exported files from the outside: same rows in every format, spans that slice, columns as documented.

mod common;

use std::fs::{self, File};
use std::path::Path;

use arrow::array::{Array, AsArray};
use arrow::datatypes::{DataType, Float64Type, Int64Type};
use common::*;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use retold_io::Collection;
use retold_io::write::columns::{Column, Kind, TABLES};
use retold_io::write::{Format, export, json_schema, restored};
use serde_json::{Map, Value, json};

const FORMATS: [Format; 4] = [Format::Jsonl, Format::Csv { raw: false }, Format::Csv { raw: true }, Format::Parquet];

fn jsonl(dir: &Path, table: &str) -> Vec<Value> {
    let text = fs::read_to_string(dir.join(format!("{table}.jsonl"))).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn csv(dir: &Path, table: &str, columns: &[Column], raw: bool) -> Vec<Value> {
    let mut reader = csv::Reader::from_path(dir.join(format!("{table}.csv"))).unwrap();
    let names: Vec<_> = columns.iter().map(|c| c.name).collect();
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), names);
    let value = |column: &Column, cell: &str| match column.kind {
        _ if cell.is_empty() => Value::Null,
        Kind::Text | Kind::Name(_) => if raw { cell } else { restored(cell) }.into(),
        _ => serde_json::from_str(cell).unwrap(),
    };
    let row = |r: csv::StringRecord| columns.iter().zip(r.iter()).map(|(c, cell)| (c.name.to_owned(), value(c, cell))).collect();
    reader.records().map(|r| Value::Object(row(r.unwrap()))).collect()
}

fn parquet(dir: &Path, table: &str) -> Vec<Value> {
    let file = File::open(dir.join(format!("{table}.parquet"))).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
    let rows = |batch: arrow::record_batch::RecordBatch| {
        let batch = arrow::array::StructArray::from(batch);
        (0..batch.len()).map(|at| arrow_value(&batch, at)).collect::<Vec<_>>()
    };
    reader.flat_map(|batch| rows(batch.unwrap())).collect()
}

fn arrow_value(array: &dyn Array, at: usize) -> Value {
    if array.is_null(at) {
        return Value::Null;
    }
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().value(at).into(),
        DataType::Int64 => array.as_primitive::<Int64Type>().value(at).into(),
        DataType::Float64 => array.as_primitive::<Float64Type>().value(at).into(),
        DataType::Boolean => array.as_boolean().value(at).into(),
        DataType::List(_) => {
            let items = array.as_list::<i32>().value(at);
            (0..items.len()).map(|i| arrow_value(&*items, i)).collect()
        }
        DataType::Struct(fields) => {
            let columns = array.as_struct().columns();
            fields.iter().zip(columns).map(|(f, c)| (f.name().clone(), arrow_value(&**c, at))).collect::<Map<_, _>>().into()
        }
        other => panic!("{other}"),
    }
}

#[test]
fn every_format_holds_the_same_rows() {
    let dir = tempfile::tempdir().unwrap();
    let collection = make(&dir.path().join("c"));
    let out = |n: usize| dir.path().join(format!("out{n}"));
    for (n, format) in FORMATS.into_iter().enumerate() {
        export(&collection, format, &out(n)).unwrap();
    }
    for table in TABLES {
        let rows = jsonl(&out(0), table.name);
        assert_eq!(csv(&out(1), table.name, table.columns, false), rows, "{}", table.name);
        assert_eq!(csv(&out(2), table.name, table.columns, true), rows, "{}", table.name);
        assert_eq!(parquet(&out(3), table.name), rows, "{}", table.name);
    }
    assert_eq!(jsonl(&out(0), "matches").len(), 3);
    let text = |n: usize| fs::read_to_string(out(n).join("articles.csv")).unwrap();
    assert!(text(1).contains(",'=Ferry aground,") && text(2).contains(",=Ferry aground,"));
}

#[test]
fn the_same_collection_gives_the_same_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let (one, two) = (make(&dir.path().join("one")), make(&dir.path().join("two")));
    for format in FORMATS {
        let bytes = |collection: &Collection, out: &str| {
            let out = dir.path().join(out);
            let mut files: Vec<_> = export(collection, format, &out).unwrap().tables.into_iter().map(|t| t.0).collect();
            files.extend(["run.json", "schema.json"].map(|n| out.join(n)));
            files.iter().map(|f| fs::read(f).unwrap()).collect::<Vec<_>>()
        };
        let first = bytes(&one, "a");
        assert!(first == bytes(&one, "a") && first == bytes(&two, "b"), "{format:?}");
    }
}

/// Calls `check` with every object that has offsets, and the article they are of.
fn spans(value: &Value, article: Option<&str>, check: &mut impl FnMut(&Map<String, Value>, &str, &str)) {
    match value {
        Value::Array(items) => items.iter().for_each(|v| spans(v, article, check)),
        Value::Object(map) => {
            let article = map.get("article").and_then(Value::as_str).or(article);
            let at = |key: &str| map.get(key).and_then(Value::as_str);
            for (prefix, article) in [("", article), ("left_", at("left")), ("right_", at("right")), ("exemplar_", at("exemplar"))] {
                if let (Some(article), Some(_)) = (article, map.get(&format!("{prefix}start")).filter(|start| !start.is_null())) {
                    check(map, prefix, article);
                }
            }
            for (key, v) in map {
                let side = if ["left", "layers"].contains(&key.as_str()) { at("left") } else { at(key) };
                spans(v, side.or(article), check);
            }
        }
        _ => {}
    }
}

#[test]
fn every_span_slices_its_text_in_bytes_and_code_points() {
    let dir = tempfile::tempdir().unwrap();
    export(&make(&dir.path().join("c")), Format::Jsonl, dir.path()).unwrap();
    let texts: Map<_, _> =
        jsonl(dir.path(), "articles").into_iter().map(|a| (a["id"].as_str().unwrap().to_owned(), a["text"].clone())).collect();
    let mut slices = Vec::new();
    for table in TABLES.iter().filter(|t| t.name != "articles") {
        for row in jsonl(dir.path(), table.name) {
            spans(&row, None, &mut |map, prefix, article| {
                let n = |key: &str| map[&format!("{prefix}{key}")].as_u64().unwrap() as usize;
                let text = texts[article].as_str().unwrap();
                let slice = &text[n("start")..n("end")];
                let points: String = text.chars().skip(n("cp_start")).take(n("cp_end") - n("cp_start")).collect();
                assert_eq!(slice, points, "{} {row}", table.name);
                slices.push(slice.to_owned());
            });
        }
    }
    assert!(slices.iter().filter(|s| **s == GAZETTE).count() >= 4);
    for slice in ["«Marelle»", "Vellan Gazette"] {
        assert!(slices.iter().any(|s| s == slice), "{slice} not in {slices:#?}");
    }
    let edits = &jsonl(dir.path(), "matches")[1]["edits"];
    assert_eq!(edits[0]["right"], json!({"start": 107, "end": 110, "cp_start": 103, "cp_end": 106}));
}

#[test]
fn every_place_in_the_source_is_where_the_map_says() {
    let dir = tempfile::tempdir().unwrap();
    export(&make(&dir.path().join("c")), Format::Jsonl, dir.path()).unwrap();
    let mut seen = 0;
    for (table, prefix) in [("paragraphs", ""), ("blocks", ""), ("matches", "left_"), ("matches", "right_")] {
        for row in jsonl(dir.path(), table) {
            let n = |key: &str| row[&format!("{prefix}{key}")].as_u64().unwrap();
            assert_eq!((n("raw_start"), n("raw_end")), (n("start") + RAW_SHIFT, n("end") + RAW_SHIFT), "{table} {row}");
            seen += 1;
        }
    }
    assert_eq!(seen, 4 + 4 + 3 + 3, "paragraphs, blocks and both sides of matches");
    let media = &jsonl(dir.path(), "media")[0];
    assert_eq!((&media["kind"], &media["start"]), (&json!("image"), &Value::Null));
    assert_eq!(media["caption"], json!("The Marelle in Lisken on 3 May 2015."));
    assert_eq!((&media["stated_date"], &media["stated_place"]), (&json!("2015-05-03"), &json!("Lisken")));
}

#[test]
fn the_views_have_the_exported_shape() {
    let dir = tempfile::tempdir().unwrap();
    export(&make(&dir.path().join("c")), Format::Jsonl, dir.path()).unwrap();
    let db = rusqlite::Connection::open(dir.path().join("c/retold.db")).unwrap();
    for table in TABLES.iter().filter(|t| !["articles", "paragraphs", "skipped", "reviews"].contains(&t.name)) {
        let columns: Vec<_> = table.columns.iter().filter(|c| !only_exported(c.name)).collect();
        let names: Vec<_> = columns.iter().map(|c| format!("\"{}\"", c.name)).collect();
        let mut all = db.prepare(&format!("SELECT {} FROM {}", names.join(","), table.name)).unwrap();
        let value = |row: &rusqlite::Row, at: usize, column: &Column| match (row.get_ref(at).unwrap(), column.kind) {
            (rusqlite::types::ValueRef::Null, _) => Value::Null,
            (_, Kind::Int) => row.get::<_, i64>(at).unwrap().into(),
            (_, Kind::Real) => ((row.get::<_, f64>(at).unwrap() * 1e4).round() / 1e4).into(),
            (_, Kind::Flag) => row.get::<_, bool>(at).unwrap().into(),
            (_, Kind::List(_) | Kind::Object(_)) => serde_json::from_str(&row.get::<_, String>(at).unwrap()).unwrap(),
            _ => row.get::<_, String>(at).unwrap().into(),
        };
        let row = |r: &rusqlite::Row| -> rusqlite::Result<Map<String, Value>> {
            Ok(columns.iter().enumerate().map(|(at, c)| (c.name.to_owned(), value(r, at, c))).collect())
        };
        let rows: Vec<_> = all.query_map([], row).unwrap().map(|r| Value::Object(r.unwrap())).collect();
        let mut expected = jsonl(dir.path(), table.name);
        expected.iter_mut().for_each(drop_code_points);
        if ["blocks", "media", "corrections", "dates", "times"].contains(&table.name) {
            expected.sort_by_key(|r| rows.iter().position(|v| v["id"] == r["id"]));
        }
        assert_eq!(rows, expected, "{}", table.name);
    }
}

/// Code points, and places in the source, which are packed in the database.
fn only_exported(column: &str) -> bool {
    column.contains("cp_") || column.contains("raw_")
}

fn drop_code_points(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(drop_code_points),
        Value::Object(map) => {
            *map = std::mem::take(map).into_iter().filter(|(key, _)| !only_exported(key)).collect();
            map.values_mut().for_each(drop_code_points);
        }
        _ => {}
    }
}

#[test]
fn the_manifest_says_what_was_read_and_found_and_nothing_of_the_machine() {
    let dir = tempfile::tempdir().unwrap();
    export(&make(&dir.path().join("c")), Format::Jsonl, dir.path()).unwrap();
    let text = fs::read_to_string(dir.path().join("run.json")).unwrap();
    let run: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(run["read"], json!({"inputs": 1, "articles": 4, "words": 61, "blocks": 3}));
    assert_eq!(run["skipped"], json!({"total": 1, "by_reason": {"no-text": 1}}));
    assert_eq!(run["found"], json!({"matches": 3, "pairs": 3, "families": 1, "findings": 1}));
    assert_eq!(run["looked_at"]["texts"], json!({"low": 1, "high": 2}));
    assert_eq!(run["inputs"][0], json!({"input": "articles.jsonl", "sha256": "0".repeat(64), "bytes": 1234}));
    assert_eq!(run["configuration_sha256"].as_str().map(str::len), Some(64));
    assert!(!text.contains(&*dir.path().to_string_lossy()));
}

/// Columns of the published record (docs: the public record) with the table's id and the code point twins of its spans.
const DOCUMENTED: [(&str, &str); 22] = [
    (
        "articles",
        "id input locator sha256 text_sha256 role url archive_url captured outlet title author published published_from modified lang text \
         words version_of",
    ),
    ("paragraphs", "id article start end cp_start cp_end raw_start raw_end"),
    ("blocks", "id article start end cp_start cp_end kind"),
    ("media", "id article start end cp_start cp_end kind url"),
    ("corrections", "id article start end cp_start cp_end kind old new"),
    ("dates", "id article kind origin key raw iso precision chosen"),
    ("times", "id article start end cp_start cp_end from to resolved_by flag"),
    ("skipped", "id input locator reason detail"),
    (
        "matches",
        "id left left_start left_end left_cp_start left_cp_end right right_start right_end right_cp_start right_cp_end kind layer layers \
         words identity left_share right_share edits credit",
    ),
    (
        "pairs",
        "id left right shared_words narration_words left_share right_share earlier direction probability reasons credit left_credit \
         right_credit credit_spans credit_target credit_to",
    ),
    ("families", "id size layer exemplar cohesion chained capped members earliest texts"),
    ("stories", "id articles first last headline texts thread"),
    ("figures", "id article start end cp_start cp_end low high modifier unit counted counted_span state as_of event attribution"),
    ("conflicts", "id left right class confidence"),
    ("attributions", "id article kind type stance source cue content speaker speaker_span speaker_role level parent"),
    ("quotes", "id members earliest fullest"),
    ("sourcing", "id article start end cp_start cp_end relation target target_outlet attribution"),
    ("labels", "id article entity entity_span label start end cp_start cp_end device voice attribution"),
    ("hedges", "id article start end cp_start cp_end class match change"),
    ("accounts", "id event members cells differs"),
    ("findings", "id kind sentence evidence confidence score reasons"),
    ("reviews", "id finding decision note coder at tool_version"),
];

#[test]
fn columns_are_those_of_the_public_record_in_its_order() {
    assert_eq!(TABLES.len(), DOCUMENTED.len());
    for (table, (name, columns)) in TABLES.iter().zip(DOCUMENTED) {
        let names: Vec<_> = table.columns.iter().map(|c| c.name).collect();
        let documented: Vec<_> = columns.split_whitespace().collect();
        assert_eq!((table.name, &names[..documented.len()]), (name, &documented[..]), "added columns come last");
    }
}

#[test]
fn the_schema_covers_every_row() {
    let dir = tempfile::tempdir().unwrap();
    export(&make(&dir.path().join("c")), Format::Jsonl, dir.path()).unwrap();
    let written: Value = serde_json::from_slice(&fs::read(dir.path().join("schema.json")).unwrap()).unwrap();
    assert_eq!(written, json_schema(Format::Jsonl));
    for table in TABLES {
        for row in jsonl(dir.path(), table.name) {
            conforms(&row, &written["$defs"][table.name], table.name);
        }
    }
}

/// The part of JSON Schema that the schema uses.
fn conforms(value: &Value, schema: &Value, place: &str) {
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(n) if n.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let allowed = &schema["type"];
    assert!(allowed == kind || allowed.as_array().is_some_and(|a| a.contains(&kind.into())), "{place}: {value} is not {allowed}");
    assert!(schema["enum"].as_array().is_none_or(|names| names.contains(value)), "{place}: {value} is not in {}", schema["enum"]);
    if let Value::Array(items) = value {
        items.iter().for_each(|v| conforms(v, &schema["items"], place));
    }
    if let Value::Object(map) = value {
        let keys: Vec<_> = map.keys().map(|k| Value::from(k.as_str())).collect();
        assert_eq!(Value::Array(keys), schema["required"], "{place}");
        map.iter().for_each(|(key, v)| conforms(v, &schema["properties"][key], &format!("{place}.{key}")));
    }
}
