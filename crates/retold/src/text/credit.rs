//! Credits: where a text says whose words it carries.
//!
//! A credit is an outlet's name with a phrase of sourcing (`NPA reports`, `according to`, `with files from`), in the dateline, or in a line
//! of its own at the end. A name that is only a witness of one statement (`told NPA`, `an NPA photographer`) is noted apart. Phrases are data.
//! Wrong where a text quotes an outlet about another matter; that is why a credit is shown with its span.

use std::collections::BTreeSet;

use super::date::leading_date;
use super::fold::{Word, fold};
use super::gazetteer::Gazetteer;
use super::lexicon::Lexicon;
use crate::corpus::Reading;
use crate::record::{BlockKind, CreditForm, Span};

/// A place where a text names an outlet as a source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mention {
    /// The name with its phrase.
    pub(crate) span: Span,
    /// The name as printed.
    pub(crate) printed: String,
    /// Main name of the outlet.
    pub(crate) outlet: String,
    pub(crate) form: CreditForm,
    /// Whether it says "agencies" and not which: then `outlet` holds the words as printed.
    pub(crate) unnamed: bool,
}

/// Phrases of sourcing as hashes of folded words.
#[derive(Debug, Default)]
pub(crate) struct Phrases {
    pub(crate) before: Vec<Vec<u32>>,
    pub(crate) after: Vec<Vec<u32>>,
    pub(crate) witness_before: Vec<Vec<u32>>,
    pub(crate) witness_after: Vec<Vec<u32>>,
    /// Labels of lines that name sources.
    pub(crate) sources: BTreeSet<u32>,
    /// Words for agencies that are not named.
    pub(crate) unnamed: Vec<Vec<u32>>,
    /// Last words of outlets' names.
    pub(crate) outlet_words: BTreeSet<u32>,
    /// Words before the name of whom a text belongs to.
    pub(crate) rights: BTreeSet<u32>,
}

/// Words at the beginning of a text in which a dateline stands, and at its end in which a closing credit stands.
const DATELINE_WORDS: usize = 40;
const FOOTER_WORDS: usize = 4;

/// Every credit of a text, in order.
pub(crate) fn mentions(reading: &Reading, gazetteer: &Gazetteer, lexicon: Option<&Lexicon>) -> Vec<Mention> {
    let (text, words) = (reading.text.as_str(), reading.words.as_slice());
    let mut out = Vec::new();
    for named in gazetteer.names(text, words) {
        let (start, end) = named.words;
        let name = Span::new(words[start].start, words[end - 1].end);
        let found = Place { text, words, reading, lexicon, start, end, name }.form();
        if let Some((form, span)) = found {
            let printed = name.of(text).trim_end_matches("'s").trim_end_matches("’s").to_owned();
            out.push(Mention { span, printed, outlet: named.outlet, form, unnamed: false });
        }
    }
    out.extend(unknown_reporters(reading, gazetteer, lexicon));
    out.extend(unknown_sources(reading, lexicon));
    out.extend(unnamed_agencies(reading, lexicon));
    out.sort();
    out.dedup_by(|b, a| a.span.intersection(b.span).is_some());
    out
}

struct Place<'a> {
    text: &'a str,
    words: &'a [Word],
    reading: &'a Reading,
    lexicon: Option<&'a Lexicon>,
    start: usize,
    end: usize,
    name: Span,
}

