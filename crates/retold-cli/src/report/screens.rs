//! Every page there is: its name, where its count comes from, what it reads of a collection and which function writes it.
//!
//! A page is one file here, one template and one line in [`SCREENS`] (a page of which there is one, mostly a list) or in [`LEAVES`] (a page for
//! each row of a kind).

use retold_io::collection::{Collection, Error, Selection, Window};
use retold_io::overview::Overview;

use super::book::Book;
use super::links::{Ask, Leaf};
use super::pager::LINES;
use super::{
    accounts, article, case, family, figures, finding, findings, groups, labels, method, outlets, pair, pairs, quotes, search, sources,
    start, stories, thresholds, validation,
};

/// A page of which there is one.
pub(crate) struct Screen {
    /// Its name in addresses.
    pub(crate) slug: &'static str,
    /// Its name in the navigation.
    pub(crate) name: &'static str,
    /// Whether it needs somebody who answers: only the server has it.
    pub(crate) live: bool,
    /// The count beside it.
    pub(crate) count: fn(&Overview) -> Option<u64>,
    /// What it reads of a collection.
    pub(crate) select: fn(&Collection, &Ask) -> Result<Selection, Error>,
    /// Writes its section.
    pub(crate) render: fn(&Book, &Ask) -> Result<String, askama::Error>,
    /// How many lines there are for what is asked; 0 where it is no list.
    pub(crate) lines: fn(&Overview, &Ask) -> u64,
    /// Filters by a closed list: their names, so that a folder has a file for each.
    pub(crate) filters: fn(&Overview) -> Vec<String>,
}

/// Screens that stand under one entry of the navigation.
pub(crate) struct Group {
    /// Its name in the style of the page.
    pub(crate) slug: &'static str,
    /// Its name in the navigation.
    pub(crate) name: &'static str,
    /// Its screens, by their names in addresses; the entry leads to the first.
    pub(crate) screens: &'static [&'static str],
}

/// A page for each row of a kind.
pub(crate) struct LeafPage {
    pub(crate) leaf: Leaf,
    /// The screen that lists them: where the navigation says one is.
    pub(crate) under: &'static str,
    /// What the page of this id reads; none where there is no such row.
    pub(crate) select: fn(&Collection, &str) -> Result<Option<Selection>, Error>,
    /// Writes its section. A part may hold neighbours, too: the id says whose page it is.
    pub(crate) render: fn(&Book, &str) -> Result<Option<String>, askama::Error>,
}

const NO_LINES: fn(&Overview, &Ask) -> u64 = |_, _| 0;
const NO_FILTERS: fn(&Overview) -> Vec<String> = |_| Vec::new();

/// The entries of the navigation: few enough for one line, and for two on a telephone.
pub(crate) const GROUPS: &[Group] = &[
    Group { slug: "start", name: "Start", screens: &["start"] },
    Group { slug: "findings", name: "Findings", screens: &["findings", "case", "validation"] },
    Group { slug: "text", name: "Shared text", screens: &["families", "pairs", "quotes"] },
    Group { slug: "stories", name: "Stories", screens: &["stories", "accounts", "figures", "labels"] },
    Group { slug: "outlets", name: "Outlets", screens: &["outlets", "sources", "groups"] },
    Group { slug: "articles", name: "Articles", screens: &["articles", "search"] },
    Group { slug: "method", name: "Method", screens: &["method", "thresholds"] },
];

