//! What attributes without a verb of its own: `according to S`, `S: Q`, `his claim that`, `known as`.

use super::lexicon::{
    ARTICLE, AUXILIARY, BREAK, CONJUNCTION, DETERMINER, FINITE, JUDGE, NOUNISH, PARTICIPLE, PREPOSITION, PRONOUN, RELATIVE, SAY,
    STATEMENT_NOUN, SUBJECT, THAT, THINK, VERB,
};
use super::page::gap;
use super::sieve::{Draft, Form, Sieve};

/// Words behind a participle within which the name that is given stands. Chosen, not measured.
const FARTHEST_NAME: usize = 7;

impl Sieve<'_> {
    /// `Assad: …`, `PENCE: …`: a name of up to five words before a colon at the beginning of a line.
    pub(super) fn colon(&self) -> Option<Draft> {
        let (p, s) = (self.page, self.sentence);
        let colon = (s.first + 1..s.end.min(s.first + 6)).find(|&i| p.has(i, gap::CLAUSE | gap::OPEN | gap::CLOSE))?;
        let begins_line = p.has(s.first, gap::LINE);
        if !p.has(colon, gap::COLON) || !begins_line || p.quoted[s.first] != 0 || s.end - colon < 2 {
            return None;
        }
        let name = (s.first, colon - 1);
        let is_name = (name.0..=name.1).all(|i| p.capital[i] || p.is(i, PREPOSITION | ARTICLE))
            && !(name.0..=name.1).any(|i| p.is(i, VERB) && !p.is(i, NOUNISH));
        let short = colon - s.first <= 3;
        let shouted = p.text[p.span(name.0, name.1).range()].chars().all(|c| !c.is_lowercase());
        let in_head = p.headline.is_some_and(|h| h.start <= p.words[s.first].start && p.words[s.first].start < h.end) || s.paragraph == 0;
        (is_name && (shouted || short && (in_head || p.has(colon, gap::OPEN))))
            .then(|| self.draft(Form::Colon, SAY, Some(name), None, vec![(colon, s.end - 1)]))
    }

    /// `according to S`.
    pub(super) fn phrases(&self) -> Vec<Draft> {
        let (p, s) = (self.page, self.sentence);
        let mut out = Vec::new();
        for i in s.first..s.end {
            if p.quoted[i] != 0 {
                continue;
            }
            let Some(phrase) = p.lexicon.before.iter().find(|phrase| p.phrase(i, phrase)) else { continue };
            // "the mayor said according to the Courier" names where it was said, not who said it
            if i > s.first && p.is(i - 1, SAY) && p.is(i - 1, FINITE) && !p.is(i - 1, NOUNISH) && !p.has(i, gap::CLAUSE) {
                continue;
            }
            let cue = (i, i + phrase.len() - 1);
            let Some(source) = p.phrase_from(cue.1 + 1, s.end) else { continue };
            let after = self.past_apposition(source.1 + 1);
            let mut content = Vec::new();
            // "the rule is a joke because, according to Varn, boats …": only what follows
            let opens = i > s.first && p.is(i - 1, BREAK | THAT) && p.has(i, gap::COMMA);
            if i > s.first && !opens {
                content.push((self.clause_start(i), i - 1));
            }
            let more = after < s.end && p.has(after, gap::COMMA | gap::DASH | gap::CLOSE);
            if more && (i == s.first || !p.is(after, BREAK | CONJUNCTION | RELATIVE)) || i == s.first && after < s.end {
                content.push((after, s.end - 1));
            }
            out.push(self.draft(Form::Plain, SAY, Some(source), Some(cue), content));
        }
        for i in s.first + 1..s.end {
            if p.quoted[i] == 0 && p.lexicon.after.iter().any(|phrase| p.phrase(i, phrase)) {
                let Some(source) = p.phrase_to(i - 1, s.first) else { continue };
                let mut content = Vec::new();
                content.extend((source.0 > s.first).then(|| (s.first, source.0 - 1)));
                content.extend((source.0 == s.first && i + 1 < s.end).then(|| (i + 1, s.end - 1)));
                out.push(self.draft(Form::Plain, SAY, Some(source), Some((i, i)), content));
            }
        }
        out
    }

    /// Where the clause that ends before `end` begins: the sentence, or behind a `; `.
    fn clause_start(&self, end: usize) -> usize {
        let (p, s) = (self.page, self.sentence);
        (s.first + 1..end).rev().find(|&i| p.has(i, gap::SEMICOLON) && p.quoted[i] == 0).unwrap_or(s.first)
    }

    /// Behind `, the head of the office,` after a source that ends before `at`.
    pub(super) fn past_apposition(&self, at: usize) -> usize {
        let (p, s) = (self.page, self.sentence);
        let appositive = at < s.end
            && p.has(at, gap::COMMA)
            && p.quoted[at] == 0
            && (p.is(at, DETERMINER | RELATIVE) || !p.capital[at] && p.class[at] == 0);
        if !appositive {
            return at;
        }
        let end = (at + 1..s.end).find(|&i| p.has(i, gap::COMMA | gap::DASH | gap::OPEN));
        // what has a verb of its own is the clause, not a second name
        match end {
            Some(end) if !(at..end).any(|i| p.is(i, AUXILIARY) && !p.is(at, RELATIVE)) => end,
            None if !(at..s.end).any(|i| p.is(i, AUXILIARY)) => s.end,
            _ => at,
        }
    }

    /// "praised in the valley as “keepers”": a participle without an auxiliary, and the name in quotation marks that somebody gives.
    pub(super) fn called(&self) -> Vec<Draft> {
        let (p, s) = (self.page, self.sentence);
        let mut out = Vec::new();
        for verb in s.first + 1..s.end {
            let participle = p.quoted[verb] == 0 && p.is(verb, JUDGE) && p.is(verb, PARTICIPLE) && !p.is(verb - 1, AUXILIARY | SUBJECT);
            if !participle || p.adverb(verb - 1) {
                continue;
            }
            let near = (verb + 1..s.end.min(verb + FARTHEST_NAME)).take_while(|&i| !p.has(i, gap::CLAUSE | gap::OPEN));
            let Some(naming) = near.into_iter().find(|&i| p.lexicon.naming.contains(&p.words[i].hash)) else { continue };
            if naming + 1 >= s.end || !p.has(naming + 1, gap::OPEN) {
                continue;
            }
            let quotation = p.quotations[p.quoted[naming + 1] as usize - 1];
            // who names is the agent, or the place
            let source = (verb + 2 < naming && p.is(verb + 1, PREPOSITION)).then_some((verb + 2, naming - 1));
            out.push(self.draft(Form::Loose, p.class[verb] & VERB, source, Some((verb, verb)), vec![(quotation.first, quotation.last)]));
        }
        out
    }

    /// "his claim that", "its position is": a noun of saying with its clause.
    pub(super) fn nouns(&self) -> Vec<Draft> {
        let (p, s) = (self.page, self.sentence);
        let mut out = Vec::new();
        for i in s.first..s.end.saturating_sub(2) {
            let noun = p.quoted[i] == 0 && p.is(i, STATEMENT_NOUN) && !p.has(i + 1, gap::CLAUSE);
            let equals = noun && p.is(i + 1, AUXILIARY) && p.is(i + 2, DETERMINER | THAT | SUBJECT) && !p.has(i + 2, gap::CLAUSE);
            if !noun || !equals && !p.is(i + 1, THAT) {
                continue;
            }
            let before = (s.first..i).rev().take(4).find(|&j| p.possessive(j) || p.is(j, PRONOUN) && p.is(j, DETERMINER));
            let source = before.and_then(|b| if p.is(b, PRONOUN) { Some((b, b)) } else { p.phrase_to(b, s.first) });
            let end = (i + 2..s.end).find(|&j| p.has(j, gap::COMMA | gap::SEMICOLON | gap::DASH) && p.quoted[j] == 0).unwrap_or(s.end);
            if !equals {
                out.push(self.draft(Form::Loose, THINK, source, Some((i, i)), vec![(i + 1, end - 1)]));
            } else if source.is_some() && (i + 3..end).any(|j| p.is(j, AUXILIARY | FINITE)) {
                out.push(self.draft(Form::Loose, THINK, source, Some((i, i + 1)), vec![(i + 2, end - 1)]));
            }
        }
        out
    }
}
