//! What one sentence tells of an event, slot by slot.

use crate::corpus::{Card, Reading};
use crate::figure::Told;
use crate::record::{AccountCell, ArticleIx, Attribution, Level, Modifier, Slot, Span, TimeMention};
use crate::text::{folded, times};

use super::clause::{Clause, Phrase};
use super::lexicon::{Lexicon, flag};
use super::names::Names;

/// A cell, and what its comparison with others needs.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub(super) record: AccountCell,
    pub(super) meant: Meant,
    /// Of a name: the keys of all words of its sentence.
    pub(super) beside: Vec<u32>,
}

impl Cell {
    /// Whether two figures count one kind of thing: both the dead, both miles.
    pub(super) fn counts_what(&self, other: &Cell) -> bool {
        let (Meant::Figure(a), Meant::Figure(b)) = (&self.meant, &other.meant) else { return false };
        a.slot == b.slot && a.figure.unit == b.figure.unit && (a.slot.is_some() || a.noun == b.noun)
    }

    /// Whether both have a name that stands for one thing.
    pub(super) fn shares_name(&self, other: &Cell) -> bool {
        let (Meant::Names(a), Meant::Names(b)) = (&self.meant, &other.meant) else { return false };
        let named = |parts: &[Part]| parts.iter().filter(|p| p.named).flat_map(|p| p.keys.iter().copied()).collect::<Vec<u32>>();
        let of_other = named(b);
        named(a).iter().any(|key| of_other.contains(key))
    }
}

/// What a cell means, as far as it can be compared.
#[derive(Debug, Clone)]
pub(super) enum Meant {
    /// The parts of a list, each with its keys; those without a name tell nothing apart.
    Names(Vec<Part>),
    /// What is shown and not compared: a time, a count among several.
    Shown,
    /// A figure.
    Figure(Box<Told>),
}

/// One of several things that a phrase names.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// Sorted.
    pub(super) keys: Vec<u32>,
    pub(super) named: bool,
}

/// Bytes between what is done and when, at most: about a clause. Chosen, not measured.
const NEAR_BYTES: u32 = 80;

/// One article, as far as its cells need it.
pub(super) struct Source<'a> {
    pub(super) article: ArticleIx,
    pub(super) reading: &'a Reading,
    pub(super) card: &'a Card,
    pub(super) attributions: &'a [Attribution],
    pub(super) told: &'a [Told],
    pub(super) lexicon: &'a Lexicon,
}

