//! Corpora with known truth: articles of outlets that do not exist, in a language that nobody speaks, copied and edited by a program that
//! remembers where each word came from.

mod corpus;
mod draft;
mod edits;
mod language;
mod outlet;
mod rates;
mod rng;
mod truth;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::json;

pub(crate) use draft::EditKind;
pub(crate) use rng::Rng;
pub(crate) use truth::{Relation, Truth};

use corpus::{World, Written};
use draft::Lineage;
use outlet::Outlet;
use rates::Rates;
use truth::Book;

/// What to generate.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    pub(crate) articles: u32,
    pub(crate) seed: u64,
    /// Wire texts beside the mix, each carried by so many outlets.
    pub(crate) wires: Vec<usize>,
    /// A large collection without truth, written as it comes.
    pub(crate) growth: bool,
}

/// Writes `articles.jsonl`, `outlets.csv` and, but for growth, `truth.jsonl` into a folder.
pub(crate) fn run(dir: &Path, options: &Options) -> Result<Generated> {
    std::fs::create_dir_all(dir)?;
    let create = |name: &str| File::create(dir.join(name)).map(BufWriter::new).with_context(|| format!("cannot write {name}"));
    let mut articles = create("articles.jsonl")?;
    let generated = generate(options, &mut articles)?;
    articles.flush()?;
    create("outlets.csv")?.write_all(outlet::table(&generated.outlets).as_bytes())?;
    if !options.growth {
        let mut file = create("truth.jsonl")?;
        for truth in generated.truths() {
            serde_json::to_writer(&mut file, &truth)?;
            file.write_all(b"\n")?;
        }
        file.flush()?;
    }
    Ok(generated)
}

/// What is known of a generated corpus beside its texts.
pub(crate) struct Generated {
    outlets: Vec<Outlet>,
    lineage: Lineage,
    /// Where every word is from.
    pub(crate) book: Book,
}

impl Generated {
    /// Every shared passage, every pair that shares one, every wire.
    pub(crate) fn truths(&self) -> Vec<Truth> {
        self.book.truths(&self.lineage)
    }
}

/// Writes uniform records to `articles`.
pub(crate) fn generate(options: &Options, articles: &mut dyn Write) -> Result<Generated> {
    let rates = Rates::shipped()?;
    ensure!(options.articles < 9_000_000, "numbers above nine million belong to sources that are not in the collection");
    let mut book = Book::default();
    let mut out = |article: &Written, outlets: &[Outlet]| -> Result<()> {
        let (text, places) = draft::print(&article.tokens);
        serde_json::to_writer(&mut *articles, &record(article, &text, &outlets[article.outlet]))?;
        articles.write_all(b"\n")?;
        if !options.growth {
            book.note(article, places);
        }
        Ok(())
    };
    let wanted = options.wires.iter().copied().max().unwrap_or(0);
    let growing = options.articles as usize * rates.growth.outlets_per_thousand / 1000;
    let count = rates.outlets.count.max(wanted + rates.outlets.agencies).max(if options.growth { growing } else { 0 });
    let mut world = World::new(&rates, options.seed, count, &mut out);
    if options.growth {
        world.write_growth(options.articles)?;
    } else {
        world.write_mix(options.articles)?;
        for (event, &carriers) in options.wires.iter().enumerate() {
            world.wire(carriers, Some(event as u32))?;
        }
    }
    let World { outlets, lineage, .. } = world;
    Ok(Generated { outlets, lineage, book })
}

fn record(article: &Written, text: &str, outlet: &Outlet) -> serde_json::Value {
    let role = if article.wire { "wire" } else { "article" };
    let mut record = json!({
        "id": article.id(),
        "text": text,
        "url": format!("https://{}/news/{}", outlet.domain, article.number),
        "outlet": outlet.name,
        "title": article.title,
        "lang": "en",
        "role": role,
    });
    if let Some(declared) = &article.declared {
        record["published"] = declared.as_str().into();
    }
    record
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_collection_copies_wires_passages_and_chains_and_is_the_same_each_time() -> Result<()> {
        let options = Options { articles: 600, seed: 5, wires: Vec::new(), growth: true };
        let written = || -> Result<Vec<u8>> {
            let mut out = Vec::new();
            generate(&options, &mut out)?;
            Ok(out)
        };
        let first = written()?;
        assert_eq!(first, written()?);
        let records: Vec<serde_json::Value> =
            std::str::from_utf8(&first)?.lines().map(serde_json::from_str).collect::<Result<_, serde_json::Error>>()?;
        assert!((600..660).contains(&records.len()), "{}", records.len());
        let days = |r: &serde_json::Value| r["published"].as_str().map(|d| d[..10].to_owned());
        let all: std::collections::BTreeSet<String> = records.iter().filter_map(days).collect();
        assert!(all.len() <= 3, "about 1,000 articles a day: {all:?}");
        let wires = records.iter().filter(|r| r["role"] == "wire").count();
        assert!(wires >= 5, "{wires}");
        Ok(())
    }
}
