//! What stands in a memo.

use std::collections::BTreeMap;

use retold::record::{Article, ArticleIx, CreditClass, Direction, EvidenceRole, Passage};
use retold_io::collection::CaseItem;

use crate::report::book::Book;
use crate::report::paragraphs::{around, first_words, slice, whole};
use crate::report::refs::ArticleRef;
use crate::report::visible::visible;
use crate::report::{findings, page, runs, wording};

/// Words before and after an excerpt, and of it.
const CONTEXT: usize = 30;
const WORDS: usize = 150;
/// Excerpts of one finding.
const EXCERPTS: usize = 12;

/// A memo. Every text in it is shown text: what hides in articles is made visible.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    /// What the reader calls the collection.
    pub(crate) title: String,
    pub(crate) articles: String,
    pub(crate) version: String,
    pub(crate) run: String,
    pub(crate) config: String,
    pub(crate) items: Vec<Item>,
    pub(crate) excerpts: Vec<Excerpt>,
    /// What could not be checked, a sentence each.
    pub(crate) unchecked: Vec<String>,
    pub(crate) outlets: Vec<Questions>,
    /// Ids that were asked for and are found no more.
    pub(crate) gone: Vec<String>,
}

/// A finding.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) number: usize,
    pub(crate) id: String,
    pub(crate) kind: &'static str,
    pub(crate) about: &'static str,
    pub(crate) confidence: &'static str,
    pub(crate) sentence: String,
    pub(crate) reasons: Vec<String>,
    pub(crate) said: Vec<String>,
    pub(crate) note: String,
    /// Numbers of its excerpts.
    pub(crate) excerpts: Vec<usize>,
    pub(crate) left_out: u64,
}

