//! Devices: which noun phrase is given to which name.
//!
//! Every noun that can name somebody gets one label: by the name that stands right behind it, right before it, by a verb between them, or, where
//! there is none, as a substitution. Verbs of naming and words that hold at a distance are read apart.

use crate::record::{Device, Voice};
use crate::text::Actor;

use super::lexicon::{
    ACCUSE, ACCUSED_OF, ADHERENT, ADVERB, AND, AS, AUXILIARY, BE, BEFORE_VERB, CAPITAL, CLOSED, DEFINITE, DETERMINER, DISTANCER, EXPLETIVE,
    INDEFINITE, JUDGING, NAMING, NAMING_AS, NEGATION, OF_ANY_GROUP, OWNER, PARTISAN, PHRASE, PLAIN, POSSESSIVE, PREPOSITION, PRONOUN,
    REFLEXIVE, TIME, UNOWNED, UNSPECIFIC, UNTITLED, VERB, ends,
};
use super::names::{Names, Sort};
use super::phrase::Phrase;
use super::sheet::{Range, Sheet, gap};

/// A label before its voice is settled.
#[derive(Debug, Clone, Copy)]
pub(super) struct Draft {
    pub(super) range: Range,
    pub(super) device: Device,
    /// Which mention of a name it is attached to.
    pub(super) mention: Option<usize>,
    /// What its own words say of whose it is; the attributions may know more.
    pub(super) voice: Option<Voice>,
    /// Whether it is held against an act or thing, not against somebody.
    pub(super) of_thing: bool,
}

/// Words back to the name that a bare noun stands for: about three sentences. Chosen, not measured.
const FAR_WORDS: usize = 80;
/// Words between a verb of naming and its `as`. Chosen, not measured.
const AS_WORDS: usize = 9;

/// What is attached, in an article.
pub(super) struct Attach<'a> {
    pub(super) sheet: &'a Sheet<'a>,
    pub(super) names: Names,
    drafts: Vec<Draft>,
    /// Which words are part of a label already.
    taken: Vec<bool>,
    /// For each noun that was given to a name: its hash and the entity.
    known: Vec<(u32, usize)>,
}

impl<'a> Attach<'a> {
    pub(super) fn run(sheet: &'a Sheet<'a>) -> (Names, Vec<Draft>, Vec<bool>) {
        let names = Names::of(sheet);
        let mut attach = Attach { sheet, names, drafts: Vec::new(), taken: vec![false; sheet.words.len()], known: Vec::new() };
        attach.titles();
        attach.verbs();
        attach.so_called();
        let heads = attach.heads();
        attach.nouns(&heads);
        attach.adjectives();
        attach.glosses();
        attach.predicates();
        attach.posts(&heads);
        attach.substitutions(&heads);
        (attach.names, attach.drafts, attach.taken)
    }

    fn add(&mut self, range: Range, device: Device, mention: Option<usize>, voice: Option<Voice>) {
        if (range.0..=range.1).any(|i| self.taken[i] || self.sheet.furniture[i]) {
            return;
        }
        self.taken[range.0..=range.1].fill(true);
        if let Some(m) = mention {
            let entity = self.names.of[m];
            for i in range.0..=range.1 {
                if let Some(actor) = self.sheet.actor[i] {
                    self.known.push((self.sheet.words[i].hash, entity));
                    let sort = &mut self.names.entities[entity].sort;
                    if *sort == Sort::Unknown {
                        *sort = if actor == Actor::Office { Sort::Person } else { Sort::Group };
                    }
                }
            }
        }
        self.drafts.push(Draft { range, device, mention, voice, of_thing: false });
    }

    /// A noun that can name somebody, is no part of a proper name, and ends its noun phrase.
    fn heads(&self) -> Vec<(usize, Actor)> {
        let sheet = self.sheet;
        let is_head = |i: usize| {
            let written = |a| !sheet.capital[i] || sheet.is(i, CAPITAL) || self.is_capital_office(i, a);
            let actor = sheet.actor[i].filter(|&a| !sheet.furniture[i] && written(a))?;
            let next = i + 1;
            let free = next < sheet.words.len() && !sheet.has(next, gap::PARTS) && !sheet.capital[next];
            // "militant group": the last one is the head; "government-backed" is an adjective
            let adjective =
                next + 1 < sheet.words.len() && !sheet.has(next, gap::PARTS) && sheet.demonym(next) && !sheet.has(next + 1, gap::PARTS);
            let nation = adjective && sheet.actor[next + 1].is_some();
            // "opposition control", "racist remarks": a noun in the singular before another; "the president claims" is none
            let alone = || sheet.phrase_to(i).first == i && (i == 0 || !sheet.is(i - 1, DETERMINER));
            // "the extremist attacks caused"; but "the extremist attacks the mill"
            let adjectival = || ends(sheet.raw(i), &sheet.lexicon.endings.adjectival) && !sheet.is(next + 1, DETERMINER | PRONOUN);
            let second = || !sheet.is_plural(next) || actor == Actor::Office && alone() || adjectival();
            // "the terrorist lists of": behind such an adjective a word that may be a verb is a noun where a preposition follows
            let noun = || {
                sheet.may_be_noun(next)
                    || adjectival() && sheet.is(next + 1, PREPOSITION) && !sheet.is(next, CLOSED & !(NAMING | NAMING_AS | VERB))
            };
            // "regime jets" are the regime's, "regime air forces" are a label of their own, "regime change" names nobody
            let owner = sheet.is(i, OWNER) && !sheet.is(next, UNOWNED);
            let owned = owner
                && !sheet.is_plural(i)
                && free
                && sheet.may_be_noun(next)
                && sheet.actor.get(next + 1).is_some_and(|a| a.is_some())
                && !sheet.has(next + 1, gap::PARTS);
            let compound = free && !owner && noun() && !sheet.is_plural(i) && second() || self.is_paired_adjective(i);
            let goes_on = nation || compound || owned || free && (sheet.actor[next].is_some() || sheet.has(next, gap::JOINED));
            (!goes_on && !sheet.has(next, gap::JOINED)).then_some((i, actor))
        };
        (0..sheet.words.len()).filter_map(is_head).collect()
    }

