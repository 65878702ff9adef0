//! Readers, writers and the collection on disk.
