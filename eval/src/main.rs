//! Measurements of Retold that are not tests.
//!
//! `cargo run --release -p eval -- help` lists them.

mod clock;
mod echo;
mod edits;
mod find;
mod generate;
mod gold;
mod load;
mod measure;
mod oracle;
mod records;
mod wording;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use retold::Config;

/// The allocator of `retold`: what is measured here is to be what its users have.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const USAGE: &str = "usage:
  eval echo FILE.jsonl [LIMIT [SETTINGS]]              what each stage of shared text costs, in RAM
  eval find COLLECTION [PASSAGES]                      how long it takes to find passages of its articles, exact and edited
  eval load ADDRESS [SECONDS RATE]                     how long a running retold serve takes for each page; then RATE requests a second
  eval oracle FILE.jsonl [LIMIT]                       of what a comparison of all with all sees, how much the engine finds
  eval edits PAIRS [SEED]                              of differences planted in shared sentences, how many are named rightly
  eval gold DATA [dev|heldout|dev2|fresh|later] [verbose]       the annotated rows of eval/gold against what the engine reads
  eval wording FILE.jsonl [LIMIT]                      what it costs to read voices, labels and figures of each article
  eval generate DIR ARTICLES [SEED] [WIRE,WIRE...]     a corpus with known truth; each wire text is carried by so many outlets
  eval accuracy DIR ARTICLES [SEED] [WIRE,WIRE...]     the same, and how much of it the engine finds; settings: DIR/retold.toml
  eval generate-growth DIR ARTICLES [SEED]             a large corpus without truth";

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["echo", file] => echo::run(Path::new(file), usize::MAX, &Config::default()),
        ["echo", file, limit] => echo::run(Path::new(file), limit.parse()?, &Config::default()),
        ["echo", file, limit, from] => echo::run(Path::new(file), limit.parse()?, &settings(Path::new(from))?),
        ["find", collection] => find::run(Path::new(collection), 1000),
        ["find", collection, passages] => find::run(Path::new(collection), passages.parse()?),
        ["load", address] => load::run(address, 0, 0),
        ["load", address, seconds, rate] => load::run(address, seconds.parse()?, rate.parse()?),
        ["oracle", file] => oracle::run(Path::new(file), 200),
        ["oracle", file, limit] => oracle::run(Path::new(file), limit.parse()?),
        ["edits", pairs] => edits::run(pairs.parse()?, 1),
        ["edits", pairs, seed] => edits::run(pairs.parse()?, seed.parse()?),
        ["gold", data] => gold::run(Path::new(data), "dev", false),
        ["gold", data, split] => gold::run(Path::new(data), split, false),
        ["gold", data, split, "verbose"] => gold::run(Path::new(data), split, true),
        ["wording", file] => wording::run(Path::new(file), usize::MAX),
        ["wording", file, limit] => wording::run(Path::new(file), limit.parse()?),
        ["generate", dir, rest @ ..] => generate::run(&PathBuf::from(dir), &options(rest, false)?).map(drop),
        ["generate-growth", dir, rest @ ..] => generate::run(&PathBuf::from(dir), &options(rest, true)?).map(drop),
        ["accuracy", dir, rest @ ..] => measure::run(&PathBuf::from(dir), &options(rest, false)?),
        _ => bail!(USAGE),
    }
}

fn options(rest: &[&str], growth: bool) -> Result<generate::Options> {
    let (articles, seed, wires) = match rest {
        [articles] => (articles, "1", ""),
        [articles, seed] => (articles, *seed, ""),
        [articles, seed, wires] => (articles, *seed, *wires),
        _ => bail!(USAGE),
    };
    let wires = wires.split(',').filter(|w| !w.is_empty()).map(str::parse).collect::<Result<_, _>>()?;
    Ok(generate::Options { articles: articles.parse()?, seed: seed.parse()?, wires, growth })
}

/// The settings in a file.
fn settings(file: &Path) -> Result<Config> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    toml::from_str(&text).with_context(|| format!("no settings: {}", file.display()))
}
