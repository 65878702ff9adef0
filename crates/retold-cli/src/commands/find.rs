//! `retold find`: where has this passage appeared?

use std::io::Read;

use anyhow::{Context, Result, bail};
use retold::find::{Place, Query};
use retold::record::{ArticleIx, MatchKind};
use retold_io::Collection;
use retold_io::collection::Roster;
use retold_io::find::{Finder, Found};

use super::{Outcome, Settings};
use crate::cli::FindArgs;
use crate::terminal::{clean, note, say};

pub(crate) fn run(args: &FindArgs, settings: &Settings) -> Result<Outcome> {
    let passage = passage(args)?;
    let collection = Collection::open(&args.collection)?;
    let config = settings.of_collection(&collection)?;
    let Some(query) = Query::new(&passage, &config.echo) else {
        bail!("the passage has fewer than {} words: give a longer one", Query::SHORTEST_WORDS);
    };
    let Found { places: found, roster } = Finder::open(&collection)?.find(&query, &config)?;
    if found.places.is_empty() {
        let (articles, undated) = collection.counted()?;
        let tell = if args.json { note } else { say };
        tell(&format!(
            "Not found in these {articles} articles ({undated} undated): no place with {} words of the passage in a row, and none that differs in single words only.",
            config.echo.min_words.min(query.words() as u32)
        ));
        return Ok(Outcome::Done);
    }
    for place in found.places.iter().take(args.limit) {
        let text = collection.text(roster.number(place.article))?;
        if args.json {
            say(&json(place, &roster, found.earliest, &text).to_string());
        } else {
            tell(place, &roster, found.earliest, &text);
        }
    }
    if !args.json {
        if found.places.len() > args.limit {
            say(&format!("and {} more places; --limit shows them", found.places.len() - args.limit));
        }
        if found.earliest.is_none() {
            say("Which is earliest in this collection cannot be told from the dates.");
        }
    }
    Ok(Outcome::Done)
}

fn passage(args: &FindArgs) -> Result<String> {
    match (&args.text, args.file.as_deref()) {
        (Some(text), _) => Ok(text.clone()),
        (None, Some("-")) => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).context("the passage could not be read from standard input")?;
            Ok(text)
        }
        (None, Some(path)) => std::fs::read_to_string(path).with_context(|| format!("cannot read the passage from {path}")),
        (None, None) => bail!("give a passage, or --file"),
    }
}

fn tell(place: &Place, roster: &Roster, earliest: Option<ArticleIx>, text: &str) {
    let card = &roster.cards()[place.article.index()];
    let outlet = card.outlet.as_deref().unwrap_or("outlet unknown");
    let date = card.published.as_ref().map_or("undated", |d| d.iso.as_str());
    let mark = if earliest == Some(place.article) { " · earliest in this collection" } else { "" };
    let same = match place.kind {
        MatchKind::Verbatim => format!("{} words, the same", place.words),
        _ => format!("{} words the same, {:.0} %", place.words, 100.0 * place.identity),
    };
    say(&clean(&format!("{outlet} · {date} · {}{mark}", card.title.as_deref().or(card.url.as_deref()).unwrap_or(&card.input))));
    say(&clean(&format!("  {same} · {} [{}..{}]", card.id, place.span.start, place.span.end)));
    say(&format!("  {}", clean(place.span.of(text))));
}

fn json(place: &Place, roster: &Roster, earliest: Option<ArticleIx>, text: &str) -> serde_json::Value {
    let card = &roster.cards()[place.article.index()];
    serde_json::json!({
        "article": card.id, "outlet": card.outlet.as_deref(), "published": card.published.as_ref().map(|d| &d.iso), "title": card.title, "url": card.url,
        "start": place.span.start, "end": place.span.end, "text": place.span.of(text), "kind": place.kind.as_str(), "words": place.words,
        "identity": (place.identity * 10_000.0).round() / 10_000.0, "earliest_in_this_collection": earliest == Some(place.article),
    })
}
