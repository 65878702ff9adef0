//! Stories: articles about one event. The list, and a page with a timeline, the articles and who is heard in them.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use retold::record::{ArticleIx, AttributionStance, AttributionType, Level, Story};
use retold::voice::names_speaker;
use retold_io::collection::{Collection, Error, Selection};

use super::book::Book;
use super::clocks::{Counted, Told};
use super::lanes::{self, Lane, Look, Spot};
use super::links::{Ask, Leaf, Links};
use super::pager::Pager;
use super::paragraphs::slice;
use super::refs::ArticleRef;
use super::visible::visible;
use super::{clocks, date, names, screens, wording};

/// Lanes drawn; further outlets stand in the table.
const LANES: usize = 24;
/// Rows of the table of articles.
const ROWS: usize = 400;
/// Speakers named on a page.
const SPEAKERS: usize = 60;
/// Stories with a section in one file.
pub(crate) const IN_ONE_FILE: usize = 100;

#[derive(Template)]
#[template(path = "stories.html")]
struct StoriesPage {
    several: String,
    alone: u64,
    left_out: usize,
    pager: Pager,
    lines: Vec<Line>,
}

struct Line {
    href: String,
    headline: String,
    articles: u64,
    first: String,
    last: String,
    texts: String,
}

#[derive(Template)]
#[template(path = "story.html")]
struct StoryPage {
    go: Links,
    id: String,
    headline: String,
    articles: u64,
    outlets: String,
    texts: String,
    several: bool,
    svg: String,
    told: Told,
    counted: Vec<Counted>,
    ends: Vec<String>,
    lanes_left_out: usize,
    members: Vec<Member>,
    members_left_out: u64,
    speakers: Vec<Speaker>,
    speakers_left_out: usize,
    unnamed: Vec<(String, usize)>,
    answers: Vec<Answer>,
}

struct Member {
    article: ArticleRef,
    shares_with: u64,
}

/// Somebody who is heard, as printed in this story.
struct Speaker {
    name: String,
    /// Outlets and how often each gives this name words.
    outlets: Vec<(String, usize)>,
    times: usize,
    /// Of them, how many stand between quotation marks at least in part.
    quoted: usize,
}

/// Somebody who was asked and did not answer.
struct Answer {
    article: ArticleRef,
    words: String,
    stance: &'static str,
}

/// Renders the list: stories of several articles.
pub(crate) fn render_list(book: &Book, ask: &Ask) -> Result<String, askama::Error> {
    let stories = &book.analysis().stories;
    let several: Vec<usize> = (0..stories.len()).filter(|&i| book.story_size(i) > 1).collect();
    let shown = if book.go.pages() { several.len() } else { several.len().min(IN_ONE_FILE) };
    let (all, of_several) = book.overview.stories;
    let page = StoriesPage {
        several: wording::counted(of_several, "story is", "stories are"),
        alone: all - of_several,
        left_out: several.len() - shown,
        pager: Pager::of(book, "stories", ask, of_several),
        lines: several[..shown].iter().map(|&i| line(book, i)).collect(),
    };
    page.render()
}

fn line(book: &Book, index: usize) -> Line {
    let story = &book.analysis().stories[index];
    let day = |iso: &Option<String>| iso.as_deref().map_or_else(|| wording::UNDATED.to_owned(), date::day);
    Line {
        href: book.go.leaf(Leaf::Story, &book.ids.stories[index]),
        headline: headline(book, story),
        articles: book.story_size(index),
        first: day(&story.first),
        last: day(&story.last),
        texts: wording::low_high(story.texts_low, story.texts_high),
    }
}

pub(crate) fn headline(book: &Book, story: &Story) -> String {
    match story.headline.as_deref().filter(|h| !h.trim().is_empty()) {
        Some(headline) => visible(headline),
        None => story.articles.first().map_or_else(String::new, |&a| names::title(book.article(a))),
    }
}

