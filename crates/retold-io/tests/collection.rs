//! A collection from the outside: put, reopen, interrupt, damage.

mod common;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use common::*;
use retold::record::{ArticleIx, Match};
use retold::{Matches, Shelf};
use retold_io::Collection;
use retold_io::collection::{Error, Put, Roster, Writer};
use retold_io::segment::merge;
use retold_io::write::{Format, export};

fn exported(collection: &Collection, dir: &Path) -> Vec<(String, Vec<u8>)> {
    export(collection, Format::Jsonl, dir).unwrap();
    files(dir)
}

fn files(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<_> = fs::read_dir(dir)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.is_file())
        .map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&p).unwrap()))
        .collect();
    all.sort();
    all
}

#[test]
fn what_was_put_is_there_after_reopening() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("news.retold");
    drop(make(&path));
    let collection = Collection::open(&path).unwrap();
    collection.check().unwrap();
    let roster = collection.roster().unwrap();
    let ids: Vec<_> = roster.cards().iter().map(|c| c.id.as_str()).collect();
    assert_eq!(ids, ["alpha", "bravo", "charlie", "delta"]);
    assert_eq!(roster.numbers(), [1, 3, 0, 2]);
    for (number, article) in four().into_iter().enumerate() {
        assert_eq!(collection.article(number as u32).unwrap(), article);
        assert_eq!(collection.raw(number as u32).unwrap(), format!("<p>{}</p>", article.text).as_bytes());
    }
    assert_eq!(collection.analysis(&roster).unwrap(), analysis(&roster));
    assert!(fs::read_to_string(path.join("run.json")).unwrap().contains("\"no-text\": 1"));
    let mut names: Vec<_> = files(&path).into_iter().map(|f| f.0).collect();
    names.retain(|n| !n.ends_with("-wal") && !n.ends_with("-shm"));
    assert_eq!(names, ["retold.db", "retold.lock", "run.json"]);
}

#[test]
fn a_shelf_reads_what_was_put() {
    let dir = tempfile::tempdir().unwrap();
    let collection = make(dir.path());
    let roster = collection.roster().unwrap();
    for cache_bytes in [0, 1 << 20] {
        let shelf = collection.shelf(&roster, cache_bytes).unwrap();
        for _ in 0..2 {
            for rank in 0..4 {
                let (ix, article) = (ArticleIx(rank), &four()[roster.numbers()[rank as usize] as usize]);
                let reading = shelf.reading(ix);
                assert_eq!(reading.text, article.text);
                assert_eq!(reading.words, words(&article.text));
                assert_eq!((&reading.blocks, &reading.links), (&article.blocks, &article.links));
            }
        }
        assert!(shelf.take_error().is_none());
    }
    let segment = &collection.segments().unwrap()[0];
    fs::write(&segment.paths()[1], b"").unwrap();
    let shelf = collection.shelf(&roster, 0);
    assert!(shelf.unwrap_err().to_string().contains("words"));
}

#[test]
fn ids_versions_and_conflicts_are_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    let collection = make(dir.path());
    let mut writer = collection.begin().unwrap();
    let same = article("alpha", "gazette", GAZETTE);
    let mut changed = article("alpha", "gazette", "The ferry was freed.");
    changed.captured = Some("2031-12-01T00:00:00Z".into());
    let mut other = article("alpha", "gazette", "Another page.");
    other.url = None;
    let puts = put_all(&mut writer, &[same, changed.clone(), other]);
    let Put::NewVersion { number: 4, id, version_of } = &puts[1] else { panic!("{puts:?}") };
    assert_eq!((version_of.as_str(), id.len()), ("alpha", 17));
    assert_eq!((&puts[0], &puts[2]), (&Put::Unchanged(1), &Put::IdConflict));
    let again = put_all(&mut writer, &[changed]);
    assert_eq!(again, [Put::Unchanged(4)]);
    assert_eq!(writer.article(4).unwrap().version_of.as_deref(), Some("alpha"));
}

