//! Searching by words, outlet, country, language and date; sentences, addresses and files of what was found.

use retold_io::thresholds::TENTHS;
use scraper::{Html, Selector};
use serde_json::Value;

use crate::client::{Server, sample};

fn select(css: &str) -> Selector {
    Selector::parse(css).expect("the selector is well formed")
}

fn texts(body: &str, css: &str) -> Vec<String> {
    let page = Html::parse_document(body);
    page.select(&select(css)).map(|e| e.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// The rows of a list as JSON.
fn rows(server: &Server, list: &str, query: &str) -> Vec<Value> {
    let answer = server.get(&format!("/{list}.json?{query}"));
    assert_eq!(answer.status, 200, "{list} {query}: {}", answer.body);
    let whole: Value = serde_json::from_str(&answer.body).expect("JSON");
    whole["rows"].as_array().expect("rows").clone()
}

fn field<'a>(row: &'a Value, name: &str) -> &'a str {
    row[name].as_str().unwrap_or_default()
}

#[test]
fn words_are_found_in_every_article_that_has_them_and_in_no_other() {
    let server = sample();
    let all = rows(server, "articles", "");
    for (query, holds) in
        [("ferry", (|t| t.contains("ferry")) as fn(&str) -> bool), ("ferry%20quay", |t| t.contains("ferry") && t.contains("quay"))]
    {
        let found = rows(server, "articles", &format!("words={query}"));
        assert!(!found.is_empty() && found.len() < all.len(), "{query}: {} of {}", found.len(), all.len());
        for row in &found {
            let excerpt = field(row, "excerpt").to_lowercase();
            let title = field(row, "title").to_lowercase();
            assert!(excerpt.contains("ferr") || excerpt.contains("quay") || title.contains("ferr"), "{query}: {row}");
        }
        // every article that was not found lacks a word, as its page says
        let ids: Vec<&str> = found.iter().map(|r| field(r, "id")).collect();
        for row in all.iter().filter(|row| !ids.contains(&field(row, "id"))) {
            let page = server.get(&format!("/article/{}", field(row, "id").replace('/', "%2F").replace(' ', "%20"))).body.to_lowercase();
            let text = texts(&page, ".text").join(" ");
            let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
            assert!(!holds(&words.join(" ")) || !["ferry", "quay"].iter().all(|w| words.contains(w)), "{query}: not found: {row}");
        }
    }
}

#[test]
fn a_phrase_is_found_where_its_words_stand_side_by_side() {
    let server = sample();
    let apart = rows(server, "articles", "words=on%20the%20quay");
    let phrase = rows(server, "articles", "words=%22on%20the%20quay%22");
    assert!(!phrase.is_empty() && phrase.len() < apart.len(), "{} of {}", phrase.len(), apart.len());
    for row in &phrase {
        let holds = |name| field(row, name).to_lowercase().contains("on the quay");
        assert!(holds("excerpt") || holds("title"), "{row}");
        let places = row["places"].as_array().expect("places");
        assert!(places.iter().all(|p| p["end"].as_u64() > p["start"].as_u64()), "{row}");
    }
    let without = rows(server, "articles", "words=quay%20-%22on%20the%20quay%22");
    assert!(without.iter().all(|row| phrase.iter().all(|p| p["id"] != row["id"])));
    assert_eq!(without.len() + phrase.len(), rows(server, "articles", "words=quay").len());
}

#[test]
fn what_must_hold_is_what_the_rows_say() {
    let server = sample();
    let all = rows(server, "articles", "");
    let outlet = all.iter().map(|r| field(r, "outlet")).find(|o| !o.is_empty()).expect("an outlet").to_owned();
    let of_outlet = rows(server, "articles", &format!("outlet={}", outlet.replace(' ', "%20")));
    assert_eq!(of_outlet.len(), all.iter().filter(|r| field(r, "outlet") == outlet).count());
    let mut days: Vec<&str> = all.iter().map(|r| field(r, "published")).filter(|d| d.len() >= 10).map(|d| &d[..10]).collect();
    days.sort_unstable();
    let middle = days[days.len() / 2];
    let (before, after) = (rows(server, "articles", &format!("to={middle}")), rows(server, "articles", &format!("from={middle}")));
    assert!(!before.is_empty() && !after.is_empty());
    assert!(before.iter().all(|r| field(r, "published").get(..10).is_some_and(|d| d <= middle)), "undated articles are of no day");
    let both = rows(server, "articles", &format!("outlet={}&from={middle}", outlet.replace(' ', "%20")));
    assert!(both.iter().all(|r| field(r, "outlet") == outlet && after.iter().any(|a| a["id"] == r["id"])));
    let language = field(&all[0], "lang").to_owned();
    let of_language = rows(server, "articles", &format!("lang={language}"));
    assert_eq!(of_language.len(), all.iter().filter(|r| field(r, "lang") == language).count());
    assert!(rows(server, "articles", "lang=xx").is_empty() && rows(server, "articles", "outlet=nobody").is_empty());
}

