//! The way from a text back to its page, and what the page shows beside the text: rows to records and back.

use retold::record::{Article, Media, Run, SourceMap, Span, stable_id};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Result, params};

use super::article_rows::name;

/// Stores the source map and the media of an article.
pub(super) fn insert(db: &Connection, number: u32, article: &Article) -> Result<()> {
    if !article.source.runs().is_empty() {
        db.prepare_cached("INSERT INTO sources (article, runs) VALUES (?1, ?2)")?.execute(params![number, packed(&article.source)])?;
    }
    let mut row = db.prepare_cached(
        r#"INSERT INTO media_rows (id, article, "start", "end", kind, url, caption, credit, stated_date, stated_place)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"#,
    )?;
    for (seq, media) in article.media.iter().enumerate() {
        let id = stable_id("i", &[&article.id, &seq.to_string(), media.url.as_deref().unwrap_or("")]);
        let (start, end) = media.span.map(|s| (s.start, s.end)).unzip();
        let Media { url, caption, credit, stated_date, stated_place, kind, .. } = media;
        row.execute(params![id, number, start, end, kind.as_str(), url, caption, credit, stated_date, stated_place])?;
    }
    Ok(())
}

/// The media of an article, in order.
pub(super) fn media(db: &Connection, number: u32) -> Result<Vec<Media>> {
    db.prepare_cached(r#"SELECT "start", "end", kind, url, caption, credit, stated_date, stated_place FROM media_rows WHERE article = ?1 ORDER BY number"#)?
        .query_map([number], |r| {
            let (start, end): (Option<u32>, Option<u32>) = (r.get(0)?, r.get(1)?);
            let span = start.zip(end).filter(|(start, end)| start <= end).map(|(start, end)| Span::new(start, end));
            Ok(Media {
                span,
                kind: name(r, 2)?,
                url: r.get(3)?,
                caption: r.get(4)?,
                credit: r.get(5)?,
                stated_date: r.get(6)?,
                stated_place: r.get(7)?,
            })
        })?
        .collect()
}

/// The source map of an article; empty where its text came in as text.
pub(super) fn source(db: &Connection, number: u32) -> Result<SourceMap> {
    let found: Option<Vec<u8>> =
        db.prepare_cached("SELECT runs FROM sources WHERE article = ?1")?.query_row([number], |r| r.get(0)).optional()?;
    found.map_or(Ok(SourceMap::default()), |runs| {
        unpacked(&runs).ok_or_else(|| rusqlite::Error::FromSqlConversionFailure(0, Type::Blob, "a damaged source map".into()))
    })
}

/// Four numbers a run: text skipped, length of the text, bytes of the source skipped, and how much longer the source is. The last two may
/// be negative. Each in base 128, lowest digits first.
fn packed(map: &SourceMap) -> Vec<u8> {
    let mut out = Vec::with_capacity(map.runs().len() * 5);
    let mut put = |value: i64| {
        let mut rest = ((value << 1) ^ (value >> 63)) as u64;
        while rest >= 0x80 {
            out.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        out.push(rest as u8);
    };
    let (mut text, mut raw) = (0, 0);
    for run in map.runs() {
        put(i64::from(run.text.start) - text);
        put(i64::from(run.text.len()));
        put(i64::from(run.raw.start) - raw);
        put(i64::from(run.raw.len()) - i64::from(run.text.len()));
        (text, raw) = (i64::from(run.text.end), i64::from(run.raw.end));
    }
    out
}

/// The map that was packed; `None` where the bytes are none.
pub(crate) fn unpacked(mut bytes: &[u8]) -> Option<SourceMap> {
    let mut runs = Vec::with_capacity(bytes.len() / 4);
    let (mut text, mut raw) = (0_i64, 0_i64);
    while !bytes.is_empty() {
        let text_start = text + number(&mut bytes)?;
        text = text_start + number(&mut bytes)?;
        let raw_start = raw + number(&mut bytes)?;
        raw = raw_start + (text - text_start) + number(&mut bytes)?;
        let span = |start: i64, end: i64| Some(Span { start: u32::try_from(start).ok()?, end: u32::try_from(end).ok()? });
        let run = Run { text: span(text_start, text)?, raw: span(raw_start, raw)? };
        let last = runs.last().map_or(0, |last: &Run| last.text.end);
        if run.text.start > run.text.end || run.raw.start > run.raw.end || run.text.start < last {
            return None;
        }
        runs.push(run);
    }
    Some(SourceMap::new(runs))
}

fn number(bytes: &mut &[u8]) -> Option<i64> {
    let mut value = 0_u64;
    for shift in (0..63).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some((value >> 1) as i64 ^ -((value & 1) as i64));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{packed, unpacked};
    use proptest::prelude::*;
    use retold::record::{Run, SourceMap, Span};

    proptest! {
        #[test]
        fn a_packed_map_is_unpacked_as_it_was(runs in prop::collection::vec((0_u32..300, 0_u32..70_000, 0_u32..3_000_000, 0_u32..300), 0..40)) {
            let mut text = 0;
            let runs = runs.into_iter().map(|(gap, length, raw, longer)| {
                let start = text + gap;
                text = start + length;
                Run { text: Span::new(start, text), raw: Span::new(raw, raw + longer) }
            });
            let map = SourceMap::new(runs.collect());
            prop_assert_eq!(unpacked(&packed(&map)), Some(map));
        }

        #[test]
        fn bytes_that_are_no_map_are_refused_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = unpacked(&bytes);
        }
    }
}
