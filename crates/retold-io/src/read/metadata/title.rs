//! The title of a page: which heading the head of the page speaks of, or what the head says where no heading fits.

use retold::text::{DateStyle, DayOrder, find_dates, fold, leading_date};

use super::json;
use super::page::{Heading, Page};
use serde_json::Value;
use url::Url;

/// A title, and where in the page it stands.
#[derive(Debug, Default, Clone)]
pub(super) struct Title {
    pub(super) text: Option<String>,
    /// Line of the page that is the title.
    pub(super) line: Option<usize>,
    /// Whether the title itself stands in what looks like a side column: then the whole page is laid out as one.
    pub(super) aside: bool,
}

/// Words two titles share, as a share of both, from which on they are versions of one title.
///
/// Of 933 pages of news sites and blogs, the right heading has less in 2 of 100, a wrong one more in 1 of 100.
const SAME_TITLE: f64 = 0.5;

/// The same for a page's only heading of the first level: it goes before headings of lower levels.
const AKIN_TITLE: f64 = 0.3;

/// Words a rubric before a title has at most: `Opinion`, `Live updates`.
const RUBRIC_WORDS: usize = 2;

/// Words the name of a site has at most where nothing else says what it is.
const SITE_WORDS: usize = 4;

/// Fewest words of a heading that may be a title though the head of the page says something else.
const OWN_TITLE_WORDS: usize = 4;

/// What stands between a title and the name of the site in the head of a page.
const SEPARATORS: [&str; 12] = [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", " « ", " ‹ ", " › ", " / "];

/// Chooses the title. `sites` are the names the page gives to its site, `address` is the page's own.
pub(super) fn title(page: &Page<'_>, objects: &[Value], sites: &[String], address: Option<&str>) -> Title {
    let base = address.and_then(|a| Url::parse(a).ok());
    let leads = |h: &Heading| leads(h.link.as_deref()?, base.as_ref());
    let home = page.headings.iter().filter(|h| h.level == 1 && leads(h) == Some(Lead::Home)).map(|h| h.text.clone());
    let sites: Vec<String> = sites.iter().cloned().chain(home).collect();
    let said = said(page, objects, &sites);
    let is_own = |h: &&Heading| !h.region.hidden && !h.text.is_empty() && !is_site(&h.text, &sites) && leads(h).is_none();
    let headings: Vec<&Heading> = page.headings.iter().filter(is_own).collect();
    let agreement = |h: &Heading| said.iter().map(|s| likeness(&h.text, s)).fold(0.0, f64::max);
    let best = |level: u8, least: f64| {
        let scored = headings.iter().filter(|h| h.level == level).map(|h| (agreement(h), *h));
        // the first of the best
        scored.filter(|(score, _)| *score >= least).fold(None, |best: Option<(f64, &Heading)>, one| match best {
            Some(kept) if kept.0 >= one.0 => Some(kept),
            _ => Some(one),
        })
    };
    let only = |words: usize| {
        let mut long = headings.iter().filter(|h| h.level == 1 && !h.region.aside && fold(&h.text).len() >= words);
        long.next().copied().filter(|first| long.all(|other| other.text == first.text))
    };
    let akin = || only(2).filter(|h| agreement(h) >= AKIN_TITLE);
    let lower = || best(2, 0.8).or_else(|| best(3, 0.9)).map(|(_, h)| h);
    let found = best(1, SAME_TITLE).map(|(_, h)| h).or_else(akin).or_else(lower).or_else(|| only(OWN_TITLE_WORDS));
    // a heading may hold nothing, or nothing but a date
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    match found {
        Some(heading) => Title {
            text: some(without_site(&without_rubric(&heading.text, &said), &sites)),
            line: Some(heading.line),
            aside: heading.region.aside,
        },
        None => {
            let text = said.first().cloned().or_else(|| page.headings.iter().filter(|h| h.level == 1).find_map(|h| some(h.text.clone())));
            let line = text.as_deref().and_then(|t| page.lines.iter().position(|l| likeness(&l.text, t) >= 0.8));
            Title { aside: line.is_some_and(|l| page.lines[l].region.aside), text, line }
        }
    }
}

/// Where the link of a heading leads that is not the page's title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lead {
    /// The first page of the site: the heading is the site's name.
    Home,
    /// Another page: the heading is that page's title.
    Elsewhere,
}

/// Nothing for the page itself, for links inside it, and where it is not known what page this is.
fn leads(link: &str, page: Option<&Url>) -> Option<Lead> {
    let to = page.map_or_else(|| Url::parse(link), |page| page.join(link)).ok().filter(|to| matches!(to.scheme(), "http" | "https"))?;
    let path = |url: &Url| url.path().trim_end_matches('/').to_owned();
    match (path(&to), page.map(path)) {
        (to, Some(page)) if to == page => None,
        (to, _) if to.is_empty() => Some(Lead::Home),
        (_, Some(_)) => Some(Lead::Elsewhere),
        (_, None) => None,
    }
}

