//! Text as it is shown inside a sentence.

/// The text on one line: words with one space between them, none at its ends.
pub fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first characters of a text, with a sign where there are more.
pub(crate) fn shortened(text: String, characters: usize) -> String {
    if text.chars().count() <= characters { text } else { text.chars().take(characters).collect::<String>() + "…" }
}
