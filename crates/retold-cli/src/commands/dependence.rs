//! `retold dependence`: how much of each article and outlet is agency copy or released text.

use std::collections::BTreeMap;

use anyhow::Result;
use retold::Dependence;
use retold_io::{Collection, Roster};
use serde_json::{Value, json};

use super::{Outcome, Settings};
use crate::cli::{DependenceArgs, DependenceFormat};
use crate::terminal::{clean, say};

/// Articles shown in the table for people.
const SHOWN: usize = 20;

pub(crate) fn run(args: &DependenceArgs, _settings: &Settings) -> Result<Outcome> {
    let collection = Collection::open(&args.collection)?;
    let roster = collection.roster()?;
    let (rows, sources) = retold_io::dependence(&collection, &roster)?;
    match args.format {
        DependenceFormat::Table => table(&rows, sources, &roster),
        DependenceFormat::Jsonl => rows.iter().for_each(|row| say(&line(row, &roster).to_string())),
        DependenceFormat::Csv => csv(&rows, &roster),
    }
    Ok(Outcome::Done)
}

fn share(part: u32, whole: u32) -> f64 {
    (f64::from(part) / f64::from(whole.max(1)) * 1e4).round() / 1e4
}

fn line(row: &Dependence, roster: &Roster) -> Value {
    let passages = row.passages.iter().map(|(span, source)| {
        json!({
            "start": span.start, "end": span.end,
            "source": roster.id(source.article), "source_start": source.span.start, "source_end": source.span.end,
        })
    });
    json!({
        "article": roster.id(row.article),
        "outlet": roster.cards()[row.article.index()].outlet.as_deref(),
        "words": row.words,
        "wire_words": row.wire_words, "wire_share": share(row.wire_words, row.words),
        "release_words": row.release_words, "release_share": share(row.release_words, row.words),
        "source_words": row.source_words, "source_share": share(row.source_words, row.words),
        "passages": passages.collect::<Vec<_>>(),
    })
}

/// RFC 4180, without the passages. Text cells that a spreadsheet would run get an apostrophe in front.
fn csv(rows: &[Dependence], roster: &Roster) {
    let cell = |text: &str| format!("\"{}\"", retold_io::write::safe(text).replace('"', "\"\""));
    say("article,outlet,words,wire_words,wire_share,release_words,release_share,source_words,source_share");
    for row in rows {
        let outlet = roster.cards()[row.article.index()].outlet.as_deref().map_or(String::new(), cell);
        let part = |words: u32| format!("{words},{}", share(words, row.words));
        let (wire, release, source) = (part(row.wire_words), part(row.release_words), part(row.source_words));
        say(&format!("{},{outlet},{},{wire},{release},{source}", cell(roster.id(row.article)), row.words));
    }
}

fn table(rows: &[Dependence], sources: usize, roster: &Roster) {
    if sources == 0 {
        say("No source material: add agency copy with --role wire, releases with --role release, or name agencies in --outlets.");
        return;
    }
    say(&format!("{} articles, {sources} dispatches, releases, statements and transcripts as sources.", rows.len()));
    say("Words that stand in a source, by outlet (agency copy / released text / share of all words):");
    let mut outlets: BTreeMap<&str, (u32, [u64; 4])> = BTreeMap::new();
    for row in rows {
        let outlet = roster.cards()[row.article.index()].outlet.as_deref().unwrap_or("outlet unknown");
        let (articles, sums) = outlets.entry(outlet).or_default();
        *articles += u32::from(row.source_words > 0);
        for (sum, words) in sums.iter_mut().zip([row.wire_words, row.release_words, row.source_words, row.words]) {
            *sum += u64::from(words);
        }
    }
    for (outlet, (articles, [wire, release, source, all])) in outlets {
        let percent = 100.0 * source as f64 / all.max(1) as f64;
        let noun = if articles == 1 { "article" } else { "articles" };
        say(&clean(&format!("  {outlet}: {wire} / {release} / {percent:.1} %, in {articles} {noun}")));
    }
    let mut most: Vec<&Dependence> = rows.iter().filter(|r| r.source_words > 0).collect();
    most.sort_by(|a, b| share(b.source_words, b.words).total_cmp(&share(a.source_words, a.words)).then(a.article.cmp(&b.article)));
    say(&format!("Articles with the largest shares ({} of {}; all with --format jsonl or csv):", most.len().min(SHOWN), most.len()));
    for row in most.iter().take(SHOWN) {
        let card = &roster.cards()[row.article.index()];
        let name = card.title.as_deref().unwrap_or(&card.id);
        let percent = 100.0 * share(row.source_words, row.words);
        let outlet = card.outlet.as_deref().unwrap_or("outlet unknown");
        say(&clean(&format!("  {percent:.0} % ({} of {} words) {outlet}: {name}", row.source_words, row.words)));
    }
}
