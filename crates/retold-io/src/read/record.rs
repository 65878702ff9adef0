use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};

use retold::record::{DateOrigin, Role};
use retold::text::parse_date;

use super::finish::Draft;

/// The uniform record, as JSON lines and table rows give it. Keys it does not know are carried along.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Record {
    #[serde(default)]
    pub(super) id: Option<Scalar>,
    pub(super) text: Option<String>,
    pub(super) html: Option<String>,
    pub(super) url: Option<String>,
    pub(super) outlet: Option<String>,
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    #[serde(default)]
    pub(super) published: Option<Scalar>,
    pub(super) lang: Option<String>,
    pub(super) role: Option<String>,
    #[serde(default)]
    pub(super) modified: Option<Scalar>,
    #[serde(default)]
    pub(super) captured: Option<Scalar>,
    pub(super) archive_url: Option<String>,
    #[serde(flatten)]
    pub(super) extra: serde_json::Map<String, serde_json::Value>,
}

/// A string, or a number taken as one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Scalar(pub(super) String);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl Visitor<'_> for Any {
            type Value = Scalar;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string or a number")
            }
            fn visit_str<E: de::Error>(self, value: &str) -> Result<Scalar, E> {
                Ok(Scalar(value.to_owned()))
            }
            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Scalar, E> {
                Ok(Scalar(value.to_string()))
            }
            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Scalar, E> {
                Ok(Scalar(value.to_string()))
            }
            fn visit_f64<E: de::Error>(self, value: f64) -> Result<Scalar, E> {
                Ok(Scalar(value.to_string()))
            }
        }
        deserializer.deserialize_any(Any)
    }
}

impl Record {
    /// Sets a column of a table; columns it does not know are carried along.
    pub(super) fn set(&mut self, column: &str, value: String) {
        let text = match column {
            "id" => return self.id = Some(Scalar(value)),
            "published" => return self.published = Some(Scalar(value)),
            "modified" => return self.modified = Some(Scalar(value)),
            "captured" => return self.captured = Some(Scalar(value)),
            "text" => &mut self.text,
            "html" => &mut self.html,
            "url" => &mut self.url,
            "outlet" => &mut self.outlet,
            "title" => &mut self.title,
            "author" => &mut self.author,
            "lang" => &mut self.lang,
            "role" => &mut self.role,
            "archive_url" => &mut self.archive_url,
            _ => {
                if !value.is_empty() {
                    self.extra.insert(column.to_owned(), value.into());
                }
                return;
            }
        };
        *text = Some(value);
    }

    /// Moves everything but text and html into a draft; says which value cannot be taken.
    pub(super) fn into_draft(self) -> Result<Draft, String> {
        let date = |value: Option<Scalar>| value.and_then(|v| given(Some(v.0)));
        // collections have roles of their own ("suspicious", "editorial"): the text counts, the word is carried along
        let mut extra = self.extra;
        let role = given(self.role).and_then(|role| {
            let known = role.to_lowercase().parse::<Role>().ok();
            if known.is_none() {
                extra.insert("role".to_owned(), role.into());
            }
            known
        });
        let published = date(self.published);
        let read = published.as_deref().and_then(parse_date);
        let mut unread_dates = u64::from(published.is_some() && read.is_none());
        let mut iso = |value: Option<Scalar>| {
            let value = date(value)?;
            let read = parse_date(&value).map(|d| d.iso);
            unread_dates += u64::from(read.is_none());
            read
        };
        let (modified, captured) = (iso(self.modified), iso(self.captured));
        let mut draft = Draft {
            id: self.id.and_then(|i| given(Some(i.0))),
            url: given(self.url),
            archive_url: given(self.archive_url),
            extra: (!extra.is_empty()).then(|| serde_json::Value::from(extra).to_string()),
            captured,
            outlet: given(self.outlet),
            title: given(self.title),
            author: given(self.author),
            published: read.map(|d| (d, DateOrigin::Given)),
            modified,
            lang: given(self.lang),
            role,
            unread_dates,
            ..Draft::default()
        };
        draft.complete = [&draft.url, &draft.title, &draft.outlet].iter().any(|v| v.is_some()) || published.is_some();
        Ok(draft)
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
