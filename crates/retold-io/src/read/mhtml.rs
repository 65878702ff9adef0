use std::borrow::Cow;
use std::sync::Arc;

use data_encoding::{BASE64, Encoding, Specification};
use retold::text::parse_date;

use super::batch::{Form, Piece};
use super::finish::{Draft, Refusal};
use super::headers::{Headers, head_length};
use super::skip::SkipReason;

/// The page inside a web archive of one file (MHTML, RFC 2557), as browsers save it: its first HTML part. Pictures and styles stay behind.
pub(super) fn page(input: &Arc<str>, raw: &[u8]) -> Result<Piece, Refusal> {
    let refuse = |detail: &str| (SkipReason::BadArchive, format!("{detail}; save the page again"));
    let head = head_length(raw).ok_or_else(|| refuse("its headers have no end"))?;
    let top = Headers::parse(&raw[..head], false);
    let whole = (top.clone(), &raw[head..]);
    let part = match top.parameter("boundary") {
        None => Some(whole).filter(|(h, _)| is_page(h)),
        Some(boundary) => parts(&raw[head..], boundary).find(|(h, _)| is_page(h)),
    };
    let (part, body) = part.ok_or_else(|| refuse("no page in it"))?;
    let address = top.get("snapshot-content-location").or(part.get("content-location")).map(str::to_owned);
    let draft = Draft {
        url: address.filter(|a| a.starts_with("http")),
        captured: top.get("date").and_then(parse_date).map(|d| d.iso),
        charset: part.parameter("charset").map(str::to_owned),
        ..Draft::default()
    };
    let page = match part.get("content-transfer-encoding").unwrap_or_default().to_ascii_lowercase().as_str() {
        "base64" => base64(body).ok_or_else(|| refuse("its base64 is broken"))?,
        "quoted-printable" => quoted_printable(body),
        _ => body.to_vec(),
    };
    Ok(Piece { input: Arc::clone(input), locator: None, raw: page, form: Form::Html(Box::new(draft)) })
}

fn is_page(headers: &Headers) -> bool {
    matches!(headers.media_type().as_deref(), Some("text/html" | "application/xhtml+xml"))
}

/// Headers and body of each part, in order. Parts inside parts are not opened: browsers write none.
fn parts<'a>(body: &'a [u8], boundary: &str) -> impl Iterator<Item = (Headers, &'a [u8])> {
    let line = format!("--{boundary}").into_bytes();
    let mut rest = after_boundary(body, &line).map(|(_, after)| after);
    std::iter::from_fn(move || {
        let from = rest?;
        let (part, after) = match after_boundary(from, &line) {
            Some((end, after)) => (&from[..end], Some(after)),
            None => (from, None),
        };
        rest = after;
        // a part without headers begins with the blank line
        let head = head_length(part).unwrap_or(part.len());
        Some((Headers::parse(&part[..head], false), &part[head..]))
    })
}

/// Where the next boundary line begins, and what follows it; `None` where none follows, or it is the last.
fn after_boundary<'a>(bytes: &'a [u8], line: &[u8]) -> Option<(usize, &'a [u8])> {
    let mut from = 0;
    while from < bytes.len() {
        let end = bytes[from..].iter().position(|&b| b == b'\n').map_or(bytes.len(), |p| from + p + 1);
        let this = bytes[from..end].trim_ascii_end();
        if this == line {
            return Some((from, &bytes[end..]));
        }
        from = end;
    }
    None
}

fn base64(body: &[u8]) -> Option<Vec<u8>> {
    let encoding: Cow<'_, Encoding> = {
        let mut lenient: Specification = BASE64.specification();
        lenient.ignore.push_str(" \t\r\n-");
        lenient.check_trailing_bits = false;
        lenient.encoding().map_or(Cow::Owned(BASE64), Cow::Owned)
    };
    let body = body.iter().position(|&b| b == b'-').map_or(body, |end| &body[..end]);
    encoding.decode(body).ok()
}

/// RFC 2045, section 6.7; what is no code stays as it is.
fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let digit = |b: Option<&u8>| b.and_then(|&b| char::from(b).to_digit(16)).map(|d| d as u8);
    let mut out = Vec::with_capacity(body.len());
    let mut at = 0;
    while let Some(&byte) = body.get(at) {
        at += 1;
        if byte != b'=' {
            out.push(byte);
            continue;
        }
        match (digit(body.get(at)), digit(body.get(at + 1))) {
            (Some(high), Some(low)) => {
                out.push(high << 4 | low);
                at += 2;
            }
            _ if body[at..].starts_with(b"\r\n") => at += 2,
            _ if body.get(at) == Some(&b'\n') => at += 1,
            _ => out.push(b'='),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_mail_are_undone() {
        assert_eq!(quoted_printable("caf=C3=A9 =\r\nau lait = 3=".as_bytes()), "café au lait = 3=".as_bytes());
        assert_eq!(base64(b"PHA+\r\nZmVycnk=\r\n").unwrap(), b"<p>ferry");
    }
}
