//! Tags that were left in a text, or cut into it.

/// Names of the elements that stand in and around running text (HTML Living Standard, sections 4.3 to 4.10). Other names in angle brackets are
/// text: addresses, speakers of a transcript.
const NAMES: &str = " a abbr article aside b blockquote br center cite code del div em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i \
    iframe img ins li link main mark nav ol p picture pre q s section small source span strong sub sup table tbody td th tr tt u ul wbr ";

/// Longest tag in bytes; links with tracking parameters are long.
const LONGEST: usize = 1000;

/// Length of the tag that begins with this text's first byte, a `<`; `None` where it is none.
///
/// When it is wrong: `a <b and c> d` is read as a tag.
pub(super) fn tag(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let name = 1 + usize::from(bytes.get(1) == Some(&b'/'));
    let length = bytes[name..].iter().take(12).take_while(|b| b.is_ascii_alphanumeric()).count();
    let end = name + length;
    if length == 0 || !matches!(bytes.get(end), Some(b' ' | b'/' | b'>' | b'\t' | b'\n')) {
        return None;
    }
    let known = format!(" {} ", text[name..end].to_ascii_lowercase());
    if !NAMES.contains(&known) {
        return None;
    }
    let rest = bytes[end..].iter().take(LONGEST).position(|b| matches!(b, b'<' | b'>'))?;
    (bytes[end + rest] == b'>').then_some(end + rest + 1)
}