    /// "supremacist and nationalist ideas": the first of two words that end as such adjectives do, before a noun.
    fn is_paired_adjective(&self, i: usize) -> bool {
        const BETWEEN: usize = 2;
        let sheet = self.sheet;
        let adjectival = |i: usize| i < sheet.words.len() && ends(sheet.raw(i), &sheet.lexicon.endings.adjectival);
        if !adjectival(i) || !sheet.is(i + 1, AND) || sheet.has(i + 1, gap::PARTS) {
            return false;
        }
        let second = (i + 2..=i + 1 + BETWEEN).find(|&j| adjectival(j));
        second.is_some_and(|j| {
            let next = j + 1;
            next < sheet.words.len()
                && (i + 2..=next).all(|k| !sheet.has(k, gap::PARTS))
                && sheet.may_be_noun(next)
                && sheet.actor[next].is_none()
        })
    }

    /// "to judge", "who sponsors": a verb that looks like a noun that names somebody.
    fn is_verb(&self, phrase: Phrase) -> bool {
        let sheet = self.sheet;
        let bare = phrase.first == phrase.head && !phrase.determined && phrase.head > 0 && !sheet.has(phrase.head, gap::PARTS);
        let before = phrase.head.saturating_sub(1);
        let singular = !sheet.is_plural(phrase.head) && sheet.actor[phrase.head] != Some(Actor::People);
        // "gave it to rebels" is no verb
        bare && !sheet.capital[phrase.head] && (sheet.is(before, BEFORE_VERB) && singular || sheet.is(before, PRONOUN))
    }

    /// `militant group Narrow Front`, `Narrow Front militants`, `Narrow Front, a militant group,`, `Narrow Front is a militant group`.
    fn nouns(&mut self, heads: &[(usize, Actor)]) {
        for &(head, actor) in heads {
            let phrase = self.sheet.phrase_to(head);
            if self.is_verb(phrase) {
                continue;
            }
            let distanced = self.is_distanced(phrase).then_some(Voice::Distanced);
            // "her company, Orrel Mills": a noun that says nothing alone
            let says = phrase.first < head || !self.sheet.bare[head] || self.sheet.kind[head] || actor == Actor::Office;
            if let Some(m) = self.name_behind(phrase).filter(|_| says) {
                let device = if actor == Actor::Office { Device::Title } else { Device::Premodifier };
                self.add((phrase.first, self.sheet.office_end(head)), device, Some(m), distanced);
            } else if let Some((m, first)) = self.name_in_front(phrase).filter(|n| self.may_be_called(n.0, actor, (n.1, head))) {
                self.add((first, head), Device::Apposition, Some(m), distanced);
            } else if let Some(m) = self.beside(phrase, head) {
                // "a group created in the north": what follows is the label where the noun says nothing alone
                let bare = self.sheet.bare[head] && phrase.first == head && actor != Actor::Office;
                let last = if bare { self.complement(head) } else { self.sheet.office_end(head) };
                self.add((phrase.first, last), Device::Apposition, Some(m), distanced);
            }
        }
    }

    /// "the President": an office with a capital letter that no name follows.
    fn is_capital_office(&self, word: usize, actor: Actor) -> bool {
        let sheet = self.sheet;
        let follows = sheet.capital.get(word + 1).is_some_and(|c| *c) && !sheet.has(word + 1, gap::PARTS);
        actor == Actor::Office && word > 0 && sheet.is(word - 1, DEFINITE) && !follows && !sheet.demonym(word)
    }

    /// "the alleged rebels", "of alleged rebels"; but not "accused rebels of".
    fn is_distanced(&self, phrase: Phrase) -> bool {
        let sheet = self.sheet;
        let before = phrase.first.checked_sub(1).filter(|&i| !sheet.has(phrase.first, gap::PARTS) && !sheet.is(i, ACCUSE));
        (phrase.first..phrase.head).chain(before).any(|i| sheet.is(i, DISTANCER))
    }

