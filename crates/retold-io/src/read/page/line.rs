//! The lines of a page: what stands between two block elements, with the way back to its place in the source.

use std::ops::Range;

use retold::record::{Run, Span};

use super::super::tags::entity_at;
use super::marks::{HIDDEN, Marks};
use super::tree::{TEXT, Tree, is_inline};

/// A line of a page.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Innermost block element it stands in, as index of a node.
    pub(super) block: u32,
    /// First text node of it.
    pub(super) node: u32,
    /// Bytes of [`Lines::text`].
    pub(super) text: Range<usize>,
    /// Indexes into [`Lines::runs`].
    pub(super) runs: Range<usize>,
    /// Bytes that stand in links.
    pub(super) linked: usize,
    /// Bytes in bold type or a heading.
    pub(super) strong: usize,
}

/// The lines of a page in order.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) text: String,
    pub(super) runs: Vec<Run>,
    pub(super) lines: Vec<Line>,
}

impl Lines {
    /// All lines but those never drawn, and the bytes of hidden text inside lines that are shown. Linear.
    pub(super) fn of(tree: &Tree<'_>, marks: &Marks) -> (Self, usize) {
        let mut reader = Reader { tree, marks, out: Lines::default(), blocks: vec![0], line: None, gap: None, gap_ended: false, hidden: 0 };
        reader.read();
        (reader.out, reader.hidden)
    }

    pub(super) fn text(&self, line: &Line) -> &str {
        &self.text[line.text.clone()]
    }
}

struct Reader<'t, 'a> {
    tree: &'t Tree<'a>,
    marks: &'t Marks,
    out: Lines,
    /// Open block elements.
    blocks: Vec<u32>,
    /// The line being read.
    line: Option<Line>,
    /// White space that becomes a space if the line goes on.
    gap: Option<(u32, u32)>,
    /// Hidden text stands behind the gap, so that it reaches no further.
    gap_ended: bool,
    /// Bytes of hidden text inside lines.
    hidden: usize,
}

impl Reader<'_, '_> {
    fn read(&mut self) {
        let mut at = 0;
        while at < self.tree.nodes.len() {
            let node = self.tree.nodes[at];
            self.leave(at as u32);
            // Hidden parts of a line are left out here, hidden lines later.
            if self.marks.is_unseen(at) || is_inline(node.tag) && self.marks.has(at, HIDDEN) && !self.hidden_block() {
                if !is_inline(node.tag) {
                    self.flush();
                } else {
                    self.gap_ended = true;
                    let inside = &self.tree.nodes[at..node.end as usize];
                    self.hidden += inside.iter().filter(|n| n.tag == TEXT).map(|n| n.source.trim().len()).sum::<usize>();
                }
                at = node.end as usize;
                continue;
            }
            if node.tag == TEXT {
                self.text(at as u32, node.source);
            } else if !is_inline(node.tag) {
                self.flush();
                self.blocks.push(at as u32);
            }
            at += 1;
        }
        self.flush();
    }

    fn hidden_block(&self) -> bool {
        self.blocks.last().is_some_and(|&block| self.marks.has(block as usize, HIDDEN))
    }

    /// Ends the blocks that lie behind.
    fn leave(&mut self, at: u32) {
        while let Some(&block) = self.blocks.last()
            && self.tree.nodes[block as usize].end <= at
            && self.blocks.len() > 1
        {
            self.flush();
            self.blocks.pop();
        }
    }

    fn flush(&mut self) {
        self.gap = None;
        if let Some(mut line) = self.line.take() {
            line.text.end = self.out.text.len();
            line.runs.end = self.out.runs.len();
            self.out.text.push('\n');
            self.out.lines.push(line);
        }
    }

    fn text(&mut self, node: u32, source: &str) {
        let base = self.tree.offset(source) as u32;
        let before = self.out.text.len();
        let mut at = 0;
        while at < source.len() {
            let rest = &source[at..];
            let bytes = rest.as_bytes();
            let plain = bytes.iter().position(|&b| b == b'&' || b.is_ascii_whitespace() || b == 0xc2).unwrap_or(bytes.len());
            if plain > 0 {
                self.put(node, &rest[..plain], base + at as u32, plain as u32);
                at += plain;
                continue;
            }
            let Some(first) = rest.chars().next() else { break };
            let (length, spelled) = match entity_at(rest) {
                Some((decoded, length)) => (length, Some(decoded)),
                None => (first.len_utf8(), None),
            };
            let c = spelled.unwrap_or(first);
            let raw = base + at as u32;
            if c.is_whitespace() {
                let end = raw + length as u32;
                match &mut self.gap {
                    Some(gap) if !self.gap_ended => gap.1 = end,
                    Some(_) => {}
                    None => (self.gap, self.gap_ended) = (Some((raw, end)), false),
                }
            } else {
                let mut buffer = [0; 4];
                self.put(node, c.encode_utf8(&mut buffer), raw, length as u32);
            }
            at += length;
        }
        let added = self.out.text.len() - before;
        if let Some(line) = &mut self.line {
            line.linked += if self.marks.is_link(node as usize) { added } else { 0 };
            line.strong += if self.marks.is_strong(node as usize) { added } else { 0 };
        }
    }

    /// Adds a piece of text that takes `length` bytes at `raw` of the page.
    fn put(&mut self, node: u32, piece: &str, raw: u32, length: u32) {
        let gap = self.gap.take();
        match (&self.line, gap) {
            (None, _) => {
                let (text, runs) = (self.out.text.len(), self.out.runs.len());
                let block = self.blocks.last().copied().unwrap_or(0);
                self.line = Some(Line { block, node, text: text..text, runs: runs..runs, linked: 0, strong: 0 });
            }
            (Some(_), Some((start, end))) => {
                self.out.text.push(' ');
                self.run(1, start, end);
            }
            _ => {}
        }
        self.out.text.push_str(piece);
        self.run(piece.len() as u32, raw, raw + length);
    }

    /// Notes where the last `length` bytes of the text came from; lengthens the run before it where both run in step.
    fn run(&mut self, length: u32, raw: u32, raw_end: u32) {
        let text_end = self.out.text.len() as u32;
        let text = text_end - length;
        let first = self.line.as_ref().map_or(0, |l| l.runs.start);
        let in_step = |run: &Run| run.text.len() == run.raw.len();
        let run = Run { text: Span::new(text, text_end), raw: Span::new(raw, raw_end) };
        if let Some(last) = self.out.runs[first..].last_mut()
            && in_step(last)
            && in_step(&run)
            && last.text.end == text
            && last.raw.end == raw
        {
            (last.text.end, last.raw.end) = (text_end, raw_end);
            return;
        }
        self.out.runs.push(run);
    }
}
