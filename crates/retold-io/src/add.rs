//! Adding: inputs into a collection, in one step that happens wholly or not at all.
//!
//! Articles stream through in batches: folded and fingerprinted on all threads, stored in the order of reading. Then the fingerprints of the
//! whole collection are joined from disk, pairs that were not aligned before are aligned, and everything that depends on the whole collection
//! is derived anew. What comes out depends on the set of articles, not on the steps, the order or the threads.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use retold::echo::{Join, JoinCounts, NOISY_VERSION, Pages, Posting, fingerprint, time_ranks};
use retold::record::{Article, ArticleIx, Figure, Match, Pair, Sourcing, Voices, Wording};
use retold::text::Word;
use retold::{Config, CorpusView, Reading, Sink, label, voice};
use sha2::{Digest, Sha256};
use xxhash_rust::xxh3::xxh3_64;

use crate::collection::{Collection, Error, Put, Roster, Writer, hex};
use crate::manifest::Manifest;
use crate::read::{Progress, Read, ReadError, ReadOptions, ReadSummary, Skipped, read};
use crate::segment::{SegmentBuilder, merge_in};
use crate::skipped::SkippedRow;

/// How to add.
#[derive(Debug)]
pub struct AddOptions<'a> {
    /// What to read.
    pub read: ReadOptions,
    /// Thresholds.
    pub config: &'a Config,
    /// Bytes to stay near: half for fingerprints while they are sorted, a fifth for texts while they are compared.
    pub memory_bytes: usize,
    /// What goes into `run.json`.
    pub manifest: Manifest,
}

/// Told what is being done after reading.
pub trait Stages: Progress {
    /// A stage begins: `joining`, `aligning`, `deriving`, `storing`.
    fn stage(&self, _what: &'static str) {}
}

impl Stages for () {}

/// What an add did.
#[derive(Debug, Default)]
pub struct Added {
    /// Articles that are new.
    pub new: u64,
    /// Articles that were there already.
    pub unchanged: u64,
    /// New texts of known addresses.
    pub versions: u64,
    /// Inputs that were left out, each with its reason.
    pub skipped: Vec<Skipped>,
    /// What was read.
    pub summary: ReadSummary,
    /// What was found in the whole collection; `None` where nothing was new and nothing was done.
    pub found: Option<Totals>,
}

/// How much was found in a collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Pairs of articles that share text in which something is told.
    pub pairs: u64,
    /// Further pairs, which share only lines that are set aside.
    pub aside: u64,
    /// Families of shared text, page furniture aside.
    pub families: u64,
    /// Findings.
    pub findings: u64,
}

/// Why nothing was added.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// The inputs could not be read at all.
    #[error("{0}")]
    Read(String),
    /// Fingerprints made with other settings cannot be compared.
    #[error(
        "this collection was made with other [echo] settings, or for damaged copies by an older program: add with the same --config, or make a new collection"
    )]
    OtherSettings,
    /// The collection could not be read or written.
    #[error(transparent)]
    Collection(#[from] Error),
}

/// Memory that an analysis takes beside the texts it has at hand: for itself, and for what it knows of each article. Measured at 25,000, 100,000
/// and 400,000 articles.
const ITSELF: usize = 256 << 20;
const OF_AN_ARTICLE: usize = 2_500;
/// Part of the memory that texts may take in any case, as its divisor.
const TEXTS_PART: usize = 6;
/// Articles folded and stored at a time: enough work for all threads, a few megabytes of text.
const BATCH: usize = 256;
/// Parts of the join, each a range of fingerprints. Fixed, so that the number of threads changes nothing.
const PARTS: u64 = 64;
/// What tells the fingerprints of one collection from those of another.
fn fingerprints_of(config: &retold::config::EchoConfig) -> u64 {
    let mut settings = serde_json::to_vec(config).unwrap_or_default();
    if config.noisy {
        settings.extend(NOISY_VERSION.to_le_bytes());
    }
    xxh3_64(&settings)
}

