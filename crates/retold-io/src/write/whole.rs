//! Files that take their names when they are whole: under the name stands the old file or the new one, never a half.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::{Exported, failed};
use crate::collection::Error;

/// A file that is being written beside the place where it will stand. Dropped before [`Whole::finish`], it goes.
pub(crate) struct Whole {
    file: BufWriter<File>,
    temp: PathBuf,
    path: PathBuf,
    finished: bool,
}

impl Whole {
    pub(crate) fn create(path: &Path) -> Result<Self, Error> {
        let mut temp = path.as_os_str().to_owned();
        temp.push(".tmp");
        let temp = PathBuf::from(temp);
        let file = File::create(&temp).map_err(|e| failed(path, &e))?;
        Ok(Whole { file: BufWriter::new(file), temp, path: path.to_owned(), finished: false })
    }

    /// Writes, and names the file where that fails.
    pub(crate) fn put(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.file.write_all(bytes).map_err(|e| failed(&self.path, &e))
    }

    /// Gives the file its name.
    pub(crate) fn finish(mut self) -> Result<PathBuf, Error> {
        let done = self.file.flush().and_then(|()| fs::rename(&self.temp, &self.path));
        done.map_err(|e| failed(&self.path, &e))?;
        self.finished = true;
        Ok(self.path.clone())
    }
}

impl Drop for Whole {
    fn drop(&mut self) {
        if !self.finished {
            let _ = fs::remove_file(&self.temp);
        }
    }
}

/// Writes one file of so many rows and adds it to what was exported.
pub(super) fn put(
    out: &mut Exported,
    path: &Path,
    rows: usize,
    write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> Result<(), Error> {
    let mut whole = Whole::create(path)?;
    write(&mut whole.file).map_err(|e| failed(path, &e))?;
    out.tables.push((whole.finish()?, rows as u64));
    Ok(())
}
