//! Text reuse: fingerprints, join, alignment, layers, families, direction, credit.

mod align;
mod beside;
mod changes;
mod credit;
mod direction;
mod edit;
mod family;
mod fingerprint;
mod growth;
mod join;
mod layer;
mod matching;
mod noisy;
mod pair;
mod place;
mod stemma;
mod texts;
mod version;

pub(crate) use beside::beside;
pub(crate) use changes::Changes;
pub(crate) use credit::{Credited, Credits, Standing, of_article, passage_credit};
pub(crate) use direction::{Context, Judged, Side, Signs, date_conflict, judge, name};
pub(crate) use family::{Star, stars};
pub(crate) use fingerprint::all_grams;
pub use fingerprint::{Posting, fingerprint};
pub(crate) use growth::growth;
pub use join::{Join, JoinCounts, join_in_ram};
pub(crate) use layer::{Labels, block_layer};
pub use matching::Matcher;
pub use pair::time_ranks;
pub(crate) use pair::{Shared, shared};
pub(crate) use stemma::stemma;
pub(crate) use texts::Texts;
pub use version::Pages;
pub(crate) use version::{Step, Versions};
