//! What XML 1.0 may hold.

use std::borrow::Cow;

/// The text with U+FFFD for every character that XML 1.0 refuses (control characters, U+FFFE, U+FFFF), and a space for each tab and line end, which
/// readers of attributes would make of them anyway.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| keep(c) == c) { Cow::Borrowed(text) } else { Cow::Owned(text.chars().map(keep).collect()) }
}

fn keep(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' => ' ',
        '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        other => other,
    }
}

/// How many characters [`clean`] would replace with U+FFFD.
pub(super) fn refused(text: &str) -> usize {
    text.chars().filter(|&c| keep(c) == '\u{fffd}' && c != '\u{fffd}').count()
}
