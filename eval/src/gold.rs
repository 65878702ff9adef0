//! The hand-annotated rows of `eval/gold` against what the engine reads: figures, pairs of figures, labels, short quotations, hedges.
//!
//! Rows hold no text: offsets are code points, and a text is known by its hash. Precision is measured inside annotated stretches only. What counts
//! as found is said beside each figure.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use retold::record::{Article, ArticleIx, Device, EntitySort, Outlets, Span};
use retold::{Analysis, Config, Corpus, analyse_in_ram};
use retold_io::read::{Read, ReadOptions, read};
use serde_json::Value;

use crate::measure::Tally;

const FIGURES: &str = include_str!("../gold/figures.jsonl");
const PAIRS: &str = include_str!("../gold/figure_pairs.jsonl");
const LABELS: &str = include_str!("../gold/labels.jsonl");
const QUOTES: &str = include_str!("../gold/short_quotes.jsonl");
const HEDGES: &str = include_str!("../gold/hedges.jsonl");
const STRETCHES: &str = include_str!("../gold/stretches.jsonl");

/// Scores one split; `data` has the folders of the evaluation sets. With `verbose`, every row that is wrong.
pub(crate) fn run(data: &Path, split: &str, verbose: bool) -> Result<()> {
    let rows = |text: &str| -> Result<Vec<Value>> {
        let rows: Vec<Value> = text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
        Ok(rows.into_iter().filter(|r| r["split"] == split).collect())
    };
    let (figures, labels, quotes, hedges, stretches) = (rows(FIGURES)?, rows(LABELS)?, rows(QUOTES)?, rows(HEDGES)?, rows(STRETCHES)?);
    let sets: BTreeSet<&str> = figures.iter().chain(&labels).chain(&stretches).filter_map(|r| r["set"].as_str()).collect();
    let mut scores = Scores { verbose, ..Scores::default() };
    for set in sets {
        let of = |rows: &[Value]| -> Vec<Value> { rows.iter().filter(|r| r["set"] == set).cloned().collect() };
        let gold = Gold {
            figures: of(&figures),
            pairs: of(&rows(PAIRS)?),
            labels: of(&labels),
            quotes: of(&quotes),
            hedges: of(&hedges),
            stretches: of(&stretches),
        };
        let ids: BTreeSet<String> =
            gold.figures.iter().chain(&gold.stretches).filter_map(|r| r["article"].as_str().map(str::to_owned)).collect();
        let corpus = Corpus::new(articles(&data.join(set), &ids)?);
        let analysis = analyse_in_ram(&corpus, &Outlets::default(), &Config::default());
        let seen = Seen { corpus: &corpus, analysis: &analysis };
        scores.figures(&seen, &gold);
        scores.labels(&seen, &gold);
        scores.quotes(&seen, &gold);
        scores.hedges(&seen, &gold);
    }
    scores.print()
}

struct Gold {
    figures: Vec<Value>,
    pairs: Vec<Value>,
    labels: Vec<Value>,
    quotes: Vec<Value>,
    hedges: Vec<Value>,
    stretches: Vec<Value>,
}

struct Seen<'a> {
    corpus: &'a Corpus,
    analysis: &'a Analysis,
}

/// The articles of a set that the rows name. Sets are large, so that their records are picked out before they are read.
fn articles(dir: &Path, ids: &BTreeSet<String>) -> Result<Vec<Article>> {
    let all = std::fs::read_to_string(dir.join("articles.jsonl")).with_context(|| format!("cannot read the set {}", dir.display()))?;
    let wanted = |line: &&str| serde_json::from_str::<Value>(line).is_ok_and(|r| r["id"].as_str().is_some_and(|id| ids.contains(id)));
    let picked: Vec<&str> = all.lines().filter(|l| l.contains("\"id\"")).filter(wanted).collect();
    let file = std::env::temp_dir().join(format!("retold-gold-{}.jsonl", std::process::id()));
    std::fs::write(&file, picked.join("\n"))?;
    let mut articles = Vec::new();
    let mut take = |one: Read| -> Result<(), std::convert::Infallible> {
        if let Read::Article { article, .. } = one {
            articles.push(article);
        }
        Ok(())
    };
    let input = file.to_str().context("folders are named in UTF-8")?.to_owned();
    let outcome = read(&ReadOptions { inputs: vec![input], ..ReadOptions::default() }, &(), &mut take).map(drop);
    std::fs::remove_file(&file)?;
    outcome.map_err(|e| anyhow::anyhow!("{}: {e}", dir.display()))?;
    Ok(articles)
}

