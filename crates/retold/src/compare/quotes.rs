//! The same quotation in several articles: which attributed words are one statement.
//!
//! Attributed words are indexed by pairs of neighbouring content words; candidates are compared. What shares most of the shorter one's
//! content words is one quotation; where both name the same speaker, half of them is enough. Words count by their beginning, so that
//! "officer" and "officers" are one. Transcripts, statements and releases take part with their paragraphs (`voice::statement`).
//!
//! Wrong where: two statements of one speaker use the same set phrase; a translation shares hardly a word.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::analyse::CorpusView;
use crate::corpus::Reading;
use crate::heard::Heard;
use crate::record::{ArticleIx, Attribution, AttributionKind, Quote, Said, Span, Variant};
use crate::text::{Lexicon, Word, fold, hash_of, lexicon};

use super::candidates::{candidates, common};
use super::variants::variants;

/// Fewest words of a statement that is compared: shorter ones are names and set phrases. This and the next: chosen, not measured.
const SHORTEST: usize = 4;
/// Bytes from which a folded word counts as a content word; numbers always do. Function words of the languages read are shorter.
const CONTENT_BYTES: u32 = 4;
/// Share of the shorter statement's content words that the longer one must hold, at least. Chosen; on the development quotations it
/// joined none of the pairs that a person called different.
const SHARED_CONTENT: f64 = 0.6;
/// The same where the words are given in other words on one side.
const SHARED_CONTENT_INDIRECT: f64 = 0.7;
/// The same where both are said by one speaker: a translation keeps names, figures and half of the rest.
const SHARED_CONTENT_SPEAKER: f64 = 0.5;
/// Content words that two statements must share, at least; all of them where there are fewer.
pub(super) const SHARED_WORDS: usize = 4;
/// Equal words in a row that make one quotation of two statements that are not given to different speakers, whatever stands around them. Chosen, not measured.
const SHARED_RUN: usize = 7;
/// Pairs of content words that are sorted at once: the memory that finding candidates takes, at sixteen bytes each.
const SORTED_AT_ONCE: usize = 2_000_000;
/// Letters of a content word that tell it from others: beginnings stay where endings change.
const STEM_LETTERS: usize = 6;

/// A word of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spoken {
    /// Its folded form.
    pub(super) hash: u32,
    /// Its beginning.
    pub(super) stem: u32,
    /// How it is printed, with what stands before it: marks and case.
    pub(super) printed: u32,
    pub(super) content: bool,
    pub(super) number: bool,
    /// Whether it begins a sentence or the statement.
    pub(super) begins: bool,
    /// Whether it stands in quotation marks.
    pub(super) quoted: bool,
}

/// The words of one statement, read where they are compared one by one.
pub(super) struct Wording {
    words: Vec<Spoken>,
    /// Whether some of its words stand in marks, or all are spoken.
    pub(super) marked: bool,
}

impl Wording {
    fn joined(parts: &[Wording]) -> Wording {
        let words = parts.iter().flat_map(Wording::voiced).collect();
        Wording { words, marked: parts.iter().any(|p| p.marked) }
    }

    /// The words that are surely the speaker's: those in marks where some are, else all.
    pub(super) fn voiced(&self) -> Vec<Spoken> {
        let quoted = self.words.iter().filter(|w| w.quoted).count();
        let some = self.marked && quoted >= 2 && quoted < self.words.len();
        self.words.iter().filter(|w| !some || w.quoted).copied().collect()
    }
}

/// What finds a statement again: kept for every statement of the collection, so it holds no more than that.
pub(crate) struct Statement {
    said: Said,
    /// Number of its words, and their hash.
    words: (u32, u64),
    /// Stems of content words, in order.
    pub(super) content: Box<[u32]>,
    pub(super) marked: bool,
    /// Folded words of the speaker's name.
    speaker: Box<[u32]>,
}

impl Statement {
    /// Whether two names differ where both are known.
    fn speaks_as_another(&self, other: &Statement) -> bool {
        !self.speaker.is_empty() && !other.speaker.is_empty() && !self.shares_speaker(other)
    }

    fn shares_speaker(&self, other: &Statement) -> bool {
        self.speaker.iter().any(|w| other.speaker.contains(w))
    }
}

