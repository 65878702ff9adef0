//! The story of a page: which of its lines are the article, and where they stand in the source.
//!
//! ```text
//! page ─► tree: elements ─► marks: names, hidden ─► line: text with its source ─► select: story, caption or neither ─► Story
//! ```
//!
//! One pass each, all of them linear in the page and without recursion, so no nesting overflows a stack.
//!
//! How a story is told from the rest is said in [`select`]. It is wrong where a page names its story like furniture, where pointers to other
//! articles are written as paragraphs, and where a page is no article but a list.

mod body;
mod line;
mod marks;
mod media;
mod select;
mod tree;

use retold::record::{Media, Run, SourceMap, Span};
use url::Url;

use line::Lines;
pub(super) use marks::is_drawn;
use marks::{HIDDEN, Marks};
use select::{Choice, Part};
use tree::{TEXT, Tree};

use super::tags::{attribute, unescape};

/// Links kept of one article.
const MAX_LINKS: usize = 1000;

/// What a page holds.
#[derive(Debug, Default)]
pub(super) struct Story {
    /// The text, a line for each block.
    pub(super) text: String,
    /// Where it stands in the page.
    pub(super) source: SourceMap,
    /// Absolute addresses the text links to, in order, each once.
    pub(super) links: Vec<String>,
    /// Pictures and videos of the story.
    pub(super) media: Vec<Media>,
    /// Bytes of text the page hides from readers.
    pub(super) hidden: u64,
}

/// Reads the story of a page. `title` is what its head gives; `base` its address, which relative links are resolved against.
pub(super) fn story(page: &str, title: Option<&str>, base: Option<&Url>) -> Story {
    let tree = Tree::read(page);
    let marks = Marks::of(&tree);
    let (lines, hidden_inside) = Lines::of(&tree, &marks);
    let choice = Choice::of(&tree, marks, &lines, title);
    let parts = choice.parts();
    let mut writer = Writer { tree: &tree, marks: &choice.marks, lines: &lines, last: None, story: Story::default(), runs: Vec::new() };
    for at in (0..parts.len()).filter(|&at| parts[at] == Part::Story) {
        writer.add(at);
    }
    let hidden = lines.lines.iter().filter(|line| choice.marks.has(line.node as usize, HIDDEN));
    let hidden: usize = hidden.map(|line| line.text.len()).sum();
    Story {
        source: SourceMap::new(writer.runs),
        links: links(&tree, &lines, &parts, &choice.marks, base),
        media: media::media(&choice, &parts, base),
        hidden: (hidden + hidden_inside) as u64,
        ..writer.story
    }
}

struct Writer<'l> {
    tree: &'l Tree<'l>,
    marks: &'l Marks,
    lines: &'l Lines,
    /// The line written last.
    last: Option<usize>,
    story: Story,
    runs: Vec<Run>,
}

impl Writer<'_> {
    fn add(&mut self, at: usize) {
        let line = &self.lines.lines[at];
        if let Some(last) = self.last.replace(at) {
            self.line_break(last, at);
        }
        let text = &mut self.story.text;
        let (from, to) = (line.text.start as u32, text.len() as u32);
        text.push_str(self.lines.text(line));
        let moved = |run: &Run| Run { text: Span::new(run.text.start - from + to, run.text.end - from + to), raw: run.raw };
        self.runs.extend(self.lines.runs[line.runs.clone()].iter().map(moved));
    }

    /// Ends a line. Where nothing but tags, white space and what is never drawn stands between two lines, the break stands for all of that.
    fn line_break(&mut self, last: usize, next: usize) {
        let at = self.story.text.len() as u32;
        self.story.text.push('\n');
        let begins = &self.lines.runs[self.lines.lines[next].runs.start];
        let Some(ended) = self.runs.last().filter(|ended| ended.raw.end < begins.raw.start) else { return };
        let raw = Span::new(ended.raw.end, begins.raw.start);
        let nodes = self.lines.lines[last].node as usize..self.lines.lines[next].node as usize;
        let drawn = |at: usize| {
            let node = &self.tree.nodes[at];
            // what is no text need not stand in the page: the break that a lone end tag makes
            let behind = || self.tree.offset(node.source) as u32 >= raw.start;
            node.tag == TEXT && behind() && !self.marks.is_unseen(at) && !unescape(node.source).trim().is_empty()
        };
        if next == last + 1 && !nodes.into_iter().any(drawn) {
            self.runs.push(Run { text: Span::new(at, at + 1), raw });
        }
    }
}

/// Absolute addresses the story links to, in order, each once.
fn links(tree: &Tree<'_>, lines: &Lines, parts: &[Part], marks: &Marks, base: Option<&Url>) -> Vec<String> {
    let mut links: Vec<String> = Vec::new();
    let ends = lines.lines.iter().skip(1).map(|next| next.node).chain([tree.nodes.len() as u32]);
    for ((line, end), _) in lines.lines.iter().zip(ends).zip(parts).filter(|(_, part)| **part == Part::Story) {
        let mut last = None;
        for at in line.node..end {
            if tree.nodes[at as usize].tag != TEXT || !marks.is_link(at as usize) || marks.is_unseen(at as usize) {
                continue;
            }
            let Some(anchor) = ancestor(tree, at, "a").filter(|&anchor| last != Some(anchor)) else { continue };
            last = Some(anchor);
            let address = attribute(tree.nodes[anchor as usize].source, "href").and_then(|href| absolute(&href, base));
            if let Some(address) = address
                && !links.contains(&address)
            {
                links.push(address);
                if links.len() == MAX_LINKS {
                    return links;
                }
            }
        }
    }
    links
}

/// The innermost element of this name around a node, within a few levels.
fn ancestor(tree: &Tree<'_>, node: u32, tag: &str) -> Option<u32> {
    const LEVELS: usize = 16;
    let above = std::iter::successors(Some(node), |&at| Some(tree.nodes[at as usize].parent).filter(|&up| up != at));
    above.take(LEVELS).find(|&at| tree.nodes[at as usize].tag == tag)
}

/// An address of the web, resolved against the page's own.
fn absolute(address: &str, base: Option<&Url>) -> Option<String> {
    let address = address.trim();
    let resolved = match base {
        Some(base) => base.join(address),
        None => Url::parse(address),
    };
    resolved.ok().filter(|a| matches!(a.scheme(), "http" | "https")).map(String::from)
}
