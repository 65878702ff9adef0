//! `retold demo`: the bundled sample collection, analysed.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use include_dir::{Dir, include_dir};

use super::gather::gather;
use super::report::Analysed;
use super::{Outcome, Settings};
use crate::cli::{DemoArgs, InputArgs};
use crate::progress::Bar;
use crate::report::ReportOptions;

/// Articles of invented outlets about invented events, written for this project, with what was planted in them.
static DEMO: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/demo");

pub(crate) fn run(args: &DemoArgs, settings: &Settings) -> Result<Outcome> {
    let scratch = tempfile::tempdir().context("no temporary folder could be made")?;
    unpack(scratch.path())?;
    if let Some(folder) = &args.unpack {
        unpack(folder)?;
        settings.tell(&format!("Sample articles and their truth: {}", folder.display()));
    }
    let bar = Bar::new(settings.quiet);
    let input = InputArgs {
        inputs: vec![scratch.path().join("articles").to_string_lossy().into_owned()],
        role: None,
        outlets: None,
        map: Vec::new(),
    };
    let analysed = Analysed::new(gather(&input, &bar)?, settings, &bar);
    let output = args.output.clone().unwrap_or_else(|| std::env::temp_dir().join("retold-demo.html"));
    analysed.write("the sample collection", ReportOptions::default(), &output, settings)?;
    bar.finish();
    settings.tell(&format!("Report: {}", output.display()));
    if !args.no_open && args.output.is_none() {
        open(&output);
    }
    Ok(Outcome::Done)
}

fn unpack(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)
        .and_then(|()| DEMO.extract(folder))
        .with_context(|| format!("cannot write the sample to {}", folder.display()))
}

/// Opens the page where there is a display; elsewhere the path that was printed has to do.
fn open(page: &PathBuf) {
    let display = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|v| std::env::var_os(v).is_some_and(|v| !v.is_empty()));
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(target_os = "windows") {
        "explorer"
    } else if display {
        "xdg-open"
    } else {
        return;
    };
    // failing to open a window is no failure of the analysis
    let quiet = std::process::Stdio::null;
    let _ = std::process::Command::new(opener).arg(page).stdout(quiet()).stderr(quiet()).spawn();
}
