//! Quotations that stand in several places: the list, and a page that sets every form against the fullest.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use retold::record::{ArticleIx, Attribution, Quote, Said, Span, Variant};
use retold_io::collection::{Collection, Error, Selection};

use super::book::Book;
use super::collate::{Piece, collate};
use super::links::{Ask, Leaf, Links};
use super::pager::Pager;
use super::paragraphs::{first_words, slice};
use super::refs::ArticleRef;
use super::visible::visible;
use super::{names, screens, wording};

/// Words of a quotation in the list.
const NAME_WORDS: usize = 26;
/// Rows of the table of forms.
const ROWS: usize = 300;
/// Quotations with a section in one file.
pub(crate) const IN_ONE_FILE: usize = 200;

#[derive(Template)]
#[template(path = "quotes.html")]
struct QuotesPage {
    go: Links,
    total: String,
    left_out: usize,
    pager: Pager,
    lines: Vec<Line>,
}

struct Line {
    href: String,
    words: String,
    lang: String,
    speaker: String,
    places: u64,
    earliest: Option<ArticleRef>,
    /// How its forms differ, each once.
    variants: Vec<&'static str>,
}

#[derive(Template)]
#[template(path = "quote.html")]
struct QuotePage {
    go: Links,
    id: String,
    name: String,
    lang: String,
    places: u64,
    /// Whose: `4 outlets`, or how many articles where no outlet is known.
    printed: String,
    speakers: Vec<String>,
    earliest: Option<ArticleRef>,
    /// Whose form is the fullest.
    fullest: String,
    forms: Vec<Form>,
    left_out: u64,
    /// The table, for a reader of the list only.
    cues: Vec<(String, usize)>,
}

/// The quotation as one article prints it.
struct Form {
    article: ArticleRef,
    is_fullest: bool,
    is_earliest: bool,
    pieces: Vec<Piece>,
    lang: String,
    variants: Vec<&'static str>,
    /// Whether another speaker, number or negation stands here.
    weighty: bool,
    cue: String,
    speaker: String,
    role: String,
}

/// Renders the list.
pub(crate) fn render_list(book: &Book, ask: &Ask) -> Result<String, askama::Error> {
    let quotes = &book.analysis().quotes;
    let shown = if book.go.pages() { quotes.len() } else { quotes.len().min(IN_ONE_FILE) };
    let page = QuotesPage {
        go: book.go,
        total: wording::counted(book.overview.quotes, "quotation stands", "quotations stand"),
        left_out: quotes.len() - shown,
        pager: Pager::of(book, "quotes", ask, book.overview.quotes),
        lines: (0..shown).map(|i| line(book, i)).collect(),
    };
    page.render()
}

fn line(book: &Book, index: usize) -> Line {
    let quote = &book.analysis().quotes[index];
    let variants = book.quote_variants(index).into_iter().filter(|v| *v != Variant::Identical);
    Line {
        href: book.go.leaf(Leaf::Quote, &book.ids.quotes[index]),
        words: first_words(&words(book, quote.fullest), NAME_WORDS),
        lang: super::runs::lang(book.article(quote.fullest.article)),
        speaker: speaker(book, quote.fullest),
        places: book.quote_size(index),
        earliest: quote.earliest.map(|e| ArticleRef::of(book, e)),
        variants: variants.map(wording::variant).collect(),
    }
}

/// Renders the page of a quotation.
pub(crate) fn render(book: &Book, index: usize) -> Result<String, askama::Error> {
    let quote = &book.analysis().quotes[index];
    let fullest = words(book, quote.fullest);
    let mut members: Vec<&(Said, Vec<Variant>)> = quote.members.iter().collect();
    members.sort_by_key(|(said, _)| {
        let date = book.article(said.article).published.as_ref();
        (quote.earliest != Some(said.article), date.map_or(i64::MAX, |d| d.from), *said)
    });
    let forms: Vec<Form> = members.into_iter().take(ROWS).map(|member| form(book, quote, member, &fullest)).collect();
    let articles: BTreeSet<ArticleIx> = quote.members.iter().map(|(said, _)| said.article).collect();
    let outlets: Vec<Option<String>> = articles.iter().map(|&a| names::outlet(book.article(a))).collect();
    let known: BTreeSet<&String> = outlets.iter().flatten().collect();
    let page = QuotePage {
        go: book.go,
        id: book.ids.quotes[index].clone(),
        name: first_words(&fullest, NAME_WORDS),
        lang: super::runs::lang(book.article(quote.fullest.article)),
        places: book.quote_size(index),
        printed: match (articles.len() as u64, known.len() as u64) {
            (n, 0) => wording::counted(n, "article", "articles"),
            (_, n) => wording::outlets(n, outlets.iter().all(Option::is_some)),
        },
        speakers: speakers(&forms),
        earliest: quote.earliest.map(|e| ArticleRef::of(book, e)),
        fullest: names::short(book.article(quote.fullest.article)),
        left_out: book.quote_size(index).saturating_sub(forms.len() as u64),
        cues: cues(&forms),
        forms,
    };
    page.render()
}

