//! What the records say side by side: findings in plain sentences.

mod accounts;
mod candidates;
mod corrected;
mod disguise;
mod echoes;
mod ends;
mod figure_words;
mod figures;
mod headline;
mod hedges;
mod quotes;
mod variants;
mod versions;
mod voices;

pub(crate) use accounts::account_findings;
pub(crate) use corrected::corrected_findings;
pub(crate) use echoes::{Findings, sort};
pub(crate) use ends::{Ends, chain_ends};
pub(crate) use figure_words::figure_findings;
pub(crate) use figures::{NumberEdit, conflicts};
pub(crate) use headline::headline_findings;
pub(crate) use hedges::Hedges;
pub(crate) use quotes::{Statement, quotes, statements};
pub(crate) use voices::VoiceFindings;
