//! Control characters of articles and file names never reach the terminal.

use serde_json::json;

use crate::support::*;

/// Clears the screen, renames the window, moves the cursor, links elsewhere, turns the writing round.
const ATTACKS: [&str; 7] = [
    "\u{1b}[2J",
    "\u{1b}]0;owned\u{7}",
    "\u{1b}]8;;https://evil.example\u{7}",
    "\r\u{8}\u{8}",
    "\u{9b}31m",
    "\u{7f}\u{0}",
    "\u{202e}\u{2066}",
];

#[track_caller]
fn harmless(what: &str, ran: &Ran) {
    for (name, text) in [("standard output", &ran.stdout), ("standard error", &ran.stderr)] {
        let bad = text.chars().find(|&c| {
            c.is_control() && c != '\n' && c != '\t' || ('\u{202a}'..='\u{202e}').contains(&c) || ('\u{2066}'..='\u{2069}').contains(&c)
        });
        assert!(bad.is_none(), "{what}: {bad:?} on {name}: {text:?}");
    }
}

/// Every field of these articles attacks; their texts share a passage.
fn attacks(folder: &std::path::Path) -> std::path::PathBuf {
    let shared = &stories()[7].text;
    let line = |(i, attack): (usize, &&str)| {
        let text = format!("{attack}{shared} {attack} end {i}.");
        let record = json!({
            "id": format!("id{attack}{i}"), "title": format!("Title {attack}{i}"), "outlet": format!("Outlet {attack}{i}"), "author": attack,
            "published": format!("2031-05-0{}", i + 1), "text": text,
        });
        format!("{record}\n")
    };
    let lines: String = ATTACKS.iter().enumerate().map(line).collect();
    // the same ids once more, with another text: what is said of them names the ids
    let again = |(i, attack): (usize, &&str)| format!("{}\n", json!({"id": format!("id{attack}{i}"), "text": "Another text."}));
    let bad: String = ATTACKS.iter().enumerate().map(again).collect();
    write(folder, "attacks.jsonl", lines + &bad)
}

#[test]
fn what_articles_hold_is_shown_without_control_characters() {
    let dir = tempfile::tempdir().unwrap();
    let input = attacks(dir.path());
    let collection = dir.path().join("news.retold");
    let added = add(&collection, [&input], 2);
    harmless("add", &added);
    assert_eq!(added.stderr.lines().filter(|l| l.contains("id-conflict")).count(), ATTACKS.len(), "{}", added.stderr);
    let found = Ran::of(retold().arg("find").arg(&collection).arg(&stories()[7].text)).code(0);
    assert_eq!(found.stdout.lines().filter(|l| l.contains("Title ")).count(), ATTACKS.len(), "{}", found.stdout);
    harmless("find", &found);
    harmless("explain", &Ran::of(retold().arg("explain").arg(&collection)).code(0));
    let page = dir.path().join("page.html");
    let reported = Ran::of(retold().arg("report").arg(&input).arg("-o").arg(&page)).code(2);
    assert!(reported.stdout.contains("Outlet "), "findings name outlets: {}", reported.stdout);
    harmless("report", &reported);
    let [left, right] = [0, 3].map(|i| write(dir.path(), &format!("{i}.txt"), format!("{}{} end", ATTACKS[i], stories()[7].text)));
    let compared = Ran::of(retold().arg("compare").args([left, right])).code(0);
    assert!(compared.stdout.contains("  < "), "{}", compared.stdout);
    harmless("compare", &compared);
}

/// JSON is for programs, yet a person may look at it: nothing below a space is printed raw.
#[test]
fn json_on_the_terminal_is_escaped() {
    let dir = tempfile::tempdir().unwrap();
    let collection = dir.path().join("news.retold");
    add(&collection, [attacks(dir.path())], 2);
    let found = Ran::of(retold().args(["find", "--json"]).arg(&collection).arg(&stories()[7].text)).code(0);
    assert_eq!(found.json().len(), ATTACKS.len());
    assert!(found.stdout.bytes().all(|b| b >= b' ' || b == b'\n'), "{:?}", found.stdout);
}

/// A shell that fills in `*.txt` hands over whatever names lie in a folder.
#[cfg(unix)]
#[test]
fn names_of_files_are_shown_without_control_characters() {
    let dir = tempfile::tempdir().unwrap();
    let name = |what: &str| format!("{what}\u{1b}]0;owned\u{7}\u{1b}[2J.txt");
    let text = &stories()[9].text;
    let [left, right, other] = [("left", text.as_str()), ("right", text), ("other", "Nothing of this is in the others.")]
        .map(|(n, t)| write(dir.path(), &name(n), t));
    let empty = write(dir.path(), &name("empty"), "");
    let missing = dir.path().join(name("missing"));
    harmless("compare", &Ran::of(retold().arg("compare").args([&left, &right])).code(0));
    harmless("compare, nothing", &Ran::of(retold().arg("compare").args([&left, &other])).code(0));
    harmless("compare, missing", &Ran::of(retold().arg("compare").args([&left, &missing])).code(1));
    harmless("add", &add(&dir.path().join("news.retold"), [&left, &right, &empty, &missing], 2));
    harmless("add, nothing", &add(&dir.path().join("other.retold"), [&empty, &missing], 1));
    harmless("report", &Ran::of(retold().arg("report").arg(&empty)).code(1));
    harmless("find", &Ran::of(retold().args(["find", "--file"]).arg(&missing).arg(dir.path().join("news.retold"))).code(1));
    harmless("settings", &Ran::of(retold().args(["explain", "--config"]).arg(&missing).arg(dir.path().join("news.retold"))).code(1));
}
