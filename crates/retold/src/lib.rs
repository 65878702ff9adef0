//! The engine of Retold: texts in, findings with evidence out.

mod analyse;
pub mod analysis;
mod compare;
pub mod config;
pub mod corpus;
pub mod echo;
mod figure;
pub mod find;
pub mod record;
mod story;
pub mod text;
pub mod voice;

pub use analyse::{CorpusView, analyse_in_ram};
pub use analysis::{Analysis, Counts};
pub use config::Config;
pub use corpus::{Card, Corpus, Reading, Shelf};
