//! CPU time and memory of this process, from the operating system's books.

use std::time::Instant;

use anyhow::{Context, Result};

/// What a stage cost.
pub(crate) struct Clock {
    wall: Instant,
    cpu: f64,
}

impl Clock {
    pub(crate) fn start() -> Result<Self> {
        Ok(Clock { wall: Instant::now(), cpu: cpu_seconds()? })
    }

    /// CPU seconds and wall seconds since the start or the last call.
    pub(crate) fn lap(&mut self) -> Result<(f64, f64)> {
        let (cpu, wall) = (cpu_seconds()?, self.wall.elapsed().as_secs_f64());
        let lap = (cpu - self.cpu, wall);
        *self = Clock { wall: Instant::now(), cpu };
        Ok(lap)
    }
}

/// User and system time of all threads, in seconds; the kernel counts in hundredths.
fn cpu_seconds() -> Result<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").context("CPU time is read from /proc, which only Linux has")?;
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks: f64 = fields.get(11).context("utime")?.parse::<f64>()? + fields.get(12).context("stime")?.parse::<f64>()?;
    Ok(ticks / 100.0)
}

/// Largest resident memory so far, in MiB.
pub(crate) fn peak_mib() -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).context("VmHWM")?;
    Ok(line.trim().trim_end_matches(" kB").trim().parse::<u64>()? / 1024)
}
