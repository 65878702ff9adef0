//! Articles one after the other, as a world of outlets writes and copies them.

use std::collections::VecDeque;

use super::draft::{EditKind, Gap, Lineage, Token};
use super::edits::Editor;
use super::language::{Language, capital};
use super::outlet::{Minute, Outlet, iso_day, iso_minute, outlets, printed_day};
use super::rates::Rates;
use super::rng::{Rng, mix};

/// Words of stock phrases and furniture have origins from here on: they stand in many articles and nobody copied them from anybody.
pub(crate) const EVERYWHERE: u64 = 1 << 63;

/// An article as it was written.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    /// Place in the order of writing; the id is made of it.
    pub(crate) number: u32,
    pub(crate) outlet: usize,
    pub(crate) written: Minute,
    /// What it says of when it was published.
    pub(crate) declared: Option<String>,
    pub(crate) title: String,
    pub(crate) tokens: Vec<Token>,
    /// The tokens of its story, without dateline, credits and furniture.
    pub(crate) story: std::ops::Range<usize>,
    /// The outlet it says its text is from.
    pub(crate) credits: Option<usize>,
    pub(crate) wire: bool,
    /// Its declared date lies before that of what it copies.
    pub(crate) backdated: bool,
    /// The wire text it carries.
    pub(crate) event: Option<u32>,
}

impl Written {
    pub(crate) fn id(&self) -> String {
        format!("g{:07}", self.number)
    }
}

/// What an article is made of, before it is written down.
#[derive(Default)]
struct Plan {
    story: Vec<Token>,
    title: Option<String>,
    credits: Option<usize>,
    /// A line of another outlet's house style that was left in.
    leftover: Option<usize>,
    wire: bool,
    unseen: bool,
    /// Declared this many minutes before it was written.
    backdate: Minute,
    event: Option<u32>,
    outlet: Option<usize>,
}

/// The world. Articles are handed to `out` in the order of writing.
pub(crate) struct World<'a> {
    rates: &'a Rates,
    language: Language,
    pub(crate) outlets: Vec<Outlet>,
    pub(crate) lineage: Lineage,
    rng: Rng,
    origin: u64,
    formulas: Vec<Vec<Token>>,
    recent: VecDeque<Written>,
    /// Whether it is kept where every word is from; a large collection forgets it with each article.
    keeps_lineage: bool,
    count: u32,
    clock: Minute,
    /// Minutes between one article and the next, on average.
    minutes_apart: usize,
    out: &'a mut dyn FnMut(&Written, &[Outlet]) -> anyhow::Result<()>,
}

impl<'a> World<'a> {
    pub(crate) fn new(
        rates: &'a Rates,
        seed: u64,
        outlet_count: usize,
        out: &'a mut dyn FnMut(&Written, &[Outlet]) -> anyhow::Result<()>,
    ) -> Self {
        let mut rng = Rng::new(seed);
        let language = Language::new(&rates.language, &mut rng.fork(1));
        let outlets = outlets(&rates.outlets, outlet_count, &mut rng.fork(2));
        let mut world = World {
            rates,
            language,
            outlets,
            lineage: Lineage::new(),
            rng: rng.fork(3),
            origin: 0,
            formulas: Vec::new(),
            recent: VecDeque::new(),
            keeps_lineage: true,
            count: 0,
            clock: 0,
            minutes_apart: rates.outlets.minutes_apart,
            out,
        };
        world.formulas = (0..12).map(|i| world.stock_phrase(i)).collect();
        for i in 0..world.outlets.len() {
            world.outlets[i].furniture = world.line_of_its_own();
            world.outlets[i].signature = world.line_of_its_own();
        }
        world
    }

    /// What stands at the foot of an outlet's pages.
    fn line_of_its_own(&mut self) -> String {
        let sentence = self.sentence(&[]);
        let words: Vec<&str> = sentence.iter().map(|t| t.form.as_str()).collect();
        words.join(" ") + "."
    }

