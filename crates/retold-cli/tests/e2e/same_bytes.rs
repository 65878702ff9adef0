//! Same articles, same bytes: whatever the order, the steps, the threads, the memory.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::*;

/// The articles in ten files of one folder, of three formats, with one broken line among them.
fn ten_files(folder: &Path) -> Vec<PathBuf> {
    let stories = stories();
    let piece = |(i, part): (usize, &[Story])| match i % 3 {
        0 => write(folder, &format!("part-{i}.csv"), csv(part)),
        1 => write(folder, &format!("part-{i}.jsonl"), jsonl(part)),
        _ => write(folder, &format!("part-{i}.jsonl"), jsonl(part) + "{\"text\": \n"),
    };
    stories.chunks(15).enumerate().map(piece).collect()
}

fn arguments(paths: &[PathBuf]) -> Vec<OsString> {
    paths.iter().map(|p| p.clone().into_os_string()).collect()
}

/// A collection of these inputs, and its export as JSON Lines.
fn exported(inputs: &[OsString], code: i32) -> Files {
    let dir = tempfile::tempdir().unwrap();
    let collection = dir.path().join("news.retold");
    add(&collection, inputs, code);
    export(&collection, "jsonl")
}

#[test]
fn two_runs_write_the_same_bytes_in_every_format() {
    let dir = tempfile::tempdir().unwrap();
    ten_files(&dir.path().join("articles"));
    let make = |name: &str| {
        let collection = dir.path().join(name);
        add(&collection, [dir.path().join("articles")], 2);
        collection
    };
    let (first, second) = (make("first.retold"), make("second.retold"));
    for format in FORMATS {
        same(&export(&first, format), &export(&second, format), format);
    }
}

/// What the other tests of this page rely on: every table has rows, and the limits are reached.
#[test]
fn the_invented_articles_fill_every_table() {
    let dir = tempfile::tempdir().unwrap();
    let files = exported(&arguments(&ten_files(dir.path())), 2);
    for table in ["articles", "blocks", "skipped", "matches", "pairs", "families", "findings"] {
        assert!(!rows(&files, table).is_empty(), "{table} is empty");
    }
    assert_eq!(rows(&files, "articles").len(), 150);
    let values = |table: &str, column: &str| -> std::collections::BTreeSet<String> {
        rows(&files, table).iter().filter_map(|r| r[column].as_str().map(str::to_owned)).collect()
    };
    assert_eq!(values("skipped", "reason").into_iter().collect::<Vec<_>>(), ["bad-json"]);
    for layer in ["narration", "quotation", "site"] {
        assert!(values("matches", "layer").contains(layer), "no match of layer {layer}");
    }
    for kind in ["verbatim", "edited"] {
        assert!(values("matches", "kind").contains(kind), "no match of kind {kind}");
    }
    let families = rows(&files, "families");
    let of_wire = families.iter().find(|f| f["size"].as_u64() >= Some(WIRE_ARTICLES as u64)).expect("the wire text is a family");
    assert_eq!(of_wire["capped"], Value::Bool(true));
    assert!(families.iter().filter(|f| f["size"].as_u64() < Some(WIRE_ARTICLES as u64)).count() >= 8);
    assert!(manifest(&files)["looked_at"]["capped_runs"].as_u64() > Some(0));
    let directions = values("pairs", "direction");
    assert!(directions.len() >= 2, "{directions:?}");
}

#[test]
fn the_order_of_the_files_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut paths = ten_files(dir.path());
    let sorted = exported(&arguments(&paths), 2);
    let mut numbers = Numbers(7);
    for round in 0..2 {
        numbers.shuffle(&mut paths);
        same(&sorted, &exported(&arguments(&paths), 2), &format!("shuffle {round}"));
    }
}

