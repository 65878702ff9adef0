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

use line::{Line, Lines};
use marks::{HIDDEN, Marks};
use select::{Choice, Part};
use tree::{TEXT, Tree};

use super::tags::attribute;

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
    let mut writer = Writer { lines: &lines, story: Story::default(), runs: Vec::new() };
    for (line, part) in lines.lines.iter().zip(&parts) {
        if *part == Part::Story {
            writer.add(line);
        }
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
    lines: &'l Lines,
    story: Story,
    runs: Vec<Run>,
}

impl Writer<'_> {
    fn add(&mut self, line: &Line) {
        let text = &mut self.story.text;
        if !text.is_empty() {
            text.push('\n');
        }
        let (from, to) = (line.text.start as u32, text.len() as u32);
        text.push_str(self.lines.text(line));
        let moved = |run: &Run| Run { text: Span::new(run.text.start - from + to, run.text.end - from + to), raw: run.raw };
        self.runs.extend(self.lines.runs[line.runs.clone()].iter().map(moved));
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