impl Seen<'_> {
    fn article(&self, row: &Value) -> Option<ArticleIx> {
        let id = row["article"].as_str()?;
        self.corpus.cards.binary_search_by(|c| c.id.as_str().cmp(id)).ok().map(|i| ArticleIx(i as u32))
    }

    fn text(&self, article: ArticleIx) -> String {
        retold::Shelf::reading(self.corpus, article).text.clone()
    }

    /// A row's span as bytes.
    fn span(&self, row: &Value, start: &str, end: &str) -> Option<Span> {
        let text = self.text(self.article(row)?);
        let byte = |n: u64| text.char_indices().nth(n as usize).map_or(text.len(), |(at, _)| at) as u32;
        Some(Span::new(byte(row[start].as_u64()?), byte(row[end].as_u64()?)))
    }

    fn printed(&self, article: ArticleIx, span: Span) -> String {
        let text = self.text(article);
        let from = (0..=span.start.saturating_sub(50) as usize).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
        let to = (span.end as usize + 40..=text.len()).find(|&i| text.is_char_boundary(i)).unwrap_or(text.len());
        let (a, b) = (span.start as usize, span.end as usize);
        format!("{}[[{}]]{}", &text[from..a], &text[a..b], &text[b..to]).replace('\n', "/")
    }
}

#[derive(Default)]
struct Scores {
    verbose: bool,
    tallies: BTreeMap<&'static str, Tally>,
    /// Right and wrong per class of short quotations and of hedges: (gold, found) → count.
    shorts: BTreeMap<(String, String), u64>,
    hedge_classes: BTreeMap<(String, String), u64>,
    pairs: BTreeMap<(String, String), u64>,
}

impl Scores {
    fn count(&mut self, name: &'static str, right: bool) {
        self.tallies.entry(name).or_default().count(right);
    }

    fn say(&self, what: &str, detail: &str) {
        if self.verbose {
            let _ = writeln!(std::io::stdout().lock(), "{what}: {detail}");
        }
    }

    fn figures(&mut self, seen: &Seen<'_>, gold: &Gold) {
        let of_type = |t: &'static str| gold.figures.iter().filter(move |r| r["type"] == t);
        let mut found: BTreeMap<String, u32> = BTreeMap::new();
        let mut used: BTreeSet<u32> = BTreeSet::new();
        for row in of_type("figure") {
            let (Some(article), Some(span)) = (seen.article(row), seen.span(row, "start", "end")) else { continue };
            let here = (0u32..)
                .zip(&seen.analysis.figures)
                .filter(|(n, f)| f.passage.article == article && f.passage.span.intersection(span).is_some() && !used.contains(n));
            let best = here.max_by_key(|(n, f)| (f.passage.span.intersection(span).map_or(0, Span::len), std::cmp::Reverse(*n)));
            self.count("figure span, recall", best.is_some());
            let Some((n, figure)) = best else {
                self.say("figure missed", &seen.printed(article, span));
                continue;
            };
            used.insert(n);
            found.insert(row["id"].as_str().unwrap_or_default().to_owned(), n);
            let close = |a: Option<f64>, b: &Value| match (a, b.as_f64()) {
                (None, None) => true,
                (Some(a), Some(b)) => (a - b).abs() <= 1e-3 * b.abs().max(1.0),
                _ => false,
            };
            let value = close(figure.low, &row["low"]) && close(figure.high, &row["high"]);
            self.count("figure value", value);
            if row["state_doubt"] != true {
                let right = row["state"] == figure.state.as_str();
                self.count("figure state", right);
                if !right {
                    self.say("state", &format!("want {} got {}: {}", row["state"], figure.state, seen.printed(article, span)));
                }
            }
            if !value {
                self.say(
                    "value",
                    &format!("want {} {} got {:?} {:?}: {}", row["low"], row["high"], figure.low, figure.high, seen.printed(article, span)),
                );
            }
            self.head(seen, row, figure, article, span);
        }
        let furniture = ["ordinal", "multiple", "single", "score"];
        let traps: Vec<(ArticleIx, Span, bool)> = of_type("trap")
            .filter_map(|r| {
                Some((seen.article(r)?, seen.span(r, "start", "end")?, furniture.contains(&r["kind"].as_str().unwrap_or_default())))
            })
            .collect();
        let stretches: Vec<(ArticleIx, Span)> =
            of_type("stretch").filter_map(|r| Some((seen.article(r)?, seen.span(r, "start", "end")?))).collect();
        for (n, f) in (0u32..).zip(&seen.analysis.figures) {
            let inside = stretches.iter().any(|s| s.0 == f.passage.article && s.1.contains(f.passage.span));
            let open = traps.iter().any(|t| t.0 == f.passage.article && t.2 && t.1.intersection(f.passage.span).is_some());
            let begins = f.unit.as_deref() == Some("year");
            if inside && !open && !begins {
                self.count("figure span, precision", used.contains(&n));
                if !used.contains(&n) {
                    self.say("no figure", &seen.printed(f.passage.article, f.passage.span));
                }
            }
        }
        self.figure_pairs(seen, gold, &found);
    }