impl Place<'_> {
    fn form(&self) -> Option<(CreditForm, Span)> {
        if let Some(span) = self.rights() {
            return Some((CreditForm::Footer, span));
        }
        let block = self.reading.blocks.iter().find(|b| b.span.contains(self.name));
        match block.map(|b| b.kind) {
            Some(BlockKind::Dateline) => return Some((CreditForm::Dateline, self.name)),
            Some(BlockKind::Credit) => return block.map(|b| (CreditForm::Footer, b.span)),
            // a photo's credit is not the text's
            Some(BlockKind::Caption | BlockKind::RelatedLink | BlockKind::Furniture | BlockKind::Site) => return None,
            _ => {}
        }
        if let Some(phrases) = self.lexicon.map(|l| &l.credit) {
            let before = |list: &[Vec<u32>]| list.iter().filter(|p| self.preceded_by(p)).map(Vec::len).max();
            let after = |list: &[Vec<u32>]| list.iter().filter(|p| self.followed_by(p)).map(Vec::len).max();
            if let Some(n) = before(&phrases.witness_before) {
                return Some((CreditForm::Trace, self.widened(n, 0)));
            }
            if let Some(n) = after(&phrases.witness_after) {
                return Some((CreditForm::Trace, self.widened(0, n)));
            }
            let reach = before(&phrases.before).map(|n| (n, 0)).or_else(|| after(&phrases.after).map(|n| (0, n)));
            if let Some((before, after)) = reach {
                let form = if self.in_closing_line() { CreditForm::Footer } else { CreditForm::InText };
                return Some((form, self.widened(before, after)));
            }
        }
        let signed = || self.dated().then_some(CreditForm::Dateline);
        self.marked().or_else(signed).map(|form| (form, self.name))
    }

    /// `Copyright 2031 Norvik Press Agency`, `© NPA`: whose text it is. A year and an article may stand between.
    fn rights(&self) -> Option<Span> {
        const BETWEEN: usize = 3;
        let rights = &self.lexicon?.credit.rights;
        let small = |word: &&str| word.len() <= 3 || word.chars().all(|c| c.is_ascii_digit());
        let before = &self.text[..self.name.start as usize];
        let before = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
        let (mut rest, mut skipped) = (before.trim_end_matches(' '), 0);
        loop {
            let at = rest.rfind(' ').map_or(0, |at| at + 1);
            let word = &rest[at..];
            let is_mark =
                word.starts_with('©') || fold(word).last().is_some_and(|w| rights.contains(&w.hash) && w.end as usize == word.len());
            if is_mark {
                let start = self.name.start as usize - before.len() + at;
                return Some(Span::from(start..self.name.end as usize));
            }
            skipped += 1;
            if word.is_empty() || skipped > BETWEEN || !small(&word) {
                return None;
            }
            rest = rest[..at].trim_end_matches(' ');
        }
    }

    /// `Ferry sinks off Teld NPA Sunday 22 Feb 2031 A ferry …`: among the first words, between the headline and the date.
    fn dated(&self) -> bool {
        let rest = self.text[self.name.end as usize..].trim_start_matches([' ', ',', '|', '-', '–', '\n', '\r']);
        let sentence = self.text[..self.name.start as usize].trim_end().ends_with(['.', '!', '?']);
        self.start > 0 && self.start < DATELINE_WORDS && !sentence && leading_date(rest).is_some()
    }

    /// `(NPA)`, `/NPA/`, `-NPA`: in marks at the beginning or the end of the text.
    fn marked(&self) -> Option<CreditForm> {
        let before = self.text[..self.name.start as usize].trim_end_matches(' ').chars().next_back();
        let after = self.text[self.name.end as usize..].trim_start_matches(' ').chars().next();
        let bracketed = matches!((before, after), (Some('('), Some(')')) | (Some('/'), Some('/')) | (Some('['), Some(']')));
        if bracketed && self.start < DATELINE_WORDS {
            return Some(CreditForm::Dateline);
        }
        let last = self.words.len() - self.end <= FOOTER_WORDS;
        let own_line = matches!(before, None | Some('\n')) && matches!(after, None | Some('\n' | '\r' | '.'));
        let closing = matches!(before, Some('-' | '–' | '—' | '.' | '”' | '"')) && self.end == self.words.len();
        (last && (bracketed || own_line || closing)).then_some(CreditForm::Footer)
    }

    /// Whether the name stands in a short last line of its own ("With files from NPA").
    fn in_closing_line(&self) -> bool {
        const LINE_WORDS: usize = 12;
        let start = self.text[..self.name.start as usize].rfind('\n');
        let closing = self.text[self.name.end as usize..].trim().find('\n').is_none();
        let first = start.map(|at| self.words.partition_point(|w| (w.start as usize) < at));
        closing && first.is_some_and(|first| self.words.len() - first <= LINE_WORDS)
    }

    fn preceded_by(&self, phrase: &[u32]) -> bool {
        // "according to the NPA", "told the Norvik-based NPA": articles may stand between
        (0..=1).any(|skip| {
            let Some(end) = self.start.checked_sub(skip) else { return false };
            let Some(start) = end.checked_sub(phrase.len()) else { return false };
            let skipped_is_short = (end..self.start).all(|i| self.words[i].end - self.words[i].start <= 3);
            skipped_is_short
                && self.words[start..end].iter().map(|w| w.hash).eq(phrase.iter().copied())
                && self.one_sentence(start, self.start)
        })
    }

    fn followed_by(&self, phrase: &[u32]) -> bool {
        self.words.get(self.end..self.end + phrase.len()).is_some_and(|w| w.iter().map(|w| w.hash).eq(phrase.iter().copied()))
            && self.one_sentence(self.end - 1, self.end + phrase.len() - 1)
    }

    /// Whether no full stop or line break stands between the first and the last of these words.
    fn one_sentence(&self, first: usize, last: usize) -> bool {
        let between = &self.text[self.words[first].end as usize..self.words[last].start.max(self.words[first].end) as usize];
        !between.contains(['.', '\n', '!', '?', ';'])
    }

    fn widened(&self, before: usize, after: usize) -> Span {
        let mut first = self.start - before.min(self.start);
        if before > 0 && first > 0 && self.words[first].end < self.words[self.start].start {
            // the phrase may stand one short word further off
            let lexical = self.start - first;
            first -= usize::from(lexical == before && !self.starts_phrase(first, before));
        }
        Span::new(self.words[first].start, self.words[self.end + after - 1].end)
    }

    fn starts_phrase(&self, first: usize, len: usize) -> bool {
        let Some(phrases) = self.lexicon.map(|l| &l.credit) else { return true };
        let here = || self.words[first..first + len].iter().map(|w| w.hash);
        phrases.before.iter().chain(&phrases.witness_before).any(|p| p.len() == len && here().eq(p.iter().copied()))
    }
}