/// Parts whose pairs are held before those found twice are told: enough for the threads of most machines.
const PARTS_AT_A_TIME: usize = 16;

/// Reads the inputs into the collection and analyses what is there now.
///
/// # Errors
/// Where the collection cannot be written; single bad inputs are skipped, named in the result, and stop nothing.
pub fn add(collection: &Collection, options: &AddOptions<'_>, progress: &dyn Stages) -> Result<Added, AddError> {
    let config_hash = fingerprints_of(&options.config.echo);
    let mut writer = collection.begin()?;
    if writer.segments().iter().any(|s| s.config_hash() != config_hash) {
        return Err(AddError::OtherSettings);
    }
    let mut intake = Intake::new(&writer, options, config_hash)?;
    let done = read(&options.read, progress, &mut |one| intake.take(&mut writer, one));
    intake.flush(&mut writer)?;
    let summary = match done {
        Ok(summary) => summary,
        Err(ReadError::Sink(error)) => return Err(error.into()),
        Err(error @ ReadError::Outlets { .. }) => return Err(AddError::Read(error.to_string())),
    };
    let outlets_changed = writer.put_outlets(&summary.outlets)?;
    for (folder, input) in &summary.opened {
        intake.news |= writer.forget_skipped(folder, input, &intake.reported)?;
    }
    let news = intake.news;
    let (mut added, segment) = intake.finish(&mut writer)?;
    added.summary = summary;
    if added.new + added.versions == 0 && !news && !outlets_changed && !settings_changed(collection, &options.manifest)? {
        return Ok(added);
    }
    if let Some(segment) = segment {
        writer.add_segment(segment)?;
    }
    writer.set_match_config(config_hash)?;
    let roster = writer.roster()?;
    writer.derive_sites(&roster)?;
    added.found = Some(analyse(&mut writer, &roster, options, progress)?);
    writer.commit(&options.manifest)?;
    Ok(added)
}

/// Whether the last add had other settings: then everything is derived anew, even where no article is new.
fn settings_changed(collection: &Collection, manifest: &Manifest) -> Result<bool, Error> {
    Ok(collection.configuration()?.is_some_and(|last| last != manifest.configuration))
}

/// Bytes that texts may take while so many articles are compared: what nothing else needs.
fn for_texts(memory_bytes: usize, articles: usize) -> usize {
    memory_bytes.saturating_sub(ITSELF + OF_AN_ARTICLE * articles).max(memory_bytes / TEXTS_PART)
}

/// Joins, aligns what is new, derives and stores.
fn analyse(writer: &mut Writer<'_>, roster: &Roster, options: &AddOptions<'_>, progress: &dyn Stages) -> Result<Totals, AddError> {
    progress.stage("joining");
    let (mut pairs, counts) = join(writer, roster, options.config)?;
    Pages::of(roster.cards()).without_repeats(&mut pairs);
    progress.stage("aligning");
    let outlets = writer.outlets()?;
    let shelf = writer.shelf(roster, for_texts(options.memory_bytes, roster.len()))?;
    let corpus = CorpusView { cards: roster.cards(), shelf: &shelf, outlets: &outlets, config: options.config };
    let matches = writer.matches(roster, &pairs, &mut |pairs| {
        let found = corpus.align(pairs);
        shelf.take_error().map_or(Ok(found), Err)
    })?;
    let candidates = pairs.len() as u64;
    drop(pairs);
    progress.stage("deriving");
    writer.keep_digests(&corpus, roster)?;
    writer.clear_derived()?;
    let heard = writer.heard(roster)?;
    let mut store = Store { writer, roster, stored: Ok(()) };
    let mut analysis = corpus.analyse_in_parts(&matches, heard, counts, &mut store);
    let Store { writer, stored, .. } = store;
    stored?;
    if let Some(error) = shelf.take_error().or(matches.take_error()) {
        return Err(error.into());
    }
    analysis.counts.candidate_pairs = candidates;
    analysis.counts.rejected_pairs = candidates - matches.pairs();
    progress.stage("storing");
    writer.put_derived(&analysis, roster)?;
    let (pairs, aside) = writer.pairs();
    Ok(Totals { pairs, aside, families: analysis.families.len() as u64, findings: analysis.findings.len() as u64 })
}

