//! A bad input is a line with its reason, never the end of the others.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::json;
use tempfile::TempDir;

use crate::support::*;

/// The closed list of reasons in the table `skipped`.
const REASONS: [&str; 16] = [
    "empty",
    "not-text",
    "too-large",
    "limit",
    "bad-json",
    "bad-csv",
    "bad-record",
    "no-text",
    "unsupported-format",
    "not-found",
    "not-a-file",
    "symlink-loop",
    "unreadable",
    "changed",
    "bad-outlets",
    "id-conflict",
];

/// A folder for a collection and inputs, with one good article in it.
struct Desk {
    dir: TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Desk { dir: tempfile::tempdir().unwrap() };
        desk.put("in/good.txt", &stories()[4].text);
        desk
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        write(self.dir.path(), name, bytes)
    }

    fn at(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn collection(&self) -> PathBuf {
        self.at("news.retold")
    }

    /// Adds everything in `in/`; some of it has to be skipped, the good article has to be there.
    #[track_caller]
    fn add(&self) -> (Ran, Files) {
        let ran = add(&self.collection(), [self.at("in")], 2);
        let files = export(&self.collection(), "jsonl");
        let articles = rows(&files, "articles");
        assert!(articles.iter().any(|a| a["input"] == "good.txt"), "the good article is there: {articles:?}");
        (ran, files)
    }
}

/// The table holds exactly these rows: input, locator, reason, and a part of the detail.
#[track_caller]
fn skipped(files: &Files, expected: &[(&str, Option<&str>, &str, &str)]) {
    let rows = rows(files, "skipped");
    let short: Vec<_> = rows.iter().map(|r| (r["input"].as_str().unwrap(), r["locator"].as_str(), r["reason"].as_str().unwrap())).collect();
    assert_eq!(short, expected.iter().map(|&(input, locator, reason, _)| (input, locator, reason)).collect::<Vec<_>>());
    for (row, (.., part)) in rows.iter().zip(expected) {
        assert!(REASONS.contains(&row["reason"].as_str().unwrap()), "{row}");
        assert!(row["detail"].as_str().unwrap().contains(part), "'{part}' is not in {row}");
    }
    assert_eq!(manifest(files)["skipped"]["total"], json!(rows.len()));
}

#[test]
fn an_empty_folder_is_nothing_to_do() {
    let desk = Desk::new();
    fs::create_dir(desk.at("empty")).unwrap();
    add(&desk.collection(), [desk.at("empty")], 1).warns(&["no article was found in", "empty", "give files or folders with .txt"]);
    assert!(!desk.collection().exists(), "no empty collection is left");
    let page = desk.at("page.html");
    Ran::of(retold().arg("report").arg(desk.at("empty")).arg("-o").arg(&page)).code(1).warns(&["no article was found in", "empty"]);
    assert!(!page.exists());
}

#[test]
fn an_empty_a_binary_and_a_foreign_file_are_named() {
    let desk = Desk::new();
    desk.put("in/empty.txt", "");
    desk.put("in/picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0");
    desk.put("in/table.xlsx", b"PK\x03\x04");
    let (ran, files) = desk.add();
    skipped(
        &files,
        &[
            ("empty.txt", None, "empty", "nothing but white space"),
            ("picture.txt", None, "not-text", "is it a picture"),
            ("table.xlsx", None, "unsupported-format", "read are txt, html"),
        ],
    );
    ran.says(&["1 new", "3 skipped", "1 in the collection"])
        .warns(&["skipped empty.txt", "empty (nothing but white space in it)"])
        .warns(&["skipped picture.txt", "not-text (bytes of no known text encoding; is it a picture"])
        .warns(&["skipped table.xlsx", "unsupported-format (no reader for this ending; read are"]);
    assert_eq!(manifest(&files)["skipped"]["by_reason"], json!({"empty": 1, "not-text": 1, "unsupported-format": 1}));
}

