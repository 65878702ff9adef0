//! Findings about figures.

use std::collections::BTreeMap;

use crate::analyse::{CorpusView, Figures};
use crate::figure::Told;
use crate::record::{ArticleIx, Confidence, Conflict, ConflictClass, Evidence, EvidenceRole, Finding, FindingKind};
use crate::text::on_one_line;

/// Confidence from which two figures are a finding; below, they stand in the table alone. Chosen: what is left is mostly of one count.
const FINDING_FROM: f64 = 0.6;
/// Places named in one finding; the table has all of them.
const MOST_PLACES: usize = 12;

/// A finding for each two values of one count that cannot both be true, or of which one was a plan. Edited numbers have theirs already.
pub(crate) fn figure_findings(corpus: &CorpusView<'_>, figures: &Figures<'_>, conflicts: &[Conflict]) -> Vec<Finding> {
    let sides = conflicts.iter().filter(|c| c.confidence >= FINDING_FROM && kind(c.class).is_some()).flat_map(|c| [c.left, c.right]);
    let told: BTreeMap<u32, Told> = sides.filter_map(|n| Some((n, figures.numbered(n)?))).collect();
    let mut groups: BTreeMap<(FindingKind, u32, String, String, String), Vec<&Conflict>> = BTreeMap::new();
    for conflict in conflicts.iter().filter(|c| c.confidence >= FINDING_FROM) {
        let Some(kind) = kind(conflict.class) else { continue };
        let (left, right) = (&told[&conflict.left], &told[&conflict.right]);
        let mut values = [left, right].map(|t| printed(corpus, t));
        values.sort();
        let [first, second] = values;
        let counted = left.figure.counted.clone().unwrap_or_default();
        groups.entry((kind, left.figure.event.unwrap_or(0), counted, first, second)).or_default().push(conflict);
    }
    groups.into_iter().filter_map(|(key, same)| finding(corpus, &told, key.0, &same)).collect()
}

fn kind(class: ConflictClass) -> Option<FindingKind> {
    match class {
        ConflictClass::Conflict | ConflictClass::Scale => Some(FindingKind::FiguresDiffer),
        ConflictClass::InsideOneArticle => Some(FindingKind::FiguresInsideOneArticle),
        ConflictClass::PlanActual => Some(FindingKind::PlannedAndActual),
        _ => None,
    }
}

/// The figure as it stands in its text.
fn printed(corpus: &CorpusView<'_>, told: &Told) -> String {
    let passage = told.figure.passage;
    let reading = corpus.shelf.reading(passage.article);
    on_one_line(passage.span.of(&reading.text))
}

fn finding(corpus: &CorpusView<'_>, told: &BTreeMap<u32, Told>, kind: FindingKind, same: &[&Conflict]) -> Option<Finding> {
    let best = same.iter().copied().max_by(|a, b| a.confidence.total_cmp(&b.confidence).then((b.left, b.right).cmp(&(a.left, a.right))))?;
    let sides = [best.left, best.right].map(|n| &told[&n]);
    let [left, right] = sides.map(|t| printed(corpus, t));
    let outlet = |article: ArticleIx| corpus.name(article);
    let [of_left, of_right] = sides.map(|t| outlet(t.figure.passage.article));
    let counted = sides[0].figure.counted.as_deref().or(sides[1].figure.counted.as_deref()).unwrap_or("a count");
    let (sentence, base) = match kind {
        FindingKind::FiguresInsideOneArticle => {
            (format!("One article of {of_left} has “{left}” and “{right}” for one thing ({counted})."), 52.0)
        }
        FindingKind::PlannedAndActual => {
            (format!("A planned figure and one of what came about: “{left}” in {of_left}, “{right}” in {of_right} ({counted})."), 44.0)
        }
        _ => (format!("Figures differ: “{left}” in {of_left}, “{right}” in {of_right} ({counted}). Either may be right."), 58.0),
    };
    let evidence = |n: u32| Evidence { passage: told[&n].figure.passage, role: EvidenceRole::Side };
    let mut finding = Finding::new(kind, sentence, evidence(best.left)).with(evidence(best.right));
    let mut places = vec![best.left, best.right];
    for n in same.iter().flat_map(|c| [c.left, c.right]) {
        if !places.contains(&n) && places.len() < MOST_PLACES {
            places.push(n);
            finding = finding.with(evidence(n));
        }
    }
    finding.confidence = if best.confidence >= 0.75 { Confidence::Likely } else { Confidence::Unclear };
    finding.score = base + 10.0 * best.confidence;
    finding.reasons = vec![
        "The sentences around the figures count the same thing; whether they mean the same moment and place, a reader must judge."
            .to_owned(),
    ];
    Some(finding)
}