/// `Xyz reports:` at the beginning of a paragraph names an outlet that no list knows.
fn unknown_reporters(reading: &Reading, gazetteer: &Gazetteer, lexicon: Option<&Lexicon>) -> Vec<Mention> {
    let Some(phrases) = lexicon.map(|l| &l.credit) else { return Vec::new() };
    let mut out = Vec::new();
    let mut line_start = 0;
    for line in reading.text.split_inclusive('\n') {
        let head = line.split(':').next().unwrap_or("");
        if head.len() < line.trim_end().len() && head.len() <= 60 {
            let words = fold(head);
            let verb = phrases
                .after
                .iter()
                .filter(|p| words.len() > p.len() && words[words.len() - p.len()..].iter().map(|w| w.hash).eq(p.iter().copied()))
                .map(Vec::len)
                .max();
            if let Some(verb) = verb {
                let name = &words[..words.len() - verb];
                let printed = &head[name[0].start as usize..name[name.len() - 1].end as usize];
                let capital = name.iter().all(|w| head[w.start as usize..].starts_with(char::is_uppercase));
                if name.len() <= 4 && capital && gazetteer.names(head, &words).is_empty() {
                    let span = Span::from(line_start + name[0].start as usize..line_start + words[words.len() - 1].end as usize);
                    out.push(Mention {
                        span,
                        printed: printed.to_owned(),
                        outlet: printed.to_owned(),
                        form: CreditForm::InText,
                        unnamed: false,
                    });
                }
            }
        }
        line_start += line.len();
    }
    out
}

