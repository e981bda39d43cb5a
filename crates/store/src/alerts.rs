//! Alerts: when much more or less was said than usual, kept once per series and hour.

use model::{AlertId, ChannelId, MessageId, Seen, Time, WorkspaceId};

use crate::{Conn, Result, Row, values};

/// One alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    pub id: AlertId,
    /// `channel:ID`, `kind:NUMBER` or `mood`.
    pub series: String,
    /// The beginning of the hour that raised it.
    pub at: Time,
    /// `up` or `down`.
    pub direction: String,
    /// In the four hours up to the end of that hour; expected in 1/100.
    pub messages: i64,
    pub voices: i64,
    pub expected: i64,
    /// 0…10,000.
    pub score: i64,
    /// Over-represented phrases, separated by a line feed.
    pub phrases: String,
    /// The first message with one of them; 0 when there is none.
    pub first: MessageId,
    /// Messages that show them best.
    pub top: Vec<MessageId>,
}

const ADD: &str = "
    insert into alert (
        workspace_id, id, series, at, direction, messages, voices, expected, score, phrases, first_id, top_ids,
        dismissed, version
    )
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, 0)
    on conflict (workspace_id, series, at) do nothing";

/// Keeps an alert; one of the same series and hour is kept once.
pub async fn add(conn: &mut Conn, workspace: WorkspaceId, alert: &Alert) -> Result<()> {
    let top: Vec<String> = alert.top.iter().map(ToString::to_string).collect();
    let mut bound = values![workspace, alert.id, alert.series.as_str(), alert.at, alert.direction.as_str()];
    bound.extend(values![alert.messages, alert.voices, alert.expected, alert.score, alert.phrases.as_str()]);
    bound.extend(values![alert.first, top.join(" ")]);
    conn.run(ADD, bound).await?;
    Ok(())
}

const OPEN: &str = "
    select id, series, at, direction, messages, voices, expected, score, phrases, first_id, top_ids
    from alert
    where workspace_id = $1 and dismissed = 0 and at >= $2
    order by at desc, id desc
    limit $3";

/// Alerts since a moment that nobody has dismissed, the newest first.
pub async fn list_open(conn: &mut Conn, seen: &Seen, since: Time, limit: i64) -> Result<Vec<Alert>> {
    conn.rows(OPEN, values![seen.workspace, since, limit]).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Alert> {
    let top: String = row.get(10)?;
    Ok(Alert {
        id: AlertId(row.get(0)?),
        series: row.get(1)?,
        at: Time(row.get(2)?),
        direction: row.get(3)?,
        messages: row.get(4)?,
        voices: row.get(5)?,
        expected: row.get(6)?,
        score: row.get(7)?,
        phrases: row.get(8)?,
        first: MessageId(row.get(9)?),
        top: top.split(' ').filter_map(|id| id.parse().ok()).collect(), // tidy(swallow): we wrote them, and none is nothing to show
    })
}

const KNOWN: &str = "
    select series, at from alert where workspace_id = $1 and at >= $2 order by series, at limit 10000";

/// Series and hours that have an alert since a moment.
pub async fn list_known(conn: &mut Conn, workspace: WorkspaceId, since: Time) -> Result<Vec<(String, Time)>> {
    let rows = conn.rows(KNOWN, values![workspace, since]).await?;
    rows.iter().map(|row| Ok((row.get(0)?, Time(row.get(1)?)))).collect()
}

const DROP_UNTOUCHED: &str = "delete from alert where workspace_id = $1 and version = 0";

/// Forgets alerts that nobody decided about: they may tell of messages that are gone.
pub(crate) async fn forget(conn: &mut Conn, workspace: WorkspaceId) -> Result<()> {
    conn.run(DROP_UNTOUCHED, values![workspace]).await?;
    Ok(())
}

const HOURS: &str = "
    select hour, channel_id, kind, cast(sum(messages) as bigint)
    from hour_count
    where workspace_id = $1 and hour >= $2 and hour < $3
    group by hour, channel_id, kind
    order by hour, channel_id, kind
    limit 2000000";

/// Messages an hour, channel and kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HourKind {
    pub hour: i64,
    pub channel: ChannelId,
    pub kind: i64,
    pub messages: i64,
}

/// Counts of hours in the order of time.
pub async fn list_hours(conn: &mut Conn, workspace: WorkspaceId, (from, before): (i64, i64)) -> Result<Vec<HourKind>> {
    let rows = conn.rows(HOURS, values![workspace, from, before]).await?;
    let hour = |row: &Row| {
        Ok(HourKind { hour: row.get(0)?, channel: ChannelId(row.get(1)?), kind: row.get(2)?, messages: row.get(3)? })
    };
    rows.iter().map(hour).collect()
}

/// A message as an explanation needs it.
#[derive(Clone, Debug)]
pub struct Said {
    pub id: MessageId,
    pub author: i64,
    pub sent_at: Time,
    pub channel: ChannelId,
    pub kind: i64,
    pub sentiment: i64,
    /// The first 2,000 characters.
    pub text: String,
}

const SAID: &str = "
    select message.id, message.identity_id, message.sent_at, message.channel_id, reading.kind, reading.sentiment,
        substr(message.text, 1, 2000)
    from message
    join reading on reading.message_id = message.id
    where message.workspace_id = $1 and message.id >= $2 and message.id < $3 and message.sent_at is not null
        and message.deleted = false
    order by message.id desc
    limit $4";

/// What was said in a time, the newest first.
pub async fn list_said(
    conn: &mut Conn,
    workspace: WorkspaceId,
    (from, before): (MessageId, MessageId),
    limit: i64,
) -> Result<Vec<Said>> {
    let rows = conn.rows(SAID, values![workspace, from, before, limit]).await?;
    let said = |row: &Row| {
        Ok(Said {
            id: MessageId(row.get(0)?),
            author: row.get(1)?,
            sent_at: Time(row.get(2)?),
            channel: ChannelId(row.get(3)?),
            kind: row.get(4)?,
            sentiment: row.get(5)?,
            text: row.get(6)?,
        })
    };
    rows.iter().map(said).collect()
}
