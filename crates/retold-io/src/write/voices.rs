//! Rows of attributions, sourcing, quotations and accounts.

use super::cell::Cell;
use super::rows::{Done, Emit, Fault, Place, Source, owned, text};
use crate::collection::{Children, span};

impl Source<'_> {
    pub(super) fn attributions(&mut self, emit: &mut Emit) -> Done {
        let mut one = self.db.prepare(
            "SELECT number, id, kind, type, stance, speaker, speaker_start, speaker_end, speaker_role, level, parent
             FROM attribution_rows WHERE article = ?1 ORDER BY number",
        )?;
        let mut spans = self.db.prepare(r#"SELECT part, "start", "end" FROM attribution_spans WHERE attribution = ?1 ORDER BY seq"#)?;
        for rank in 0..self.roster.len() {
            let article = self.roster.numbers()[rank];
            let mut rows = one.query([article])?;
            while let Some(row) = rows.next()? {
                let id = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
                let of = Place("attributions", id);
                let mut parts: [Vec<Cell>; 3] = Default::default();
                let mut of_row = spans.query([row.get::<_, i64>(0)?])?;
                while let Some(part) = of_row.next()? {
                    let at = ["source", "cue"].iter().position(|p| part.get_ref(0).is_ok_and(|v| v.as_str() == Ok(p))).unwrap_or(2);
                    parts[at].push(Cell::Object(self.span(of, article, span(part, 1)?)?.into()));
                }
                let [source, cue, content] = parts.map(Cell::List);
                let speaker_span = match row.get::<_, Option<u32>>(6)? {
                    Some(_) => Cell::Object(self.span(of, article, span(row, 6)?)?.into()),
                    None => Cell::Null,
                };
                emit(&[
                    id.into(),
                    self.id(article)?.into(),
                    text(row, 2)?,
                    text(row, 3)?,
                    text(row, 4)?,
                    source,
                    cue,
                    content,
                    text(row, 5)?,
                    speaker_span,
                    text(row, 8)?,
                    text(row, 9)?,
                    text(row, 10)?,
                ])?;
            }
        }
        Ok(())
    }

    pub(super) fn sourcing(&mut self, emit: &mut Emit) -> Done {
        let mut one = self.db.prepare(
            r#"SELECT "start", "end", id, relation, target, target_outlet, attribution FROM sourcing_rows WHERE article = ?1 ORDER BY number"#,
        )?;
        for rank in 0..self.roster.len() {
            let article = self.roster.numbers()[rank];
            let mut rows = one.query([article])?;
            while let Some(row) = rows.next()? {
                let id = row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?;
                let [start, end, cp_start, cp_end] = self.span(Place("sourcing", id), article, span(row, 0)?)?;
                let named = [text(row, 3)?, text(row, 4)?, text(row, 5)?, text(row, 6)?];
                let mut cells = vec![id.into(), self.id(article)?.into(), start, end, cp_start, cp_end];
                cells.extend(named);
                emit(&cells)?;
            }
        }
        Ok(())
    }

    pub(super) fn accounts(&mut self, emit: &mut Emit) -> Done {
        let mut all = self.db.prepare(
            "SELECT t.number, t.id, s.id, t.likeness FROM account_rows t LEFT JOIN story_rows s ON s.number = t.event ORDER BY t.number",
        )?;
        let mut members = self.db.prepare(r#"SELECT account, article, "start", "end" FROM account_members ORDER BY account, seq"#)?;
        let mut cells =
            self.db.prepare(r#"SELECT account, article, "start", "end", slot, value FROM account_cells ORDER BY account, seq"#)?;
        let mut differs = self.db.prepare("SELECT account, slot FROM account_differs ORDER BY account, seq")?;
        let (mut members, mut cells) = (Children::of(&mut members)?, Children::of(&mut cells)?);
        let mut differs = Children::of(&mut differs)?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let (number, id) = (row.get(0)?, row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?);
            let of = Place("accounts", id);
            let members = members.of_parent(number, |r| self.passage(of, r.get(1)?, span(r, 2)?, vec![]))?;
            let cells = cells.of_parent(number, |r| -> Result<Cell, Fault> {
                let article = r.get(1)?;
                let at = Cell::Object(self.span(of, article, span(r, 2)?)?.into());
                Ok(Cell::Object(vec![owned(r, 4)?, self.id(article)?.to_owned().into(), at, owned(r, 5)?]))
            })?;
            let differs = differs.of_parent(number, |r| -> Result<Cell, Fault> { Ok(owned(r, 1)?) })?;
            let likeness = row.get::<_, f64>(3)?;
            emit(&[id.into(), text(row, 2)?, Cell::List(members), Cell::List(cells), Cell::List(differs), likeness.into()])?;
        }
        Ok(())
    }

    pub(super) fn quotes(&mut self, emit: &mut Emit) -> Done {
        let mut all = self.db.prepare(
            "SELECT q.number, q.id, q.earliest, f.id FROM quote_rows q LEFT JOIN attribution_rows f ON f.number = q.fullest ORDER BY q.number",
        )?;
        let mut members = self.db.prepare(
            "SELECT m.quote, t.id, m.variant FROM quote_members m LEFT JOIN attribution_rows t ON t.number = m.attribution
             ORDER BY m.quote, m.seq",
        )?;
        let mut members = Children::of(&mut members)?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let members = members.of_parent(row.get(0)?, |r| -> Result<Cell, Fault> {
                let variants: String = r.get(2)?;
                let variants = variants.split(' ').map(|v| Cell::from(v.to_owned())).collect();
                Ok(Cell::Object(vec![owned(r, 1)?, Cell::List(variants)]))
            })?;
            let earliest = row.get::<_, Option<u32>>(2)?.map(|n| self.id(n)).transpose()?;
            emit(&[text(row, 1)?, members.into(), earliest.into(), text(row, 3)?])?;
        }
        Ok(())
    }
}
