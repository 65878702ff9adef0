//! Every date a page claims for itself, and the choice among them.
//!
//! The choice, in this order (figures: `eval/runs`):
//!
//! 1. the date *printed* beside the title, on a line that holds little else: what readers were told, and what the text stands under;
//! 2. what the page says to programs: JSON-LD of the article, meta tags, JSON-LD of the page, marked elements;
//! 3. its address;
//! 4. other elements and lines that look like the date of an article.
//!
//! Before all of these goes a line that says when the text came out first ("originally published on …").
//!
//! Where 1 and 2 are a day apart and 2 has a zone, the day is the printed one and the moment that of 2: near midnight the two are one
//! moment in two zones. What speaks of a change is never the publication. Every claim is kept, so that a page that contradicts itself
//! shows it.

use retold::record::{Date, DateClaim, DateKind, DateOrigin, Precision};
use retold::text::{DateLabel, DateStyle, DayOrder, date_label, date_of_seconds, find_dates, line_kind, parse_date, parse_date_in};
use serde_json::Value;
use url::Url;

use super::json;
use super::keys::{MODIFIED, PUBLISHED, VAGUE};
use super::page::{Mark, Page};
use super::region::Region;
use super::title::Title;

/// Claims kept of one page: the best ones; a list of a hundred articles has a hundred dates.
const MOST_CLAIMS: usize = 24;

/// Lines before and after the title between which a date is the article's.
///
/// Chosen on one half of three sets of pages (htmldate, WCXB, newspaper4k's; 1 314 pages) and checked on the other.
const BESIDE_TITLE: std::ops::RangeInclusive<isize> = -3..=8;

/// The same for dates that have a mark of their own, or a label.
const NEAR_TITLE: std::ops::RangeInclusive<isize> = -6..=12;

/// Words that may stand on a line beside the date: a label, a weekday, a zone, `4 min read`.
const WORDS_BESIDE: usize = 6;

/// Words of a label that has a line of its own: `Date of publication`.
const LABEL_WORDS: usize = 3;

/// Words before a date among which its label stands: `originally published on the 22nd`.
const WORDS_BEFORE: usize = 5;

/// Bytes of an element that carries a date and is no container: an author line, a date, `updated` and a date.
const LONGEST_MARK: usize = 160;

/// Bytes of a line that is a date, a label and little else.
const SHORT_LINE: usize = 60;

/// Pages are not older: earlier dates in lines and classes are of what the article tells about. The first public page is of 1991.
const FIRST_PAGE: &str = "1990";

/// What programs write where they know no date.
const PADDING: [&str; 4] = ["1970-01-01", "1969-12-31", "1900-01-01", "1601-01-01"];

const DAY: i64 = 86_400;

/// How much a claim is trusted; less is more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Trust {
    /// A line of its own says when the text came out first.
    First,
    Printed,
    Article,
    Meta,
    Page,
    Marked,
    Address,
    VagueMeta,
    TimeNear,
    MarkNear,
    LineNear,
    Time,
    Mark,
    Created,
    Script,
    Labelled,
    /// A line that is nothing but a day, anywhere in the story: counts where the page has one such day.
    Alone,
    /// Stands beside the title, in what looks like a side column.
    Aside,
    /// Coarser than a day.
    Coarse,
    /// Kept, never chosen.
    Never,
}

/// The claims of a page in the making.
pub(super) struct Dates<'p> {
    page: &'p Page<'p>,
    title: &'p Title,
    style: DateStyle,
    /// Nothing was published after it was fetched: seconds since 1970.
    fetched: Option<i64>,
    claims: Vec<(Trust, DateClaim)>,
}

impl<'p> Dates<'p> {
    /// `lang` is what the page declares; `fetched` when it was captured, where that is known.
    pub(super) fn new(page: &'p Page<'p>, title: &'p Title, lang: Option<&str>, fetched: Option<&Date>) -> Self {
        let order = lang.map_or(DayOrder::Unknown, DayOrder::of_language);
        let fetched = fetched.map(|d| d.to + DAY);
        Dates { page, title, style: DateStyle { order, short_years: true }, fetched, claims: Vec::new() }
    }

