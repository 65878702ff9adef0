//! A list as a file: the rows of the public record that a page of the server lists, as many as fit.

use anyhow::Result;
use csv::{Terminator, WriterBuilder};
use retold::record::MatchKind;
use retold_io::collection::{Record, Stratum, Validation, WordQuery};
use retold_io::overview::{GroupLink, Overview};
use retold_io::sums::{Form, Named, OutletLink, Phrase, Sums};
use retold_io::thresholds::Threshold;
use retold_io::write::safe;
use serde_json::{Map, Value, json};

use super::site::Site;
use crate::report::links::Ask;
use crate::report::pager::DOWNLOADED;
use crate::report::{groups, screens};

/// Characters of an article around the words that were asked for.
const EXCERPT: usize = 120;

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum File {
    /// RFC 4180, safe to open in a spreadsheet.
    Csv,
    /// One object: what was asked, how many rows there are, and the rows.
    Json,
}

impl File {
    /// By the ending of a name.
    pub(crate) fn of(ending: &str) -> Option<Self> {
        [File::Csv, File::Json].into_iter().find(|file| file.ending() == ending)
    }

    pub(crate) fn ending(self) -> &'static str {
        match self {
            File::Csv => "csv",
            File::Json => "json",
        }
    }

    pub(crate) fn media_type(self) -> &'static str {
        match self {
            File::Csv => "text/csv; charset=utf-8",
            File::Json => "application/json",
        }
    }
}

impl Site {
    /// The list that this page shows, as a file; none where the page is no list.
    pub(crate) fn download(&self, slug: &str, ask: &Ask, file: File) -> Result<Option<Vec<u8>>> {
        let Some(screen) = screens::screen(slug) else { return Ok(None) };
        let ask = Ask { page: 0, take: Some(DOWNLOADED), ..ask.clone() };
        if let Some(rows) = counted(slug, &ask, &*self.overview()?) {
            return self.written_as(file, slug, &ask, &rows).map(Some);
        }
        let rows = self.read(|collection| {
            let selection = (screen.select)(collection, &ask)?;
            if selection.passage.is_some() {
                return places(&collection.part(&selection)?).map(Some);
            }
            if let Some(validation) = &selection.validation {
                return Ok(Some(judged(validation)));
            }
            let (table, numbers) = match slug {
                "findings" => ("findings", selection.findings),
                "families" => ("families", selection.families),
                "pairs" => ("pairs", selection.lines),
                "quotes" => ("quotes", selection.quotes),
                "stories" => ("stories", selection.stories),
                "figures" => ("conflicts", selection.conflicts),
                "accounts" => ("accounts", selection.accounts),
                "labels" | "outlets" | "sources" => return Ok(Some(summed(&collection.part(&selection)?.sums))),
                "articles" => ("articles", selection.articles.iter().map(|&n| n.into()).collect()),
                _ => return Ok(None),
            };
            let mut rows = collection.records(table, &numbers)?;
            if let Some(query) = ask.words.as_deref().and_then(WordQuery::new).filter(|_| table == "articles") {
                for (row, &number) in rows.iter_mut().zip(&numbers) {
                    add_places(row, &query, &collection.text(u32::try_from(number)?)?);
                }
            }
            Ok(Some(rows))
        })?;
        rows.map(|rows| self.written_as(file, slug, &ask, &rows)).transpose()
    }

    fn written_as(&self, file: File, slug: &str, ask: &Ask, rows: &[Record]) -> Result<Vec<u8>> {
        Ok(match file {
            File::Csv => csv(rows)?,
            File::Json => {
                let whole = json!({ "list": slug, "asked": ask.query(), "run": self.run()?, "most": DOWNLOADED, "rows": rows });
                format!("{whole:#}\n").into_bytes()
            }
        })
    }
}

fn record(value: Value) -> Record {
    if let Value::Object(row) = value { row } else { Map::new() }
}

/// Lists that are counts of the whole; none where this is no such list.
fn counted(slug: &str, ask: &Ask, overview: &Overview) -> Option<Vec<Record>> {
    match slug {
        "thresholds" => {
            let row = |t: &Threshold| {
                record(json!({
                    "shared_from": f64::from(t.tenths) / 10.0, "pairs": t.pairs, "articles": t.articles, "pairs_of_outlets": t.edges,
                    "families": t.families,
                }))
            };
            Some(overview.thresholds.iter().map(row).collect())
        }
        "groups" => {
            let (grouping, by) = groups::grouping(overview, ask);
            let row = |l: &GroupLink| {
                record(json!({
                    "by": by, "earlier": l.earlier, "later": l.later, "pairs": l.pairs, "credited": l.credited, "said_otherwise": l.otherwise,
                    "none_found": l.none_found, "not_judged": l.pairs - l.credited - l.otherwise - l.none_found, "without_order": l.open,
                }))
            };
            Some(grouping.links.iter().map(row).collect())
        }
        _ => None,
    }
}

