//! Here is an article: which names and epithets does it give to whom, in whose voice, and how does it hedge?
//!
//! No list says which words are kind and which are not. What can name somebody is a closed list of nouns, the same for every side; how a name is
//! given is told by the device that joins the two. A reader sees who calls whom what, and judges.
//!
//! Example: "Narrow Front, a militant group, attacked; the so-called wardens fled" gives `militant group` (`apposition`, own) to Narrow Front, and
//! `so-called` (distanced). When it is wrong: a noun outside the list is seen only behind a verb or an article; "the group" may stand for another
//! group than the last one; a name that only begins sentences may be missed. A language without lists has no labels.

mod attach;
mod hedge;
mod lexicon;
mod names;
mod phrase;
mod scare;
mod sheet;
mod thing;

use crate::corpus::Reading;
use crate::record::{Attribution, AttributionKind, AttributionStance, Device, EntitySort, Label, Level, Span, Voice, Voices, Wording};
use crate::text::{self, Actor};

use attach::{Attach, Draft};
use lexicon::{ADVERB, AND, CLOSING, COMPLEMENTIZER, DEFINITE, DETERMINER, GENERIC, NUMERAL, PREPOSITION, PRONOUN, SAYING, TIME};
use names::Names;
use scare::Short;
use sheet::{Sheet, gap};

/// Words back from a scare quote to the name it may speak of. Chosen, not measured.
const NEAR_WORDS: usize = 12;

/// Reads how an article names and hedges. `voices` is what [`crate::voice::read`] gave for it, `lang` an ISO 639-1 code.
///
/// Pure; the same reading gives the same wording. A few passes over the words.
pub fn read(reading: &Reading, voices: &Voices, lang: Option<&str>) -> Wording {
    let (Some(lexicon), Some(of_text)) = (lexicon::lexicon(lang), text::lexicon(lang)) else { return Wording::default() };
    let sheet = Sheet::new(reading, lexicon, of_text);
    let (names, drafts, mut taken) = Attach::run(&sheet);
    let mut whose = Whose::of(&sheet, &voices.attributions);
    whose.close(&sheet);
    whose.report(&sheet);
    whose.open(&sheet);
    whose.quote(&sheet);
    let mut labels: Vec<Label> = drafts.iter().map(|d| whose.label(&sheet, &names, d)).collect();
    let said: Vec<Span> = whose.contents.iter().map(|c| c.0).collect();
    for (range, short) in scare::short_quotations(&sheet, &said) {
        let spot = taken[range.0..=range.1].iter().any(|t| *t);
        let span = sheet.span(range);
        let mention = names
            .beginning(range.1 + 1)
            .or_else(|| names.before(range.0, NEAR_WORDS, |m| names.mentions[m].0 >= sheet.sentence_start(range.0)));
        let (device, voice, mention) = match short {
            Short::Fragment => {
                // somebody's words, whoever it is
                labels.iter_mut().filter(|l| span.contains(l.span) && l.voice == Voice::Own).for_each(|l| l.voice = Voice::Attributed);
                continue;
            }
            Short::Scare if spot => {
                // marks round a label that the text gives hold it at a distance
                labels.iter_mut().filter(|l| span.contains(l.span) && l.voice == Voice::Own).for_each(|l| l.voice = Voice::Distanced);
                continue;
            }
            Short::Scare => (Device::ScareQuote, Voice::Distanced, mention),
            // it names what it stands for, and nobody else
            Short::Title => (Device::Title, Voice::Own, None),
        };
        let entity = mention.map_or(span, |m| sheet.name_span(names.entities[names.of[m]].fullest));
        let sort = names.sort(mention);
        taken[range.0..=range.1].fill(true);
        let mention = mention.map(|m| sheet.name_span(names.mentions[m]));
        let attribution = whose.around(span).and_then(|(_, n)| n);
        labels.push(Label { entity, mention, span, device, voice, sort, attribution });
    }
    for thing in thing::things(&sheet, &taken) {
        for range in thing.phrases {
            let span = sheet.span(range);
            let around = whose.around(span);
            let voice = around.map_or(Voice::Own, |(voice, _)| voice);
            let attribution = around.and_then(|(_, n)| n);
            let entity = sheet.span(thing.fullest);
            labels.push(Label { entity, mention: None, span, device: Device::Substitution, voice, sort: EntitySort::Thing, attribution });
        }
    }
    labels.sort_by_key(|l| (l.span, l.device, l.entity));
    labels.dedup_by_key(|l| (l.span, l.device));
    Wording { labels, hedges: hedge::hedges(&sheet) }
}

/// What attributions hold, to ask whose a stretch of text is.
struct Whose {
    /// Contents with voice and, where one was read, place of the attribution; sorted.
    contents: Vec<(Span, Voice, Option<u32>)>,
    /// Places of attributions in the writer's words, sorted.
    indirect: Vec<u32>,
}