    /// Reads all claims and chooses.
    pub(super) fn claims(mut self, objects: &[Value], address: Option<&str>) -> (Option<(Date, DateOrigin)>, Vec<DateClaim>) {
        self.of_objects(objects);
        self.of_metas();
        self.of_address(address);
        self.of_marks();
        self.of_lines();
        self.of_scripts();
        // stable: within one trust the order of the page
        self.claims.sort_by_key(|(trust, claim)| (*trust, claim.kind));
        let published = self.published();
        self.modified();
        let mut claims: Vec<DateClaim> = Vec::new();
        for (_, claim) in self.claims {
            if (claims.len() < MOST_CLAIMS || claim.chosen) && !claims.contains(&claim) {
                claims.push(claim);
            }
        }
        (published, claims)
    }

    fn published(&mut self) -> Option<(Date, DateOrigin)> {
        self.doubt_printed();
        self.doubt_lists();
        let candidates = |c: &(Trust, DateClaim)| c.1.kind == DateKind::Published && c.0 < Trust::Never;
        let changed = || {
            let printed = self.claims.iter().position(|c| c.1.origin == DateOrigin::Text && c.0 < Trust::Never)?;
            Some(printed).filter(|&at| !self.is_told_change(&self.claims[at].1))
        };
        let first = self.claims.iter().position(candidates).or_else(changed)?;
        let is_machine = |c: &&(Trust, DateClaim)| candidates(c) && (Trust::Article..=Trust::Marked).contains(&c.0);
        let machine = self.claims.iter().find(is_machine).map(|(_, c)| (c.date.clone(), c.origin));
        let (trust, chosen) = &mut self.claims[first];
        let printed = (chosen.date.clone(), chosen.origin);
        if *trust != Trust::Printed {
            chosen.chosen = true;
            return Some(printed);
        }
        let Some((date, origin)) = machine else {
            chosen.chosen = true;
            return Some(printed);
        };
        let (same_day, apart) = (day(&date) == day(&printed.0), distance(&date, &printed.0));
        if same_day || day(&date) == turned(&printed.0) {
            let from_machine = self.claims.iter_mut().find(|(_, c)| c.date == date && c.origin == origin);
            from_machine.into_iter().for_each(|(_, c)| c.chosen = true);
            return Some((date, origin));
        }
        chosen.chosen = true;
        // printed in the paper's own zone, told to programs in another one: the printed day at the told moment
        if apart <= DAY && date.precision == Precision::Time && printed.0.precision != Precision::Time {
            return Some((Date { from: date.from, to: date.to, ..printed.0 }, printed.1));
        }
        Some(printed)
    }

    /// Takes the trust from a printed date that the address, or the moment of the last change, shows to be another one.
    fn doubt_printed(&mut self) {
        let address = self.claims.iter().find(|c| c.0 == Trust::Address).map(|c| c.1.date.clone());
        let changed = |date: &Date| {
            let same = |c: &DateClaim| c.kind == DateKind::Modified && c.date.from == date.from;
            date.precision == Precision::Time && self.claims.iter().any(|(_, c)| same(c))
        };
        let told = self.claims.iter().any(|c| c.1.kind == DateKind::Published && (Trust::Article..=Trust::Page).contains(&c.0));
        let doubtful: Vec<bool> = self
            .claims
            .iter()
            .map(|(trust, c)| {
                let moved = address.as_ref().is_some_and(|a| distance(a, &c.date) > DAY);
                *trust == Trust::Printed && (moved || told && changed(&c.date))
            })
            .collect();
        for (claim, doubtful) in self.claims.iter_mut().zip(doubtful) {
            if doubtful {
                claim.0 = Trust::Labelled;
            }
        }
        self.claims.sort_by_key(|(trust, claim)| (*trust, claim.kind));
    }

    /// Takes the trust from days that nothing but their form speaks for, where there are several: a list of articles.
    fn doubt_lists(&mut self) {
        for weak in [Trust::Time, Trust::Alone] {
            let of_list =
                |c: &(Trust, DateClaim)| c.0 >= weak && matches!(c.0, Trust::Time | Trust::Alone) && c.1.kind == DateKind::Published;
            let mut days: Vec<&str> = self.claims.iter().filter(|c| of_list(c)).map(|c| day(&c.1.date)).collect();
            days.dedup();
            if days.len() > 1 {
                self.claims.iter_mut().filter(|c| of_list(c)).for_each(|c| c.0 = Trust::Never);
            }
        }
    }

