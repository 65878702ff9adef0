//! Text reuse: fingerprints, join, alignment, layers, families, direction, credit.

mod fingerprint;

pub use fingerprint::Posting;
