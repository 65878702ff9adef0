//! A progress bar on standard error where that is a terminal; silence in pipes.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use retold_io::read::Progress;

pub(crate) struct Bar {
    bar: ProgressBar,
    /// A bar counts one thing, bytes; articles stand in its message.
    articles: AtomicU64,
}

impl Bar {
    pub(crate) fn new(quiet: bool) -> Self {
        let bar = if quiet || !std::io::stderr().is_terminal() { ProgressBar::hidden() } else { ProgressBar::no_length() };
        Bar { bar, articles: AtomicU64::new(0) }
    }

    /// Says what is being done after reading.
    pub(crate) fn stage(&self, what: &'static str) {
        self.bar.set_style(ProgressStyle::with_template("{spinner} {msg} {elapsed}").unwrap_or_else(|_| ProgressStyle::default_spinner()));
        self.bar.enable_steady_tick(Duration::from_millis(120));
        self.bar.set_message(what);
    }

    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Bar {
    fn begin(&self, files: u64, bytes: u64) {
        let template = "reading {bar:30} {bytes}/{total_bytes} {binary_bytes_per_sec} {msg}";
        self.bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
        self.bar.set_length(bytes);
        self.bar.set_message(format!("{files} files"));
    }

    fn advance(&self, bytes: u64, articles: u64) {
        self.bar.inc(bytes);
        let read = self.articles.fetch_add(articles, Ordering::Relaxed) + articles;
        self.bar.set_message(format!("{read} articles"));
    }
}
