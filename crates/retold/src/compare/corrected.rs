//! Who still carries a number that a correction withdrew.
//!
//! When it is wrong: the same number may be right of something else; a text printed on the day of the correction may have gone out before it.

use std::collections::BTreeMap;

use crate::analyse::{CorpusView, Figures};
use crate::figure::Told;
use crate::record::{
    ArticleIx, BlockKind, Confidence, Conflict, ConflictClass, Evidence, EvidenceRole, Finding, FindingKind, Passage, Span,
};
use crate::text::{corrections, on_one_line};

/// A finding for each article that prints a number after another article of the same thing withdrew it.
pub(crate) fn corrected_findings(corpus: &CorpusView<'_>, figures: &Figures<'_>, conflicts: &[Conflict]) -> Vec<Finding> {
    let compared = |c: &&Conflict| {
        matches!(c.class, ConflictClass::EditedNumber | ConflictClass::Conflict | ConflictClass::Update | ConflictClass::Scale)
    };
    let mut of_article: BTreeMap<ArticleIx, Vec<(u32, u32)>> = BTreeMap::new();
    for c in conflicts.iter().filter(compared) {
        for (own, other) in [(c.left, c.right), (c.right, c.left)] {
            of_article.entry(figures.article(own)).or_default().push((own, other));
        }
    }
    let mut out = Vec::new();
    for (article, pairs) in of_article {
        let reading = corpus.shelf.reading(article);
        if !reading.blocks.iter().any(|b| b.kind == BlockKind::Correction) {
            continue;
        }
        let (told, first) = (figures.of(article), figures.first(article));
        for notice in corrections(&reading.text, &reading.blocks, corpus.cards[article.index()].lang.as_deref()) {
            let (Some(old), Some(new)) = (value_in(&told, notice.old), value_in(&told, notice.new)) else { continue };
            for &(own, other) in &pairs {
                let (Some(own), Some(other)) = (told.get((own - first) as usize), figures.numbered(other)) else { continue };
                if own.figure.low == Some(new) && other.figure.low == Some(old) {
                    out.extend(finding(corpus, notice.span, own.figure.passage, other.figure.passage));
                }
            }
        }
    }
    out
}

/// The number that stands in a wording of a notice.
fn value_in(told: &[Told], wording: Option<Span>) -> Option<f64> {
    let wording = wording?;
    told.iter().filter(|t| wording.contains(t.figure.passage.span)).find_map(|t| t.figure.low)
}

/// `corrected` is the number as it stands since, `carrier` the withdrawn one in another article.
fn finding(corpus: &CorpusView<'_>, notice: Span, corrected: Passage, carrier: Passage) -> Option<Finding> {
    let card = |p: Passage| &corpus.cards[p.article.index()];
    let days = card(corrected).published.as_ref().zip(card(carrier).published.as_ref());
    // what was out before the correction carries nothing on
    if days.is_some_and(|(c, o)| o.to < c.from) {
        return None;
    }
    let printed = |p: Passage| on_one_line(p.span.of(&corpus.shelf.reading(p.article).text));
    let after = days.is_some_and(|(c, o)| c.to < o.from);
    let sentence = format!(
        "{} has “{}”, which {} withdrew for “{}”{}.",
        corpus.name(carrier.article),
        printed(carrier),
        corpus.name(corrected.article),
        printed(corrected),
        if after { " in an earlier notice" } else { "; which came first cannot be told" }
    );
    let evidence = |passage, role| Evidence { passage, role };
    let role = if after { EvidenceRole::Later } else { EvidenceRole::Side };
    let mut finding = Finding::new(FindingKind::CarriedAfterCorrection, sentence, evidence(carrier, role))
        .with(evidence(Passage { article: corrected.article, span: notice }, EvidenceRole::Side))
        .with(evidence(corrected, EvidenceRole::Side));
    finding.confidence = if after { Confidence::Likely } else { Confidence::Unclear };
    finding.score = 82.0;
    finding.reasons = vec!["A notice of a correction gives both numbers; the text here has the one that was withdrawn.".to_owned()];
    Some(finding)
}
