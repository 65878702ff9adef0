//! The list of findings, by kind.

use std::collections::BTreeSet;

use askama::Template;
use retold::record::{ArticleIx, Confidence, Evidence, EvidenceRole, Finding, FindingKind, Span};
use retold_io::collection::{Collection, DECISIONS, Error, Review, Selection};

use super::book::Book;
use super::links::{Ask, Leaf, Links};
use super::pager::{Download, Pager};
use super::paragraphs::{around, first_words, line_around, slice};
use super::refs::ArticleRef;
use super::sentence::Sentence;
use super::visible::visible;
use super::{names, screens, sentence, wording};

/// Articles named on a line.
const NAMED: usize = 4;
/// Words of a passage shown as proof.
const PROOF_WORDS: usize = 34;

#[derive(Template)]
#[template(path = "findings.html")]
struct FindingsPage {
    go: Links,
    total: String,
    left_out: usize,
    chips: Vec<Chip>,
    groups: Vec<Group>,
    pager: Pager,
    sentence: Option<Sentence>,
    bad_dates: Vec<String>,
    /// What is asked for, in words; empty where everything is shown.
    asked: String,
    rejected: Option<(String, String)>,
    not_looked: String,
    download: Option<Download>,
}

/// A part of a list as a link.
pub(crate) struct Chip {
    pub(crate) href: String,
    pub(crate) name: &'static str,
    pub(crate) count: u64,
    pub(crate) here: bool,
}

struct Group {
    id: String,
    name: &'static str,
    note: &'static str,
    needs_reuse_note: bool,
    count: u64,
    /// Whether its lines are of several kinds, so that each says its own.
    mixed: bool,
    lines: Vec<FindingLine>,
}

/// A finding as a line, or as the card of the start page.
#[derive(Debug)]
pub(crate) struct FindingLine {
    pub(crate) id: String,
    pub(crate) kind: &'static str,
    pub(crate) sentence: String,
    pub(crate) confidence: &'static str,
    pub(crate) articles: Vec<ArticleRef>,
    pub(crate) more: u64,
    pub(crate) reasons: Vec<String>,
    /// Where to look, and what is there.
    pub(crate) href: Option<String>,
    pub(crate) target: &'static str,
    pub(crate) proof: Vec<Proof>,
    /// Its own page, where it has one.
    pub(crate) page: Option<String>,
    /// What readers said: `accepted by A`.
    pub(crate) said: Vec<String>,
    /// Whether it is in the case file.
    pub(crate) kept: bool,
}

/// A passage shown as proof.
#[derive(Debug)]
pub(crate) struct Proof {
    pub(crate) role: &'static str,
    pub(crate) outlet: String,
    /// Words before a short passage, which alone would say little; empty before a long one.
    pub(crate) before: String,
    pub(crate) text: String,
    /// Words after it.
    pub(crate) after: String,
    pub(crate) lang: String,
}

/// Renders the list: by kind in one file, else a page of it.
pub(crate) fn render(book: &Book, ask: &Ask) -> Result<String, askama::Error> {
    let groups = if book.go.pages() { vec![page_group(book, ask)] } else { groups(book) };
    let of = ask.of.as_deref();
    let sentence = Sentence::of_findings(book, ask);
    let total = if book.go.pages() { groups.first().map_or(0, |g| g.count) } else { book.overview.findings };
    let kinds =
        FindingKind::ALL.iter().filter(|&&kind| if book.go.pages() { book.overview.of_kind(kind) > 0 } else { has_group(book, kind) });
    let chip = |&kind: &FindingKind| Chip {
        href: group_href(book, kind),
        name: wording::finding(kind),
        count: if book.go.pages() { book.overview.of_kind(kind) } else { count_shown(book, kind) },
        here: of == Some(kind.as_str()),
    };
    let mut chips: Vec<Chip> = kinds.map(chip).collect();
    if book.go.pages() && !chips.is_empty() {
        let all = Chip { href: book.go.to("findings"), name: "all kinds", count: book.overview.findings, here: of.is_none() };
        chips.insert(0, all);
    }
    let page = FindingsPage {
        go: book.go,
        total: wording::counted(total, "finding", "findings"),
        asked: sentence.as_ref().map(Sentence::told).unwrap_or_default(),
        sentence,
        bad_dates: sentence::bad_dates(ask),
        rejected: (book.overview.rejected > 0 && book.go.live()).then(|| rejected(book)),
        not_looked: book.listed.filter(|l| l.not_looked > 0).map_or(String::new(), |l| wording::number(l.not_looked)),
        download: Download::of(book, "findings", ask, total),
        left_out: if book.go.pages() { 0 } else { book.analysis().findings.len() - shown(book).len() },
        pager: Pager::of(book, "findings", ask, groups.first().map_or(0, |g| g.count)),
        groups: groups.into_iter().filter(|g| !g.lines.is_empty()).collect(),
        chips,
    };
    page.render()
}

