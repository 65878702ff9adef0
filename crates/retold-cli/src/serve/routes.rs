//! From a request to an answer.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use anyhow::Result;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Query, RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use retold_io::collection::{CaseItem, Review};
use serde::Deserialize;

use super::download::File;
use super::guard::{guard, same};
use super::site::Site;
use crate::case::{self, markdown::markdown};
use crate::report::links::{Ask, encoded};
use crate::report::page;
use crate::terminal::{clean, note};

/// Bytes of a request's body at most.
const BODY: usize = 64 << 10;
/// Pages made at the same time; others wait.
const AT_ONCE: usize = 4;

/// Everything that requests share.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) site: Site,
    /// 128 bits, hexadecimal.
    pub(crate) token: String,
    /// Name of the cookie: cookies do not know ports, so that servers of two collections would share one.
    pub(crate) cookie: String,
    /// What a `Host` header may say.
    pub(crate) hosts: Vec<String>,
    workers: tokio::sync::Semaphore,
    started: Instant,
    /// Seconds from the start to the last request.
    last: AtomicU64,
}

impl App {
    pub(crate) fn new(site: Site, token: String, port: u16, hosts: Vec<String>) -> Self {
        App {
            site,
            token,
            cookie: format!("retold-{port}"),
            hosts,
            workers: tokio::sync::Semaphore::new(AT_ONCE),
            started: Instant::now(),
            last: AtomicU64::new(0),
        }
    }

    /// Notes that somebody asked for something.
    pub(crate) fn touch(&self) {
        self.last.store(self.started.elapsed().as_secs(), Ordering::Relaxed);
    }

    /// Seconds since somebody asked for something.
    pub(crate) fn idle(&self) -> u64 {
        self.started.elapsed().as_secs().saturating_sub(self.last.load(Ordering::Relaxed))
    }
}

/// All routes, behind the guard.
pub(crate) fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/", get(start))
        .route("/session", post(session))
        .route("/reviews", post(review))
        .route("/case", get(case_file).post(keep))
        .route("/assets/{name}", get(asset))
        .route("/{slug}", get(screen))
        .route("/{slug}/{id}", get(leaf))
        .fallback(missing)
        .layer(DefaultBodyLimit::max(BODY))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), guard))
        .with_state(app)
}

/// What stands behind the question mark of an address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    of: Option<String>,
    sure: Option<String>,
    said: Option<String>,
    words: Option<String>,
    outlet: Option<String>,
    country: Option<String>,
    lang: Option<String>,
    from: Option<String>,
    to: Option<String>,
    seed: Option<String>,
    each: Option<String>,
    coder: Option<String>,
    page: Option<u64>,
}

impl From<Asked> for Ask {
    fn from(asked: Asked) -> Self {
        let given = |s: Option<String>| s.map(|s| s.trim().to_owned()).filter(|s| !s.is_empty());
        Ask {
            of: given(asked.of),
            sure: given(asked.sure),
            said: given(asked.said),
            words: given(asked.words),
            outlet: given(asked.outlet),
            country: given(asked.country),
            lang: given(asked.lang),
            from: given(asked.from),
            to: given(asked.to),
            seed: given(asked.seed),
            each: given(asked.each),
            coder: given(asked.coder),
            page: asked.page.unwrap_or(1).saturating_sub(1),
            take: None,
        }
    }
}

/// The script of all pages, and what only a server can do.
const SCRIPT: &str = concat!(include_str!("../../assets/report.js"), include_str!("../../assets/review.js"));

async fn start(State(app): State<Arc<App>>, raw: RawQuery, asked: Query<Asked>) -> Response {
    screen(State(app), Path("start".to_owned()), raw, asked).await
}

async fn case_file(State(app): State<Arc<App>>, raw: RawQuery, asked: Query<Asked>) -> Response {
    screen(State(app), Path("case".to_owned()), raw, asked).await
}

