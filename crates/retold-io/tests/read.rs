//! What comes in comes out as an article or as a line that says why not. All texts, places, people and outlets are invented.

use std::cell::RefCell;
use std::convert::Infallible;
use std::fs;
use std::io::{self, BufRead, BufReader, Read as _, Write as _};
use std::path::Path;

use retold::record::{BlockKind, DateOrigin, Role};
use retold_io::read::{Progress, Read, ReadOptions, SkipReason, read, read_stream};
use run::Run;
use tempfile::TempDir;

#[path = "archives/run.rs"]
#[allow(dead_code, reason = "each test file uses a part")]
mod run;

const STORY: &str = "The council of Lisken voted on Monday to close the old ferry terminal, after engineers warned that the pier could not \
                     carry the weight of another winter. The harbour master said that he would move his office before the end of the month.";

fn run_with(options: &ReadOptions) -> Run {
    Run::of(|sink| read(options, &(), sink).expect("reading goes on whatever a file holds"))
}

fn run(inputs: &[&Path]) -> Run {
    run_with(&options(inputs))
}

fn options(inputs: &[&Path]) -> ReadOptions {
    ReadOptions { inputs: inputs.iter().map(|p| p.to_str().unwrap().to_owned()).collect(), ..ReadOptions::default() }
}

fn run_stream(stream: &mut dyn BufRead, options: &ReadOptions) -> Run {
    Run::of(|sink| read_stream(stream, options, &(), sink).expect("reading goes on whatever a stream holds"))
}

/// A folder with these files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    dir
}

/// One file, read.
fn one(name: &str, bytes: &[u8]) -> Run {
    let dir = folder(&[(name, bytes)]);
    run(&[&dir.path().join(name)])
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_text_file_comes_through_unchanged() {
    let text = format!("  {STORY}\r\n\r\n{STORY}\r\n\t ");
    let run = one("a.txt", text.as_bytes());
    let article = run.only();
    assert_eq!(article.text, text);
    assert_eq!((article.input.as_str(), article.locator.as_deref()), ("a.txt", None));
    assert_eq!((article.lang.as_deref(), article.complete, article.role), (Some("en"), false, Role::Article));
    assert_eq!(run.raws[0], text.as_bytes());
    assert_eq!(article.sha256, article.text_sha256);
    assert_eq!(article.sha256.len(), 64);
}

#[test]
fn a_folder_is_read_in_the_order_of_its_paths_whatever_the_threads() {
    let names = ["b.txt", "a/z.txt", "a/b/c.txt", "c.html", "0.jsonl"];
    let line = format!("{{\"text\": \"{STORY}\"}}\n");
    let page = format!("<html><body><p>{STORY}</p></body></html>");
    let files: Vec<(&str, &[u8])> = names
        .iter()
        .map(|&n| {
            (
                n,
                if n.ends_with("jsonl") {
                    line.as_bytes()
                } else if n.ends_with("html") {
                    page.as_bytes()
                } else {
                    STORY.as_bytes()
                },
            )
        })
        .collect();
    let dir = folder(&files);
    let inputs = |run: &Run| run.inputs().iter().map(|&s| s.to_owned()).collect::<Vec<_>>();
    let first = run(&[dir.path()]);
    assert_eq!(inputs(&first), ["0.jsonl", "a/b/c.txt", "a/z.txt", "b.txt", "c.html"]);
    for threads in [1, 7] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let again = pool.install(|| run(&[dir.path()]));
        assert_eq!(again.articles, first.articles);
    }
    let ids: std::collections::BTreeSet<&str> = first.articles.iter().map(|a| a.id.as_str()).collect();
    assert_eq!(ids.len(), 5, "equal bytes at two places are two articles");
}

#[test]
fn hidden_files_and_page_folders_are_passed_over_and_counted() {
    let page = format!("<html><body><p>{STORY}</p></body></html>");
    let dir = folder(&[
        ("page.html", page.as_bytes()),
        ("page_files/ad.html", page.as_bytes()),
        ("lone_files/real.txt", STORY.as_bytes()),
        (".git/config.txt", STORY.as_bytes()),
        (".DS_Store", b"x"),
    ]);
    let run = run(&[dir.path()]);
    assert_eq!(run.inputs(), ["lone_files/real.txt", "page.html"]);
    assert_eq!((run.summary.hidden, run.summary.page_folders), (2, 1));
    assert!(run.skipped.is_empty());
}

