use std::borrow::Cow;

use super::columns::{Column, Kind};

/// One value of a row, on its way into a file.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell<'a> {
    Null,
    Text(Cow<'a, str>),
    Int(i64),
    Real(f64),
    Flag(bool),
    List(Vec<Cell<'a>>),
    /// Values in the order of the kind's columns.
    Object(Vec<Cell<'a>>),
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Cell::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Cell::Text(Cow::Owned(text))
    }
}

impl From<i64> for Cell<'_> {
    fn from(n: i64) -> Self {
        Cell::Int(n)
    }
}

impl From<u32> for Cell<'_> {
    fn from(n: u32) -> Self {
        Cell::Int(n.into())
    }
}

impl From<f64> for Cell<'_> {
    fn from(x: f64) -> Self {
        Cell::Real(x)
    }
}

impl From<bool> for Cell<'_> {
    fn from(flag: bool) -> Self {
        Cell::Flag(flag)
    }
}

impl<'a> From<Vec<Cell<'a>>> for Cell<'a> {
    fn from(list: Vec<Cell<'a>>) -> Self {
        Cell::List(list)
    }
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Cell::Null, Into::into)
    }
}

/// Four decimals: a share of 0.8333 is exact to one word in ten thousand, and prints the same on every machine.
pub(super) fn rounded(x: f64) -> f64 {
    (x * 1e4).round() / 1e4
}

impl Cell<'_> {
    /// Appends the value as JSON.
    pub(super) fn json(&self, kind: &Kind, out: &mut Vec<u8>) {
        match (self, kind) {
            (Cell::Null, _) => out.extend_from_slice(b"null"),
            (Cell::Text(text), _) => json_value(text.as_ref(), out),
            (Cell::Int(n), _) => json_value(n, out),
            (Cell::Real(x), _) => json_value(&rounded(*x), out),
            (Cell::Flag(flag), _) => json_value(flag, out),
            (Cell::List(items), Kind::List(item)) => {
                out.push(b'[');
                for (at, cell) in items.iter().enumerate() {
                    if at > 0 {
                        out.push(b',');
                    }
                    cell.json(item, out);
                }
                out.push(b']');
            }
            (Cell::Object(values), Kind::Object(columns)) => json_object(columns, values, out),
            (Cell::List(_) | Cell::Object(_), _) => unreachable!("rows are filled in the order and kinds of their columns"),
        }
    }
}

/// Appends an object; unknown values are null.
pub(super) fn json_object(columns: &[Column], values: &[Cell], out: &mut Vec<u8>) {
    out.push(b'{');
    for (at, (column, value)) in columns.iter().zip(values).enumerate() {
        if at > 0 {
            out.push(b',');
        }
        json_value(column.name, out);
        out.push(b':');
        value.json(&column.kind, out);
    }
    out.push(b'}');
}

fn json_value<T: serde::Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) {
    // strings, numbers and flags into memory: neither can fail
    let _ = serde_json::to_writer(out, value);
}
