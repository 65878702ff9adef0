//! Findings about whose words articles print: a quotation given to somebody else, words that differ, a headline that quotes what the text
//! lacks, an answer that a later text left out, a source named in passing only.
//!
//! Wrong where: a speaker was resolved to the wrong name (`voice::speaker`); the answer stands in the later text in other words.

use std::collections::{BTreeMap, BTreeSet};

use crate::analyse::CorpusView;
use crate::echo::by_pair;
use crate::heard::Heard;
use crate::record::{
    ArticleIx, Attribution, AttributionKind, AttributionStance, AttributionType, Confidence, CreditClass, CreditForm, Direction, Evidence,
    EvidenceRole, Finding, FindingKind, Level, Match, Pair, Passage, Quote, Said, Span, Variant,
};
use crate::text::{fold, hashes, on_one_line, quotations, shortened};
use crate::voice::names_body;

/// Narration words that a pair shares from which it is asked what the later text left out, and how it names its source.
const SHARED_WORDS: u32 = 60;
/// Share of the later article from which naming a source in passing is worth a look.
const MOSTLY_SHARED: f64 = 0.5;
/// Fewest words of a headline's quotation: shorter ones are names and single words.
const HEADLINE_WORDS: usize = 3;
/// Share of the words of a quotation or an answer that stand near each other in a text that has it. This and the others: chosen.
const PRESENT: f64 = 0.6;
/// Letters of a quotation or of words that a sentence shows.
const SHOWN: usize = 90;

/// Findings about voices, collected while pairs are handed over.
pub(crate) struct VoiceFindings<'a> {
    write: Writer<'a>,
    out: Vec<Finding>,
}

impl<'a> VoiceFindings<'a> {
    pub(crate) fn new(corpus: &'a CorpusView<'a>, heard: &'a Heard) -> Self {
        VoiceFindings { write: Writer { corpus, heard }, out: Vec::new() }
    }

    /// Takes the next pairs with their matches, both in order.
    pub(crate) fn pairs(&mut self, pairs: &[Pair], matches: &[Match]) {
        let before = self.out.len();
        for (pair, of_pair) in pairs.iter().zip(by_pair(matches)).filter(|(p, _)| p.narration_words >= SHARED_WORDS) {
            self.out.extend(self.write.answer(pair, of_pair));
            self.out.extend(self.write.in_passing(pair));
        }
        self.out[before..].iter_mut().for_each(Finding::shrink_to_fit);
    }

    /// All of them, in no order.
    pub(crate) fn finish(mut self, quotes: &[Quote]) -> Vec<Finding> {
        let write = &self.write;
        for quote in quotes {
            self.out.extend(write.other_speakers(quote));
            self.out.extend(write.other_words(quote));
        }
        self.out.extend((0..write.corpus.cards.len() as u32).filter_map(|a| write.headline(ArticleIx(a))));
        self.out
    }
}

struct Writer<'a> {
    corpus: &'a CorpusView<'a>,
    heard: &'a Heard,
}

