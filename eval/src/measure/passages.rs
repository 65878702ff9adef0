//! Shared passages: how many are found, how exactly they begin and end, how many matches are true.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use retold::record::{ArticleIx, Match, MatchKind, Passage, Span};

use super::{Measured, Tally, covered};
use crate::generate::{EditKind, Truth};

/// Share of the words of one origin that must lie in matches of the two articles for a passage to count as found.
const FOUND_SHARE: f64 = 0.8;
/// Words by which a match may begin or end elsewhere than the passage.
const BOUNDARY_WORDS: usize = 2;
/// Share of the words of a match, on its shorter side, that must be of one origin for the match to be true.
const TRUE_SHARE: f64 = 0.5;
/// Passages not found that are shown, of each kind and length.
const EXAMPLES: usize = 5;
/// Fewer words of one origin are no passage that anybody promises to find.
const LEAST_WORDS: u32 = 8;

/// Length of a passage in characters, hidden ones left out: its shorter side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Length {
    Under60,
    From60,
    From150,
}

/// Recall by edit and length; boundaries.
#[derive(Debug, Default)]
pub(crate) struct Passages {
    /// `None`: several hands, several kinds of edit.
    pub(crate) found: BTreeMap<(Option<EditKind>, Length), Tally>,
    /// The four ends of each passage that was found.
    pub(crate) boundaries: Tally,
    boundaries_of: BTreeMap<Option<EditKind>, Tally>,
    /// Of the passages not found, some, for whoever looks for the cause.
    missed: BTreeMap<(Option<EditKind>, Length), Vec<String>>,
}

impl std::fmt::Display for Passages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{:14} {:>24} {:>24} {:>24} {:>24}", "recall", "under 60 characters", "60 to 150", "150 and more", "boundaries")?;
        let kinds: BTreeSet<Option<EditKind>> = self.found.keys().map(|(kind, _)| *kind).collect();
        for kind in kinds {
            let name = kind.map_or("several".to_owned(), |k| format!("{k:?}"));
            let cell = |length| self.found.get(&(kind, length)).map_or("-".to_owned(), |t| t.to_string());
            let ends = self.boundaries_of.get(&kind).copied().unwrap_or_default().to_string();
            writeln!(f, "{name:14} {:>24} {:>24} {:>24} {ends:>24}", cell(Length::Under60), cell(Length::From60), cell(Length::From150))?;
        }
        writeln!(f, "boundaries within {BOUNDARY_WORDS} words: {}", self.boundaries)?;
        self.missed.values().flatten().try_for_each(|m| writeln!(f, "missed: {m}"))
    }
}

/// Whether matches are true.
#[derive(Debug, Default)]
pub(crate) struct Precision {
    pub(crate) matches: Tally,
    /// Of the untrue ones, those whose words are the same all the same: accidents of the language.
    accidents: u64,
    words: Tally,
    untrue: Vec<String>,
}

impl std::fmt::Display for Precision {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "precision of matches: {}, of their words {}; {} verbatim by accident", self.matches, self.words, self.accidents)?;
        self.untrue.iter().try_for_each(|m| writeln!(f, "untrue: {m}"))
    }
}

/// Matches of each pair, by the ids of the two articles.
fn by_pair(measured: &Measured) -> BTreeMap<(u32, u32), &[Match]> {
    let chunks = measured.analysis.matches.chunk_by(|a, b| (a.left.article, a.right.article) == (b.left.article, b.right.article));
    chunks.map(|c| ((c[0].left.article.0, c[0].right.article.0), c)).collect()
}

pub(super) fn score(measured: &Measured) -> Result<Passages> {
    let pairs = by_pair(measured);
    let mut out = Passages::default();
    for truth in &measured.truths {
        let Truth::Passage { left, right, left_start, left_end, right_start, right_end, kinds, words, runs } = truth else { continue };
        if *words < LEAST_WORDS {
            continue;
        }
        let (l, r) = (measured.article(left)?, measured.article(right)?);
        let (left_span, right_span) = (Span::new(*left_start, *left_end), Span::new(*right_start, *right_end));
        let visible = |span: Span, article: ArticleIx| {
            let reading = retold::Shelf::reading(&measured.corpus, article);
            span.of(&reading.text).chars().filter(|c| c.is_alphanumeric() || c.is_ascii()).count()
        };
        let characters = visible(left_span, l).min(visible(right_span, r));
        let length = match characters {
            0..60 => Length::Under60,
            60..150 => Length::From60,
            _ => Length::From150,
        };
        let kind = if let [only] = kinds[..] { Some(only) } else { None };
        let matches = pairs.get(&(l.0, r.0)).copied().unwrap_or_default();
        let share = found_share(measured, (l, r), matches, runs);
        let found = share >= FOUND_SHARE;
        out.found.entry((kind, length)).or_default().count(found);
        if found {
            out.boundaries(measured, kind, matches, (l.index(), left_span), (r.index(), right_span));
        } else if length != Length::Under60 && kind.is_some() {
            let examples = out.missed.entry((kind, length)).or_default();
            if examples.len() >= EXAMPLES {
                continue;
            }
            let reading = retold::Shelf::reading(&measured.corpus, r);
            examples.push(format!(
                "{kind:?} {left} {right} {share:.2} {words} words: {:?}",
                right_span.of(&reading.text).chars().take(300).collect::<String>()
            ));
        }
    }
    Ok(out)
}

