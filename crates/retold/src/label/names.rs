//! Names of an article: which capitalised words are one name, which names are one entity.
//!
//! Everything stays inside the article. Wrong where two people share a last name, and where a text never prints the name in full.

use std::collections::{BTreeMap, HashMap};

use crate::record::EntitySort;
use crate::text::Actor;

use super::lexicon::{CLOSED, DEFINITE, HONORIFIC, LINK, TIME, ends};
use super::sheet::{Range, Sheet, gap};

/// What an entity is, as far as the text shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Sort {
    #[default]
    Unknown,
    Group,
    Person,
}

/// Whoever or whatever has a name in the article.
#[derive(Debug, Default)]
pub(super) struct Entity {
    /// The mention with most words.
    pub(super) fullest: Range,
    pub(super) sort: Sort,
}

/// The names of an article.
pub(super) struct Names {
    /// In the order of the text.
    pub(super) mentions: Vec<Range>,
    /// Which entity each mention names.
    pub(super) of: Vec<usize>,
    pub(super) entities: Vec<Entity>,
}

/// Words between capitalised ones that a name may hold in a row.
const MOST_LINKS: usize = 2;

impl Names {
    pub(super) fn of(sheet: &Sheet) -> Self {
        let mentions = runs(sheet);
        let forms: Vec<Vec<u32>> = mentions.iter().map(|&r| form(sheet, r)).collect();
        let mut groups: BTreeMap<&[u32], usize> = BTreeMap::new();
        let mut order: Vec<&[u32]> = Vec::new();
        for f in &forms {
            groups.entry(f).or_insert_with(|| {
                order.push(f);
                order.len() - 1
            });
        }
        let parent = join(sheet, &mentions, &forms, &order, &groups);
        let mut entity_of: HashMap<usize, usize> = HashMap::new();
        let (mut entities, mut of): (Vec<Entity>, Vec<usize>) = (Vec::new(), Vec::new());
        for (mention, f) in mentions.iter().zip(&forms) {
            let root = root(&parent, groups[f.as_slice()]);
            let n = *entity_of.entry(root).or_insert_with(|| {
                entities.push(Entity { fullest: *mention, ..Entity::default() });
                entities.len() - 1
            });
            let entity = &mut entities[n];
            let length = |r: Range| sheet.span(r).len();
            if length(*mention) > length(entity.fullest) {
                entity.fullest = *mention;
            }
            let group = (mention.0..=mention.1).any(|i| sheet.actor[i] == Some(Actor::Group))
                || mention.0 == mention.1 && is_acronym(sheet.raw(mention.0));
            // "the Quay Wardens"
            let many = mention.0 > 0
                && mention.0 < mention.1
                && sheet.is(mention.0 - 1, DEFINITE)
                && ends(sheet.raw(mention.1), &sheet.lexicon.endings.plurals);
            let person = mention.0 > 0 && sheet.is(mention.0 - 1, HONORIFIC) || sheet.is(mention.0, HONORIFIC);
            if entity.sort == Sort::Unknown {
                entity.sort = if person {
                    Sort::Person
                } else if group || many {
                    Sort::Group
                } else {
                    Sort::Unknown
                };
            }
            of.push(n);
        }
        Names { mentions, of, entities }
    }

    /// What the entity of a mention is.
    pub(super) fn sort(&self, mention: Option<usize>) -> EntitySort {
        match mention.map(|m| self.entities[self.of[m]].sort) {
            Some(Sort::Group) => EntitySort::Group,
            Some(Sort::Person) => EntitySort::Person,
            Some(Sort::Unknown) | None => EntitySort::Actor,
        }
    }

    /// The mention that ends with this word.
    pub(super) fn ending(&self, word: usize) -> Option<usize> {
        let at = self.mentions.partition_point(|m| m.1 < word);
        self.mentions.get(at).is_some_and(|m| m.1 == word).then_some(at)
    }

    /// The mention that begins with this word.
    pub(super) fn beginning(&self, word: usize) -> Option<usize> {
        let at = self.mentions.partition_point(|m| m.0 < word);
        self.mentions.get(at).is_some_and(|m| m.0 == word).then_some(at)
    }

