//! Rules: which words of a sentence attribute, to whom, and what.

use super::lexicon::{
    ADVERB, ARTICLE, AUXILIARY, BASE, BREAK, CONJUNCTION, DETERMINER, FINITE, GERUND, HEARER, INFINITIVE, JUDGE, NOUNISH, PARTICIPLE,
    PLURAL_SUBJECT, PREPOSITION, PRONOUN, RELATIVE, SAY, SHOW, STATEMENT_NOUN, SUBJECT, TELL, THAT, THINK, TIME, VERB, WANT, WEAK,
};
use super::noun::Range;
use super::page::{Page, Sentence, gap};
use crate::record::AttributionStance;

/// How an attribution was found: what its level depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// `S said Q`, `Q, S said`, `Q, said S`, `according to S`.
    Plain,
    /// A quotation of the speaker before.
    Continued,
    /// `S: Q`.
    Colon,
    /// A participle, a passive, a noun.
    Loose,
    /// A quotation without any cue.
    Bare,
}

/// Words of a clause behind a plain verb of saying without a conjunction, less one, from which it surely is one. Chosen, not measured.
const SHORTEST_CLAUSE: usize = 3;

/// Words behind a participle within which the name that is given stands. Chosen, not measured.
const FARTHEST_NAME: usize = 7;

/// An attribution in words; becomes a record when all are found.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) form: Form,
    /// Frame bits of the cue; 0 without one.
    pub(super) frame: u64,
    /// Whether a conjunction, a quotation or the place of the cue shows that words follow.
    pub(super) evident: bool,
    pub(super) source: Option<Range>,
    pub(super) cue: Option<Range>,
    pub(super) content: Vec<Range>,
    pub(super) paragraph: u32,
    /// The draft this one stands in.
    pub(super) parent: Option<u32>,
    /// What the source does, where its verb does not tell.
    pub(super) stance: Option<AttributionStance>,
}

/// A verb that attributes.
#[derive(Debug, Clone, Copy)]
struct Cue {
    /// First word of the verb group, the verb itself.
    first: usize,
    verb: usize,
    frame: u64,
    source: Option<Range>,
    /// The source follows the verb.
    inverted: bool,
    /// A participle, a passive.
    loose: bool,
}

/// Everything the rules find, in the order of the text.
pub(super) fn sieve(page: &Page) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for &sentence in &page.sentences {
        let found = Sieve { page, sentence }.run();
        drafts.extend(found);
    }
    drafts
}

struct Sieve<'a> {
    page: &'a Page<'a>,
    sentence: Sentence,
}

