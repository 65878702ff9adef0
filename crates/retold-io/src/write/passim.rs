//! The shape of passim's results, so that scripts written for them go on working: `align.json`, one line for each pair of aligned passages, and
//! `out.json`, one line for each passage of a family ("cluster").
//!
//! Offsets are Unicode code points, half-open. `uid` numbers the articles in the order of their ids; `series` is the outlet, and the article
//! itself where that is unknown. `s1` and `s2` are the two passages padded with `-` to one length. Families rest on the last add; `filter`
//! chooses lines of `align.json`.

use std::path::{Path, PathBuf};

use retold::config::Filter;
use retold::record::{ArticleIx, Match, Passage, Span};
use serde_json::{Value, json};

use super::Exported;
use super::offsets::CodePoints;
use super::whole::Whole;
use crate::collection::{Collection, Doing, Error, Roster};

/// Writes `align.json` and `out.json` into `dir`, which is made where it is missing. Files of the same names are replaced.
///
/// # Errors
/// Where the collection cannot be read or a file not be written.
pub fn export_passim(collection: &Collection, filter: &Filter, dir: &Path) -> Result<Exported, Error> {
    std::fs::create_dir_all(dir).doing(dir, "cannot make the folder")?;
    let roster = collection.roster()?;
    let analysis = collection.analysis(&roster)?;
    let mut texts = Texts { collection, roster: &roster, known: (0..roster.len()).map(|_| None).collect() };
    let mut out = Exported::default();
    let mut align = Lines::new(&dir.join("align.json"))?;
    for m in &analysis.matches {
        let card = |a: ArticleIx| &roster.cards()[a.index()];
        if filter.keeps(m.words, m.identity(), card(m.left.article), card(m.right.article)) {
            align.line(&texts.aligned(m)?)?;
        }
    }
    out.tables.push(align.finish()?);
    let mut clusters = Lines::new(&dir.join("out.json"))?;
    for (cluster, family) in analysis.families.iter().enumerate() {
        for &member in &family.members {
            let mut line = texts.passage(member, "")?;
            line["cluster"] = cluster.into();
            line["size"] = family.members.len().into();
            line["text"] = member.span.of(&texts.of(member.article)?.0).into();
            clusters.line(&line)?;
        }
    }
    out.tables.push(clusters.finish()?);
    Ok(out)
}

/// Texts of articles with their code points, read once.
struct Texts<'a> {
    collection: &'a Collection,
    roster: &'a Roster,
    known: Vec<Option<(String, CodePoints)>>,
}

impl Texts<'_> {
    fn of(&mut self, article: ArticleIx) -> Result<&(String, CodePoints), Error> {
        let slot = &mut self.known[article.index()];
        if slot.is_none() {
            let text = self.collection.text(self.roster.number(article))?;
            let points = CodePoints::of(&text);
            *slot = Some((text, points));
        }
        slot.as_ref().ok_or(Error::NoArticle { number: article.0 })
    }

    /// What is said of one passage; names end with `suffix`.
    fn passage(&mut self, passage: Passage, suffix: &str) -> Result<Value, Error> {
        let (id, card) = (self.roster.id(passage.article).to_owned(), &self.roster.cards()[passage.article.index()]);
        let (series, date) = (card.outlet.as_deref().unwrap_or(&id).to_owned(), card.published.as_ref().map(|d| d.iso.clone()));
        let (url, title) = (card.url.clone(), card.title.clone());
        let number = self.roster.number(passage.article);
        let (_, points) = self.of(passage.article)?;
        let [_, _, begin, end] = points.span(passage.span).ok_or(Error::NoArticle { number })?;
        let named = [
            ("uid", json!(passage.article.0)),
            ("id", json!(id)),
            ("series", json!(series)),
            ("begin", json!(begin)),
            ("end", json!(end)),
            ("date", json!(date)),
            ("url", json!(url)),
            ("title", json!(title)),
        ];
        Ok(Value::Object(named.into_iter().map(|(name, value)| (format!("{name}{suffix}"), value)).collect()))
    }

    fn aligned(&mut self, m: &Match) -> Result<Value, Error> {
        let mut line = self.passage(m.left, "")?;
        if let (Value::Object(line), Value::Object(other)) = (&mut line, self.passage(m.right, "2")?) {
            line.extend(other);
        }
        let left = self.of(m.left.article)?.0.clone();
        let (s1, s2) = padded(m, &left, &self.of(m.right.article)?.0);
        line["matches"] = s1.chars().zip(s2.chars()).filter(|(a, b)| a == b).count().into();
        line["s1"] = s1.into();
        line["s2"] = s2.into();
        Ok(line)
    }
}

/// Both passages of a match, padded stretch by stretch to one number of characters.
fn padded(m: &Match, left: &str, right: &str) -> (String, String) {
    let (mut s1, mut s2) = (String::new(), String::new());
    let (mut from, mut there) = (m.left.span.start, m.right.span.start);
    let mut stretch = |l: Span, r: Span| {
        let (a, b) = (l.of(left), r.of(right));
        let (n, k) = (a.chars().count(), b.chars().count());
        s1.push_str(a);
        s2.push_str(b);
        s1.extend(std::iter::repeat_n('-', k.saturating_sub(n)));
        s2.extend(std::iter::repeat_n('-', n.saturating_sub(k)));
    };
    for edit in &m.edits {
        // edits of marks may reach into the words beside them
        if edit.left.start < from || edit.right.start < there {
            continue;
        }
        stretch(Span::new(from, edit.left.start), Span::new(there, edit.right.start));
        stretch(edit.left, edit.right);
        (from, there) = (edit.left.end, edit.right.end);
    }
    stretch(Span::new(from, m.left.span.end), Span::new(there, m.right.span.end));
    (s1, s2)
}

/// A file of JSON lines.
struct Lines {
    file: Whole,
    rows: u64,
}

impl Lines {
    fn new(path: &Path) -> Result<Self, Error> {
        Ok(Lines { file: Whole::create(path)?, rows: 0 })
    }

    fn line(&mut self, value: &Value) -> Result<(), Error> {
        self.rows += 1;
        self.file.put(format!("{value}\n").as_bytes())
    }

    fn finish(self) -> Result<(PathBuf, u64), Error> {
        Ok((self.file.finish()?, self.rows))
    }
}
