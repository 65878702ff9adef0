//! Measurements of Retold that are not tests.
//!
//! `cargo run --release -p eval -- help` lists them.

mod clock;
mod echo;
mod generate;
mod measure;

use std::path::PathBuf;

use anyhow::{Result, bail};

const USAGE: &str = "usage:
  eval echo FILE.jsonl [LIMIT]                         what each stage of shared text costs, in RAM
  eval generate DIR ARTICLES [SEED] [WIRE,WIRE...]     a corpus with known truth; each wire text is carried by so many outlets
  eval accuracy DIR ARTICLES [SEED] [WIRE,WIRE...]     the same, and how much of it the engine finds; settings: DIR/retold.toml
  eval generate-growth DIR ARTICLES [SEED]             a large corpus without truth";

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["echo", file] => echo::run(file, usize::MAX),
        ["echo", file, limit] => echo::run(file, limit.parse()?),
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
