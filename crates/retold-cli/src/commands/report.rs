//! `retold report`: read, analyse, write one self-contained page.

use std::path::Path;

use anyhow::{Context, Result, bail};
use retold::record::{Article, stable_id};
use retold::{Analysis, Corpus, analyse_in_ram};
use retold_io::collection::DECISIONS;
use retold_io::manifest::configuration_hash;
use retold_io::overview::{Facts, format_of};
use retold_io::{Collection, Overview, SkippedRow, mark_sites};

use super::gather::{Gathered, gather, nothing_found, tell_skipped};
use super::{Outcome, Settings, pairs_found};
use crate::cli::ReportArgs;
use crate::folder;
use crate::progress::Bar;
use crate::report::{InputFact, ReportInput, ReportOptions, RunFacts, SkippedLine, render};
use crate::serve::site::Site;
use crate::terminal::clean;

pub(crate) fn run(args: &ReportArgs, settings: &Settings) -> Result<Outcome> {
    let filtered = settings.filtered(&args.filter);
    let bar = Bar::new(settings.quiet);
    let title = args.title.clone().unwrap_or_else(|| title_of(&args.input.inputs[0]));
    let options = ReportOptions { excerpts: args.excerpts, ..ReportOptions::default() };
    if let [only] = args.input.inputs.as_slice()
        && Path::new(only).join("retold.db").is_file()
    {
        if filtered.config.filter != settings.config.filter {
            bail!("filters act while a collection is analysed: give them to retold add, then report");
        }
        if is_folder(&args.output) {
            return write_folder(Path::new(only), &title, args, settings);
        }
        Analysed::of_collection(Path::new(only))?.write(&title, options, &args.output, settings)?;
        settings.tell(&format!("Report: {}", args.output.display()));
        return Ok(Outcome::Done);
    }
    if is_folder(&args.output) {
        bail!(
            "a folder is written from a collection: make one with `retold add NEWS.retold INPUT...`, then `retold report NEWS.retold -o FOLDER/`"
        );
    }
    let gathered = gather(&args.input, &bar)?;
    let outcome = tell_skipped(&gathered.skipped, settings);
    if gathered.articles.is_empty() {
        return Err(nothing_found(&args.input));
    }
    let analysed = Analysed::new(gathered, &filtered, &bar);
    analysed.write(&title, options, &args.output, &filtered)?;
    bar.finish();
    settings.tell(&format!("Report: {}", args.output.display()));
    Ok(outcome)
}

/// Whether a folder of pages is meant: its name ends as folders' names do, or it is one.
fn is_folder(output: &Path) -> bool {
    output.as_os_str().to_string_lossy().ends_with(['/', '\\']) || output.is_dir()
}

/// Writes a page for everything in a collection.
fn write_folder(collection: &Path, title: &str, args: &ReportArgs, settings: &Settings) -> Result<Outcome> {
    if args.excerpts {
        bail!("--excerpts is for one file: leave it away, or name a file");
    }
    let site = Site::open(collection, title.to_owned(), folder::LINKS)?;
    folder::write(&site, &args.output, |kind, pages| settings.tell(&format!("{kind}: {pages} pages")))?;
    settings.tell(&format!("Report: {}", args.output.join("index.html").display()));
    Ok(Outcome::Done)
}

/// A corpus in RAM with everything that was found in it.
pub(crate) struct Analysed {
    articles: Vec<Article>,
    words: Vec<u32>,
    analysis: Analysis,
    skipped: Vec<SkippedLine>,
    /// The configuration of a collection; else the one of this run.
    config: Option<serde_json::Value>,
    /// Findings of a collection that readers rejected, which are left out.
    rejected: u64,
}

impl Analysed {
    pub(crate) fn new(gathered: Gathered, settings: &Settings, bar: &Bar) -> Self {
        bar.stage("comparing");
        let Gathered { mut articles, skipped, outlets, .. } = gathered;
        articles.sort_by(|a, b| a.id.cmp(&b.id));
        mark_sites(&mut articles);
        let corpus = Corpus::new(articles.clone());
        let analysis = analyse_in_ram(&corpus, &outlets, &settings.config);
        for &(later, first) in &analysis.versions {
            articles[later.index()].version_of = Some(corpus.cards[first.index()].id.clone());
        }
        let words = corpus.cards.iter().map(|c| c.words).collect();
        Analysed {
            articles,
            words,
            analysis,
            skipped: skipped.into_iter().map(|s| SkippedRow::from(s).into()).collect(),
            config: None,
            rejected: 0,
        }
    }

