//! A process that adds is killed at any moment: the collection is then as before or as after, never between.

mod common;

use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use common::*;
use retold_io::Collection;
use retold_io::segment::merge;

const FOLDER: &str = "RETOLD_TEST_FOLDER";
/// Articles of one add: what is visible must be a multiple.
const BATCH: usize = 40;

fn add_batch(collection: &Collection) {
    let mut writer = collection.begin().unwrap();
    let first = writer.roster().unwrap().len();
    let articles: Vec<_> =
        (first..first + BATCH).map(|n| article(&format!("article-{n:05}"), "gazette", &GAZETTE.repeat(1 + n % 30))).collect();
    put_all(&mut writer, &articles);
    writer.commit(&manifest()).unwrap();
}

/// Not a test: what the killed process runs.
#[test]
#[ignore = "runs as the child of the test below"]
fn child() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let collection = Collection::open(Path::new(&folder)).unwrap();
    loop {
        add_batch(&collection);
    }
}

#[test]
fn a_killed_add_leaves_the_old_or_the_new_state() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("c");
    drop(Collection::create_or_open(&path).unwrap());
    let mut seen = 0;
    for round in 0..12u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child", "--ignored"])
            .env(FOLDER, &path)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_millis(40 + round * 37 % 120));
        child.kill().unwrap();
        child.wait().unwrap();
        let collection = Collection::open(&path).unwrap();
        collection.check().unwrap();
        let count = collection.roster().unwrap().len();
        assert!(count.is_multiple_of(BATCH) && count >= seen, "{count} articles after {seen}");
        seen = count;
        let segments = collection.segments().unwrap();
        assert_eq!(segments.iter().map(|s| s.articles() as usize).sum::<usize>(), count);
        assert!(merge(&segments).all(|p| p.is_ok()));
        assert_eq!(std::fs::read_dir(collection.index_dir()).unwrap().count(), 2 * segments.len(), "no strays");
        add_batch(&collection);
        seen += BATCH;
    }
}
