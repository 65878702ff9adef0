use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::record::BlockKind;

/// The wordings of one language, as `data/furniture.toml` lists and explains them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct Table {
    related: Vec<String>,
    video: Vec<String>,
    places: Vec<String>,
    furniture: Vec<String>,
    credit: Vec<String>,
    correction: Vec<String>,
    caption: Vec<String>,
    byline: Vec<String>,
    published: Vec<String>,
    first: Vec<String>,
    updated: Vec<String>,
    seen: Vec<String>,
    unseen: Vec<String>,
    photo: Vec<String>,
    not_places: Vec<String>,
    withdrawal: Vec<String>,
    clarification: Vec<String>,
    corrected: Vec<String>,
    changed: Vec<String>,
    stated: Vec<String>,
    not: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    lang: BTreeMap<String, Table>,
}

/// A pattern with `*`.
struct Open {
    begin: String,
    /// Mostly empty.
    end: String,
    kind: BlockKind,
}

/// The wordings that count for a text: its language's and the English ones, which stand on pages of every language.
#[derive(Default)]
pub(super) struct Phrases {
    /// Patterns without `*`.
    whole: HashMap<String, BlockKind>,
    /// Patterns with `*` that begin with words, by the first letter.
    open: HashMap<char, Vec<Open>>,
    /// Patterns that begin with `*`.
    ending: Vec<Open>,
    /// Words of patterns that begin and end with `*`.
    within: Vec<(String, BlockKind)>,
    pub(super) video: Vec<String>,
    pub(super) places: Vec<String>,
    pub(super) byline: Vec<String>,
    /// Longest first, so that `published on` is tried before `published`.
    pub(super) published: Vec<String>,
    pub(super) first: Vec<String>,
    pub(super) updated: Vec<String>,
    pub(super) seen: Vec<String>,
    pub(super) unseen: Vec<String>,
    pub(super) photo: Vec<String>,
    pub(super) not_places: Vec<String>,
    pub(super) withdrawal: Vec<String>,
    pub(super) clarification: Vec<String>,
    pub(super) corrected: Vec<String>,
    pub(super) changed: Vec<String>,
    pub(super) stated: Vec<String>,
    pub(super) not: Vec<String>,
}

struct All {
    /// By language.
    by_lang: BTreeMap<String, Phrases>,
    /// Of all languages, for texts whose language is not known.
    any: Phrases,
}

static ALL: LazyLock<All> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../../data/furniture.toml")).expect("data/furniture.toml is well formed");
    let of = |chosen: &[&str]| {
        let mut phrases = Phrases::default();
        file.lang.iter().filter(|(lang, _)| chosen.contains(&lang.as_str())).for_each(|(_, table)| phrases.add(table));
        phrases.published.sort_by_key(|p| std::cmp::Reverse(p.len()));
        phrases.updated.sort_by_key(|p| std::cmp::Reverse(p.len()));
        phrases
    };
    let langs: Vec<&str> = file.lang.keys().map(String::as_str).collect();
    All { by_lang: langs.iter().map(|&lang| (lang.to_owned(), of(&["en", lang]))).collect(), any: of(&langs) }
});

