//! Running the binary, comparing what it wrote, and invented articles that share passages.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};

/// No command of these tests takes longer, however slow the machine: beyond it, it hangs.
const HANGS: Duration = Duration::from_secs(120);

/// The binary, to be given arguments.
pub(crate) fn retold() -> assert_cmd::Command {
    let mut command = assert_cmd::cargo::cargo_bin_cmd!("retold");
    command.timeout(HANGS);
    command
}

/// What a command did.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    pub(crate) fn of(command: &mut assert_cmd::Command) -> Self {
        let out = command.output().expect("the binary starts");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the terminal is given UTF-8");
        Ran { code: out.status.code(), stdout: text(out.stdout), stderr: text(out.stderr) }
    }

    #[track_caller]
    pub(crate) fn code(self, expected: i32) -> Self {
        assert_eq!(self.code, Some(expected), "\n--- stdout\n{}--- stderr\n{}", self.stdout, self.stderr);
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        self
    }

    /// Every one of these is said on standard error, in one line.
    #[track_caller]
    pub(crate) fn warns(self, parts: &[&str]) -> Self {
        let said = self.stderr.lines().any(|line| parts.iter().all(|p| line.contains(p)));
        assert!(said, "no line with {parts:?} in\n{}", self.stderr);
        self
    }

    #[track_caller]
    pub(crate) fn says(self, parts: &[&str]) -> Self {
        let said = self.stdout.lines().any(|line| parts.iter().all(|p| line.contains(p)));
        assert!(said, "no line with {parts:?} in\n{}", self.stdout);
        self
    }

    /// Standard output as one JSON object a line.
    #[track_caller]
    pub(crate) fn json(&self) -> Vec<Value> {
        self.stdout.lines().map(|l| serde_json::from_str(l).unwrap_or_else(|e| panic!("{e}: {l}"))).collect()
    }
}

/// Runs the binary with these arguments.
pub(crate) fn run<I: AsRef<OsStr>>(arguments: impl IntoIterator<Item = I>) -> Ran {
    Ran::of(retold().args(arguments))
}

/// `retold add`, which has to end with this code.
#[track_caller]
pub(crate) fn add<I: AsRef<OsStr>>(collection: &Path, inputs: impl IntoIterator<Item = I>, code: i32) -> Ran {
    Ran::of(retold().arg("add").arg(collection).args(inputs)).code(code)
}

/// Formats of an export, as `--format` names them.
pub(crate) const FORMATS: [&str; 3] = ["jsonl", "csv", "parquet"];

/// Files by their names.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Every file of an export.
#[track_caller]
pub(crate) fn export(collection: &Path, format: &str) -> Files {
    let out = tempfile::tempdir().unwrap();
    Ran::of(retold().arg("export").arg(collection).args(["--format", format, "-o"]).arg(out.path())).code(0);
    files(out.path())
}

/// Every file below a folder; names relative to it.
pub(crate) fn files(folder: &Path) -> Files {
    let mut found = Files::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.insert(path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// Two exports are the same, byte for byte; else the first line that differs is shown.
#[track_caller]
pub(crate) fn same(left: &Files, right: &Files, what: &str) {
    let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(left), names(right), "{what}: other files");
    for (name, a) in left {
        let b = &right[name];
        if a == b {
            continue;
        }
        let (a, b) = (String::from_utf8_lossy(a), String::from_utf8_lossy(b));
        let at = a.lines().zip(b.lines()).position(|(a, b)| a != b).unwrap_or_else(|| a.lines().count().min(b.lines().count()));
        let line = |text: &str| text.lines().nth(at).unwrap_or("(ends)").chars().take(2000).collect::<String>();
        panic!("{what}: {name} differs in line {}\n[{}]\n[{}]", at + 1, line(&a), line(&b));
    }
}

/// The rows of a table of a JSON Lines export.
#[track_caller]
pub(crate) fn rows(export: &Files, table: &str) -> Vec<Value> {
    let text = std::str::from_utf8(&export[&format!("{table}.jsonl")]).unwrap();
    text.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

/// The manifest of an export.
pub(crate) fn manifest(export: &Files) -> Value {
    serde_json::from_slice(&export["run.json"]).unwrap()
}

/// Writes a file and gives its path; folders on the way are made.
pub(crate) fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    path
}

/// A small generator of numbers (SplitMix64, Steele, Lea, Flood 2014): the same on every machine.
#[derive(Debug, Clone)]
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            list.swap(i, self.below(i + 1));
        }
    }
}

