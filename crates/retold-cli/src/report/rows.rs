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

/// The paragraphs that a span touches, as a half-open range; `None` where it touches none.
fn touched(paragraphs: &[Span], span: Span) -> Option<(usize, usize)> {
    let first = paragraphs.partition_point(|p| p.end <= span.start);
    let end = paragraphs.partition_point(|p| p.start < span.end);
    (first < end).then_some((first, end))
}

/// Rows in reading order of both sides.
///
/// Matches whose paragraphs overlap share a row. So do matches that stand in another order on the other side: rows never
/// cross, which keeps each column readable from top to bottom.
pub(crate) fn rows(a: &[Span], b: &[Span], matches: &[(Span, Span)]) -> Vec<Row> {
    let mut links: Vec<Row> =
        matches.iter().filter_map(|&(x, y)| Some((touched(a, x)?, touched(b, y)?))).map(|(a, b)| Row { a, b, shared: true }).collect();
    links.sort_by_key(|r| (r.a, r.b));
    let mut merged: Vec<Row> = Vec::new();
    for mut row in links {
        while let Some(last) = merged.pop_if(|last| row.a.0 < last.a.1 || row.b.0 < last.b.1) {
            row.a = (row.a.0.min(last.a.0), row.a.1.max(last.a.1));
            row.b = (row.b.0.min(last.b.0), row.b.1.max(last.b.1));
        }
        merged.push(row);
    }
    with_gaps(&merged, a.len(), b.len())
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
    use super::{Row, rows};
    use retold::record::Span;

    fn spans(list: &[(usize, usize)]) -> Vec<Span> {
        list.iter().map(|&(a, b)| Span::from(a..b)).collect()
    }

    #[test]
    fn unshared_paragraphs_stand_between_the_rows() {
        let a = spans(&[(0, 10), (12, 20), (22, 30)]);
        let b = spans(&[(0, 10), (12, 20)]);
        let got = rows(&a, &b, &[(a[0], b[0]), (a[2], b[1])]);
        let shared = |a, b| Row { a, b, shared: true };
        assert_eq!(got, [shared((0, 1), (0, 1)), Row { a: (1, 2), b: (1, 1), shared: false }, shared((2, 3), (1, 2))]);
    }

    #[test]
    fn moved_passages_share_a_row() {
        let a = spans(&[(0, 10), (12, 20), (22, 30)]);
        let got = rows(&a, &a, &[(a[0], a[2]), (a[1], a[0])]);
        assert_eq!(got.len(), 2);
        assert_eq!(got[0], Row { a: (0, 2), b: (0, 3), shared: true });
        assert_eq!(got[1], Row { a: (2, 3), b: (3, 3), shared: false });
    }
}
