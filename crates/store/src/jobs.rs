//! Deferred work: written beside the change that asks for it, claimed with a lease, safe to run twice.

use model::{JobId, Seen, Time, WorkspaceId};

use crate::conn::Keep;
use crate::{Conn, Result, Row, values};

/// A claimed job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    pub workspace: WorkspaceId,
    pub id: JobId,
    pub kind: String,
    pub input: String,
    /// How often it failed so far. A worker that was killed is no failure.
    pub attempts: i64,
    /// Which claim this is: whoever holds an older one has lost the job.
    pub claim: i64,
}

const ADD: &str = "
    insert into job (workspace_id, id, kind, input, due_at, attempts, claims, leased_until)
    values ($1, $2, $3, $4, $5, 0, 0, 0)
    on conflict (workspace_id, kind, input) do update
    set due_at = case when excluded.due_at < job.due_at then excluded.due_at else job.due_at end,
        attempts = 0, claims = job.claims + 1, failure = null";

/// Asks for work at `due`; the same work asked for twice is done once.
pub async fn add_later(
    conn: &mut Conn,
    (workspace, id): (WorkspaceId, JobId),
    (kind, input): (&str, &str),
    due: Time,
) -> Result<()> {
    conn.run(ADD, values![workspace, id, kind, input, due]).await?;
    Ok(())
}

/// A job that failed this often waits for a person.
pub const ATTEMPTS_MAX: i64 = 8;

/// Which jobs a worker takes: an import may last hours, an erasure minutes, and neither must hold up the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    Any,
    Quick,
    Long,
}

impl Lane {
    const fn condition(self) -> &'static str {
        match self {
            Lane::Any => "",
            Lane::Quick => "and kind not in ('erase.person', 'import.run', 'import.undo')",
            Lane::Long => "and kind in ('erase.person', 'import.run', 'import.undo')",
        }
    }
}

const CLAIM: &str = "
    update job
    set leased_until = $2, claims = claims + 1
    where (workspace_id, id) in (
        select workspace_id, id
        from job
        where due_at <= $1 and leased_until <= $1 and attempts < $3 {lane}
        order by due_at, workspace_id, id
        limit 1
        {locking}
    )
    returning workspace_id, id, kind, input, attempts, claims";

// tidy(workspace): one worker serves all
const DUE: &str = "
    select 1 from job where due_at <= $1 and leased_until <= $1 and attempts < $2 {lane} limit 1";

/// Whether [`claim`] would find a job now; global, since workers serve all. Asking holds nobody up.
pub async fn is_due(conn: &mut Conn, lane: Lane, now: Time) -> Result<bool> {
    let sql = DUE.replace("{lane}", lane.condition());
    Ok(!conn.rows_text(sql, values![now, ATTEMPTS_MAX], Keep::Prepared).await?.is_empty())
}

/// Takes the job that is due longest, until the lease ends; global, since workers serve all.
pub async fn claim(conn: &mut Conn, lane: Lane, (now, leased_until): (Time, Time)) -> Result<Option<Job>> {
    let sql = CLAIM.replace("{locking}", crate::dialect::skip_locked(conn)).replace("{lane}", lane.condition());
    let rows = conn.rows_text(sql, values![now, leased_until, ATTEMPTS_MAX], Keep::Prepared).await?;
    rows.first().map(read).transpose()
}

fn read(row: &Row) -> Result<Job> {
    Ok(Job {
        workspace: WorkspaceId(row.get(0)?),
        id: JobId(row.get(1)?),
        kind: row.get(2)?,
        input: row.get(3)?,
        attempts: row.get(4)?,
        claim: row.get(5)?,
    })
}

const RENEW: &str = "
    update job set leased_until = $4 where workspace_id = $1 and id = $2 and claims = $3";

/// Holds a job longer; `false` when another worker has taken it meanwhile.
pub async fn renew(conn: &mut Conn, job: &Job, leased_until: Time) -> Result<bool> {
    Ok(conn.run(RENEW, values![job.workspace, job.id, job.claim, leased_until]).await? == 1)
}

const GIVE_BACK: &str = "
    update job
    set leased_until = 0, due_at = case when due_at < $4 then $4 else due_at end
    where workspace_id = $1 and id = $2 and claims = $3";

/// Leaves a job that was not done to whoever comes from `due` on, as if it had not been begun.
pub async fn give_back(conn: &mut Conn, job: &Job, due: Time) -> Result<()> {
    conn.run(GIVE_BACK, values![job.workspace, job.id, job.claim, due]).await?;
    Ok(())
}

const DONE: &str = "delete from job where workspace_id = $1 and id = $2 and claims = $3";

/// Forgets a job that is done. One asked for again meanwhile stays.
pub async fn finish(conn: &mut Conn, job: &Job) -> Result<()> {
    conn.run(DONE, values![job.workspace, job.id, job.claim]).await?;
    Ok(())
}

const FAIL: &str = "
    update job
    set failure = $4, due_at = $5, leased_until = 0, attempts = attempts + 1
    where workspace_id = $1 and id = $2 and claims = $3";

/// Notes why a job failed and when it is tried again. One asked for again meanwhile begins anew.
pub async fn fail(conn: &mut Conn, job: &Job, failure: &str, again: Time) -> Result<()> {
    conn.run(FAIL, values![job.workspace, job.id, job.claim, failure, again]).await?;
    Ok(())
}

const FORGET: &str = "
    delete from job where workspace_id = $1 and kind = $2 and substr(input, 1, length(cast($3 as text))) = $3";

/// Forgets all work of a kind whose input begins so, also what waits for a person.
pub async fn forget(conn: &mut Conn, workspace: WorkspaceId, (kind, begins): (&str, &str)) -> Result<()> {
    conn.run(FORGET, values![workspace, kind, begins]).await?;
    Ok(())
}

const FIND: &str = "
    select workspace_id, id, kind, input, attempts, claims
    from job
    where workspace_id = $1 and kind = $2 and input = $3
    limit 1";

/// The job that waits for this work, if one does.
pub async fn find(conn: &mut Conn, workspace: WorkspaceId, (kind, input): (&str, &str)) -> Result<Option<Job>> {
    conn.find(FIND, values![workspace, kind, input]).await?.as_ref().map(read).transpose()
}

/// A job that waits, for the operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub id: JobId,
    pub kind: String,
    pub input: String,
    pub due_at: Time,
    pub attempts: i64,
    pub failure: Option<String>,
}

const LIST: &str = "
    select id, kind, input, due_at, attempts, failure
    from job
    where workspace_id = $1
    order by due_at, id
    limit 200";

/// What waits to be done in a workspace.
pub async fn list(conn: &mut Conn, seen: &Seen) -> Result<Vec<Waiting>> {
    let rows = conn.rows(LIST, values![seen.workspace]).await?;
    rows.iter()
        .map(|row| {
            Ok(Waiting {
                id: JobId(row.get(0)?),
                kind: row.get(1)?,
                input: row.get(2)?,
                due_at: Time(row.get(3)?),
                attempts: row.get(4)?,
                failure: row.get(5)?,
            })
        })
        .collect()
}
