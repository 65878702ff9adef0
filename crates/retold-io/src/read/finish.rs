use retold::record::{Article, Date, DateClaim, DateOrigin, Role, Span, stable_id};
use retold::text::{Agency, corrections, outline, times};
use sha2::{Digest, Sha256};

use super::batch::{Form, Piece};
use super::open::too_large;
use super::outlets::Register;
use super::record::Record;
use super::skip::{SkipReason, Skipped};
use super::{Read, ReadOptions, decode, html, lang, table};

/// What a piece became.
pub(super) struct Finished {
    pub(super) read: Read,
    /// Given dates of the article that could not be read.
    pub(super) unread_dates: u64,
}

impl Finished {
    pub(super) fn skipped(skipped: Skipped) -> Self {
        Finished { read: Read::Skipped(skipped), unread_dates: 0 }
    }
}

/// What is known of an article before its text is outlined.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) id: Option<String>,
    pub(super) url: Option<String>,
    pub(super) archive_url: Option<String>,
    pub(super) extra: Option<String>,
    pub(super) captured: Option<String>,
    pub(super) outlet: Option<String>,
    /// The name a page gives to its site; weaker than an outlet known by its domain.
    pub(super) site: Option<String>,
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    pub(super) published: Option<(Date, DateOrigin)>,
    pub(super) modified: Option<String>,
    /// What the page claims.
    pub(super) dates: Vec<DateClaim>,
    pub(super) lang: Option<String>,
    /// The language a page declares; weaker than the text itself.
    pub(super) page_lang: Option<String>,
    pub(super) role: Option<Role>,
    pub(super) complete: bool,
    pub(super) links: Vec<String>,
    pub(super) unread_dates: u64,
    pub(super) text: String,
}

/// Why a piece is no article.
pub(super) type Refusal = (SkipReason, String);

/// Makes an article of a piece. Depends on the piece and the options alone, so pieces are finished in any order.
pub(super) fn finish(piece: Piece, options: &ReadOptions, register: &Register) -> Finished {
    let cap = options.limit();
    let draft = draft(&piece).and_then(|draft| match draft.text.len() as u64 {
        0 => Err((SkipReason::NoText, "the text is empty".to_owned())),
        length if length > cap => Err((SkipReason::TooLarge, too_large("text", cap))),
        _ => Ok(draft),
    });
    match draft {
        Ok(draft) => Finished {
            unread_dates: draft.unread_dates,
            read: Read::Article { article: article(draft, &piece, options, register), raw: piece.raw },
        },
        Err((reason, detail)) => Finished::skipped(Skipped { input: piece.input.to_string(), locator: piece.locator, reason, detail }),
    }
}

fn draft(piece: &Piece) -> Result<Draft, Refusal> {
    let raw = &piece.raw;
    if raw.trim_ascii().is_empty() {
        return Err((SkipReason::Empty, "nothing but white space in it".to_owned()));
    }
    let no_text = || (SkipReason::NotText, "bytes of no known text encoding; is it a picture, an archive, a PDF?".to_owned());
    match &piece.form {
        Form::Text => {
            let text = decode::text(raw).ok_or_else(no_text)?.into_owned();
            if text.trim().is_empty() {
                return Err((SkipReason::Empty, "nothing but white space in it".to_owned()));
            }
            Ok(Draft { text, ..Draft::default() })
        }
        Form::Html => html::draft(&decode::page(raw).ok_or_else(no_text)?, Draft::default()),
        Form::Json => {
            let line = decode::text(raw).ok_or_else(no_text)?;
            from_record(serde_json::from_str(&line).map_err(|error| json_refusal(&error))?)
        }
        Form::Row(head) => from_record(table::record(head, &decode::text(raw).ok_or_else(no_text)?)?),
    }
}

/// A record that is JSON but not ours is told apart from a line that is no JSON.
fn json_refusal(error: &serde_json::Error) -> Refusal {
    // serde_json says "at line 1 column 7"; the line is in the locator.
    let said = error.to_string().replace(" at line 1 column ", " at column ");
    match error.classify() {
        serde_json::error::Category::Data => (SkipReason::BadRecord, said),
        _ => (SkipReason::BadJson, format!("{said}; every line has to be one whole JSON object")),
    }
}

fn from_record(mut record: Record) -> Result<Draft, Refusal> {
    let (text, page) = (record.text.take(), record.html.take());
    let mut draft = record.into_draft().map_err(|detail| (SkipReason::BadRecord, detail))?;
    let filled = |value: Option<String>| value.filter(|v| !v.trim().is_empty());
    match (filled(text), filled(page)) {
        (Some(text), _) => {
            draft.text = text;
            Ok(draft)
        }
        (None, Some(page)) => html::draft(&page, draft),
        (None, None) => Err((SkipReason::NoText, "neither 'text' nor 'html' has a value".to_owned())),
    }
}

fn article(draft: Draft, piece: &Piece, options: &ReadOptions, register: &Register) -> Article {
    let sha256 = hex_digest(&piece.raw);
    let place = || match &piece.locator {
        Some(locator) => format!("{} {locator}", piece.input),
        None => piece.input.to_string(),
    };
    let id = draft.id.unwrap_or_else(|| {
        let address = draft.url.clone().unwrap_or_else(place);
        stable_id("a", &[&address, &sha256])
    });
    let given = draft.lang.as_deref().and_then(lang::code);
    // What a page declares is often left over from its template; the text knows better where it is long enough.
    let known = given.map(|lang| (lang, 1.0)).or_else(|| lang::detect(&draft.text));
    let (lang, lang_confidence) = known.unzip();
    let lang = lang.or_else(|| lang::code(draft.page_lang.as_deref()?));
    let outline = outline(&draft.text, draft.title.as_deref(), lang.as_deref());
    let role = draft.role.or(options.role).unwrap_or(Role::Article);
    let printed = |span: Option<Span>| span.map(|s| s.of(&draft.text).to_owned());
    let stamped = outline.stamped.clone().map(|d| (d, DateOrigin::Text));
    let (published, published_from) = draft.published.or(stamped).unzip();
    let times = times(&draft.text, published.as_ref(), lang.as_deref());
    let corrections = corrections(&draft.text, &outline.blocks, lang.as_deref());
    // An agency in brackets is credited by whoever carries it; only its own dispatches bear it as publisher.
    let own = |agency: &Agency| agency.slashed || role == Role::Wire;
    let agency = outline.agency.filter(own).map(|a| a.name);
    Article {
        id,
        input: piece.input.to_string(),
        locator: piece.locator.clone(),
        sha256,
        text_sha256: hex_digest(draft.text.as_bytes()),
        role,
        outlet: register.outlet(draft.outlet, draft.url.as_deref(), draft.site.or(agency)),
        url: draft.url,
        archive_url: draft.archive_url,
        captured: draft.captured,
        title: draft.title.or_else(|| printed(outline.headline)),
        author: draft.author.or_else(|| printed(outline.byline)),
        published,
        published_from,
        stamped: outline.stamped,
        modified: draft.modified,
        dates: draft.dates,
        lang,
        lang_confidence,
        times,
        corrections,
        complete: draft.complete,
        links: draft.links,
        blocks: outline.blocks,
        version_of: None,
        extra: draft.extra,
        text: draft.text,
    }
}

/// SHA-256 in hexadecimal, as the public record prints it.
fn hex_digest(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
