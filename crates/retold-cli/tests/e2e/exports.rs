//! Graphs, annotations, evidence packages and what may be passed on, as the programs that read them meet them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::support::*;

/// The sample as a collection.
fn sample(dir: &Path) -> PathBuf {
    let collection = dir.join("sample.retold");
    let articles = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/articles");
    add(&collection, [articles], 0);
    collection
}

fn written(collection: &Path, format: &str, dir: &Path) -> Files {
    let out = dir.join(format);
    Ran::of(retold().arg("export").arg(collection).args(["--format", format, "-o"]).arg(&out)).code(0);
    files(&out)
}

#[test]
fn edges_say_what_pairs_say_and_pairs_that_cannot_be_told_have_no_direction() {
    let dir = tempfile::tempdir().unwrap();
    let collection = sample(dir.path());
    let pairs = rows(&export(&collection, "jsonl"), "pairs");
    let edges = String::from_utf8(written(&collection, "edges", dir.path()).remove("edges.csv").unwrap()).unwrap();
    let told: Vec<_> = pairs.iter().filter(|p| !p["earlier"].is_null()).collect();
    assert!(!told.is_empty() && told.len() < pairs.len(), "the sample has both kinds");
    let of = |graph: &str| edges.lines().filter(|l| l.starts_with(&format!("{graph},"))).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(of("articles").len(), pairs.len());
    assert_eq!(of("articles-order").len(), told.len());
    for pair in told {
        let (earlier, other) = (pair["earlier"].as_str().unwrap(), ["left", "right"].map(|side| pair[side].as_str().unwrap()));
        let later = other.into_iter().find(|id| *id != earlier).unwrap();
        let row = format!("articles-order,{earlier},{later},true,{},", pair["shared_words"]);
        assert!(edges.lines().any(|l| l.starts_with(&row)), "no row {row}");
    }
    assert!(of("outlets").iter().all(|l| l.contains(",false,")) && of("outlets-order").iter().all(|l| l.contains(",true,")));
}

/// Loads every file with networkx and GraphML with igraph too, and prints their nodes and edges.
const LOAD: &str = r#"
import json, sys, pathlib
import networkx, igraph
out = {}
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.g*ml")) + sorted(pathlib.Path(sys.argv[1]).rglob("*.gexf")):
    g = networkx.read_graphml(path) if path.suffix == ".graphml" else networkx.read_gexf(path)
    out[path.name] = [g.number_of_nodes(), g.number_of_edges(), g.is_directed()]
    if path.suffix == ".graphml":
        i = igraph.Graph.Read_GraphML(str(path))
        out[path.name + " igraph"] = [i.vcount(), i.ecount(), i.is_directed()]
        out[path.name + " labels"] = sorted(i.vs["label"])[:1]
print(json.dumps(out))
"#;