impl Writer<'_> {
    fn name(&self, article: ArticleIx) -> String {
        self.corpus.name(article)
    }

    fn said(&self, said: Said) -> Attribution {
        self.heard.attributions(said.article).swap_remove(said.index as usize)
    }

    fn text(&self, article: ArticleIx, span: Span) -> String {
        let reading = self.corpus.shelf.reading(article);
        shortened(on_one_line(span.of(&reading.text)), SHOWN)
    }

    /// The words of a statement, its first piece to the last.
    fn place(&self, said: Said, role: EvidenceRole) -> Option<Evidence> {
        let content = self.said(said).content;
        let span = Span::new(content.first()?.start, content.last()?.end);
        Some(Evidence { passage: Passage { article: said.article, span }, role })
    }

    /// Whether most of what one member says stands in the fullest: two that are joined through a third may share little.
    fn near(&self, fullest: Said, other: Said) -> bool {
        let words = |said: Said| -> Vec<u32> {
            let reading = self.corpus.shelf.reading(said.article);
            self.said(said).content.iter().flat_map(|s| hashes(s.of(&reading.text))).collect()
        };
        present(&words(fullest), &words(other)) >= PRESENT
    }

    /// The printed speaker, where the name stands at this place and not only somewhere in the article; and whether it is a person's: an
    /// office goes with it, or it has several words and none that bodies are called by.
    fn speaker(&self, said: Said) -> Option<(String, bool)> {
        let attribution = self.said(said);
        let reading = self.corpus.shelf.reading(said.article);
        let speaker = attribution.speaker?.of(&reading.text);
        let names: BTreeSet<u32> = hashes(speaker).into_iter().collect();
        let here = attribution.source.iter().any(|s| fold(s.of(&reading.text)).iter().any(|w| names.contains(&w.hash)));
        let capital = |w: &str| w.starts_with(char::is_uppercase);
        let words: Vec<&str> = speaker.split_whitespace().collect();
        let lang = self.corpus.cards[said.article.index()].lang.as_deref();
        let full = words.len() > 1 && words.iter().all(|w| capital(w)) && !names_body(speaker, lang);
        let person = (attribution.role.is_some() || full) && attribution.attributed == AttributionType::Speech;
        let quoted = attribution.kind != AttributionKind::Indirect && attribution.level != Level::All;
        (here && quoted && words.first().is_some_and(|w| capital(w))).then(|| (speaker.to_owned(), person))
    }

    /// One finding for each other name that the words are given to.
    fn other_speakers(&self, quote: &Quote) -> Vec<Finding> {
        let Some((ours, person)) = self.speaker(quote.fullest) else { return Vec::new() };
        let mut by_name: BTreeMap<String, (bool, Vec<Said>)> = BTreeMap::new();
        for (said, variants) in &quote.members {
            if variants.contains(&Variant::SpeakerDiffers)
                && self.near(quote.fullest, *said)
                && let Some((theirs, also_person)) = self.speaker(*said)
            {
                let entry = by_name.entry(theirs).or_insert((also_person, Vec::new()));
                entry.0 |= also_person;
                entry.1.push(*said);
            }
        }
        let finding = |(theirs, (also_person, places)): (String, (bool, Vec<Said>))| {
            let first = self.place(quote.fullest, EvidenceRole::Side)?;
            let sentence = format!(
                "{} gives a quotation to {ours}, {} to {theirs}: “{}”.",
                self.name(quote.fullest.article),
                self.name(places[0].article),
                self.text(quote.fullest.article, first.passage.span).trim_matches(is_mark)
            );
            let mut finding = Finding::new(FindingKind::QuotationOtherSpeaker, sentence, first);
            for said in &places {
                finding = finding.with(self.place(*said, EvidenceRole::Side)?);
            }
            // a body and the person who speaks for it are two names for one source
            let people = person && also_person;
            finding.confidence = if people { Confidence::Likely } else { Confidence::Unclear };
            finding.score = if people { 95.0 } else { 46.0 };
            finding.reasons =
                vec![if people { "Both are named with an office." } else { "One of the two may speak for the other." }.to_owned()];
            Some(finding)
        };
        by_name.into_iter().filter_map(finding).collect()
    }

    /// A number, a negation or the wording of a quotation differs: one finding for each.
    fn other_words(&self, quote: &Quote) -> Vec<Finding> {
        const KINDS: [(Variant, &str, f64); 3] = [
            (Variant::NumberDiffers, "A number differs inside a quotation", 88.0),
            (Variant::NegationDiffers, "A negation stands in one form of a quotation only", 84.0),
            (Variant::Retranslated, "A quotation is worded differently throughout, as translations are", 48.0),
        ];
        let finding = |&(variant, what, score): &(Variant, &str, f64)| {
            let quoted = |said: Said| self.said(said).kind != AttributionKind::Indirect;
            let places = quote.members.iter().filter(|m| m.1.contains(&variant) && quoted(m.0)).map(|m| m.0);
            let places: Vec<Said> = places.filter(|&said| self.near(quote.fullest, said)).collect();
            if !quoted(quote.fullest) {
                return None;
            }
            let other = *places.first()?;
            let (first, second) = (self.place(quote.fullest, EvidenceRole::Side)?, self.place(other, EvidenceRole::Side)?);
            let words = |e: &Evidence| self.text(e.passage.article, e.passage.span).trim_matches(is_mark).to_owned();
            let (ours, theirs) = (self.name(quote.fullest.article), self.name(other.article));
            let sentence = format!("{what}: “{}” in {ours}, “{}” in {theirs}.", words(&first), words(&second));
            let mut finding = Finding::new(FindingKind::QuotationWordsDiffer, sentence, first);
            for said in &places {
                finding = finding.with(self.place(*said, EvidenceRole::Side)?);
            }
            finding.confidence = Confidence::Likely;
            finding.score = score;
            Some(finding)
        };
        KINDS.iter().filter_map(finding).collect()
    }

    /// A quotation of the headline whose words stand nowhere in the text.
    fn headline(&self, article: ArticleIx) -> Option<Finding> {
        let card = &self.corpus.cards[article.index()];
        let title = card.title.as_deref().filter(|t| t.contains(is_mark))?;
        let quoted: Vec<Span> = quotations(title);
        let reading = self.corpus.shelf.reading(article);
        let in_text = reading.blocks.iter().find(|b| b.kind == crate::record::BlockKind::Headline).map(|b| b.span);
        let first = reading.words.partition_point(|w| in_text.is_some_and(|h| w.start < h.end));
        let body: Vec<u32> = reading.words[first..].iter().map(|w| w.hash).collect();
        let (span, share) = quoted
            .iter()
            .map(|q| (*q, hashes(q.of(title))))
            .filter(|(_, words)| words.len() >= HEADLINE_WORDS)
            .map(|(q, words)| (q, present(&body, &words)))
            .min_by(|a, b| a.1.total_cmp(&b.1))?;
        if share >= PRESENT || body.is_empty() {
            return None;
        }
        let start = reading.words.get(first)?;
        let passage = Passage { article, span: in_text.unwrap_or(Span::new(start.start, start.end)) };
        let sentence = format!("{} quotes in its headline what its text does not have: “{}”.", self.name(article), span.of(title));
        let mut finding = Finding::new(FindingKind::HeadlineQuotation, sentence, Evidence { passage, role: EvidenceRole::Side });
        finding.confidence = if share < PRESENT / 2.0 { Confidence::Likely } else { Confidence::Unclear };
        finding.score = 52.0;
        finding.reasons = vec![format!("{:.0} % of its words stand near each other in the text.", 100.0 * share)];
        Some(finding)
    }

    /// A denial, a reply or a refusal to speak that the earlier text prints and the later one lacks.
    fn answer(&self, pair: &Pair, matches: &[Match]) -> Option<Finding> {
        let (earlier, later) = (pair.earlier?, pair.later()?);
        let answers = |a: &&Attribution| a.stance != AttributionStance::Asserts && a.parent.is_none();
        let reading = self.corpus.shelf.reading(earlier);
        let other = self.corpus.shelf.reading(later);
        let body: Vec<u32> = other.words.iter().map(|w| w.hash).collect();
        let has_some = self.heard.attributions(later).iter().any(|a| answers(&a));
        let printed = self.heard.attributions(earlier);
        let lost = printed.iter().filter(answers).filter_map(|a| {
            let all = || a.source.iter().chain(&a.cue).chain(&a.content);
            let span = Span::new(all().map(|s| s.start).min()?, all().map(|s| s.end).max()?);
            let words: Vec<u32> = hashes(span.of(&reading.text));
            (present(&body, &words) < PRESENT).then_some((a.stance, span))
        });
        let lost: Vec<(AttributionStance, Span)> = lost.collect();
        let &(stance, span) = lost.first().filter(|_| !has_some)?;
        let what = match stance {
            AttributionStance::Denies => "a denial",
            AttributionStance::Replies => "a reply",
            AttributionStance::Declined => "that a source declined to speak",
            _ => "that a source was asked and did not answer",
        };
        let sentence = format!(
            "{} has shared text and not {what}, which {} prints: “{}”.",
            self.name(later),
            self.name(earlier),
            self.text(earlier, span)
        );
        let at = |article, span, role| Evidence { passage: Passage { article, span }, role };
        let longest = matches.iter().max_by_key(|m| (m.words, std::cmp::Reverse(m.left)))?;
        let shared = if longest.left.article == later { longest.left } else { longest.right };
        let mut finding = Finding::new(FindingKind::AnswerLeftOut, sentence, at(earlier, span, EvidenceRole::Earlier));
        for &(_, span) in &lost[1..] {
            finding = finding.with(at(earlier, span, EvidenceRole::Earlier));
        }
        finding = finding.with(Evidence { passage: shared, role: EvidenceRole::Later });
        finding.confidence = if pair.direction == Direction::Clear { Confidence::Likely } else { Confidence::Unclear };
        finding.score = 68.0;
        finding.reasons = vec!["No denial, reply or refusal was found in the later text.".to_owned()];
        Some(finding)
    }

    /// A later text that is mostly an earlier one, and names it only as the source of single words.
    fn in_passing(&self, pair: &Pair) -> Option<Finding> {
        let later = pair.later()?;
        let share = if later == pair.left { pair.left_share } else { pair.right_share };
        let spans: Vec<_> = crate::echo::of_article(&pair.credit_spans, later).collect();
        let passing = spans.iter().all(|s| matches!(s.form, CreditForm::InText | CreditForm::Trace));
        if share < MOSTLY_SHARED || !passing || pair.credit().class != CreditClass::Credited {
            return None;
        }
        let first = spans.first()?;
        let sentence = format!(
            "{:.0} % of {}’s text stands in an earlier one; it names that source inside a sentence only: “{}”.",
            100.0 * share,
            self.name(later),
            self.text(later, first.span)
        );
        let at = |span| Evidence { passage: Passage { article: later, span }, role: EvidenceRole::Credit };
        let mut finding = Finding::new(FindingKind::CreditInPassing, sentence, at(first.span));
        for span in &spans[1..] {
            finding = finding.with(at(span.span));
        }
        finding.confidence = Confidence::Unclear;
        finding.score = 41.0;
        Some(finding)
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '“' | '”' | '"' | '„' | '«' | '»' | '‘' | '’' | '\'')
}

/// The largest share of `words` that stands in a stretch of `body` twice as long.
fn present(body: &[u32], words: &[u32]) -> f64 {
    let mut wanted: BTreeMap<u32, i64> = BTreeMap::new();
    words.iter().for_each(|w| *wanted.entry(*w).or_default() += 1);
    let window = 2 * words.len();
    let (mut found, mut best) = (0i64, 0i64);
    for (at, word) in body.iter().enumerate() {
        if at >= window
            && let Some(left) = wanted.get_mut(&body[at - window])
        {
            found -= i64::from(*left >= 0);
            *left += 1;
        }
        if let Some(left) = wanted.get_mut(word) {
            *left -= 1;
            found += i64::from(*left >= 0);
        }
        best = best.max(found);
    }
    best as f64 / words.len().max(1) as f64
}
