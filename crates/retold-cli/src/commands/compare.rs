//! `retold compare`: two texts side by side.

use anyhow::{Context, Result, bail};
use retold::Corpus;
use retold::analyse_in_ram;
use retold::record::{Article, Edit, Match, Span};

use super::gather::{gather, tell_skipped};
use super::{Outcome, Settings};
use crate::cli::{CompareArgs, InputArgs};
use crate::progress::Bar;
use crate::terminal::{clean, say};

pub(crate) fn run(args: &CompareArgs, settings: &Settings) -> Result<Outcome> {
    let articles = [one(&args.left, settings)?, one(&args.right, settings)?];
    let [mut left, mut right] = articles;
    // equal files have equal ids, and a corpus holds an id once
    left.id = format!("1-{}", left.id);
    right.id = format!("2-{}", right.id);
    let corpus = Corpus::new(vec![left.clone(), right.clone()]);
    let analysis = analyse_in_ram(&corpus, &retold::record::Outlets::default(), &settings.config);
    if args.json {
        analysis.matches.iter().for_each(|m| say(&json(m, &left, &right).to_string()));
        return Ok(Outcome::Done);
    }
    let (left_name, right_name) = (clean(&args.left), clean(&args.right));
    let Some(pair) = analysis.pairs.first() else {
        say(&format!("No passage of {} words or more is in both {left_name} and {right_name}.", settings.config.echo.min_words));
        return Ok(Outcome::Done);
    };
    say(&format!(
        "{:.0} % of {left_name} is in {right_name}; {:.0} % of {right_name} is in {left_name}.",
        100.0 * pair.left_share,
        100.0 * pair.right_share,
    ));
    for (i, m) in analysis.matches.iter().enumerate() {
        say(&format!("\n{} {} · {} · {} equal words", i + 1, m.kind, m.layer, m.words));
        say(&format!("  < {}", clean(m.left.span.of(&left.text))));
        say(&format!("  > {}", clean(m.right.span.of(&right.text))));
        for edit in &m.edits {
            let printed =
                |span: Span, text: &str| if span.is_empty() { "nothing".to_owned() } else { format!("“{}”", clean(span.of(text))) };
            say(&format!("    {}: {} → {}", edit.class, printed(edit.left, &left.text), printed(edit.right, &right.text)));
        }
    }
    Ok(Outcome::Done)
}

fn one(path: &str, settings: &Settings) -> Result<Article> {
    let input = InputArgs { inputs: vec![path.to_owned()], role: None, outlets: None, map: Vec::new() };
    let gathered = gather(&input, &Bar::new(true))?;
    tell_skipped(&gathered.skipped, settings);
    let count = gathered.articles.len();
    let mut articles = gathered.articles.into_iter();
    match (articles.next(), count) {
        (Some(article), 1) => Ok(article),
        (None, _) => bail!("no article was found in {path}"),
        _ => Err(anyhow::anyhow!("{path} holds {count} articles")).context("compare takes two single articles; use report for more"),
    }
}

fn json(m: &Match, left: &Article, right: &Article) -> serde_json::Value {
    let span = |s: Span| serde_json::json!({"start": s.start, "end": s.end});
    let edit = |e: &Edit| serde_json::json!({"op": e.op.as_str(), "class": e.class.as_str(), "left": span(e.left), "right": span(e.right)});
    serde_json::json!({
        "left_start": m.left.span.start, "left_end": m.left.span.end, "right_start": m.right.span.start, "right_end": m.right.span.end,
        "kind": m.kind.as_str(), "layer": m.layer.as_str(), "words": m.words, "identity": (m.identity() * 10_000.0).round() / 10_000.0,
        "left": m.left.span.of(&left.text), "right": m.right.span.of(&right.text), "edits": m.edits.iter().map(edit).collect::<Vec<_>>(),
    })
}
