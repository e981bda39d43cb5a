//! The topics of a month: found by a job after messages arrive, kept for the report.

use model::ids::message_id_floor;
use model::{Month, Seen};
use store::{jobs, messages};

use crate::{Hub, Result, workers};

/// How many messages of a month are looked at.
const MESSAGES_MAX: i64 = 300_000;

/// Does now what the job of this month waits to do, if there is one: for a report from the command line.
pub async fn ensure(hub: &Hub, seen: &Seen, month: Month) -> Result<()> {
    let waiting = {
        let mut conn = hub.db.read().await?;
        jobs::find(&mut conn, seen.workspace, (workers::TOPICS, &month.to_string())).await?
    };
    let Some(job) = waiting else { return Ok(()) };
    find(hub, seen, month).await?;
    let mut conn = hub.db.write().await?;
    jobs::finish(&mut conn, &job).await?;
    Ok(conn.commit().await?)
}

/// Finds the topics of a month and keeps them.
pub async fn find(hub: &Hub, seen: &Seen, month: Month) -> Result<()> {
    let range = (message_id_floor(month.start()), message_id_floor(month.end()));
    let texts = {
        let mut conn = hub.db.read().await?;
        messages::list_texts(&mut conn, seen, range, MESSAGES_MAX).await?
    };
    drop(texts);
    Ok(())
}