impl Whose {
    fn of(sheet: &Sheet, attributions: &[Attribution]) -> Self {
        let mut contents: Vec<(Span, Voice, Option<u32>)> = Vec::new();
        // what may be an attribution in the writer's words may as well be none: it makes no word somebody else's
        let sure = |a: &Attribution| match a.kind {
            AttributionKind::Direct => true,
            AttributionKind::Mixed => a.level == Level::High,
            AttributionKind::Indirect => a.level == Level::High || a.level == Level::Standard && a.cue.is_empty(),
        };
        // "if you recall": nobody's words
        let nobody = |a: &Attribution| {
            let first = a.source.first().map(|&source| (source, sheet.words.partition_point(|w| w.start < source.start)));
            let alone = |(source, at): (Span, usize)| sheet.is(at, GENERIC) && sheet.words[at].end == source.end;
            a.kind != AttributionKind::Direct && a.source.len() == 1 && first.is_some_and(alone)
        };
        for (n, a) in (0u32..).zip(attributions).filter(|(_, a)| sure(a) && !nobody(a)) {
            let voice = if a.stance == AttributionStance::Denies && a.kind == AttributionKind::Indirect {
                Voice::Denied
            } else {
                Voice::Attributed
            };
            contents.extend(a.content.iter().map(|&span| (span, voice, Some(n))));
        }
        // of the others what stands in marks is somebody's
        let mixed = |a: &&Attribution| a.kind == AttributionKind::Mixed && !sure(a);
        for (n, a) in (0u32..).zip(attributions).filter(|(_, a)| mixed(a)) {
            let quoted = sheet.quotations.iter().map(|&range| sheet.span(range)).filter(|&q| a.content.iter().any(|c| c.contains(q)));
            contents.extend(quoted.map(|q| (q, Voice::Attributed, Some(n))));
        }
        contents.sort_unstable_by_key(|c| (c.0, c.2));
        let is_indirect = |(n, a): (u32, &Attribution)| (a.kind == AttributionKind::Indirect).then_some(n);
        Whose { contents, indirect: (0u32..).zip(attributions).filter_map(is_indirect).collect() }
    }

    /// Adds sentences that end with their source without a comma before it: "… the ministry said on Monday".
    fn close(&mut self, sheet: &Sheet) {
        const BEHIND: usize = 5;
        const BEFORE: usize = 6;
        const LONGEST_SOURCE: usize = 8;
        let behind = TIME | PREPOSITION | DEFINITE | NUMERAL | ADVERB;
        for verb in 0..sheet.words.len() {
            if !sheet.is(verb, CLOSING) || sheet.has(verb, gap::PARTS) {
                continue;
            }
            let end = (verb + 1..=sheet.words.len()).find(|&i| sheet.has(i, gap::STOP)).unwrap_or(verb);
            let plain =
                (verb + 1..end).all(|i| sheet.is(i, behind) || sheet.capital[i] || sheet.raw(i).starts_with(|c: char| c.is_ascii_digit()));
            let start = sheet.sentence_start(verb);
            let span = sheet.span((start, verb));
            let known = self.contents.iter().any(|c| span.contains(c.0));
            if end - verb <= BEHIND && plain && verb - start >= BEFORE && !known && !sheet.has(end, gap::OPEN) {
                // "…, the harbour master said": who says so stands behind the last mark
                let source =
                    (start + 1..verb).rev().find(|&i| sheet.has(i, gap::COMMA | gap::CLOSE)).filter(|&i| verb - i <= LONGEST_SOURCE);
                let last = source.unwrap_or_else(|| source_before(sheet, verb, start + BEFORE)).max(start + 1) - 1;
                self.contents.push((sheet.span((start, last)), Voice::Attributed, None));
            }
        }
        self.contents.sort_unstable_by_key(|c| (c.0, c.2));
    }

    /// Adds clauses behind a verb of saying and "that", of which no attribution knows.
    fn report(&mut self, sheet: &Sheet) {
        for verb in 0..sheet.words.len().saturating_sub(2) {
            let that = verb + 1;
            if !sheet.is(verb, SAYING) || !sheet.is(that, COMPLEMENTIZER) || sheet.has(that, gap::PARTS) || sheet.has(that + 1, gap::PARTS)
            {
                continue;
            }
            let end = (that + 1..=sheet.words.len()).find(|&i| sheet.has(i, gap::STOP)).unwrap_or(that + 1);
            let span = sheet.span((that + 1, end - 1));
            if self.around(sheet.span((that + 1, that + 1))).is_none() && !sheet.is_writers(verb) {
                self.contents.push((span, Voice::Attributed, None));
            }
        }
        self.contents.sort_unstable_by_key(|c| (c.0, c.2));
    }