#[test]
fn files_of_one_name_and_equal_bytes_are_two_articles() {
    let dir = folder(&[("a/index.txt", STORY.as_bytes()), ("b/index.txt", STORY.as_bytes())]);
    let (a, b) = (dir.path().join("a/index.txt"), dir.path().join("b/index.txt"));
    let both = run(&[&a, &b, &a]);
    assert_eq!(both.inputs(), ["a/index.txt", "b/index.txt"]);
    assert_ne!(both.articles[0].id, both.articles[1].id);
    assert_eq!(both.summary.repeated, 1);
    assert_eq!(run(&[&a]).inputs(), ["index.txt"], "never more of the path than is needed");
}

#[test]
fn a_pattern_names_files_from_its_first_wildcard_on() {
    let dir = folder(&[("x/1.txt", STORY.as_bytes()), ("y/2.txt", STORY.as_bytes()), ("y/2.pdf", b"%PDF-")]);
    let run = run(&[&dir.path().join("*/*.txt"), &dir.path().join("*.nothing"), &dir.path().join("absent.txt")]);
    assert_eq!(run.inputs(), ["x/1.txt", "y/2.txt"]);
    let reasons: Vec<SkipReason> = run.skipped.iter().map(|s| s.reason).collect();
    assert_eq!(reasons, [SkipReason::NotFound, SkipReason::NotFound]);
}

#[test]
fn the_uniform_record_is_read_with_all_its_keys() {
    let line = r#"{"id": 17, "text": "Ferry sinks.", "url": "https://courier.example/a", "outlet": " Lisken Courier ", "title": "Ferry",
        "author": "", "published": "2015-02-22", "lang": "en-GB", "role": "wire", "modified": "2015-02-23T10:00:00Z",
        "captured": "20150224101112", "archive_url": "https://archive.example/a", "unknown": {"deep": [1, 2]}}"#
        .replace('\n', " ");
    let run = one("a.jsonl", line.as_bytes());
    let article = run.only();
    assert_eq!(article.id, "17");
    assert_eq!(article.text, "Ferry sinks.");
    assert_eq!(article.outlet.as_deref(), Some("Lisken Courier"));
    assert_eq!(article.author, None, "unknown is never an empty string");
    assert_eq!(article.published.as_ref().map(|d| d.iso.as_str()), Some("2015-02-22"));
    assert_eq!(article.published_from, Some(DateOrigin::Given));
    assert_eq!(article.lang.as_deref(), Some("en"));
    assert_eq!(article.role, Role::Wire);
    assert_eq!(article.modified.as_deref(), Some("2015-02-23T10:00:00Z"));
    assert_eq!(article.captured.as_deref(), Some("2015-02-24T10:11:12"));
    assert_eq!(article.locator.as_deref(), Some("line 1"));
    assert!(article.complete);
    assert_eq!(run.raws[0], line.as_bytes());
}

#[test]
fn keys_that_mean_nothing_here_are_carried_along() {
    let record = format!("{{\"id\":\"q1\",\"section\":\"harbour\",\"text\":\"{STORY}\",\"page\":7,\"tags\":[\"pier\"]}}\n");
    let extra = one("a.jsonl", record.as_bytes()).only().extra.clone();
    assert_eq!(extra.as_deref(), Some("{\"section\":\"harbour\",\"page\":7,\"tags\":[\"pier\"]}"));
    let table = format!("text,section,page\n\"{STORY}\",harbour,\n");
    assert_eq!(one("a.csv", table.as_bytes()).only().extra.as_deref(), Some("{\"section\":\"harbour\"}"));
    assert_eq!(one("a.txt", STORY.as_bytes()).only().extra, None);
}

