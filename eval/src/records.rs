//! Files of uniform records, of which measurements in RAM need the text alone.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

/// What this needs of a uniform record.
#[derive(Deserialize)]
struct Record<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
}

/// The texts of the first records of a file: one JSON object a line.
pub(crate) fn texts(file: &Path, limit: usize) -> Result<Vec<String>> {
    let input = File::open(file).with_context(|| format!("cannot open {}", file.display()))?;
    texts_of(BufReader::with_capacity(1 << 20, input), limit)
}

/// The texts of the first records.
pub(crate) fn texts_of(mut input: impl BufRead, limit: usize) -> Result<Vec<String>> {
    let (mut texts, mut line) = (Vec::new(), Vec::new());
    while texts.len() < limit && input.read_until(b'\n', &mut line)? > 0 {
        texts.push(serde_json::from_slice::<Record>(&line)?.text.into_owned());
        line.clear();
    }
    Ok(texts)
}
