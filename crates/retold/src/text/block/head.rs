use super::dateline::dateline;
use super::lines::{Line, is_closing};
use super::phrases::Phrases;
use super::stamp::{stamp, strip_word};
use super::{Agency, Draft};
use crate::record::{BlockKind, Precision};
use crate::text::date::{DateStyle, find_dates, parse_date};

/// Lines before the story that may be headline, lead, byline, stamp: more than these are not a head.
const HEAD_LINES: usize = 8;

/// Longest headline in bytes: about forty words. Chosen, not measured; a longer first line is a paragraph.
const LONGEST_HEADLINE: usize = 240;

/// Longest sub-headline in bytes.
const LONGEST_LEAD: usize = 320;

/// Longest caption in bytes.
const LONGEST_CAPTION: usize = 320;

/// A paragraph of the story has at least this many bytes; a head line is followed by one.
const PARAGRAPH: usize = 120;

/// Walks the lines before the story and marks what they are; stops at the first paragraph.
pub(super) fn head(draft: &mut Draft<'_>, title: Option<&str>) {
    let open: Vec<usize> = (0..draft.lines.len()).filter(|&i| !draft.taken[i]).take(HEAD_LINES + 1).collect();
    let mut has_lead = false;
    for (nth, &index) in open.iter().take(HEAD_LINES).enumerate() {
        let following: Vec<Line<'_>> = open[nth + 1..].iter().map(|&i| draft.lines[i]).collect();
        let Some(line) = stamped(draft, index) else {
            continue;
        };
        let headline = draft.outline.headline.is_none();
        let first = nth == 0;
        if let Some(length) = title.filter(|_| headline).and_then(|t| title_length(line.text, t)) {
            headline_at(draft, index, line, length);
            if line.after(length).len() == 0 {
                continue;
            }
            break;
        }
        if mark_dateline(draft, line) {
            break;
        }
        if first && is_caption_by_date(line, following.first(), draft.phrases) {
            draft.take(index, BlockKind::Caption);
        } else if mark_byline(draft, index, line) {
        } else if headline && line.start == draft.lines[index].start && is_headline(line, &following, draft.phrases) {
            headline_at(draft, index, line, line.len());
        } else if !headline && !has_lead && is_lead(line, &following) {
            has_lead = true;
            draft.take(index, BlockKind::Lead);
        } else {
            break;
        }
    }
}

fn headline_at(draft: &mut Draft<'_>, index: usize, line: Line<'_>, length: usize) {
    let span = (line.start..line.start + length).into();
    draft.outline.headline = Some(span);
    draft.push(line.start, line.start + length, BlockKind::Headline);
    draft.taken[index] = length == line.len();
}

/// Marks a stamp at the beginning of the line and gives what is left of the line, if anything.
fn stamped<'a>(draft: &mut Draft<'a>, index: usize) -> Option<Line<'a>> {
    let line = draft.lines[index];
    let Some(found) = stamp(line.text, draft.phrases) else {
        return Some(line);
    };
    let rest = line.after(found.length);
    // What follows a stamp on a short line, another stamp or a zone, belongs to it.
    let whole = rest.len() == 0 || stamp(rest.text.trim_start_matches(['|', ' ', '-']), draft.phrases).is_some();
    draft.date(found.date, found.updated);
    if whole {
        draft.take(index, BlockKind::Dateline);
        return None;
    }
    draft.push(line.start, line.start + found.length, BlockKind::Dateline);
    Some(rest)
}

fn mark_dateline(draft: &mut Draft<'_>, line: Line<'_>) -> bool {
    let Some(found) = dateline(line.text, draft.phrases) else {
        return false;
    };
    draft.push(line.start, line.start + found.length, BlockKind::Dateline);
    if let Some(date) = found.date {
        draft.date(date, false);
    }
    draft.outline.agency = found.agency.map(|range| Agency {
        name: line.text[range.clone()].to_owned(),
        span: (line.start + range.start..line.start + range.end).into(),
        slashed: found.slashed,
    });
    true
}

/// `By Ada Vorn`, `By Ada Vorn and Ole Brandt, Lisken Courier`: a line of its own without a full stop.
fn mark_byline(draft: &mut Draft<'_>, index: usize, line: Line<'_>) -> bool {
    let Some(after) = draft.phrases.byline.iter().find_map(|word| strip_word(line.text, word)) else {
        return false;
    };
    let all = after.trim_start();
    let (names, tail) = all.split_once('|').map_or((all, ""), |(names, tail)| (names.trim_end(), tail.trim()));
    let words: Vec<&str> = names.split_whitespace().collect();
    let large = words.iter().filter(|w| w.starts_with(char::is_uppercase)).count();
    // Small words of a byline join names ("and", "of the", "van der"); two names or a function need two large words.
    let sound = (2..=12).contains(&words.len())
        && large >= 2
        && large * 2 >= words.len()
        && words[0].starts_with(char::is_uppercase)
        && names.len() <= 120
        && !names.ends_with(['.', '?', '!', ':', ';'])
        && !names.contains(". ");
    if !sound {
        return false;
    }
    let start = line.end() - all.len();
    draft.outline.byline = Some((start..start + names.len()).into());
    if let Some(found) = stamp(tail, draft.phrases) {
        draft.date(found.date, found.updated);
    }
    if line.start == draft.lines[index].start {
        draft.take(index, BlockKind::Byline);
    } else {
        draft.push(line.start, line.end(), BlockKind::Byline);
    }
    true
}