#[test]
fn bad_lines_are_named_and_the_good_ones_go_on() {
    let deep = "[".repeat(100_000);
    let lines = [
        r#"{"text": "One."}"#,
        r#"{"text": "Two."#,
        "",
        r#"{"text": 5}"#,
        r#"{"title": "No text"}"#,
        r#"{"text": "  "}"#,
        &format!("{{\"text\": \"x\", \"deep\": {deep}"),
        r#"{"text": "a", "text": "b"}"#,
        r#"{"text": "\ud800"}"#,
        r#"{"text": NaN}"#,
        r#"{"text": "Trailing."} garbage"#,
        r#"["text"]"#,
        r#"{"text": "x", "role": "rumour"}"#,
        "\u{1}\u{2}\u{3}\0\0\0",
        r#"{"text": "Last."}"#,
    ];
    let run = one("a.jsonl", format!("\u{feff}{}", lines.join("\r\n")).as_bytes());
    let texts: Vec<&str> = run.articles.iter().map(|a| a.text.as_str()).collect();
    assert_eq!(texts, ["One.", "x", "Last."]);
    // a role that means nothing here costs no text
    assert_eq!((run.articles[1].role, run.articles[1].extra.as_deref()), (Role::Article, Some(r#"{"role":"rumour"}"#)));
    assert_eq!(run.articles[2].locator.as_deref(), Some("line 15"));
    use SkipReason::{BadJson, BadRecord, NoText, NotText};
    let expected = [
        ("line 2", BadJson),
        ("line 4", BadRecord),
        ("line 5", NoText),
        ("line 6", NoText),
        ("line 7", BadJson),
        ("line 8", BadRecord),
        ("line 9", BadJson),
        ("line 10", BadJson),
        ("line 11", BadJson),
        ("line 12", BadRecord),
        ("line 14", NotText),
    ];
    let found: Vec<(&str, SkipReason)> = run.skipped.iter().map(|s| (s.locator.as_deref().unwrap(), s.reason)).collect();
    assert_eq!(found, expected);
    assert!(run.skipped[0].detail.contains("column"), "{}", run.skipped[0].detail);
}

#[test]
fn a_table_with_backslashes_before_its_marks_is_read() {
    let rows = r#"id,text,place
1,"The crew called it \"calm\", and went on.",Lisken
2,"In C:\\harbour nothing stood.","Port Vellan"
3,"A line
and \"another\", said the office","\"Sarrow\" pier"
"#;
    let run = one("a.csv", rows.as_bytes());
    let texts: Vec<&str> = run.articles.iter().map(|a| a.text.as_str()).collect();
    assert_eq!(
        texts,
        ["The crew called it \"calm\", and went on.", "In C:\\harbour nothing stood.", "A line\nand \"another\", said the office"],
        "{:?}",
        run.skipped
    );
    assert_eq!(run.articles[2].extra.as_deref(), Some(r#"{"place":"\"Sarrow\" pier"}"#));
    // where marks are doubled, a backslash is a backslash
    let doubled = "id,text\n1,\"Kept in \"\"C:\\\"\"\"\n2,\"The \"\"calm\"\" sea.\"\n";
    let run = one("a.csv", doubled.as_bytes());
    assert_eq!(run.articles[0].text, "Kept in \"C:\\\"", "{:?}", run.skipped);
}

#[test]
fn a_table_is_read_with_quoted_lines_and_any_separator() {
    let rows = "id,Title,text,published\n1,Ferry,\"The ferry\nsank, \"\"again\"\".\",2015-02-22\r\n\n2,Pier,The pier stood.,\n";
    let run = one("a.csv", rows.as_bytes());
    assert_eq!(run.articles[0].text, "The ferry\nsank, \"again\".");
    assert_eq!(run.articles[0].title.as_deref(), Some("Ferry"));
    assert_eq!(run.articles[0].locator.as_deref(), Some("record 1"));
    assert_eq!(run.articles[1].locator.as_deref(), Some("record 2"));
    assert_eq!(run.articles[1].published, None);
    assert_eq!(run.raws[0], b"1,Ferry,\"The ferry\nsank, \"\"again\"\".\",2015-02-22");
    assert!(run.skipped.is_empty(), "{:?}", run.skipped);
    assert_eq!(one("a.csv", b"\"id\";\"text\"\n1;\"The ferry, sank.\"\r").only().text, "The ferry, sank.");
    assert_eq!(one("a.tsv", b"id\ttext\n1\tThe ferry, sank.\n").only().text, "The ferry, sank.");
}

#[test]
fn broken_quotation_marks_cost_one_record() {
    let rows = "id,text\n1,Good.\n2,\"Never closed,\n3,\"Quoted\" and more\n4,Good.\n5,a,b,c\n6,\"Good, too.\"\n7,\"open";
    let run = one("a.csv", rows.as_bytes());
    let ids: Vec<&str> = run.articles.iter().map(|a| a.id.as_str()).collect();
    assert_eq!(ids, ["1", "4", "6"]);
    let reasons: Vec<SkipReason> = run.skipped.iter().map(|s| s.reason).collect();
    assert_eq!(reasons, [SkipReason::BadCsv; 4]);
    let first = &run.skipped[0];
    assert_eq!(first.locator.as_deref(), Some("record 2"));
    assert!(first.detail.contains("byte 16"), "{}", first.detail);
}

#[test]
fn a_table_without_a_text_column_or_without_rows_says_so() {
    let run = one("a.csv", b"id,weather\n1,Ferry sank.\n");
    assert_eq!(run.named(), [("a.csv", None, SkipReason::BadCsv)]);
    assert_eq!(one("a.csv", b"id,text\n").named(), [("a.csv", None, SkipReason::Empty)]);
    assert_eq!(one("a.csv", b"\n \n").named(), [("a.csv", None, SkipReason::Empty)]);
    let wide = format!("text{}\nFerry.{}\n", ",x".repeat(10_000), ",".repeat(10_000));
    assert_eq!(one("a.csv", wide.as_bytes()).only().text, "Ferry.");
}

#[test]
fn hostile_tables_take_bounded_time() {
    // Every line opens a quotation that nothing closes.
    let rows = format!("id,text\n{}", "a\"b,\"\"\"\n".repeat(100_000));
    let run = one("a.csv", rows.as_bytes());
    assert!(run.articles.len() + run.skipped.len() > 0);
}

#[test]
fn files_that_are_no_articles_are_named_with_their_reason() {
    let dir = folder(&[
        ("blank.txt", b" \r\n\t"),
        ("empty.html", b""),
        ("empty.jsonl", b"\n\n"),
        ("empty.txt", b""),
        ("photo.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0"),
        ("script.html", b"<html><head><title>x</title></head><body><script>load()</script></body></html>"),
        ("table.xlsx", b"PK\x03\x04"),
        ("torn.txt.gz", &gzip(STORY.as_bytes())[..40]),
        ("noise.jsonl.zst", b"not zstd"),
        ("noending", b"x"),
    ]);
    let run = run(&[dir.path()]);
    assert!(run.articles.is_empty());
    use SkipReason::{Empty, NoText, NotText, Unreadable, UnsupportedFormat};
    let expected = [
        ("blank.txt", None, Empty),
        ("empty.html", None, Empty),
        ("empty.jsonl", None, Empty),
        ("empty.txt", None, Empty),
        ("noending", None, UnsupportedFormat),
        ("noise.jsonl.zst", None, Unreadable),
        ("photo.txt", None, NotText),
        ("script.html", None, NoText),
        ("table.xlsx", None, UnsupportedFormat),
        ("torn.txt.gz", None, Unreadable),
    ];
    assert_eq!(run.named(), expected);
    assert!(run.skipped.iter().all(|s| !s.detail.is_empty() && !s.to_string().contains(dir.path().to_str().unwrap())));
}

#[test]
fn encodings_are_told_by_the_ladder() {
    let said = "“Genug”, sagte Žofie — und ging nach Liškov.";
    let utf16 = |le: bool| -> Vec<u8> {
        let units = std::iter::once(0xfeff).chain(said.encode_utf16());
        units.flat_map(|u| if le { u.to_le_bytes() } else { u.to_be_bytes() }).collect()
    };
    assert_eq!(one("a.txt", &[b"\xef\xbb\xbf", said.as_bytes()].concat()).only().text, said);
    assert_eq!(one("a.txt", &utf16(true)).only().text, said);
    assert_eq!(one("a.txt", &utf16(false)).only().text, said);
    let western = "The mayor said: “Never again”, and the harbour master’s office agreed – at last. Naïve, said Zoë.";
    assert_eq!(one("a.txt", &encoding_rs::WINDOWS_1252.encode(western).0).only().text, western);
    let cyrillic = "Совет города Лискена проголосовал в понедельник за закрытие старого паромного причала.";
    assert_eq!(one("a.txt", &encoding_rs::WINDOWS_1251.encode(cyrillic).0).only().text, cyrillic);
    let broken = one("a.txt", &[STORY.as_bytes(), b"\xff\xfe\xc0 end"].concat());
    assert!(broken.only().text.starts_with(STORY) && broken.only().text.ends_with("end"));
    let page = format!("<html><head><meta charset=\"windows-1251\"></head><body><p>{cyrillic}</p></body></html>");
    assert!(one("a.html", &encoding_rs::WINDOWS_1251.encode(&page).0).only().text.contains(cyrillic));
}

#[test]
fn a_table_saved_as_utf16_is_read() {
    let rows = format!("\u{feff}id\ttext\r\n1\t{STORY}\r\n");
    let bytes: Vec<u8> = rows.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(one("a.tsv", &bytes).only().text, STORY);
}

#[test]
fn packed_files_are_unpacked() {
    let line = format!("{{\"text\": \"{STORY}\"}}\n");
    // Two gzip members one after the other are one stream.
    let members = [gzip(line.as_bytes()), gzip(line.as_bytes())].concat();
    assert_eq!(one("a.jsonl.gz", &members).articles.len(), 2);
    let packed = zstd::encode_all(STORY.as_bytes(), 3).unwrap();
    assert_eq!(one("a.txt.zst", &packed).only().text, STORY);
    assert_eq!(one("a.csv.gz", &gzip(b"text\nFerry.\n")).only().text, "Ferry.");
}

#[test]
fn a_bomb_is_stopped_by_its_ratio() {
    let zeros = vec![b'0'; 1 << 20];
    let (gz, zst) = (gzip(&zeros).repeat(40), zstd::encode_all(io::repeat(b'0').take(40 << 20), 1).unwrap());
    for (name, bytes) in [("a.txt.gz", &gz), ("a.jsonl.gz", &gz), ("a.csv.gz", &gz), ("a.jsonl.zst", &zst)] {
        let run = one(name, bytes);
        assert!(run.articles.is_empty());
        assert_eq!(run.skipped.len(), 1, "{name}: {:?}", run.skipped);
        assert_eq!(run.skipped[0].reason, SkipReason::Limit, "{name}");
    }
}

#[test]
fn what_is_too_large_is_skipped_and_the_rest_goes_on() {
    let limit = ReadOptions { max_text_bytes: 1000, ..ReadOptions::default() };
    let long = "x".repeat(2000);
    let lines = format!("{{\"text\": \"One.\"}}\n{{\"text\": \"{long}\"}}\n{{\"text\": \"Three.\"}}");
    let dir = folder(&[
        ("a.jsonl", lines.as_bytes()),
        ("b.txt", long.as_bytes()),
        ("c.csv", format!("text\nOne.\n{long}\n\"{long}\n{long}\"\nTwo.\n").as_bytes()),
    ]);
    let run = run_with(&ReadOptions { inputs: options(&[dir.path()]).inputs, ..limit });
    let texts: Vec<&str> = run.articles.iter().map(|a| a.text.as_str()).collect();
    assert_eq!(texts, ["One.", "Three.", "One.", "Two."]);
    use SkipReason::TooLarge;
    let expected = [
        ("a.jsonl", Some("line 2"), TooLarge),
        ("b.txt", None, TooLarge),
        ("c.csv", Some("record 2"), TooLarge),
        ("c.csv", Some("record 3"), TooLarge),
    ];
    assert_eq!(run.named(), expected);
}

/// Largest memory of this process so far, in bytes, where the system tells it.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024)
}

#[test]
fn a_line_of_a_gigabyte_is_let_go_while_it_is_read() {
    let start: &[u8] = b"{\"text\": \"One.\"}\n{\"text\": \"";
    let end: &[u8] = b"\"}\n{\"text\": \"Three.\"}\n";
    let stream = start.chain(io::repeat(b'x').take(1 << 30)).chain(end);
    let options = ReadOptions { max_text_bytes: 1 << 20, ..ReadOptions::default() };
    let before = peak_memory();
    let run = run_stream(&mut BufReader::with_capacity(1 << 16, stream), &options);
    assert_eq!(run.articles.len(), 2);
    assert_eq!(run.named(), [("-", Some("line 2"), SkipReason::TooLarge)]);
    if let (Some(before), Some(after)) = (before, peak_memory()) {
        // Other tests run beside this one; a gigabyte would show all the same.
        assert!(after - before < 700 << 20, "{before} {after}");
    }
}

#[test]
fn standard_input_is_told_by_its_first_bytes() {
    let options = ReadOptions::default();
    let stream = |bytes: &[u8]| run_stream(&mut BufReader::with_capacity(3, bytes), &options);
    let lines = stream(b"\n {\"text\": \"One.\"}\n{\"text\": \"Two.\"}\n");
    assert_eq!(lines.articles.len(), 2);
    assert_eq!(lines.articles[1].locator.as_deref(), Some("line 3"));
    let page = stream(format!("<!DOCTYPE html><html><body><p>{STORY}</p></body></html>").as_bytes());
    assert_eq!((page.only().text.as_str(), page.only().complete), (STORY, true));
    let text = stream(STORY.as_bytes());
    assert_eq!((text.only().text.as_str(), text.only().input.as_str()), (STORY, "-"));
    assert_eq!(stream(&gzip(b"{\"text\": \"One.\"}")).only().text, "One.");
    assert_eq!(stream(b"").named(), [("-", None, SkipReason::Empty)]);
}

#[test]
fn a_page_gives_text_and_head_data() {
    let page = format!(
        "<html lang='en'><head><title>Ferry - Courier</title><meta property='og:title' content='Ferry terminal to close'>\
         <meta property='og:site_name' content='The Courier'><meta property='article:published_time' content='2015-02-22T10:00:00+01:00'>\
         <link rel='canonical' href='https://courier.example/2015/02/22/ferry'></head><body><nav><a href='/x'>Home</a></nav>\
         <article><h1>Ferry terminal to close</h1><p>{STORY}</p><p>{STORY} <a href='/pier'>The pier</a> is old.</p></article></body></html>"
    );
    let outlets = "outlet,aliases,domains\nLisken Courier,The Courier,courier.example\n";
    let dir = folder(&[("p.html", page.as_bytes()), ("outlets.csv", outlets.as_bytes())]);
    let run = run(&[dir.path()]);
    let article = run.only();
    assert!(article.text.contains(&format!("{STORY}\n{STORY} The pier is old.")), "{}", article.text);
    assert_eq!(article.title.as_deref(), Some("Ferry terminal to close"));
    assert_eq!(article.outlet.as_deref(), Some("Lisken Courier"));
    assert_eq!(article.published.as_ref().map(|d| d.iso.as_str()), Some("2015-02-22T10:00:00+01:00"));
    assert_eq!(article.published_from, Some(DateOrigin::Meta));
    assert_eq!(article.links, ["https://courier.example/pier"]);
    assert!(article.complete);
    assert_eq!(run.summary.outlets.rows().len(), 1);
}

#[test]
fn deep_and_wide_pages_neither_overflow_nor_take_forever() {
    let nested = |n: usize, tag: &str| format!("{}{STORY}", format!("<{tag}>").repeat(n));
    for page in [
        nested(1_000_000, "div"),
        nested(200_000, "b"),
        nested(250, "div"),
        nested(250, "blockquote"),
        nested(250, "span"),
        nested(5_000, "p"),
        nested(5_000, "li"),
        format!("<p {}>{STORY}</p>", "a=b ".repeat(300_000)),
        format!("<table>{}{STORY}", "<tr><td>".repeat(3000)),
        format!("{}{STORY}", "<title>".repeat(100_000)),
    ] {
        let run = one("a.html", page.as_bytes());
        assert_eq!(run.articles.len() + run.skipped.len(), 1, "{}", &page[..40]);
    }
}

#[test]
fn texts_are_outlined_and_say_their_title_date_and_agency() {
    let text = format!("Lisken to close its ferry terminal\n\nKAROV, February 19, 2019. /KORR/. {STORY}\n");
    let run = one("a.txt", text.as_bytes());
    let article = run.only();
    assert_eq!(article.title.as_deref(), Some("Lisken to close its ferry terminal"));
    assert_eq!(article.published.as_ref().map(|d| d.iso.as_str()), Some("2019-02-19"));
    assert_eq!(article.published_from, Some(DateOrigin::Text));
    assert_eq!(article.outlet.as_deref(), Some("KORR"));
    let kinds: Vec<BlockKind> = article.blocks.iter().map(|b| b.kind).collect();
    assert_eq!(kinds, [BlockKind::Headline, BlockKind::Dateline]);
    let carried = format!("{{\"text\": \"KAROV (Korr) — {STORY}\", \"published\": \"2019-02-20\"}}\n");
    assert_eq!(one("a.jsonl", carried.as_bytes()).only().outlet, None, "a newspaper may carry the agency");
    let dir = folder(&[("a.jsonl", carried.as_bytes())]);
    let wire = run_with(&ReadOptions { role: Some(Role::Wire), ..options(&[dir.path()]) });
    assert_eq!(wire.only().outlet.as_deref(), Some("Korr"));
}

#[test]
fn ids_are_stable_and_differ_by_place() {
    let line = format!("{{\"text\": \"{STORY}\"}}\n");
    let twice = line.repeat(2);
    let (first, again) = (one("a.jsonl", twice.as_bytes()), one("a.jsonl", twice.as_bytes()));
    assert_eq!(first.articles, again.articles);
    assert_ne!(first.articles[0].id, first.articles[1].id);
    assert_eq!(first.articles[0].sha256, first.articles[1].sha256);
    assert_eq!(one("a.txt", STORY.as_bytes()).only().id, "a4e82d734193b33f9", "ids do not change between versions");
}

#[test]
fn unread_dates_are_counted() {
    let run = one("a.jsonl", b"{\"text\": \"One.\", \"published\": \"the other day\"}\n{\"text\": \"Two.\", \"published\": \"2015\"}\n");
    assert_eq!(run.summary.unread_dates, 1);
    assert_eq!((run.articles[0].complete, &run.articles[0].published), (true, &None));
}

#[test]
fn an_outlets_table_that_was_asked_for_has_to_be_there() {
    let dir = folder(&[("a.txt", STORY.as_bytes()), ("outlets.csv", b"name\nx\n")]);
    let found = run(&[dir.path()]);
    assert_eq!(found.articles.len(), 1);
    assert_eq!(found.named(), [("outlets.csv", None, SkipReason::BadOutlets)]);
    let asked = ReadOptions { outlets: Some(dir.path().join("absent.csv")), ..options(&[dir.path()]) };
    let error = read(&asked, &(), &mut |_| Ok::<(), Infallible>(())).unwrap_err();
    assert!(error.to_string().starts_with("cannot read the outlets table"), "{error}");
}

#[test]
fn the_receiver_may_give_up() {
    let dir = folder(&[("a.txt", STORY.as_bytes())]);
    let result = read(&options(&[dir.path()]), &(), &mut |_| Err(io::Error::other("disk full")));
    assert_eq!(result.unwrap_err().to_string(), "disk full");
}

/// Does something after the plan is made and before the first file is opened.
struct Then<F: Fn()>(F);
// The reader calls `begin` on the thread that reads.
impl<F: Fn() + Sync> Progress for Then<F> {
    fn begin(&self, _files: u64, _bytes: u64) {
        (self.0)();
    }
}

#[test]
fn a_file_that_vanishes_is_a_line() {
    let dir = folder(&[("a.txt", STORY.as_bytes()), ("b.txt", STORY.as_bytes())]);
    let gone = dir.path().join("a.txt");
    let progress = Then(|| fs::remove_file(&gone).unwrap());
    let run = Run::of(|sink| read(&options(&[dir.path()]), &progress, sink).unwrap());
    assert_eq!(run.inputs(), ["b.txt"]);
    assert_eq!(run.named(), [("a.txt", None, SkipReason::Unreadable)]);
}

#[test]
fn a_file_that_is_written_while_read_is_named() {
    let line = "{\"text\": \"The ferry sank.\"}\n";
    let dir = folder(&[("a.jsonl", line.repeat(3000).as_bytes())]);
    let path = dir.path().join("a.jsonl");
    let reasons = RefCell::new(Vec::new());
    let mut articles = 0;
    let mut sink = |read| {
        match read {
            Read::Article { .. } if articles == 0 => {
                articles += 1;
                let mut file = fs::OpenOptions::new().append(true).open(&path).unwrap();
                file.write_all(line.as_bytes()).unwrap();
            }
            Read::Article { .. } => articles += 1,
            Read::Skipped(skipped) => reasons.borrow_mut().push(skipped.reason),
        }
        Ok::<(), Infallible>(())
    };
    read(&options(&[&path]), &(), &mut sink).unwrap();
    assert_eq!(*reasons.borrow(), [SkipReason::Changed]);
    assert!(articles >= 3000, "what was read stays");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::net::UnixListener;
    use std::process::Command;

    use super::*;

    #[test]
    fn pipes_sockets_devices_and_loops_are_not_opened() {
        let dir = folder(&[("a/real.txt", STORY.as_bytes())]);
        let at = |name: &str| dir.path().join(name);
        assert!(Command::new("mkfifo").arg(at("b.txt")).status().unwrap().success());
        let _socket = UnixListener::bind(at("c.txt")).unwrap();
        symlink("/dev/zero", at("d.txt")).unwrap();
        symlink(dir.path(), at("a/loop")).unwrap();
        symlink(at("nothing"), at("e.txt")).unwrap();
        symlink(at("a/real.txt"), at("f.txt")).unwrap();
        let run = run(&[dir.path()]);
        assert_eq!(run.inputs(), ["a/real.txt", "f.txt"]);
        use SkipReason::{NotAFile, NotFound, SymlinkLoop};
        let expected = [
            ("a/loop", None, SymlinkLoop),
            ("b.txt", None, NotAFile),
            ("c.txt", None, NotAFile),
            ("d.txt", None, NotAFile),
            ("e.txt", None, NotFound),
        ];
        assert_eq!(run.named(), expected);
    }

    #[test]
    fn a_folder_without_permission_is_a_line() {
        let dir = folder(&[("a/x.txt", STORY.as_bytes()), ("b.txt", STORY.as_bytes())]);
        let closed = dir.path().join("a");
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
        // The superuser may read everything.
        let may_read = fs::read_dir(&closed).is_ok();
        let run = run(&[dir.path()]);
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
        if !may_read {
            assert_eq!(run.inputs(), ["b.txt"]);
            assert_eq!(run.named(), [("a", None, SkipReason::Unreadable)]);
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn names_that_are_no_utf8_stay_apart() {
        use std::os::unix::ffi::OsStrExt;
        let dir = tempfile::tempdir().unwrap();
        for name in [b"a\xfe.txt", b"a\xff.txt"] {
            fs::write(dir.path().join(std::ffi::OsStr::from_bytes(name)), STORY).unwrap();
        }
        assert_eq!(run(&[dir.path()]).inputs(), ["a%FE.txt", "a%FF.txt"]);
    }
}

mod any_bytes {
    use proptest::prelude::*;

    use super::*;

    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        let parts = prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..20),
            "\\PC{0,20}".prop_map(String::into_bytes),
            proptest::sample::select(vec![
                "{\"text\": \"",
                "\"}",
                "\n",
                "\r\n",
                "\"",
                "\"\"",
                ",",
                ";",
                "text,id\n",
                "<p>",
                "</p>",
                "<script>",
                "<!--",
                "<meta charset=",
                "'",
                "<a href=\"",
                "&#",
                ";",
                "\u{feff}",
                "\\u",
                "[",
                "{",
                "2015-02-22",
                "KAROV (Korr) — ",
                "<h1>",
                "<time datetime=",
                "<script type='application/ld+json'>{\"@graph\": ",
                "\0",
                " ",
            ])
            .prop_map(|s| s.as_bytes().to_vec()),
        ];
        proptest::collection::vec(parts, 0..30).prop_map(|parts| parts.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn every_byte_ends_in_an_article_or_in_a_skipped_line(bytes in bytes()) {
            for name in ["a.txt", "a.html", "a.jsonl", "a.csv", "a.txt.gz", "a.jsonl.zst"] {
                let run = one(name, &bytes);
                let out = run.articles.len() + run.skipped.len();
                prop_assert!(out >= 1, "{name}");
                if matches!(name, "a.txt" | "a.html" | "a.txt.gz") {
                    prop_assert_eq!(out, 1, "{}", name);
                }
                if name == "a.jsonl" && !bytes.contains(&0) && !bytes.starts_with(b"\xff\xfe") && !bytes.starts_with(b"\xfe\xff") {
                    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
                    let lines = bytes.split(|&b| b == b'\n').filter(|l| !l.trim_ascii().is_empty()).count();
                    prop_assert_eq!(out, lines.max(1));
                }
                for article in &run.articles {
                    prop_assert!(!article.text.trim().is_empty());
                    prop_assert!(article.title.as_deref() != Some(""));
                }
            }
        }
    }
}
