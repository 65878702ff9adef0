//! Quotations without a verb of their own: the rest of a statement, the next paragraph of a speech, words in marks.

use super::answers;
use super::lexicon::{AUXILIARY, CONJUNCTION, DETERMINER, PREPOSITION, SAY, SUBJECT, TELL, VERB};
use super::noun::Range;
use super::page::{Page, Sentence, gap};
use super::sieve::{Draft, Form};

/// Shortest quotation, in words, that counts as somebody's words without any cue. Chosen on the development articles of two quotation
/// corpora: shorter ones are titles, names and words held at a distance.
const SHORTEST: usize = 5;

/// The same inside a sentence. Of 42 quotations of five words there, without a cue, 20 were annotated.
const SHORTEST_INSIDE: usize = 6;

/// Words between a statement and a quotation that begins the next sentence within which both are one speaker's. Chosen, not measured.
const NEAR_WORDS: usize = 12;

/// Names and titles in marks that may stand between two quotations of one statement. Chosen, not measured.
const MARKED_BETWEEN: usize = 2;

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
    let mut empty: Vec<(usize, usize)> =
        drafts.iter().enumerate().filter(|(_, d)| d.content.is_empty()).filter_map(|(n, d)| Some((sentence_of(d.cue?.0), n))).collect();
    empty.sort_unstable();
    let mut speaks: Vec<Option<usize>> = vec![None; page.sentences.len()];
    for (n, draft) in drafts.iter().enumerate() {
        let spoken = draft.form == Form::Plain && draft.frame & (SAY | TELL) != 0 && draft.source.is_some();
        if let Some((at, cue)) = draft.cue.filter(|_| spoken).map(|c| (sentence_of(c.0), c)) {
            let later = |known: &usize| drafts[*known].cue.is_none_or(|k| k < cue);
            if let Some(place) = speaks.get_mut(at).filter(|p| p.as_ref().is_none_or(later)) {
                *place = Some(n);
            }
        }
    }
    for q in 0..page.quotations.len() {
        if owner[q].is_some() {
            continue;
        }
        let quotation = page.quotations[q];
        let range = (quotation.first, quotation.last);
        let at = sentence_of(quotation.first);
        let Some(&sentence) = page.sentences.get(at).filter(|s| s.first <= quotation.first) else { continue };
        let words = quotation.last + 1 - quotation.first;
        // a quotation that goes on in the next paragraph: its first one has no closing mark
        let goes_on = previous_open(page, q) && sentence.first == quotation.first;
        if let (true, Some(d)) = (goes_on, q.checked_sub(1).and_then(|p| owner[p])) {
            extend(&mut drafts[d], range);
            owner[q] = Some(d);
            continue;
        }
        let alone = sentence.first == quotation.first && sentence.end == quotation.last + 1;
        // titles and names in marks may stand between the two
        let owned = (q.saturating_sub(1 + MARKED_BETWEEN)..q).rev().find(|&p| owner[p].is_some());
        let before = owned.and_then(|p| owner[p]).filter(|&d| drafts[d].frame & VERB != 0 || drafts[d].form != Form::Bare);
        if alone
            && let (Some(d), Some(previous)) = (before, owned.map(|p| page.quotations[p]))
            && drafts[d].paragraph == sentence.paragraph
            && near(page, previous.last, quotation.first)
            && !page.lexicon.fragments
        {
            extend(&mut drafts[d], range);
            owner[q] = Some(d);
            continue;
        }
        if let Some(d) = follower(page, &empty, at).filter(|&d| drafts[d].content.is_empty()) {
            drafts[d].content.insert(0, range);
            owner[q] = Some(d);
            continue;
        }
        let starts_paragraph = sentence.first == quotation.first && page.has(sentence.first, gap::LINE);
        // `Varn said the wall was safe. “Nobody slept.”`
        let said_before = at.checked_sub(1).and_then(|p| speaks[p]).filter(|&d| sentence.paragraph <= drafts[d].paragraph + 1);
        let begins = sentence.first == quotation.first;
        let same = |d: usize| sentence.paragraph == drafts[d].paragraph && begins && drafts[d].end() + NEAR_WORDS > quotation.first;
        let speaker = before
            .filter(|&d| (starts_paragraph || alone) && sentence.paragraph <= drafts[d].paragraph + 1 || same(d))
            .or(said_before.filter(|_| alone));
        let draft = |form, frame, source| Draft {
            form,
            frame,
            evident: true,
            source,
            cue: None,
            content: vec![range],
            paragraph: sentence.paragraph,
            parent: None,
            stance: None,
        };
        let draft = match speaker {
            _ if words
                < if sentence.first == quotation.first || page.has(quotation.first, gap::COLON) { SHORTEST } else { SHORTEST_INSIDE } =>
            {
                continue;
            }
            Some(d) => draft(Form::Continued, SAY, drafts[d].source),
            None if title(page, q, sentence.first) || name(page, range) => continue,
            None => match introduced(page, range, sentence) {
                Some(source) => draft(Form::Continued, SAY, Some(source)),
                None => draft(Form::Bare, 0, None),
            },
        };
        owner[q] = Some(drafts.len());
        drafts.push(draft);
    }
    announced(page, drafts, &empty);
    drafts.retain(|d| !d.content.is_empty());
    answers::add(page, drafts);
    drafts.sort_by_key(|d| (d.begin(), d.cue));
    if page.lexicon.fragments {
        fragments(page, drafts);
    }
}

