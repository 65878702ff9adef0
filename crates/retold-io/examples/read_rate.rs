//! Reads the inputs named on the command line and says what came out: a first look at a new corpus, and the way to time the readers.
//!
//! `cargo run --release -p retold-io --example read_rate -- INPUT...`; `-v` prints the title, date and blocks of every article,
//! `-t` its text, as a JSON line.
#![allow(clippy::print_stdout, reason = "a program for people")]

use std::convert::Infallible;
use std::time::Instant;

use retold_io::read::{Read, ReadOptions, read};

fn main() {
    let (flags, inputs): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|a| a == "-v" || a == "-t");
    let verbose = flags.iter().any(|f| f == "-v");
    let texts = flags.iter().any(|f| f == "-t");
    let options = ReadOptions { inputs, ..ReadOptions::default() };
    let start = Instant::now();
    let mut text = 0;
    let summary = read(&options, &(), &mut |read| {
        match read {
            Read::Article { article, .. } => {
                text += article.text.len();
                if texts {
                    println!("{}", serde_json::json!({"input": article.input, "text": article.text}));
                }
                if verbose {
                    println!("{} {:?}", article.input, article.locator);
                    println!("  title {:?}, outlet {:?}, lang {:?}", article.title, article.outlet, article.lang);
                    println!("  published {:?} {:?}", article.published.map(|d| d.iso), article.published_from);
                    for block in &article.blocks {
                        println!("  {:12} [{}]", block.kind, block.span.of(&article.text));
                    }
                }
            }
            Read::Skipped(skipped) => println!("skipped {skipped}"),
        }
        Ok::<(), Infallible>(())
    });
    let seconds = start.elapsed().as_secs_f64();
    match summary {
        Ok(summary) => println!(
            "{} articles, {:?} skipped, {:.1} MB read, {:.1} MB text, {seconds:.2} s: {:.1} MB/s, {:.0} articles/s",
            summary.articles,
            summary.skipped,
            summary.bytes as f64 / 1e6,
            text as f64 / 1e6,
            summary.bytes as f64 / 1e6 / seconds,
            summary.articles as f64 / seconds
        ),
        Err(error) => println!("{error}"),
    }
}