    /// Whether the page tells programs that it was changed on the day of a claim: it knows that day as its last change, and no other.
    fn is_told_change(&self, claim: &DateClaim) -> bool {
        let told = |c: &DateClaim| c.kind == DateKind::Modified && matches!(c.origin, DateOrigin::JsonLd | DateOrigin::Meta);
        self.claims.iter().any(|(_, c)| told(c) && day(&c.date) == day(&claim.date))
    }

    fn modified(&mut self) {
        if let Some((_, claim)) = self.claims.iter_mut().find(|(trust, c)| c.kind == DateKind::Modified && *trust < Trust::Never) {
            claim.chosen = true;
        }
    }

    fn push(&mut self, trust: Trust, kind: DateKind, origin: DateOrigin, (key, raw, date): (&str, &str, Date)) {
        let machine = matches!(origin, DateOrigin::JsonLd | DateOrigin::Meta);
        let padding = PADDING.contains(&day(&date)) || !machine && &date.iso[..4] < FIRST_PAGE;
        if padding || self.fetched.is_some_and(|fetched| date.from > fetched) {
            return;
        }
        let coarse = matches!(date.precision, Precision::Year | Precision::Month);
        let trust = if coarse { trust.max(Trust::Coarse) } else { trust };
        self.claims.push((trust, DateClaim { kind, origin, key: key.to_owned(), raw: raw.to_owned(), date, chosen: false }));
    }

    fn of_objects(&mut self, objects: &[Value]) {
        for object in objects {
            let kind = json::types(object).next().unwrap_or_default();
            let is_article = json::is_article(object);
            let trust = match kind {
                _ if is_article => Trust::Article,
                _ if kind.ends_with("Page") => Trust::Page,
                _ => Trust::Never,
            };
            let keys = [
                ("datePublished", DateKind::Published, trust),
                ("dateCreated", DateKind::Published, if is_article { Trust::Created } else { Trust::Never }),
                ("dateModified", DateKind::Modified, trust),
            ];
            for (key, what, trust) in keys {
                if let Some(raw) = json::text(object, key)
                    && let Some(date) = self.lenient(raw)
                {
                    self.push(trust, what, DateOrigin::JsonLd, (&format!("{kind}.{key}"), raw, date));
                }
            }
        }
    }

    fn of_metas(&mut self) {
        let published = PUBLISHED.iter().map(|n| (n, DateKind::Published, Trust::Meta));
        let vague = VAGUE.iter().map(|n| (n, DateKind::Published, Trust::VagueMeta));
        let modified = MODIFIED.iter().map(|n| (n, DateKind::Modified, Trust::Meta));
        let page = self.page;
        for (name, kind, trust) in published.chain(vague).chain(modified) {
            for raw in page.metas_of(name) {
                if let Some(date) = self.lenient(raw) {
                    self.push(trust, kind, DateOrigin::Meta, (name, raw, date));
                }
            }
        }
    }

    fn of_address(&mut self, address: Option<&str>) {
        if let Some((date, raw)) = address.and_then(|a| in_address(a, self.style)) {
            self.push(Trust::Address, DateKind::Published, DateOrigin::Url, ("url", &raw, date));
        }
    }

    fn of_marks(&mut self) {
        let page = self.page;
        for mark in &page.marks {
            let Some((raw, date)) = self.of_mark(mark) else { continue };
            let names = |words: &[&str]| words.iter().any(|w| mark.names.contains(w));
            let modified = names(&["datemodified"]) && !names(&["datepublished"])
                || names(&["modif", "update"]) && !names(&["publ"])
                || self.label(mark, &raw) == Some(DateLabel::Updated);
            let trust = if modified && self.is_story(mark.region) { Trust::Mark } else { self.trust(mark, &raw) };
            let kind = if modified { DateKind::Modified } else { DateKind::Published };
            let origin = if mark.is_time { DateOrigin::TimeTag } else { DateOrigin::Text };
            let key = mark.names.split_whitespace().next().unwrap_or("time");
            self.push(trust, kind, origin, (key, &raw, date));
        }
    }

