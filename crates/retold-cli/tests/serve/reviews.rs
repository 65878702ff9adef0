//! What readers say of findings is stored, shown, counted and exported.

use std::process::Command;

use scraper::{Html, Selector};

use crate::client::{Server, sample_collection};

/// Id of the first finding of the list.
fn first_finding(server: &Server) -> String {
    let page = Html::parse_document(&server.get("/findings").body);
    let lines = Selector::parse("li.find[id]").expect("the selector is well formed");
    let first = page.select(&lines).next().expect("the sample has findings");
    first.value().id().expect("it has an id").to_owned()
}

fn said(finding: &str, decision: &str, coder: &str) -> String {
    serde_json::json!({"finding": finding, "decision": decision, "coder": coder, "note": "<b>why</b>"}).to_string()
}

#[test]
fn a_review_is_stored_shown_counted_and_exported() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let collection = sample_collection(folder.path());
    let server = Server::start(&collection, &["--idle-minutes", "2"]);
    let finding = first_finding(&server);
    assert!(!server.get("/").body.contains("rejected in review"));
    assert_eq!(server.post("/reviews", &said(&finding, "rejected", "A1")).status, 204);
    let page = server.get(&format!("/finding/{finding}")).body;
    assert!(page.contains("rejected") && page.contains("A1") && page.contains("&#60;b&#62;why"), "the note is shown as text");
    assert!(server.get("/").body.contains("1 more rejected in review"));
    assert_eq!(server.post("/reviews", &said(&finding, "accepted", "B2")).status, 204);
    let (listed, any, rejected) =
        (server.get("/findings").body, server.get("/findings?said=any").body, server.get("/findings?said=rejected").body);
    assert!(
        !listed.contains(&format!("id=\"{finding}\"")) && listed.contains("1 finding was rejected in review"),
        "it leaves list and totals"
    );
    assert!(any.contains("accepted by B2") && rejected.contains(&format!("id=\"{finding}\"")));
    assert!(!server.get("/findings?said=nobody").body.contains(&finding) && server.get("/findings?said=accepted").body.contains(&finding));
    let out = folder.path().join("out");
    let done =
        Command::new(env!("CARGO_BIN_EXE_retold")).arg("export").arg(&collection).arg("-o").arg(&out).output().expect("the binary starts");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let rows = std::fs::read_to_string(out.join("reviews.jsonl")).expect("the table is there");
    assert_eq!(rows.lines().filter(|l| l.contains(&finding)).count(), 2, "{rows}");
}

#[test]
fn what_is_no_review_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let server = Server::start(&sample_collection(folder.path()), &["--idle-minutes", "2"]);
    let finding = first_finding(&server);
    for body in [
        said("n0000000000000000", "accepted", "A1"),
        said(&finding, "liked", "A1"),
        said(&finding, "accepted", " "),
        said(&finding, "accepted", &"x".repeat(21)),
    ] {
        assert_eq!(server.post("/reviews", &body).status, 422, "{body}");
    }
    for body in ["", "{}", "[]", "{\"finding\": 1}", "not json"] {
        assert!([400, 415, 422].contains(&server.post("/reviews", body).status), "{body}");
    }
    let plain =
        server.ask("POST", "/reviews", &[("Host", &server.host()), ("Cookie", &server.cookie())], &said(&finding, "accepted", "A1"));
    assert_eq!(plain.status, 403, "a form of another site");
    assert_eq!(server.get("/reviews").status, 405, "reading changes nothing");
    assert!(server.get(&format!("/finding/{finding}")).body.contains("Nobody has looked at this yet"));
}