/// Line numbers and the hash of the file are what the order of the lines may change, and nothing else.
#[test]
fn the_order_of_the_records_changes_line_numbers_only() {
    let dir = tempfile::tempdir().unwrap();
    let mut stories = stories();
    let sorted = write(dir.path(), "sorted/all.jsonl", jsonl(&stories));
    Numbers(11).shuffle(&mut stories);
    let shuffled = write(dir.path(), "shuffled/all.jsonl", jsonl(&stories));
    let (mut left, mut right) = (exported(&[sorted.into()], 0), exported(&[shuffled.into()], 0));
    assert_ne!(left["articles.jsonl"], right["articles.jsonl"], "the line numbers are told");
    for files in [&mut left, &mut right] {
        let mut run = manifest(files);
        assert_eq!(run["inputs"].as_array().map(Vec::len), Some(1));
        run["inputs"][0]["sha256"] = Value::Null;
        let mut articles = rows(files, "articles");
        for article in &mut articles {
            assert!(article["locator"].as_str().is_some_and(|l| l.starts_with("line ")), "{article}");
            article["locator"] = Value::Null;
        }
        files.insert("run.json".to_owned(), run.to_string().into_bytes());
        files.insert("articles.jsonl".to_owned(), articles.iter().map(|a| format!("{a}\n")).collect::<String>().into_bytes());
    }
    same(&left, &right, "shuffled records");
}

#[test]
fn threads_and_memory_change_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let inputs = arguments(&ten_files(dir.path()));
    let with = |options: &[&str]| {
        let collection = dir.path().join(format!("{}.retold", options.join("")));
        add(&collection, inputs.iter().cloned().chain(options.iter().map(OsString::from)), 2);
        export(&collection, "jsonl")
    };
    let plain = with(&[]);
    for options in [&["--threads", "1"], &["--threads", "2"], &["--memory", "64M"]] {
        same(&plain, &with(options), &options.join(" "));
    }
}

/// Three folders of 50 articles each, which share passages with each other.
fn three_folders(dir: &Path) -> [PathBuf; 3] {
    let stories = stories();
    let folder = |name: &str, first: usize| {
        let part: Vec<Story> = stories.iter().skip(first).step_by(3).cloned().collect();
        let folder = dir.join(name);
        write(&folder, &format!("{name}.csv"), csv(&part[..20]));
        write(&folder, &format!("{name}.jsonl"), jsonl(&part[20..]) + "no json\n");
        folder
    };
    [folder("north", 0), folder("south", 1), folder("west", 2)]
}

#[test]
fn three_steps_in_any_order_equal_one() {
    let dir = tempfile::tempdir().unwrap();
    let folders = three_folders(dir.path());
    let at_once = dir.path().join("at-once.retold");
    add(&at_once, &folders, 2);
    let expected = FORMATS.map(|format| export(&at_once, format));
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let steps = dir.path().join(format!("{order:?}.retold"));
        for folder in order {
            add(&steps, [&folders[folder]], 2);
        }
        for (format, expected) in FORMATS.iter().zip(&expected) {
            same(expected, &export(&steps, format), &format!("{format}, order {order:?}"));
        }
    }
}

#[test]
fn adding_the_same_again_changes_nothing_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let articles = write(dir.path(), "articles/all.jsonl", jsonl(&stories()[..60]));
    let collection = dir.path().join("news.retold");
    add(&collection, [&articles], 0).says(&["60 new", "60 in the collection"]);
    let before = export(&collection, "jsonl");
    let index = files(&collection.join("index"));
    for inputs in [vec![&articles], vec![&articles, &articles]] {
        add(&collection, inputs, 0).says(&["0 new", "60 known", "60 in the collection", "Nothing changed."]);
        same(&before, &export(&collection, "jsonl"), "added again");
        same(&index, &files(&collection.join("index")), "index, added again");
    }
}