#[test]
fn where_every_input_is_bad_nothing_could_be_done() {
    let desk = Desk::new();
    let empty = desk.put("empty.txt", "");
    add(&desk.collection(), [&empty], 1).warns(&["skipped empty.txt", "empty"]).warns(&["no article was found"]);
    assert!(!desk.collection().exists());
    // a collection that was there stays as it was, but for the row that says what was left out
    add(&desk.collection(), [desk.at("in")], 0);
    let before = export(&desk.collection(), "jsonl");
    add(&desk.collection(), [&empty], 1).warns(&["skipped empty.txt", "empty"]);
    let after = export(&desk.collection(), "jsonl");
    assert_eq!(before["articles.jsonl"], after["articles.jsonl"]);
    skipped(&after, &[("empty.txt", None, "empty", "nothing but white space")]);
}

#[test]
fn bytes_that_are_no_utf_8_are_read_as_something_and_told_nothing_of() {
    let desk = Desk::new();
    let story = &stories()[5].text;
    desk.put("in/torn.txt", [story.as_bytes(), b" caf\xe9 \xff\xfe\xc0\xaf end"].concat());
    let line = format!("{}\n", stories()[6].record()).into_bytes();
    let torn: Vec<u8> = line.iter().flat_map(|&b| if b == b'.' { vec![0xe9, b'.'] } else { vec![b] }).collect();
    desk.put("in/torn.jsonl", torn);
    add(&desk.collection(), [desk.at("in")], 0).says(&["3 new"]);
    let articles = rows(&export(&desk.collection(), "jsonl"), "articles");
    let torn = articles.iter().find(|a| a["input"] == "torn.txt").expect("it is read");
    assert!(torn["text"].as_str().unwrap().ends_with(" end"), "{torn}");
    assert!(articles.iter().any(|a| a["id"] == "story-006"), "the other line is an article");
}

#[test]
fn a_broken_line_in_the_middle_costs_that_line() {
    let desk = Desk::new();
    let stories = stories();
    let deep = format!("{{\"text\": {}1{}}}\n", "[".repeat(100_000), "]".repeat(100_000));
    let lines = [
        jsonl(&stories[..2]),
        "{\"id\": \"half\", \"text\": \"no end\n".to_owned(),
        jsonl(&stories[2..3]),
        "[1, 2]\n{\"text\": 7}\n{\"title\": \"no text\"}\n".to_owned(),
        json!({"text": "A short note.", "role": "editorial"}).to_string() + "\n",
        deep,
        jsonl(&stories[3..4]),
        "{\"text\": \"A good line.\"} trailing\n".to_owned(),
        json!({"id": stories[0].id, "text": "Another text under the same id."}).to_string() + "\n",
        "{\"text\": \"The last line ends with the file.\"}".to_owned(),
    ];
    desk.put("in/lines.jsonl", lines.concat());
    let (ran, files) = desk.add();
    assert_eq!(rows(&files, "articles").iter().filter(|a| a["input"] == "lines.jsonl").count(), 6);
    skipped(
        &files,
        &[
            ("lines.jsonl", Some("line 11"), "bad-json", "every line has to be one whole JSON object"),
            ("lines.jsonl", Some("line 12"), "id-conflict", "give this record an id of its own"),
            ("lines.jsonl", Some("line 3"), "bad-json", "every line has to be one whole JSON object"),
            ("lines.jsonl", Some("line 5"), "bad-record", "invalid type"),
            ("lines.jsonl", Some("line 6"), "bad-record", "expected a string"),
            ("lines.jsonl", Some("line 7"), "no-text", "neither 'text' nor 'html' has a value"),
            ("lines.jsonl", Some("line 9"), "bad-json", "recursion limit"),
        ],
    );
    ran.says(&["7 new", "7 skipped"])
        .warns(&["skipped lines.jsonl, line 3: bad-json (", "every line has to be one whole JSON object"])
        .warns(&["skipped lines.jsonl, line 12: id-conflict (the id story-000 belongs to another text"]);
}

