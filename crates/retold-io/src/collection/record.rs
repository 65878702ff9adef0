//! Single rows of the public record: what a list names, as objects with the exported names.
//!
//! They come from the views, so they have no code points, and lists and objects are as SQLite makes them; see [`crate::write`] for whole tables.

use rusqlite::Row;
use rusqlite::types::ValueRef;
use serde_json::{Map, Value};

use super::{Collection, Doing, Error};
use crate::write::columns::{Kind, TABLES};

/// A row: columns and values, in the order of the view.
pub type Record = Map<String, Value>;

impl Collection {
    /// The rows of a table with these numbers, in this order. Articles come without their texts.
    ///
    /// # Errors
    /// Where the database cannot be read, or there is no such table.
    pub fn records(&self, table: &str, numbers: &[i64]) -> Result<Vec<Record>, Error> {
        let db = self.db();
        let read = || {
            let mut one = db.prepare_cached(super::browse::query(&format!("record: {table}")))?;
            let names: Vec<String> = one.column_names().map(str::to_owned).collect();
            let nested: Vec<bool> = names.iter().map(|name| is_nested(table, name)).collect();
            let mut out = Vec::with_capacity(numbers.len());
            for number in numbers {
                let mut rows = one.query([number])?;
                while let Some(row) = rows.next()? {
                    let cell = |(at, name): (usize, &String)| Ok((name.clone(), value(row, at, nested[at])?));
                    out.push(names.iter().enumerate().map(cell).collect::<rusqlite::Result<Record>>()?);
                }
            }
            Ok::<_, rusqlite::Error>(out)
        };
        read().doing(self.db_path(), "cannot read rows")
    }
}

/// Whether a column holds lists or objects, which SQLite gives as JSON text.
fn is_nested(table: &str, column: &str) -> bool {
    let columns = TABLES.iter().find(|t| t.name == table).map_or(&[][..], |t| t.columns);
    columns.iter().any(|c| c.name == column && matches!(c.kind, Kind::List(_) | Kind::Object(_)))
}

fn value(row: &Row, at: usize, nested: bool) -> rusqlite::Result<Value> {
    Ok(match row.get_ref(at)? {
        ValueRef::Null | ValueRef::Blob(_) => Value::Null,
        ValueRef::Integer(n) => n.into(),
        ValueRef::Real(x) => x.into(),
        ValueRef::Text(text) => {
            let text = String::from_utf8_lossy(text);
            if nested { serde_json::from_str(&text).unwrap_or(Value::Null) } else { Value::String(text.into_owned()) }
        }
    })
}
