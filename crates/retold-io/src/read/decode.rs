//! From bytes to text, by a ladder that is the same for every reader:
//!
//! 1. a byte-order mark (UTF-8, UTF-16LE, UTF-16BE) is believed and dropped;
//! 2. UTF-16 without a mark shows by its zero bytes, nearly all on one side;
//! 3. bytes full of zeros or control characters are no text;
//! 4. an encoding named by the server, else declared in the first 4 KB of a page, is believed, unless it says UTF-8 and the bytes are none;
//! 5. valid UTF-8 is UTF-8;
//! 6. else the encoding is guessed from letter frequencies (crate `chardetng`, the detector of Firefox).
//!
//! Bytes that the encoding does not know become U+FFFD. Line ends and everything else stay as they are.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How much of a file is looked at to tell text from other bytes.
const HEAD: usize = 64 << 10;

/// A page declares its encoding in the first 1024 bytes (HTML standard); 4 KB forgives long comments.
const DECLARED_WITHIN: usize = 4096;

/// Share of zero and control bytes from which bytes are no text, in a hundred. Random bytes have 10, text has none.
const CONTROL_PERCENT: usize = 1;

/// Decodes a text file or record; `None` where the bytes are no text.
pub(super) fn text(raw: &[u8]) -> Option<Cow<'_, str>> {
    climb(raw, None)
}

/// Decodes a page, which may declare its encoding. `served` is the label that the server named; it goes before the page's own (HTML standard).
pub(super) fn page<'a>(raw: &'a [u8], served: Option<&str>) -> Option<Cow<'a, str>> {
    let served = served.and_then(|label| Encoding::for_label(label.as_bytes()));
    climb(raw, served.or_else(|| declared(&raw[..raw.len().min(DECLARED_WITHIN)])))
}

fn climb<'a>(raw: &'a [u8], declared: Option<&'static Encoding>) -> Option<Cow<'a, str>> {
    if let Some((encoding, mark)) = Encoding::for_bom(raw) {
        return Some(encoding.decode_without_bom_handling(&raw[mark..]).0);
    }
    if raw[..raw.len().min(HEAD)].contains(&0)
        && let Some(encoding) = utf16_without_mark(raw)
    {
        return Some(encoding.decode_without_bom_handling(raw).0);
    }
    if is_binary(raw) {
        return None;
    }
    match (declared, std::str::from_utf8(raw)) {
        (Some(declared), Err(_)) if declared != UTF_8 => Some(declared.decode_without_bom_handling(raw).0),
        // Bytes above 127 that happen to be valid UTF-8 are hardly ever anything else, whatever the page says.
        (_, Ok(text)) => Some(Cow::Borrowed(text)),
        _ => Some(guess(raw).decode_without_bom_handling(raw).0),
    }
}

fn guess(raw: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // Letter frequencies settle long before this; a cut in the middle of a character is one stray byte.
    let head = &raw[..raw.len().min(4 * HEAD)];
    detector.feed(head, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// Zero bytes on every second place, as Latin letters have in UTF-16.
fn utf16_without_mark(raw: &[u8]) -> Option<&'static Encoding> {
    let head = &raw[..raw.len().min(HEAD)];
    let pairs = head.len() / 2;
    if !raw.len().is_multiple_of(2) || pairs < 2 {
        return None;
    }
    let (even, odd) =
        head.chunks_exact(2).fold((0, 0), |(even, odd), pair| (even + usize::from(pair[0] == 0), odd + usize::from(pair[1] == 0)));
    // Cyrillic text has zeros only in spaces and digits, one in six; the other side has none at all.
    let most = |zeros: usize| zeros * 10 > pairs;
    match (even, odd) {
        (0, odd) if most(odd) => Some(UTF_16LE),
        (even, 0) if most(even) => Some(UTF_16BE),
        _ => None,
    }
}

fn is_binary(raw: &[u8]) -> bool {
    let head = &raw[..raw.len().min(HEAD)];
    let strange = |&b: &u8| b < 0x20 && !matches!(b, b'\t' | b'\n' | 0x0b | 0x0c | b'\r' | 0x1b);
    let control: usize = head.iter().map(|b| usize::from(strange(b))).sum();
    control * 100 > head.len() * CONTROL_PERCENT || raw.starts_with(b"%PDF-")
}

/// The `charset=` of a meta tag or XML declaration.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let lower = head.to_ascii_lowercase();
    let mut from = 0;
    for key in ["charset=", "<?xml"] {
        while let Some(found) = find(&lower[from..], key.as_bytes()) {
            let at = from + found + key.len();
            from = at;
            let rest = &lower[at..];
            let rest = match key {
                "<?xml" => {
                    let declaration = &rest[..find(rest, b">").unwrap_or(0)];
                    match find(declaration, b"encoding=") {
                        Some(at) => &declaration[at + 9..],
                        None => continue,
                    }
                }
                _ => rest,
            };
            let label = rest.trim_ascii_start();
            let label = label.strip_prefix(b"\"").or(label.strip_prefix(b"'")).unwrap_or(label);
            let end = label.iter().position(|b| !(b.is_ascii_alphanumeric() || b"-_:.".contains(b))).unwrap_or(label.len());
            if let Some(encoding) = Encoding::for_label(&label[..end]) {
                // A page whose declaration we can read byte by byte is not in UTF-16, whatever it says (HTML standard).
                let wide = encoding == UTF_16LE || encoding == UTF_16BE;
                return Some(if wide { UTF_8 } else { encoding });
            }
        }
        from = 0;
    }
    None
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|w| w == wanted)
}

