//! One article's text, read once: folded words, quotation marks, blocks, dates, credits.

mod block;
mod date;
mod fold;

pub use block::{Agency, Outline, outline};
pub use date::{leading_date, leading_day_and_month, parse_date};
pub use fold::{Word, fold};