    /// "the corrupt ministry": an adjective that says what is thought of it.
    fn is_judged(&self, phrase: Phrase) -> bool {
        (phrase.first..phrase.head).any(|i| self.sheet.is(i, JUDGING))
    }

    /// Whether a noun that says nothing alone says something here: another such noun, a hyphenated word or what is thought of it stands before it.
    fn says_something(&self, phrase: Phrase) -> bool {
        let sheet = self.sheet;
        let before = || phrase.first..phrase.head;
        let told =
            before().any(|i| sheet.actor[i].is_some() && !sheet.capital[i] || sheet.has(i + 1, gap::JOINED) || sheet.is(i, DISTANCER));
        // "Orrel supporters"
        let adherents = sheet.is(phrase.head, ADHERENT) && before().any(|i| sheet.capital[i]);
        told || adherents
            || self.is_judged(phrase)
            || sheet.kind[phrase.head] && before().any(|i| !sheet.capital[i] && !sheet.demonym(i) && !sheet.is(i, PLAIN | OF_ANY_GROUP))
    }

    /// "Orrel aides", "the NPA director" are others than Orrel and the NPA.
    fn may_be_called(&self, mention: usize, actor: Actor, (first, head): Range) -> bool {
        // "the Aldren police" is a name for the police, and no label of Aldren
        let bare = self.sheet.bare[head] && !self.sheet.kind[head] && first == head;
        actor != Actor::Office && !bare && self.names.entities[self.names.of[mention]].sort != Sort::Person
    }

    /// A name right behind the phrase, "called" or "known as" between them, or between commas.
    fn name_behind(&self, phrase: Phrase) -> Option<usize> {
        let sheet = self.sheet;
        // "this group's Winter Rules" are no name of the group
        if sheet.possessive(phrase.head) {
            return None;
        }
        let mut next = phrase.head + 1;
        let stop = sheet.gap.get(next)? & gap::PARTS;
        if let Some(words) = sheet.lexicon.neutral.iter().find(|p| sheet.phrase(next, p)).map(Vec::len).filter(|_| stop == 0) {
            next += words;
        }
        while sheet.is(next, DEFINITE) && !sheet.capital.get(next).is_some_and(|c| *c) && next > phrase.head + 1 {
            next += 1;
        }
        let m = self.names.beginning(next)?;
        let between = sheet.gap[next] & gap::PARTS;
        // "the leader of the group, Tamsin Orrel," is an apposition the other way round
        let whose = (phrase.first..phrase.head).any(|i| sheet.capital[i]);
        let aside = between == gap::COMMA
            && (phrase.determined || whose)
            && !phrase.indefinite
            && sheet.has(self.names.mentions[m].1 + 1, gap::COMMA | gap::STOP);
        (between == 0 || between == gap::OPEN || aside).then_some(m)
    }

    /// `Narrow Front militants`: the phrase begins right behind a name, or the name is its first words.
    fn name_in_front(&self, phrase: Phrase) -> Option<(usize, usize)> {
        let sheet = self.sheet;
        // the walk to the left goes through capital letters: the last name inside the phrase
        let inside = (phrase.first..phrase.head).rev().find(|&i| self.names.ending(i).is_some());
        if let Some(last) = inside {
            let m = self.names.ending(last)?;
            let free = !sheet.possessive(last) && last < phrase.head;
            return free.then_some((m, last + 1));
        }
        let before = phrase.first.checked_sub(1)?;
        let m = self.names.ending(before)?;
        let between = sheet.gap[phrase.first] & gap::PARTS;
        (!phrase.determined && !sheet.possessive(before) && (between == 0 || between == gap::CLOSE_BRACKET)).then_some((m, phrase.first))
    }

    /// `Narrow Front, a militant group,`, `Tamsin Orrel, head of the wardens`, `Tamsin Orrel, the wardens' spokeswoman,`.
    fn beside(&self, phrase: Phrase, head: usize) -> Option<usize> {
        let sheet = self.sheet;
        // an owner belongs to the phrase
        let owner = phrase.first.checked_sub(1).filter(|_| phrase.owned).and_then(|last| self.names.ending(last));
        let outer = owner.map_or(phrase.outer(), |m| self.names.mentions[m].0);
        let person = sheet.actor[head] == Some(Actor::Office);
        if !(phrase.determined || person) || !sheet.has(outer, gap::COMMA | gap::DASH) || outer == 0 {
            return None;
        }
        let end = self.complement(head) + 1;
        let closed = sheet.has(end, gap::COMMA | gap::STOP | gap::DASH) || sheet.is(end, PRONOUN | PREPOSITION);
        self.names.ending(outer - 1).filter(|_| closed && !sheet.has(outer, gap::STOP))
    }

