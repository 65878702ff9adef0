use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::tags;

/// The fields of the uniform record, in its order.
pub const FIELDS: [&str; 13] =
    ["id", "text", "html", "url", "outlet", "title", "author", "published", "lang", "role", "modified", "captured", "archive_url"];

/// Values of one record by field, and what is no field, to be carried along.
#[derive(Debug, Default)]
pub(super) struct Values {
    fields: BTreeMap<&'static str, String>,
    pub(super) extra: Map<String, Value>,
}

/// Which column means which field: names given by the user, the fields' own names, and the names that other programs use.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    /// Folded name to field and rank; the smallest rank with a value wins.
    known: HashMap<String, (&'static str, usize)>,
}

/// The data file beside this one.
#[derive(Deserialize)]
struct Table {
    fields: BTreeMap<String, Vec<String>>,
    documents: Documents,
}

#[derive(Deserialize)]
struct Documents {
    lists: Vec<String>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| toml::from_str(include_str!("columns.toml")).expect("columns.toml is checked by a test"));

/// Ranks: a name given by the user, the field's own name, then the names in the table.
const GIVEN: usize = 0;
const OWN: usize = 1;

/// Keys under which a JSON document keeps its records.
pub(super) fn list_keys() -> &'static [String] {
    &TABLE.documents.lists
}

impl Columns {
    /// With what the user said: field to column.
    pub(super) fn new(given: &BTreeMap<String, String>) -> Self {
        let mut known = HashMap::new();
        for field in FIELDS {
            if let Some(column) = given.get(field) {
                known.insert(folded(column), (field, GIVEN));
            }
        }
        for field in FIELDS {
            known.entry(field.to_owned()).or_insert((field, OWN));
        }
        for field in FIELDS {
            for (rank, name) in TABLE.fields.get(field).into_iter().flatten().enumerate() {
                known.entry(name.clone()).or_insert((field, OWN + 1 + rank));
            }
        }
        Columns { known }
    }

    /// Whether one of these columns holds this field.
    pub(super) fn has(&self, columns: &[String], field: &str) -> bool {
        columns.iter().any(|c| self.known.get(&folded(c)).is_some_and(|(known, _)| *known == field))
    }

    /// Sorts the values of a record into fields. A value under a field's own name has to be a string, or a number where a field may be one.
    pub(super) fn sort(&self, record: Map<String, Value>) -> Result<Values, String> {
        let mut best: BTreeMap<&'static str, (usize, String, String)> = BTreeMap::new();
        let mut values = Values::default();
        for (key, value) in record {
            let Some(&(field, rank)) = self.known.get(&folded(&key)) else {
                values.carry(key, value);
                continue;
            };
            let Some(plain) = plain(field, rank, &key, &value)? else {
                values.carry(key, value);
                continue;
            };
            match best.get(field) {
                Some((known, ..)) if *known <= rank => values.carry(key, value),
                _ => {
                    if let Some((_, other, text)) = best.insert(field, (rank, key, plain)) {
                        values.carry(other, text.into());
                    }
                }
            }
        }
        for (field, (rank, _, value)) in best {
            // other programs call pages and texts alike
            let is_page = field == "text" && rank > OWN && tags::looks_like_html(value.trim_start());
            let field = if is_page && !values.fields.contains_key("html") { "html" } else { field };
            values.fields.insert(field, value);
        }
        Ok(values)
    }
}

impl Values {
    /// The value of a field, trimmed; `None` where it is empty.
    pub(super) fn take(&mut self, field: &str) -> Option<String> {
        super::record::given(self.fields.remove(field))
    }

    /// The value of a field as it came; `None` where nothing but white space is in it.
    pub(super) fn take_whole(&mut self, field: &str) -> Option<String> {
        self.fields.remove(field).filter(|v| !v.trim().is_empty())
    }

    fn carry(&mut self, key: String, value: Value) {
        let empty = matches!(&value, Value::Null) || value.as_str().is_some_and(str::is_empty);
        if !empty {
            self.extra.insert(key, value);
        }
    }
}

/// The value as text; `None` where there is none, or none that this field could take.
fn plain(field: &str, rank: usize, key: &str, value: &Value) -> Result<Option<String>, String> {
    let may_be_number = matches!(field, "id" | "published" | "modified" | "captured");
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text.clone()).filter(|t| !t.trim().is_empty())),
        Value::Number(number) if may_be_number => Ok(Some(number.to_string())),
        _ if rank > OWN => Ok(nested(value)),
        _ => Err(format!("'{key}' is {}; expected a string{}", kind(value), if may_be_number { " or a number" } else { "" })),
    }
}

/// Other programs nest: lists of names, `{"value": …}` (ninjs), `{"name": …}` (JSON Feed), `{"rendered": …}` (WordPress).
fn nested(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Array(list) if list.iter().all(Value::is_string) => {
            let names: Vec<&str> = list.iter().filter_map(Value::as_str).filter(|n| !n.trim().is_empty()).collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        Value::Array(list) => list.iter().find_map(nested),
        Value::Object(map) => ["value", "rendered", "name"].iter().find_map(|k| map.get(*k)?.as_str()).map(str::to_owned),
        _ => None,
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// `Publish Date` and `publish-date` are `publish_date`.
fn folded(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '-'], "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(json: &str, given: &[(&str, &str)]) -> Result<Values, String> {
        let given = given.iter().map(|(f, c)| ((*f).to_owned(), (*c).to_owned())).collect();
        Columns::new(&given).sort(serde_json::from_str(json).unwrap())
    }

    #[test]
    fn every_name_in_the_table_means_one_field_that_exists() {
        let mut seen = std::collections::BTreeSet::new();
        for (field, names) in &TABLE.fields {
            assert!(FIELDS.contains(&field.as_str()), "{field}");
            for name in names {
                assert!(seen.insert(name) && folded(name) == *name && !FIELDS.contains(&name.as_str()), "{field}: {name}");
            }
        }
    }

    #[test]
    fn a_fields_own_name_goes_before_the_names_of_others_and_nothing_is_lost() {
        let mut values = sorted(r#"{"body": "other", "Text": "own", "pub_date": "2031-05-06", "date": "", "weight": 3}"#, &[]).unwrap();
        assert_eq!(values.take_whole("text").as_deref(), Some("own"));
        assert_eq!(values.take("published").as_deref(), Some("2031-05-06"));
        assert_eq!(serde_json::Value::from(values.extra).to_string(), r#"{"body":"other","weight":3}"#);
    }

    #[test]
    fn what_the_user_says_goes_before_everything() {
        let mut values = sorted(r#"{"text": "teaser", "ocr": "the story"}"#, &[("text", "ocr")]).unwrap();
        assert_eq!(values.take_whole("text").as_deref(), Some("the story"));
        assert_eq!(values.extra["text"], "teaser");
    }

    #[test]
    fn nested_values_of_other_programs_are_unfolded() {
        let json = r#"{"headlines": [{"value": "Ferry aground"}], "authors": ["A. Lind", "B. Marr"], "content": {"rendered": "<p>Nobody was hurt.</p>"}}"#;
        let mut values = sorted(json, &[]).unwrap();
        assert_eq!(values.take("title").as_deref(), Some("Ferry aground"));
        assert_eq!(values.take("author").as_deref(), Some("A. Lind, B. Marr"));
        assert_eq!(values.take_whole("html").as_deref(), Some("<p>Nobody was hurt.</p>"));
        assert!(sorted(r#"{"text": 7}"#, &[]).unwrap_err().contains("a number"));
    }
}
