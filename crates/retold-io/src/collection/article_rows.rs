//! Articles, blocks and links: rows to records and back.

use std::collections::HashSet;
use std::str::FromStr;
use std::sync::Arc;

use retold::Card;
use retold::record::{Article, Block, Correction, Date, DateClaim, Span, TimeMention, UnknownName, stable_id};
use retold::text::{Disguise, Word};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Result, Row, params};
use sha2::{Digest, Sha256};

use super::{source_rows, word_index};
use crate::ids;
use crate::version::{self, VersionOrder};

/// Columns of a card, in the order [`card`] reads them.
const CARD: &str = "id, role, outlet, url, title, published, published_low, published_high, published_precision, published_from, \
                    stamped, stamped_low, stamped_high, stamped_precision, lang, complete, words, input, captured, text_sha256, \
                    hidden_characters, lookalike_words";

/// What is known of an article under an id.
pub(super) struct Known {
    pub(super) number: u32,
    pub(super) text_sha256: String,
    pub(super) url: Option<String>,
    pub(super) order: VersionOrder,
}

/// The article with this id, if there is one.
pub(super) fn known(db: &Connection, id: &str) -> Result<Option<Known>> {
    db.prepare_cached("SELECT number, text_sha256, url, captured, published_low FROM article_rows WHERE id = ?1")?
        .query_row([id], |r| {
            let (text_sha256, captured): (String, Option<String>) = (r.get(1)?, r.get(3)?);
            let order = version::order(captured.as_deref(), r.get(4)?, text_sha256.clone());
            Ok(Known { number: r.get(0)?, text_sha256, url: r.get(2)?, order })
        })
        .optional()
}

/// Stores an article under this number, with blocks and links. `packed` are its raw bytes, compressed, unless they are its text.
pub(super) fn insert(db: &Connection, number: u32, article: &Article, words: &[Word], packed: Option<&[u8]>) -> Result<()> {
    let a = article;
    let Disguise { hidden_characters, lookalike_words } = Disguise::of(&a.text, words);
    let date = |d: &Option<Date>| d.as_ref().map(|d| (d.iso.clone(), d.from, d.to, d.precision.as_str()));
    let (published, stamped) = (date(&a.published), date(&a.stamped));
    let (p, s) = (published.as_ref(), stamped.as_ref());
    db.prepare_cached(
        "INSERT INTO article_rows (number, id, input, locator, sha256, text_sha256, role, url, archive_url, captured, outlet, title, author, \
         published, published_low, published_high, published_precision, published_from, \
         stamped, stamped_low, stamped_high, stamped_precision, modified, lang, words, version_of, complete, extra, lang_confidence, \
         hidden_characters, lookalike_words) \
         VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,?23,?24,?25,?26,?27,?28,?29,?30,?31)",
    )?
    .execute(params![
        number,
        a.id,
        a.input,
        a.locator,
        a.sha256,
        a.text_sha256,
        a.role.as_str(),
        a.url,
        a.archive_url,
        a.captured,
        a.outlet,
        a.title,
        a.author,
        p.map(|d| &d.0),
        p.map(|d| d.1),
        p.map(|d| d.2),
        p.map(|d| d.3),
        a.published_from.map(|f| f.as_str()),
        s.map(|d| &d.0),
        s.map(|d| d.1),
        s.map(|d| d.2),
        s.map(|d| d.3),
        a.modified,
        a.lang,
        words.len() as u32,
        a.version_of,
        a.complete,
        a.extra,
        a.lang_confidence,
        hidden_characters,
        lookalike_words,
    ])?;
    db.prepare_cached("INSERT INTO article_texts (article, text) VALUES (?1, ?2)")?.execute(params![number, a.text])?;
    db.prepare_cached("INSERT INTO raw (article, zstd) VALUES (?1, ?2)")?.execute(params![number, packed])?;
    word_index::insert(db, number, a.title.as_deref(), words)?;
    let mut link = db.prepare_cached("INSERT INTO article_links (article, seq, url) VALUES (?1, ?2, ?3)")?;
    for (seq, url) in a.links.iter().enumerate() {
        link.execute(params![number, seq as u32, url])?;
    }
    insert_parts(db, number, a)
}