impl Phrases {
    /// The wordings for a text of this language; all of them where the language is unknown or has no table.
    pub(super) fn of(lang: Option<&str>) -> &'static Phrases {
        lang.and_then(|lang| ALL.by_lang.get(lang)).unwrap_or(&ALL.any)
    }

    fn add(&mut self, table: &Table) {
        let kinds = [
            (&table.correction, BlockKind::Correction),
            (&table.credit, BlockKind::Credit),
            (&table.related, BlockKind::RelatedLink),
            (&table.caption, BlockKind::Caption),
            (&table.furniture, BlockKind::Furniture),
        ];
        for (patterns, kind) in kinds {
            for pattern in patterns {
                if let Some(words) = pattern.strip_prefix('*').and_then(|p| p.strip_suffix('*')) {
                    self.within.push((words.to_owned(), kind));
                    continue;
                }
                let Some((begin, end)) = pattern.split_once('*') else {
                    self.whole.entry(pattern.clone()).or_insert(kind);
                    continue;
                };
                let open = Open { begin: begin.to_owned(), end: end.to_owned(), kind };
                match begin.chars().next() {
                    Some(first) => self.open.entry(first).or_default().push(open),
                    None => self.ending.push(open),
                }
            }
        }
        self.video.extend(table.video.iter().cloned());
        self.places.extend(table.places.iter().cloned());
        self.byline.extend(table.byline.iter().cloned());
        self.published.extend(table.published.iter().cloned());
        self.first.extend(table.first.iter().cloned());
        self.updated.extend(table.updated.iter().cloned());
        self.seen.extend(table.seen.iter().cloned());
        self.unseen.extend(table.unseen.iter().cloned());
        self.photo.extend(table.photo.iter().cloned());
        self.not_places.extend(table.not_places.iter().cloned());
        self.withdrawal.extend(table.withdrawal.iter().cloned());
        self.clarification.extend(table.clarification.iter().cloned());
        self.corrected.extend(table.corrected.iter().cloned());
        self.changed.extend(table.changed.iter().cloned());
        self.stated.extend(table.stated.iter().cloned());
        self.not.extend(table.not.iter().cloned());
    }

    /// What a whole line is, if a pattern fits it.
    ///
    /// Called for every line of every article: only the first bytes of a line are brought to lower case, and only patterns with the same
    /// first letter are compared.
    pub(super) fn kind_of(&self, line: &str) -> Option<BlockKind> {
        let line = line.trim_matches(is_mark);
        if line.len() > longest(BlockKind::Correction) {
            return None;
        }
        let first = line.chars().next()?.to_lowercase().next()?;
        let first = if first.is_ascii_digit() { '#' } else { first };
        let candidates = self.open.get(&first);
        let short = line.len() <= 2 * LONGEST_PATTERN;
        let head = match candidates.is_some() || short {
            true => squeezed(cut(line, if short { line.len() } else { LONGEST_PATTERN })),
            false => String::new(),
        };
        if short && let Some(&kind) = self.whole.get(&head) {
            return Some(kind);
        }
        let fits = |pattern: &&Open| {
            line.len() <= longest(pattern.kind)
                && line.len() > pattern.begin.len() + pattern.end.len()
                && head.starts_with(&pattern.begin)
                && ends_with(line, &pattern.end)
        };
        let beginning = candidates.into_iter().flatten().find(fits);
        let ending = || self.ending.iter().find(|pattern| line.len() <= longest(pattern.kind) && ends_with(line, &pattern.end));
        let within = || self.within.iter().find(|(words, kind)| line.len() <= longest(*kind) && contains(line, words));
        beginning.or_else(ending).map(|pattern| pattern.kind).or_else(|| within().map(|(_, kind)| *kind))
    }
}

/// Beginnings of patterns are shorter than this many bytes; a line is compared no further.
const LONGEST_PATTERN: usize = 72;

/// The first bytes of a text, fewer where a character would be cut.
fn cut(text: &str, bytes: usize) -> &str {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Whether a line ends in these words, whatever the case of their Latin letters.
fn ends_with(line: &str, end: &str) -> bool {
    let line = line.as_bytes();
    line.len() > end.len() && line[line.len() - end.len()..].eq_ignore_ascii_case(end.as_bytes())
}

/// Whether these words stand in a line, whatever the case of their Latin letters.
fn contains(line: &str, words: &str) -> bool {
    line.as_bytes().windows(words.len()).any(|bytes| bytes.eq_ignore_ascii_case(words.as_bytes()))
}

/// Longest line in bytes that an open pattern may call so. A furniture line is a label; a correction is a paragraph.
fn longest(kind: BlockKind) -> usize {
    match kind {
        BlockKind::Correction => 800,
        BlockKind::Credit => 300,
        BlockKind::Caption => 400,
        _ => 160,
    }
}

/// Marks around a label that do not belong to its wording.
fn is_mark(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '-' | '–'
                | '—'
                | '•'
                | '·'
                | '►'
                | '▶'
                | '▸'
                | '→'
                | '*'
                | '|'
                | '>'
                | '»'
                | '›'
                | '…'
                | '.'
                | ':'
                | '!'
                | '('
                | ')'
                | '['
                | ']'
        )
}

/// Lower case, typewriter apostrophes, one space between words, runs of digits as `#`.
fn squeezed(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '0'..='9' => {
                if !out.ends_with('#') {
                    out.push('#');
                }
            }
            '’' => out.push('\''),
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::Phrases;
    use crate::record::BlockKind;

    #[test]
    fn a_pattern_fits_the_whole_line_or_not_at_all() {
        let phrases = Phrases::of(Some("en"));
        assert_eq!(phrases.kind_of("Like this story? Share it with a friend!"), Some(BlockKind::Furniture));
        assert_eq!(phrases.kind_of("128 Comments"), Some(BlockKind::Furniture));
        assert_eq!(phrases.kind_of("READ MORE: Ferry sinks off Lisken"), Some(BlockKind::RelatedLink));
        assert_eq!(phrases.kind_of("— With files from Korr"), Some(BlockKind::Credit));
        assert_eq!(phrases.kind_of("Comments by the mayor were not welcome."), None);
        assert_eq!(phrases.kind_of("Share prices fell."), None);
    }
}
