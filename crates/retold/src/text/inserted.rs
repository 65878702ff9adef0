//! Links that a page's script puts into a sentence: where are they, in a text that was saved with them?
//!
//! "The warden Anna ValeHarbour vote put off again Three ferries held: report MORE said": headlines stand behind a name without a gap, up to the
//! word that opens the list. They tell of something else, and are the same on every page.

use crate::record::Span;

/// The word that ends them.
const END: &str = "MORE";
/// Letters of the headlines, three as a rule, and fewest words.
const LONGEST: usize = 500;
const LEAST_WORDS: usize = 4;
/// Letters of a word before a second capital: "MacLeod" is one word.
const LEAST_BEFORE: usize = 4;

/// The links with the word that they are glued to, in order.
pub(crate) fn inserted_links(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut read = 0;
    for (at, _) in text.match_indices(END) {
        let end = at + END.len();
        let is_word = text[..at].ends_with(' ') && !text[end..].starts_with(char::is_alphanumeric);
        if !is_word || at < read {
            continue;
        }
        let before = text[read..at].char_indices().rev().take(LONGEST).last().map_or(at, |(n, _)| read + n);
        let line = before + text[before..at].rfind('\n').map_or(0, |n| n + 1);
        if let Some(start) = first_glued(&text[line..at]) {
            out.push(Span::from(line + start..end));
            read = end;
        }
    }
    out
}

/// Where the first word stands that goes on with another capital, with words behind it.
fn first_glued(line: &str) -> Option<usize> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let glued = words.iter().rev().skip(LEAST_WORDS).rev().find(|word| is_glued(word))?;
    Some(glued.as_ptr() as usize - line.as_ptr() as usize)
}

fn is_glued(word: &str) -> bool {
    let capital = |&(_, c): &(usize, char)| c.is_uppercase();
    let before = word.char_indices().skip(LEAST_BEFORE).find(capital).and_then(|(at, _)| word[..at].chars().next_back());
    before.is_some_and(|c| c.is_lowercase() || c == '.' || c == ')')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        inserted_links(text).into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn headlines_glued_to_a_name_are_found() {
        let text = "The warden Anna ValeHarbour vote put off again Three ferries held: report MORE said on Monday that Élise Mac\u{e9}Ferries wait for MacLeod at the quay MORE (N.-Orrel) had left.";
        let links =
            ["ValeHarbour vote put off again Three ferries held: report MORE", "Mac\u{e9}Ferries wait for MacLeod at the quay MORE"];
        assert_eq!(found(text), links);
    }

    #[test]
    fn other_texts_have_none() {
        for text in [
            "The warden MacLeod said that MORE was needed.",
            "NO MORE FERRIES, said the warden of HarbourNet",
            "HarbourNet has news. MORE",
            "HarbourNet wrote of it.\nThree ferries are held at the quay READ MORE",
            "the ferries of HarbourNet were held at the quay on Monday, and MOREOVER they leak",
            "MORE",
            "",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }
}
