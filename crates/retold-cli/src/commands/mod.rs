//! One file a command.

mod add;
mod case;
mod claims;
mod compare;
mod demo;
mod dependence;
mod explain;
mod export;
mod find;
mod gather;
mod publish;
pub(crate) mod report;
mod serve;
mod study;
mod verify;

use anyhow::{Context, Result, bail};
use clap::CommandFactory;
use retold::Config;
use retold::config::Across;

use crate::cli::{AcrossWhat, Cli, Command, FilterArgs, Global, StudyCommand};
use crate::terminal::{clean, note, say};

/// How a command that could do its work ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Everything was done.
    Done,
    /// Done, but some inputs were skipped; each was named.
    SomeSkipped,
}

/// Does what was asked.
///
/// # Errors
/// Where nothing could be done.
pub fn run(cli: Cli) -> Result<Outcome> {
    let settings = Settings::new(&cli.global)?;
    match cli.command {
        Command::Demo(args) => demo::run(&args, &settings),
        Command::Report(args) => report::run(&args, &settings),
        Command::Add(args) => add::run(&args, &settings),
        Command::Find(args) => find::run(&args, &settings),
        Command::Claims(args) => claims::run(&args, &settings),
        Command::Serve(args) => serve::run(&args, &settings),
        Command::Case(args) => case::run(&args, &settings),
        Command::Export(args) => export::run(&args, &settings),
        Command::Study(StudyCommand::Echo(args)) => study::echo(&args, &settings),
        Command::Publish(args) => publish::run(&args, &settings),
        Command::Verify(args) => verify::run(&args, &settings),
        Command::Dependence(args) => dependence::run(&args, &settings),
        Command::Explain(args) => explain::run(&args, &settings),
        Command::Compare(args) => compare::run(&args, &settings),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "retold", &mut script);
            say(String::from_utf8_lossy(&script).trim_end());
            Ok(Outcome::Done)
        }
        Command::Man => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Cli::command()).render(&mut page).context("the man page could not be written")?;
            say(String::from_utf8_lossy(&page).trim_end());
            Ok(Outcome::Done)
        }
    }
}

/// What every command is told.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) config: Config,
    pub(crate) quiet: bool,
}

impl Settings {
    fn new(global: &Global) -> Result<Self> {
        if let Some(threads) = global.threads {
            // a second call in one process, as tests make, keeps the first pool
            let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
        }
        let mut config = match &global.config {
            None => Config::default(),
            Some(path) => {
                let text = std::fs::read_to_string(path).with_context(|| format!("cannot read the settings {}", path.display()))?;
                toml::from_str(&text).with_context(|| format!("{} has settings that Retold does not know", path.display()))?
            }
        };
        config.echo.noisy |= global.noisy;
        Ok(Settings { config, quiet: global.quiet })
    }

    /// The configuration a collection was made with: what its index can answer for.
    pub(crate) fn of_collection(&self, collection: &retold_io::Collection) -> Result<Config> {
        let Some(made) = collection.configuration()? else { return Ok(self.config.clone()) };
        let made: Config = serde_json::from_value(made).context("the collection was made with settings that this version does not know")?;
        if self.config.echo.noisy && !made.echo.noisy {
            bail!("this collection was made without --noisy: make it anew with add --noisy to find damaged copies");
        }
        Ok(made)
    }

    /// The same settings with these filters instead of the file's, one by one.
    pub(crate) fn filtered(&self, args: &FilterArgs) -> Settings {
        let mut config = self.config.clone();
        let filter = &mut config.filter;
        filter.within_days = args.within.or(filter.within_days);
        filter.across = match args.across {
            None => filter.across,
            Some(AcrossWhat::Outlets) => Across::Outlets,
            Some(AcrossWhat::Languages) => Across::Languages,
        };
        for (set, given) in [(&mut filter.languages, &args.only_lang), (&mut filter.without_outlets, &args.without_outlet)] {
            if !given.is_empty() {
                set.clone_from(given);
            }
        }
        filter.min_words = args.min_words.unwrap_or(filter.min_words);
        filter.min_identity = args.min_identity.unwrap_or(filter.min_identity);
        Settings { config, quiet: self.quiet }
    }

    /// A line for people; nothing where `--quiet` was given.
    pub(crate) fn tell(&self, line: &str) {
        if !self.quiet {
            say(line);
        }
    }
}

/// Prints an error with its causes.
pub fn tell_error(error: &anyhow::Error) {
    // names of files and words of settings may stand in it
    for line in format!("retold: {error:#}").lines() {
        note(&clean(line));
    }
}

/// How many pairs share text, and how many more share nothing but furniture, stock phrases and lines of credit.
fn pairs_found(told: u64, aside: u64) -> String {
    let pairs = if told == 1 { "pair" } else { "pairs" };
    match aside {
        0 => format!("{told} {pairs} with shared text"),
        n => format!("{told} {pairs} with shared text ({n} more share only lines that are set aside)"),
    }
}
