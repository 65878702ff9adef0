//! `retold explain`: what was read, skipped, capped and why.

use std::collections::BTreeMap;

use anyhow::Result;
use retold_io::Collection;

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
    say(&format!(
        "  {} stand in more than {} articles: followed where eight words around them agree.",
        c.narrowed_grams, echo.narrow_over_articles
    ));
    say(&format!(
        "  {} runs of eight words stand in more than {} articles: each article is linked to the earliest and to its predecessor, \
         and to the others where they agree in ten words and are at most {}.",
        c.capped_runs, echo.narrow_over_articles, echo.cap_over_articles
    ));
    say(&format!("  {} pairs of articles were aligned, {} of them share no passage.", c.candidate_pairs, c.rejected_pairs));
    say(&format!(
        "Found: {} matches in {} pairs, {} families of shared text.",
        analysis.matches.len(),
        analysis.pairs.len(),
        analysis.families.len()
    ));
    say(&format!("  set aside, not deleted: {} matches as page furniture, {} as stock phrases.", c.site_matches, c.formula_matches));
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
