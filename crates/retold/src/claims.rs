//! Here are claims: which articles have them, in which words, in whose voice, and with whose answer?
//!
//! The same words are found as [`crate::find`] finds them, other words by the names, actions and rare words of the claim that a sentence has
//! ([`crate::account`]'s terms). Voices and hedges are those of the article. Nothing is said of whether a claim is true.
//!
//! When it is wrong: a sentence may have all words of a claim and say the opposite (a negation is an answer only where somebody denies); an
//! answer further away than three sentences is not seen.

use rayon::prelude::*;

use crate::account::{Sought, Terms};
use crate::analyse::CorpusView;
use crate::corpus::Reading;
use crate::find::Query;
use crate::record::{ArticleIx, Attribution, AttributionStance, Claim, ClaimPlace, ClaimStatus, ClaimVoice, Level, MatchKind, Span};
use crate::text::{fold, lexicon};
use crate::voice;

/// Bytes from a place in which an answer to it is looked for: about three sentences.
const ANSWER_WITHIN: u32 = 450;

/// Where the claims stand, by claim, then by article; one place for each article. `candidates` has, for each claim, the articles that share a
/// run of words with it, in order; other words are looked for in all.
///
/// Cost: one pass over the words of all articles.
pub fn claims(asked: &[Claim], corpus: &CorpusView<'_>, candidates: &[Vec<ArticleIx>]) -> Vec<ClaimPlace> {
    let mut found: Vec<Hit> = asked.iter().zip(candidates).enumerate().flat_map(|(n, (c, near))| copies(n, c, corpus, near)).collect();
    found.extend(retellings(asked, corpus));
    // of an article the copy, else what is most alike
    found.sort_by(|a, b| {
        let order = |h: &Hit| (h.claim, h.article, h.status);
        order(a).cmp(&order(b)).then(b.likeness.total_cmp(&a.likeness)).then(a.span.cmp(&b.span))
    });
    found.dedup_by_key(|h| (h.claim, h.article));
    found.into_par_iter().map(|hit| place(&hit, &asked[hit.claim], corpus)).collect()
}

/// A claim found in an article.
#[derive(Debug, Clone, Copy)]
struct Hit {
    claim: usize,
    article: ArticleIx,
    status: ClaimStatus,
    span: Span,
    likeness: f64,
}

/// The claim in its own words, or edited.
fn copies(claim: usize, asked: &Claim, corpus: &CorpusView<'_>, candidates: &[ArticleIx]) -> Vec<Hit> {
    let Some(query) = Query::new(&asked.text, &corpus.config.echo) else { return Vec::new() };
    let places = query.places(corpus, candidates).places;
    let hit = |p: crate::find::Place| {
        let share = f64::from(p.words) / query.words().max(1) as f64;
        let whole = p.kind == MatchKind::Verbatim && p.words as usize == query.words();
        let status = if whole { ClaimStatus::Verbatim } else { ClaimStatus::Reworded };
        (share >= EDITED_FROM).then_some(Hit { claim, article: p.article, status, span: p.span, likeness: share })
    };
    places.into_iter().filter_map(hit).collect()
}

/// Share of a claim's words from which an edited copy of it has the claim. Chosen: what is left out then is a phrase.
const EDITED_FROM: f64 = 0.6;
/// Weight of a claim's words that a sentence must have. Chosen, not measured.
const RETOLD_FROM: f64 = 0.6;
/// The same where the claim's actions are told in no word that is known.
const WITHOUT_ACTION_FROM: f64 = 0.75;

/// Sentences that have the claim in other words.
fn retellings(asked: &[Claim], corpus: &CorpusView<'_>) -> Vec<Hit> {
    let sought: Vec<Sought> = asked.iter().map(|c| Sought::of(&c.text)).collect();
    let all = (0..corpus.cards.len() as u32).into_par_iter().map(ArticleIx);
    let mut terms = Terms::default();
    let near: Vec<_> =
        all.map(|a| crate::account::near(&sought, a, &corpus.shelf.reading(a), corpus.cards[a.index()].lang.as_deref())).collect();
    near.iter().for_each(|of_article| terms.count(&of_article.terms));
    let hit = |n: &crate::account::Near| {
        let own = &sought[n.sought];
        let likeness = terms.share(&n.shared, own);
        let from = if own.has_action() && !n.action { WITHOUT_ACTION_FROM } else { RETOLD_FROM };
        let named = n.names > 0 || !own.has_name();
        (likeness >= from && named).then_some(Hit {
            claim: n.sought,
            article: n.article,
            status: ClaimStatus::Reworded,
            span: n.span,
            likeness,
        })
    };
    near.iter().flat_map(|of_article| &of_article.sentences).filter_map(hit).collect()
}

