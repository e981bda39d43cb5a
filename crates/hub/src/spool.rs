//! Files that people handed in for import: on this machine's disk until their run is over.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufReader, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use archive::{Entry, ReadSeek, Source, Tree};
use model::{FileId, Seen, Time, WorkspaceId};
use serde::{Deserialize, Serialize};
use tokio::io::AsyncWriteExt;
use tokio::sync::Semaphore;

use crate::{Error, Hub, Result};

/// Bytes of one file.
pub const FILE_BYTES_MAX: u64 = 4 << 30;
/// Bytes of all files that wait.
pub const SPOOL_BYTES_MAX: u64 = 16 << 30;
const NAME_CHARS_MAX: usize = 200;
/// A file that no run reads is forgotten after this long.
pub const ABANDONED_SECONDS: i64 = 24 * 3600;
/// Plans that are made at once: each looks through up to 32 MiB.
const PLANS_AT_ONCE: usize = 2;

/// The folder in which the files wait.
pub struct Spool {
    folder: PathBuf,
    bytes_max: u64,
    /// Bytes that all uploads together have written since the program began.
    written: Arc<AtomicU64>,
    pub(crate) planning: Semaphore,
}

/// A file that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spooled {
    pub id: FileId,
    pub workspace: WorkspaceId,
    /// How the person called it.
    pub name: String,
    pub bytes: u64,
    pub at: i64,
}

/// A file on its way in; dropped before [`Upload::finish`] it leaves nothing.
pub struct Upload {
    part: PathBuf,
    ready: PathBuf,
    about: PathBuf,
    file: tokio::fs::File,
    spooled: Spooled,
    written: Arc<AtomicU64>,
    /// How far `written` may rise until the room that was free at the beginning is full.
    written_max: u64,
}

impl Hub {
    /// The folder for files; refused where the program was started without one.
    pub fn spool(&self) -> Result<&Spool> {
        let none = || Error::Conflict("this program has no folder for files; start it with --data".to_owned());
        self.spool.as_deref().ok_or_else(none)
    }

    /// Begins to take a file in.
    pub async fn upload(&self, seen: &Seen, name: &str, now: Time) -> Result<Upload> {
        crate::access::require(seen, model::Capability::Import)?;
        let spooled = Spooled {
            id: FileId(self.mint.next(now)),
            workspace: seen.workspace,
            name: plain_name(name),
            bytes: 0,
            at: now.seconds(),
        };
        self.spool()?.begin(spooled).await
    }
}

/// The last part of a path as browsers of all systems send it, without what a log or page cannot show.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|letter| !letter.is_control()).take(NAME_CHARS_MAX).collect();
    if kept.trim().is_empty() { "file".to_owned() } else { kept.trim().to_owned() }
}

impl Spool {
    /// The files in `folder`, which is made when the first arrives.
    pub fn new(folder: PathBuf) -> Spool {
        let written = Arc::new(AtomicU64::new(0));
        Spool { folder, bytes_max: SPOOL_BYTES_MAX, written, planning: Semaphore::new(PLANS_AT_ONCE) }
    }

    fn path(&self, (workspace, id): (WorkspaceId, FileId), ending: &str) -> PathBuf {
        self.folder.join(format!("{workspace}-{id}.{ending}"))
    }

    async fn begin(&self, spooled: Spooled) -> Result<Upload> {
        tokio::fs::create_dir_all(&self.folder).await.map_err(refused)?;
        // Read before the folder is: what is written meanwhile counts twice rather than never.
        let before = self.written.load(Ordering::Relaxed);
        let taken = self.list().map_err(refused)?.iter().map(|(_, bytes)| bytes).sum::<u64>();
        let key = (spooled.workspace, spooled.id);
        let part = self.path(key, "part");
        let file = tokio::fs::File::create_new(&part).await.map_err(refused)?;
        let (ready, about) = (self.path(key, "data"), self.path(key, "json"));
        let written_max = before.saturating_add(self.bytes_max.saturating_sub(taken));
        Ok(Upload { part, ready, about, file, spooled, written: Arc::clone(&self.written), written_max })
    }

    /// Names of files in the folder with their bytes.
    fn list(&self) -> io::Result<Vec<(String, u64)>> {
        let entries = match std::fs::read_dir(&self.folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            other => other?,
        };
        let mut listed = Vec::new();
        for entry in entries {
            let entry = entry?;
            let bytes = match entry.metadata() {
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                other => other?.len(),
            };
            listed.push((entry.file_name().to_string_lossy().into_owned(), bytes));
        }
        Ok(listed)
    }

