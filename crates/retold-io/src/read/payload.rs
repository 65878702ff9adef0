use std::borrow::Cow;
use std::io::{self, Read};

use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use super::finish::Refusal;
use super::headers::Headers;
use super::open::{MAX_RATIO, too_large};
use super::skip::SkipReason;

/// Unpacked bytes of one response below which the ratio says nothing.
const RATIO_FROM: u64 = 8 << 20;

/// The body of a response as the browser would see it: transfer and content codings undone, never to more than `cap` bytes.
///
/// Archives that undid a coding and left its header are common; bytes that do not begin as the coding does are taken as they are.
pub(super) fn body<'a>(headers: &Headers, raw: &'a [u8], cap: u64) -> Result<Cow<'a, [u8]>, Refusal> {
    let mut body = Cow::Borrowed(raw);
    let lists = |name: &str| headers.get(name).unwrap_or_default().to_ascii_lowercase();
    if lists("transfer-encoding").contains("chunked")
        && let Some(joined) = unchunk(raw)
    {
        body = Cow::Owned(joined);
    }
    let codings = lists("content-encoding");
    // the last coding named was put on last
    for coding in codings.split(',').rev().map(str::trim) {
        if let Some(unpacked) = unpack(coding, &body, cap)? {
            body = Cow::Owned(unpacked);
        }
    }
    match body.len() as u64 > cap {
        true => Err((SkipReason::TooLarge, too_large("page", cap))),
        false => Ok(body),
    }
}

/// Joins the chunks; `None` where the bytes are no chunks. What a cut end leaves of the last chunk is kept.
pub(super) fn unchunk(raw: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(raw.len());
    let mut rest = raw;
    loop {
        let line = rest.iter().position(|&b| b == b'\n');
        let Some(line) = line.filter(|&l| l <= 64) else {
            return (!out.is_empty()).then_some(out);
        };
        let size = std::str::from_utf8(&rest[..line]).ok()?.split(';').next()?.trim();
        let Ok(size) = usize::from_str_radix(size, 16) else {
            return (!out.is_empty()).then_some(out);
        };
        rest = &rest[line + 1..];
        if size == 0 {
            return Some(out);
        }
        let taken = size.min(rest.len());
        out.extend_from_slice(&rest[..taken]);
        rest = &rest[taken..];
        rest = rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}

/// Undoes one content coding; `None` where there is nothing to undo.
fn unpack(coding: &str, packed: &[u8], cap: u64) -> Result<Option<Vec<u8>>, Refusal> {
    let mut reader: Box<dyn Read + '_> = match coding {
        "gzip" | "x-gzip" if packed.starts_with(&[0x1f, 0x8b]) => Box::new(MultiGzDecoder::new(packed)),
        // "deflate" means zlib, and half the servers send it bare
        "deflate" if packed.first().is_some_and(|b| b & 0x0f == 8) => Box::new(ZlibDecoder::new(packed)),
        "deflate" => Box::new(DeflateDecoder::new(packed)),
        "br" => Box::new(brotli_decompressor::Decompressor::new(packed, 4096)),
        "zstd" if packed.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) => {
            Box::new(zstd::Decoder::with_buffer(packed).map_err(|e| damaged(coding, &e))?)
        }
        "" | "identity" | "gzip" | "x-gzip" | "zstd" => return Ok(None),
        other => {
            return Err((
                SkipReason::UnsupportedFormat,
                format!("the content coding '{}' is not read", other.chars().take(20).collect::<String>()),
            ));
        }
    };
    let ratio = (packed.len() as u64).saturating_mul(MAX_RATIO).max(RATIO_FROM);
    let mut out = Vec::new();
    let read = (&mut reader).take(cap.min(ratio) + 1).read_to_end(&mut out);
    let length = out.len() as u64;
    match read {
        _ if length > cap => Err((SkipReason::TooLarge, too_large("page", cap))),
        _ if length > ratio => {
            Err((SkipReason::Limit, format!("unpacks to more than {ratio} bytes from {}: no page does that", packed.len())))
        }
        Ok(_) => Ok(Some(out)),
        // what was already unpacked while its header stayed is text as it is
        Err(_) if matches!(coding, "br" | "deflate") && looks_plain(packed) => Ok(None),
        Err(error) => Err(damaged(coding, &error)),
    }
}

fn looks_plain(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"<")
}

fn damaged(coding: &str, error: &io::Error) -> Refusal {
    (SkipReason::BadArchive, format!("the body cannot be unpacked ({coding}): {error}; fetch the page again"))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn headers(lines: &str) -> Headers {
        Headers::parse(lines.as_bytes(), false)
    }

    #[test]
    fn every_coding_is_undone_alone_and_after_chunks() {
        let page = b"<p>The ferry ran aground.</p>".repeat(40);
        let gzip = {
            let mut e = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            e.write_all(&page).unwrap();
            e.finish().unwrap()
        };
        let zlib = {
            let mut e = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
            e.write_all(&page).unwrap();
            e.finish().unwrap()
        };
        let bare = {
            let mut e = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
            e.write_all(&page).unwrap();
            e.finish().unwrap()
        };
        let zstd = zstd::encode_all(&page[..], 3).unwrap();
        for (coding, packed) in [("gzip", gzip), ("deflate", zlib), ("deflate", bare), ("zstd", zstd), ("identity", page.clone())] {
            let of = headers(&format!("Content-Encoding: {coding}"));
            assert_eq!(body(&of, &packed, 1 << 20).unwrap(), page, "{coding}");
            let chunked: Vec<u8> = packed.chunks(50).flat_map(|c| [format!("{:x}\r\n", c.len()).as_bytes(), c, b"\r\n"].concat()).collect();
            let chunked = [&chunked[..], b"0\r\n\r\n"].concat();
            let of = headers(&format!("Content-Encoding: {coding}\r\nTransfer-Encoding: chunked"));
            assert_eq!(body(&of, &chunked, 1 << 20).unwrap(), page, "{coding} in chunks");
            assert_eq!(body(&of, &page, 1 << 20).unwrap(), page, "{coding} named and already undone");
        }
    }

    #[test]
    fn brotli_is_undone() {
        // a stored meta-block: window bits 16, no compression, then the end
        let stored = [0x0b, 0x02, 0x80, b'f', b'e', b'r', b'r', b'y', 0x03];
        assert_eq!(body(&headers("Content-Encoding: br"), &stored, 1 << 20).unwrap()[..], b"ferry"[..]);
    }

    #[test]
    fn a_response_that_unpacks_without_end_is_stopped() {
        let zeros = zstd::encode_all(&vec![0_u8; 64 << 20][..], 3).unwrap();
        let refused = body(&headers("Content-Encoding: zstd"), &zeros, 128 << 20).unwrap_err();
        assert_eq!(refused.0, SkipReason::Limit, "{refused:?}");
        let refused = body(&headers("Content-Encoding: zstd"), &zeros, 1 << 20).unwrap_err();
        assert_eq!(refused.0, SkipReason::TooLarge, "{refused:?}");
    }
}
