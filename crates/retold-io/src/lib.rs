//! Readers, writers and the collection on disk.

pub mod collection;
pub mod manifest;
pub mod segment;
pub mod skipped;
pub mod write;

pub use collection::Collection;
pub use manifest::Manifest;
pub use skipped::SkippedRow;
