//! How much of what is true of a generated corpus the engine finds, and how much of what it says is true.

mod direction;
mod families;
mod passages;

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use retold::record::{ArticleIx, Outlets, Span};
use retold::{Analysis, Config, Corpus, analyse_in_ram};
use retold_io::read::{Read, ReadError, ReadOptions, read};

use crate::clock::Clock;
use crate::generate::{Generated, Options, Truth, run as generate};
use direction::Directions;
use families::Together;
use passages::{Passages, Precision};

/// Counts of something that may be right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) right: u64,
    pub(crate) all: u64,
}

impl Tally {
    pub(crate) fn count(&mut self, right: bool) {
        self.right += u64::from(right);
        self.all += 1;
    }

    /// 1 where nothing was counted.
    pub(crate) fn rate(self) -> f64 {
        if self.all == 0 { 1.0 } else { self.right as f64 / self.all as f64 }
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.4} ({} of {})", self.rate(), self.right, self.all)
    }
}

/// A generated corpus with what the engine found in it.
pub(crate) struct Measured {
    pub(crate) corpus: Corpus,
    pub(crate) analysis: Analysis,
    pub(crate) generated: Generated,
    pub(crate) truths: Vec<Truth>,
}

impl Measured {
    pub(crate) fn article(&self, id: &str) -> Result<ArticleIx> {
        let found = self.corpus.cards.binary_search_by(|c| c.id.as_str().cmp(id));
        found.map(|i| ArticleIx(i as u32)).map_err(|_| anyhow::anyhow!("article {id} was not read"))
    }
}

/// Everything that is measured.
pub(crate) struct Scores {
    pub(crate) passages: Passages,
    pub(crate) precision: Precision,
    pub(crate) together: Together,
    pub(crate) directions: Directions,
}

/// Generates, analyses, scores, prints.
pub(crate) fn run(dir: &Path, options: &Options) -> Result<()> {
    let settings = dir.join("retold.toml");
    let config: Config = if settings.exists() { crate::settings(&settings)? } else { Config::default() };
    let measured = measured(dir, options, &config)?;
    let scores = score(&measured)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}\n{}\n{}\n{}", scores.passages, scores.precision, scores.together, scores.directions)?;
    Ok(())
}

/// Generates a corpus into a folder, reads it back as users' files are read, analyses it.
pub(crate) fn measured(dir: &Path, options: &Options, config: &Config) -> Result<Measured> {
    let generated = generate(dir, options)?;
    let (articles, outlets) = articles(dir)?;
    let bytes: usize = articles.iter().map(|a| a.text.len()).sum();
    let mut clock = Clock::start()?;
    let corpus = Corpus::new(articles);
    let analysis = analyse_in_ram(&corpus, &outlets, config);
    let (cpu, _) = clock.lap()?;
    let mut out = std::io::stdout().lock();
    let megabytes = bytes as f64 / 1e6;
    writeln!(
        out,
        "{} articles, {megabytes:.1} MB, analysed in {cpu:.2} CPU s, {:.1} MB per CPU s",
        corpus.cards.len(),
        megabytes / cpu.max(0.01)
    )?;
    let truths = generated.truths();
    Ok(Measured { corpus, analysis, generated, truths })
}

/// Scores what was found against what is true.
pub(crate) fn score(measured: &Measured) -> Result<Scores> {
    Ok(Scores {
        passages: passages::score(measured)?,
        precision: passages::precision(measured),
        together: families::score(measured)?,
        directions: direction::score(measured)?,
    })
}

fn articles(dir: &Path) -> Result<(Vec<retold::record::Article>, Outlets)> {
    let name = |file: &str| dir.join(file).to_str().map(str::to_owned).context("folders are named in UTF-8");
    let options =
        ReadOptions { inputs: vec![name("articles.jsonl")?], outlets: Some(name("outlets.csv")?.into()), ..ReadOptions::default() };
    let mut articles = Vec::new();
    let mut skipped = 0;
    let mut take = |one: Read| -> Result<(), std::convert::Infallible> {
        match one {
            Read::Article { article, .. } => articles.push(article),
            Read::Skipped(_) => skipped += 1,
        }
        Ok(())
    };
    let summary = match read(&options, &(), &mut take) {
        Ok(summary) => summary,
        Err(ReadError::Sink(never)) => match never {},
        Err(error @ ReadError::Outlets { .. }) => bail!("{error}"),
    };
    anyhow::ensure!(skipped == 0, "{skipped} generated articles could not be read");
    Ok((articles, summary.outlets))
}

/// Bytes of a span that lie in one of these.
pub(crate) fn covered(span: Span, by: &[Span]) -> u32 {
    let mut parts: Vec<Span> = by.iter().filter_map(|b| b.intersection(span)).collect();
    parts.sort_unstable();
    let (mut sum, mut end) = (0, 0);
    for part in parts {
        sum += part.end.saturating_sub(part.start.max(end));
        end = end.max(part.end);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::passages::Length;
    use super::*;
    use crate::generate::EditKind;

    /// What must be found of passages of 150 characters and more in a corpus so small that one passage is a hundredth of its kind.
    const LEAST: [(EditKind, f64); 12] = [
        (EditKind::Verbatim, 0.99),
        (EditKind::Repunctuated, 0.99),
        (EditKind::Upper, 0.95),
        (EditKind::Markup, 0.95),
        (EditKind::Light, 0.98),
        (EditKind::Heavy, 0.9),
        (EditKind::OcrLow, 0.9),
        (EditKind::ZeroWidth, 0.95),
        (EditKind::SoftHyphen, 0.95),
        (EditKind::Tags, 0.95),
        (EditKind::Marks, 0.95),
        (EditKind::Lookalikes, 0.95),
    ];

    #[test]
    fn a_small_generated_corpus_is_found_kind_by_kind() -> Result<()> {
        let dir = tempfile::tempdir()?;
        let options = Options { articles: 800, seed: 3, wires: vec![150], growth: false };
        let scores = score(&measured(dir.path(), &options, &Config::default())?)?;
        for (kind, least) in LEAST {
            let found = scores.passages.found.get(&(Some(kind), Length::From150)).copied().unwrap_or_default();
            assert!(found.all >= 10 && found.rate() >= least, "{kind:?}: {found}\n{}", scores.passages);
        }
        assert!(scores.precision.matches.rate() >= 0.99, "{}", scores.precision);
        assert!(scores.passages.boundaries.rate() >= 0.94, "{}", scores.passages.boundaries);
        assert!(scores.together.passages.rate() >= 0.97, "{}", scores.together);
        assert!(scores.together.wires.iter().all(|wire| wire.right == wire.all), "{}", scores.together);
        Ok(())
    }
}
