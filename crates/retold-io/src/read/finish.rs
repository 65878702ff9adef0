use retold::record::{Article, Date, DateClaim, DateKind, DateOrigin, Media, Role, SourceMap, Span, stable_id};
use retold::text::{Agency, corrections, outline, shown, times};
use sha2::{Digest, Sha256};
use url::Url;

use super::batch::{Form, Piece};
use super::columns::Columns;
use super::open::too_large;
use super::outlets::Register;
use super::record::Object;
use super::skip::{SkipReason, Skipped};
use super::visible::visible_text;
use super::{Read, ReadOptions, decode, html, lang, record, table};

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
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    pub(super) id: Option<String>,
    pub(super) url: Option<String>,
    pub(super) archive_url: Option<String>,
    /// What the record or archive said that has no field.
    pub(super) extra: serde_json::Map<String, serde_json::Value>,
    pub(super) captured: Option<String>,
    pub(super) outlet: Option<String>,
    /// The name a page gives to its site; weaker than an outlet known by its domain.
    pub(super) site: Option<String>,
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    pub(super) published: Option<(Date, DateOrigin)>,
    /// What the server or the capture says of the time: weaker than page and text.
    pub(super) served: Option<(Date, DateOrigin)>,
    pub(super) modified: Option<String>,
    /// What the page claims.
    pub(super) dates: Vec<DateClaim>,
    pub(super) lang: Option<String>,
    /// The encoding that the server named.
    pub(super) charset: Option<String>,
    /// The language a page declares; weaker than the text itself.
    pub(super) page_lang: Option<String>,
    pub(super) role: Option<Role>,
    pub(super) complete: bool,
    pub(super) links: Vec<String>,
    pub(super) media: Vec<Media>,
    pub(super) source: SourceMap,
    /// Bytes of text that the page hides from readers.
    pub(super) hidden_text: u64,
    pub(super) unread_dates: u64,
    pub(super) text: String,
}

/// What all pieces are finished with.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) options: &'a ReadOptions,
    pub(super) columns: &'a Columns,
    pub(super) register: &'a Register,
}

/// Key of [`Article::extra`] under which the bytes of text are counted that a page hides from its readers; they are not part of the article.
const HIDDEN_TEXT: &str = "hidden_text";

/// Why a piece is no article.
pub(super) type Refusal = (SkipReason, String);

/// Makes an article of a piece. Depends on the piece, its folder and the options alone, so pieces are finished in any order.
pub(super) fn finish(piece: Piece, folder: &str, known: Known<'_>) -> Finished {
    let cap = known.options.limit();
    let draft = draft(&piece, known.columns).and_then(|draft| match draft.text.len() as u64 {
        0 => Err((SkipReason::NoText, "the text is empty".to_owned())),
        length if length > cap => Err((SkipReason::TooLarge, too_large("text", cap))),
        _ => Ok(draft),
    });
    match draft {
        Ok(draft) => Finished {
            unread_dates: draft.unread_dates,
            read: Read::Article { hidden: draft.hidden_text, article: article(draft, &piece, folder, known), raw: piece.raw },
        },
        Err((reason, detail)) => {
            Finished::skipped(Skipped { input: piece.input.to_string(), folder: folder.to_owned(), locator: piece.locator, reason, detail })
        }
    }
}

