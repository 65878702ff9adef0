//! Of differences that were planted inside shared sentences, how many does the engine name rightly?
//!
//! `eval/edits.toml` has sentences with a slot and pairs of wordings for it. A pair of articles shares some of them; in each the slot holds the
//! same words on both sides, or the first wording of a pair in the earlier text and the second in the later one.

use std::collections::BTreeMap;
use std::io::Write;

use anyhow::{Context, Result};
use retold::record::{Article, ArticleIx, ConflictClass, Date, DateOrigin, EditClass, HedgeChange, HedgeDiffers, Outlets, Precision, Span};
use retold::{Analysis, Config, Corpus, analyse_in_ram};
use serde::Deserialize;

use crate::generate::Rng;
use crate::measure::Tally;

#[derive(Deserialize)]
struct Plan {
    frames: Vec<Frame>,
    edits: BTreeMap<String, Edits>,
    filler: Filler,
}

#[derive(Deserialize)]
struct Frame {
    slot: String,
    text: String,
}

#[derive(Deserialize)]
struct Edits {
    slot: String,
    pairs: Vec<[String; 2]>,
}

#[derive(Deserialize)]
struct Filler {
    subjects: Vec<String>,
    verbs: Vec<String>,
    places: Vec<String>,
    times: Vec<String>,
}

/// A slot as it was filled: the kind of edit, empty where both sides are the same, and where it stands in both texts.
struct Planted {
    kind: String,
    sides: [Span; 2],
}

/// Shared sentences of a pair, least and most; the earlier text has a few more.
const SHARED: (usize, usize) = (3, 6);
/// Share of shared sentences that are edited.
const EDITED: f64 = 0.7;

/// Generates `count` pairs of articles, analyses them, prints what was found.
pub(crate) fn run(count: usize, seed: u64) -> Result<()> {
    let plan: Plan = toml::from_str(include_str!("../edits.toml")).context("eval/edits.toml cannot be read")?;
    let mut rng = Rng::new(seed);
    let (mut scores, mut named) = (BTreeMap::new(), BTreeMap::new());
    for n in 0..count {
        let (texts, planted) = plan.pair(&mut rng.fork(n as u64));
        let articles = texts.into_iter().enumerate().map(|(side, text)| article(n, side, text)).collect::<Result<Vec<_>>>()?;
        let corpus = Corpus::new(articles);
        let analysis = analyse_in_ram(&corpus, &Outlets::default(), &Config::default());
        score(&analysis, &planted, &mut scores, &mut named);
    }
    let mut out = std::io::stdout().lock();
    for (name, score) in &scores {
        writeln!(out, "{name}: precision {}, recall {}", score.said, score.planted)?;
    }
    for ((kind, class), count) in &named {
        writeln!(out, "  planted {:10} named {class:12} {count}", if kind.is_empty() { "nothing" } else { kind })?;
    }
    Ok(())
}

fn article(n: usize, side: usize, text: String) -> Result<Article> {
    // an hour after the other, every pair on a day of its own
    const DAY: i64 = 86_400;
    let from = 1_900_000_000 - 1_900_000_000 % DAY + n as i64 * DAY + side as i64 * 3600;
    let day = retold::text::date_of_seconds(from).context("no such day")?.iso.chars().take("2030-03-17".len()).collect::<String>();
    let iso = format!("{day}T{side:02}:00:00Z");
    Ok(Article {
        id: format!("{n:05}-{side}"),
        outlet: Some(["Norvik Wire", "Tolm Post"][side].to_owned()),
        published: Some(Date { iso, from, to: from, precision: Precision::Time }),
        published_from: Some(DateOrigin::Given),
        lang: Some("en".to_owned()),
        complete: true,
        text,
        ..Article::default()
    })
}

