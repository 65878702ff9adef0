use serde_json::{Map, Value, json};

use super::Format;
use super::columns::{Column, Kind, TABLES};
use crate::manifest::SCHEMA_VERSION;

/// The tables as a JSON Schema (draft 2020-12): one definition for a row of each table.
pub fn json_schema(format: Format) -> Value {
    let rows: Map<String, Value> = TABLES
        .iter()
        .map(|table| {
            let mut row = object(table.columns);
            row["description"] = table.doc.into();
            (table.name.to_owned(), row)
        })
        .collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The tables that retold exports",
        "version": SCHEMA_VERSION,
        "description": "One definition for a row of each table. Offsets are half-open: `start`, `end` count bytes of the article's text in \
                        UTF-8, `cp_start`, `cp_end` Unicode code points. Unknown is null, never an empty string.",
        "format": about(format),
        "$defs": rows,
    })
}

/// What a reader of this format has to know.
fn about(format: Format) -> &'static str {
    match format {
        Format::Jsonl => "JSON Lines: one object a line",
        Format::Parquet => "Parquet: lists are lists, objects are structs",
        Format::Csv { raw: true } => "CSV: lists and objects are JSON text; an empty cell is null; cells are written as they are",
        Format::Csv { raw: false } => {
            "CSV: lists and objects are JSON text; an empty cell is null; a text that a spreadsheet would run as a formula has an \
             apostrophe in front, which offsets do not count: take it off before slicing, or export with --csv-raw"
        }
    }
}

fn object(columns: &[Column]) -> Value {
    let properties: Map<String, Value> = columns.iter().map(|c| (c.name.to_owned(), property(c))).collect();
    let names: Vec<&str> = columns.iter().map(|c| c.name).collect();
    json!({"type": "object", "properties": properties, "required": names})
}

fn property(column: &Column) -> Value {
    let mut value = of_kind(&column.kind);
    if column.nullable {
        if let Some(Value::Array(names)) = value.get_mut("enum") {
            names.push(Value::Null);
        }
        let kind = value["type"].take();
        value["type"] = json!([kind, "null"]);
    }
    value["description"] = column.doc.into();
    value
}

fn of_kind(kind: &Kind) -> Value {
    match kind {
        Kind::Text => json!({"type": "string"}),
        Kind::Name(names) => json!({"type": "string", "enum": names}),
        Kind::Int => json!({"type": "integer"}),
        Kind::Real => json!({"type": "number"}),
        Kind::Flag => json!({"type": "boolean"}),
        Kind::List(item) => json!({"type": "array", "items": of_kind(item)}),
        Kind::Object(columns) => object(columns),
    }
}
