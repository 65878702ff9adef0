use super::span::Span;

/// A stretch of text and the stretch of its source that it was read from.
///
/// Where both have the same length they run in step, byte by byte, white space aside; else the whole text stands for the whole source: an
/// entity, squeezed white space, a tag between two words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// Bytes of the article's text.
    pub text: Span,
    /// Bytes of the decoded source, in UTF-8.
    pub raw: Span,
}

/// The way from an article's text back to the page it was extracted from.
///
/// `raw` counts bytes of the page as decoded to UTF-8, without byte-order mark: of the file, of the payload of an archived page, of the
/// value of `html` in a record. Empty where the text came in as text: then there is nothing to trace. Line breaks between blocks have no
/// source.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceMap {
    runs: Vec<Run>,
}

impl SourceMap {
    /// A map of these runs.
    ///
    /// # Panics
    /// Where the runs are not in the order of the text.
    pub fn new(runs: Vec<Run>) -> Self {
        assert!(runs.windows(2).all(|w| w[0].text.end <= w[1].text.start), "runs out of order");
        SourceMap { runs }
    }

    /// The runs, in the order of the text.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// The stretch of the source from the first to the last byte of this span of the text; `None` where it cannot be traced. Between
    /// them the source may hold what is not in the text: tags, adverts, hidden parts. Logarithmic in the runs.
    pub fn raw(&self, span: Span) -> Option<Span> {
        let first = self.runs.partition_point(|run| run.text.end <= span.start);
        let last = self.runs.partition_point(|run| run.text.start < span.end).checked_sub(1)?;
        let (from, to) = (self.runs.get(first)?, self.runs[last]);
        if first > last {
            return None;
        }
        let in_step = |run: &Run| run.text.len() == run.raw.len();
        let start = if in_step(from) { from.raw.start + span.start.saturating_sub(from.text.start) } else { from.raw.start };
        let end = if in_step(&to) { to.raw.end - to.text.end.saturating_sub(span.end) } else { to.raw.end };
        // A page may show its text in another order than it stands in the source.
        (start <= end).then_some(Span { start, end })
    }
}

#[cfg(test)]
mod tests {
    use super::{Run, SourceMap};
    use crate::record::Span;

    #[test]
    fn a_span_is_traced_from_its_first_to_its_last_byte() {
        // `Tea &amp; <b>milk</b>` gives `Tea & milk`.
        let run = |text: (u32, u32), raw: (u32, u32)| Run { text: Span::new(text.0, text.1), raw: Span::new(raw.0, raw.1) };
        let map = SourceMap::new(vec![run((0, 4), (0, 4)), run((4, 5), (4, 9)), run((5, 6), (9, 10)), run((6, 10), (13, 17))]);
        assert_eq!(map.raw(Span::new(0, 3)), Some(Span::new(0, 3)));
        assert_eq!(map.raw(Span::new(4, 5)), Some(Span::new(4, 9)));
        assert_eq!(map.raw(Span::new(1, 7)), Some(Span::new(1, 14)));
        assert_eq!(map.raw(Span::new(6, 10)), Some(Span::new(13, 17)));
        assert_eq!(map.raw(Span::new(10, 12)), None);
        assert_eq!(SourceMap::default().raw(Span::new(0, 1)), None);
    }
}
