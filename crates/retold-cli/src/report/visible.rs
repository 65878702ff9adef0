//! Hidden and direction-changing characters of articles, made visible.
//!
//! A bidi override reorders a whole line on screen, and a zero-width space hides a change from every reader. Nothing of
//! that kind from an article reaches the page: each such character is printed as a mark such as `⟨U+202E⟩`.

use std::fmt::Write;

/// More hidden characters in a row than this are counted instead of listed: an embedded manifest has thousands.
const LISTED: usize = 3;
/// More combining marks on one letter than this are counted: the deepest honest stacks (Vietnamese, Hebrew with points and
/// accents) stay below.
const STACKED: usize = 4;

/// The text as the report shows it: hidden characters become marks, everything else stays.
pub(crate) fn visible(text: &str) -> String {
    let mut out = Shown::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut before = None;
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        if c == '\r' && next == Some('\n') {
            continue;
        }
        if is_hidden(c) && !is_spelling(c, before, next) {
            out.hide(c);
        } else if is_stacking(c) {
            out.stack(c);
        } else {
            out.show(c);
        }
        before = Some(c);
    }
    out.finish()
}

/// Whether [`visible`] would change anything but line ends.
pub(crate) fn has_hidden(text: &str) -> bool {
    !text.is_ascii() && visible(text) != text.replace("\r\n", "\n")
}

/// Output with the runs that are still being counted.
struct Shown {
    text: String,
    hidden: Vec<char>,
    stacked: usize,
}

impl Shown {
    fn with_capacity(bytes: usize) -> Self {
        Shown { text: String::with_capacity(bytes), hidden: Vec::new(), stacked: 0 }
    }

    fn hide(&mut self, c: char) {
        self.end_stack();
        self.hidden.push(c);
    }

    fn stack(&mut self, c: char) {
        self.end_hidden();
        self.stacked += 1;
        if self.stacked <= STACKED {
            self.text.push(c);
        }
    }

    fn show(&mut self, c: char) {
        self.end_hidden();
        self.end_stack();
        self.text.push(c);
    }

    fn end_hidden(&mut self) {
        let Some(first) = self.hidden.first().map(|&c| u32::from(c)) else {
            return;
        };
        if self.hidden.len() > LISTED {
            let more = self.hidden.len() - 1;
            let _ = write!(self.text, "⟨U+{first:04X} and {more} more hidden characters⟩");
        } else {
            for c in &self.hidden {
                let _ = write!(self.text, "⟨U+{:04X}⟩", u32::from(*c));
            }
        }
        self.hidden.clear();
    }

    fn end_stack(&mut self) {
        if self.stacked > STACKED {
            let more = self.stacked - STACKED;
            let _ = write!(self.text, "⟨{more} more combining marks⟩");
        }
        self.stacked = 0;
    }

    fn finish(mut self) -> String {
        self.end_hidden();
        self.end_stack();
        self.text
    }
}

/// Characters that have no shape of their own, or that change the order of others.
fn is_hidden(c: char) -> bool {
    let controls = c.is_control() && c != '\n' && c != '\t';
    controls
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
            | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}'
            | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Joiners that belong to the spelling of a word (Persian, the scripts of India) and the one selector that picks an emoji's
/// look. Marking these would make honest text unreadable; every other place gets a mark.
fn is_spelling(c: char, before: Option<char>, next: Option<char>) -> bool {
    let joins = |c: Option<char>| {
        c.is_some_and(
            |c| matches!(c, '\u{0620}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' | '\u{0900}'..='\u{0DFF}' | '\u{1000}'..='\u{109F}'),
        )
    };
    match c {
        '\u{200C}' | '\u{200D}' => joins(before) && joins(next),
        '\u{FE0F}' => before.is_some_and(|b| matches!(b, '\u{2190}'..='\u{2BFF}' | '\u{1F300}'..='\u{1FAFF}')),
        _ => false,
    }
}

fn is_stacking(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{034E}' | '\u{0350}'..='\u{036F}' | '\u{0483}'..='\u{0489}' | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

#[cfg(test)]
mod tests {
    use super::{has_hidden, visible};

    #[test]
    fn hidden_characters_are_named() {
        assert_eq!(visible("har\u{200B}bour"), "har⟨U+200B⟩bour");
        assert_eq!(visible("a\u{202E}b"), "a⟨U+202E⟩b");
        assert_eq!(visible("bell\u{7}\0"), "bell⟨U+0007⟩⟨U+0000⟩");
    }

    #[test]
    fn a_long_run_is_counted() {
        let run = "\u{FE01}".repeat(500);
        assert_eq!(visible(&format!("a{run}b")), "a⟨U+FE01 and 499 more hidden characters⟩b");
        let storm = "\u{301}".repeat(1000);
        assert!(visible(&format!("e{storm}x")).ends_with("⟨996 more combining marks⟩x"));
    }

    #[test]
    fn spelling_and_line_ends_stay() {
        let persian = "می\u{200C}روم";
        assert_eq!(visible(persian), persian);
        assert_eq!(visible("one\r\ntwo\tthree"), "one\ntwo\tthree");
        assert!(!has_hidden("café ☎\u{FE0F}"));
        assert!(has_hidden("x\u{200C}y"));
    }
}
