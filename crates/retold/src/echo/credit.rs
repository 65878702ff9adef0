//! Credit: whether each side of a pair says whose text it carries, for the pair as a whole and for each shared passage.
//!
//! `none-found` is said only where the other side's outlet is known, the page is complete, and the order is clear or likely; everything else
//! that was not found is `not-judged`. A trace (`told NPA`) is no credit of a text where it is copied with the text. It is one of what a side prints in
//! quotation marks, and where the side says in its own words, beside what it shares, that the other's outlet was told. An outlet that names itself credits
//! nobody. A line before or after the text covers all of it, a phrase in the text only what stands near it.
//!
//! Wrong where a phrase names an outlet for another matter near the passage.

use std::collections::BTreeSet;

use super::direction::Side;
use crate::corpus::Reading;
use crate::record::{ArticleIx, Credit, CreditClass, CreditForm, CreditSpan, CreditTarget, Layer, Match, Passage, PassageCredit, Span};
use crate::text::{Gazetteer, Mention, fold};

/// Words between a phrase of credit and a passage up to which it covers the passage: two long paragraphs of news. Chosen, not measured.
const REACH_WORDS: usize = 120;

/// What credit needs to know of the collection.
pub(crate) struct Credits<'a> {
    pub(crate) gazetteer: &'a Gazetteer,
    /// Main names of the collection's outlets.
    pub(crate) outlets: &'a BTreeSet<&'a str>,
}

/// What a pair shares, and what is known of its order, seen from one side.
#[derive(Clone, Copy, Default)]
pub(crate) struct Standing<'a> {
    /// Whether the side is the later one, clearly or likely.
    pub(crate) later: bool,
    /// Whether narration is shared; else quotations alone, which need no credit but may have one.
    pub(crate) narration: bool,
    /// Whether the side prints all of what is shared as somebody's words. Then who it was told to is a credit.
    pub(crate) quotes: bool,
    /// The matches of the pair.
    pub(crate) of_pair: &'a [Match],
    /// Outlet of a release, statement or dispatch that both sides have the shared text from.
    pub(crate) origin: Option<&'a str>,
}

