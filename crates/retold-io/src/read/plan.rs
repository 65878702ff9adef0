use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs::Metadata;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use walkdir::{DirEntry, WalkDir};

use super::skip::{SkipReason, Skipped};

/// A file that will be opened.
#[derive(Debug)]
pub(super) struct Planned {
    pub(super) path: PathBuf,
    /// Relative to the argument, with forward slashes: what the public record calls `input`.
    pub(super) input: String,
    /// The last name of the folder it was found in as argument; empty for a file given by itself. Tells equal pages of two folders apart.
    pub(super) folder: Arc<str>,
    /// Size on disk when planned; for the progress bar only.
    pub(super) bytes: u64,
}

/// Which files the arguments mean, in reading order. Nothing is opened yet.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) files: Vec<Planned>,
    /// Tables of outlets found inside input folders.
    pub(super) outlets: Vec<Planned>,
    pub(super) skipped: Vec<Skipped>,
    pub(super) hidden: u64,
    pub(super) page_folders: u64,
    pub(super) repeated: u64,
    pub(super) stdin: bool,
    seen: BTreeSet<PathBuf>,
    /// The folder that is being walked.
    folder: Arc<str>,
}

impl Plan {
    pub(super) fn of(arguments: &[String]) -> Self {
        let mut plan = Plan::default();
        for argument in arguments {
            match argument.as_str() {
                "-" => plan.stdin = true,
                // A file whose name happens to look like a pattern is meant as a file.
                pattern if pattern.contains(['*', '?', '[']) && !Path::new(pattern).exists() => plan.pattern(pattern),
                path => plan.argument(Path::new(path), argument),
            }
        }
        plan.tell_equal_names_apart();
        plan.seen.clear();
        plan
    }

    /// A file or folder named as such, hidden or not.
    fn argument(&mut self, path: &Path, shown: &str) {
        match path.metadata() {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => self.skipped.push(Skipped::file(
                &last_name(path),
                SkipReason::NotFound,
                format!("nothing is there under '{}'; check the spelling and the current folder", below(path, shown)),
            )),
            Err(error) => self.unreadable(&last_name(path), &error.to_string()),
            Ok(meta) if meta.is_dir() => self.folder(path, path),
            Ok(meta) => self.file(path.to_owned(), last_name(path), &meta),
        }
    }

    /// Files and folders that fit a glob pattern; named relative to the part of the pattern before the first wildcard.
    fn pattern(&mut self, pattern: &str) {
        let wild = |c: &Component<'_>| c.as_os_str().to_string_lossy().contains(['*', '?', '[']);
        let base: PathBuf = Path::new(pattern).components().take_while(|c| !wild(c)).collect();
        let wildcards: PathBuf = Path::new(pattern).components().skip_while(|c| !wild(c)).collect();
        let bad = |detail: String| Skipped::file(&slashed(&wildcards), SkipReason::NotFound, detail);
        let paths = match glob::glob(pattern) {
            Ok(paths) => paths,
            Err(error) => {
                return self.skipped.push(bad(format!("it is no pattern: {}", error.msg)));
            }
        };
        self.folder = folder_name(&base);
        let mut found = false;
        for path in paths {
            found = true;
            match path {
                Err(error) => self.unreadable(&relative(error.path(), &base), &error.error().to_string()),
                Ok(path) if is_hidden(path.file_name()) => self.hidden += 1,
                Ok(path) => match path.metadata() {
                    Ok(meta) if meta.is_dir() => self.folder(&path, &base),
                    Ok(meta) => {
                        let input = relative(&path, &base);
                        self.file(path, input, &meta);
                    }
                    Err(error) => self.unreadable(&relative(&path, &base), &error.to_string()),
                },
            }
        }
        self.folder = Arc::default();
        if !found {
            self.skipped.push(bad("no file fits the pattern; check it and the current folder".to_owned()));
        }
    }

    /// Everything below a folder, sorted by name level by level. Links are followed; a loop ends as a skipped line.
    fn folder(&mut self, folder: &Path, base: &Path) {
        let outside = std::mem::replace(&mut self.folder, folder_name(base));
        let known = self.skipped.len();
        self.walk(folder, base);
        self.skipped[known..].iter_mut().for_each(|s| s.folder = self.folder.to_string());
        self.folder = outside;
    }

    fn walk(&mut self, folder: &Path, base: &Path) {
        let mut walk = WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter();
        while let Some(entry) = walk.next() {
            match entry {
                Err(error) => self.walk_error(&error, base),
                Ok(entry) if entry.depth() == 0 => {}
                Ok(entry) if is_hidden(Some(entry.file_name())) => {
                    self.hidden += 1;
                    if entry.file_type().is_dir() {
                        walk.skip_current_dir();
                    }
                }
                Ok(entry) if entry.file_type().is_dir() => {
                    if is_page_folder(&entry) {
                        self.page_folders += 1;
                        walk.skip_current_dir();
                    }
                }
                Ok(entry) => {
                    let input = relative(entry.path(), base);
                    match entry.metadata() {
                        Ok(meta) => self.file(entry.into_path(), input, &meta),
                        Err(error) => self.unreadable(&input, &error.to_string()),
                    }
                }
            }
        }
    }

    fn walk_error(&mut self, error: &walkdir::Error, base: &Path) {
        let input = error.path().map_or_else(|| ".".to_owned(), |p| relative(p, base));
        if let Some(ancestor) = error.loop_ancestor() {
            let detail = format!("the link leads back to '{}'; its files are read there", relative(ancestor, base));
            self.skipped.push(Skipped::file(&input, SkipReason::SymlinkLoop, detail));
        } else if error.path().is_some_and(|p| p.is_symlink() && !p.exists()) {
            let detail = "the link leads nowhere; mend or remove it";
            self.skipped.push(Skipped::file(&input, SkipReason::NotFound, detail));
        } else {
            let detail = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
            self.unreadable(&input, &detail);
        }
    }

    fn file(&mut self, path: PathBuf, input: String, meta: &Metadata) {
        if !meta.is_file() {
            let detail = "a pipe, socket or device; to read a pipe, give - as input and pipe into it";
            return self.skipped.push(Skipped::file(&input, SkipReason::NotAFile, detail));
        }
        if !self.seen.insert(std::path::absolute(&path).unwrap_or_else(|_| path.clone())) {
            self.repeated += 1;
            return;
        }
        let planned = Planned { bytes: meta.len(), path, input, folder: Arc::clone(&self.folder) };
        let is_table = planned.path.file_name().is_some_and(|n| n.eq_ignore_ascii_case("outlets.csv"));
        if is_table {
            self.outlets.push(planned);
        } else {
            self.files.push(planned);
        }
    }

    fn unreadable(&mut self, input: &str, detail: &str) {
        let detail = format!("{detail}; check the permissions");
        self.skipped.push(Skipped::file(input, SkipReason::Unreadable, detail));
    }

    /// Files of several arguments may have one relative name (`a/index.html b/index.html`). Equal bytes at two places are two
    /// articles, so such files take parent folders into their names until the names differ.
    fn tell_equal_names_apart(&mut self) {
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, file) in self.files.iter().enumerate() {
            by_name.entry(file.input.clone()).or_default().push(index);
        }
        for indexes in by_name.into_values().filter(|i| i.len() > 1) {
            let deepest = indexes.iter().map(|&i| self.files[i].path.components().count()).max().unwrap_or(0);
            for depth in 2..=deepest {
                let names: BTreeSet<String> = indexes.iter().map(|&i| tail(&self.files[i].path, depth)).collect();
                if names.len() == indexes.len() {
                    for &i in &indexes {
                        self.files[i].input = tail(&self.files[i].path, depth);
                    }
                    break;
                }
            }
        }
    }
}

