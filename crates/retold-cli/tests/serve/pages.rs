//! Every page answers, and every link on it leads to one that does.

use std::collections::{BTreeSet, VecDeque};

use scraper::{Html, Selector};

use retold::record::Layer;
use retold_io::Collection;
use retold_io::ids;

use crate::client::{Server, sample, sample_collection};

fn select(css: &str) -> Selector {
    Selector::parse(css).expect("the selector is well formed")
}

/// Addresses of this server on a page, and its ids.
fn links(body: &str) -> (Vec<String>, BTreeSet<String>) {
    let page = Html::parse_document(body);
    let ids = page.select(&select("[id]")).filter_map(|e| e.value().id()).map(str::to_owned).collect();
    let css = select("a[href], link[href], script[src]");
    let hrefs = page.select(&css);
    let all = hrefs.filter_map(|e| e.value().attr("href").or(e.value().attr("src"))).map(str::to_owned).collect();
    (all, ids)
}

#[test]
fn every_link_of_every_page_leads_somewhere() {
    let server = sample();
    let mut known: BTreeSet<String> = BTreeSet::from(["/".to_owned()]);
    let mut waiting: VecDeque<String> = VecDeque::from(["/".to_owned()]);
    let mut kinds: BTreeSet<String> = BTreeSet::new();
    while let Some(path) = waiting.pop_front() {
        let answer = server.get(&path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.head);
        if path.starts_with("/assets/") {
            continue;
        }
        kinds.insert(path.split(['/', '?']).nth(1).unwrap_or("").to_owned());
        let (all, ids) = links(&answer.body);
        for href in all {
            if let Some(anchor) = href.strip_prefix('#') {
                assert!(ids.contains(anchor), "{path}: nothing is at #{anchor}");
            } else if href.starts_with('/') {
                let page = href.split('#').next().unwrap_or("").to_owned();
                if known.insert(page.clone()) {
                    waiting.push_back(page);
                }
            } else {
                assert!(href.starts_with("https://") || href.starts_with("http://"), "{path}: {href}");
            }
        }
    }
    for kind in [
        "findings",
        "families",
        "pairs",
        "articles",
        "quotes",
        "figures",
        "thresholds",
        "groups",
        "validation",
        "case",
        "labels",
        "accounts",
        "stories",
        "outlets",
        "sources",
        "search",
        "method",
        "family",
        "pair",
        "article",
        "quote",
        "account",
        "named",
        "link",
        "phrase",
        "story",
        "finding",
    ] {
        assert!(kinds.contains(kind), "no {kind} page was met");
    }
}

#[test]
fn anchors_on_other_pages_are_there() {
    let server = sample();
    let method = links(&server.get("/method").body).1;
    for anchor in ["limits", "def-texts", "counts"] {
        assert!(method.contains(anchor), "#{anchor}");
    }
}

#[test]
fn pages_say_what_the_report_says() {
    let server = sample();
    let start = server.get("/").body;
    for words in ["families of shared text", "What this cannot show", "What was read, what was not", "Strongest finding"] {
        assert!(start.contains(words), "{words}");
    }
    let one = server.get("/findings?of=credited").body;
    assert!(one.contains("shared text with credit"), "a kind of finding has a list of its own");
    assert_eq!(server.get("/findings?of=no-such-kind").status, 200);
    assert!(server.get("/findings?page=9999").body.contains("nothing here") || !server.get("/findings?page=9999").body.contains("<li id"));
}

#[test]
fn what_is_not_there_is_said_to_be_missing() {
    let server = sample();
    for path in ["/nothing", "/pair/p0000000000000000", "/article/none", "/family/x", "/assets/none.css", "/pair/a/b/c"] {
        let answer = server.get(path);
        assert_eq!(answer.status, 404, "{path}");
    }
}