#[test]
fn an_add_that_is_dropped_leaves_the_old_state() {
    let dir = tempfile::tempdir().unwrap();
    let (path, out) = (dir.path().join("c"), dir.path().join("out"));
    let collection = make(&path);
    let before = (exported(&collection, &out), files(&path.join("index")));
    let mut writer = collection.begin().unwrap();
    put_all(&mut writer, &[article("echo", "tribune", "A fifth text.")]);
    assert_eq!(writer.roster().unwrap().len(), 5);
    assert_eq!(writer.segments().len(), 2);
    drop(writer);
    assert_eq!((exported(&collection, &out), files(&path.join("index"))), before);
    collection.begin().unwrap();
}

#[test]
fn a_first_add_leaves_no_journal_and_waits_for_nobody_who_reads() {
    for read_meanwhile in [false, true] {
        let dir = tempfile::tempdir().unwrap();
        let collection = Collection::create_or_open(dir.path()).unwrap();
        let reader = read_meanwhile.then(|| Collection::open_to_read(dir.path()).unwrap());
        let begun = Instant::now();
        let mut writer = collection.begin().unwrap();
        put_all(&mut writer, &four());
        if let Some(reader) = &reader {
            assert_eq!(reader.roster().unwrap().len(), 0, "the old state");
        }
        drop(writer);
        assert_eq!(collection.roster().unwrap().len(), 0, "what is not committed is gone");
        let mut writer = collection.begin().unwrap();
        put_all(&mut writer, &four());
        writer.commit(&manifest()).unwrap();
        assert!(begun.elapsed() < Duration::from_secs(8), "a reader that only has it open is not waited for");
        assert_eq!(reader.map_or(4, |r| r.roster().unwrap().len()), 4);
        assert!(!dir.path().join("retold.db-journal").exists());
        collection.check().unwrap();
        let mode: String = rusqlite::Connection::open(dir.path().join("retold.db"))
            .and_then(|db| db.query_row("PRAGMA journal_mode", [], |r| r.get(0)))
            .unwrap();
        assert_eq!(mode, "wal", "reading goes on while more is added");
    }
}

#[test]
fn a_first_add_behind_a_check_is_done() {
    let dir = tempfile::tempdir().unwrap();
    let collection = Collection::create_or_open(&dir.path().join("c")).unwrap();
    for n in 0..2 {
        collection.check().unwrap();
        let mut writer = collection.begin().unwrap();
        put_all(&mut writer, &[article(&format!("article-{n}"), "gazette", GAZETTE)]);
        writer.commit(&manifest()).unwrap();
        assert_eq!(collection.roster().unwrap().len(), n + 1);
    }
    collection.check().unwrap();
}

#[test]
fn strays_of_a_killed_add_are_removed_on_opening() {
    let dir = tempfile::tempdir().unwrap();
    drop(make(dir.path()));
    let index = dir.path().join("index");
    let before = files(&index);
    for stray in ["0000000004-0000000005.words", "0000000004.postings.tmp", "0000000004.run-0.tmp"] {
        fs::write(index.join(stray), b"half").unwrap();
    }
    let collection = Collection::open(dir.path()).unwrap();
    assert_eq!(files(&index), before);
    let writer = collection.begin().unwrap();
    fs::write(index.join("0000000004.words.tmp"), b"being written").unwrap();
    drop(Collection::open(dir.path()).unwrap());
    assert!(index.join("0000000004.words.tmp").exists(), "the files of somebody who adds are theirs");
    drop(writer);
}

#[test]
fn a_second_writer_is_told_to_wait() {
    let dir = tempfile::tempdir().unwrap();
    let collection = make(dir.path());
    let other = Collection::open(dir.path()).unwrap();
    let writer = collection.begin().unwrap();
    for second in [other.begin(), collection.begin()] {
        let error = second.unwrap_err();
        assert!(matches!(error, Error::Locked { .. }), "{error}");
        assert!(error.to_string().contains("another process is adding"), "{error}");
    }
    assert_eq!(other.roster().unwrap().len(), 4, "reading goes on");
    drop(writer);
    other.begin().unwrap();
}

