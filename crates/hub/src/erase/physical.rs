//! After an erasure: bytes leave the files, and the log beside backups learns of it.

use std::collections::BTreeSet;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use model::{EntryId, JobId, Time, WorkspaceId};
use serde_json::{Value as Json, json};
use store::erase::{self, Erasure, Logged, Stage};
use store::leave::{hex, unhex};
use store::{Conn, global, jobs};

use super::{Certificate, REMAINS, Removed, take_over};
use crate::acts::DryRun;
use crate::{Asked, Error, Hub, Result, access};

/// The job that takes erased bytes out of the files.
pub const CLEAN: &str = "erase.clean";
/// The file beside the data and beside backups that tells whom a restored backup must not bring back.
pub const LOG: &str = "tribune.erasures";

/// Asks for clean files after an erasure.
pub(super) async fn ask(conn: &mut Conn, (hub, workspace): (&Hub, WorkspaceId), now: Time) -> Result<()> {
    Ok(jobs::add_later(conn, (workspace, job(hub, now)), (CLEAN, ""), now).await?)
}

pub(super) fn job(hub: &Hub, now: Time) -> JobId {
    JobId(hub.mint.next(now))
}

/// Takes what is erased out of the database's files and tells the logs. A log that cannot be reached keeps
/// no byte in the files.
pub async fn clean(hub: &Hub) -> Result<()> {
    erase::clean::run(&hub.db).await?;
    write_logs(hub).await?;
    let mut conn = hub.db.write().await?;
    for workspace in global::workspaces(&mut conn).await? {
        if let Some(job) = jobs::find(&mut conn, workspace.id, (CLEAN, "")).await? {
            jobs::finish(&mut conn, &job).await?;
        }
    }
    Ok(conn.commit().await?)
}

/// Writes all erasures into the log of the data folder and of each folder that holds backups.
pub async fn write_logs(hub: &Hub) -> Result<()> {
    let lines = log_lines(hub).await?;
    let folders = {
        let mut conn = hub.db.read().await?;
        global::backup_folders(&mut conn).await?
    };
    let own = hub.db.folder().map(Path::to_owned);
    let mut failed = Vec::new();
    for folder in own.into_iter().chain(folders.into_iter().map(PathBuf::from)) {
        if let Err(error) = merge(&folder.join(LOG), &lines) {
            failed.push(format!("{}: {error}", folder.display()));
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    Err(Error::Broken(format!("cannot write {LOG} beside backups: {}", failed.join("; "))))
}

/// What the log says: salted digests, so that it names nobody.
async fn log_lines(hub: &Hub) -> Result<BTreeSet<String>> {
    let mut conn = hub.db.read().await?;
    let mut lines = BTreeSet::new();
    for workspace in global::workspaces(&mut conn).await? {
        for logged in erase::list(&mut conn, workspace.id).await? {
            let digests: Vec<String> = logged.digests.iter().map(|digest| hex(digest)).collect();
            let line = json!({ "workspace": workspace.id, "certificate": logged.number, "at": logged.at,
                "salt": hex(&logged.salt), "digests": digests });
            lines.insert(line.to_string());
        }
    }
    Ok(lines)
}

/// Adds lines that the log does not have. What it has stays: a restored backup knows less than its log.
fn merge(path: &Path, lines: &BTreeSet<String>) -> std::io::Result<()> {
    let known = read(path)?;
    let fresh: String = lines.iter().filter(|line| !known.contains(*line)).map(|line| format!("{line}\n")).collect();
    if fresh.is_empty() {
        return Ok(());
    }
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path)?;
    file.write_all(fresh.as_bytes())?;
    file.sync_all()
}

fn read(path: &Path) -> std::io::Result<BTreeSet<String>> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(BTreeSet::new()),
        Err(error) => Err(error),
    }
}

