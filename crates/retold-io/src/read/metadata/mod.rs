//! What a page says of itself: title, author, site, address, language, dates. Read in one pass without a tree, from the head of the page,
//! its JSON-LD, and the marks and lines of its body.
//!
//! Wrong where: the page has no heading of its own and its head speaks of the site; a page prints a date beside its title that is not the
//! article's (an event, today's date in the head of the page); a page dates itself by a change and nowhere says so.

mod author;
mod dates;
mod json;
mod keys;
mod page;
mod region;
mod scripts;
mod title;

use retold::record::{Date, DateClaim, DateKind, DateOrigin};
use serde_json::Value;
use url::Url;

use page::Page;

/// What a page says of itself.
#[derive(Debug, Default)]
pub struct Metadata {
    /// Its title, without rubric and name of the site.
    pub title: Option<String>,
    /// The author line, names alone.
    pub author: Option<String>,
    /// What the page calls its site.
    pub site: Option<String>,
    /// The page's own address.
    pub address: Option<String>,
    /// The language it declares, as written.
    pub lang: Option<String>,
    /// When it came out, and where that was read.
    pub published: Option<(Date, DateOrigin)>,
    /// When it was last changed, ISO 8601.
    pub modified: Option<String>,
    /// Every date it claims.
    pub dates: Vec<DateClaim>,
}

impl Metadata {
    /// Reads a page. `address` is where it was found, `fetched` when: no date of it is later. Linear in the length of the page.
    pub fn of(page: &str, address: Option<&str>, fetched: Option<&Date>) -> Self {
        let page = Page::of(page);
        let objects = json::objects(&page.json);
        let own = page.canonical.as_deref().filter(|a| is_web(a)).or_else(|| page.meta(&["og:url"]).filter(|a| is_web(a)));
        let address = address.or(own);
        let site = site(&page, &objects);
        let title = title::title(&page, &objects, &sites(&page, site.as_deref(), address), address);
        let locale = page.lang.as_deref().or_else(|| page.meta(&["og:locale", "content-language", "language", "dc.language"]));
        let claims = dates::Dates::new(&page, &title, locale, fetched);
        let (published, dates) = claims.claims(&objects, address);
        let modified = dates.iter().find(|c| c.kind == DateKind::Modified && c.chosen).map(|c| c.date.iso.clone());
        Metadata {
            author: author::author(&page, &objects),
            title: title.text,
            site,
            address: own.map(str::to_owned),
            lang: locale.map(str::to_owned),
            published,
            modified,
            dates,
        }
    }
}

/// What the page calls its site, in the order of trust.
fn site(page: &Page<'_>, objects: &[Value]) -> Option<String> {
    let publisher = || objects.iter().filter(|o| json::is_article(o)).find_map(|o| json::names(o.get("publisher")?));
    let web_site = || objects.iter().find(|o| json::types(o).any(|t| t == "WebSite")).and_then(|o| json::names(o.get("name")?));
    let meta = |names: &[&str]| page.meta(names).and_then(page::squeezed);
    let named = meta(&["og:site_name"]).or_else(publisher).or_else(web_site);
    named
        .or_else(|| meta(&["application-name", "dc.publisher", "dcterms.publisher", "cre", "apple-mobile-web-app-title"]))
        .filter(|s| !s.starts_with("http"))
}

/// All names of the site that may stand beside a title: what it calls itself, and its host.
fn sites(page: &Page<'_>, site: Option<&str>, address: Option<&str>) -> Vec<String> {
    let mut sites: Vec<String> = site.into_iter().map(str::to_owned).collect();
    sites.extend(page.meta(&["application-name", "apple-mobile-web-app-title"]).map(str::to_owned));
    if let Some(host) = address.and_then(|a| Url::parse(a).ok()?.host_str().map(str::to_owned)) {
        let bare = host.strip_prefix("www.").unwrap_or(&host);
        sites.push(bare.to_owned());
        sites.extend(bare.rsplit('.').skip(1).filter(|label| label.len() > 3).map(str::to_owned));
    }
    sites
}

fn is_web(address: &str) -> bool {
    Url::parse(address).is_ok_and(|u| matches!(u.scheme(), "http" | "https"))
}