/// Words behind a verb of saying within which the colon stands that announces a paragraph. Chosen, not measured.
const FARTHEST_COLON: usize = 12;

/// Fewest words of a paragraph that is what a colon announces: fewer are a heading or a link. Chosen, not measured.
const SHORTEST_ANNOUNCED: usize = 5;

/// Gives paragraphs without marks to who announces them: "Varn wrote on his page:" and what the next line says. `empty` as in [`follower`].
fn announced(page: &Page, drafts: &mut [Draft], empty: &[(usize, usize)]) {
    // of several verbs of a sentence the last one: "wrote on his page, saying:"
    let cue_of = |n: usize| drafts[n].cue;
    let mut last: Vec<(usize, usize)> = empty.to_vec();
    last.sort_by_key(|&(at, n)| (at, cue_of(n)));
    for (at, n) in last.chunk_by(|a, b| a.0 == b.0).filter_map(<[_]>::last).copied() {
        let (Some(this), Some(next)) = (page.sentences.get(at), page.sentences.get(at + 1)) else { continue };
        let (Some(cue), None) = (drafts[n].cue, drafts[n].content.first()) else { continue };
        let colon = page.has(this.end, gap::COLON) && page.has(this.end, gap::LINE) && this.end - cue.1 <= FARTHEST_COLON;
        let plain = next.first == this.end && page.quoted[next.first] == 0 && (cue.1..this.end).all(|i| page.quoted[i] == 0);
        let end = page.sentences[at + 1..].iter().take_while(|s| s.paragraph == next.paragraph).last().map_or(next.end, |s| s.end);
        if colon && plain && end - next.first >= SHORTEST_ANNOUNCED && drafts[n].source.is_some() {
            drafts[n].content.push((next.first, end - 1));
        }
    }
}

/// Whose a quotation is that a noun phrase introduces without a known verb: `Holsk went further: “Q”`, `The guard “has counted them”`.
fn introduced(page: &Page, (first, _): Range, sentence: Sentence) -> Option<Range> {
    let last = first.checked_sub(1).filter(|&l| l >= sentence.first && page.quoted[l] == 0 && page.lexicon.knows())?;
    if page.has(first, gap::COLON) {
        let end = (sentence.first..=last).take_while(|&i| page.capital[i] && !page.is(i, DETERMINER | PREPOSITION)).last();
        let pronoun = page.is(sentence.first, SUBJECT) && !page.is(sentence.first, DETERMINER);
        return if pronoun {
            Some((sentence.first, sentence.first))
        } else {
            end.map(|e| (sentence.first, e)).filter(|r| !page.is(r.0, VERB))
        };
    }
    if !page.is(first, AUXILIARY) || page.gap[first] & gap::CLAUSE != 0 {
        return None;
    }
    page.phrase_to(last, sentence.first).filter(|r| r.0 == sentence.first && (page.capital[r.1] || page.is(r.0, DETERMINER)))
}

