//! What the records say side by side: findings in plain sentences.

mod echoes;

pub(crate) use echoes::findings;
