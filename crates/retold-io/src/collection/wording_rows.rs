//! How an article names and hedges: stored when it is added, read back for every analysis.

use retold::record::{ArticleIx, Hedge, HedgeDiffers, Label, Wording};
use rusqlite::{Connection, Result, Row, params};

use super::article_rows::{maybe_span, name, span};
use super::only::Only;
use super::voice_rows::{of_articles, rank};
use super::{Doing, Error, Roster, Writer};
use crate::sums::{label_text, name_text};

impl Writer<'_> {
    /// Stores what was read of the article with this number.
    pub fn put_wording(&mut self, number: u32, text: &str, wording: &Wording) -> std::result::Result<(), Error> {
        let db = self.collection.db();
        store(&db, (number, text), wording).doing(&self.collection.db_path, "cannot store how an article names and hedges")
    }
}

fn store(db: &Connection, (number, text): (u32, &str), wording: &Wording) -> Result<()> {
    let mut row = db.prepare_cached("INSERT INTO label_rows VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    for l in &wording.labels {
        let mention = (l.mention.map(|m| m.start), l.mention.map(|m| m.end));
        let (device, voice, sort) = (l.device.as_str(), l.voice.as_str(), l.sort.as_str());
        let (entity, span) = (l.entity, l.span);
        row.execute(params![
            number,
            entity.start,
            entity.end,
            mention.0,
            mention.1,
            span.start,
            span.end,
            device,
            voice,
            sort,
            l.attribution,
            label_text(text, l),
            name_text(text, l)
        ])?;
    }
    let mut row = db.prepare_cached("INSERT INTO hedge_rows VALUES (NULL, ?, ?, ?, ?, ?, ?, NULL, NULL)")?;
    for h in &wording.hedges {
        row.execute(params![number, h.span.start, h.span.end, h.scope.start, h.scope.end, h.class.as_str()])?;
    }
    Ok(())
}

/// What is stored of these articles, by rank.
pub(super) fn all(db: &Connection, roster: &Roster, only: Only) -> Result<Vec<Wording>> {
    let mut out = vec![Wording::default(); roster.len()];
    labels(db, roster, only, |article, all| out[article.index()].labels = all)?;
    hedges(db, roster, only, |article, all| out[article.index()].hedges = all)?;
    Ok(out)
}

/// Hands over the labels of these articles, a list for each.
pub(super) fn labels(db: &Connection, roster: &Roster, only: Only, take: impl FnMut(ArticleIx, Vec<Label>)) -> Result<()> {
    let which = only.condition("article");
    let mut rows = db.prepare_cached(&format!(
        r#"SELECT article, entity_start, entity_end, mention_start, mention_end, "start", "end", device, voice, sort, attribution
           FROM label_rows {which} ORDER BY number"#
    ))?;
    let one = |row: &Row, _| {
        Ok(Label {
            entity: span(row, 1)?,
            mention: maybe_span(row, 3)?,
            span: span(row, 5)?,
            device: name(row, 7)?,
            voice: name(row, 8)?,
            sort: name(row, 9)?,
            attribution: row.get(10)?,
        })
    };
    of_articles(&mut only.query(&mut rows)?, roster, 0, one, take)
}

/// Hands over the hedges of these articles, a list for each.
pub(super) fn hedges(db: &Connection, roster: &Roster, only: Only, take: impl FnMut(ArticleIx, Vec<Hedge>)) -> Result<()> {
    let which = only.condition("article");
    let hedges = format!(r#"SELECT article, "start", "end", scope_start, scope_end, class FROM hedge_rows {which} ORDER BY number"#);
    let mut rows = db.prepare_cached(&hedges)?;
    let one = |row: &Row, _| Ok(Hedge { span: span(row, 1)?, scope: span(row, 3)?, class: name(row, 5)? });
    of_articles(&mut only.query(&mut rows)?, roster, 0, one, take)
}

/// Where each article's hedges begin among the stored rows, by rank. Rows of one article follow each other.
fn first_rows(db: &Connection, roster: &Roster) -> Result<Vec<i64>> {
    let mut out = vec![0; roster.len()];
    let mut rows = db.prepare("SELECT article, min(number) FROM hedge_rows GROUP BY article")?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        out[rank(roster, row, 0)?.index()] = row.get(1)?;
    }
    Ok(out)
}

/// Makes what became of hedges in shared text that of this analysis.
pub(super) fn replace(db: &Connection, roster: &Roster, differ: &[HedgeDiffers]) -> Result<()> {
    db.execute(r#"UPDATE hedge_rows SET "match" = NULL, change = NULL WHERE "match" IS NOT NULL"#, [])?;
    let first = if differ.is_empty() { Vec::new() } else { first_rows(db, roster)? };
    let mut set = db.prepare_cached(r#"UPDATE hedge_rows SET "match" = ?2, change = ?3 WHERE number = ?1"#)?;
    for d in differ {
        set.execute(params![first[d.article.index()] + i64::from(d.hedge), d.in_match, d.change.map(|c| c.as_str())])?;
    }
    Ok(())
}

/// What became of hedges in shared text at the last analysis, in its order.
pub(super) fn hedges_differ(db: &Connection, roster: &Roster) -> Result<Vec<HedgeDiffers>> {
    let first = first_rows(db, roster)?;
    let mut rows = db.prepare(r#"SELECT article, number, "match", change FROM hedge_rows WHERE "match" IS NOT NULL"#)?;
    let mut rows = rows.query([])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let article = rank(roster, row, 0)?;
        let change = if row.get_ref(3)? == rusqlite::types::ValueRef::Null { None } else { Some(name(row, 3)?) };
        let hedge = (row.get::<_, i64>(1)? - first[article.index()]) as u32;
        out.push(HedgeDiffers { article, hedge, in_match: row.get(2)?, change });
    }
    out.sort_unstable();
    Ok(out)
}
