//! Work that nobody waits for: sealing, snoozes that end, topics of months, imports.

use std::collections::BTreeSet;
use std::time::Duration;

use model::{Month, Time};
use store::jobs::Lane;
use store::{conversations, global, jobs, runs};
use tokio::sync::watch;
use tracing::{error, info};

use crate::acts::Asked;
use crate::{Error, Hub, Result, access, alerts, erase, import, journal, report, topics};

/// The job that finds the topics of a month.
pub const TOPICS: &str = "topics.month";

const JOB_LEASE_SECONDS: i64 = 300;
/// A long job is held again and again, so that after a crash another start goes on within a minute.
const LONG_LEASE_SECONDS: i64 = 60;
const HOLD_EVERY: Duration = Duration::from_secs(20);
/// After a failure: this long, doubled each time.
const RETRY_SECONDS: i64 = 30;
const POLL: Duration = Duration::from_secs(5);
const RENEW_SECONDS: i64 = 600;

/// Runs until `stop` turns true: one loop serves all workspaces, and another does what lasts long.
pub async fn run(hub: Hub, clock: fn() -> Time, stop: watch::Receiver<bool>) {
    log("clearing the folder for files", sweep(&hub, clock()).await);
    tokio::join!(quick(&hub, clock, stop.clone()), long(&hub, clock, stop));
}

