//! Letters: a text without spaces, punctuation and case, as scanners cannot be trusted to keep them.

use super::fold::{Word, folded};

/// The letters and digits of an article's words in a row, a byte each: ASCII letters in lower case, letters of other scripts as a byte of a hash.
#[derive(Debug, Clone, Default)]
pub(crate) struct Letters {
    /// One for each letter.
    pub(crate) bytes: Vec<u8>,
    /// Where each word begins among them, and as the last one their number.
    pub(crate) starts: Vec<u32>,
}

impl Letters {
    /// `words` are the folded words of `text`.
    pub(crate) fn of(text: &str, words: &[Word]) -> Self {
        let mut bytes: Vec<u8> = Vec::with_capacity(text.len());
        let mut starts: Vec<u32> = Vec::with_capacity(words.len() + 1);
        for word in words {
            starts.push(bytes.len() as u32);
            let raw = &text.as_bytes()[word.start as usize..word.end as usize];
            let before = bytes.len();
            bytes.extend(raw.iter().map(u8::to_ascii_lowercase));
            if raw.iter().any(|b| !b.is_ascii_alphanumeric()) {
                bytes.truncate(before);
                let one = |c: char| if c.is_ascii() { c as u8 } else { ((c as u32).wrapping_mul(0x9e37_79b1) >> 24) as u8 };
                bytes.extend(folded(&text[word.start as usize..word.end as usize]).chars().map(one));
            }
        }
        starts.push(bytes.len() as u32);
        Letters { bytes, starts }
    }

    /// Letters of a word.
    pub(crate) fn len_of(&self, word: u32) -> u32 {
        self.starts[word as usize + 1] - self.starts[word as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn letters_stand_without_case_spaces_and_punctuation() {
        let text = "The HAR-bour, 1,300 Größen: 港";
        let words = fold(text);
        let letters = Letters::of(text, &words);
        assert!(letters.bytes.starts_with(b"theharbour1300gro"), "{:?}", String::from_utf8_lossy(&letters.bytes));
        assert_eq!(letters.starts.len(), words.len() + 1);
        assert_eq!(letters.len_of(0), 3);
    }
}
