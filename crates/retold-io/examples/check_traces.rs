//! Checks every trace from the texts of pages back to their sources: how much of the texts has one, and how many are wrong.
//!
//! `cargo run -p retold-io --example check_traces -- FOLDER...`
#![allow(clippy::print_stdout, reason = "a program for people")]

use std::convert::Infallible;

use retold_io::read::{Read, ReadOptions, Traces, read};

fn main() {
    let options = ReadOptions { inputs: std::env::args().skip(1).collect(), ..ReadOptions::default() };
    let (mut all, mut untraced, mut pages) = (Traces::default(), 0, 0);
    let done = read(&options, &(), &mut |one| {
        if let Read::Article { article, raw, .. } = one
            && let Some(traces) = Traces::of(&article, &raw)
        {
            pages += 1;
            untraced += u64::from(traces.runs == 0);
            if traces.wrong > 0 {
                println!("{}: {} wrong", article.input, traces.wrong);
            }
            all += traces;
        }
        Ok::<(), Infallible>(())
    });
    if let Err(error) = done {
        println!("{error}");
    }
    let share = all.traced as f64 / all.bytes.max(1) as f64;
    println!(
        "{pages} pages, {untraced} without any trace; {} of {} bytes traced ({share:.4}); {} runs, {} wrong",
        all.traced, all.bytes, all.runs, all.wrong
    );
}