    /// Articles until there are `count`, each made as [`super::rates::MixRates`] draws it.
    pub(crate) fn write_mix(&mut self, count: u32) -> anyhow::Result<()> {
        while self.count < count {
            let mix = self.rates.mix.clone();
            let mut draw = self.rng.unit();
            let mut is = |share: f64| {
                draw -= share;
                draw < 0.0
            };
            if is(mix.embeds) {
                self.embed()?;
            } else if is(mix.reprints) {
                self.reprint(0)?;
            } else if is(mix.chains) {
                self.chain(12)?;
            } else if is(mix.common_sources) {
                self.write_from_one_source(false)?;
            } else if is(mix.unseen_sources) {
                self.write_from_one_source(true)?;
            } else if is(mix.backdated) {
                let days = self.rng.between(1, self.rates.outlets.backdated_days);
                self.reprint(days as Minute * 1440)?;
            } else if is(mix.repeats) {
                self.repeat_and_swap()?;
            } else {
                let story = self.story();
                self.publish(Plan { story, ..Plan::default() })?;
            }
        }
        Ok(())
    }

    /// A large collection: mostly own texts, some wires, some copied passages, some chains. Lineage is not kept.
    pub(crate) fn write_growth(&mut self, count: u32) -> anyhow::Result<()> {
        let growth = self.rates.growth.clone();
        (self.keeps_lineage, self.minutes_apart) = (false, growth.minutes_apart);
        // one wire makes several articles: draws that begin one are fewer than the articles they make
        let mean = growth.wire_outlets.iter().sum::<usize>() as f64 / growth.wire_outlets.len() as f64;
        let links = self.rates.reuse.chain.iter().sum::<usize>() as f64 / 2.0;
        let (wires, chains) = (growth.reprints / mean, growth.chains / links);
        while self.count < count {
            self.lineage = Lineage::new();
            let draw = self.rng.unit();
            if draw < wires {
                let outlets = *self.rng.pick(&growth.wire_outlets);
                self.wire(outlets, None)?;
            } else if draw < wires + growth.embeds {
                self.embed()?;
            } else if draw < wires + growth.embeds + chains {
                // others write meanwhile: the clock of a large collection is theirs
                self.chain(0)?;
            } else {
                let story = self.story();
                self.publish(Plan { story, ..Plan::default() })?;
            }
        }
        Ok(())
    }

    /// One agency text, carried by so many outlets.
    pub(crate) fn wire(&mut self, carriers: usize, event: Option<u32>) -> anyhow::Result<()> {
        let story = self.story();
        let agency = self.rng.below(self.rates.outlets.agencies);
        let source = self.publish(Plan { story, wire: true, event, outlet: Some(agency), ..Plan::default() })?;
        let first = self.rng.below(self.outlets.len());
        for i in 0..carriers {
            let kind = *self.rng.pick(&[EditKind::Verbatim, EditKind::Verbatim, EditKind::Light, EditKind::Repunctuated]);
            let mut story = self.copied(&source, source.story.clone(), kind);
            if self.rng.chance(0.4) {
                let ends = paragraph_ends(&story);
                let keep = ends[self.rng.between(ends.len() / 2, ends.len() - 1)];
                story.truncate(keep);
            }
            if self.rng.chance(0.4) {
                let own = self.paragraph(2, &[]);
                story.splice(0..0, own);
            }
            let credits = self.rng.chance(self.rates.outlets.credited).then_some(agency);
            // each outlet once, as long as there are enough
            let outlet = self.rates.outlets.agencies.max((first + i) % self.outlets.len());
            self.publish(Plan { story, credits, event, outlet: Some(outlet), ..Plan::default() })?;
        }
        Ok(())
    }

    /// An own text with passages of others in it.
    fn embed(&mut self) -> anyhow::Result<()> {
        let mut story = self.story();
        let mut credits = None;
        for _ in 0..self.rng.between(1, self.rates.reuse.passages) {
            let Some(source) = self.source() else { break };
            let kind = *self.rng.pick(&EditKind::ALL);
            let range = self.passage(&source);
            let passage = self.copied(&source, range, kind);
            insert_paragraph(&mut story, passage, &mut self.rng);
            if self.rng.chance(self.rates.outlets.credited / 2.0) {
                credits = Some(source.outlet);
            }
        }
        self.publish(Plan { story, credits, ..Plan::default() }).map(drop)
    }

    /// The story of an earlier article, whole or abridged, in another outlet.
    fn reprint(&mut self, backdate: Minute) -> anyhow::Result<()> {
        let Some(source) = self.source() else { return self.embed() };
        let plan = self.retelling(&source, backdate);
        self.publish(plan).map(drop)
    }

