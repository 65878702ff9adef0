//! Verbs that attribute, and who their subject is.

use super::lexicon::{
    ARTICLE, AUXILIARY, BASE, BREAK, COLLECTIVE, CONJUNCTION, DETERMINER, DOCUMENT, FINITE, GERUND, HEARER, INFINITIVE, JUDGE, NOUNISH,
    PARTICIPLE, PERSON, PLURAL_SUBJECT, PREPOSITION, RELATIVE, ROLE, SAY, SHOW, STATEMENT_MEDIUM, SUBJECT, TELL, THAT, THINK, TIME, TITLE,
    UNNAMED, VERB, WANT, WEAK, WITH,
};
use super::noun::Range;
use super::page::gap;
use super::sieve::Sieve;

/// Fewest words before "said Varn" in a text without commas. Chosen, not measured.
const SHORTEST_SAID: usize = 6;

/// Words behind "was quoted" within which "saying" stands: the outlet, the day. Chosen, not measured.
const FARTHEST_SAYING: usize = 10;

/// A verb that attributes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cue {
    /// First word of the verb group, the verb itself.
    pub(super) first: usize,
    pub(super) verb: usize,
    pub(super) frame: u64,
    pub(super) source: Option<Range>,
    /// The source follows the verb.
    pub(super) inverted: bool,
    /// A participle, a passive.
    pub(super) loose: bool,
}

