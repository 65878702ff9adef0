//! Findings and matches as W3C Web Annotations (<https://www.w3.org/TR/annotation-model/>): `annotations.jsonld`, one annotation page.
//!
//! Each passage is selected three times over: by its words with what stands around them (`TextQuoteSelector`), by code points
//! (`TextPositionSelector`) and by bytes of UTF-8 (`DataPositionSelector`). Offsets are those of the text that Retold read, whose SHA-256 names the
//! source; the page it came from is given as `via`, and there only the words can be looked for.

use std::collections::{BTreeMap, VecDeque};
use std::path::Path;
use std::rc::Rc;

use retold::Card;
use retold::config::Filter;
use retold::record::{ArticleIx, Span};
use rusqlite::{Connection, Row};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Exported;
use super::offsets::CodePoints;
use super::rows::{Done, Fault};
use super::whole::Whole;
use crate::collection::{Collection, Doing, Error, span};

/// Code points of context on either side of a quoted passage.
const CONTEXT: usize = 32;

/// Texts kept at hand: passages come sorted by one of their two articles.
const TEXTS: usize = 64;

/// Writes `annotations.jsonld` into `dir`, which is made where it is missing: an annotation for each finding, then one for each match that passes
/// the filter. It holds the words of all these passages.
///
/// # Errors
/// Where the collection cannot be read, a span is no stretch of its text, or the file cannot be written.
pub fn export_annotations(collection: &Collection, filter: &Filter, dir: &Path) -> Result<Exported, Error> {
    std::fs::create_dir_all(dir).doing(dir, "cannot make the folder")?;
    let roster = collection.roster()?;
    let cards = (0u32..).map(ArticleIx).zip(roster.cards()).map(|(rank, card)| (roster.id(rank), card)).collect();
    let file = Whole::create(&dir.join("annotations.jsonld"))?;
    let mut page = Page { db: &collection.db(), file, texts: VecDeque::new(), items: 0 };
    match page.write(filter, &cards) {
        Ok(()) => Ok(Exported { tables: vec![(page.file.finish()?, page.items)] }),
        Err(Fault::Sql(error)) => Err(error).doing(collection.db_path(), "cannot read a table"),
        Err(Fault::Row(error)) => Err(error),
    }
}

struct Page<'a> {
    db: &'a Connection,
    file: Whole,
    /// By article; the last used stand behind.
    texts: VecDeque<(String, Rc<Text>)>,
    items: u64,
}

struct Text {
    text: String,
    points: CodePoints,
    /// What a target says of its source.
    source: Value,
}

/// A passage as the view of findings has it.
#[derive(Deserialize)]
struct Evidence {
    article: String,
    start: u32,
    end: u32,
    role: String,
}

