//! From the words that name a source at one place to the speaker's name as the article prints it most fully.
//!
//! Resolved inside the article: surname to full name, pronoun to the person or body spoken of last, office to the name introduced with
//! it. Unknown stays unknown. Wrong where two people share a surname, and where a pronoun skips a person.

use std::collections::{HashMap, HashSet};

use crate::record::Span;

use super::lexicon::{
    ABBREVIATION, ARTICLE, BREAK, COLLECTIVE, CONJUNCTION, DETERMINER, FEMALE, FEMALE_TITLE, FIRST, INNER_PREPOSITION, MALE, MALE_TITLE,
    NAMED, NEUTER, PERSON, PLACE, PLURAL, PREPOSITION, PRONOUN, RELATIVE, ROLE, SUBJECT, THAT, TIME, TITLE, UNNAMED, VERB,
};
use super::noun::Range;
use super::page::{Page, gap};
use super::sieve::Draft;

/// Words within which a pronoun may mean the last sentence's subject rather than the last speaker: about three sentences.
const NEAR: usize = 80;

/// Names that are looked at for one pronoun or office: more than an article has, fewer than a pile of names under one address.
const MOST_NAMES: usize = 300;

/// A name in the article.
#[derive(Debug, Clone, Copy)]
struct Name {
    range: Range,
    /// Offices and titles right before it.
    role: Option<Range>,
    person: bool,
    /// Whether it stands among the first words of a sentence.
    begins: bool,
    gender: u64,
}

/// Whom each draft's source means.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Speaker {
    pub(super) name: Option<Span>,
    pub(super) role: Option<Span>,
}

/// Speakers of all drafts, in order.
pub(super) fn speakers(page: &Page, drafts: &[Draft]) -> Vec<Speaker> {
    let cast = Cast::new(page);
    let mut last: Option<Last> = None;
    let mut last_body: Option<Range> = None;
    let mut out = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let found = draft.source.and_then(|source| cast.resolve(source, last, last_body));
        if let (Some((range, gender)), Some(source)) = (found, draft.source) {
            if gender & PLURAL == 0 && (cast.is_person(range) || page.is(range.1, PERSON | UNNAMED)) {
                last = Some(Last { range, gender, at: source.1 });
            } else {
                last_body = Some(range);
            }
        }
        let role = draft.source.and_then(|s| cast.role(s, found.map(|f| f.0)));
        out.push(Speaker { name: found.map(|(r, _)| page.span(r.0, r.1)), role: role.map(|r| page.span(r.0, r.1)) });
    }
    out
}

/// Who spoke last.
#[derive(Debug, Clone, Copy)]
struct Last {
    range: Range,
    gender: u64,
    /// Last word of the source of what was said last.
    at: usize,
}

struct Cast<'a> {
    page: &'a Page<'a>,
    /// In the order of the text.
    names: Vec<Name>,
    /// Last word of a name → its fullest form, and the genders that its titles tell. Asked, never walked.
    by_last: HashMap<u32, (Option<usize>, u64)>,
}