#[test]
#[expect(clippy::print_stderr, reason = "says what was not tested")]
fn graphs_load_in_networkx_and_igraph() {
    let dir = tempfile::tempdir().unwrap();
    let collection = sample(dir.path());
    let required = std::env::var_os("RETOLD_REQUIRE_GRAPH_READERS").is_some();
    let python = std::env::var("RETOLD_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let ready = Command::new(&python).args(["-c", "import networkx, igraph"]).output().is_ok_and(|out| out.status.success());
    let edges = String::from_utf8(written(&collection, "edges", dir.path()).remove("edges.csv").unwrap()).unwrap();
    for format in ["graphml", "gexf"] {
        let graphs = written(&collection, format, dir.path());
        assert_eq!(graphs.len(), 4, "{:?}", graphs.keys());
        assert!(graphs.values().all(|bytes| bytes.starts_with(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>")));
    }
    if !ready {
        assert!(!required, "{python} has no networkx and igraph");
        eprintln!("not tested: {python} has no networkx and igraph (pip install networkx igraph)");
        return;
    }
    let out = Command::new(&python).args(["-c", LOAD]).arg(dir.path()).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let seen: Value = serde_json::from_slice(&out.stdout).unwrap();
    for name in ["articles", "articles-order", "outlets", "outlets-order"] {
        let count = edges.lines().filter(|l| l.starts_with(&format!("{name},"))).count();
        for file in [format!("{name}.graphml"), format!("{name}.graphml igraph"), format!("{name}.gexf")] {
            let [nodes, edges, directed] = [0, 1, 2].map(|at| &seen[&file][at]);
            assert_eq!(edges, count, "{file}");
            assert_eq!(directed, name.ends_with("-order"), "{file}");
            assert!(nodes.as_u64() > Some(5), "{file}");
        }
    }
}

#[test]
fn graphs_of_hostile_names_are_still_xml() {
    let dir = tempfile::tempdir().unwrap();
    let text = "The harbour of Velmouth was closed on Monday after the ferry from Orrey had lost both of its anchors in the storm.";
    let line = |id: &str, outlet: &str| {
        serde_json::json!({"id": id, "outlet": outlet, "title": "]]> &amp; \u{1}\u{b}\u{ffff}", "text": text}).to_string()
    };
    let records = [line("a\"<b>&\u{2}", "=cmd|' /C calc'!A0"), line("]]>", "O'\u{0}R \u{202e}x")].join("\n");
    let file = write(dir.path(), "h.jsonl", records);
    let collection = dir.path().join("h.retold");
    add(&collection, [file], 0);
    for format in ["graphml", "gexf"] {
        for (name, bytes) in written(&collection, format, dir.path()) {
            let text = String::from_utf8(bytes).unwrap();
            assert!(!text.contains(|c: char| c < ' ' && c != '\n' || c == '\u{ffff}'), "{name}");
            assert!(!text.contains("]]>") && !text.contains("<b>"), "{name}");
        }
    }
    let edges = String::from_utf8(written(&collection, "edges", dir.path()).remove("edges.csv").unwrap()).unwrap();
    assert!(edges.contains(",'=cmd|"), "{edges}");
}

#[test]
fn an_annotation_selects_one_string_by_quote_code_points_and_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let collection = sample(dir.path());
    let tables = export(&collection, "jsonl");
    let page: Value = serde_json::from_slice(&written(&collection, "webanno", dir.path())["annotations.jsonld"]).unwrap();
    let items = page["items"].as_array().unwrap();
    assert_eq!(items.len(), rows(&tables, "findings").len() + rows(&tables, "matches").len());
    let articles = rows(&tables, "articles");
    let mut targets = 0;
    for target in items.iter().flat_map(|item| item["target"].as_array().unwrap()) {
        let article = articles.iter().find(|a| a["id"] == target["source"]["retold:article"]).unwrap();
        assert_eq!(target["source"]["id"], format!("urn:sha256:{}", article["text_sha256"].as_str().unwrap()));
        let text = article["text"].as_str().unwrap();
        let [quote, position, data] = [0, 1, 2].map(|at| &target["selector"][at]);
        let exact = quote["exact"].as_str().unwrap();
        let number = |of: &Value| of.as_u64().unwrap() as usize;
        let (start, end) = (number(&position["start"]), number(&position["end"]));
        assert_eq!(text.chars().skip(start).take(end - start).collect::<String>(), exact);
        let (start, end) = (number(&data["start"]), number(&data["end"]));
        assert_eq!(&text[start..end], exact);
        assert!(text[..start].ends_with(quote["prefix"].as_str().unwrap()) && text[end..].starts_with(quote["suffix"].as_str().unwrap()));
        targets += 1;
    }
    assert!(targets > 2 * items.len() - 1);
}

fn pack(collection: &Path, out: &Path) -> Ran {
    Ran::of(retold().arg("export").arg(collection).args(["--format", "package", "--title", "Ferries", "-o"]).arg(out))
}

fn verify(package: &Path) -> Ran {
    Ran::of(retold().arg("verify").arg(package))
}

#[test]
fn a_package_is_the_same_bytes_each_time_and_names_every_file() {
    let dir = tempfile::tempdir().unwrap();
    let collection = sample(dir.path());
    let (a, b) = (dir.path().join("a"), dir.path().join("b"));
    let packed = pack(&collection, &a).code(0).stdout;
    pack(&collection, &b).code(0);
    same(&files(&a), &files(&b), "two packages");
    let checked = verify(&a).code(0).says(&["every byte as packed"]).stdout;
    let fingerprint = checked.trim().rsplit(' ').next().unwrap();
    assert!(fingerprint.len() == 64 && packed.contains(fingerprint), "{packed}{checked}");
    let again = pack(&collection, &a);
    assert!(again.code == Some(1) && again.stderr.contains("not empty"), "{}", again.stderr);
    let all = files(&a);
    let crate_json: Value = serde_json::from_slice(&all["data/ro-crate-metadata.json"]).unwrap();
    let graph = crate_json["@graph"].as_array().unwrap();
    for name in all.keys().filter_map(|n| n.strip_prefix("data/")).filter(|n| *n != "ro-crate-metadata.json") {
        let about = graph.iter().find(|e| e["@id"] == name).unwrap_or_else(|| panic!("{name} is not described"));
        assert!(!about["description"].as_str().unwrap().is_empty(), "{name}");
    }
    // what the table of articles says of its sources can be checked with nothing but the package
    let table = std::str::from_utf8(&all["data/tables/articles.jsonl"]).unwrap();
    for article in table.lines().map(|l| serde_json::from_str::<Value>(l).unwrap()) {
        assert!(all.contains_key(&format!("data/sources/{}", article["sha256"].as_str().unwrap())));
    }
}

#[test]
fn verify_finds_any_one_changed_byte_and_any_file_that_came_or_went() {
    let dir = tempfile::tempdir().unwrap();
    let text = "The harbour of Velmouth was closed on Monday after the ferry from Orrey had lost both of its anchors in the storm.";
    let file = write(dir.path(), "h.jsonl", format!("{}\n", serde_json::json!({"id": "a", "text": text})));
    let collection = dir.path().join("h.retold");
    add(&collection, [file], 0);
    let package = dir.path().join("package");
    pack(&collection, &package).code(0);
    let mut numbers = Numbers(7);
    for (name, bytes) in files(&package) {
        let path = package.join(&name);
        // lists byte by byte in a few of their lines, everything else at random places and at both ends
        let mut places = vec![0, bytes.len().saturating_sub(1)];
        let more = if bytes.is_empty() {
            0
        } else if name.ends_with(".txt") {
            12
        } else {
            2
        };
        places.extend((0..more).map(|_| numbers.below(bytes.len())));
        for at in places.into_iter().filter(|&at| at < bytes.len()) {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << numbers.below(8);
            fs::write(&path, &changed).unwrap();
            let seen = retold_io::package::verify(&package).unwrap();
            assert!(!seen.wrong.is_empty(), "{name}: byte {at} changed unseen");
        }
        fs::remove_file(&path).unwrap();
        let seen = retold_io::package::verify(&package);
        assert!(seen.is_err() || seen.is_ok_and(|v| !v.wrong.is_empty()), "{name}: gone unseen");
        fs::write(&path, &bytes).unwrap();
    }
    verify(&package).code(0);
    let stray = write(&package, "data/sources/more.txt", "came later");
    verify(&package).code(1).warns(&["data/sources/more.txt", "stands in no list"]);
    fs::remove_file(stray).unwrap();
    let list = package.join("manifest-sha256.txt");
    fs::write(&list, format!("{}  ../../outside\n", "0".repeat(64))).unwrap();
    verify(&package).code(1).warns(&["manifest-sha256.txt", "line 1"]);
    assert_eq!(verify(dir.path()).code, Some(1));
}

#[test]
fn planted_names_and_numbers_appear_nowhere_in_what_may_be_passed_on() {
    let dir = tempfile::tempdir().unwrap();
    // all of it in the words that an excerpt shows
    let text = "Minister Petra Voss of Hallin Reach thanked nurse Ysolde Carrick-Mirk and the guard Renn al-Doven of 14 Quay Street, who had called from \
        0171 555 0199. \u{201c}Carrick ran,\u{201d} Doven wrote. White told ysolde.carrick@relief.example and @rennd, at 51.50735, -0.12776.";
    let line = |id: &str, outlet: &str, day: &str| {
        serde_json::json!({"id": id, "outlet": outlet, "published": day, "text": text, "title": "Nurse Carrick carried two", "author": "Lene Tarrow",
            "url": format!("https://news.example/{id}/ysolde-carrick"), "lang": "en"})
        .to_string()
    };
    let file = write(
        dir.path(),
        "carrick.jsonl",
        [line("carrick-1", "Marren Post", "2031-04-02"), line("carrick-2", "Orrey Star", "2031-04-03")].join("\n"),
    );
    let collection = dir.path().join("c.retold");
    add(&collection, [file], 0);
    let listed = run([Path::new("publish"), &collection, Path::new("--list-names")]).code(0).stdout;
    assert!(listed.lines().any(|l| l.ends_with("Petra Voss")) && listed.lines().any(|l| l.starts_with("Ysolde Carrick")), "{listed}");
    let confirmed = write(dir.path(), "confirmed.txt", "Petra Voss\nHallin Reach\n");
    let out = dir.path().join("out");
    Ran::of(retold().arg("publish").arg(&collection).arg("-o").arg(&out).arg("--confirmed").arg(confirmed)).code(0);
    let all = files(&out);
    assert!(String::from_utf8_lossy(&all["findings.jsonl"]).contains("Petra Voss"), "the confirmed name is shown");
    for (name, bytes) in &all {
        let shown = String::from_utf8_lossy(bytes).to_lowercase();
        for gone in [
            "ysolde",
            "carrick",
            "mirk",
            "renn",
            "doven",
            "tarrow",
            "quay",
            "0171",
            "0199",
            "relief",
            "51.50",
            "12776",
            "news.example",
            "white,",
        ] {
            assert!(!shown.contains(gone), "{gone} stands in {name}: {shown}");
            let wide: Vec<u8> = gone.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert!(!bytes.windows(wide.len()).any(|w| w.eq_ignore_ascii_case(&wide)), "{gone} stands in {name}");
        }
    }
}

/// A table of a study: its header, and its rows by the names of columns.
fn table(files: &Files, name: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let text = std::str::from_utf8(&files[name]).unwrap();
    let mut lines = text.lines().map(|l| l.split(',').map(str::to_owned).collect::<Vec<_>>());
    let header = lines.next().unwrap();
    lines.map(|row| header.iter().cloned().zip(row).collect()).collect()
}

#[test]
fn a_study_counts_what_the_tables_hold_and_says_what_it_did_not_cover() {
    let dir = tempfile::tempdir().unwrap();
    let text = |n: u32| (0..30).map(|w| format!("wo{}rd", n * 100 + w)).collect::<Vec<_>>().join(" ");
    let line = |id: &str, outlet: Option<&str>, day: &str, text: String| {
        serde_json::json!({"id": id, "outlet": outlet, "published": day, "text": text, "author": "Lene Tarrow", "lang": "en"}).to_string()
    };
    let lines = [
        line("a", Some("Reach Agency"), "2031-04-02T08:00:00Z", text(1)),
        line("b", Some("Marren Post"), "2031-04-03T08:00:00Z", format!("{} (Reach Agency)", text(1))),
        line("c", Some("Orrey Star"), "2031-04-04T08:00:00Z", format!("{} {} {}", text(1), text(2), text(3))),
        // twelve words of thirty: gone from the fourth threshold on
        line(
            "d",
            None,
            "2031-04-05T08:00:00Z",
            format!("{} {} {}", text(1).split(' ').take(12).collect::<Vec<_>>().join(" "), text(5), text(6)),
        ),
        line("e", Some("Sound Weekly"), "2031-04-05T08:00:00Z", text(9)),
    ];
    let file = write(dir.path(), "all.jsonl", lines.join("\n"));
    let collection = dir.path().join("c.retold");
    add(&collection, [file], 0);
    let labels = write(dir.path(), "labels.csv", "group,label\nReach Agency,agency of the coast\n");
    let out = dir.path().join("study");
    Ran::of(retold().args(["study", "echo"]).arg(&collection).arg("-o").arg(&out).arg("--labels").arg(labels)).code(0);
    let all = files(&out);
    let pairs = rows(&export(&collection, "jsonl"), "pairs");
    assert_eq!(table(&all, "pairs.csv").len(), pairs.len());
    let groups = table(&all, "groups.csv");
    let of = |name: &str, column: &str| groups.iter().find(|g| g["group"] == name).unwrap()[column].clone();
    assert_eq!(groups.len(), 4, "an unknown outlet is no group");
    assert_eq!(of("Reach Agency", "label"), "agency of the coast");
    let families = rows(&export(&collection, "jsonl"), "families").iter().filter(|f| f["earliest"] == "a").count();
    assert_eq!((of("Reach Agency", "earliest_here"), of("Sound Weekly", "families")), (families.to_string(), "0".to_owned()));
    let later = |p: &&Value| p["earlier"] == "a" && p["right"] != "d";
    let carried: usize =
        ["credited", "none_found", "other"].iter().map(|c| of("Reach Agency", &format!("carried_by_{c}")).parse::<usize>().unwrap()).sum();
    assert_eq!(carried, pairs.iter().filter(later).count());
    let steps = table(&all, "sensitivity.csv");
    let kept: Vec<usize> = steps.iter().map(|s| s["pairs"].parse().unwrap()).collect();
    assert!(kept.is_sorted_by(|a, b| a >= b) && kept[0] == pairs.len() && kept.last() < kept.first(), "{kept:?}");
    let note = String::from_utf8_lossy(&all["README.txt"]);
    assert!(note.contains("5 articles, 1 of unknown outlet, 0 undated") && note.contains("from labels.csv; 1 of 4"), "{note}");
    assert!(!all.contains_key("bylines.csv") && all.values().all(|bytes| !String::from_utf8_lossy(bytes).contains("Tarrow")));
}
