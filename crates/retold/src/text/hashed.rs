//! Tables by the hash of a word.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hasher};

/// What is known of words.
pub(crate) type WordMap<T> = HashMap<u32, T, Hashed>;
/// Some words.
pub(crate) type WordSet = HashSet<u32, Hashed>;

/// One hash of several words, in their order.
pub(crate) fn hash_of(words: impl IntoIterator<Item = u32>) -> u64 {
    words.into_iter().fold(0, |hash: u64, word| hash.rotate_left(7).wrapping_mul(SPREAD) ^ u64::from(word))
}

/// Spreads the bits of a number, odd: the golden ratio.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// Words come hashed already: one multiplication spreads them over a table. The turn brings its best bits to where tables look.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.write_u32(byte.into()));
    }
    fn write_u32(&mut self, word: u32) {
        self.0 = (self.0 ^ u64::from(word)).wrapping_mul(SPREAD).rotate_left(32);
    }
}

impl BuildHasher for Hashed {
    type Hasher = Hashed;
    fn build_hasher(&self) -> Hashed {
        Hashed(0)
    }
}
