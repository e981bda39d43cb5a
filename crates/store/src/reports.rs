//! What the monthly report counts: all from kept counts and conversation rows, never the archive.

use std::collections::BTreeMap;

use model::{Seen, Time};

use crate::{Conn, Result, values};

/// Messages of an hour in a channel, of a kind, in a language, read by a version of the text engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HourRow {
    pub hour: i64,
    pub channel_id: i64,
    pub kind: i64,
    pub language: String,
    pub model: String,
    pub messages: i64,
    pub sentiment_sum: i64,
}

const HOURS: &str = "
    select hour, channel_id, kind, language, model, messages, sentiment_sum
    from hour_count
    where workspace_id = $1 and hour >= $2 and hour < $3
    order by hour, channel_id, kind, language, model
    limit 5000000";

/// The kept counts of a span of time.
pub async fn list_hours(conn: &mut Conn, seen: &Seen, (from, before): (Time, Time)) -> Result<Vec<HourRow>> {
    let rows = conn.rows(HOURS, values![seen.workspace, from.hour(), before.hour()]).await?;
    rows.iter()
        .map(|row| {
            Ok(HourRow {
                hour: row.get(0)?,
                channel_id: row.get(1)?,
                kind: row.get(2)?,
                language: row.get(3)?,
                model: row.get(4)?,
                messages: row.get(5)?,
                sentiment_sum: row.get(6)?,
            })
        })
        .collect()
}

const VOICES: &str = "
    select identity_day.identity_id, cast(sum(identity_day.messages) as bigint), identity.first_at
    from identity_day
    join identity
        on identity.workspace_id = identity_day.workspace_id and identity.id = identity_day.identity_id
    where identity_day.workspace_id = $1 and identity_day.day >= $2 and identity_day.day < $3
    group by identity_day.identity_id, identity.first_at
    order by identity_day.identity_id
    limit 5000000";

/// An identity heard in a span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voice {
    pub identity: i64,
    pub messages: i64,
    pub first_at: Option<i64>,
}

/// Who wrote in a span of whole days, and how much.
pub async fn list_voices(conn: &mut Conn, seen: &Seen, (from, before): (Time, Time)) -> Result<Vec<Voice>> {
    let rows = conn.rows(VOICES, values![seen.workspace, from.day(), before.day()]).await?;
    rows.iter().map(|row| Ok(Voice { identity: row.get(0)?, messages: row.get(1)?, first_at: row.get(2)? })).collect()
}

/// A conversation's beginning, as far as response times need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    pub conversation: i64,
    pub started_at: i64,
    pub started_by: i64,
    pub first_other_at: Option<i64>,
    pub first_other_by: Option<i64>,
}

const STARTS: &str = "
    select id, started_at, started_by, first_other_at, first_other_by
    from conversation
    where workspace_id = $1 and started_at >= $2 and started_at < $3 and merged_into is null
    order by started_at, id
    limit 5000000";

/// Conversations that started in a span of time.
pub async fn list_starts(conn: &mut Conn, seen: &Seen, (from, before): (Time, Time)) -> Result<Vec<Start>> {
    let rows = conn.rows(STARTS, values![seen.workspace, from, before]).await?;
    rows.iter()
        .map(|row| {
            Ok(Start {
                conversation: row.get(0)?,
                started_at: row.get(1)?,
                started_by: row.get(2)?,
                first_other_at: row.get(3)?,
                first_other_by: row.get(4)?,
            })
        })
        .collect()
}

const AUTHORS: &str = "
    select message.identity_id, message.sent_at
    from message
    where message.workspace_id = $1 and message.sent_at is not null
        and message.conversation_id in (
            select conversation.id
            from conversation
            where conversation.workspace_id = $1 and (conversation.id = $2 or conversation.merged_into = $2)
        )
    order by message.sent_at, length(message.native_id) nulls last, message.native_id nulls last, message.id
    limit 1000000";

/// Who wrote in a conversation and when, in the order of time.
pub async fn list_authors(conn: &mut Conn, seen: &Seen, conversation: i64) -> Result<Vec<(i64, i64)>> {
    let rows = conn.rows(AUTHORS, values![seen.workspace, conversation]).await?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

const FIRSTS: &str = "
    select id, first_at from identity where workspace_id = $1 and id in ({list}) and first_at is not null";

/// When identities first wrote.
pub async fn list_firsts(conn: &mut Conn, seen: &Seen, identities: &[i64]) -> Result<BTreeMap<i64, i64>> {
    let list = identities.iter().map(|id| (*id).into()).collect();
    let rows = conn.rows_in(FIRSTS, values![seen.workspace], list).await?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}
