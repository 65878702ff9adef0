//! Reading in tests: what came out, and how much it cost.

use std::convert::Infallible;
use std::fs;
use std::path::Path;

use retold::record::Article;
use retold_io::read::{Read, ReadOptions, ReadSummary, SkipReason, Skipped, read, read_stream};

/// What a run gave.
pub(crate) struct Run {
    pub(crate) articles: Vec<Article>,
    pub(crate) raws: Vec<Vec<u8>>,
    pub(crate) skipped: Vec<Skipped>,
    pub(crate) summary: ReadSummary,
}

impl Run {
    pub(crate) fn reasons(&self) -> Vec<(Option<&str>, SkipReason)> {
        self.skipped.iter().map(|s| (s.locator.as_deref(), s.reason)).collect()
    }

    /// The same with the name of the file.
    pub(crate) fn named(&self) -> Vec<(&str, Option<&str>, SkipReason)> {
        self.skipped.iter().map(|s| (s.input.as_str(), s.locator.as_deref(), s.reason)).collect()
    }

    pub(crate) fn inputs(&self) -> Vec<&str> {
        self.articles.iter().map(|a| a.input.as_str()).collect()
    }

    pub(crate) fn urls(&self) -> Vec<&str> {
        self.articles.iter().map(|a| a.url.as_deref().unwrap_or("")).collect()
    }

    pub(crate) fn only(&self) -> &Article {
        assert_eq!(self.articles.len(), 1, "skipped: {:?}", self.skipped);
        &self.articles[0]
    }

    pub(crate) fn of(run: impl FnOnce(&mut dyn FnMut(Read) -> Result<(), Infallible>) -> ReadSummary) -> Self {
        let (mut articles, mut raws, mut skipped) = (Vec::new(), Vec::new(), Vec::new());
        let summary = run(&mut |one| {
            match one {
                Read::Article { article, raw, .. } => {
                    articles.push(article);
                    raws.push(raw);
                }
                Read::Skipped(one) => skipped.push(one),
            }
            Ok(())
        });
        assert_eq!(summary.articles, articles.len() as u64);
        assert_eq!(summary.skipped.values().sum::<u64>(), skipped.len() as u64);
        Run { articles, raws, skipped, summary }
    }
}

/// Reads one file of this name.
pub(crate) fn one(name: &str, bytes: &[u8]) -> Run {
    with(name, bytes, &ReadOptions::default())
}

/// Reads one file of this name with these options.
pub(crate) fn with(name: &str, bytes: &[u8], options: &ReadOptions) -> Run {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    fs::write(&path, bytes).unwrap();
    file(&path, options)
}

pub(crate) fn file(path: &Path, options: &ReadOptions) -> Run {
    let options = ReadOptions { inputs: vec![path.to_str().unwrap().to_owned()], ..options.clone() };
    Run::of(|sink| read(&options, &(), sink).expect("reading goes on whatever a file holds"))
}

/// Reads a pipe.
pub(crate) fn piped(mut bytes: &[u8]) -> Run {
    Run::of(|sink| read_stream(&mut bytes, &ReadOptions::default(), &(), sink).expect("reading goes on whatever a stream holds"))
}
