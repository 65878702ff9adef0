//! Findings about versions of one article: what changed between two captures.

use super::echoes::Writer;
use crate::echo::Step;
use crate::record::{
    ArticleIx, BlockKind, Confidence, Edit, EditClass, Evidence, EvidenceRole, Finding, FindingKind, Match, Passage, Span,
};

/// Words in a row that only one version has, from which they are a passage of their own; shorter ones are edits or furniture. The shortest
/// passage that any two articles can share.
const PASSAGE_WORDS: usize = 8;

/// Differences told in the sentence; all of them are evidence and reasons.
const TOLD: usize = 3;

/// One difference between two versions.
struct Change {
    class: EditClass,
    before: Option<Passage>,
    after: Option<Passage>,
    words: String,
}

impl Writer<'_> {
    /// What changed between two versions that follow each other: other numbers, negations, names and words inside what stayed, and passages that
    /// came or went. `None` where only typography differs, or where what they share is not known.
    ///
    /// A notice of a correction is one that the page's own layout or words mark as such; where none was found, that is what is said. It does not
    /// say that a change was hidden: a notice may stand on another page. Wrong where a page shows something else with every visit.
    pub(super) fn version(&self, step: &Step) -> Option<Finding> {
        if step.matches.is_empty() {
            return None;
        }
        let mut changes: Vec<Change> = step.matches.iter().flat_map(|m| m.edits.iter().filter_map(|e| self.changed(step, m, e))).collect();
        let edits = changes.len();
        changes.extend(self.alone(step, step.before).into_iter().map(|p| self.passage(p, EditClass::Cut)));
        changes.extend(self.alone(step, step.after).into_iter().map(|p| self.passage(p, EditClass::Insertion)));
        changes.sort_by_key(|c| (weight(c.class), c.before, c.after));
        let first = changes.first()?;
        let weighty = changes.iter().any(|c| weight(c.class) <= weight(EditClass::Name));
        let notice = self.notice(step);
        let kind = if notice.is_some() { FindingKind::VersionCorrected } else { FindingKind::VersionChanged };
        let (before, after) =
            if step.ordered { (EvidenceRole::Earlier, EvidenceRole::Later) } else { (EvidenceRole::Side, EvidenceRole::Side) };
        let evidence = |change: &Change| {
            let at = |passage: Option<Passage>, role| passage.map(|passage| Evidence { passage, role });
            [at(change.before, before), at(change.after, after)].into_iter().flatten().collect::<Vec<_>>()
        };
        let mut all = changes.iter().flat_map(evidence);
        let mut finding = Finding::new(
            kind,
            self.told(step, &changes, edits, notice.is_some()),
            all.next().unwrap_or(Evidence { passage: first.before.or(first.after)?, role: before }),
        );
        for one in all {
            finding = finding.with(one);
        }
        if let Some(passage) = notice {
            finding = finding.with(Evidence { passage, role: after });
        }
        finding.confidence = if step.ordered { Confidence::Clear } else { Confidence::Likely };
        finding.score = if weighty { 65.0 } else { 40.0 } + changes.len().min(20) as f64 / 4.0 - if notice.is_some() { 10.0 } else { 0.0 };
        finding.reasons = changes.iter().map(|c| format!("{}: {}", c.class, c.words)).collect();
        Some(finding)
    }

    fn told(&self, step: &Step, changes: &[Change], edits: usize, corrected: bool) -> String {
        let who = self.name(step.before);
        let mut what: Vec<String> = changes.iter().take(TOLD).map(|c| c.words.clone()).collect();
        if changes.len() > TOLD {
            what.push(format!("and {} more", changes.len() - TOLD));
        }
        let notice = match (step.ordered, corrected) {
            (_, true) => "A notice of a correction stands in it.",
            (true, false) => "No notice of a correction was found in the later one.",
            (false, false) => "Which is the later one cannot be told; no notice of a correction was found in either.",
        };
        let passages = changes.len() - edits;
        let counted = match (edits, passages) {
            (e, 0) => format!("{e} {}", plural(e, "change of wording", "changes of wording")),
            (0, p) => format!("{p} {} on one side only", plural(p, "passage", "passages")),
            (e, p) => format!(
                "{e} {} and {p} {} on one side only",
                plural(e, "change of wording", "changes of wording"),
                plural(p, "passage", "passages")
            ),
        };
        format!("Two versions of an article of {who} differ in {counted}: {}. {notice}", what.join("; "))
    }

    /// An edit as a change from the version before to the one after.
    fn changed(&self, step: &Step, m: &Match, edit: &Edit) -> Option<Change> {
        if matches!(edit.class, EditClass::Case | EditClass::Punctuation) {
            return None;
        }
        let span = |article: ArticleIx| if article == m.left.article { edit.left } else { edit.right };
        let shown = |article: ArticleIx| {
            let span = span(article);
            if span.is_empty() { "nothing".to_owned() } else { format!("“{}”", self.words(article, span)) }
        };
        let at = |article: ArticleIx| Some(Passage { article, span: self.visible(article, span(article)) });
        // an edit says what turns the left text into the right one, whichever came first
        let class = match edit.class {
            EditClass::Insertion | EditClass::Cut if span(step.before).is_empty() => EditClass::Insertion,
            EditClass::Insertion | EditClass::Cut if span(step.after).is_empty() => EditClass::Cut,
            class => class,
        };
        let words = format!("{} {} {}", shown(step.before), if step.ordered { "became" } else { "beside" }, shown(step.after));
        Some(Change { class, before: at(step.before), after: at(step.after), words })
    }

    fn passage(&self, passage: Passage, class: EditClass) -> Change {
        let words = format!("“{}”", self.words(passage.article, passage.span));
        match class {
            EditClass::Cut => Change { class, before: Some(passage), after: None, words: format!("only before: {words}") },
            _ => Change { class, before: None, after: Some(passage), words: format!("only after: {words}") },
        }
    }

    /// Stretches of a version that no match of the step covers.
    fn alone(&self, step: &Step, article: ArticleIx) -> Vec<Passage> {
        let span = |m: &Match| if m.left.article == article { m.left.span } else { m.right.span };
        let mut covered: Vec<Span> = step.matches.iter().map(span).collect();
        covered.sort_unstable();
        let reading = self.corpus.shelf.reading(article);
        let mut runs: Vec<Vec<Span>> = vec![Vec::new()];
        let mut next = covered.iter().peekable();
        for word in &reading.words {
            while next.peek().is_some_and(|s| s.end <= word.start) {
                next.next();
            }
            let inside = next.peek().is_some_and(|s| s.start < word.end);
            match (inside, runs.last_mut()) {
                (false, Some(run)) => run.push(Span::new(word.start, word.end)),
                (true, Some(run)) if !run.is_empty() => runs.push(Vec::new()),
                _ => {}
            }
        }
        let long = runs.into_iter().filter(|r| r.len() >= PASSAGE_WORDS);
        long.filter_map(|r| Some(Passage { article, span: Span::new(r.first()?.start, r.last()?.end) })).collect()
    }

    /// A correction in the later version whose words the earlier one lacks.
    fn notice(&self, step: &Step) -> Option<Passage> {
        let (before, after) = (self.corpus.shelf.reading(step.before), self.corpus.shelf.reading(step.after));
        let mut notices = after.blocks.iter().filter(|b| b.kind == BlockKind::Correction);
        let new = notices.find(|b| !before.text.contains(b.span.of(&after.text)))?;
        Some(Passage { article: step.after, span: new.span })
    }
}

/// Order of weight: what changes the facts goes first.
fn weight(class: EditClass) -> u8 {
    match class {
        EditClass::Number => 0,
        EditClass::Negation => 1,
        EditClass::Hedge => 2,
        EditClass::Attribution => 3,
        EditClass::Name | EditClass::Label => 4,
        EditClass::Cut => 5,
        EditClass::Insertion => 6,
        EditClass::Substitution => 7,
        EditClass::Case | EditClass::Punctuation => 8,
    }
}

fn plural<'a>(count: usize, one: &'a str, more: &'a str) -> &'a str {
    if count == 1 { one } else { more }
}
