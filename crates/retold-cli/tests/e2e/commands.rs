//! Every command does what its help says.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use scraper::{Html, Selector};
use serde_json::json;
use tempfile::TempDir;

use crate::support::*;

const COMMANDS: [&str; 9] = ["demo", "report", "add", "find", "compare", "export", "explain", "completions", "man"];

const PASSAGE: &str = "The lock keepers of Issel Bridge counted eleven barges before sunrise and turned back the last of them, since the water \
    stood two hands below the mark";

/// Four articles that carry the passage, and one that does not; made once for all tests that only look.
struct Shelf {
    dir: TempDir,
}

static SHELF: LazyLock<Shelf> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let article = |id: &str, outlet: &str, published: Option<&str>, text: &str| {
        let mut record = json!({"id": id, "outlet": outlet, "title": format!("Barges: {id}"), "text": text});
        if let Some(published) = published {
            record["published"] = published.into();
        }
        format!("{record}\n")
    };
    let around = |i: usize, passage: &str| format!("{}\n\n{passage}.\n\n{}", stories()[i].text, stories()[i + 20].text);
    let edited = PASSAGE.replace("eleven", "twelve").replace("two hands", "a hand");
    let lines = [
        article("first", "Issel Wire", Some("2031-04-02T06:00:00Z"), &around(120, PASSAGE)),
        article("second", "Marren Post", Some("2031-04-03"), &around(121, PASSAGE)),
        article("edited", "Sound Weekly", Some("2031-04-05"), &around(122, &edited)),
        article("undated", "Reach Radio", None, &around(123, PASSAGE)),
        article("other", "Orrey Evening Star", Some("2031-04-01"), &stories()[124].text),
    ];
    write(dir.path(), "articles.jsonl", lines.concat());
    let shelf = Shelf { dir };
    add(&shelf.collection(), [shelf.articles()], 0).says(&["5 new", "5 in the collection"]);
    shelf
});

impl Shelf {
    fn collection(&self) -> PathBuf {
        self.dir.path().join("barges.retold")
    }

    fn articles(&self) -> PathBuf {
        self.dir.path().join("articles.jsonl")
    }

    fn find(&self, arguments: &[&str]) -> Ran {
        Ran::of(retold().arg("find").arg(self.collection()).args(arguments)).code(0)
    }
}

#[test]
fn find_names_every_place_and_the_earliest() {
    let found = SHELF.find(&[PASSAGE]);
    let words = PASSAGE.split_whitespace().count();
    let heads: Vec<&str> = found.stdout.lines().filter(|l| l.contains(" · Barges: ")).collect();
    assert_eq!(heads.len(), 4, "{}", found.stdout);
    assert_eq!(heads[0], "Issel Wire · 2031-04-02T06:00:00Z · Barges: first · earliest in this collection");
    assert_eq!(found.stdout.matches("earliest in this collection").count(), 1, "{}", found.stdout);
    assert_eq!(heads[1], "Marren Post · 2031-04-03 · Barges: second");
    assert_eq!(heads[2], "Reach Radio · undated · Barges: undated");
    assert_eq!(heads[3], "Sound Weekly · 2031-04-05 · Barges: edited");
    let found =
        found.says(&[&format!("{words} words, the same · first [")]).says(&["words the same, ", " % · edited ["]).says(&["  ", PASSAGE]);
    assert!(found.stdout.contains("counted twelve barges"), "the edited copy is shown as it is: {}", found.stdout);
    assert_eq!(found.stderr, "");
}

#[test]
fn find_finds_an_edited_passage() {
    let edited = PASSAGE.replace("before sunrise", "before the sun rose").replace("turned back", "sent back");
    assert_ne!(edited, PASSAGE);
    let found = SHELF.find(&[&edited]).says(&["words the same, ", " % · first ["]);
    assert!(!found.stdout.contains("words, the same"), "{}", found.stdout);
}

