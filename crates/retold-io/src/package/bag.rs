//! BagIt (RFC 8493): a payload folder, and lists of checksums beside it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256};
use walkdir::WalkDir;

use super::Packed;
use crate::collection::{Doing, Error, hex};
use crate::manifest;

pub(super) const DECLARATION: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
/// The files beside the payload, but for the list of their own checksums.
pub(super) const TAG_FILES: [&str; 3] = ["bag-info.txt", "bagit.txt", "manifest-sha256.txt"];
pub(super) const PAYLOAD_LIST: &str = "manifest-sha256.txt";
pub(super) const TAG_LIST: &str = "tagmanifest-sha256.txt";

/// A file of the payload.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    /// From the bag's folder on, with `/`.
    pub(super) path: String,
    pub(super) sha256: String,
    pub(super) bytes: u64,
}

/// Everything below the bag's folder that is no folder: its path from there on, with `/`, and whether it is a plain file. No link is followed.
pub(super) fn contents(dir: &Path) -> Result<BTreeMap<String, bool>, Error> {
    let mut out = BTreeMap::new();
    for entry in WalkDir::new(dir).follow_links(false) {
        let entry = entry.map_err(|e| Error::Io { what: format!("cannot read {}", dir.display()), source: e.into() })?;
        if !entry.file_type().is_dir() {
            let below = entry.path().strip_prefix(dir).unwrap_or(entry.path());
            let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
            out.insert(parts.join("/"), entry.file_type().is_file());
        }
    }
    Ok(out)
}

/// Every file of a bag that has nothing but its payload yet, sorted by path.
pub(super) fn payload(dir: &Path) -> Result<Vec<Listed>, Error> {
    contents(dir)?.into_keys().map(|path| listed(dir, path)).collect()
}

/// A file with its checksum, read once.
pub(super) fn listed(dir: &Path, path: String) -> Result<Listed, Error> {
    let full = dir.join(&path);
    let (sha256, bytes) = hashed(&full).doing(&full, "cannot read a file")?;
    Ok(Listed { path, sha256, bytes })
}

/// Writes the lists of checksums for a payload of these files.
pub(super) fn close(dir: &Path, mut files: Vec<Listed>) -> Result<Packed, Error> {
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let bytes = files.iter().map(|f| f.bytes).sum();
    let lines: String = files.iter().map(|f| format!("{}  {}\n", f.sha256, f.path)).collect();
    let info = format!(
        "Bag-Software-Agent: Retold {}\nExternal-Description: Evidence package: tables, sources and their hashes\nPayload-Oxum: {bytes}.{}\n",
        env!("CARGO_PKG_VERSION"),
        files.len()
    );
    manifest::replace(&dir.join("bagit.txt"), DECLARATION.as_bytes())?;
    manifest::replace(&dir.join("bag-info.txt"), info.as_bytes())?;
    manifest::replace(&dir.join(PAYLOAD_LIST), lines.as_bytes())?;
    let mut tags = String::new();
    for name in TAG_FILES {
        tags.push_str(&format!("{}  {name}\n", listed(dir, name.to_owned())?.sha256));
    }
    manifest::replace(&dir.join(TAG_LIST), tags.as_bytes())?;
    Ok(Packed { files: files.len(), bytes, fingerprint: hex(&Sha256::digest(&tags)) })
}

/// SHA-256, hexadecimal, and length of a file.
pub(super) fn hashed(path: &Path) -> io::Result<(String, u64)> {
    let (mut file, mut hash, mut bytes) = (File::open(path)?, Sha256::new(), 0);
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok((hex(&hash.finalize()), bytes)),
            read => {
                hash.update(&buffer[..read]);
                bytes += read as u64;
            }
        }
    }
}

/// The lines of a list of checksums. `Err` names the first line that is none.
pub(super) fn list(path: &Path) -> io::Result<Result<Vec<(String, String)>, String>> {
    let text = match String::from_utf8(fs::read(path)?) {
        Ok(text) => text,
        Err(_) => return Ok(Err("it is not UTF-8".to_owned())),
    };
    if !text.is_empty() && !text.ends_with('\n') {
        return Ok(Err("its last line has no end".to_owned()));
    }
    Ok(text
        .split_terminator('\n')
        .enumerate()
        .map(|(at, line)| entry(line).ok_or_else(|| format!("line {} is no checksum and path", at + 1)))
        .collect())
}

/// `HASH  PATH`, with a path that stays below the folder.
fn entry(line: &str) -> Option<(String, String)> {
    let (hash, path) = line.split_once("  ")?;
    let plain = hash.len() == 64 && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let inside = path.split('/').all(|part| !matches!(part, "" | "." | "..")) && !path.contains(['\\', ':', '\0']);
    (plain && inside).then(|| (hash.to_owned(), path.to_owned()))
}
