//! `retold verify`: is a package still what was packed?

use anyhow::{Result, bail};
use retold_io::package::verify;

use super::{Outcome, Settings};
use crate::cli::VerifyArgs;
use crate::terminal::{clean, note};

/// Most problems that are printed; all are counted.
const SHOWN: usize = 20;

pub(crate) fn run(args: &VerifyArgs, settings: &Settings) -> Result<Outcome> {
    let verdict = verify(&args.package)?;
    for wrong in verdict.wrong.iter().take(SHOWN) {
        note(&clean(wrong));
    }
    if !verdict.wrong.is_empty() {
        bail!(
            "{}: {} files are not as packed, {} are. Ask for the package again",
            args.package.display(),
            verdict.wrong.len(),
            verdict.right
        );
    }
    settings.tell(&format!("{} files, every byte as packed. List of checksums: sha256 {}", verdict.right, verdict.fingerprint));
    Ok(Outcome::Done)
}
