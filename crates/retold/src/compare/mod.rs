//! What the records say side by side: findings in plain sentences.

mod disguise;
mod echoes;
mod versions;

pub(crate) use echoes::findings;
