//! The second clock of a story, and its counts: when things happened as the articles tell it, and which figures they give.

use std::collections::BTreeMap;

use retold::record::{ArticleIx, Figure, State, TimeMention};

use super::book::Book;
use super::curve::{self, Point};
use super::date::DAY;
use super::figures::value;
use super::lanes::{self, Lane, Look, Spot};
use super::paragraphs::slice;
use super::refs::ArticleRef;
use super::visible::visible;
use super::{names, wording};

/// Lanes of the drawing, rows of the tables, and things counted that are drawn.
const LANES: usize = 16;
const ROWS: usize = 40;
const DRAWN: usize = 3;
/// Days told of before and after the publications that are drawn: background stands in the table.
const BEFORE: i64 = 45 * DAY;
const AFTER: i64 = 30 * DAY;

/// Days that the articles tell of.
#[derive(Debug, Default)]
pub(crate) struct Told {
    pub(crate) svg: String,
    pub(crate) rows: Vec<ToldRow>,
    pub(crate) left_out: usize,
    /// Days outside of the drawing.
    pub(crate) outside: usize,
}

/// A day or a longer time, and who tells of it.
#[derive(Debug)]
pub(crate) struct ToldRow {
    pub(crate) when: String,
    pub(crate) articles: Vec<Mention>,
    pub(crate) more: usize,
}

/// The words that name the time.
#[derive(Debug)]
pub(crate) struct Mention {
    pub(crate) article: ArticleRef,
    pub(crate) words: String,
}

/// Articles named for a time.
const NAMED: usize = 4;

/// Reads the times that articles name.
pub(crate) fn told(book: &Book, articles: &[ArticleIx]) -> Told {
    let mut by_time: BTreeMap<(i64, i64), Vec<(ArticleIx, &TimeMention)>> = BTreeMap::new();
    for &ix in articles {
        for time in &book.article(ix).times {
            // months and years tell little of one event
            if let Some((from, to)) = seconds(&time.from).zip(seconds(&time.to)).filter(|(from, to)| to - from < 7 * DAY) {
                by_time.entry((from, to + DAY - 1)).or_default().push((ix, time));
            }
        }
    }
    let published = || articles.iter().filter_map(|&a| book.article(a).published.as_ref());
    let range = published().map(|d| d.from).min().zip(published().map(|d| d.to).max());
    let drawn = |when: &(i64, i64)| range.is_some_and(|(from, to)| when.0 >= from - BEFORE && when.1 <= to + AFTER);
    let mut lanes: Vec<Lane> = Vec::new();
    for (key, (when, mentions)) in by_time.iter().enumerate().filter(|(_, (when, _))| drawn(when)) {
        for (ix, _) in mentions {
            let spot = Spot { key, when: Some(*when), look: Look::Credited, label: String::new(), href: book.article_href(*ix) };
            let label = names::outlet(book.article(*ix)).unwrap_or_else(|| wording::UNKNOWN_OUTLET.to_owned());
            match lanes.iter().position(|l| l.label == label) {
                Some(lane) if lanes[lane].spots.last().is_some_and(|last| last.key == key) => {}
                Some(lane) => lanes[lane].spots.push(spot),
                None if lanes.len() < LANES => lanes.push(Lane { label, spots: vec![spot] }),
                None => {}
            }
        }
    }
    let rows: Vec<ToldRow> = by_time.iter().filter(|(when, _)| drawn(when)).map(|(when, mentions)| row(book, *when, mentions)).collect();
    Told {
        svg: if lanes.is_empty() { String::new() } else { lanes::draw(&lanes, &[]) },
        outside: by_time.len() - rows.len(),
        left_out: rows.len().saturating_sub(ROWS),
        rows: rows.into_iter().take(ROWS).collect(),
    }
}

fn row(book: &Book, (from, to): (i64, i64), mentions: &[(ArticleIx, &TimeMention)]) -> ToldRow {
    let mut seen: Vec<ArticleIx> = Vec::new();
    let mut articles = Vec::new();
    for &(ix, time) in mentions {
        if !seen.contains(&ix) {
            seen.push(ix);
            let words = visible(slice(&book.article(ix).text, time.span));
            articles.push(Mention { article: ArticleRef::of(book, ix), words });
        }
    }
    let more = articles.len().saturating_sub(NAMED);
    articles.truncate(NAMED);
    ToldRow { when: super::date::range(from, to), articles, more }
}

