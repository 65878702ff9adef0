//! The echo stages over a file of uniform records, in RAM: fold, fingerprint, sort and join, align.

use std::io::{BufRead, BufReader, Write};

use anyhow::Result;
use rayon::prelude::*;
use retold::Reading;
use retold::config::EchoConfig;
use retold::echo::{Join, Matcher, Posting, fingerprint};
use retold::record::ArticleIx;

use crate::clock::{Clock, peak_mib};

pub(crate) fn run(file: &str, limit: usize) -> Result<()> {
    let mut texts = Vec::new();
    for line in BufReader::new(std::fs::File::open(file)?).lines().take(limit) {
        let record: serde_json::Value = serde_json::from_str(&line?)?;
        texts.push(record["text"].as_str().unwrap_or_default().to_owned());
    }
    let bytes: usize = texts.iter().map(String::len).sum();
    let config = EchoConfig::default();
    let mut out = std::io::stdout().lock();
    writeln!(out, "{} articles, {:.1} MB of text", texts.len(), bytes as f64 / 1e6)?;
    let mut clock = Clock::start()?;
    let mut total = 0.0;
    let mut stage = |name: &str, detail: String, clock: &mut Clock| -> Result<()> {
        let (cpu, wall) = clock.lap()?;
        total += cpu;
        writeln!(out, "{name:12} {cpu:7.2} CPU s {wall:7.2} wall s {:8.1} MB per CPU s   {detail}", bytes as f64 / 1e6 / cpu.max(0.01))?;
        Ok(())
    };

    let readings: Vec<Reading> = texts.into_par_iter().map(Reading::of_text).collect();
    let words: usize = readings.iter().map(|r| r.words.len()).sum();
    stage("fold", format!("{words} words"), &mut clock)?;

    let mut postings: Vec<Posting> =
        readings.par_iter().enumerate().flat_map_iter(|(i, r)| fingerprint(i as u32, &r.words, &config)).collect();
    stage("fingerprint", format!("{} postings", postings.len()), &mut clock)?;

    postings.par_sort_unstable();
    stage("sort", String::new(), &mut clock)?;

    let rank: Vec<u32> = (0..readings.len() as u32).collect();
    let mut join = Join::new(&config, &rank);
    postings.into_iter().for_each(|p| join.push(p));
    let (pairs, counts) = join.finish();
    stage("join", format!("{} pairs, {counts:?}", pairs.len()), &mut clock)?;

    let found: Vec<(usize, usize, usize)> = pairs
        .par_chunk_by(|a, b| a.0 == b.0)
        .map(|chunk| {
            let left = ArticleIx(chunk[0].0);
            let matcher = Matcher::new(left, &readings[left.index()], None, &config);
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