#[test]
fn adding_the_same_again_with_a_bad_line_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let articles = write(dir.path(), "all.jsonl", jsonl(&stories()[..30]) + "no json\n");
    let collection = dir.path().join("news.retold");
    add(&collection, [&articles], 2);
    let before = export(&collection, "jsonl");
    add(&collection, [&articles], 2).says(&["0 new", "30 known", "1 skipped"]).warns(&["all.jsonl", "line 31", "bad-json"]);
    same(&before, &export(&collection, "jsonl"), "added again");
}

/// What a table of outlets says of names and domains holds for articles that came before it, too.
#[test]
fn a_table_of_outlets_may_come_last() {
    let dir = tempfile::tempdir().unwrap();
    let record = |i: usize| {
        let mut record = stories()[i].record();
        record["url"] = format!("https://www.dispatch.example/{i}").into();
        if let Some(record) = record.as_object_mut() {
            record.remove("outlet");
        }
        format!("{record}\n")
    };
    let articles = write(dir.path(), "a/articles.jsonl", (0..6).map(record).collect::<String>());
    let table = write(dir.path(), "b/outlets.csv", "outlet,domains\nSarrow Dispatch,dispatch.example\n");
    let more = write(dir.path(), "b/more.jsonl", jsonl(&stories()[20..24]));
    let folders = [articles.parent().unwrap(), table.parent().unwrap()];
    assert!(more.starts_with(folders[1]));
    let (at_once, steps) = (dir.path().join("at-once.retold"), dir.path().join("steps.retold"));
    add(&at_once, folders, 0);
    for folder in folders {
        add(&steps, [folder], 0);
    }
    same(&export(&at_once, "jsonl"), &export(&steps, "jsonl"), "the table in the second step");
}

/// Two folders that hold the same bytes under the same name.
fn mirrors(dir: &Path) -> [PathBuf; 2] {
    ["mirror", "original"].map(|name| write(dir, &format!("{name}/page.txt"), &stories()[3].text).parent().unwrap().to_owned())
}

#[test]
fn equal_pages_of_two_folders_are_two_articles() {
    let dir = tempfile::tempdir().unwrap();
    let collection = dir.path().join("news.retold");
    add(&collection, mirrors(dir.path()), 0);
    let files = export(&collection, "jsonl");
    let inputs: Vec<_> = rows(&files, "articles").iter().map(|a| a["input"].as_str().unwrap().to_owned()).collect();
    assert_eq!(inputs.iter().collect::<std::collections::BTreeSet<_>>().len(), 2, "{inputs:?}");
    assert_eq!(rows(&files, "pairs").len(), 1);
}

#[test]

fn equal_pages_of_two_folders_are_two_articles_in_two_steps() {
    let dir = tempfile::tempdir().unwrap();
    let collection = dir.path().join("news.retold");
    for folder in mirrors(dir.path()) {
        add(&collection, [folder], 0);
    }
    assert_eq!(rows(&export(&collection, "jsonl"), "articles").len(), 2);
}

/// Fingerprints depend on the settings: made with others, they would not meet.
#[test]
fn other_settings_in_the_second_step_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let [north, south, _] = three_folders(dir.path());
    let settings = write(dir.path(), "longer.toml", "[echo]\ngram_words = 6\nmin_words = 9\n");
    let with: [OsString; 2] = ["--config".into(), settings.into()];
    let (plain, longer) = (dir.path().join("plain.retold"), dir.path().join("longer.retold"));
    add(&plain, [&north], 2);
    add(&longer, [OsString::from(&north)].iter().chain(&with), 2);
    let before = [&plain, &longer].map(|c| export(c, "jsonl"));
    add(&plain, [OsString::from(&south)].iter().chain(&with), 1).warns(&["other", "settings", "add with the same --config"]);
    add(&longer, [&south], 1).warns(&["other", "settings", "add with the same --config"]);
    for (collection, before) in [&plain, &longer].into_iter().zip(&before) {
        same(before, &export(collection, "jsonl"), "refused");
    }
    add(&longer, [OsString::from(&south)].iter().chain(&with), 2);
}