impl Plan {
    /// Two texts, and what was planted in them.
    fn pair(&self, rng: &mut Rng) -> ([String; 2], Vec<Planted>) {
        let mut order: Vec<usize> = (0..self.frames.len()).collect();
        for i in (1..order.len()).rev() {
            order.swap(i, rng.below(i + 1));
        }
        let shared = rng.between(SHARED.0, SHARED.1);
        let (mut texts, mut planted) = ([String::new(), String::new()], Vec::new());
        for (n, &f) in order.iter().take(shared + 2).enumerate() {
            let frame = &self.frames[f];
            let kinds: Vec<&String> = self.edits.iter().filter(|(_, e)| e.slot == frame.slot).map(|(k, _)| k).collect();
            let kind = kinds[rng.below(kinds.len())];
            let pair = rng.pick(&self.edits[kind].pairs);
            let edited = rng.chance(EDITED);
            let sides = [&pair[0], if edited { &pair[1] } else { &pair[0] }];
            let mut spans = [Span::new(0, 0); 2];
            for side in 0..2 {
                // what only the earlier text has
                if side == 1 && n >= shared {
                    continue;
                }
                let text = &mut texts[side];
                let before = frame.text.find("{}").unwrap_or(0);
                let start = (text.len() + before) as u32;
                spans[side] = Span::new(start, start + sides[side].len() as u32);
                text.push_str(&capitalised(&frame.text.replace("{}", sides[side])));
                text.push(' ');
                if side == 1 && rng.chance(0.4) {
                    let own = self.filler(rng);
                    text.push_str(&own);
                }
            }
            if n < shared {
                planted.push(Planted { kind: if edited { kind.clone() } else { String::new() }, sides: spans });
            }
        }
        texts[1].push_str("Norvik Wire reported.");
        (texts, planted)
    }

    fn filler(&self, rng: &mut Rng) -> String {
        let f = &self.filler;
        format!("{} {} {} {}. ", rng.pick(&f.subjects), rng.pick(&f.verbs), rng.pick(&f.places), rng.pick(&f.times))
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn touches(a: Span, b: Span) -> bool {
    a.start <= b.end && b.start <= a.end
}

/// Scores by what was looked for.
type Scores = BTreeMap<&'static str, Score>;

/// What was said of one kind of edit, and what of it is true.
#[derive(Default)]
struct Score {
    said: Tally,
    planted: Tally,
}

/// Scores one pair of articles. Its articles are ranks 0 and 1: the earlier and the later one.
fn score(analysis: &Analysis, planted: &[Planted], scores: &mut Scores, named: &mut BTreeMap<(String, &'static str), u64>) {
    let at = |a: ArticleIx, span: Span| planted.iter().find(|p| touches(p.sides[a.index()], span));
    let hedging = |kind: &str| matches!(kind, "hedge" | "strength");
    let edits: Vec<_> = analysis.matches.iter().flat_map(|m| m.edits.iter().map(move |e| (m, e))).collect();
    for (m, e) in &edits {
        let kind = at(m.left.article, e.left).map_or("", |p| p.kind.as_str());
        *named.entry((kind.to_owned(), e.class.as_str())).or_default() += 1;
        match e.class {
            EditClass::Label => scores.entry("label edits").or_default().said.count(kind == "label"),
            EditClass::Hedge => scores.entry("hedge edits").or_default().said.count(hedging(kind)),
            _ => {}
        }
    }
    let differ: Vec<_> = analysis.hedges_differ.iter().filter(|d| d.change.is_some()).collect();
    let span_of = |d: &HedgeDiffers| analysis.wordings[d.article.index()].hedges[d.hedge as usize].span;
    for d in &differ {
        let due = if d.article.index() == 0 { HedgeChange::Dropped } else { HedgeChange::Added };
        let right = at(d.article, span_of(d)).is_some_and(|p| hedging(&p.kind)) && d.change == Some(due);
        scores.entry("hedges dropped or added").or_default().said.count(right);
    }
    let numbers: Vec<_> = analysis.conflicts.iter().filter(|c| c.class == ConflictClass::EditedNumber).collect();
    let place = |n: u32| analysis.figures[n as usize].passage;
    for c in &numbers {
        let passage = place(c.left);
        let right = at(passage.article, passage.span).is_some_and(|p| p.kind == "number");
        scores.entry("edited numbers").or_default().said.count(right);
    }
    for p in planted {
        let found = |class: EditClass| {
            edits.iter().any(|(m, e)| {
                e.class == class && touches(p.sides[m.left.article.index()], e.left) && touches(p.sides[m.right.article.index()], e.right)
            })
        };
        match p.kind.as_str() {
            "label" => scores.entry("label edits").or_default().planted.count(found(EditClass::Label)),
            kind if hedging(kind) => {
                scores.entry("hedge edits").or_default().planted.count(found(EditClass::Hedge));
                let told = differ.iter().any(|d| touches(p.sides[d.article.index()], span_of(d)));
                scores.entry("hedges dropped or added").or_default().planted.count(told);
            }
            "number" => {
                let told = numbers.iter().any(|c| touches(p.sides[place(c.left).article.index()], place(c.left).span));
                scores.entry("edited numbers").or_default().planted.count(told);
            }
            _ => {}
        }
    }
}