    /// What is counted: one of the words of the gold's head stands in what was found, or its span is the same.
    fn head(&mut self, seen: &Seen<'_>, row: &Value, figure: &retold::record::Figure, article: ArticleIx, span: Span) {
        let Some(counted) = row["counted"].as_str() else { return };
        let stem = |w: &str| w.trim_end_matches('s').to_lowercase();
        let words: BTreeSet<String> =
            figure.counted.iter().chain(&figure.unit).flat_map(|c| c.split([' ', '-']).map(stem).collect::<Vec<_>>()).collect();
        let frame = row["frame"].as_str().map(stem);
        let same_place =
            seen.span(row, "counted_start", "counted_end").zip(figure.counted_span).is_some_and(|(a, b)| a.intersection(b).is_some());
        let same_word = counted.split([' ', '-']).map(stem).any(|w| words.contains(&w)) || frame.is_some_and(|f| words.contains(&f));
        self.count("figure counted", same_place || same_word);
        if !(same_place || same_word) {
            self.say("counted", &format!("want {counted} got {:?} {:?}: {}", figure.counted, figure.unit, seen.printed(article, span)));
        }
    }

    fn figure_pairs(&mut self, seen: &Seen<'_>, gold: &Gold, found: &BTreeMap<String, u32>) {
        let figure = |n: u32| {
            let f = &seen.analysis.figures[n as usize];
            let story = seen.analysis.stories.iter().position(|s| s.articles.contains(&f.passage.article)).unwrap_or_default();
            let thread = seen.analysis.stories[story].thread;
            let (article, counted) = (f.passage.article.index(), f.counted.as_deref().unwrap_or("-"));
            let day = f.as_of.as_deref().unwrap_or("-");
            let printed = seen.printed(f.passage.article, f.passage.span);
            format!("article {article}, story {story}, thread {thread}, {day}, {counted}, {}: {printed}", f.state)
        };
        for row in &gold.pairs {
            let id = |side: &str| row[side].as_str().and_then(|id| found.get(id)).copied();
            let (Some(l), Some(r)) = (id("left"), id("right")) else { continue };
            let said = seen.analysis.conflicts.iter().find(|c| (c.left, c.right) == (l.min(r), l.max(r))).map(|c| c.class.as_str());
            let class = row["class"].as_str().unwrap_or_default();
            let also = |said: &str| row["also"].as_array().is_some_and(|a| a.iter().any(|c| c == said));
            *self.pairs.entry((class.to_owned(), said.unwrap_or("none").to_owned())).or_default() += 1;
            let clash = |c: &str| matches!(c, "conflict" | "inside-one-article");
            if said.is_some_and(clash) {
                let right = clash(class) || said.is_some_and(also);
                self.count("conflict pairs, precision", right);
                if right {
                    self.say("conflict right", &format!("{class}\n   {}\n   {}", figure(l), figure(r)));
                } else {
                    self.say("no conflict", &format!("{class}\n   {}\n   {}", figure(l), figure(r)));
                }
            }
            if clash(class) {
                let right = said.is_some_and(|s| clash(s) || also(s));
                self.count("conflict pairs, recall", right);
                if !right {
                    self.say("conflict missed", &format!("{said:?}\n   {}\n   {}", figure(l), figure(r)));
                }
            }
            self.count("pair class", said == Some(class) || said.is_some_and(also) || said.is_none() && class == "unrelated");
        }
    }

