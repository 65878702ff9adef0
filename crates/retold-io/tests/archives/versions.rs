//! Several captures of one page are versions of one article.

use std::fs;
use std::path::Path;

use retold::record::FindingKind;
use retold::{Analysis, Config};
use retold_io::add::{AddOptions, Added, add};
use retold_io::read::ReadOptions;
use retold_io::{Collection, Manifest};
use serde_json::{Value, json};

fn adding(collection: &Path, inputs: &[&Path]) -> Added {
    let collection = Collection::create_or_open(collection).unwrap();
    let config = Config::default();
    let read = ReadOptions { inputs: inputs.iter().map(|p| p.to_str().unwrap().to_owned()).collect(), ..ReadOptions::default() };
    let manifest = Manifest { tool_version: "0".into(), configuration: json!({}) };
    add(&collection, &AddOptions { read, config: &config, memory_bytes: 64 << 20, manifest }, &()).unwrap()
}

/// What is found in a new collection of this file.
fn analysed(path: &Path, file: &Path) -> Analysis {
    assert!(adding(path, &[file]).found.is_some());
    let collection = Collection::open(path).unwrap();
    collection.analysis(&collection.roster().unwrap()).unwrap()
}

const BODY: &str = "The ferry «Marelle» ran aground off Port Vellan on Monday, the harbour office said. It was carrying cars and timber from \
                    Lisken when the wind pushed it onto the sandbank before the lighthouse. Divers looked at the hull in the afternoon and \
                    found no leak. The harbour office expects to tow it free with the next spring tide, weather permitting.";

fn capture(url: &str, captured: &str, text: &str) -> Value {
    json!({"url": url, "captured": captured, "title": "Ferry aground", "outlet": "Sarrow Dispatch", "published": "2031-05-06", "text": text, "lang": "en"})
}

/// Three captures of one page, one of them under its AMP address, and another outlet's copy.
fn captures() -> Vec<Value> {
    let first = format!("{BODY} The crew of 12 is safe.");
    let second = format!("{BODY} The crew of 14 is safe.");
    vec![
        capture("https://dispatch.example/ferry", "2031-05-06T08:00:00Z", &first),
        capture("https://amp.dispatch.example/ferry?utm_source=mail", "2031-05-06T09:00:00Z", &first),
        capture("https://www.dispatch.example/ferry/", "2031-05-06T12:00:00Z", &second),
        json!({"url": "https://post.example/9", "outlet": "Corrin Post", "published": "2031-05-07", "text": format!("{BODY} The crew of 12 is safe."), "lang": "en"}),
    ]
}

/// Three texts under one given id and address, and another outlet's copy.
fn revisions() -> Vec<Value> {
    let text = |crew: u32| format!("{BODY} The crew of {crew} is safe.");
    let revision = |captured: &str, crew: u32| {
        let mut record = capture("https://dispatch.example/ferry", captured, &text(crew));
        record["id"] = json!("ferry");
        record
    };
    vec![
        revision("2031-05-06T08:00:00Z", 12),
        revision("2031-05-06T09:00:00Z", 13),
        revision("2031-05-06T12:00:00Z", 14),
        json!({"id": "copy", "url": "https://post.example/9", "outlet": "Corrin Post", "published": "2031-05-07", "text": text(13), "lang": "en"}),
    ]
}

#[test]
fn texts_under_one_given_id_have_the_same_ids_in_any_order_of_adding() {
    let dir = tempfile::tempdir().unwrap();
    let records = revisions();
    let found = |name: &str, order: &[usize], steps: bool| {
        let path = dir.path().join(name);
        let adds: Vec<Vec<Value>> = match steps {
            true => order.iter().map(|&i| vec![records[i].clone()]).collect(),
            false => vec![order.iter().map(|&i| records[i].clone()).collect()],
        };
        for (number, records) in adds.iter().enumerate() {
            let folder = dir.path().join(format!("{name}-{number}"));
            fs::create_dir(&folder).unwrap();
            fs::write(folder.join("a.jsonl"), lines(records)).unwrap();
            adding(&path, &[&folder.join("a.jsonl")]);
        }
        let collection = Collection::open(&path).unwrap();
        collection.check().unwrap();
        let roster = collection.roster().unwrap();
        let ids: Vec<_> = roster.cards().iter().map(|c| (c.id.clone(), c.text_sha256.clone())).collect();
        (ids, collection.analysis(&roster).unwrap())
    };
    let (ids, analysis) = found("sorted", &[0, 1, 2, 3], false);
    assert_eq!(ids.len(), 4);
    let plain = ids.iter().position(|(id, _)| id == "ferry").unwrap();
    assert_eq!(
        analysis.versions.iter().map(|(_, first)| first.index()).collect::<Vec<_>>(),
        [plain, plain],
        "the first capture keeps the id"
    );
    for (name, order, steps) in
        [("steps", [0, 1, 2, 3], true), ("back", [3, 2, 1, 0], true), ("mixed", [1, 3, 0, 2], true), ("once", [2, 0, 3, 1], false)]
    {
        let (of_order, analysis_of_order) = found(name, &order, steps);
        assert_eq!(of_order, ids, "{name}");
        assert_eq!(analysis_of_order, analysis, "{name}");
    }
}

