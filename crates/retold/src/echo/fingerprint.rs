/// One chosen fingerprint of an article. 24 bytes; sorted by `gram`, then `article`, then `position`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Posting {
    /// Hash of a run of folded words.
    pub gram: u64,
    /// Which article: its number in the caller's numbering.
    pub article: u32,
    /// Index of the run's first word among the article's folded words.
    pub position: u32,
    /// One byte per neighbouring word, nearest first: bytes 0–3 the four words before the run, bytes 4–7 the four after it.
    pub context: u64,
}
