use std::ops::AddAssign;

use retold::record::{Article, SourceMap};

use super::decode;
use super::page::is_drawn;
use super::tags::{Part, parts, unescape};

/// How much of a text can be shown in the page it was read from, and whether what is shown there is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Traces {
    /// Bytes of the text.
    pub bytes: u64,
    /// Of these, bytes with a trace.
    pub traced: u64,
    /// Runs of the source map.
    pub runs: u64,
    /// Runs whose source, without tags and with entities resolved, is something else than the text; for white space any white space is right.
    pub wrong: u64,
}

impl Traces {
    /// Checks every run of an article that was read from a page, against the bytes it was read from. `None` where they are no text. Linear.
    pub fn of(article: &Article, raw: &[u8]) -> Option<Self> {
        decode::page(raw, None).map(|page| Self::checked(&page, &article.text, &article.source))
    }

    pub(super) fn checked(page: &str, text: &str, source: &SourceMap) -> Self {
        let mut traces = Traces { bytes: text.len() as u64, ..Traces::default() };
        for run in source.runs() {
            let text = run.text.of(text);
            traces.runs += 1;
            traces.traced += text.len() as u64;
            let right = page.get(run.raw.range()).is_some_and(|source| spells(source, text));
            traces.wrong += u64::from(!right);
        }
        traces
    }
}

impl AddAssign for Traces {
    fn add_assign(&mut self, other: Self) {
        self.bytes += other.bytes;
        self.traced += other.traced;
        self.runs += other.runs;
        self.wrong += other.wrong;
    }
}

fn spells(source: &str, text: &str) -> bool {
    if source == text {
        return true;
    }
    let mut shown = String::new();
    // name and depth of the element around that is never drawn
    let mut inside: Option<(&str, usize)> = None;
    for part in parts(source) {
        match (part, &mut inside) {
            (Part::Open { name, .. }, Some((outer, depth))) if name.eq_ignore_ascii_case(outer) => *depth += 1,
            (Part::Close(name), Some((outer, depth))) if name.eq_ignore_ascii_case(outer) => {
                *depth -= 1;
                if *depth == 0 {
                    inside = None;
                }
            }
            (Part::Open { name, attributes, .. }, None) if !is_drawn(name) && !attributes.ends_with('/') => inside = Some((name, 1)),
            (Part::Text(text), None) => shown.push_str(&unescape(text)),
            _ => {}
        }
    }
    shown.split_whitespace().eq(text.split_whitespace())
}
