//! Taking an import back: newest messages first, in batches; cut off, it goes on where it stopped.

use model::{Capability, EntryId, JobId, RunId, Seen, Time, WorkspaceId};
use serde_json::json;
use store::runs::{Run, State};
use store::{Conn, jobs, journal, runs};

use super::{OPEN_DAYS, UNDO, entry};
use crate::{Asked, Error, Hub, Result, access, workers};

/// Takes a run back and says how many messages went.
pub async fn undo(
    hub: &Hub,
    seen: &Seen,
    (id, clock): (RunId, fn() -> Time),
    progress: &mut (dyn FnMut(i64) + Send),
) -> Result<i64> {
    access::require(seen, Capability::Import)?;
    {
        let mut conn = hub.db.write().await?;
        begin(&mut conn, seen.workspace, (id, Later::Refuses)).await?;
        conn.commit().await?;
    }
    go_on(hub, seen, (id, None, clock), progress).await
}

/// Takes a run back after the later acts that built on it, and says how many messages went.
pub async fn undo_with_later(
    hub: &Hub,
    seen: &Seen,
    (id, clock): (RunId, fn() -> Time),
    progress: &mut (dyn FnMut(i64) + Send),
) -> Result<i64> {
    let run = {
        let mut conn = hub.db.read().await?;
        find(&mut conn, seen.workspace, id).await?
    };
    let input = json!({ "entry": run.entry, "with_later": true });
    let done = hub.act(seen, Asked::new("journal.undo", &input), clock()).await?;
    take_later_back(hub, seen, id, clock).await?; // more than one act takes along
    go_on(hub, seen, (id, Some(done.entry), clock), progress).await
}

/// Takes back the acts that built on a run, newest first and each by an act of its own.
pub(crate) async fn take_later_back(hub: &Hub, seen: &Seen, id: RunId, clock: fn() -> Time) -> Result<()> {
    let list = async || runs::list_later_acts(&mut hub.db.read().await?, seen.workspace, id).await.map_err(Error::from);
    let mut later = list().await?;
    while !later.is_empty() {
        for entry in later.iter().rev() {
            if is_undone(hub, seen, *entry).await? {
                continue; // it went with one before it
            }
            let input = json!({ "entry": entry, "with_later": true });
            match hub.act(seen, Asked::new("journal.undo", &input), clock()).await {
                // The command line and a worker may take the same run back: then the other was first.
                Err(Error::Conflict(_)) if is_undone(hub, seen, *entry).await? => {}
                done => drop(done?),
            }
        }
        let before = std::mem::replace(&mut later, list().await?);
        if later == before {
            return Err(Error::Later(later));
        }
    }
    Ok(())
}

async fn is_undone(hub: &Hub, seen: &Seen, entry: EntryId) -> Result<bool> {
    let known = journal::find(&mut hub.db.read().await?, seen, entry).await?;
    Ok(known.is_some_and(|known| known.undone_by.is_some()))
}

/// What becomes of acts that built on a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Later {
    /// They keep it from being undone.
    Refuses,
    /// They are more than one undo takes along: a worker takes them back before it.
    GoesFirst,
}

/// A run that may be taken back at all.
async fn find(conn: &mut Conn, workspace: WorkspaceId, id: RunId) -> Result<Run> {
    let run = runs::find(conn, workspace, id).await?.ok_or_else(|| Error::NotFound(format!("import run {id}")))?;
    if run.is_restore() {
        return Err(Error::Conflict(format!(
            "run {id} brought a whole workspace with its history; remove the data folder or database instead"
        )));
    }
    Ok(run)
}

/// Turns a run towards its undoing, unless acts built on it or it is undone. One that got stuck begins anew.
pub(crate) async fn begin(conn: &mut Conn, workspace: WorkspaceId, (id, later): (RunId, Later)) -> Result<()> {
    let mut run = find(conn, workspace, id).await?;
    if run.state == State::Undone {
        return Err(Error::Conflict(format!("run {id} was undone already")));
    }
    if later == Later::Refuses {
        refuse_later(conn, workspace, id).await?;
    }
    run.state = State::Undoing;
    run.failure = None;
    Ok(runs::save(conn, workspace, &run).await?)
}

pub(crate) async fn refuse_later(conn: &mut Conn, workspace: WorkspaceId, id: RunId) -> Result<()> {
    let later = runs::list_later_acts(conn, workspace, id).await?;
    if later.is_empty() { Ok(()) } else { Err(Error::Later(later)) }
}

/// The batches of an undoing that was begun. `by` is the act that asked for it; without one the
/// undoing itself is journaled.
pub(crate) async fn go_on(
    hub: &Hub,
    seen: &Seen,
    (id, by, clock): (RunId, Option<EntryId>, fn() -> Time),
    progress: &mut (dyn FnMut(i64) + Send),
) -> Result<i64> {
    let mut taken = 0;
    loop {
        let mut conn = hub.db.write().await?;
        let run = runs::find(&mut conn, seen.workspace, id).await?;
        let Some(mut run) = run.filter(|run| run.state == State::Undoing) else { return Ok(taken) };
        let count = runs::undo_batch(&mut conn, seen.workspace, id).await?;
        if count == 0 {
            finish(hub, seen, (&mut conn, &mut run), (by, clock())).await?;
            conn.commit().await?;
            hub.sealing.notify_one();
            return Ok(taken);
        }
        conn.commit().await?;
        taken += count as i64;
        progress(taken);
    }
}

async fn finish(
    hub: &Hub,
    seen: &Seen,
    (conn, run): (&mut Conn, &mut Run),
    (by, now): (Option<EntryId>, Time),
) -> Result<()> {
    // The kept topics told of messages that are gone.
    let open_since = run.started_at.plus_seconds(-OPEN_DAYS * 24 * 3600);
    for month in runs::undo_rest(conn, (seen.workspace, run, open_since), crate::index::folded).await? {
        let id = JobId(hub.mint.next(now));
        jobs::add_later(conn, (seen.workspace, id), (workers::TOPICS, &month), now).await?;
    }
    let id = JobId(hub.mint.next(now));
    jobs::add_later(conn, (seen.workspace, id), (crate::alerts::WATCH, ""), now).await?;
    // What failed for ever on the way asks for nothing any more.
    jobs::forget(conn, seen.workspace, (UNDO, &format!("{} ", run.id))).await?;
    run.state = State::Undone;
    run.failure = None;
    run.finished_at = Some(now);
    runs::save(conn, seen.workspace, run).await?;
    let by = match by {
        Some(by) => by,
        None => {
            let id = EntryId(hub.mint.next(now));
            let payload = json!({ "input": { "run": run.id } }).to_string();
            entry(hub, conn, (seen, seen.actor), (id, UNDO, run.id, Some(run.entry)), (&payload, now)).await?;
            id
        }
    };
    Ok(journal::mark_undone(conn, seen.workspace, run.entry, by).await?)
}
