//! The same quotation in several articles, and how its words changed on the way.
//!
//! Attributed words are indexed by pairs of neighbouring content words; candidates are compared word by word. What shares most of the
//! shorter one's content words is one quotation.
//!
//! Wrong where: two statements of one speaker use the same set phrase; a translation shares hardly a word.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use crate::analyse::CorpusView;
use crate::record::{ArticleIx, Attribution, AttributionKind, Quote, Said, Variant, Voices};
use crate::text::{Lexicon, Word, fold, lexicon};

/// Fewest words of a statement that is compared: shorter ones are names and set phrases. This and the next: chosen, not measured.
const SHORTEST: usize = 4;
/// Bytes from which a folded word counts as a content word; numbers always do. Function words of the languages read are shorter.
const CONTENT_BYTES: u32 = 4;
/// Share of the shorter statement's content words that the longer one must hold, at least. Chosen; on the development quotations it
/// joined none of the pairs that a person called different.
const SHARED_CONTENT: f64 = 0.6;
/// The same where the words are given in other words on one side.
const SHARED_CONTENT_INDIRECT: f64 = 0.7;
/// Content words that two statements must share, at least; all of them where there are fewer.
const SHARED_WORDS: usize = 4;
/// Statements with one pair of words up to which all are compared with each other; beyond, each with the first and its predecessor.
const CAP: usize = 40;

/// One statement: its words and those that carry content.
struct Statement {
    said: Said,
    words: Vec<u32>,
    content: Vec<u32>,
    numbers: Vec<u32>,
    direct: bool,
}

/// Every quotation that stands in at least two articles; largest first.
pub(crate) fn quotes(corpus: &CorpusView<'_>, voices: &[Voices]) -> Vec<Quote> {
    let statements: Vec<Statement> =
        voices.par_iter().enumerate().map(|(i, v)| statements(corpus, ArticleIx(i as u32), v)).flatten_iter().collect();
    let mut sets = Sets((0..statements.len()).collect());
    let same: Vec<(usize, usize)> =
        candidates(&statements).into_par_iter().filter(|&(a, b)| alike(&statements[a], &statements[b])).collect();
    same.into_iter().for_each(|(a, b)| sets.join(a, b));
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for i in 0..statements.len() {
        groups.entry(sets.root(i)).or_default().push(i);
    }
    let several = |g: &Vec<usize>| g.iter().any(|&i| statements[i].said.article != statements[g[0]].said.article);
    let mut out: Vec<Quote> =
        groups.into_values().filter(several).map(|group| quote(corpus, voices, group.iter().map(|&i| &statements[i]).collect())).collect();
    out.sort_by_key(|q| (std::cmp::Reverse(q.members.len()), q.members[0].0));
    out
}

fn statements(corpus: &CorpusView<'_>, article: ArticleIx, voices: &Voices) -> Vec<Statement> {
    if voices.attributions.is_empty() {
        return Vec::new();
    }
    let reading = corpus.shelf.reading(article);
    let numbers = lexicon(corpus.cards[article.index()].lang.as_deref());
    let of = |(index, a): (usize, &Attribution)| {
        let words: Vec<Word> = a
            .content
            .iter()
            .flat_map(|s| {
                let first = reading.words.partition_point(|w| w.start < s.start);
                let last = reading.words.partition_point(|w| w.end <= s.end);
                reading.words[first..last.max(first)].iter().copied()
            })
            .collect();
        if words.len() < SHORTEST {
            return None;
        }
        let is_number = |w: &Word| {
            reading.text[w.start as usize..w.end as usize].starts_with(|c: char| c.is_ascii_digit())
                || numbers.is_some_and(|l| l.numbers.contains(&w.hash))
        };
        let content: Vec<u32> = words.iter().filter(|w| w.end - w.start >= CONTENT_BYTES || is_number(w)).map(|w| w.hash).collect();
        let said = Said { article, index: index as u32 };
        let numbers = words.iter().filter(|w| is_number(w)).map(|w| w.hash).collect();
        let direct = a.kind != AttributionKind::Indirect;
        (content.len() >= 2).then(|| Statement { said, words: words.iter().map(|w| w.hash).collect(), content, numbers, direct })
    };
    voices.attributions.iter().enumerate().filter_map(of).collect()
}

