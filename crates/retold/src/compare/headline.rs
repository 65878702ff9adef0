//! Headlines that say more than their articles: a figure, a hedge or a label that the body lacks or weakens. Their quotations are looked at with all others.
//!
//! Compared is the title with the body of one article. When it is wrong: titles are short, and what they leave out is often all that there is no room
//! for; a count in other words ("a dozen") is found only where the grammar of figures reads it; the body may stand in another language than the title.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::analyse::{CorpusView, Figures};
use crate::corpus::{Card, Reading};
use crate::echo::name;
use crate::figure::{Group, Told, figures};
use crate::heard::Heard;
use crate::record::{
    ArticleIx, BlockKind, Confidence, Evidence, EvidenceRole, Finding, FindingKind, Hedge, HedgeClass, Modifier, Passage, Span, State,
    Voice, Wording,
};
use crate::text::{Actor, Lexicon, lexicon};

/// Bytes from which a word tells what a title is about.
const TELLING_BYTES: u32 = 4;
/// Share of a title's telling words that a sentence must have to tell the same, and fewest words. Chosen, not measured.
const SAME_SHARE: f64 = 0.6;
const SAME_WORDS: usize = 3;

/// A finding for each thing that a title says beyond its body. Reads again the texts of articles whose titles have something to compare.
pub(crate) fn headline_findings(corpus: &CorpusView<'_>, all: &Figures<'_>, heard: &Heard) -> Vec<Finding> {
    let of_article = |(n, card)| of_article(corpus, all, heard, (n, card));
    corpus.cards.par_iter().enumerate().flat_map_iter(of_article).collect()
}

fn of_article(corpus: &CorpusView<'_>, all: &Figures<'_>, heard: &Heard, (n, card): (usize, &Card)) -> Vec<Finding> {
    let article = ArticleIx(n as u32);
    let (Some(title), Some(lexicon)) = (card.title.as_deref().filter(|t| !t.trim().is_empty()), lexicon(card.lang.as_deref())) else {
        return Vec::new();
    };
    let title_reading = Reading::of_text(title.to_owned());
    let telling = |w: &crate::text::Word| {
        lexicon.vouching.contains(&w.hash)
            || lexicon.actors.get(&w.hash) == Some(&Actor::People)
            || lexicon.quantities.contains(&w.hash)
            || lexicon.numbers.contains(&w.hash)
            || title[w.start as usize..].starts_with(|c: char| c.is_numeric())
    };
    let hedges = heard.hedges(article);
    let doubted = hedges.iter().any(|h| is_doubt(h.class));
    if !doubted && !title_reading.words.iter().any(telling) {
        return Vec::new();
    }
    let (reading, told) = (corpus.shelf.reading(article), all.of(article));
    if reading.words.len() < Headline::SHORTEST_BODY {
        return Vec::new();
    }
    let wording = Wording { labels: heard.labels(article), hedges };
    let headline = Headline { article, card, title: &title_reading, body: &reading, lexicon, wording: &wording, told: &told };
    let found = [headline.figure(), headline.hedge(), headline.vouched(), headline.label()];
    found.into_iter().flatten().collect()
}

struct Headline<'a> {
    article: ArticleIx,
    card: &'a Card,
    title: &'a Reading,
    body: &'a Reading,
    lexicon: &'a Lexicon,
    wording: &'a Wording,
    told: &'a [Told],
}