impl Source<'_> {
    /// The cells of a sentence, in the order of slots; `actions` are what the account tells of.
    pub(super) fn cells(&self, sentence: Span, actions: u64) -> Vec<Cell> {
        let words = &self.reading.words;
        let first = words.partition_point(|w| w.start < sentence.start);
        let end = words.partition_point(|w| w.end <= sentence.end);
        let clause = Clause { names: Names::of(self.reading, self.lexicon), first, end };
        let predicates = clause.predicates(actions);
        let at = predicates.first().map_or(sentence, |&p| Span::new(words[p].start, words[p].end));
        let moving = clause.predicates(actions & self.lexicon.moves);
        let verbs = predicates.iter().filter(|&&p| clause.names.flags(p) & flag::VERB != 0);
        let mut cells = Vec::new();
        let mut put = |slot, phrase: Option<Phrase>| cells.extend(phrase.and_then(|p| self.named(&clause, slot, p)));
        put(Slot::Who, verbs.clone().find_map(|&v| clause.doer(v)).and_then(|p| self.stands_for(&clause, p, at)));
        put(Slot::Where, predicates.iter().find_map(|&p| clause.place_of(p)));
        put(Slot::From, moving.iter().find_map(|&p| clause.place_after(p, actions, flag::FROM)));
        put(Slot::To, moving.iter().find_map(|&p| clause.place_after(p, actions, flag::TO)));
        cells.extend(self.when(sentence, at));
        cells.extend(self.figures(sentence));
        let mut put = |slot, phrase: Option<Phrase>| cells.extend(phrase.and_then(|p| self.named(&clause, slot, p)));
        put(Slot::AtWhoseRequest, clause.requester());
        put(Slot::AccordingTo, self.source(at).and_then(|span| self.words_of(span)));
        cells
    }

    fn words_of(&self, span: Span) -> Option<Phrase> {
        let words = &self.reading.words;
        let first = words.partition_point(|w| w.start < span.start);
        let end = words.partition_point(|w| w.end <= span.end);
        (first < end).then(|| (first, end - 1))
    }

    /// The innermost attribution in whose words a place stands: its source, or, of a pronoun, the speaker's name.
    fn source(&self, at: Span) -> Option<Span> {
        let inside = |a: &&Attribution| a.level != Level::All && a.content.iter().any(|c| c.contains(at));
        let attribution = self.attributions.iter().filter(inside).min_by_key(|a| a.content_len())?;
        let printed = attribution.source.first().copied();
        let is_pronoun = |span: Span| {
            self.words_of(span).is_some_and(|(a, b)| a == b && self.lexicon.of(self.reading.words[a].hash).flags & flag::PRONOUN != 0)
        };
        match printed.filter(|&s| !is_pronoun(s)) {
            Some(source) => Some(source),
            None => attribution.speaker,
        }
    }

    /// A pronoun inside what somebody says stands for who says it.
    fn stands_for(&self, clause: &Clause<'_>, phrase: Phrase, at: Span) -> Option<Phrase> {
        if phrase.0 < phrase.1 || clause.names.flags(phrase.0) & flag::PRONOUN == 0 {
            return Some(phrase);
        }
        self.source(at).and_then(|span| self.words_of(span))
    }

    fn named(&self, clause: &Clause<'_>, slot: Slot, (mut first, last): Phrase) -> Option<Cell> {
        let names = &clause.names;
        while first < last
            && names.flags(first) & flag::DETERMINER != 0
            && !names.is_capital(first)
            && names.flags(first + 1) & flag::OF == 0
        {
            first += 1;
        }
        let (parts, value) = self.parts(clause, (first, last));
        let words = &self.reading.words;
        let owned = words[last].start + names.owned(last).len() as u32;
        let span = Span::new(words[first].start, owned);
        let record = AccountCell { slot, article: self.article, span, value };
        let beside = names.tokens(clause.first, clause.end).iter().filter_map(|t| t.key).collect();
        (!parts.is_empty()).then_some(Cell { record, meant: Meant::Names(parts), beside })
    }

    /// The parts of a list, and the whole as it is compared.
    fn parts(&self, clause: &Clause<'_>, (first, last): Phrase) -> (Vec<Part>, String) {
        let names = &clause.names;
        let is_and = |i: usize| names.flags(i) & flag::CONJUNCTION != 0;
        let is_list = (first..=last).any(is_and);
        let mut ranges = Vec::new();
        let mut start = first;
        for i in first..=last {
            let parted = is_list && i > start && names.gap(i).contains(',');
            if parted || is_and(i) {
                ranges.push((start, i));
                start = if is_and(i) { i + 1 } else { i };
            }
        }
        ranges.push((start, last + 1));
        let parts = ranges.into_iter().filter(|r| r.0 < r.1).map(|(first, end)| self.part(clause, first, end));
        let (parts, values): (Vec<Part>, Vec<String>) = parts.filter(|(part, _)| !part.keys.is_empty()).unzip();
        (parts, values.join("; "))
    }

    fn part(&self, clause: &Clause<'_>, first: usize, end: usize) -> (Part, String) {
        let names = &clause.names;
        let tokens = names.tokens(first, end);
        let says = |t: &&super::names::Token| t.alias.is_some() || !names.is_title(t.first);
        let telling: Vec<_> = if tokens.iter().any(|t| says(&t)) { tokens.iter().filter(says).collect() } else { tokens.iter().collect() };
        let named = tokens.iter().any(|t| clause.is_name(t));
        // a name tells who is meant, whatever else is said of them
        let mut keys: Vec<u32> = telling.iter().filter(|t| !named || t.capital).filter_map(|t| t.key).collect();
        keys.sort_unstable();
        keys.dedup();
        let word = |t: &&super::names::Token| match t.alias {
            Some(number) => self.lexicon.alias_name(number).to_owned(),
            None => folded(names.owned(t.first)),
        };
        (Part { keys, named }, telling.iter().map(word).collect::<Vec<_>>().join(" "))
    }

    /// The time that the sentence names on the predicate's side of what is said: "he said on Monday" tells when he said it.
    fn when(&self, sentence: Span, at: Span) -> Option<Cell> {
        let published = self.card.stamped.as_ref().or(self.card.published.as_ref());
        let content = |span: Span| {
            let holds = |c: &Span| c.contains(span);
            self.attributions.iter().position(|a| a.content.iter().any(holds))
        };
        let told = content(at);
        let placed = |m: TimeMention| TimeMention { span: Span::new(m.span.start + sentence.start, m.span.end + sentence.start), ..m };
        let mentions = times(sentence.of(&self.reading.text), published, self.card.lang.as_deref().or(Some("en")));
        let distance = |m: &TimeMention| m.span.start.saturating_sub(at.end).max(at.start.saturating_sub(m.span.end));
        // of several times in a sentence no reader without grammar knows which is whose
        let only = mentions.len() == 1;
        let mention = mentions.into_iter().map(placed).find(|m| only && content(m.span) == told && distance(m) <= NEAR_BYTES)?;
        let value = if mention.from == mention.to { mention.from.clone() } else { format!("{}/{}", mention.from, mention.to) };
        let record = AccountCell { slot: Slot::When, article: self.article, span: mention.span, value };
        Some(Cell { record, meant: Meant::Shown, beside: Vec::new() })
    }

    /// The figures of the sentence that count something the tables know.
    fn figures(&self, sentence: Span) -> Vec<Cell> {
        // "of the more than 200 girls": all of whom some are told
        let all = |span: Span| {
            let at = self.reading.words.partition_point(|w| w.start < span.start);
            let flags = |i: usize| self.reading.words.get(i).map_or(0, |w| self.lexicon.of(w.hash).flags);
            let end = self.reading.words.partition_point(|w| w.end <= span.end);
            // "and three other Americans": those beside somebody
            (at.saturating_sub(2)..at).any(|i| flags(i) & flag::OF != 0) || flags(end) & flag::DETERMINER != 0
        };
        let first = self.reading.words.partition_point(|w| w.start < sentence.start);
        let inside = self.reading.words[first..].iter().take_while(|w| w.end <= sentence.end);
        let of_several = inside.into_iter().any(|w| self.lexicon.of(w.hash).flags & flag::SEVERAL != 0);
        // ages, sums and distances answer other questions than how many
        let inside = self.told.iter().filter(|t| {
            let (figure, span) = (&t.figure, t.figure.passage.span);
            sentence.contains(span) && t.slot.is_some() && figure.counted_span.is_some() && figure.unit.is_none() && !all(span)
        });
        inside
            .map(|told| {
                let figure = &told.figure;
                let counted = figure.counted.as_deref().unwrap_or_default();
                let number = |x: Option<f64>| x.map_or("…".to_owned(), |x| x.to_string());
                let number = if figure.low == figure.high {
                    number(figure.low)
                } else {
                    format!("{}–{}", number(figure.low), number(figure.high))
                };
                let value = format!("{number} {counted}");
                let record =
                    AccountCell { slot: Slot::HowMany, article: self.article, span: figure.passage.span, value: value.trim().to_owned() };
                let shown = of_several || told.is_aside || figure.modifier == Modifier::Vague;
                let meant = if shown { Meant::Shown } else { Meant::Figure(Box::new(told.clone())) };
                Cell { record, meant, beside: Vec::new() }
            })
            .collect()
    }
}
