//! Findings about shared text that is other than it looks.

use std::collections::BTreeMap;

use super::echoes::Writer;
use crate::record::{ArticleIx, Confidence, Evidence, EvidenceRole, Finding, FindingKind, Match, Passage, Span};
use crate::text::disguised_words;

/// Words shown as evidence; all are counted.
const SHOWN: usize = 20;

impl Writer<'_> {
    /// One finding for each article whose shared passages hold words with characters that readers do not see, or with look-alike letters of
    /// another script. It says that they are there, not who put them there: programs for writing and for pages leave them behind as well.
    pub(super) fn disguised(&self, matches: &[Match]) -> Vec<Finding> {
        let mut shared: BTreeMap<ArticleIx, Vec<Span>> = BTreeMap::new();
        for side in matches.iter().filter(|m| m.is_told()).flat_map(|m| [m.left, m.right]) {
            if self.corpus.cards[side.article.index()].disguise.any() {
                shared.entry(side.article).or_default().push(side.span);
            }
        }
        shared.into_iter().filter_map(|(article, spans)| self.disguised_in(article, &spans)).collect()
    }

    fn disguised_in(&self, article: ArticleIx, shared: &[Span]) -> Option<Finding> {
        let reading = self.corpus.shelf.reading(article);
        let spans: Vec<Span> = disguised_words(&reading.text, &reading.words)
            .into_iter()
            .map(|i| Span::new(reading.words[i].start, reading.words[i].end))
            .filter(|word| shared.iter().any(|s| s.start <= word.start && word.end <= s.end))
            .collect();
        let evidence = |&span: &Span| Evidence { passage: Passage { article, span }, role: EvidenceRole::Side };
        let sentence = format!(
            "Shared text in {} has {} {} with characters that readers do not see, or with look-alike letters of another script: “{}”.",
            self.name(article),
            spans.len(),
            if spans.len() == 1 { "word" } else { "words" },
            self.words(article, *spans.first()?)
        );
        let mut finding = Finding::new(FindingKind::HiddenCharacters, sentence, evidence(&spans[0]));
        for span in spans.iter().take(SHOWN).skip(1) {
            finding = finding.with(evidence(span));
        }
        finding.confidence = Confidence::Clear;
        finding.score = 48.0 + spans.len().min(100) as f64 / 50.0;
        finding.reasons = vec!["Texts are compared without such characters, so what is shared is the same either way.".to_owned()];
        Some(finding)
    }
}