    fn retelling(&mut self, source: &Written, backdate: Minute) -> Plan {
        let kind = *self.rng.pick(&[EditKind::Verbatim, EditKind::Light, EditKind::Light, EditKind::Heavy, EditKind::Repunctuated]);
        let mut story = self.copied(source, source.story.clone(), kind);
        if self.rng.chance(0.5) {
            let ends = paragraph_ends(&story);
            story.truncate(ends[self.rng.between(ends.len() / 2, ends.len() - 1)]);
        }
        if self.rng.chance(0.4) {
            let own = self.paragraph(2, &[]);
            insert_paragraph(&mut story, own, &mut self.rng);
        }
        Plan {
            story,
            title: self.rng.chance(0.4).then(|| source.title.clone()),
            credits: self.rng.chance(self.rates.outlets.credited).then_some(source.outlet),
            leftover: self.rng.chance(self.rates.outlets.leftovers).then_some(source.outlet),
            backdate: if backdate > 0 { backdate + (self.clock - source.written) } else { 0 },
            ..Plan::default()
        }
    }

    /// A → B → C: each copies the one before it, up to so many hours later.
    fn chain(&mut self, hours: usize) -> anyhow::Result<()> {
        let story = self.story();
        let mut last = self.publish(Plan { story, ..Plan::default() })?;
        let [least, most] = self.rates.reuse.chain;
        for _ in 0..self.rng.between(least, most) {
            self.pause(hours);
            let plan = self.retelling(&last, 0);
            last = self.publish(plan)?;
        }
        Ok(())
    }

    /// Two that copy a third, which may not be in the collection.
    fn write_from_one_source(&mut self, unseen: bool) -> anyhow::Result<()> {
        let story = self.story();
        let agency = self.rng.below(self.rates.outlets.agencies);
        let plan = Plan { story, wire: true, unseen, outlet: Some(agency), ..Plan::default() };
        let source = self.publish(plan)?;
        for _ in 0..2 {
            self.pause(8);
            let plan = self.retelling(&source, 0);
            self.publish(plan)?;
        }
        Ok(())
    }

    /// A passage that stands twice, and two in the other order.
    fn repeat_and_swap(&mut self) -> anyhow::Result<()> {
        let (mut story, Some(source)) = (self.story(), self.source()) else { return self.embed() };
        let (one, two) = (self.passage(&source), self.passage(&source));
        for range in [one.clone(), two, one] {
            let passage = self.copied(&source, range, EditKind::Verbatim);
            insert_paragraph(&mut story, passage, &mut self.rng);
        }
        self.publish(Plan { story, ..Plan::default() }).map(drop)
    }

    /// Time passes: up to so many hours.
    fn pause(&mut self, hours: usize) {
        self.clock += if hours == 0 { 0 } else { self.rng.between(1, 60 * hours) as Minute };
    }

    /// An article that may be copied from.
    fn source(&mut self) -> Option<Written> {
        if self.recent.is_empty() {
            return None;
        }
        let which = self.rng.below(self.recent.len());
        Some(self.recent[which].clone())
    }

    /// A stretch of a story: whole sentences, of a length that [`super::rates::ReuseRates`] draws.
    fn passage(&mut self, source: &Written) -> std::ops::Range<usize> {
        let short = self.rng.chance(self.rates.reuse.short);
        // half of the longer passages are near their lower bound, as quotations and single paragraphs are
        let most = if self.rng.chance(0.5) { 400 } else { 1200 };
        let characters = if short { self.rng.between(60, 150) } else { self.rng.between(150, most) };
        let story = &source.tokens[source.story.clone()];
        let ends: Vec<usize> = story.iter().enumerate().filter(|(_, t)| t.gap.ends_sentence()).map(|(i, _)| i + 1).collect();
        let which = self.rng.below(ends.len());
        let start = if which == 0 { 0 } else { ends[which - 1] };
        let (mut end, mut length) = (start, 0);
        while end < story.len() && length < characters {
            length += story[end].form.len() + story[end].tail.len() + 1;
            end += 1;
        }
        source.story.start + start..source.story.start + end
    }

    fn copied(&mut self, source: &Written, range: std::ops::Range<usize>, kind: EditKind) -> Vec<Token> {
        let mut tokens = self.lineage.copy(&source.tokens[range], kind, source.number);
        let mut editor =
            Editor { language: &self.language, rates: &self.rates.edits, rng: self.rng.fork(kind as u64), origin: &mut self.origin };
        editor.edit(&mut tokens, kind);
        if let Some(last) = tokens.last_mut() {
            last.gap = Gap::Paragraph;
            if last.tail.is_empty() || last.tail == "," {
                last.tail = ".".to_owned();
            }
        }
        tokens
    }