/// The sums that a page lists: of the three kinds one is there.
fn summed(sums: &Sums) -> Vec<Record> {
    let named = |n: &Named| {
        let form = |f: &Form| json!({ "label": f.words, "voice": f.voice.as_str(), "articles": f.articles, "outlets": f.outlets });
        record(json!({
            "id": n.id, "name": n.name, "labels": n.labels, "articles": n.articles, "outlets": n.outlets, "different": n.different,
            "first": n.forms.iter().map(form).collect::<Vec<_>>(),
        }))
    };
    let phrase = |p: &Phrase| {
        record(json!({
            "id": p.id, "words": p.words, "names": p.target, "relation": p.relation.as_str(), "places": p.places, "articles": p.articles,
            "outlets": p.outlets, "in_its_own": p.own,
        }))
    };
    sums.links.iter().map(link).chain(sums.phrases.iter().map(phrase)).chain(sums.named.iter().map(named)).collect()
}

/// Two outlets: what goes each way.
fn link(l: &OutletLink) -> Record {
    let mut row = record(json!({
        "id": l.id, "left": l.left, "right": l.right, "pairs": l.pairs, "words": l.words, "narration_words": l.narration_words,
        "families": l.families, "without_order": l.pairs - l.left_earlier.pairs - l.right_earlier.pairs,
    }));
    for (side, way) in [("left", &l.left_earlier), ("right", &l.right_earlier)] {
        let counts = [
            ("pairs", way.pairs),
            ("words", way.words),
            ("credited", way.credited),
            ("said_otherwise", way.otherwise),
            ("none_found", way.none_found),
            ("not_judged", way.not_judged()),
        ];
        row.extend(counts.map(|(name, n)| (format!("{side}_earlier_{name}"), n.into())));
    }
    row
}

/// Says where the words stand that were asked for: bytes of the text, half-open, and the first with its surroundings.
fn add_places(row: &mut Record, query: &WordQuery, text: &str) {
    let places = query.places(text);
    let spans: Vec<Value> = places.iter().map(|s| json!({ "start": s.start, "end": s.end })).collect();
    row.insert("places".to_owned(), Value::Array(spans));
    let excerpt = places.first().map_or(String::new(), |first| around(text, first.start as usize, first.end as usize));
    row.insert("excerpt".to_owned(), Value::String(excerpt));
}

/// A stretch of a text and what stands around it, on character boundaries.
fn around(text: &str, start: usize, end: usize) -> String {
    let mut from = start.saturating_sub(EXCERPT);
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    let mut to = (end + EXCERPT).min(text.len());
    while !text.is_char_boundary(to) {
        to += 1;
    }
    text.get(from..to).unwrap_or("").to_owned()
}

/// What readers said of each stratum of a sample, and in the last row how far they agree.
fn judged(validation: &Validation) -> Vec<Record> {
    let row = |kind: &str, confidence: &str, s: &Stratum, alpha: Option<f64>| {
        let (precision, (low, high)) = s.precision().map_or((None, (None, None)), |(p, (l, h))| (Some(p), (Some(l), Some(h))));
        let rounded = |x: Option<f64>| x.map(|x| (x * 10_000.0).round() / 10_000.0);
        let [accepted, rejected, unsure] = s.judged;
        record(json!({
            "kind": kind, "confidence": confidence, "findings": s.size, "drawn": s.drawn.len(), "accepted": accepted, "rejected": rejected,
            "unsure": unsure, "precision": rounded(precision), "low": rounded(low), "high": rounded(high), "alpha": rounded(alpha),
            "ids": s.drawn,
        }))
    };
    let mut rows: Vec<Record> = validation.strata.iter().map(|s| row(&s.kind, &s.confidence, s, None)).collect();
    rows.push(row("judged by two coders and more", "", &Stratum { size: validation.twice, ..Stratum::default() }, validation.alpha));
    rows
}

/// Where a passage was found.
fn places(part: &retold_io::collection::Part) -> Result<Vec<Record>> {
    let looked = part.looked.iter().flat_map(|l| l.places.iter().map(move |place| (place, l.earliest == Some(place.article))));
    let found = |(place, earliest): (&retold::find::Place, bool)| {
        let article = &part.articles[place.article.index()];
        record(json!({
            "article": article.id, "outlet": article.outlet, "published": article.published.as_ref().map(|d| &d.iso), "title": article.title,
            "url": article.url, "start": place.span.start, "end": place.span.end, "text": place.span.of(&article.text),
            "kind": if place.kind == MatchKind::Verbatim { "verbatim" } else { "edited" }, "words": place.words,
            "identity": (place.identity * 10_000.0).round() / 10_000.0, "earliest_in_this_collection": earliest,
        }))
    };
    Ok(looked.map(found).collect())
}

/// A table with the columns of its first row; all rows have the same.
fn csv(rows: &[Record]) -> Result<Vec<u8>> {
    let mut out = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    if let Some(first) = rows.first() {
        out.write_record(first.keys())?;
    }
    for row in rows {
        let cell = |value: &Value| match value {
            Value::Null => String::new(),
            Value::String(text) => safe(text).into_owned(),
            other => other.to_string(),
        };
        out.write_record(row.values().map(cell))?;
    }
    Ok(out.into_inner().map_err(|e| e.into_error())?)
}
