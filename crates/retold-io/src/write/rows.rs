//! The rows of each table, in the documented order, read once from front to back. This file has what was read; [`super::found`] what was found.

use std::collections::BTreeSet;
use std::path::Path;

use retold::config::Filter;
use retold::record::{Span, stable_id};
use rusqlite::{Connection, Result as SqlResult, Row};

use retold::Card;

use super::cell::Cell;
use super::offsets::CodePoints;
use crate::collection::{Error, Roster, links, maybe_span, span, unpacked};
use crate::domain::registered_domain;

/// Takes a row's cells.
pub(super) type Emit<'e> = dyn FnMut(&[Cell]) -> Result<(), Error> + 'e;

/// What all tables need of the articles: ids, word counts, and code points by number.
pub(super) struct Source<'a> {
    pub(super) db: &'a Connection,
    /// For messages.
    pub(super) db_path: &'a Path,
    pub(super) roster: &'a Roster,
    /// Which matches are written, and which pairs: those that have one.
    pub(super) filter: &'a Filter,
    /// Pairs, by article numbers, of which a match was written; filled while matches are written, which is before the pairs.
    pub(super) kept: BTreeSet<(u32, u32)>,
    /// By article number; filled while the articles are written, which is always first.
    pub(super) points: Vec<CodePoints>,
    /// Source maps as they are stored, by article number; empty where there is none. Filled with `points`.
    pub(super) maps: Vec<Vec<u8>>,
}

/// A failed row: the database's fault, or the record's.
pub(super) enum Fault {
    Sql(rusqlite::Error),
    Row(Error),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Fault::Sql(error)
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Fault::Row(error)
    }
}

pub(super) type Done = Result<(), Fault>;