impl Credits<'_> {
    /// The credit of `side` towards `other`, and every credit and trace that it has.
    pub(crate) fn judge(&self, side: Side<'_>, other: Side<'_>, reading: &Reading, standing: Standing<'_>) -> (Credit, Vec<CreditSpan>) {
        let others = side.mentions.iter().filter(|m| !side.card.outlet.as_deref().is_some_and(|o| self.gazetteer.same(o, &m.outlet)));
        let given = |m: &Mention| {
            let to = self.target(m, side, other);
            let own = || standing.quotes || in_own_words(Passage { article: side.article, span: m.span }, reading, standing.of_pair);
            let told = m.form == CreditForm::Trace && to == CreditTarget::ItsOutlet && own();
            let form = if told { CreditForm::InText } else { m.form };
            CreditSpan { article: side.article, span: m.span, target: m.printed.clone(), to, form }
        };
        let mut spans: Vec<CreditSpan> = others.map(given).collect();
        if let Some(span) = standing.origin.and_then(|origin| names_in_part(reading, origin)) {
            let target = span.of(&reading.text).to_owned();
            spans.push(CreditSpan { article: side.article, span, target, to: CreditTarget::CommonSource, form: CreditForm::InText });
        }
        let credit = if standing.narration {
            self.of_narration(side, other, reading, standing, &spans)
        } else {
            let named = spans.iter().any(|s| s.to == CreditTarget::ItsOutlet);
            let (class, to) = if named { (CreditClass::Credited, Some(CreditTarget::ItsOutlet)) } else { (CreditClass::NotJudged, None) };
            Credit { class, to }
        };
        (credit, spans)
    }

    fn of_narration(&self, side: Side<'_>, other: Side<'_>, reading: &Reading, standing: Standing<'_>, spans: &[CreditSpan]) -> Credit {
        let given = || spans.iter().filter(|s| s.form != CreditForm::Trace);
        let found = |to: CreditTarget| given().any(|s| s.to == to);
        let credit = |class, to| Credit { class, to };
        if found(CreditTarget::ItsOutlet) {
            credit(CreditClass::Credited, Some(CreditTarget::ItsOutlet))
        } else if self.agreed(side, other) {
            credit(CreditClass::NotNeeded, None)
        } else if other.card.outlet.is_none() && found(CreditTarget::NotInCollection) {
            credit(CreditClass::Credited, Some(CreditTarget::NotInCollection))
        } else if found(CreditTarget::CommonSource) {
            credit(CreditClass::CommonSource, Some(CreditTarget::CommonSource))
        } else if let Some(to) = links_to(reading, other) {
            credit(CreditClass::LinkOnly, Some(to))
        } else {
            let to = given().next().map(|s| s.to);
            let judgeable = judgeable(side, other, standing.later);
            credit(if judgeable { CreditClass::NoneFound } else { CreditClass::NotJudged }, to)
        }
    }

    fn target(&self, mention: &Mention, side: Side<'_>, other: Side<'_>) -> CreditTarget {
        let same = |outlet: &str| self.gazetteer.same(outlet, &mention.outlet);
        let both_name = || other.mentions.iter().any(|m| m.form != CreditForm::Trace && self.gazetteer.same(&m.outlet, &mention.outlet));
        let agency = || self.gazetteer.outlet(&mention.outlet).is_some_and(|o| o.agency);
        if other.card.outlet.as_deref().is_some_and(same) {
            CreditTarget::ItsOutlet
        } else if mention.unnamed || both_name() || agency() && side.card.outlet.is_some() && other.card.outlet.is_some() {
            CreditTarget::CommonSource
        } else if self.outlets.contains(self.gazetteer.main_name(&mention.outlet)) {
            CreditTarget::Other
        } else {
            CreditTarget::NotInCollection
        }
    }

    /// A stated agreement with the other outlet.
    fn agreed(&self, side: Side<'_>, other: Side<'_>) -> bool {
        let (Some(own), Some(theirs)) = (side.card.outlet.as_deref(), other.card.outlet.as_deref()) else { return false };
        self.gazetteer.outlet(own).is_some_and(|o| o.agreements.iter().any(|a| self.gazetteer.same(a, theirs) || a == theirs))
    }
}

/// Whether a phrase stands beside what a pair shares word for word, and not in it.
fn in_own_words(phrase: Passage, reading: &Reading, of_pair: &[Match]) -> bool {
    let shared = of_pair.iter().flat_map(|m| {
        let left = m.left.article == phrase.article;
        let edits = m.edits.iter().map(|e| if left { e.left } else { e.right });
        without(if left { m.left.span } else { m.right.span }, edits)
    });
    let shared: Vec<Span> = shared.collect();
    shared.iter().all(|s| s.intersection(phrase.span).is_none()) && shared.iter().any(|s| in_reach(reading, phrase.span, *s))
}

/// What is left of a passage without its edits, which are in order.
fn without(passage: Span, edits: impl Iterator<Item = Span>) -> Vec<Span> {
    let (mut left, mut at) = (Vec::new(), passage.start);
    for edit in edits.chain([Span::new(passage.end, passage.end)]) {
        if edit.start > at {
            left.push(Span::new(at, edit.start));
        }
        at = at.max(edit.end);
    }
    left
}

/// Whether a phrase stands near enough to a passage to speak of it.
fn in_reach(reading: &Reading, phrase: Span, passage: Span) -> bool {
    let word = |at: u32| reading.words.partition_point(|w| w.start < at);
    word(phrase.start) <= word(passage.end) + REACH_WORDS && word(passage.start) <= word(phrase.end) + REACH_WORDS
}

