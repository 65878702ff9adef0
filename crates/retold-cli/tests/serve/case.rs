//! The case file: what is ticked becomes a memo with excerpts that can be checked.

use std::process::Command;

use scraper::{Html, Selector};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::client::{Server, sample_collection};

/// Findings that a list holds.
fn findings(server: &Server, kind: &str) -> Vec<Value> {
    let whole: Value = serde_json::from_str(&server.get(&format!("/findings.json{kind}")).body).expect("JSON");
    whole["rows"].as_array().expect("rows").clone()
}

fn id(row: &Value) -> &str {
    row["id"].as_str().expect("an id")
}

#[test]
fn what_is_ticked_becomes_a_memo_that_can_be_checked() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let collection = sample_collection(folder.path());
    let server = Server::start(&collection, &["--idle-minutes", "2"]);
    let (numbers, credits) = (findings(&server, "?of=edited-number"), findings(&server, "?of=credit-not-found"));
    let (number, credit) = (id(&numbers[0]), id(&credits[0]));
    assert!(server.get("/case").body.contains("Nothing is in the case file yet"));
    let put = |finding: &str, keep: bool, note: &str| {
        server.post("/case", &json!({"finding": finding, "keep": keep, "note": note}).to_string()).status
    };
    assert_eq!((put(number, true, "<b>ask</b> *them*"), put(credit, true, "")), (204, 204));
    assert_eq!((put("n0000000000000000", true, ""), put(number, true, &"x".repeat(2_001))), (422, 422));
    let page = server.get("/case").body;
    assert!(page.contains(number) && page.contains(credit) && page.contains("&#60;b&#62;ask"), "the note is shown as text");
    assert!(server.get(&format!("/finding/{number}")).body.contains("class=\"keep\" data-finding=\""));

    let memo = server.get("/case.md");
    assert_eq!(memo.header("content-type"), Some("text/markdown; charset=utf-8"));
    for part in ["## Findings", "## Excerpts", "## What we could not check", "## Questions to the outlets", "\\<b\\>ask\\</b\\> \\*them\\*"]
    {
        assert!(memo.body.contains(part), "{part} is missing in {}", memo.body);
    }
    // every passage of the findings is an excerpt with its bytes and the hash of its text, and the hash is right
    let articles: Value = serde_json::from_str(&server.get("/articles.json").body).expect("JSON");
    for row in [&numbers[0], &credits[0]] {
        for e in row["evidence"].as_array().expect("evidence") {
            assert!(memo.body.contains(&format!("- Bytes of the text: {} to {}", e["start"], e["end"])), "{e}");
            let of = articles["rows"].as_array().expect("rows").iter().find(|a| a["id"] == e["article"]).expect("its article");
            assert!(memo.body.contains(of["text_sha256"].as_str().expect("a hash")), "{e}");
        }
    }
    let page = Html::parse_document(&server.get("/case.html").body);
    let count = |css: &str| page.select(&Selector::parse(css).expect("a selector")).count();
    assert_eq!(count("li[id^='finding-']"), 2);
    assert_eq!(count("script, link, img, [src], a[href^='http']"), 0, "it needs nothing else");
    let numbered = memo.body.matches("<a id=\"excerpt-").count();
    assert!(numbered >= 4 && count("li[id^='excerpt-']") == numbered);

    let out = folder.path().join("memo.md");
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_retold"));
        command.arg("case").arg(&collection).args(arguments).arg("-o").arg(&out).output().expect("the binary starts")
    };
    assert!(run(&[]).status.success());
    assert_eq!(std::fs::read_to_string(&out).expect("a memo"), memo.body, "the same memo from the command line");
    assert!(run(&["--findings", number]).status.success());
    let one = std::fs::read_to_string(&out).expect("a memo");
    assert!(one.contains(&number.replace('-', "\\-")) && !one.contains(credit));
    assert_eq!(run(&["--findings", &format!("{number},n0000000000000000")]).status.code(), Some(2), "what is not found is named");
    assert_eq!(run(&["--findings", "n0000000000000000"]).status.code(), Some(1));

    assert_eq!((put(number, false, ""), put(credit, false, "")), (204, 204));
    assert!(server.get("/case").body.contains("Nothing is in the case file yet"));
    assert_eq!(run(&[]).status.code(), Some(1), "an empty case file is no memo");
}

#[test]
fn a_memo_asks_each_outlet_and_presumes_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let collection = sample_collection(folder.path());
    let server = Server::start(&collection, &["--idle-minutes", "2"]);
    let all = findings(&server, "");
    for row in &all {
        assert_eq!(server.post("/case", &json!({"finding": id(row), "keep": true}).to_string()).status, 204);
    }
    let memo = server.get("/case.md").body;
    let questions = memo.split("## Questions to the outlets").nth(1).expect("questions").to_lowercase();
    let ours: String = questions.lines().filter(|l| !l.contains("article “")).collect();
    assert!(questions.matches("### ").count() > 5, "each outlet is asked");
    for banned in ["copied", "stole", "plagiar", "why did you", "fake", "original source"] {
        assert!(!ours.contains(banned), "{banned}");
        assert!(!questions.contains(&format!(". {banned}")), "{banned}");
    }
    let hash: String = Sha256::digest(memo.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
    let again: String = Sha256::digest(server.get("/case.md").body.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(hash, again, "the same memo each time");
}
