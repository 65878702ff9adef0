//! The engine of Retold: texts in, findings with evidence out.

mod analyse;
pub mod analysis;
mod compare;
pub mod config;
pub mod corpus;
mod dependence;
pub mod echo;
mod figure;
mod filter;
pub mod find;
mod overview;
mod packed;
mod pairs;
pub mod record;
mod story;
pub mod text;
pub mod voice;

pub use analyse::{CorpusView, analyse_in_ram};
pub use analysis::{Analysis, Counts, Sink};
pub use config::Config;
pub use corpus::{Card, Corpus, Digest, MATCHES_AT_A_TIME, Matches, Reading, Shelf};
pub use dependence::{Dependence, dependence};
