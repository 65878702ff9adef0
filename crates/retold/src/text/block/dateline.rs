use std::ops::Range;

use super::phrases::Phrases;
use crate::record::Date;
use crate::text::date::{leading_date, leading_day_and_month};

/// Place, date and agency before the first sentence.
#[derive(Debug)]
pub(super) struct Dateline {
    /// Bytes it takes from the beginning of the line, with the dash or full stop that ends it.
    pub(super) length: usize,
    /// The agency, and where it stands in the line.
    pub(super) agency: Option<Range<usize>>,
    /// Whether the agency stands between slashes, the form agencies give their own dispatches.
    pub(super) slashed: bool,
    /// The date, where it has a year.
    pub(super) date: Option<Date>,
}

/// No dateline is longer; a dash further on belongs to the sentence.
const LONGEST: usize = 120;

/// Longest agency name in bytes: "Agence France-Presse et correspondants" fits.
const LONGEST_AGENCY: usize = 48;

/// Reads a dateline at the beginning of a paragraph:
///
/// `KAROV, February 19. /KORR/.` · `KAROV (Korr) —` · `KAROV, Feb 19 (Korr) -` · `KAROV —` · `Karov (korr) -` · `(Korr) —` ·
/// `КАРОВ, 19 фев — КОРР.`
///
/// A place alone must be in capitals and be followed by a long dash: "Karov - a small town" is a sentence.
pub(super) fn dateline(line: &str, phrases: &Phrases) -> Option<Dateline> {
    let mut end = line.len().min(LONGEST);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    let mut reader = Reader { text: &line[..end], at: 0 };
    let place = reader.place();
    let capitals = place.as_ref().is_some_and(|p| is_capitals(&reader.text[p.clone()]));
    if place.as_ref().is_some_and(|p| phrases.not_places.contains(&reader.text[p.clone()].to_lowercase())) {
        return None;
    }
    let date = place.as_ref().and_then(|_| reader.date());
    let agency = reader.agency();
    let (has_date, slashed) = (date.is_some(), agency.as_ref().is_some_and(|a| a.1));
    let mut agency = agency.map(|(range, _)| range);
    let dash = reader.dash();
    let sound = match (&place, &agency) {
        (_, Some(_)) if slashed => place.is_some() && (reader.full_stop() || dash.is_some()),
        (_, Some(_)) => dash.is_some(),
        (Some(_), None) if capitals && has_date && dash.is_some() => {
            agency = reader.agency_as_sentence();
            true
        }
        (Some(_), None) => capitals && dash == Some(Dash::Long),
        (None, None) => false,
    };
    sound.then(|| Dateline { length: reader.at, agency, slashed, date: date.flatten() })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Dash {
    Long,
    /// A hyphen between spaces.
    Short,
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn spaces(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\u{a0}']).len();
    }

    /// One to eight words that begin large, with commas, slashes and full stops of abbreviations between them.
    fn place(&mut self) -> Option<Range<usize>> {
        let mut end = 0;
        let mut at = 0;
        for _ in 0..8 {
            let rest = &self.text[at..];
            let length: usize = rest.chars().take_while(|&c| is_place_letter(c)).map(char::len_utf8).sum();
            let word = &rest[..length];
            if !word.starts_with(char::is_uppercase) || leading_day_and_month(rest).is_some() {
                break;
            }
            at += length;
            end = at;
            let rest = &self.text[at..];
            let gap = rest.len() - rest.trim_start_matches([' ', ',', '/', '\u{a0}']).len();
            if gap == 0 {
                break;
            }
            at += gap;
        }
        self.at = end;
        (end > 0).then_some(0..end)
    }

    /// `Some(None)` for a date without a year.
    fn date(&mut self) -> Option<Option<Date>> {
        let start = self.at;
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', ',', '\u{a0}', '.', '/']).len();
        let (date, length) = match leading_date(self.rest()) {
            Some((date, length)) => (Some(date), length),
            None => match leading_day_and_month(self.rest()) {
                Some(length) => (None, length),
                None => {
                    self.at = start;
                    return None;
                }
            },
        };
        self.at += length;
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(['.', ',']).len();
        Some(date)
    }

    /// The agency in brackets or slashes, and whether in slashes.
    fn agency(&mut self) -> Option<(Range<usize>, bool)> {
        let start = self.at;
        self.spaces();
        let close = match self.rest().chars().next() {
            Some('(') => ')',
            Some('[') => ']',
            Some('/') => '/',
            _ => {
                self.at = start;
                return None;
            }
        };
        let from = self.at + 1;
        let length = self.text[from..].bytes().take(LONGEST_AGENCY + 1).position(|b| b == close as u8);
        let name = length.map(|length| from..from + length).filter(|r| is_agency(&self.text[r.clone()]));
        match name {
            Some(range) => {
                self.at = range.end + 1;
                Some((range, close == '/'))
            }
            None => {
                self.at = start;
                None
            }
        }
    }

    /// `— КОРР Новости.` after place and date: an agency that fills a sentence of its own.
    fn agency_as_sentence(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        self.spaces();
        let from = self.at;
        let length = self.rest().bytes().take(LONGEST_AGENCY).position(|b| b == b'.').unwrap_or(0);
        let name = &self.text[from..from + length];
        let sound = name.split(' ').next().is_some_and(is_capitals)
            && name.split(' ').count() <= 3
            && name.split(' ').all(|w| w.starts_with(char::is_uppercase));
        self.at = if sound { from + length + 1 } else { start };
        sound.then_some(from..from + length)
    }

    fn full_stop(&mut self) -> bool {
        let stop = self.rest().starts_with(['.', ':']);
        self.at += usize::from(stop);
        stop
    }

    fn dash(&mut self) -> Option<Dash> {
        let before = self.at;
        self.spaces();
        let spaced = self.at > before;
        let rest = self.rest();
        let (length, dash) = if rest.starts_with("--") {
            (rest.len() - rest.trim_start_matches('-').len(), Dash::Long)
        } else if let Some(c @ ('—' | '–' | '―')) = rest.chars().next() {
            (c.len_utf8(), Dash::Long)
        } else if rest.starts_with('-') && (spaced || rest[1..].starts_with(' ')) {
            (1, Dash::Short)
        } else {
            self.at = before;
            return None;
        };
        self.at += length;
        Some(dash)
    }
}

fn is_place_letter(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '.' | '\'' | '’' | '-')
}

/// Three letters or more, none of them small in the first part; `KAROV, Avelia` counts.
fn is_capitals(text: &str) -> bool {
    let first = text.split(',').next().unwrap_or_default();
    let letters = || first.chars().filter(|c| c.is_alphabetic());
    letters().count() >= 3 && letters().all(|c| !c.is_lowercase())
}

/// A name: some letters, at most five words, no digits but those of a channel.
fn is_agency(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 2
        && name.split_whitespace().count() <= 5
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '/' | '-' | '&' | '’' | '\'' | ','))
        && name.trim().len() == name.len()
}