    fn trust(&self, mark: &Mark, raw: &str) -> Trust {
        let at = self.at(mark.line);
        let marked = mark.names.contains("datepublished") || mark.names.contains("pubdate");
        if !self.is_story(mark.region) {
            return match self.heading_label(mark.line) {
                _ if mark.region.comments => Trust::Never,
                Some(DateLabel::Published | DateLabel::First) => Trust::Labelled,
                _ if at.is_some_and(|d| BESIDE_TITLE.contains(&d)) => Trust::Aside,
                _ => Trust::Never,
            };
        }
        match (mark.is_time, at.is_some_and(|d| NEAR_TITLE.contains(&d))) {
            _ if self.is_printed(mark.line, mark.region, &mark.text, raw) => Trust::Printed,
            _ if marked && at.is_some_and(|d| (-20..=30).contains(&d)) => Trust::Marked,
            (true, true) => Trust::TimeNear,
            (false, true) => Trust::MarkNear,
            (true, false) => Trust::Time,
            (false, false) => Trust::Mark,
        }
    }

    /// What the words before the date of a mark say of it: in the mark, before it on its line, on a line of their own above; else behind it.
    fn label(&self, mark: &Mark, raw: &str) -> Option<DateLabel> {
        let before = |whole: &str, part: &str| whole.find(part).and_then(|at| date_label(&whole[..at]));
        let line = self.page.lines.get(mark.line).map_or("", |line| line.text.as_str());
        before(&mark.text, raw)
            .or_else(|| if mark.text.is_empty() { None } else { before(line, &mark.text) })
            .or_else(|| self.heading_label(mark.line))
            .or_else(|| date_label(&mark.text))
    }

    /// The label that is all of the line above: `Published` over the date.
    fn heading_label(&self, line: usize) -> Option<DateLabel> {
        let above = &self.page.lines.get(line.checked_sub(1)?)?.text;
        let short = above.split_whitespace().count() <= LABEL_WORDS && !above.bytes().any(|b| b.is_ascii_digit());
        if short { date_label(above) } else { None }
    }

    fn of_mark(&self, mark: &Mark) -> Option<(String, Date)> {
        if let Some(machine) = &mark.machine
            && let Some(date) = self.lenient(machine)
        {
            return Some((machine.clone(), date));
        }
        if mark.text.len() > LONGEST_MARK {
            return None;
        }
        let found = find_dates(&mark.text, self.style);
        let (date, span) = found.first()?;
        // around two days stand the two elements, or lines, that say which is which
        let one = found.iter().all(|(other, _)| day(other) == day(date));
        one.then(|| (span.of(&mark.text).to_owned(), date.clone()))
    }

    fn of_lines(&mut self) {
        let page = self.page;
        for (index, line) in page.lines.iter().enumerate() {
            let story = self.is_story(line.region);
            if !story || !line.text.bytes().any(|b| b.is_ascii_digit()) {
                continue;
            }
            let label = date_label(&line.text);
            let near = self.at(index).is_some_and(|d| NEAR_TITLE.contains(&d));
            for (date, span) in find_dates(&line.text, self.style) {
                let raw = span.of(&line.text);
                // a line may say both; a label counts for the date behind it
                let front = &line.text[..span.start as usize];
                let before = date_label(front).or(label);
                let kind = if before == Some(DateLabel::Updated) { DateKind::Modified } else { DateKind::Published };
                let trust = match (kind, before) {
                    (_, Some(DateLabel::First)) if is_first(front) && line_kind(&line.text, None).is_some() => Trust::First,
                    (DateKind::Published, _) if self.is_printed(index, line.region, &line.text, raw) => Trust::Printed,
                    (DateKind::Published, Some(_)) if near => Trust::LineNear,
                    (DateKind::Published, None) if near && line.text.len() < SHORT_LINE => Trust::LineNear,
                    (DateKind::Modified, _) if near && line.text.len() < 2 * SHORT_LINE => Trust::LineNear,
                    (_, Some(_)) if line.text.len() < 2 * SHORT_LINE => Trust::Labelled,
                    (DateKind::Published, None) if line.text.len() < raw.len() + 3 => Trust::Alone,
                    _ => continue,
                };
                self.push(trust, kind, DateOrigin::Text, ("line", raw, date));
            }
        }
    }