/// A stream without its byte-order mark, in UTF-8 where it was UTF-16. Everything else passes through: its records climb the ladder
/// one by one.
pub(super) fn utf8_stream<'r>(reader: &'r mut dyn BufRead) -> io::Result<Box<dyn BufRead + 'r>> {
    let head = reader.fill_buf()?;
    let (encoding, mark) = match Encoding::for_bom(head) {
        Some(found) => found,
        None => (utf16_without_mark(&head[..head.len() & !1]).unwrap_or(UTF_8), 0),
    };
    reader.consume(mark);
    if encoding == UTF_8 {
        return Ok(Box::new(reader));
    }
    let narrow = Narrow { inner: reader, decoder: encoding.new_decoder_without_bom_handling(), ended: false };
    Ok(Box::new(BufReader::with_capacity(HEAD, narrow)))
}

/// Gives UTF-16 out as UTF-8.
struct Narrow<'r> {
    inner: &'r mut dyn BufRead,
    decoder: Decoder,
    ended: bool,
}

impl Read for Narrow<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // The decoder needs room for at least one character; our only caller has 64 KB.
        while !self.ended && buffer.len() >= 4 {
            let chunk = self.inner.fill_buf()?;
            let last = chunk.is_empty();
            let (_, used, written, _) = self.decoder.decode_to_utf8(chunk, buffer, last);
            self.inner.consume(used);
            self.ended = last;
            if written > 0 {
                return Ok(written);
            }
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use super::{page, text};

    #[test]
    fn each_rung_of_the_ladder_is_climbed() {
        let said = "Žofie řekla: „Dost“ — «хватит»";
        let utf16 = |big: bool, mark: bool, said: &str| -> Vec<u8> {
            let units = mark.then_some(0xfeff).into_iter().chain(said.encode_utf16());
            units.flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
        };
        assert_eq!(text(said.as_bytes()).unwrap(), said);
        assert_eq!(text(&[b"\xef\xbb\xbf", said.as_bytes()].concat()).unwrap(), said);
        assert_eq!(text(&utf16(false, true, said)).unwrap(), said);
        assert_eq!(text(&utf16(true, true, said)).unwrap(), said);
        let plain = "The ferry to Lisken sank.";
        assert_eq!(text(&utf16(false, false, plain)).unwrap(), plain);
        assert_eq!(text(&utf16(true, false, plain)).unwrap(), plain);
        assert_eq!(page(b"<meta charset=windows-1251>\xcf\xf0\xe8\xe2\xe5\xf2", None).unwrap(), "<meta charset=windows-1251>Привет");
        assert_eq!(
            text(b"\x93Enough\x94, the mayor of Lisken said, \x96 and left.").unwrap(),
            "“Enough”, the mayor of Lisken said, – and left."
        );
    }

    #[test]
    fn the_server_is_believed_before_the_page() {
        let page_ = b"<meta charset=windows-1252>\xf0\xd2\xc9\xd7\xc5\xd4";
        assert_eq!(page(page_, Some("KOI8-R")).unwrap(), "<meta charset=windows-1252>Привет");
    }

    #[test]
    fn bytes_of_pictures_and_archives_are_no_text() {
        assert_eq!(text(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0"), None);
        assert_eq!(text(b"%PDF-1.4 and then words"), None);
        assert_eq!(text(&[0; 4096]), None);
    }

    #[test]
    fn a_page_that_lies_about_its_encoding_is_read_as_what_it_is() {
        let lie = "<meta charset='iso-8859-1'><p>Žofie</p>";
        assert_eq!(page(lie.as_bytes(), None).unwrap(), lie);
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode("<meta charset='utf-8'><p>“Naïve” café, she said — naïvely</p>");
        assert!(page(&bytes, None).unwrap().contains("“Naïve” café"));
    }
}