#[test]
fn a_table_with_broken_quotation_marks_costs_its_broken_rows() {
    let desk = Desk::new();
    let stories = stories();
    let good = csv(&stories[..4]);
    let broken = good.replacen("\"story-002\"", "\"story\"-002\"", 1);
    assert_ne!(good, broken);
    desk.put("in/table.csv", broken);
    desk.put("in/open.csv", "id,text\nopen-1,\"A first text, whole.\"\nopen-2,\"never closed\nopen-3,\"A third text, whole.\"\n");
    desk.put("in/uneven.csv", "id,text\nuneven-1,One text.\nuneven-2,Two,texts,here.\n");
    desk.put("in/headless.csv", "name,number\na,1\n");
    let (ran, files) = desk.add();
    let ids: Vec<_> = rows(&files, "articles").iter().map(|a| a["id"].as_str().unwrap().to_owned()).collect();
    for id in ["story-000", "story-001", "story-003", "open-1", "open-3", "uneven-1"] {
        assert!(ids.iter().any(|i| i == id), "{id} is not in {ids:?}");
    }
    let found = rows(&files, "skipped");
    for file in ["table.csv", "open.csv", "uneven.csv", "headless.csv"] {
        let of_file: Vec<_> = found.iter().filter(|r| r["input"] == file).collect();
        assert!(!of_file.is_empty() && of_file.iter().all(|r| r["reason"] == "bad-csv"), "{file}: {found:?}");
    }
    ran.warns(&["skipped table.csv, record ", "bad-csv (the record at byte ", "went on with the next line"])
        .warns(&["skipped open.csv, record 2: bad-csv", "quotation mark"])
        .warns(&["skipped uneven.csv, record 2: bad-csv (4 values where the first line has 2 columns; is a quotation mark or separator missing?)"])
        .warns(&["skipped headless.csv: bad-csv (no column 'text' or 'html' in the first line: name,number; if it has another name, say --map text=NAME)"]);
}

/// Peak memory of a running process in bytes, where the system tells it.
fn peak(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024)
}

#[test]
fn a_line_of_200_megabytes_is_let_go_in_bounded_time_and_memory() {
    const LINE: u64 = 200 << 20;
    let desk = Desk::new();
    let path = desk.at("in/long.jsonl");
    let mut file = std::io::BufWriter::new(fs::File::create(&path).unwrap());
    file.write_all(jsonl(&stories()[10..11]).as_bytes()).unwrap();
    file.write_all(b"{\"text\": \"").unwrap();
    let block = vec![b'x'; 1 << 20];
    (0..LINE >> 20).for_each(|_| file.write_all(&block).unwrap());
    file.write_all(b"\"}\n").unwrap();
    file.write_all(jsonl(&stories()[11..12]).as_bytes()).unwrap();
    file.into_inner().unwrap().sync_all().unwrap();

    let begins = Instant::now();
    let out = fs::File::create(desk.at("stderr")).unwrap();
    let mut child = std::process::Command::new(retold().get_program())
        .arg("add")
        .args([desk.collection(), desk.at("in")])
        .stdout(std::process::Stdio::null())
        .stderr(out)
        .spawn()
        .unwrap();
    let mut most = 0;
    let status = loop {
        most = most.max(peak(child.id()).unwrap_or(0));
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        assert!(begins.elapsed() < Duration::from_secs(60), "it hangs");
        std::thread::sleep(Duration::from_millis(3));
    };
    fs::remove_file(path).unwrap();
    assert_eq!(status.code(), Some(2));
    // the limit of a line is 64 MB; a line that was held whole would show
    assert!(most < LINE, "{} MB at most", most >> 20);
    let said = fs::read_to_string(desk.at("stderr")).unwrap();
    assert!(said.contains("skipped long.jsonl, line 2: too-large (the line is longer than 67108864 bytes; "), "{said}");
    let files = export(&desk.collection(), "jsonl");
    skipped(&files, &[("long.jsonl", Some("line 2"), "too-large", "split it or raise the limit")]);
    assert_eq!(rows(&files, "articles").len(), 3);
}

