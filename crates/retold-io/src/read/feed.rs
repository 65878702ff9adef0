use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use feed_rs::model::{Entry, Feed};
use retold::record::{DateClaim, DateKind, DateOrigin};
use retold::text::parse_date;

use super::batch::{Batch, Form, Piece};
use super::finish::{Draft, Refusal};
use super::skip::{SkipReason, Skipped};

/// Elements inside each other; feeds have about ten. The parser walks what an item holds by recursion.
const MAX_DEPTH: usize = 128;

/// Reads an RSS or Atom feed. Its items are marked as parts of articles: mostly a feed has the first lines only, and it cannot be told whether
/// it has all of them.
pub(super) fn read<E>(input: &Arc<str>, raw: &[u8], batch: &mut Batch<'_, E>) -> Result<(), E> {
    let feed = match parse(raw) {
        Ok(feed) => feed,
        Err((reason, detail)) => return batch.skip(Skipped::file(input, reason, detail)),
    };
    if feed.entries.is_empty() {
        return batch.skip(Skipped::file(input, SkipReason::Empty, "no item in it"));
    }
    let site = feed.title.map(|t| t.content);
    for (number, entry) in feed.entries.into_iter().enumerate() {
        let locator = Some(format!("item {}", number + 1));
        let (raw, mut draft) = item(entry);
        draft.site = site.clone();
        draft.page_lang = feed.language.clone();
        batch.piece(Piece { input: Arc::clone(input), locator, raw: raw.into_bytes(), form: Form::Part(Box::new(draft)) })?;
    }
    Ok(())
}

fn parse(raw: &[u8]) -> Result<Feed, Refusal> {
    let declares = |mark: &[u8]| raw.windows(mark.len()).any(|w| w.eq_ignore_ascii_case(mark));
    if declares(b"<!ENTITY") {
        return Err((SkipReason::BadFeed, "it declares entities, which no feed needs; they are not expanded".to_owned()));
    }
    if depth(raw) > MAX_DEPTH {
        return Err((SkipReason::BadFeed, format!("more than {MAX_DEPTH} elements inside each other")));
    }
    // Third-party code on hostile input: a panic costs this file, not the user the run.
    match catch_unwind(AssertUnwindSafe(|| feed_rs::parser::parse(raw))) {
        Ok(Ok(feed)) => Ok(feed),
        Ok(Err(feed_rs::parser::ParseFeedError::ParseError(feed_rs::parser::ParseErrorKind::NoFeedRoot))) => {
            Err((SkipReason::UnsupportedFormat, "XML, but no RSS or Atom feed".to_owned()))
        }
        Ok(Err(error)) => Err((SkipReason::BadFeed, format!("{error}; fetch the feed again"))),
        Err(_) => Err((SkipReason::BadFeed, "the parser gave up".to_owned())),
    }
}

/// The markup an item has of its article, and what it says of it.
fn item(entry: Entry) -> (String, Draft) {
    let markup = entry.content.and_then(|c| c.body).filter(|b| !b.trim().is_empty()).or(entry.summary.map(|s| s.content));
    // no id: where an item has none, the parser makes one up by chance
    let page = |l: &&feed_rs::model::Link| l.rel.as_deref().is_none_or(|r| r == "alternate");
    let url = entry.links.iter().find(page).map(|l| l.href.clone()).filter(|u| u.starts_with("http"));
    let author =
        entry.authors.iter().filter_map(|a| a.name.as_deref()).map(str::trim).filter(|n| !n.is_empty()).collect::<Vec<_>>().join(", ");
    let claim = |kind, key: &str, moment: Option<String>| {
        let raw = moment?;
        let date = parse_date(&raw)?;
        Some(DateClaim { kind, origin: DateOrigin::Feed, key: key.to_owned(), raw, date, chosen: true })
    };
    // for formats that have one date the parser gives it twice
    let changed = entry.updated.filter(|d| Some(*d) != entry.published);
    let published = claim(DateKind::Published, "published", entry.published.map(|d| d.to_rfc3339()));
    let modified = claim(DateKind::Modified, "updated", changed.map(|d| d.to_rfc3339()));
    let mut draft = Draft {
        url,
        title: entry.title.map(|t| t.content.trim().to_owned()).filter(|t| !t.is_empty()),
        author: Some(author).filter(|a| !a.is_empty()),
        published: published.as_ref().map(|c| (c.date.clone(), c.origin)),
        modified: modified.as_ref().map(|c| c.date.iso.clone()),
        dates: published.into_iter().chain(modified).collect(),
        ..Draft::default()
    };
    draft.only("feed");
    (markup.unwrap_or_default(), draft)
}

/// How many elements stand inside each other at most. One pass; comments and character data are passed over.
fn depth(xml: &[u8]) -> usize {
    let (mut depth, mut deepest, mut at) = (0_usize, 0, 0);
    let find = |from: usize, mark: &[u8]| xml[from..].windows(mark.len()).position(|w| w == mark).map(|p| from + p + mark.len());
    while let Some(open) = xml[at..].iter().position(|&b| b == b'<').map(|p| at + p) {
        let rest = &xml[open..];
        let (end, change): (Option<usize>, i8) = if rest.starts_with(b"<!--") {
            (find(open, b"-->"), 0)
        } else if rest.starts_with(b"<![CDATA[") {
            (find(open, b"]]>"), 0)
        } else {
            let end = find(open, b">");
            let closed = end.is_some_and(|e| xml[e - 2] == b'/');
            match rest.get(1) {
                Some(b'/') => (end, -1),
                Some(b'?' | b'!') => (end, 0),
                _ if closed => (end, 0),
                _ => (end, 1),
            }
        };
        depth = depth.saturating_add_signed(change.into());
        deepest = deepest.max(depth);
        match end {
            Some(end) => at = end,
            None => break,
        }
    }
    deepest
}
