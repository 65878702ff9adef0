//! What a run costs: processor time and the memory it added at its peak.

use std::sync::{Mutex, PoisonError};

/// Runs one after the other, so that what is measured is one run's.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

pub(crate) struct Cost {
    /// User and system time, seconds.
    pub(crate) seconds: f64,
    /// Most bytes above what the process held before; 0 where the system does not say.
    pub(crate) bytes: u64,
}

pub(crate) fn cost<T>(run: impl FnOnce() -> T) -> (T, Cost) {
    let _one = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    // "5" resets the peak of resident memory (proc(5))
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let (before, from) = (status("VmRSS"), processor_seconds());
    let result = run();
    let cost = Cost { seconds: processor_seconds() - from, bytes: status("VmHWM").saturating_sub(before) };
    (result, cost)
}

/// Fails where twice the input takes three times the time, from `floor` seconds on. `time` gives the seconds of an input of that size. Tests that run
/// beside it in the same process count in, so a ratio that is too high is measured again, and the least times count.
#[track_caller]
pub(crate) fn takes_time_by_its_size(what: &str, size: usize, floor: f64, time: impl Fn(usize) -> f64) {
    let (mut half, mut whole) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..3 {
        half = half.min(time(size));
        whole = whole.min(time(2 * size));
        if whole < 3.0 * half.max(floor) {
            return;
        }
    }
    panic!("{what}: {half} s, then {whole} s");
}

fn status(key: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix(key)?.strip_prefix(':'));
    line.and_then(|l| l.trim().strip_suffix(" kB")?.parse::<u64>().ok()).unwrap_or(0) * 1024
}

fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // fields 14 and 15, counted behind the name in brackets; in hundredths of a second on every Linux there is
    let after = stat.rsplit(')').next().unwrap_or_default();
    after.split_whitespace().skip(11).take(2).filter_map(|t| t.parse::<f64>().ok()).sum::<f64>() / 100.0
}
