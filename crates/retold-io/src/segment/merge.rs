//! Several segments read as one.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::io;
use std::ops::RangeInclusive;

use retold::echo::Posting;

use super::{Postings, Segment};

/// Fingerprints of several segments in one order: gram, article, position.
#[derive(Debug)]
pub struct Merge {
    sources: Vec<Postings>,
    /// The next fingerprint of every source that has one.
    heads: BinaryHeap<Reverse<(Posting, usize)>>,
    error: Option<io::Error>,
}

/// All fingerprints of these segments, sorted by gram, article and position.
pub fn merge(segments: &[Segment]) -> Merge {
    Merge::new(segments.iter().map(Segment::postings).collect())
}

/// The fingerprints whose gram lies in this range, sorted the same way. Ranges that do not overlap may be read by several threads.
pub fn merge_in(segments: &[Segment], grams: RangeInclusive<u64>) -> io::Result<Merge> {
    Ok(Merge::new(segments.iter().map(|s| s.postings_in(grams.clone())).collect::<io::Result<_>>()?))
}

impl Merge {
    pub(super) fn new(mut sources: Vec<Postings>) -> Self {
        let mut heads = BinaryHeap::with_capacity(sources.len());
        let mut error = None;
        for (at, source) in sources.iter_mut().enumerate() {
            match source.next() {
                Some(Ok(posting)) => heads.push(Reverse((posting, at))),
                Some(Err(e)) => error = error.or(Some(e)),
                None => {}
            }
        }
        Merge { sources, heads, error }
    }
}

impl Iterator for Merge {
    type Item = io::Result<Posting>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(error) = self.error.take() {
            self.heads.clear();
            return Some(Err(error));
        }
        let mut head = self.heads.peek_mut()?;
        let Reverse((posting, at)) = *head;
        match self.sources[at].next() {
            Some(Ok(next)) => head.0.0 = next,
            Some(Err(error)) => {
                self.error = Some(error);
                PeekMut::pop(head);
            }
            None => {
                PeekMut::pop(head);
            }
        }
        Some(Ok(posting))
    }
}
