use std::io::{self, Read};

use flate2::{Decompress, FlushDecompress, Status};

use super::open::check_ratio;

/// Bytes read at once.
const STEP: usize = 64 << 10;

/// A stream that can be looked at ahead, and again from a mark.
pub(super) struct Tape<R> {
    reader: R,
    held: Vec<u8>,
    /// Where in `held` we stand.
    at: usize,
    /// Where in `held` the mark is.
    mark: Option<usize>,
    /// Byte of the stream at the beginning of `held`.
    base: u64,
    ended: bool,
    /// Bytes held for the mark at most.
    room: usize,
}

impl<R: Read> Tape<R> {
    pub(super) fn new(reader: R, room: usize) -> Self {
        Tape { reader, held: Vec::new(), at: 0, mark: None, base: 0, ended: false, room }
    }

    /// Byte of the stream where we stand.
    pub(super) fn offset(&self) -> u64 {
        self.base + self.at as u64
    }

    /// What was read ahead.
    pub(super) fn rest(&self) -> &[u8] {
        &self.held[self.at..]
    }

    /// Whether this many bytes lie ahead; reads them.
    pub(super) fn ensure(&mut self, bytes: usize) -> io::Result<bool> {
        while self.rest().len() < bytes && self.more()? {}
        Ok(self.rest().len() >= bytes)
    }

    /// Reads on; whether there was more.
    pub(super) fn more(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        let keep = self.mark.unwrap_or(self.at);
        if self.at - keep > self.room {
            self.mark = None;
        }
        let keep = self.mark.unwrap_or(self.at);
        if keep > STEP && keep * 2 > self.held.len() {
            self.held.drain(..keep);
            self.base += keep as u64;
            self.at -= keep;
            self.mark = self.mark.map(|m| m - keep);
        }
        let length = self.held.len();
        self.held.resize(length + STEP, 0);
        let read = loop {
            match self.reader.read(&mut self.held[length..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        self.held.truncate(length + *read.as_ref().unwrap_or(&0));
        self.ended = read? == 0;
        Ok(!self.ended)
    }

    /// Goes on by bytes that were read ahead.
    pub(super) fn advance(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.held.len());
    }

    /// Goes on by bytes of any number without holding them; how many there were.
    pub(super) fn skip(&mut self, bytes: u64) -> io::Result<u64> {
        let mut left = bytes;
        loop {
            let ahead = (self.rest().len() as u64).min(left);
            self.advance(ahead as usize);
            left -= ahead;
            if left == 0 || !self.more()? {
                return Ok(bytes - left);
            }
        }
    }

    /// Remembers this place.
    pub(super) fn set_mark(&mut self) {
        self.mark = Some(self.at);
    }

    /// Goes back to the mark, if it is still held.
    pub(super) fn back(&mut self) -> bool {
        match self.mark.take() {
            Some(mark) => {
                self.at = mark;
                true
            }
            None => false,
        }
    }

    /// Goes on to the next place where `fits` says yes of what lies ahead, at least `look` bytes of it unless the stream ends; whether
    /// there is one. `first` is the byte such a place begins with.
    pub(super) fn seek(&mut self, first: u8, look: usize, fits: impl Fn(&[u8]) -> bool) -> io::Result<bool> {
        loop {
            let more = self.ensure(look)?;
            let Some(at) = self.rest().iter().position(|&b| b == first) else {
                self.advance(self.rest().len());
                if self.more()? {
                    continue;
                }
                return Ok(false);
            };
            self.advance(at);
            if self.rest().len() < look && more {
                continue;
            }
            if fits(self.rest()) {
                return Ok(true);
            }
            self.advance(1);
        }
    }
}

/// One gzip member of a tape, unpacked; stands behind the member's last byte when it has given everything.
pub(super) struct Member<'t, R> {
    tape: &'t mut Tape<R>,
    state: Decompress,
    done: bool,
}

/// Window bits of deflate: the largest.
const WINDOW: u8 = 15;

impl<'t, R: Read> Member<'t, R> {
    pub(super) fn new(tape: &'t mut Tape<R>) -> Self {
        Member { tape, state: Decompress::new_gzip(WINDOW), done: false }
    }
}

impl<R: Read> Read for Member<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while !self.done && !buffer.is_empty() {
            if self.tape.rest().is_empty() && !self.tape.more()? {
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the compressed stream ends in the middle"));
            }
            let (taken, given) = (self.state.total_in(), self.state.total_out());
            let status = self.state.decompress(self.tape.rest(), buffer, FlushDecompress::None);
            let status = status.map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e))?;
            self.tape.advance((self.state.total_in() - taken) as usize);
            self.done = status == Status::StreamEnd;
            check_ratio(self.state.total_out(), self.state.total_in())?;
            let given = (self.state.total_out() - given) as usize;
            if given > 0 {
                return Ok(given);
            }
        }
        Ok(0)
    }
}

/// Whether these bytes begin a gzip member whose content begins with `wanted`.
pub(super) fn begins_member(bytes: &[u8], wanted: &[u8]) -> bool {
    if !bytes.starts_with(&[0x1f, 0x8b, 0x08]) {
        return false;
    }
    let mut head = vec![0; wanted.len()];
    let mut state = Decompress::new_gzip(WINDOW);
    let _ = state.decompress(&bytes[..bytes.len().min(LOOK)], &mut head, FlushDecompress::None);
    head == wanted
}

/// Bytes that are enough to tell a gzip member: its header, which may hold a file name, the code tables and a few letters.
pub(super) const LOOK: usize = 1024;
