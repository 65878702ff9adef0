//! The file around the sections: head, policy, navigation, footer.

use askama::Template;
use sha2::{Digest, Sha256};

use super::book::Book;
use super::links::{Ask, Links, Shape};
use super::screens::{self, GROUPS, Group, Screen};
use super::visible::visible;
use super::{accounts, article, family, labels, outlets, pair, quotes, sources, stories, wording};

/// Style and script of all pages, for those that keep them in files of their own.
pub(crate) const STYLE: &str = include_str!("../../assets/report.css");
pub(crate) const SCRIPT: &str = include_str!("../../assets/report.js");
/// What the pages of a folder may load: files beside them, and nothing from a network.
const FOLDER_POLICY: &str =
    "default-src 'none'; style-src 'self' file:; script-src 'self' file:; img-src data:; base-uri 'none'; form-action 'none'";
/// Characters of a hash in sentences and footers.
const SHORT_HASH: usize = 12;

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    title: String,
    /// Name of the page, where it is a document of its own.
    here: &'a str,
    go: Links,
    /// Content security policy: nothing but the style and the script that belong to it. Empty where the server says it in a header.
    policy: String,
    style: &'a str,
    script: &'a str,
    nav: Vec<Entry>,
    sections: String,
    version: String,
    run: String,
}

/// An entry of the navigation with the screens under it; none where there is only one.
struct Entry {
    slug: &'static str,
    name: &'static str,
    href: String,
    here: bool,
    /// Whether its screens are listed: those of the entry where one is, and in one file those of all, of which the style shows one.
    listed: bool,
    tabs: Vec<Tab>,
}

/// A screen in the navigation.
struct Tab {
    href: String,
    name: &'static str,
    count: String,
    here: bool,
}

/// Renders the whole of a book as one file.
pub(crate) fn one_file(book: &Book) -> Result<String, askama::Error> {
    let ask = Ask::default();
    let mut sections = String::new();
    // those of one entry stand together, so that the style can tell which one is shown
    for group in GROUPS {
        sections.push_str(&format!("<div class=\"in-{}\">\n", group.slug));
        for screen in group.screens.iter().filter_map(|slug| screens::screen(slug)).filter(|s| !s.live) {
            one_screen(book, screen, &ask, &mut sections)?;
        }
        sections.push_str("</div>\n");
    }
    frame(book, sections, ("", ""))
}

/// A screen and the pages of its rows, as far as they have one in one file.
fn one_screen(book: &Book, screen: &Screen, ask: &Ask, sections: &mut String) -> Result<(), askama::Error> {
    sections.push_str(&(screen.render)(book, ask)?);
    match screen.slug {
        "families" => (0..book.families).try_for_each(|index| family::render(book, index).map(|s| sections.push_str(&s)))?,
        "pairs" => book.pairs.iter().try_for_each(|&index| pair::render(book, index).map(|s| sections.push_str(&s)))?,
        "quotes" => {
            let shown = book.analysis().quotes.len().min(quotes::IN_ONE_FILE);
            (0..shown).try_for_each(|index| quotes::render(book, index).map(|s| sections.push_str(&s)))?;
        }
        "stories" => {
            let several = (0..book.analysis().stories.len()).filter(|&i| book.story_size(i) > 1).take(stories::IN_ONE_FILE);
            several.into_iter().try_for_each(|index| stories::render(book, index).map(|s| sections.push_str(&s)))?;
        }
        "accounts" => {
            let shown = accounts::order(book.analysis()).into_iter().take(book.sections.accounts);
            shown.into_iter().try_for_each(|index| accounts::render(book, index).map(|s| sections.push_str(&s)))?;
        }
        "labels" => {
            (0..book.sections.named).try_for_each(|index| labels::render(book, index).map(|s| sections.push_str(&s)))?;
        }
        "outlets" => {
            (0..book.sections.links).try_for_each(|index| outlets::render(book, index).map(|s| sections.push_str(&s)))?;
        }
        "sources" => {
            (0..book.sections.phrases).try_for_each(|index| sources::render(book, index).map(|s| sections.push_str(&s)))?;
        }
        "articles" => book.articles.iter().try_for_each(|&ix| article::render(book, ix).map(|s| sections.push_str(&s)))?,
        _ => {}
    }
    Ok(())
}

/// Puts a document around its sections. `under` is the screen that the navigation shows as chosen, `here` the name of the page.
pub(crate) fn frame(book: &Book, sections: String, (under, here): (&str, &str)) -> Result<String, askama::Error> {
    let run = &book.input.run;
    let page = Page {
        title: visible(book.input.title),
        here,
        go: book.go,
        policy: match book.go.shape {
            Shape::OneFile => policy(),
            // browsers differ in whether a file's own folder is 'self'
            Shape::Folder => FOLDER_POLICY.to_owned(),
            Shape::Server => String::new(),
        },
        style: STYLE,
        script: SCRIPT,
        nav: GROUPS.iter().map(|group| entry(book, group, under)).collect(),
        sections,
        version: visible(&run.version),
        run: short_hash(&run.run_hash),
    };
    page.render()
}

fn entry(book: &Book, group: &Group, under: &str) -> Entry {
    let tab = |screen: &Screen| Tab {
        href: book.go.to(screen.slug),
        name: screen.name,
        count: (screen.count)(&book.overview).map_or_else(String::new, wording::number),
        here: screen.slug == under,
    };
    let screens = group.screens.iter().filter_map(|slug| screens::screen(slug)).filter(|s| book.go.live() || !s.live);
    let tabs: Vec<Tab> = screens.map(tab).collect();
    let here = group.screens.contains(&under);
    Entry {
        slug: group.slug,
        name: group.name,
        href: book.go.to(group.screens[0]),
        here,
        listed: tabs.len() > 1 && (here || !book.go.pages()),
        tabs,
    }
}

/// The first characters of a hash.
pub(crate) fn short_hash(hash: &str) -> String {
    visible(&hash.chars().take(SHORT_HASH).collect::<String>())
}

/// Allows this file's own style and script by their hashes, and nothing else: no request can leave the page.
pub(crate) fn policy() -> String {
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; img-src data:; base-uri 'none'; form-action 'none'",
        base64(&Sha256::digest(STYLE)),
        base64(&Sha256::digest(SCRIPT)),
    )
}

/// RFC 4648 with padding; twelve lines here against one more dependency.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |i: usize| u32::from(chunk.get(i).copied().unwrap_or(0));
        let word = byte(0) << 16 | byte(1) << 8 | byte(2);
        for i in 0..4 {
            let letter = LETTERS[(word >> (18 - 6 * i)) as usize & 63];
            out.push(if i > chunk.len() { '=' } else { char::from(letter) });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_pads() {
        assert_eq!(base64(b"Man"), "TWFu");
        assert_eq!(base64(b"Ma"), "TWE=");
        assert_eq!(base64(b"M"), "TQ==");
    }
}
