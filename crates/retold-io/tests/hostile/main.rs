//! Files made to break readers: each ends as a named line, in bounded time and memory, and what is sound beside it is read.
//! Everything is generated here; all texts, places and outlets are invented.

#[path = "../archives/build.rs"]
#[allow(dead_code, reason = "each test file uses a part")]
mod build;
#[path = "../archives/run.rs"]
#[allow(dead_code, reason = "each test file uses a part")]
mod run;

mod bombs;
mod cost;
mod damage;
mod disguise;
mod parquet;
mod trees;
mod zips;
