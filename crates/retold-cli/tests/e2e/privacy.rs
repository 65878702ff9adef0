//! No path of this machine and no name of its user is in what is written.

use std::path::Path;

use serde_json::Value;

use crate::support::*;

/// A user, as a shell would tell the program of one; in no article.
const USER: &str = "quillonvarga";

struct Home {
    dir: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        let home = Home { dir: tempfile::Builder::new().prefix("machine-of-").tempdir().unwrap() };
        write(&home.user(), "articles/all.jsonl", jsonl(&stories()[..40]) + "no json\n");
        write(&home.user(), "articles/one.txt", &stories()[50].text);
        write(&home.user(), "articles/page.html", format!("<html><body><article><p>{}</p></article></body></html>", stories()[51].text));
        write(&home.user(), "articles/empty.txt", "");
        write(&home.user(), "articles/outlets.csv", "name,domain\nA,b\n");
        home
    }

    fn user(&self) -> std::path::PathBuf {
        self.dir.path().join("home").join(USER)
    }

    /// Everything that could be named wrongly: inputs by absolute path, missing ones, patterns, links.
    fn inputs(&self) -> Vec<String> {
        let at = |name: &str| self.user().join(name).to_str().unwrap().to_owned();
        #[cfg(unix)]
        {
            let _ = std::os::unix::fs::symlink(self.user().join("gone"), self.user().join("articles/dangling.txt"));
            let _ = std::os::unix::fs::symlink(self.user(), self.user().join("articles/loop"));
        }
        [at("articles"), at("missing.txt"), at("missing-*.txt"), at("[a-.txt"), at("articles/o*.txt")].into()
    }

    fn run(&self, arguments: &[&str], inputs: &[String]) -> Ran {
        let mut command = retold();
        command.current_dir(self.user()).env("HOME", self.user()).env("USER", USER).env("LOGNAME", USER);
        Ran::of(command.args(arguments).args(inputs))
    }

    /// What must not be anywhere.
    fn secrets(&self) -> Vec<String> {
        let dir = self.dir.path().canonicalize().unwrap();
        let mut secrets = vec![USER.to_owned(), dir.to_str().unwrap().to_owned(), self.dir.path().to_str().unwrap().to_owned()];
        secrets.push(dir.file_name().unwrap().to_str().unwrap().to_owned());
        for variable in ["HOME", "CARGO_MANIFEST_DIR"] {
            // a short one such as "/" says nothing
            secrets.extend(std::env::var(variable).ok().filter(|v| v.len() > 4));
        }
        secrets
    }

    #[track_caller]
    fn check(&self, name: &str, bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes);
        for secret in self.secrets() {
            let Some(at) = text.find(&secret) else { continue };
            let around: String = text[..at].chars().rev().take(200).collect::<Vec<_>>().into_iter().rev().collect();
            panic!("{secret} is in {name}: {around}[{secret}]");
        }
    }

    #[track_caller]
    fn check_all(&self, folder: &Path) {
        let files = files(folder);
        assert!(!files.is_empty());
        for (name, bytes) in &files {
            self.check(name, bytes);
        }
    }
}

/// A text that begins like a path of Unix or Windows.
fn is_absolute(text: &str) -> bool {
    let bytes = text.as_bytes();
    text.starts_with('/')
        || text.starts_with("\\\\")
        || bytes.len() > 2 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':' && b"/\\".contains(&bytes[2])
}

fn strings<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(list) => list.iter().for_each(|v| strings(v, found)),
        Value::Object(map) => map.values().for_each(|v| strings(v, found)),
        _ => {}
    }
}

#[test]
fn exports_and_the_collection_name_no_place_of_this_machine() {
    let home = Home::new();
    home.run(&["add", "news.retold"], &home.inputs()).code(2);
    let collection = home.user().join("news.retold");
    for format in FORMATS {
        let out = home.dir.path().join(format);
        home.run(&["export", "news.retold", "--format", format, "-o", out.to_str().unwrap()], &[]).code(0);
        home.check_all(&out);
    }
    home.check_all(&collection);
    let files = export(&collection, "jsonl");
    let reasons: std::collections::BTreeSet<_> = rows(&files, "skipped").iter().map(|r| r["reason"].as_str().unwrap().to_owned()).collect();
    for reason in ["bad-json", "bad-outlets", "empty", "not-found"] {
        assert!(reasons.contains(reason), "{reason} is not tested: {reasons:?}");
    }
    for (name, bytes) in files.iter().filter(|(name, _)| *name != "schema.json") {
        for line in if name == "run.json" { vec![&bytes[..]] } else { bytes.split(|&b| b == b'\n').filter(|l| !l.is_empty()).collect() } {
            let value: Value = serde_json::from_slice(line).unwrap();
            let mut found = Vec::new();
            strings(&value, &mut found);
            let absolute: Vec<_> = found.iter().filter(|t| is_absolute(t) || t.contains(" /") || t.contains("'/")).collect();
            assert!(absolute.is_empty(), "{name}: {absolute:?}");
        }
    }
}

#[test]
fn a_report_names_no_place_of_this_machine() {
    let home = Home::new();
    let page = home.dir.path().join("page.html");
    home.run(&["report", "-o", page.to_str().unwrap()], &home.inputs()).code(2);
    let html = std::fs::read(&page).unwrap();
    home.check("the report", &html);
    assert!(String::from_utf8(html).unwrap().contains("missing.txt"), "what was skipped is listed");
}