/// A passage, and all that somebody needs to find and check it.
#[derive(Debug)]
pub(crate) struct Excerpt {
    pub(crate) number: usize,
    pub(crate) role: &'static str,
    pub(crate) article: ArticleRef,
    pub(crate) before: String,
    pub(crate) words: String,
    pub(crate) after: String,
    pub(crate) lang: String,
    /// Names and values: address, archived copy, capture, file, hashes, bytes.
    pub(crate) facts: Vec<(&'static str, String)>,
}

/// Questions to one outlet.
#[derive(Debug)]
pub(crate) struct Questions {
    pub(crate) outlet: String,
    pub(crate) questions: Vec<String>,
}

/// What a memo of these findings reads besides them: they have to be part of the book.
pub(crate) fn memo(book: &Book, items: &[CaseItem]) -> Memo {
    let run = book.input.run;
    let mut memo = Memo {
        title: visible(book.input.title),
        articles: wording::counted(book.overview.articles, "article", "articles"),
        version: visible(&run.version),
        run: page::short_hash(&run.run_hash),
        config: page::short_hash(&run.config_hash),
        ..Memo::default()
    };
    let mut numbers: BTreeMap<Passage, usize> = BTreeMap::new();
    let mut questions: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for asked in items {
        let Some(index) = book.ids.findings.iter().position(|id| *id == asked.finding) else {
            memo.gone.push(visible(&asked.finding));
            continue;
        };
        let item = item(book, index, asked, (&mut memo.excerpts, &mut numbers), memo.items.len() + 1);
        ask(book, index, &item, &memo.excerpts, &mut questions);
        memo.items.push(item);
    }
    memo.unchecked = unchecked(book, &memo, &numbers);
    memo.outlets = questions.into_iter().map(|(outlet, questions)| Questions { outlet, questions }).collect();
    memo
}

fn item(book: &Book, index: usize, asked: &CaseItem, known: (&mut Vec<Excerpt>, &mut BTreeMap<Passage, usize>), number: usize) -> Item {
    let (excerpts, numbers) = known;
    let finding = &book.analysis().findings[index];
    let mut refs = Vec::new();
    for e in finding.evidence().take(EXCERPTS) {
        let next = excerpts.len() + 1;
        let at = *numbers.entry(e.passage).or_insert(next);
        if at == next {
            excerpts.push(excerpt(book, e.passage, e.role, next));
        }
        if !refs.contains(&at) {
            refs.push(at);
        }
    }
    let line = findings::line(book, index);
    Item {
        number,
        id: line.id,
        kind: line.kind,
        about: wording::finding_note(finding.kind),
        confidence: line.confidence,
        sentence: line.sentence,
        reasons: line.reasons,
        said: line.said,
        note: visible(asked.note.trim()),
        left_out: (finding.evidence().count().saturating_sub(EXCERPTS)) as u64,
        excerpts: refs,
    }
}

fn excerpt(book: &Book, passage: Passage, role: EvidenceRole, number: usize) -> Excerpt {
    let (article, span) = (book.article(passage.article), passage.span);
    let file = match &article.locator {
        Some(locator) => format!("{}, {locator}", article.input),
        None => article.input.clone(),
    };
    let given = [
        ("Address", article.url.clone()),
        ("Archived copy", article.archive_url.clone()),
        ("Captured", article.captured.clone()),
        ("Read from", Some(file)),
        ("Article id", Some(article.id.clone())),
        ("Bytes of the text", Some(format!("{} to {}", span.start, span.end))),
        ("SHA-256 of the text", Some(article.text_sha256.clone())),
        ("SHA-256 of the bytes read", Some(article.sha256.clone())),
    ];
    let fact = |(name, value): (&'static str, Option<String>)| Some((name, visible(&value.filter(|v| !v.is_empty())?)));
    let (before, after) = around(&article.text, span, whole(&article.text), CONTEXT);
    Excerpt {
        number,
        role: match role {
            EvidenceRole::Earlier => "earlier in this collection",
            EvidenceRole::Later => "later",
            EvidenceRole::Credit => "credit",
            EvidenceRole::Side | EvidenceRole::Member => "",
        },
        article: ArticleRef::of(book, passage.article),
        before,
        words: first_words(slice(&article.text, span), WORDS),
        after,
        lang: runs::lang(article),
        facts: given.into_iter().filter_map(fact).collect(),
    }
}

/// A question to each known outlet of the finding, with the excerpts of its own articles and of the others.
fn ask(book: &Book, index: usize, item: &Item, excerpts: &[Excerpt], out: &mut BTreeMap<String, Vec<String>>) {
    let finding = &book.analysis().findings[index];
    let question = wording::question(finding.kind);
    let mut seen = Vec::new();
    for e in finding.evidence() {
        let article = book.article(e.passage.article);
        let Some(outlet) = crate::report::names::outlet(article).filter(|outlet| !seen.contains(outlet)) else { continue };
        let of = |own: bool| -> String {
            let all = item.excerpts.iter().filter(|&&n| (excerpts[n - 1].article.outlet == outlet) == own);
            all.map(|n| format!("[{n}]")).collect::<Vec<_>>().join(", ")
        };
        let (own, others) = (of(true), of(false));
        if own.is_empty() {
            continue;
        }
        let cited = ArticleRef::of(book, e.passage.article);
        let beside = if others.is_empty() { String::new() } else { format!(", beside {others}") };
        out.entry(outlet.clone())
            .or_default()
            .push(format!("Finding {}: your article “{}” ({}), excerpt {own}{beside}. {question}", item.number, cited.title, cited.date));
        seen.push(outlet);
    }
}

/// What is missing about the articles and pairs of the memo, and what no collection can show.
fn unchecked(book: &Book, memo: &Memo, numbers: &BTreeMap<Passage, usize>) -> Vec<String> {
    let mut of_article: BTreeMap<ArticleIx, Vec<usize>> = BTreeMap::new();
    for (passage, number) in numbers {
        of_article.entry(passage.article).or_default().push(*number);
    }
    let lacking = |lacks: &dyn Fn(&Article) -> bool| -> String {
        let mut all: Vec<usize> =
            of_article.iter().filter(|(ix, _)| lacks(book.article(**ix))).flat_map(|(_, n)| n.iter().copied()).collect();
        all.sort_unstable();
        all.iter().map(|n| format!("[{n}]")).collect::<Vec<_>>().join(", ")
    };
    let mut out = Vec::new();
    let mut say = |excerpts: String, what: &str| {
        if !excerpts.is_empty() {
            out.push(format!("{excerpts}: {what}"));
        }
    };
    say(lacking(&|a| a.published.is_none()), "no date was found, so nothing follows for the order.");
    say(lacking(&|a| a.outlet.is_none()), "the outlet is not known, so a missing credit is not judged.");
    say(lacking(&|a| !a.complete), "only a part of the page was read; what is missing here may stand in the rest.");
    say(lacking(&|a| a.url.is_none()), "no address is known.");
    say(lacking(&|a| a.archive_url.is_none()), "no archived copy is known: the page may have changed since it was read.");
    say(lacking(&|a| a.captured.is_none()), "when the page was captured is not known.");
    for item in memo.items.iter().filter(|item| item.confidence == "unclear") {
        out.push(format!("Finding {} is unclear: worth a look, and no more.", item.number));
    }
    let pairs = &book.analysis().pairs;
    let untold = pairs.iter().filter(|p| p.direction == Direction::CannotTell).count() as u64;
    let unjudged = pairs.iter().filter(|p| p.credit().class == CreditClass::NotJudged).count() as u64;
    if untold > 0 {
        out.push(format!("Of {} which is earlier in this collection cannot be told.", wording::counted(untold, "pair", "pairs")));
    }
    if unjudged > 0 {
        out.push(format!("Of {} the credit is not judged.", wording::counted(unjudged, "pair", "pairs")));
    }
    if !memo.gone.is_empty() {
        out.push(format!("No longer found after articles were added: {}.", memo.gone.join(", ")));
    }
    out.extend(
        [
            "Texts that are not in this collection: the agency dispatch, the release or an earlier version that all sides may have used.",
            "Whether reuse was allowed: contracts, licences and releases are seldom mentioned in a text.",
            "Whether any statement is true, and what anybody meant by it.",
        ]
        .map(str::to_owned),
    );
    out
}
