//! Who still carries a number that a correction withdrew.
//!
//! When it is wrong: the same number may be right of something else; a text printed on the day of the correction may have gone out before it.

use std::collections::BTreeMap;

use crate::analyse::CorpusView;
use crate::echo::name;
use crate::figure::Told;
use crate::record::{
    ArticleIx, BlockKind, Confidence, Conflict, ConflictClass, Evidence, EvidenceRole, Finding, FindingKind, Passage, Span,
};
use crate::text::corrections;

/// A finding for each article that prints a number after another article of the same thing withdrew it. `told` is sorted by article.
pub(crate) fn corrected_findings(corpus: &CorpusView<'_>, told: &[Told], conflicts: &[Conflict]) -> Vec<Finding> {
    let mut of_article: BTreeMap<ArticleIx, Vec<(u32, u32)>> = BTreeMap::new();
    let compared = |c: &&Conflict| {
        matches!(c.class, ConflictClass::EditedNumber | ConflictClass::Conflict | ConflictClass::Update | ConflictClass::Scale)
    };
    for c in conflicts.iter().filter(compared) {
        for (own, other) in [(c.left, c.right), (c.right, c.left)] {
            of_article.entry(told[own as usize].figure.passage.article).or_default().push((own, other));
        }
    }
    let mut out = Vec::new();
    for (article, pairs) in of_article {
        let reading = corpus.shelf.reading(article);
        if !reading.blocks.iter().any(|b| b.kind == BlockKind::Correction) {
            continue;
        }
        for notice in corrections(&reading.text, &reading.blocks, corpus.cards[article.index()].lang.as_deref()) {
            let (Some(old), Some(new)) = (value_in(told, article, notice.old), value_in(told, article, notice.new)) else { continue };
            let value = |n: u32| told[n as usize].figure.low;
            for &(own, other) in pairs.iter().filter(|p| value(p.0) == Some(new) && value(p.1) == Some(old)) {
                out.extend(finding(corpus, told, notice.span, own, other));
            }
        }
    }
    out
}

/// The number that stands in a wording of a notice.
fn value_in(told: &[Told], article: ArticleIx, wording: Option<Span>) -> Option<f64> {
    let wording = wording?;
    let first = told.partition_point(|t| t.figure.passage.article < article);
    let here = told[first..].iter().take_while(|t| t.figure.passage.article == article);
    here.filter(|t| wording.contains(t.figure.passage.span)).find_map(|t| t.figure.low)
}

fn finding(corpus: &CorpusView<'_>, told: &[Told], notice: Span, own: u32, other: u32) -> Option<Finding> {
    let place = |n: u32| told[n as usize].figure.passage;
    let (corrected, carrier) = (place(own), place(other));
    let card = |p: Passage| &corpus.cards[p.article.index()];
    let days = card(corrected).published.as_ref().zip(card(carrier).published.as_ref());
    // what was out before the correction carries nothing on
    if days.is_some_and(|(c, o)| o.to < c.from) {
        return None;
    }
    let printed = |p: Passage| p.span.of(&corpus.shelf.reading(p.article).text).split_whitespace().collect::<Vec<_>>().join(" ");
    let after = days.is_some_and(|(c, o)| c.to < o.from);
    let sentence = format!(
        "{} has “{}”, which {} withdrew for “{}”{}.",
        name(card(carrier)),
        printed(carrier),
        name(card(corrected)),
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