    fn story(&mut self) -> Vec<Token> {
        let [least, most] = self.rates.article.sentences;
        let mut left = self.rng.between(least, most);
        let names: Vec<String> = (0..self.rng.between(3, 7)).map(|_| Language::name(&mut self.rng)).collect();
        let mut story = Vec::new();
        while left > 0 {
            let sentences = self.rng.between(1, self.rates.language.paragraph_sentences).min(left);
            left -= sentences;
            story.extend(self.paragraph(sentences, &names));
        }
        if self.rng.chance(self.rates.article.formulas) {
            let phrase = self.rng.pick(&self.formulas).clone();
            insert_paragraph(&mut story, phrase, &mut self.rng);
        }
        story
    }

    fn paragraph(&mut self, sentences: usize, names: &[String]) -> Vec<Token> {
        let mut out = Vec::new();
        for _ in 0..sentences {
            out.extend(self.sentence(names));
        }
        if let Some(last) = out.last_mut() {
            last.gap = Gap::Paragraph;
        }
        out
    }

    fn sentence(&mut self, names: &[String]) -> Vec<Token> {
        let rates = &self.rates.language;
        let (mut last, mut out) = (None, Vec::new());
        for _ in 0..self.language.sentence_words(&mut self.rng) {
            self.origin += 1;
            let form = if !names.is_empty() && self.rng.chance(rates.names) {
                last = None;
                self.rng.pick(names).clone()
            } else if self.rng.chance(rates.numbers) {
                last = None;
                self.number()
            } else {
                let word = self.language.next(last, &mut self.rng);
                last = Some(word);
                self.language.word(word).to_owned()
            };
            let mut token = Token::new(form, self.origin);
            if self.rng.chance(rates.commas) {
                token.tail = ",".to_owned();
            }
            out.push(token);
        }
        let quoted = self.rng.chance(rates.quoted);
        if let [first, .., last] = out.as_mut_slice() {
            first.form = capital(&first.form);
            last.gap = Gap::Sentence;
            last.tail = ".".to_owned();
            if quoted {
                first.lead = "\u{201c}".to_owned();
                last.tail = ".\u{201d}".to_owned();
            }
        }
        out
    }

    fn number(&mut self) -> String {
        match self.rng.below(4) {
            0 => (2010 + self.rng.below(22)).to_string(),
            1 => format!("{},{:03}", self.rng.between(1, 90), self.rng.below(1000)),
            _ => self.rng.between(2, 400).to_string(),
        }
    }

    fn stock_phrase(&mut self, which: u64) -> Vec<Token> {
        let mut phrase = self.sentence(&[]);
        while phrase.len() < 8 {
            phrase = self.sentence(&[]);
        }
        phrase.truncate(8 + which as usize % 6);
        for (i, token) in phrase.iter_mut().enumerate() {
            *token = Token { origin: everywhere(&token.form, i), lead: String::new(), ..token.clone() };
        }
        if let Some(last) = phrase.last_mut() {
            (last.tail, last.gap) = (".".to_owned(), Gap::Paragraph);
        }
        phrase
    }

    /// Writes an article down and hands it over.
    fn publish(&mut self, plan: Plan) -> anyhow::Result<Written> {
        self.clock += 1 + self.rng.below(2 * self.minutes_apart) as Minute;
        let outlet = plan.outlet.unwrap_or_else(|| self.rng.below(self.outlets.len()));
        let (mut tokens, before) = self.frame_before(outlet, &plan);
        let story = before..before + plan.story.len();
        tokens.extend(plan.story.iter().cloned());
        self.frame_after(outlet, &plan, &mut tokens);
        if !self.outlets[outlet].curly_quotes {
            for token in &mut tokens {
                token.lead = token.lead.replace('\u{201c}', "\"");
                token.tail = token.tail.replace('\u{201d}', "\"");
            }
        }
        let title = plan.title.clone().unwrap_or_else(|| self.title());
        let mut written = Written {
            number: self.count + u32::from(plan.unseen) * 9_000_000,
            outlet,
            written: self.clock,
            declared: self.declared(plan.backdate),
            title,
            tokens,
            story,
            credits: plan.credits,
            wire: plan.wire,
            backdated: plan.backdate > 0,
            event: plan.event,
        };
        if plan.unseen {
            return Ok(written);
        }
        self.count += 1;
        (self.out)(&written, &self.outlets)?;
        if !self.keeps_lineage {
            // paths are of a lineage that the next article forgets
            written.tokens.iter_mut().for_each(|t| t.path = 0);
        }
        self.recent.push_back(written.clone());
        if self.recent.len() > self.rates.reuse.window {
            self.recent.pop_front();
        }
        Ok(written)
    }

