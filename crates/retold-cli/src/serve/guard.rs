//! What every request has to pass, and what every answer carries.
//!
//! 1. **Host.** The `Host` header names this server as we bound it. A page of another site that rebound its name to this machine sends its own.
//! 2. **Changes.** A request that may change something is a POST of JSON with a header that forms cannot send, from a page of ours.
//! 3. **Token.** A cookie that only who started the server can have got: from the address printed on the terminal.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::routes::App;

/// Header that a form or an image of another site cannot set.
pub(crate) const OURS: &str = "x-retold";

/// What a page may load: its own style and script. Forms may be sent to this server, since searching works without a script; what changes
/// something is refused to forms by the rules above.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; \
                      form-action 'self'; frame-ancestors 'none'";

/// On every answer, whatever its status.
const HEADERS: &[(&str, &str)] = &[
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ("cache-control", "no-store"),
];

/// Why a request is not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refusal {
    Host,
    Method,
    Change,
    Token,
}

/// Lets a request pass or refuses it, and puts the headers on the answer.
pub(crate) async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    app.touch();
    let mut response = match refuse(&app, &request) {
        Some(refusal) => refused(refusal),
        None => match tokio::time::timeout(super::listen::ANSWER_WITHIN, next.run(request)).await {
            Ok(response) => response,
            Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "This took too long.\n").into_response(),
        },
    };
    for (name, value) in HEADERS {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

fn refuse(app: &App, request: &Request) -> Option<Refusal> {
    let headers = request.headers();
    let Some(host) = only(headers, header::HOST).filter(|h| app.hosts.iter().any(|known| known.eq_ignore_ascii_case(h))) else {
        return Some(Refusal::Host);
    };
    let path = request.uri().path();
    // an absolute address in the request line would go before the header
    if request.uri().authority().is_some_and(|a| !a.as_str().eq_ignore_ascii_case(host)) {
        return Some(Refusal::Host);
    }
    match *request.method() {
        Method::GET | Method::HEAD => {}
        Method::POST if is_ours(headers, host) => {}
        Method::POST => return Some(Refusal::Change),
        _ => return Some(Refusal::Method),
    }
    // style and script hold nothing of the collection; the token itself is posted to /session
    let open = path.starts_with("/assets/") || path == "/session";
    (!open && !has_token(app, headers)).then_some(Refusal::Token)
}

/// Whether a POST comes from a script of a page of this server.
fn is_ours(headers: &HeaderMap, host: &str) -> bool {
    let json = only(headers, header::CONTENT_TYPE).is_some_and(|t| t.split(';').next().is_some_and(|t| t.trim() == "application/json"));
    let custom = only(headers, HeaderName::from_static(OURS)).is_some();
    let origin = only(headers, header::ORIGIN).is_some_and(|o| o == format!("http://{host}"));
    let fetched = only(headers, HeaderName::from_static("sec-fetch-site")).is_some_and(|s| s == "same-origin");
    json && custom && origin && fetched
}

/// The value of a header that is there once.
fn only(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let mut all = headers.get_all(name).iter();
    let first = all.next()?.to_str().ok()?;
    all.next().is_none().then_some(first)
}

fn has_token(app: &App, headers: &HeaderMap) -> bool {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|c| c.to_str().ok()).flat_map(|c| c.split(';'));
    let ours = cookies.filter_map(|c| c.trim().strip_prefix(app.cookie.as_str())?.strip_prefix('='));
    // every candidate is compared, so that the time says nothing of their number
    ours.fold(false, |found, given| same(given, &app.token) | found)
}

/// Compares without stopping at the first difference.
pub(crate) fn same(a: &str, b: &str) -> bool {
    let differences = a.bytes().zip(b.bytes()).fold(0, |d, (x, y)| d | (x ^ y));
    std::hint::black_box(differences) == 0 && a.len() == b.len()
}

fn refused(refusal: Refusal) -> Response {
    match refusal {
        Refusal::Host => (StatusCode::FORBIDDEN, "This server answers to its own name only.\n").into_response(),
        Refusal::Method => (StatusCode::METHOD_NOT_ALLOWED, "Not a way to ask here.\n").into_response(),
        Refusal::Change => (StatusCode::FORBIDDEN, "Changes are taken from the pages of this server only.\n").into_response(),
        Refusal::Token => {
            let page = include_str!("../../assets/enter.html");
            (StatusCode::UNAUTHORIZED, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::same;

    #[test]
    fn tokens_are_compared_whole() {
        assert!(same("abc", "abc"));
        assert!(!same("abc", "abd") && !same("ab", "abc") && !same("abcd", "abc") && !same("", "a"));
    }
}
