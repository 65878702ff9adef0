//! What the records say side by side: findings in plain sentences.

mod echoes;
mod quotes;

pub(crate) use echoes::findings;
pub(crate) use quotes::quotes;