/// Every page of which there is one; the navigation shows them by [`GROUPS`].
pub(crate) const SCREENS: &[Screen] = &[
    Screen {
        slug: "start",
        name: "Start",
        live: false,
        count: |_| None,
        select: start::select,
        render: |book, _| start::render(book),
        lines: NO_LINES,
        filters: NO_FILTERS,
    },
    Screen {
        slug: "findings",
        name: "Findings",
        live: false,
        count: |all| Some(all.findings),
        select: findings::select,
        render: findings::render,
        lines: |all, ask| ask.of.as_deref().map_or(all.findings, |of| of.parse().map_or(0, |kind| all.of_kind(kind))),
        filters: |all| all.kinds.iter().map(|(kind, _)| kind.clone()).collect(),
    },
    Screen {
        slug: "families",
        name: "Families",
        live: false,
        count: |all| Some(all.families),
        select: family::select_list,
        render: family::render_list,
        lines: |all, _| all.families,
        filters: NO_FILTERS,
    },
    Screen {
        slug: "pairs",
        name: "Pairs",
        live: false,
        count: |all| Some(all.pairs),
        select: pairs::select,
        render: pairs::render_list,
        lines: |all, ask| ask.of.as_deref().map_or(all.pairs, |of| of.parse().map_or(0, |class| all.of_credit(class))),
        filters: |all| all.credits.iter().map(|(class, _)| class.clone()).collect(),
    },
    Screen {
        slug: "quotes",
        name: "Quotations",
        live: false,
        count: |all| Some(all.quotes),
        select: quotes::select_list,
        render: quotes::render_list,
        lines: |all, _| all.quotes,
        filters: NO_FILTERS,
    },
    Screen {
        slug: "figures",
        name: "Figures",
        live: false,
        count: |all| Some(all.conflicts.iter().map(|(_, n)| n).sum()),
        select: figures::select,
        render: figures::render,
        lines: figures::lines,
        filters: |all| all.conflicts.iter().map(|(class, _)| class.clone()).collect(),
    },
    Screen {
        slug: "labels",
        name: "Labels",
        live: false,
        count: |all| Some(all.named),
        select: labels::select_list,
        render: labels::render_list,
        lines: |all, _| all.named,
        filters: NO_FILTERS,
    },
    Screen {
        slug: "accounts",
        name: "Accounts",
        live: false,
        count: |all| Some(all.accounts),
        select: accounts::select_list,
        render: accounts::render_list,
        lines: accounts::lines,
        filters: |all| all.differing.iter().map(|(slot, _)| slot.clone()).collect(),
    },
    Screen {
        slug: "stories",
        name: "Stories",
        live: false,
        count: |all| Some(all.stories.1),
        select: stories::select_list,
        render: stories::render_list,
        lines: |all, _| all.stories.1,
        filters: NO_FILTERS,
    },
    Screen {
        slug: "outlets",
        name: "Outlets",
        live: false,
        count: |all| Some(all.outlets),
        select: outlets::select_list,
        render: outlets::render_list,
        // the list has one order: only its first page has a matrix to sort
        lines: |all, ask| if ask.of.is_some() { all.links.min(LINES) } else { all.links },
        filters: |all| if all.links > 0 { outlets::sorts() } else { Vec::new() },
    },
    Screen {
        slug: "sources",
        name: "Sources",
        live: false,
        count: |all| Some(all.phrases),
        select: sources::select_list,
        render: sources::render_list,
        lines: |all, _| all.phrases,
        filters: NO_FILTERS,
    },
    Screen {
        slug: "articles",
        name: "Articles",
        live: false,
        count: |all| Some(all.articles),
        select: article::select_list,
        render: article::render_list,
        lines: |all, _| all.articles,
        filters: NO_FILTERS,
    },
    Screen {
        slug: "search",
        name: "Search",
        live: true,
        count: |_| None,
        select: search::select,
        render: search::render,
        lines: NO_LINES,
        filters: NO_FILTERS,
    },
    Screen {
        slug: "thresholds",
        name: "Thresholds",
        live: false,
        count: |_| None,
        select: |_, _| Ok(Selection::default()),
        render: |book, _| thresholds::render(book),
        lines: NO_LINES,
        filters: NO_FILTERS,
    },
    Screen {
        slug: "groups",
        name: "Countries",
        live: true,
        count: |_| None,
        select: |_, _| Ok(Selection::default()),
        render: groups::render,
        lines: NO_LINES,
        filters: NO_FILTERS,
    },
    Screen {
        slug: "validation",
        name: "Validation",
        live: true,
        count: |_| None,
        select: validation::select,
        render: validation::render,
        lines: NO_LINES,
        filters: NO_FILTERS,
    },
    Screen {
        slug: "case",
        name: "Case file",
        live: true,
        count: |_| None,
        select: |collection, _| case::select(collection),
        render: |book, _| case::render(book),
        lines: NO_LINES,
        filters: NO_FILTERS,
    },
    Screen {
        slug: "method",
        name: "Method & limits",
        live: false,
        count: |_| None,
        select: |_, _| Ok(Selection::default()),
        render: |book, _| method::render(book),
        lines: NO_LINES,
        filters: NO_FILTERS,
    },
];

/// Pages of rows.
pub(crate) const LEAVES: &[LeafPage] = &[
    LeafPage { leaf: Leaf::Family, under: "families", select: family::select, render: family::render_named },
    LeafPage { leaf: Leaf::Pair, under: "pairs", select: pair::select, render: pair::render_named },
    LeafPage { leaf: Leaf::Article, under: "articles", select: article::select, render: article::render_named },
    LeafPage { leaf: Leaf::Quote, under: "quotes", select: quotes::select, render: quotes::render_named },
    LeafPage { leaf: Leaf::Account, under: "accounts", select: accounts::select, render: accounts::render_named },
    LeafPage { leaf: Leaf::Named, under: "labels", select: labels::select, render: labels::render_named },
    LeafPage { leaf: Leaf::Link, under: "outlets", select: outlets::select, render: outlets::render_named },
    LeafPage { leaf: Leaf::Phrase, under: "sources", select: sources::select, render: sources::render_named },
    LeafPage { leaf: Leaf::Finding, under: "findings", select: finding::select, render: finding::render_named },
    LeafPage { leaf: Leaf::Story, under: "stories", select: stories::select, render: stories::render_named },
];

/// The screen with this name in addresses.
pub(crate) fn screen(slug: &str) -> Option<&'static Screen> {
    SCREENS.iter().find(|s| s.slug == slug)
}

/// The kind of page with this name in addresses.
pub(crate) fn leaf(slug: &str) -> Option<&'static LeafPage> {
    LEAVES.iter().find(|l| l.leaf.slug() == slug)
}

/// The part of a list that is asked for.
pub(crate) fn window(ask: &Ask) -> Window {
    let take = ask.take.unwrap_or(LINES);
    Window { skip: ask.page.saturating_mul(take), take }
}

#[cfg(test)]
mod tests {
    use super::{GROUPS, LEAVES, SCREENS, screen};

    #[test]
    fn every_screen_stands_under_one_entry_of_the_navigation() {
        let named: Vec<&str> = GROUPS.iter().flat_map(|g| g.screens).copied().collect();
        assert!(named.iter().all(|slug| screen(slug).is_some()));
        for s in SCREENS {
            assert_eq!(named.iter().filter(|slug| **slug == s.slug).count(), 1, "{}", s.slug);
        }
        assert!(LEAVES.iter().all(|leaf| named.contains(&leaf.under)));
        // the first one of an entry is where it leads: it must be there in every shape
        assert!(GROUPS.iter().all(|g| screen(g.screens[0]).is_some_and(|s| !s.live)));
    }
}
