//! What the records say side by side: findings in plain sentences.

mod disguise;
mod echoes;
mod figure_words;
mod figures;
mod quotes;
mod versions;

pub(crate) use echoes::{Findings, sort};
pub(crate) use figure_words::figure_findings;
pub(crate) use figures::{NumberEdit, conflicts};
pub(crate) use quotes::quotes;