/// Puts what is derived into the collection, as it comes. After a failure nothing more is put.
struct Store<'a, 'c> {
    writer: &'a mut Writer<'c>,
    roster: &'a Roster,
    stored: Result<(), Error>,
}

impl Sink for Store<'_, '_> {
    fn pairs(&mut self, pairs: Vec<Pair>, matches: Vec<Match>) {
        if self.stored.is_ok() {
            self.stored = self.writer.put_pairs(&pairs, &matches, self.roster);
        }
    }

    fn figures(&mut self, figures: Vec<Figure>) {
        if self.stored.is_ok() {
            self.stored = self.writer.put_figures(&figures, self.roster);
        }
    }

    fn sources(&mut self, article: ArticleIx, sourcing: &[Sourcing]) {
        if self.stored.is_ok() {
            self.stored = self.writer.put_sources(article, sourcing, self.roster);
        }
    }
}

/// Pairs of articles that may share text, smaller id first, sorted.
fn join(writer: &Writer<'_>, roster: &Roster, config: &Config) -> Result<(Vec<(ArticleIx, ArticleIx)>, JoinCounts), Error> {
    let ranks = time_ranks(roster.cards());
    let width = u64::MAX / PARTS;
    let part = |i: u64| {
        let first = i * width + i.min(1);
        let last = if i + 1 == PARTS { u64::MAX } else { (i + 1) * width };
        let mut join = Join::new(&config.echo, &ranks);
        for posting in merge_in(writer.segments(), first..=last)? {
            let posting = posting?;
            let article = roster.ranks()[posting.article as usize];
            join.push(Posting { article, ..posting });
        }
        Ok(join.finish())
    };
    let mut counts = JoinCounts::default();
    let mut pairs: Vec<(ArticleIx, ArticleIx)> = Vec::new();
    for first in (0..PARTS).step_by(PARTS_AT_A_TIME) {
        let some = first..PARTS.min(first + PARTS_AT_A_TIME as u64);
        let parts: std::io::Result<Vec<_>> = some.into_par_iter().map(part).collect();
        for (found, of_part) in parts.map_err(|source| Error::Io { what: "cannot read the index".into(), source })? {
            pairs.extend(found.into_iter().map(|(a, b)| (ArticleIx(a), ArticleIx(b))));
            counts.add(of_part);
        }
        // two articles that share text mostly do so in many parts
        pairs.par_sort_unstable();
        pairs.dedup();
    }
    Ok((pairs, counts))
}

/// Takes what is read, a batch at a time.
struct Intake<'a> {
    config: &'a Config,
    builder: SegmentBuilder,
    waiting: Vec<Waiting>,
    inputs: BTreeMap<String, Input>,
    added: Added,
    /// Rows of what was skipped in this add.
    reported: BTreeSet<String>,
    /// Whether what was skipped differs from what was known to be.
    news: bool,
}

/// An article as read by the engine, before it has a number.
struct Digested {
    words: Vec<Word>,
    postings: Vec<Posting>,
    voices: Voices,
    wording: Wording,
}

/// An article that is not stored yet, with its raw bytes and how many bytes of text its page hides.
struct Waiting {
    article: Article,
    raw: Vec<u8>,
    hidden: u64,
}

/// Hash and length of one input file, from the pieces read from it, in order.
struct Input {
    first: String,
    all: Sha256,
    pieces: u64,
    bytes: u64,
}

