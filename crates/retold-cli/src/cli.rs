//! Every flag, once: help, completions and the man page come from here.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Shows, with evidence anyone can check, how a story was copied, quoted and retold.
///
/// Give it a pile of articles (text, HTML, JSONL, CSV; each also .gz or .zst). Nothing leaves this machine.
/// Exit codes: 0 done, 1 nothing could be done, 2 done but some inputs were skipped (each is named with its reason).
#[derive(Debug, Parser)]
#[command(name = "retold", version, propagate_version = true, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
}

/// Options of every command.
#[derive(Debug, Args)]
pub struct Global {
    /// Threads to use; results are the same for any number
    #[arg(long, global = true, value_name = "N")]
    pub threads: Option<usize>,
    /// Settings to use instead of the defaults (TOML; unknown keys are errors)
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Find damaged copies as well: misread scans, every sixth word exchanged (slower)
    #[arg(long, global = true)]
    pub noisy: bool,
    /// Say nothing but errors and results
    #[arg(short, long, global = true)]
    pub quiet: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Analyse the bundled sample collection and open its report
    Demo(DemoArgs),
    /// One shot: read, analyse, write one self-contained page
    Report(ReportArgs),
    /// Read and analyse articles into a collection, which is made if it is not there
    Add(AddArgs),
    /// Where has this passage appeared? Edited copies included
    Find(FindArgs),
    /// Which articles have these claims, in whose voice, and with whose answer?
    Claims(ClaimsArgs),
    /// Two texts side by side
    Compare(CompareArgs),
    /// Show a collection in the browser, as a server for this machine only
    Serve(ServeArgs),
    /// Write a memo of chosen findings: excerpts, what could not be checked, questions to the outlets
    Case(CaseArgs),
    /// Write the tables of a collection
    Export(ExportArgs),
    /// Tables and graphs of who carries whose text, for a study
    #[command(subcommand)]
    Study(StudyCommand),
    /// Write findings and short excerpts with names masked, for passing on
    Publish(PublishArgs),
    /// Check that an evidence package is what was packed
    Verify(VerifyArgs),
    /// How much of each article and outlet is agency copy or released text
    Dependence(DependenceArgs),
    /// What was read, skipped, capped and why; why nothing was found
    Explain(ExplainArgs),
    /// Print shell completions
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Print the man page
    Man,
}

/// What to read.
#[derive(Debug, Args)]
pub struct InputArgs {
    /// Files, folders, glob patterns, or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<String>,
    /// What part these articles play: article, wire, release, transcript, statement
    #[arg(long, value_name = "ROLE")]
    pub role: Option<String>,
    /// Table of outlets: spellings, domains, agencies, agreements
    #[arg(long, value_name = "CSV")]
    pub outlets: Option<PathBuf>,
    /// Columns or keys that hold a field: text=body,published=pub_date
    #[arg(long, value_name = "FIELD=COLUMN", value_delimiter = ',')]
    pub map: Vec<String>,
}

/// Which matches to keep. An article without the date, outlet or language that a filter asks for does not pass it.
#[derive(Debug, Args, Clone, Default)]
#[command(next_help_heading = "Filters")]
pub struct FilterArgs {
    /// Only articles dated at most so many days apart: days=30
    #[arg(long, value_name = "days=N", value_parser = days)]
    pub within: Option<u32>,
    /// Only articles of different outlets, or of different languages
    #[arg(long, value_enum, value_name = "WHAT")]
    pub across: Option<AcrossWhat>,
    /// Only articles of these languages: en,de
    #[arg(long, value_name = "LANG", value_delimiter = ',')]
    pub only_lang: Vec<String>,
    /// Without the articles of this outlet; may be given several times
    #[arg(long, value_name = "OUTLET")]
    pub without_outlet: Vec<String>,
    /// Only matches of so many equal words and more
    #[arg(long, value_name = "N")]
    pub min_words: Option<u32>,
    /// Only matches with this share of equal words and more, 0 to 1
    #[arg(long, value_name = "SHARE", value_parser = share)]
    pub min_identity: Option<f64>,
}

/// What the two articles of a match must differ in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AcrossWhat {
    /// Two known outlets
    Outlets,
    /// Two known languages
    Languages,
}

fn days(given: &str) -> Result<u32, String> {
    given.trim_start_matches("days=").parse().map_err(|_| format!("'{given}' is no number of days: write days=30"))
}

fn share(given: &str) -> Result<f64, String> {
    let share = given.parse().ok().filter(|s| (0.0..=1.0).contains(s));
    share.ok_or_else(|| format!("'{given}' is no share: write a number from 0 to 1"))
}

