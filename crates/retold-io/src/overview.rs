//! The numbers of a whole collection: what its first page says, and the counts beside the names of the others.
//!
//! Made by each add from what it has in RAM and kept in the database, since counting anew would read every row.

use std::collections::{BTreeMap, BTreeSet};

use retold::record::{Article, ConflictClass, CreditClass, Direction, EntitySort, FindingKind, Layer, Slot, stable_id};
use retold::{Analysis, Card};
use rusqlite::{Connection, Result};
use serde::{Deserialize, Serialize};

use crate::collection::{Collection, Doing, Error, TOLD};
use crate::manifest;
use crate::sums::Summed;
use crate::thresholds::{Threshold, Thresholds};

/// Input files named; the rest is counted.
const INPUTS: usize = 500;

/// Numbers of a whole collection. Names in lists are those of the public record.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Overview {
    /// Articles.
    pub articles: u64,
    /// Different outlets among them.
    pub outlets: u64,
    /// Articles whose outlet is not known.
    pub without_outlet: u64,
    /// Hash of all texts: with the configuration it names a run.
    pub texts: String,
    /// First and last second of the days that the dated ones cover, since 1970, UTC.
    pub dates: Option<(i64, i64)>,
    /// Articles without a date.
    pub undated: u64,
    /// Articles of which page or metadata are missing.
    pub incomplete: u64,
    /// Articles whose text is exactly that of another one.
    pub same_text: u64,
    /// Articles with characters that readers do not see.
    pub hidden: u64,
    /// Articles that share no text with another one, or only lines that are set aside.
    pub alone: u64,
    /// Articles of each language, the unknown under the empty name; the most first.
    pub languages: Vec<(String, u64)>,
    /// Articles of each format of input, the most first.
    pub formats: Vec<(String, u64)>,
    /// Articles of the first input files, by name.
    pub inputs: Vec<(String, u64)>,
    /// Input files.
    pub input_files: u64,
    /// Pairs of articles that share text in which something is told.
    pub pairs: u64,
    /// Further pairs, which share only lines that are set aside: furniture of a site, stock phrases, lines of credit. No other number counts them.
    pub aside: u64,
    /// Of them, those with an order.
    pub ordered: u64,
    /// Of these, those whose later text does not say where its text stands too.
    pub uncredited: u64,
    /// Pairs of each class of credit.
    pub credits: Vec<(String, u64)>,
    /// Families of shared text.
    pub families: u64,
    /// Of them, those of quotations.
    pub quotations: u64,
    /// Findings.
    pub findings: u64,
    /// Findings that readers rejected and that no number here counts.
    pub rejected: u64,
    /// What is left at thresholds of likeness.
    pub thresholds: Vec<Threshold>,
    /// Outlets by the country that `outlets.csv` says; empty where no pair of outlets was summed by it.
    pub countries: Grouping,
    /// Outlets by language.
    pub tongues: Grouping,
    /// Findings of each kind.
    pub kinds: Vec<(String, u64)>,
    /// Stories, and those of several articles.
    pub stories: (u64, u64),
    /// Quotations in several places.
    pub quotes: u64,
    /// Accounts of one event in different words.
    pub accounts: u64,
    /// Of them, those that differ in each slot.
    pub differing: Vec<(String, u64)>,
    /// Numbers read in the texts.
    pub figures: u64,
    /// Pairs of figures of each class.
    pub conflicts: Vec<(String, u64)>,
    /// Places where an article attributes words to somebody.
    pub attributions: u64,
    /// Places where an article says what it rests on.
    pub sourcing: u64,
    /// Words that name an outlet as source.
    pub phrases: u64,
    /// Pairs of outlets that share text.
    pub links: u64,
    /// Pairs of articles, and families, that the pairs of outlets leave out.
    pub apart: [u64; 3],
    /// Groups that two outlets and more give labels to.
    pub named: u64,
    /// Labels that were read, names of things aside.
    pub labels: u64,
}

