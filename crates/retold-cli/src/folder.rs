//! A report as a folder of pages: for collections that do not fit into one file.
//!
//! The same pages as those of the server, written one after the other from what each reads of the collection: memory does not grow with it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use rayon::prelude::*;
use retold_io::Overview;

use crate::report::links::{Ask, Leaf, Links, Shape, file_of_list};
use crate::report::pager::pages_in_folder;
use crate::report::screens::{LEAVES, SCREENS};
use crate::report::{names, page};
use crate::serve::site::Site;

/// Pages of a kind that are read and written before the next are looked up.
const BATCH: u64 = 1_000;

/// How pages of a folder link.
pub(crate) const LINKS: Links = Links { shape: Shape::Folder, deep: false };

/// Writes all pages of a collection below `out`, which is made; tells after each kind how many pages there are.
pub(crate) fn write(site: &Site, out: &Path, mut tell: impl FnMut(&str, u64)) -> Result<()> {
    if out.join("index.html").exists() || out.is_file() {
        anyhow::bail!("{} is there already: name a new folder, or remove it", out.display());
    }
    fs::create_dir_all(out.join("assets")).with_context(|| format!("cannot make the folder {}", out.display()))?;
    put(&out.join("assets/report.css"), page::STYLE)?;
    put(&out.join("assets/report.js"), page::SCRIPT)?;
    let overview = site.overview()?;
    let mut pages = 0;
    for (slug, ask) in lists(&overview) {
        let html = site.screen(slug, &ask)?.unwrap_or_default();
        let name = if slug == "start" { "index.html".to_owned() } else { file_of_list(slug, &ask) };
        put(&out.join(name), &html)?;
        pages += 1;
    }
    tell("lists", pages);
    // findings stand in their list, each with its passages
    for leaf in LEAVES.iter().map(|page| page.leaf).filter(|&leaf| leaf != Leaf::Finding) {
        fs::create_dir_all(out.join(leaf.slug())).with_context(|| format!("cannot make a folder in {}", out.display()))?;
        tell(leaf.slug(), leaves(site, leaf, out)?);
    }
    Ok(())
}

/// Every page of every list.
fn lists(overview: &Overview) -> Vec<(&'static str, Ask)> {
    let mut out = Vec::new();
    for screen in SCREENS.iter().filter(|s| !s.live) {
        let all = std::iter::once(None).chain((screen.filters)(overview).into_iter().map(Some));
        for of in all {
            let ask = Ask { of, ..Ask::default() };
            let pages = pages_in_folder((screen.lines)(overview, &ask));
            out.extend((0..pages).map(|page| (screen.slug, Ask { page, ..ask.clone() })));
        }
    }
    out
}

/// Every page of a kind; gives their number.
fn leaves(site: &Site, leaf: Leaf, out: &Path) -> Result<u64> {
    let (mut done, mut from) = (0, 0);
    loop {
        let ids = site.read(|collection| Ok(collection.ids(leaf.slug(), from, BATCH)?))?;
        let Some((last, _)) = ids.last() else { return Ok(done) };
        from = last + 1;
        let ids: Vec<String> = ids.into_iter().map(|(_, id)| id).filter(|id| site.has_page(leaf, id)).collect();
        ids.par_iter().try_for_each(|id| {
            let Some(html) = site.leaf(leaf.slug(), id, &Ask::default())? else { return Ok(()) };
            // an article's id may be anything: its file goes by a hash
            let name = if leaf == Leaf::Article { names::article_page(id) } else { id.clone() };
            put(&out.join(leaf.slug()).join(format!("{name}.html")), &html)
        })?;
        done += ids.len() as u64;
    }
}

fn put(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}: is there room, and is the folder yours to write?", path.display()))
}
