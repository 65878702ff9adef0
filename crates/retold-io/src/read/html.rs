use std::panic::{AssertUnwindSafe, catch_unwind};

use retold::record::DateKind;
use retold::text::parse_date;
use trafilatura::Options;
use url::Url;

use super::finish::{Draft, Refusal};
use super::metadata::Metadata;
use super::skip::SkipReason;
use super::tags::{Part, attribute, parts};
use super::visible::visible_text;

/// Pages nested deeper are not given to the extractor, which walks its tree by recursion: a stack overflow cannot be caught.
/// Of 1569 pages of news sites and blogs the deepest has 86 levels by this count, one in a hundred more than 37.
const MAX_DEPTH: usize = 256;

/// Larger pages are read as visible text only: the extractor compares several readings of the tree and its time is not linear.
/// The largest of 1569 pages of news sites and blogs, scripts and all, has 1.8 MB.
const MAX_PAGE: usize = 8 << 20;

/// Links kept of one article.
const MAX_LINKS: usize = 1000;

/// Elements that close themselves where the next one opens; they do not add depth even where a page never closes them.
const SELF_CLOSING: [&str; 27] = [
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "optgroup", "option", "p", "param", "rb",
    "rp", "rt", "source", "tbody", "td", "th", "tr", "track", "wbr",
];

/// Reads a page into a draft. What the draft already says, from a record, stays.
pub(super) fn draft(page: &str, mut draft: Draft) -> Result<Draft, Refusal> {
    let fetched = draft.captured.as_deref().and_then(parse_date);
    let meta = Metadata::of(page, draft.url.as_deref(), fetched.as_ref());
    draft.url = draft.url.or_else(|| meta.address.clone());
    let base = draft.url.as_deref().and_then(|u| Url::parse(u).ok());
    let (text, links) = extract(page, base.as_ref()).unwrap_or_default();
    draft.text = if text.trim().is_empty() { visible_text(page) } else { text };
    if draft.text.trim().is_empty() {
        let detail = "no visible text in the page; does a script load it? Save the page from the browser";
        return Err((SkipReason::NoText, detail.to_owned()));
    }
    draft.links = links;
    draft.title = draft.title.or(meta.title);
    draft.author = draft.author.or(meta.author);
    draft.site = meta.site;
    draft.page_lang = meta.lang;
    draft.modified = draft.modified.or(meta.modified);
    draft.dates = meta.dates;
    if draft.published.is_some() {
        // the record's own date goes before all the page claims
        draft.dates.iter_mut().filter(|c| c.kind == DateKind::Published).for_each(|c| c.chosen = false);
    }
    draft.published = draft.published.or(meta.published);
    draft.complete = true;
    Ok(draft)
}

/// Article text and links by the extractor; `None` where it gives nothing, panics, or had better not be asked.
fn extract(page: &str, base: Option<&Url>) -> Option<(String, Vec<String>)> {
    if page.len() > MAX_PAGE || is_deep(page) {
        return None;
    }
    let mut options = Options::default().with_fallback(true).with_exclude_comments(true).with_links(true);
    options.original_url = base.cloned();
    // Third-party code on hostile input: a panic costs this page its extraction, not the user the run.
    let result = catch_unwind(AssertUnwindSafe(|| trafilatura::extract(page, &options))).ok()?.ok()?;
    let links = links(&result.content_html, base);
    // Its plain text runs paragraphs together; its HTML keeps them apart.
    Some((visible_text(&result.content_html), links))
}

/// An upper bound of the depth of the tree, from tags alone.
fn is_deep(page: &str) -> bool {
    let mut depth = 0_usize;
    for part in parts(page) {
        let counts = |name: &str| !SELF_CLOSING.iter().any(|n| name.eq_ignore_ascii_case(n));
        match part {
            Part::Open { name, attributes, .. } if counts(name) && !attributes.ends_with('/') => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return true;
                }
            }
            Part::Close(name) if counts(name) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

/// Absolute addresses the text links to, in order, each once.
fn links(content: &str, base: Option<&Url>) -> Vec<String> {
    let mut links: Vec<String> = Vec::new();
    for part in parts(content) {
        let Part::Open { name: "a", attributes, .. } = part else {
            continue;
        };
        let Some(href) = attribute(attributes, "href") else {
            continue;
        };
        let resolved = match base {
            Some(base) => base.join(&href),
            None => Url::parse(&href),
        };
        if let Ok(address) = resolved
            && matches!(address.scheme(), "http" | "https")
            && !links.iter().any(|l| l == address.as_str())
        {
            links.push(address.into());
            if links.len() == MAX_LINKS {
                break;
            }
        }
    }
    links
}