    fn labels(&mut self, seen: &Seen<'_>, gold: &Gold) {
        let mut hit: BTreeSet<(ArticleIx, u32)> = BTreeSet::new();
        for row in &gold.labels {
            let (Some(article), Some(span)) = (seen.article(row), seen.span(row, "start", "end")) else { continue };
            let labels = &seen.analysis.wordings[article.index()].labels;
            let actor = |(n, l): &(u32, &retold::record::Label)| {
                l.sort != EntitySort::Thing && ends_alike(l.span, span) && !hit.contains(&(article, *n))
            };
            let best = (0u32..).zip(labels).filter(actor).max_by_key(|(_, l)| l.span.intersection(span).map_or(0, Span::len));
            // what is held at a distance may be read as the distancing word and the noun behind it
            self.count("labels, recall", best.is_some());
            let loaded = row["kind"] == "loaded";
            if loaded {
                self.count("labels, recall of loaded", best.is_some());
            }
            let Some((n, label)) = best else {
                self.say("label missed", &format!("{} {}: {}", row["device"], row["kind"], seen.printed(article, span)));
                continue;
            };
            hit.insert((article, n));
            let right = row["voice"] == label.voice.as_str();
            self.count("labels, voice", right);
            let voices = format!("voice {} for {}", label.voice, row["voice"]);
            self.say(
                "label found",
                &format!("{} {} {}, {voices}: {}", label.device, row["device"], row["kind"], seen.printed(article, span)),
            );
            let held = label.attribution.map(|n| &seen.analysis.voices[article.index()].attributions[n as usize]);
            if let Some(a) = held {
                let text = seen.text(article);
                let part = |spans: &[Span]| spans.iter().map(|s| s.of(&text)).collect::<Vec<_>>();
                let sort = format!("{} {:?} {} cues, right {right}", a.kind, a.level, a.cue.len());
                self.say("held by", &format!("{sort}: {:?} {:?}", part(&a.source), part(&a.content)));
            }
            if !right {
                self.say("voice", &format!("want {} got {} {}: {}", row["voice"], label.voice, label.device, seen.printed(article, span)));
            }
            self.count("labels, device", row["device"] == label.device.as_str());
            if let Some(entity) = seen.span(row, "entity_start", "entity_end") {
                let text = seen.text(article);
                let (want, got) = (entity.of(&text).to_lowercase(), label.entity.of(&text).to_lowercase());
                let mention = label.mention.map_or(String::new(), |m| m.of(&text).to_lowercase());
                let same = [got, mention].iter().any(|g| !g.is_empty() && (g.contains(&want) || want.contains(g.as_str())));
                self.count("labels, entity of those with a name", same);
            }
        }
        for row in gold.stretches.iter().filter(|r| r["covers"].as_array().is_some_and(|c| c.iter().any(|c| c == "labels"))) {
            let (Some(article), Some(stretch)) = (seen.article(row), seen.span(row, "start", "end")) else { continue };
            for (n, label) in (0u32..).zip(&seen.analysis.wordings[article.index()].labels) {
                let quoted_name = label.device == Device::Title && label.mention.is_none();
                if label.sort == EntitySort::Thing || !stretch.contains(label.span) || quoted_name || label.device == Device::ScareQuote {
                    continue;
                }
                let right = hit.contains(&(article, n));
                self.count("labels, precision", right);
                if !right {
                    self.say("no label", &format!("{} {}: {}", label.device, label.voice, seen.printed(article, label.span)));
                }
            }
        }
    }

