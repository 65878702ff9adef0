//! `run.json`: which program, configuration and inputs made a collection, and what was read, skipped, capped and found.
//!
//! It holds no thread count, memory limit, time of day, absolute path or user name, and nothing of how many steps the adding took:
//! same input, same bytes.

use std::fs;
use std::io::Write;
use std::path::Path;

use retold::{Analysis, Counts};
use rusqlite::{Connection, OptionalExtension, Result};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::collection::{Collection, Doing, Error, hex};

/// Version of the exported tables and of `run.json`. Raised when a column changes its meaning or goes; added columns leave it.
pub const SCHEMA_VERSION: u32 = 1;

/// What the caller knows of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Manifest {
    /// Version of the program.
    pub tool_version: String,
    /// The resolved configuration, every value written out.
    pub configuration: Value,
}

/// SHA-256 of the configuration as compact JSON with sorted keys, hexadecimal.
pub fn configuration_hash(configuration: &Value) -> String {
    hex(&Sha256::digest(sorted(configuration).to_string()))
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by_key(|(key, _)| *key);
            entries.into_iter().map(|(key, value)| (key.clone(), sorted(value))).collect::<Map<_, _>>().into()
        }
        Value::Array(list) => list.iter().map(sorted).collect(),
        other => other.clone(),
    }
}

/// Keeps the engine's counts until the manifest is made.
pub(crate) fn store_counts(db: &Connection, analysis: &Analysis) -> Result<()> {
    let counts = &analysis.counts;
    let looked_at = json!({
        "articles": counts.articles,
        "words": counts.words,
        "postings": counts.postings,
        "shared_grams": counts.shared_grams,
        "narrowed_grams": counts.narrowed_grams,
        "capped_runs": counts.capped_runs,
        "candidate_pairs": counts.candidate_pairs,
        "rejected_pairs": counts.rejected_pairs,
        "site_matches": counts.site_matches,
        "formula_matches": counts.formula_matches,
        "figures_not_compared": counts.figures_not_compared,
        "filtered_matches": counts.filtered_matches,
        "credits_around": counts.credits_around,
        "credits_in_text": counts.credits_in_text,
        "credit_traces": counts.credit_traces,
        "texts": {"low": analysis.texts.0, "high": analysis.texts.1},
    });
    put(db, "looked_at", &looked_at.to_string())
}

/// What [`store_counts`] kept: fewest and most texts, and the engine's counts. Nothing counts as zero.
pub(crate) fn counts(db: &Connection) -> Result<((u32, u32), Counts)> {
    let kept: Value = get(db, "looked_at")?.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    let n = |key: &str| kept[key].as_u64().unwrap_or(0);
    let texts = |end: &str| kept["texts"][end].as_u64().and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
    let counts = Counts {
        articles: n("articles"),
        words: n("words"),
        postings: n("postings"),
        shared_grams: n("shared_grams"),
        narrowed_grams: n("narrowed_grams"),
        capped_runs: n("capped_runs"),
        candidate_pairs: n("candidate_pairs"),
        rejected_pairs: n("rejected_pairs"),
        site_matches: n("site_matches"),
        formula_matches: n("formula_matches"),
        figures_not_compared: n("figures_not_compared"),
        filtered_matches: n("filtered_matches"),
        credits_around: n("credits_around"),
        credits_in_text: n("credits_in_text"),
        credit_traces: n("credit_traces"),
    };
    Ok(((texts("low"), texts("high")), counts))
}

/// Makes the manifest of the state about to be committed and keeps it in the database.
pub(crate) fn store(db: &Connection, manifest: &Manifest) -> Result<()> {
    let count = |table: &str| db.query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get::<_, i64>(0));
    let words: i64 = db.query_row("SELECT coalesce(sum(words), 0) FROM article_rows", [], |r| r.get(0))?;
    let looked_at = get(db, "looked_at")?.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or(Value::Null);
    let run = json!({
        "schema": SCHEMA_VERSION,
        "tool": {"name": "retold", "version": manifest.tool_version},
        "configuration": manifest.configuration,
        "configuration_sha256": configuration_hash(&manifest.configuration),
        "read": {"inputs": count("inputs")?, "articles": count("articles")?, "words": words, "blocks": count("block_rows")?},
        "skipped": {"total": count("skipped")?, "by_reason": skipped_by_reason(db)?},
        "looked_at": looked_at,
        "found": {
            "matches": count("match_rows")?,
            "pairs": count("pair_rows")?,
            "families": count("family_rows")?,
            "findings": count("finding_rows")?,
        },
        "inputs": inputs(db)?,
    });
    put(db, "run", &format!("{run:#}\n"))
}

fn skipped_by_reason(db: &Connection) -> Result<Value> {
    let mut rows = db.prepare("SELECT reason, count(*) FROM skipped GROUP BY reason ORDER BY reason")?;
    let counts = rows.query_map([], |r| Ok((r.get::<_, String>(0)?, Value::from(r.get::<_, i64>(1)?))))?;
    Ok(Value::Object(counts.collect::<Result<_>>()?))
}

fn inputs(db: &Connection) -> Result<Vec<Value>> {
    let mut rows = db.prepare("SELECT input, sha256, bytes FROM inputs ORDER BY input, sha256")?;
    let row =
        |r: &rusqlite::Row| Ok(json!({"input": r.get::<_, String>(0)?, "sha256": r.get::<_, String>(1)?, "bytes": r.get::<_, i64>(2)?}));
    rows.query_map([], row)?.collect()
}

/// The manifest of the committed state, as JSON text; `None` before the first add.
pub(crate) fn text(collection: &Collection) -> std::result::Result<Option<String>, Error> {
    get(&collection.db(), "run").doing(collection.db_path(), "cannot read the manifest")
}

impl Collection {
    /// The manifest of the last add, as `run.json` has it; `None` before it.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn run(&self) -> std::result::Result<Option<Value>, Error> {
        Ok(text(self)?.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// The configuration of the last add; `None` before it.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn configuration(&self) -> std::result::Result<Option<Value>, Error> {
        Ok(self.run()?.map(|mut run| run["configuration"].take()))
    }
}

/// Writes `run.json` into the collection's folder, unless it is there and right.
pub(crate) fn write_beside(collection: &Collection) -> std::result::Result<(), Error> {
    let path = collection.dir().join("run.json");
    match text(collection)? {
        Some(text) if fs::read(&path).is_ok_and(|old| old == text.as_bytes()) => Ok(()),
        Some(text) => replace(&path, text.as_bytes()),
        None => Ok(()),
    }
}

/// Writes a small file under a temporary name, syncs it and renames it.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> std::result::Result<(), Error> {
    let temp = path.with_extension("tmp");
    let write = || {
        let mut file = fs::File::create(&temp)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temp, path)
    };
    write().doing(path, "cannot write the file")
}

pub(crate) fn get(db: &Connection, key: &str) -> Result<Option<String>> {
    db.prepare_cached("SELECT value FROM meta WHERE key = ?1")?.query_row([key], |r| r.get(0)).optional()
}

pub(crate) fn put(db: &Connection, key: &str, value: &str) -> Result<()> {
    db.prepare_cached("INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)")?.execute([key, value]).map(|_| ())
}
