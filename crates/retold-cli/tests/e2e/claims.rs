//! `retold claims`, as its users meet it.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::support::*;

const CLAIM: &str = "The harbour office opened the sluice gates of Port Marren before dawn on Friday.";

/// The claim in an outlet's own voice, in somebody's mouth, denied, and an article without it.
fn collection(dir: &Path) -> PathBuf {
    let line = |id: &str, text: &str| format!("{}\n", json!({"id": id, "outlet": format!("{id} Post"), "text": text, "lang": "en"}));
    let articles = [
        line("own", &format!("The lower town woke under water. {CLAIM} Nobody had been told. “Señor” Ruy of the bakery lost his ovens.")),
        line(
            "said",
            "Tempers are short on the quay. Mayor Edda Lorn said on Saturday that the harbour office had opened the sluice gates of Port Marren \
             before dawn. A spokesman for the office did not respond to a request for comment.",
        ),
        line(
            "denied",
            "Three streets are closed. The harbour office denied that it had opened the sluice gates of Port Marren before dawn on Friday.",
        ),
        line("none", "The wheat harvest in the Orlen valley will be poor after a spring without rain, farmers say."),
    ];
    let collection = dir.join("claims.retold");
    add(&collection, [write(dir, "articles.jsonl", articles.concat())], 0);
    collection
}

fn claims(collection: &Path, sheet: &Path, format: &str) -> Ran {
    Ran::of(retold().arg("claims").arg(collection).arg(sheet).args(["--format", format])).code(0)
}

fn of<'r>(rows: &'r [Value], article: &str) -> &'r Value {
    rows.iter().find(|r| r["article"] == article).unwrap_or_else(|| panic!("no row of {article} in {rows:?}"))
}

#[test]
fn a_claim_is_told_in_an_own_voice_or_in_somebodys_or_denied_or_not_there() {
    let dir = tempfile::tempdir().unwrap();
    let collection = collection(dir.path());
    let sheet = write(dir.path(), "claims.csv", format!("id,claim,accuser\nc1,\"{CLAIM}\",Edda Lorn\n"));
    let rows = claims(&collection, &sheet, "jsonl").json();
    assert_eq!(rows.len(), 3, "{rows:?}");
    let own = of(&rows, "own");
    assert_eq!((&own["claim"], &own["status"], &own["voice"]), (&json!("c1"), &json!("verbatim"), &json!("own")));
    assert_eq!((&own["accuser_named"], &own["attributed_to"]), (&json!(false), &Value::Null));
    let said = of(&rows, "said");
    assert_eq!((&said["status"], &said["voice"], &said["accuser_named"]), (&json!("reworded"), &json!("attributed"), &json!(true)));
    assert_eq!(said["attributed_to"], "Mayor Edda Lorn");
    assert!(said["answer"].as_str().unwrap().contains("did not respond"), "{said}");
    let denied = of(&rows, "denied");
    assert_eq!((&denied["status"], &denied["voice"]), (&json!("answered"), &json!("denied")));
}

#[test]
fn every_place_has_its_words_by_bytes_and_by_code_points() {
    let dir = tempfile::tempdir().unwrap();
    let collection = collection(dir.path());
    let text = "Señor Ruy of the bakery lost his ovens in Port Marren";
    let sheet = write(dir.path(), "claims.txt", format!("{CLAIM}\n\n{text}\n"));
    let rows = claims(&collection, &sheet, "jsonl").json();
    let articles = rows_of(&collection);
    for row in &rows {
        let text = articles.iter().find(|a| a["id"] == row["article"]).unwrap()["text"].as_str().unwrap();
        let at = |name: &str| row[name].as_u64().unwrap() as usize;
        assert_eq!(&text[at("start")..at("end")], row["passage"].as_str().unwrap());
        let by_code_points: String = text.chars().skip(at("cp_start")).take(at("cp_end") - at("cp_start")).collect();
        assert_eq!(by_code_points, row["passage"].as_str().unwrap());
    }
    assert!(rows.iter().any(|r| r["claim"] == "1") && rows.iter().any(|r| r["claim"] == "2"), "{rows:?}");
}

fn rows_of(collection: &Path) -> Vec<Value> {
    rows(&export(collection, "jsonl"), "articles")
}

#[test]
fn people_are_told_where_it_is_attributed_and_where_it_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let collection = collection(dir.path());
    let sheet = write(dir.path(), "claims.txt", format!("{CLAIM}\n"));
    claims(&collection, &sheet, "table")
        .says(&["said Post", "attributed to “Mayor Edda Lorn”"])
        .says(&["not found in 1 of 4 articles"])
        .says(&["Attributed here, own voice there", "said", "own"]);
    let csv = claims(&collection, &sheet, "csv");
    assert!(csv.stdout.starts_with("claim,article,outlet,status,voice,"), "{}", csv.stdout);
    assert_eq!(csv.stdout.lines().count(), 4, "{}", csv.stdout);
}

#[test]
fn claims_come_from_standard_input_and_an_empty_sheet_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let collection = collection(dir.path());
    let ask = |sheet: &str| Ran::of(retold().arg("claims").arg(&collection).arg("-").write_stdin(sheet.to_owned()));
    ask(CLAIM).code(0).says(&["own Post", "verbatim"]);
    ask("\n").code(1).warns(&["no claim"]);
}