    /// A file that waits, whole.
    pub fn find(&self, key: (WorkspaceId, FileId)) -> Result<Option<Spooled>> {
        if !self.path(key, "data").exists() {
            return Ok(None);
        }
        match std::fs::read(self.path(key, "json")) {
            Ok(about) => {
                let spooled: Spooled =
                    serde_json::from_slice(&about).map_err(|error| Error::Broken(error.to_string()))?;
                Ok(Some(spooled))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(refused(error)),
        }
    }

    /// Opens a file for reading as an archive; looks at its beginning.
    pub(crate) fn source(&self, spooled: &Spooled) -> Result<Source> {
        let path = self.path((spooled.workspace, spooled.id), "data");
        let tree = OneFile { path, name: spooled.name.clone() };
        let unreadable = |error| Error::Conflict(format!("cannot read {}: {error}", spooled.name));
        Source::new(&spooled.name, Arc::new(tree)).map_err(unreadable)
    }

    /// Forgets a file.
    pub fn remove(&self, key: (WorkspaceId, FileId)) -> Result<()> {
        for ending in ["data", "json", "part"] {
            forget(&self.path(key, ending)).map_err(refused)?;
        }
        Ok(())
    }

    /// Forgets what nobody waits for: `kept` names the files of runs that go on, and others may
    /// still be looked at for a day.
    pub fn sweep(&self, kept: &BTreeSet<(WorkspaceId, FileId)>, now: Time) -> Result<usize> {
        let mut gone = 0;
        for (name, _) in self.list().map_err(refused)? {
            let Some(key) = key_of(&name) else { continue };
            let known = self.find(key)?;
            let is_young = match &known {
                Some(spooled) => now.seconds() - spooled.at < ABANDONED_SECONDS,
                None => is_fresh(&self.folder.join(&name)).map_err(refused)?,
            };
            if !kept.contains(&key) && !is_young {
                self.remove(key)?;
                gone += 1;
            }
        }
        Ok(gone)
    }
}

/// Whether somebody may still be writing to it.
fn is_fresh(path: &Path) -> io::Result<bool> {
    let changed = match path.metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(true),
        other => other?.modified()?,
    };
    Ok(changed.elapsed().is_ok_and(|age| age.as_secs() < ABANDONED_SECONDS as u64))
}

fn key_of(name: &str) -> Option<(WorkspaceId, FileId)> {
    let (workspace, id) = name.rsplit_once('.')?.0.split_once('-')?;
    Some((workspace.parse().ok()?, id.parse().ok()?)) // tidy(swallow): another name is no file of ours
}

fn forget(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

fn refused(error: io::Error) -> Error {
    Error::Broken(format!("the folder for files refused: {error}"))
}

impl Upload {
    /// Takes the next bytes; refused beyond the limit of a file or of all files.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.spooled.bytes += bytes.len() as u64;
        if self.spooled.bytes > FILE_BYTES_MAX {
            return Err(Error::TooBig(FILE_BYTES_MAX));
        }
        let more = bytes.len() as u64;
        // Other uploads write into the same room.
        let reserve = |written: u64| written.checked_add(more).filter(|written| *written <= self.written_max);
        if self.written.fetch_update(Ordering::Relaxed, Ordering::Relaxed, reserve).is_err() {
            let limit = SPOOL_BYTES_MAX >> 30;
            return Err(Error::Conflict(format!("the files that wait fill their {limit} GiB; import or wait a day")));
        }
        self.file.write_all(bytes).await.map_err(refused)
    }

    /// The file is whole: from here on it can be planned and imported.
    pub async fn finish(mut self) -> Result<Spooled> {
        if self.spooled.bytes == 0 {
            return Err(Error::invalid("file", "is empty; choose a file"));
        }
        self.file.sync_all().await.map_err(refused)?;
        let about = serde_json::to_vec(&self.spooled).map_err(|error| Error::Broken(error.to_string()))?;
        tokio::fs::write(&self.about, about).await.map_err(refused)?;
        tokio::fs::rename(&self.part, &self.ready).await.map_err(refused)?;
        self.file = tokio::fs::File::open(&self.ready).await.map_err(refused)?;
        Ok(self.spooled.clone())
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        if let Err(failure) = forget(&self.part) {
            tracing::warn!(%failure, "a part of a file stays behind");
        }
    }
}

/// One file of the folder under the name that the person gave it.
struct OneFile {
    path: PathBuf,
    name: String,
}

impl Tree for OneFile {
    fn list(&self) -> io::Result<Vec<Entry>> {
        Ok(vec![Entry { path: self.name.clone(), bytes: self.path.metadata()?.len() }])
    }

    fn open(&self, _: &str) -> io::Result<Box<dyn ReadSeek>> {
        Ok(Box::new(BufReader::new(File::open(&self.path)?)))
    }
}
