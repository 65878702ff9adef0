//! An article's text cut into the pieces a reader sees: paragraphs, sentences, short excerpts.

use retold::record::Span;

use super::visible::visible;

/// The paragraphs of a text, in order, without the blank lines between them.
///
/// Blank lines part paragraphs where there are any; in a text without blank lines every line is one.
pub(crate) fn paragraphs(text: &str) -> Vec<Span> {
    let has_blank = text.trim().split('\n').any(|l| l.trim().is_empty()) && !text.trim().is_empty();
    let mut out: Vec<Span> = Vec::new();
    let mut at = 0;
    let mut open: Option<(usize, usize)> = None;
    for line in text.split_inclusive('\n') {
        let inner = line.trim();
        if inner.is_empty() {
            out.extend(open.take().map(|(a, b)| Span::from(a..b)));
        } else {
            let start = at + (line.len() - line.trim_start().len());
            let end = start + inner.len();
            match &mut open {
                Some(p) if has_blank => p.1 = end,
                _ => {
                    out.extend(open.take().map(|(a, b)| Span::from(a..b)));
                    open = Some((start, end));
                }
            }
        }
        at += line.len();
    }
    out.extend(open.map(|(a, b)| Span::from(a..b)));
    out
}

/// How many sentences a stretch holds, at least one: closing marks that are followed by a space or the end.
///
/// A rough count for "not in the other: 3 sentences"; nothing is decided by it.
pub(crate) fn sentences(text: &str) -> usize {
    let mut count = 0;
    let mut ended = false;
    for c in text.trim().chars() {
        match c {
            '.' | '!' | '?' | '…' | '؟' => ended = true,
            '。' | '！' | '？' | '।' => {
                count += 1;
                ended = false;
            }
            '"' | '\'' | '”' | '’' | '»' | ')' if ended => {}
            c if c.is_whitespace() && ended => {
                count += 1;
                ended = false;
            }
            _ => ended = false,
        }
    }
    (count + usize::from(ended)).max(1)
}

/// The text a span points at; empty where the span belongs to another text, so that a page is still written.
pub(crate) fn slice(text: &str, span: Span) -> &str {
    text.get(span.range()).unwrap_or("")
}

/// The line of the text that holds a span.
pub(crate) fn line_around(text: &str, span: Span) -> Span {
    let start = text.get(..span.start as usize).and_then(|t| t.rfind('\n')).map_or(0, |at| at as u32 + 1);
    let end = text.get(span.end as usize..).and_then(|t| t.find('\n')).map_or(text.len() as u32, |at| span.end + at as u32);
    Span::new(start.min(span.start), end.max(span.end))
}

/// The first words of a text on one line, with `…` where it goes on.
pub(crate) fn first_words(text: &str, most: usize) -> String {
    let mut words = text.split_whitespace();
    let mut out: Vec<&str> = words.by_ref().take(most).collect();
    // A text without spaces is cut by characters, four to a word.
    let joined = out.join(" ");
    let long = joined.chars().count() > most * 12;
    let shown = if long { joined.chars().take(most * 4).collect() } else { joined };
    out.clear();
    let more = long || words.next().is_some();
    if more { format!("{} …", visible(shown.trim_end_matches([',', ';', ':', ' ']))) } else { visible(&shown) }
}

/// The last words of a text on one line, with `…` where more stands before.
pub(crate) fn last_words(text: &str, most: usize) -> String {
    let mut words: Vec<&str> = text.split_whitespace().rev().take(most + 1).collect();
    let more = words.len() > most;
    words.truncate(most);
    words.reverse();
    let joined = words.join(" ");
    let chars = joined.chars().count();
    if chars > most * 12 {
        let tail: String = joined.chars().skip(chars - most * 4).collect();
        return format!("… {}", visible(&tail));
    }
    let shown = visible(&joined);
    if more { format!("… {shown}") } else { shown }
}

/// The words around a span of a text, at most so many on each side. Beside the span a space stands only where the text has one.
pub(crate) fn around(text: &str, span: Span, within: Span, most: usize) -> (String, String) {
    let cut = |from: u32, to: u32| if from < to { slice(text, Span::new(from, to)) } else { "" };
    let (before, after) = (cut(within.start, span.start), cut(span.end, within.end));
    // the excerpts are trimmed
    let space = |there: bool| if there { " " } else { "" };
    (
        last_words(before, most) + space(before.ends_with(char::is_whitespace)),
        space(after.starts_with(char::is_whitespace)).to_owned() + &first_words(after, most),
    )
}

/// The whole of a text.
pub(crate) fn whole(text: &str) -> Span {
    Span::new(0, text.len() as u32)
}

#[cfg(test)]
mod tests {
    use super::{around, first_words, last_words, paragraphs, sentences, whole};
    use retold::record::Span;

    fn cut(text: &str) -> Vec<&str> {
        paragraphs(text).into_iter().map(|s| s.of(text)).collect()
    }

    #[test]
    fn blank_lines_part_paragraphs() {
        assert_eq!(cut("One.\nstill one.\n\n  Two. \n"), ["One.\nstill one.", "Two."]);
        assert_eq!(cut("One.\nTwo.\n"), ["One.", "Two."]);
        assert!(cut("  \n ").is_empty());
    }

    #[test]
    fn sentences_are_counted() {
        assert_eq!(sentences("He left. “Why?” she asked. It cost 3.5 million."), 4);
        assert_eq!(sentences("no mark at all"), 1);
    }

    #[test]
    fn excerpts_say_that_they_are_cut() {
        assert_eq!(first_words("one two three", 2), "one two …");
        assert_eq!(last_words("one two three", 2), "… two three");
        assert_eq!(first_words("one two", 2), "one two");
    }

    #[test]
    fn beside_a_passage_there_is_no_space_that_the_text_lacks() {
        let text = "one (two), three";
        let around = |words: &str| {
            let at = text.find(words).expect("the words stand there") as u32;
            around(text, Span::new(at, at + words.len() as u32), whole(text), 5)
        };
        assert_eq!(around("two"), ("one (".to_owned(), "), three".to_owned()));
        assert_eq!(around("three"), ("one (two), ".to_owned(), String::new()));
    }
}
