//! The rows of each table, in the documented order, read once from front to back.

use std::path::Path;

use retold::record::{EditClass, EditOp, Layer, Span};
use rusqlite::fallible_streaming_iterator::FallibleStreamingIterator;
use rusqlite::{Connection, Result as SqlResult, Row, Rows, Statement};

use super::cell::Cell;
use super::offsets::CodePoints;
use crate::collection::{Error, Roster, links, name, span};

/// Takes a row's cells.
pub(super) type Emit<'e> = dyn FnMut(&[Cell]) -> Result<(), Error> + 'e;

/// What all tables need of the articles: ids, word counts, and code points by number.
pub(super) struct Source<'a> {
    pub(super) db: &'a Connection,
    /// For messages.
    pub(super) db_path: &'a Path,
    pub(super) roster: &'a Roster,
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

type Done = Result<(), Fault>;

impl Source<'_> {
    fn id(&self, number: u32) -> Result<&str, Fault> {
        let rank = self.roster.rank(number).ok_or(Error::NoArticle { number })?;
        Ok(self.roster.id(rank))
    }

    fn words(&self, number: u32) -> Result<u32, Fault> {
        let rank = self.roster.rank(number).ok_or(Error::NoArticle { number })?;
        Ok(self.roster.cards()[rank.index()].words)
    }

    /// Start, end and their code points, checked against the text.
    fn span(&self, of: Place, number: u32, span: Span) -> Result<[Cell<'static>; 4], Fault> {
        let points = self.points.get(number as usize).ok_or(Error::NoArticle { number })?;
        let Some(offsets) = points.span(span) else {
            let detail = format!("bytes {}..{} are not a stretch of the text of article {}", span.start, span.end, self.id(number)?);
            return Err(Error::BadSpan { table: of.0, row: of.1.to_owned(), detail }.into());
        };
        Ok(offsets.map(Cell::from))
    }

    /// An object that begins with a passage: article, offsets, then `more`.
    fn passage(&self, of: Place, number: u32, span: Span, more: Vec<Cell<'static>>) -> Result<Cell<'static>, Fault> {
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
             author, published, published_from, modified, lang, version_of, stamped FROM articles ORDER BY id",
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
            cells.extend([row.get::<_, bool>(1)?.into(), text(row, 21)?, Cell::List(urls)]);
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

    pub(super) fn matches(&mut self, emit: &mut Emit) -> Done {
        let mut all = self.db.prepare(
            r#"SELECT number, id, "left", left_start, left_end, "right", right_start, right_end, kind, layer, words, left_words, right_words, credit
               FROM match_rows ORDER BY number"#,
        )?;
        let mut layers = self.db.prepare(r#"SELECT "match", "start", "end", layer FROM match_layers ORDER BY "match", seq"#)?;
        let mut edits = self
            .db
            .prepare(r#"SELECT "match", op, class, left_start, left_end, right_start, right_end FROM match_edits ORDER BY "match", seq"#)?;
        let (mut layers, mut edits) = (Children::of(&mut layers)?, Children::of(&mut edits)?);
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let (number, id) = (row.get(0)?, row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?);
            let of = Place("matches", id);
            let (left, right): (u32, u32) = (row.get(2)?, row.get(5)?);
            let [ls, le, lcs, lce] = self.span(of, left, span(row, 3)?)?;
            let [rs, re, rcs, rce] = self.span(of, right, span(row, 6)?)?;
            let layers = layers.of_parent(number, |r| {
                let mut cells = self.span(of, left, span(r, 1)?)?.to_vec();
                cells.push(name::<Layer>(r, 3)?.as_str().into());
                Ok(Cell::Object(cells))
            })?;
            let edits = edits.of_parent(number, |r| {
                let (l, r_) = (self.span(of, left, span(r, 3)?)?, self.span(of, right, span(r, 5)?)?);
                let (op, class) = (name::<EditOp>(r, 1)?.as_str(), name::<EditClass>(r, 2)?.as_str());
                Ok(Cell::Object(vec![op.into(), Cell::Object(l.into()), Cell::Object(r_.into()), class.into()]))
            })?;
            let [words, left_words, right_words]: [u32; 3] = [row.get(10)?, row.get(11)?, row.get(12)?];
            let share = |part: u32, whole: u32| f64::from(part) / f64::from(whole.max(1));
            emit(&[
                id.into(),
                self.id(left)?.into(),
                ls,
                le,
                lcs,
                lce,
                self.id(right)?.into(),
                rs,
                re,
                rcs,
                rce,
                text(row, 8)?,
                text(row, 9)?,
                layers,
                words.into(),
                share(2 * words, left_words + right_words).into(),
                share(left_words, self.words(left)?).into(),
                share(right_words, self.words(right)?).into(),
                edits,
                text(row, 13)?,
                left_words.into(),
                right_words.into(),
            ])?;
        }
        Ok(())
    }

    pub(super) fn pairs(&mut self, emit: &mut Emit) -> Done {
        let mut all = self.db.prepare(
            r#"SELECT number, id, "left", "right", shared_words, narration_words, left_share, right_share, earlier, direction, probability,
               credit, left_credit, right_credit, credit_target, credit_to, left_credit_to, right_credit_to FROM pair_rows ORDER BY number"#,
        )?;
        let mut reasons =
            self.db.prepare(r#"SELECT pair, "for", kind, text, article, "start", "end" FROM pair_reasons ORDER BY pair, seq"#)?;
        let mut spans =
            self.db.prepare(r#"SELECT pair, article, "start", "end", target, "to" FROM pair_credit_spans ORDER BY pair, seq"#)?;
        let (mut reasons, mut spans) = (Children::of(&mut reasons)?, Children::of(&mut spans)?);
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let (number, id) = (row.get(0)?, row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?);
            let of = Place("pairs", id);
            let reasons = reasons.of_parent(number, |r| {
                let seen = match r.get::<_, Option<u32>>(4)? {
                    Some(article) => self.passage(of, article, span(r, 5)?, vec![])?,
                    None => Cell::Null,
                };
                Ok(Cell::Object(vec![owned(r, 1)?, owned(r, 2)?, owned(r, 3)?, seen]))
            })?;
            let credit_spans = spans.of_parent(number, |r| self.passage(of, r.get(1)?, span(r, 2)?, vec![owned(r, 4)?, owned(r, 5)?]))?;
            let earlier = row.get::<_, Option<u32>>(8)?.map(|n| self.id(n)).transpose()?;
            emit(&[
                id.into(),
                self.id(row.get(2)?)?.into(),
                self.id(row.get(3)?)?.into(),
                row.get::<_, i64>(4)?.into(),
                row.get::<_, i64>(5)?.into(),
                row.get::<_, f64>(6)?.into(),
                row.get::<_, f64>(7)?.into(),
                earlier.into(),
                text(row, 9)?,
                row.get::<_, Option<f64>>(10)?.into(),
                reasons,
                text(row, 11)?,
                text(row, 12)?,
                text(row, 13)?,
                credit_spans,
                text(row, 14)?,
                text(row, 15)?,
                text(row, 16)?,
                text(row, 17)?,
            ])?;
        }
        Ok(())
    }

    pub(super) fn families(&mut self, emit: &mut Emit) -> Done {
        let mut all = self.db.prepare(
            "SELECT number, id, size, layer, exemplar, exemplar_start, exemplar_end, cohesion, chained, capped, earliest, texts_low, texts_high
             FROM family_rows ORDER BY number",
        )?;
        let mut members = self.db.prepare(r#"SELECT family, article, "start", "end" FROM family_members ORDER BY family, seq"#)?;
        let mut members = Children::of(&mut members)?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let (number, id) = (row.get(0)?, row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?);
            let of = Place("families", id);
            let members = members.of_parent(number, |r| self.passage(of, r.get(1)?, span(r, 2)?, vec![]))?;
            let exemplar: u32 = row.get(4)?;
            let [start, end, cp_start, cp_end] = self.span(of, exemplar, span(row, 5)?)?;
            let earliest = row.get::<_, Option<u32>>(10)?.map(|n| self.id(n)).transpose()?;
            emit(&[
                id.into(),
                row.get::<_, i64>(2)?.into(),
                text(row, 3)?,
                self.id(exemplar)?.into(),
                row.get::<_, f64>(7)?.into(),
                row.get::<_, bool>(8)?.into(),
                row.get::<_, bool>(9)?.into(),
                members,
                earliest.into(),
                Cell::Object(vec![row.get::<_, i64>(11)?.into(), row.get::<_, i64>(12)?.into()]),
                start,
                end,
                cp_start,
                cp_end,
            ])?;
        }
        Ok(())
    }

    pub(super) fn findings(&mut self, emit: &mut Emit) -> Done {
        let mut all = self.db.prepare("SELECT number, id, kind, sentence, confidence, score FROM finding_rows ORDER BY number")?;
        let mut evidence =
            self.db.prepare(r#"SELECT finding, article, "start", "end", role FROM finding_evidence ORDER BY finding, seq"#)?;
        let mut reasons = self.db.prepare("SELECT finding, text FROM finding_reasons ORDER BY finding, seq")?;
        let (mut evidence, mut reasons) = (Children::of(&mut evidence)?, Children::of(&mut reasons)?);
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let (number, id) = (row.get(0)?, row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?);
            let of = Place("findings", id);
            let evidence = evidence.of_parent(number, |r| self.passage(of, r.get(1)?, span(r, 2)?, vec![owned(r, 4)?]))?;
            let reasons = reasons.of_parent(number, |r| Ok(owned(r, 1)?))?;
            emit(&[id.into(), text(row, 2)?, text(row, 3)?, evidence, text(row, 4)?, row.get::<_, f64>(5)?.into(), reasons])?;
        }
        Ok(())
    }
}

/// Table and id of a row, for the message about a bad span.
#[derive(Clone, Copy)]
struct Place<'a>(&'static str, &'a str);

/// A text or null, borrowed from the row.
fn text<'r>(row: &'r Row, at: usize) -> SqlResult<Cell<'r>> {
    let text = row.get_ref(at)?.as_str_or_null().map_err(rusqlite::Error::from)?;
    Ok(text.into())
}

fn owned(row: &Row, at: usize) -> SqlResult<Cell<'static>> {
    Ok(row.get::<_, Option<String>>(at)?.into())
}

/// Rows of a list, read in step with the rows they belong to. Their first column is the parent's number, which both are sorted by.
struct Children<'s> {
    rows: Rows<'s>,
}

impl<'s> Children<'s> {
    fn of(statement: &'s mut Statement) -> SqlResult<Self> {
        let mut rows = statement.query([])?;
        rows.advance()?;
        Ok(Children { rows })
    }

    fn of_parent(&mut self, parent: i64, cell: impl Fn(&Row) -> Result<Cell<'static>, Fault>) -> Result<Cell<'static>, Fault> {
        let mut list = Vec::new();
        while let Some(row) = self.rows.get() {
            if row.get::<_, i64>(0)? != parent {
                break;
            }
            list.push(cell(row)?);
            self.rows.advance()?;
        }
        Ok(Cell::List(list))
    }
}
