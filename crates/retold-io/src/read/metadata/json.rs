//! JSON-LD as pages have it: several objects, graphs, lists, and JSON that is not quite sound.

use serde_json::Value;

use super::super::record::given;
use super::page::squeezed;

/// Larger JSON-LD is not article data.
const MAX_JSON: usize = 1 << 20;

/// Deeper than this no article is described.
const DEEPEST: usize = 6;

/// Every object of a script's JSON, outermost first.
pub(super) fn objects(bodies: &[&str]) -> Vec<Value> {
    let mut found = Vec::new();
    for body in bodies.iter().filter(|b| b.len() <= MAX_JSON) {
        for value in values(body) {
            collect(&value, &mut found, 0);
        }
    }
    found
}

/// The values of one script. What is no JSON is read again with its usual faults mended.
fn values(body: &str) -> Vec<Value> {
    let stream =
        |text: &str| -> Vec<Value> { serde_json::Deserializer::from_str(text).into_iter::<Value>().map_while(Result::ok).collect() };
    match serde_json::from_str::<Value>(body.trim()) {
        Ok(value) => vec![value],
        Err(_) => stream(&mended(body)),
    }
}

/// Takes out comment marks around the JSON, line breaks inside strings and commas before a closing bracket.
fn mended(body: &str) -> String {
    let from = body.find(['{', '[']).unwrap_or(body.len());
    let mut out = String::with_capacity(body.len());
    let (mut in_string, mut escaped) = (false, false);
    for c in body[from..].chars() {
        if in_string {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => in_string = false,
                _ => {}
            }
            out.push(if c.is_control() { ' ' } else { c });
            continue;
        }
        match c {
            '"' => in_string = true,
            '}' | ']' => {
                let kept = out.trim_end();
                if kept.ends_with(',') {
                    out.truncate(kept.len() - 1);
                }
            }
            _ => {}
        }
        out.push(c);
    }
    out
}

/// Objects at the top, in lists, in `@graph` and as the main entity of a page.
fn collect(value: &Value, found: &mut Vec<Value>, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Array(values) => values.iter().for_each(|v| collect(v, found, depth + 1)),
        Value::Object(map) => {
            found.push(value.clone());
            for key in ["@graph", "mainEntity", "mainEntityOfPage", "hasPart"] {
                if let Some(inner) = map.get(key).filter(|v| v.is_object() || v.is_array()) {
                    collect(inner, found, depth + 1);
                }
            }
        }
        _ => {}
    }
}

/// The names of an object's types.
pub(super) fn types(value: &Value) -> impl Iterator<Item = &str> {
    let (one, many) = match value.get("@type") {
        Some(Value::Array(many)) => (None, many.as_slice()),
        one => (one, [].as_slice()),
    };
    one.into_iter().chain(many).filter_map(Value::as_str)
}

/// Whether an object is of a type that stands for an article.
pub(super) fn is_article(value: &Value) -> bool {
    types(value).any(|t| t.contains("Article") || t.contains("Posting") || t.ends_with("Report") || t == "Review")
}

/// A text of an object, or the first of a list of texts.
pub(super) fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    match value.get(key)? {
        Value::String(text) => Some(text.trim()).filter(|t| !t.is_empty()),
        Value::Array(values) => values.iter().find_map(Value::as_str).map(str::trim).filter(|t| !t.is_empty()),
        _ => None,
    }
}

/// A name, an object with a name, or a list of these.
pub(super) fn names(value: &Value) -> Option<String> {
    let one = |value: &Value| match value {
        Value::String(name) => squeezed(name),
        Value::Object(map) => squeezed(map.get("name")?.as_str()?),
        _ => None,
    };
    match value {
        Value::Array(values) => given(Some(values.iter().filter_map(one).collect::<Vec<_>>().join(", "))),
        value => one(value),
    }
}
