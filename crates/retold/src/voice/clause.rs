//! What a verb attributes: where its clause or quotation begins and ends.

use super::cue::Cue;
use super::lexicon::{
    ADVERB, ARTICLE, AUXILIARY, BREAK, COLLECTIVE, CONJUNCTION, DETERMINER, FINITE, GERUND, HEARER, INFINITIVE, JUDGE, PREPOSITION,
    PROMISE, PRONOUN, RELATIVE, ROLE, SAY, SHOW, SUBJECT, TELL, THAT, THINK, TIME, TITLE, VERB, WANT, WEAK,
};
use super::noun::Range;
use super::page::gap;
use super::sieve::{Draft, Form, Sieve};

/// Words of a clause behind a plain verb of saying without a conjunction, less one, from which it surely is one. Chosen, not measured.
const SHORTEST_CLAUSE: usize = 3;

/// Words behind a verb of saying within which the verb of a clause without a conjunction stands. Chosen, not measured.
const FARTHEST_VERB: usize = 10;

impl Sieve<'_> {
    /// Where the content of a cue that looks forward ends at the latest: before the clause of the next cue.
    pub(super) fn limit(&self, cue: &Cue, later: &[Cue]) -> usize {
        let (p, s) = (self.page, self.sentence);
        for next in later {
            let Some(source) = next.source else { continue };
            let begin = if source.0 > cue.verb && !next.inverted { source.0 } else { next.first };
            let lead = if begin > s.first && p.is(begin - 1, CONJUNCTION | BREAK) { begin - 1 } else { begin };
            if self.second_clause(cue, next, source, lead) || self.contrasts(cue, next, source, lead) {
                return lead;
            }
            // "said that her company, which the valley thinks sound, …": nobody's clause but hers
            let inside = p.is(cue.verb + 1, THAT) && next.frame & (SAY | TELL | JUDGE) == 0 && !next.loose && lead == begin;
            if lead > cue.verb + 1
                && !inside
                && (p.has(lead, gap::COMMA | gap::SEMICOLON | gap::DASH)
                    || next.loose && p.has(next.first, gap::COMMA)
                    || Some(source) == cue.source && lead < begin)
                && p.quoted[lead] == 0
            {
                return lead;
            }
        }
        if cue.frame & JUDGE == 0 {
            return s.end;
        }
        // what is praised or blamed ends where the speaker does something else
        (cue.verb + 3..s.end)
            .find(|&i| {
                p.quoted[i] == 0
                    && p.is(i, CONJUNCTION | BREAK)
                    && p.has(i, gap::COMMA | gap::CLOSE)
                    && p.is(i + 1, SUBJECT)
                    && !p.is(i + 1, DETERMINER)
            })
            .unwrap_or(s.end)
    }

    /// "Varn says the wall is gone and the Courier has denied it": a second main clause whose named subject says something itself.
    fn second_clause(&self, cue: &Cue, next: &Cue, source: Range, lead: usize) -> bool {
        let (p, first) = (self.page, cue.verb + 1);
        let named = (source.0..=source.1).any(|i| p.capital[i]) && Some(source) != cue.source && lead + 1 == source.0;
        let speaks = next.frame & (SAY | TELL | JUDGE) != 0 && !next.loose && !next.inverted;
        // behind a conjunction the second clause is reported as well
        let plain = !p.is(first, THAT) && p.quoted[first] == 0 && p.quoted[lead] == 0;
        plain && named && speaks && p.is(lead, CONJUNCTION) && (first + 1..lead).any(|i| p.is(i, AUXILIARY))
    }

    /// "Varn says the wall is gone while a warden in the old town says it stands": two who say something, one against the other.
    fn contrasts(&self, cue: &Cue, next: &Cue, source: Range, lead: usize) -> bool {
        let p = self.page;
        let speaks = next.frame & (SAY | TELL) != 0 && !next.loose && !next.inverted && Some(source) != cue.source;
        speaks && lead + 1 == source.0 && p.quoted[lead] == 0 && p.lexicon.contrasts.contains(&p.words[lead].hash)
    }

    /// Where the content of a cue that looks back may begin: behind the clause of an earlier cue that said something else.
    pub(super) fn floor(&self, earlier: &[Cue], cue: &Cue) -> usize {
        let (p, s) = (self.page, self.sentence);
        let begin = cue.source.filter(|_| !cue.inverted).map_or(cue.first, |r| r.0.min(cue.first));
        let Some(last) = earlier.iter().rev().find(|c| !c.loose && c.frame & SAY != 0) else { return s.first };
        let behind = last.verb.max(if last.inverted { last.source.map_or(0, |r| r.1) } else { 0 });
        (behind + 1..begin)
            .find(|&i| p.has(i, gap::COMMA | gap::SEMICOLON | gap::OPEN) && p.has(last.verb + 1, gap::CLAUSE) || p.has(i, gap::SEMICOLON))
            .unwrap_or(s.first)
    }

    pub(super) fn attribute(&self, cue: &Cue, floor: usize, limit: usize) -> Option<Draft> {
        let (p, s) = (self.page, self.sentence);
        let form = if cue.loose { Form::Loose } else { Form::Plain };
        let range = Some((cue.first, cue.verb));
        if cue.inverted {
            let source = cue.source?;
            let mut content = Vec::new();
            let floor = self.quotation_start(floor, cue.first);
            content.extend((cue.first > floor).then(|| (floor, cue.first - 1)));
            let after = self.past_apposition(source.1 + 1);
            let quoted_later = (after..limit).find(|&i| p.has(i, gap::OPEN));
            content.extend(quoted_later.filter(|&q| p.has(q, gap::COMMA | gap::COLON | gap::DASH)).map(|q| (q, limit - 1)));
            return Some(self.draft(form, cue.frame, cue.source, range, content));
        }
        let mut begin = cue.source.filter(|r| r.0 < cue.first).map_or(cue.first, |r| r.0);
        // "a-t-elle déclaré": the verb group begins before its pronoun
        while begin > floor && p.has(begin, gap::JOINED) && p.quoted[begin] == 0 {
            begin -= 1;
        }
        let set_off = begin > floor && (p.has(begin, gap::COMMA | gap::CLOSE | gap::DASH) || p.commaless && self.begins_anew(floor, begin));
        // behind a quotation the verb looks back, unless another one or a conjunction follows
        let after_quotation = !cue.loose && begin > s.first && p.quoted[begin - 1] != 0 && begin > floor;
        let forward = self.forward(cue, limit, set_off).filter(|&f| !after_quotation || p.is(f, THAT) || p.has(f, gap::OPEN));
        let floor = self.quotation_start(floor, begin);
        // "a bully who answers his critics" says nothing that stands before it
        let relates = cue.source.is_some_and(|r| r.0 == r.1 && p.is(r.0, RELATIVE));
        let backward = set_off && cue.frame & (SAY | THINK | TELL | SHOW) != 0 && !cue.loose && !relates && !self.takes_object(cue);
        let mut content = Vec::new();
        match forward {
            Some(start) if backward && p.has(cue.verb + 1, gap::COMMA) => {
                content.push((floor, begin - 1));
                if !p.is(start, CONJUNCTION | BREAK | GERUND) || p.quoted[start] != 0 {
                    content.push((start, limit - 1));
                }
            }
            Some(start) if backward && p.quoted[begin - 1] != 0 && p.has(start, gap::OPEN) && p.has(start, gap::CLAUSE) => {
                content.push((floor, begin - 1));
                content.push((start, limit - 1));
            }
            Some(start) => content.push((start, limit - 1)),
            None if backward => content.push((floor, begin - 1)),
            None => {}
        }
        let evident = match content.first() {
            Some(&(start, end)) if start > cue.verb => {
                let shown = p.is(start, THAT) || p.has(start, gap::OPEN | gap::COMMA | gap::COLON);
                let promised = p.is(start, INFINITIVE) && p.is(cue.verb, PROMISE);
                shown || promised || !p.is(cue.verb, WEAK) && end - start >= SHORTEST_CLAUSE || self.begins_clause(start, end + 1)
            }
            _ => true,
        };
        Some(Draft { evident, ..self.draft(form, cue.frame, cue.source, range, content) })
    }

    /// "the king and his son, the ruler of the valley, have denied any part in it": a verb that says nothing by itself, with its object.
    fn takes_object(&self, cue: &Cue) -> bool {
        let (p, next) = (self.page, cue.verb + 1);
        let object = p.is(next, DETERMINER) || p.capital.get(next) == Some(&true);
        p.is(cue.verb, WEAK) && object && !p.has(next, gap::CLAUSE) && !p.is(next, TIME)
    }

    /// Whether words begin with a subject and its verb, and no clause of another kind comes between: "armed men were crossing the river".
    fn begins_clause(&self, start: usize, end: usize) -> bool {
        let p = self.page;
        let other = |i: usize| p.is(i, RELATIVE | THAT | BREAK | INFINITIVE | GERUND) && !p.is(i, CONJUNCTION);
        let near = (start + 1..end.min(start + FARTHEST_VERB)).take_while(|&i| !p.has(i, gap::CLAUSE) && p.quoted[i] == 0 && !other(i));
        let Some(verb) = near.into_iter().find(|&i| p.is(i, AUXILIARY) || p.plain_verb(i)) else { return false };
        // "a plan she said would help": the clause belongs to the noun
        !p.is(verb - 1, PRONOUN) || verb - 1 == start
    }

    /// Whether a noun phrase behind a clause begins another one, in a text without commas: `the wall is gone the mayor said`.
    fn begins_anew(&self, floor: usize, begin: usize) -> bool {
        let p = self.page;
        let leads_on = p.is(begin - 1, PREPOSITION | BREAK | CONJUNCTION | THAT | RELATIVE | AUXILIARY | VERB);
        (p.is(begin, DETERMINER | SUBJECT | ROLE | TITLE | COLLECTIVE) || p.capital[begin]) && !leads_on && self.holds_clause(floor, begin)
    }

    /// Where the content before `end` begins if it ends with a quotation behind a colon: `the rule was plain: “No boats,” he said`.
    fn quotation_start(&self, floor: usize, end: usize) -> usize {
        let p = self.page;
        let Some(quotation) = end.checked_sub(1).and_then(|last| p.quoted[last].checked_sub(1)) else { return floor };
        let first = p.quotations[quotation as usize].first;
        if first > floor && p.has(first, gap::COLON) { first } else { floor }
    }

    /// Where the content behind the verb begins; `None` where nothing but time, place or hearer follows.
    fn forward(&self, cue: &Cue, limit: usize, set_off: bool) -> Option<usize> {
        let p = self.page;
        let start = cue.verb + 1;
        if start >= limit || p.has(start, gap::STOP) {
            return None;
        }
        if p.quoted[start] != 0 || p.is(start, THAT) {
            return Some(start);
        }
        if set_off && p.adds(start) {
            return None;
        }
        if cue.frame & (SAY | TELL | SHOW) == 0 {
            return Some(start);
        }
        if p.lexicon.before.iter().any(|phrase| p.phrase(start, phrase)) {
            return None;
        }
        // a conjunction "that" or an opening mark, with nothing but adverbials or a hearer before it
        let mut mark = None;
        for i in start..limit.min(start + 18) {
            if p.is(i, THAT) && i > start && !p.is(i + 1, TIME) || p.has(i, gap::OPEN) {
                mark = Some(i);
                break;
            }
            if p.adds(i) || i > start && (p.is(i, AUXILIARY) || p.plain_verb(i)) && p.quoted[i] == 0 {
                break;
            }
        }
        let adverbial = p.is(start, PREPOSITION | TIME | HEARER | ADVERB) && !p.is(start, SUBJECT | DETERMINER)
            || p.has(start, gap::COMMA | gap::COLON);
        // "the plan is dead, the mayor has said shortly after …"
        let looks_back = set_off && (adverbial || p.adverb(start)) && !p.has(start, gap::COMMA | gap::COLON);
        if looks_back && mark.is_none_or(|m| !p.is(m, THAT) && !p.has(m, gap::COMMA | gap::COLON)) {
            return None;
        }
        if let Some(mark) = mark {
            let opens = p.has(mark, gap::OPEN) && !p.is(mark, THAT);
            if !opens || adverbial || p.has(mark, gap::COMMA | gap::COLON) || cue.frame & TELL != 0 {
                return Some(mark);
            }
            return Some(start);
        }
        if p.has(start, gap::COMMA | gap::COLON | gap::DASH) {
            return Some(start);
        }
        if cue.frame & TELL != 0 && cue.frame & SAY == 0 {
            return self.behind_hearer(start, limit);
        }
        // "vowed to close the harbour"
        let meant = |at: usize| at < limit && !p.is(at, DETERMINER | SUBJECT | TIME) && !p.capital[at];
        let promised = p.is(cue.verb, PROMISE) && p.is(start, INFINITIVE) && meant(start + 1);
        if cue.frame & (JUDGE | WANT) != 0 && cue.frame & SAY == 0 || promised {
            return Some(start);
        }
        if adverbial || p.adverb(start) {
            return self.behind_adverbial(start, limit);
        }
        Some(start)
    }

    /// "told reporters the plan was dead": behind the hearer's noun phrase, if a clause follows.
    fn behind_hearer(&self, start: usize, limit: usize) -> Option<usize> {
        let p = self.page;
        if p.is(start, PRONOUN | HEARER) {
            return (start + 1 < limit && !p.has(start + 1, gap::STOP)).then_some(start + 1).and_then(|at| {
                if p.is(at, PREPOSITION | TIME) && !p.is(at, INFINITIVE | DETERMINER) { self.behind_adverbial(at, limit) } else { Some(at) }
            });
        }
        let name_end = (start..limit).take_while(|&i| i == start || !p.has(i, gap::CLAUSE) && (p.capital[i] || p.is(i, ARTICLE))).last()?;
        let next = name_end + 1;
        if next >= limit || p.has(next, gap::STOP) {
            return None;
        }
        if p.is(next, DETERMINER | SUBJECT | INFINITIVE) || p.has(next, gap::COLON) {
            return Some(next);
        }
        self.behind_adverbial(next, limit)
    }

    /// "said on Monday the plan", "said in a statement, the plan": behind time and place, if a clause follows.
    fn behind_adverbial(&self, start: usize, limit: usize) -> Option<usize> {
        let p = self.page;
        let mut at = start;
        while at < limit && (p.is(at, TIME) || p.adverb(at)) && !p.is(at, DETERMINER | SUBJECT) && !(at > start && p.has(at, gap::COMMA)) {
            at += 1;
        }
        let clause = |at: usize| at + 2 < limit && (at + 1..limit).any(|i| p.is(i, AUXILIARY | FINITE));
        if at > start && at < limit && p.is(at, DETERMINER | SUBJECT) || at < limit && at > start && p.capital[at] && !p.has(at, gap::COMMA)
        {
            return clause(at).then_some(at);
        }
        let comma = (start + 1..limit).find(|&i| p.has(i, gap::COMMA) && p.quoted[i] == 0)?;
        (!p.is(comma, BREAK | CONJUNCTION | RELATIVE | GERUND) && (p.is(comma, SUBJECT | DETERMINER) || p.capital[comma]) && clause(comma))
            .then_some(comma)
    }
}