impl Headline<'_> {
    /// Words of a body, at least: of a shorter one the rest may not have been read.
    const SHORTEST_BODY: usize = 40;

    fn finding(&self, title: Span, body: Span, sentence: String, why: &str) -> Finding {
        let evidence = Evidence { passage: Passage { article: self.article, span: body }, role: EvidenceRole::Side };
        let mut finding = Finding::new(FindingKind::HeadlineBeyondBody, sentence, evidence);
        finding.titles.push(Passage { article: self.article, span: title });
        finding.confidence = Confidence::Likely;
        finding.score = 46.0;
        finding.reasons = vec![why.to_owned()];
        finding
    }

    fn in_title(&self, span: Span) -> &str {
        span.of(&self.title.text)
    }

    /// Where a headline stands in the text, it is no body.
    fn is_body(&self, span: Span) -> bool {
        let head = |b: &&crate::record::Block| b.kind == BlockKind::Headline;
        !self.body.blocks.iter().filter(head).any(|b| b.span.intersection(span).is_some())
    }

    /// A count in the title that no count of the body bears out, or that the body has as a plan only.
    fn figure(&self) -> Option<Finding> {
        let of_title = figures(self.article, self.title, self.card);
        for t in of_title.iter().filter(|t| t.begins.is_none() && t.figure.unit.as_deref() != Some("years-old")) {
            let like: Vec<&Told> = self.told.iter().filter(|b| self.is_body(b.figure.passage.span) && alike(t, b)).collect();
            let borne_out = like.iter().any(|b| fits(t, b) && (b.figure.state != State::Planned || t.figure.state == State::Planned));
            let printed = self.in_title(t.figure.passage.span);
            // a number that stands in the body in whatever role is no news of the title
            let stands = t.figure.low.is_some()
                && self
                    .told
                    .iter()
                    .any(|b| self.is_body(b.figure.passage.span) && (b.figure.low, b.figure.high) == (t.figure.low, t.figure.high));
            if borne_out || like.is_empty() {
                continue;
            }
            let planned = like.iter().find(|b| b.figure.state == State::Planned && t.figure.state == State::Actual && fits(t, b));
            let (best, why) = match planned {
                Some(b) => (*b, "The body has the figure as a plan."),
                None if stands || t.figure.modifier == Modifier::Vague => continue,
                None => (like[0], "No figure of the body bears out the one of the headline."),
            };
            let span = best.figure.passage.span;
            let sentence = format!(
                "The headline of {} says “{printed}”; the body says “{}”{}.",
                name(self.card),
                span.of(&self.body.text),
                if planned.is_some() { ", as a plan" } else { "" }
            );
            return Some(self.finding(t.figure.passage.span, span, sentence, why));
        }
        None
    }

    /// The sentences of the body that tell what the title tells, as first and last word.
    fn same_sentences(&self) -> Vec<(usize, usize)> {
        let telling = |r: &Reading, i: usize| r.words[i].end - r.words[i].start >= TELLING_BYTES;
        let wanted: BTreeSet<u32> =
            (0..self.title.words.len()).filter(|&i| telling(self.title, i)).map(|i| self.title.words[i].hash).collect();
        let mut out = Vec::new();
        let mut first = 0;
        for i in 1..=self.body.words.len() {
            let between = self.body.words.get(i).map_or("\n", |w| &self.body.text[self.body.words[i - 1].end as usize..w.start as usize]);
            if !between.contains(['\n', '!', '?']) && !between.contains(". ") {
                continue;
            }
            let has: BTreeSet<u32> = self.body.words[first..i].iter().map(|w| w.hash).filter(|h| wanted.contains(h)).collect();
            let span = Span::new(self.body.words[first].start, self.body.words[i - 1].end);
            if has.len() >= SAME_WORDS && has.len() as f64 >= SAME_SHARE * wanted.len() as f64 && self.is_body(span) {
                out.push((first, i - 1));
            }
            first = i;
        }
        out
    }

    /// Every sentence of the body that tells what the title tells is hedged, the title is not.
    fn hedge(&self) -> Option<Finding> {
        let open = |words: &[crate::text::Word]| {
            words.iter().any(|w| self.lexicon.hedges.contains(&w.hash) || self.lexicon.speech.contains(&w.hash))
        };
        // a mark or a colon in the title says whose word it is
        if open(&self.title.words) || !self.title.quoted.is_empty() || self.title.text.contains([':', '?']) {
            return None;
        }
        let same = self.same_sentences();
        let hedge_in = |&(first, last): &(usize, usize)| -> Option<&Hedge> {
            let span = Span::new(self.body.words[first].start, self.body.words[last].end);
            self.wording.hedges.iter().find(|h| is_doubt(h.class) && span.contains(h.span))
        };
        let hedges: Vec<&Hedge> = same.iter().map(hedge_in).collect::<Option<_>>()?;
        let hedge = hedges.first()?;
        let whole = Span::new(self.title.words.first()?.start, self.title.words.last()?.end);
        let sentence = format!(
            "The headline of {} says “{}” without a hedge; the body has “{}”.",
            name(self.card),
            self.in_title(whole),
            hedge.span.of(&self.body.text)
        );
        Some(self.finding(whole, hedge.span, sentence, "Every sentence of the body that tells the same is hedged."))
    }

    /// A verb in the title that vouches for what somebody says, where the body has none.
    fn vouched(&self) -> Option<Finding> {
        let word = self.title.words.iter().find(|w| self.lexicon.vouching.contains(&w.hash))?;
        let vouches = self.body.words.iter().any(|w| self.lexicon.vouching.contains(&w.hash) && self.is_body(Span::new(w.start, w.end)));
        let says = self.body.words.iter().find(|w| self.lexicon.speech.contains(&w.hash) && self.is_body(Span::new(w.start, w.end)))?;
        let (word, says) = (Span::new(word.start, word.end), Span::new(says.start, says.end));
        let sentence = format!(
            "The headline of {} has “{}”; the body has no such word, but “{}”.",
            name(self.card),
            self.in_title(word),
            says.of(&self.body.text)
        );
        (!vouches).then(|| self.finding(word, says, sentence, "Such a word takes for true what is said."))
    }

    /// A noun for somebody in the title that the body lacks, or has in the words of others only.
    fn label(&self) -> Option<Finding> {
        let stem = |text: &str| -> String {
            let text = crate::text::folded(text);
            self.lexicon.plurals.iter().find_map(|p| text.strip_suffix(p.as_str())).map_or(text.clone(), str::to_owned)
        };
        for (n, word) in self.title.words.iter().enumerate() {
            let actor = self.lexicon.actors.get(&word.hash).filter(|_| !self.lexicon.bare_actors.contains(&word.hash));
            let span = Span::new(word.start, word.end);
            if !matches!(actor, Some(Actor::People))
                || n == 0 && self.title.words.len() < 3
                || self.title.quoted.iter().any(|q| q.contains(span))
            {
                continue;
            }
            let printed = stem(self.in_title(span));
            let labels: Vec<_> = self
                .wording
                .labels
                .iter()
                .filter(|l| self.is_body(l.span) && l.span.of(&self.body.text).split_whitespace().any(|w| stem(w) == printed))
                .collect();
            let others = |v: Voice| matches!(v, Voice::Attributed | Voice::Distanced | Voice::Denied);
            let attributed = self.title.words.iter().any(|w| self.lexicon.speech.contains(&w.hash)) || self.title.text.contains(':');
            if let Some(label) = labels.first().filter(|_| !attributed && labels.iter().all(|l| others(l.voice))) {
                let sentence = format!(
                    "The headline of {} says “{}” in its own words; the body has “{}” in the words of others only.",
                    name(self.card),
                    self.in_title(span),
                    label.span.of(&self.body.text)
                );
                return Some(self.finding(span, label.span, sentence, "The body attributes the name or holds it at a distance."));
            }
        }
        None
    }
}

/// Whether a hedge leaves open whether its clause is so.
fn is_doubt(class: HedgeClass) -> bool {
    matches!(class, HedgeClass::Allegation | HedgeClass::Hearsay | HedgeClass::Doubt | HedgeClass::Possibility)
}

/// Whether two figures may count the same: one unit, no two different slots or groups.
fn alike(a: &Told, b: &Told) -> bool {
    let slot = a.slot.is_none() || b.slot.is_none() || a.slot == b.slot;
    let group = match (a.group, b.group) {
        (Group::Named(x), Group::Named(y)) => x == y,
        _ => true,
    };
    let noun = a.slot.is_some() || b.slot.is_some() || a.noun.is_none() || b.noun.is_none() || a.noun == b.noun;
    a.figure.unit == b.figure.unit && b.begins.is_none() && slot && group && noun
}

/// Whether the body's figure bears out the title's: some value fits both, or it rounds to it.
fn fits(title: &Told, body: &Told) -> bool {
    let near = match (title.figure.low.or(title.figure.high), body.figure.low.or(body.figure.high)) {
        (Some(x), Some(y)) => (x - y).abs() <= 0.1 * x.abs().max(y.abs()),
        _ => false,
    };
    title.overlaps(body) || near
}