    /// The last mention before this word, no more than `words` away, that `fits`.
    pub(super) fn before(&self, word: usize, words: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
        let end = self.mentions.partition_point(|m| m.1 < word);
        (0..end).rev().take_while(|&m| word - self.mentions[m].1 <= words).find(|&m| fits(m))
    }

    /// The first mention from this word on, up to `end`.
    pub(super) fn after(&self, word: usize, end: usize) -> Option<usize> {
        let at = self.mentions.partition_point(|m| m.0 < word);
        (at < self.mentions.len() && self.mentions[at].1 < end).then_some(at)
    }
}

/// Letters and figures, all capital, two and more.
fn is_acronym(raw: &str) -> bool {
    raw.len() >= 2 && raw.chars().all(|c| c.is_uppercase() || c.is_numeric()) && raw.chars().any(char::is_uppercase)
}

/// Rows of capitalised words, with `of`, `al-` and the like inside.
fn runs(sheet: &Sheet) -> Vec<Range> {
    // "anti-Meridian" is an adjective, "al-Meridi" is part of a name
    let joined = |i: usize| i > 0 && sheet.has(i, gap::JOINED) && !sheet.capital[i - 1] && !sheet.is(i - 1, LINK);
    let named = |i: usize| sheet.capital[i] && !sheet.is(i, TIME | HONORIFIC) && !sheet.furniture[i] && !joined(i);
    let mut out = Vec::new();
    let mut i = 0;
    while i < sheet.words.len() {
        if !named(i) {
            i += 1;
            continue;
        }
        let (first, mut last) = (i, i);
        loop {
            let mut next = last + 1;
            while next < sheet.words.len()
                && next - last <= MOST_LINKS
                && sheet.is(next, LINK)
                && !sheet.capital[next]
                && !sheet.has(next, gap::PARTS)
            {
                next += 1;
            }
            let linked = next < sheet.words.len() && named(next) && !sheet.has(next, gap::PARTS) && !sheet.possessive(last);
            if !linked {
                break;
            }
            last = next;
        }
        // "Meridia-backed" is no name
        let joined_on = sheet.has(last + 1, gap::JOINED) && last + 1 < sheet.words.len() && !sheet.capital[last + 1];
        let first = without_title(sheet, (first, last));
        let adjective = (first..=last).all(|w| sheet.demonym(w)) && !is_acronym(sheet.raw(last));
        let lone_office = first == last && sheet.actor[first] == Some(Actor::Office) && first > 0 && sheet.is(first - 1, DEFINITE);
        if !joined_on && !adjective && !lone_office {
            out.push((first, last));
        }
        i = last + 1;
    }
    out
}

/// Where a name begins that an office stands before, "President Tamsin Orrel", or an adjective of a nation, "Meridian NPA".
fn without_title(sheet: &Sheet, (first, last): Range) -> usize {
    let ends = |i: &usize| sheet.office_end(*i);
    let is_office = |i: &usize| sheet.actor[*i] == Some(Actor::Office) && ends(i) < last && sheet.capital[ends(i) + 1];
    // "Secretary of State Tamsin Orrel" at the beginning of a sentence: there a capital letter says nothing, and the row begins inside the office
    let begun = |i: &usize| *i >= first || ends(i) >= first;
    let office = (first.saturating_sub(MOST_LINKS + 1)..last).rev().filter(begun).find(is_office).map(|i| ends(&i));
    let body = |from: usize| (from..=last).any(|i| sheet.actor[i] == Some(Actor::Group));
    let first = office.filter(|&i| !body(i + 1) && sheet.actor[i + 1] != Some(Actor::Office) && !sheet.demonym(i)).map_or(first, |i| i + 1);
    let before_acronym = first + 1 == last && sheet.demonym(first) && is_acronym(sheet.raw(last)) && !is_acronym(sheet.raw(first));
    if before_acronym { last } else { first }
}

/// The words of a name, folded, without links, possessive endings and articles.
fn form(sheet: &Sheet, (first, last): Range) -> Vec<u32> {
    let mut words: Vec<u32> = (first..=last).filter(|&i| !sheet.is(i, LINK | CLOSED)).map(|i| stem(sheet, i)).collect();
    if words.is_empty() {
        words = (first..=last).map(|i| sheet.words[i].hash).collect();
    }
    words
}