/// `retold dependence`
#[derive(Debug, Args)]
pub struct DependenceArgs {
    /// The collection
    pub collection: PathBuf,
    /// A table for people, or one row for each article
    #[arg(long, value_enum, default_value_t = DependenceFormat::Table)]
    pub format: DependenceFormat,
}

/// Shapes of what `retold dependence` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DependenceFormat {
    /// Sums by outlet, and the articles with the largest shares
    Table,
    /// One JSON object for each article, with every passage
    Jsonl,
    /// One row for each article, without passages
    Csv,
}

/// `retold demo`
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Where to write the report [default: a file in the temporary folder]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Also write the sample articles and their truth to this folder
    #[arg(long, value_name = "DIR")]
    pub unpack: Option<PathBuf>,
    /// Do not open the report
    #[arg(long)]
    pub no_open: bool,
}

/// `retold report`
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// What to read: inputs, or one collection
    #[command(flatten)]
    pub input: InputArgs,
    /// Where to write the page; a name that ends in / is a folder, with a page for everything: for collections too large for one file
    #[arg(short, long, value_name = "FILE", default_value = "retold.html")]
    pub output: PathBuf,
    /// What the page calls the collection [default: the name of the first input]
    #[arg(long)]
    pub title: Option<String>,
    /// Show matched passages and 40 words around them instead of whole paragraphs
    #[arg(long)]
    pub excerpts: bool,
    /// What to keep of what is found
    #[command(flatten)]
    pub filter: FilterArgs,
}

/// `retold add`
#[derive(Debug, Args)]
pub struct AddArgs {
    /// The collection: a folder, usually NAME.retold
    pub collection: PathBuf,
    /// What to read
    #[command(flatten)]
    pub input: InputArgs,
    /// Memory to stay near while joining: 512M, 2G
    #[arg(long, value_name = "SIZE", default_value = "1G")]
    pub memory: Memory,
    /// What to keep of what is found; the collection's matches stay, and an add without filters brings them back
    #[command(flatten)]
    pub filter: FilterArgs,
}

/// `retold find`
#[derive(Debug, Args)]
pub struct FindArgs {
    /// The collection
    pub collection: PathBuf,
    /// The passage to look for
    #[arg(required_unless_present = "file")]
    pub text: Option<String>,
    /// Read the passage from a file, or - for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "text")]
    pub file: Option<String>,
    /// Places to show
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
    /// Print one JSON object a line
    #[arg(long)]
    pub json: bool,
}

/// `retold claims`
#[derive(Debug, Args)]
pub struct ClaimsArgs {
    /// The collection
    pub collection: PathBuf,
    /// The claims: a file with one a line, or CSV with a column `claim` (and `id`, `accuser`), or - for standard input
    pub claims: String,
    /// Lines for people, or one row for each article and claim
    #[arg(long, value_enum, default_value_t = ClaimsFormat::Table)]
    pub format: ClaimsFormat,
}

/// Shapes of what `retold claims` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ClaimsFormat {
    /// Each claim with the places where it stands
    Table,
    /// One JSON object for each place, with every span
    Jsonl,
    /// One row for each place
    Csv,
}

/// `retold compare`
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// The first text
    pub left: String,
    /// The second text
    pub right: String,
    /// Print one JSON object a line
    #[arg(long)]
    pub json: bool,
}

/// `retold serve`
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// The collection
    pub collection: PathBuf,
    /// Port to listen on [default: one that is free]
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    pub port: u16,
    /// What the pages call the collection [default: the name of its folder]
    #[arg(long)]
    pub title: Option<String>,
    /// Address to listen on instead of loopback; others can then reach the collection
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<std::net::IpAddr>,
    /// Other machines may reach the address, and nothing is encrypted
    #[arg(long, requires = "listen")]
    pub i_know: bool,
    /// End when nobody has asked for anything for so many minutes
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub idle_minutes: Option<u64>,
}

/// `retold case`
#[derive(Debug, Args)]
pub struct CaseArgs {
    /// The collection
    pub collection: PathBuf,
    /// Ids of findings, as in their addresses and in the table "findings" [default: those ticked in retold serve, with their notes]
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub findings: Vec<String>,
    /// What the memo calls the collection [default: the name of its folder]
    #[arg(long)]
    pub title: Option<String>,
    /// Where to write it: a name that ends in .html is a page, any other Markdown
    #[arg(short, long, value_name = "FILE", default_value = "case.md")]
    pub output: PathBuf,
}

