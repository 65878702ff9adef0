//! Here are articles of one thread: which sentences tell of the same event without being copied, and what does each tell?
//!
//! Sentences are found to tell of one event by the names, actions, figures and rare words they share ([`align`]); what each says of who, where,
//! from and to where, when, how many, at whose request and according to whom stands in cells ([`cells`]), and slots whose cells cannot mean
//! the same are marked ([`differ`]). Who is right is not judged. Words are data ([`lexicon`]); a language without lists has no accounts.
//!
//! Example: one text says that people were taken "to Jordan at the request of the US and Canada", another that they were taken "to Canada at
//! the United States' request". `to` and `at-whose-request` differ.
//!
//! When it is wrong: two events of one kind with the same names are told apart only by other words; a phrase may belong to another verb of its
//! sentence; a name that stands for another is known only where a table has it.

mod align;
mod cells;
mod clause;
mod differ;
mod group;
mod lexicon;
mod names;
mod seek;
mod telling;
mod timeline;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::analyse::Figures;
use crate::corpus::{Card, Shelf};
use crate::heard::Heard;
use crate::record::{Account, AccountCell, ArticleIx, Level, Match, Passage, Slot, Span, Story};
use crate::text::{WordMap, function_words, inserted_links};

use align::{Frequencies, pairs};
use cells::{Cell, Meant, Source};
use differ::{COMPARED, differ};
use group::{Group, groups};
use lexicon::lexicon;
pub(crate) use seek::{Near, Sought, Terms, keeps_distance, near};
use telling::{LeftOut, Telling, tellings};
pub(crate) use timeline::times_of_others;

/// What accounts are made from; every list is that of the analysis, in its order.
#[derive(Clone, Copy)]
pub(crate) struct Material<'a> {
    pub(crate) cards: &'a [Card],
    pub(crate) shelf: &'a dyn Shelf,
    pub(crate) stories: &'a [Story],
    pub(crate) heard: &'a Heard,
    pub(crate) figures: &'a Figures<'a>,
    /// What articles share, without furniture, sorted by articles.
    pub(crate) matches: &'a [Match],
    /// Later versions of articles with their first ones, sorted: a version is no article of its own.
    pub(crate) versions: &'a [(ArticleIx, ArticleIx)],
}

/// Every account, in the order of first members.
///
/// Only articles of one thread are compared. Cost: near-linear in the words of the articles that share a thread with another.
pub(crate) fn accounts(material: Material<'_>) -> Vec<Account> {
    let mut threads: BTreeMap<u32, Vec<ArticleIx>> = BTreeMap::new();
    material.stories.iter().for_each(|s| threads.entry(s.thread).or_default().extend(&s.articles));
    let is_version = |a: &ArticleIx| material.versions.binary_search_by_key(a, |v| v.0).is_ok();
    threads.values_mut().for_each(|t| t.retain(|a| !is_version(a)));
    let mut threads: Vec<Vec<ArticleIx>> = threads.into_values().filter(|t| t.len() > 1).collect();
    threads.iter_mut().for_each(|t| t.sort_unstable());
    let frequencies = material.frequencies(&threads);
    let mut story_of = vec![0; material.cards.len()];
    (0u32..).zip(material.stories).for_each(|(n, s)| s.articles.iter().for_each(|a| story_of[a.index()] = n));
    let mut accounts: Vec<Account> =
        threads.par_iter().flat_map_iter(|articles| material.of_thread(articles, &frequencies, &story_of)).collect();
    accounts.sort_by(|a, b| a.members.cmp(&b.members));
    accounts
}

