//! A paragraph cut into runs: stretches of text under the same marks.
//!
//! Marks overlap freely (an edit inside a quotation inside a match), HTML elements may not; so a paragraph is swept from
//! boundary to boundary and each run carries all that holds there.

use retold::record::{Article, BlockKind, EditClass, Span};

use super::paragraphs::{first_words, last_words, slice};
use super::visible::visible;
use super::wording;

/// Words shown on each side of a match where only excerpts are shown.
const EXCERPT_WORDS: usize = 40;
/// Words of the other side's text that a caret repeats.
const CARET_WORDS: usize = 12;

/// Something to be shown on a stretch of an article.
#[derive(Debug, Clone)]
pub(crate) struct Mark {
    pub(crate) span: Span,
    pub(crate) what: What,
}

#[derive(Debug, Clone)]
pub(crate) enum What {
    /// A shared passage, with the links before and after it.
    Shared {
        /// Class of the line under it.
        tone: &'static str,
        before: Option<Anchor>,
        after: Vec<Anchor>,
        /// For screen readers, at the end.
        ends: String,
    },
    /// Part of a shared passage that stands in quotation marks.
    Quote,
    /// A difference; what the other side has in its place.
    Edit { class: EditClass, other: String },
    /// Words that give a credit.
    Credit,
    /// Not story text.
    Block(BlockKind),
}

/// A link set at the edge of a match.
#[derive(Debug, Clone)]
pub(crate) struct Anchor {
    pub(crate) id: Option<String>,
    pub(crate) href: Option<String>,
    /// What is shown.
    pub(crate) label: String,
    /// What is read out before the label.
    pub(crate) spoken: String,
}

/// How an edit's words are marked up: `ins` and `del` claim an order and are used only where one is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Earlier,
    Later,
    Unordered,
}

/// A stretch of text under the same marks.
#[derive(Debug, Default)]
pub(crate) struct Run {
    pub(crate) text: String,
    /// CSS classes of the `mark`; empty outside matches.
    pub(crate) class: String,
    /// `del`, `ins`, `em` or empty.
    pub(crate) edit: &'static str,
    /// A number or a negation: what changes the statement.
    pub(crate) weighty: bool,
    /// Name of the block kind, or empty.
    pub(crate) block: &'static str,
    /// Whether the name is to be shown: at the start of a block.
    pub(crate) block_begins: bool,
    pub(crate) credit: bool,
    /// Whether its `mark` goes on from the run before, and into the run behind.
    pub(crate) goes_on: (bool, bool),
    pub(crate) before: Vec<Anchor>,
    pub(crate) after: Vec<Anchor>,
    pub(crate) ends: Vec<String>,
    /// What the other side has at this place, where this side has nothing.
    pub(crate) caret: String,
    /// The same as a number of words.
    pub(crate) caret_words: String,
    /// Words left out of an excerpt.
    pub(crate) gap: String,
}

/// A paragraph as shown.
#[derive(Debug)]
pub(crate) struct Paragraph {
    pub(crate) runs: Vec<Run>,
    /// Mostly shared words in quotation marks: drawn with a bar.
    pub(crate) quoted: bool,
    pub(crate) lang: String,
}

/// Cuts `within` of the article's text into runs.
pub(crate) fn paragraph(article: &Article, within: Span, marks: &[Mark], side: Side) -> Paragraph {
    let marks: Vec<&Mark> = marks.iter().filter(|m| m.span.start <= within.end && m.span.end >= within.start).collect();
    let mut cuts = vec![within.start, within.end];
    for m in &marks {
        cuts.extend([m.span.start, m.span.end].map(|at| at.clamp(within.start, within.end)));
    }
    cuts.sort_unstable();
    cuts.dedup();
    let mut runs = Vec::new();
    for pair in cuts.windows(2) {
        let span = Span::new(pair[0], pair[1]);
        runs.extend(carets(&marks, span.start));
        let text = slice(&article.text, span);
        runs.push(run(&article.text, text, span, &marks, side));
    }
    runs.extend(carets(&marks, within.end));
    Paragraph { quoted: mostly_quoted(&marks, within), lang: lang(article), runs: in_one_mark(joined(runs)) }
}

/// Runs of one class with nothing between them stand in one `mark`: an edited passage has a run for each differing word.
fn in_one_mark(mut runs: Vec<Run>) -> Vec<Run> {
    for i in 1..runs.len() {
        let (a, b) = (&runs[i - 1], &runs[i]);
        let plain = |r: &Run| !r.class.is_empty() && r.block.is_empty() && !r.credit;
        let nothing_between = a.after.is_empty() && a.ends.is_empty() && a.gap.is_empty() && b.before.is_empty() && b.caret.is_empty();
        let one = plain(a) && plain(b) && a.class == b.class && nothing_between;
        runs[i - 1].goes_on.1 = one;
        runs[i].goes_on.0 = one;
    }
    runs
}

/// The language of an article for the `lang` attribute; empty (unknown) where it is not a language tag.
pub(crate) fn lang(article: &Article) -> String {
    let tag = article.lang.as_deref().unwrap_or("");
    let fine = tag.len() <= 12 && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if fine { tag.to_owned() } else { String::new() }
}