/// Erases again whom a log names and the database holds, and remembers whom it does not hold: after restoring
/// a backup. Says how many. An erasure that the database knows is done: who wrote since stays.
pub async fn replay(hub: &Hub, log: &Path, now: Time) -> Result<u64> {
    let unreadable = |error: std::io::Error| Error::Conflict(format!("cannot read {}: {error}", log.display()));
    let mut erased = go_on_with_all(hub, now).await?;
    for line in read(log).map_err(unreadable)? {
        let broken = || Error::Conflict(format!("{} holds a line that is no erasure: {line}", log.display()));
        let (workspace, logged) = logged(&line).ok_or_else(broken)?;
        let is_news = {
            let mut conn = hub.db.read().await?;
            let here = global::workspaces(&mut conn).await?.iter().any(|known| known.id == workspace);
            here && !erase::is_known(&mut conn, workspace, &logged).await?
        };
        if is_news {
            erased += again(hub, workspace, &logged, now).await?;
            remember(hub, workspace, &logged).await?;
        }
    }
    Ok(erased)
}

/// Ends what was under way when the backup was made: the log tells of it as of something done.
async fn go_on_with_all(hub: &Hub, now: Time) -> Result<u64> {
    let mut ended = 0;
    for workspace in global::workspaces(&mut hub.db.read().await?).await? {
        let seen = access::operator(workspace.id);
        let numbers = erase::list_under_way(&mut hub.db.read().await?, workspace.id).await?;
        for number in numbers.into_iter().map(|erasure| erasure.number) {
            let mut conn = hub.db.write().await?;
            let begun = take_over(&mut conn, (hub, &seen), (number, now)).await?;
            conn.commit().await?;
            if let Some(begun) = begun {
                super::go_on(hub, &seen, begun, (DryRun::No, now)).await?;
                ended += 1;
            }
        }
    }
    Ok(ended)
}

async fn again(hub: &Hub, workspace: WorkspaceId, logged: &Logged, now: Time) -> Result<u64> {
    let (seen, mut erased) = (access::operator(workspace), 0);
    let members = {
        let mut conn = hub.db.read().await?;
        erase::members_of(&mut conn, workspace, logged).await?
    };
    for member in members.into_iter().collect::<BTreeSet<_>>() {
        let input = json!({ "member": member, "confirm": true });
        match hub.act(&seen, Asked::new("member.erase", &input), now).await {
            Ok(_) => erased += 1,
            // Another handle of the same person was in the log before.
            Err(Error::NotFound(_) | Error::Conflict(_)) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(erased)
}

/// Keeps the log's own digests: the backup may not know the person whom a later archive brings.
async fn remember(hub: &Hub, workspace: WorkspaceId, logged: &Logged) -> Result<()> {
    let mut conn = hub.db.write().await?;
    let number = erase::free_number(&mut conn, workspace, logged.number).await?;
    let certificate = Certificate {
        certificate: number,
        workspace: global::workspace_load(&mut conn, workspace).await?.name,
        at: logged.at,
        by: "the log of erasures".to_owned(),
        entry: EntryId(0),
        removed: Removed::default(),
        remains: REMAINS.to_owned(),
    };
    let text = serde_json::to_string(&certificate).map_err(|error| Error::Broken(error.to_string()))?;
    let (salt, stage) = (logged.salt.clone(), Stage::Done(text));
    let erasure = Erasure { number, entry: EntryId(0), at: logged.at, salt, stage };
    erase::add(&mut conn, workspace, &erasure, &logged.digests).await?;
    erase::traces::drop_logged_things(&mut conn, workspace, logged).await?;
    Ok(conn.commit().await?)
}

fn logged(line: &str) -> Option<(WorkspaceId, Logged)> {
    let json: Json = serde_json::from_str(line).ok()?; // tidy(swallow): none is refused by the caller
    let word = |field: &str| json[field].as_str();
    let digests = json["digests"].as_array()?.iter().map(|digest| unhex(digest.as_str()?)).collect::<Option<_>>()?;
    let at = word("at")?.parse().ok()?; // tidy(swallow): none is refused by the caller
    let workspace = word("workspace")?.parse().ok()?; // tidy(swallow): none is refused by the caller
    let logged = Logged { number: json["certificate"].as_i64()?, at, salt: unhex(word("salt")?)?, digests };
    Some((workspace, logged))
}
