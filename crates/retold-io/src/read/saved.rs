use retold::text::parse_date;

use super::finish::Draft;

/// Where browsers and their extensions note, at the head of a page, what they saved.
const WITHIN: usize = 4096;

/// What a saved page says of its saving: `<!-- saved from url=(0025)https://… -->` of browsers, and the note of SingleFile with address and day.
pub(super) fn known(raw: &[u8]) -> Draft {
    let head = String::from_utf8_lossy(&raw[..raw.len().min(WITHIN)]);
    let mut draft = Draft::default();
    if let Some((_, rest)) = head.split_once("saved from url=(") {
        let address = rest.split_once(')').map(|(_, after)| after.split([' ', '-']).next().unwrap_or_default());
        let whole = rest.split_once(')').and_then(|(_, after)| after.split_once("-->")).map(|(url, _)| url.trim());
        draft.url = web(whole.or(address));
    } else if let Some((_, rest)) = head.split_once("Page saved with SingleFile") {
        let note = rest.split_once("-->").map_or(rest, |(note, _)| note);
        let line = |key: &str| note.lines().find_map(|l| l.trim().strip_prefix(key)).map(str::trim);
        draft.url = web(line("url:"));
        // "Tue Nov 04 2031 10:11:12 GMT+0100 (Central European Standard Time)"
        let day = line("saved date:").map(|d| d.split(" (").next().unwrap_or(d).to_owned());
        draft.captured = day
            .and_then(|d| parse_date(&d).or_else(|| parse_date(&d.split(' ').skip(1).take(3).collect::<Vec<_>>().join(" "))))
            .map(|d| d.iso);
    }
    draft
}

fn web(address: Option<&str>) -> Option<String> {
    address.filter(|a| a.starts_with("http://") || a.starts_with("https://")).map(str::to_owned)
}
