//! What in an article's text is not story: headline, dateline, captions, furniture, credits.

mod correction;
mod dateline;
mod head;
mod lines;
mod phrases;
mod shown;
mod stamp;
mod tail;

use crate::record::{Block, BlockKind, Date, Span};
use lines::{Line, lines};
use phrases::Phrases;

pub use correction::corrections;
pub use head::byline_names;
pub use shown::shown;
pub use stamp::{DateLabel, date_label};

/// What stands in a text beside the story, and what it says of the article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    /// Sorted by span, without overlap.
    pub blocks: Vec<Block>,
    /// Where the headline stands.
    pub headline: Option<Span>,
    /// The names of the author line, without the word before them.
    pub byline: Option<Span>,
    /// The date of a stamp or dateline, where it has a year. Never a caption's: a picture may be older than its article.
    pub stamped: Option<Date>,
    /// The agency of the dateline.
    pub agency: Option<Agency>,
}

/// An agency named in a dateline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agency {
    /// As printed.
    pub name: String,
    /// Where.
    pub span: Span,
    /// Whether it stands between slashes (`/KORR/`): agencies sign their own dispatches so; in brackets it may be a newspaper that
    /// carries the agency.
    pub slashed: bool,
}

/// Finds the parts of a text that are not story. For plain text, records and extracted pages alike.
///
/// Story text wrongly called furniture is lost to every comparison, furniture left in is only noise: in doubt a line is story.
/// Wordings come from `data/furniture.toml`; `lang` (ISO 639-1) chooses among them. `title` is what the record or page gave.
///
/// Wrong where: a one-line paragraph opens a text and looks like a headline; a dateline uses a form that is not listed in
/// the module `dateline`; a furniture line has a wording the table does not know.
pub fn outline(text: &str, title: Option<&str>, lang: Option<&str>) -> Outline {
    let lines = lines(text);
    let mut draft =
        Draft { taken: vec![false; lines.len()], lines, phrases: Phrases::of(lang), outline: Outline::default(), stamp_is_update: false };
    draft.labels();
    head::head(&mut draft, title);
    draft.section_headings();
    tail::tail(&mut draft);
    draft.outline.blocks.sort();
    draft.outline
}

/// What a whole line is by its wording alone, as `data/furniture.toml` lists it; `None` for story text. `lang` as in [`outline`].
pub fn line_kind(line: &str, lang: Option<&str>) -> Option<BlockKind> {
    let phrases = Phrases::of(lang);
    phrases.kind_of(line).or_else(|| tail::photo_credit(line, phrases))
}

/// Shortest neighbour, in bytes, between which a line of one to three words is a section heading.
const SECTION_NEIGHBOUR: usize = 100;

/// Longest section heading in bytes: three words of any language.
const LONGEST_SECTION: usize = 80;

/// An outline in the making.
struct Draft<'a> {
    lines: Vec<Line<'a>>,
    /// Lines that are a block as a whole.
    taken: Vec<bool>,
    phrases: &'static Phrases,
    outline: Outline,
    /// Whether `outline.stamped` comes from a stamp of the last change, which a stamp of the publication replaces.
    stamp_is_update: bool,
}

impl Draft<'_> {
    fn push(&mut self, start: usize, end: usize, kind: BlockKind) {
        self.outline.blocks.push(Block { span: (start..end).into(), kind });
    }

    /// Makes a whole line a block.
    fn take(&mut self, index: usize, kind: BlockKind) {
        let line = self.lines[index];
        self.taken[index] = true;
        self.push(line.start, line.end(), kind);
    }

    fn date(&mut self, date: Date, updated: bool) {
        if self.outline.stamped.is_none() || self.stamp_is_update && !updated {
            self.stamp_is_update = updated;
            self.outline.stamped = Some(date);
        }
    }

    /// Lines whose wording tells, wherever they stand.
    fn labels(&mut self) {
        for index in 0..self.lines.len() {
            let text = self.lines[index].text;
            let kind = self.phrases.kind_of(text).or_else(|| tail::photo_credit(text, self.phrases));
            if let Some(kind) = kind {
                self.take(index, kind);
            }
        }
    }

    /// A line of one to three words between two paragraphs.
    fn section_headings(&mut self) {
        let open: Vec<usize> = (0..self.lines.len()).filter(|&i| !self.taken[i]).collect();
        for window in open.windows(3) {
            let [before, line, after] = [window[0], window[1], window[2]].map(|i| self.lines[i]);
            let heading = line.len() <= LONGEST_SECTION
                && line.words() <= 3
                && line.begins_large()
                && line.text.ends_with(|c: char| c.is_alphabetic())
                && before.len() >= SECTION_NEIGHBOUR
                && after.len() >= SECTION_NEIGHBOUR;
            if heading {
                self.take(window[1], BlockKind::Furniture);
            }
        }
    }
}