/// Outlets by something that `outlets.csv` says of them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Grouping {
    /// By name.
    pub groups: Vec<Group>,
    /// Groups whose articles share text, the earlier group's name first. A group is in a link with itself where its outlets share text.
    pub links: Vec<GroupLink>,
}

/// The outlets of one country or language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Group {
    /// As `outlets.csv` has it.
    pub name: String,
    /// Outlets with articles.
    pub outlets: u64,
    /// Their articles.
    pub articles: u64,
}

/// What outlets of one group carry that is earlier in another. Counts of pairs of articles.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct GroupLink {
    /// Where the text is earlier in this collection.
    pub earlier: String,
    /// Who carries it later.
    pub later: String,
    /// Pairs with this order, clear or likely.
    pub pairs: u64,
    /// Of them, those whose later text names the earlier outlet.
    pub credited: u64,
    /// That says in another way where its text stands.
    pub otherwise: u64,
    /// That was searched for a credit, and none was found.
    pub none_found: u64,
    /// Pairs between the two groups without an order.
    pub open: u64,
    /// Id and names of pairs of outlets behind it, those that share the most first.
    pub outlets: Vec<(String, String, String)>,
}

/// What is counted of an article.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    input: &'a str,
    outlet: Option<&'a str>,
    lang: Option<&'a str>,
    dates: Option<(i64, i64)>,
    complete: bool,
    text_sha256: &'a str,
    hidden: bool,
}

impl<'a> From<&'a Card> for Facts<'a> {
    fn from(card: &'a Card) -> Self {
        Facts {
            input: &card.input,
            outlet: card.outlet.as_deref(),
            lang: card.lang.as_deref(),
            dates: card.published.as_ref().map(|d| (d.from, d.to)),
            complete: card.complete,
            text_sha256: &card.text_sha256,
            hidden: card.disguise.hidden_characters > 0,
        }
    }
}

impl<'a> Facts<'a> {
    /// Of an article in RAM; whether it has hidden characters is known to the caller.
    pub fn of(article: &'a Article, hidden: bool) -> Self {
        Facts {
            input: &article.input,
            outlet: article.outlet.as_deref(),
            lang: article.lang.as_deref(),
            dates: article.published.as_ref().map(|d| (d.from, d.to)),
            complete: article.complete,
            text_sha256: &article.text_sha256,
            hidden,
        }
    }
}

