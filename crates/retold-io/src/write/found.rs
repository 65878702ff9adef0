//! Rows of matches, pairs, families and findings, with their lists.

use retold::record::{EditClass, EditOp, EvidenceRole, Layer, Span};

use super::cell::Cell;
use super::rows::{Done, Emit, Fault, Place, Source, owned, text};
use crate::collection::{Children, Error, name, span};
use rusqlite::Row;

impl Source<'_> {
    pub(super) fn matches(&mut self, emit: &mut Emit) -> Done {
        let mut all = self.db.prepare(
            r#"SELECT number, id, "left", left_start, left_end, "right", right_start, right_end, kind, layer, words, left_words, right_words, credit,
               left_credit, right_credit, credit_target, credit_to, credit_form, credit_article, credit_start, credit_end
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
            let [words, left_words, right_words]: [u32; 3] = [row.get(10)?, row.get(11)?, row.get(12)?];
            let share = |part: u32, whole: u32| f64::from(part) / f64::from(whole.max(1));
            let identity = share(2 * words, left_words + right_words);
            if !self.filter.keeps(words, identity, self.card(left)?, self.card(right)?) {
                continue;
            }
            self.kept.insert((left, right));
            let [lrs, lre] = self.raw(left, span(row, 3)?);
            let [rrs, rre] = self.raw(right, span(row, 6)?);
            let [ls, le, lcs, lce] = self.span(of, left, span(row, 3)?)?;
            let [rs, re, rcs, rce] = self.span(of, right, span(row, 6)?)?;
            let layers = layers.of_parent(number, |r| -> Result<_, Fault> {
                let mut cells = self.span(of, left, span(r, 1)?)?.to_vec();
                cells.push(name::<Layer>(r, 3)?.as_str().into());
                Ok(Cell::Object(cells))
            })?;
            let edits = edits.of_parent(number, |r| self.edit(of, (left, right), r))?;
            let credit_span = match row.get::<_, Option<u32>>(19)? {
                Some(article) => self.passage(of, article, span(row, 20)?, vec![])?,
                None => Cell::Null,
            };
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
                layers.into(),
                words.into(),
                identity.into(),
                share(left_words, self.words(left)?).into(),
                share(right_words, self.words(right)?).into(),
                edits.into(),
                text(row, 13)?,
                left_words.into(),
                right_words.into(),
                text(row, 14)?,
                text(row, 15)?,
                text(row, 16)?,
                text(row, 17)?,
                text(row, 18)?,
                credit_span,
                lrs,
                lre,
                rrs,
                rre,
            ])?;
        }
        Ok(())
    }

    /// An edit: parent, operation, class, and the two spans.
    fn edit(&self, of: Place, (left, right): (u32, u32), row: &Row) -> Result<Cell<'static>, Fault> {
        let (l, r) = (self.span(of, left, span(row, 3)?)?, self.span(of, right, span(row, 5)?)?);
        let (op, class) = (name::<EditOp>(row, 1)?.as_str(), name::<EditClass>(row, 2)?.as_str());
        Ok(Cell::Object(vec![op.into(), Cell::Object(l.into()), Cell::Object(r.into()), class.into()]))
    }

    pub(super) fn pairs(&mut self, emit: &mut Emit) -> Done {
        let mut all = self.db.prepare(
            r#"SELECT number, id, "left", "right", shared_words, narration_words, left_share, right_share, earlier, direction, probability,
               credit, left_credit, right_credit, credit_target, credit_to, left_credit_to, right_credit_to FROM pair_rows ORDER BY number"#,
        )?;
        let mut reasons =
            self.db.prepare(r#"SELECT pair, "for", kind, text, article, "start", "end" FROM pair_reasons ORDER BY pair, seq"#)?;
        let mut spans =
            self.db.prepare(r#"SELECT pair, article, "start", "end", target, "to", form FROM pair_credit_spans ORDER BY pair, seq"#)?;
        let mut beside =
            self.db.prepare("SELECT pair, op, class, left_start, left_end, right_start, right_end FROM pair_beside ORDER BY pair, seq")?;
        let mut beside = Children::of(&mut beside)?;
        let (mut reasons, mut spans) = (Children::of(&mut reasons)?, Children::of(&mut spans)?);
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let (number, id) = (row.get(0)?, row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?);
            let of = Place("pairs", id);
            let sides: (u32, u32) = (row.get(2)?, row.get(3)?);
            if !self.kept.contains(&sides) {
                continue;
            }
            let reasons = reasons.of_parent(number, |r| -> Result<_, Fault> {
                let seen = match r.get::<_, Option<u32>>(4)? {
                    Some(article) => self.passage(of, article, span(r, 5)?, vec![])?,
                    None => Cell::Null,
                };
                Ok(Cell::Object(vec![owned(r, 1)?, owned(r, 2)?, owned(r, 3)?, seen]))
            })?;
            let credit_spans =
                spans.of_parent(number, |r| self.passage(of, r.get(1)?, span(r, 2)?, vec![owned(r, 4)?, owned(r, 5)?, owned(r, 6)?]))?;
            let beside = beside.of_parent(number, |r| self.edit(of, sides, r))?;
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
                reasons.into(),
                text(row, 11)?,
                text(row, 12)?,
                text(row, 13)?,
                credit_spans.into(),
                text(row, 14)?,
                text(row, 15)?,
                text(row, 16)?,
                text(row, 17)?,
                beside.into(),
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
        let mut joins =
            self.db.prepare(r#"SELECT family, "left", "right", words, share, low, high FROM family_joins ORDER BY family, seq"#)?;
        let mut stemma = self.db.prepare(r#"SELECT family, article, "from", words FROM family_stemma ORDER BY family, seq"#)?;
        let (mut joins, mut stemma) = (Children::of(&mut joins)?, Children::of(&mut stemma)?);
        let mut members = Children::of(&mut members)?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let (number, id) = (row.get(0)?, row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?);
            let of = Place("families", id);
            let members = members.of_parent(number, |r| self.passage(of, r.get(1)?, span(r, 2)?, vec![]))?;
            let joins = joins.of_parent(number, |r| -> Result<_, Fault> {
                let (left, right) = (self.id(r.get(1)?)?.to_owned(), self.id(r.get(2)?)?.to_owned());
                let (words, share): (u32, f64) = (r.get(3)?, r.get(4)?);
                let flags = [r.get::<_, bool>(5)?.into(), r.get::<_, bool>(6)?.into()];
                Ok(Cell::Object([left.into(), right.into(), words.into(), share.into()].into_iter().chain(flags).collect()))
            })?;
            let stemma = stemma.of_parent(number, |r| -> Result<_, Fault> {
                let from = r.get::<_, Option<u32>>(2)?.map(|n| self.id(n).map(str::to_owned)).transpose()?;
                Ok(Cell::Object(vec![self.id(r.get(1)?)?.to_owned().into(), from.into(), r.get::<_, u32>(3)?.into()]))
            })?;
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
                members.into(),
                earliest.into(),
                Cell::Object(vec![row.get::<_, i64>(11)?.into(), row.get::<_, i64>(12)?.into()]),
                start,
                end,
                cp_start,
                cp_end,
                joins.into(),
                stemma.into(),
            ])?;
        }
        Ok(())
    }

    pub(super) fn stories(&mut self, emit: &mut Emit) -> Done {
        let mut all = self
            .db
            .prepare(r#"SELECT number, id, "first", "last", headline, texts_low, texts_high, thread_id, chain_named, chain_documents, chain_unnamed, chain_nothing
               FROM story_rows ORDER BY number"#)?;
        let mut members = self.db.prepare("SELECT story, article FROM story_articles ORDER BY story, seq")?;
        let mut members = Children::of(&mut members)?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let articles = members.of_parent(row.get(0)?, |r| -> Result<Cell, Fault> { Ok(self.id(r.get(1)?)?.into()) })?;
            let texts = Cell::Object(vec![row.get::<_, i64>(5)?.into(), row.get::<_, i64>(6)?.into()]);
            let mut ends = Vec::with_capacity(4);
            for column in 8..12 {
                ends.push(row.get::<_, i64>(column)?.into());
            }
            let ends = Cell::Object(ends);
            emit(&[text(row, 1)?, articles.into(), text(row, 2)?, text(row, 3)?, text(row, 4)?, texts, text(row, 7)?, ends])?;
        }
        Ok(())
    }

    pub(super) fn figures(&mut self, emit: &mut Emit) -> Done {
        let mut all = self.db.prepare(
            r#"SELECT f.id, f.article, f."start", f."end", f.low, f.high, f.modifier, f.unit, f.counted, f.counted_start, f.counted_end,
               f.state, f.as_of, s.id, t.id FROM figure_rows f LEFT JOIN story_rows s ON s.number = f.event
               LEFT JOIN attribution_rows t ON t.number = f.attribution ORDER BY f.number"#,
        )?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let id = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            let (of, article) = (Place("figures", id), row.get(1)?);
            let [start, end, cp_start, cp_end] = self.span(of, article, span(row, 2)?)?;
            let counted = match row.get::<_, Option<u32>>(9)? {
                Some(_) => Cell::Object(self.span(of, article, span(row, 9)?)?.to_vec()),
                None => Cell::Null,
            };
            let (low, high) = (row.get::<_, Option<f64>>(4)?, row.get::<_, Option<f64>>(5)?);
            let mut cells: Vec<Cell> = vec![id.into(), self.id(article)?.into(), start, end, cp_start, cp_end, low.into(), high.into()];
            cells.extend([
                text(row, 6)?,
                text(row, 7)?,
                text(row, 8)?,
                counted,
                text(row, 11)?,
                text(row, 12)?,
                text(row, 13)?,
                text(row, 14)?,
            ]);
            emit(&cells)?;
        }
        Ok(())
    }

    pub(super) fn conflicts(&mut self, emit: &mut Emit) -> Done {
        let mut all = self.db.prepare(
            r#"SELECT c.id, l.id, r.id, c.class, c.confidence FROM conflict_rows c JOIN figure_rows l ON l.number = c."left"
               JOIN figure_rows r ON r.number = c."right" ORDER BY c.number"#,
        )?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            emit(&[text(row, 0)?, text(row, 1)?, text(row, 2)?, text(row, 3)?, row.get::<_, f64>(4)?.into()])?;
        }
        Ok(())
    }

    /// A stretch of a title, like any evidence.
    fn title_passage(&self, of: Place, row: &Row) -> Result<Cell<'static>, Fault> {
        let (article, place): (u32, Span) = (row.get(1)?, span(row, 2)?);
        let title: String = row.get(4)?;
        let points = |bytes: u32| title.get(..bytes as usize).map(|t| t.chars().count() as i64);
        let (Some(first), Some(last)) = (points(place.start), points(place.end)) else {
            let detail = format!("bytes {}..{} are not a stretch of the title of article {}", place.start, place.end, self.id(article)?);
            return Err(Error::BadSpan { table: of.0, row: of.1.to_owned(), detail }.into());
        };
        let role = Cell::from(EvidenceRole::Side.as_str().to_owned());
        let field = Cell::from("title".to_owned());
        let offsets = [place.start.into(), place.end.into(), first.into(), last.into()];
        Ok(Cell::Object([self.id(article)?.to_owned().into()].into_iter().chain(offsets).chain([role, field]).collect()))
    }

    pub(super) fn findings(&mut self, emit: &mut Emit) -> Done {
        let mut all = self.db.prepare("SELECT number, id, kind, sentence, confidence, score FROM finding_rows ORDER BY number")?;
        let mut evidence =
            self.db.prepare(r#"SELECT finding, article, "start", "end", role FROM finding_evidence ORDER BY finding, seq"#)?;
        let mut titles = self.db.prepare(
            r#"SELECT t.finding, t.article, t."start", t."end", a.title FROM finding_titles t JOIN articles a ON a.number = t.article
               ORDER BY t.finding, t.seq"#,
        )?;
        let mut titles = Children::of(&mut titles)?;
        let mut reasons = self.db.prepare("SELECT finding, text FROM finding_reasons ORDER BY finding, seq")?;
        let (mut evidence, mut reasons) = (Children::of(&mut evidence)?, Children::of(&mut reasons)?);
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let (number, id) = (row.get(0)?, row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?);
            let of = Place("findings", id);
            let mut evidence = evidence.of_parent(number, |r| self.passage(of, r.get(1)?, span(r, 2)?, vec![owned(r, 4)?, Cell::Null]))?;
            evidence.extend(titles.of_parent(number, |r| self.title_passage(of, r))?);
            let reasons = reasons.of_parent(number, |r| owned(r, 1))?;
            emit(&[id.into(), text(row, 2)?, text(row, 3)?, evidence.into(), text(row, 4)?, row.get::<_, f64>(5)?.into(), reasons.into()])?;
        }
        Ok(())
    }
}
