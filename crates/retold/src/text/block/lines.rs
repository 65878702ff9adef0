/// A line of a text that is not blank.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// Without the white space around it.
    pub(super) text: &'a str,
    /// Byte of the article's text at which `text` begins.
    pub(super) start: usize,
    /// Whether a blank line stands before it.
    pub(super) apart: bool,
}

impl<'a> Line<'a> {
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// The line without its first `bytes` and the white space after them.
    pub(super) fn after(&self, bytes: usize) -> Line<'a> {
        let rest = self.text[bytes..].trim_start();
        Line { text: rest, start: self.end() - rest.len(), apart: self.apart }
    }

    pub(super) fn words(&self) -> usize {
        self.text.split_whitespace().count()
    }

    /// Whether it ends as a sentence does: a full stop, perhaps inside quotation marks or brackets.
    pub(super) fn ends_as_sentence(&self) -> bool {
        self.text.trim_end_matches(is_closing).ends_with(['.', '。', '।'])
    }

    /// Whether a sentence ends inside the line: a full stop after a word of three letters or more, then a capital.
    pub(super) fn holds_sentence_end(&self) -> bool {
        let mut words = self.text.split_whitespace().peekable();
        while let Some(word) = words.next() {
            let Some(next) = words.peek() else {
                return false;
            };
            let core = word.trim_end_matches(is_closing);
            let ended = core.ends_with('!') || core.ends_with('?') || core.ends_with('.') && core.chars().count() > 4;
            if ended && next.trim_start_matches(is_opening).starts_with(char::is_uppercase) {
                return true;
            }
        }
        false
    }

    /// Whether its first letter or digit is no small letter.
    pub(super) fn begins_large(&self) -> bool {
        self.text.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase())
    }
}

/// The lines of a text that are not blank.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut apart = false;
    for line in text.split('\n') {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            apart = true;
        } else {
            let indent = line.len() - line.trim_start().len();
            lines.push(Line { text: trimmed, start: start + indent, apart });
            apart = false;
        }
        start += line.len() + 1;
    }
    lines
}

/// Marks that may stand after the full stop of a sentence.
pub(super) fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | '«' | '“' | '›' | ')' | ']')
}

/// Marks that may stand before the first letter of a sentence.
pub(super) fn is_opening(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '‘' | '«' | '»' | '„' | '‚' | '(' | '[')
}