    /// The last word of a noun with what is said of it: "a group created in the north".
    fn complement(&self, head: usize) -> usize {
        const LONGEST: usize = 8;
        let sheet = self.sheet;
        let mut last = head;
        while last + 1 < sheet.words.len()
            && last - head < LONGEST
            && !sheet.has(last + 1, gap::PARTS)
            && !sheet.is(last + 1, BE | AUXILIARY | PRONOUN)
            && (last > head || sheet.is(last + 1, PREPOSITION) || sheet.ends_like_verb(last + 1))
        {
            last += 1;
        }
        // taken only where it runs up to a mark
        if sheet.has(last + 1, gap::COMMA | gap::STOP | gap::CLOSE_BRACKET | gap::DASH) { last } else { head }
    }

    /// `X is a militant group`, `X is a key ally`: any noun behind `a` or `the`.
    fn predicates(&mut self) {
        let sheet = self.sheet;
        for verb in 1..sheet.words.len() {
            if !sheet.is(verb, BE) || sheet.has(verb, gap::STOP | gap::OPEN) || sheet.has(verb + 1, gap::PARTS & !gap::OPEN) {
                continue;
            }
            let mut next = verb + 1;
            let mut denied = sheet.is(verb, NEGATION);
            while next < sheet.words.len() && sheet.is(next, ADVERB | NEGATION) && !sheet.has(next + 1, gap::PARTS & !gap::OPEN) {
                denied |= sheet.is(next, NEGATION);
                next += 1;
            }
            // "there are critics" is said of nobody
            if sheet.is(verb - 1, EXPLETIVE) {
                continue;
            }
            let pronoun = sheet.is(verb - 1, PRONOUN) && !sheet.has(verb, gap::PARTS);
            let subject = if pronoun { self.meant(verb - 1) } else { self.subject(verb) };
            let article = sheet.is(next, INDEFINITE | DEFINITE) && !sheet.compound(next);
            let Some(range) = sheet.phrase_from(next) else { continue };
            let range = self.without_complement(range);
            if range.0 > range.1 || !self.names_somebody(range) || !article && sheet.ends_like_verb(range.0) {
                continue;
            }
            // of a pronoun only what surely names somebody
            let ends_so = sheet.actor[range.1].is_some() && !sheet.capital[range.1];
            if subject.is_some() || pronoun && ends_so {
                self.add(range, Device::Copula, subject, denied.then_some(Voice::Denied));
            }
        }
    }

    /// `served as defense secretary`: an office without an article behind `as`.
    fn posts(&mut self, heads: &[(usize, Actor)]) {
        for &(head, actor) in heads {
            let (sheet, phrase) = (self.sheet, self.sheet.phrase_to(head));
            let before = phrase.first.checked_sub(1).filter(|&at| sheet.is(at, AS) && !sheet.has(phrase.first, gap::PARTS));
            let Some(at) = before.filter(|_| actor == Actor::Office && !phrase.determined && !sheet.is_plural(head)) else { continue };
            // "as well as president"
            if at > 0 && !sheet.has(at, gap::STOP | gap::COMMA) && !sheet.is(at - 1, ADVERB) {
                let subject = self.subject_before(at);
                self.add((phrase.first, sheet.office_end(head)), Device::AsPhrase, subject, None);
            }
        }
    }

    /// Whether a phrase has a noun that can name somebody, or ends as those do who do something: "a worrier". "A place" is nobody.
    fn names_somebody(&self, (first, last): Range) -> bool {
        let sheet = self.sheet;
        let actor = (first..=last).any(|i| sheet.actor[i].is_some() && !sheet.capital[i] && !self.modifies(i, last));
        let doer = !sheet.capital[last] && super::lexicon::ends(sheet.raw(last), &sheet.lexicon.endings.doers);
        actor || doer && self.names.beginning(first).is_none()
    }

    /// "a supremacist rally", "the immigrant status": the noun behind it is what the phrase is about.
    fn modifies(&self, i: usize, last: usize) -> bool {
        let (sheet, next) = (self.sheet, i + 1);
        let person = sheet.actor[i] == Some(Actor::Office) && !sheet.is_plural(i);
        next <= last && person && !sheet.is(next, CLOSED) && !sheet.has(next, gap::PARTS) && sheet.actor[next].is_none()
    }

    /// "president of the club" is a president; "sponsor of terrorism" stays whole, since a sponsor alone is none of the nouns known here.
    fn without_complement(&self, (first, last): Range) -> Range {
        let of = (first + 1..last).find(|&i| self.sheet.is(i, PREPOSITION));
        let head = of.map(|of| of - 1).filter(|&head| self.sheet.actor[head].is_some() && !self.sheet.bare[head]);
        (first, head.map_or(last, |head| self.sheet.office_end(head)))
    }

    /// Whom a pronoun most likely stands for: the last name in this sentence or the one before that somebody acts under.
    fn meant(&self, pronoun: usize) -> Option<usize> {
        const WORDS: usize = 40;
        self.names.before(pronoun, WORDS, |m| self.names.entities[self.names.of[m]].sort != Sort::Unknown)
    }