impl Source<'_> {
    pub(super) fn id(&self, number: u32) -> Result<&str, Fault> {
        let rank = self.roster.rank(number).ok_or(Error::NoArticle { number })?;
        Ok(self.roster.id(rank))
    }

    pub(super) fn words(&self, number: u32) -> Result<u32, Fault> {
        Ok(self.card(number)?.words)
    }

    pub(super) fn card(&self, number: u32) -> Result<&Card, Fault> {
        let rank = self.roster.rank(number).ok_or(Error::NoArticle { number })?;
        Ok(&self.roster.cards()[rank.index()])
    }

    /// Start, end and their code points, checked against the text.
    pub(super) fn span(&self, of: Place, number: u32, span: Span) -> Result<[Cell<'static>; 4], Fault> {
        let points = self.points.get(number as usize).ok_or(Error::NoArticle { number })?;
        let Some(offsets) = points.span(span) else {
            let detail = format!("bytes {}..{} are not a stretch of the text of article {}", span.start, span.end, self.id(number)?);
            return Err(Error::BadSpan { table: of.0, row: of.1.to_owned(), detail }.into());
        };
        Ok(offsets.map(Cell::from))
    }

    /// Where a span stands in its page: two numbers, null where it cannot be traced.
    pub(super) fn raw(&self, number: u32, span: Span) -> [Cell<'static>; 2] {
        let map = self.maps.get(number as usize).filter(|map| !map.is_empty()).and_then(|map| unpacked(map));
        let (start, end) = map.and_then(|map| map.raw(span)).map(|raw| (i64::from(raw.start), i64::from(raw.end))).unzip();
        [start.into(), end.into()]
    }

    /// An object that begins with a passage: article, offsets, then `more`.
    pub(super) fn passage(&self, of: Place, number: u32, span: Span, more: Vec<Cell<'static>>) -> Result<Cell<'static>, Fault> {
        let mut cells = vec![self.id(number)?.to_owned().into()];
        cells.extend(self.span(of, number, span)?);
        cells.extend(more);
        Ok(Cell::Object(cells))
    }

    pub(super) fn articles(&mut self, emit: &mut Emit) -> Done {
        self.points.clear();
        self.points.resize_with(self.roster.len(), CodePoints::default);
        self.maps = source_maps(self.db, self.roster.len())?;
        let mut all = self.db.prepare(
            "SELECT number, complete, text, words, id, input, locator, sha256, text_sha256, role, url, archive_url, captured, outlet, title, \
             author, published, published_from, modified, lang, version_of, stamped, extra, lang_confidence, \
             hidden_characters, lookalike_words FROM articles ORDER BY id",
        )?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let number: u32 = row.get(0)?;
            let body = text(row, 2)?;
            let points = self.points.get_mut(number as usize).ok_or(Error::NoArticle { number })?;
            if let Cell::Text(body) = &body {
                *points = CodePoints::of(body);
            }
            let mut cells = (4..20).map(|at| text(row, at)).collect::<SqlResult<Vec<_>>>()?;
            let urls = links(self.db, number)?.into_iter().map(Cell::from).collect();
            cells.extend([body, row.get::<_, i64>(3)?.into(), text(row, 20)?]);
            cells.extend([row.get::<_, bool>(1)?.into(), text(row, 21)?, Cell::List(urls), text(row, 22)?]);
            cells.extend([row.get::<_, Option<f64>>(23)?.into(), row.get::<_, i64>(24)?.into(), row.get::<_, i64>(25)?.into()]);
            let url: Option<String> = row.get(10)?;
            cells.push(url.as_deref().and_then(registered_domain).into());
            emit(&cells)?;
        }
        Ok(())
    }

    /// The paragraphs of what was read from a page.
    pub(super) fn paragraphs(&mut self, emit: &mut Emit) -> Done {
        let mut one = self.db.prepare("SELECT text FROM article_texts WHERE article = ?1")?;
        for rank in 0..self.roster.len() {
            let number = self.roster.numbers()[rank];
            if self.maps.get(number as usize).is_none_or(Vec::is_empty) {
                continue;
            }
            let body: String = one.query_row([number], |r| r.get(0))?;
            let mut at = 0;
            for line in body.split('\n') {
                let span = Span::from(at..at + line.len());
                at += line.len() + 1;
                let article = self.id(number)?;
                let id = stable_id("g", &[article, &format!("{}-{}", span.start, span.end)]);
                let [start, end, cp_start, cp_end] = self.span(Place("paragraphs", &id), number, span)?;
                let [raw_start, raw_end] = self.raw(number, span);
                emit(&[id.as_str().into(), article.into(), start, end, cp_start, cp_end, raw_start, raw_end])?;
            }
        }
        Ok(())
    }

    pub(super) fn media(&mut self, emit: &mut Emit) -> Done {
        let mut one = self
            .db
            .prepare(r#"SELECT "start", "end", id, kind, url, caption, credit, stated_date, stated_place FROM media_rows WHERE article = ?1 ORDER BY number"#)?;
        for rank in 0..self.roster.len() {
            let number = self.roster.numbers()[rank];
            let mut rows = one.query([number])?;
            while let Some(row) = rows.next()? {
                let id = row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?;
                let in_text = row.get::<_, Option<u32>>(0)?.is_some();
                let null = || Cell::from(None::<i64>);
                let offsets =
                    if in_text { self.span(Place("media", id), number, span(row, 0)?)? } else { [null(), null(), null(), null()] };
                let mut cells = vec![id.into(), self.id(number)?.into()];
                cells.extend(offsets);
                for at in 3..9 {
                    cells.push(text(row, at)?);
                }
                emit(&cells)?;
            }
        }
        Ok(())
    }

    pub(super) fn blocks(&mut self, emit: &mut Emit) -> Done {
        let mut one = self
            .db
            .prepare(r#"SELECT "start", "end", id, kind, pages FROM block_rows WHERE article = ?1 ORDER BY "start", "end", number"#)?;
        for rank in 0..self.roster.len() {
            let number = self.roster.numbers()[rank];
            let mut rows = one.query([number])?;
            while let Some(row) = rows.next()? {
                let id = row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?;
                let place = span(row, 0)?;
                let [start, end, cp_start, cp_end] = self.span(Place("blocks", id), number, place)?;
                let [raw_start, raw_end] = self.raw(number, place);
                let pages = row.get::<_, Option<i64>>(4)?.map_or(Cell::Null, Cell::Int);
                let kind = text(row, 3)?;
                emit(&[id.into(), self.id(number)?.into(), start, end, cp_start, cp_end, kind, raw_start, raw_end, pages])?;
            }
        }
        Ok(())
    }

    pub(super) fn corrections(&mut self, emit: &mut Emit) -> Done {
        let mut one = self.db.prepare(
            r#"SELECT "start", "end", id, kind, old_start, old_end, new_start, new_end FROM correction_rows WHERE article = ?1 ORDER BY number"#,
        )?;
        for &number in self.roster.numbers() {
            let mut rows = one.query([number])?;
            while let Some(row) = rows.next()? {
                let id = row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?;
                let of = Place("corrections", id);
                let wording = |at| -> Result<Cell<'static>, Fault> {
                    let found = maybe_span(row, at)?.map(|s| self.span(of, number, s)).transpose()?;
                    Ok(found.map(|s| Cell::Object(s.into())).into())
                };
                let mut cells = vec![id.into(), self.id(number)?.into()];
                cells.extend(self.span(of, number, span(row, 0)?)?);
                cells.extend([text(row, 3)?, wording(4)?, wording(6)?]);
                emit(&cells)?;
            }
        }
        Ok(())
    }

    pub(super) fn dates(&mut self, emit: &mut Emit) -> Done {
        let mut one = self
            .db
            .prepare(r#"SELECT id, kind, origin, key, raw, iso, "precision", chosen FROM date_rows WHERE article = ?1 ORDER BY number"#)?;
        for &number in self.roster.numbers() {
            let mut rows = one.query([number])?;
            while let Some(row) = rows.next()? {
                let mut cells = vec![text(row, 0)?, self.id(number)?.into()];
                cells.extend((1..7).map(|at| text(row, at)).collect::<SqlResult<Vec<_>>>()?);
                cells.push(row.get::<_, bool>(7)?.into());
                emit(&cells)?;
            }
        }
        Ok(())
    }

    pub(super) fn times(&mut self, emit: &mut Emit) -> Done {
        let mut one = self
            .db
            .prepare(r#"SELECT "start", "end", id, "from", "to", resolved_by, flag FROM time_rows WHERE article = ?1 ORDER BY "start""#)?;
        for &number in self.roster.numbers() {
            let mut rows = one.query([number])?;
            while let Some(row) = rows.next()? {
                let id = row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?;
                let span = self.span(Place("times", id), number, span(row, 0)?)?;
                let mut cells = vec![id.into(), self.id(number)?.into()];
                cells.extend(span);
                cells.extend((3..7).map(|at| text(row, at)).collect::<SqlResult<Vec<_>>>()?);
                emit(&cells)?;
            }
        }
        Ok(())
    }

    pub(super) fn skipped(&mut self, emit: &mut Emit) -> Done {
        self.plain("SELECT id, input, locator, reason, detail FROM skipped ORDER BY input, locator, reason, id", 5, emit)
    }

    pub(super) fn reviews(&mut self, emit: &mut Emit) -> Done {
        self.plain("SELECT id, finding, decision, note, coder, at, tool_version FROM reviews ORDER BY finding, at, id", 7, emit)
    }

    /// A table of texts alone.
    fn plain(&self, sql: &str, columns: usize, emit: &mut Emit) -> Done {
        let mut all = self.db.prepare(sql)?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            emit(&(0..columns).map(|at| text(row, at)).collect::<SqlResult<Vec<_>>>()?)?;
        }
        Ok(())
    }
}

/// Source maps of all articles, by number.
fn source_maps(db: &Connection, articles: usize) -> SqlResult<Vec<Vec<u8>>> {
    let mut maps = vec![Vec::new(); articles];
    let mut all = db.prepare("SELECT article, runs FROM sources ORDER BY article")?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        if let Some(map) = maps.get_mut(row.get::<_, u32>(0)? as usize) {
            *map = row.get(1)?;
        }
    }
    Ok(maps)
}

/// Table and id of a row, for the message about a bad span.
#[derive(Clone, Copy)]
pub(super) struct Place<'a>(pub(super) &'static str, pub(super) &'a str);

/// A text or null, borrowed from the row.
pub(super) fn text<'r>(row: &'r Row, at: usize) -> SqlResult<Cell<'r>> {
    let text = row.get_ref(at)?.as_str_or_null().map_err(rusqlite::Error::from)?;
    Ok(text.into())
}

pub(super) fn owned(row: &Row, at: usize) -> SqlResult<Cell<'static>> {
    Ok(row.get::<_, Option<String>>(at)?.into())
}
