//! One article's text, read once: folded words, quotation marks, blocks, dates, credits.

mod address;
mod block;
mod credit;
mod date;
mod disguise;
mod entity;
mod fold;
mod gazetteer;
mod language;
mod letters;
mod lexicon;
mod line;
mod lookalike;
mod markup;
mod quotemark;
mod sentence;
mod term;

pub use address::page_key;
pub use block::{Agency, DateLabel, Outline, byline_names, corrections, date_label, line_kind, outline, shown};
pub(crate) use credit::{Mention, mentions};
pub(crate) use date::day_number;
pub use date::{DateStyle, DayOrder, date_of_seconds, find_dates, leading_date, leading_day_and_month, parse_date, parse_date_in, times};
pub use disguise::Disguise;
pub(crate) use disguise::disguised_words;
pub use fold::{Word, fold, folded};
pub(crate) use fold::{hashes, is_invisible};
pub use gazetteer::Gazetteer;
pub(crate) use gazetteer::is_institution;
pub(crate) use language::of_language;
pub(crate) use letters::Letters;
pub(crate) use lexicon::{Actor, Lexicon, lexicon};
pub use line::on_one_line;
pub use quotemark::quotations;
pub(crate) use sentence::{ends_sentence, sentences};
pub(crate) use term::{function_words, term};