/// The names of an author line: without the word before them (`By`, in any language), and without what stands behind a bar or a date.
pub fn byline_names(text: &str) -> &str {
    let text = text.trim();
    let phrases = Phrases::of(None);
    let after =
        phrases.byline.iter().find_map(|word| strip_word(text, word)).map_or(text, |rest| rest.trim_start_matches([' ', ':', '\u{a0}']));
    let bar = after.find(['|', '•', '·', '\n']).unwrap_or(after.len());
    let date = find_dates(&after[..bar], DateStyle::default()).first().map_or(bar, |(_, span)| span.start as usize);
    after[..date].trim_end_matches([' ', ',', ';', '-', '–', '—', '(', '/', '\u{a0}'])
}

/// A first line such as "Boats seen off Lisken on 3 May 2015.": it names a picture and ends with the day it was taken.
///
/// "She was last seen in Lisken on 3 May 2015." is a sentence: the word before tells.
fn is_caption_by_date(line: Line<'_>, next: Option<&Line<'_>>, phrases: &Phrases) -> bool {
    if line.len() > LONGEST_CAPTION || next.is_none_or(|n| n.len() <= line.len()) {
        return false;
    }
    let core = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let words: Vec<String> = line.text.split_whitespace().map(core).collect();
    let shows = words
        .iter()
        .enumerate()
        .any(|(i, word)| phrases.seen.contains(word) && !words[..i].last().is_some_and(|before| phrases.unseen.contains(before)));
    shows && ends_with_date(line.text)
}

/// Whether the last words of a line are a date of a month at least.
fn ends_with_date(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| is_closing(c) || c == '.');
    // The longest date in words has six, weekday and ordinal with it.
    let starts = text.char_indices().rev().filter(|&(at, _)| at == 0 || text[..at].ends_with(char::is_whitespace));
    starts.take(6).any(|(at, _)| parse_date(&text[at..]).is_some_and(|date| date.precision != Precision::Year))
}

/// A short line without a full stop, set apart or followed by a much longer paragraph.
fn is_headline(line: Line<'_>, following: &[Line<'_>], phrases: &Phrases) -> bool {
    let Some(next) = following.first() else {
        return false;
    };
    let story = following.iter().take(4).any(|l| l.len() >= PARAGRAPH.max(line.len()));
    let apart = next.apart || next.len() >= PARAGRAPH.max(2 * line.len()) || is_head_line(next, phrases);
    line.len() <= LONGEST_HEADLINE
        && (2..=30).contains(&line.words())
        && !is_name(line.text)
        && story
        && apart
        && line.begins_large()
        && !ends_open(line)
        && !line.holds_sentence_end()
}

/// A line like a headline, below the headline.
fn is_lead(line: Line<'_>, following: &[Line<'_>]) -> bool {
    let Some(next) = following.first() else {
        return false;
    };
    let story = following.iter().take(3).any(|l| l.len() >= PARAGRAPH.max(line.len()));
    line.len() <= LONGEST_LEAD
        && (3..=50).contains(&line.words())
        && story
        && (next.apart || next.len() >= PARAGRAPH.max(2 * line.len()))
        && line.begins_large()
        && !ends_open(line)
        && !line.holds_sentence_end()
}

/// Up to three words with capitals: an author's name, a rubric. Headlines so short are left unmarked rather than names made titles.
fn is_name(text: &str) -> bool {
    let words = || text.split_whitespace();
    words().count() <= 3 && words().all(|w| !w.starts_with(char::is_lowercase))
}

/// Ends as a sentence, as a quoted question, as a sentence that goes on; or stands in brackets, as credits do.
fn ends_open(line: Line<'_>) -> bool {
    let core = line.text.trim_end_matches(is_closing);
    let quoted = core.len() < line.len() && core.ends_with(['?', '!']);
    if quoted || line.text.starts_with(['(', '[']) {
        return true;
    }
    line.ends_as_sentence() || line.text.trim_end_matches(is_closing).ends_with([',', ';', ':', '…', '-', '–', '—'])
}

/// A line that stands between headline and story without a blank line: byline, stamp, dateline.
fn is_head_line(line: &Line<'_>, phrases: &Phrases) -> bool {
    phrases.byline.iter().any(|word| strip_word(line.text, word).is_some())
        || stamp(line.text, phrases).is_some()
        || dateline(line.text, phrases).is_some()
}

/// How many bytes of the line the title takes, if the line is the title or begins with it.
///
/// A title that goes on after the line (`Ferry sinks - Lisken Courier`) counts where the line has four words or more.
fn title_length(line: &str, title: &str) -> Option<usize> {
    let letters = |text: &str| -> Vec<char> { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    let wanted = letters(title);
    if wanted.len() < 3 {
        return None;
    }
    let mut read = 0;
    for (at, c) in line.char_indices() {
        if read == wanted.len() {
            // The title is over; what follows must not be the rest of a word.
            return (!c.is_alphanumeric()).then(|| closing_marks(line, at));
        }
        if !c.is_alphanumeric() {
            continue;
        }
        for lower in c.to_lowercase() {
            if wanted.get(read) != Some(&lower) {
                return None;
            }
            read += 1;
        }
    }
    let most = read == wanted.len() || line.split_whitespace().count() >= 4 && read * 2 > wanted.len();
    most.then_some(line.len())
}

/// Takes the marks behind the title's last letter into it.
fn closing_marks(line: &str, at: usize) -> usize {
    let marks = |c: char| is_closing(c) || matches!(c, '.' | '?' | '!' | '…');
    at + line[at..].chars().take_while(|&c| marks(c)).map(char::len_utf8).sum::<usize>()
}
