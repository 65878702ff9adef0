//! One article's text, read once: folded words, quotation marks, blocks, dates, credits.

mod block;
mod credit;
mod date;
mod entity;
mod fold;
mod gazetteer;
mod lexicon;
mod lookalike;
mod markup;
mod quotemark;

pub use block::{Agency, Outline, outline};
pub(crate) use credit::{Mention, MentionForm, mentions};
pub use date::{leading_date, leading_day_and_month, parse_date};
pub(crate) use fold::is_invisible;
pub use fold::{Word, fold, folded};
pub use gazetteer::Gazetteer;
pub(crate) use lexicon::{Lexicon, lexicon};
pub(crate) use lookalike::mixed_words;
pub use quotemark::quotations;