#[test]
fn a_passage_is_found_with_its_edited_copies() {
    let server = sample();
    let found = server.get("/search?words=We%20will%20not%20leave%20anyone%20on%20the%20quay");
    assert!(found.body.contains("Found in ") && found.body.contains("anyone on the quay"), "{}", found.status);
    assert!(server.get("/search?words=too%20short").body.contains("give a longer one"));
    let none = server.get("/search?words=nobody%20ever%20wrote%20these%20seven%20odd%20words%20anywhere").body;
    assert!(none.contains("Not found in these ") && none.contains("undated"));
}

#[test]
fn what_is_asked_for_is_shown_as_text() {
    let server = sample();
    let asked = "%3C%2Ftextarea%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E%22%20onfocus%3Dalert(1)%20autofocus";
    for path in ["/search?words=", "/articles?outlet=", "/findings?of=", "/pairs?of=", "/figures?of=", "/article/", "/pair/"] {
        let answer = server.get(&format!("{path}{asked}"));
        assert!(!answer.body.contains("<script>alert") && !answer.body.contains("\" onfocus"), "{path}");
    }
}

#[test]
fn pairs_that_share_only_lines_set_aside_are_counted_and_have_no_page() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let dir = sample_collection(folder.path());
    let collection = Collection::open_to_read(&dir).expect("it opens");
    let roster = collection.roster().expect("a roster");
    let analysis = collection.analysis(&roster).expect("an analysis");
    let (told, aside): (Vec<_>, Vec<_>) = analysis.pairs.iter().partition(|p| p.is_told());
    assert!(told.len() > 20 && aside.len() > 5, "{} and {}", told.len(), aside.len());
    for pair in &aside {
        let of_pair = |m: &&retold::record::Match| m.pair() == (pair.left, pair.right);
        assert!(analysis.matches.iter().filter(of_pair).all(|m| !matches!(m.layer, Layer::Narration | Layer::Quotation)), "{pair:?}");
    }
    let server = Server::start(&dir, &["--idle-minutes", "2"]);
    let page = |p: &retold::record::Pair| format!("/pair/{}", ids::pair(roster.id(p.left), roster.id(p.right)));
    assert_eq!(server.get(&page(told[0])).status, 200);
    assert_eq!(server.get(&page(aside[0])).status, 404);
    let list = server.get("/pairs").body;
    assert!(list.contains(&format!("{} pairs", told.len())), "the list counts those of which something is told");
    assert!(list.contains(&format!("{} further pairs share only lines that are set aside", aside.len())), "and says what it leaves out");
    // an article whose every pair is such a pair shows the line all the same
    let of = |a: retold::record::ArticleIx| move |p: &&&retold::record::Pair| p.left == a || p.right == a;
    let lonely = aside.iter().flat_map(|p| [p.left, p.right]).find(|&a| !told.iter().any(|p| of(a)(&p))).expect("an article without more");
    let article = server.get(&format!("/article/{}", roster.id(lonely).replace('/', "%2F"))).body;
    assert!(article.contains("only lines that are set aside") && article.contains("<mark class=\"s\""), "{article}");
}

/// Browsers open several connections; each of these asks for every page in turn, beginning with another.
#[test]
fn many_ask_at_once_and_everybody_is_answered() {
    const AT_ONCE: usize = 10;
    const REQUESTS: usize = 20;
    let server = sample();
    let start = links(&server.get("/").body).0;
    let pages: Vec<&String> = start.iter().filter(|href| href.starts_with('/') && !href.contains('#')).collect();
    assert!(pages.len() > 8, "{pages:?}");
    let ask = |first: usize| (0..REQUESTS).all(|n| server.get(pages[(first + n) % pages.len()]).status == 200);
    std::thread::scope(|scope| {
        let asking: Vec<_> = (0..AT_ONCE).map(|first| scope.spawn(move || ask(first))).collect();
        assert!(asking.into_iter().all(|a| a.join().expect("nobody panics")), "200 requests, 200 answers");
    });
}