/// Renders the page of a story.
pub(crate) fn render(book: &Book, index: usize) -> Result<String, askama::Error> {
    let story = &book.analysis().stories[index];
    let id = book.ids.stories[index].clone();
    let mut order = story.articles.clone();
    order.sort_by_key(|&a| (book.article(a).published.as_ref().map_or(i64::MAX, |d| d.from), a));
    let all_lanes = lanes(book, &order);
    let drawn = &all_lanes[..all_lanes.len().min(LANES)];
    let outlets: Vec<Option<String>> = order.iter().map(|&a| names::outlet(book.article(a))).collect();
    let known: BTreeSet<&String> = outlets.iter().flatten().collect();
    let is_dated = order.iter().any(|&a| book.article(a).published.is_some());
    let speakers = speakers(book, &order);
    let page = StoryPage {
        go: book.go,
        headline: headline(book, story),
        articles: book.story_size(index),
        outlets: wording::outlets(known.len() as u64, outlets.iter().all(Option::is_some)),
        texts: wording::low_high(story.texts_low, story.texts_high),
        several: story.texts_low != story.texts_high,
        svg: if is_dated { lanes::draw(drawn, &[]) } else { String::new() },
        told: clocks::told(book, &order),
        counted: clocks::counted(book, index),
        ends: ends(story),
        lanes_left_out: all_lanes.len() - drawn.len(),
        members: order
            .iter()
            .take(ROWS)
            .map(|&a| Member { article: ArticleRef::of(book, a), shares_with: book.pairs_in_all(a).0 })
            .collect(),
        members_left_out: book.story_size(index).saturating_sub(order.len().min(ROWS) as u64),
        speakers_left_out: speakers.len().saturating_sub(SPEAKERS),
        speakers: speakers.into_iter().take(SPEAKERS).collect(),
        unnamed: unnamed(book, &order),
        answers: answers(book, &order),
        id,
    };
    page.render()
}

/// Where the chains of sources end, in words.
fn ends(story: &Story) -> Vec<String> {
    let ends = &story.ends;
    let all = [
        (ends.named, "named person, body or outlet", "named people, bodies or outlets"),
        (ends.documents, "document", "documents"),
        (ends.unnamed, "source without a name", "sources without a name"),
        (ends.nothing, "article that names no source", "articles that name no source"),
    ];
    all.into_iter().filter(|(n, _, _)| *n > 0).map(|(n, one, many)| wording::counted(n.into(), one, many)).collect()
}

/// A lane for each outlet, by its first date; the undated last.
fn lanes(book: &Book, articles: &[ArticleIx]) -> Vec<Lane> {
    let (mut dated, mut undated): (Vec<Lane>, Vec<Spot>) = (Vec::new(), Vec::new());
    for (key, &ix) in articles.iter().enumerate() {
        let article = book.article(ix);
        let when = article.published.as_ref();
        let spot = Spot {
            key,
            when: when.map(|d| (d.from, d.to)),
            look: if key == 0 && when.is_some() { Look::Earliest } else { Look::Credited },
            label: when.map_or_else(|| names::short(article), date::short),
            href: book.article_href(ix),
        };
        let label = names::outlet(article).unwrap_or_else(|| wording::UNKNOWN_OUTLET.to_owned());
        if spot.when.is_none() {
            undated.push(Spot { label: String::new(), ..spot });
        } else if let Some(lane) = dated.iter_mut().find(|l| l.label == label) {
            lane.spots.push(spot);
        } else {
            dated.push(Lane { label, spots: vec![spot] });
        }
    }
    if !undated.is_empty() {
        dated.truncate(LANES - 1);
        undated.truncate(40);
        dated.push(Lane { label: "Undated".to_owned(), spots: undated });
    }
    dated
}

