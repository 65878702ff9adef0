//! The list of findings, by kind.

use std::collections::BTreeSet;

use askama::Template;
use retold::record::{ArticleIx, Confidence, Evidence, EvidenceRole, Finding, FindingKind, Span};

use super::paragraphs::{first_words, last_words, slice};
use super::plan::Book;
use super::refs::ArticleRef;
use super::visible::visible;
use super::{names, wording};

/// Articles named on a line.
const NAMED: usize = 4;
/// Words of a passage shown as proof.
const PROOF_WORDS: usize = 34;

#[derive(Template)]
#[template(path = "findings.html")]
struct FindingsPage {
    total: String,
    left_out: usize,
    groups: Vec<Group>,
}

struct Group {
    id: String,
    name: &'static str,
    note: &'static str,
    needs_reuse_note: bool,
    count: usize,
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
    pub(crate) more: usize,
    pub(crate) reasons: Vec<String>,
    /// Where to look, and what is there.
    pub(crate) href: Option<String>,
    pub(crate) target: &'static str,
    pub(crate) proof: Vec<Proof>,
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

/// Renders the list.
pub(crate) fn render(book: &Book) -> Result<String, askama::Error> {
    let findings = &book.analysis().findings;
    let shown = shown(book);
    let group = |&kind: &FindingKind| {
        let lines: Vec<_> = shown.iter().filter(|f| f.kind == kind).map(|f| line(book, f)).collect();
        (!lines.is_empty()).then(|| Group {
            id: group_id(kind),
            name: wording::finding(kind),
            note: wording::finding_note(kind),
            needs_reuse_note: kind == FindingKind::CreditNotFound,
            count: lines.len(),
            lines,
        })
    };
    let page = FindingsPage {
        total: wording::number(findings.len() as u64),
        left_out: findings.len() - shown.len(),
        groups: FindingKind::ALL.iter().filter_map(group).collect(),
    };
    page.render()
}

/// Id of the group of a kind.
pub(crate) fn group_id(kind: FindingKind) -> String {
    format!("findings-{kind}")
}

/// A finding as a line.
pub(crate) fn line(book: &Book, finding: &Finding) -> FindingLine {
    let mut articles: Vec<ArticleIx> = Vec::new();
    for e in finding.evidence() {
        if !articles.contains(&e.passage.article) {
            articles.push(e.passage.article);
        }
    }
    let (href, target) = target(book, finding, &articles);
    FindingLine {
        id: names::finding_id(book.input.articles, finding),
        kind: wording::finding(finding.kind),
        sentence: visible(&finding.sentence),
        confidence: wording::confidence(finding.confidence),
        more: articles.len().saturating_sub(NAMED),
        articles: articles.iter().take(NAMED).map(|&a| ArticleRef::of(book, a)).collect(),
        reasons: finding.reasons.iter().map(|r| visible(r)).collect(),
        href,
        target,
        proof: proof(book, finding),
    }
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
        let (before, after) = around(&article.text, e.passage.span);
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
fn around(text: &str, span: Span) -> (String, String) {
    const SHORT_BYTES: u32 = 40;
    const WORDS: usize = 9;
    if span.len() >= SHORT_BYTES {
        return (String::new(), String::new());
    }
    let before = text.get(..span.start as usize).unwrap_or("").rsplit('\n').next().unwrap_or("");
    let after = text.get(span.end as usize..).unwrap_or("").split('\n').next().unwrap_or("");
    (last_words(before, WORDS), first_words(after, WORDS))
}

/// How many findings are of a kind.
pub(crate) fn count(book: &Book, kind: FindingKind) -> usize {
    let all = &book.analysis().findings;
    all.iter().filter(|f| f.kind == kind).count()
}

/// Whether the list shows a finding of a kind.
pub(crate) fn has_group(book: &Book, kind: FindingKind) -> bool {
    shown(book).iter().any(|f| f.kind == kind)
}

fn shown<'a>(book: &Book<'a>) -> &'a [Finding] {
    let findings = &book.analysis().findings;
    &findings[..findings.len().min(book.input.options.max_findings)]
}

/// The finding at the top of the list that is not merely worth a look, else the first one.
pub(crate) fn strongest(book: &Book) -> Option<FindingLine> {
    let all = &book.analysis().findings;
    let sure = all.iter().find(|f| f.confidence != Confidence::Unclear);
    sure.or(all.first()).map(|f| line(book, f))
}
