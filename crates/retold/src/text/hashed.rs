//! Tables by the hash of a word.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hasher};

/// What is known of words.
pub(crate) type WordMap<T> = HashMap<u32, T, Hashed>;
/// Some words.
pub(crate) type WordSet = HashSet<u32, Hashed>;

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
        self.0 = (self.0 ^ u64::from(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(32);
    }
}

impl BuildHasher for Hashed {
    type Hasher = Hashed;
    fn build_hasher(&self) -> Hashed {
        Hashed(0)
    }
}
