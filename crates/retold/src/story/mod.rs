//! Here are many articles: which tell of the same event, and which events belong together?
//!
//! Each article becomes a row of weighted words (`terms`), looks for its nearest neighbours through an inverted index (`neighbours`), and
//! joins the story it is nearest to on average (`cluster`). How near is near enough depends on how close together the articles around it
//! are: two earthquakes share more words than two stories about one film star, and coverage that is written apart shares fewer than wire
//! copy. Nothing is learnt from other collections, and everything is derived anew from all articles: the same articles give the same
//! stories in any order of adding.
//!
//! When it is wrong: two events of one kind, place and week told in the same words run together; a long-running affair told with ever new
//! words falls apart (its stories then share a thread). Dates help where both sides have one, and are not needed.

mod cluster;
mod neighbours;
mod terms;

use rayon::prelude::*;

use crate::config::StoryConfig;
use crate::corpus::{Card, Shelf};
use crate::record::{ArticleIx, BlockKind, ChainEnds, Story};
use crate::text::{on_one_line, shortened};

use cluster::Clusters;
use neighbours::Neighbours;
use terms::Vectors;
pub(crate) use terms::kept_terms;

/// Which articles tell of one event, and which events belong together.
#[derive(Debug)]
pub(crate) struct Grouped {
    /// The members of each story, sorted, and the one that is most like the others.
    stories: Vec<(Vec<u32>, u32)>,
    /// For each article the first one of its thread.
    thread_of: Vec<u32>,
}

/// Groups all articles into stories and threads.
///
/// Cost: near-linear in the articles; the index lists of frequent words are not followed. Takes about 2.5 kB an article while it runs, so it
/// comes before anything else is held.
pub(crate) fn grouped(cards: &[Card], shelf: &dyn Shelf, config: &StoryConfig) -> Grouped {
    let days: Vec<Option<f32>> = cards.iter().map(day).collect();
    let vectors = Vectors::new(cards.len() as u32, &|article| {
        let kept = shelf.digest(article).and_then(|d| terms::unpack(&d.terms));
        kept.unwrap_or_else(|| terms::terms(&shelf.reading(article), &cards[article.index()]))
    });
    let near = Neighbours::new(&vectors, &days);
    let mut clusters = Clusters::new(&vectors, &near, &days, config.same_story_from);
    clusters.merge();
    let stories = clusters.members();
    clusters.forget_dates(config.same_thread_from);
    clusters.merge();
    let mut thread_of = vec![0; cards.len()];
    for members in clusters.members() {
        members.iter().for_each(|&a| thread_of[a as usize] = members[0]);
    }
    let with_central = |members: Vec<u32>| {
        let central = near.most_central(&members);
        (members, central)
    };
    Grouped { stories: stories.into_iter().map(with_central).collect(), thread_of }
}

/// The stories of these groups: largest first, then by first article. `texts` counts the separately written texts behind a set of articles, fewest
/// and most.
pub(crate) fn stories(
    grouped: Grouped,
    cards: &[Card],
    shelf: &dyn Shelf,
    texts: &(dyn Fn(&[ArticleIx]) -> (u32, u32) + Sync),
) -> Vec<Story> {
    let Grouped { stories, thread_of } = grouped;
    let mut stories: Vec<Story> = stories
        .into_par_iter()
        .map(|(members, central)| {
            let thread = thread_of[members[0] as usize];
            let headline = headline(ArticleIx(central), cards, shelf);
            let articles: Vec<ArticleIx> = members.into_iter().map(ArticleIx).collect();
            let (texts_low, texts_high) = texts(&articles);
            let dates = || articles.iter().filter_map(|a| cards[a.index()].published.as_ref());
            let first = dates().min_by_key(|d| (d.from, d.to)).map(|d| d.iso.clone());
            let last = dates().max_by_key(|d| (d.to, d.from)).map(|d| d.iso.clone());
            Story { first, last, headline, texts_low, texts_high, ends: ChainEnds::default(), thread, articles }
        })
        .collect();
    stories.sort_by_key(|s| (std::cmp::Reverse(s.articles.len()), s.articles.first().copied()));
    number_threads(&mut stories);
    stories
}

/// Threads are counted in the order of their first story.
fn number_threads(stories: &mut [Story]) {
    let mut numbers = std::collections::BTreeMap::new();
    for story in stories {
        let next = numbers.len() as u32;
        story.thread = *numbers.entry(story.thread).or_insert(next);
    }
}

/// The middle of the time an article may be from, in days since 1970. Dates known to a month or a year tell too little.
fn day(card: &Card) -> Option<f32> {
    const SECONDS: i64 = 86_400;
    const LONGEST_DAYS: i64 = 7;
    let date = card.published.as_ref().filter(|d| d.to - d.from <= LONGEST_DAYS * SECONDS)?;
    Some(((date.from / 2 + date.to / 2) / SECONDS) as f32)
}

/// Its title, else the headline in its text, else its first line.
fn headline(article: ArticleIx, cards: &[Card], shelf: &dyn Shelf) -> Option<String> {
    const LONGEST_CHARACTERS: usize = 120;
    let given = cards[article.index()].title.as_deref().map(str::trim).filter(|t| !t.is_empty());
    let title = given.map(on_one_line).or_else(|| {
        let reading = shelf.reading(article);
        let block = reading.blocks.iter().find(|b| b.kind == BlockKind::Headline);
        let text = block.map_or(reading.text.trim_start().lines().next().unwrap_or(""), |b| b.span.of(&reading.text));
        Some(on_one_line(text)).filter(|t| !t.is_empty())
    })?;
    Some(shortened(title, LONGEST_CHARACTERS))
}
