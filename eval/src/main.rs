//! Measurements of Retold that are not tests.
//!
//! `cargo run --release -p eval -- echo FILE.jsonl [LIMIT]` runs the echo stages over uniform records in RAM and prints what each cost.

mod clock;
mod echo;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["echo", file] => echo::run(file, usize::MAX),
        ["echo", file, limit] => echo::run(file, limit.parse()?),
        _ => bail!("usage: eval echo FILE.jsonl [LIMIT]"),
    }
}
