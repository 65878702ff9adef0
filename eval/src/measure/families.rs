//! Families: are the articles of one text together?

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use retold::record::Span;

use super::{Measured, Tally};
use crate::generate::{EditKind, Truth};

/// Words of a passage that families are asked for: a paragraph.
const LEAST_WORDS: u32 = 25;

/// Whether families hold together what is one text.
#[derive(Debug, Default)]
pub(crate) struct Together {
    /// Passages of two articles that stand in one family.
    pub(crate) passages: Tally,
    /// Of each wire: its members, in the family that holds most of them.
    pub(crate) wires: Vec<Tally>,
}

impl std::fmt::Display for Together {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "both passages in one family: {}", self.passages)?;
        self.wires.iter().try_for_each(|w| writeln!(f, "wire, members in one family: {w}"))
    }
}

pub(super) fn score(measured: &Measured) -> Result<Together> {
    let families = &measured.analysis.families;
    let mut of_article: BTreeMap<u32, Vec<(usize, Span)>> = BTreeMap::new();
    for (i, family) in families.iter().enumerate() {
        for member in &family.members {
            of_article.entry(member.article.0).or_default().push((i, member.span));
        }
    }
    let holding = |article: u32, span: Span| -> BTreeSet<usize> {
        let members = of_article.get(&article).into_iter().flatten();
        members.filter(|(_, s)| s.intersection(span).is_some_and(|i| 2 * i.len() > span.len().min(s.len()))).map(|(f, _)| *f).collect()
    };
    let mut out = Together::default();
    for truth in &measured.truths {
        match truth {
            Truth::Passage { left, right, left_start, left_end, right_start, right_end, kinds, words, .. } => {
                let plain = matches!(kinds[..], [EditKind::Verbatim | EditKind::Light | EditKind::Repunctuated]);
                if plain && *words >= LEAST_WORDS {
                    let l = holding(measured.article(left)?.0, Span::new(*left_start, *left_end));
                    let r = holding(measured.article(right)?.0, Span::new(*right_start, *right_end));
                    out.passages.count(!l.is_disjoint(&r));
                }
            }
            Truth::Family { members } => {
                let members = members.iter().map(|m| measured.article(m)).collect::<Result<BTreeSet<_>>>()?;
                let held = |f: &retold::record::Family| f.articles().iter().filter(|a| members.contains(a)).count();
                let most = families.iter().map(held).max().unwrap_or(0);
                out.wires.push(Tally { right: most as u64, all: members.len() as u64 });
            }
            Truth::Pair { .. } => {}
        }
    }
    Ok(out)
}
