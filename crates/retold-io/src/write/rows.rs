//! The rows of each table, in the documented order, read once from front to back. This file has what was read; [`super::found`] what was found.

use std::collections::BTreeSet;
use std::path::Path;

use retold::config::Filter;
use retold::record::Span;
use rusqlite::{Connection, Result as SqlResult, Row};

use retold::Card;

use super::cell::Cell;
use super::offsets::CodePoints;
use crate::collection::{Error, Roster, links, maybe_span, span};

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
        let mut all = self.db.prepare(
            "SELECT number, complete, text, words, id, input, locator, sha256, text_sha256, role, url, archive_url, captured, outlet, title, \
             author, published, published_from, modified, lang, version_of, stamped, extra, lang_confidence FROM articles ORDER BY id",
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
            cells.push(row.get::<_, Option<f64>>(23)?.into());
            emit(&cells)?;
        }
        Ok(())
    }

    pub(super) fn blocks(&mut self, emit: &mut Emit) -> Done {
        let mut one =
            self.db.prepare(r#"SELECT "start", "end", id, kind FROM block_rows WHERE article = ?1 ORDER BY "start", "end", number"#)?;
        for rank in 0..self.roster.len() {
            let number = self.roster.numbers()[rank];
            let mut rows = one.query([number])?;
            while let Some(row) = rows.next()? {
                let id = row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?;
                let [start, end, cp_start, cp_end] = self.span(Place("blocks", id), number, span(row, 0)?)?;
                emit(&[id.into(), self.id(number)?.into(), start, end, cp_start, cp_end, text(row, 3)?])?;
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
            .prepare(r#"SELECT "start", "end", id, "from", "to", resolved_by, flag FROM time_rows WHERE article = ?1 ORDER BY number"#)?;
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
