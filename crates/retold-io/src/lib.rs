//! Readers, writers and the collection on disk.

pub mod add;
pub mod agreement;
pub mod claims;
pub mod collection;
mod dependence;
mod domain;
pub mod find;
pub mod ids;
pub mod manifest;
pub mod overview;
pub mod package;
pub mod publish;
pub mod read;
pub mod segment;
mod sites;
pub mod skipped;
pub mod sums;
pub mod thresholds;
mod version;
pub mod write;

pub use collection::{Collection, Roster};
pub use dependence::dependence;
pub use domain::registered_domain;
pub use manifest::Manifest;
pub use overview::Overview;
pub use sites::mark_sites;
pub use skipped::SkippedRow;
pub use version::{VersionOrder, version_id, version_order};
