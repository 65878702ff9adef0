use super::phrases::Phrases;
use crate::record::{Block, BlockKind, Media, MediaKind, Span};
use crate::text::date::{DateStyle, find_dates, names_month};

/// Longest place a caption names, in words: "the village of Lower Karov in Korr". Chosen, not measured.
const LONGEST_PLACE: usize = 5;

/// The pictures and videos that a text itself shows by a line: captions, and titles of videos to watch, in the order of the text.
///
/// `blocks` are the text's own. Which lines are captions `outline` says; which begin with a word for a video, `data/furniture.toml`.
///
/// Wrong where: a caption stands in the text without any sign of one; a video is pointed to in words that no list holds.
pub fn shown(text: &str, blocks: &[Block], lang: Option<&str>) -> Vec<Media> {
    let phrases = Phrases::of(lang);
    let of_block = |block: &Block| {
        let line = block.span.of(text);
        let title = video_title(line, phrases);
        let (kind, printed) = match (block.kind, title) {
            (BlockKind::Caption | BlockKind::RelatedLink, Some(title)) => (MediaKind::Video, title),
            (BlockKind::Caption, None) => (MediaKind::Image, line),
            _ => return None,
        };
        let start = block.span.start + (line.len() - printed.len()) as u32;
        let mut media = Media { span: Some(Span::new(start, block.span.end)), ..Media::captioned(kind, printed) };
        media.stated(lang);
        Some(media)
    };
    blocks.iter().filter_map(of_block).collect()
}

/// What stands behind "WATCH:".
fn video_title<'a>(line: &'a str, phrases: &Phrases) -> Option<&'a str> {
    let (label, title) = line.split_once([':', '|'])?;
    let label = label.trim().to_lowercase();
    Some(title.trim_start()).filter(|title| !title.is_empty() && phrases.video.contains(&label))
}

impl Media {
    /// A picture or video of which only the caption is known.
    pub fn captioned(kind: MediaKind, caption: &str) -> Self {
        Media { span: None, kind, url: None, caption: Some(caption.to_owned()), credit: None, stated_date: None, stated_place: None }
    }

    /// Reads from the caption when and where the picture is said to have been made: its only full date, and the place before that date, or the
    /// last one where there is no date. `lang` is an ISO 639-1 code.
    ///
    /// Wrong where: the caption dates something else than the picture. Places need a preposition before them ("in Lisken, Korr").
    pub fn stated(&mut self, lang: Option<&str>) {
        let Some(caption) = self.caption.as_deref() else { return };
        let dates = find_dates(caption, DateStyle::default());
        let (date, end) = match dates.as_slice() {
            [(date, span)] => (Some(date.iso.clone()), span.start as usize),
            _ => (None, caption.len()),
        };
        let place = place(&caption[..end], Phrases::of(lang)).map(str::to_owned);
        (self.stated_date, self.stated_place) = (date, place);
    }
}

/// The last run of capitalised words behind a preposition of place; a comma may stand inside ("in Lisken, Korr").
fn place<'a>(caption: &'a str, phrases: &Phrases) -> Option<&'a str> {
    let words: Vec<(usize, &str)> = caption.split_whitespace().map(|w| (w.as_ptr() as usize - caption.as_ptr() as usize, w)).collect();
    let named = |(_, word): &&(usize, &str)| word.starts_with(char::is_uppercase) && !names_month(word.trim_end_matches([',', '.']));
    let behind = |&at: &usize| phrases.places.contains(&words[at].1.to_lowercase()) && words.get(at + 1).filter(named).is_some();
    let at = (0..words.len()).rev().find(behind)?;
    let run: Vec<&(usize, &str)> = words[at + 1..].iter().take_while(named).take(LONGEST_PLACE).collect();
    // a sentence may end inside: "in Lisken. Photo"
    let last = run.iter().position(|(_, w)| w.ends_with(['.', ';', ':', ')'])).unwrap_or(run.len().checked_sub(1)?);
    let (from, to) = (run[0].0, run[last].0 + run[last].1.len());
    Some(caption[from..to].trim_end_matches([',', '.', ';', ':', ')', '(']))
}