impl<'a> Intake<'a> {
    fn new(writer: &Writer<'_>, options: &AddOptions<'a>, config_hash: u64) -> Result<Self, Error> {
        let builder = writer.segment_builder(config_hash, options.memory_bytes / 2)?;
        Ok(Intake {
            config: options.config,
            builder,
            waiting: Vec::new(),
            inputs: BTreeMap::new(),
            added: Added::default(),
            reported: BTreeSet::new(),
            news: false,
        })
    }

    fn take(&mut self, writer: &mut Writer<'_>, one: Read) -> Result<(), Error> {
        match one {
            Read::Article { article, raw, hidden } => {
                self.waiting.push(Waiting { article, raw, hidden });
                if self.waiting.len() >= BATCH { self.flush(writer) } else { Ok(()) }
            }
            Read::Skipped(skipped) => self.skip(writer, skipped),
        }
    }

    fn skip(&mut self, writer: &mut Writer<'_>, skipped: Skipped) -> Result<(), Error> {
        let (id, new) = writer.put_skipped(&SkippedRow::from(skipped.clone()))?;
        self.news |= new;
        self.reported.insert(id);
        self.added.skipped.push(skipped);
        Ok(())
    }

    fn flush(&mut self, writer: &mut Writer<'_>) -> Result<(), Error> {
        let batch = std::mem::take(&mut self.waiting);
        let read = |Waiting { article, .. }: &Waiting| {
            let reading = Reading::of(article);
            let postings = fingerprint(0, &reading.text, &reading.words, &self.config.echo);
            let voices = voice::read(&reading, article.lang.as_deref(), article.role);
            let wording = label::read(&reading, &voices, article.lang.as_deref());
            Digested { words: reading.words, postings, voices, wording }
        };
        let digested: Vec<Digested> = batch.par_iter().map(read).collect();
        for (one, digested) in batch.into_iter().zip(digested) {
            self.store(writer, one, digested)?;
        }
        Ok(())
    }

    fn store(&mut self, writer: &mut Writer<'_>, one: Waiting, digested: Digested) -> Result<(), Error> {
        let Waiting { article, raw, hidden } = one;
        let Digested { words, mut postings, voices, wording } = digested;
        let input = self.inputs.entry(article.input.clone());
        let input = input.or_insert_with(|| Input { first: article.sha256.clone(), all: Sha256::new(), pieces: 0, bytes: 0 });
        input.all.update(article.sha256.as_bytes());
        input.pieces += 1;
        input.bytes += raw.len() as u64;
        let (number, id) = match writer.put_article(&article, &raw, &words)? {
            Put::New(number) => {
                self.added.new += 1;
                (number, article.id)
            }
            Put::NewVersion { number, id, .. } => {
                self.added.versions += 1;
                (number, id)
            }
            Put::Unchanged(_) => {
                self.added.unchanged += 1;
                return Ok(());
            }
            Put::IdConflict => {
                return self.skip(writer, Skipped::id_conflict(&article));
            }
        };
        writer.put_voices(number, &id, &article.text, &voices)?;
        writer.put_wording(number, &article.text, &wording)?;
        if hidden > 0 {
            writer.put_hidden(number, hidden)?;
        }
        postings.iter_mut().for_each(|p| p.article = number);
        let added = self.builder.add(number, &words, &postings);
        added.map_err(|source| Error::Io { what: "cannot write the index".into(), source })
    }

    fn finish(self, writer: &mut Writer<'_>) -> Result<(Added, Option<crate::segment::Segment>), Error> {
        for (name, input) in self.inputs {
            // a file that is one article goes by its own hash; one of many records by the hash of theirs, in order
            let hash = if input.pieces == 1 { input.first } else { hex(&input.all.finalize()) };
            writer.put_input(&name, &hash, input.bytes)?;
        }
        let segment = self.builder.finish().map_err(|source| Error::Io { what: "cannot finish the index".into(), source })?;
        Ok((self.added, segment))
    }
}
