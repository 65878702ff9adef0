//! The sentences of one article that may tell of an event.

use std::collections::BTreeSet;

use xxhash_rust::xxh3::Xxh3;

use crate::corpus::Reading;
use crate::record::{ArticleIx, Span};
use crate::text::sentences;

use super::lexicon::{Lexicon, flag};
use super::names::Names;

/// A sentence, as it is compared.
#[derive(Debug, Clone)]
pub(super) struct Telling {
    pub(super) article: ArticleIx,
    /// From its first word to its last.
    pub(super) span: Span,
    /// What it is about, sorted: words, names, and classes of actions.
    pub(super) terms: Vec<u32>,
    /// Those of them that are names or numbers, sorted.
    pub(super) names: Vec<u32>,
    /// Classes of actions it tells of.
    pub(super) actions: u64,
    /// Equal for sentences of the same words.
    pub(super) copy: u64,
}

/// Words of content under which a sentence tells too little to be recognised in other words.
const LEAST_TERMS: usize = 6;
/// Words from which what looks like a sentence is a list or a table.
const LONGEST_WORDS: usize = 90;
/// Keys of classes of actions; any number that spreads them will do.
const ACTION_KEY: u32 = 0x85eb_ca6b;

/// The sentences of an article in the writer's words, in order. What is mostly quotation is somebody's speech and left to the quotations.
pub(super) fn tellings(article: ArticleIx, reading: &Reading, lexicon: &Lexicon, skipped: &BTreeSet<u32>) -> Vec<Telling> {
    let mut quoted = reading.quoted.iter().peekable();
    let mut is_told = |telling: &Telling| {
        let span = telling.span;
        while quoted.next_if(|q| q.end <= span.start).is_some() {}
        let speech: u32 = quoted.clone().map_while(|q| q.intersection(span)).map(Span::len).sum();
        2 * speech <= span.len() && telling.terms.len() >= LEAST_TERMS
    };
    let all = all_sentences(article, reading, lexicon, skipped);
    all.into_iter().filter(|t| is_told(t)).collect()
}

/// Every sentence of an article's story, speech included, in order.
pub(super) fn all_sentences(article: ArticleIx, reading: &Reading, lexicon: &Lexicon, skipped: &BTreeSet<u32>) -> Vec<Telling> {
    let names = Names::of(reading, lexicon);
    let abbreviation = |word| lexicon.of(word).flags & flag::ABBREVIATION != 0;
    let mut out = Vec::new();
    for (first, end) in sentences(reading, abbreviation) {
        let span = Span::new(reading.words[first].start, reading.words[end - 1].end);
        if end - first <= LONGEST_WORDS {
            out.push(Telling { article, span, ..telling(&names, (first, end), skipped) });
        }
    }
    out
}

fn telling(names: &Names<'_>, (first, end): (usize, usize), skipped: &BTreeSet<u32>) -> Telling {
    let mut telling = Telling { article: ArticleIx(0), span: Span::default(), terms: Vec::new(), names: Vec::new(), actions: 0, copy: 0 };
    let mut copy = Xxh3::new();
    for token in names.tokens(first, end) {
        let word = names.words[token.first].hash;
        copy.update(&word.to_le_bytes());
        let info = names.lexicon.of(word);
        if token.alias.is_none()
            && (skipped.contains(&word) || info.flags & (flag::SAYING | flag::AUXILIARY | flag::TIME | flag::TITLE) != 0)
        {
            continue;
        }
        let Some(key) = token.key else { continue };
        telling.terms.push(key);
        // the first word of a sentence is a capital whatever it is
        let named = token.alias.is_some() || token.capital && (token.first > first || names.is_capital(token.end));
        if named || names.raw(token.first).starts_with(|c: char| c.is_ascii_digit()) {
            telling.names.push(key);
        }
        if token.alias.is_none() {
            telling.actions |= info.actions;
        }
    }
    telling.copy = copy.digest();
    let classes = (0..u64::BITS).filter(|n| telling.actions >> n & 1 == 1);
    telling.terms.extend(classes.map(|n| (n + 1).wrapping_mul(ACTION_KEY)));
    for list in [&mut telling.terms, &mut telling.names] {
        list.sort_unstable();
        list.dedup();
    }
    telling
}