#[test]
fn find_says_what_it_means_that_nothing_was_found() {
    let absent = "a passage about seventeen glass swans that no article of this collection has ever printed";
    SHELF.find(&[absent]).says(&["Not found in these 5 articles (1 undated)", "no place with 8 words of the passage in a row"]);
    SHELF.find(&["five words of nothing printed"]).says(&["Not found in these 5 articles", "no place with 5 words"]);
    // a program gets no rows, a person the reason
    let silent = SHELF.find(&["--json", absent]);
    assert_eq!(silent.stdout, "");
    silent.warns(&["Not found in these 5 articles"]);
    Ran::of(retold().arg("find").arg(SHELF.collection()).arg("too short")).code(1).warns(&["fewer than 5 words", "give a longer one"]);
}

#[test]
fn find_gives_places_as_json_that_slice_the_text() {
    let found = SHELF.find(&["--json", PASSAGE]).json();
    assert_eq!(found.len(), 4);
    let articles = rows(&export(&SHELF.collection(), "jsonl"), "articles");
    for place in &found {
        let article = articles.iter().find(|a| a["id"] == place["article"]).expect("the article is in the export");
        let span = place["start"].as_u64().unwrap() as usize..place["end"].as_u64().unwrap() as usize;
        assert_eq!(&article["text"].as_str().unwrap()[span], place["text"].as_str().unwrap());
        assert_eq!(
            (&place["outlet"], &place["published"], &place["title"]),
            (&article["outlet"], &article["published"], &article["title"])
        );
        assert_eq!(place["earliest_in_this_collection"], place["article"] == "first");
    }
    assert_eq!((&found[0]["kind"], &found[0]["text"], &found[0]["identity"]), (&json!("verbatim"), &json!(PASSAGE), &json!(1.0)));
    let edited = found.iter().find(|p| p["article"] == "edited").unwrap();
    assert!(edited["kind"] == "edited" && edited["identity"].as_f64().unwrap() < 1.0, "{edited}");
}

#[test]
fn find_takes_the_passage_from_a_file_or_a_pipe() {
    let expected = SHELF.find(&[PASSAGE]).stdout;
    let file = write(SHELF.dir.path(), "passage.txt", PASSAGE);
    assert_eq!(SHELF.find(&["--file", file.to_str().unwrap()]).stdout, expected);
    let piped = Ran::of(retold().arg("find").arg(SHELF.collection()).args(["--file", "-"]).write_stdin(PASSAGE)).code(0);
    assert_eq!(piped.stdout, expected);
    let none = Ran::of(retold().arg("find").arg(SHELF.collection()).args(["--file", "no-such-passage.txt"])).code(1);
    none.warns(&["cannot read the passage from no-such-passage.txt"]);
    Ran::of(retold().arg("find").arg(SHELF.collection())).code(1).warns(&["required arguments were not provided"]);
}

#[test]
fn find_shows_as_many_places_as_asked_for() {
    let found = SHELF.find(&["--limit", "1", PASSAGE]).says(&["and 3 more places; --limit shows them"]);
    assert_eq!(found.stdout.lines().filter(|l| l.contains(" · Barges: ")).count(), 1);
}

#[test]
fn compare_shows_both_sides_and_names_the_differences() {
    let dir = tempfile::tempdir().unwrap();
    let left = write(dir.path(), "left.txt", format!("{PASSAGE}. {}", stories()[130].text));
    let right = write(dir.path(), "right.txt", format!("{}. {}", PASSAGE.replace("eleven", "twelve"), stories()[131].text));
    let compare =
        |options: &[&str]| Ran::of(retold().current_dir(dir.path()).arg("compare").args(["left.txt", "right.txt"]).args(options)).code(0);
    let ran = compare(&[]);
    ran.says(&[" % of left.txt is in right.txt; ", " % of right.txt is in left.txt."])
        .says(&["1 edited · narration · ", "equal words"])
        .says(&["  < ", "counted eleven barges"])
        .says(&["  > ", "counted twelve barges"])
        .says(&["number: “eleven” → “twelve”"]);
    let found = compare(&["--json"]).json();
    assert!(!found.is_empty());
    for m in &found {
        for (side, path) in [("left", &left), ("right", &right)] {
            let text = std::fs::read_to_string(path).unwrap();
            let at = |end: &str| m[format!("{side}_{end}")].as_u64().unwrap() as usize;
            assert_eq!(m[side].as_str().unwrap(), &text[at("start")..at("end")]);
        }
    }
    let edit = &found[0]["edits"][0];
    assert_eq!((&edit["class"], &edit["op"]), (&json!("number"), &json!("replace")), "{edit}");
}