async fn quick(hub: &Hub, clock: fn() -> Time, mut stop: watch::Receiver<bool>) {
    let mut renewed = clock();
    while !*stop.borrow() {
        let now = clock();
        if now.seconds() - renewed.seconds() > RENEW_SECONDS {
            log("renewing the node lease", hub.mint.renew(&hub.db, now).await);
            log("clearing the folder for files", sweep(hub, now).await);
            renewed = now;
        }
        log("sealing the journal", journal::seal_all(hub, now).await.map(drop));
        log("ending snoozes", end_snoozes(hub, now).await);
        let worked = log("working a job", work(hub, Lane::Quick, clock).await).unwrap_or(false);
        if worked {
            continue;
        }
        tokio::select! {
            _ = stop.changed() => {}
            () = hub.sealing.notified() => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
}

/// One long job after the other. A stop cuts it off between two batches; it goes on after the start.
async fn long(hub: &Hub, clock: fn() -> Time, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let Some(job) = log("claiming an import", claim(hub, Lane::Long, clock()).await).flatten() else {
            tokio::select! {
                _ = stop.changed() => {}
                () = hub.importing.notified() => {}
                () = tokio::time::sleep(POLL) => {}
            }
            continue;
        };
        tokio::select! {
            _ = stop.changed() => log("giving an import back", give_back(hub, &job, clock()).await),
            held = hold(hub, &job, clock) => log("holding an import", held),
            done = do_job(hub, &job, clock) => log("working an import", settle(hub, &job, (done, clock())).await),
        };
    }
}

/// Renews the lease for as long as the job lasts; ends when another worker took it.
async fn hold(hub: &Hub, job: &jobs::Job, clock: fn() -> Time) -> Result<()> {
    loop {
        tokio::time::sleep(HOLD_EVERY).await;
        let mut conn = hub.db.write_patiently().await?;
        let held = jobs::renew(&mut conn, job, clock().plus_seconds(LONG_LEASE_SECONDS)).await?;
        conn.commit().await?;
        if !held {
            return Err(Error::Broken(format!("another worker took the job {}", job.id)));
        }
    }
}

async fn give_back(hub: &Hub, job: &jobs::Job, due: Time) -> Result<()> {
    let mut conn = hub.db.write().await?;
    jobs::give_back(&mut conn, job, due).await?;
    Ok(conn.commit().await?)
}

/// Removes files that nobody waits for.
async fn sweep(hub: &Hub, now: Time) -> Result<()> {
    let Ok(spool) = hub.spool() else { return Ok(()) };
    let mut kept = BTreeSet::new();
    let mut conn = hub.db.read().await?;
    for workspace in global::workspaces(&mut conn).await? {
        for run in runs::list_unfinished(&mut conn, workspace.id).await? {
            kept.extend(import::later::file_of(&run).map(|file| (workspace.id, file)));
        }
    }
    match spool.sweep(&kept, now)? {
        0 => {}
        gone => info!(gone, "removed files that nobody waits for"),
    }
    Ok(())
}

/// Logs a failure once, at the edge.
fn log<T>(doing: &str, result: Result<T>) -> Option<T> {
    result.map_err(|failure| error!(%failure, "{doing} failed")).ok() // tidy(swallow): logged on the same line
}

/// Claims and does one job that is due; says whether there was one.
pub async fn work_one(hub: &Hub, clock: fn() -> Time) -> Result<bool> {
    work(hub, Lane::Any, clock).await
}

async fn work(hub: &Hub, lane: Lane, clock: fn() -> Time) -> Result<bool> {
    let Some(job) = claim(hub, lane, clock()).await? else { return Ok(false) };
    let done = do_job(hub, &job, clock).await;
    settle(hub, &job, (done, clock())).await?;
    Ok(true)
}

async fn claim(hub: &Hub, lane: Lane, now: Time) -> Result<Option<jobs::Job>> {
    let lease = if lane == Lane::Long { LONG_LEASE_SECONDS } else { JOB_LEASE_SECONDS };
    // Looks first, so that nobody who writes is held up while there is nothing to do.
    if !jobs::is_due(&mut hub.db.read().await?, lane, now).await? {
        return Ok(None);
    }
    let mut conn = hub.db.write_patiently().await?;
    let job = jobs::claim(&mut conn, lane, (now, now.plus_seconds(lease))).await?;
    conn.commit().await?;
    Ok(job)
}

/// Forgets a job that is done, gives back what cannot be done yet, or notes why it failed.
async fn settle(hub: &Hub, job: &jobs::Job, (done, now): (Result<()>, Time)) -> Result<()> {
    if let Err(failure) = &done
        && !matches!(failure, Error::NotYet(_))
        && job.attempts + 1 >= jobs::ATTEMPTS_MAX
        && [import::RUN, import::UNDO].contains(&job.kind.as_str())
    {
        import::later::give_up(hub, job, (failure.to_string(), now)).await?;
    }
    let mut conn = hub.db.write_patiently().await?;
    match done {
        Ok(()) => {
            jobs::finish(&mut conn, job).await?;
            info!(job.kind, job.input, "did a job");
        }
        Err(Error::NotYet(why)) => {
            jobs::give_back(&mut conn, job, now.plus_seconds(RETRY_SECONDS)).await?;
            info!(job.kind, job.input, why, "a job waits");
        }
        Err(failure) => {
            let wait = RETRY_SECONDS << job.attempts.clamp(0, 10);
            jobs::fail(&mut conn, job, &failure.to_string(), now.plus_seconds(wait)).await?;
            error!(job.kind, job.input, %failure, "a job failed");
        }
    }
    Ok(conn.commit().await?)
}

async fn do_job(hub: &Hub, job: &jobs::Job, clock: fn() -> Time) -> Result<()> {
    let seen = access::system(job.workspace);
    match job.kind.as_str() {
        TOPICS => {
            let month: Month =
                job.input.parse().map_err(|error: model::time::NotAMonth| Error::Broken(error.to_string()))?;
            report::find_topics(hub, &seen, month).await?;
            topics::learn(hub, &seen, month).await
        }
        erase::CLEAN => erase::clean(hub).await,
        erase::PERSON => erase::work(hub, &seen, (job, clock())).await,
        alerts::WATCH => alerts::watch(hub, &seen, clock()).await,
        import::RUN => {
            let run = job.input.parse().map_err(|error: model::ids::NotAnId| Error::Broken(error.to_string()))?;
            import::later::bring_in(hub, &seen, run, clock).await
        }
        import::UNDO => import::later::take_back(hub, &seen, &job.input, clock).await,
        other => Err(Error::Broken(format!("no job is called `{other}`; this program is older than its database"))),
    }
}

async fn end_snoozes(hub: &Hub, now: Time) -> Result<()> {
    let workspaces = {
        let mut conn = hub.db.read().await?;
        global::workspaces(&mut conn).await?
    };
    for workspace in workspaces {
        let seen = access::system(workspace.id);
        let due = {
            let mut conn = hub.db.read().await?;
            conversations::list_due(&mut conn, &seen, now).await?
        };
        for id in due {
            let input = serde_json::json!({ "conversation": id });
            hub.act(&seen, Asked::new("conversation.reopen", &input), now).await?;
        }
    }
    Ok(())
}