fn form(book: &Book, quote: &Quote, (said, variants): &(Said, Vec<Variant>), fullest: &str) -> Form {
    let is_fullest = *said == quote.fullest;
    let own = words(book, *said);
    let attribution = attribution(book, *said);
    let text = &book.article(said.article).text;
    let spans = |spans: &[Span]| visible(&joined(text, spans));
    Form {
        article: ArticleRef::of(book, said.article),
        is_fullest,
        is_earliest: quote.earliest == Some(said.article),
        pieces: collate(&own, if is_fullest { &own } else { fullest }),
        lang: super::runs::lang(book.article(said.article)),
        variants: variants.iter().filter(|v| **v != Variant::Identical).map(|&v| wording::variant(v)).collect(),
        weighty: variants.iter().any(|v| matches!(v, Variant::SpeakerDiffers | Variant::NumberDiffers | Variant::NegationDiffers)),
        cue: attribution.map_or_else(String::new, |a| spans(&a.cue)),
        speaker: speaker(book, *said),
        role: attribution.and_then(|a| a.role).map_or_else(String::new, |r| visible(slice(text, r))),
    }
}

/// The speaker as the articles name him or her. Spellings that differ in case or marks alone are one.
fn speakers(forms: &[Form]) -> Vec<String> {
    let letters = |name: &str| name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let named = forms.iter().map(|f| &f.speaker).filter(|s| !s.is_empty());
    let by_letters: BTreeMap<String, &String> = named.map(|s| (letters(s), s)).collect();
    by_letters.into_values().cloned().collect()
}

/// The words that attribute it and how often each does, the most frequent first.
fn cues(forms: &[Form]) -> Vec<(String, usize)> {
    let mut all: BTreeMap<String, usize> = BTreeMap::new();
    for form in forms.iter().filter(|f| !f.cue.is_empty()) {
        *all.entry(form.cue.to_lowercase()).or_default() += 1;
    }
    let mut all: Vec<_> = all.into_iter().collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    all
}

fn attribution<'a>(book: &Book<'a>, said: Said) -> Option<&'a Attribution> {
    book.analysis().voices.get(said.article.index())?.attributions.get(said.index as usize)
}

/// The attributed words as printed.
fn words(book: &Book, said: Said) -> String {
    attribution(book, said).map_or_else(String::new, |a| joined(&book.article(said.article).text, &a.content))
}

/// The speaker as printed where the words stand, else as the article names them most fully.
fn speaker(book: &Book, said: Said) -> String {
    let text = &book.article(said.article).text;
    let Some(a) = attribution(book, said) else { return String::new() };
    match (&a.source[..], a.speaker) {
        ([], Some(span)) => visible(slice(text, span)),
        (source, _) => visible(&joined(text, source)),
    }
}

fn joined(text: &str, spans: &[Span]) -> String {
    spans.iter().map(|&s| slice(text, s)).collect::<Vec<_>>().join(" ")
}

/// What a page of the list reads of a collection.
pub(crate) fn select_list(collection: &Collection, ask: &Ask) -> Result<Selection, Error> {
    Ok(Selection { quotes: collection.list("quotes", screens::window(ask), None)?, first_of_quotes: true, ..Selection::default() })
}

/// What the page of a quotation reads.
pub(crate) fn select(collection: &Collection, id: &str) -> Result<Option<Selection>, Error> {
    let row = collection.row("quote", id)?;
    Ok(row.map(|quote| Selection { quotes: vec![quote], ..Selection::default() }))
}

/// Renders the page of the quotation with this id.
pub(crate) fn render_named(book: &Book, id: &str) -> Result<Option<String>, askama::Error> {
    book.ids.quotes.iter().position(|q| q == id).map(|index| render(book, index)).transpose()
}
