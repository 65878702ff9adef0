//! Quotations without a verb of their own: the rest of a statement, the next paragraph of a speech, words in marks.

use super::lexicon::{SAY, VERB};
use super::noun::Range;
use super::page::{Page, gap};
use super::sieve::{Draft, Form};

/// Shortest quotation, in words, that counts as somebody's words without any cue. Chosen on the development articles of two quotation
/// corpora: shorter ones are titles, names and words held at a distance.
const SHORTEST: usize = 5;

/// Adds what the sieve left: quotations that go on, quotations of the speaker before, quotations of nobody known.
pub(super) fn complete(page: &Page, drafts: &mut Vec<Draft>) {
    let mut owner: Vec<Option<usize>> = vec![None; page.quotations.len()];
    for (n, draft) in drafts.iter().enumerate() {
        for &(first, last) in &draft.content {
            for &q in &page.quoted[first..=last] {
                if q != 0 {
                    owner[q as usize - 1].get_or_insert(n);
                }
            }
        }
    }
    let sentence_of = |word: usize| page.sentences.partition_point(|s| s.end <= word);
    for q in 0..page.quotations.len() {
        if owner[q].is_some() {
            continue;
        }
        let quotation = page.quotations[q];
        let range = (quotation.first, quotation.last);
        let at = sentence_of(quotation.first);
        let Some(sentence) = page.sentences.get(at).filter(|s| s.first <= quotation.first) else { continue };
        let words = quotation.last + 1 - quotation.first;
        let alone = sentence.first == quotation.first && sentence.end == quotation.last + 1;
        let before = q.checked_sub(1).and_then(|p| owner[p]).filter(|&d| drafts[d].frame & VERB != 0 || drafts[d].form != Form::Bare);
        let previous = q.checked_sub(1).map(|p| page.quotations[p]);
        if alone
            && let (Some(d), Some(previous)) = (before, previous)
            && drafts[d].paragraph == sentence.paragraph
            && near(page, previous.last, quotation.first)
        {
            extend(&mut drafts[d], range);
            owner[q] = Some(d);
            continue;
        }
        if let Some(d) = follower(page, drafts, at) {
            drafts[d].content.insert(0, range);
            owner[q] = Some(d);
            continue;
        }
        let starts_paragraph = sentence.first == quotation.first && page.has(sentence.first, gap::LINE);
        let speaker = before.filter(|&d| (starts_paragraph || alone) && sentence.paragraph <= drafts[d].paragraph + 1);
        let draft = match speaker {
            Some(d) if words >= SHORTEST => Draft {
                form: Form::Continued,
                frame: SAY,
                source: drafts[d].source,
                cue: None,
                content: vec![range],
                paragraph: sentence.paragraph,
            },
            _ if words >= SHORTEST => {
                Draft { form: Form::Bare, frame: 0, source: None, cue: None, content: vec![range], paragraph: sentence.paragraph }
            }
            _ => continue,
        };
        owner[q] = Some(drafts.len());
        drafts.push(draft);
    }
    drafts.retain(|d| !d.content.is_empty());
    drafts.sort_by_key(|d| (d.content[0], d.cue));
}

/// Whether two quotations of a paragraph have but a short clause between them ("he said").
fn near(page: &Page, last: usize, first: usize) -> bool {
    (last + 1..first).all(|i| page.quoted[i] == 0)
        && page.sentences.partition_point(|s| s.end <= last) + 2 >= page.sentences.partition_point(|s| s.end <= first)
}

/// A draft of the next sentence of the paragraph that has a source and no content: `“Why?” Smith said.`
fn follower(page: &Page, drafts: &[Draft], sentence: usize) -> Option<usize> {
    let (this, next) = (page.sentences.get(sentence)?, page.sentences.get(sentence + 1)?);
    if this.paragraph != next.paragraph || !page.has(next.first, gap::CLOSE) {
        return None;
    }
    drafts.iter().position(|d| d.content.is_empty() && d.cue.is_some_and(|c| c.0 >= next.first && c.1 < next.end))
}

fn extend(draft: &mut Draft, range: Range) {
    match draft.content.last_mut() {
        Some(last) if last.1 + 1 == range.0 => last.1 = range.1,
        _ => draft.content.push(range),
    }
}