#[test]
fn what_is_not_there_is_named() {
    let desk = Desk::new();
    let ran = Ran::of(retold().current_dir(desk.dir.path()).args(["add", "news.retold", "in", "nowhere.jsonl", "no-*.txt"]))
        .code(2)
        .warns(&["skipped nowhere.jsonl: not-found (nothing is there under 'nowhere.jsonl'; check the spelling and the current folder)"])
        .warns(&["skipped no-*.txt: not-found (no file fits the pattern; check it and the current folder)"]);
    ran.says(&["1 new", "2 skipped"]);
    let files = export(&desk.collection(), "jsonl");
    skipped(&files, &[("no-*.txt", None, "not-found", "no file fits"), ("nowhere.jsonl", None, "not-found", "nowhere.jsonl")]);
    let ran = Ran::of(retold().current_dir(desk.dir.path()).args(["report", "nowhere.jsonl"])).code(1);
    ran.warns(&["skipped nowhere.jsonl", "not-found"]).warns(&["no article was found in nowhere.jsonl"]);
}

#[test]
fn closed_lists_name_what_they_know_and_leave_nothing_behind() {
    let desk = Desk::new();
    let input = desk.at("in");
    let ran = add(&desk.collection(), [input.as_os_str(), "--role".as_ref(), "blog".as_ref()], 1);
    ran.warns(&["--role", "unknown role 'blog'", "known are article, wire, release, transcript, statement"]);
    assert!(!desk.collection().exists(), "no empty collection is left");
    let ran = add(&desk.collection(), [input.as_os_str(), "--outlets".as_ref(), desk.at("none.csv").as_os_str()], 1);
    ran.warns(&["cannot read the outlets table", "none.csv"]);
    assert!(!desk.collection().exists(), "no empty collection is left");

    add(&desk.collection(), [&input], 0);
    let collection = desk.collection();
    let format = |name: &str| Ran::of(retold().arg("export").arg(&collection).args(["--format", name, "-o"]).arg(desk.at("out")));
    format("xlsx").code(1).warns(&["'xlsx'", "--format"]).warns(&["possible values: jsonl, csv, parquet"]);
    assert!(!desk.at("out").exists());
    run(["frobnicate"]).code(1).warns(&["unrecognized subcommand 'frobnicate'"]);
    run(["add"]).code(1).warns(&["required arguments were not provided"]);
    add(&collection, [input.as_os_str(), "--memory".as_ref(), "3M".as_ref()], 1).warns(&["at least 64M of memory are needed"]);
    add(&collection, [input.as_os_str(), "--memory".as_ref(), "3Q".as_ref()], 1).warns(&["'Q' is no unit of memory: write 512M or 2G"]);
}

#[test]
fn unknown_settings_are_errors_that_name_the_key() {
    let desk = Desk::new();
    let settings = |text: &str| desk.put("settings.toml", text);
    for (text, parts) in [
        ("[echo]\nmin_wrods = 9\n", ["min_wrods", "min_words"]),
        ("[ecko]\nmin_words = 9\n", ["ecko", "echo"]),
        ("[echo]\nmin_words = \"nine\"\n", ["min_words", ""]),
    ] {
        let ran = add(&desk.collection(), [desk.at("in").as_os_str(), "--config".as_ref(), settings(text).as_os_str()], 1);
        assert!(ran.stderr.contains("settings.toml") && parts.iter().all(|p| ran.stderr.contains(p)), "{}", ran.stderr);
        assert!(!desk.collection().exists());
    }
    let ran = add(&desk.collection(), [desk.at("in").as_os_str(), "--config".as_ref(), desk.at("none.toml").as_os_str()], 1);
    ran.warns(&["cannot read the settings", "none.toml"]);
}

#[test]
fn a_folder_that_is_no_collection_is_refused_and_left_alone() {
    let desk = Desk::new();
    let before = files(&desk.at("in"));
    add(&desk.at("in"), [desk.at("in")], 1).warns(&["not a collection", "it holds other files"]);
    for command in ["explain", "export", "find"] {
        let mut call = retold();
        call.arg(command).arg(desk.at("in"));
        match command {
            "export" => call.arg("-o").arg(desk.at("out")),
            "find" => call.arg("five words are enough here"),
            _ => &mut call,
        };
        Ran::of(&mut call).code(1).warns(&["not a collection", "retold add"]);
    }
    assert_eq!(before, files(&desk.at("in")));
}

