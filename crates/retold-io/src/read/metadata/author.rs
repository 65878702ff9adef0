//! Who wrote it, as printed.

use retold::text::byline_names;
use serde_json::Value;

use super::super::record::given;
use super::json;
use super::page::{Page, squeezed};

/// Names of meta tags that hold the author.
const AUTHOR: &[&str] = &[
    "author",
    "article:author",
    "article:author_name",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "cxenseparse:author",
    "citation_author",
    "byl",
];

/// An author line is not longer, in bytes: five names with what they do.
const LONGEST: usize = 200;

/// The author line: names without `By`, a date or an address.
pub(super) fn author(page: &Page<'_>, objects: &[Value]) -> Option<String> {
    let written = objects.iter().filter(|o| json::is_article(o)).find_map(|o| json::names(o.get("author")?));
    let metas = AUTHOR.iter().flat_map(|name| page.metas_of(name)).filter_map(squeezed);
    written.into_iter().chain(metas).find_map(|name| cleaned(&name))
}

fn cleaned(author: &str) -> Option<String> {
    let names = byline_names(author);
    let address = names.contains("://") || names.contains('@') || names.starts_with("www.") || names.starts_with('/');
    let letters = names.chars().any(char::is_alphabetic);
    given(Some(names.to_owned())).filter(|names| letters && !address && names.len() <= LONGEST)
}
