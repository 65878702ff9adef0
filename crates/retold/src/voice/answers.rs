//! Answers that were not given: a source declined to speak, or was asked and did not answer.
//!
//! Phrases of the language decide. Wrong where somebody tells of another one's silence.

use crate::record::AttributionStance;

use super::lexicon::{AUXILIARY, SAY};
use super::noun::Range;
use super::page::{Page, Sentence};
use super::sieve::{Draft, Form};

/// Cues before an answer of which one may hold its words.
const CUES_NEAR: usize = 4;

/// Adds them to what was found. A draft that has the phrase as its cue gets the stance instead of a second row.
pub(super) fn add(page: &Page, drafts: &mut Vec<Draft>) {
    let lists = [(&page.lexicon.declined, AttributionStance::Declined), (&page.lexicon.unreachable, AttributionStance::Unreachable)];
    let mut cues: Vec<(Range, usize)> = drafts.iter().enumerate().filter_map(|(n, d)| Some((d.cue?, n))).collect();
    cues.sort_unstable();
    for &sentence in &page.sentences {
        for first in sentence.first..sentence.end {
            if page.quoted[first] != 0 {
                continue;
            }
            let longest = |list: &Vec<Vec<u32>>| list.iter().filter(|p| page.phrase(first, p)).map(Vec::len).max();
            let Some((words, stance)) = lists.iter().find_map(|(list, stance)| longest(list).map(|words| (words, *stance))) else {
                continue;
            };
            let last = first + words - 1;
            let known = cues[..cues.partition_point(|c| c.0.0 <= last)].iter().rev().take(CUES_NEAR).find(|c| first <= c.0.1);
            match known {
                Some(&(_, n)) => {
                    let draft = &mut drafts[n];
                    draft.stance = Some(stance);
                    // what was not answered is no statement
                    draft.cue = draft.cue.map(|c| (c.0.min(first), c.1.max(last)));
                    draft.content.clear();
                }
                None => drafts.push(silent(page, sentence, (first, last), stance)),
            }
        }
    }
}

fn silent(page: &Page, sentence: Sentence, cue: Range, stance: AttributionStance) -> Draft {
    let mut begin = cue.0;
    while begin > sentence.first && (page.is(begin - 1, AUXILIARY) || page.adverb(begin - 1)) {
        begin -= 1;
    }
    Draft {
        form: Form::Loose,
        frame: SAY,
        evident: true,
        source: page.subject(begin, sentence),
        cue: Some((begin, cue.1)),
        content: Vec::new(),
        paragraph: sentence.paragraph,
        parent: None,
        stance: Some(stance),
    }
}
