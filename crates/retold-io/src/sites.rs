//! Lines that a host repeats on its pages: furniture, whatever it looks like.
//!
//! A line is compared as a whole, without the white space around it. Pages most of which is repeated are copies of one story and are left
//! alone; so are lines that are a block of another kind already. What comes out depends on the pages of the host and on nothing else.
//!
//! Wrong where: a site repeats a paragraph of background in many stories (it is no news there either); a host carries the sites of several
//! publishers, so that no line reaches its share.

use std::collections::{BTreeMap, BTreeSet};

use retold::record::{Article, Block, BlockKind, Span};
use retold::text::page_key;
use xxhash_rust::xxh3::xxh3_64;

/// Pages from which on a line may be furniture, and the share of the host's pages that it must stand on. As in the engine's layers.
const PAGES: u32 = 10;
const SHARE: f64 = 0.05;

/// The same on a host of few pages.
const FEW_PAGES: u32 = 3;
const MOST: f64 = 0.5;

/// Letters of a line that can be told from another one: section headings and bylines are shorter.
const LETTERS: usize = 12;

/// A page of which repeated lines are more than this share, in bytes, is a copy of others.
const COPY: f64 = 0.5;

/// The host of an address and the page it names, by which versions of one page count once; `None` for front pages and other addresses.
pub(crate) fn host_and_page(address: &str) -> Option<(String, String)> {
    let key = page_key(address)?;
    Some((key.split('/').next()?.to_owned(), key))
}

/// A page of a host, by its lines.
pub(crate) struct SitePage {
    /// Equal for versions of one page.
    page: u64,
    lines: Vec<(u64, Span)>,
    bytes: usize,
}

impl SitePage {
    /// Reads a text that came from this page. Lines that meet a block are not among its lines.
    pub(crate) fn of(page: &str, text: &str, blocks: &[Block]) -> Self {
        let mut lines = Vec::new();
        let mut start = 0;
        for whole in text.split_inclusive('\n') {
            let line = whole.trim();
            let from = start + (whole.len() - whole.trim_start().len());
            start += whole.len();
            let span = Span::from(from..from + line.len());
            let long = line.chars().filter(|c| c.is_alphanumeric()).nth(LETTERS - 1).is_some();
            let apart = blocks.iter().all(|b| b.kind == BlockKind::Site || b.span.intersection(span).is_none());
            if long && apart {
                lines.push((xxh3_64(line.as_bytes()), span));
            }
        }
        SitePage { page: xxh3_64(page.as_bytes()), lines, bytes: text.len() }
    }
}

/// The repeated lines of each page of a host, with the number of pages that have them. Sorting aside linear in the lines.
pub(crate) fn site_lines(pages: &[SitePage]) -> Vec<Vec<(Span, u32)>> {
    let all: Vec<&SitePage> = pages.iter().collect();
    let counted = count(&all);
    let often = |line: &u64| counted.get(line).copied().unwrap_or(0) >= FEW_PAGES;
    let repeated = |page: &SitePage| page.lines.iter().filter(|(line, _)| often(line)).map(|(_, span)| span.len() as usize).sum::<usize>();
    let is_copy: Vec<bool> = pages.iter().map(|page| repeated(page) as f64 > COPY * page.bytes as f64).collect();
    let kept: Vec<&SitePage> = pages.iter().zip(&is_copy).filter(|(_, copy)| !**copy).map(|(page, _)| page).collect();
    let counted = count(&kept);
    let of_host = kept.iter().map(|page| page.page).collect::<BTreeSet<_>>().len() as f64;
    let is_site = |&n: &u32| n >= PAGES && f64::from(n) >= SHARE * of_host || n >= FEW_PAGES && f64::from(n) >= MOST * of_host;
    let of_page = |(page, copy): (&SitePage, &bool)| {
        let found =
            page.lines.iter().filter(|_| !copy).filter_map(|(line, span)| Some((*span, *counted.get(line).filter(|n| is_site(n))?)));
        found.collect()
    };
    pages.iter().zip(&is_copy).map(of_page).collect()
}

/// On how many pages each line stands.
fn count(pages: &[&SitePage]) -> BTreeMap<u64, u32> {
    let mut standing: Vec<(u64, u64)> = pages.iter().flat_map(|p| p.lines.iter().map(|(line, _)| (*line, p.page))).collect();
    standing.sort_unstable();
    standing.dedup();
    standing.chunk_by(|a, b| a.0 == b.0).map(|same| (same[0].0, u32::try_from(same.len()).unwrap_or(u32::MAX))).collect()
}

/// Marks the lines that hosts repeat as `site` blocks, for articles that are analysed in RAM.
pub fn mark_sites(articles: &mut [Article]) {
    let mut hosts: BTreeMap<String, Vec<(usize, SitePage)>> = BTreeMap::new();
    for (at, article) in articles.iter().enumerate() {
        if let Some((host, page)) = article.url.as_deref().and_then(host_and_page) {
            hosts.entry(host).or_default().push((at, SitePage::of(&page, &article.text, &article.blocks)));
        }
    }
    for (_, numbered) in hosts {
        let (numbers, pages): (Vec<usize>, Vec<SitePage>) = numbered.into_iter().unzip();
        for (at, lines) in numbers.into_iter().zip(site_lines(&pages)) {
            let blocks = &mut articles[at].blocks;
            blocks.extend(lines.into_iter().map(|(span, _)| Block { span, kind: BlockKind::Site }));
            blocks.sort_by_key(|b| (b.span.start, b.span.end));
        }
    }
}
