//! What pages say of themselves: the cases are data, in `testdata/pages`.

use retold::text::parse_date;
use retold_io::read::Metadata;
use serde::Deserialize;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    page: String,
    fetched: Option<String>,
    title: Option<String>,
    author: Option<String>,
    site: Option<String>,
    address: Option<String>,
    published: Option<String>,
    from: Option<String>,
    moment: Option<i64>,
    modified: Option<String>,
    #[serde(default)]
    dates: Vec<[String; 3]>,
}

#[test]
fn every_page_of_the_case_files_says_what_is_written_there() {
    let cases: Cases = toml::from_str(include_str!("../../../testdata/pages/head.toml")).expect("a well-formed case file");
    assert!(cases.case.len() >= 20);
    let mut failures = String::new();
    for case in &cases.case {
        let meta = Metadata::of(&case.page, None, case.fetched.as_deref().and_then(parse_date).as_ref());
        if meta.title.as_deref() == Some("") {
            failures += &format!("{}: an empty title is none\n", case.name);
        }
        let published = meta.published.as_ref();
        let found = [
            ("title", &case.title, meta.title.clone()),
            ("author", &case.author, meta.author.clone()),
            ("site", &case.site, meta.site.clone()),
            ("address", &case.address, meta.address.clone()),
            ("published", &case.published, published.map(|(d, _)| d.iso.clone())),
            ("from", &case.from, published.map(|(_, from)| from.to_string())),
            ("modified", &case.modified, meta.modified.clone()),
        ];
        for (what, expected, found) in found {
            if expected.as_deref().is_some_and(|e| e != found.as_deref().unwrap_or_default()) {
                failures += &format!("{}: {what}\n  expected {expected:?}\n  found    {found:?}\n  {:?}\n", case.name, meta.dates);
            }
        }
        if let Some(moment) = case.moment
            && published.map(|(d, _)| (d.from, d.to)) != Some((moment, moment))
        {
            failures += &format!("{}: moment\n  expected {moment}\n  found    {published:?}\n", case.name);
        }
        for [kind, origin, iso] in &case.dates {
            let there = meta.dates.iter().any(|c| c.kind.as_str() == kind && c.origin.as_str() == origin && c.date.iso == *iso);
            if !there {
                failures += &format!("{}: no claim {kind} {origin} {iso} in {:?}\n", case.name, meta.dates);
            }
        }
        let chosen = meta.dates.iter().filter(|c| c.chosen && c.kind.as_str() == "published").count();
        if published.is_some() && meta.dates.iter().all(|c| !c.chosen) || chosen > 1 {
            failures += &format!("{}: {chosen} claims are chosen\n", case.name);
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn hostile_heads_take_linear_time() {
    let pieces =
        ["<time datetime=2015-02-22>", "<h1>", "<span class=date>", "<div class=comment>", "</div>", "{\"@graph\":[", "22 February 2015 "];
    for piece in pieces {
        let page = piece.repeat((4 << 20) / piece.len());
        let script = format!("<script type='application/ld+json'>{}</script>", piece.repeat(20_000));
        for page in [page, script] {
            let started = std::time::Instant::now();
            let meta = Metadata::of(&page, None, None);
            assert!(meta.dates.len() <= 64, "{piece}: {} claims", meta.dates.len());
            // some seconds for 4 MB without optimisation on a busy machine; quadratic work would take hours
            assert!(started.elapsed().as_secs() < 60, "{piece}: {:?}", started.elapsed());
        }
    }
}

proptest::proptest! {
    #[test]
    fn no_page_makes_the_reader_panic(page in "(<h1>|</h1>|<time |datetime=|2015-02-29|<meta property='article:published_time' content='|'>|<script type='application/ld\\+json'>|</script>|\\{\"@type\":\"NewsArticle\",|\"datePublished\":\"|\"headline\":|\\[|\\}|<title>| - | \\| |9999-12-31|é|日|\\PC){0,40}") {
        let meta = Metadata::of(&page, Some("https://courier.example/2015/02/30/"), None);
        if let Some((date, _)) = meta.published {
            proptest::prop_assert!(date.from <= date.to);
        }
    }
}