/// Whether a credit of `side` that is missing may be called missing. An outlet need not credit itself, and what is published to be used
/// may be printed without naming it.
pub(crate) fn judgeable(side: Side<'_>, other: Side<'_>, later: bool) -> bool {
    let own = side.card.outlet.is_some() && side.card.outlet == other.card.outlet;
    later && other.card.outlet.is_some() && side.card.complete && !own && !other.card.role.is_released()
}

/// One side of a pair for the credit of its passages.
#[derive(Clone, Copy)]
pub(crate) struct Credited<'a> {
    pub(crate) reading: &'a Reading,
    pub(crate) credit: Credit,
    /// Whether a credit that is missing here may be called missing.
    pub(crate) judgeable: bool,
    pub(crate) spans: &'a [CreditSpan],
}

impl Credited<'_> {
    /// The credit of this side for a passage of it, and the words that give it.
    fn of_passage(&self, passage: Passage) -> (CreditClass, Option<&CreditSpan>) {
        if !matches!(self.credit.class, CreditClass::Credited | CreditClass::CommonSource) {
            return (self.credit.class, None);
        }
        let own = self.spans.iter().filter(|s| s.article == passage.article && Some(s.to) == self.credit.to);
        match own.into_iter().find(|s| self.covers(s, passage.span)) {
            Some(span) => (self.credit.class, Some(span)),
            None if self.judgeable => (CreditClass::NoneFound, None),
            None => (CreditClass::NotJudged, None),
        }
    }

    fn covers(&self, span: &CreditSpan, passage: Span) -> bool {
        match span.form {
            CreditForm::Dateline | CreditForm::Footer => true,
            CreditForm::InText | CreditForm::Trace => in_reach(self.reading, span.span, passage),
        }
    }
}

/// The credit of one match. `left_counts` is whether the left side's credit is the one that matters.
pub(crate) fn passage_credit(m: &Match, left: Credited<'_>, right: Credited<'_>, left_counts: bool) -> PassageCredit {
    if !matches!(m.layer, Layer::Narration | Layer::Quotation) {
        return PassageCredit { left: CreditClass::NotJudged, right: CreditClass::NotJudged, span: None };
    }
    let ((l, left_span), (r, right_span)) = (left.of_passage(m.left), right.of_passage(m.right));
    PassageCredit { left: l, right: r, span: if left_counts { left_span } else { right_span }.cloned() }
}

/// Where a text names the publisher of a release in part: two neighbouring words of its name ("the harbour office" for the "Harbour Office
/// of Port Aldren").
fn names_in_part(reading: &Reading, outlet: &str) -> Option<Span> {
    const SHORT: u32 = 3;
    let name = fold(outlet);
    let pairs = name.windows(2).filter(|w| w.iter().all(|w| w.end - w.start > SHORT));
    let named: BTreeSet<(u32, u32)> = pairs.map(|w| (w[0].hash, w[1].hash)).collect();
    let found = reading.words.windows(2).find(|w| named.contains(&(w[0].hash, w[1].hash)))?;
    Some(Span::new(found[0].start, found[1].end))
}

/// Where the hyperlinks of the text lead: to the other article, or at least to its site.
fn links_to(reading: &Reading, other: Side<'_>) -> Option<CreditTarget> {
    let url = other.card.url.as_deref()?;
    let bare = |u: &str| {
        u.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.").trim_end_matches('/').to_lowercase()
    };
    let wanted = bare(url);
    let host = wanted.split('/').next().unwrap_or("").to_owned();
    let links: Vec<String> = reading.links.iter().map(|l| bare(l)).collect();
    if links.contains(&wanted) {
        Some(CreditTarget::ThisArticle)
    } else {
        links.iter().any(|l| l.split('/').next() == Some(host.as_str())).then_some(CreditTarget::ItsOutlet)
    }
}

/// The credits of one article, traces left out.
pub(crate) fn of_article(spans: &[CreditSpan], article: ArticleIx) -> impl Iterator<Item = &CreditSpan> {
    spans.iter().filter(move |s| s.article == article && s.form != CreditForm::Trace)
}
