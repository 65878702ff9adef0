use super::phrases::Phrases;
use crate::record::{Block, BlockKind, Correction, CorrectionKind, Span};
use crate::text::quotemark::quotations;

/// What the correction blocks of a text say was changed.
///
/// The old and the new wording are read where both are quoted (`changed from “two” to “three”`, `“three”, not “two”`), or where the notice first
/// says what stood there and then how it is (`An earlier version said that two ships sank. Three sank.`). Wordings: `data/furniture.toml`.
///
/// Wrong where: a notice corrects several things; it quotes something else than the two wordings.
pub fn corrections(text: &str, blocks: &[Block], lang: Option<&str>) -> Vec<Correction> {
    let phrases = Phrases::of(lang);
    let notices = blocks.iter().filter(|b| b.kind == BlockKind::Correction);
    notices.map(|b| Notice { text, span: b.span, lower: b.span.of(text).to_lowercase(), phrases }.read()).collect()
}

struct Notice<'a> {
    text: &'a str,
    span: Span,
    lower: String,
    phrases: &'a Phrases,
}

impl Notice<'_> {
    fn read(&self) -> Correction {
        let (old, new) = self.quoted().or_else(|| self.told()).unzip();
        Correction { span: self.span, kind: self.kind(old.is_some()), old, new }
    }

    /// The first kind of which a word stands in the notice; a plain editors' note that changes a wording corrects it.
    fn kind(&self, changes: bool) -> CorrectionKind {
        let kinds = [
            (&self.phrases.withdrawal, CorrectionKind::Withdrawal),
            (&self.phrases.clarification, CorrectionKind::Clarification),
            (&self.phrases.corrected, CorrectionKind::Correction),
            (&self.phrases.changed, CorrectionKind::Update),
        ];
        let found = kinds.into_iter().find(|(words, _)| words.iter().any(|w| self.lower.contains(w.as_str())));
        found.map_or(if changes { CorrectionKind::Correction } else { CorrectionKind::Note }, |(_, kind)| kind)
    }

    /// Two quotations; behind a `not` the second one is the old wording.
    fn quoted(&self) -> Option<(Span, Span)> {
        let notice = self.span.of(self.text);
        let shift = |s: Span| Span::new(s.start + self.span.start, s.end + self.span.start);
        let quotes = quotations(notice);
        let [first, second] = quotes[..] else { return None };
        let between = notice[first.end as usize..second.start as usize].to_lowercase();
        let turned = between.split(|c: char| !c.is_alphabetic()).any(|word| self.phrases.not.iter().any(|n| n == word));
        let (first, second) = (shift(first), shift(second));
        Some(if turned { (second, first) } else { (first, second) })
    }

    /// What stood there up to the end of its sentence, and the sentence behind it.
    fn told(&self) -> Option<(Span, Span)> {
        let notice = self.span.of(self.text);
        // lower case of other lengths than the text's would shift everything
        let lower = (self.lower.len() == notice.len()).then_some(&self.lower)?;
        // the first of them, the longest where several begin there
        let found = self.phrases.stated.iter().filter_map(|w| lower.find(w.as_str()).map(|at| (at, std::cmp::Reverse(w.len()))));
        let start = found.min().map(|(at, length)| at + length.0)?;
        let (end, next) = sentence_end(notice, start)?;
        let (last, _) = sentence_end(notice, next).unwrap_or((notice.trim_end().len(), 0));
        let span = |start: usize, end: usize| {
            let lead = notice[start..end].len() - notice[start..end].trim_start().len();
            Span::new(self.span.start + (start + lead) as u32, self.span.start + end as u32)
        };
        let (old, new) = (span(start, end), span(next, last));
        (!old.is_empty() && !new.is_empty()).then_some((old, new))
    }
}

/// The end of the sentence that goes on at `from`, without its full stop, and where the next one begins.
fn sentence_end(text: &str, from: usize) -> Option<(usize, usize)> {
    let stops = text[from..].match_indices(". ").map(|(at, _)| from + at);
    let ends = |&at: &usize| {
        let word = text[..at].rsplit(' ').next().unwrap_or_default();
        word.chars().count() > 3 && text[at + 2..].starts_with(char::is_uppercase)
    };
    let at = stops.into_iter().find(ends)?;
    Some((at, at + 2))
}