/// Share of the bytes of the runs that lie in matches whose other side holds words of the same origin.
///
/// Which of several places of that origin does not count: a text that stands twice in both articles is told twice, not four times, and either
/// way of telling it is true.
fn found_share(measured: &Measured, articles: (ArticleIx, ArticleIx), matches: &[Match], runs: &[[u32; 4]]) -> f64 {
    let (mut found, mut all) = (0, 0);
    for &[ls, le, rs, re] in runs {
        let (left, right) = (Span::new(ls, le), Span::new(rs, re));
        all += left.len() + right.len();
        let (of_left, of_right) = (origins(measured, articles.0, left), origins(measured, articles.1, right));
        let tells_left =
            |m: &&Match| m.left.span.intersection(left).is_some() && !origins(measured, articles.1, m.right.span).is_disjoint(&of_left);
        let tells_right =
            |m: &&Match| m.right.span.intersection(right).is_some() && !origins(measured, articles.0, m.left.span).is_disjoint(&of_right);
        found += covered(left, &matches.iter().filter(tells_left).map(|m| m.left.span).collect::<Vec<_>>());
        found += covered(right, &matches.iter().filter(tells_right).map(|m| m.right.span).collect::<Vec<_>>());
    }
    f64::from(found) / f64::from(all.max(1))
}

/// The origins of the words in a part of an article.
fn origins(measured: &Measured, article: ArticleIx, span: Span) -> BTreeSet<u64> {
    let places = measured.generated.book.places(article.index());
    let (first, last) = (places.partition_point(|p| p.end <= span.start), places.partition_point(|p| p.start < span.end));
    places[first..last.max(first)].iter().map(|p| p.origin).collect()
}

impl Passages {
    /// Where the matches of a passage begin and end, on both sides.
    fn boundaries(&mut self, measured: &Measured, kind: Option<EditKind>, matches: &[Match], left: (usize, Span), right: (usize, Span)) {
        let of_passage: Vec<&Match> =
            matches.iter().filter(|m| m.left.span.intersection(left.1).is_some() && m.right.span.intersection(right.1).is_some()).collect();
        let word = |article: usize, at: u32| measured.generated.book.places(article).partition_point(|p| p.end <= at);
        for ((article, truth), side) in [(left, true), (right, false)] {
            let spans = of_passage.iter().map(|m| if side { m.left.span } else { m.right.span });
            let Some(said) = spans.reduce(Span::cover) else { continue };
            for (said, truth) in [(said.start, truth.start), (said.end - 1, truth.end - 1)] {
                let near = word(article, said).abs_diff(word(article, truth)) <= BOUNDARY_WORDS;
                self.boundaries.count(near);
                self.boundaries_of.entry(kind).or_default().count(near);
            }
        }
    }
}

pub(super) fn precision(measured: &Measured) -> Precision {
    let mut out = Precision::default();
    for m in &measured.analysis.matches {
        let side = |passage: Passage| origins(measured, passage.article, passage.span);
        let (left, right) = (side(m.left), side(m.right));
        let shared = left.intersection(&right).count();
        let right_match = shared as f64 >= TRUE_SHARE * left.len().min(right.len()) as f64 && shared > 0;
        out.matches.count(right_match);
        out.words.right += if right_match { u64::from(m.words) } else { 0 };
        out.words.all += u64::from(m.words);
        if !right_match {
            out.accidents += u64::from(m.kind == MatchKind::Verbatim);
            if out.untrue.len() < 12 {
                let of = |p: Passage| {
                    let reading = retold::Shelf::reading(&measured.corpus, p.article);
                    p.span.of(&reading.text).chars().take(160).collect::<String>()
                };
                out.untrue.push(format!("{} words: {:?} | {:?}", m.words, of(m.left), of(m.right)));
            }
        }
    }
    out
}