    /// The name that is the subject of a verb: right before it, or with a gloss in brackets between.
    fn subject(&self, verb: usize) -> Option<usize> {
        let sheet = self.sheet;
        let mut last = verb - 1;
        if sheet.has(verb, gap::CLOSE_BRACKET) {
            let open = (verb.saturating_sub(8)..verb).rev().find(|&i| sheet.has(i, gap::OPEN_BRACKET))?;
            last = open.checked_sub(1)?;
        }
        while last > 0 && sheet.is(last, ADVERB | AUXILIARY | BE) && !sheet.capital[last] && !sheet.has(last, gap::PARTS) {
            last -= 1;
        }
        if let Some(m) = self.names.ending(last) {
            // "the home of Meridia is": the name is not the subject
            let first = self.names.mentions[m].0;
            let inner = first > 0 && sheet.is(first - 1, PREPOSITION) && !sheet.has(first, gap::PARTS);
            return (!inner && !sheet.possessive(last)).then_some(m);
        }
        // "the group was called": what the noun stands for
        let actor = sheet.actor[last]?;
        self.antecedent(last, actor)
    }

    /// The name a bare noun stands for: the one that got this noun before, else the last group.
    fn antecedent(&self, head: usize, actor: Actor) -> Option<usize> {
        let sheet = self.sheet;
        let hash = sheet.words[head].hash;
        let first = sheet.phrase_to(head).first;
        let given = self.known.iter().rev().find(|k| k.0 == hash).map(|k| k.1);
        if let Some(entity) = given {
            let last = self.names.before(first, usize::MAX / 2, |m| self.names.of[m] == entity);
            if last.is_some() {
                return last;
            }
        }
        match actor {
            Actor::Group => {
                let plural = super::lexicon::ends(sheet.raw(head), &sheet.lexicon.endings.plurals);
                let group = |m: usize| self.names.entities[self.names.of[m]].sort == Sort::Group;
                (!plural).then(|| self.names.before(first, FAR_WORDS, group)).flatten()
            }
            Actor::People | Actor::Office => None,
        }
    }

    /// Every other noun that can name somebody stands instead of a name.
    fn substitutions(&mut self, heads: &[(usize, Actor)]) {
        for &(head, actor) in heads {
            if self.taken[head] {
                continue;
            }
            let phrase = self.sheet.phrase_to(head);
            let bare = phrase.first == head;
            let definite = phrase.determined && !phrase.indefinite && !phrase.owned;
            // "a regime that could not": what follows tells which
            let next = head + 1;
            let told = actor == Actor::Group && self.sheet.is(next, PRONOUN | DEFINITE) && !self.sheet.has(next, gap::PARTS);
            // "as our president": a post, and nobody who holds it
            let outer = phrase.outer();
            let post = phrase.determined
                && outer > 0
                && self.sheet.is(outer, POSSESSIVE)
                && self.sheet.is(outer - 1, AS)
                && !self.sheet.has(outer, gap::PARTS);
            // "military force", "opposition to": no one body
            let mass = self.sheet.bare[head] && !phrase.determined && !self.sheet.is_plural(head) && actor == Actor::Group;
            let nobody = post || mass || (phrase.first..head).any(|i| self.sheet.is(i, UNSPECIFIC));
            if nobody || self.is_verb(phrase) || phrase.indefinite && bare && !told || self.sheet.bare[head] && !self.says_something(phrase)
            {
                continue;
            }
            let distanced = self.is_distanced(phrase).then_some(Voice::Distanced);
            let mention = if definite { self.antecedent(head, actor) } else { None };
            if actor == Actor::Office && mention.is_none() && distanced.is_none() && !self.is_told_of(phrase, definite) {
                continue;
            }
            let device = if distanced.is_some() { Device::Premodifier } else { Device::Substitution };
            self.add((phrase.first, self.sheet.office_end(head)), device, mention, distanced);
        }
    }

    /// Whether an office without a name tells of somebody all the same: "the nominee", "a mercurial president"; but not "the mayor of Holm", whom the
    /// text does not name, nor "a president", who is nobody in particular.
    fn is_told_of(&self, phrase: Phrase, definite: bool) -> bool {
        let sheet = self.sheet;
        let next = sheet.office_end(phrase.head) + 1;
        let completed = sheet.is(next, PREPOSITION) && !sheet.has(next, gap::PARTS);
        // "a Meridian migrant"; but not "a Meridian minister"
        let by_nation = sheet.is(phrase.head, UNTITLED);
        let says = |i: usize| !sheet.capital[i] && !sheet.is(i, PLAIN) && !sheet.demonym(i) || by_nation && sheet.demonym(i);
        let modified = (phrase.first..phrase.head).any(says);
        // "no candidate" is nobody
        let nobody = phrase.first > 0 && sheet.is(phrase.first - 1, NEGATION);
        let judged = self.is_judged(phrase);
        !nobody && (definite && !completed || judged) || phrase.indefinite && modified && !sheet.bare[phrase.head]
    }