/// Who is heard, as printed, and where. Only within this story: nobody is followed through the collection.
fn speakers(book: &Book, articles: &[ArticleIx]) -> Vec<Speaker> {
    let mut all: BTreeMap<String, Speaker> = BTreeMap::new();
    for (article, a) in attributions(book, articles) {
        // what may be a wish or a plan is no speech
        let speaks = a.attributed != AttributionType::Unnamed && !a.content.is_empty() && a.level != Level::All;
        let Some(span) = a.speaker.filter(|_| speaks) else { continue };
        let printed = book.article(article);
        let name = visible(slice(&printed.text, span).trim());
        if !names_speaker(&name, printed.lang.as_deref()) {
            continue;
        }
        let outlet = names::short(book.article(article));
        let empty = || Speaker { name: name.clone(), outlets: Vec::new(), times: 0, quoted: 0 };
        let speaker = all.entry(name.clone()).or_insert_with(empty);
        speaker.times += 1;
        speaker.quoted += usize::from(a.kind != retold::record::AttributionKind::Indirect);
        match speaker.outlets.iter_mut().find(|(o, _)| *o == outlet) {
            Some((_, n)) => *n += 1,
            None => speaker.outlets.push((outlet, 1)),
        }
    }
    let mut list: Vec<Speaker> = all.into_values().collect();
    list.sort_by(|a, b| (b.outlets.len(), b.times).cmp(&(a.outlets.len(), a.times)).then_with(|| a.name.cmp(&b.name)));
    list
}

/// How often each outlet gives words to sources without a name.
fn unnamed(book: &Book, articles: &[ArticleIx]) -> Vec<(String, usize)> {
    let mut all: BTreeMap<String, usize> = BTreeMap::new();
    for (article, a) in attributions(book, articles) {
        if a.attributed == AttributionType::Unnamed {
            *all.entry(names::short(book.article(article))).or_default() += 1;
        }
    }
    all.into_iter().collect()
}

/// Who would not answer, or was not reached.
fn answers(book: &Book, articles: &[ArticleIx]) -> Vec<Answer> {
    let found = attributions(book, articles).filter_map(|(article, a)| {
        let stance = match a.stance {
            AttributionStance::Declined => "would not answer",
            AttributionStance::Unreachable => "was asked and did not answer",
            AttributionStance::Denies => "denies it",
            _ => return None,
        };
        let spans: Vec<_> = a.source.iter().chain(&a.cue).chain(&a.content).copied().collect();
        let whole = spans.iter().copied().reduce(|x, y| x.cover(y))?;
        let words = super::paragraphs::first_words(slice(&book.article(article).text, whole), 40);
        Some(Answer { article: ArticleRef::of(book, article), words, stance })
    });
    found.take(SPEAKERS).collect()
}

fn attributions<'b>(book: &'b Book, articles: &'b [ArticleIx]) -> impl Iterator<Item = (ArticleIx, &'b retold::record::Attribution)> {
    articles.iter().flat_map(|&ix| {
        let voices = book.analysis().voices.get(ix.index());
        voices.into_iter().flat_map(move |v| v.attributions.iter().map(move |a| (ix, a)))
    })
}

/// What a page of the list reads of a collection.
pub(crate) fn select_list(collection: &Collection, ask: &Ask) -> Result<Selection, Error> {
    let (_, of_several) = collection.overview()?.stories;
    // the largest come first, so that those of one article are behind all others
    let mut window = screens::window(ask);
    window.take = window.take.min(of_several.saturating_sub(window.skip));
    Ok(Selection { stories: collection.list("stories", window, None)?, first_of_stories: true, ..Selection::default() })
}

/// What the page of a story reads.
pub(crate) fn select(collection: &Collection, id: &str) -> Result<Option<Selection>, Error> {
    let row = collection.row("story", id)?;
    Ok(row.map(|story| Selection {
        stories: vec![story],
        voices: true,
        figures_of_articles: true,
        pairs_of_articles: true,
        ..Selection::default()
    }))
}

/// Renders the page of the story with this id.
pub(crate) fn render_named(book: &Book, id: &str) -> Result<Option<String>, askama::Error> {
    book.ids.stories.iter().position(|s| s == id).map(|index| render(book, index)).transpose()
}