    /// Adds what follows a source that opens its sentence without a comma behind it: "According to a source at the harbour office two boats were …".
    fn open(&mut self, sheet: &Sheet) {
        const SOURCE: usize = 3;
        const LONGEST_SOURCE: usize = 12;
        for first in 0..sheet.words.len() {
            let opens = sheet.is(first, SAYING) && sheet.is(first + 1, PREPOSITION) && !sheet.has(first + 1, gap::PARTS);
            // some texts have lost their full stops
            if !opens || !sheet.has(first, gap::STOP) && !sheet.raw(first).starts_with(char::is_uppercase) {
                continue;
            }
            let content =
                |i: &usize| sheet.is(*i, DETERMINER | PRONOUN) && !sheet.is(i - 1, PREPOSITION | AND | DETERMINER) && !sheet.capital[*i];
            let source = (first + SOURCE..(first + LONGEST_SOURCE).min(sheet.words.len())).take_while(|&i| !sheet.has(i, gap::PARTS));
            let Some(start) = source.into_iter().find(content) else { continue };
            let end = (start + 1..=sheet.words.len()).find(|&i| sheet.has(i, gap::STOP)).unwrap_or(start + 1);
            if self.around(sheet.span((start, start))).is_none() {
                self.contents.push((sheet.span((start, end - 1)), Voice::Attributed, None));
            }
        }
        self.contents.sort_unstable_by_key(|c| (c.0, c.2));
    }

    /// Adds quotations too long to be a name or a word held at a distance: somebody's words, whoever it is.
    fn quote(&mut self, sheet: &Sheet) {
        for &range in sheet.quotations.iter().filter(|r| r.1 - r.0 >= scare::LONGEST) {
            let span = sheet.span(range);
            if self.around(span).is_none() {
                self.contents.push((span, Voice::Attributed, None));
                self.contents.sort_unstable_by_key(|c| (c.0, c.2));
            }
        }
    }

    /// The narrowest attribution that holds a stretch.
    fn around(&self, span: Span) -> Option<(Voice, Option<u32>)> {
        let end = self.contents.partition_point(|c| c.0.start <= span.start);
        let holding = self.contents[..end].iter().filter(|c| c.0.contains(span));
        holding.min_by_key(|c| (c.0.len(), c.2)).map(|c| (c.1, c.2))
    }

    fn label(&self, sheet: &Sheet, names: &Names, draft: &Draft) -> Label {
        let span = sheet.name_span(draft.range);
        // a gloss between dashes, in brackets or behind a name and a comma is the writer's
        let glossed = sheet.glossed(draft.range) || sheet.explains(draft.range.0);
        let own = |&(_, n): &(Voice, Option<u32>)| glossed && n.is_none_or(|n| self.indirect.binary_search(&n).is_ok());
        let around = self.around(span).filter(|around| !own(around));
        let voice = match (draft.voice, around) {
            (Some(voice @ (Voice::Distanced | Voice::Denied)), _) => voice,
            (Some(voice), None) => voice,
            (_, Some((voice, _))) => voice,
            (None, None) => Voice::Own,
        };
        let entity = draft.mention.map_or(span, |m| sheet.name_span(names.entities[names.of[m]].fullest));
        let mention = draft.mention.map(|m| sheet.name_span(names.mentions[m]));
        let sort = match head(sheet, draft) {
            _ if draft.of_thing => EntitySort::Thing,
            _ if draft.device == Device::Title => EntitySort::Person,
            Some(Actor::Office) => EntitySort::Person,
            Some(Actor::Group | Actor::People) => EntitySort::Group,
            None => names.sort(draft.mention),
        };
        Label { entity, mention, span, device: draft.device, voice, sort, attribution: around.and_then(|(_, n)| n) }
    }
}

/// The first word of who says so where no mark parts it from what is said: "… in the old town a monitoring group and a warden said". Not before `floor`.
fn source_before(sheet: &Sheet, verb: usize, floor: usize) -> usize {
    let mut first = sheet.phrase_to(verb - 1).outer();
    while first > floor + 1 && sheet.is(first - 1, AND) && !sheet.has(first, gap::PARTS) && !sheet.has(first - 1, gap::PARTS) {
        first = sheet.phrase_to(first - 2).outer();
    }
    first.max(floor)
}

/// What the label's own noun names, whatever else its bearer is called: "Commission chairman" a person, "volunteer rescue group" a group. The last
/// such noun before a preposition: "chairman of the commission" is a person, too.
fn head(sheet: &Sheet, draft: &Draft) -> Option<Actor> {
    let (first, last) = draft.range;
    let end = (first + 1..=last).find(|&i| sheet.is(i, PREPOSITION)).unwrap_or(last + 1);
    (first..end).rev().find_map(|i| sheet.actor[i])
}
