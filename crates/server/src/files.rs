//! Files and folders on this machine as the tree that the archive room reads.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use archive::{Entry, ReadSeek, Source, Tree};

/// One file, or everything below a folder.
struct Disk {
    root: PathBuf,
    /// Paths below `root`; a single file is listed under its own name.
    single: Option<String>,
}

/// Opens a file or folder for import.
pub(crate) fn open(path: &Path) -> anyhow::Result<Source> {
    if path.as_os_str() == "-" {
        bail!("an import needs a file or folder, since a cut-off run reads it again; save the input first");
    }
    let about = path.metadata().with_context(|| format!("cannot read {}", path.display()))?;
    let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    let single = about.is_file().then(|| name.clone());
    let tree = Disk { root: path.to_owned(), single };
    Source::new(&name, Arc::new(tree)).with_context(|| format!("cannot read {}", path.display()))
}

impl Tree for Disk {
    fn list(&self) -> io::Result<Vec<Entry>> {
        if let Some(name) = &self.single {
            return Ok(vec![Entry { path: name.clone(), bytes: self.root.metadata()?.len() }]);
        }
        let mut entries = Vec::new();
        list_below(&self.root, "", &mut entries)?;
        Ok(entries)
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn ReadSeek>> {
        let file = if self.single.is_some() { self.root.clone() } else { self.root.join(path) };
        Ok(Box::new(BufReader::new(File::open(file)?)))
    }
}

/// Links are not followed: a loop of them would never end.
fn list_below(folder: &Path, prefix: &str, entries: &mut Vec<Entry>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let about = entry.file_type()?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if about.is_dir() {
            list_below(&entry.path(), &format!("{path}/"), entries)?;
        } else if about.is_file() {
            entries.push(Entry { path, bytes: entry.metadata()?.len() });
        }
        if entries.len() > archive::source::FILES_MAX {
            return Err(io::Error::other("too many files; import a part of them at a time"));
        }
    }
    Ok(())
}