impl Page<'_> {
    fn write(&mut self, filter: &Filter, cards: &BTreeMap<&str, &Card>) -> Done {
        self.put(
            "{\"@context\":[\"http://www.w3.org/ns/anno.jsonld\",{\"retold\":\"urn:retold:\"}],\"type\":\"AnnotationPage\",\"items\":[",
        )?;
        self.findings()?;
        self.matches(filter, cards)?;
        self.put("\n]}\n")
    }

    fn findings(&mut self) -> Done {
        let mut all = self.db.prepare("SELECT id, sentence, confidence, kind, evidence FROM findings ORDER BY score DESC, id")?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let [id, sentence, confidence, kind] = texts(row)?;
            let evidence: Vec<Evidence> =
                serde_json::from_str(row.get_ref(4)?.as_str().map_err(rusqlite::Error::from)?).unwrap_or_default();
            let mut targets = Vec::new();
            for passage in evidence {
                let mut target = self.target(("findings", &id), &passage.article, Span::new(passage.start, passage.end))?;
                target["retold:role"] = passage.role.into();
                targets.push(target);
            }
            self.item(&id, "finding", "describing", &format!("{sentence} ({kind}, {confidence})"), targets)?;
        }
        Ok(())
    }

    fn matches(&mut self, filter: &Filter, cards: &BTreeMap<&str, &Card>) -> Done {
        let mut all = self.db.prepare(
            r#"SELECT id, "left", "right", kind, layer, left_start, left_end, right_start, right_end, words, identity FROM matches
               ORDER BY "left", "right", id"#,
        )?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let [id, left, right, kind] = texts(row)?;
            let (layer, words): (String, u32) = (row.get(4)?, row.get(9)?);
            let (Some(&l), Some(&r)) = (cards.get(&*left), cards.get(&*right)) else { continue };
            if filter.keeps(words, row.get(10)?, l, r) {
                let of = ("matches", &*id);
                let targets = vec![self.target(of, &left, span(row, 5)?)?, self.target(of, &right, span(row, 7)?)?];
                self.item(&id, "match", "linking", &format!("{words} words of shared text ({kind}, {layer})"), targets)?;
            }
        }
        Ok(())
    }

    fn item(&mut self, id: &str, of: &str, motivation: &str, value: &str, targets: Vec<Value>) -> Done {
        let item = json!({
            "id": format!("urn:retold:{of}:{id}"),
            "type": "Annotation",
            "motivation": motivation,
            "body": {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "language": "en", "value": value},
            "target": targets,
        });
        self.put(if self.items == 0 { "\n" } else { ",\n" })?;
        self.put(&item.to_string())?;
        self.items += 1;
        Ok(())
    }

    /// A passage with its three selectors.
    fn target(&mut self, (table, row): (&'static str, &str), article: &str, span: Span) -> Result<Value, Fault> {
        let text = self.text(article)?;
        let Some([start, end, cp_start, cp_end]) = text.points.span(span) else {
            let detail = format!("bytes {}..{} are not a stretch of the text of article {article}", span.start, span.end);
            return Err(Error::BadSpan { table, row: row.to_owned(), detail }.into());
        };
        let (before, after) = (&text.text[..start as usize], &text.text[end as usize..]);
        let prefix_start = before.char_indices().rev().nth(CONTEXT - 1).map_or(0, |(at, _)| at);
        let suffix_end = after.char_indices().nth(CONTEXT).map_or(after.len(), |(at, _)| at);
        Ok(json!({
            "type": "SpecificResource",
            "source": text.source,
            "selector": [
                {"type": "TextQuoteSelector", "exact": span.of(&text.text), "prefix": &before[prefix_start..], "suffix": &after[..suffix_end]},
                {"type": "TextPositionSelector", "start": cp_start, "end": cp_end},
                {"type": "DataPositionSelector", "start": start, "end": end},
            ],
        }))
    }

    fn text(&mut self, article: &str) -> Result<Rc<Text>, Fault> {
        if let Some(at) = self.texts.iter().position(|(id, _)| id == article) {
            let found = self.texts.remove(at).expect("it was just seen there");
            let text = Rc::clone(&found.1);
            self.texts.push_back(found);
            return Ok(text);
        }
        let mut one = self.db.prepare_cached("SELECT text, text_sha256, url, lang FROM articles WHERE id = ?1")?;
        let text = one.query_row([article], |row| {
            let (text, sha256): (String, String) = (row.get(0)?, row.get(1)?);
            let mut source =
                json!({"id": format!("urn:sha256:{sha256}"), "type": "Text", "format": "text/plain", "retold:article": article});
            for (name, value) in [("via", row.get::<_, Option<String>>(2)?), ("language", row.get(3)?)] {
                if let Some(value) = value {
                    source[name] = value.into();
                }
            }
            Ok(Rc::new(Text { points: CodePoints::of(&text), text, source }))
        })?;
        if self.texts.len() == TEXTS {
            self.texts.pop_front();
        }
        self.texts.push_back((article.to_owned(), Rc::clone(&text)));
        Ok(text)
    }

    fn put(&mut self, text: &str) -> Done {
        Ok(self.file.put(text.as_bytes())?)
    }
}

/// The first columns of a row.
fn texts<const N: usize>(row: &Row) -> rusqlite::Result<[String; N]> {
    let mut out = [const { String::new() }; N];
    for (at, text) in out.iter_mut().enumerate() {
        *text = row.get(at)?;
    }
    Ok(out)
}
