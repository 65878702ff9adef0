//! `site` blocks: what hosts repeat on their pages, derived anew after each add.

use std::collections::{BTreeMap, BTreeSet};

use retold::record::{BlockKind, Span, stable_id};
use rusqlite::{Connection, Result, params};

use super::article_rows::{self, span};
use super::{Collection, Doing, Error, Roster, Writer, digest_rows};
use crate::ids;
use crate::sites::{SitePage, host_and_page, site_lines};

impl Writer<'_> {
    /// Derives the `site` blocks of every host of which an article was put in this add; those of other hosts cannot have changed.
    pub(crate) fn derive_sites(&mut self, roster: &Roster) -> std::result::Result<(), Error> {
        let mut hosts: BTreeMap<String, Vec<(u32, &str, String)>> = BTreeMap::new();
        let mut touched = BTreeSet::new();
        for (card, &number) in roster.cards().iter().zip(roster.numbers()) {
            let Some((host, page)) = card.url.as_deref().and_then(host_and_page) else { continue };
            if number >= self.first {
                touched.insert(host.clone());
            }
            hosts.entry(host).or_default().push((number, &card.id, page));
        }
        let db = self.collection.db();
        let derive = || hosts.iter().filter(|(host, _)| touched.contains(*host)).try_for_each(|(_, pages)| replace(&db, pages));
        derive().doing(&self.collection.db_path, "cannot store what sites repeat")
    }

    /// Keeps how many bytes of text the page of an article hides from readers.
    pub fn put_hidden(&mut self, number: u32, bytes: u64) -> std::result::Result<(), Error> {
        let sql = "INSERT OR REPLACE INTO hidden_text (article, bytes) VALUES (?1, ?2)";
        self.execute(sql, params![number, bytes.cast_signed()], "cannot store how much a page hides")
    }
}

/// Replaces the site blocks of one host: number, id and page of each of its articles. Those that stay as they are are left alone.
fn replace(db: &Connection, articles: &[(u32, &str, String)]) -> Result<()> {
    let mut pages = Vec::with_capacity(articles.len());
    let mut known = Vec::with_capacity(articles.len());
    for (number, _, page) in articles {
        let text = article_rows::text(db, *number)?.unwrap_or_default();
        known.push(site_blocks(db, *number)?);
        pages.push(SitePage::of(page, &text, &article_rows::blocks(db, *number)?));
    }
    let mut forget = db.prepare_cached("DELETE FROM block_rows WHERE article = ?1 AND kind = ?2")?;
    let mut row =
        db.prepare_cached(r#"INSERT INTO block_rows (id, article, "start", "end", kind, pages) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"#)?;
    let kind = BlockKind::Site.as_str();
    for (((number, id, _), lines), known) in articles.iter().zip(site_lines(&pages)).zip(known) {
        if lines == known {
            continue;
        }
        if !lines.iter().map(|l| l.0).eq(known.iter().map(|l| l.0)) {
            digest_rows::forget(db, *number)?;
        }
        forget.execute(params![number, kind])?;
        for (span, count) in lines {
            let id = stable_id("b", &[id, &ids::span(span), kind]);
            row.execute(params![id, number, span.start, span.end, kind, count])?;
        }
    }
    Ok(())
}

/// The lines of an article that its host repeats, and on how many pages, in order.
fn site_blocks(db: &Connection, number: u32) -> Result<Vec<(Span, u32)>> {
    let sql = r#"SELECT "start", "end", coalesce(pages, 0) FROM block_rows WHERE article = ?1 AND kind = ?2 ORDER BY number"#;
    db.prepare_cached(sql)?.query_map(params![number, BlockKind::Site.as_str()], |r| Ok((span(r, 0)?, r.get(2)?)))?.collect()
}

impl Collection {
    /// Lines that hosts repeat on their pages, and bytes of text that pages hide from readers.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn set_aside(&self) -> std::result::Result<(u64, u64), Error> {
        let sql = "SELECT (SELECT count(*) FROM block_rows WHERE kind = ?1), (SELECT coalesce(sum(bytes), 0) FROM hidden_text)";
        let counted = self.db().query_row(sql, [BlockKind::Site.as_str()], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, i64>(1)?)));
        let (lines, bytes) = counted.doing(&self.db_path, "cannot count what was set aside")?;
        Ok((lines.cast_unsigned(), bytes.cast_unsigned()))
    }
}
