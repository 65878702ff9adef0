//! One form of a quotation set against the fullest: which words are the same, which differ, which are left out.

use retold::text::fold;

use super::visible::visible;

/// Words of a form that are compared; what is longer is shown as it stands.
const WORDS: usize = 400;

/// A stretch of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) kind: PieceKind,
    /// As printed; of what is left out, the words that the fullest form has there.
    pub(crate) text: String,
}

impl Piece {
    /// For templates, which know no enums of ours.
    pub(crate) fn is_other(&self) -> bool {
        self.kind == PieceKind::Other
    }

    pub(crate) fn is_cut(&self) -> bool {
        self.kind == PieceKind::Cut
    }
}

/// How a stretch stands to the fullest form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PieceKind {
    /// The same words, whatever their case and punctuation.
    Same,
    /// Words that the fullest form lacks, or has others for.
    Other,
    /// Words of the fullest form that are not here.
    Cut,
}

/// Sets `form` against `fullest`.
pub(crate) fn collate(form: &str, fullest: &str) -> Vec<Piece> {
    let (a, b) = (fold(form), fold(fullest));
    if a.is_empty() || b.is_empty() || a.len() > WORDS || b.len() > WORDS {
        return vec![Piece { kind: PieceKind::Same, text: visible(form) }];
    }
    let same = common(&a.iter().map(|w| w.hash).collect::<Vec<_>>(), &b.iter().map(|w| w.hash).collect::<Vec<_>>());
    // where each stretch of the form begins, and what it is; what is left out stands between two of them
    let mut cuts: Vec<(usize, PieceKind, String)> = Vec::new();
    let (mut i, mut j) = (0, 0);
    for &(x, y) in same.iter().chain(&[(a.len(), b.len())]) {
        if i < x {
            cuts.push((a[i].start as usize, PieceKind::Other, String::new()));
        }
        if let (true, Some(first), Some(last)) = (j < y, b.get(j), b.get(y.wrapping_sub(1))) {
            let at = a.get(x).map_or(form.len(), |w| w.start as usize);
            cuts.push((at, PieceKind::Cut, visible(fullest.get(first.start as usize..last.end as usize).unwrap_or(""))));
        }
        if x < a.len() && !cuts.last().is_some_and(|c| c.1 == PieceKind::Same) {
            cuts.push((a[x].start as usize, PieceKind::Same, String::new()));
        }
        (i, j) = (x + 1, y + 1);
    }
    if let Some(first) = cuts.iter_mut().find(|c| c.1 != PieceKind::Cut) {
        first.0 = 0; // the opening mark belongs to the first words
    }
    let mut out = Vec::new();
    for (n, (start, kind, left_out)) in cuts.iter().enumerate() {
        let end = cuts[n + 1..].iter().find(|c| c.1 != PieceKind::Cut || *kind == PieceKind::Cut).map_or(form.len(), |c| c.0);
        let text = if *kind == PieceKind::Cut { left_out.clone() } else { visible(form.get(*start..end).unwrap_or("").trim()) };
        out.push(Piece { kind: *kind, text });
    }
    out.retain(|p| !p.text.is_empty());
    out
}

/// Places of the longest common run of words in order.
fn common(a: &[u32], b: &[u32]) -> Vec<(usize, usize)> {
    let mut best = vec![0u16; (a.len() + 1) * (b.len() + 1)];
    let at = |i: usize, j: usize| i * (b.len() + 1) + j;
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            best[at(i, j)] = if a[i] == b[j] { best[at(i + 1, j + 1)] + 1 } else { best[at(i + 1, j)].max(best[at(i, j + 1)]) };
        }
    }
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            out.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[at(i + 1, j)] >= best[at(i, j + 1)] {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{PieceKind as K, collate};

    #[test]
    fn words_that_differ_and_words_left_out_are_told_apart() {
        let full = "We will not leave anyone on the quay, and we have asked the two governments for boats";
        let got = collate("“We will not leave anyone on the quay, and we have asked both capitals.”", full);
        let seen: Vec<_> = got.iter().map(|p| (p.kind, p.text.as_str())).collect();
        assert_eq!(
            seen,
            [
                (K::Same, "“We will not leave anyone on the quay, and we have asked"),
                (K::Other, "both capitals.”"),
                (K::Cut, "the two governments for boats"),
            ]
        );
    }

    #[test]
    fn the_same_words_are_one_piece() {
        assert_eq!(collate("“So it is,” ", "so it is").len(), 1);
    }
}
