//! Where sentences end.

use super::fold::Word;
use crate::corpus::Reading;
use crate::record::BlockKind;

/// Whether a sentence ends between a word and the next: a line break, or a full stop that no short word or number explains.
pub(crate) fn ends_sentence(text: &str, word: Word, next: Word) -> bool {
    text[word.end as usize..next.start as usize].contains('\n') || has_stop(text, word, next)
}

/// The same, where a line break alone is none.
fn has_stop(text: &str, word: Word, next: Word) -> bool {
    const ABBREVIATION_BYTES: u32 = 2;
    let between = &text[word.end as usize..next.start as usize];
    if between.contains(['。', '！', '？', '।', '؟']) {
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
    let is_wrapped = is_wrapped(&reading.text);
    let ends_here = |word: Word, next: Word| {
        let full_line = is_wrapped && is_line_end(&reading.text[word.end as usize..next.start as usize]);
        if full_line { has_stop(&reading.text, word, next) } else { ends_sentence(&reading.text, word, next) }
    };
    let mut first = 0;
    for i in 0..words.len() {
        let ends = words.get(i + 1).is_none_or(|next| {
            let abbreviation = || is_abbreviation(words[i].hash) && reading.text[words[i].end as usize..].starts_with(". ");
            let behind_dateline = dateline.is_some_and(|end| words[i].start < end && next.start >= end);
            behind_dateline || ends_here(words[i], *next) && !abbreviation()
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

/// Whether a gap has one line break and nothing that begins a paragraph: no empty line, no space before the next word.
pub(crate) fn is_line_end(gap: &str) -> bool {
    gap.ends_with('\n') && gap.matches('\n').count() == 1
}

/// Whether a text was broken into lines by their length: many lines then begin with a small letter.
pub(crate) fn is_wrapped(text: &str) -> bool {
    // chosen, not measured: in texts of one line a paragraph hardly one begins so
    const FEWEST: usize = 3;
    let begins: Vec<char> = text.split('\n').skip(1).filter_map(|line| line.chars().next()).filter(|c| c.is_alphanumeric()).collect();
    let small = begins.iter().filter(|c| c.is_lowercase()).count();
    small >= FEWEST && 3 * small >= begins.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences_of(text: &str) -> Vec<String> {
        let reading = Reading::of_text(text.to_owned());
        let words = &reading.words;
        let cut = |(first, end): (usize, usize)| text[words[first].start as usize..words[end - 1].end as usize].replace('\n', " ");
        sentences(&reading, |_| false).into_iter().map(cut).collect()
    }

    #[test]
    fn a_line_that_is_full_ends_no_sentence() {
        let wrapped = "The harbour board said on Monday that it\nhad agreed in principle to buy most of\nthe old ferries. It named no price and\ngave no day. The Orrel union\nsaid it had not been asked.\n\nA strike is planned";
        assert_eq!(
            sentences_of(wrapped),
            [
                "The harbour board said on Monday that it had agreed in principle to buy most of the old ferries",
                "It named no price and gave no day",
                "The Orrel union said it had not been asked",
                "A strike is planned",
            ]
        );
        // where lines are paragraphs, each ends one
        let lines = "The harbour board said it agreed\nNo price was named\nThe union was not asked";
        assert_eq!(sentences_of(lines).len(), 3);
    }
}
