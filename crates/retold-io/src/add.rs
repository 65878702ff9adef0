//! Adding: inputs into a collection, in one step that happens wholly or not at all.
//!
//! Articles stream through in batches: folded and fingerprinted on all threads, stored in the order of reading. Then the fingerprints of the
//! whole collection are joined from disk, pairs that were not aligned before are aligned, and everything that depends on the whole collection
//! is derived anew. What comes out depends on the set of articles, not on the steps, the order or the threads.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use retold::echo::{Join, JoinCounts, Pages, Posting, fingerprint, time_ranks};
use retold::record::{Article, ArticleIx, Match, Voices};
use retold::text::Word;
use retold::{Analysis, Config, CorpusView, Reading, voice};
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
    /// Bytes to stay near: half for fingerprints while they are sorted, half for texts while they are compared.
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
    /// Everything found in the collection; `None` where nothing was new and nothing was done.
    pub analysis: Option<Analysis>,
}

/// Why nothing was added.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// The inputs could not be read at all.
    #[error("{0}")]
    Read(String),
    /// Fingerprints made with other settings cannot be compared.
    #[error("this collection was made with other [echo] settings: add with the same --config, or make a new collection")]
    OtherSettings,
    /// The collection could not be read or written.
    #[error(transparent)]
    Collection(#[from] Error),
}

/// Articles folded and stored at a time: enough work for all threads, a few megabytes of text.
const BATCH: usize = 256;
/// Parts of the join, each a range of fingerprints. Fixed, so that the number of threads changes nothing.
const PARTS: u64 = 16;
/// Pairs aligned before their matches are stored.
const PAIRS: usize = 50_000;

/// Reads the inputs into the collection and analyses what is there now.
///
/// # Errors
/// Where the collection cannot be written; single bad inputs are skipped, named in the result, and stop nothing.
pub fn add(collection: &Collection, options: &AddOptions<'_>, progress: &dyn Stages) -> Result<Added, AddError> {
    let config_hash = xxh3_64(&serde_json::to_vec(&options.config.echo).unwrap_or_default());
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
    let analysis = analyse(&mut writer, &roster, options, progress)?;
    progress.stage("storing");
    writer.replace_derived(&analysis, &roster)?;
    writer.commit(&options.manifest)?;
    added.analysis = Some(analysis);
    Ok(added)
}

/// Whether the last add had other settings: then everything is derived anew, even where no article is new.
fn settings_changed(collection: &Collection, manifest: &Manifest) -> Result<bool, Error> {
    Ok(collection.configuration()?.is_some_and(|last| last != manifest.configuration))
}

/// Joins, aligns what is new, derives.
fn analyse(writer: &mut Writer<'_>, roster: &Roster, options: &AddOptions<'_>, progress: &dyn Stages) -> Result<Analysis, AddError> {
    progress.stage("joining");
    let (mut pairs, counts) = join(writer, roster, options.config)?;
    Pages::of(roster.cards()).without_repeats(&mut pairs);
    progress.stage("aligning");
    let recalled = writer.recall(roster, &pairs)?;
    let outlets = writer.outlets()?;
    let shelf = writer.shelf(roster, options.memory_bytes / 2);
    let corpus = CorpusView { cards: roster.cards(), shelf: &shelf, outlets: &outlets, config: options.config };
    let mut matches: Vec<Match> = recalled.matches;
    for chunk in recalled.missing.chunks(PAIRS) {
        let found = corpus.align(chunk);
        if let Some(error) = shelf.take_error() {
            return Err(error.into());
        }
        for (&pair, of_pair) in chunk.iter().zip(found) {
            writer.remember(roster, pair, &of_pair)?;
            matches.extend(of_pair);
        }
    }
    let with_text = matches.chunk_by(|a, b| (a.left.article, a.right.article) == (b.left.article, b.right.article)).count() as u64;
    progress.stage("deriving");
    let mut analysis = corpus.analyse(matches, writer.voices(roster)?, counts);
    if let Some(error) = shelf.take_error() {
        return Err(error.into());
    }
    analysis.counts.candidate_pairs = pairs.len() as u64;
    analysis.counts.rejected_pairs = pairs.len() as u64 - with_text;
    Ok(analysis)
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
    let parts: std::io::Result<Vec<_>> = (0..PARTS).into_par_iter().map(part).collect();
    let parts = parts.map_err(|source| Error::Io { what: "cannot read the index".into(), source })?;
    let mut counts = JoinCounts::default();
    let mut pairs = Vec::new();
    for (found, of_part) in parts {
        pairs.extend(found.into_iter().map(|(a, b)| (ArticleIx(a), ArticleIx(b))));
        counts.postings += of_part.postings;
        counts.shared_grams += of_part.shared_grams;
        counts.narrowed_grams += of_part.narrowed_grams;
        counts.capped_runs += of_part.capped_runs;
    }
    pairs.par_sort_unstable();
    pairs.dedup();
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
            Digested { words: reading.words, postings, voices }
        };
        let digested: Vec<Digested> = batch.par_iter().map(read).collect();
        for (one, digested) in batch.into_iter().zip(digested) {
            self.store(writer, one, digested)?;
        }
        Ok(())
    }

    fn store(&mut self, writer: &mut Writer<'_>, one: Waiting, digested: Digested) -> Result<(), Error> {
        let Waiting { article, raw, hidden } = one;
        let Digested { words, mut postings, voices } = digested;
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