    /// The dateline, in the outlet's own manner or with a credit.
    fn frame_before(&mut self, outlet: usize, plan: &Plan) -> (Vec<Token>, usize) {
        let house = &self.outlets[outlet];
        let shown = plan.leftover.map_or(house, |o| &self.outlets[o]);
        let credit = plan.credits.map(|o| &self.outlets[o]);
        let mut line = String::new();
        if shown.datelines || credit.is_some_and(|o| o.agency) {
            let source = credit.filter(|o| o.agency).unwrap_or(shown);
            line = format!("{}, {} ({}) —", shown.town.to_uppercase(), printed_day(self.clock), source.short);
        }
        let tokens = line_of_words(&line, Gap::Space);
        let count = tokens.len();
        (tokens, count)
    }

    /// Credits, the other's signature, furniture.
    fn frame_after(&mut self, outlet: usize, plan: &Plan, tokens: &mut Vec<Token>) {
        if let Some(credited) = plan.credits.filter(|&o| !self.outlets[o].agency) {
            let name = self.outlets[credited].name.clone();
            let line = match self.rng.below(3) {
                0 => format!("Source: {name}"),
                1 => format!("This story was first published by {name}."),
                _ => format!("{name} reported it first."),
            };
            let line = line_of_words(&line, Gap::Paragraph);
            tokens.extend(line);
        }
        let signed = plan.leftover.or_else(|| self.rng.chance(0.3).then_some(outlet));
        if let Some(signed) = signed {
            let text = self.outlets[signed].signature.clone();
            let line = line_of_words(&text, Gap::Paragraph);
            tokens.extend(line);
        }
        if self.rng.chance(self.rates.article.furniture) {
            let text = self.outlets[outlet].furniture.clone();
            let line = line_of_words(&text, Gap::Paragraph);
            tokens.extend(line);
        }
    }

    fn title(&mut self) -> String {
        let words: Vec<String> =
            (0..self.rng.between(5, 9)).map(|_| self.language.word(self.language.any(&mut self.rng)).to_owned()).collect();
        capital(&words.join(" "))
    }

    fn declared(&mut self, backdate: Minute) -> Option<String> {
        let rates = &self.rates.outlets;
        let mut moment = self.clock - backdate;
        if backdate == 0 && self.rng.chance(rates.redated) {
            moment += self.rng.between(60, 1440) as Minute;
        }
        let draw = self.rng.unit();
        // who back-dates gives a date
        let draw = if backdate > 0 { draw * (rates.date_minute + rates.date_day) } else { draw };
        if draw < rates.date_minute {
            Some(iso_minute(moment))
        } else {
            (draw < rates.date_minute + rates.date_day).then(|| iso_day(moment))
        }
    }
}

/// The words of a line that is no part of a story: the same word in the same place of a line is one, wherever it stands.
fn line_of_words(text: &str, gap: Gap) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    for (i, printed) in text.split(' ').filter(|w| !w.is_empty()).enumerate() {
        let form = printed.trim_matches(|c: char| !c.is_alphanumeric());
        if form.is_empty() {
            // a dash alone belongs to the word before it
            if let Some(last) = out.last_mut() {
                last.tail.push(' ');
                last.tail.push_str(printed);
            }
            continue;
        }
        let at = printed.find(form).unwrap_or(0);
        let mut token = Token::new(form.to_owned(), everywhere(form, i));
        token.lead = printed[..at].to_owned();
        token.tail = printed[at + form.len()..].to_owned();
        out.push(token);
    }
    if let Some(last) = out.last_mut() {
        last.gap = gap;
    }
    out
}

/// The origin of a word that nobody copied from anybody.
fn everywhere(form: &str, place: usize) -> u64 {
    EVERYWHERE | form.bytes().fold(place as u64, |hash, byte| mix(hash ^ u64::from(byte)))
}

fn paragraph_ends(story: &[Token]) -> Vec<usize> {
    story.iter().enumerate().filter(|(_, t)| t.gap == Gap::Paragraph).map(|(i, _)| i + 1).collect()
}

/// Puts a passage between two paragraphs, not before the first.
fn insert_paragraph(story: &mut Vec<Token>, passage: Vec<Token>, rng: &mut Rng) {
    let ends = paragraph_ends(story);
    let at = if ends.is_empty() { story.len() } else { *rng.pick(&ends) };
    story.splice(at..at, passage);
}
