//! Whose words an article prints: stored when it is added, read back for every analysis.

use retold::record::{Article, ArticleIx, Attribution, Quote, Said, Sourcing, Span, Variant, Voices, stable_id};
use retold::{Heard, Reading, voice};
use rusqlite::{CachedStatement, Connection, Result, Row, Rows, params};

use super::article_rows::{name, span};
use super::only::Only;
use super::{Children, Doing, Error, Roster, Writer, wording_rows};
use crate::ids;
use crate::sums::phrase_text;

/// What the spans of an attribution are, as they are stored.
const PARTS: [&str; 3] = ["source", "cue", "content"];

impl Writer<'_> {
    /// Stores what was read of the article with this number. Ids are made of `article`, its id, and of spans.
    pub fn put_voices(&mut self, number: u32, article: &str, text: &str, voices: &Voices) -> std::result::Result<(), Error> {
        let db = self.collection.db();
        store(&db, number, article, text, voices).doing(&self.collection.db_path, "cannot store whose words an article prints")
    }

    /// Stores anew what is read of a renamed article: its rows go by its id.
    pub(super) fn rename_voices(&mut self, number: u32, article: &Article) -> std::result::Result<(), Error> {
        let forget = || {
            let db = self.collection.db();
            db.execute(
                "DELETE FROM attribution_spans WHERE attribution IN (SELECT number FROM attribution_rows WHERE article = ?1)",
                [number],
            )?;
            db.execute("DELETE FROM attribution_rows WHERE article = ?1", [number])?;
            db.execute("DELETE FROM sourcing_rows WHERE article = ?1", [number])
        };
        forget().doing(&self.collection.db_path, "cannot rename whose words an article prints")?;
        let voices = voice::read(&Reading::of(article), article.lang.as_deref(), article.role);
        self.put_voices(number, &article.id, &article.text, &voices)
    }

    /// What was stored of every article. Outlets of sources are those of the analysis before.
    pub fn heard(&self, roster: &Roster) -> std::result::Result<Heard, Error> {
        let db = self.collection.db();
        let mut heard = Heard::nothing(roster.len());
        let mut read = || {
            let first = attributions(&db, roster, Only::All, |article, all| heard.put_attributions(article, &all))?;
            sourcing(&db, roster, Only::All, &first, |article, all| heard.put_sourcing(article, &all))?;
            wording_rows::labels(&db, roster, Only::All, |article, all| heard.put_labels(article, &all))?;
            wording_rows::hedges(&db, roster, Only::All, |article, all| heard.put_hedges(article, &all))
        };
        read().doing(&self.collection.db_path, "cannot read whose words articles print, and how they name and hedge")?;
        Ok(heard)
    }
}

fn store(db: &Connection, number: u32, article: &str, text: &str, voices: &Voices) -> Result<()> {
    let ids: Vec<String> = voices.attributions.iter().enumerate().map(|(n, a)| ids::attribution(article, n, a)).collect();
    let mut row = insert(db, "attribution_rows", 14)?;
    let mut part = insert(db, "attribution_spans", 5)?;
    for (a, id) in voices.attributions.iter().zip(&ids) {
        let of = |span: Option<Span>| (span.map(|s| s.of(text)), span.map(|s| s.start), span.map(|s| s.end));
        let (speaker, role) = (of(a.speaker), of(a.role));
        let parent = a.parent.map(|p| &ids[p as usize]);
        row.execute(params![
            None::<i64>,
            id,
            number,
            a.kind.as_str(),
            a.attributed.as_str(),
            a.stance.as_str(),
            a.level.as_str(),
            speaker.0,
            speaker.1,
            speaker.2,
            role.0,
            role.1,
            role.2,
            parent
        ])?;
        let attribution = db.last_insert_rowid();
        let parts = PARTS.into_iter().zip([&a.source, &a.cue, &a.content]);
        let spans = parts.flat_map(|(name, spans)| spans.iter().map(move |s| (name, s)));
        for (seq, (name, s)) in (0i64..).zip(spans) {
            part.execute(params![attribution, seq, name, s.start, s.end])?;
        }
    }
    let mut row = insert(db, "sourcing_rows", 12)?;
    for s in &voices.sourcing {
        let id = stable_id("o", &[article, s.relation.as_str(), &ids::span(s.span), &ids::span(s.target)]);
        let attribution = s.attribution.map(|a| &ids[a as usize]);
        let (t, relation) = (s.target, s.relation.as_str());
        row.execute(params![
            None::<i64>,
            id,
            number,
            s.span.start,
            s.span.end,
            relation,
            t.of(text),
            t.start,
            t.end,
            s.outlet,
            attribution,
            phrase_text(text, s)
        ])?;
    }
    Ok(())
}

fn insert<'c>(db: &'c Connection, into: &str, columns: usize) -> Result<CachedStatement<'c>> {
    db.prepare_cached(&format!("INSERT INTO {into} VALUES ({})", vec!["?"; columns].join(",")))
}

