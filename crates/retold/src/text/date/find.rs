use super::leading_date_in;
use super::style::DateStyle;
use crate::record::{Date, Span};

/// Words before its first figure that a date may begin with: `On Sunday the 22`.
const WORDS_BEFORE: usize = 3;

/// Bytes those words take at most: three names of a dozen letters.
const BYTES_BEFORE: usize = 64;

/// All full dates (day, month and year at least) in a text, in order, without overlap. Linear: only figures are looked at.
pub fn find_dates(text: &str, style: DateStyle) -> Vec<(Date, Span)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let (mut at, mut free) = (0, 0);
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let date = starts(text, free, at).into_iter().find_map(|start| {
            let (date, length) = leading_date_in(&text[start..], style)?;
            (start + length > at).then_some((date, start, start + length))
        });
        match date {
            Some((date, start, end)) => {
                found.push((date, (start..end).into()));
                (at, free) = (end, end);
            }
            None => at += bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count(),
        }
    }
    found
}

/// Where a date with its first figure at `digit` may begin, first the furthest: the words before it, then the figure.
fn starts(text: &str, free: usize, digit: usize) -> Vec<usize> {
    let mut starts = Vec::with_capacity(WORDS_BEFORE + 1);
    let before = |at: usize| text[..at].chars().next_back();
    if !before(digit).is_some_and(|c| c.is_alphanumeric()) {
        starts.push(digit);
    }
    let mut at = digit;
    for _ in 0..WORDS_BEFORE {
        let gap = text[free..at].trim_end_matches([' ', '\u{a0}', '\t', ',', '.', '-', '–', '—', '|']).len();
        let word = text[free..free + gap].trim_end_matches(char::is_alphabetic).len();
        if word == gap || digit - (free + word) > BYTES_BEFORE {
            break;
        }
        at = free + word;
        if !before(at).is_some_and(char::is_alphanumeric) {
            starts.push(at);
        }
    }
    starts.reverse();
    starts
}

#[cfg(test)]
mod tests {
    use super::find_dates;
    use crate::text::date::{DateStyle, DayOrder};

    #[test]
    fn dates_are_found_inside_sentences() {
        let text = "Posted on Sunday, 22 Feb 2015 by Ada Vorn; updated Feb. 24, 2015 17:52. Flight 20150, room 2015/2, 03/04/2015.";
        let found = |order| -> Vec<String> {
            let style = DateStyle { order, short_years: false };
            find_dates(text, style).into_iter().map(|(date, span)| format!("{}={}", &text[span.range()], date.iso)).collect()
        };
        let sure = ["Sunday, 22 Feb 2015=2015-02-22", "Feb. 24, 2015 17:52=2015-02-24T17:52:00"];
        assert_eq!(found(DayOrder::Unknown), sure);
        assert_eq!(found(DayOrder::DayFirst).last().unwrap(), "03/04/2015=2015-04-03");
        assert_eq!(found(DayOrder::MonthFirst).last().unwrap(), "03/04/2015=2015-03-04");
    }
}