impl Overview {
    /// Counts the articles, given in the order of ranks, and what was found in them.
    pub fn of<'a>(articles: impl Iterator<Item = Facts<'a>>, analysis: &Analysis) -> Self {
        let mut all = Overview::default();
        all.count_articles(articles);
        all.count_pairs(analysis);
        all.count_findings(analysis);
        all
    }

    /// Counts what is left at thresholds, from an analysis in RAM.
    pub fn count_thresholds<'a>(&mut self, outlets: impl Iterator<Item = Option<&'a str>>, analysis: &Analysis) {
        let mut all = Thresholds::new(outlets, &analysis.families);
        let told = analysis.pairs.iter().filter(|p| p.is_told());
        told.for_each(|p| all.pair(p.left, p.right, p.left_share.max(p.right_share)));
        self.thresholds = all.finish();
    }

    fn count_articles<'a>(&mut self, articles: impl Iterator<Item = Facts<'a>>) {
        let (mut outlets, mut texts) = (BTreeSet::new(), BTreeMap::<&str, u64>::new());
        let (mut languages, mut inputs) = (BTreeMap::<&str, u64>::new(), BTreeMap::<&str, u64>::new());
        for a in articles {
            self.articles += 1;
            let outlet = a.outlet.filter(|o| !o.trim().is_empty());
            self.without_outlet += u64::from(outlet.is_none());
            outlets.extend(outlet);
            *languages.entry(a.lang.unwrap_or("")).or_default() += 1;
            *inputs.entry(a.input).or_default() += 1;
            if !a.text_sha256.is_empty() {
                *texts.entry(a.text_sha256).or_default() += 1;
            }
            match a.dates {
                None => self.undated += 1,
                Some((from, to)) => {
                    let so_far = self.dates.unwrap_or((from, to));
                    self.dates = Some((so_far.0.min(from), so_far.1.max(to)));
                }
            }
            self.incomplete += u64::from(!a.complete);
            self.hidden += u64::from(a.hidden);
        }
        let mut formats = BTreeMap::<String, u64>::new();
        inputs.iter().for_each(|(input, n)| *formats.entry(format_of(input)).or_default() += n);
        self.outlets = outlets.len() as u64;
        self.texts = stable_id("", &texts.iter().flat_map(|(text, n)| std::iter::repeat_n(*text, *n as usize)).collect::<Vec<_>>());
        self.same_text = texts.into_values().filter(|&n| n > 1).sum();
        self.languages = most_first(languages);
        self.formats = most_first(formats);
        self.input_files = inputs.len() as u64;
        self.inputs = inputs.into_iter().take(INPUTS).map(|(input, n)| (input.to_owned(), n)).collect();
    }

    fn count_pairs(&mut self, analysis: &Analysis) {
        let mut sharing = BTreeSet::new();
        let mut credits = BTreeMap::<CreditClass, u64>::new();
        for pair in analysis.pairs.iter().filter(|p| p.is_told()) {
            self.pairs += 1;
            sharing.extend([pair.left, pair.right]);
            let credit = pair.credit().class;
            *credits.entry(credit).or_default() += 1;
            let ordered = pair.earlier.is_some() && pair.direction != Direction::CannotTell;
            self.ordered += u64::from(ordered);
            self.uncredited += u64::from(ordered && credit == CreditClass::NoneFound);
        }
        self.aside = analysis.pairs.len() as u64 - self.pairs;
        self.alone = self.articles.saturating_sub(sharing.len() as u64);
        self.credits = credits.into_iter().map(|(class, n)| (class.as_str().to_owned(), n)).collect();
        self.families = analysis.families.len() as u64;
        self.quotations = analysis.families.iter().filter(|f| f.layer == Layer::Quotation).count() as u64;
    }

    fn count_findings(&mut self, analysis: &Analysis) {
        let (mut kinds, mut conflicts) = (BTreeMap::<FindingKind, u64>::new(), BTreeMap::<ConflictClass, u64>::new());
        analysis.findings.iter().for_each(|f| *kinds.entry(f.kind).or_default() += 1);
        analysis.conflicts.iter().for_each(|c| *conflicts.entry(c.class).or_default() += 1);
        self.findings = analysis.findings.len() as u64;
        self.kinds = kinds.into_iter().map(|(kind, n)| (kind.as_str().to_owned(), n)).collect();
        self.conflicts = conflicts.into_iter().map(|(class, n)| (class.as_str().to_owned(), n)).collect();
        self.stories = (analysis.stories.len() as u64, analysis.stories.iter().filter(|s| s.articles.len() > 1).count() as u64);
        self.quotes = analysis.quotes.len() as u64;
        let mut differing = BTreeMap::<Slot, u64>::new();
        analysis.accounts.iter().flat_map(|a| &a.differs).for_each(|slot| *differing.entry(*slot).or_default() += 1);
        self.accounts = analysis.accounts.len() as u64;
        self.differing = differing.into_iter().map(|(slot, n)| (slot.as_str().to_owned(), n)).collect();
        self.figures = analysis.figures.len() as u64;
        self.attributions = analysis.voices.iter().map(|v| v.attributions.len() as u64).sum();
        let labels = analysis.wordings.iter().flat_map(|w| &w.labels);
        self.labels = labels.filter(|l| l.sort != EntitySort::Thing).count() as u64;
        self.sourcing = analysis.voices.iter().map(|v| v.sourcing.len() as u64).sum();
    }

    /// Counts what an add stores piece by piece and does not hold at once.
    pub(crate) fn count_tables(&mut self, db: &Connection) -> Result<()> {
        let count = |sql: &str| db.query_row(sql, [], |r| r.get::<_, i64>(0)).map(|n| n as u64);
        let told = format!("FROM pair_rows WHERE {TOLD}");
        let ordered = format!("{told} AND earlier IS NOT NULL AND direction <> 'cannot-tell'");
        self.pairs = count(&format!("SELECT count(*) {told}"))?;
        self.aside = count("SELECT count(*) FROM pair_rows")? - self.pairs;
        self.ordered = count(&format!("SELECT count(*) {ordered}"))?;
        self.uncredited = count(&format!("SELECT count(*) {ordered} AND credit = 'none-found'"))?;
        let sharing = count(&format!(r#"SELECT count(*) FROM (SELECT "left" {told} UNION SELECT "right" {told})"#))?;
        self.alone = self.articles.saturating_sub(sharing);
        let mut credits = db.prepare(&format!("SELECT credit, count(*) {told} GROUP BY credit ORDER BY credit"))?;
        self.credits = credits.query_map([], |r| Ok((r.get(0)?, r.get::<_, i64>(1)? as u64)))?.collect::<Result<_>>()?;
        self.figures = count("SELECT count(*) FROM figure_rows")?;
        self.attributions = count("SELECT count(*) FROM attribution_rows")?;
        self.sourcing = count("SELECT count(*) FROM sourcing_rows")?;
        self.labels = count("SELECT count(*) FROM label_rows WHERE sort <> 'thing'")?;
        Ok(())
    }

    /// Leaves a finding of this kind out.
    pub(crate) fn reject(&mut self, kind: &str) {
        self.rejected += 1;
        self.findings = self.findings.saturating_sub(1);
        self.kinds.iter_mut().filter(|(k, _)| k == kind).for_each(|(_, n)| *n = n.saturating_sub(1));
    }

    /// Takes the counts of what was summed.
    pub fn count_sums(&mut self, summed: &Summed) {
        (self.links, self.phrases, self.named) = (summed.links, summed.phrases, summed.named);
        self.apart = [summed.apart.inside, summed.apart.unknown, summed.apart.large_families];
    }

    /// Findings of a kind.
    pub fn of_kind(&self, kind: FindingKind) -> u64 {
        counted(&self.kinds, kind.as_str())
    }

    /// Accounts that differ in a slot.
    pub fn differing_in(&self, slot: Slot) -> u64 {
        counted(&self.differing, slot.as_str())
    }

    /// Pairs of figures that stand to each other in a way.
    pub fn of_conflict(&self, class: ConflictClass) -> u64 {
        counted(&self.conflicts, class.as_str())
    }

    /// Pairs with a class of credit.
    pub fn of_credit(&self, class: CreditClass) -> u64 {
        counted(&self.credits, class.as_str())
    }
}

fn counted(list: &[(String, u64)], name: &str) -> u64 {
    list.iter().find(|(n, _)| n == name).map_or(0, |(_, n)| *n)
}

fn most_first<K: Into<String>>(counts: BTreeMap<K, u64>) -> Vec<(String, u64)> {
    let mut list: Vec<_> = counts.into_iter().map(|(name, n)| (name.into(), n)).collect();
    list.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    list
}

/// The format that the ending of an input's name says.
pub fn format_of(input: &str) -> String {
    let bare = input.trim_end_matches(".gz").trim_end_matches(".zst");
    match bare.rsplit_once('.') {
        Some((_, "htm")) => "html".to_owned(),
        Some((_, extension)) => extension.to_lowercase(),
        None => "text".to_owned(),
    }
}

pub(crate) fn store(db: &Connection, overview: &Overview) -> Result<()> {
    manifest::put(db, "overview", &serde_json::to_string(overview).unwrap_or_default())
}

impl Collection {
    /// The numbers of the last add; all zero before it.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn overview(&self) -> std::result::Result<Overview, Error> {
        let text = manifest::get(&self.db(), "overview").doing(self.db_path(), "cannot read the overview")?;
        Ok(text.and_then(|t| serde_json::from_str(&t).ok()).unwrap_or_default())
    }
}
