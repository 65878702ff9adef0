//! How large a page will be: estimates made before anything is written, since every link must know whether its page exists.
//!
//! The numbers were measured on the sample report and rounded up; `a_report_stays_below_its_size` holds them to it.

use retold::record::{Article, Family, Match};

/// Head, styles, start page, method.
pub(crate) const FRAME: usize = 60_000;
/// A line of the list of findings, of articles, of skipped inputs.
pub(crate) const FINDING: usize = 1_200;
pub(crate) const ARTICLE_LINE: usize = 450;
pub(crate) const SKIPPED: usize = 200;

/// The page of an article with so many pairs, `listed` of which are named at most.
pub(crate) fn article(article: &Article, pairs: usize, listed: usize) -> usize {
    3_600 + text(article) + 1_000 * pairs.min(listed) + 300 * article.links.len().min(1)
}

/// The page of a pair and its line in the list.
pub(crate) fn pair(left: &Article, right: &Article, matches: &[Match]) -> usize {
    let edits: usize = matches.iter().map(|m| m.edits.len()).sum();
    7_500 + text(left) + text(right) + 1_000 * matches.len().min(300) + 600 * edits.min(400)
}

/// The page of a family and its line in the list.
pub(crate) fn family(family: &Family, listed: usize) -> usize {
    5_000 + 800 * family.members.len().min(listed) + 2 * family.exemplar.span.len() as usize
}

/// An article's text with its marks.
fn text(article: &Article) -> usize {
    article.text.len() * 4 / 3
}