/// What head and JSON-LD call the article, without the name of the site; the most trusted first.
fn said(page: &Page<'_>, objects: &[Value], sites: &[String]) -> Vec<String> {
    let headline = objects.iter().filter(|o| json::is_article(o)).find_map(|o| json::text(o, "headline").or_else(|| json::text(o, "name")));
    let meta = ["og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title", "citation_title", "title"];
    let said = meta[..1].iter().filter_map(|m| page.meta(&[m])).chain(headline).chain(meta[1..].iter().filter_map(|m| page.meta(&[m])));
    let texts = said.chain(page.title.as_deref()).filter_map(super::page::squeezed);
    texts.map(|text| without_site(&text, sites)).filter(|text| !text.is_empty() && !is_site(text, sites)).collect()
}

/// Takes the name of the site off the front or the end of a title.
fn without_site(text: &str, sites: &[String]) -> String {
    let mut text = text.trim();
    // `Title | Section | Site`
    for _ in 0..3 {
        let last = SEPARATORS.iter().filter_map(|s| text.rfind(s).map(|at| (at, s.len()))).max();
        if let Some((at, length)) = last {
            let (front, end) = (text[..at].trim(), text[at + length..].trim());
            let (words, of_site) = (fold(front).len(), fold(end).len());
            let short = (1..=SITE_WORDS).contains(&of_site);
            let bar = text[at..].starts_with(" | ") && words >= 2;
            if is_site(end, sites) || short && (bar || sites.is_empty() && words > of_site && words >= 3) {
                text = front;
                continue;
            }
        }
        // `Site: Title`; a host needs no mark behind it
        let behind = sites.iter().filter(|s| !s.is_empty()).find_map(|site| {
            let behind = text.strip_prefix(site.as_str())?;
            behind.strip_prefix(": ").or_else(|| if site.contains('.') { behind.strip_prefix(' ') } else { None })
        });
        if let Some(behind) = behind {
            text = behind.trim();
            continue;
        }
        let first = SEPARATORS.iter().filter_map(|s| text.find(s).map(|at| (at, s.len()))).min();
        match first {
            Some((at, length)) if is_site(text[..at].trim(), sites) => text = text[at + length..].trim(),
            _ => break,
        }
    }
    text.to_owned()
}

/// Whether a text is one of the site's names, spelt together or apart: `The Lisken Courier`, `liskencourier`.
fn is_site(text: &str, sites: &[String]) -> bool {
    let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    let text = letters(text);
    let plain = text.strip_suffix("com").unwrap_or(&text);
    !text.is_empty() && sites.iter().any(|site| [text.as_str(), plain].contains(&letters(site).as_str()))
}

/// The title a heading holds behind a date, or behind a rubric where the head of the page names it without.
fn without_rubric(heading: &str, said: &[String]) -> String {
    let heading = leading_date(heading).map_or(heading, |(_, length)| heading[length..].trim_start_matches([' ', '-', '–', '—', ':', '|']));
    let words = fold(heading);
    for title in said {
        let wanted = fold(title);
        let begins = wanted.len() >= 3 && words.len() > wanted.len() && words.iter().zip(&wanted).all(|(a, b)| a.hash == b.hash);
        if begins && let Some(end) = words.get(wanted.len() - 1).map(|w| w.end as usize) {
            let mut dates = find_dates(&heading[end..], DateStyle { order: DayOrder::Unknown, short_years: false }).into_iter();
            if dates.next().is_some() {
                // a line with the date stands in the heading
                let mark = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
                let marks = heading[end..].find(|c| !mark(c)).unwrap_or(0);
                return heading[..end + marks].to_owned();
            }
        }
        let extra = words.len().saturating_sub(wanted.len());
        let ends =
            wanted.len() >= 3 && (1..=RUBRIC_WORDS).contains(&extra) && words[extra..].iter().zip(&wanted).all(|(a, b)| a.hash == b.hash);
        if ends && let Some(word) = words.get(extra) {
            return heading[word.start as usize - opening(&heading[..word.start as usize])..].to_owned();
        }
    }
    heading.to_owned()
}

/// Bytes of an opening quotation mark at the end of a text.
fn opening(before: &str) -> usize {
    before.chars().next_back().filter(|c| matches!(c, '"' | '\'' | '“' | '‘' | '„' | '«')).map_or(0, char::len_utf8)
}

/// Words two texts share, twice, as a share of the words of both, 0 to 1; a title that begins another one counts as all of it.
fn likeness(a: &str, b: &str) -> f64 {
    let (a, b) = (fold(a), fold(b));
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let mut left: Vec<u32> = a.iter().map(|w| w.hash).collect();
    let shared = b.iter().filter(|w| left.iter().position(|h| *h == w.hash).map(|at| left.swap_remove(at)).is_some()).count();
    let shortest = a.len().min(b.len());
    let same = 2.0 * shared as f64 / (a.len() + b.len()) as f64;
    let begins = shortest >= 3 && a.iter().zip(&b).all(|(x, y)| x.hash == y.hash);
    if begins { same.max(0.9) } else { same }
}
