//! Reading a package again: is every byte what was packed?

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::bag::{DECLARATION, PAYLOAD_LIST, TAG_FILES, TAG_LIST, contents, hashed, list};
use crate::collection::{Doing, Error};

/// What a check of a package gave.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verdict {
    /// Files whose checksums were right.
    pub right: usize,
    /// What is wrong, file by file, each with its reason.
    pub wrong: Vec<String>,
    /// SHA-256 of the list that all other checksums hang on. Passed on another way than the package, it shows that the package was not made anew.
    pub fingerprint: String,
}

/// Reads every file of the package in `dir` and compares it with the lists of checksums. Finds files that changed, went or came, links in the place
/// of files, and lists that were changed themselves. Nothing outside the folder is read. What it cannot find: a package made anew from other data;
/// for that whoever packed it passes [`Verdict::fingerprint`] on another way.
///
/// # Errors
/// Where the folder is no package or cannot be read.
pub fn verify(dir: &Path) -> Result<Verdict, Error> {
    let mut found = contents(dir)?;
    if !found.contains_key(TAG_LIST) {
        let detail = format!("there is no {TAG_LIST}: this is no package. `retold export COLLECTION --format package -o DIR` makes one");
        return Err(Error::Damaged { path: dir.to_owned(), detail });
    }
    let list = dir.join(TAG_LIST);
    let mut out = Verdict { fingerprint: hashed(&list).doing(&list, "cannot read a list of checksums")?.0, ..Verdict::default() };
    found.remove(TAG_LIST);
    let tags = out.listed(dir, TAG_LIST)?;
    if tags.iter().map(|(_, path)| path.as_str()).ne(TAG_FILES) {
        out.wrong.push(format!("{TAG_LIST}: it does not name {}", TAG_FILES.join(", ")));
    }
    out.check(dir, tags, &mut found)?;
    if std::fs::read(dir.join("bagit.txt")).is_ok_and(|text| text != DECLARATION.as_bytes()) {
        out.wrong.push("bagit.txt: it does not declare BagIt 1.0".to_owned());
    }
    let payload = out.listed(dir, PAYLOAD_LIST)?;
    out.check(dir, payload, &mut found)?;
    out.wrong.extend(found.into_keys().map(|path| format!("{path}: it stands in no list")));
    // a damaged list first: it makes all that it names look wrong
    let rank = |line: &str| !line.starts_with(TAG_LIST) && !line.starts_with(PAYLOAD_LIST);
    out.wrong.sort_by(|a, b| (rank(a), a).cmp(&(rank(b), b)));
    out.wrong.dedup();
    Ok(out)
}

impl Verdict {
    fn listed(&mut self, dir: &Path, name: &str) -> Result<Vec<(String, String)>, Error> {
        match list(&dir.join(name)) {
            Ok(Ok(lines)) => Ok(lines),
            Ok(Err(why)) => {
                self.wrong.push(format!("{name}: {why}"));
                Ok(Vec::new())
            }
            // said once more as a missing file of the other list
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(e) => Err(e).doing(&dir.join(name), "cannot read a list of checksums"),
        }
    }

    /// Takes what it checked out of `found`.
    fn check(&mut self, dir: &Path, listed: Vec<(String, String)>, found: &mut BTreeMap<String, bool>) -> Result<(), Error> {
        for (sha256, path) in listed {
            match found.remove(&path) {
                None => self.wrong.push(format!("{path}: it is missing, or listed twice")),
                Some(false) => self.wrong.push(format!("{path}: it is no plain file")),
                Some(true) => {
                    let full = dir.join(&path);
                    if hashed(&full).doing(&full, "cannot read a file")?.0 == sha256 {
                        self.right += 1;
                    } else {
                        self.wrong.push(format!("{path}: its bytes are not those that were packed"));
                    }
                }
            }
        }
        Ok(())
    }
}