impl Material<'_> {
    fn tellings(&self, article: ArticleIx) -> Vec<Telling> {
        let card = &self.cards[article.index()];
        let lang = card.lang.as_deref();
        let (Some(lexicon), Some(skipped)) = (lexicon(lang), function_words(lang)) else { return Vec::new() };
        let reading = self.shelf.reading(article);
        let attributions = self.heard.attributions(article).into_iter().filter(|a| a.level != Level::All);
        let mut speakers: Vec<Span> = attributions.flat_map(|a| a.source).collect();
        speakers.sort_unstable_by_key(|s| (s.start, s.end));
        let left_out = LeftOut { speakers, links: inserted_links(&reading.text) };
        tellings(article, &reading, card, lexicon, skipped, &left_out)
    }

    fn frequencies(&self, threads: &[Vec<ArticleIx>]) -> Frequencies {
        let words = |article: &ArticleIx| {
            let mut terms: Vec<u32> = self.tellings(*article).into_iter().flat_map(|t| t.terms).collect();
            terms.sort_unstable();
            terms.dedup();
            terms
        };
        let count = |mut with: WordMap<u32>, article: &ArticleIx| {
            words(article).into_iter().for_each(|term| *with.entry(term).or_default() += 1);
            with
        };
        let sum = |mut a: WordMap<u32>, b: WordMap<u32>| {
            b.into_iter().for_each(|(term, n)| *a.entry(term).or_default() += n);
            a
        };
        let articles: Vec<&ArticleIx> = threads.iter().flatten().collect();
        let with = articles.par_iter().fold(WordMap::default, |with, a| count(with, a)).reduce(WordMap::default, sum);
        Frequencies { articles: articles.len(), with }
    }

    fn of_thread(&self, articles: &[ArticleIx], frequencies: &Frequencies, story_of: &[u32]) -> Vec<Account> {
        let tellings: Vec<Telling> = articles.par_iter().flat_map_iter(|a| self.tellings(*a)).collect();
        let mut copies: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
        (0u32..).zip(&tellings).for_each(|(n, t)| copies.entry(t.copy).or_default().push(n));
        let mut copies: Vec<Vec<u32>> = copies.into_values().collect();
        copies.sort_unstable();
        let firsts: Vec<&Telling> = copies.iter().map(|c| &tellings[c[0] as usize]).collect();
        let pairs = pairs(&firsts, frequencies, |t| story_of[t.article.index()]);
        let groups = groups(&firsts, &pairs);
        let account = |group: Group| {
            let members = group.with_copies(&copies, &tellings);
            let actions = group.actions;
            let cells: Vec<Cell> = members.iter().flat_map(|t| self.cells(t, actions)).collect();
            let differs = differs(&cells);
            let apart = group.members.iter().any(|&m| !self.is_copy(firsts[group.exemplar as usize], firsts[m as usize]));
            let mut records: Vec<AccountCell> = cells.into_iter().map(|c| c.record).collect();
            records.sort_by_key(|c| (c.slot, c.article, c.span));
            (apart || !differs.is_empty()).then(|| Account {
                event: members.first().map(|t| story_of[t.article.index()]),
                members: members.iter().map(|t| Passage { article: t.article, span: t.span }).collect(),
                cells: records,
                differs,
                likeness: (f64::from(group.likeness) * 10_000.0).round() / 10_000.0,
            })
        };
        groups.into_par_iter().filter_map(account).collect()
    }

    fn cells(&self, telling: &Telling, actions: u64) -> Vec<Cell> {
        let card = &self.cards[telling.article.index()];
        let Some(lexicon) = lexicon(card.lang.as_deref()) else { return Vec::new() };
        let reading = self.shelf.reading(telling.article);
        let told = self.figures.of(telling.article);
        let source = Source {
            article: telling.article,
            reading: &reading,
            card,
            attributions: &self.heard.attributions(telling.article),
            told: &told,
            lexicon,
        };
        source.cells(telling.span, actions)
    }

    /// Whether two sentences are one text: a match holds most of both.
    fn is_copy(&self, a: &Telling, b: &Telling) -> bool {
        let (left, right) = if a.article < b.article { (a, b) } else { (b, a) };
        let key = (left.article, right.article);
        let first = self.matches.partition_point(|m| (m.left.article, m.right.article) < key);
        let of_pair = self.matches[first..].iter().take_while(|m| (m.left.article, m.right.article) == key);
        let most = |t: &Telling, span| t.span.intersection(span).is_some_and(|s| 2 * s.len() > t.span.len());
        of_pair.into_iter().any(|m| most(left, m.left.span) && most(right, m.right.span))
    }
}