#[test]
fn adding_step_by_step_gives_the_same_export() {
    let dir = tempfile::tempdir().unwrap();
    let at_once = make(&dir.path().join("a"));
    let steps = Collection::create_or_open(&dir.path().join("b")).unwrap();
    for (n, article) in four().into_iter().enumerate() {
        let mut writer = steps.begin().unwrap();
        put_all(&mut writer, &[article]);
        if n < 3 {
            writer.put_skipped(&skipped()).unwrap();
            writer.commit(&manifest()).unwrap();
        } else {
            finish(writer);
        }
    }
    assert_eq!(exported(&steps, &dir.path().join("steps")), exported(&at_once, &dir.path().join("at-once")));
    let all = |c: &Collection| merge(&c.segments().unwrap()).collect::<Result<Vec<_>, _>>().unwrap();
    assert_eq!(steps.segments().unwrap().len(), 1, "the fourth small segment is merged with the others");
    assert_eq!(all(&steps), all(&at_once));
}

/// The pairs that had to be aligned, the second of which shares text, and all matches.
fn aligned(writer: &mut Writer<'_>, roster: &Roster, wanted: &[(ArticleIx, ArticleIx)]) -> (Vec<(ArticleIx, ArticleIx)>, Vec<Match>) {
    let (mut asked, mut all) = (Vec::new(), Vec::new());
    let mut align = |pairs: &[(ArticleIx, ArticleIx)]| {
        asked.extend_from_slice(pairs);
        Ok(pairs.iter().map(|p| if wanted.get(1) == Some(p) { vec![shared(p.0, p.1)] } else { Vec::new() }).collect())
    };
    let file = writer.matches(roster, wanted, &mut align).unwrap();
    file.each(&mut |matches| all.extend(matches));
    assert!(file.take_error().is_none());
    (asked, all)
}

#[test]
fn alignments_are_done_once_and_forgotten_with_their_pair() {
    let dir = tempfile::tempdir().unwrap();
    let collection = make(dir.path());
    let ix = ArticleIx;
    let wanted = [(ix(0), ix(1)), (ix(0), ix(2)), (ix(1), ix(2))];
    let mut writer = collection.begin().unwrap();
    writer.set_match_config(1).unwrap();
    let roster = writer.roster().unwrap();
    assert_eq!(aligned(&mut writer, &roster, &wanted[..2]), (wanted[..2].to_vec(), vec![shared(ix(0), ix(2))]));
    writer.commit(&manifest()).unwrap();

    let mut writer = collection.begin().unwrap();
    // an article whose id comes first shifts all ranks
    put_all(&mut writer, &[article("a", "tribune", "A fifth text.")]);
    writer.set_match_config(1).unwrap();
    let roster = writer.roster().unwrap();
    let shifted = wanted.map(|(l, r)| (ix(l.0 + 1), ix(r.0 + 1)));
    assert_eq!(aligned(&mut writer, &roster, &shifted), (shifted[2..].to_vec(), vec![shared(ix(1), ix(3))]));
    assert_eq!(aligned(&mut writer, &roster, &shifted[..1]), (vec![], vec![]));
    assert_eq!(aligned(&mut writer, &roster, &shifted).0, shifted[1..], "what was not wanted is forgotten");
    writer.set_match_config(2).unwrap();
    assert_eq!(aligned(&mut writer, &roster, &shifted).0, shifted);
    let names: Vec<String> = files(&dir.path().join("index")).into_iter().map(|f| f.0).collect();
    assert!(names.iter().all(|n| !n.ends_with(".tmp")), "the file of matches goes: {names:?}");
}

#[test]
fn other_folders_are_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let says = |path: &Path| Collection::open(path).unwrap_err().to_string();
    assert!(says(&dir.path().join("nowhere")).contains("there is no such folder"));
    assert!(says(dir.path()).contains("retold add"));
    fs::write(dir.path().join("holiday.jpg"), b"x").unwrap();
    let error = Collection::create_or_open(dir.path()).unwrap_err().to_string();
    assert!(error.contains("it holds other files"), "{error}");

    let path = dir.path().join("c");
    drop(make(&path));
    let set = |pragma: &str| rusqlite::Connection::open(path.join("retold.db")).unwrap().execute_batch(pragma).unwrap();
    set("PRAGMA user_version = 99");
    assert!(says(&path).contains("made by a newer version of retold (layout 99"), "{}", says(&path));
    for layout in [0, 2] {
        set(&format!("PRAGMA user_version = {layout}"));
        let said = says(&path);
        assert!(said.contains(&format!("made by an older version of retold (layout {layout}; this one reads 7)")), "{said}");
        assert!(said.contains("`retold add NEW.retold INPUT...`"), "{said}");
        assert_eq!(Collection::create_or_open(&path).unwrap_err().to_string(), said);
    }
    set("PRAGMA user_version = 3; PRAGMA application_id = 7");
    assert!(says(&path).contains("another program's database"), "{}", says(&path));
}

