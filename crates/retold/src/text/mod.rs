//! One article's text, read once: folded words, quotation marks, blocks, dates, credits.

mod credit;
mod entity;
mod fold;
mod gazetteer;
mod lexicon;
mod quotemark;

pub(crate) use credit::{Mention, MentionForm, mentions};
pub(crate) use fold::is_invisible;
pub use fold::{Word, fold, folded};
pub use gazetteer::Gazetteer;
pub(crate) use lexicon::{Lexicon, lexicon};
pub use quotemark::quotations;
