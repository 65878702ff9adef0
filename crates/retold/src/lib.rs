//! The engine of Retold: texts in, findings with evidence out.

pub mod analysis;
pub mod config;
pub mod corpus;
pub mod echo;
pub mod record;
pub mod text;

pub use analysis::{Analysis, Counts};
pub use config::Config;
pub use corpus::{Card, Corpus, Reading, Shelf};