/// Pairs of statements that share pairs of content words, neighbours or next but one. Each pair once, smaller first.
fn candidates(statements: &[Statement]) -> Vec<(usize, usize)> {
    let mut postings: Vec<(u64, u32)> = Vec::new();
    for (i, s) in statements.iter().enumerate() {
        let mut of_one: Vec<u64> = Vec::new();
        for step in [1, 2] {
            of_one.extend(
                s.content.iter().zip(s.content.iter().skip(step)).map(|(&a, &b)| (u64::from(a.min(b)) << 32) | u64::from(a.max(b))),
            );
        }
        of_one.sort_unstable();
        of_one.dedup();
        postings.extend(of_one.into_iter().map(|gram| (gram, i as u32)));
    }
    postings.par_sort_unstable();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for list in postings.chunk_by(|a, b| a.0 == b.0) {
        if list.len() <= CAP {
            for (n, a) in list.iter().enumerate() {
                pairs.extend(list[n + 1..].iter().map(|b| (a.1, b.1)));
            }
        } else {
            pairs.extend(list[1..].iter().map(|b| (list[0].1, b.1)));
            pairs.extend(list.windows(2).map(|w| (w[0].1, w[1].1)));
        }
    }
    pairs.par_sort_unstable();
    // one shared pair of words is chance unless the statement is short
    pairs
        .chunk_by(|a, b| a == b)
        .filter(|same| {
            let (a, b) = (&statements[same[0].0 as usize], &statements[same[0].1 as usize]);
            same.len() >= 2 || a.content.len().min(b.content.len()) <= SHARED_WORDS
        })
        .map(|same| (same[0].0 as usize, same[0].1 as usize))
        .collect()
}

/// Whether two statements are one quotation.
fn alike(a: &Statement, b: &Statement) -> bool {
    if a.said.article == b.said.article {
        return a.words == b.words;
    }
    let shorter = a.content.len().min(b.content.len());
    let shared = common(&a.content, &b.content);
    let share = if a.direct && b.direct { SHARED_CONTENT } else { SHARED_CONTENT_INDIRECT };
    shared >= SHARED_WORDS.min(shorter) && shared >= 3.min(a.words.len()) && shared as f64 >= share * shorter as f64 || a.words == b.words
}

/// How many words two lists have in common, repeated ones as often as on both sides.
fn common(a: &[u32], b: &[u32]) -> usize {
    let mut left: HashMap<u32, u32> = HashMap::with_capacity(a.len());
    a.iter().for_each(|w| *left.entry(*w).or_default() += 1);
    b.iter()
        .filter(|w| {
            left.get_mut(w).is_some_and(|n| {
                *n > 0 && {
                    *n -= 1;
                    true
                }
            })
        })
        .count()
}

fn quote(corpus: &CorpusView<'_>, voices: &[Voices], mut members: Vec<&Statement>) -> Quote {
    members.sort_by_key(|s| s.said);
    let fullest = members.iter().copied().max_by_key(|s| (s.direct, s.words.len(), std::cmp::Reverse(s.said))).unwrap_or(members[0]);
    let mut articles: Vec<ArticleIx> = members.iter().map(|s| s.said.article).collect();
    articles.dedup();
    let lexicon = lexicon(corpus.cards[fullest.said.article.index()].lang.as_deref());
    let speaker = |s: &Statement| last_name(corpus, voices, s.said);
    let of_fullest = speaker(fullest);
    let variants = |s: &Statement| {
        let mut out = variants(fullest, s, lexicon);
        if fullest.direct && !s.direct {
            out.insert(Variant::IndirectRendering);
        }
        if let (Some(a), Some(b)) = (&of_fullest, speaker(s))
            && a.is_disjoint(&b)
        {
            out.insert(Variant::SpeakerDiffers);
        }
        if out.is_empty() {
            out.insert(Variant::Identical);
        }
        out.into_iter().collect()
    };
    let members: Vec<(Said, Vec<Variant>)> = members.iter().map(|s| (s.said, variants(s))).collect();
    Quote { members, earliest: corpus.earliest(&articles), fullest: fullest.said }
}

