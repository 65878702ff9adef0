//! Two articles laid out in rows: what is shared stands side by side, what is not is folded between.

use retold::record::Span;

/// A row: a stretch of paragraphs on each side, as half-open ranges of paragraph numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) a: (usize, usize),
    pub(crate) b: (usize, usize),
    /// Whether a match lies in it.
    pub(crate) shared: bool,
}

/// The number of the paragraph that holds a place, or the next one.
pub(crate) fn paragraph_at(paragraphs: &[Span], at: u32) -> usize {
    let i = paragraphs.partition_point(|p| p.end <= at);
    i.min(paragraphs.len().saturating_sub(1))
}

/// Rows in reading order of both sides. `links` are numbers of paragraphs that share words.
///
/// Linked paragraphs share a row. So do paragraphs that stand in another order on the other side: rows never cross, which
/// keeps each column readable from top to bottom.
pub(crate) fn rows(a_len: usize, b_len: usize, mut links: Vec<(usize, usize)>) -> Vec<Row> {
    links.sort_unstable();
    links.dedup();
    let mut merged: Vec<Row> = Vec::new();
    for (i, j) in links {
        let mut row = Row { a: (i, i + 1), b: (j, j + 1), shared: true };
        while let Some(last) = merged.pop_if(|last| row.a.0 < last.a.1 || row.b.0 < last.b.1) {
            row.a = (row.a.0.min(last.a.0), row.a.1.max(last.a.1));
            row.b = (row.b.0.min(last.b.0), row.b.1.max(last.b.1));
        }
        merged.push(row);
    }
    with_gaps(&merged, a_len, b_len)
}

fn with_gaps(shared: &[Row], a_len: usize, b_len: usize) -> Vec<Row> {
    let mut out = Vec::new();
    let (mut a, mut b) = (0, 0);
    let end = Row { a: (a_len, a_len), b: (b_len, b_len), shared: true };
    for row in shared.iter().chain([&end]) {
        if a < row.a.0 || b < row.b.0 {
            out.push(Row { a: (a, row.a.0), b: (b, row.b.0), shared: false });
        }
        (a, b) = (row.a.1, row.b.1);
        out.push(*row);
    }
    out.pop();
    out
}

#[cfg(test)]
mod tests {
    use super::{Row, paragraph_at, rows};
    use retold::record::Span;

    #[test]
    fn unshared_paragraphs_stand_between_the_rows() {
        let row = |a, b, shared| Row { a, b, shared };
        let got = rows(3, 2, vec![(2, 1), (0, 0)]);
        assert_eq!(got, [row((0, 1), (0, 1), true), row((1, 2), (1, 1), false), row((2, 3), (1, 2), true)]);
    }

    #[test]
    fn moved_passages_share_a_row() {
        let got = rows(3, 3, vec![(0, 2), (1, 0)]);
        assert_eq!(got, [Row { a: (0, 2), b: (0, 3), shared: true }, Row { a: (2, 3), b: (3, 3), shared: false }]);
    }

    #[test]
    fn a_place_between_paragraphs_belongs_to_the_next() {
        let paragraphs = [Span::new(0, 4), Span::new(6, 9)];
        assert_eq!([0, 3, 4, 8, 20].map(|at| paragraph_at(&paragraphs, at)), [0, 0, 1, 1, 1]);
    }
}
