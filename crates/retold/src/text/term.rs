//! Words as terms: what tells that two texts speak of one thing, whatever the endings.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::fold::{folded, hashes};
use super::language::primary;

/// Letters of a word that count: endings differ, beginnings name the thing. Cutting words off serves many languages without a stemmer
/// (McNamee and Mayfield, Information Retrieval 2004, found 4 to 5); 5, 6 and 7 were tried on four data sets, 6 was best by a little.
const LETTERS: usize = 6;

/// FNV-1a of a word's first letters; `None` for single letters and digits of scripts that write words.
pub(crate) fn term(raw: &str, is_character: bool) -> Option<u32> {
    let mut hash = 0x811c_9dc5_u32;
    let mut letters = 0;
    let mut push = |byte: u8| hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    if raw.is_ascii() {
        for byte in raw.bytes().filter(u8::is_ascii_alphanumeric).take(LETTERS) {
            push(byte.to_ascii_lowercase());
            letters += 1;
        }
    } else {
        for c in folded(raw).chars().take(LETTERS) {
            c.encode_utf8(&mut [0; 4]).bytes().for_each(&mut push);
            letters += 1;
        }
    }
    (letters > 1 || is_character).then_some(hash)
}

/// Folded function words of each language: they say nothing about the event, and a small collection cannot tell that by counting.
static FUNCTION_WORDS: LazyLock<BTreeMap<String, BTreeSet<u32>>> = LazyLock::new(|| {
    let lists: BTreeMap<String, Vec<String>> =
        toml::from_str(include_str!("../data/function_words.toml")).expect("word lists are checked by a test");
    lists.into_iter().map(|(language, words)| (language, words.iter().flat_map(|w| hashes(w)).collect())).collect()
});

/// Those of a language; an article of unknown language is read with the English ones.
pub(crate) fn function_words(lang: Option<&str>) -> Option<&'static BTreeSet<u32>> {
    FUNCTION_WORDS.get(primary(lang))
}

#[cfg(test)]
mod tests {
    use super::{FUNCTION_WORDS, term};

    #[test]
    fn endings_do_not_part_words() {
        assert_eq!(term("Evacuated", false), term("evacuation", false));
        assert_eq!(term("café", false), term("CAFE", false));
        assert_ne!(term("harbour", false), term("harvest", false));
        assert_eq!(term("7", false), None);
    }

    #[test]
    fn every_list_of_function_words_is_readable() {
        assert!(FUNCTION_WORDS.iter().all(|(language, words)| language.len() == 2 && words.len() > 40));
    }
}