    fn quotes(&mut self, seen: &Seen<'_>, gold: &Gold) {
        for row in &gold.quotes {
            let (Some(article), Some(span)) = (seen.article(row), seen.span(row, "start", "end")) else { continue };
            let labels = &seen.analysis.wordings[article.index()].labels;
            let here = |d: Device| labels.iter().any(|l| l.device == d && l.span.intersection(span).is_some() && span.contains(l.span));
            // marks round a label that was found otherwise make it a distanced one
            let distanced = labels
                .iter()
                .any(|l| l.span.intersection(span).is_some() && l.voice == retold::record::Voice::Distanced && span.contains(l.span));
            let got = if here(Device::ScareQuote) || distanced {
                "scare"
            } else if here(Device::Title) {
                "title"
            } else {
                "fragment"
            };
            let want = row["class"].as_str().unwrap_or_default();
            *self.shorts.entry((want.to_owned(), got.to_owned())).or_default() += 1;
            if want != got {
                self.say("short", &format!("want {want} got {got}: {}", seen.printed(article, span)));
            }
        }
    }

    fn hedges(&mut self, seen: &Seen<'_>, gold: &Gold) {
        let mut hit: BTreeSet<(ArticleIx, usize)> = BTreeSet::new();
        for row in &gold.hedges {
            let (Some(article), Some(span)) = (seen.article(row), seen.span(row, "start", "end")) else { continue };
            let hedges = &seen.analysis.wordings[article.index()].hedges;
            let best = hedges.iter().enumerate().find(|(n, h)| h.span.intersection(span).is_some() && !hit.contains(&(article, *n)));
            self.count("hedges, recall", best.is_some());
            let want = row["class"].as_str().unwrap_or_default();
            let Some((n, hedge)) = best else {
                self.say("hedge missed", &format!("{want}: {}", seen.printed(article, span)));
                continue;
            };
            hit.insert((article, n));
            self.count("hedges, class", want == hedge.class.as_str());
            *self.hedge_classes.entry((want.to_owned(), hedge.class.as_str().to_owned())).or_default() += 1;
            if let Some(scope) = seen.span(row, "scope_start", "scope_end") {
                let common = hedge.scope.intersection(scope).map_or(0, Span::len);
                self.count("hedges, scope holds the gold's", 10 * common >= 8 * scope.len());
            }
        }
        for row in gold.stretches.iter().filter(|r| r["covers"].as_array().is_some_and(|c| c.iter().any(|c| c == "hedges"))) {
            let (Some(article), Some(stretch)) = (seen.article(row), seen.span(row, "start", "end")) else { continue };
            for (n, hedge) in seen.analysis.wordings[article.index()].hedges.iter().enumerate().filter(|(_, h)| stretch.contains(h.span)) {
                self.count("hedges, precision", hit.contains(&(article, n)));
                if !hit.contains(&(article, n)) {
                    self.say("no hedge", &format!("{}: {}", hedge.class, seen.printed(article, hedge.span)));
                }
            }
        }
    }

    fn print(&self) -> Result<()> {
        let mut out = std::io::stdout().lock();
        for (name, tally) in &self.tallies {
            writeln!(out, "{name:40} {tally}")?;
        }
        let mut sum = 0.0;
        for class in ["fragment", "scare", "title"] {
            let n = |want: &str, got: &str| self.shorts.get(&(want.to_owned(), got.to_owned())).copied().unwrap_or(0) as f64;
            let all = ["fragment", "scare", "title"];
            let (right, said, due) =
                (n(class, class), all.iter().map(|w| n(w, class)).sum::<f64>(), all.iter().map(|g| n(class, g)).sum::<f64>());
            let f = 2.0 * right / (said + due).max(1.0);
            sum += f;
            writeln!(out, "short quotations, {class:22} F {f:.4} ({right} of {said} said, {due} due)")?;
        }
        writeln!(out, "short quotations, macro F               {:.4}", sum / 3.0)?;
        writeln!(out, "classes of pairs (gold, found): {:?}", self.pairs)?;
        writeln!(out, "classes of hedges (gold, found): {:?}", self.hedge_classes)?;
        Ok(())
    }
}

/// Whether two stretches overlap and end with the same word, give or take a possessive.
fn ends_alike(a: Span, b: Span) -> bool {
    a.intersection(b).is_some() && a.end.abs_diff(b.end) <= 2
}
