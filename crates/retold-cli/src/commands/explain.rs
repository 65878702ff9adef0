//! `retold explain`: what was read, skipped, capped and why.

use std::collections::BTreeMap;

use anyhow::Result;
use retold::Shelf;
use retold::config::EchoConfig;
use retold::echo::Matcher;
use retold::record::Match;
use retold::text::on_one_line;
use retold_io::Collection;
use retold_io::collection::Roster;

use super::{Outcome, Settings};
use crate::cli::ExplainArgs;
use crate::terminal::{clean, say};

pub(crate) fn run(args: &ExplainArgs, settings: &Settings) -> Result<Outcome> {
    let collection = Collection::open(&args.collection)?;
    let roster = collection.roster()?;
    let analysis = collection.analysis(&roster)?;
    let cards = roster.cards();
    let config = settings.of_collection(&collection)?;
    let echo = &config.echo;
    let count = |what: fn(&retold::Card) -> bool| cards.iter().filter(|c| what(c)).count();
    say(&format!("Read: {} articles, {} words.", cards.len(), analysis.counts.words));
    say(&format!(
        "  {} without outlet, {} undated, {} of unknown language.",
        count(|c| c.outlet.is_none()),
        count(|c| c.published.is_none()),
        count(|c| c.lang.is_none())
    ));
    let short = cards.iter().filter(|c| c.words < echo.min_words).count();
    say(&format!("  {short} with fewer than {} words, in which no match is possible.", echo.min_words));
    let (site_lines, hidden_bytes) = collection.set_aside()?;
    say(&format!("  {site_lines} lines stand on many pages of one site: kept, and counted as its furniture."));
    if hidden_bytes > 0 {
        say(&format!("  {hidden_bytes} bytes of text that pages hide from readers were left out."));
    }
    let skipped = collection.skipped()?;
    let mut reasons: BTreeMap<&str, Vec<&retold_io::SkippedRow>> = BTreeMap::new();
    for row in &skipped {
        reasons.entry(&row.reason).or_default().push(row);
    }
    say(&format!("Skipped: {}.", skipped.len()));
    for (reason, rows) in reasons {
        let example = &rows[0];
        let locator = example.locator.as_deref().map_or(String::new(), |l| format!(", {l}"));
        say(&clean(&format!("  {reason}: {} (for example {}{locator}: {})", rows.len(), example.input, example.detail)));
    }
    let c = &analysis.counts;
    say(&format!(
        "Looked for: runs of {} words and more. {} fingerprints, {} of them in more than one article.",
        echo.min_words, c.postings, c.shared_grams
    ));
    if c.narrowed_grams > 0 {
        say(&format!(
            "  {} stand in more than {} articles: followed where eight words around them agree.",
            c.narrowed_grams, echo.narrow_over_articles
        ));
    }
    if c.capped_runs > 0 {
        say(&format!(
            "  {} runs of eight words stand in more than {} articles: each article is linked to the earliest and to its predecessor, \
             and to the others where they agree in ten words and are at most {}.",
            c.capped_runs, echo.narrow_over_articles, echo.cap_over_articles
        ));
    }
    say(&format!("  {} pairs of articles were aligned, {} of them share no passage.", c.candidate_pairs, c.rejected_pairs));
    near_misses(&collection, &roster, echo)?;
    say(&format!(
        "Found: {} matches in {} pairs, {} families of shared text.",
        analysis.matches.len(),
        analysis.pairs.len(),
        analysis.families.len()
    ));
    let aside = analysis.pairs.iter().filter(|p| !p.is_told()).count();
    say(&format!(
        "  set aside, not deleted: {} matches as page furniture, {} as stock phrases; {aside} pairs share nothing else.",
        c.site_matches, c.formula_matches
    ));
    if c.filtered_matches > 0 {
        say(&format!("  {} matches were left out by the filters of the last add.", c.filtered_matches));
    }
    say(&format!(
        "  credits: {} in datelines and closing lines, {} in the running text; {} traces of outlets that somebody told something.",
        c.credits_around, c.credits_in_text, c.credit_traces
    ));
    if analysis.matches.is_empty() {
        say(&format!(
            "Nothing was found. No two articles have a run of {} equal words, or one that differs in single words. What was not looked for: shorter passages, other wordings, translations.",
            echo.min_words
        ));
    }
    Ok(Outcome::Done)
}

/// Pairs without a passage that are looked at once more: some milliseconds each where texts come from a slow disk.
const PAIRS_LOOKED_AT: u32 = 1000;
/// Of these the nearest that are printed, characters of their text, and memory for texts, in bytes.
const PRINTED: usize = 3;
const CHARACTERS: usize = 100;
const CACHE_BYTES: usize = 64 << 20;

/// What nearly was a match: the longest passages of pairs that have none, found with a lower bound of words.
fn near_misses(collection: &Collection, roster: &Roster, echo: &EchoConfig) -> Result<()> {
    let pairs = collection.pairs_without_match(roster, PAIRS_LOOKED_AT)?;
    let fewer = EchoConfig { min_words: echo.gram_words.min(echo.min_words), ..echo.clone() };
    let shelf = collection.shelf(roster, CACHE_BYTES)?;
    let mut found: Vec<Match> = Vec::new();
    for of_left in pairs.chunk_by(|a, b| a.0 == b.0) {
        let (left, lang) = (of_left[0].0, roster.cards()[of_left[0].0.index()].lang.as_deref());
        let reading = shelf.reading(left);
        let matcher = Matcher::new(left, &reading, lang, &fewer);
        found.extend(
            of_left.iter().filter_map(|&(_, right)| matcher.matches(right, &shelf.reading(right)).into_iter().max_by_key(|m| m.words)),
        );
    }
    if let Some(error) = shelf.take_error() {
        return Err(error.into());
    }
    found.sort_by_key(|m| (std::cmp::Reverse(m.words), m.left, m.right));
    if !found.is_empty() {
        say(&format!("  nearest of {} such pairs, by equal words:", pairs.len()));
    }
    for m in found.iter().take(PRINTED) {
        let id = |article: retold::record::ArticleIx| &roster.cards()[article.index()].id;
        let text = on_one_line(m.left.span.of(&shelf.reading(m.left.article).text));
        let shown: String = text.chars().take(CHARACTERS).collect();
        say(&clean(&format!("    {} words: {} and {}: \"{shown}\"", m.words, id(m.left.article), id(m.right.article))));
    }
    Ok(())
}