/// Whose voice a place is in, how it is hedged, who answers.
fn place(hit: &Hit, asked: &Claim, corpus: &CorpusView<'_>) -> ClaimPlace {
    let reading = corpus.shelf.reading(hit.article);
    let card = &corpus.cards[hit.article.index()];
    let lang = card.lang.as_deref();
    let voices = voice::read(&reading, lang, card.role);
    let attribution = around(&voices.attributions, hit.span);
    let word = |is: &dyn Fn(u32) -> bool| {
        let first = reading.words.partition_point(|w| w.start < hit.span.start);
        let words = reading.words[first..].iter().take_while(|w| w.end <= hit.span.end);
        words.into_iter().find(|w| is(w.hash)).map(|w| Span::new(w.start, w.end))
    };
    let hedge = lexicon(lang).and_then(|l| word(&|hash| l.hedges.contains(&hash)));
    let distanced = word(&|hash| crate::account::keeps_distance(lang, hash)).is_some();
    let denied = |a: &Attribution| a.stance == AttributionStance::Denies;
    let voice = match attribution {
        Some(a) if denied(a) => ClaimVoice::Denied,
        Some(_) => ClaimVoice::Attributed,
        None if distanced => ClaimVoice::Distanced,
        None => ClaimVoice::Own,
    };
    let answers = matches!(attribution.map(|a| a.stance), Some(AttributionStance::Denies | AttributionStance::Replies));
    ClaimPlace {
        claim: hit.claim,
        article: hit.article,
        status: if answers { ClaimStatus::Answered } else { hit.status },
        span: hit.span,
        voice,
        attributed_to: attribution.and_then(|a| printed(a, &reading)),
        hedge,
        answer: answer(&voices.attributions, hit.span),
        accuser: asked.accuser.as_deref().and_then(|name| named(&reading, name)),
        likeness: (hit.likeness * 10_000.0).round() / 10_000.0,
    }
}

/// The innermost attribution that holds most of a place.
fn around(attributions: &[Attribution], place: Span) -> Option<&Attribution> {
    let inside = |a: &Attribution| a.content.iter().filter_map(|c| c.intersection(place)).map(Span::len).sum::<u32>();
    let holds = |a: &&Attribution| a.level != Level::All && 2 * inside(a) > place.len();
    attributions.iter().filter(holds).min_by_key(|a| a.content_len())
}

/// Who speaks: as printed there, or, of a pronoun, the name.
fn printed(attribution: &Attribution, reading: &Reading) -> Option<Span> {
    let source = attribution.source.first().copied();
    // a name begins with a capital letter, a pronoun inside a sentence does not
    let name = |s: &Span| s.of(&reading.text).contains(char::is_uppercase) && s.of(&reading.text).len() > 3;
    source.filter(name).or(attribution.speaker).or(source)
}

/// The nearest answer: somebody denies, replies, declines, or was not reached.
fn answer(attributions: &[Attribution], place: Span) -> Option<Span> {
    let answers = |a: &&Attribution| {
        use AttributionStance::{Declined, Denies, Replies, Unreachable};
        matches!(a.stance, Denies | Replies | Declined | Unreachable)
    };
    let whole = |a: &Attribution| a.source.iter().chain(&a.cue).chain(&a.content).copied().reduce(Span::cover);
    let distance = |s: Span| s.start.saturating_sub(place.end).max(place.start.saturating_sub(s.end));
    let spans = attributions.iter().filter(answers).filter_map(whole);
    spans.filter(|&s| distance(s) <= ANSWER_WITHIN).min_by_key(|&s| (distance(s), s))
}

/// Where a name stands in a text.
fn named(reading: &Reading, name: &str) -> Option<Span> {
    let name: Vec<u32> = fold(name).iter().map(|w| w.hash).collect();
    if name.is_empty() {
        return None;
    }
    let at = reading.words.windows(name.len()).find(|w| w.iter().zip(&name).all(|(w, n)| w.hash == *n))?;
    Some(Span::new(at[0].start, at[at.len() - 1].end))
}
