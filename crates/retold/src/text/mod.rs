//! One article's text, read once: folded words, quotation marks, blocks, dates, credits.

mod entity;
mod fold;
mod lexicon;
mod quotemark;

pub(crate) use fold::is_invisible;
pub use fold::{Word, fold, folded};
pub(crate) use lexicon::{Lexicon, lexicon};
pub use quotemark::quotations;
