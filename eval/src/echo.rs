//! The echo stages over a file of uniform records, in RAM: read, fold, fingerprint and join, align.

use std::io::Write;
use std::path::Path;

use anyhow::Result;
use rayon::prelude::*;
use retold::echo::{Matcher, fingerprint, join_in_ram};
use retold::record::ArticleIx;
use retold::{Config, Reading};

use crate::clock::{Clock, peak_mib};
use crate::records::texts;

pub(crate) fn run(file: &Path, limit: usize, config: &Config) -> Result<()> {
    let mut clock = Clock::start()?;
    let texts = texts(file, limit)?;
    let bytes: usize = texts.iter().map(String::len).sum();
    let config = &config.echo;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{} articles, {:.1} MB of text", texts.len(), bytes as f64 / 1e6)?;
    let mut total = 0.0;
    let mut stage = |name: &str, detail: String, clock: &mut Clock| -> Result<()> {
        let (cpu, wall) = clock.lap()?;
        total += cpu;
        writeln!(out, "{name:12} {cpu:7.2} CPU s {wall:7.2} wall s {:8.1} MB per CPU s   {detail}", bytes as f64 / 1e6 / cpu.max(0.01))?;
        Ok(())
    };

    stage("read", String::new(), &mut clock)?;
    let readings: Vec<Reading> = texts.into_par_iter().map(Reading::of_text).collect();
    let words: usize = readings.iter().map(|r| r.words.len()).sum();
    stage("fold", format!("{words} words"), &mut clock)?;

    let rank: Vec<u32> = (0..readings.len() as u32).collect();
    let (pairs, counts) = join_in_ram(config, &rank, |i| {
        let reading = &readings[i as usize];
        fingerprint(i, &reading.text, &reading.words, config)
    });
    stage("candidates", format!("{} pairs, {counts:?}", pairs.len()), &mut clock)?;

    let found: Vec<(usize, usize, usize)> = pairs
        .par_chunk_by(|a, b| a.0 == b.0)
        .map(|chunk| {
            let left = ArticleIx(chunk[0].0);
            let matcher = Matcher::new(left, &readings[left.index()], None, config);
            let matches = chunk.iter().map(|&(_, r)| matcher.matches(ArticleIx(r), &readings[r as usize]));
            matches.fold((0, 0, 0), |(p, n, e), m| {
                (p + usize::from(!m.is_empty()), n + m.len(), e + m.iter().map(|m| m.edits.len()).sum::<usize>())
            })
        })
        .collect();
    let sum = |f: fn(&(usize, usize, usize)) -> usize| found.iter().map(f).sum::<usize>();
    stage("align", format!("{} pairs with {} matches, {} edits", sum(|f| f.0), sum(|f| f.1), sum(|f| f.2)), &mut clock)?;
    writeln!(out, "echo stages {total:.2} CPU s, {:.1} MB per CPU s, peak {} MiB", bytes as f64 / 1e6 / total, peak_mib()?)?;
    Ok(())
}