#[test]
fn compare_of_equal_files_is_whole_and_of_strangers_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let [one, same] = ["one.txt", "same.txt"].map(|name| write(dir.path(), name, &stories()[132].text));
    let other = write(dir.path(), "other.txt", "A quiet day. Nobody in the whole valley had anything to report, and so nobody did.");
    let compare = |left: &Path, right: &Path, options: &[&str]| Ran::of(retold().arg("compare").args([left, right]).args(options)).code(0);
    for right in [&same, &one] {
        let ran = compare(&one, right, &[]);
        assert!(ran.stdout.starts_with("100 % of ") && ran.stdout.contains("; 100 % of "), "{}", ran.stdout);
        ran.says(&["1 verbatim"]);
    }
    compare(&one, &other, &[]).says(&["No passage of 8 words or more is in both ", "one.txt and ", "other.txt."]);
    assert_eq!(compare(&one, &other, &["--json"]).stdout, "");
    Ran::of(retold().arg("compare").args([&one, &SHELF.articles()]))
        .code(1)
        .warns(&["compare takes two single articles", "holds 5 articles"]);
    Ran::of(retold().arg("compare").arg(&one).arg(dir.path().join("none.txt"))).code(1).warns(&["no article was found in", "none.txt"]);
}

/// A page that needs nothing but itself: nothing is loaded, and links go to addresses of articles only.
#[track_caller]
fn self_contained(html: &str) {
    let page = Html::parse_document(html);
    let select = |css: &str| page.select(&Selector::parse(css).unwrap()).map(|e| e.html()).collect::<Vec<_>>();
    for css in
        ["[src]", "[srcset]", "link", "img", "iframe", "object", "embed", "base", "form", "video", "audio", "meta[http-equiv=refresh]"]
    {
        assert_eq!(select(css), Vec::<String>::new(), "{css}");
    }
    for style in select("style") {
        assert!(!style.contains("@import") && !style.replace("url(#", "").contains("url("), "{style}");
    }
    for script in select("script") {
        for call in ["fetch(", "XMLHttpRequest", "import(", "WebSocket", "sendBeacon"] {
            assert!(!script.contains(call), "{call}");
        }
    }
    for element in page.select(&Selector::parse("[href]").unwrap()) {
        let (name, href) = (element.value().name(), element.value().attr("href").unwrap());
        assert!(href.starts_with('#') || name == "a" && href.starts_with("https://"), "{name} {href}");
    }
}

#[test]
fn report_writes_one_page_that_needs_no_network() {
    let dir = tempfile::tempdir().unwrap();
    let articles = write(dir.path(), "in/flood.jsonl", jsonl(&stories()[..40]));
    let report = |options: &[&str], input: &Path| {
        let page = dir.path().join(format!("page{}.html", options.join("")));
        let before = files(dir.path());
        let ran = Ran::of(retold().current_dir(dir.path()).arg("report").arg(input).args(options).arg("-o").arg(&page)).code(0);
        let html = std::fs::read_to_string(&page).unwrap();
        ran.says(&["Report: ", "html"]).says(&["40 articles, ", " pairs with shared text, ", " findings."]);
        assert_eq!(files(dir.path()).len(), before.len() + 1, "one file and nothing else");
        self_contained(&html);
        html
    };
    let html = report(&[], &articles);
    for story in &stories()[..40] {
        assert!(html.contains(&story.id) || html.contains(&story.title), "{} is not in the page", story.id);
    }
    assert!(html.contains("flood"), "the page is called after its input");
    assert!(report(&["--title", "The night of the spillways"], &articles).contains("The night of the spillways"));
    assert!(report(&["--excerpts"], &articles).len() < html.len());
    let again = dir.path().join("again.html");
    Ran::of(retold().arg("report").arg(&articles).arg("-o").arg(&again)).code(0);
    assert_eq!(std::fs::read_to_string(again).unwrap(), html, "same input, same bytes");
}

