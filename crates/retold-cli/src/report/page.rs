//! The file around the sections: head, policy, navigation, footer.

use askama::Template;
use sha2::{Digest, Sha256};

use super::plan::Book;
use super::refs::ArticleRef;
use super::verdict::{self, Columns};
use super::visible::visible;
use super::{article, family, findings, method, names, pair, start, wording};

const STYLE: &str = include_str!("../../assets/report.css");
const SCRIPT: &str = include_str!("../../assets/report.js");
/// Characters of a hash in sentences and footers.
const SHORT_HASH: usize = 12;

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    title: String,
    /// Content security policy: nothing but the one style and the one script of this file.
    policy: String,
    style: &'a str,
    script: &'a str,
    nav: Vec<(&'static str, &'static str, String)>,
    sections: String,
    version: String,
    run: String,
}

#[derive(Template)]
#[template(path = "pairs.html")]
struct PairsPage {
    total: String,
    left_out: usize,
    lines: Vec<PairLine>,
}

struct PairLine {
    href: String,
    ordered: bool,
    name_a: String,
    name_b: String,
    a: ArticleRef,
    b: ArticleRef,
    share_a: String,
    share_b: String,
    words: String,
    narration: String,
    direction: &'static str,
    direction_class: &'static str,
    credit: &'static str,
}

/// Renders the whole file.
pub(crate) fn render(book: &Book) -> Result<String, askama::Error> {
    let mut sections = start::render(book)?;
    sections.push_str(&findings::render(book)?);
    sections.push_str(&family::render_list(book)?);
    for index in 0..book.families {
        sections.push_str(&family::render(book, index)?);
    }
    sections.push_str(&pairs(book)?);
    for &index in &book.pairs {
        sections.push_str(&pair::render(book, index)?);
    }
    sections.push_str(&article::render_list(book)?);
    for &ix in &book.articles {
        sections.push_str(&article::render(book, ix)?);
    }
    sections.push_str(&method::render(book)?);
    let run = &book.input.run;
    let page = Page {
        title: visible(book.input.title),
        policy: policy(),
        style: STYLE,
        script: SCRIPT,
        nav: nav(book),
        sections,
        version: visible(&run.version),
        run: short_hash(&run.run_hash),
    };
    page.render()
}

fn nav(book: &Book) -> Vec<(&'static str, &'static str, String)> {
    let analysis = book.analysis();
    let number = |n: usize| wording::number(n as u64);
    vec![
        ("start", "Start", String::new()),
        ("findings", "Findings", number(analysis.findings.len())),
        ("families", "Families", number(analysis.families.len())),
        ("pairs", "Pairs", number(analysis.pairs.len())),
        ("articles", "Articles", number(book.input.articles.len())),
        ("method", "Method & limits", String::new()),
    ]
}

fn pairs(book: &Book) -> Result<String, askama::Error> {
    let line = |&i: &usize| {
        let pair = &book.analysis().pairs[i];
        let columns = Columns::of(pair);
        let (share_a, share_b) = columns.shares(pair);
        let (name_a, name_b) = names::two(book.article(columns.a), book.article(columns.b));
        Some(PairLine {
            href: book.pair_href(i)?,
            ordered: columns.ordered,
            name_a,
            name_b,
            a: ArticleRef::of(book, columns.a),
            b: ArticleRef::of(book, columns.b),
            share_a: wording::percent(share_a),
            share_b: wording::percent(share_b),
            words: wording::number(pair.shared_words.into()),
            narration: pair::narration(pair),
            direction: wording::direction(pair.direction),
            direction_class: wording::direction_class(pair.direction),
            credit: wording::credit(verdict::class(pair)),
        })
    };
    let page = PairsPage {
        total: wording::number(book.analysis().pairs.len() as u64),
        left_out: book.analysis().pairs.len() - book.pairs.len(),
        lines: book.pairs.iter().filter_map(line).collect(),
    };
    page.render()
}

/// The first characters of a hash.
pub(crate) fn short_hash(hash: &str) -> String {
    visible(&hash.chars().take(SHORT_HASH).collect::<String>())
}

/// Allows this file's own style and script by their hashes, and nothing else: no request can leave the page.
fn policy() -> String {
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