/// A word's hash without its possessive ending.
fn stem(sheet: &Sheet, word: usize) -> u32 {
    let raw = sheet.raw(word);
    match raw.strip_suffix("'s").or_else(|| raw.strip_suffix("’s")) {
        Some(stem) => crate::text::fold(stem).first().map_or(sheet.words[word].hash, |w| w.hash),
        None => sheet.words[word].hash,
    }
}

fn root(parent: &[usize], mut i: usize) -> usize {
    while parent[i] != i {
        i = parent[i];
    }
    i
}

/// Which forms are one entity: a shorter form inside exactly one fuller one, a name and its abbreviation.
fn join(sheet: &Sheet, mentions: &[Range], forms: &[Vec<u32>], order: &[&[u32]], groups: &BTreeMap<&[u32], usize>) -> Vec<usize> {
    let mut parent: Vec<usize> = (0..order.len()).collect();
    let mut link = |a: usize, b: usize| {
        let (a, b) = (root(&parent, a), root(&parent, b));
        parent[a.max(b)] = a.min(b);
    };
    // "Narrow Front (NF)", "Narrow Front, also known as Tide"
    for (m, pair) in mentions.windows(2).enumerate() {
        let (x, y) = (pair[0], pair[1]);
        let bracket = y.0 == x.1 + 1 && sheet.has(y.0, gap::OPEN_BRACKET) && sheet.has(y.1 + 1, gap::CLOSE_BRACKET);
        let named = y.0 > x.1 + 1
            && y.0 - x.1 <= 6
            && (x.1 + 1..y.0).any(|i| sheet.lexicon.neutral.iter().any(|p| i + p.len() == y.0 && sheet.phrase(i, p)))
            && (x.1 + 2..=y.0).all(|i| !sheet.has(i, gap::STOP | gap::COMMA))
            && (x.1 + 1..y.0).all(|i| !sheet.is(i, DEFINITE | super::lexicon::INDEFINITE) || i + 1 == y.0);
        let short = y.0 == y.1 && is_acronym(sheet.raw(y.0));
        if bracket && short && x.1 > x.0 || named {
            link(groups[forms[m].as_slice()], groups[forms[m + 1].as_slice()]);
        }
    }
    let mut first_of: HashMap<&[u32], Range> = HashMap::new();
    mentions.iter().zip(forms).for_each(|(m, f)| _ = first_of.entry(f).or_insert(*m));
    let mut by_word: HashMap<u32, Vec<usize>> = HashMap::new();
    for (n, f) in order.iter().enumerate() {
        for w in f.iter() {
            let list = by_word.entry(*w).or_default();
            if list.last() != Some(&n) {
                list.push(n);
            }
        }
    }
    let initials: Vec<String> = order.iter().map(|f| initials(sheet, first_of[f])).collect();
    for (n, f) in order.iter().enumerate() {
        let raw = sheet.raw(first_of[f].0);
        if f.len() == 1 && is_acronym(raw) && raw.len() >= 3 {
            let mut full = (0..order.len()).filter(|&o| o != n && initials[o].len() >= 3 && initials[o] == raw);
            if let (Some(o), None) = (full.next(), full.next()) {
                link(n, o);
            }
            continue;
        }
        let last = f[f.len() - 1];
        let fits = |o: &&usize| {
            let other = order[**o];
            other.len() > f.len() && (other.ends_with(f) || f.len() > 1 && other.windows(f.len()).any(|w| w == *f))
        };
        let mut fuller: Vec<usize> = by_word.get(&last).into_iter().flatten().filter(fits).copied().collect();
        fuller.sort_unstable();
        fuller.dedup();
        if let [only] = fuller[..] {
            link(n, only);
        }
    }
    parent
}

/// First letters of the capitalised words of a name.
fn initials(sheet: &Sheet, (first, last): Range) -> String {
    if first == last {
        return String::new();
    }
    (first..=last).filter(|&i| sheet.capital[i]).filter_map(|i| sheet.raw(i).chars().next()).collect()
}