    /// `the pro-Meridian Narrow Front`: adjectives between an article and a name.
    fn adjectives(&mut self) {
        let sheet = self.sheet;
        for m in 0..self.names.mentions.len() {
            let first = self.names.mentions[m].0;
            if first == 0 || sheet.has(first, gap::PARTS) || self.taken[first - 1] || !sheet.is_spaced(first) {
                continue;
            }
            let phrase = sheet.phrase_to(first - 1);
            let compound = (phrase.first..first).any(|i| sheet.has(i, gap::JOINED) && i > phrase.first);
            let group = self.names.entities[self.names.of[m]].sort == Sort::Group;
            // "the failing Courier", "the embattled Narrow Front"
            let shaped =
                group && phrase.determined && phrase.first + 1 == first && !sheet.capital[first - 1] && sheet.ends_like_verb(first - 1);
            // of words with a stroke between them it is not known which is meant
            let plain = !sheet.span((phrase.first, first)).of(sheet.text).contains('/')
                && !(phrase.first..first).any(|i| {
                    sheet.is(i, CLOSED) && !sheet.compound(i) || sheet.is(i, TIME) || sheet.raw(i).starts_with(|c: char| c.is_ascii_digit())
                });
            if plain && !sheet.is(first - 1, CLOSED) && (compound || shaped) {
                let distanced = (phrase.first..first).any(|i| sheet.is(i, DISTANCER)).then_some(Voice::Distanced);
                self.add((phrase.first, first - 1), Device::Premodifier, Some(m), distanced);
            }
        }
    }

    /// `Narrow Front (outlawed in Meridia)`.
    fn glosses(&mut self) {
        const LONGEST: usize = 8;
        let sheet = self.sheet;
        for m in 0..self.names.mentions.len() {
            let mut last = self.names.mentions[m].1;
            // behind "militants" in "Narrow Front militants (outlawed …)"
            while last + 1 < sheet.words.len() && !sheet.has(last + 1, gap::PARTS & !gap::CLOSE_BRACKET) && sheet.actor[last + 1].is_some()
            {
                last += 1;
            }
            let first = last + 1;
            if first >= sheet.words.len() || !sheet.has(first, gap::OPEN_BRACKET) || sheet.capital[first] {
                continue;
            }
            let Some(end) = (first + 1..(first + LONGEST).min(sheet.words.len() + 1)).find(|&i| sheet.has(i, gap::CLOSE_BRACKET)) else {
                continue;
            };
            // "(or do I repeat myself)" is an aside, "(NPA/CORRIN)" another name
            let noun = (first..end).any(|i| sheet.raw(i).starts_with(char::is_lowercase))
                && !(first..end).any(|i| sheet.is(i, PRONOUN | AUXILIARY));
            let says = noun
                && end - first >= 2
                && !(first..end).any(|i| sheet.raw(i).starts_with(|c: char| c.is_ascii_digit()) || sheet.has(i, gap::STOP));
            let named = sheet.lexicon.neutral.iter().any(|p| sheet.phrase(first, p));
            if says && !named {
                let start = first + usize::from(sheet.is(first, DETERMINER));
                self.add((start, end - 1), Device::Apposition, Some(m), None);
            }
        }
    }

    /// `President Tamsin Orrel`: an office with a capital letter.
    fn titles(&mut self) {
        let sheet = self.sheet;
        for m in 0..self.names.mentions.len() {
            let first = self.names.mentions[m].0;
            let large = |i: usize| sheet.capital[i] || i + 1 < first && sheet.raw(i).starts_with(char::is_uppercase);
            let office = |i: usize| large(i) && sheet.actor[i] == Some(Actor::Office) && !sheet.demonym(i);
            let Some(last) = first.checked_sub(1).filter(|_| !sheet.has(first, gap::PARTS)) else { continue };
            // "Secretary of State Tamsin Orrel"
            let head = (last.saturating_sub(3)..=last).rev().find(|&i| office(i) && (i == last || self.sheet.office_end(i) == last));
            // "Patriot Meadows", "RADICAL TOLAN": a capital letter makes no title of what is none, nor of a party's name
            let whole = self.names.mentions[m].1 > first && !sheet.shouted[last];
            let titled = |head: usize| head < last || !sheet.is(head, PARTISAN) && (whole || !sheet.is(head, UNTITLED));
            let Some(head) = head.filter(|&head| titled(head)) else { continue };
            let mut start = head;
            while start > 0
                && sheet.capital[start - 1]
                && !sheet.has(start, gap::PARTS)
                && self.names.ending(start - 1).is_none()
                && !sheet.possessive(start - 1)
            {
                start -= 1;
            }
            self.add((start, last), Device::Title, Some(m), None);
        }
    }

