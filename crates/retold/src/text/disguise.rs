//! What a text holds that its readers do not see: characters without a shape, and letters of another script that look like the right ones.
//!
//! Texts are compared without them, so a copy that hides this way is found like any other; here they are counted and shown.

use unicode_normalization::char::is_combining_mark;

use super::fold::{Word, is_invisible};
use super::lookalike::mixed_words;

/// How much of a text is other than it looks.
///
/// Counts what has no use where it stands. Not counted: joiners in scripts that write with them, emoji sequences, accents, marks of direction
/// between words. Wrong for the rare word that joins scripts on purpose (`TNFα`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Disguise {
    /// Characters: zero-width and direction marks inside words, soft hyphens, overrides of direction, tags, variation selectors on letters,
    /// combining marks above the fourth on one letter.
    pub hidden_characters: u32,
    /// Words that mix scripts where one would do.
    pub lookalike_words: u32,
}

impl Disguise {
    /// Counts in a text with these folded words. A few nanoseconds for a character; nothing for ASCII text.
    pub fn of(text: &str, words: &[Word]) -> Self {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Disguise { hidden_characters: count(hidden(text).len()), lookalike_words: count(mixed_words(text, words).len()) }
    }

    /// Whether there is any.
    pub fn any(self) -> bool {
        self.hidden_characters > 0 || self.lookalike_words > 0
    }
}

/// Words, by place, with a hidden character in or behind them, or of mixed scripts. Soft hyphens alone make none: typesetting puts them there.
pub(crate) fn disguised_words(text: &str, words: &[Word]) -> Vec<usize> {
    let of = |at: usize| words.partition_point(|w| w.start as usize <= at).checked_sub(1);
    let hidden = hidden(text).into_iter().filter(|&(_, c)| c != SOFT_HYPHEN).filter_map(|(at, _)| of(at));
    let mut found: Vec<usize> = hidden.chain(mixed_words(text, words)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

const SOFT_HYPHEN: char = '\u{ad}';

/// Combining marks on one letter that some orthography needs at most: Vietnamese and Hebrew stack two to four. Chosen, not measured.
const MARKS: usize = 4;

/// Hidden characters and the bytes where they begin.
fn hidden(text: &str) -> Vec<(usize, char)> {
    let mut found = Vec::new();
    if text.is_ascii() {
        return found;
    }
    let mut before = '\0';
    let mut run: Vec<(usize, char)> = Vec::new();
    for (at, c) in text.char_indices().chain([(text.len(), '\0')]) {
        if is_invisible(c) {
            run.push((at, c));
            continue;
        }
        for (place, (at, one)) in run.drain(..).enumerate() {
            if is_hidden(one, place, before, c) {
                found.push((at, one));
            }
        }
        before = c;
    }
    found
}

/// Whether a character at this place of a run of invisible ones has no use between these two visible ones.
fn is_hidden(c: char, place: usize, before: char, after: char) -> bool {
    /// England, Scotland and Wales: a black flag, its country in tags.
    const FLAG: char = '\u{1f3f4}';
    match c {
        '\u{202d}' | '\u{202e}' => true,
        '\u{e0000}'..='\u{e007f}' => before != FLAG,
        // behind an emoji they say how it is drawn, and one joiner may follow
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => is_plain(before) || place > 1,
        _ if is_combining_mark(c) => place >= MARKS,
        _ => [before, after].iter().all(|&c| is_plain(c) || c.is_ascii_digit()),
    }
}

/// Letters of scripts that are written without joiners and selectors: Latin, Greek, Cyrillic.
fn is_plain(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{52f}' | '\u{1e00}'..='\u{1fff}') && c.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::super::fold;
    use super::*;

    fn of(text: &str) -> (u32, u32) {
        let Disguise { hidden_characters, lookalike_words } = Disguise::of(text, &fold(text));
        (hidden_characters, lookalike_words)
    }

    #[test]
    fn what_readers_do_not_see_is_counted() {
        for (text, expected) in [
            ("The f\u{200b}er\u{200d}ry sai\u{2060}led at n\u{feff}oon", (4, 0)),
            ("The har\u{ad}bour office", (1, 0)),
            ("The ferry\u{e0041}\u{e0042} sailed\u{fe01}\u{e0101}\u{e0102} at noon", (5, 0)),
            ("The \u{202e}yrref\u{202c} sailed", (1, 0)),
            ("The ferr\u{43e}w sailed fr\u{43e}m the h\u{430}rbour at noon", (0, 3)),
            ("Z\u{300}\u{301}\u{302}\u{303}\u{304}\u{305} sailed", (2, 0)),
        ] {
            assert_eq!(of(text), expected, "{text:?}");
        }
    }

    #[test]
    fn what_has_its_use_is_not_counted() {
        for text in [
            "A plain line of the harbour office, no more.",
            "Café, naïve, Nguyễn Văn, Nguye\u{302}\u{303}n, ŝipo.",
            "Families \u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}, hearts \u{2764}\u{fe0f}\u{200d}\u{1f525}, keys 1\u{fe0f}\u{20e3}, flags \u{1f3f4}\u{e0067}\u{e0062}\u{e007f}.",
            "می\u{200c}خواهم به بندر بروم، گفت او.",
            "क्\u{200d}ष और श्\u{200c}र",
            "The word \u{200e}שלום\u{200f} stands here.",
            "Паром «Марель» сел на мель у порта Веллан, сообщили в IT-отделе порта.",
        ] {
            assert_eq!(of(text), (0, 0), "{text:?}");
        }
    }

    #[test]
    fn soft_hyphens_alone_make_no_disguised_word() {
        let text = "The har\u{ad}bour off\u{200b}ice";
        assert_eq!(disguised_words(text, &fold(text)), [2]);
    }
}