/// What is stored of these articles, by rank.
pub(super) fn all(db: &Connection, roster: &Roster, only: Only) -> Result<Vec<Voices>> {
    let mut out = vec![Voices::default(); roster.len()];
    let first = attributions(db, roster, only, |article, all| out[article.index()].attributions = all)?;
    sourcing(db, roster, only, &first, |article, all| out[article.index()].sourcing = all)?;
    Ok(out)
}

/// Hands over what these articles rest on, a list for each; `first` has the number of each article's first attribution, by rank.
fn sourcing(db: &Connection, roster: &Roster, only: Only, first: &[i64], take: impl FnMut(ArticleIx, Vec<Sourcing>)) -> Result<()> {
    let which = only.condition("article");
    let mut rows = db.prepare_cached(&format!(
        r#"SELECT article, "start", "end", target_start, target_end, relation, target_outlet,
             (SELECT number FROM attribution_rows WHERE id = attribution)
           FROM sourcing_rows {which} ORDER BY number"#
    ))?;
    let one = |row: &Row, article: ArticleIx| {
        Ok(Sourcing {
            span: span(row, 1)?,
            target: span(row, 3)?,
            relation: name(row, 5)?,
            outlet: row.get(6)?,
            attribution: place(row, 7, first[article.index()])?,
        })
    };
    of_articles(&mut only.query(&mut rows)?, roster, 0, one, take)
}