/// Whether the paragraph before ended inside a quotation.
fn previous_open(page: &Page, quotation: usize) -> bool {
    let Some(previous) = quotation.checked_sub(1).map(|p| page.quotations[p]) else { return false };
    !previous.closed && previous.last + 1 == page.quotations[quotation].first
}

/// Longest quotation, in words, that may be a name.
const LONGEST_NAME: usize = 9;

/// Whether every word of a quotation begins with a capital letter, those of closed classes apart: "The Voyage of the Gannet".
fn name(page: &Page, (first, last): Range) -> bool {
    last - first < LONGEST_NAME
        && (first..=last).all(|i| page.capital[i] || page.is(i, DETERMINER | PREPOSITION | CONJUNCTION) || page.starts_with_digit(i))
        && page.gap[first + 1..=last].iter().all(|g| g & gap::STOP == 0)
}

/// Whether a quotation looks like a title or a heading: it begins a sentence, and no mark of punctuation ends it.
fn title(page: &Page, quotation: usize, sentence: usize) -> bool {
    let quotation = page.quotations[quotation];
    let end = quotation.span.end as usize;
    let behind = page.text[end..].chars().next().map_or(end, |c| end + c.len_utf8());
    let ending = page.text[page.words[quotation.last].end as usize..behind].contains([',', '.', '!', '?', '…', ';', '-', '—', '–']);
    let sentences = (quotation.first + 1..=quotation.last).any(|i| page.has(i, gap::STOP));
    !ending && quotation.first == sentence && !sentences && !page.commaless
}

/// Shortest quotation inside reported speech that is a row of its own, in words: one word is a name or held at a distance. Counted on
/// the development articles of the German corpus: of single words 31 of 99 were annotated, of two and more 236 of 310.
const SHORTEST_FRAGMENT: usize = 2;

/// Adds the quotations inside reported speech as rows of their own.
fn fragments(page: &Page, drafts: &mut Vec<Draft>) {
    let mut out = Vec::with_capacity(drafts.len());
    for draft in drafts.drain(..) {
        let quoted = |r: &Range| page.quoted[r.0..=r.1].iter().all(|q| *q != 0);
        if draft.content.len() > 1 && draft.content.iter().all(quoted) {
            out.extend(draft.content.iter().map(|&r| Draft { content: vec![r], ..draft.clone() }));
            continue;
        }
        let parent = out.len() as u32;
        let mut inner = Vec::new();
        for &(first, last) in &draft.content {
            let mut i = first;
            while i <= last {
                let Some(q) = page.quoted[i].checked_sub(1) else {
                    i += 1;
                    continue;
                };
                let quotation = page.quotations[q as usize];
                let range = (quotation.first, quotation.last.min(last));
                if range != (first, last) && !name(page, range) && quotation.last - quotation.first + 1 >= SHORTEST_FRAGMENT {
                    inner.push(range);
                }
                i = quotation.last + 1;
            }
        }
        let child = |range| Draft { content: vec![range], parent: Some(parent), ..draft.clone() };
        let children: Vec<Draft> = inner.into_iter().map(child).collect();
        out.push(draft);
        out.extend(children);
    }
    *drafts = out;
}

/// Whether two quotations of a paragraph have but a short clause between them ("he said").
fn near(page: &Page, last: usize, first: usize) -> bool {
    (last + 1..first).filter(|&i| page.quoted[i] != 0).count() <= LONGEST_NAME
        && page.sentences.partition_point(|s| s.end <= last) + 2 >= page.sentences.partition_point(|s| s.end <= first)
}

/// A draft of the next sentence of the paragraph that has a source and no content: `“Why?” Smith said.`
///
/// `empty`: sentences and places of drafts without content, sorted.
fn follower(page: &Page, empty: &[(usize, usize)], sentence: usize) -> Option<usize> {
    let (this, next) = (page.sentences.get(sentence)?, page.sentences.get(sentence + 1)?);
    if this.paragraph != next.paragraph || !page.has(next.first, gap::CLOSE) {
        return None;
    }
    empty.get(empty.partition_point(|e| e.0 <= sentence)).filter(|e| e.0 == sentence + 1).map(|e| e.1)
}

fn extend(draft: &mut Draft, range: Range) {
    match draft.content.last_mut() {
        Some(last) if last.1 + 1 == range.0 => last.1 = range.1,
        _ => draft.content.push(range),
    }
}
