//! Samples of findings, coders who do not see each other, and what their judgements say.

use scraper::{Html, Selector};
use serde_json::{Value, json};

use crate::client::{Server, sample_collection};

fn rows(server: &Server, query: &str) -> Vec<Value> {
    let whole: Value = serde_json::from_str(&server.get(&format!("/validation.json?{query}")).body).expect("JSON");
    whole["rows"].as_array().expect("rows").clone()
}

fn drawn(rows: &[Value]) -> Vec<String> {
    rows.iter().flat_map(|r| r["ids"].as_array().into_iter().flatten()).filter_map(|id| id.as_str().map(str::to_owned)).collect()
}

fn said(server: &Server, finding: &str, decision: &str, coder: &str) {
    let body = json!({"finding": finding, "decision": decision, "coder": coder, "note": format!("note of {coder}")}).to_string();
    assert_eq!(server.post("/reviews", &body).status, 204);
}

#[test]
fn a_sample_is_judged_blind_and_says_how_often_a_kind_is_right() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let server = Server::start(&sample_collection(folder.path()), &["--idle-minutes", "2"]);
    let (first, again, other) = (rows(&server, "each=3&seed=a"), rows(&server, "each=3&seed=a"), rows(&server, "each=3&seed=b"));
    assert_eq!(first, again, "a seed draws the same findings");
    assert_ne!(drawn(&first), drawn(&other));
    let (strata, agreement) = first.split_at(first.len() - 1);
    let findings: Value = serde_json::from_str(&server.get("/findings.json").body).expect("JSON");
    let all = findings["rows"].as_array().expect("rows");
    for s in strata {
        let of = |r: &&Value| r["kind"] == s["kind"] && r["confidence"] == s["confidence"];
        let size = all.iter().filter(of).count() as u64;
        assert_eq!((s["findings"].as_u64(), s["drawn"].as_u64()), (Some(size), Some(size.min(3))), "{s}");
        assert!(s["precision"].is_null());
    }
    assert!(agreement[0]["alpha"].is_null());

    // coder A accepts all of the first stratum but one; B sees nothing of it
    let stratum = strata.iter().find(|s| s["drawn"] == 3).expect("a large stratum");
    let ids = drawn(std::slice::from_ref(stratum));
    said(&server, &ids[0], "accepted", "A1");
    said(&server, &ids[1], "accepted", "A1");
    said(&server, &ids[2], "rejected", "A1");
    let blind = server.get(&format!("/finding/{}?each=3&seed=a&coder=B2", ids[0])).body;
    assert!(!blind.contains("note of A1") && !blind.contains("accepted by A1") && blind.contains("Judged apart"));
    assert!(server.get(&format!("/finding/{}", ids[0])).body.contains("note of A1"));
    let page = Html::parse_document(&blind);
    let next = page.select(&Selector::parse(".review[data-next]").expect("a selector")).next().and_then(|e| e.value().attr("data-next"));
    assert_eq!(next, Some("/validation/next?seed=a&each=3&coder=B2"));
    for (id, decision) in ids.iter().zip(["accepted", "accepted", "accepted"]) {
        said(&server, id, decision, "B2");
    }
    let after = rows(&server, "each=3&seed=a");
    let judged = after.iter().find(|r| r["kind"] == stratum["kind"] && r["confidence"] == stratum["confidence"]).expect("the stratum");
    assert_eq!((&judged["accepted"], &judged["rejected"], &judged["unsure"]), (&json!(2), &json!(0), &json!(1)), "of two minds is unsure");
    // Wilson's interval for 2 of 2
    assert_eq!((&judged["precision"], &judged["low"], &judged["high"]), (&json!(1.0), &json!(0.3424), &json!(1.0)));
    // two units agree, one does not: coincidences aa 4, ar 2; alpha = 1 - 5 * 2 / (5 * 1 * 2)
    let last = after.last().expect("agreement");
    assert_eq!((&last["findings"], &last["alpha"]), (&json!(3), &json!(0.0)));

    let to = server.get("/validation/next?seed=a&each=3&coder=B2");
    let place = to.header("location").expect("it leads on").to_owned();
    assert!(to.status == 303 && place.starts_with("/finding/") && ids.iter().all(|id| !place.contains(id)), "{place}");
    assert_eq!(server.get("/validation/next").header("location"), Some("/validation"));
}