fn lines(records: &[Value]) -> String {
    records.iter().map(|r| format!("{r}\n")).collect()
}

#[test]
fn captures_of_one_page_are_versions_and_no_echoes() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("captures.jsonl");
    fs::write(&file, lines(&captures())).unwrap();
    let path = dir.path().join("news.retold");
    let analysis = analysed(&path, &file);
    let collection = Collection::open(&path).unwrap();
    let roster = collection.roster().unwrap();
    let url = |ix: retold::record::ArticleIx| roster.cards()[ix.index()].url.clone().unwrap();
    let mut versions: Vec<_> = analysis.versions.iter().map(|&(a, b)| (url(a), url(b))).collect();
    versions.sort();
    let first = "https://dispatch.example/ferry".to_owned();
    assert_eq!(
        versions,
        [
            ("https://amp.dispatch.example/ferry?utm_source=mail".to_owned(), first.clone()),
            ("https://www.dispatch.example/ferry/".to_owned(), first)
        ]
    );
    // the copy echoes both wordings, and neither wording echoes the other
    assert_eq!(analysis.pairs.len(), 2);
    assert!(analysis.pairs.iter().all(|p| [p.left, p.right].iter().any(|&a| url(a).contains("post.example"))));
    assert!(analysis.families.iter().all(|f| f.texts_high <= 2), "{:?}", analysis.families);
    let changed: Vec<_> = analysis.findings.iter().filter(|f| f.kind == FindingKind::VersionChanged).collect();
    assert_eq!(changed.len(), 1, "{:?}", analysis.findings);
    assert!(changed[0].sentence.contains("“12” became “14”"), "{}", changed[0].sentence);
    assert!(changed[0].sentence.contains("No notice of a correction was found"), "{}", changed[0].sentence);
    // one finding about the copy, though two wordings match it
    let copies = analysis.findings.iter().filter(|f| matches!(f.kind, FindingKind::CreditNotFound | FindingKind::SharedText));
    assert!(copies.count() <= 1, "{:?}", analysis.findings);
    // what was stored is what was found
    assert_eq!(collection.analysis(&roster).unwrap().versions, analysis.versions);
}

#[test]
fn versions_do_not_depend_on_the_order_of_adding() {
    let dir = tempfile::tempdir().unwrap();
    let records = captures();
    let mut results = Vec::new();
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
        let path = dir.path().join(format!("{order:?}.retold"));
        for (step, record) in order.into_iter().enumerate() {
            let file = dir.path().join(format!("{step}.jsonl"));
            fs::write(&file, lines(&records[record..=record])).unwrap();
            adding(&path, &[&file]);
        }
        let collection = Collection::open(&path).unwrap();
        results.push(collection.analysis(&collection.roster().unwrap()).unwrap());
    }
    assert_eq!(results[0].versions.len(), 2);
    for other in &results[1..] {
        assert_eq!(other.versions, results[0].versions);
        assert_eq!(other.findings, results[0].findings);
        assert_eq!(other.pairs, results[0].pairs);
    }
}

#[test]
fn a_notice_of_a_correction_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let mut records = captures();
    records[2]["text"] =
        format!("{BODY} The crew of 14 is safe.\n\nCorrection: An earlier version of this article gave a wrong number of crew.").into();
    let file = dir.path().join("captures.jsonl");
    fs::write(&file, lines(&records)).unwrap();
    let analysis = analysed(&dir.path().join("news.retold"), &file);
    let kinds: Vec<_> = analysis.findings.iter().map(|f| f.kind).collect();
    assert!(kinds.contains(&FindingKind::VersionCorrected) && !kinds.contains(&FindingKind::VersionChanged), "{:?}", analysis.findings);
}

#[test]
fn an_address_with_another_text_is_another_article() {
    let dir = tempfile::tempdir().unwrap();
    let mut records = captures();
    records.truncate(2);
    records[1]["text"] = "Apples were dear at the market of Corrin this week, since frost took half of the blossom in spring.".into();
    let file = dir.path().join("captures.jsonl");
    fs::write(&file, lines(&records)).unwrap();
    let analysis = analysed(&dir.path().join("news.retold"), &file);
    assert_eq!(analysis.versions, []);
}
