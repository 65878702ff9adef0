//! Findings about shared text.

use std::collections::{BTreeMap, BTreeSet};

use xxhash_rust::xxh3::xxh3_128;

use crate::analyse::CorpusView;
use crate::echo::{Brief, Versions, by_pair, date_conflict, time_ranks};
use crate::overview::Overview;
use crate::record::{
    ArticleIx, Confidence, CreditClass, CreditForm, CreditTarget, Direction, Edit, EditClass, EditOp, Evidence, EvidenceRole, Family,
    Finding, FindingKind, Layer, Match, Pair, Passage, ReasonKind, Span,
};
use crate::text::{Lexicon, fold, folded as folded_word, lexicon, on_one_line, shortened};

use super::figures::is_filled_in_anew;

/// Share of the later article from which a pair is worth a finding of its own, or this many narration words.
const NOTABLE_SHARE: f64 = 0.25;
const NOTABLE_WORDS: u32 = 60;

/// Score at most of what differs between two texts of one outlet that are weeks apart.
const OF_ONE_OUTLET: f64 = 40.0;

/// Bytes from which an edit inside a match may be a sentence that was cut: six words.
const SENTENCE_BYTES: u32 = 36;

/// Every finding about shared text, collected while pairs are handed over.
pub(crate) struct Findings<'a> {
    write: Writer<'a>,
    /// Pairs worth a finding of their own, as places among those of which something is told.
    best: BTreeSet<usize>,
    /// Such pairs seen so far.
    seen: usize,
    out: Vec<Finding>,
    differing: BTreeMap<Wordings, Vec<Place>>,
}

impl<'a> Findings<'a> {
    /// `pairs` are all of which something is told, sorted.
    pub(crate) fn new(corpus: &'a CorpusView<'a>, versions: &'a Versions, pairs: &[Brief]) -> Self {
        let write = Writer { corpus, ranks: time_ranks(corpus.cards), versions };
        Findings { best: write.best_sources(pairs), write, seen: 0, out: Vec::new(), differing: BTreeMap::new() }
    }

    /// Takes the next pairs with their matches, both in order.
    pub(crate) fn pairs(&mut self, pairs: &[Pair], matches: &[Match]) {
        let before = self.out.len();
        for (pair, of_pair) in pairs.iter().zip(by_pair(matches)) {
            let told = of_pair.iter().filter(|m| m.is_told());
            if told.clone().next().is_none() {
                continue;
            }
            for m in told {
                for (wordings, places) in m.edits.iter().filter_map(|edit| self.write.place(m, edit)) {
                    self.differing.entry(wordings).or_default().extend(places);
                }
                if m.layer == Layer::Quotation {
                    self.out.push(self.write.quotation(m, pair));
                }
            }
            if self.best.contains(&self.seen) {
                self.out.extend(self.write.pair(pair, of_pair));
                self.out.extend(self.write.left_out(pair, of_pair));
                self.out.extend(self.write.common_source(pair));
            }
            self.seen += 1;
        }
        self.out[before..].iter_mut().for_each(Finding::shrink_to_fit);
    }

    /// All of them, in no order.
    pub(crate) fn finish(mut self, overview: &Overview, families: &[Family]) -> Vec<Finding> {
        let write = &self.write;
        self.out.extend(write.edits(&self.differing));
        self.out.extend(write.disguised(&overview.matches));
        self.out.extend(write.versions.steps.iter().filter_map(|step| write.version(step)));
        self.out.extend(families.iter().filter_map(|family| write.family(family)));
        let shares = (0u32..).zip(&overview.shares).filter(|(_, shares)| **shares);
        self.out.extend(shares.filter_map(|(a, _)| write.date(ArticleIx(a))));
        self.out
    }
}

/// The weightiest first; of findings of one kind with the same passages the first stays.
pub(crate) fn sort(out: &mut Vec<Finding>) {
    out.sort_by(|a, b| {
        let first = |f: &Finding| f.evidence().next().map(|e| e.passage);
        b.score.total_cmp(&a.score).then_with(|| (a.kind, first(a)).cmp(&(b.kind, first(b)))).then_with(|| a.sentence.cmp(&b.sentence))
    });
    // a finding goes by its kind and its passages: a hash of them, since there may be very many
    let key = |f: &Finding| {
        let mut bytes = vec![f.kind as u8];
        let passages = f.evidence().map(|e| e.passage);
        for p in passages.chain(f.titles.iter().copied()) {
            [p.article.0, p.span.start, p.span.end].iter().for_each(|n| bytes.extend(n.to_le_bytes()));
        }
        bytes.push(f.titles.len() as u8);
        xxh3_128(&bytes)
    };
    let mut told = BTreeSet::new();
    out.retain(|f| told.insert(key(f)));
}

