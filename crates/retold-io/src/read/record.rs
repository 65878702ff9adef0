use std::fmt;

use retold::record::{DateOrigin, Role};
use retold::text::parse_date;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::{Map, Value};

use super::columns::{Columns, Values};
use super::finish::{Draft, Refusal};
use super::html;
use super::skip::SkipReason;

/// Key of [`retold::record::Article::extra`] that says that only a part of the article is there, and which.
pub(super) const PARTIAL: &str = "partial";

/// A JSON object, every key of which stands once: of two equal keys nobody knows which is meant.
pub(super) struct Object(pub(super) Map<String, Value>);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;
        impl<'de> Visitor<'de> for Keys {
            type Value = Object;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Object, A::Error> {
                let mut map = Map::new();
                while let Some((key, value)) = entries.next_entry::<String, Value>()? {
                    if map.contains_key(&key) {
                        return Err(A::Error::custom(format!("the key '{key}' stands twice")));
                    }
                    map.insert(key, value);
                }
                Ok(Object(map))
            }
        }
        deserializer.deserialize_map(Keys)
    }
}

/// The draft of a record: a line of JSON, an item of a list, a row of a table. `titles` allows a title in place of a missing text.
pub(super) fn draft(record: Map<String, Value>, columns: &Columns, titles: bool) -> Result<Draft, Refusal> {
    let mut values = columns.sort(record).map_err(|detail| (SkipReason::BadRecord, detail))?;
    let (text, page) = (values.take_whole("text"), values.take_whole("html"));
    let mut draft = described(values);
    match (text, page) {
        (Some(text), _) => {
            draft.text = text;
            Ok(draft)
        }
        (None, Some(page)) => html::draft(&page, draft),
        (None, None) => match draft.title.clone() {
            Some(title) if titles => {
                draft.text = title;
                draft.only("title");
                Ok(draft)
            }
            _ => Err((SkipReason::NoText, "neither 'text' nor 'html' has a value".to_owned())),
        },
    }
}

/// Everything but text and page.
fn described(mut values: Values) -> Draft {
    let (id, url, archive_url) = (values.take("id"), values.take("url"), values.take("archive_url"));
    let (outlet, title, author, lang) = (values.take("outlet"), values.take("title"), values.take("author"), values.take("lang"));
    // collections have roles of their own ("suspicious", "editorial"): the text counts, the word is carried along
    let role = values.take("role").and_then(|role| {
        let known = role.to_lowercase().parse::<Role>().ok();
        if known.is_none() {
            values.extra.insert("role".to_owned(), role.into());
        }
        known
    });
    let published = values.take("published");
    let read = published.as_deref().and_then(parse_date);
    let mut unread_dates = u64::from(published.is_some() && read.is_none());
    let mut iso = |field: &str| {
        let value = values.take(field)?;
        let read = parse_date(&value).map(|d| d.iso);
        unread_dates += u64::from(read.is_none());
        read
    };
    let (modified, captured) = (iso("modified"), iso("captured"));
    let complete = [&url, &title, &outlet, &published].iter().any(|v| v.is_some());
    Draft {
        id,
        url,
        archive_url,
        extra: values.extra,
        captured,
        outlet,
        title,
        author,
        published: read.map(|d| (d, DateOrigin::Given)),
        modified,
        lang,
        role,
        unread_dates,
        complete,
        ..Draft::default()
    }
}

impl Draft {
    /// Only this part of the article is there.
    pub(super) fn only(&mut self, part: &str) {
        self.complete = false;
        self.extra.insert(PARTIAL.to_owned(), part.into());
    }
}

/// Unknown is `None`, never an empty string.
pub(super) fn given(value: Option<String>) -> Option<String> {
    let value = value?;
    let trimmed = value.trim();
    match trimmed.len() {
        0 => None,
        n if n == value.len() => Some(value),
        _ => Some(trimmed.to_owned()),
    }
}