/// Runs of capitalised words, titles before them apart.
fn names(page: &Page) -> Vec<Name> {
    let mut out = Vec::new();
    let mut i = 0;
    while i < page.words.len() {
        if !page.capital[i] || page.is(i, DETERMINER | SUBJECT | BREAK | CONJUNCTION | TIME | PREPOSITION | VERB) && !name_follows(page, i)
        {
            i += 1;
            continue;
        }
        let first = i;
        while i + 1 < page.words.len() && goes_on(page, i) {
            i += 1;
        }
        let last = i;
        i += 1;
        // "the Prime Minister": an office and no name
        if first < last && (first..=last).all(|j| page.is(j, TITLE | ROLE)) {
            continue;
        }
        // "Halmere Interior Minister Davin Holsk": what stands before the last title belongs to the office
        let begin = (first..last).rev().find(|&j| page.is(j, TITLE | ROLE | ABBREVIATION)).map_or(first, |j| j + 1);
        let lower_role = first.checked_sub(1).filter(|&b| page.is(b, ROLE | TITLE) && !page.capital[b] && !page.has(first, gap::CLAUSE));
        let role = if begin > first { Some((first, begin - 1)) } else { lower_role.map(|b| (b, b)) };
        let titles = role.map_or(0, |r| (r.0..=r.1).fold(0, |bits, j| bits | page.class[j]));
        let mut gender = 0;
        gender |= if titles & FEMALE_TITLE != 0 { FEMALE } else { 0 };
        gender |= if titles & MALE_TITLE != 0 { MALE } else { 0 };
        let body = (begin..=last).any(|j| page.is(j, COLLECTIVE | TIME)) || begin < last && (begin..=last).any(|j| page.acronym_word(j));
        let before = first.checked_sub(1).filter(|_| !page.has(first, gap::CLAUSE | gap::OPEN));
        let listed = before.is_some_and(|b| page.is(b, ARTICLE));
        let named = before.is_some_and(|b| page.is(b, NAMED));
        // "Observatory for Human Rights": the rest of a body's name
        let part = before.is_some_and(|b| b > 0 && page.is(b, INNER_PREPOSITION) && page.capital[b - 1] && !page.is(b - 1, TITLE | ROLE));
        let person = !body && (role.is_some() || last > begin && !listed && !part || named);
        out.push(Name { range: (begin, last), role, person, begins: false, gender });
    }
    // what once has an article and never an office is a body, not a person
    let last_words =
        |wanted: &dyn Fn(&Name) -> bool| -> HashSet<u32> { out.iter().filter(|n| wanted(n)).map(|n| page.words[n.range.1].hash).collect() };
    let offices = last_words(&|n| n.role.is_some());
    let bodies = last_words(&|n| !n.person && n.range.0 < n.range.1);
    let mut sentence = 0;
    for name in &mut out {
        let last = page.words[name.range.1].hash;
        name.person &= offices.contains(&last) || !bodies.contains(&last);
        while page.sentences.get(sentence).is_some_and(|s| s.end <= name.range.0) {
            sentence += 1;
        }
        name.begins = page.sentences.get(sentence).is_some_and(|s| s.first <= name.range.0 && name.range.0 < s.first + 4);
    }
    out
}

/// A capitalised word of a closed class belongs to a name only where the name goes on before it; at its beginning it begins a sentence.
fn name_follows(page: &Page, word: usize) -> bool {
    page.is(word, VERB) && !page.is(word, SUBJECT | DETERMINER) && page.capital.get(word + 1) == Some(&true) && page.gap[word + 1] == 0
        || page.is(word, TITLE)
}

fn goes_on(page: &Page, word: usize) -> bool {
    let next = word + 1;
    if page.possessive(word) || page.quoted[word] != page.quoted[next] {
        return false;
    }
    let gap = page.gap[next] & !gap::JOINED;
    let joined = gap == 0 || gap == gap::STOP && page.words[word].end - page.words[word].start <= 1;
    joined && page.capital[next] && !page.is(next, SUBJECT & !DETERMINER)
}

impl<'a> Cast<'a> {
    fn new(page: &'a Page<'a>) -> Self {
        let names = names(page);
        let mut by_last: HashMap<u32, (Option<usize>, u64)> = HashMap::with_capacity(names.len());
        let length = |n: &Name| (n.range.1 - n.range.0).min(2);
        for (i, name) in names.iter().enumerate() {
            let entry = by_last.entry(page.words[name.range.1].hash).or_default();
            entry.1 |= name.gender;
            if length(name) > 0 && entry.0.is_none_or(|best| length(&names[best]) < length(name)) {
                entry.0 = Some(i);
            }
        }
        Cast { page, names, by_last }
    }

    /// Names that lie inside a range.
    fn inside(&self, range: Range) -> &[Name] {
        let first = self.names.partition_point(|n| n.range.0 < range.0);
        let end = self.names.partition_point(|n| n.range.1 <= range.1);
        &self.names[first..end.max(first)]
    }

    fn genders(&self, name: Range) -> u64 {
        self.by_last.get(&self.page.words[name.1].hash).map_or(0, |f| f.1)
    }

    fn is_person(&self, range: Range) -> bool {
        self.inside(range).iter().any(|n| n.range == range && n.person)
    }

