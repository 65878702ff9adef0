//! What the outlets of a country, or of a language, carry of others, by what `outlets.csv` says of them.

use askama::Template;
use retold_io::overview::{Group, GroupLink, Grouping, Overview};

use super::book::Book;
use super::findings::Chip;
use super::links::{Ask, Leaf, Links};
use super::pager::Download;
use super::visible::visible;
use super::wording;

#[derive(Template)]
#[template(path = "groups.html")]
struct GroupsPage {
    chips: Vec<Chip>,
    /// `country`, `language`.
    noun: &'static str,
    download: Option<Download>,
    groups: Vec<GroupLine>,
}

struct GroupLine {
    name: String,
    id: String,
    articles: String,
    articles_href: String,
    findings_href: String,
    /// Whether the lists behind the links go by the language of each text, which need not be its outlet's.
    by_text: bool,
    outlets: String,
    /// Where the text is earlier that this group carries.
    carried: Vec<LinkLine>,
}

struct LinkLine {
    from: String,
    same: bool,
    pairs: String,
    credit: String,
    open: String,
    outlets: Vec<(String, String)>,
}

const LANGUAGE: &str = "language";

/// What is asked for, and what it groups by.
pub(crate) fn grouping<'o>(overview: &'o Overview, ask: &Ask) -> (&'o Grouping, &'static str) {
    if ask.of.as_deref() == Some(LANGUAGE) { (&overview.tongues, LANGUAGE) } else { (&overview.countries, "country") }
}

/// Renders the page: countries, or languages where `of` is `language`.
pub(crate) fn render(book: &Book, ask: &Ask) -> Result<String, askama::Error> {
    let (grouping, noun) = grouping(&book.overview, ask);
    let of_language = noun == LANGUAGE;
    let chip = |name: &'static str, of: Option<&str>, grouping: &Grouping, here| Chip {
        href: book.go.list("groups", &Ask { of: of.map(str::to_owned), ..Ask::default() }),
        name,
        count: grouping.groups.len() as u64,
        here,
    };
    let chips = vec![
        chip("countries", None, &book.overview.countries, !of_language),
        chip("languages", Some(LANGUAGE), &book.overview.tongues, of_language),
    ];
    let groups = grouping.groups.iter().map(|g| group(book.go, grouping, g, of_language)).collect();
    let download = Download::of(book, "groups", ask, grouping.links.len() as u64);
    GroupsPage { chips, noun, download, groups }.render()
}

fn group(go: Links, grouping: &Grouping, group: &Group, of_language: bool) -> GroupLine {
    let mut links: Vec<&GroupLink> = grouping.links.iter().filter(|l| l.later == group.name && l.pairs + l.open > 0).collect();
    links.sort_by_key(|l| (std::cmp::Reverse((l.pairs, l.open)), &l.earlier));
    let ask = |name: &str| {
        if of_language {
            Ask { lang: Some(name.to_owned()), ..Ask::default() }
        } else {
            Ask { country: Some(name.to_owned()), ..Ask::default() }
        }
    };
    GroupLine {
        name: if of_language { wording::language(Some(&group.name)) } else { visible(&group.name) },
        id: retold::record::stable_id("g", &[&group.name]),
        articles: wording::counted(group.articles, "article", "articles"),
        articles_href: go.list("articles", &ask(&group.name)),
        findings_href: go.list("findings", &ask(&group.name)),
        by_text: of_language,
        outlets: wording::counted(group.outlets, "outlet", "outlets"),
        carried: links.into_iter().map(|l| link(go, l, of_language)).collect(),
    }
}

fn link(go: Links, l: &GroupLink, of_language: bool) -> LinkLine {
    let not_judged = l.pairs - l.credited - l.otherwise - l.none_found;
    let credit =
        [(l.credited, "credited"), (l.otherwise, "said in another way"), (l.none_found, "credit not found"), (not_judged, "not judged")];
    let told: Vec<String> = credit.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} {what}", wording::number(*n))).collect();
    LinkLine {
        from: if of_language { wording::language(Some(&l.earlier)) } else { visible(&l.earlier) },
        same: l.earlier == l.later,
        pairs: wording::number(l.pairs),
        credit: told.join(", "),
        open: wording::number(l.open),
        outlets: l.outlets.iter().map(|(id, a, b)| (go.leaf(Leaf::Link, id), format!("{} and {}", visible(a), visible(b)))).collect(),
    }
}
