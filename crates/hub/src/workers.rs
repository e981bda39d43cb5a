//! Work that nobody waits for: sealing, snoozes that end, topics of months.

use std::time::Duration;

use model::{Month, Time};
use store::{conversations, global, jobs};
use tokio::sync::watch;
use tracing::{error, info};

use crate::acts::Asked;
use crate::{Error, Hub, Result, access, journal, report};

/// The job that finds the topics of a month.
pub const TOPICS: &str = "topics.month";

const JOB_LEASE_SECONDS: i64 = 300;
/// After a failure: this long, doubled each time.
const RETRY_SECONDS: i64 = 30;
const POLL: Duration = Duration::from_secs(5);
const RENEW_SECONDS: i64 = 600;

/// Runs until `stop` turns true: one loop serves all workspaces.
pub async fn run(hub: Hub, clock: fn() -> Time, mut stop: watch::Receiver<bool>) {
    let mut renewed = clock();
    while !*stop.borrow() {
        let now = clock();
        if now.seconds() - renewed.seconds() > RENEW_SECONDS {
            log("renewing the node lease", hub.mint.renew(&hub.db, now).await);
            renewed = now;
        }
        log("sealing the journal", journal::seal_all(&hub, now).await.map(drop));
        log("ending snoozes", end_snoozes(&hub, now).await);
        let worked = log("working a job", work_one(&hub, clock).await).unwrap_or(false);
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

/// Logs a failure once, at the edge.
fn log<T>(doing: &str, result: Result<T>) -> Option<T> {
    result.map_err(|failure| error!(%failure, "{doing} failed")).ok() // tidy(swallow): logged on the same line
}

/// Claims and does one job that is due; says whether there was one.
pub async fn work_one(hub: &Hub, clock: fn() -> Time) -> Result<bool> {
    let now = clock();
    let job = {
        let mut conn = hub.db.write().await?;
        let job = jobs::claim(&mut conn, now, now.plus_seconds(JOB_LEASE_SECONDS)).await?;
        conn.commit().await?;
        job
    };
    let Some(job) = job else { return Ok(false) };
    let done = do_job(hub, &job).await;
    let mut conn = hub.db.write().await?;
    match done {
        Ok(()) => {
            jobs::finish(&mut conn, &job).await?;
            info!(job.kind, job.input, "did a job");
        }
        Err(failure) => {
            let wait = RETRY_SECONDS << job.attempts.clamp(0, 10);
            jobs::fail(&mut conn, &job, &failure.to_string(), clock().plus_seconds(wait)).await?;
            error!(job.kind, job.input, %failure, "a job failed");
        }
    }
    conn.commit().await?;
    Ok(true)
}

async fn do_job(hub: &Hub, job: &jobs::Job) -> Result<()> {
    match job.kind.as_str() {
        TOPICS => {
            let month: Month =
                job.input.parse().map_err(|error: model::time::NotAMonth| Error::Broken(error.to_string()))?;
            report::find_topics(hub, &access::system(job.workspace), month).await
        }
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
