use retold::record::{DateKind, SourceMap};
use retold::text::parse_date;
use url::Url;

use super::finish::{Draft, Refusal};
use super::metadata::Metadata;
use super::page::{Story, story};
use super::skip::SkipReason;
use super::visible::visible_text;

/// Reads a page into a draft. What the draft already says, from a record, stays.
pub(super) fn draft(page: &str, mut draft: Draft) -> Result<Draft, Refusal> {
    let fetched = draft.captured.as_deref().and_then(parse_date);
    let meta = Metadata::of(page, draft.url.as_deref(), fetched.as_ref());
    draft.url = draft.url.or_else(|| meta.address.clone());
    let base = draft.url.as_deref().and_then(|u| Url::parse(u).ok());
    draft.title = draft.title.or(meta.title);
    let Story { text, source, links, media, hidden } = story(page, draft.title.as_deref(), base.as_ref());
    (draft.text, draft.source) = if text.is_empty() { (visible_text(page), SourceMap::default()) } else { (text, source) };
    if draft.text.trim().is_empty() {
        let detail = "no visible text in the page; does a script load it? Save the page from the browser";
        return Err((SkipReason::NoText, detail.to_owned()));
    }
    draft.links = links;
    draft.media = media;
    draft.hidden_text = hidden;
    draft.author = draft.author.or(meta.author);
    draft.site = meta.site;
    draft.page_lang = meta.lang;
    draft.modified = draft.modified.or(meta.modified);
    // behind what the page claims stands what its server said of it
    draft.dates.splice(..0, meta.dates);
    if draft.published.is_some() {
        // the record's own date goes before all the page claims
        draft.dates.iter_mut().filter(|c| c.kind == DateKind::Published).for_each(|c| c.chosen = false);
    }
    draft.published = draft.published.or(meta.published);
    draft.complete = true;
    Ok(draft)
}
