use retold::record::Span;

/// From byte offsets to code points of one text, without the text: an eighth of its bytes, nothing where it is ASCII.
#[derive(Debug, Default)]
pub(super) struct CodePoints {
    bytes: u32,
    /// One bit for each byte: set where it continues a character. Empty for ASCII.
    inner: Box<[u64]>,
    /// Set bits before every [`STRIDE`]-th word of `inner`.
    before: Box<[u32]>,
}

/// Words of 64 bits between two counts: 256 bytes of text.
const STRIDE: usize = 4;

impl CodePoints {
    pub(super) fn of(text: &str) -> Self {
        // readers skip texts over 64 MB
        let bytes = u32::try_from(text.len()).unwrap_or(u32::MAX);
        if text.is_ascii() {
            return CodePoints { bytes, ..CodePoints::default() };
        }
        let continues = |chunk: &[u8]| chunk.iter().enumerate().fold(0u64, |word, (i, b)| word | u64::from(b & 0xc0 == 0x80) << i);
        let inner: Box<[u64]> = text.as_bytes().chunks(64).map(continues).collect();
        let mut seen = 0;
        let count = |words: &[u64]| {
            let before = seen;
            seen += words.iter().map(|w| w.count_ones()).sum::<u32>();
            before
        };
        let before = inner.chunks(STRIDE).map(count).collect();
        CodePoints { bytes, inner, before }
    }

    /// Code points before this byte; `None` where it lies outside the text or inside a character.
    pub(super) fn at(&self, byte: u32) -> Option<u32> {
        if byte > self.bytes {
            return None;
        }
        let (word, bit) = ((byte / 64) as usize, byte % 64);
        let Some(&bits) = self.inner.get(word) else {
            // an ASCII text, or the end of one that fills its last word
            return Some(byte - self.inner.iter().map(|w| w.count_ones()).sum::<u32>());
        };
        if bits >> bit & 1 == 1 {
            return None;
        }
        let stride = word / STRIDE;
        let between: u32 = self.inner[stride * STRIDE..word].iter().map(|w| w.count_ones()).sum();
        let here = (bits & ((1u64 << bit) - 1)).count_ones();
        Some(byte - self.before[stride] - between - here)
    }

    /// A span as start, end, first and last code point.
    pub(super) fn span(&self, span: Span) -> Option<[u32; 4]> {
        Some([span.start, span.end, self.at(span.start)?, self.at(span.end)?])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn code_points_are_those_of_the_text(text in "(a|é|€|😀|[a-z]{20}|ж{9}){0,60}") {
            let map = CodePoints::of(&text);
            for byte in 0..=text.len() + 2 {
                let expected = text.is_char_boundary(byte).then(|| text[..byte].chars().count() as u32);
                prop_assert_eq!(map.at(byte as u32), expected, "byte {} of {:?}", byte, text);
            }
        }
    }

    #[test]
    fn the_end_of_a_full_word_is_found() {
        let text = "é".repeat(64);
        assert_eq!(CodePoints::of(&text).at(128), Some(64));
        assert_eq!(CodePoints::of(&"a".repeat(64)).at(64), Some(64));
    }
}
