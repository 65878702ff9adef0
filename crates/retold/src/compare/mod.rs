//! What the records say side by side: findings in plain sentences.

mod echoes;
mod quotes;
mod versions;

pub(crate) use echoes::findings;
pub(crate) use quotes::quotes;
