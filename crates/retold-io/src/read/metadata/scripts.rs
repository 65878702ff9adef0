//! Dates in the data that scripts carry.

/// Names of a publication date in the data of page-building programs, as met on pages.
const KEYS: [&str; 16] = [
    "datePublished",
    "publishedAt",
    "published_at",
    "publishDate",
    "publish_date",
    "firstPublished",
    "firstPublishDate",
    "publicationDate",
    "publication_date",
    "pubDate",
    "pubdate",
    "publishedDate",
    "published_time",
    "article_publish_date",
    "originalPublishDate",
    "dateCreated",
];

/// Larger scripts are programs, not data.
const MAX_SCRIPT: usize = 2 << 20;

/// Bytes a date takes at most.
const LONGEST: usize = 40;

/// The first value under each name, with the name; scripts in order. Linear: each script is searched once for each name.
pub(super) fn dates<'a>(scripts: &[&'a str]) -> Vec<(&'static str, &'a str)> {
    let mut found = Vec::new();
    for script in scripts.iter().filter(|s| s.len() <= MAX_SCRIPT) {
        for key in KEYS {
            found.extend(value(script, key).map(|value| (key, value)));
        }
    }
    found
}

/// What stands behind `"key":` or `key=`, up to the end of the value.
fn value<'a>(script: &'a str, key: &str) -> Option<&'a str> {
    script.match_indices(key).find_map(|(at, _)| {
        let after = &script[at + key.len()..];
        let rest = after.trim_start_matches(['"', '\'', '\\', ' ', ':', '=']);
        let length = rest.bytes().take(LONGEST).position(|b| matches!(b, b'"' | b'\'' | b'\\' | b',' | b'}'))?;
        rest.get(..length).filter(|value| rest.len() < after.len() && value.bytes().any(|b| b.is_ascii_digit()))
    })
}
