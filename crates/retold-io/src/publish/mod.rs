//! What may be passed on: findings, pairs and families with short excerpts in which every name is masked but those that the user confirmed.
//!
//! Nothing is copied from a table as it is: each value is a number, a name of a closed list, a hash, an outlet, or went through the [`Mask`]. Whole
//! texts, titles, author lines, addresses, file names and given ids stay behind; an article goes by a hash of its id. There is no way back
//! from what is written here; the collection keeps everything.

mod mask;
mod names;

use std::collections::BTreeMap;
use std::path::Path;

use retold::record::{Span, stable_id};
use rusqlite::Connection;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::collection::{Collection, Doing, Error};
use crate::manifest;
use crate::write::whole::Whole;

pub use mask::Mask;
pub use names::names;

/// Words of a passage that are shown, at most.
pub const EXCERPT_WORDS: usize = 40;

/// What was written and what was masked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Published {
    /// Rows of each file.
    pub files: Vec<(String, u64)>,
    /// Excerpts in scripts that do not tell names by capitals: left out, only their hashes stand.
    pub left_out: u64,
}

#[derive(Deserialize)]
struct Passage {
    article: String,
    start: u32,
    end: u32,
    #[serde(default)]
    role: Option<String>,
}

/// Writes `articles.jsonl`, `pairs.jsonl`, `families.jsonl`, `findings.jsonl` and `README.txt` into `dir`, which is made where it is missing.
///
/// # Errors
/// Where the collection cannot be read or a file not be written.
pub fn publish(collection: &Collection, mask: &Mask, dir: &Path) -> Result<Published, Error> {
    std::fs::create_dir_all(dir).doing(dir, "cannot make the folder")?;
    let db = collection.db();
    let mut run = Run { db: &db, db_path: collection.db_path(), mask, dir, texts: None, out: Published::default() };
    run.articles()?;
    run.pairs()?;
    run.families()?;
    run.findings()?;
    let out = run.out;
    manifest::replace(&dir.join("README.txt"), readme(&out).as_bytes())?;
    Ok(out)
}

struct Run<'a> {
    db: &'a Connection,
    db_path: &'a Path,
    mask: &'a Mask,
    dir: &'a Path,
    /// The last text that was read.
    texts: Option<(String, String)>,
    out: Published,
}

/// How an article is called outside.
fn outside(id: &str) -> String {
    stable_id("p", &[id])
}