fn run(whole: &str, text: &str, span: Span, marks: &[&Mark], side: Side) -> Run {
    let mut run = Run { text: visible(text), ..Run::default() };
    let over = |m: &&&Mark| m.span.contains(span) && !m.span.is_empty();
    let mut quote = false;
    for m in marks.iter().filter(over) {
        match &m.what {
            What::Shared { tone, before, after, ends } => {
                if run.class.is_empty() {
                    run.class = (*tone).to_owned();
                }
                if blank(whole, m.span.start, span.start) {
                    run.before.extend(before.clone());
                }
                if blank(whole, span.end, m.span.end) {
                    run.after.extend(after.iter().cloned());
                    run.ends.push(ends.clone());
                }
            }
            What::Quote => quote = true,
            What::Edit { class, .. } if wording::is_shown(*class) => {
                run.weighty |= wording::is_weighty(*class);
                run.edit = match side {
                    Side::Earlier => "del",
                    Side::Later => "ins",
                    Side::Unordered => "em",
                };
            }
            What::Edit { .. } => {}
            What::Credit => run.credit = true,
            What::Block(kind) => {
                run.block = wording::block(*kind);
                run.block_begins |= blank(whole, m.span.start, span.start);
            }
        }
    }
    if quote && !run.class.is_empty() {
        run.class.push_str(" q");
    }
    run
}

/// Whether nothing but white space lies between two places.
fn blank(text: &str, from: u32, to: u32) -> bool {
    from >= to || text.get(from as usize..to as usize).is_some_and(|t| t.trim().is_empty())
}

/// Marks for places where only the other side has words.
fn carets(marks: &[&Mark], at: u32) -> Option<Run> {
    let here = marks.iter().filter(|m| m.span.is_empty() && m.span.start == at);
    let words: Vec<&str> = here
        .filter_map(|m| match &m.what {
            What::Edit { class, other } if wording::is_shown(*class) => Some(other.as_str()),
            _ => None,
        })
        .collect();
    let words = words.join(" ");
    let count = words.split_whitespace().filter(|w| w.contains(char::is_alphanumeric)).count();
    (!words.is_empty()).then(|| Run {
        caret: first_words(&words, CARET_WORDS),
        caret_words: format!("+{}", wording::counted(count as u64, "word", "words")),
        ..Run::default()
    })
}

/// Joins neighbours under the same marks, so that case and punctuation edits, which are not shown, leave no seams.
fn joined(runs: Vec<Run>) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    for run in runs {
        let seam = out.last_mut().filter(|last| {
            last.caret.is_empty()
                && run.caret.is_empty()
                && last.after.is_empty()
                && last.ends.is_empty()
                && run.before.is_empty()
                && (&last.class, last.edit, last.weighty) == (&run.class, run.edit, run.weighty)
                && (last.credit, last.block) == (run.credit, run.block)
        });
        match seam {
            Some(last) => {
                last.text.push_str(&run.text);
                last.after = run.after;
                last.ends = run.ends;
            }
            None => out.push(run),
        }
    }
    out
}

fn mostly_quoted(marks: &[&Mark], within: Span) -> bool {
    let quoted: u32 =
        marks.iter().filter(|m| matches!(m.what, What::Quote)).filter_map(|m| m.span.intersection(within)).map(Span::len).sum();
    quoted * 5 >= within.len() * 3
}

/// Cuts the plain runs of a paragraph down to the words next to a match.
pub(crate) fn excerpt(paragraph: &mut Paragraph) {
    let count = paragraph.runs.len();
    for (i, run) in paragraph.runs.iter_mut().enumerate() {
        let words = run.text.split_whitespace().count();
        let sides = usize::from(i > 0) + usize::from(i + 1 < count);
        if !run.class.is_empty() || run.credit || words <= sides * EXCERPT_WORDS {
            continue;
        }
        run.gap = wording::words_left_out(words - sides * EXCERPT_WORDS);
        let head = if i > 0 { first_words(&run.text, EXCERPT_WORDS) } else { String::new() };
        let tail = if i + 1 < count { last_words(&run.text, EXCERPT_WORDS) } else { String::new() };
        run.text = format!("{head} {tail} ");
    }
}

#[cfg(test)]
mod tests {
    use super::{Mark, Side, What, paragraph};
    use crate::report::sample::article;
    use retold::record::{EditClass, Span};

    #[test]
    fn marks_that_overlap_are_cut_at_every_edge() {
        let a = article("a", "The plan provides for 800 people tonight.");
        let mark = |s: usize, e: usize, what| Mark { span: Span::from(s..e), what };
        let shared = What::Shared { tone: "e", before: None, after: Vec::new(), ends: "match 1 ends".into() };
        let number = What::Edit { class: EditClass::Number, other: "1,800".into() };
        let cut = What::Edit { class: EditClass::Cut, other: "very late".into() };
        let marks = [mark(4, 32, shared), mark(22, 25, number), mark(32, 32, cut)];
        let p = paragraph(&a, Span::from(0..a.text.len()), &marks, Side::Later);
        let seen: Vec<_> = p.runs.iter().map(|r| (r.text.as_str(), r.class.as_str(), r.edit, r.caret.as_str())).collect();
        assert_eq!(
            seen,
            [
                ("The ", "", "", ""),
                ("plan provides for ", "e", "", ""),
                ("800", "e", "ins", ""),
                (" people", "e", "", ""),
                ("", "", "", "very late"),
                (" tonight.", "", "", ""),
            ]
        );
        assert!(p.runs[2].weighty);
        assert_eq!(p.runs[3].ends, ["match 1 ends"]);
    }
}