async fn screen(State(app): State<Arc<App>>, Path(slug): Path<String>, RawQuery(raw): RawQuery, Query(asked): Query<Asked>) -> Response {
    let ask = Ask::from(asked);
    // a form sends its empty fields, too: what is asked has one address
    if raw.is_some_and(|raw| raw.split('&').any(|part| part.ends_with('='))) {
        let to = if slug == "start" { "/".to_owned() } else { format!("/{}{}", encoded(&slug), ask.query()) };
        return Redirect::to(&to).into_response();
    }
    if let "case.md" | "case.html" = slug.as_str() {
        return memo(app, slug == "case.html").await;
    }
    if let Some((slug, file)) = slug.rsplit_once('.').and_then(|(slug, ending)| Some((slug.to_owned(), File::of(ending)?))) {
        return download(app, slug, file, ask).await;
    }
    html(app, move |site| site.screen(&slug, &ask)).await
}

/// A list as a file.
async fn download(app: Arc<App>, slug: String, file: File, ask: Ask) -> Response {
    let name = format!("attachment; filename=\"{slug}.{}\"", file.ending());
    let kind = file.media_type();
    let made = work(app, move |site| site.download(&slug, &ask, file)).await;
    match (made, HeaderValue::from_str(&name)) {
        (Ok(Some(bytes)), Ok(name)) => {
            ([(header::CONTENT_TYPE, HeaderValue::from_static(kind)), (header::CONTENT_DISPOSITION, name)], bytes).into_response()
        }
        (Ok(_), _) => missing().await,
        (Err(response), _) => response,
    }
}

async fn leaf(State(app): State<Arc<App>>, Path((slug, id)): Path<(String, String)>, Query(asked): Query<Asked>) -> Response {
    let ask = Ask::from(asked);
    if (slug.as_str(), id.as_str()) == ("validation", "next") {
        return match work(app, move |site| site.next(&ask)).await {
            Ok(to) => Redirect::to(&to).into_response(),
            Err(response) => response,
        };
    }
    html(app, move |site| site.leaf(&slug, &id, &ask)).await
}

/// What is in the case file, as a memo: Markdown or a page of its own.
async fn memo(app: Arc<App>, as_page: bool) -> Response {
    let made = work(app, move |site| {
        let memo = site.memo(None)?;
        if as_page { Ok(case::page(&memo)?) } else { Ok(markdown(&memo)) }
    });
    let (kind, name) = if as_page { ("text/html; charset=utf-8", "case.html") } else { ("text/markdown; charset=utf-8", "case.md") };
    match made.await {
        Ok(text) => {
            ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""))], text)
                .into_response()
        }
        Err(response) => response,
    }
}

/// What a reader wants with a finding and the case file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    finding: String,
    keep: bool,
    #[serde(default)]
    note: String,
}

async fn keep(State(app): State<Arc<App>>, axum::Json(kept): axum::Json<Kept>) -> Response {
    if kept.note.chars().count() > NOTE {
        return (StatusCode::UNPROCESSABLE_ENTITY, "A note has up to 2,000 characters.\n").into_response();
    }
    let item = CaseItem { finding: kept.finding, note: kept.note.trim().to_owned() };
    match work(app, move |site| site.keep(&item, kept.keep)).await {
        Ok(true) => StatusCode::NO_CONTENT.into_response(),
        Ok(false) => (StatusCode::UNPROCESSABLE_ENTITY, "There is no such finding.\n").into_response(),
        Err(response) => response,
    }
}