fn groups(book: &Book) -> Vec<Group> {
    let group = |&kind: &FindingKind| {
        let of_kind = shown(book).iter().enumerate().filter(|(_, f)| f.kind == kind);
        let lines: Vec<_> = of_kind.map(|(i, _)| line(book, i)).collect();
        Group {
            id: group_id(kind),
            name: wording::finding(kind),
            note: wording::finding_note(kind),
            needs_reuse_note: kind == FindingKind::CreditNotFound,
            count: lines.len() as u64,
            mixed: false,
            lines,
        }
    };
    FindingKind::ALL.iter().map(group).filter(|g| !g.lines.is_empty()).collect()
}

/// The findings that a page of the list shows, of one kind or of all.
fn page_group(book: &Book, ask: &Ask) -> Group {
    let kind: Option<FindingKind> = ask.of.as_deref().and_then(|of| of.parse().ok());
    Group {
        id: "findings-here".to_owned(),
        name: kind.map_or("all kinds, the strongest first", wording::finding),
        note: kind.map_or("", wording::finding_note),
        needs_reuse_note: kind.is_none_or(|k| k == FindingKind::CreditNotFound),
        count: book.listed.map_or(0, |listed| listed.total),
        mixed: kind.is_none(),
        lines: (0..book.analysis().findings.len()).map(|i| line(book, i)).collect(),
    }
}

/// Link to the findings that readers rejected, and its words.
fn rejected(book: &Book) -> (String, String) {
    let ask = Ask { said: Some(DECISIONS[1].to_owned()), ..Ask::default() };
    (book.go.list("findings", &ask), wording::counted(book.overview.rejected, "finding was", "findings were"))
}

/// Link to the findings of a kind.
pub(crate) fn group_href(book: &Book, kind: FindingKind) -> String {
    if book.go.pages() {
        book.go.list("findings", &Ask { of: Some(kind.as_str().to_owned()), ..Ask::default() })
    } else if has_group(book, kind) {
        format!("#{}", group_id(kind))
    } else {
        book.go.to("findings")
    }
}

/// Id of the group of a kind.
pub(crate) fn group_id(kind: FindingKind) -> String {
    format!("findings-{kind}")
}

/// A finding as a line.
pub(crate) fn line(book: &Book, index: usize) -> FindingLine {
    let finding = &book.analysis().findings[index];
    let mut articles: Vec<ArticleIx> = Vec::new();
    for e in finding.evidence() {
        if !articles.contains(&e.passage.article) {
            articles.push(e.passage.article);
        }
    }
    let (href, target) = target(book, finding, &articles);
    let named: Vec<_> = articles.iter().map(|&a| book.article(a)).collect();
    FindingLine {
        id: book.ids.findings[index].clone(),
        kind: wording::finding(finding.kind),
        sentence: visible(&finding.sentence),
        confidence: wording::confidence(finding.confidence),
        more: book.finding_size(index).saturating_sub(articles.len().min(NAMED) as u64),
        articles: articles.iter().take(NAMED).map(|&a| ArticleRef::of(book, a)).collect(),
        reasons: finding.reasons.iter().map(|r| names::in_words(r, &named)).collect(),
        href,
        target,
        proof: proof(book, finding),
        page: book.go.live().then(|| book.go.leaf(Leaf::Finding, &book.ids.findings[index])),
        kept: book.case.iter().any(|c| c.finding == book.ids.findings[index]),
        said: last_words_of(book, index).into_iter().map(|r| format!("{} by {}", r.decision, visible(&r.coder))).collect(),
    }
}

/// The last review of each coder.
pub(crate) fn last_words_of<'b>(book: &'b Book, index: usize) -> Vec<&'b Review> {
    let mut last: Vec<&Review> = Vec::new();
    for review in book.reviews.get(index).into_iter().flatten() {
        last.retain(|r| r.coder != review.coder);
        last.push(review);
    }
    if let Some(ask) = &book.blind {
        last.retain(|r| Some(&r.coder) == ask.coder.as_ref());
    }
    last
}

