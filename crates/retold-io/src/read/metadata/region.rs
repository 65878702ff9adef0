//! Where in a page an element stands: inside the article, in a side column, among comments. From names of elements and classes alone.

/// What surrounds an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Region {
    /// Navigation, side column, footer, lists of other articles.
    pub(super) aside: bool,
    /// Comments of readers.
    pub(super) comments: bool,
    /// `<article>` or `<main>`.
    pub(super) article: bool,
    /// The head of the page, not of the article.
    pub(super) header: bool,
    /// `<head>`, or an element that browsers do not show.
    pub(super) hidden: bool,
}

/// The open elements, as far as they matter.
#[derive(Debug, Default)]
pub(super) struct Regions {
    open: Vec<(String, Region)>,
}

/// Elements without an end tag, or whose end tag may be left out: never kept open.
const NOT_KEPT: [&str; 30] = [
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "optgroup", "option", "p", "param", "rb",
    "rp", "rt", "source", "tbody", "td", "th", "tr", "track", "wbr", "thead", "tfoot", "colgroup",
];

/// Parts of classes and ids of what stands beside an article.
const ASIDE: [&str; 22] = [
    "sidebar",
    "side-bar",
    "related",
    "footer",
    "widget",
    "recommend",
    "recent",
    "popular",
    "trending",
    "most-read",
    "mostread",
    "teaser",
    "newsletter",
    "more-news",
    "navigation",
    "navbar",
    "carousel",
    "promo",
    "readmore",
    "read-more",
    "also-like",
    "ticker",
];

/// Beginnings of names that tell how a page is laid out, not what a part of it is.
const LAYOUT: [&str; 5] = ["elementor-widget", "content-sidebar", "has-", "no-", "with-"];

/// Deeper elements are not told apart: a bound for hostile pages.
const DEEPEST: usize = 2000;

impl Regions {
    pub(super) fn here(&self) -> Region {
        self.open.last().map(|(_, region)| *region).unwrap_or_default()
    }

    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    pub(super) fn hidden(&self) -> bool {
        self.here().hidden
    }

    pub(super) fn inside(&self, name: &str) -> bool {
        self.open.iter().rev().take(8).any(|(open, _)| open == name)
    }

    /// `names` are class and id in lower case.
    pub(super) fn open(&mut self, name: &str, names: &str, closed: bool) {
        if closed || self.open.len() >= DEEPEST || NOT_KEPT.contains(&name) {
            return;
        }
        let mut region = self.here();
        let frame = matches!(name, "html" | "body" | "main" | "article");
        match name {
            "aside" | "nav" | "footer" => region.aside = true,
            "article" | "main" => (region.article, region.header) = (true, false),
            "head" | "noscript" | "template" | "svg" | "style" | "select" | "iframe" => region.hidden = true,
            "body" => region.hidden = false,
            _ => {}
        }
        if !frame && !names.is_empty() {
            region.comments |= names.contains("comment") && !names.contains("commentable") && !names.contains("no-comment");
            let of_article = ["article", "entry", "post", "story", "content"].iter().any(|part| names.contains(part));
            let foot = of_article && names.contains("footer");
            let aside = |word: &str| !LAYOUT.iter().any(|l| word.starts_with(l)) && ASIDE.iter().any(|part| word.contains(part));
            region.aside |= !foot && names.split_whitespace().any(aside);
            region.header |= !of_article && names.contains("header");
        }
        self.open.push((name.to_owned(), region));
    }

    pub(super) fn close(&mut self, name: &str) {
        // An end tag that fits nothing near is ignored, as browsers do.
        if let Some(at) = self.open.iter().rev().take(64).position(|(open, _)| open == name) {
            let keep = self.open.len() - at - 1;
            self.open.truncate(keep);
        }
    }
}
