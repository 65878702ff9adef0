//! Transcripts, statements and releases: the text itself is somebody's words, with or without marks.
//!
//! Each paragraph that quotes nobody else becomes a row, so that quotations of it elsewhere can be set beside it. In a transcript whoever
//! is named in capitals before a colon speaks until the next one is.

use crate::record::Role;

use super::noun::Range;
use super::page::{Page, gap};
use super::sieve::{Draft, Form};

/// Adds the paragraphs of a text that is somebody's words. `drafts` stand in the order of their beginning.
pub(super) fn add(page: &Page, drafts: &mut Vec<Draft>, role: Role) {
    if !matches!(role, Role::Transcript | Role::Statement | Role::Release) {
        return;
    }
    let mut speaker: Option<Range> = None;
    let mut spoken: Vec<Draft> = Vec::new();
    for sentences in page.sentences.chunk_by(|a, b| a.paragraph == b.paragraph) {
        let (first, last) = (sentences[0].first, sentences[sentences.len() - 1].end - 1);
        let (from, to) = (drafts.partition_point(|d| d.begin() < first), drafts.partition_point(|d| d.begin() <= last));
        let here = &mut drafts[from..to];
        let turn = here.iter_mut().find(|d| d.form == Form::Colon && d.source.is_some_and(|s| s.0 == first));
        if let Some(turn) = turn {
            speaker = turn.source;
            turn.form = Form::Spoken;
            let begin = turn.content.first().map_or(last, |c| c.0);
            turn.content = vec![(begin, last)];
            continue;
        }
        let quotes = here.iter().flat_map(|d| &d.content).any(|c| page.quoted[c.0..=c.1].iter().any(|q| *q != 0));
        let headline = page.headline.is_some_and(|h| h.start <= page.words[first].start && page.words[first].start < h.end);
        if quotes || headline || !page.has(last + 1, gap::STOP) {
            continue;
        }
        spoken.push(Draft {
            form: Form::Spoken,
            frame: 0,
            evident: true,
            source: speaker,
            cue: None,
            content: vec![(first, last)],
            paragraph: sentences[0].paragraph,
            parent: None,
            stance: None,
        });
    }
    drafts.extend(spoken);
}