#[test]
fn report_names_the_earlier_version_of_an_article_as_a_collection_does() {
    let dir = tempfile::tempdir().unwrap();
    let capture = |hour: &str, text: &str| json!({"id": "lock", "url": "https://issel.example/lock", "captured": format!("2031-04-02T{hour}:00:00Z"), "title": "Barges", "text": text});
    let changed = stories()[7].text.replace("the", "this");
    let lines = format!("{}\n{}\n", capture("08", &changed), capture("06", &stories()[7].text));
    let input = write(dir.path(), "captures.jsonl", lines);
    let page = |name: &str, from: &Path| {
        let page = dir.path().join(name);
        Ran::of(retold().arg("report").arg(from).arg("-o").arg(&page)).code(0).says(&["2 articles, "]);
        std::fs::read_to_string(page).unwrap()
    };
    let collection = dir.path().join("c.retold");
    add(&collection, [&input], 0);
    for html in [page("a.html", &input), page("b.html", &collection)] {
        let after = html.split("Earlier version").nth(1).expect("a line that names it");
        assert!(after[..200].contains("lock"), "{}", &after[..200]);
    }
}

#[test]
fn report_reads_a_pipe() {
    let dir = tempfile::tempdir().unwrap();
    let page = dir.path().join("piped.html");
    let report = |input: String| Ran::of(retold().args(["report", "-", "-o"]).arg(&page).write_stdin(input));
    report(jsonl(&stories()[..12])).code(0).says(&["12 articles, "]);
    let html = std::fs::read_to_string(&page).unwrap();
    self_contained(&html);
    assert!(html.contains(&stories()[3].title));
    report(jsonl(&stories()[..3]) + "no json\n").code(2).warns(&["skipped -, line 4: bad-json"]);
    let page_before = std::fs::read(&page).unwrap();
    report(String::new()).code(1).warns(&["skipped -: empty"]).warns(&["no article was found in -"]);
    assert_eq!(std::fs::read(&page).unwrap(), page_before, "a page that was there stays");
}

#[test]
fn report_shows_a_collection_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let page = dir.path().join("page.html");
    Ran::of(retold().arg("report").arg(SHELF.collection()).arg("-o").arg(&page)).code(0).says(&["5 articles, "]);
    let html = std::fs::read_to_string(page).unwrap();
    self_contained(&html);
    assert!(html.contains("Barges: first"));
}

#[test]
fn a_page_or_a_table_that_cannot_be_written_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let page = dir.path().join("no/such/folder/page.html");
    let ran = Ran::of(retold().arg("report").arg(SHELF.articles()).arg("-o").arg(&page)).code(1);
    ran.warns(&["cannot write", "no/such/folder/page.html", "is the folder there"]);
    let demo = Ran::of(retold().args(["demo", "--no-open", "-o"]).arg(&page)).code(1);
    demo.warns(&["cannot write", "no/such/folder/page.html", "is the folder there"]);
    let file = write(dir.path(), "file", "in the way");
    for out in [file.clone(), file.join("below")] {
        Ran::of(retold().arg("export").arg(SHELF.collection()).arg("-o").arg(out)).code(1).warns(&["cannot make the folder", "file"]);
        add(&file.join("news.retold"), [SHELF.articles()], 1).warns(&["news.retold", "cannot make the folder"]);
    }
    assert_eq!(std::fs::read(file).unwrap(), b"in the way");
}

#[test]
fn export_says_what_it_wrote_and_makes_the_folder() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("new/folder");
    let ran = Ran::of(retold().arg("export").arg(SHELF.collection()).arg("-o").arg(&out)).code(0).says(&["articles.jsonl 5 rows"]);
    assert_eq!(ran.stdout.lines().count(), 22, "{}", ran.stdout);
    assert_eq!(files(&out).len(), 24, "twenty-two tables, run.json and schema.json");
    let raw = |name: &str, options: &[&str]| {
        let out = dir.path().join(name);
        Ran::of(retold().arg("export").arg(formulas(dir.path())).args(["--format", "csv", "-o"]).arg(&out).args(options)).code(0);
        std::fs::read_to_string(out.join("articles.csv")).unwrap()
    };
    assert!(raw("safe", &[]).contains("'=HYPERLINK("));
    assert!(!raw("raw", &["--csv-raw"]).contains("'=HYPERLINK("));
}

