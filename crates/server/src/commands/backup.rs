//! `tribune backup`: the whole data folder as one file, while `serve` goes on.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use hub::erase;
use store::{Place as StorePlace, backup, global};

use crate::place::{self, Place};

/// Copies the database at one moment into one file; `restore` brings it back.
#[derive(clap::Args)]
pub(crate) struct Backup {
    #[command(flatten)]
    place: Place,
    /// A new file
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Put the key beside it too, as FILE.key: whoever has both can read what was sealed
    #[arg(long)]
    with_key: bool,
}

/// The key with which secrets are sealed, beside the database.
pub(crate) const KEY: &str = "tribune.key";

impl Backup {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let StorePlace::Folder(folder) = self.place.find() else {
            bail!(
                "the data is on a PostgreSQL server: back it up with `pg_dump --format=custom --file=FILE {}`",
                place::name(&self.place.find())
            );
        };
        if self.out.exists() {
            bail!("{} is there already; a backup never replaces one", self.out.display());
        }
        let above = self.out.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let above = above.canonicalize().with_context(|| format!("there is no folder {}", above.display()))?;
        self.place.with_hub(|hub| async move {
            let mut part = self.out.as_os_str().to_owned();
            part.push(".part");
            let part = PathBuf::from(part);
            if part.exists() {
                std::fs::remove_file(&part)?;
            }
            // First, so that what comes of this backup knows where it lies.
            let mut conn = hub.db.write().await?;
            global::backup_folder_add(&mut conn, &above.display().to_string()).await?;
            conn.commit().await?;
            backup::write(&hub.db, &part).await?;
            std::fs::File::open(&part)?.sync_all()?;
            std::fs::rename(&part, &self.out)?;
            erase::write_logs(&hub).await?;
            if self.with_key {
                copy_key(&folder, &self.out)?;
            }
            let bytes = self.out.metadata()?.len();
            println!("wrote {} ({bytes} bytes); restore it with: tribune restore FILE --data DIR", self.out.display());
            Ok(ExitCode::SUCCESS)
        })
    }
}

fn copy_key(folder: &Path, out: &Path) -> anyhow::Result<()> {
    let key = folder.join(KEY);
    if !key.exists() {
        eprintln!("there is no {KEY}: nothing here is sealed yet");
        return Ok(());
    }
    let mut beside = out.as_os_str().to_owned();
    beside.push(".key");
    std::fs::copy(&key, &beside).with_context(|| format!("cannot copy {}", key.display()))?;
    Ok(())
}