const PLACES: [&str; 16] = [
    "Port Sarrow",
    "Velmouth",
    "Upper Tarn",
    "Köldby",
    "Marrenhall",
    "Issel Bridge",
    "Dunwater",
    "Orrey",
    "Hallin Reach",
    "Brannock",
    "Tessaly Cross",
    "Wyckham Sound",
    "Lorne Mills",
    "Eastry Vale",
    "Nordhaven",
    "Quill Island",
];
const PEOPLE: [&str; 14] = [
    "Maren Oskarby",
    "Tobin Hale",
    "Ysolde Carrick",
    "Renn Aldoven",
    "Petra Voss-Lindqvist",
    "Ivo Sandrell",
    "Hanne Mirksdóttir",
    "Caspar Ould",
    "Lene Tarrow",
    "Jorim Beck",
    "Adela Quist",
    "Emeric Stroud",
    "Runa Feld",
    "Osric Penhale",
];
const THINGS: [&str; 24] = [
    "harbour wall",
    "school roof",
    "ferry timetable",
    "grain store",
    "water main",
    "night bus",
    "market hall",
    "rail spur",
    "clinic",
    "fishing quota",
    "tannery",
    "lock gate",
    "town archive",
    "bicycle path",
    "flood meadow",
    "signal box",
    "orchard",
    "glass works",
    "bell tower",
    "weather mast",
    "reservoir",
    "cable car",
    "sawmill",
    "lighthouse",
];
const DEEDS: [&str; 18] = [
    "repaired",
    "postponed",
    "measured",
    "opposed",
    "financed",
    "inspected",
    "closed",
    "praised",
    "rebuilt",
    "abandoned",
    "discussed",
    "surveyed",
    "approved",
    "reopened",
    "painted",
    "leased",
    "defended",
    "mapped",
];
const KINDS: [&str; 18] = [
    "narrow",
    "costly",
    "wooden",
    "long-awaited",
    "disputed",
    "modest",
    "temporary",
    "listed",
    "crumbling",
    "new",
    "second",
    "municipal",
    "private",
    "half-finished",
    "popular",
    "remote",
    "noisy",
    "frozen",
];
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const OUTLETS: [&str; 10] = [
    "Sarrow Dispatch",
    "Velmouth Ledger",
    "The Tarn Messenger",
    "Köldby Avis",
    "Marren Post",
    "Issel Wire",
    "Orrey Evening Star",
    "Reach Radio",
    "Brannock Gazette",
    "Sound Weekly",
];

/// A sentence of chance, long enough to tell two articles apart.
fn sentence(n: &mut Numbers) -> String {
    let (place, other, person) = (n.of(&PLACES), n.of(&PLACES), n.of(&PEOPLE));
    let (thing, second, third) = (n.of(&THINGS), n.of(&THINGS), n.of(&THINGS));
    let (deed, undo, kind, day) = (n.of(&DEEDS), n.of(&DEEDS), n.of(&KINDS), n.of(&DAYS));
    let (some, many) = (2 + n.below(90), 100 + n.below(9000));
    match n.below(6) {
        0 => format!("On {day} the council of {place} {deed} the {kind} {thing}, which {some} residents of {other} had {undo}."),
        1 => format!("{person} {deed} a {kind} {thing} near {place} after {many} people signed against the {second}."),
        2 => format!(
            "Neither the {thing} nor the {kind} {second} in {place} was {deed} by {day}, although {person} had promised {some} workers."
        ),
        3 => format!("In {place}, {some} of {many} households {deed} their {thing} while the {second} stayed {kind}."),
        4 => {
            format!("The {kind} {thing} cost {many} crowns, and {person} {deed} it together with the {second} of {other} and one {third}.")
        }
        _ => format!("{many} visitors saw how the {thing} was {deed}; in {other} a {kind} {second} was {undo} on the same {day}."),
    }
}

fn paragraph(n: &mut Numbers, sentences: usize) -> String {
    (0..sentences).map(|_| sentence(n)).collect::<Vec<_>>().join(" ")
}

/// An invented article.
#[derive(Debug, Clone)]
pub(crate) struct Story {
    pub(crate) id: String,
    pub(crate) outlet: Option<&'static str>,
    pub(crate) published: Option<String>,
    pub(crate) title: String,
    pub(crate) text: String,
}

impl Story {
    /// As the uniform record.
    pub(crate) fn record(&self) -> Value {
        let mut record = json!({"id": self.id, "title": self.title, "text": self.text});
        if let Some(outlet) = self.outlet {
            record["outlet"] = outlet.into();
            record["url"] = format!("https://{}.example/{}", outlet.to_lowercase().replace([' ', 'ö'], "-"), self.id).into();
        }
        if let Some(published) = &self.published {
            record["published"] = published.as_str().into();
        }
        record
    }
}

