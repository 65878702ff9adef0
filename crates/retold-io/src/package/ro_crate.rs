//! `ro-crate-metadata.json` (RO-Crate 1.1): what the files of a package are and how they came about.

use serde_json::{Value, json};

use super::bag::Listed;
use super::{About, Extra};
use crate::collection::{Collection, Doing, Error};
use crate::write::{Format, json_schema};

pub(super) const NAME: &str = "ro-crate-metadata.json";

/// The texts inside are not the packer's to license.
const RIGHTS: &str = "Texts and pages belong to their publishers and are included as evidence. Tables may be used under the terms of whoever made this package.";

/// The whole document; `files` are those of the payload so far.
pub(super) fn metadata(collection: &Collection, about: &About, extras: &[Extra], files: &[Listed], sources: usize) -> Result<Value, Error> {
    let day = match &about.date {
        Some(day) => Some(day.clone()),
        None => last_day(collection)?,
    };
    let id = |path: &str| path.strip_prefix("data/").unwrap_or(path).to_owned();
    let parts: Vec<Value> = files.iter().map(|f| json!({"@id": id(&f.path)})).collect();
    let mut root = json!({
        "@id": "./",
        "@type": "Dataset",
        "name": about.name,
        "description": format!("What Retold found in a collection of articles, with the {sources} sources it was read from. Text overlap, not intent."),
        "license": about.license.as_deref().unwrap_or(RIGHTS),
        "hasPart": parts,
        "mentions": {"@id": "#run"},
    });
    if let Some(day) = day {
        root["datePublished"] = day.into();
    }
    let mut graph = vec![
        json!({
            "@id": NAME,
            "@type": "CreativeWork",
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
            "about": {"@id": "./"},
        }),
        root,
        json!({
            "@id": "#run",
            "@type": "CreateAction",
            "name": "Analysis",
            "instrument": {"@id": "#retold"},
            "object": files.iter().filter(|f| f.path.starts_with("data/sources/")).map(|f| json!({"@id": id(&f.path)})).collect::<Vec<_>>(),
            "result": files.iter().filter(|f| f.path.starts_with("data/tables/")).map(|f| json!({"@id": id(&f.path)})).collect::<Vec<_>>(),
        }),
        json!({"@id": "#retold", "@type": "SoftwareApplication", "name": "Retold", "version": env!("CARGO_PKG_VERSION")}),
    ];
    let schema = json_schema(Format::Jsonl);
    graph.extend(files.iter().map(|file| {
        let name = id(&file.path);
        let (about, media_type) = described(&name, extras, &schema);
        json!({
            "@id": name,
            "@type": "File",
            "description": about,
            "encodingFormat": media_type,
            "contentSize": file.bytes.to_string(),
            "sha256": file.sha256,
        })
    }));
    Ok(json!({"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph}))
}

/// What a file is, and its media type.
fn described(name: &str, extras: &[Extra], schema: &Value) -> (String, &'static str) {
    if let Some(extra) = extras.iter().find(|extra| extra.name == name) {
        return (extra.about.clone(), extra.media_type);
    }
    if name.starts_with("sources/") {
        return ("Bytes that an article was read from; its name is their SHA-256".to_owned(), "application/octet-stream");
    }
    match name.strip_prefix("tables/") {
        Some("run.json") => ("Version, settings, input hashes and counts of the run".to_owned(), "application/json"),
        Some("schema.json") => ("JSON Schema of the tables".to_owned(), "application/schema+json"),
        Some(file) => {
            let table = file.trim_end_matches(".jsonl");
            let about = schema["$defs"][table]["description"].as_str().unwrap_or("One JSON object a line");
            (format!("Table {table}: {about}"), "application/jsonl")
        }
        None => (String::new(), "application/octet-stream"),
    }
}

/// The last day that an article of the collection was published or captured.
fn last_day(collection: &Collection) -> Result<Option<String>, Error> {
    let sql = "SELECT max(substr(day, 1, 10)) FROM (SELECT published AS day FROM articles UNION ALL SELECT captured FROM articles) WHERE length(day) >= 10";
    collection.db().query_row(sql, [], |r| r.get(0)).doing(collection.db_path(), "cannot read the dates")
}
