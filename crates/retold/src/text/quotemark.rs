//! Quotation marks: which stretches of a text stand between them.
//!
//! Curly, straight, angle, low-high and corner marks, and what became of curly ones in a text that was decoded wrongly. A quotation that runs over several paragraphs, each beginning with a mark, is closed
//! at each paragraph's end. A mark without its partner quotes up to the end of the paragraph, at most [`LONGEST`] bytes; a single mark
//! without partner is an apostrophe.

use super::fold::eight;
use crate::record::Span;

/// Bytes after which an unclosed quotation is given up: the longest quoted paragraphs of news texts have about 1,500 letters.
const LONGEST: usize = 2000;

/// Stands in the place of a character that could not be decoded: a curly mark as a rule, or an apostrophe or dash.
const LOST: char = '\u{fffd}';

/// The quoted stretches of a text without their marks, in order, not overlapping; inner quotations belong to the outer one.
pub fn quotations(text: &str) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for at in candidates(text.as_bytes()) {
        let rest = &text[at..];
        let c = rest.chars().next().expect("a lead byte begins a character");
        let rest = &rest[c.len_utf8()..];
        let previous = text[..at].chars().next_back().unwrap_or('\n');
        if let Some((start, mark)) = open {
            if c == '\n' || at - start > LONGEST {
                close(text, &mut out, start, at, mark);
                open = None;
            } else if closes(mark, c, previous, rest) {
                out.extend((start < at).then(|| Span::from(start..at)));
                open = None;
            }
        } else if opens(c, previous, rest) {
            open = Some((at + c.len_utf8(), c));
        }
    }
    if let Some((start, mark)) = open {
        close(text, &mut out, start, text.len(), mark);
    }
    out
}

/// Where a mark or the end of a paragraph may stand: every mark is one of these ASCII bytes or begins with a byte of the Latin-1 or a
/// three-byte range. Eight bytes are looked at together, and most of them have none of these.
fn candidates(bytes: &[u8]) -> impl Iterator<Item = usize> + '_ {
    let (eights, rest) = bytes.as_chunks::<8>();
    let begin = 8 * eights.len();
    let marks = eights.iter().enumerate().flat_map(|(i, bytes)| {
        let mut held = marks_or_wide(u64::from_le_bytes(*bytes));
        std::iter::from_fn(move || {
            let at = (held != 0).then(|| held.trailing_zeros() / 8)?;
            held &= held - 1;
            Some(8 * i + at as usize)
        })
    });
    marks.chain(begin..begin + rest.len()).filter(|&at| matches!(bytes[at], b'"' | b'\'' | b'\n' | 0xc2 | 0xe2 | 0xe3 | 0xef))
}

/// The highest bit of every byte that is a straight mark, ends a line, or is no ASCII.
#[inline]
fn marks_or_wide(bytes: u64) -> u64 {
    const HIGH: u64 = eight(0x80);
    let is = |byte: u8| {
        let other = bytes ^ eight(byte);
        // seven bits that are not all zero carry into the eighth
        !(((other & !HIGH) + !HIGH) | other)
    };
    (is(b'"') | is(b'\'') | is(b'\n') | bytes) & HIGH
}

/// A quotation whose closing mark is missing.
fn close(text: &str, out: &mut Vec<Span>, start: usize, end: usize, mark: char) {
    let runaway = matches!(mark, '\'' | '‘' | '‹' | LOST) || end - start > LONGEST;
    let end = start + text[start..end].trim_end().len();
    if !runaway && start < end {
        out.push(Span::from(start..end));
    }
}

fn opens(c: char, previous: char, rest: &str) -> bool {
    let free = !previous.is_alphanumeric();
    let word_follows =
        rest.starts_with(|n: char| n.is_alphanumeric() || matches!(n, '[' | '(' | '…' | '.' | '$' | '€' | '£' | '‘' | '\'' | '“' | '"'));
    match c {
        '“' | '„' | '«' | '「' | '『' | '‟' => true,
        '"' => free && word_follows || previous.is_whitespace() && rest.starts_with(|n: char| !n.is_whitespace()),
        // texts that lost their curly marks on the way close with what opens elsewhere
        '”' => free && previous.is_whitespace() && word_follows,
        '‘' | '‹' | '\'' => free && word_follows,
        LOST => previous.is_whitespace() && word_follows,
        _ => false,
    }
}

