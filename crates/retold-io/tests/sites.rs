//! What a host repeats on its pages becomes `site` blocks. All texts are invented.

use std::fs;
use std::path::Path;

use retold::Config;
use retold_io::add::{AddOptions, add};
use retold_io::read::ReadOptions;
use retold_io::{Collection, Manifest};
use rusqlite::Connection;
use serde_json::json;

const BLURB: &str = "The Courier belongs to its readers and comes out every day but Sunday.";

const STORIES: [&str; 5] = [
    "The ferry Marelle ran aground off Port Vellan on Monday morning with forty people on board, the harbour office said.",
    "Timber prices in the uplands have fallen for the third month in a row, and two sawmills of Karov now close on Fridays.",
    "A new school for ninety children opens in Lisken this autumn, in the old customs house that had stood empty for years.",
    "The council of Avelia voted against the bridge after a debate of nine hours, with the mayor's voice deciding in the end.",
    "Snow has closed the pass road since Tuesday night; the bakers of the valley now bring their bread across by cable car.",
];

fn record(host: &str, page: usize, text: &str) -> String {
    json!({"id": format!("{host}-{page}"), "url": format!("https://{host}.example/news/{page}"), "text": text}).to_string()
}

fn put(collection: &Path, folder: &Path, name: &str, records: &[String]) {
    let file = folder.join(name);
    fs::write(&file, records.join("\n")).unwrap();
    let config = Config::default();
    let options = AddOptions {
        read: ReadOptions { inputs: vec![file.display().to_string()], ..ReadOptions::default() },
        config: &config,
        memory_bytes: 64 << 20,
        manifest: Manifest { tool_version: "0".into(), configuration: json!({}) },
    };
    add(&Collection::create_or_open(collection).unwrap(), &options, &()).unwrap();
}

/// Article, text and pages of each `site` block.
fn site_blocks(collection: &Path) -> Vec<(String, String, u32)> {
    let db = Connection::open(collection.join("retold.db")).unwrap();
    let sql = r#"SELECT b.article, CAST(substr(CAST(a.text AS BLOB), b."start" + 1, b."end" - b."start") AS TEXT), b.pages
                 FROM blocks b JOIN articles a ON a.id = b.article WHERE b.kind = 'site' ORDER BY 1, b."start""#;
    let mut rows = db.prepare(sql).unwrap();
    rows.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).unwrap().collect::<Result<_, _>>().unwrap()
}

#[test]
fn a_line_on_most_pages_of_a_host_is_a_site_block_with_its_count_and_on_two_pages_it_is_none() {
    let dir = tempfile::tempdir().unwrap();
    let collection = dir.path().join("c.retold");
    let mut records: Vec<String> = (0..5).map(|i| record("courier", i, &format!("{}\n{BLURB}", STORIES[i]))).collect();
    records.extend((0..2).map(|i| record("gazette", i, &format!("{BLURB}\n{}", STORIES[i]))));
    put(&collection, dir.path(), "all.jsonl", &records);
    let found = site_blocks(&collection);
    let expected: Vec<_> = (0..5).map(|i| (format!("courier-{i}"), BLURB.to_owned(), 5)).collect();
    assert_eq!(found, expected);
}

#[test]
fn copies_of_one_story_on_one_host_are_no_furniture() {
    let dir = tempfile::tempdir().unwrap();
    let collection = dir.path().join("c.retold");
    let records: Vec<String> = (0..4).map(|i| record("courier", i, &format!("{}\n{}", STORIES[0], STORIES[1]))).collect();
    put(&collection, dir.path(), "all.jsonl", &records);
    assert_eq!(site_blocks(&collection), []);
}

#[test]
fn adding_page_by_page_gives_the_site_blocks_of_adding_all_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let (at_once, stepwise) = (dir.path().join("a.retold"), dir.path().join("b.retold"));
    let records: Vec<String> = (0..5).map(|i| record("courier", i, &format!("{}\n{BLURB}", STORIES[i]))).collect();
    put(&at_once, dir.path(), "all.jsonl", &records);
    for (at, one) in records.iter().enumerate().rev() {
        put(&stepwise, dir.path(), &format!("{at}.jsonl"), std::slice::from_ref(one));
    }
    assert_eq!(site_blocks(&at_once).len(), 5);
    assert_eq!(site_blocks(&stepwise), site_blocks(&at_once));
}