    /// The name that a source means, and its gender as far as told.
    fn resolve(&self, source: Range, last: Option<Last>, last_body: Option<Range>) -> Option<(Range, u64)> {
        let p = self.page;
        let head = source.1;
        if source.0 == source.1 && p.is(head, PRONOUN) && !p.capital_name(head) {
            return self.pronoun(head, last, last_body);
        }
        if source.0 == source.1 && p.is(head, RELATIVE | THAT) {
            let before = head.checked_sub(1)?;
            let start =
                (before.saturating_sub(12)..=before).rev().take_while(|&i| i == before || !p.has(i + 1, gap::STOP | gap::LINE)).last()?;
            let antecedent = p.phrase_to(before, start)?;
            return if p.is(antecedent.0, PRONOUN | RELATIVE) { None } else { self.resolve(antecedent, last, last_body) };
        }
        if let Some(found) = self.named(source) {
            return Some(found);
        }
        if let Some(found) = self.office(source) {
            return Some(found);
        }
        if p.is(head, PRONOUN | TIME) || p.is(source.0, PRONOUN) && source.0 == source.1 {
            return None;
        }
        if let Some(place) = self.place(source) {
            return Some((place, PLURAL));
        }
        self.common(source, last)
    }

    /// "the country's authorities": the place that the sentence names last.
    fn place(&self, source: Range) -> Option<Range> {
        let p = self.page;
        let of_place = p.is(source.0, ARTICLE) && p.is(source.0 + 1, PLACE) && p.is(source.1, COLLECTIVE | UNNAMED);
        let from = source.0.saturating_sub(NEAR / 2);
        let begin = (from..source.0).rev().find(|&i| p.has(i, gap::STOP | gap::LINE)).unwrap_or(from);
        let last = self.names[..self.names.partition_point(|n| n.range.1 < source.0)].last()?;
        (of_place && last.range.0 >= begin && p.is(last.range.0.checked_sub(1)?, PREPOSITION)).then_some(last.range)
    }

    /// A source without a name. "The shaken man" is whoever spoke last, "a man" somebody new.
    fn common(&self, source: Range, last: Option<Last>) -> Option<(Range, u64)> {
        let p = self.page;
        let article = p.is(source.0, ARTICLE) && source.0 < source.1;
        let start = if article { source.0 + 1 } else { source.0 };
        let head = (start..=source.1).take_while(|&i| i == start || !p.is(i, PREPOSITION) && !p.has(i, gap::COMMA)).last()?;
        let gender = p.class[head];
        let gender = if gender & FEMALE_TITLE != 0 { FEMALE } else { 0 } | if gender & MALE_TITLE != 0 { MALE } else { 0 };
        if article && !self.indefinite(source.0) && head == source.1 && p.is(head, PERSON) {
            let fits = |l: &Last| (l.gender & (MALE | FEMALE) == 0 || gender == 0 || l.gender & gender != 0) && source.0 < l.at + NEAR;
            if let Some(last) = last.filter(fits) {
                return Some((last.range, last.gender | gender));
            }
        }
        let one = article && (p.is(head, PERSON) || p.is(head, UNNAMED) && p.is(head, ROLE));
        Some(((start, source.1), if one { gender } else { PLURAL }))
    }

    /// The name inside a source: of a name and its apposition the name.
    fn named(&self, source: Range) -> Option<(Range, u64)> {
        let p = self.page;
        let inside = self.inside(source);
        let first = inside.first()?;
        // "the director of X, Ilya Y": a person behind an office; "critics of X": nobody
        let person = inside
            .iter()
            .find(|n| n.person && self.heads(n.range, source))
            .or_else(|| inside.iter().find(|n| n.person && n.role.is_some_and(|r| r.0 >= source.0)));
        let name = match person {
            Some(name) => *name,
            None if self.heads(first.range, source) => *first,
            None => {
                let last = *inside.last()?;
                if !self.heads(last.range, source) {
                    return None;
                }
                last
            }
        };
        if !name.person && (name.range.1 < source.1 && !p.has(name.range.1 + 1, gap::COMMA | gap::BRACKET | gap::DASH)) {
            return None;
        }
        let full = self.fullest(name);
        let gender = self.genders(full.range);
        Some((full.range, gender))
    }

