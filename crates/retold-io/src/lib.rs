//! Readers, writers and the collection on disk.

pub mod segment;
