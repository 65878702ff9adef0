use super::Draft;
use super::lines::is_closing;
use super::phrases::Phrases;
use crate::record::BlockKind;

/// Longest caption line in bytes that may end with a credit in brackets.
const LONGEST_CAPTION: usize = 400;

/// Longest agency of a footer in bytes.
const LONGEST_AGENCY: usize = 24;

/// `(Photo: Ada Vorn)`, `[Lisken Photo/Korr]` at the end of a short line: a caption.
pub(super) fn photo_credit(line: &str, phrases: &Phrases) -> Option<BlockKind> {
    let inside = line.strip_suffix([')', ']']).filter(|_| line.len() <= LONGEST_CAPTION)?;
    let credit = &inside[inside.rfind(['(', '['])? + 1..];
    let mut words = credit.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    let short = credit.len() <= 80;
    (short && words.any(|w| phrases.photo.contains(&w))).then_some(BlockKind::Caption)
}

/// The agency that signs the last line: `… he said. -KORR`, `… he said. (KORR)`, or `— Korr` on a line of its own.
pub(super) fn tail(draft: &mut Draft<'_>) {
    let Some(index) = (0..draft.lines.len()).rev().find(|&i| !draft.taken[i]) else {
        return;
    };
    let line = draft.lines[index];
    let Some(from) = signature(line.text) else {
        return;
    };
    if from == 0 {
        // A signature alone signs something.
        if index > 0 {
            draft.take(index, BlockKind::Credit);
        }
        return;
    }
    let start = line.start + from;
    let free = draft.outline.blocks.iter().all(|block| block.span.end as usize <= start || block.span.start as usize >= line.end());
    if free {
        draft.push(start, line.end(), BlockKind::Credit);
    }
}

/// Where the signature begins in the line.
fn signature(line: &str) -> Option<usize> {
    let line = line.trim_end_matches('.');
    let (before, name, bracket) = match line.strip_suffix(')') {
        Some(inside) => {
            let open = inside.rfind('(')?;
            (&inside[..open], &inside[open + 1..], true)
        }
        None => {
            let (dash, mark) = line.char_indices().rev().find(|(_, c)| matches!(c, '-' | '–' | '—'))?;
            (&line[..dash], line[dash + mark.len_utf8()..].trim_start(), false)
        }
    };
    // `--KORR`: both hyphens belong to it.
    let before = before.trim_end_matches(['-', '–', '—']);
    let from = before.len();
    let text = before.trim_end();
    let own_line = text.is_empty();
    let capitals = name.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && name.chars().all(|c| c.is_uppercase() || c == '/' || c == ' ' || c == '&');
    let word = own_line && !bracket && name.starts_with(char::is_uppercase) && name.chars().all(char::is_alphanumeric);
    let after_sentence = own_line || text.trim_end_matches(is_closing).ends_with(['.', '!', '?']);
    (name.len() <= LONGEST_AGENCY && (capitals || word) && after_sentence).then_some(from)
}
