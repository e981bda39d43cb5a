//! What follows from the rows of a workspace that came back: counted and computed anew in steps.

use std::collections::HashMap;

use model::{ConversationId, EntryId, IdentityId, MessageId, WorkspaceId};
use serde_json::{Map, Value as Json};

use crate::{Conn, Result, aggregates, journal, values};

const CONVERSATIONS: &str = "
    select id from conversation where workspace_id = $1 and id > $2 order by id limit $3";
const IDENTITIES: &str = "select id from identity where workspace_id = $1 and id > $2 order by id limit $3";

/// Recounts the next conversations after `after` and says where it came to; `None` at the end.
pub async fn conversations(
    conn: &mut Conn,
    workspace: WorkspaceId,
    after: ConversationId,
    limit: i64,
) -> Result<Option<ConversationId>> {
    let mut last = None;
    for row in conn.rows(CONVERSATIONS, values![workspace, after, limit]).await? {
        let id = ConversationId(row.get(0)?);
        aggregates::recount(conn, workspace, id).await?;
        last = Some(id);
    }
    Ok(last)
}

/// Recounts the next identities after `after` and says where it came to; `None` at the end.
pub async fn identities(
    conn: &mut Conn,
    workspace: WorkspaceId,
    after: IdentityId,
    limit: i64,
) -> Result<Option<IdentityId>> {
    let rows = conn.rows(IDENTITIES, values![workspace, after, limit]).await?;
    let ids: Vec<IdentityId> = rows.iter().map(|row| row.get(0).map(IdentityId)).collect::<Result<_>>()?;
    aggregates::recount_identities(conn, workspace, &ids).await?;
    Ok(ids.last().copied())
}

/// Notes what journal lines are about, as their entries say.
pub async fn subjects(conn: &mut Conn, workspace: WorkspaceId, lines: &[Map<String, Json>]) -> Result<()> {
    for line in lines {
        let word = |field: &str| line.get(field).and_then(Json::as_str).unwrap_or("");
        let Ok(entry) = word("entry").parse::<EntryId>() else { continue };
        let subjects: Vec<String> =
            word("subjects").split(' ').filter(|subject| !subject.is_empty()).map(str::to_owned).collect();
        journal::add_subjects(conn, (workspace, entry), &subjects).await?;
    }
    Ok(())
}

const CORRECTED: &str = "
    select message_id, kind, language from correction where workspace_id = $1 and message_id in ({list})";

/// The kind and the language that people gave messages.
pub async fn corrected(
    conn: &mut Conn,
    workspace: WorkspaceId,
    ids: &[MessageId],
) -> Result<HashMap<i64, (Option<i64>, Option<String>)>> {
    let list = ids.iter().map(|id| (*id).into()).collect();
    let rows = conn.rows_in(CORRECTED, values![workspace], list).await?;
    rows.iter().map(|row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?)))).collect()
}

const MONTHS: &str = "
    select distinct day
    from identity_day
    where workspace_id = $1
    order by day
    limit 100000";
const WITH_TOPICS: &str = "select distinct month from topic_month where workspace_id = $1 order by month limit 100000";

/// Days on which somebody wrote, counted from 1970, and the months whose topics are known.
pub async fn days_and_topics(conn: &mut Conn, workspace: WorkspaceId) -> Result<(Vec<i64>, Vec<String>)> {
    let days = conn.rows(MONTHS, values![workspace]).await?;
    let months = conn.rows(WITH_TOPICS, values![workspace]).await?;
    Ok((
        days.iter().map(|row| row.get(0)).collect::<Result<_>>()?,
        months.iter().map(|row| row.get(0)).collect::<Result<_>>()?,
    ))
}