pub(super) struct Writer<'a> {
    pub(super) corpus: &'a CorpusView<'a>,
    ranks: Vec<u32>,
    versions: &'a Versions,
}

/// What makes a left-out sentence worth a look, the weightiest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Telling {
    Denial,
    Number,
    Source,
}

impl Telling {
    fn of(text: &str, sentence: Span, lexicon: &Lexicon) -> Option<Self> {
        let sentence = sentence.of(text);
        let words = fold(sentence);
        let has = |list: &BTreeSet<u32>| words.iter().any(|w| list.contains(&w.hash));
        if has(&lexicon.denials) {
            Some(Telling::Denial)
        } else if sentence.contains(|c: char| c.is_ascii_digit()) {
            Some(Telling::Number)
        } else {
            has(&lexicon.speech).then_some(Telling::Source)
        }
    }

    fn words(self) -> &'static str {
        match self {
            Telling::Denial => "a denial",
            Telling::Number => "a number",
            Telling::Source => "a statement with its source",
        }
    }

    fn score(self) -> f64 {
        match self {
            Telling::Denial => 65.0,
            Telling::Number => 32.0,
            Telling::Source => 28.0,
        }
    }
}

/// Two wordings that stand in each other's place, folded, in the order of their letters.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Wordings {
    kind: FindingKind,
    first: String,
    second: String,
}

/// Where one of two wordings stands.
#[derive(Debug)]
struct Place {
    passage: Passage,
    /// Whether nothing stands there: then the passage shows the words around the place.
    empty: bool,
    /// Which of the two wordings.
    second: bool,
    /// Equal words around it.
    words: u32,
}