/// Hands over the attributions of these articles; gives the number of each article's first one, by rank.
fn attributions(db: &Connection, roster: &Roster, only: Only, take: impl FnMut(ArticleIx, Vec<Attribution>)) -> Result<Vec<i64>> {
    let mut first = vec![0; roster.len()];
    let which = only.condition("article");
    let whose = match only {
        Only::All => String::new(),
        Only::These(_) => format!("WHERE attribution IN (SELECT number FROM attribution_rows {which})"),
    };
    let mut spans = db
        .prepare_cached(&format!(r#"SELECT attribution, part, "start", "end" FROM attribution_spans {whose} ORDER BY attribution, seq"#))?;
    let mut spans = Children::of_only(&mut spans, only)?;
    let mut rows = db.prepare_cached(&format!(
        "SELECT number, article, kind, type, stance, level, speaker_start, speaker_end, speaker_role_start, speaker_role_end,
           (SELECT p.number FROM attribution_rows p WHERE p.id = t.parent)
         FROM attribution_rows t {which} ORDER BY number"
    ))?;
    let one = |row: &Row, article: ArticleIx| {
        let number: i64 = row.get(0)?;
        let parts = spans.of_parent(number, |r| -> Result<(Option<usize>, Span)> {
            let part = r.get_ref(1)?.as_str().ok().and_then(|name| PARTS.iter().position(|p| *p == name));
            Ok((part, span(r, 2)?))
        })?;
        let [source, cue, content] = [0, 1, 2].map(|part| parts.iter().filter(|p| p.0 == Some(part)).map(|p| p.1).collect());
        let first = &mut first[article.index()];
        if *first == 0 {
            *first = number;
        }
        Ok(Attribution {
            kind: name(row, 2)?,
            attributed: name(row, 3)?,
            stance: name(row, 4)?,
            level: name(row, 5)?,
            source,
            cue,
            content,
            speaker: maybe_span(row, 6)?,
            role: maybe_span(row, 8)?,
            parent: place(row, 10, *first)?,
        })
    };
    of_articles(&mut only.query(&mut rows)?, roster, 1, one, take)?;
    Ok(first)
}

/// Hands over the records of each article as one list; its rows follow each other, and `article` is the column with its number.
pub(super) fn of_articles<T>(
    rows: &mut Rows<'_>,
    roster: &Roster,
    article: usize,
    mut one: impl FnMut(&Row, ArticleIx) -> Result<T>,
    mut take: impl FnMut(ArticleIx, Vec<T>),
) -> Result<()> {
    let mut waiting: Option<(ArticleIx, Vec<T>)> = None;
    while let Some(row) = rows.next()? {
        let of = rank(roster, row, article)?;
        let record = one(row, of)?;
        match &mut waiting {
            Some((known, list)) if *known == of => list.push(record),
            _ => {
                if let Some((known, list)) = waiting.replace((of, vec![record])) {
                    take(known, list);
                }
            }
        }
    }
    if let Some((known, list)) = waiting {
        take(known, list);
    }
    Ok(())
}

/// Place of an attribution among those of its article, from its number and that of the first.
fn place(row: &Row, at: usize, first: i64) -> Result<Option<u32>> {
    let number: Option<i64> = row.get(at)?;
    Ok(number.and_then(|n| u32::try_from(n - first).ok()))
}

pub(super) fn rank(roster: &Roster, row: &Row, at: usize) -> Result<ArticleIx> {
    let number: u32 = row.get(at)?;
    roster.rank(number).ok_or(rusqlite::Error::IntegralValueOutOfRange(at, number.into()))
}

fn maybe_span(row: &Row, at: usize) -> Result<Option<Span>> {
    if row.get_ref(at)? == rusqlite::types::ValueRef::Null { Ok(None) } else { span(row, at).map(Some) }
}

/// Where each article's attributions begin among the stored rows, by rank. Rows of one article follow each other.
fn first_rows(db: &Connection, roster: &Roster, only: Only) -> Result<Vec<i64>> {
    let mut out = vec![0; roster.len()];
    let which = only.condition("article");
    let mut rows = db.prepare_cached(&format!("SELECT article, min(number) FROM attribution_rows {which} GROUP BY article"))?;
    let mut rows = only.query(&mut rows)?;
    while let Some(row) = rows.next()? {
        out[rank(roster, row, 0)?.index()] = row.get(1)?;
    }
    Ok(out)
}

/// Makes the quotations those of this analysis.
pub(super) fn replace(db: &Connection, roster: &Roster, quotes: &[Quote]) -> Result<()> {
    let first = first_rows(db, roster, Only::All)?;
    let row_of = |said: Said| first[said.article.index()] + i64::from(said.index);
    let (mut row, mut member) = (insert(db, "quote_rows", 4)?, insert(db, "quote_members", 4)?);
    let mut id_of_row = db.prepare_cached("SELECT id FROM attribution_rows WHERE number = ?1")?;
    for (n, quote) in (0i64..).zip(quotes) {
        let mut ids = Vec::new();
        for (said, _) in &quote.members {
            ids.push(id_of_row.query_row([row_of(*said)], |r| r.get::<_, String>(0))?);
        }
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        row.execute(params![n, stable_id("q", &ids), quote.earliest.map(|e| roster.number(e)), row_of(quote.fullest)])?;
        for (seq, (said, variants)) in (0i64..).zip(&quote.members) {
            let variants: Vec<&str> = variants.iter().map(|v| v.as_str()).collect();
            member.execute(params![n, seq, row_of(*said), variants.join(" ")])?;
        }
    }
    Ok(())
}

/// Makes the outlets of an article's sources those of this analysis. `number` is the article's.
pub(super) fn put_sources(db: &Connection, number: u32, sourcing: &[Sourcing]) -> Result<()> {
    let mut rename = db.prepare_cached(
        r#"UPDATE sourcing_rows SET target_outlet = ?1
           WHERE article = ?2 AND "start" = ?3 AND target_start = ?4 AND target_outlet IS NOT ?1"#,
    )?;
    sourcing.iter().try_for_each(|s| rename.execute(params![s.outlet, number, s.span.start, s.target.start]).map(|_| ()))
}

/// Quotations of the last analysis, in its order. Where the roster holds some articles only, `articles` are their numbers.
pub(super) fn quotes(db: &Connection, roster: &Roster, only: Only, articles: Only) -> Result<Vec<Quote>> {
    let first = first_rows(db, roster, articles)?;
    let mut of_row = db.prepare_cached("SELECT article FROM attribution_rows WHERE number = ?1")?;
    // none where the roster holds some articles only, and not this one
    let mut said = |number: i64| -> Result<Option<Said>> {
        let article: u32 = of_row.query_row([number], |r| r.get(0))?;
        let missing = rusqlite::Error::IntegralValueOutOfRange(0, article.into());
        let Some(article) = roster.rank(article) else { return if roster.is_some() { Ok(None) } else { Err(missing) } };
        Ok(Some(Said { article, index: (number - first[article.index()]) as u32 }))
    };
    let (whose, which) = (only.condition("quote"), only.condition("number"));
    let mut members = db.prepare_cached(&format!("SELECT quote, attribution, variant FROM quote_members {whose} ORDER BY quote, seq"))?;
    let mut members = Children::of_only(&mut members, only)?;
    let mut rows = db.prepare_cached(&format!("SELECT number, earliest, fullest FROM quote_rows {which} ORDER BY number"))?;
    let mut rows = only.query(&mut rows)?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let earliest = if row.get_ref(1)? == rusqlite::types::ValueRef::Null { None } else { Some(rank(roster, row, 1)?) };
        let fullest = said(row.get(2)?)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        let members = members.of_parent(row.get(0)?, |r| -> Result<_> {
            let variants: String = r.get(2)?;
            let variants = variants.split(' ').map(|v| v.parse::<Variant>()).collect::<std::result::Result<Vec<_>, _>>();
            let unknown = |e| rusqlite::Error::FromSqlConversionFailure(2, rusqlite::types::Type::Text, Box::new(e));
            let variants = variants.map_err(unknown)?;
            Ok(said(r.get(1)?)?.map(|said| (said, variants)))
        })?;
        let members = members.into_iter().flatten().collect();
        out.push(Quote { members, earliest, fullest });
    }
    Ok(out)
}
