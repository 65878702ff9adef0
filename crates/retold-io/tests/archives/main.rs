//! Archives, feeds and tables of other programs: what is in them comes out, with where it was. All texts, places and outlets are invented.

mod build;
mod bundles;
mod records;
#[allow(dead_code, reason = "each test file uses a part")]
mod run;
mod versions;
mod warc;