impl Writer<'_> {
    pub(super) fn name(&self, article: ArticleIx) -> String {
        self.corpus.name(article)
    }

    pub(super) fn words(&self, article: ArticleIx, span: Span) -> String {
        const LONGEST: usize = 80;
        let reading = self.corpus.shelf.reading(article);
        shortened(on_one_line(span.of(&reading.text)), LONGEST)
    }

    /// Pairs worth a finding of their own, as indices: for each later article the earlier one with which it shares most; and pairs whose order
    /// cannot be told, unless one of their articles has a better source. The other pairs say the same again; they stay in the list of pairs.
    fn best_sources(&self, pairs: &[Brief]) -> BTreeSet<usize> {
        let mut best: BTreeMap<ArticleIx, usize> = BTreeMap::new();
        let better = |i: usize, j: usize| {
            let key = |i: usize| (pairs[i].narration_words, pairs[i].earlier.map(|e| std::cmp::Reverse(self.ranks[e.index()])));
            key(i) > key(j)
        };
        for (i, pair) in pairs.iter().enumerate() {
            if let Some(later) = pair.later() {
                // versions of one article tell one story
                best.entry(self.versions.first(later))
                    .and_modify(|j| {
                        if better(i, *j) {
                            *j = i
                        }
                    })
                    .or_insert(i);
            }
        }
        let known =
            |article: ArticleIx, words: u32| best.get(&self.versions.first(article)).is_some_and(|&j| pairs[j].narration_words >= words);
        let open = pairs
            .iter()
            .enumerate()
            .filter(|(_, p)| p.earlier.is_none() && !known(p.left, p.narration_words) && !known(p.right, p.narration_words));
        let mut fullest: BTreeMap<(ArticleIx, ArticleIx), usize> = BTreeMap::new();
        for (i, pair) in open {
            let (a, b) = (self.versions.first(pair.left), self.versions.first(pair.right));
            let kept = fullest.entry((a.min(b), a.max(b))).or_insert(i);
            if pair.narration_words > pairs[*kept].narration_words {
                *kept = i;
            }
        }
        fullest.into_values().chain(best.values().copied()).collect()
    }

    /// A span that holds something: where an edit has nothing on one side, the words around the place.
    pub(super) fn visible(&self, article: ArticleIx, span: Span) -> Span {
        if !span.is_empty() {
            return span;
        }
        let reading = self.corpus.shelf.reading(article);
        let next = reading.words.partition_point(|w| w.start < span.start);
        let around = &reading.words[next.saturating_sub(1)..(next + 1).min(reading.words.len())];
        match (around.first(), around.last()) {
            (Some(first), Some(last)) => Span::new(first.start, last.end),
            _ => span,
        }
    }

    /// Both passages of a match, the earlier one first where the order is told.
    fn sides(m: &Match, pair: &Pair) -> [Evidence; 2] {
        let role = |a: ArticleIx| match pair.earlier {
            None => EvidenceRole::Side,
            Some(e) if e == a => EvidenceRole::Earlier,
            Some(_) => EvidenceRole::Later,
        };
        let evidence = |passage: Passage| Evidence { passage, role: role(passage.article) };
        if pair.earlier == Some(m.right.article) { [evidence(m.right), evidence(m.left)] } else { [evidence(m.left), evidence(m.right)] }
    }

    /// A number, hedge, negation or name that differs inside shared text: one finding for all articles that print either wording.
    fn edits(&self, differing: &BTreeMap<Wordings, Vec<Place>>) -> Vec<Finding> {
        differing.iter().filter_map(|(wordings, places)| self.edit(wordings, places)).collect()
    }

    fn edit(&self, wordings: &Wordings, places: &[Place]) -> Option<Finding> {
        let (what, base) = match wordings.kind {
            FindingKind::EditedNumber => ("A number differs in shared text", if self.are_numbers(wordings, places) { 90.0 } else { 75.0 }),
            FindingKind::EditedNegation => ("A negation stands on one side of shared text only", 80.0),
            FindingKind::EditedHedge => ("A hedge differs in shared text", 60.0),
            FindingKind::EditedLabel => ("One group or person is named in different words in shared text", 58.0),
            _ => ("A name differs in shared text", 50.0),
        };
        let mut sides: Vec<Vec<&Place>> = [false, true].map(|second| places.iter().filter(|p| p.second == second).collect()).into();
        for side in &mut sides {
            side.sort_by_key(|p| (self.ranks[p.passage.article.index()], p.passage));
            side.dedup_by_key(|p| p.passage);
        }
        // the wording that is earlier in this collection comes first
        sides.sort_by_key(|side| side.first().map(|p| (self.ranks[p.passage.article.index()], p.passage)));
        let printed: Vec<String> = sides.iter().filter_map(|side| self.printed(side)).collect();
        let first = sides.first()?.first()?;
        let second = sides.last()?.first()?;
        let role = EvidenceRole::Side;
        let mut finding =
            Finding::new(wordings.kind, format!("{what}: {}.", printed.join(", ")), Evidence { passage: first.passage, role });
        // the two wordings side by side, then everybody else who prints them
        let others = sides.iter().flatten().filter(|p| p.passage != first.passage && p.passage != second.passage);
        for place in std::iter::once(second).chain(others) {
            finding = finding.with(Evidence { passage: place.passage, role });
        }
        let words = places.iter().map(|p| p.words).max().unwrap_or(0);
        finding.confidence = if words >= 20 { Confidence::Clear } else { Confidence::Likely };
        finding.score = base + f64::from(words.min(100)) / 20.0;
        finding.reasons = vec![format!("{words} equal words stand around it.")];
        if let Some(days) = is_filled_in_anew(self.corpus, first.passage.article, second.passage.article) {
            finding.confidence = Confidence::Unclear;
            finding.score = base.min(OF_ONE_OUTLET) + f64::from(words.min(100)) / 20.0;
            finding.reasons.push(format!("Both are of one outlet, {days} days apart: it may fill in this text anew each time."));
        }
        Some(finding)
    }

    /// Whether both wordings tell a number: "hundreds" against "a large number" and "in 2011" against "during" are less than 800 against 1,800.
    fn are_numbers(&self, wordings: &Wordings, places: &[Place]) -> bool {
        let lexicon = places.first().and_then(|p| lexicon(self.corpus.cards[p.passage.article.index()].lang.as_deref()));
        let counts = |hash: &u32| lexicon.is_some_and(|l| l.numbers.contains(hash) || l.quantities.contains(hash));
        let tells = |words: &str| words.contains(|c: char| c.is_ascii_digit()) || fold(words).iter().any(|w| counts(&w.hash));
        tells(&wordings.first) && tells(&wordings.second)
    }

    /// `“800” in A, B and 3 more`.
    fn printed(&self, side: &[&Place]) -> Option<String> {
        const NAMED: usize = 3;
        let first = side.first()?;
        let words =
            if first.empty { "nothing".to_owned() } else { format!("“{}”", self.words(first.passage.article, first.passage.span)) };
        let mut names: Vec<String> = Vec::new();
        for name in side.iter().map(|p| self.name(p.passage.article)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let more = names.len().saturating_sub(NAMED);
        names.truncate(NAMED);
        let names = if more > 0 { format!("{} and {more} more", names.join(", ")) } else { names.join(" and ") };
        Some(format!("{words} in {names}"))
    }

    /// What an edit says, whatever the side, and where; `None` for edits that are no finding.
    fn place(&self, m: &Match, edit: &Edit) -> Option<(Wordings, [Place; 2])> {
        let kind = match edit.class {
            EditClass::Number => FindingKind::EditedNumber,
            EditClass::Negation => FindingKind::EditedNegation,
            EditClass::Hedge => FindingKind::EditedHedge,
            EditClass::Name => FindingKind::EditedName,
            EditClass::Label => FindingKind::EditedLabel,
            _ => return None,
        };
        let folded = |article: ArticleIx, span: Span| {
            let text = span.of(&self.corpus.shelf.reading(article).text).to_owned();
            fold(&text).iter().map(|w| folded_word(&text[w.start as usize..w.end as usize])).collect::<Vec<_>>().join(" ")
        };
        let (l, r) = (folded(m.left.article, edit.left), folded(m.right.article, edit.right));
        let swapped = l > r;
        let place = |article: ArticleIx, span: Span, second: bool| Place {
            passage: Passage { article, span: self.visible(article, span) },
            empty: span.is_empty(),
            second,
            words: m.words,
        };
        let places = [place(m.left.article, edit.left, swapped), place(m.right.article, edit.right, !swapped)];
        let (first, second) = if swapped { (r, l) } else { (l, r) };
        Some((Wordings { kind, first, second }, places))
    }

    fn quotation(&self, m: &Match, pair: &Pair) -> Finding {
        let [a, b] = Self::sides(m, pair);
        let differs =
            if m.edits.iter().any(|e| !matches!(e.class, EditClass::Case | EditClass::Punctuation)) { ", worded differently" } else { "" };
        let sentence = format!(
            "{} and {} have a quotation of {} words in common{differs}: “{}”.",
            self.name(m.left.article),
            self.name(m.right.article),
            m.words,
            self.words(m.left.article, m.left.span)
        );
        let mut finding = Finding::new(FindingKind::SharedQuotation, sentence, a).with(b);
        finding.confidence = Confidence::Clear;
        finding.score = 30.0 + f64::from(m.words.min(100)) / 20.0 + if differs.is_empty() { 0.0 } else { 10.0 };
        finding
    }

    /// What a pair with much shared narration says about order and credit.
    fn pair(&self, pair: &Pair, matches: &[Match]) -> Option<Finding> {
        let longest = matches.iter().filter(|m| m.layer == Layer::Narration).max_by_key(|m| (m.words, std::cmp::Reverse(m.left)))?;
        let (earlier, later) = (pair.earlier, pair.later());
        let share = match later {
            Some(a) if a == pair.left => pair.left_share,
            Some(_) => pair.right_share,
            None => pair.left_share.max(pair.right_share),
        };
        if share < NOTABLE_SHARE && pair.narration_words < NOTABLE_WORDS {
            return None;
        }
        let credit = pair.credit();
        let percent = (100.0 * share).round();
        let (kind, base, sentence) = match (earlier, later) {
            (Some(earlier), Some(later)) => {
                let (e, l) = (self.name(earlier), self.name(later));
                let (kind, base, said) = self.credit_words(credit, pair, later);
                // what goes by its own words is the article already
                let owned = |name: &str| name.starts_with('“');
                let l = if owned(&l) { l } else { format!("{l}’s article") };
                let e = if owned(&e) { e } else { format!("{e}’s") };
                (kind, base, format!("{percent} % of {l} stands in {e}, which is earlier in this collection. {said}"))
            }
            _ => {
                let (l, r) = (self.name(pair.left), self.name(pair.right));
                let said = "Which is earlier cannot be told.";
                (
                    FindingKind::SharedText,
                    40.0,
                    format!("{l} and {r} share text: {} words, {percent} % of the fuller share. {said}", pair.shared_words),
                )
            }
        };
        let [a, b] = Self::sides(longest, pair);
        let mut finding = Finding::new(kind, sentence, a).with(b);
        for span in pair.credit_spans.iter().filter(|s| s.form != CreditForm::Trace) {
            finding = finding.with(Evidence { passage: Passage { article: span.article, span: span.span }, role: EvidenceRole::Credit });
        }
        finding.confidence = match pair.direction {
            Direction::Clear => Confidence::Clear,
            Direction::Likely => Confidence::Likely,
            Direction::CannotTell => Confidence::Unclear,
        };
        finding.score = base + 10.0 * share + f64::from(pair.narration_words.min(1000)) / 100.0;
        finding.reasons = pair.reasons.iter().map(|r| r.text.clone()).collect();
        Some(finding)
    }

    fn credit_words(&self, credit: crate::record::Credit, pair: &Pair, later: ArticleIx) -> (FindingKind, f64, String) {
        let span = crate::echo::of_article(&pair.credit_spans, later).find(|s| Some(s.to) == credit.to);
        let named = span.map_or(String::new(), |s| format!("“{}”", self.words(s.article, s.span)));
        match (credit.class, credit.to) {
            (CreditClass::Credited, Some(CreditTarget::NotInCollection)) => {
                (FindingKind::CreditNotInCollection, 45.0, format!("It credits a text that is not in the collection: {named}."))
            }
            (CreditClass::Credited, _) => (FindingKind::Credited, 35.0, format!("It says so: {named}.")),
            (CreditClass::CommonSource, _) => (FindingKind::Credited, 38.0, format!("It names a source both may come from: {named}.")),
            (CreditClass::LinkOnly, _) => (FindingKind::Credited, 42.0, "It links to it without naming it.".to_owned()),
            (CreditClass::NotNeeded, _) => (FindingKind::Credited, 25.0, "Credit not needed: a stated agreement covers it.".to_owned()),
            (CreditClass::NoneFound, Some(CreditTarget::Other)) => {
                (FindingKind::CreditToOther, 75.0, format!("It credits another outlet: {named}."))
            }
            (CreditClass::NoneFound, _) => (FindingKind::CreditNotFound, 70.0, "Credit not found.".to_owned()),
            (CreditClass::NotJudged, _) if self.one_outlet(pair) => (FindingKind::SharedText, 25.0, "Both are of one outlet.".to_owned()),
            (CreditClass::NotJudged, _) if pair.earlier.is_some_and(|e| self.corpus.cards[e.index()].role.is_released()) => {
                (FindingKind::SharedText, 35.0, "Credit not judged: the earlier text is published to be used.".to_owned())
            }
            (CreditClass::NotJudged, _) => {
                (FindingKind::SharedText, 45.0, "Credit not judged: outlet unknown, page incomplete or direction unclear.".to_owned())
            }
        }
    }

    /// Sentences of the earlier text that stand beside shared passages, say something that changes the picture, and are not in the later one.
    ///
    /// Wrong where the later text says the same in other words, or elsewhere: what is reworded throughout is not seen.
    fn left_out(&self, pair: &Pair, matches: &[Match]) -> Option<Finding> {
        let (earlier, later) = (pair.earlier?, pair.later()?);
        let words = lexicon(self.corpus.cards[earlier.index()].lang.as_deref())?;
        let reading = self.corpus.shelf.reading(earlier);
        let (op, left) = if earlier == pair.left { (EditOp::Delete, true) } else { (EditOp::Insert, false) };
        // a sentence that was cut inside a match is one of its edits
        let bridged = matches.iter().flat_map(|m| &m.edits).filter(|e| e.left.len().max(e.right.len()) >= SENTENCE_BYTES);
        let sentences = pair.beside.iter().chain(bridged).filter(|e| e.op == op).map(|e| if left { e.left } else { e.right });
        let mut telling: Vec<(Telling, Span)> = sentences.filter_map(|s| Telling::of(&reading.text, s, words).map(|t| (t, s))).collect();
        telling.sort_unstable();
        let &(what, first) = telling.first()?;
        let sentence = format!(
            "{} leaves out what stands beside shared text in {}, {}: “{}”.",
            self.name(later),
            self.name(earlier),
            what.words(),
            self.words(earlier, first)
        );
        let evidence = |span| Evidence { passage: Passage { article: earlier, span }, role: EvidenceRole::Earlier };
        let mut finding = Finding::new(FindingKind::LeftOut, sentence, evidence(first));
        for &(_, span) in &telling[1..] {
            finding = finding.with(evidence(span));
        }
        finding.confidence = if pair.direction == Direction::Clear { Confidence::Likely } else { Confidence::Unclear };
        finding.score = what.score() + f64::from(pair.narration_words.min(1000)) / 100.0;
        finding.reasons = vec![format!("{} such sentences stand in the earlier text only.", telling.len())];
        Some(finding)
    }

    /// Two texts whose order cannot be told and that both name a third one.
    fn common_source(&self, pair: &Pair) -> Option<Finding> {
        let reason = pair.reasons.iter().find(|r| r.kind == ReasonKind::CommonSource && r.evidence.is_some())?;
        if pair.earlier.is_some() || pair.narration_words < NOTABLE_WORDS {
            return None;
        }
        let sentence = format!("{} words stand in both texts. {}", pair.narration_words, reason.text);
        let evidence = Evidence { passage: reason.evidence?, role: EvidenceRole::Side };
        let mut finding = Finding::new(FindingKind::CommonSource, sentence, evidence);
        finding.confidence = Confidence::Unclear;
        finding.score = 43.0 + f64::from(pair.narration_words.min(1000)) / 100.0;
        finding.reasons = pair.reasons.iter().map(|r| r.text.clone()).collect();
        Some(finding)
    }

    fn one_outlet(&self, pair: &Pair) -> bool {
        let outlet = |a: ArticleIx| self.corpus.cards[a.index()].outlet.as_deref();
        outlet(pair.left).is_some() && outlet(pair.left) == outlet(pair.right)
    }

    fn family(&self, family: &Family) -> Option<Finding> {
        let articles = family.articles();
        let mut outlets: Vec<_> = articles.iter().filter_map(|a| self.corpus.cards[a.index()].outlet.as_deref()).collect();
        outlets.sort_unstable();
        outlets.dedup();
        let count = articles.iter().map(|&a| self.versions.first(a)).collect::<BTreeSet<_>>().len();
        if count < 3 || outlets.len() < 2 {
            return None;
        }
        let earliest = family.earliest.map_or("Which is earliest in this collection cannot be told.".to_owned(), |a| {
            format!("Earliest in this collection: {}.", self.name(a))
        });
        let what = if family.layer == Layer::Quotation { "A quotation" } else { "A text" };
        let texts = if family.texts_low == family.texts_high {
            format!("{}", family.texts_low)
        } else {
            format!("{} to {}", family.texts_low, family.texts_high)
        };
        let sentence =
            format!("{what} stands in {} articles of {} outlets, about {texts} separately written texts. {earliest}", count, outlets.len());
        let evidence = |passage: Passage| Evidence { passage, role: EvidenceRole::Member };
        let mut finding = Finding::new(FindingKind::ReprintFamily, sentence, evidence(family.exemplar));
        for &member in family.members.iter().filter(|&&m| m != family.exemplar) {
            finding = finding.with(evidence(member));
        }
        finding.confidence = if family.chained { Confidence::Likely } else { Confidence::Clear };
        finding.score = 55.0 + f64::from(count.min(40) as u32) / 2.0;
        finding.reasons = vec![format!("On average {:.0} % of the exemplar’s passage stands in the others.", 100.0 * family.cohesion)];
        Some(finding)
    }

    fn date(&self, article: ArticleIx) -> Option<Finding> {
        let card = &self.corpus.cards[article.index()];
        let sentence = date_conflict(card)?;
        let reading = self.corpus.shelf.reading(article);
        let first = reading.words.first()?;
        let evidence = Evidence { passage: Passage { article, span: Span::new(first.start, first.end) }, role: EvidenceRole::Side };
        let mut finding = Finding::new(FindingKind::DateConflict, sentence, evidence);
        finding.confidence = Confidence::Unclear;
        finding.score = 20.0;
        Some(finding)
    }
}