#[test]
fn findings_are_those_with_evidence_in_the_articles_that_are_asked_for() {
    let server = sample();
    let all = rows(server, "findings", "");
    let articles = rows(server, "articles", "words=ferry");
    let ids: Vec<&str> = articles.iter().map(|r| field(r, "id")).collect();
    let found = rows(server, "findings", "words=ferry");
    let holds = |row: &&Value| row["evidence"].as_array().is_some_and(|e| e.iter().any(|p| ids.contains(&field(p, "article"))));
    assert_eq!(found.len(), all.iter().filter(holds).count());
    assert!(!found.is_empty() && found.len() < all.len());
    let clear = rows(server, "findings", "of=edited-number&sure=likely");
    assert!(clear.iter().all(|r| field(r, "kind") == "edited-number" && field(r, "confidence") == "likely"));
    let counted = all.iter().filter(|r| field(r, "kind") == "edited-number" && field(r, "confidence") == "likely").count();
    assert_eq!(clear.len(), counted);
}

#[test]
fn the_sentence_says_what_is_shown_and_how_many_there_are() {
    let server = sample();
    let found = rows(server, "articles", "words=ferry&lang=en").len();
    let page = server.get("/articles?words=ferry&lang=en").body;
    let lead = texts(&page, ".lead").join(" ");
    assert!(
        lead.starts_with(&format!("{found} article")) && lead.contains("with the words ferry") && lead.contains("in English"),
        "{lead}"
    );
    assert!(!texts(&page, ".hit mark").is_empty(), "words are shown where they stand");
    let html = Html::parse_document(&page);
    let chosen: Vec<_> = html.select(&select("form.sentence option[selected]")).filter_map(|e| e.value().attr("value")).collect();
    assert!(chosen.contains(&"en"));
    let words = html.select(&select("form.sentence input[name=words]")).next().and_then(|e| e.value().attr("value"));
    assert_eq!(words, Some("ferry"));
    assert!(server.get("/articles?from=soon").body.contains("was not read as a day"));
    assert_eq!(texts(&server.get("/findings?words=nosuchwordatall").body, "li.find").len(), 0);
}

#[test]
fn what_is_asked_has_one_address() {
    let server = sample();
    let answer = server.get("/articles?words=ferry&outlet=&country=&lang=&from=&to=");
    assert_eq!((answer.status, answer.header("location")), (303, Some("/articles?words=ferry")));
    let answer = server.get("/findings?of=&sure=&said=&words=%22a+b%22&outlet=");
    assert_eq!((answer.status, answer.header("location")), (303, Some("/findings?words=%22a%20b%22")));
    assert_eq!(server.get("/?of=").header("location"), Some("/"));
}

#[test]
fn a_country_has_the_articles_that_its_page_counts() {
    let server = sample();
    let page = Html::parse_document(&server.get("/groups").body);
    let mut seen = 0;
    for a in page.select(&select("section.group a[href^='/articles?country=']")) {
        let href = a.value().attr("href").expect("an address");
        let counted: usize = a.text().collect::<String>().split(' ').next().and_then(|n| n.parse().ok()).expect("a number");
        let query = href.split_once('?').expect("a question").1;
        assert_eq!(rows(server, "articles", query).len(), counted, "{href}");
        seen += 1;
    }
    assert!(seen > 1, "the sample has outlets of several countries");
    let thresholds = texts(&server.get("/thresholds").body, "tbody td[data-l='Pairs of articles']");
    let counts: Vec<usize> = thresholds.iter().map(|n| n.parse().expect("a number")).collect();
    assert_eq!(counts[0], rows(server, "pairs", "").len());
    let at = |share: f64| {
        let most = |r: &&Value| r["left_share"].as_f64().unwrap_or(0.0).max(r["right_share"].as_f64().unwrap_or(0.0)) >= share;
        rows(server, "pairs", "").iter().filter(most).count()
    };
    let expected: Vec<usize> = TENTHS[1..].iter().map(|&t| at(f64::from(t) / 10.0)).collect();
    assert_eq!(counts[1..], expected);
}

