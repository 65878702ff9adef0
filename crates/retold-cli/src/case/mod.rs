//! The case file: chosen findings as one memo, to be read by a second person, an editor, the outlet that is asked.
//!
//! | file | what it does |
//! |---|---|
//! | [`memo`] | what stands in it: findings, numbered excerpts, what could not be checked, questions to the outlets |
//! | [`markdown`] | the memo as Markdown; `templates/memo.html` is the same as a page of its own |

pub(crate) mod markdown;
pub(crate) mod memo;

use askama::Template;

use crate::report::page::{STYLE, policy};
use memo::Memo;

#[derive(Template)]
#[template(path = "memo.html")]
struct MemoPage<'a> {
    memo: &'a Memo,
    policy: String,
    style: &'static str,
}

/// The memo as a page that needs nothing else.
///
/// # Errors
/// Where the template cannot be rendered.
pub(crate) fn page(memo: &Memo) -> Result<String, askama::Error> {
    MemoPage { memo, policy: policy(), style: STYLE }.render()
}
