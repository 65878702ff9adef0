//! What an article rests on, by its own words: outlets, documents, people that told it something; datelines, author lines, footers.
//!
//! Outlets are recognised by the shipped list and by their shape (a name that ends with a word like "News"); which outlet of a
//! collection a name is, is asked when the collection is analysed.

use std::sync::LazyLock;

use crate::corpus::Reading;
use crate::record::{Attribution, BlockKind, Level, Outlets, Relation, Sourcing, Span};
use crate::text::{Gazetteer, WordSet, lexicon as text_lexicon};

use super::lexicon::{ARTICLE, AUXILIARY, DOCUMENT, FINITE, PREPOSITION, SAY, STATEMENT_MEDIUM, TELL, THAT};
use super::noun::Range;
use super::page::{Page, gap};
use super::sieve::Draft;

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::new(&Outlets::default(), []));

/// Words between a verb of telling and the interview it was told in.
const INTERVIEW_WITHIN: usize = 8;

/// Everything the article says of its sources, in the order of the text.
pub(super) fn sourcing(
    page: &Page,
    reading: &Reading,
    drafts: &[Draft],
    attributions: &[Attribution],
    lang: Option<&str>,
) -> Vec<Sourcing> {
    let outlet_words = text_lexicon(lang).map(|l| &l.credit.outlet_words);
    let mut find = Find { page, out: Vec::new(), told: WordSet::default() };
    let mut outlets: Vec<Range> = GAZETTEER.names(page.text, page.words).into_iter().map(|n| (n.words.0, n.words.1 - 1)).collect();
    if let Some(words) = outlet_words {
        outlets.extend(shaped(page, |i| words.contains(&page.words[i].hash)));
    }
    // of names that begin together the longest: "Northern Press" is not the "Northern Press Agency"
    outlets.sort_unstable_by_key(|o| (o.0, std::cmp::Reverse(o.1)));
    outlets.dedup_by(|b, a| b.0 <= a.1);
    find.blocks(reading, &outlets);
    find.addresses(reading);
    for &outlet in &outlets {
        find.outlet(outlet);
    }
    for (n, (draft, attribution)) in (0u32..).zip(drafts.iter().zip(attributions)) {
        find.attribution(n, draft, attribution, &outlets);
    }
    let mut out = find.out;
    // the more telling relation of one place first: outlets were looked at before speakers
    out.sort_by_key(|s| s.span.start);
    let mut kept: Vec<Sourcing> = Vec::with_capacity(out.len());
    for s in out {
        match kept.last_mut().filter(|k| k.span.intersection(s.span).is_some() && k.target.intersection(s.target).is_some()) {
            Some(last) if last.relation == Relation::Told && s.relation != Relation::Told => *last = s,
            Some(last) => last.attribution = last.attribution.or(s.attribution),
            None => kept.push(s),
        }
    }
    kept
}

/// Runs of capitalised words that end with a word of the list: "Harbour Evening News".
fn shaped(page: &Page, is_outlet: impl Fn(usize) -> bool) -> Vec<Range> {
    let mut out = Vec::new();
    for last in 1..page.words.len() {
        if !page.capital[last] || !is_outlet(last) {
            continue;
        }
        let before = |i: usize| page.capital[i - 1] && page.gap[i] & !gap::JOINED == 0 && !page.is(i - 1, PREPOSITION | ARTICLE);
        let first = (1..=last).rev().take_while(|&i| last - i < 4 && before(i)).last().map_or(last, |i| i - 1);
        if first < last {
            out.push((first, last));
        }
    }
    out
}

struct Find<'a> {
    page: &'a Page<'a>,
    out: Vec<Sourcing>,
    /// Where the names stand of those who told something. Asked, never walked.
    told: WordSet,
}