#[test]
fn every_list_can_be_had_as_a_file() {
    let server = sample();
    for list in ["findings", "families", "pairs", "quotes", "stories", "figures", "articles"] {
        let json = rows(server, list, "");
        assert!(!json.is_empty(), "{list}");
        let answer = server.get(&format!("/{list}.csv"));
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("text/csv; charset=utf-8")), "{list}");
        assert_eq!(answer.header("content-disposition"), Some(format!("attachment; filename=\"{list}.csv\"").as_str()));
        let mut table = csv::Reader::from_reader(answer.body.as_bytes());
        assert_eq!(table.records().count(), json.len(), "{list}");
    }
    assert!(!rows(server, "search", "words=We%20will%20not%20leave%20anyone%20on%20the%20quay").is_empty());
    for none in ["/start.csv", "/method.json", "/nothing.csv", "/findings.xml"] {
        assert_eq!(server.get(none).status, 404, "{none}");
    }
}

#[test]
fn of_two_words_with_a_bar_between_them_one_is_enough() {
    let server = sample();
    let ids = |query: &str| -> std::collections::BTreeSet<String> {
        rows(server, "articles", &format!("words={query}")).iter().map(|r| field(r, "id").to_owned()).collect()
    };
    let (ferry, tram) = (ids("ferry"), ids("tram"));
    assert!(!ferry.is_empty() && !tram.is_empty() && ferry != tram);
    assert_eq!(ids("ferry%20%7C%20tram"), &ferry | &tram);
    assert_eq!(ids("ferry%7Ctram%20-tram"), &ferry - &tram);
}

#[test]
fn every_page_offers_its_list_as_a_file_with_the_same_rows() {
    let server = sample();
    for list in [
        "findings",
        "families",
        "pairs",
        "quotes",
        "figures",
        "labels",
        "accounts",
        "stories",
        "outlets",
        "sources",
        "articles",
        "thresholds",
        "groups",
    ] {
        let page = server.get(&format!("/{list}")).body;
        for ending in ["csv", "json"] {
            assert!(page.contains(&format!("href=\"/{list}.{ending}\" download")), "{list}: no {ending} on its page");
        }
        let found = rows(server, list, "");
        assert!(!found.is_empty(), "{list} has rows");
        let csv = server.get(&format!("/{list}.csv")).body;
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let names: Vec<String> = reader.headers().expect("a first line").iter().map(str::to_owned).collect();
        assert_eq!(names, found[0].as_object().expect("an object").keys().cloned().collect::<Vec<_>>(), "{list}");
        assert_eq!(reader.records().filter(Result::is_ok).count(), found.len(), "{list}: as many lines as rows");
    }
    let outlets = rows(server, "outlets", "");
    let shown = server.get("/outlets").body;
    assert!(outlets.iter().all(|r| shown.contains(field(r, "id"))), "the file has what the page lists");
}

#[test]
fn the_matrix_has_an_order_for_every_link_over_it() {
    let server = sample();
    let first = |of: &str| texts(&server.get(&format!("/outlets{of}")).body, ".matrix tbody tr:first-child th").join("");
    let counts = |name: &str| -> std::collections::BTreeMap<String, u64> {
        let mut all = std::collections::BTreeMap::new();
        for row in rows(server, "outlets", "") {
            for (side, other) in [("left", "right"), ("right", "left")] {
                let from = if name == "earlier" { side } else { other };
                *all.entry(field(&row, side).to_owned()).or_default() += row[format!("{from}_earlier_pairs")].as_u64().expect("a count");
            }
        }
        all
    };
    for name in ["earlier", "later"] {
        let all = counts(name);
        let most = all.values().max().expect("outlets");
        assert_eq!(all.get(&first(&format!("?of={name}"))), Some(most), "{name}: {all:?}");
    }
}