fn closes(mark: char, c: char, previous: char, rest: &str) -> bool {
    let ended = !rest.starts_with(char::is_alphanumeric);
    match mark {
        '“' | '‟' | '”' => c == '”' || c == '"' && ended,
        '„' => c == '“' || c == '”' || c == '"' && ended,
        '"' => (c == '"' || c == '”') && (ended || !previous.is_whitespace()),
        '«' => c == '»',
        '「' => c == '」',
        '『' => c == '』',
        '‹' => c == '›',
        LOST => c == LOST && ended && !previous.is_whitespace(),
        '‘' => c == '’' && ended && !previous.is_whitespace(),
        _ => c == '\'' && ended && !previous.is_whitespace(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn quoted(text: &str) -> Vec<&str> {
        quotations(text).into_iter().map(|s| s.of(text)).collect()
    }

    #[test]
    fn marks_of_many_styles() {
        let cases: [(&str, &[&str]); 13] = [
            ("He said: “We left.” Then \"they stayed\".", &["We left.", "they stayed"]),
            ("„Wir gehen“, sagte sie.", &["Wir gehen"]),
            ("«On part», dit-il.", &["On part"]),
            ("the ‘volunteers’ group’s boat", &["volunteers"]),
            ("the harbour's boats and the crews' pay", &[]),
            ("adding that\"It is late\" he left", &[]),
            ("“It was ‘bad’ and late,” she said", &["It was ‘bad’ and late,"]),
            ("“First paragraph.\n“Second paragraph.” End", &["First paragraph.", "Second paragraph."]),
            ("\"No end to this\nNew \"one\" here", &["No end to this", "one"]),
            ("a 6'2\" man and 5\" of rain", &[]),
            ("「行く」と言った", &["行く"]),
            ("said \u{fffd}it\u{fffd}s late.\u{fffd} Then \u{fffd} as planned \u{fffd} they left", &["it\u{fffd}s late."]),
            ("", &[]),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .filter(|(text, want)| quoted(text) != *want)
            .map(|(text, want)| format!("{text}: {:?}, expected {want:?}", quoted(text)))
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// What is outside every quotation and could only open or close one: such a mark was lost.
    fn lost(text: &str) -> Vec<(usize, char)> {
        let spans = quotations(text);
        let known = |at: usize, c: char| {
            let (at, end) = (at as u32, (at + c.len_utf8()) as u32);
            spans.iter().any(|s| s.start <= at && end <= s.end || end == s.start || at == s.end)
        };
        let behind = |at: usize, c: char| text[at + c.len_utf8()..].chars().next();
        let opens = |c: char| matches!(c, '“' | '„' | '«' | '「' | '『');
        let empty =
            |at: usize, c: char| !text[at + c.len_utf8()..].split('\n').next().is_some_and(|rest| rest.contains(char::is_alphanumeric));
        // “ closes behind „
        let closes = |at: usize, c: char| c == '“' && text[..at].ends_with('„');
        text.char_indices()
            .filter(|&(at, c)| {
                opens(c) && !closes(at, c) && !known(at, c) && !empty(at, c) && behind(at, c).is_some_and(char::is_alphanumeric)
            })
            .collect()
    }

    proptest! {
        /// An opening mark before a word begins a quotation or stands inside one.
        #[test]
        fn no_opening_mark_is_lost(text in "[a-zA-Z .,“”„«»「」\n]{0,80}") {
            let lost = lost(&text);
            prop_assert!(lost.is_empty(), "{text:?}: {lost:?}");
        }

        /// No quotation runs on behind its paragraph, however the marks stand.
        #[test]
        fn no_quotation_leaves_its_paragraph(text in "[a-z “”\"'‘’«»„\n.]{0,80}") {
            prop_assert!(quotations(&text).iter().all(|s| !s.of(&text).contains('\n')));
        }

        #[test]
        fn quotations_are_in_order_and_inside(text in "[a-z “”\"'‘’«»„\n.]{0,80}|\\PC{0,40}") {
            let mut last = 0;
            for span in quotations(&text) {
                prop_assert!(span.start >= last && !span.is_empty() && text.get(span.range()).is_some());
                last = span.end;
            }
        }
    }
}
