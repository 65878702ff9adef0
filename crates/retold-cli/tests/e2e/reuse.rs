//! Filters, `retold dependence` and `--format passim`, as their users meet them.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::support::*;

/// Sentences of invented words that no other seed has.
fn text(seed: u64) -> String {
    const SYLLABLES: [&str; 8] = ["ka", "lo", "mi", "ten", "ru", "sa", "vel", "or"];
    let mut numbers = Numbers(seed);
    let mut word = || (0..4).map(|_| SYLLABLES[numbers.below(8)]).collect::<String>();
    let mut sentence = || format!("The {}.", (0..12).map(|_| word()).collect::<Vec<_>>().join(" "));
    (0..12).map(|_| sentence()).collect::<Vec<_>>().join(" ")
}

/// A dispatch, a release, an article made of both, a copy four months later, and one text of its own.
fn articles(dir: &Path) -> [PathBuf; 3] {
    let line = |id: &str, outlet: &str, day: &str, text: String| {
        format!("{}\n", json!({"id": id, "outlet": outlet, "published": day, "text": text, "lang": "en"}))
    };
    let (wire, release) = (text(1), text(2));
    let both = [wire.as_str(), &release, &text(3)].join("\n\n");
    [
        write(dir, "wire.jsonl", line("wire", "Reach Press Agency", "2031-04-02", wire.clone())),
        write(dir, "release.jsonl", line("release", "Sarrow Harbour Office", "2031-04-02", release)),
        write(
            dir,
            "articles.jsonl",
            [
                line("late", "Orrey Evening Star", "2031-08-02", wire),
                line("made", "Marren Post", "2031-04-03", both),
                line("own", "Sound Weekly", "2031-04-03", text(4)),
            ]
            .concat(),
        ),
    ]
}

fn pairs(collection: &Path) -> Vec<(String, String)> {
    let text = |v: &Value| v.as_str().unwrap().to_owned();
    rows(&export(collection, "jsonl"), "pairs").iter().map(|p| (text(&p["left"]), text(&p["right"]))).collect()
}

#[test]
fn filters_keep_what_they_name_and_count_the_rest() {
    let dir = tempfile::tempdir().unwrap();
    let files = articles(dir.path());
    let with = |name: &str, filter: &[&str]| {
        let collection = dir.path().join(name);
        Ran::of(retold().arg("add").arg(&collection).args(&files).args(filter)).code(0);
        pairs(&collection)
    };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    let all = vec![pair("late", "made"), pair("late", "wire"), pair("made", "release"), pair("made", "wire")];
    assert_eq!(with("all", &[]), all);
    assert_eq!(with("within", &["--within", "days=30"]), all[2..]);
    assert_eq!(with("without", &["--without-outlet", "Orrey Evening Star"]), all[2..]);
    assert_eq!(with("across", &["--across", "outlets"]), all);
    assert!(with("languages", &["--across", "languages"]).is_empty());
    assert!(with("long", &["--min-words", "100000"]).is_empty());
    let counts = manifest(&export(&dir.path().join("long"), "jsonl"));
    assert!(counts.to_string().contains("\"filtered_matches\":4"), "{counts}");
    run(["add", "x.retold", "y", "--within", "30 moons"]).code(1);
}

#[test]
fn dependence_says_how_much_of_an_article_is_agency_copy_and_released_text() {
    let dir = tempfile::tempdir().unwrap();
    let [wire, release, news] = articles(dir.path());
    let collection = dir.path().join("c.retold");
    add(&collection, [&news], 0);
    let ask = |format: &str| Ran::of(retold().arg("dependence").arg(&collection).args(["--format", format])).code(0);
    ask("table").says(&["No source material", "--role wire"]);
    for (role, file) in [("wire", &wire), ("release", &release)] {
        Ran::of(retold().arg("add").arg(&collection).arg(file).args(["--role", role])).code(0);
    }
    let told = ask("jsonl").json();
    let ids: Vec<&str> = told.iter().map(|row| row["article"].as_str().unwrap()).collect();
    assert_eq!(ids, ["late", "made", "own"]);
    let [late, made, own] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!((&late["wire_share"], &late["release_words"]), (&json!(1.0), &json!(0)));
    assert!(made["wire_words"].as_u64() > Some(0) && made["release_words"].as_u64() > Some(0));
    let sum = made["wire_words"].as_u64().unwrap() + made["release_words"].as_u64().unwrap();
    assert_eq!(made["source_words"], sum);
    assert_eq!(own["source_words"], 0);
    // every passage slices equal words out of both texts
    let exported = export(&collection, "jsonl");
    let texts = rows(&exported, "articles");
    let text = |id: &Value| texts.iter().find(|a| a["id"] == *id).unwrap()["text"].as_str().unwrap();
    let slice =
        |id: &Value, start: &Value, end: &Value| text(id)[start.as_u64().unwrap() as usize..end.as_u64().unwrap() as usize].to_owned();
    let passages = made["passages"].as_array().unwrap();
    assert_eq!(passages.len(), 2);
    for p in passages {
        assert_eq!(slice(&made["article"], &p["start"], &p["end"]), slice(&p["source"], &p["source_start"], &p["source_end"]));
    }
    ask("table").says(&["Orrey Evening Star", "100.0 %"]).says(&["Marren Post", "in 1 article"]);
    let csv = ask("csv").stdout;
    assert_eq!(csv.lines().count(), 4);
    assert!(csv.starts_with("article,outlet,words,wire_words,wire_share,"), "{csv}");
}

#[test]
fn the_shape_of_passim_has_aligned_pairs_and_clusters_whose_offsets_are_code_points() {
    let dir = tempfile::tempdir().unwrap();
    let collection = dir.path().join("c.retold");
    add(&collection, articles(dir.path()), 0);
    let out = dir.path().join("passim");
    Ran::of(retold().arg("export").arg(&collection).args(["--format", "passim", "-o"]).arg(&out)).code(0);
    let lines = |name: &str| -> Vec<Value> {
        let text = std::fs::read_to_string(out.join(name)).unwrap();
        text.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
    };
    let texts = rows(&export(&collection, "jsonl"), "articles");
    let slice = |id: &Value, begin: &Value, end: &Value| -> String {
        let text = texts.iter().find(|a| a["id"] == *id).unwrap()["text"].as_str().unwrap();
        let (begin, end) = (begin.as_u64().unwrap() as usize, end.as_u64().unwrap() as usize);
        text.chars().skip(begin).take(end - begin).collect()
    };
    let align = lines("align.json");
    assert_eq!(align.len(), 4);
    for line in &align {
        let (s1, s2) = (line["s1"].as_str().unwrap(), line["s2"].as_str().unwrap());
        assert_eq!(s1.chars().count(), s2.chars().count());
        assert_eq!(s1.replace('-', ""), slice(&line["id"], &line["begin"], &line["end"]).replace('-', ""));
        assert_eq!(s2.replace('-', ""), slice(&line["id2"], &line["begin2"], &line["end2"]).replace('-', ""));
        assert!(line["matches"].as_u64() > Some(0) && line["series"] != line["series2"]);
    }
    let clusters = lines("out.json");
    assert!(clusters.len() >= 5, "{clusters:?}");
    for line in &clusters {
        assert_eq!(line["text"].as_str().unwrap(), slice(&line["id"], &line["begin"], &line["end"]));
        let size = clusters.iter().filter(|other| other["cluster"] == line["cluster"]).count();
        assert_eq!(line["size"], size);
    }
}