#[test]
fn a_damaged_database_says_so() {
    let dir = tempfile::tempdir().unwrap();
    drop(make(dir.path()));
    let db = dir.path().join("retold.db");
    let good = fs::read(&db).unwrap();
    // what any byte may do: an error that says so, other metadata, nothing; never a panic, a hang, or a span outside its text
    let out = dir.path().join("out");
    for at in (0..good.len()).step_by(1987) {
        let mut bad = good.clone();
        bad[at] ^= 0x55;
        fs::write(&db, &bad).unwrap();
        if let Ok(collection) = Collection::open(dir.path()) {
            let _ = (collection.check(), export(&collection, Format::Jsonl, &out), collection.begin().map(drop));
        }
    }
    fs::write(&db, &good[..good.len() / 2]).unwrap();
    let error = Collection::open(dir.path()).and_then(|c| c.check()).unwrap_err();
    assert!(matches!(error, Error::Damaged { .. }), "{error:?}");
    let mut bad = good.clone();
    let at = bad.windows(7).position(|w| w == b"Marelle").unwrap();
    bad[at] = b'B';
    fs::write(&db, &bad).unwrap();
    let error = Collection::open(dir.path()).and_then(|c| c.check()).unwrap_err().to_string();
    assert!(error.contains("does not have its hash"), "{error}");
}

#[test]
fn a_span_outside_its_text_is_a_bug_that_names_the_row() {
    let dir = tempfile::tempdir().unwrap();
    let collection = make(dir.path());
    for (sql, table) in [
        ("UPDATE match_rows SET left_end = 4000", "matches row m"),
        ("UPDATE match_edits SET left_start = 11, left_end = 11", "matches row m"),
        ("UPDATE family_members SET \"start\" = 1000, \"end\" = 1000", "families row f"),
    ] {
        let mut writer = collection.begin().unwrap();
        let roster = writer.roster().unwrap();
        writer.replace_derived(&analysis(&roster), &roster).unwrap();
        writer.commit(&manifest()).unwrap();
        rusqlite::Connection::open(dir.path().join("retold.db")).unwrap().execute_batch(sql).unwrap();
        let error = export(&collection, Format::Jsonl, &dir.path().join("out")).unwrap_err().to_string();
        assert!(error.contains(table) && error.contains("bug"), "{error}");
    }
}

#[test]
fn look_ups_in_the_views_walk_an_index() {
    let dir = tempfile::tempdir().unwrap();
    drop(make(dir.path()));
    let db = rusqlite::Connection::open(dir.path().join("retold.db")).unwrap();
    let plan = |sql: &str| {
        let mut steps = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let all: Result<Vec<String>, _> = steps.query_map([], |r| r.get(3)).unwrap().collect();
        all.unwrap().join("\n")
    };
    for view in ["matches", "pairs"] {
        for column in ["id", "left", "right"] {
            let plan = plan(&format!("SELECT * FROM {view} WHERE \"{column}\" = 'x'"));
            assert!(!plan.lines().any(|l| l == "SCAN m" || l == "SCAN p"), "{view} by {column}:\n{plan}");
        }
    }
    for (sql, table) in [
        ("SELECT * FROM families WHERE id = 'x'", "SCAN f"),
        ("SELECT * FROM findings WHERE id = 'x'", "SCAN f"),
        ("SELECT * FROM blocks WHERE article = 'x'", "SCAN b"),
        ("SELECT family FROM family_members m JOIN articles a ON a.number = m.article WHERE a.id = 'x'", "SCAN m"),
        ("SELECT finding FROM finding_evidence e JOIN articles a ON a.number = e.article WHERE a.id = 'x'", "SCAN e"),
    ] {
        assert!(!plan(sql).lines().any(|l| l == table), "{sql}:\n{}", plan(sql));
    }
}