    /// `so-called`, `self-styled` before a name or noun.
    fn so_called(&mut self) {
        let sheet = self.sheet;
        for at in 0..sheet.words.len() {
            if !sheet.is(at, PHRASE) {
                continue;
            }
            let Some(words) = sheet.lexicon.so_called.iter().find(|p| sheet.phrase(at, p)).map(Vec::len) else { continue };
            let next = at + words;
            if sheet.has(next, gap::STOP | gap::COMMA) || next >= sheet.words.len() {
                continue;
            }
            let noun = sheet.phrase_from(next);
            let mention = self.names.beginning(next).or_else(|| noun.and_then(|noun| self.names.after(noun.0, noun.1 + 2)));
            let drafts = self.drafts.len();
            self.add((at, next - 1), Device::SoCalled, mention, Some(Voice::Distanced));
            // the phrase goes on behind a quotation: "so-called “human rights” problems"
            let whole = noun.map(|noun| (noun.0, (noun.1 + 1).min(sheet.words.len() - 1)));
            let of_thing = mention.is_none() && !whole.is_some_and(|whole| self.names_somebody(whole));
            self.drafts[drafts..].iter_mut().for_each(|draft| draft.of_thing = of_thing);
        }
    }

    /// Verbs of naming, with `as` and without, and accusing.
    fn verbs(&mut self) {
        let sheet = self.sheet;
        for verb in 0..sheet.words.len() {
            if sheet.is(verb, PHRASE) || sheet.is(verb, NAMING) {
                self.known_as(verb);
            }
            if sheet.is(verb, NAMING) {
                self.naming(verb);
            }
            if sheet.is(verb, NAMING_AS) {
                self.naming_as(verb, AS, Device::AsPhrase);
            }
            if sheet.is(verb, ACCUSE) {
                self.naming_as(verb, ACCUSED_OF, Device::NamingVerb);
            }
        }
    }

    /// `Narrow Front (known as the Tide)`: another name.
    fn known_as(&mut self, at: usize) {
        let sheet = self.sheet;
        let Some(words) = sheet.lexicon.neutral.iter().find(|p| sheet.phrase(at, p)).map(Vec::len) else { return };
        let mut next = at + words;
        if sheet.is(next, DEFINITE) {
            next += 1;
        }
        let (Some(other), Some(before)) = (self.names.beginning(next), self.names.before(at, 3, |_| true)) else { return };
        let beside = (self.names.mentions[before].1 + 1..=at).all(|i| !sheet.has(i, gap::STOP));
        if beside && self.names.of[other] == self.names.of[before] {
            self.add(self.names.mentions[other], Device::NamingVerb, Some(before), None);
        }
    }

    /// `called X a Y`, `X was called a Y`.
    fn naming(&mut self, verb: usize) {
        let sheet = self.sheet;
        let next = verb + 1;
        if next >= sheet.words.len() || sheet.has(next, gap::STOP | gap::COMMA) || sheet.compound(verb) || verb == 0 {
            return;
        }
        if let Some((object, end)) = self.object(next) {
            // behind an object only what begins as a label does
            let begins = sheet.has(end, gap::OPEN)
                || sheet.is(end, INDEFINITE)
                || end < sheet.words.len() && !sheet.is(end, CLOSED) && sheet.phrase_from(end).is_some_and(|r| self.names_somebody(r));
            if begins
                && !sheet.has(end, gap::STOP | gap::COMMA)
                && let Some(range) = sheet.phrase_from(end)
            {
                let own = self.reflexive(next).then_some(Voice::Distanced);
                self.add(range, Device::NamingVerb, object, own.or(Some(Voice::Attributed)));
                return;
            }
        }
        let passive =
            (verb.saturating_sub(3)..verb).rev().take_while(|&i| !sheet.has(i + 1, gap::STOP | gap::COMMA)).any(|i| sheet.is(i, BE));
        if passive && (sheet.has(next, gap::OPEN) || sheet.is(next, INDEFINITE)) {
            let denied = (verb.saturating_sub(3)..verb).any(|i| sheet.is(i, NEGATION)).then_some(Voice::Denied);
            if let (Some(range), subject) = (sheet.phrase_from(next), self.subject_before(verb)) {
                self.add(range, Device::NamingVerb, subject, denied.or(Some(Voice::Attributed)));
            }
        }
    }

