//! Damaged copies: text that was scanned badly, or had every sixth word exchanged, has no run of equal words left to be found by.
//!
//! Fingerprints are then the first letters and digits from a word on, without spaces and punctuation. It costs three times the fingerprints and
//! more candidates, so it is asked for (`noisy` in the settings). What two texts share is then aligned letter by letter ([`super::damaged`]).

use super::fingerprint::Posting;
use crate::text::{Letters, Word};

/// Raised whenever the same texts would be found otherwise: a collection keeps to what it was made with.
pub const NOISY_VERSION: u32 = 2;

/// Letters of a fingerprint, about two words. With 8 % of letters misread, a half of such runs stay whole.
pub(super) const GRAM_LETTERS: usize = 10;
/// Letters on each side of a fingerprint of which a posting remembers two bits: with the fingerprint about eight words, the shortest match.
const BESIDE: u32 = 16;
/// Of those on both sides, how many must agree for two articles to be compared. Unrelated letters agree in ten to twelve, a passage with 8 % of
/// letters misread in twenty-eight, at its end in twenty. Swept on three sets of generated texts (passages of 60 to 150 letters that are matched with
/// 8 % of letters misread, with every sixth word exchanged): at 21, 354 of 362 and 368 of 375; at 22, 353 and 363, and of news articles a fifth fewer
/// pairs are compared.
const ALIKE: u32 = 21;

/// The hash of the letters from each word on. The last words of a text have too few letters behind them.
pub(super) fn grams(letters: &Letters) -> impl Iterator<Item = u64> {
    letters.starts.iter().map_while(|&start| letters.bytes.get(start as usize..start as usize + GRAM_LETTERS)).map(hash)
}

/// Eight letters and the rest, each one multiplication.
fn hash(letters: &[u8]) -> u64 {
    let number = |part: &[u8]| part.iter().rev().fold(0u64, |n, &b| n << 8 | u64::from(b));
    let (head, tail) = letters.split_at(8);
    let mixed = (number(head) ^ number(tail).wrapping_mul(0xbf58_476d_1ce4_e5b9).rotate_left(23)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    mixed ^ (mixed >> 32)
}

/// The hash of the letters from each word on: what a query looks up.
pub(super) fn all_grams(text: &str, words: &[Word]) -> Vec<u64> {
    grams(&Letters::of(text, words)).collect()
}

/// The same, short: what alignments begin at.
pub(super) fn seed_hashes(letters: &Letters) -> Vec<u32> {
    grams(letters).map(|hash| (hash >> 32) as u32).collect()
}

/// The fingerprints of an article, one from each word on: of a short passage few are whole, and choosing among them would lose every tenth.
pub(super) fn fingerprint(article: u32, text: &str, words: &[Word]) -> Vec<Posting> {
    let letters = Letters::of(text, words);
    let posting = |(gram, position): (u64, u32)| {
        let start = letters.starts[position as usize] as usize;
        Posting { gram, article, position, context: beside(&letters.bytes, start, start + GRAM_LETTERS) }
    };
    grams(&letters).zip(0..).map(posting).collect()
}

/// Two bits of each letter next to `letters[start..end]`, nearest first: the lower half before it, the upper half after it.
fn beside(letters: &[u8], start: usize, end: usize) -> u64 {
    let bits = |letter: u8| u64::from(letter.wrapping_mul(0x9d) >> 6);
    let before = letters[..start].iter().rev().take(BESIDE as usize).rev().fold(0, |b, &letter| b << 2 | bits(letter));
    let after = letters[end..].iter().take(BESIDE as usize).rev().fold(0, |b, &letter| b << 2 | bits(letter));
    before | after << 32
}

/// Whether the letters around two equal fingerprints agree well enough, some misread, one too few or too many on each side.
pub(super) fn alike(a: u64, b: u64) -> bool {
    side(a as u32, b as u32) + side((a >> 32) as u32, (b >> 32) as u32) >= ALIKE
}

/// Letters of [`BESIDE`] that agree, past at most one that is missing on either side.
fn side(a: u32, b: u32) -> u32 {
    // one bit is set for each two that are equal
    let equal = |x: u32| !(x | x >> 1) & 0x5555_5555;
    let straight = equal(a ^ b);
    let (early, late) = (equal(a >> 2 ^ b), equal(a ^ b >> 2));
    let shifted = |i: u32| {
        let behind = u32::MAX << (2 * i);
        (straight & !behind).count_ones() + (early & behind).count_ones().max((late & behind).count_ones())
    };
    (0..BESIDE).step_by(2).fold(straight.count_ones(), |most, i| most.max(shifted(i)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn fingerprints_pass_over_spaces_and_punctuation() {
        let grams = |text: &str| fingerprint(0, text, &fold(text)).into_iter().map(|p| p.gram).collect::<Vec<_>>();
        let (whole, damaged) = (grams("the harbour office, at dawn they said"), grams("The HAR bour offi-ce at d awn they said"));
        assert!(whole.iter().filter(|gram| damaged.contains(gram)).count() >= 2, "{whole:?} {damaged:?}");
        assert_eq!(grams("The harbour: office! At dawn they (said)"), whole);
    }

    #[test]
    fn surroundings_are_alike_past_misread_and_missing_letters() {
        let around = |text: &str, gram: &str| {
            let start = text.find(gram).expect("the gram stands in the text");
            beside(text.as_bytes(), start, start + gram.len())
        };
        let whole = around("saidtheharbourofficeatdawnonmonday", "harbouroff");
        assert!(alike(whole, around("saldthcharbourofficeatdavvnonmonday", "harbouroff")), "misread");
        assert!(alike(whole, around("sadtheharbourofficatdawnonmonday", "harbouroff")), "lost");
        assert!(!alike(whole, around("nobodyintheharbouroffersmorethanthat", "harbouroff")));
    }
}