/// A collection whose one title is a formula.
fn formulas(dir: &Path) -> PathBuf {
    let collection = dir.join("formulas.retold");
    let record = json!({"title": "=HYPERLINK(\"https://evil.example\")", "text": "A text of few words."});
    add(&collection, [write(dir, "formulas.jsonl", format!("{record}\n"))], 0);
    collection
}

/// Three articles that have nothing in common.
fn strangers() -> String {
    let texts = [
        "The tannery of Orrey takes apprentices again, three of them, for the first time since the river froze.",
        "Nobody at Quill Island expected snow in May, least of all the beekeepers, who lost nine hives over a weekend.",
        "A choir from Dunwater sang in an empty reservoir; the echo, its conductor found, was half a tone flat.",
    ];
    let dates = [Some("2031-02-01"), None, None];
    texts
        .iter()
        .zip(dates)
        .map(|(text, date)| format!("{}\n", json!({"text": text, "outlet": "Sound Weekly", "published": date})))
        .collect()
}

#[test]
fn explain_says_what_was_read_skipped_and_looked_for() {
    let dir = tempfile::tempdir().unwrap();
    let input = write(dir.path(), "few.jsonl", strangers() + "{\"text\": \"Too few.\"}\nno json\n");
    let collection = dir.path().join("few.retold");
    add(&collection, [input], 2);
    let explain = |collection: &Path| Ran::of(retold().arg("explain").arg(collection)).code(0);
    explain(&collection)
        .says(&["Read: 4 articles, "])
        .says(&["1 without outlet, 3 undated, "])
        .says(&["1 with fewer than 8 words"])
        .says(&["Skipped: 1."])
        .says(&["bad-json: 1 (for example few.jsonl, line 5: "])
        .says(&["Looked for: runs of 8 words and more."])
        .says(&["Found: 0 matches in 0 pairs"])
        .says(&["Nothing was found.", "What was not looked for: shorter passages, other wordings, translations."]);
    let ran = explain(&SHELF.collection()).says(&["Read: 5 articles"]);
    assert!(!ran.stdout.contains("Nothing was found") && !ran.stdout.contains("Found: 0"), "{}", ran.stdout);
}

#[test]
fn demo_shows_the_sample_and_unpacks_it() {
    let dir = tempfile::tempdir().unwrap();
    let (page, sample) = (dir.path().join("demo.html"), dir.path().join("sample"));
    let ran = Ran::of(retold().args(["demo", "--no-open", "-o"]).arg(&page).arg("--unpack").arg(&sample)).code(0);
    ran.says(&[" articles, ", " families of shared text, "]).says(&["Report: ", "demo.html"]).says(&["Sample articles and their truth: "]);
    self_contained(&std::fs::read_to_string(page).unwrap());
    assert!(sample.join("truth.jsonl").is_file() && sample.join("articles").is_dir());
}

#[test]
fn help_is_there_for_every_command() {
    let top = run(["--help"]).code(0);
    for command in COMMANDS {
        assert!(top.stdout.lines().any(|l| l.trim_start().starts_with(command)), "{command} is not in\n{}", top.stdout);
        let ran = run([command, "--help"]).code(0).says(&["Usage: retold", command]);
        assert!(ran.stderr.is_empty() && ran.stdout.lines().count() > 5, "{}", ran.stdout);
        assert_eq!(run(["help", command]).code(0).stdout, ran.stdout);
    }
    assert!(top.stdout.contains("Exit codes: 0 done, 1 nothing could be done, 2 done but some inputs were skipped"), "{}", top.stdout);
    run(["--version"]).code(0).says(&["retold ", env!("CARGO_PKG_VERSION")]);
    assert_eq!(run::<&str>([]).code(1).stdout, "");
}

