//! The engine of Retold: texts in, findings with evidence out.

mod account;
mod analyse;
pub mod analysis;
mod claims;
mod compare;
pub mod config;
pub mod corpus;
mod dependence;
pub mod echo;
mod figure;
mod filter;
pub mod find;
mod heard;
pub mod label;
mod overview;
mod packed;
mod pairs;
pub mod record;
mod story;
pub mod text;
pub mod voice;

pub use analyse::{CorpusView, analyse_in_ram};
pub use analysis::{Analysis, Counts, Sink};
pub use claims::claims;
pub use config::Config;
pub use corpus::{Card, Corpus, Digest, MATCHES_AT_A_TIME, Matches, Reading, Shelf};
pub use dependence::{Dependence, dependence};
pub use heard::Heard;