async fn asset(Path(name): Path<String>) -> Response {
    let (kind, text) = match name.as_str() {
        "report.css" => ("text/css; charset=utf-8", page::STYLE),
        "report.js" => ("text/javascript; charset=utf-8", SCRIPT),
        "enter.js" => ("text/javascript; charset=utf-8", include_str!("../../assets/enter.js")),
        _ => return missing().await,
    };
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

/// Exchanges the token for a cookie.
async fn session(State(app): State<Arc<App>>, axum::Json(given): axum::Json<BTreeMap<String, String>>) -> Response {
    if !given.get("key").is_some_and(|key| same(key, &app.token)) {
        return (StatusCode::UNAUTHORIZED, "Not the key of this server.\n").into_response();
    }
    let cookie = format!("{}={}; Path=/; HttpOnly; SameSite=Strict", app.cookie, app.token);
    let Ok(cookie) = HeaderValue::from_str(&cookie) else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    (StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response()
}

/// What a reader says of a finding.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    finding: String,
    decision: String,
    #[serde(default)]
    note: String,
    coder: String,
}

/// Characters of a code and of a note at most.
const CODE: usize = 20;
const NOTE: usize = 2_000;

async fn review(State(app): State<Arc<App>>, axum::Json(said): axum::Json<Said>) -> Response {
    let (coder, note) = (said.coder.trim().to_owned(), said.note.trim().to_owned());
    if coder.is_empty() || coder.chars().count() > CODE || note.chars().count() > NOTE {
        return (StatusCode::UNPROCESSABLE_ENTITY, "A review needs a code of up to 20 characters, and a note of up to 2,000.\n")
            .into_response();
    }
    let review = Review {
        finding: said.finding,
        decision: said.decision,
        note: (!note.is_empty()).then_some(note),
        coder,
        at: now(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let working = Arc::clone(&app);
    match tokio::task::spawn_blocking(move || working.site.review(&review)).await {
        Ok(Ok(true)) => StatusCode::NO_CONTENT.into_response(),
        Ok(Ok(false)) => (StatusCode::UNPROCESSABLE_ENTITY, "There is no such finding or decision.\n").into_response(),
        Ok(Err(error)) => failed(&format!("{error:#}")),
        Err(_) => failed("a review could not be stored: this is a bug of retold, please report it"),
    }
}

/// This moment, ISO 8601, UTC, to the second.
fn now() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = civil(days as i64);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", second / 3_600, second / 60 % 60, second % 60)
}

/// Year, month and day of a number of days since 1970 (Howard Hinnant, "chrono-compatible low-level date algorithms").
fn civil(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let (era, of_era) = (z.div_euclid(146_097), z.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let m = (5 * of_year + 2) / 153;
    let month = if m < 10 { m + 3 } else { m - 9 };
    (year + era * 400 + i64::from(month <= 2), month, of_year - (153 * m + 2) / 5 + 1)
}

async fn missing() -> Response {
    (StatusCode::NOT_FOUND, "There is no such page in this collection.\n").into_response()
}

/// Answers with a page.
async fn html(app: Arc<App>, make: impl FnOnce(&Site) -> Result<Option<String>> + Send + 'static) -> Response {
    match work(app, make).await {
        Ok(Some(page)) => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response(),
        Ok(None) => missing().await,
        Err(response) => response,
    }
}

/// Reads and writes away from the threads that talk to browsers; what went wrong is an answer.
async fn work<T: Send + 'static>(app: Arc<App>, make: impl FnOnce(&Site) -> Result<T> + Send + 'static) -> Result<T, Response> {
    let Ok(_place) = app.workers.acquire().await else { return Err(StatusCode::SERVICE_UNAVAILABLE.into_response()) };
    let working = Arc::clone(&app);
    match tokio::task::spawn_blocking(move || make(&working.site)).await {
        Ok(Ok(made)) => Ok(made),
        Ok(Err(error)) => Err(failed(&format!("{error:#}"))),
        Err(_) => Err(failed("a page could not be made: this is a bug of retold, please report it")),
    }
}

/// The terminal hears what went wrong; the browser only that something did.
fn failed(error: &str) -> Response {
    note(&clean(&format!("retold: {error}")));
    (StatusCode::INTERNAL_SERVER_ERROR, "This page could not be made. The terminal says why.\n").into_response()
}

#[cfg(test)]
mod tests {
    use super::civil;

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(civil(0), (1970, 1, 1));
        assert_eq!(civil(19_782), (2024, 2, 29));
        assert_eq!(civil(20_778), (2026, 11, 21));
    }
}