/// As JSON Lines.
pub(crate) fn jsonl(stories: &[Story]) -> String {
    stories.iter().map(|s| format!("{}\n", s.record())).collect()
}

/// As a table.
pub(crate) fn csv(stories: &[Story]) -> String {
    let quoted = |value: &str| format!("\"{}\"", value.replace('"', "\"\""));
    let row = |s: &Story| {
        let cells = [s.id.as_str(), s.outlet.unwrap_or(""), s.published.as_deref().unwrap_or(""), s.title.as_str(), s.text.as_str()];
        format!("{}\n", cells.map(quoted).join(","))
    };
    format!("id,outlet,published,title,text\n{}", stories.iter().map(row).collect::<String>())
}

/// The text that 120 of the 150 articles carry: more than the cap of 100.
pub(crate) const WIRE: &str = "The Marren river authority opened both spillways above Issel Bridge shortly before midnight, after the gauge at \
    Lorne Mills rose by 140 centimetres within six hours. About 2,300 people in the lower streets were told to sleep on upper floors, and the \
    night train from Velmouth was stopped at Dunwater. “Nobody has to leave the town tonight, but nobody should sleep in a cellar either,” \
    authority director Runa Feld told reporters at the lock.";

/// How many of the articles carry it.
pub(crate) const WIRE_ARTICLES: usize = 120;

const STATEMENTS: [&str; 3] = [
    "We asked for two pumps in the autumn and were sent a letter about pumps, which keeps nobody’s kitchen dry",
    "There will be no second vote on the cable car as long as the first one has not been counted to the end",
    "My grandmother walked to that school, my mother walked to it, and my daughter is now to ride an hour in a bus",
];

/// The passage of a family as its n-th member prints it: the first ones unchanged, later ones edited.
fn retold_passage(passage: &str, member: usize) -> String {
    match member {
        0..=2 => passage.to_owned(),
        3 => passage.replacen(" the ", " that ", 1),
        4 => passage.replace("1,250", "1,520"),
        5 => passage.replace(" was agreed", " was not agreed"),
        6 => passage.replace("Hallin Reach", "Brannock"),
        _ => passage.split_inclusive(". ").skip(1).collect(),
    }
}

/// 150 articles of ten outlets: one text in 120 of them, families of 3 to 10, quotations, furniture lines, credits, dates.
pub(crate) fn stories() -> Vec<Story> {
    const COUNT: usize = 150;
    let mut n = Numbers(20_310_304);
    let mut extra: Vec<Vec<String>> = vec![Vec::new(); COUNT];
    for (family, size) in (3..=10).enumerate() {
        let told =
            format!("{} The sum of 1,250 crowns was agreed in Hallin Reach without a vote. {}", sentence(&mut n), paragraph(&mut n, 2));
        for member in 0..size {
            extra[(family * 19 + member * 13) % COUNT].push(retold_passage(&told, member));
        }
    }
    for (which, said) in STATEMENTS.iter().enumerate() {
        for place in 0..5 {
            let speaker = PEOPLE[(which * 5 + place) % 2 + which];
            extra[(which * 7 + place * 29 + 3) % COUNT].push(format!("“{said},” {speaker} said. {}", sentence(&mut n)));
        }
    }
    (0..COUNT).map(|i| story(i, &extra[i], &mut n)).collect()
}

fn story(i: usize, extra: &[String], n: &mut Numbers) -> Story {
    let outlet = (i % 17 != 16).then_some(OUTLETS[i % OUTLETS.len()]);
    let published = (i % 13 != 12).then(|| format!("2031-03-{:02}T{:02}:{:02}:00Z", 1 + i * 7 % 24, i % 24, i * 11 % 60));
    let title = format!("{} {} in {}: report {i}", n.of(&KINDS), n.of(&THINGS), n.of(&PLACES));
    let mut parts = vec![paragraph(n, 3)];
    if i < WIRE_ARTICLES {
        parts.push(WIRE.to_owned());
    }
    parts.extend(extra.iter().cloned());
    parts.push(paragraph(n, 2));
    if i.is_multiple_of(9) {
        parts.push("Source: Issel Wire".to_owned());
    }
    if let Some(outlet) = outlet {
        // a blurb of its own for every outlet, under each of its articles
        parts.push(format!("About the {outlet}: {}", sentence(&mut Numbers(outlet.len() as u64 + i as u64 % 10))));
    }
    Story { id: format!("story-{i:03}"), outlet, published, title, text: parts.join("\n\n") }
}