/// The slots in which two articles say different things.
fn differs(cells: &[Cell]) -> Vec<Slot> {
    let differ_in = |slot: Slot| {
        let mut of_slot: Vec<&Cell> = cells.iter().filter(|c| c.record.slot == slot).collect();
        of_slot.sort_by(|a, b| (&a.record.value, a.record.article).cmp(&(&b.record.value, b.record.article)));
        of_slot.dedup_by(|b, a| a.record.value == b.record.value);
        let pairs = of_slot.iter().enumerate().flat_map(|(n, a)| of_slot[n + 1..].iter().map(move |b| (*a, *b)));
        // a text that gives several counts of a thing says which is which in words that no table has
        let several = |one: &Cell| {
            let theirs = cells.iter().filter(|c| c.record.slot == slot && c.record.article == one.record.article);
            slot == Slot::HowMany && theirs.filter(|c| c.counts_what(one)).count() > 1
        };
        // any two texts that say so
        let saying =
            |one: &Cell| -> Vec<&Cell> { cells.iter().filter(|c| c.record.slot == slot && c.record.value == one.record.value).collect() };
        let one_deed = |a: &Cell, b: &Cell| saying(a).iter().any(|p| saying(b).iter().any(|q| is_of_one_deed(cells, p, q)));
        pairs.into_iter().any(|(a, b)| {
            let (of_a, of_b) = (a.record.article, b.record.article);
            let comparable = of_a != of_b && !several(a) && !several(b);
            comparable && differ(a, b) && one_deed(a, b) && !stands_beside(cells, a, b)
        })
    };
    COMPARED.into_iter().filter(|&slot| differ_in(slot)).collect()
}

/// Whether the rest of two sentences speaks for one deed. A way or a request is one where its doer or other end is the same, and none begins where
/// the other ended: "fled to Holm", "fled from Holm to Marrow". A count is not one where the places differ.
fn is_of_one_deed(cells: &[Cell], a: &Cell, b: &Cell) -> bool {
    let of = |article: ArticleIx, slot: Slot| cells.iter().filter(move |c| c.record.slot == slot && c.record.article == article);
    let (x, y) = (a.record.article, b.record.article);
    let agree = |slot: Slot, other: Slot| of(x, slot).any(|p| of(y, other).any(|q| p.shares_name(q)));
    if a.record.slot == Slot::HowMany {
        return !of(x, Slot::Where).any(|p| of(y, Slot::Where).any(|q| differ(p, q)));
    }
    let next_way = agree(Slot::From, Slot::To) || agree(Slot::To, Slot::From);
    let same = [Slot::Who, Slot::From, Slot::To].into_iter().any(|slot| slot != a.record.slot && agree(slot, slot));
    same && !next_way
}

/// Whether the other sentence has, in other words than those of its cell, what one cell names and the other does not: "Huntsville", "the prison in
/// Huntsville". A name that another slot of that text holds is told of something else.
fn stands_beside(cells: &[Cell], a: &Cell, b: &Cell) -> bool {
    let keys = |c: &Cell| -> Vec<u32> {
        if let Meant::Names(parts) = &c.meant { parts.iter().flat_map(|p| p.keys.iter().copied()).collect() } else { Vec::new() }
    };
    let inside = |a: &Cell, b: &Cell| {
        let Meant::Names(parts) = &a.meant else { return false };
        let answers = keys(b);
        let others = cells.iter().filter(|c| c.record.article == b.record.article && c.record.slot != a.record.slot);
        let taken: BTreeSet<u32> = others.flat_map(keys).collect();
        let mut open = parts.iter().filter(|p| p.named && !p.keys.iter().any(|k| answers.contains(k))).peekable();
        open.peek().is_some() && open.all(|p| p.keys.iter().any(|k| b.beside.contains(k) && !taken.contains(k)))
    };
    inside(a, b) || inside(b, a)
}
