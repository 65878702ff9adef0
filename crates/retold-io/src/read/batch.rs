use std::sync::Arc;

use rayon::prelude::*;

use super::columns::Columns;
use super::finish::{Draft, Finished, Known, finish};
use super::open::Meter;
use super::outlets::Register;
use super::skip::Skipped;
use super::{Progress, Read, ReadOptions, ReadSummary};

/// Bytes of pieces that are finished together. Large enough to keep all cores busy, small enough to stay out of the way of memory:
/// text, raw bytes and parsed record of a batch take about four times this.
const BATCH_BYTES: usize = 8 << 20;

/// Pieces that are finished together at most.
const BATCH_PIECES: usize = 2048;

/// How the bytes of a piece are to be understood, with what is known of it from around it: an archive's or a feed's own words.
#[derive(Debug, Clone)]
pub(super) enum Form {
    /// A text.
    Text(Box<Draft>),
    /// A page.
    Html(Box<Draft>),
    /// Markup that is no page: what a feed carries of an article.
    Part(Box<Draft>),
    /// A record as JSON.
    Json {
        /// Whether it is known to be a part of an article only.
        partial: bool,
    },
    /// A row of a table with this head.
    Row(Arc<super::table::Head>),
}

impl Form {
    /// A text of which nothing else is known.
    pub(super) fn text() -> Self {
        Form::Text(Box::default())
    }
}

/// What will be one article, cut out of its file.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) input: Arc<str>,
    pub(super) locator: Option<String>,
    pub(super) raw: Vec<u8>,
    pub(super) form: Form,
}

enum Slot {
    /// With the folder it came from.
    Piece(Piece, Arc<str>),
    Skipped(Skipped),
}

/// Collects pieces, finishes them in parallel, hands them over in order.
pub(super) struct Batch<'a, E> {
    pub(super) options: &'a ReadOptions,
    pub(super) summary: ReadSummary,
    /// Bytes taken from disk, for the progress bar.
    pub(super) meter: Meter,
    /// Which column means which field.
    pub(super) columns: Columns,
    /// The last name of the folder given as argument that the file lies in; empty for a file given by itself.
    pub(super) folder: Arc<str>,
    /// The entry of an archive that is being read; goes before every locator.
    pub(super) member: Option<String>,
    register: &'a Register,
    progress: &'a dyn Progress,
    sink: &'a mut dyn FnMut(Read) -> Result<(), E>,
    slots: Vec<Slot>,
    bytes: usize,
    reported: u64,
}

impl<'a, E> Batch<'a, E> {
    pub(super) fn new(
        options: &'a ReadOptions,
        register: &'a Register,
        progress: &'a dyn Progress,
        sink: &'a mut dyn FnMut(Read) -> Result<(), E>,
    ) -> Self {
        Batch {
            options,
            columns: Columns::new(&options.columns),
            summary: ReadSummary::default(),
            folder: Arc::default(),
            member: None,
            register,
            progress,
            sink,
            slots: Vec::new(),
            bytes: 0,
            reported: 0,
            meter: Meter::default(),
        }
    }

    /// Takes a piece; finishes the batch when it is full.
    pub(super) fn piece(&mut self, mut piece: Piece) -> Result<(), E> {
        piece.locator = self.inside_member(piece.locator);
        self.bytes += piece.raw.len();
        self.summary.bytes += piece.raw.len() as u64;
        self.slots.push(Slot::Piece(piece, Arc::clone(&self.folder)));
        self.flush_if_full()
    }

    /// Takes a skipped piece; it is handed over in its place.
    pub(super) fn skip(&mut self, mut skipped: Skipped) -> Result<(), E> {
        skipped.locator = self.inside_member(skipped.locator);
        if skipped.folder.is_empty() {
            skipped.folder = self.folder.to_string();
        }
        self.slots.push(Slot::Skipped(skipped));
        self.flush_if_full()
    }

    fn inside_member(&self, locator: Option<String>) -> Option<String> {
        match (&self.member, locator) {
            (Some(member), Some(locator)) => Some(format!("{member}, {locator}")),
            (member, locator) => locator.or_else(|| member.clone()),
        }
    }

    /// Hands over what is left.
    pub(super) fn finish(mut self) -> Result<ReadSummary, E> {
        self.flush()?;
        Ok(self.summary)
    }

    fn flush_if_full(&mut self) -> Result<(), E> {
        if self.bytes >= BATCH_BYTES || self.slots.len() >= BATCH_PIECES {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), E> {
        let (options, columns, register) = (self.options, &self.columns, self.register);
        let finished: Vec<Finished> = std::mem::take(&mut self.slots)
            .into_par_iter()
            .map(|slot| match slot {
                Slot::Piece(piece, folder) => finish(piece, &folder, Known { options, columns, register }),
                Slot::Skipped(skipped) => Finished::skipped(skipped),
            })
            .collect();
        self.bytes = 0;
        let mut articles = 0;
        for Finished { read, unread_dates } in finished {
            self.summary.unread_dates += unread_dates;
            match &read {
                Read::Article { hidden, .. } => {
                    self.summary.hidden_text += hidden;
                    articles += 1;
                }
                Read::Skipped(skipped) => *self.summary.skipped.entry(skipped.reason).or_default() += 1,
            }
            (self.sink)(read)?;
        }
        self.summary.articles += articles;
        let done = self.meter.get();
        self.progress.advance(done - self.reported, articles);
        self.reported = done;
        Ok(())
    }
}
