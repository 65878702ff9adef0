//! Where sentences end.

use super::fold::Word;
use crate::corpus::Reading;
use crate::record::BlockKind;

/// Whether a sentence ends between a word and the next: a line break, or a full stop that no short word or number explains.
pub(crate) fn ends_sentence(text: &str, word: Word, next: Word) -> bool {
    const ABBREVIATION_BYTES: u32 = 2;
    let between = &text[word.end as usize..next.start as usize];
    if between.contains(['\n', '。', '！', '？', '।', '؟']) {
        return true;
    }
    let stop = between.find(['.', '!', '?', '…']);
    let begins = |c: char| c.is_uppercase() || c.is_numeric() || !c.is_lowercase() && c.is_alphabetic();
    let capital = text[next.start as usize..].starts_with(begins);
    let short = word.end - word.start <= ABBREVIATION_BYTES && between.starts_with('.') && !between.contains(['"', '”', '»']);
    stop.is_some_and(|at| between[at..].contains(char::is_whitespace)) && capital && !short
}

/// The story's sentences, as first word and first word after; without headlines, captions and furniture. A full stop behind a word that
/// `is_abbreviation` knows by its hash ends none.
pub(crate) fn sentences(reading: &Reading, is_abbreviation: impl Fn(u32) -> bool) -> Vec<(usize, usize)> {
    let words = &reading.words;
    let mut out = Vec::new();
    let mut blocks = reading.blocks.iter().filter(|b| b.kind != BlockKind::Lead).peekable();
    let dateline = reading.blocks.iter().find(|b| b.kind == BlockKind::Dateline).map(|b| b.span.end);
    let mut first = 0;
    for i in 0..words.len() {
        let ends = words.get(i + 1).is_none_or(|next| {
            let abbreviation = || is_abbreviation(words[i].hash) && reading.text[words[i].end as usize..].starts_with(". ");
            let behind_dateline = dateline.is_some_and(|end| words[i].start < end && next.start >= end);
            behind_dateline || ends_sentence(&reading.text, words[i], *next) && !abbreviation()
        });
        if !ends {
            continue;
        }
        while blocks.next_if(|b| b.span.end <= words[first].start).is_some() {}
        if blocks.peek().is_none_or(|b| b.span.start >= words[i].end) {
            out.push((first, i + 1));
        }
        first = i + 1;
    }
    out
}