/// `according to the Quayside Sentinel`: a phrase of sourcing and capitalised words that end like the name of an outlet.
fn unknown_sources(reading: &Reading, lexicon: Option<&Lexicon>) -> Vec<Mention> {
    const LONGEST_NAME: usize = 4;
    let Some(phrases) = lexicon.map(|l| &l.credit) else { return Vec::new() };
    let (text, words) = (reading.text.as_str(), reading.words.as_slice());
    let capital = |w: &Word| text[w.start as usize..].starts_with(char::is_uppercase);
    let mut out = Vec::new();
    for start in 0..words.len() {
        let here = |p: &&Vec<u32>| words.get(start..start + p.len()).is_some_and(|w| w.iter().map(|w| w.hash).eq(p.iter().copied()));
        let Some(phrase) = phrases.before.iter().filter(here).map(Vec::len).max() else { continue };
        let mut first = start + phrase;
        first += usize::from(words.get(first).is_some_and(|w| !capital(w) && w.end - w.start <= 3));
        let name = words[first.min(words.len())..].iter().take(LONGEST_NAME).take_while(|w| capital(w)).count();
        let Some(last) = (first..first + name).rev().find(|&i| phrases.outlet_words.contains(&words[i].hash)) else { continue };
        if last > first && !text[words[start].end as usize..words[last].start as usize].contains(['.', '\n', ',']) {
            let printed = Span::new(words[first].start, words[last].end).of(text).to_owned();
            let span = Span::new(words[start].start, words[last].end);
            out.push(Mention { span, outlet: printed.clone(), printed, form: CreditForm::InText, unnamed: false });
        }
    }
    out
}

/// `Source: TRN and agencies`: agencies without a name, in the last words of a text or in a line of credit.
fn unnamed_agencies(reading: &Reading, lexicon: Option<&Lexicon>) -> Vec<Mention> {
    let Some(phrases) = lexicon.map(|l| &l.credit) else { return Vec::new() };
    let words = reading.words.as_slice();
    let mut out = Vec::new();
    for start in 0..words.len() {
        let here = |p: &&Vec<u32>| words.get(start..start + p.len()).is_some_and(|w| w.iter().map(|w| w.hash).eq(p.iter().copied()));
        let Some(len) = phrases.unnamed.iter().filter(here).map(Vec::len).max() else { continue };
        let span = Span::new(words[start].start, words[start + len - 1].end);
        let block = reading.blocks.iter().find(|b| b.span.contains(span)).map(|b| b.kind);
        let form = match block {
            Some(BlockKind::Dateline | BlockKind::Byline) => CreditForm::Dateline,
            Some(BlockKind::Credit) => CreditForm::Footer,
            // pages that lost their line breaks: the credit of the text, and then what else the page shows
            Some(BlockKind::Furniture) if credit_line(reading, start, phrases) => CreditForm::Footer,
            None if words.len() == start + len || credit_line(reading, start, phrases) || contributed(words, start + len, phrases) => {
                CreditForm::Footer
            }
            _ => continue,
        };
        let printed = span.of(&reading.text).to_owned();
        out.push(Mention { span, outlet: printed.clone(), printed, form, unnamed: true });
    }
    out
}

/// Whether a phrase of credit of several words follows: "agencies contributed to this report".
fn contributed(words: &[Word], at: usize, phrases: &Phrases) -> bool {
    let here = |p: &Vec<u32>| words.get(at..at + p.len()).is_some_and(|w| w.iter().map(|w| w.hash).eq(p.iter().copied()));
    phrases.after.iter().any(|p| p.len() > 2 && here(p))
}

