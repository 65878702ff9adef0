//! When something happened, by the day of another article.

use std::collections::BTreeMap;

use crate::corpus::{Card, Shelf};
use crate::record::{ArticleIx, Date, Match, Passage, ResolvedBy, Span, TimeMention};
use crate::text::times;

/// Times that undated articles name by a day they do not tell ("on Sunday"), where a dated article has the same words in the same sentence.
///
/// Of several dated articles the one of the smallest rank is asked. Two dated articles of which one was reprinted a week later give two
/// answers; then there is none. Wrong where both took the sentence from a third text of another week.
pub(crate) fn times_of_others(cards: &[Card], shelf: &dyn Shelf, matches: &[Match]) -> Vec<(ArticleIx, TimeMention)> {
    let date = |article: ArticleIx| {
        let card = &cards[article.index()];
        card.stamped.as_ref().or(card.published.as_ref())
    };
    let mut found: BTreeMap<Passage, Vec<TimeMention>> = BTreeMap::new();
    for m in matches {
        let (undated, dated) = match (date(m.left.article), date(m.right.article)) {
            (None, Some(date)) => (m.left, (m.right, date)),
            (Some(date), None) => (m.right, (m.left, date)),
            _ => continue,
        };
        for (passage, mention) in shared_times(shelf, undated, dated, cards[undated.article.index()].lang.as_deref()) {
            found.entry(passage).or_default().push(mention);
        }
    }
    let agreed = found.into_iter().filter(|(_, all)| all.iter().all(|m| (&m.from, &m.to) == (&all[0].from, &all[0].to)));
    agreed.filter_map(|(passage, all)| Some((passage.article, all.into_iter().next()?))).collect()
}

/// Times of one side of a match that need a day, worked out with the day of the other, where both name them in the same words and order.
fn shared_times(shelf: &dyn Shelf, undated: Passage, (passage, date): (Passage, &Date), lang: Option<&str>) -> Vec<(Passage, TimeMention)> {
    let (own, theirs) = (shelf.reading(undated.article), shelf.reading(passage.article));
    let (here, there) = (undated.span.of(&own.text), passage.span.of(&theirs.text));
    let lang = lang.or(Some("en"));
    let mentions = |text: &str| -> Vec<TimeMention> {
        let all = times(text, Some(date), lang);
        all.into_iter().filter(|m| m.resolved_by != ResolvedBy::Explicit).collect()
    };
    let (of_here, of_there) = (mentions(here), mentions(there));
    // in the order of the text, each with the next of the same words
    let mut rest = of_there.iter();
    let pairs = of_here.into_iter().filter(|a| {
        let at = rest.clone().position(|b| a.span.of(here).eq_ignore_ascii_case(b.span.of(there)));
        at.is_some_and(|at| rest.nth(at).is_some())
    });
    pairs
        .map(|mention| {
            let (start, end) = (undated.span.start + mention.span.start, undated.span.start + mention.span.end);
            let span = Span::new(start, end);
            let mention = TimeMention { span, resolved_by: ResolvedBy::OtherArticle, ..mention };
            (Passage { article: undated.article, span }, mention)
        })
        .collect()
}
