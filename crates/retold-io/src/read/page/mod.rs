//! The story of a page: which of its lines are the article, and where they stand in the source.

mod body;
mod line;
mod marks;
mod select;
mod tree;

pub(crate) use line::Run;

use line::Lines;
use marks::Marks;
use select::{Choice, Part};
use tree::Tree;

/// What a page holds.
#[derive(Debug, Default)]
pub(crate) struct Story {
    /// The text, a line for each block.
    pub(crate) text: String,
    /// Where it stands in the page.
    pub(crate) runs: Vec<Run>,
    /// Bytes of text the page hides from readers.
    pub(crate) hidden: usize,
}

/// Reads the story of a page.
pub(crate) fn story(page: &str, title: Option<&str>) -> Story {
    let tree = Tree::read(page);
    let marks = Marks::of(&tree);
    let lines = Lines::of(&tree, &marks);
    let choice = Choice::of(&tree, marks, &lines, title);
    #[cfg(feature = "dbg")]
    if std::env::var("DBG").is_ok() { choice.debug(); }
    let parts = choice.parts();
    let mut story = Story::default();
    for (line, part) in lines.lines.iter().zip(&parts) {
        if *part == Part::Story {
            story.add(&lines, line);
        }
    }
    story
}

impl Story {
    fn add(&mut self, lines: &Lines, line: &line::Line) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let (from, to) = (line.text.start as u32, self.text.len() as u32);
        self.text.push_str(lines.text(line));
        let moved = |r: &Run| Run { text: r.text - from + to, text_end: r.text_end - from + to, ..*r };
        self.runs.extend(lines.runs[line.runs.clone()].iter().map(moved));
    }
}