/// First second of an ISO 8601 day.
fn seconds(iso: &str) -> Option<i64> {
    let mut parts = iso.get(..10)?.split('-').map(|p| p.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Howard Hinnant's `days_from_civil`, the way back of `date::civil`
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let doy = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let yoe = y.rem_euclid(400);
    Some((era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468) * DAY)
}

/// One thing counted by several articles of a story.
#[derive(Debug)]
pub(crate) struct Counted {
    pub(crate) of: String,
    pub(crate) says: String,
    pub(crate) svg: String,
    pub(crate) rows: Vec<CountedRow>,
    pub(crate) left_out: usize,
}

#[derive(Debug)]
pub(crate) struct CountedRow {
    pub(crate) article: ArticleRef,
    pub(crate) value: String,
    pub(crate) words: String,
    pub(crate) state: &'static str,
}

/// What most articles count, drawn over the days of publication: only what two dated articles and more count, and not all alike.
pub(crate) fn counted(book: &Book, story: usize) -> Vec<Counted> {
    let mut by_thing: BTreeMap<(&str, Option<&str>), Vec<&Figure>> = BTreeMap::new();
    for figure in book.analysis().figures.iter().filter(|f| f.event == Some(story as u32)) {
        let dated = book.article(figure.passage.article).published.is_some();
        let exact = figure.low.or(figure.high).is_some();
        if let Some(thing) = figure.counted.as_deref().filter(|_| dated && exact) {
            by_thing.entry((thing, figure.unit.as_deref())).or_default().push(figure);
        }
    }
    let different = |figures: &[&Figure]| {
        let mut articles: Vec<ArticleIx> = figures.iter().map(|f| f.passage.article).collect();
        articles.sort_unstable();
        articles.dedup();
        articles.len()
    };
    let differ = |figures: &[&Figure]| figures.iter().any(|f| bounds(f) != bounds(figures[0]));
    let mut things: Vec<_> = by_thing.into_iter().filter(|(_, f)| different(f) > 1 && differ(f)).collect();
    things.sort_by_cached_key(|(thing, figures)| (std::cmp::Reverse(different(figures)), *thing));
    things.truncate(DRAWN);
    things.into_iter().map(|((thing, _), figures)| one_thing(book, thing, figures)).collect()
}

/// Smallest and largest value; an open end is drawn where the other is.
fn bounds(figure: &Figure) -> (f64, f64) {
    let low = figure.low.or(figure.high).unwrap_or(0.0).max(0.0);
    (low, figure.high.unwrap_or(low).max(low))
}

fn one_thing(book: &Book, thing: &str, mut figures: Vec<&Figure>) -> Counted {
    let at = |f: &Figure| book.article(f.passage.article).published.as_ref().map_or(0, |d| d.from);
    figures.sort_by_key(|f| (at(f), f.passage));
    let point = |f: &&Figure| Point {
        at: at(f),
        low: bounds(f).0,
        high: bounds(f).1,
        actual: matches!(f.state, State::Actual | State::SoFar),
        label: format!("{} {}", names::short(book.article(f.passage.article)), value(f)),
        href: book.article_href(f.passage.article),
    };
    let row = |f: &&Figure| CountedRow {
        article: ArticleRef::of(book, f.passage.article),
        value: value(f),
        words: visible(slice(&book.article(f.passage.article).text, f.passage.span)),
        state: super::figures::state(f.state),
    };
    let least = figures.iter().min_by(|a, b| bounds(a).0.total_cmp(&bounds(b).0));
    let most = figures.iter().max_by(|a, b| bounds(a).1.total_cmp(&bounds(b).1));
    let from_to = least.zip(most).map_or_else(String::new, |(a, b)| format!(", from {} to {}", value(a), value(b)));
    let says = format!("{}{from_to}.", wording::counted(figures.len() as u64, "figure", "figures"));
    Counted {
        of: visible(thing),
        says,
        svg: curve::draw(&figures.iter().map(point).collect::<Vec<_>>()),
        left_out: figures.len().saturating_sub(ROWS),
        rows: figures.iter().take(ROWS).map(row).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::seconds;
    use crate::report::date::{DAY, civil};

    #[test]
    fn a_day_is_read_as_it_is_written() {
        for (iso, day) in
            [("1970-01-01", (1970, 1, 1)), ("2024-02-29", (2024, 2, 29)), ("1999-12-31", (1999, 12, 31)), ("2031-03-01", (2031, 3, 1))]
        {
            assert_eq!(seconds(iso).map(|s| civil(s / DAY)), Some(day), "{iso}");
        }
        assert_eq!(seconds("2024-13-01"), None);
        assert_eq!(seconds("soon"), None);
    }
}