/// The folded words of a speaker's printed name.
fn last_name(corpus: &CorpusView<'_>, voices: &[Voices], said: Said) -> Option<BTreeSet<u32>> {
    let speaker = voices[said.article.index()].attributions[said.index as usize].speaker?;
    let reading = corpus.shelf.reading(said.article);
    let words = fold(speaker.of(&reading.text));
    Some(words.iter().filter(|w| w.end - w.start >= CONTENT_BYTES).map(|w| w.hash).collect()).filter(|s: &BTreeSet<u32>| !s.is_empty())
}

/// A stretch of one statement against a stretch of the other where the words differ.
struct Difference<'a> {
    full: &'a [u32],
    other: &'a [u32],
    /// At the beginning or the end of the fuller one.
    outside: bool,
}

/// How `other` differs from `full`.
fn variants(full: &Statement, other: &Statement, lexicon: Option<&Lexicon>) -> BTreeSet<Variant> {
    let differences = differences(&full.words, &other.words);
    let mut out = BTreeSet::new();
    let content = |words: &[u32], of: &Statement| words.iter().filter(|w| of.content.contains(w)).count();
    let (mut replaced, mut replaced_content) = (0, 0);
    for d in &differences {
        let number = |words: &[u32], of: &Statement| words.iter().any(|w| of.numbers.contains(w));
        let negated = |words: &[u32]| words.iter().any(|w| lexicon.is_some_and(|l| l.negations.contains(w)));
        if number(d.full, full) && number(d.other, other) {
            out.insert(Variant::NumberDiffers);
        }
        if !d.outside && negated(d.full) != negated(d.other) {
            out.insert(Variant::NegationDiffers);
        }
        match (d.full.is_empty(), d.other.is_empty()) {
            (false, true) => _ = out.insert(Variant::Cut),
            (true, false) => _ = out.insert(Variant::Insert),
            _ => {
                replaced += 1;
                replaced_content += content(d.other, other).min(content(d.full, full));
            }
        }
    }
    let places = differences.iter().filter(|d| !d.outside).count();
    if replaced >= 1 && places >= 3 && replaced_content < 2 * places {
        out.insert(Variant::Retranslated);
    } else if replaced >= 1 && replaced_content >= 1 {
        out.insert(Variant::Substitution);
    } else if replaced >= 1 && !out.contains(&Variant::NumberDiffers) {
        out.insert(if places >= 2 { Variant::Retranslated } else { Variant::Substitution });
    }
    out
}

/// Longest statement that is aligned word by word; beyond, only its beginning is.
const ALIGNED_WORDS: usize = 600;

/// Where two lists of words differ, by a longest common subsequence.
fn differences<'a>(full: &'a [u32], other: &'a [u32]) -> Vec<Difference<'a>> {
    let (full, other) = (&full[..full.len().min(ALIGNED_WORDS)], &other[..other.len().min(ALIGNED_WORDS)]);
    let width = other.len() + 1;
    let mut best = vec![0u16; (full.len() + 1) * width];
    for i in (0..full.len()).rev() {
        for j in (0..other.len()).rev() {
            best[i * width + j] = if full[i] == other[j] {
                best[(i + 1) * width + j + 1] + 1
            } else {
                best[(i + 1) * width + j].max(best[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < full.len() || j < other.len() {
        if i < full.len() && j < other.len() && full[i] == other[j] {
            (i, j) = (i + 1, j + 1);
            continue;
        }
        let (from_i, from_j) = (i, j);
        while (i < full.len() || j < other.len()) && !(i < full.len() && j < other.len() && full[i] == other[j]) {
            let skip_full = j == other.len() || i < full.len() && best[(i + 1) * width + j] >= best[i * width + j + 1];
            if skip_full { i += 1 } else { j += 1 }
        }
        let outside = from_i == 0 || i == full.len();
        out.push(Difference { full: &full[from_i..i], other: &other[from_j..j], outside });
    }
    out
}

/// Disjoint sets of statements.
struct Sets(Vec<usize>);

impl Sets {
    fn root(&mut self, mut i: usize) -> usize {
        while self.0[i] != i {
            self.0[i] = self.0[self.0[i]];
            i = self.0[i];
        }
        i
    }

    /// The smaller place stays the root, so that the order of joining changes nothing.
    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}