fn draft(piece: &Piece, columns: &Columns) -> Result<Draft, Refusal> {
    let raw = &piece.raw;
    if raw.trim_ascii().is_empty() {
        return Err((SkipReason::Empty, "nothing but white space in it".to_owned()));
    }
    let no_text = || (SkipReason::NotText, "bytes of no known text encoding; is it a picture, an archive, a PDF?".to_owned());
    match &piece.form {
        Form::Text(known) => {
            let text = decode::text(raw).ok_or_else(no_text)?.into_owned();
            if text.trim().is_empty() {
                return Err((SkipReason::Empty, "nothing but white space in it".to_owned()));
            }
            Ok(Draft { text, ..Draft::clone(known) })
        }
        Form::Html(known) => page(&decode::page(raw, known.charset.as_deref()).ok_or_else(no_text)?, known),
        Form::Part(known) => {
            let text = visible_text(&decode::page(raw, None).ok_or_else(no_text)?);
            Ok(Draft { text, ..Draft::clone(known) })
        }
        Form::Json { partial } => {
            let line = decode::text(raw).ok_or_else(no_text)?;
            let Object(object) = serde_json::from_str(&line).map_err(|error| json_refusal(&error))?;
            let mut draft = record::draft(object, columns, false)?;
            if *partial {
                draft.only("feed");
            }
            Ok(draft)
        }
        Form::Row(head) => {
            let row = table::record(head, &decode::text(raw).ok_or_else(no_text)?)?;
            record::draft(row, columns, head.titles)
        }
    }
}

/// A page of which something is known already. Where it says of itself that it is another form of a page of the same site (a print, mobile
/// or AMP page), it goes by that page's address; the address it was found at is carried along.
fn page(page: &str, known: &Draft) -> Result<Draft, Refusal> {
    let mut draft = html::draft(page, Draft { url: None, ..known.clone() })?;
    let Some(found_at) = known.url.clone() else { return Ok(draft) };
    match draft.url.take() {
        Some(own) if own != found_at && is_other_form(&own, &found_at) => {
            draft.extra.insert("found_at".to_owned(), found_at.into());
            draft.url = Some(own);
        }
        _ => draft.url = Some(found_at),
    }
    Ok(draft)
}

/// Whether a page found at one address may say that it is the page of the other: same site, and no front page.
fn is_other_form(own: &str, found_at: &str) -> bool {
    let parse = |address: &str| Url::parse(address).ok().filter(|u| u.host_str().is_some());
    let (Some(own), Some(found)) = (parse(own), parse(found_at)) else { return false };
    let (a, b) = (own.host_str().unwrap_or_default(), found.host_str().unwrap_or_default());
    let (a, b) = (a.strip_prefix("www.").unwrap_or(a), b.strip_prefix("www.").unwrap_or(b));
    let below = |long: &str, short: &str| long.strip_suffix(short).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    own.path().len() > 1 && (below(a, b) || below(b, a))
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

fn article(mut draft: Draft, piece: &Piece, folder: &str, Known { options, register, .. }: Known<'_>) -> Article {
    let sha256 = hex_digest(&piece.raw);
    if draft.hidden_text > 0 {
        draft.extra.insert(HIDDEN_TEXT.to_owned(), draft.hidden_text.into());
    }
    // equal pages of two folders are two articles, in one step or in two
    let place = || [folder, &piece.input, piece.locator.as_deref().unwrap_or("")].join("\n");
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
    let (published, published_from) = draft.published.or(stamped).or(draft.served).unzip();
    let mut dates = draft.dates;
    if published_from == Some(DateOrigin::Http) {
        // for want of a better one, the day of the last change stands for the day of publication
        for claim in dates.iter_mut().filter(|c| c.origin == DateOrigin::Http) {
            (claim.kind, claim.chosen) = (DateKind::Published, true);
        }
    }
    let times = times(&draft.text, published.as_ref(), lang.as_deref());
    let corrections = corrections(&draft.text, &outline.blocks, lang.as_deref());
    let mut media = draft.media;
    media.iter_mut().for_each(|m| m.stated(lang.as_deref()));
    media.extend(shown(&draft.text, &outline.blocks, lang.as_deref()));
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
        dates,
        lang,
        lang_confidence,
        times,
        corrections,
        complete: draft.complete,
        links: draft.links,
        blocks: outline.blocks,
        media,
        source: draft.source,
        version_of: None,
        extra: (!draft.extra.is_empty()).then(|| serde_json::Value::from(draft.extra).to_string()),
        text: draft.text,
    }
}

/// SHA-256 in hexadecimal, as the public record prints it.
pub(super) fn hex_digest(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
