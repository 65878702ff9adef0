//! Several texts under one given id and address: versions of one article, each under an id of its own, whichever was read first.

use retold::record::{Article, stable_id};
use retold::text::parse_date;

/// Which of several texts keeps the id that their records give: the smallest. The earliest capture, else the earliest publication (seconds since
/// 1970, the end of time where unknown), then the hash of the text.
pub type VersionOrder = (i64, String);

/// The place of an article among the texts with its id.
pub fn version_order(article: &Article) -> VersionOrder {
    order(article.captured.as_deref(), article.published.as_ref().map(|d| d.from), article.text_sha256.clone())
}

pub(crate) fn order(captured: Option<&str>, published: Option<i64>, text_sha256: String) -> VersionOrder {
    let captured = captured.and_then(parse_date).map(|d| d.from);
    (captured.or(published).unwrap_or(i64::MAX), text_sha256)
}

/// The id of a text that does not keep the id its record gives.
pub fn version_id(given: &str, text_sha256: &str) -> String {
    stable_id("v", &[given, text_sha256])
}
