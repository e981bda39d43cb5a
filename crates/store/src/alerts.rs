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
    /// In the four hours up to the end of that hour; of the mood its mean, in 1/100.
    pub messages: i64,
    /// People of each of these hours, added up: who stays for all four counts four times. Of the mood, its people.
    pub voices: i64,
    /// What `voices` usually are, in 1/100; of the mood its usual mean.
    pub expected: i64,
    /// 0…10,000.
    pub score: i64,
    /// Over-represented phrases, separated by a line feed; behind a tab, how many people used it.
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

/// Series that a person lets raise alerts though they are not measured: words of kinds, or `mood`.
pub async fn list_watched(conn: &mut Conn, workspace: WorkspaceId) -> Result<Vec<String>> {
    let rows = conn.rows(WATCHED, values![workspace]).await?;
    rows.iter().map(|row| row.get(0)).collect()
}

const WATCHED: &str = "select series from watched_series where workspace_id = $1 order by series limit 100";

/// A message as the watch hears it: who, where, and how it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    pub id: MessageId,
    /// The member who wrote it, whoever that was merged into.
    pub voice: i64,
    pub sent_at: Time,
    pub channel: ChannelId,
    pub reading: Judged,
}

/// What counts of a reading, a person's word before the machine's, and how sure it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    pub kind: i64,
    /// A person said the kind.
    pub kind_by_person: bool,
    pub is_unsure: bool,
    pub sentiment: i64,
    pub sentiment_by_person: bool,
    pub language: String,
    /// In 1/10,000.
    pub language_confidence: i64,
}

/// A message as an explanation needs it.
#[derive(Clone, Debug)]
pub struct Said {
    pub heard: Heard,
    /// The first 2,000 characters.
    pub text: String,
}

/// What the watch hears of messages, and the first `$5` characters of each.
const SAID: &str = "
    select message.id, coalesce(member.merged_into, member_link.member_id, message.identity_id), message.sent_at,
        message.channel_id,
        reading.kind, correction.kind, substr(reading.kinds, 1, 1), reading.sentiment, correction.sentiment,
        reading.language, correction.language, reading.language_confidence, substr(message.text, 1, cast($5 as int))
    from message
    join reading on reading.message_id = message.id
    left join correction
        on correction.workspace_id = message.workspace_id and correction.message_id = message.id
    left join member_link
        on member_link.workspace_id = message.workspace_id and member_link.identity_id = message.identity_id
    left join member
        on member.workspace_id = message.workspace_id
        and member.id = coalesce(member_link.member_id, message.identity_id)
    where message.workspace_id = $1 and message.id >= $2 and message.id < $3 and message.sent_at is not null
        and message.deleted = false
    order by message.id desc
    limit $4";
/// Characters of a message that an explanation reads.
const SAID_CHARS: i64 = 2_000;

/// What was heard in a time, the newest first, without its words.
pub async fn list_heard(
    conn: &mut Conn,
    workspace: WorkspaceId,
    (from, before): (MessageId, MessageId),
    limit: i64,
) -> Result<Vec<Heard>> {
    conn.rows(SAID, values![workspace, from, before, limit, 0i64]).await?.iter().map(read_heard).collect()
}

fn read_heard(row: &Row) -> Result<Heard> {
    let kind: Option<i64> = row.get(5)?;
    let sentiment: Option<i64> = row.get(8)?;
    let language: Option<String> = row.get(10)?;
    let reading = Judged {
        kind_by_person: kind.is_some(),
        is_unsure: kind.is_none() && row.get::<String>(6)? == "?",
        kind: kind.unwrap_or(row.get(4)?),
        sentiment_by_person: sentiment.is_some(),
        sentiment: sentiment.unwrap_or(row.get(7)?),
        // What a person said is sure.
        language_confidence: if language.is_some() { 10_000 } else { row.get(11)? },
        language: language.unwrap_or(row.get(9)?),
    };
    Ok(Heard {
        id: MessageId(row.get(0)?),
        voice: row.get(1)?,
        sent_at: Time(row.get(2)?),
        channel: ChannelId(row.get(3)?),
        reading,
    })
}

/// What was said in a time, the newest first.
pub async fn list_said(
    conn: &mut Conn,
    workspace: WorkspaceId,
    (from, before): (MessageId, MessageId),
    limit: i64,
) -> Result<Vec<Said>> {
    let rows = conn.rows(SAID, values![workspace, from, before, limit, SAID_CHARS]).await?;
    let said = |row: &Row| Ok(Said { heard: read_heard(row)?, text: row.get(12)? });
    rows.iter().map(said).collect()
}