#[test]
fn completions_and_the_man_page_know_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(["completions", shell]).code(0).stdout;
        assert!(COMMANDS.iter().all(|c| script.contains(c)) && script.contains("--csv-raw") | script.contains("csv-raw"), "{shell}");
    }
    run(["completions", "cmd"]).code(1).warns(&["'cmd'"]).warns(&["bash", "fish", "zsh"]);
    let page = run(["man"]).code(0).stdout;
    assert!(page.contains(".TH retold 1") && COMMANDS.iter().all(|c| page.contains(c)), "{page}");
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_error() {
    for arguments in [&["completions", "bash"][..], &["man"], &["--help"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let child =
            std::process::Command::new(retold().get_program()).args(arguments).stdout(writer).stderr(std::process::Stdio::piped()).spawn();
        let out = child.unwrap().wait_with_output().unwrap();
        let said = String::from_utf8(out.stderr).unwrap();
        assert_eq!((out.status.code(), said.as_str()), (Some(0), ""), "{arguments:?}");
    }
}

#[test]
fn quiet_says_errors_and_results_only() {
    let dir = tempfile::tempdir().unwrap();
    let input = write(dir.path(), "few.jsonl", jsonl(&stories()[..6]) + "no json\n");
    let (collection, page, out) = (dir.path().join("quiet.retold"), dir.path().join("page.html"), dir.path().join("out"));
    let silent = |command: &mut assert_cmd::Command, code: i32| {
        let ran = Ran::of(command.arg("--quiet")).code(code);
        assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", ""));
    };
    silent(retold().arg("add").arg(&collection).arg(&input), 2);
    silent(retold().arg("report").arg(&input).arg("-o").arg(&page), 2);
    silent(retold().arg("export").arg(&collection).arg("-o").arg(&out), 0);
    silent(retold().args(["demo", "--no-open", "-o"]).arg(&page), 0);
    assert_eq!(Ran::of(retold().args(["-q", "find", PASSAGE]).arg("--limit=1")).code, Some(1), "errors are still errors");
    let loud = Ran::of(retold().arg("find").arg(SHELF.collection()).args([PASSAGE, "-q"])).code(0);
    assert_eq!(loud.stdout, SHELF.find(&[PASSAGE]).stdout, "results are no chatter");
    let error = Ran::of(retold().arg("-q").arg("explain").arg(dir.path().join("none.retold"))).code(1);
    error.warns(&["none.retold: not a collection (there is no such folder)", "retold add"]);
}

#[test]
fn settings_of_a_file_are_used_and_written_back() {
    let dir = tempfile::tempdir().unwrap();
    let settings = write(dir.path(), "longer.toml", "[echo]\nmin_words = 400\n");
    let collection = dir.path().join("longer.retold");
    let ran = Ran::of(retold().arg("--config").arg(&settings).arg("add").arg(&collection).arg(SHELF.articles())).code(0);
    ran.says(&["0 pairs with shared text"]);
    let files = export(&collection, "jsonl");
    let run = manifest(&files);
    assert_eq!((&run["configuration"]["echo"]["min_words"], &run["configuration"]["echo"]["gram_words"]), (&json!(400), &json!(4)));
    assert_ne!(run["configuration_sha256"], manifest(&export(&SHELF.collection(), "jsonl"))["configuration_sha256"]);
    // whoever asks the collection is answered with its own settings
    let ran = Ran::of(retold().arg("explain").arg(&collection)).code(0).says(&["Looked for: runs of 400 words and more."]);
    ran.says(&["  nearest of ", " such pairs, by equal words:"]).says(&["    ", " words: ", " and "]);
}

/// Two shells may add at once; the second is told to wait, and neither is lost.
#[test]
fn adding_twice_at_once_is_refused_or_done_one_after_the_other() {
    let dir = tempfile::tempdir().unwrap();
    let collection = dir.path().join("busy.retold");
    let parts = [0, 1].map(|i| write(dir.path(), &format!("{i}.jsonl"), jsonl(&stories()[i * 40..i * 40 + 40])));
    add(&collection, [SHELF.articles()], 0);
    let children = parts.each_ref().map(|part| {
        let mut command = std::process::Command::new(retold().get_program());
        command.arg("add").args([&collection, part]).stderr(std::process::Stdio::piped()).stdout(std::process::Stdio::null());
        command.spawn().unwrap()
    });
    let outs = children.map(|child| child.wait_with_output().unwrap());
    let done = outs.iter().filter(|o| o.status.success()).count();
    for out in outs.iter().filter(|o| !o.status.success()) {
        let said = String::from_utf8_lossy(&out.stderr);
        assert!(
            out.status.code() == Some(1) && said.contains("another process is adding to this collection. Wait for it to end"),
            "{said}"
        );
    }
    assert!(done >= 1);
    assert_eq!(rows(&export(&collection, "jsonl"), "articles").len(), 5 + 40 * done);
}