    /// Whether a name is what a noun phrase is about: its last words, or the first ones before an apposition.
    fn heads(&self, name: Range, source: Range) -> bool {
        let p = self.page;
        let before_apposition = name.1 == source.1 || p.has(name.1 + 1, gap::COMMA | gap::BRACKET | gap::DASH);
        let governed = (source.0 + 1..name.0).any(|i| p.is(i, PREPOSITION) && (i..name.0).all(|j| !p.has(j + 1, gap::COMMA)));
        (before_apposition || p.is(name.1 + 1, PREPOSITION)) && !governed && !p.possessive(name.1)
    }

    /// The longest name of the article that ends with the same word; the first of them.
    fn fullest(&self, name: Name) -> Name {
        if name.range.0 < name.range.1 && !self.page.is(name.range.1, COLLECTIVE) {
            return name;
        }
        let full = self.by_last.get(&self.page.words[name.range.1].hash).and_then(|f| f.0);
        full.map_or(name, |i| self.names[i])
    }

    /// "the minister": the name introduced with this office, the nearest before, else the first behind.
    fn office(&self, source: Range) -> Option<(Range, u64)> {
        let p = self.page;
        let head = (source.0..=source.1).take_while(|&i| i == source.0 || !p.is(i, PREPOSITION) && !p.has(i, gap::COMMA)).last()?;
        if !p.is(head, ROLE | TITLE) || p.is(source.0, DETERMINER) && !p.is(source.0, ARTICLE) || self.indefinite(source.0) {
            return None;
        }
        let holds = |n: &&Name| n.role.is_some_and(|r| (r.0..=r.1).any(|i| p.words[i].hash == p.words[head].hash)) && n.person;
        let at = self.names.partition_point(|n| n.range.1 < source.0);
        let before = self.names[..at].iter().rev().take(MOST_NAMES).find(holds);
        let name = before.or_else(|| self.names.iter().take(MOST_NAMES).find(holds))?;
        let full = self.fullest(*name);
        Some((full.range, full.gender))
    }

    /// "a minister", "one minister".
    fn indefinite(&self, word: usize) -> bool {
        let w = self.page.words[word];
        self.page.is(word, ARTICLE) && self.page.lexicon.indefinite.contains(&w.hash)
    }

    fn pronoun(&self, word: usize, last: Option<Last>, last_body: Option<Range>) -> Option<(Range, u64)> {
        let p = self.page;
        let wanted = p.class[word] & (MALE | FEMALE);
        if wanted == 0 {
            let body = p.is(word, NEUTER | PLURAL) && !p.is(word, FIRST);
            return last_body.filter(|b| body && b.1 < word).map(|b| (b, PLURAL));
        }
        let fits = |gender: u64| gender & (MALE | FEMALE) == 0 || gender & wanted != 0;
        // the last person named since the last speaker, if the name begins a sentence or stands as its subject
        let since = last.map_or(0, |l| l.at);
        let before = self.names.partition_point(|n| n.range.1 < word);
        let recent = self.names[..before].iter().rev().take_while(|n| n.range.0 > since && word - n.range.1 < NEAR);
        let subject = recent.filter(|n| n.begins).find(|n| {
            let full = self.fullest(**n);
            full.person && fits(self.genders(full.range))
        });
        if let Some(name) = subject {
            let full = self.fullest(*name);
            return Some((full.range, wanted));
        }
        if let Some(last) = last.filter(|l| fits(l.gender)) {
            return Some((last.range, last.gender | wanted));
        }
        let name = self.names[..before].iter().rev().take(MOST_NAMES).find(|n| n.person && fits(self.genders(n.range)))?;
        Some((self.fullest(*name).range, wanted))
    }

    /// The office in the source, or the one the name was introduced with.
    fn role(&self, source: Range, name: Option<Range>) -> Option<Range> {
        let p = self.page;
        if let Some(found) = name.and_then(|range| self.inside(range).iter().find(|n| n.range == range)).and_then(|n| n.role) {
            return Some(found);
        }
        let role = (source.0..=source.1).find(|&i| p.is(i, ROLE))?;
        (source.0 < source.1 || name.is_none()).then_some((role, role))
    }
}

impl Page<'_> {
    /// A pronoun that is part of a name.
    fn capital_name(&self, word: usize) -> bool {
        self.capital[word] && self.capital.get(word + 1) == Some(&true) && self.gap[word + 1] == 0
    }
}