/// The page that shows a finding: its family, its pair, or its first article.
fn target(book: &Book, finding: &Finding, articles: &[ArticleIx]) -> (Option<String>, &'static str) {
    let differs = matches!(
        finding.kind,
        FindingKind::EditedNumber
            | FindingKind::EditedNegation
            | FindingKind::EditedHedge
            | FindingKind::EditedLabel
            | FindingKind::EditedName
    );
    if finding.kind == FindingKind::ReprintFamily || articles.len() > 2 && !differs {
        let families = &book.analysis().families;
        let all: BTreeSet<ArticleIx> = articles.iter().copied().collect();
        let evidence: BTreeSet<_> = finding.evidence().map(|e| e.passage).collect();
        let holds = |&&f: &&usize| {
            let members = families[f].articles();
            all.iter().all(|a| members.binary_search(a).is_ok())
        };
        let common = |f: usize| families[f].members.iter().filter(|m| evidence.contains(m)).count();
        let candidates = articles.first().map_or(&[][..], |&a| book.families_of(a));
        let best = candidates.iter().filter(holds).max_by_key(|&&f| (common(f), std::cmp::Reverse(f)));
        if let Some(&f) = best {
            return (book.family_href(f), "See the family");
        }
    }
    if let [a, b, ..] = articles
        && let Some(pair) = book.find(*a, *b)
        && let Some(href) = book.pair_href(pair)
    {
        return (Some(href), "See both texts side by side");
    }
    let first = articles.iter().find_map(|&a| book.article_href(a));
    (first, "See the article")
}

/// The first passage of each of two articles.
fn proof(book: &Book, finding: &Finding) -> Vec<Proof> {
    let mut seen = Vec::new();
    let mut out = Vec::new();
    let fits = |e: &&Evidence| e.role != EvidenceRole::Credit;
    for e in finding.evidence().filter(fits) {
        let ix = e.passage.article;
        if seen.contains(&ix) || out.len() == 2 {
            continue;
        }
        seen.push(ix);
        let article = book.article(ix);
        let (before, after) = beside(&article.text, e.passage.span);
        out.push(Proof {
            before,
            after,
            role: match e.role {
                EvidenceRole::Earlier => "earlier in this collection",
                EvidenceRole::Later => "later",
                _ => "",
            },
            outlet: names::short(article),
            text: first_words(slice(&article.text, e.passage.span), PROOF_WORDS),
            lang: super::runs::lang(article),
        });
    }
    out
}

/// Words on either side of a passage that is too short to be understood alone.
fn beside(text: &str, span: Span) -> (String, String) {
    const SHORT_BYTES: u32 = 40;
    const WORDS: usize = 9;
    if span.len() >= SHORT_BYTES {
        return (String::new(), String::new());
    }
    around(text, span, line_around(text, span), WORDS)
}

/// How many findings of a kind one file lists.
fn count_shown(book: &Book, kind: FindingKind) -> u64 {
    shown(book).iter().filter(|f| f.kind == kind).count() as u64
}

/// Whether the list shows a finding of a kind.
fn has_group(book: &Book, kind: FindingKind) -> bool {
    shown(book).iter().any(|f| f.kind == kind)
}

fn shown<'a>(book: &Book<'a>) -> &'a [Finding] {
    let findings = &book.analysis().findings;
    &findings[..findings.len().min(book.input.options.max_findings)]
}

/// The finding at the top of the list that is not merely worth a look, else the first one.
pub(crate) fn strongest(book: &Book) -> Option<FindingLine> {
    let all = &book.analysis().findings;
    let sure = all.iter().position(|f| f.confidence != Confidence::Unclear);
    (!all.is_empty()).then(|| line(book, sure.unwrap_or(0)))
}

/// What a page of the list reads of a collection.
pub(crate) fn select(collection: &Collection, ask: &Ask) -> Result<Selection, Error> {
    let chosen = collection.search_findings(&sentence::wanted_findings(ask), screens::window(ask))?;
    Ok(Selection { listed: Some(chosen.listed()), ..select_rows(collection, chosen.rows)? })
}

/// Findings, with the pairs and families that their lines link to.
pub(crate) fn select_rows(collection: &Collection, findings: Vec<i64>) -> Result<Selection, Error> {
    let mut selection = Selection { findings, ..Selection::default() };
    for &finding in &selection.findings {
        let articles = collection.rows_of("articles of a finding", finding, 3)?;
        let numbers: Vec<u32> = articles.iter().filter_map(|&n| u32::try_from(n).ok()).collect();
        if let &[a, b, ref rest @ ..] = &numbers[..] {
            selection.lines.extend(collection.pair_of(a, b)?);
            if !rest.is_empty() {
                selection.families.extend(collection.families_of_pair(a, b)?);
            }
        }
    }
    Ok(selection)
}