    /// What a collection holds, as it was found at the last add.
    pub(crate) fn of_collection(path: &Path) -> Result<Self> {
        let collection = Collection::open(path)?;
        let roster = collection.roster()?;
        let articles = roster.numbers().iter().map(|&n| collection.article(n)).collect::<Result<_, _>>()?;
        let mut analysis = collection.analysis(&roster)?;
        // rows of findings are numbered in their order
        let rejected = collection.reviewed(DECISIONS[1])?;
        let mut number = 0..;
        analysis.findings.retain(|_| number.next().is_some_and(|n| rejected.binary_search(&n).is_err()));
        Ok(Analysed {
            articles,
            words: roster.cards().iter().map(|c| c.words).collect(),
            analysis,
            rejected: rejected.len() as u64,
            skipped: collection.skipped()?.into_iter().map(SkippedLine::from).collect(),
            config: collection.configuration()?,
        })
    }

    pub(crate) fn html(&self, title: &str, options: ReportOptions, settings: &Settings) -> Result<String> {
        let run = self.run_facts(settings);
        let input = ReportInput {
            title,
            articles: &self.articles,
            words: &self.words,
            analysis: &self.analysis,
            skipped: &self.skipped,
            run: &run,
            options,
        };
        render(&input).context("the report could not be rendered")
    }

    pub(crate) fn write(&self, title: &str, options: ReportOptions, output: &Path, settings: &Settings) -> Result<()> {
        let html = self.html(title, options, settings)?;
        std::fs::write(output, html)
            .with_context(|| format!("cannot write {}: is the folder there, and is it yours to write?", output.display()))?;
        self.tell(settings);
        Ok(())
    }

    /// Sentences for the terminal: how much was read, and the strongest findings.
    fn tell(&self, settings: &Settings) {
        const SHOWN: usize = 5;
        let families = self.analysis.families.len();
        let told = self.analysis.pairs.iter().filter(|p| p.is_told()).count();
        settings.tell(&format!(
            "{} articles, {}, {families} families of shared text, {} findings.",
            self.articles.len(),
            pairs_found(told as u64, (self.analysis.pairs.len() - told) as u64),
            self.analysis.findings.len()
        ));
        for finding in self.analysis.findings.iter().take(SHOWN) {
            settings.tell(&clean(&format!("  {}: {}", finding.confidence, finding.sentence)));
        }
    }

    fn run_facts(&self, settings: &Settings) -> RunFacts {
        let config = self.config.clone().unwrap_or_else(|| serde_json::to_value(&settings.config).unwrap_or_default());
        let overview = Overview::of(self.articles.iter().map(|a| Facts::of(a, false)), &self.analysis);
        RunFacts { rejected: self.rejected, ..RunFacts::of(&config, &overview) }
    }
}

impl RunFacts {
    /// What ran with this configuration on what this overview counts.
    pub(crate) fn of(config: &serde_json::Value, overview: &Overview) -> Self {
        let config_hash = configuration_hash(config);
        let input = |(input, articles): &(String, u64)| InputFact { input: input.clone(), format: format_of(input), articles: *articles };
        RunFacts {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            run_hash: stable_id("", &[&config_hash, &overview.texts]),
            config_hash,
            inputs: overview.inputs.iter().map(input).collect(),
            settings: flat(config),
            rejected: overview.rejected,
        }
    }
}

impl From<SkippedRow> for SkippedLine {
    fn from(row: SkippedRow) -> Self {
        SkippedLine { input: row.input, locator: row.locator, reason: row.reason, detail: row.detail }
    }
}

/// Names and values of nested settings, in order.
fn flat(config: &serde_json::Value) -> Vec<(String, String)> {
    let Some(parts) = config.as_object() else { return Vec::new() };
    let of_part = |(part, values): (&String, &serde_json::Value)| {
        let values = values.as_object().into_iter().flatten().map(|(name, value)| (format!("{part}.{name}"), value.to_string()));
        values.collect::<Vec<_>>()
    };
    parts.iter().flat_map(of_part).collect()
}

pub(crate) fn title_of(input: &str) -> String {
    let name = Path::new(input).file_stem().map(|s| s.to_string_lossy().into_owned());
    name.filter(|n| n != "-" && !n.is_empty()).unwrap_or_else(|| "articles".to_owned())
}