    /// Dates under a telling name in the data of scripts: sites that are drawn by a program keep them there.
    fn of_scripts(&mut self) {
        let page = self.page;
        for (key, raw) in super::scripts::dates(&page.scripts) {
            if let Some(date) = self.lenient(raw) {
                self.push(Trust::Script, DateKind::Published, DateOrigin::JsonLd, (key, raw, date));
            }
        }
    }

    /// Whether a date stands beside the title, on a line that holds little else.
    fn is_printed(&self, line: usize, region: Region, text: &str, raw: &str) -> bool {
        let beside = self.at(line).is_some_and(|d| BESIDE_TITLE.contains(&d) && (d >= 0 || region.article || !region.header));
        // the machine's form of a date is not on the line
        let rest = text.replacen(raw, "", 1);
        let words = rest.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).count();
        let most = if rest.len() == text.len() { WORDS_BESIDE + 2 } else { WORDS_BESIDE };
        beside && !text.is_empty() && words <= most && date_label(text) != Some(DateLabel::Updated)
    }

    fn is_story(&self, region: Region) -> bool {
        !region.comments && (!region.aside || self.title.aside)
    }

    /// Lines from the title.
    fn at(&self, line: usize) -> Option<isize> {
        Some(line as isize - self.title.line? as isize)
    }

    fn lenient(&self, raw: &str) -> Option<Date> {
        let found = || find_dates(raw, self.style).into_iter().next().map(|(date, _)| date);
        parse_date_in(raw, self.style).or_else(|| of_stamp(raw)).or_else(found)
    }
}

/// Whether a text ends with the words that tell of a first publication, directly before the date.
fn is_first(before: &str) -> bool {
    let words: Vec<&str> = before.split_whitespace().collect();
    date_label(&words[words.len().saturating_sub(WORDS_BEFORE)..].join(" ")) == Some(DateLabel::First)
}

/// The day as written, where there is one.
fn day(date: &Date) -> &str {
    date.iso.get(..10).unwrap_or(&date.iso)
}

/// The same figures with month and day the other way round: a printed `09.10.2024` may be either.
fn turned(date: &Date) -> String {
    let day = day(date);
    match (day.get(..4), day.get(5..7), day.get(8..)) {
        (Some(year), Some(month), Some(day)) => format!("{year}-{day}-{month}"),
        _ => String::new(),
    }
}

/// Seconds between two dates; none where they touch.
fn distance(a: &Date, b: &Date) -> i64 {
    (a.from - b.to).max(b.from - a.to).max(0)
}

/// Seconds or milliseconds since 1970, as programs write them.
fn of_stamp(raw: &str) -> Option<Date> {
    let raw = raw.trim();
    let number: i64 = raw.parse().ok()?;
    match raw.len() {
        10 => date_of_seconds(number),
        13 => date_of_seconds(number / 1000),
        _ => None,
    }
}

/// `/2015/02/22/`, `/2015/feb/22/`, `/2015-02-22-ferry` or `/20150222/` in the path of an address, and how it is written there.
pub(super) fn in_address(address: &str, style: DateStyle) -> Option<(Date, String)> {
    let url = Url::parse(address).ok()?;
    // deeper paths are not of articles
    let segments: Vec<&str> = url.path_segments()?.take(32).collect();
    let triple = |w: &[&str]| {
        let year_first = w[0].len() == 4 && w[0].bytes().all(|b| b.is_ascii_digit());
        let named = || parse_date(&format!("{} {} {}", w[2], w[1], w[0]));
        let date = year_first.then(|| parse_date(&w.join("-")).or_else(named)).flatten()?;
        Some((date, w.join("/")))
    };
    let single = |segment: &&str| {
        let (date, span) = find_dates(segment, DateStyle { short_years: false, ..style }).into_iter().next()?;
        Some((date, span.of(segment).to_owned()))
    };
    segments.windows(3).find_map(triple).or_else(|| segments.iter().find_map(single))
}