/// Every quotation that stands in at least two articles, in marks in one of them at least; largest first.
///
/// `statements` are those of all articles, in order, some in each list: they are many, and a list that grows is held twice.
pub(crate) fn quotes(corpus: &CorpusView<'_>, heard: &Heard, statements: &[Vec<Statement>]) -> Vec<Quote> {
    let statements: Vec<&Statement> = statements.iter().flatten().collect();
    let mut sets = Sets((0..statements.len()).collect());
    let one = |a: &Statement, b: &Statement| {
        let other = a.said.article != b.said.article && !a.speaks_as_another(b);
        // two reports without marks are one quotation only where a third form has marks and both are near it
        (a.marked || b.marked || a.words == b.words) && alike(a, b) || a.marked && b.marked && other && share_run(corpus, heard, a, b)
    };
    candidates(&statements, SORTED_AT_ONCE, |some| {
        let same: Vec<(usize, usize)> = some.into_par_iter().filter(|&(a, b)| one(statements[a], statements[b])).collect();
        same.into_iter().for_each(|(a, b)| sets.join(a, b));
    });
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for i in 0..statements.len() {
        groups.entry(sets.root(i)).or_default().push(i);
    }
    let several = |g: &Vec<usize>| {
        g.iter().any(|&i| statements[i].said.article != statements[g[0]].said.article) && g.iter().any(|&i| statements[i].marked)
    };
    let mut out: Vec<Quote> =
        groups.into_values().filter(several).map(|group| quote(corpus, heard, group.iter().map(|&i| statements[i]).collect())).collect();
    out.sort_by_key(|q| (std::cmp::Reverse(q.members.len()), q.members[0].0));
    out
}

/// What an article says that may be said elsewhere.
pub(crate) fn statements(article: ArticleIx, reading: &Reading, attributions: &[Attribution], lang: Option<&str>) -> Vec<Statement> {
    let lexicon = lexicon(lang);
    let of = |(index, a): (usize, &Attribution)| {
        // what is reported inside somebody's words is compared with them
        if a.parent.is_some() && a.kind == AttributionKind::Indirect {
            return None;
        }
        let wording = wording(reading, a, lexicon);
        let content: Box<[u32]> = wording.words.iter().filter(|w| w.content).map(|w| w.stem).collect();
        if wording.words.len() < SHORTEST || content.len() < 2 {
            return None;
        }
        let speaker = a.speaker.map_or_else(Box::default, |s| name_words(s.of(&reading.text)));
        let whole = hash_of(wording.words.iter().map(|w| w.hash));
        let said = Said { article, index: index as u32 };
        Some(Statement { said, words: (wording.words.len() as u32, whole), content, marked: wording.marked, speaker })
    };
    attributions.iter().enumerate().filter_map(of).collect()
}

fn wording(reading: &Reading, attribution: &Attribution, lexicon: Option<&Lexicon>) -> Wording {
    let words = attribution.content.iter().flat_map(|&s| spoken(reading, s, lexicon)).collect();
    Wording { words, marked: attribution.kind != AttributionKind::Indirect }
}

/// The words of a stretch of a text.
fn spoken<'a>(reading: &'a Reading, span: Span, lexicon: Option<&'a Lexicon>) -> impl Iterator<Item = Spoken> + 'a {
    let first = reading.words.partition_point(|w| w.start < span.start);
    let end = reading.words.partition_point(|w| w.end <= span.end).max(first);
    let text = &reading.text;
    let of = move |at: usize| {
        let w: &Word = &reading.words[at];
        let printed = &text[w.start as usize..w.end as usize];
        let number = printed.starts_with(|c: char| c.is_ascii_digit()) || lexicon.is_some_and(|l| l.numbers.contains(&w.hash));
        let before = if at == first { "" } else { &text[reading.words[at - 1].end as usize..w.start as usize] };
        let marks = before.chars().filter(|c| !c.is_whitespace()).map(plain_mark);
        let signature = marks.chain(std::iter::once(' ')).chain(printed.chars().map(plain_mark));
        Spoken {
            hash: w.hash,
            stem: hashed(printed.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).take(STEM_LETTERS)),
            printed: hashed(signature),
            content: w.end - w.start >= CONTENT_BYTES || number,
            number,
            begins: at == first || before.contains(['.', '!', '?', '\n', '…']),
            quoted: inside(&reading.quoted, w),
        }
    };
    (first..end).map(of)
}

fn hashed(letters: impl Iterator<Item = char>) -> u32 {
    letters.fold(0x811c_9dc5, |hash: u32, c| (hash ^ u32::from(c)).wrapping_mul(0x0100_0193))
}

fn inside(quoted: &[Span], word: &Word) -> bool {
    let at = quoted.partition_point(|q| q.end < word.end);
    quoted.get(at).is_some_and(|q| q.start <= word.start && word.end <= q.end)
}

/// Typography is no difference: curly and straight marks, dashes of any length.
fn plain_mark(c: char) -> char {
    match c {
        '“' | '”' | '„' | '«' | '»' | '‟' => '"',
        '‘' | '’' | '‚' | '‹' | '›' => '\'',
        '–' | '—' => '-',
        c => c,
    }
}

/// The folded words of a name, short ones apart.
fn name_words(name: &str) -> Box<[u32]> {
    fold(name).iter().filter(|w| w.end - w.start >= CONTENT_BYTES).map(|w| w.hash).collect()
}