fn is_hidden(name: Option<&OsStr>) -> bool {
    name.is_some_and(|n| n.as_encoded_bytes().starts_with(b"."))
}

/// `page_files` beside `page.html`: scripts and pictures that a browser saved with the page.
fn is_page_folder(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let Some(page) = name.strip_suffix("_files") else {
        return false;
    };
    ["html", "htm"].iter().any(|ending| entry.path().with_file_name(format!("{page}.{ending}")).is_file())
}

/// The path below `base`, with forward slashes.
fn relative(path: &Path, base: &Path) -> String {
    let below = path.strip_prefix(base).ok().filter(|p| !p.as_os_str().is_empty());
    match below {
        Some(below) => slashed(below),
        None => last_name(path),
    }
}

/// The last `depth` parts of a path.
fn tail(path: &Path, depth: usize) -> String {
    let parts: Vec<Component<'_>> = path.components().filter(|c| matches!(c, Component::Normal(_))).collect();
    slashed(&parts[parts.len().saturating_sub(depth)..].iter().collect::<PathBuf>())
}

/// The last name of a folder, also where it is given as `.`.
fn folder_name(folder: &Path) -> Arc<str> {
    let absolute = folder.canonicalize().ok();
    absolute.as_deref().and_then(Path::file_name).map(printable).unwrap_or_default().into()
}

/// The file's name without folders; never the whole path, which may name a user.
fn last_name(path: &Path) -> String {
    path.file_name().map_or_else(|| ".".to_owned(), printable)
}

/// An argument as it was given, but never a whole path from the root, which may name a user.
fn below(path: &Path, shown: &str) -> String {
    if path.is_relative() { shown.to_owned() } else { last_name(path) }
}

fn slashed(path: &Path) -> String {
    let parts: Vec<String> = path.components().filter(|c| matches!(c, Component::Normal(_))).map(|c| printable(c.as_os_str())).collect();
    parts.join("/")
}

fn printable(name: &OsStr) -> String {
    printable_bytes(name.as_encoded_bytes())
}

/// Bytes of a name that are no UTF-8 become `%FF`, so that two such names stay two.
pub(super) fn printable_bytes(name: &[u8]) -> String {
    let mut shown = String::new();
    for chunk in name.utf8_chunks() {
        shown += chunk.valid();
        for byte in chunk.invalid() {
            shown += &format!("%{byte:02X}");
        }
    }
    shown
}