/// Whether the words before begin a line of credit: "Source: TRN and", with one name between; but not "a source said that".
fn credit_line(reading: &Reading, at: usize, phrases: &Phrases) -> bool {
    const NAME_AND: usize = 4;
    let label = |w: &Word| phrases.sources.contains(&w.hash) && reading.text[w.start as usize..].starts_with(char::is_uppercase);
    reading.words[at.saturating_sub(NAME_AND)..at].iter().any(label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Block, Outlets};
    use crate::text::lexicon;

    #[test]
    fn credits_are_told_from_witnesses_and_from_mere_names() {
        let footer = |printed| Some((CreditForm::Footer, printed));
        let gazetteer = Gazetteer::new(&Outlets::default(), ["Norvik Press Agency", "NPA", "The Meridian"]);
        let cases: [(&str, Option<(CreditForm, &str)>); 25] = [
            ("The quay was empty.\n© 2031 NPA", footer("© 2031 NPA")),
            (
                "The quay was empty.\nCopyright 2031 The Norvik Press Agency. All rights reserved.",
                footer("Copyright 2031 The Norvik Press Agency"),
            ),
            ("She holds the copyright, the Norvik Press Agency said.", None),
            ("Ferry sinks off Teld NPA Sunday 22 Feb 2031 A ferry sank.", Some((CreditForm::Dateline, "NPA"))),
            ("A ferry sank. NPA Sunday 22 Feb 2031 was the day.", None),
            ("The quay was empty. Agencies contributed to this report. Read also", footer("Agencies")),
            ("Agencies contributed to the costs of the quay, which were high.", None),
            ("The quay was empty. Source: the Teld desk and agencies", Some((CreditForm::Footer, "agencies"))),
            ("Two agencies had a desk at the quay and left it on Monday.", None),
            ("A harbour source said that agencies had a desk at the quay.", None),
            (
                "He left early, according to the Quayside Sentinel, on Monday.",
                Some((CreditForm::InText, "according to the Quayside Sentinel")),
            ),
            ("He left early, according to Ilse Varn on Monday.", None),
            ("The draft was seen by The Meridian.", Some((CreditForm::Trace, "seen by The Meridian"))),
            ("NPA reports: The quay was empty.", Some((CreditForm::InText, "NPA reports"))),
            ("The quay was empty, according to The Meridian.", Some((CreditForm::InText, "according to The Meridian"))),
            ("The quay was empty, according to the NPA.", Some((CreditForm::InText, "according to the NPA"))),
            ("It was late, she told NPA.", Some((CreditForm::Trace, "told NPA"))),
            ("An NPA photographer saw it.", Some((CreditForm::Trace, "NPA photographer"))),
            ("PORT ALDREN (NPA) - The quay was empty.", Some((CreditForm::Dateline, "NPA"))),
            ("PORT ALDREN, March 21. /NPA/. The quay was empty.", Some((CreditForm::Dateline, "NPA"))),
            ("The quay was empty. -NPA", Some((CreditForm::Footer, "NPA"))),
            ("The quay was empty.\n— With files from The Meridian", Some((CreditForm::Footer, "With files from The Meridian"))),
            ("The NPA building was empty on Monday and nobody was at work.", None),
            ("He told them. NPA staff left the house on the hill.", None),
            ("Quayside Gazette reports: all is well.", Some((CreditForm::InText, "Quayside Gazette reports"))),
        ];
        let mut wrong = Vec::new();
        for (text, want) in cases {
            let found = mentions(&Reading::of_text(text.to_owned()), &gazetteer, lexicon(None));
            let got: Vec<_> = found.iter().map(|m| (m.form, m.span.of(text))).collect();
            if got != want.into_iter().collect::<Vec<_>>() {
                wrong.push(format!("{text}: {got:?}, expected {want:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn a_credit_that_runs_into_what_else_a_page_shows_is_one_and_its_links_are_none() {
        let text = "The quay was empty. Source Korr and agencies Related News Agencies leave the mill at Holm";
        let gazetteer = Gazetteer::new(&Outlets::default(), []);
        let at = text.find("Source").unwrap();
        let furniture = Block { span: Span::from(at..text.len()), kind: BlockKind::Furniture };
        let reading = Reading { blocks: vec![furniture], ..Reading::of_text(text.to_owned()) };
        let found: Vec<_> = mentions(&reading, &gazetteer, lexicon(None)).into_iter().map(|m| (m.form, m.span.start)).collect();
        assert_eq!(found, [(CreditForm::Footer, text.find("agencies").unwrap() as u32)]);
    }
}