/// Whether two statements are one quotation.
fn alike(a: &Statement, b: &Statement) -> bool {
    if a.said.article == b.said.article {
        return a.words == b.words;
    }
    let shorter = a.content.len().min(b.content.len());
    let shared = common(&a.content, &b.content);
    let one_speaker = a.shares_speaker(b);
    let share = match (a.marked && b.marked, one_speaker) {
        (true, true) => SHARED_CONTENT_SPEAKER,
        (true, false) | (false, true) => SHARED_CONTENT,
        (false, false) => SHARED_CONTENT_INDIRECT,
    };
    shared >= SHARED_WORDS.min(shorter) && shared >= 3.min(a.words.0 as usize) && shared as f64 >= share * shorter as f64
        || a.words == b.words
}

fn quote(corpus: &CorpusView<'_>, heard: &Heard, mut members: Vec<&Statement>) -> Quote {
    members.sort_by_key(|s| s.said);
    let wordings: Vec<Wording> = members.iter().map(|s| worded(corpus, heard, s.said)).collect();
    // what one article prints of it, in one statement or in several, is compared as a whole
    let size = |of: &(usize, usize)| {
        let marked = wordings[of.0..of.1].iter().any(|w| w.marked);
        let words: usize = wordings[of.0..of.1].iter().map(|w| w.voiced().len()).sum();
        (marked, words, std::cmp::Reverse(of.0))
    };
    let mut at = 0;
    let mut of_articles: Vec<(usize, usize)> = Vec::new();
    for of_one in members.chunk_by(|a, b| a.said.article == b.said.article) {
        of_articles.push((at, at + of_one.len()));
        at += of_one.len();
    }
    let full = of_articles.iter().copied().max_by_key(size).unwrap_or((0, members.len()));
    let fullest = (full.0..full.1).max_by_key(|&i| (wordings[i].voiced().len(), std::cmp::Reverse(i))).unwrap_or(0);
    let (parts, fullest) = (&members[full.0..full.1], members[fullest]);
    let whole = Wording::joined(&wordings[full.0..full.1]);
    let articles: Vec<ArticleIx> = of_articles.iter().map(|of| members[of.0].said.article).collect();
    let lexicon = lexicon(corpus.cards[fullest.said.article.index()].lang.as_deref());
    let of = |s: &Statement, wording: &Wording| {
        let own = s.said.article == fullest.said.article;
        let mut out = if own { BTreeSet::new() } else { variants(&whole, wording, lexicon) };
        if fullest.speaks_as_another(s) {
            out.insert(Variant::SpeakerDiffers);
        }
        if !own && merged(s, parts) {
            out.insert(Variant::Merged);
        }
        if out.is_empty() {
            out.insert(Variant::Identical);
        }
        out.into_iter().collect()
    };
    let members: Vec<(Said, Vec<Variant>)> = members.iter().zip(&wordings).map(|(s, w)| (s.said, of(s, w))).collect();
    Quote { members, earliest: corpus.earliest(&articles), fullest: fullest.said }
}

fn worded(corpus: &CorpusView<'_>, heard: &Heard, said: Said) -> Wording {
    let reading = corpus.shelf.reading(said.article);
    let lexicon = lexicon(corpus.cards[said.article.index()].lang.as_deref());
    wording(&reading, &heard.attributions(said.article)[said.index as usize], lexicon)
}

/// Whether a statement joins two that are apart in the fullest article.
fn merged(statement: &Statement, parts: &[&Statement]) -> bool {
    let held: Vec<&&Statement> = parts.iter().filter(|p| common(&p.content, &statement.content) >= SHARED_WORDS).collect();
    held.iter().enumerate().any(|(i, a)| {
        let apart = |b: &&&Statement| 2 * common(&a.content, &b.content) < a.content.len().min(b.content.len());
        held[i + 1..].iter().any(apart)
    })
}

/// Whether two statements that nobody gives to different speakers have a run of equal words: a sentence that both hold among others.
fn share_run(corpus: &CorpusView<'_>, heard: &Heard, a: &Statement, b: &Statement) -> bool {
    let (a, b) = (worded(corpus, heard, a.said), worded(corpus, heard, b.said));
    let hashes = |w: &Wording| w.words.iter().map(|w| w.hash).collect::<Vec<u32>>();
    let (a, b) = (hashes(&a), hashes(&b));
    let runs: BTreeSet<&[u32]> = a.windows(SHARED_RUN).collect();
    b.windows(SHARED_RUN).any(|run| runs.contains(run))
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

/// A statement with these content words.
#[cfg(test)]
pub(super) fn statement(content: Vec<u32>, marked: bool) -> Statement {
    let said = Said { article: ArticleIx(0), index: 0 };
    Statement { said, words: (content.len() as u32, 0), content: content.into(), marked, speaker: Box::default() }
}
