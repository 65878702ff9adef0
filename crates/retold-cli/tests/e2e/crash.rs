//! A killed `add` leaves the old state or the new one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::*;

/// Moments at which the process is killed.
const KILLS: u32 = 20;

/// What stands in a folder, without contents; the log of the database goes away when the last one closes it.
fn names(folder: &Path) -> Vec<String> {
    files(folder).into_keys().collect()
}

fn spawn(collection: &Path, input: &Path) -> std::process::Child {
    Command::new(retold().get_program()).arg("add").args([collection, input]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

fn copy(from: &Path, to: &Path) {
    for (name, bytes) in files(from) {
        write(to, &name, bytes);
    }
}

/// The collection before and after an add, and how long the add takes when it is left alone.
struct Bench {
    dir: tempfile::TempDir,
    before: PathBuf,
    more: PathBuf,
    old: Files,
    new: Files,
    old_names: Vec<String>,
    new_names: Vec<String>,
    takes: Duration,
}

impl Bench {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (before, after) = (dir.path().join("before.retold"), dir.path().join("after.retold"));
        let first = write(dir.path(), "first.jsonl", jsonl(&stories()[120..]));
        let more = write(dir.path(), "more.jsonl", jsonl(&stories()[80..120]));
        add(&before, [first], 0);
        let old = export(&before, "jsonl");
        // the shortest of three: other tests run beside this one
        let undisturbed = || {
            let _ = fs::remove_dir_all(&after);
            copy(&before, &after);
            let begins = Instant::now();
            assert!(spawn(&after, &more).wait().unwrap().success());
            begins.elapsed()
        };
        let takes = undisturbed().min(undisturbed()).min(undisturbed());
        let new = export(&after, "jsonl");
        assert_ne!(old, new);
        Bench { old_names: names(&before), new_names: names(&after), dir, before, more, old, new, takes }
    }

    /// Kills an add after this time, looks, adds again. Gives whether the killed one had come through.
    fn kill_after(&self, time: Duration, round: u32) -> bool {
        let collection = self.dir.path().join(format!("killed-{round}.retold"));
        copy(&self.before, &collection);
        let mut child = spawn(&collection, &self.more);
        thread::sleep(time);
        child.kill().unwrap();
        child.wait().unwrap();
        let seen = export(&collection, "jsonl");
        let came_through = seen == self.new;
        if !came_through {
            same(&self.old, &seen, &format!("killed after {time:?}"));
        }
        // the next add would overwrite what was left under the same names; opening alone has to remove it
        let expected = if came_through { &self.new_names } else { &self.old_names };
        assert_eq!(&names(&collection), expected, "killed after {time:?}: strays");
        add(&collection, [&self.more], 0);
        same(&self.new, &export(&collection, "jsonl"), &format!("added again after a kill at {time:?}"));
        assert_eq!(names(&collection), self.new_names, "added again after a kill at {time:?}: strays");
        fs::remove_dir_all(collection).unwrap();
        came_through
    }
}

#[test]
fn a_killed_add_leaves_the_old_or_the_new_state_and_the_next_one_ends_it() {
    let bench = Bench::new();
    let came_through: Vec<bool> = (0..KILLS).map(|round| bench.kill_after(bench.takes * round / (KILLS - 1), round)).collect();
    // a kill before anything began leaves the old state; were the new one reached by all, nothing was killed
    assert!(!came_through[0]);
    assert!(came_through.iter().filter(|&&through| !through).count() >= 5, "{came_through:?} in {:?}", bench.takes);
}

/// The first add makes the folder; killed on the way, it leaves something that the next add takes for its own.
#[test]
fn a_killed_first_add_is_no_obstacle_to_the_next() {
    let dir = tempfile::tempdir().unwrap();
    let articles = write(dir.path(), "articles.jsonl", jsonl(&stories()[120..]));
    let whole = dir.path().join("whole.retold");
    let begins = Instant::now();
    assert!(spawn(&whole, &articles).wait().unwrap().success());
    let takes = begins.elapsed();
    let (expected, expected_names) = (export(&whole, "jsonl"), names(&whole));
    for round in 0..10 {
        let collection = dir.path().join(format!("{round}.retold"));
        let mut child = spawn(&collection, &articles);
        thread::sleep(takes * round / 20);
        child.kill().unwrap();
        child.wait().unwrap();
        add(&collection, [&articles], 0);
        same(&expected, &export(&collection, "jsonl"), &format!("round {round}"));
        assert_eq!(names(&collection), expected_names, "round {round}: strays");
    }
}
