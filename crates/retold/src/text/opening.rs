//! The words by which a text without a title is known.

use crate::record::{Block, BlockKind};

/// From where on a text tells: its headline, if that stands in the text, else what follows captions, datelines and other blocks at its beginning; of
/// a text that is nothing but blocks all of it. `blocks` is sorted by span.
pub fn opening<'a>(text: &'a str, blocks: &[Block]) -> &'a str {
    if let Some(headline) = blocks.iter().find(|b| b.kind == BlockKind::Headline) {
        return headline.span.of(text).trim();
    }
    let between = |c: char| c.is_whitespace() || c.is_ascii_punctuation() && !matches!(c, '"' | '\'' | '(' | '[') || matches!(c, '–' | '—');
    let mut rest = 0;
    for block in blocks {
        let (start, end) = (block.span.start as usize, block.span.end as usize);
        if start > rest && text.get(rest..start).is_some_and(|t| !t.trim_start_matches(between).is_empty()) {
            break;
        }
        rest = rest.max(end);
    }
    let told = text.get(rest..).unwrap_or("").trim_start_matches(between).trim_end();
    if told.is_empty() { text.trim() } else { told }
}

#[cfg(test)]
mod tests {
    use super::opening;
    use crate::record::{Block, BlockKind, Span};

    #[test]
    fn a_text_is_known_by_its_headline_or_by_the_first_words_that_tell() {
        let text = "Boats at the quay. PORT ALDREN — Ferries stood ready.\n\nComments";
        let block = |kind, words: &str| {
            let at = text.find(words).expect("the words stand there") as u32;
            Block { span: Span::new(at, at + words.len() as u32), kind }
        };
        let (caption, dateline) = (block(BlockKind::Caption, "Boats at the quay."), block(BlockKind::Dateline, "PORT ALDREN"));
        let comments = block(BlockKind::Furniture, "Comments");
        assert!(opening(text, &[caption, dateline, comments]).starts_with("Ferries stood"));
        assert!(opening(text, &[dateline, comments]).starts_with("Boats at"));
        assert_eq!(opening(text, &[block(BlockKind::Headline, "Ferries stood ready.")]), "Ferries stood ready.");
        assert_eq!(opening(text, &[Block { span: Span::new(0, text.len() as u32), kind: BlockKind::Furniture }]), text);
        assert_eq!(opening("", &[]), "");
    }
}