impl Find<'_> {
    fn push(&mut self, relation: Relation, span: Span, target: Range, attribution: Option<u32>) {
        let target = self.page.span(target.0, target.1);
        if relation == Relation::Told {
            self.told.insert(target.start);
        }
        self.out.push(Sourcing { span, relation, target, outlet: None, attribution });
    }

    /// Datelines, author lines and footers.
    fn blocks(&mut self, reading: &Reading, outlets: &[Range]) {
        let p = self.page;
        for block in &reading.blocks {
            let first = p.words.partition_point(|w| w.start < block.span.start);
            let end = p.words.partition_point(|w| w.end <= block.span.end);
            let inside = outlets.iter().find(|o| o.0 >= first && o.1 < end);
            match block.kind {
                BlockKind::Dateline => {
                    let marked = || {
                        let open = (first..end).find(|&i| p.has(i, gap::BRACKET) || p.text[..p.words[i].start as usize].ends_with('/'))?;
                        let last = (open..end).take_while(|&i| i == open || !p.has(i, gap::CLAUSE)).last()?;
                        Some((open, last))
                    };
                    if let Some(target) = inside.copied().or_else(marked) {
                        self.push(Relation::Dateline, block.span, target, None);
                    }
                }
                BlockKind::Byline if first < end => {
                    let name = (first..end).find(|&i| p.capital[i] && !p.is(i, PREPOSITION)).unwrap_or(first);
                    let last = (name..end).take_while(|&i| i == name || !p.has(i, gap::CLAUSE)).last().unwrap_or(name);
                    self.push(Relation::Byline, block.span, inside.copied().unwrap_or((name, last)), None);
                }
                BlockKind::Credit => {
                    if let Some(&target) = inside {
                        self.push(Relation::Footer, block.span, target, None);
                    }
                }
                _ => {}
            }
        }
    }

    /// Addresses printed in the text: links whose place is known. The host is what they name.
    fn addresses(&mut self, reading: &Reading) {
        let text = reading.text.as_str();
        for (at, scheme) in text.match_indices("://") {
            let Some(start) = ["https", "http"].iter().find_map(|s| text[..at].ends_with(s).then(|| at - s.len())) else { continue };
            let host_start = at + scheme.len();
            let rest = &text[host_start..];
            let length = |stop: fn(char) -> bool| rest.find(stop).unwrap_or(rest.len());
            let whole = length(|c| c.is_whitespace() || matches!(c, '"' | '<' | '>' | ')' | '”' | '»'));
            let host = length(|c| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-')));
            let host = host_start + rest[..host].trim_end_matches(['.', '-']).len();
            if host == host_start {
                continue;
            }
            let end = host.max(host_start + rest[..whole].trim_end_matches(['.', ',', ';', ':']).len());
            let target = Span::from(host_start..host);
            self.out.push(Sourcing { span: Span::from(start..end), relation: Relation::Link, target, outlet: None, attribution: None });
        }
    }

    /// "NPA reports", "told NPA", "in an interview with NPA", "citing NPA".
    fn outlet(&mut self, outlet: Range) {
        let p = self.page;
        let (first, last) = outlet;
        let verb =
            (last + 1..p.words.len().min(last + 6)).take_while(|&i| !p.has(i, gap::CLAUSE)).find(|&i| p.is(i, SAY) && p.is(i, FINITE));
        let verb = verb.filter(|&v| (last + 1..v).all(|i| !p.is(i, PREPOSITION | THAT)));
        // "Sputnik News reported", but not "a spokesman for Sputnik News said"
        let governed = first.checked_sub(1).is_some_and(|b| p.is(b, PREPOSITION) && !p.has(first, gap::CLAUSE));
        if let Some(verb) = verb.filter(|_| !governed) {
            let start = self.phrase_start(first);
            return self.push(Relation::ReportedBy, p.span(start, verb), outlet, None);
        }
        let before = first.checked_sub(1 + usize::from(first > 0 && p.is(first - 1, ARTICLE)));
        let Some(before) = before.filter(|&b| !p.has(b + 1, gap::CLAUSE)) else { return };
        if p.is(before, TELL) && !p.is(before, PREPOSITION) {
            let interview = (last + 1..p.words.len().min(last + INTERVIEW_WITHIN))
                .take_while(|&i| !p.has(i, gap::STOP | gap::LINE | gap::OPEN))
                .find(|&i| p.lexicon.interviews.contains(&p.words[i].hash));
            // "told NPA in an interview on Monday"
            let end = interview.map_or(last, |i| {
                (i + 1..p.words.len()).take_while(|&j| !p.has(j, gap::CLAUSE | gap::OPEN) && j < i + 3).last().unwrap_or(i)
            });
            let relation = if interview.is_some() { Relation::Interview } else { Relation::Told };
            return self.push(relation, p.span(before, end), outlet, None);
        }
        let interview = before.checked_sub(1).filter(|&i| p.is(before, PREPOSITION) && p.lexicon.interviews.contains(&p.words[i].hash));
        if let Some(interview) = interview {
            return self.push(Relation::Interview, p.span(interview, last), outlet, None);
        }
        if let Some(phrase) = p.lexicon.before.iter().find(|c| before + 1 >= c.len() && p.phrase(before + 1 - c.len(), c)) {
            let relation = if p.lexicon.citing.contains(phrase) { Relation::Citing } else { Relation::AccordingTo };
            return self.push(relation, p.span(before + 1 - phrase.len(), last), outlet, None);
        }
        if let Some(phrase) = p.lexicon.citing.iter().find(|c| before + 1 >= c.len() && p.phrase(before + 1 - c.len(), c)) {
            self.push(Relation::Citing, p.span(before + 1 - phrase.len(), last), outlet, None);
        }
    }

    /// "The Israeli army radio NPA": where the noun phrase of an outlet begins.
    fn phrase_start(&self, first: usize) -> usize {
        let p = self.page;
        let start = (first.saturating_sub(5)..first)
            .rev()
            .take_while(|&i| !p.has(i + 1, gap::CLAUSE | gap::OPEN | gap::CLOSE))
            .find(|&i| p.is(i, ARTICLE));
        start.filter(|&s| (s..first).all(|i| !p.is(i, PREPOSITION | AUXILIARY | SAY))).unwrap_or(first)
    }

    /// `according to S`, a document, a statement, a person: what an attribution rests on.
    fn attribution(&mut self, n: u32, draft: &Draft, attribution: &Attribution, outlets: &[Range]) {
        let p = self.page;
        let (Some(source), Some(cue)) = (draft.source, draft.cue) else { return };
        let inside = outlets[outlets.partition_point(|o| o.0 < source.0)..].iter().take_while(|o| o.0 <= source.1);
        let target = inside.copied().find(|o| o.1 >= source.1).unwrap_or(source);
        let whole = p.span(source.0.min(cue.0), source.1.max(cue.1).max(target.1));
        if p.lexicon.before.iter().any(|phrase| phrase.len() == cue.1 + 1 - cue.0 && p.phrase(cue.0, phrase)) {
            let citing = p.lexicon.citing.iter().any(|phrase| p.phrase(cue.0, phrase));
            return self.push(if citing { Relation::Citing } else { Relation::AccordingTo }, whole, target, Some(n));
        }
        if attribution.level != Level::High {
            return;
        }
        let outlet_like = (source.0..=source.1).any(|i| p.lexicon.broadcasters.contains(&p.words[i].hash)) && p.capital[source.1];
        if outlet_like || target != source {
            return self.push(Relation::ReportedBy, whole, target, Some(n));
        }
        if (source.0..=source.1).any(|i| p.is(i, DOCUMENT)) {
            return self.push(Relation::Citing, whole, source, Some(n));
        }
        // "in a statement the ministry said", "the ministry said in a statement"
        let medium = |i: &usize| p.quoted[*i] == 0 && p.is(*i, STATEMENT_MEDIUM) && !p.lexicon.interviews.contains(&p.words[*i].hash);
        let sentence = p.sentences.partition_point(|s| s.end <= cue.1);
        let Some(sentence) = p.sentences.get(sentence) else { return };
        let before = (sentence.first.max(source.0.saturating_sub(6))..source.0).rev().find(medium);
        let behind =
            (cue.1 + 1..sentence.end.min(cue.1 + 8)).take_while(|&i| p.quoted[i] == 0 && !p.has(i, gap::COMMA | gap::COLON)).find(medium);
        if let Some(medium) = before.filter(|_| cue.0 > source.0) {
            let start = if medium >= sentence.first + 2 { medium - 2 } else { sentence.first };
            return self.push(Relation::Citing, p.span(start, cue.1), source, Some(n));
        }
        if let Some(medium) = behind {
            return self.push(Relation::Citing, p.span(source.0.min(cue.0), medium), source, Some(n));
        }
        if let Some(speaker) = attribution.speaker.filter(|s| self.told.insert(s.start)) {
            self.out.push(Sourcing { span: whole, relation: Relation::Told, target: speaker, outlet: None, attribution: Some(n) });
        }
    }
}
