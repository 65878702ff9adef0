//! The tags of a page, one after the other, in one pass and without a tree: enough for head data, a depth guard and a plain fallback.

/// One thing in a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// Text between tags, entities as written.
    Text(&'a str),
    /// An opening tag; `body` is what stands inside a `script`, `style`, `title` or `textarea`, which hold no tags.
    Open {
        /// As written; compare ignoring case.
        name: &'a str,
        /// Everything between the name and `>`.
        attributes: &'a str,
        /// The raw text of an element that holds no tags.
        body: Option<&'a str>,
    },
    /// A closing tag.
    Close(&'a str),
}

/// Elements whose content is not markup.
const RAW: [&str; 6] = ["script", "style", "title", "textarea", "xmp", "iframe"];

/// The parts of a page in order. Linear: every byte is looked at a fixed number of times.
pub(super) fn parts(page: &str) -> Parts<'_> {
    Parts { rest: page, unclosed: Vec::new() }
}

pub(super) struct Parts<'a> {
    rest: &'a str,
    /// Raw elements that were searched for an end and have none: not searched again, or many of them would take quadratic time.
    unclosed: Vec<String>,
}

impl<'a> Iterator for Parts<'a> {
    type Item = Part<'a>;

    fn next(&mut self) -> Option<Part<'a>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            if !self.rest.starts_with('<') {
                return Some(Part::Text(self.until('<')));
            }
            if let Some(comment) = self.rest.strip_prefix("<!--") {
                self.rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
                continue;
            }
            if self.rest.starts_with("<!") || self.rest.starts_with("<?") {
                let end = self.rest.find('>').map_or(self.rest.len(), |end| end + 1);
                self.rest = &self.rest[end..];
                continue;
            }
            return Some(self.tag());
        }
    }
}

impl<'a> Parts<'a> {
    fn until(&mut self, mark: char) -> &'a str {
        let end = self.rest.find(mark).unwrap_or(self.rest.len());
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        text
    }

    fn tag(&mut self) -> Part<'a> {
        let inside = &self.rest[1..];
        let (closing, inside) = match inside.strip_prefix('/') {
            Some(inside) => (true, inside),
            None => (false, inside),
        };
        if !inside.starts_with(|c: char| c.is_ascii_alphabetic()) {
            // A lone `<` is text.
            let text = &self.rest[..1];
            self.rest = &self.rest[1..];
            return Part::Text(text);
        }
        let name_end = inside.find(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/').unwrap_or(inside.len());
        let (name, after) = inside.split_at(name_end);
        let end = tag_end(after);
        let attributes = &after[..end];
        self.rest = after.get(end + 1..).unwrap_or_default();
        if closing {
            return Part::Close(name);
        }
        let raw = RAW.iter().any(|r| name.eq_ignore_ascii_case(r)) && !attributes.ends_with('/');
        let body = if raw { self.raw_body(name) } else { None };
        Part::Open { name, attributes, body }
    }

    fn raw_body(&mut self, name: &str) -> Option<&'a str> {
        let name = name.to_ascii_lowercase();
        if self.unclosed.contains(&name) {
            return None;
        }
        let mut from = 0;
        while let Some(found) = self.rest[from..].find("</") {
            let at = from + found;
            let after = &self.rest.as_bytes()[at + 2..];
            if after.len() >= name.len() && after[..name.len()].eq_ignore_ascii_case(name.as_bytes()) {
                let body = &self.rest[..at];
                self.rest = &self.rest[at..];
                return Some(body);
            }
            from = at + 2;
        }
        self.unclosed.push(name);
        None
    }
}

/// Where the tag ends: the first `>` outside quoted values, or, where a quote is never closed, the first `>` at all.
fn tag_end(attributes: &str) -> usize {
    // Values of thousands of bytes exist (inline pictures); beyond this a quote was forgotten.
    const LONGEST: usize = 1 << 16;
    let mut quote = None;
    let mut previous = b' ';
    for (at, byte) in attributes.bytes().enumerate().take(LONGEST) {
        match quote {
            Some(mark) if byte == mark => quote = None,
            Some(_) => {}
            None if byte == b'>' => return at,
            None if (byte == b'"' || byte == b'\'') && previous == b'=' => quote = Some(byte),
            None => {}
        }
        if !byte.is_ascii_whitespace() {
            previous = byte;
        }
    }
    attributes.find('>').unwrap_or(attributes.len())
}

/// The value of an attribute, entities resolved.
pub(super) fn attribute(attributes_of_tag: &str, wanted: &str) -> Option<String> {
    attributes(attributes_of_tag).find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| unescape(value))
}

/// The attributes of a tag in order: name and value, both as written; the value is empty where there is none.
pub(super) fn attributes(of_tag: &str) -> Attributes<'_> {
    Attributes { rest: of_tag }
}