#[test]
fn a_damaged_collection_says_so() {
    let desk = Desk::new();
    add(&desk.collection(), [desk.at("in")], 0);
    let index = desk.collection().join("index");
    let words = fs::read_dir(&index).unwrap().map(|e| e.unwrap().path()).find(|p| p.extension().is_some_and(|e| e == "words")).unwrap();
    let good = fs::read(&words).unwrap();
    fs::write(&words, &good[..good.len() / 2]).unwrap();
    let ran = add(&desk.collection(), [desk.put("more.txt", &stories()[8].text)], 1);
    assert!(ran.stderr.contains("index") || ran.stderr.contains("words"), "{}", ran.stderr);
    fs::write(&words, &good).unwrap();
    let db = desk.collection().join("retold.db");
    let bytes = fs::read(&db).unwrap();
    fs::write(&db, &bytes[..bytes.len() / 2]).unwrap();
    Ran::of(retold().arg("export").arg(desk.collection()).arg("-o").arg(desk.at("out"))).code(1).warns(&["retold.db", "damaged"]);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    use std::os::unix::process::CommandExt;
    use std::process::Command;

    use super::*;

    #[test]
    fn links_that_lead_nowhere_or_in_circles_are_named() {
        let desk = Desk::new();
        symlink(desk.at("gone.txt"), desk.at("in/dangling.txt")).unwrap();
        symlink(desk.at("in"), desk.at("in/loop")).unwrap();
        let (ran, files) = desk.add();
        skipped(
            &files,
            &[("dangling.txt", None, "not-found", "the link leads nowhere"), ("loop", None, "symlink-loop", "its files are read there")],
        );
        ran.warns(&["skipped dangling.txt: not-found (", "mend or remove it"]).warns(&["skipped loop: symlink-loop ("]);
    }

    #[test]
    fn pipes_are_not_waited_for() {
        let desk = Desk::new();
        assert!(Command::new("mkfifo").arg(desk.at("in/pipe.txt")).status().unwrap().success());
        let (ran, files) = desk.add();
        skipped(&files, &[("pipe.txt", None, "not-a-file", "give - as input and pipe into it")]);
        ran.warns(&["skipped pipe.txt: not-a-file ("]);
    }

    /// The user `nobody` on every system we know of.
    const NOBODY: u32 = 65_534;

    fn open_for_all(path: &Path) {
        fs::set_permissions(path, fs::Permissions::from_mode(0o777)).unwrap();
    }

    #[test]
    #[expect(clippy::print_stderr, reason = "says why it looked at nothing")]
    fn what_may_not_be_read_is_named() {
        let desk = Desk::new();
        desk.put("in/secret.txt", "Nobody is to read this.");
        desk.put("in/locked/inside.txt", "Nor this.");
        for closed in ["in/secret.txt", "in/locked"] {
            fs::set_permissions(desk.at(closed), fs::Permissions::from_mode(0o000)).unwrap();
        }
        open_for_all(desk.dir.path());
        open_for_all(&desk.at("in"));
        let mut command = Command::new(retold().get_program());
        command.arg("add").args([desk.collection(), desk.at("in")]);
        // root may read everything: the binary then runs as nobody
        if fs::metadata(desk.dir.path()).unwrap().uid() == 0 {
            command.uid(NOBODY).gid(NOBODY);
        }
        let out = match command.output() {
            Ok(out) => out,
            Err(error) => return eprintln!("not tested: the binary does not start as nobody: {error}"),
        };
        fs::set_permissions(desk.at("in/locked"), fs::Permissions::from_mode(0o755)).unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let ran = Ran { code: out.status.code(), stdout: text(out.stdout), stderr: text(out.stderr) }.code(2);
        ran.says(&["1 new", "2 skipped"])
            .warns(&["skipped locked: unreadable (", "check the permissions"])
            .warns(&["skipped secret.txt: unreadable (", "check the permissions"]);
        let files = export(&desk.collection(), "jsonl");
        skipped(
            &files,
            &[("locked", None, "unreadable", "check the permissions"), ("secret.txt", None, "unreadable", "check the permissions")],
        );
    }
}