impl Sieve<'_> {
    pub(super) fn cues(&self) -> Vec<Cue> {
        let s = self.sentence;
        let mut out: Vec<Cue> = Vec::new();
        for verb in s.first..s.end {
            if out.last().is_some_and(|c| c.first <= verb && verb <= c.verb) {
                continue;
            }
            if self.page.quoted[verb] == 0
                && self.page.is(verb, VERB)
                && let Some(cue) = self.cue(verb, out.last())
            {
                out.push(cue);
            }
        }
        out
    }

    fn cue(&self, verb: usize, last: Option<&Cue>) -> Option<Cue> {
        let (p, s) = (self.page, self.sentence);
        let class = p.class[verb];
        if p.has(verb + 1, gap::JOINED) || p.has(verb, gap::JOINED) {
            return None;
        }
        if class & GERUND != 0 && class & FINITE == 0 {
            return self.gerund(verb, last);
        }
        // "the United States"
        if class & NOUNISH != 0 && p.capital[verb] && verb > s.first && p.capital[verb - 1] && !p.has(verb, gap::CLAUSE) {
            return None;
        }
        let mut first = verb;
        let mut helped = 0u64;
        while first > s.first && !p.has(first, gap::CLAUSE | gap::OPEN | gap::CLOSE) && (p.is(first - 1, AUXILIARY) || p.adverb(first - 1))
        {
            first -= 1;
            helped |= p.class[first] & AUXILIARY;
        }
        let nearest = verb.checked_sub(1).filter(|&n| n >= s.first && !p.has(verb, gap::CLAUSE));
        if class & NOUNISH != 0
            && nearest.is_some_and(|n| {
                p.is(n, DETERMINER | PREPOSITION) && !p.is(n, SUBJECT & !DETERMINER) && !p.is(n, INFINITIVE) || p.possessive(n)
            })
        {
            return None;
        }
        if nearest.is_some_and(|n| p.is(n, INFINITIVE)) {
            // "wants to say" is the wanting's content
            return None;
        }
        if let Some(cue) = self.passive(verb, first, helped) {
            return Some(cue);
        }
        if class & FINITE == 0 && class & PARTICIPLE != 0 && class & BASE == 0 && helped == 0 {
            return None;
        }
        let inverted = self.inverted(verb, first);
        if let Some(source) = inverted {
            return Some(Cue { first, verb, frame: class & VERB, source: Some(source), inverted: true, loose: false });
        }
        let source = p.subject(first, s).or_else(|| self.shared_subject(first, last));
        let source = source?;
        if class & FINITE == 0 && helped == 0 && !self.plural(source) {
            return None;
        }
        if class & NOUNISH != 0 && helped == 0 && !self.complement(verb) {
            return None;
        }
        Some(Cue { first, verb, frame: class & VERB, source: Some(source), inverted: false, loose: false })
    }

    /// "… and said", "… but insists": the subject of the verb before.
    fn shared_subject(&self, first: usize, last: Option<&Cue>) -> Option<Range> {
        let (p, s) = (self.page, self.sentence);
        let before = first.checked_sub(1).filter(|&b| b >= s.first)?;
        if !p.is(before, CONJUNCTION | BREAK) {
            return None;
        }
        match last {
            Some(cue) if !cue.inverted => cue.source,
            _ => {
                // the first finite verb of the sentence that is not in the lists has its subject before it: take the first name or pronoun
                let floor = if p.is(s.first, PREPOSITION) { (s.first + 1..before).find(|&i| p.has(i, gap::COMMA))? } else { s.first };
                if p.is(floor, SUBJECT) && !p.is(floor, DETERMINER) {
                    return Some((floor, floor));
                }
                p.capital[floor].then_some(())?;
                let end = (floor + 1..before).find(|&i| !p.capital[i] || p.has(i, gap::CLAUSE))?;
                (end > floor).then_some((floor, end - 1)).filter(|&(a, b)| !(a == b && p.class[a] != 0))
            }
        }
    }

    /// A plural, `I`, `we`, `they`: what takes a base form.
    fn plural(&self, source: Range) -> bool {
        let p = self.page;
        let ending = || {
            let w = p.words[source.1];
            let text = &p.text[w.start as usize..w.end as usize];
            text.ends_with('s') && !text.ends_with("ss") && !p.possessive(source.1)
        };
        p.is(source.1, PLURAL_SUBJECT)
            || (source.0..source.1).any(|i| p.is(i, CONJUNCTION) || p.is(i + 1, PREPOSITION) && p.is(i, PLURAL_SUBJECT))
            || ending()
    }

    /// Whether what follows a form that may be a noun shows that it is a verb.
    fn complement(&self, verb: usize) -> bool {
        let (p, s) = (self.page, self.sentence);
        let next = verb + 1;
        if next >= s.end || p.has(next, gap::STOP) {
            return p.is(verb, SAY) && p.has(verb.saturating_sub(1), gap::COMMA | gap::CLOSE);
        }
        let object = p.is(next, DETERMINER | SUBJECT) || p.capital[next] || p.quoted[next] != 0;
        object && !p.has(next, gap::COMMA)
            || p.is(verb, SAY | THINK | SHOW) && p.is(next, THAT | HEARER)
            || p.is(verb, WANT) && p.is(next, INFINITIVE)
            || p.is(verb, SAY) && p.has(next, gap::COMMA | gap::COLON)
    }

    /// `Q, said S` — the source follows.
    fn inverted(&self, verb: usize, first: usize) -> Option<Range> {
        let (p, s) = (self.page, self.sentence);
        let set_off = first == s.first
            || p.has(first, gap::COMMA | gap::CLOSE | gap::DASH | gap::STOP)
            || p.commaless && first == verb && first >= s.first + SHORTEST_SAID && p.capital.get(verb + 1) == Some(&true)
            || p.commaless && first == verb && self.holds_clause(s.first, first);
        if !p.lexicon.inverts
            || !set_off
            || !p.is(verb, SAY | THINK)
            || !(p.is(verb, FINITE) || p.is(verb, PARTICIPLE) && first < verb)
            || p.has(verb + 1, gap::CLAUSE | gap::OPEN)
        {
            return None;
        }
        if p.is(verb + 1, THAT | TIME | PREPOSITION | BREAK) && !p.capital.get(verb + 1).is_some_and(|c| *c) {
            return None;
        }
        let source = p.phrase_from(verb + 1, s.end)?;
        let next = source.1 + 1;
        let ends = next >= s.end
            || p.has(next, gap::CLAUSE | gap::OPEN | gap::CLOSE)
            || p.adds(next)
            || p.is(next, TIME | RELATIVE | BREAK) && !p.is(next, THAT);
        let marked = p.has(first, gap::CLAUSE | gap::CLOSE) || p.is(source.0, DETERMINER) || p.capital[source.1];
        // "the chief, a man of the sea, denied any part in it": a verb that takes an object has its subject before it
        let object = p.is(verb, WEAK) && !p.has(first, gap::CLOSE) && !self.is_somebody(source);
        // "said Orrel boats struck the pier": an article that no preposition leads stands behind a verb
        let clause = (source.0 + 1..=source.1).any(|i| p.is(i, ARTICLE) && !p.is(i - 1, PREPOSITION | TITLE));
        (ends && marked && !object && !clause && (first > s.first || p.has(s.first, gap::CLOSE | gap::STOP))).then_some(source)
    }

    /// Whether the noun that a phrase is built on, before its first preposition, names who may speak.
    fn is_somebody(&self, phrase: Range) -> bool {
        let p = self.page;
        let end = (phrase.0 + 1..=phrase.1).find(|&i| p.is(i, PREPOSITION)).unwrap_or(phrase.1 + 1);
        let head = end - 1;
        let speaker = TITLE | ROLE | PERSON | UNNAMED | DOCUMENT | COLLECTIVE | STATEMENT_MEDIUM | PLURAL_SUBJECT;
        p.capital[head] || p.is(head, speaker) || p.is(head, SUBJECT) && !p.is(head, DETERMINER)
    }

    /// Whether words of a sentence hold a clause of their own: four words, one of them a verb that is surely one.
    pub(super) fn holds_clause(&self, first: usize, end: usize) -> bool {
        let p = self.page;
        end >= first + 4 && (first + 1..end).any(|i| p.is(i, AUXILIARY | FINITE) && !p.is(i, NOUNISH))
    }

    /// `, adding that`, `is saying`.
    fn gerund(&self, verb: usize, last: Option<&Cue>) -> Option<Cue> {
        let (p, s) = (self.page, self.sentence);
        let frame = p.class[verb] & VERB;
        if verb > s.first && p.is(verb - 1, AUXILIARY) && !p.has(verb, gap::CLAUSE) {
            let mut first = verb - 1;
            while first > s.first && !p.has(first, gap::CLAUSE) && (p.is(first - 1, AUXILIARY) || p.adverb(first - 1)) {
                first -= 1;
            }
            let source = p.subject(first, s)?;
            return Some(Cue { first, verb, frame, source: Some(source), inverted: false, loose: true });
        }
        let set_off = verb > s.first && p.has(verb, gap::COMMA | gap::CLOSE)
            || p.is(verb.wrapping_sub(1), CONJUNCTION)
            || p.adverb(verb.saturating_sub(1)) && p.has(verb.saturating_sub(1), gap::COMMA);
        if !set_off && frame & SAY != 0 {
            return self.absolute(verb).map(|source| Cue { first: verb, verb, frame, source: Some(source), inverted: false, loose: true });
        }
        if !set_off || frame & (SAY | TELL | THINK | JUDGE) == 0 || p.is(verb, NOUNISH) {
            return None;
        }
        let source = match last {
            Some(cue) => cue.source,
            None => self.first_phrase(verb),
        };
        Some(Cue { first: verb, verb, frame, source, inverted: false, loose: true })
    }

    /// "…, with the agency saying …": the source stands between the preposition and the participle.
    fn absolute(&self, verb: usize) -> Option<Range> {
        const LONGEST: usize = 8;
        let (p, s) = (self.page, self.sentence);
        let before = (s.first.max(verb.saturating_sub(LONGEST))..verb).rev();
        let with = before.take_while(|&i| !p.has(i + 1, gap::CLAUSE | gap::OPEN | gap::CLOSE)).find(|&i| p.is(i, WITH))?;
        (with + 1 < verb && p.is(verb, GERUND)).then_some((with + 1, verb - 1))
    }

    /// The sentence's first noun phrase, for participles behind verbs that are in no list.
    pub(super) fn first_phrase(&self, before: usize) -> Option<Range> {
        let (p, s) = (self.page, self.sentence);
        let start = if p.is(s.first, PREPOSITION | BREAK | TIME) && !p.is(s.first, SUBJECT) {
            (s.first + 1..before).find(|&i| p.has(i, gap::COMMA))?
        } else {
            // "And the mayor struck back, saying …"
            s.first + usize::from(p.is(s.first, CONJUNCTION) && s.first + 1 < before)
        };
        if p.quoted[start] != 0 {
            return None;
        }
        let end = (start..before)
            .find(|&i| p.is(i, AUXILIARY | PREPOSITION) || p.plain_verb(i) || i > start && p.has(i, gap::CLAUSE))
            .unwrap_or(before);
        let last = end.checked_sub(1).filter(|&l| l >= start)?;
        let names = (start..=last).take_while(|&i| p.capital[i] || p.is(i, DETERMINER | SUBJECT)).last()?;
        Some((start, names))
    }

    /// "was accused of", "is expected to", "was quoted as saying".
    fn passive(&self, verb: usize, first: usize, helped: u64) -> Option<Cue> {
        let (p, s) = (self.page, self.sentence);
        if helped == 0 || !p.is(verb, PARTICIPLE) || !(first..verb).any(|i| p.lexicon.passive.contains(&p.words[i].hash)) {
            return None;
        }
        // "was quoted by NPA as saying": the words are the subject's
        let quoted = p.lexicon.quoted.contains(&p.words[verb].hash);
        let saying = quoted.then(|| {
            let near = (verb + 1..s.end.min(verb + FARTHEST_SAYING)).take_while(|&i| !p.has(i, gap::STOP) && p.quoted[i] == 0);
            near.into_iter().find(|&i| p.is(i, SAY | TELL) && p.is(i, GERUND))
        });
        if let Some(saying) = saying.flatten() {
            let source = p.subject(first, s);
            return Some(Cue { first, verb: saying, frame: SAY, source, inverted: false, loose: false });
        }
        let by =
            (verb + 1..s.end.min(verb + 12)).take_while(|&i| !p.has(i, gap::STOP)).find(|&i| p.lexicon.agent.contains(&p.words[i].hash));
        let source = by.and_then(|b| p.phrase_from(b + 1, s.end));
        Some(Cue { first, verb, frame: p.class[verb] & VERB, source, inverted: false, loose: true })
    }
}