pub(super) struct Attributes<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<(&'a str, &'a str)> {
        let rest = self.rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        let ends = |c: char| c.is_ascii_whitespace() || c == '=' || c == '/';
        let name_end = rest.char_indices().skip(1).find(|&(_, c)| ends(c)).map_or(rest.len(), |(at, _)| at);
        let (name, after) = rest.split_at(name_end);
        let Some(value) = after.trim_ascii_start().strip_prefix('=') else {
            self.rest = after;
            return Some((name, ""));
        };
        let value = value.trim_ascii_start();
        let (value, after) = match value.chars().next() {
            Some(mark @ ('"' | '\'')) => value[1..].split_once(mark).unwrap_or((&value[1..], "")),
            _ => value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())),
        };
        self.rest = after;
        Some((name, value))
    }
}

/// Named entities that stand in prose. The full list has 2231 names; the rest is left as written.
/// Source: HTML standard, section 13.5.
const ENTITIES: &[(&str, &str)] = &[
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", "\u{a0}"),
    ("shy", "\u{ad}"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("hellip", "…"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("sbquo", "‚"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("bdquo", "„"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("lsaquo", "‹"),
    ("rsaquo", "›"),
    ("middot", "·"),
    ("bull", "•"),
    ("copy", "©"),
    ("reg", "®"),
    ("trade", "™"),
    ("euro", "€"),
    ("pound", "£"),
    ("yen", "¥"),
    ("cent", "¢"),
    ("sect", "§"),
    ("deg", "°"),
    ("times", "×"),
    ("frac12", "½"),
    ("auml", "ä"),
    ("ouml", "ö"),
    ("uuml", "ü"),
    ("Auml", "Ä"),
    ("Ouml", "Ö"),
    ("Uuml", "Ü"),
    ("szlig", "ß"),
    ("agrave", "à"),
    ("aacute", "á"),
    ("acirc", "â"),
    ("atilde", "ã"),
    ("aring", "å"),
    ("aelig", "æ"),
    ("ccedil", "ç"),
    ("egrave", "è"),
    ("eacute", "é"),
    ("ecirc", "ê"),
    ("euml", "ë"),
    ("Eacute", "É"),
    ("iacute", "í"),
    ("icirc", "î"),
    ("iuml", "ï"),
    ("ntilde", "ñ"),
    ("oacute", "ó"),
    ("ocirc", "ô"),
    ("otilde", "õ"),
    ("oslash", "ø"),
    ("uacute", "ú"),
    ("ugrave", "ù"),
    ("ucirc", "û"),
];

/// Resolves numeric entities and the named ones of prose.
pub(super) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out += &rest[..at];
        rest = &rest[at..];
        let (c, length) = entity_at(rest).unwrap_or(('&', 1));
        out.push(c);
        rest = &rest[length..];
    }
    out + rest
}

/// The character of the entity a text begins with, and its length in bytes.
pub(super) fn entity_at(text: &str) -> Option<(char, usize)> {
    // The longest name in the table has 6 letters, the longest number 8.
    let end = text.bytes().take(12).position(|b| b == b';')?;
    let name = text[..end].strip_prefix('&')?;
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        // Numbers that are Windows-1252, which browsers take for what was meant (HTML standard, section 13.2.5.80).
        let byte = u8::try_from(code).ok().filter(|b| (0x80..0xa0).contains(b));
        let meant = byte.and_then(|b| encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[b]).0.chars().next());
        return meant.or_else(|| char::from_u32(code)).filter(|&c| c != '\0').map(|c| (c, end + 1));
    }
    ENTITIES.iter().find(|(n, _)| *n == name).and_then(|(_, e)| e.chars().next()).map(|c| (c, end + 1))
}

/// Whether a text begins like a page.
pub(super) fn looks_like_html(text: &str) -> bool {
    let head: String = text.chars().take(256).collect::<String>().to_lowercase();
    let head = head.trim_start();
    head.starts_with("<!doctype html")
        || head.starts_with('<')
            && ["<html", "<head", "<body", "<meta", "<title", "<div", "<p>", "<article", "<h1"].iter().any(|t| head.contains(t))
}

#[cfg(test)]
mod tests {
    use super::{Part, attribute, parts, unescape};

    #[test]
    fn quoted_values_may_hold_a_greater_sign() {
        let page = "<!-- <p> --><meta content=\"a > b\" name='n'/>x < y<script>if (a<b) {}</script></p>";
        let found: Vec<Part<'_>> = parts(page).collect();
        assert_eq!(
            found,
            [
                Part::Open { name: "meta", attributes: " content=\"a > b\" name='n'/", body: None },
                Part::Text("x "),
                Part::Text("<"),
                Part::Text(" y"),
                Part::Open { name: "script", attributes: "", body: Some("if (a<b) {}") },
                Part::Close("script"),
                Part::Close("p"),
            ]
        );
    }

    #[test]
    fn attributes_are_found_quoted_or_not() {
        let tag = " a=1 hidden content = 'x &amp; y' B=\"2\"";
        assert_eq!(attribute(tag, "content").as_deref(), Some("x & y"));
        assert_eq!(attribute(tag, "b").as_deref(), Some("2"));
        assert_eq!(attribute(tag, "hidden").as_deref(), Some(""));
        assert_eq!(attribute(tag, "c"), None);
        assert_eq!(unescape("&#8220;a&#x201d; &bogus; &"), "“a” &bogus; &");
    }
}
