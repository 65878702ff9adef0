//! One article's text, read once: folded words, quotation marks, blocks, dates, credits.

mod fold;

pub use fold::{Word, fold};
