/// The longest block of headers that is read, bytes. Real ones have a few kilobytes; a hundred thousand lines are an attack or damage.
pub(super) const MAX_HEAD: usize = 1 << 20;

/// Header lines as WARC, HTTP and MIME write them: a first line, then names and values.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Headers {
    /// `WARC/1.1`, `HTTP/1.1 200 OK`; empty in MIME.
    pub(super) first: String,
    /// Names in lower case.
    fields: Vec<(String, String)>,
}

impl Headers {
    /// Reads a block of lines. Lenient: lines without a colon are ignored, a line that begins with white space goes on with the value before.
    pub(super) fn parse(block: &[u8], has_first_line: bool) -> Self {
        let text = String::from_utf8_lossy(block);
        let mut lines = text.split('\n').map(|l| l.strip_suffix('\r').unwrap_or(l));
        let first = if has_first_line { lines.next().unwrap_or_default().to_owned() } else { String::new() };
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in lines {
            match (line.starts_with([' ', '\t']), fields.last_mut()) {
                (true, Some((_, value))) => {
                    value.push(' ');
                    value.push_str(line.trim());
                }
                _ => {
                    if let Some((name, value)) = line.split_once(':') {
                        fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
                    }
                }
            }
        }
        Headers { first, fields }
    }

    /// The first value under a name given in lower case.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str()).filter(|v| !v.is_empty())
    }

    /// The media type, in lower case and without parameters.
    pub(super) fn media_type(&self) -> Option<String> {
        let value = self.get("content-type")?;
        Some(value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
    }

    /// A parameter of the content type, such as `charset` or `boundary`.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.get("content-type")?.split(';').skip(1).find_map(|parameter| {
            let (key, value) = parameter.split_once('=')?;
            key.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches(['"', '\'']))
        })
    }
}

/// How many bytes the headers take, the blank line included; `None` where no blank line is found.
pub(super) fn head_length(bytes: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|&b| b == b'\n') {
        let next = from + at + 1;
        match bytes.get(next..) {
            Some([b'\n', ..]) => return Some(next + 1),
            Some([b'\r', b'\n', ..]) => return Some(next + 2),
            _ => from = next,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_read_leniently() {
        let block = b"HTTP/1.1 200 OK\r\nContent-Type: Text/HTML; charset=\"koi8-r\"\r\nnonsense\r\nX-Long: one\r\n two\r\n\r\n<p>";
        let end = head_length(block).unwrap();
        assert_eq!(&block[end..], b"<p>");
        let headers = Headers::parse(&block[..end], true);
        assert_eq!(headers.first, "HTTP/1.1 200 OK");
        assert_eq!(headers.media_type().as_deref(), Some("text/html"));
        assert_eq!(headers.parameter("charset"), Some("koi8-r"));
        assert_eq!(headers.get("x-long"), Some("one two"));
        assert_eq!(head_length(b"no: end\r\n"), None);
    }
}
