//! How long a look-up takes in a collection whose index is open: passages of its own articles, as they stand and edited.

use std::io::Write;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use retold::Config;
use retold::find::Query;
use retold::text::fold;
use retold_io::Collection;
use retold_io::find::Finder;

use crate::generate::Rng;

/// Words of a passage, least and most: a sentence to three paragraphs.
const WORDS: (usize, usize) = (12, 120);
/// In an edited passage every so many words one is replaced.
const REPLACED: usize = 9;

/// Draws passages, looks each of them up once, prints the times and how many were found where they are from.
pub(crate) fn run(collection: &Path, passages: usize) -> Result<()> {
    let opening = Instant::now();
    let collection = Collection::open(collection)?;
    let finder = Finder::open(&collection)?;
    let opened = opening.elapsed().as_secs_f64();
    let (articles, _) = collection.counted()?;
    anyhow::ensure!(articles > 0, "the collection is empty");
    let config = Config::default();
    let mut rng = Rng::new(1);
    let mut out = std::io::stdout().lock();
    writeln!(out, "{articles} articles, opened in {:.1} ms", 1e3 * opened)?;
    for edited in [false, true] {
        let (mut times, mut found, mut places) = (Vec::new(), 0, 0);
        while times.len() < passages {
            let number = rng.below(articles as usize) as u32;
            let Some(passage) = passage(&collection.text(number)?, edited, &mut rng) else { continue };
            let id = collection.article(number)?.id;
            let asked = Instant::now();
            let query = Query::new(&passage, &config.echo).context("passages have enough words")?;
            let answer = finder.find(&query, &config)?;
            times.push(1e3 * asked.elapsed().as_secs_f64());
            found += usize::from(answer.places.places.iter().any(|p| answer.roster.cards()[p.article.index()].id == id));
            places += answer.places.places.len();
        }
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
        writeln!(
            out,
            "{:8} p50 {:6.2} ms   p90 {:6.2} ms   p99 {:6.2} ms   longest {:7.2} ms   found {found} of {passages}, {places} places",
            if edited { "edited" } else { "exact" },
            at(0.5),
            at(0.9),
            at(0.99),
            at(1.0)
        )?;
    }
    Ok(())
}

/// A stretch of a text; `None` where it is too short.
fn passage(text: &str, edited: bool, rng: &mut Rng) -> Option<String> {
    let words = fold(text);
    let wanted = rng.between(WORDS.0, WORDS.1);
    if words.len() <= wanted {
        return None;
    }
    let first = rng.below(words.len() - wanted);
    let stretch = &words[first..first + wanted];
    let exact = &text[stretch[0].start as usize..stretch[wanted - 1].end as usize];
    if !edited {
        return Some(exact.to_owned());
    }
    let word = |(i, w): (usize, &retold::text::Word)| {
        if i % REPLACED == REPLACED - 1 { "otherwise" } else { &text[w.start as usize..w.end as usize] }
    };
    Some(stretch.iter().enumerate().map(word).collect::<Vec<_>>().join(" "))
}
