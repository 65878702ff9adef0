//! Ids of rows: hashes of what they show, the same in tables, exports, reports and links. Stable across reruns of the same input.

use retold::record::{Account, ArticleIx, Attribution, Family, Finding, Passage, Quote, Span, Voices, stable_id};

/// Of two articles that share text, given by their ids.
pub fn pair(left: &str, right: &str) -> String {
    stable_id("p", &[left, right])
}

/// Of a family: its layer and its members. `id` gives the ids of articles.
pub fn family<'a>(family: &Family, id: impl Fn(ArticleIx) -> &'a str) -> String {
    let mut parts = vec![family.layer.as_str().to_owned()];
    family.members.iter().for_each(|m| place(*m, &id, &mut parts));
    of("f", &parts)
}

/// Of a finding: its kind, its evidence, and the words of titles that it is about.
pub fn finding<'a>(finding: &Finding, id: impl Fn(ArticleIx) -> &'a str) -> String {
    let mut parts = vec![finding.kind.as_str().to_owned()];
    finding.evidence().for_each(|e| place(e.passage, &id, &mut parts));
    finding.titles.iter().for_each(|t| place(*t, &id, &mut parts));
    of("n", &parts)
}

/// Of a story: its articles.
pub fn story<'a>(articles: &[ArticleIx], id: impl Fn(ArticleIx) -> &'a str) -> String {
    let parts: Vec<String> = articles.iter().map(|&a| id(a).to_owned()).collect();
    of("s", &parts)
}

/// Of an attribution: its article, its place there, and its words.
pub fn attribution(article: &str, place: usize, a: &Attribution) -> String {
    let spans: Vec<String> = a.content.iter().chain(&a.cue).map(|s| span(*s)).collect();
    stable_id("a", &[article, &place.to_string(), &spans.join(" ")])
}

/// Of a quotation in several places: these. `voices` are those of all articles, by rank.
pub fn quote<'a>(quote: &Quote, voices: &[Voices], id: impl Fn(ArticleIx) -> &'a str) -> String {
    let said = quote.members.iter().map(|(said, _)| said);
    let parts: Vec<String> = said
        .filter_map(|s| {
            Some(attribution(id(s.article), s.index as usize, voices.get(s.article.index())?.attributions.get(s.index as usize)?))
        })
        .collect();
    of("q", &parts)
}

/// Of an account: its sentences.
pub fn account<'a>(account: &Account, id: impl Fn(ArticleIx) -> &'a str) -> String {
    let mut parts = Vec::new();
    account.members.iter().for_each(|m| place(*m, &id, &mut parts));
    of("o", &parts)
}

/// A passage as two parts of a row's id.
pub(crate) fn place<'a>(passage: Passage, id: &impl Fn(ArticleIx) -> &'a str, parts: &mut Vec<String>) {
    parts.push(id(passage.article).to_owned());
    parts.push(span(passage.span));
}

/// A span as a part of a row's id.
pub(crate) fn span(span: Span) -> String {
    format!("{}-{}", span.start, span.end)
}

pub(crate) fn of(prefix: &str, parts: &[String]) -> String {
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    stable_id(prefix, &parts)
}