/// `retold export`
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// The collection
    pub collection: PathBuf,
    /// Shape of the tables
    #[arg(long, value_enum, default_value_t = ExportFormat::Jsonl)]
    pub format: ExportFormat,
    /// Folder to write to
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
    /// CSV without the ' that keeps spreadsheets from running cells as formulas
    #[arg(long)]
    pub csv_raw: bool,
    /// Title of a package
    #[arg(long, value_name = "TEXT", help_heading = "Packages")]
    pub title: Option<String>,
    /// Under which terms the tables of a package may be used
    #[arg(long, value_name = "TEXT", help_heading = "Packages")]
    pub license: Option<String>,
    /// The day a package is published; without it the last day the collection knows
    #[arg(long, value_name = "YYYY-MM-DD", help_heading = "Packages")]
    pub date: Option<String>,
    /// Which matches and pairs to write; families and findings are those of the last add
    #[command(flatten)]
    pub filter: FilterArgs,
}

/// `retold study`
#[derive(Debug, Subcommand)]
pub enum StudyCommand {
    /// Who shares text with whom, who is earlier in this collection, and what is credited
    Echo(EchoStudyArgs),
}

/// `retold study echo`
#[derive(Debug, Args)]
pub struct EchoStudyArgs {
    /// The collection
    pub collection: PathBuf,
    /// Folder to write to
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
    /// What articles are grouped by
    #[arg(long, value_enum, default_value_t = GroupWhat::Outlet)]
    pub group_by: GroupWhat,
    /// Your own labels: CSV with the columns `group` and `label`
    #[arg(long, value_name = "FILE")]
    pub labels: Option<PathBuf>,
    /// Also write author lines as printed, beside their articles
    #[arg(long)]
    pub bylines: bool,
}

/// What a study groups articles by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GroupWhat {
    /// The outlet
    Outlet,
    /// The registered domain of the address
    Domain,
    /// The outlet's country in outlets.csv
    Country,
    /// The language of the text
    Language,
}

/// `retold publish`
#[derive(Debug, Args)]
pub struct PublishArgs {
    /// The collection
    pub collection: PathBuf,
    /// Folder to write to
    #[arg(short, long, value_name = "DIR", required_unless_present = "list_names")]
    pub output: Option<PathBuf>,
    /// Print everything that would be masked as a name, one a line: shorten it to what may be shown and give it with --confirmed
    #[arg(long, conflicts_with_all = ["output", "confirmed", "redact"])]
    pub list_names: bool,
    /// Names that may be shown (public offices, places, bodies), one a line; without it every name is masked
    #[arg(long, value_name = "FILE")]
    pub confirmed: Option<PathBuf>,
    /// Words that are masked wherever they stand, one or several a line
    #[arg(long, value_name = "FILE")]
    pub redact: Option<PathBuf>,
}

/// `retold verify`
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// Folder of the package
    pub package: PathBuf,
}

/// Shapes of exported tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// One JSON object a line
    Jsonl,
    /// Comma-separated, safe to open in a spreadsheet
    Csv,
    /// Columnar, for pandas, DuckDB, Spark
    Parquet,
    /// align.json and out.json as passim writes them, with offsets in code points
    Passim,
    /// Tables, sources and report with checksums, to pass on as evidence: RO-Crate in a BagIt folder
    Package,
    /// Findings and matches as W3C Web Annotations, annotations.jsonld
    Webanno,
    /// Graphs of articles and outlets for networkx, igraph, Gephi
    Graphml,
    /// The same for Gephi, with days
    Gexf,
    /// The edges of these graphs in one table, edges.csv
    Edges,
}

/// `retold explain`
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The collection
    pub collection: PathBuf,
}

/// An amount of memory in bytes, written like `512M` or `2G`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Memory(pub u64);

impl std::str::FromStr for Memory {
    type Err = String;

    fn from_str(given: &str) -> Result<Self, String> {
        let digits = given.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let unit = match given[digits.len()..].to_ascii_uppercase().as_str() {
            "" | "B" => 1,
            "K" | "KB" | "KIB" => 1 << 10,
            "M" | "MB" | "MIB" => 1 << 20,
            "G" | "GB" | "GIB" => 1 << 30,
            other => return Err(format!("'{other}' is no unit of memory: write 512M or 2G")),
        };
        let amount: u64 = digits.parse().map_err(|_| format!("'{given}' is no amount of memory: write 512M or 2G"))?;
        let bytes = amount.checked_mul(unit).filter(|&b| b >= 64 << 20);
        bytes.map(Memory).ok_or_else(|| "at least 64M of memory are needed".to_owned())
    }
}