impl Sieve<'_> {
    fn run(&self) -> Vec<Draft> {
        let s = self.sentence;
        if let Some(draft) = self.colon() {
            return vec![draft];
        }
        let mut drafts = self.phrases();
        let cues = self.cues();
        for (n, cue) in cues.iter().enumerate() {
            let limit = self.limit(cue, &cues[n + 1..]);
            let floor = if n == 0 { s.first } else { self.floor(&cues[..n], cue) };
            drafts.extend(self.attribute(cue, floor, limit));
        }
        drafts.extend(self.nouns());
        drafts.extend(self.called());
        drafts.retain(|d| !d.content.is_empty() || d.source.is_some() && self.page.has(s.first, gap::CLOSE) && d.frame & SAY != 0);
        self.settle(drafts)
    }

    fn draft(&self, form: Form, frame: u64, source: Option<Range>, cue: Option<Range>, content: Vec<Range>) -> Draft {
        Draft { form, frame, evident: true, source, cue, content, paragraph: self.sentence.paragraph, parent: None, stance: None }
    }

    /// `Assad: …`, `PENCE: …`: a name of up to five words before a colon at the beginning of a line.
    fn colon(&self) -> Option<Draft> {
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
    fn phrases(&self) -> Vec<Draft> {
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
            if i > s.first {
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
    fn past_apposition(&self, at: usize) -> usize {
        let (p, s) = (self.page, self.sentence);
        let appositive = at < s.end
            && p.has(at, gap::COMMA)
            && p.quoted[at] == 0
            && (p.is(at, DETERMINER | RELATIVE) || !p.capital[at] && p.class[at] == 0);
        if !appositive {
            return at;
        }
        (at + 1..s.end).find(|&i| p.has(i, gap::COMMA | gap::DASH | gap::OPEN)).unwrap_or(s.end)
    }

    fn cues(&self) -> Vec<Cue> {
        let s = self.sentence;
        let mut out: Vec<Cue> = Vec::new();
        for verb in s.first..s.end {
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
        let set_off = first == s.first || p.has(first, gap::COMMA | gap::CLOSE | gap::DASH | gap::STOP);
        if !p.lexicon.inverts || !set_off || !p.is(verb, SAY | THINK) || !p.is(verb, FINITE) || p.has(verb + 1, gap::CLAUSE | gap::OPEN) {
            return None;
        }
        if p.is(verb + 1, THAT | TIME | PREPOSITION | BREAK) && !p.capital.get(verb + 1).is_some_and(|c| *c) {
            return None;
        }
        let source = p.phrase_from(verb + 1, s.end)?;
        let next = source.1 + 1;
        let ends =
            next >= s.end || p.has(next, gap::CLAUSE | gap::OPEN | gap::CLOSE) || p.is(next, TIME | RELATIVE | BREAK) && !p.is(next, THAT);
        (ends && (first > s.first || p.has(s.first, gap::CLOSE | gap::STOP))).then_some(source)
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
        if !set_off || frame & (SAY | TELL | THINK | JUDGE) == 0 || p.is(verb, NOUNISH) {
            return None;
        }
        let source = match last {
            Some(cue) => cue.source,
            None => self.first_phrase(verb),
        };
        Some(Cue { first: verb, verb, frame, source, inverted: false, loose: true })
    }

    /// The sentence's first noun phrase, for participles behind verbs that are in no list.
    fn first_phrase(&self, before: usize) -> Option<Range> {
        let (p, s) = (self.page, self.sentence);
        let start = if p.is(s.first, PREPOSITION | BREAK | TIME) && !p.is(s.first, SUBJECT) {
            (s.first + 1..before).find(|&i| p.has(i, gap::COMMA))?
        } else {
            s.first
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
        let by =
            (verb + 1..s.end.min(verb + 12)).take_while(|&i| !p.has(i, gap::STOP)).find(|&i| p.lexicon.agent.contains(&p.words[i].hash));
        let source = by.and_then(|b| p.phrase_from(b + 1, s.end));
        Some(Cue { first, verb, frame: p.class[verb] & VERB, source, inverted: false, loose: true })
    }

    /// Where the content of a cue that looks forward ends at the latest: before the clause of the next cue.
    fn limit(&self, cue: &Cue, later: &[Cue]) -> usize {
        let (p, s) = (self.page, self.sentence);
        for next in later {
            let Some(source) = next.source else { continue };
            let begin = if source.0 > cue.verb && !next.inverted { source.0 } else { next.first };
            let lead = if begin > s.first && p.is(begin - 1, CONJUNCTION | BREAK) { begin - 1 } else { begin };
            if self.second_clause(cue, next, source, lead) {
                return lead;
            }
            if lead > cue.verb + 1
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

    /// Where the content of a cue that looks back may begin: behind the clause of an earlier cue that said something else.
    fn floor(&self, earlier: &[Cue], cue: &Cue) -> usize {
        let (p, s) = (self.page, self.sentence);
        let begin = cue.source.filter(|_| !cue.inverted).map_or(cue.first, |r| r.0.min(cue.first));
        let Some(last) = earlier.iter().rev().find(|c| !c.loose && c.frame & SAY != 0) else { return s.first };
        let behind = last.verb.max(if last.inverted { last.source.map_or(0, |r| r.1) } else { 0 });
        (behind + 1..begin)
            .find(|&i| p.has(i, gap::COMMA | gap::SEMICOLON | gap::OPEN) && p.has(last.verb + 1, gap::CLAUSE) || p.has(i, gap::SEMICOLON))
            .unwrap_or(s.first)
    }

    fn attribute(&self, cue: &Cue, floor: usize, limit: usize) -> Option<Draft> {
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
        let begin = cue.source.filter(|r| r.0 < cue.first).map_or(cue.first, |r| r.0);
        let set_off = begin > floor && p.has(begin, gap::COMMA | gap::CLOSE | gap::DASH);
        // behind a quotation the verb looks back, unless another one or a conjunction follows
        let after_quotation = !cue.loose && begin > s.first && p.quoted[begin - 1] != 0 && begin > floor;
        let forward = self.forward(cue, limit, set_off).filter(|&f| !after_quotation || p.is(f, THAT) || p.has(f, gap::OPEN));
        let floor = self.quotation_start(floor, begin);
        let backward = set_off && cue.frame & (SAY | THINK | TELL | SHOW) != 0 && !cue.loose;
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
                shown || !p.is(cue.verb, WEAK) && end - start >= SHORTEST_CLAUSE
            }
            _ => true,
        };
        Some(Draft { evident, ..self.draft(form, cue.frame, cue.source, range, content) })
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
            if i > start && (p.is(i, AUXILIARY) || p.plain_verb(i)) && p.quoted[i] == 0 {
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
        if cue.frame & (JUDGE | WANT) != 0 && cue.frame & SAY == 0 {
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

    /// "praised in the valley as “keepers”": a participle without an auxiliary, and the name in quotation marks that somebody gives.
    fn called(&self) -> Vec<Draft> {
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
    fn nouns(&self) -> Vec<Draft> {
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

    /// Whether a draft is speech whose clause a conjunction shows: "said that …".
    fn told(&self, draft: &Draft) -> bool {
        let forward = |cue: Range| draft.content.first().is_some_and(|c| c.0 > cue.1 && self.page.is(c.0, THAT));
        draft.frame & (SAY | TELL) != 0 && draft.source.is_some() && draft.cue.is_some_and(forward)
    }

    /// Of attributions that overlap the outer one stays; inside speech only speech stays, in its own row.
    fn settle(&self, mut drafts: Vec<Draft>) -> Vec<Draft> {
        let size = |d: &Draft| -> usize { d.content.iter().map(|r| r.1 + 1 - r.0).sum() };
        let rank = |d: &Draft| (d.form, d.frame & (SAY | TELL) == 0, d.frame & SHOW == 0, std::cmp::Reverse(size(d)));
        let inner: Vec<Range> =
            drafts.iter().filter_map(|d| d.cue.filter(|_| d.frame & (SAY | TELL) == 0 || d.frame & SHOW != 0)).collect();
        let within = |cue: Range| drafts.iter().any(|d| self.told(d) && d.content.iter().any(|c| c.0 < cue.0 && cue.1 <= c.1));
        let within: Vec<Range> = inner.into_iter().filter(|&cue| within(cue)).collect();
        drafts.retain(|d| d.cue.is_none_or(|cue| !within.contains(&cue)));
        drafts.sort_by_key(|d| (rank(d), d.cue));
        let mut kept: Vec<Draft> = Vec::new();
        for draft in drafts {
            let clash = kept.iter().any(|k| {
                let shared: usize = draft
                    .content
                    .iter()
                    .map(|a| k.content.iter().map(|b| (a.1.min(b.1) + 1).saturating_sub(a.0.max(b.0))).sum::<usize>())
                    .sum();
                2 * shared > size(&draft).min(size(k)) || k.cue == draft.cue
            });
            if !clash {
                kept.push(draft);
            }
        }
        kept.sort_by_key(|d| d.content.iter().map(|r| r.0).min());
        kept
    }
}
