//! Text reuse: fingerprints, join, alignment, layers, families, direction, credit.

mod align;
mod edit;
mod fingerprint;
mod join;
mod matching;

pub use fingerprint::{Posting, fingerprint};
pub use join::{Join, JoinCounts};
pub use matching::Matcher;