    /// `describes X as a Y`, `X is regarded as a Y`, `accused X of …`.
    fn naming_as(&mut self, verb: usize, word: u64, device: Device) {
        let sheet = self.sheet;
        let end = (verb + 1 + AS_WORDS).min(sheet.words.len());
        let open = (verb + 1..end).take_while(|&i| !sheet.has(i, gap::STOP | gap::COMMA)).find(|&i| sheet.is(i, word));
        let Some(at) = open.filter(|&at| at + 1 < sheet.words.len() && !sheet.has(at + 1, gap::STOP | gap::COMMA)) else { return };
        let range = if word == ACCUSED_OF { self.charge(at + 1) } else { sheet.phrase_from(at + 1) };
        // of what stands in marks a proper name is none: "identified himself as “Pell Aristad”"
        let named = |r: Range| {
            if sheet.has(r.0, gap::OPEN) {
                self.names.beginning(r.0).is_none() && !(r.0..r.1).any(|i| self.modifies(i, r.1)) || self.names_somebody(r)
            } else {
                self.names_somebody(r) && !(r.0 == at + 1 && sheet.ends_like_verb(r.0))
            }
        };
        let Some(range) = range.filter(|&r| device != Device::AsPhrase || named(r)) else { return };
        let reflexive = (verb + 1..at).any(|i| sheet.is(i, REFLEXIVE));
        let object = self.names.after(verb + 1, at).filter(|&m| {
            !sheet.is(self.names.mentions[m].0.saturating_sub(1), PREPOSITION | DEFINITE) || self.names.mentions[m].0 <= verb + 2
        });
        let denied = (verb.saturating_sub(2)..verb).any(|i| sheet.is(i, NEGATION)).then_some(Voice::Denied);
        // "a group praised in the West as “rescuers”": nobody says it here, and the text keeps its distance
        let passive =
            || (verb.saturating_sub(4)..verb).rev().take_while(|&i| !sheet.has(i + 1, gap::STOP | gap::COMMA)).any(|i| sheet.is(i, BE));
        // "referred to the team as a “gang”" has an object
        let aside = sheet.is(verb + 1, PREPOSITION | AS) && !sheet.is(verb + 1, BEFORE_VERB);
        let by_nobody = object.is_none() && sheet.has(range.0, gap::OPEN) && aside && !passive();
        // "accused the ministry of …" says nothing of who accuses, though no table knows the ministry
        let mention = if reflexive || object.is_none() && (aside || passive()) { self.subject_before(verb) } else { object };
        let voice = denied.or(if reflexive || by_nobody { Some(Voice::Distanced) } else { Some(Voice::Attributed) });
        self.add(range, device, mention, voice);
    }

    /// What somebody is accused of: to the end of the clause.
    fn charge(&self, first: usize) -> Option<Range> {
        const LONGEST: usize = 6;
        let sheet = self.sheet;
        let mut last = first;
        while last + 1 < sheet.words.len()
            && last + 1 - first < LONGEST
            && !sheet.has(last + 1, gap::PARTS)
            && !sheet.is(last + 1, super::lexicon::CONJUNCTION)
        {
            last += 1;
        }
        (!sheet.is(first, CLOSED) || sheet.is(first, ADVERB) || sheet.ends_like_verb(first)).then_some((first, last))
    }

    fn reflexive(&self, word: usize) -> bool {
        self.sheet.is(word, REFLEXIVE)
    }

    /// What a verb names, from `first` on, and the word behind it. A pronoun stands for nobody known.
    fn object(&self, first: usize) -> Option<(Option<usize>, usize)> {
        let sheet = self.sheet;
        if sheet.is(first, PRONOUN) {
            let subject = if self.reflexive(first) {
                self.subject_before(first - 1)
            } else {
                self.names.before(first, FAR_WORDS, |m| self.names.entities[self.names.of[m]].sort == Sort::Group)
            };
            return Some((subject, first + 1));
        }
        let apart = |to: usize| (first + 1..=to).any(|i| sheet.has(i, gap::PARTS) || sheet.is(i, BE | AUXILIARY));
        let name = self.names.after(first, (first + 8).min(sheet.words.len())).filter(|&m| !apart(self.names.mentions[m].0));
        let Some(m) = name else {
            // "calling the officers …": a noun that names somebody, behind its article
            let head = (first + 1..(first + 5).min(sheet.words.len())).find(|&i| sheet.actor[i].is_some())?;
            let stands = sheet.is(first, DEFINITE | POSSESSIVE) && !apart(head);
            return stands.then(|| (sheet.actor[head].and_then(|actor| self.antecedent(head, actor)), head + 1));
        };
        let (_, mut last) = self.names.mentions[m];
        while last + 1 < sheet.words.len()
            && !sheet.has(last + 1, gap::PARTS)
            && sheet.actor[last + 1].is_some()
            && !sheet.has(last + 2, gap::STOP | gap::COMMA)
        {
            last += 1;
        }
        Some((Some(m), last + 1))
    }

    /// The last name before a verb in its sentence that is no object of a preposition, else the group its noun stands for.
    fn subject_before(&self, verb: usize) -> Option<usize> {
        let sheet = self.sheet;
        let start = sheet.sentence_start(verb);
        let subject = |m: usize| {
            let first = self.names.mentions[m].0;
            first >= start
                && !(first > 0 && sheet.is(first - 1, PREPOSITION)
                    || first > 1 && sheet.is(first - 1, DEFINITE) && sheet.is(first - 2, PREPOSITION))
        };
        self.names.before(verb, FAR_WORDS, subject).or_else(|| {
            let head = (start..verb).find(|&i| sheet.actor[i] == Some(Actor::Group) && !sheet.capital[i])?;
            self.antecedent(head, Actor::Group)
        })
    }
}