impl Run<'_> {
    fn articles(&mut self) -> Result<(), Error> {
        let sql = "SELECT id, outlet, substr(published, 1, 10), lang, words, text_sha256 FROM articles ORDER BY id";
        let rows = self.read(sql, |r| {
            let outlet = r.get::<_, Option<String>>(1)?.map(|name| self.mask.outlet(&name));
            let (day, lang): (Option<String>, Option<String>) = (r.get(2)?, r.get(3)?);
            let (words, hash): (u32, String) = (r.get(4)?, r.get(5)?);
            Ok((r.get::<_, String>(0)?, json!({"outlet": outlet, "published": day, "lang": lang, "words": words, "text_sha256": hash})))
        })?;
        let rows: Vec<Value> = rows.into_iter().map(|(id, row)| with_id(&outside(&id), row)).collect();
        self.write("articles.jsonl", &rows)
    }

    fn pairs(&mut self) -> Result<(), Error> {
        let sql =
            r#"SELECT id, "left", "right", earlier, direction, credit, shared_words, narration_words FROM pairs ORDER BY "left", "right""#;
        let rows = self.read(sql, |r| {
            let article = |at| Ok::<_, rusqlite::Error>(r.get::<_, Option<String>>(at)?.as_deref().map(outside));
            let text = |at| r.get::<_, String>(at);
            let count = |at| r.get::<_, u32>(at);
            let row = json!({"left": article(1)?, "right": article(2)?, "earlier": article(3)?, "direction": text(4)?, "credit": text(5)?,
                "shared_words": count(6)?, "narration_words": count(7)?});
            Ok((text(0)?, row))
        })?;
        let rows: Vec<Value> = rows.into_iter().map(|(id, row)| with_id(&id, row)).collect();
        self.write("pairs.jsonl", &rows)
    }

    fn families(&mut self) -> Result<(), Error> {
        let sql = "SELECT id, members, exemplar, exemplar_start, exemplar_end, earliest, texts FROM families ORDER BY id";
        let rows = self.read(sql, |r| {
            let (members, texts): (String, String) = (r.get(1)?, r.get(6)?);
            let exemplar = (r.get::<_, Option<String>>(2)?, r.get::<_, Option<u32>>(3)?, r.get::<_, Option<u32>>(4)?);
            Ok((r.get::<_, String>(0)?, (members, exemplar, r.get::<_, Option<String>>(5)?, texts)))
        })?;
        let mut out = Vec::new();
        for (id, (members, exemplar, earliest, texts)) in rows {
            let members: Vec<Passage> = serde_json::from_str(&members).unwrap_or_default();
            let passages = members.iter().map(|m| self.passage(m, false)).collect::<Result<Vec<_>, _>>()?;
            let excerpt = match exemplar {
                (Some(article), Some(start), Some(end)) => self.passage(&Passage { article, start, end, role: None }, true)?,
                _ => Value::Null,
            };
            let texts: Value = serde_json::from_str(&texts).unwrap_or_default();
            let row =
                json!({"members": passages, "earliest": earliest.as_deref().map(outside), "texts": texts, "excerpt": excerpt["excerpt"]});
            out.push(with_id(&id, row));
        }
        self.write("families.jsonl", &out)
    }

    fn findings(&mut self) -> Result<(), Error> {
        let sql = "SELECT id, kind, sentence, confidence, evidence FROM findings ORDER BY score DESC, id";
        let rows = self.read(sql, |r| {
            let text = |at| r.get::<_, String>(at);
            Ok((text(0)?, (text(1)?, text(2)?, text(3)?, text(4)?)))
        })?;
        let mut out = Vec::new();
        for (id, (kind, sentence, confidence, evidence)) in rows {
            let evidence: Vec<Passage> = serde_json::from_str(&evidence).unwrap_or_default();
            let evidence = evidence.iter().map(|p| self.passage(p, true)).collect::<Result<Vec<_>, _>>()?;
            let row = json!({"kind": kind, "sentence": self.mask.masked(&sentence), "confidence": confidence, "evidence": evidence});
            out.push(with_id(&id, row));
        }
        self.write("findings.jsonl", &out)
    }

    /// Where a passage stands, its hash, and as much of it as may be shown.
    fn passage(&mut self, passage: &Passage, shown: bool) -> Result<Value, Error> {
        if self.texts.as_ref().is_none_or(|(id, _)| *id != passage.article) {
            let text = self.db.prepare_cached("SELECT text FROM articles WHERE id = ?1");
            let text = text.and_then(|mut one| one.query_row([&passage.article], |r| r.get::<_, String>(0)));
            self.texts = Some((passage.article.clone(), text.doing(self.db_path, "cannot read a text")?));
        }
        let text = self.texts.as_ref().map_or("", |(_, text)| text);
        let words = Span::new(passage.start, passage.end).of(text);
        let mut out = json!({"article": outside(&passage.article), "start": passage.start, "end": passage.end,
            "sha256": crate::collection::hex(&<sha2::Sha256 as sha2::Digest>::digest(words))});
        if let Some(role) = &passage.role {
            out["role"] = role.as_str().into();
        }
        if shown {
            let excerpt = self.mask.excerpt(words, EXCERPT_WORDS);
            self.out.left_out += u64::from(excerpt.is_none());
            out["excerpt"] = excerpt.map_or(Value::Null, Value::from);
        }
        Ok(out)
    }

    fn read<T>(&self, sql: &str, row: impl Fn(&rusqlite::Row) -> rusqlite::Result<(String, T)>) -> Result<Vec<(String, T)>, Error> {
        let rows = self.db.prepare(sql).and_then(|mut all| all.query_map([], |r| row(r))?.collect());
        rows.doing(self.db_path, "cannot read a table")
    }

    fn write(&mut self, name: &str, rows: &[Value]) -> Result<(), Error> {
        let mut file = Whole::create(&self.dir.join(name))?;
        rows.iter().try_for_each(|row| file.put(format!("{row}\n").as_bytes()))?;
        file.finish()?;
        self.out.files.push((name.to_owned(), rows.len() as u64));
        Ok(())
    }
}

fn with_id(id: &str, row: Value) -> Value {
    let mut out = BTreeMap::from([("id".to_owned(), Value::from(id))]);
    if let Value::Object(row) = row {
        out.extend(row);
    }
    json!(out)
}

fn readme(out: &Published) -> String {
    let files: String = out.files.iter().map(|(name, rows)| format!("  {name}  {rows} rows\n")).collect();
    format!(
        "Made with Retold {}: what articles of a collection share, for passing on.\n\n{files}\n\
         [name] stands for every word that may name a person, a place or a body and was not confirmed for publication; [number] for what may be a\n\
         telephone number, an identity or a coordinate; [address] for electronic addresses and handles. Passages are cut to {EXCERPT_WORDS} words; sha256 is the\n\
         hash of the whole passage in UTF-8, so that whoever has the article can check it. {} passages are left out wholly: their script\n\
         does not show which words are names.\n\n\
         Masking works word by word and cannot know what a reader may guess from the rest. Have a second person read this before it is passed on.\n\
         Text overlap, not intent.\n",
        env!("CARGO_PKG_VERSION"),
        out.left_out
    )
}
