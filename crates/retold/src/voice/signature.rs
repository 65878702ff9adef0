//! Words that their author signs: a post with its handle, a quotation with a name on the line below.

use super::lexicon::SAY;
use super::noun::Range;
use super::page::{Page, Sentence, gap};
use super::sieve::{Draft, Form};

/// Longest name under somebody's words. Chosen, not measured.
const LONGEST_NAME: usize = 5;

/// Adds what is signed; what the rules read inside a post gives way to the whole of it.
pub(super) fn add(page: &Page, drafts: &mut Vec<Draft>) {
    let mut signed: Vec<Draft> = Vec::new();
    for (n, &sentence) in page.sentences.iter().enumerate() {
        if n == 0 || !page.has(sentence.first, gap::DASH) || page.quoted[sentence.first] != 0 {
            continue;
        }
        let Some((name, handle)) = name(page, sentence) else { continue };
        let before = page.sentences[n - 1];
        let content = (paragraph_start(page, n - 1), before.end - 1);
        // without a handle only words in marks are surely the words of whoever stands below
        if !handle && (before.paragraph == sentence.paragraph || !quoted(page, content)) {
            continue;
        }
        signed.push(Draft {
            form: Form::Colon,
            frame: SAY,
            evident: true,
            source: Some(name),
            cue: None,
            content: vec![content],
            paragraph: before.paragraph,
            parent: None,
            stance: None,
        });
    }
    drafts.retain(|d| {
        let at = signed.partition_point(|s| s.end() < d.begin());
        signed.get(at).is_none_or(|s| s.begin() > d.end())
    });
    drafts.extend(signed);
}

/// The name that begins a sentence behind a dash, and whether a handle follows; a name without one has the line for itself.
fn name(page: &Page, sentence: Sentence) -> Option<(Range, bool)> {
    let end = (sentence.first..sentence.end.min(sentence.first + LONGEST_NAME)).take_while(|&i| page.capital[i] && page.quoted[i] == 0);
    let last = end.take_while(|&i| i == sentence.first || !page.has(i, gap::CLAUSE)).last()?;
    let behind = &page.text[page.words[last].end as usize..page.words.get(last + 1).map_or(page.text.len(), |w| w.start as usize)];
    let handle = behind.contains("(@");
    (handle || last + 1 == sentence.end && page.has(sentence.end, gap::LINE)).then_some(((sentence.first, last), handle))
}

/// First word of the paragraph that this sentence stands in.
fn paragraph_start(page: &Page, sentence: usize) -> usize {
    let paragraph = page.sentences[sentence].paragraph;
    let first = page.sentences[..=sentence].iter().rev().take_while(|s| s.paragraph == paragraph).last();
    first.map_or(0, |s| s.first)
}

/// Whether every word stands in marks.
fn quoted(page: &Page, (first, last): Range) -> bool {
    page.quoted[first..=last].iter().all(|q| *q != 0)
}
