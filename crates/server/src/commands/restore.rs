//! `tribune restore`: a backup becomes a data folder again, without whom was erased meanwhile.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use hub::{Hub, erase};
use store::{Place as StorePlace, backup, global, journal};

use super::backup::KEY;
use crate::place::Place;
use crate::surroundings::now;

const DATABASE: &str = "tribune.db";
/// The folder within the data folder in which a backup is made whole: it may be on a disk of its own.
const PART: &str = "restoring";

/// Makes a data folder of a backup: checks it, and erases again whom the log beside it names.
#[derive(clap::Args)]
pub(crate) struct Restore {
    #[command(flatten)]
    place: Place,
    /// What `backup` wrote
    file: PathBuf,
    /// The log of erasures [default: tribune.erasures beside the backup]
    #[arg(long, value_name = "FILE")]
    erasures: Option<PathBuf>,
}

impl Restore {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let StorePlace::Folder(folder) = self.place.find() else {
            bail!("a backup becomes a folder: name a new one with --data; for PostgreSQL use pg_restore");
        };
        check_file(&self.file)?;
        check_folder(&folder)?;
        let log = self.erasures.clone().or_else(|| Some(self.file.parent()?.join(erase::LOG)));
        let log = log.filter(|log| log.exists());
        if let (Some(named), None) = (&self.erasures, &log) {
            bail!("there is no log of erasures {}", named.display());
        }
        let part = folder.join(PART);
        bring_back(&self.file, &part)?;
        let place = Place { data: Some(part.clone()), database: None };
        let beside = self.file.canonicalize()?.parent().map(Path::to_owned);
        let (mut erased, mut sound) = (0, false);
        let (told, found) = (&mut erased, &mut sound);
        let log_read = log.clone();
        place.with_hub(|hub| async move {
            if let Some(beside) = beside {
                let mut conn = hub.db.write().await?;
                global::backup_folder_add(&mut conn, &beside.display().to_string()).await?;
                conn.commit().await?;
            }
            if let Some(log) = log_read {
                *told = erase::replay(&hub, &log, now()).await?;
            }
            if *told > 0 {
                store::erase::clean::run(&hub.db).await?;
            }
            if let Err(error) = erase::write_logs(&hub).await {
                eprintln!("{error}");
            }
            hub::journal::seal_all(&hub, now()).await?;
            *found = check(&hub).await?;
            Ok(ExitCode::SUCCESS)
        })?;
        settle(&part, &folder)?;
        println!("restored {} to {}", self.file.display(), folder.display());
        println!("erased again: {erased}{}", if log.is_some() { "" } else { " (there is no log beside the backup)" });
        Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn check_file(file: &Path) -> anyhow::Result<()> {
    let mut head = Vec::new();
    let opened = File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
    opened.take(16).read_to_end(&mut head)?;
    if !backup::is_backup(&head) {
        bail!("{} is not a backup of ours; an export is brought in with `tribune import run`", file.display());
    }
    Ok(())
}

fn check_folder(folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder)?;
    for entry in std::fs::read_dir(folder)? {
        if entry?.file_name() != PART {
            bail!("the folder {} is not empty; name a new one", folder.display());
        }
    }
    let part = folder.join(PART);
    if part.exists() {
        std::fs::remove_dir_all(&part)?; // of a restore that was cut off
    }
    Ok(std::fs::create_dir(&part)?)
}

/// Everything under its last name, the database last: until then there is nothing to open.
fn settle(part: &Path, folder: &Path) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(part)? {
        let name = entry?.file_name();
        if name != DATABASE {
            std::fs::rename(part.join(&name), folder.join(&name))?;
        }
    }
    File::open(part.join(DATABASE))?.sync_all()?;
    std::fs::rename(part.join(DATABASE), folder.join(DATABASE))?;
    Ok(std::fs::remove_dir(part)?)
}

fn bring_back(file: &Path, folder: &Path) -> anyhow::Result<()> {
    std::fs::copy(file, folder.join(DATABASE)).with_context(|| format!("cannot copy to {}", folder.display()))?;
    let mut key = file.as_os_str().to_owned();
    key.push(".key");
    let key = PathBuf::from(key);
    if key.exists() {
        std::fs::copy(&key, folder.join(KEY))?;
    }
    Ok(())
}

/// Whether the file is sound and every journal's chain holds; says what is not.
async fn check(hub: &Hub) -> anyhow::Result<bool> {
    let mut wrong = backup::faults(&hub.db).await?;
    let mut conn = hub.db.read().await?;
    for workspace in global::workspaces(&mut conn).await? {
        let found = journal::verify(&mut conn, workspace.id).await?;
        println!("journal of {}: {} sealed, {} broken", workspace.name, found.sealed, found.broken.len());
        wrong.extend(found.broken.into_iter().map(|broken| format!("{}: {broken}", workspace.name)));
    }
    wrong.iter().for_each(|one| eprintln!("{one}"));
    Ok(wrong.is_empty())
}