/// Gives the article with this number the id it has here, and its rows theirs.
pub(super) fn rename(db: &Connection, number: u32, article: &Article) -> Result<()> {
    db.execute("UPDATE article_rows SET id = ?2 WHERE number = ?1", params![number, article.id])?;
    for table in ["block_rows", "date_rows", "time_rows", "correction_rows", "media_rows", "sources"] {
        db.execute(&format!("DELETE FROM {table} WHERE article = ?1"), [number])?;
    }
    insert_parts(db, number, article)
}

/// What goes by the id of its article.
fn insert_parts(db: &Connection, number: u32, a: &Article) -> Result<()> {
    let mut row = db.prepare_cached(r#"INSERT INTO block_rows (id, article, "start", "end", kind) VALUES (?1, ?2, ?3, ?4, ?5)"#)?;
    for Block { span, kind } in &a.blocks {
        let id = stable_id("b", &[&a.id, &ids::span(*span), kind.as_str()]);
        row.execute(params![id, number, span.start, span.end, kind.as_str()])?;
    }
    insert_dates(db, number, a)?;
    insert_times(db, number, a)?;
    insert_corrections(db, number, a)?;
    source_rows::insert(db, number, a)
}

fn insert_corrections(db: &Connection, number: u32, article: &Article) -> Result<()> {
    let mut row = db.prepare_cached(
        r#"INSERT INTO correction_rows (id, article, "start", "end", kind, old_start, old_end, new_start, new_end)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"#,
    )?;
    for c in &article.corrections {
        let id = stable_id("c", &[&article.id, &ids::span(c.span)]);
        let (old, new) = (c.old.map(|s| (s.start, s.end)).unzip(), c.new.map(|s| (s.start, s.end)).unzip());
        row.execute(params![id, number, c.span.start, c.span.end, c.kind.as_str(), old.0, old.1, new.0, new.1])?;
    }
    Ok(())
}

fn insert_dates(db: &Connection, number: u32, article: &Article) -> Result<()> {
    let mut row = db.prepare_cached(
        r#"INSERT INTO date_rows (id, article, kind, origin, key, raw, iso, "precision", low, high, chosen)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"#,
    )?;
    for (seq, c) in article.dates.iter().enumerate() {
        let id = stable_id("d", &[&article.id, &seq.to_string(), c.kind.as_str(), &c.key, &c.raw]);
        let (kind, origin, precision) = (c.kind.as_str(), c.origin.as_str(), c.date.precision.as_str());
        row.execute(params![id, number, kind, origin, c.key, c.raw, c.date.iso, precision, c.date.from, c.date.to, c.chosen])?;
    }
    Ok(())
}

fn insert_times(db: &Connection, number: u32, article: &Article) -> Result<()> {
    let mut row = db.prepare_cached(
        r#"INSERT INTO time_rows (id, article, "start", "end", "from", "to", resolved_by, flag) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"#,
    )?;
    for t in &article.times {
        let id = stable_id("t", &[&article.id, &ids::span(t.span)]);
        let (start, end) = (t.span.start, t.span.end);
        row.execute(params![id, number, start, end, t.from, t.to, t.resolved_by.as_str(), t.flag.map(|f| f.as_str())])?;
    }
    Ok(())
}

/// All cards in the order of their numbers.
pub(super) fn cards(db: &Connection) -> Result<Vec<Card>> {
    let mut shared = Shared::default();
    db.prepare_cached(&format!("SELECT {CARD} FROM article_rows ORDER BY number"))?.query_map([], |row| card(row, &mut shared))?.collect()
}

/// The card of the article with this number.
pub(super) fn card_of(db: &Connection, number: u32) -> Result<Option<Card>> {
    db.prepare_cached(&format!("SELECT {CARD} FROM article_rows WHERE number = ?1"))?
        .query_row([number], |row| card(row, &mut Shared::default()))
        .optional()
}

/// Words that many cards have: outlets, languages, files. Each is held once.
#[derive(Default)]
struct Shared(HashSet<Arc<str>>);

impl Shared {
    fn one(&mut self, row: &Row, at: usize) -> Result<Option<Arc<str>>> {
        let Some(text) = row.get_ref(at)?.as_str_or_null()? else { return Ok(None) };
        if let Some(known) = self.0.get(text) {
            return Ok(Some(Arc::clone(known)));
        }
        let new: Arc<str> = text.into();
        self.0.insert(Arc::clone(&new));
        Ok(Some(new))
    }
}

fn card(row: &Row, shared: &mut Shared) -> Result<Card> {
    Ok(Card {
        id: row.get(0)?,
        role: name(row, 1)?,
        outlet: shared.one(row, 2)?,
        url: row.get(3)?,
        title: row.get(4)?,
        published: date(row, 5)?,
        published_from: maybe_name(row, 9)?,
        stamped: date(row, 10)?,
        lang: shared.one(row, 14)?,
        complete: row.get(15)?,
        words: row.get(16)?,
        input: shared.one(row, 17)?.unwrap_or_default(),
        captured: row.get(18)?,
        text_sha256: row.get(19)?,
        disguise: Disguise { hidden_characters: row.get(20)?, lookalike_words: row.get(21)? },
    })
}

/// The whole article with this number.
pub(super) fn article(db: &Connection, number: u32) -> Result<Option<Article>> {
    let Some((_, article)) = row(db, number)? else { return Ok(None) };
    let (links, blocks) = (links(db, number)?, blocks(db, number)?);
    let (dates, times, corrections) = (dates(db, number)?, times(db, number)?, corrections(db, number)?);
    let (media, source) = (source_rows::media(db, number)?, source_rows::source(db, number)?);
    Ok(Some(Article { links, blocks, dates, times, corrections, media, source, ..article }))
}

/// The article with this number as pages show it: its text and what its parts are, and the times it names where they are asked for. Without
/// the other lists, which take longer to read than all of that.
pub(super) fn shown(db: &Connection, number: u32, with_times: bool) -> Result<Option<(Card, Article)>> {
    let Some((card, article)) = row(db, number)? else { return Ok(None) };
    let times = if with_times { times(db, number)? } else { Vec::new() };
    Ok(Some((card, Article { blocks: blocks(db, number)?, times, ..article })))
}

/// An article without its lists, and its card.
fn row(db: &Connection, number: u32) -> Result<Option<(Card, Article)>> {
    db.prepare_cached(&format!(
        "SELECT {CARD}, locator, sha256, archive_url, author, modified, version_of, extra, text, lang_confidence \
             FROM articles WHERE number = ?1"
    ))?
    .query_row([number], |row| {
        let card = card(row, &mut Shared::default())?;
        let of = card.clone();
        let article = Article {
            id: of.id,
            role: of.role,
            outlet: of.outlet.as_deref().map(str::to_owned),
            url: of.url,
            title: of.title,
            published: of.published,
            published_from: of.published_from,
            stamped: of.stamped,
            lang: of.lang.as_deref().map(str::to_owned),
            complete: of.complete,
            input: of.input.to_string(),
            captured: of.captured,
            text_sha256: of.text_sha256,
            locator: row.get(22)?,
            sha256: row.get(23)?,
            archive_url: row.get(24)?,
            author: row.get(25)?,
            modified: row.get(26)?,
            version_of: row.get(27)?,
            extra: row.get(28)?,
            text: row.get(29)?,
            lang_confidence: row.get(30)?,
            ..Article::default()
        };
        Ok((card, article))
    })
    .optional()
}

pub(super) fn text(db: &Connection, number: u32) -> Result<Option<String>> {
    db.prepare_cached("SELECT text FROM article_texts WHERE article = ?1")?.query_row([number], |r| r.get(0)).optional()
}

pub(crate) fn links(db: &Connection, number: u32) -> Result<Vec<String>> {
    db.prepare_cached("SELECT url FROM article_links WHERE article = ?1 ORDER BY seq")?.query_map([number], |r| r.get(0))?.collect()
}

/// Numbers of the articles that have links.
pub(super) fn linked(db: &Connection) -> Result<HashSet<u32>> {
    db.prepare("SELECT DISTINCT article FROM article_links")?.query_map([], |r| r.get(0))?.collect()
}

pub(super) fn blocks(db: &Connection, number: u32) -> Result<Vec<Block>> {
    db.prepare_cached(r#"SELECT "start", "end", kind FROM block_rows WHERE article = ?1 ORDER BY "start", "end", number"#)?
        .query_map([number], |r| Ok(Block { span: span(r, 0)?, kind: name(r, 2)? }))?
        .collect()
}

/// The blocks of all articles, with the articles' numbers; those of one article together and in order.
pub(super) fn all_blocks(db: &Connection, mut take: impl FnMut(u32, Block)) -> Result<()> {
    let mut rows = db.prepare(r#"SELECT "start", "end", kind, article FROM block_rows ORDER BY article, "start", "end", number"#)?;
    let mut rows = rows.query([])?;
    while let Some(r) = rows.next()? {
        take(r.get(3)?, Block { span: span(r, 0)?, kind: name(r, 2)? });
    }
    Ok(())
}

fn dates(db: &Connection, number: u32) -> Result<Vec<DateClaim>> {
    db.prepare_cached(
        r#"SELECT kind, origin, key, raw, iso, low, high, "precision", chosen FROM date_rows WHERE article = ?1 ORDER BY number"#,
    )?
    .query_map([number], |r| {
        let date = Date { iso: r.get(4)?, from: r.get(5)?, to: r.get(6)?, precision: name(r, 7)? };
        Ok(DateClaim { kind: name(r, 0)?, origin: name(r, 1)?, key: r.get(2)?, raw: r.get(3)?, date, chosen: r.get(8)? })
    })?
    .collect()
}

fn times(db: &Connection, number: u32) -> Result<Vec<TimeMention>> {
    db.prepare_cached(r#"SELECT "start", "end", "from", "to", resolved_by, flag FROM time_rows WHERE article = ?1 AND resolved_by <> 'other-article' ORDER BY number"#)?
        .query_map([number], |r| {
            Ok(TimeMention { span: span(r, 0)?, from: r.get(2)?, to: r.get(3)?, resolved_by: name(r, 4)?, flag: maybe_name(r, 5)? })
        })?
        .collect()
}

fn corrections(db: &Connection, number: u32) -> Result<Vec<Correction>> {
    db.prepare_cached(
        r#"SELECT "start", "end", kind, old_start, old_end, new_start, new_end FROM correction_rows WHERE article = ?1 ORDER BY number"#,
    )?
    .query_map([number], |r| Ok(Correction { span: span(r, 0)?, kind: name(r, 2)?, old: maybe_span(r, 3)?, new: maybe_span(r, 5)? }))?
    .collect()
}

/// A span from two neighbouring columns, or none.
pub(crate) fn maybe_span(row: &Row, at: usize) -> Result<Option<Span>> {
    if row.get_ref(at)? == rusqlite::types::ValueRef::Null { Ok(None) } else { span(row, at).map(Some) }
}

/// The id of an article whose text does not have its hash.
pub(super) fn changed_text(db: &Connection) -> Result<Option<String>> {
    let mut all = db.prepare("SELECT id, text_sha256, text FROM articles ORDER BY number")?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        let sum = hex(&Sha256::digest(row.get_ref(2)?.as_bytes()?));
        if row.get_ref(1)?.as_str()? != sum {
            return row.get(0).map(Some);
        }
    }
    Ok(None)
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// A span from two neighbouring columns. A reversed one is damage.
pub(crate) fn span(row: &Row, at: usize) -> Result<Span> {
    let (start, end) = (row.get(at)?, row.get(at + 1)?);
    if start <= end { Ok(Span { start, end }) } else { Err(rusqlite::Error::IntegralValueOutOfRange(at + 1, end.into())) }
}

/// A member of a closed list.
pub(crate) fn name<T: FromStr<Err = UnknownName>>(row: &Row, at: usize) -> Result<T> {
    let text = row.get_ref(at)?.as_str()?;
    text.parse().map_err(|e: UnknownName| rusqlite::Error::FromSqlConversionFailure(at, Type::Text, Box::new(e)))
}

fn maybe_name<T: FromStr<Err = UnknownName>>(row: &Row, at: usize) -> Result<Option<T>> {
    if row.get_ref(at)? == rusqlite::types::ValueRef::Null { Ok(None) } else { name(row, at).map(Some) }
}

/// A date from four neighbouring columns: as printed, first and last second, precision.
fn date(row: &Row, at: usize) -> Result<Option<Date>> {
    let Some(iso) = row.get(at)? else { return Ok(None) };
    Ok(Some(Date { iso, from: row.get(at + 1)?, to: row.get(at + 2)?, precision: name(row, at + 3)? }))
}
