//! What is read of one article alone, over a file of uniform records: voices, labels and hedges, figures.

use std::io::Write;
use std::path::Path;

use anyhow::Result;
use retold::record::{Article, ArticleIx, Outlets, Role};
use retold::{Config, Corpus, CorpusView};

use crate::clock::Clock;
use crate::records::texts;

pub(crate) fn run(file: &Path, limit: usize) -> Result<()> {
    let texts = texts(file, limit)?;
    let megabytes = texts.iter().map(String::len).sum::<usize>() as f64 / 1e6;
    let article = |(n, text)| Article { id: format!("{n:08}"), text, lang: Some("en".to_owned()), ..Article::default() };
    let corpus = Corpus::new(texts.into_iter().enumerate().map(article).collect());
    let (outlets, config) = (Outlets::default(), Config::default());
    let view = CorpusView { cards: &corpus.cards, shelf: &corpus, outlets: &outlets, config: &config };
    let mut out = std::io::stdout().lock();
    writeln!(out, "{} articles, {megabytes:.1} MB of text; each stage on one thread", corpus.cards.len())?;
    let mut clock = Clock::start()?;
    let mut stage = |name: &str, found: usize| -> Result<()> {
        let (cpu, wall) = clock.lap()?;
        writeln!(out, "{name:24} {cpu:7.2} CPU s {wall:7.2} wall s {:8.1} MB per CPU s   {found}", megabytes / cpu.max(0.01))?;
        Ok(())
    };
    let all = || (0..corpus.cards.len() as u32).map(|n| retold::Shelf::reading(&corpus, ArticleIx(n)));
    let voices: Vec<_> = all().map(|reading| retold::voice::read(&reading, Some("en"), Role::Article)).collect();
    stage("voices", voices.iter().map(|v| v.attributions.len()).sum())?;
    let wordings: Vec<_> = all().zip(&voices).map(|(reading, voices)| retold::label::read(&reading, voices, Some("en"))).collect();
    stage("labels and hedges", wordings.iter().map(|w| w.labels.len() + w.hedges.len()).sum())?;
    let kept = (0..corpus.cards.len() as u32).map(|n| view.digest(ArticleIx(n)).figures.len()).sum();
    stage("figures, words of stories", kept)
}
