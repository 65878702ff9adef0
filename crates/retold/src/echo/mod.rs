//! Text reuse: fingerprints, join, alignment, layers, families, direction, credit.

mod align;
mod credit;
mod direction;
mod edit;
mod family;
mod fingerprint;
mod join;
mod layer;
mod matching;
mod pair;
mod place;
mod texts;
mod version;

pub(crate) use credit::{Credits, of_article};
pub(crate) use direction::{Side, date_conflict, judge, name};
pub(crate) use family::{Star, stars};
pub(crate) use fingerprint::all_grams;
pub use fingerprint::{Posting, fingerprint};
pub use join::{Join, JoinCounts, join_in_ram};
pub(crate) use layer::{Labels, block_layer};
pub use matching::Matcher;
pub use pair::time_ranks;
pub(crate) use pair::{Shared, shared};
pub(crate) use texts::Texts;
pub use version::Pages;
pub(crate) use version::{Step, Versions};
