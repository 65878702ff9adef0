//! Rows of labels and hedges.

use retold::record::Span;

use super::cell::Cell;
use super::rows::{Done, Emit, Fault, Place, Source, text};
use crate::collection::{maybe_span, span};

impl Source<'_> {
    pub(super) fn labels(&mut self, emit: &mut Emit) -> Done {
        let mut one = self.db.prepare(
            r#"SELECT entity_start, entity_end, mention_start, mention_end, "start", "end", device, voice, sort, attribution
               FROM label_rows WHERE article = ?1 ORDER BY number"#,
        )?;
        let mut body = self.db.prepare("SELECT text FROM articles WHERE number = ?1")?;
        let mut said = self.db.prepare("SELECT id FROM attribution_rows WHERE article = ?1 ORDER BY number")?;
        for rank in 0..self.roster.len() {
            let number = self.roster.numbers()[rank];
            let article = self.id(number)?.to_owned();
            let mut rows = one.query([number])?;
            let (mut words, mut attributions): (String, Vec<String>) = (String::new(), Vec::new());
            while let Some(row) = rows.next()? {
                if words.is_empty() {
                    words = body.query_row([number], |r| r.get(0))?;
                    attributions = said.query_map([number], |r| r.get(0))?.collect::<Result<_, _>>()?;
                }
                let (entity, place) = (span(row, 0)?, span(row, 4)?);
                let device = text(row, 6)?;
                let Cell::Text(device_name) = &device else { return Err(Fault::Sql(rusqlite::Error::InvalidQuery)) };
                let id = format!("l:{article}:{}-{}:{device_name}", place.start, place.end);
                let of = Place("labels", &id);
                let printed = |span: Span| words.get(span.range()).map(|s| s.to_owned());
                self.span(of, number, entity)?;
                let mention = maybe_span(row, 2)?.map(|s| self.span(of, number, s)).transpose()?;
                let mut cells: Vec<Cell> = vec![id.as_str().into(), article.as_str().into(), printed(entity).into()];
                cells.push(mention.map(|s| Cell::Object(s.into())).into());
                cells.push(printed(place).into());
                cells.extend(self.span(of, number, place)?);
                let attribution = row.get::<_, Option<u32>>(9)?.and_then(|n| attributions.get(n as usize).cloned());
                cells.extend([device, text(row, 7)?, attribution.into(), text(row, 8)?]);
                emit(&cells)?;
            }
        }
        Ok(())
    }

    pub(super) fn hedges(&mut self, emit: &mut Emit) -> Done {
        let mut one = self.db.prepare(
            r#"SELECT h."start", h."end", h.scope_start, h.scope_end, h.class, m.id, h.change
               FROM hedge_rows h LEFT JOIN match_rows m ON m.number = h."match" WHERE h.article = ?1 ORDER BY h.number"#,
        )?;
        for rank in 0..self.roster.len() {
            let number = self.roster.numbers()[rank];
            let article = self.id(number)?.to_owned();
            let mut rows = one.query([number])?;
            while let Some(row) = rows.next()? {
                let place = span(row, 0)?;
                let id = format!("h:{article}:{}-{}", place.start, place.end);
                let of = Place("hedges", &id);
                let mut cells: Vec<Cell> = vec![id.as_str().into(), article.as_str().into()];
                cells.extend(self.span(of, number, place)?);
                cells.extend([text(row, 4)?, text(row, 5)?, text(row, 6)?]);
                cells.push(Cell::Object(self.span(of, number, span(row, 2)?)?.into()));
                emit(&cells)?;
            }
        }
        Ok(())
    }
}
