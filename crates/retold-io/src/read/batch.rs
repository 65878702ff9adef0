use std::sync::Arc;

use rayon::prelude::*;

use super::finish::{Finished, finish};
use super::outlets::Register;
use super::skip::Skipped;
use super::{Progress, Read, ReadOptions, ReadSummary};

/// Bytes of pieces that are finished together. Large enough to keep all cores busy, small enough to stay out of the way of memory:
/// text, raw bytes and parsed record of a batch take about four times this.
const BATCH_BYTES: usize = 8 << 20;

/// Pieces that are finished together at most.
const BATCH_PIECES: usize = 2048;

/// How the bytes of a piece are to be understood.
#[derive(Debug, Clone)]
pub(super) enum Form {
    /// A text file.
    Text,
    /// A page.
    Html,
    /// A line of JSON.
    Json,
    /// A row of a table with this head.
    Row(Arc<super::table::Head>),
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
    Piece(Piece),
    Skipped(Skipped),
}

/// Collects pieces, finishes them in parallel, hands them over in order.
pub(super) struct Batch<'a, E> {
    pub(super) options: &'a ReadOptions,
    pub(super) summary: ReadSummary,
    register: &'a Register,
    progress: &'a dyn Progress,
    sink: &'a mut dyn FnMut(Read) -> Result<(), E>,
    slots: Vec<Slot>,
    bytes: usize,
    done: u64,
}

impl<'a, E> Batch<'a, E> {
    pub(super) fn new(
        options: &'a ReadOptions,
        register: &'a Register,
        progress: &'a dyn Progress,
        sink: &'a mut dyn FnMut(Read) -> Result<(), E>,
    ) -> Self {
        Batch { options, summary: ReadSummary::default(), register, progress, sink, slots: Vec::new(), bytes: 0, done: 0 }
    }

    /// Takes a piece; finishes the batch when it is full.
    pub(super) fn piece(&mut self, piece: Piece) -> Result<(), E> {
        self.bytes += piece.raw.len();
        self.summary.bytes += piece.raw.len() as u64;
        self.slots.push(Slot::Piece(piece));
        self.flush_if_full()
    }

    /// Takes a skipped piece; it is handed over in its place.
    pub(super) fn skip(&mut self, skipped: Skipped) -> Result<(), E> {
        self.slots.push(Slot::Skipped(skipped));
        self.flush_if_full()
    }

    /// Counts bytes on disk as done, for the progress bar.
    pub(super) fn done(&mut self, bytes: u64) {
        self.done += bytes;
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
        let (options, register) = (self.options, self.register);
        let finished: Vec<Finished> = std::mem::take(&mut self.slots)
            .into_par_iter()
            .map(|slot| match slot {
                Slot::Piece(piece) => finish(piece, options, register),
                Slot::Skipped(skipped) => Finished::skipped(skipped),
            })
            .collect();
        self.bytes = 0;
        let mut articles = 0;
        for Finished { read, unread_dates } in finished {
            self.summary.unread_dates += unread_dates;
            match &read {
                Read::Article { .. } => articles += 1,
                Read::Skipped(skipped) => *self.summary.skipped.entry(skipped.reason).or_default() += 1,
            }
            (self.sink)(read)?;
        }
        self.summary.articles += articles;
        self.progress.advance(std::mem::take(&mut self.done), articles);
        Ok(())
    }
}
