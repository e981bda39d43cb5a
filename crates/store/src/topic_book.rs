//! Topics over time: which messages belong to each, how many a day, and what people decided about them.

use std::collections::{BTreeMap, HashSet};

use model::{ConversationId, MessageId, Seen, Time, TopicId, WorkspaceId};

use crate::{Conn, Error, Result, Row, Value, values};

/// Messages that fit no topic.
pub const NONE: TopicId = TopicId(-1);

/// A topic as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    pub id: TopicId,
    pub name: String,
    /// Whether a person named it.
    pub is_named: bool,
    pub is_pinned: bool,
    pub merged_into: Option<TopicId>,
    /// Separated by a line feed.
    pub keywords: String,
    /// A typical message.
    pub example: MessageId,
}

const TOPICS: &str = "
    select id, name, named, pinned, merged_into, keywords, example_id
    from topic
    where workspace_id = $1
        and (
            pinned <> 0
            or named <> 0
            or merged_into is not null
            or id in (select merged_into from topic where workspace_id = $1 and merged_into is not null)
            or exists (
                select 1
                from topic_message
                where topic_message.workspace_id = topic.workspace_id and topic_message.topic_id = topic.id
            )
        )
    order by id desc
    limit 2000";

/// The topics of a workspace that have messages or that people decided about, merged ones too, in
/// the order of their numbers; of more than 2,000 the newest.
pub async fn list(conn: &mut Conn, workspace: WorkspaceId) -> Result<Vec<Topic>> {
    conn.rows(TOPICS, values![workspace]).await?.iter().rev().map(read).collect()
}

fn read(row: &Row) -> Result<Topic> {
    Ok(Topic {
        id: TopicId(row.get(0)?),
        name: row.get(1)?,
        is_named: row.get::<i64>(2)? != 0,
        is_pinned: row.get::<i64>(3)? != 0,
        merged_into: row.get::<Option<i64>>(4)?.map(TopicId),
        keywords: row.get(5)?,
        example: MessageId(row.get(6)?),
    })
}

const BOOK: &str = "select book, version from topic_book where workspace_id = $1 limit 1";

/// What the topics have learned, and its version; `None` before the first job.
pub async fn find_book(conn: &mut Conn, workspace: WorkspaceId) -> Result<Option<(Vec<u8>, i64)>> {
    let row = conn.find(BOOK, values![workspace]).await?;
    row.map(|row| Ok((row.get(0)?, row.get(1)?))).transpose()
}

const ADD_BOOK: &str = "
    insert into topic_book (workspace_id, book, version)
    values ($1, $2, 1)
    on conflict (workspace_id) do nothing";
const SAVE_BOOK: &str = "
    update topic_book set book = $2, version = version + 1 where workspace_id = $1 and version = $3";

/// What a job found.
pub struct Learned {
    pub book: Vec<u8>,
    /// The version that the job began with; `None` for a first book.
    pub version: Option<i64>,
    /// Topics that are new since.
    pub found: Vec<Topic>,
    /// Messages with their topic.
    pub joined: Vec<(MessageId, TopicId)>,
}

const ADD_TOPIC: &str = "
    insert into topic (workspace_id, id, name, named, pinned, merged_into, keywords, example_id, version)
    values {rows}
    on conflict (workspace_id, id) do nothing";
const JOIN: &str = "
    insert into topic_message (workspace_id, message_id, topic_id)
    values {rows}
    on conflict (workspace_id, message_id) do update set topic_id = excluded.topic_id";

const STANDING: &str = "select id from message where workspace_id = $1 and deleted = false and id in ({list})";

/// Writes what a job found; refused when another job has learned or messages went meanwhile. Messages
/// that are gone are left out.
pub async fn learn(conn: &mut Conn, workspace: WorkspaceId, mut learned: Learned) -> Result<()> {
    if !learned.joined.is_empty() {
        // An undoing holds it too: no message goes between the look and the writing.
        crate::dialect::lock_ingest(conn, workspace.0).await?;
    }
    let written = match learned.version {
        None => conn.run(ADD_BOOK, values![workspace, learned.book]).await?,
        Some(version) => conn.run(SAVE_BOOK, values![workspace, learned.book, version]).await?,
    };
    if written != 1 {
        return Err(Error::Changed("the book of topics".to_owned()));
    }
    let list = learned.joined.iter().map(|(message, _)| (*message).into()).collect();
    let rows = conn.rows_in(STANDING, values![workspace], list).await?;
    let standing: HashSet<i64> = rows.iter().map(|row| row.get(0)).collect::<Result<_>>()?;
    learned.joined.retain(|(message, _)| standing.contains(&message.0));
    let mut rows: Vec<Value> = Vec::with_capacity(learned.found.len() * 9);
    for topic in &learned.found {
        rows.extend(values![workspace, topic.id, topic.name.as_str(), 0i64, 0i64, topic.merged_into]);
        rows.extend(values![topic.keywords.as_str(), topic.example, 0i64]);
    }
    conn.run_many(ADD_TOPIC, 9, rows).await?;
    let mut rows: Vec<Value> = Vec::with_capacity(learned.joined.len() * 3);
    for (message, topic) in &learned.joined {
        rows.extend(values![workspace, *message, *topic]);
    }
    conn.run_many(JOIN, 3, rows).await?;
    count(conn, workspace, (&learned.joined, 1)).await
}

const COUNT: &str = "
    insert into topic_day (workspace_id, day, topic_id, messages)
    values {rows}
    on conflict (workspace_id, day, topic_id) do update set messages = topic_day.messages + excluded.messages";

const DROP_EMPTY: &str = "
    delete from topic_day where workspace_id = $1 and day >= $2 and day <= $3 and messages <= 0";

/// Counts messages a day; those of no topic are not counted. A message's id holds its time.
async fn count(conn: &mut Conn, workspace: WorkspaceId, (joined, sign): (&[(MessageId, TopicId)], i64)) -> Result<()> {
    let mut days: BTreeMap<(i64, TopicId), i64> = BTreeMap::new();
    for (message, topic) in joined.iter().filter(|(_, topic)| *topic != NONE) {
        *days.entry((model::ids::message_time(*message).day(), *topic)).or_default() += sign;
    }
    let (Some(first), Some(last)) = (days.keys().next(), days.keys().next_back()) else { return Ok(()) };
    let (first, last) = (first.0, last.0);
    let mut rows: Vec<Value> = Vec::with_capacity(days.len() * 4);
    for ((day, topic), messages) in days {
        rows.extend(values![workspace, day, topic, messages]);
    }
    conn.run_many(COUNT, 4, rows).await?;
    if sign < 0 {
        conn.run(DROP_EMPTY, values![workspace, first, last]).await?;
    }
    Ok(())
}

const FRESH: &str = "
    select message.id, substr(message.text, 1, 2000)
    from message
    where message.workspace_id = $1 and message.id >= $2 and message.id < $3 and message.sent_at is not null
        and message.deleted = false
        and not exists (
            select 1
            from topic_message
            where topic_message.workspace_id = message.workspace_id and topic_message.message_id = message.id
        )
    order by message.id desc
    limit $4";

/// Messages that were not looked at yet, the newest first, with the first 2,000 characters of their texts.
pub async fn list_fresh(
    conn: &mut Conn,
    workspace: WorkspaceId,
    (from, before): (MessageId, MessageId),
    limit: i64,
) -> Result<Vec<(MessageId, String)>> {
    read_texts(&conn.rows(FRESH, values![workspace, from, before, limit]).await?)
}

const LEFT: &str = "
    select message.id, substr(message.text, 1, 2000)
    from topic_message
    join message on message.id = topic_message.message_id
    where topic_message.workspace_id = $1 and topic_message.topic_id = -1 and topic_message.message_id >= $2
        and topic_message.message_id < $3
    order by topic_message.message_id desc
    limit $4";

/// Messages that fit no topic so far, the newest first: others like them may have come.
pub async fn list_left(
    conn: &mut Conn,
    workspace: WorkspaceId,
    (from, before): (MessageId, MessageId),
    limit: i64,
) -> Result<Vec<(MessageId, String)>> {
    read_texts(&conn.rows(LEFT, values![workspace, from, before, limit]).await?)
}

fn read_texts(rows: &[Row]) -> Result<Vec<(MessageId, String)>> {
    rows.iter().map(|row| Ok((MessageId(row.get(0)?), row.get(1)?))).collect()
}

const JOINED: &str = "
    select message_id, topic_id from topic_message where workspace_id = $1 and message_id in ({list})";
const LEAVE: &str = "delete from topic_message where workspace_id = $1 and message_id in ({list})";

const STEP: &str = "update topic_book set version = version + 1 where workspace_id = $1";

/// Forgets messages that go. Who sorted them meanwhile begins anew.
pub(crate) async fn forget(conn: &mut Conn, workspace: WorkspaceId, messages: &[i64]) -> Result<()> {
    conn.run(STEP, values![workspace]).await?;
    let list = || messages.iter().map(|id| (*id).into()).collect::<Vec<Value>>();
    let rows = conn.rows_in(JOINED, values![workspace], list()).await?;
    let joined: Vec<(MessageId, TopicId)> =
        rows.iter().map(|row| Ok((MessageId(row.get(0)?), TopicId(row.get(1)?)))).collect::<Result<_>>()?;
    if joined.is_empty() {
        return Ok(());
    }
    count(conn, workspace, (&joined, -1)).await?;
    conn.run_in(LEAVE, values![workspace], list()).await?;
    Ok(())
}

const LAST_DAY: &str = "
    select coalesce(max(day), -1) from topic_day where workspace_id = $1 and messages > 0 and day <= $2";

/// The newest day up to `today` with a message of a topic, counted from 1970; -1 when there is none.
/// A clock that ran ahead must not hide what is said now.
pub async fn find_last_day(conn: &mut Conn, seen: &Seen, today: i64) -> Result<i64> {
    conn.number(LAST_DAY, values![seen.workspace, today]).await
}

const DAYS: &str = "
    select day, topic_id, messages
    from topic_day
    where workspace_id = $1 and day >= $2 and day < $3 and messages > 0
    order by day, topic_id
    limit 200000";

/// Messages a day and topic.
pub async fn list_days(conn: &mut Conn, seen: &Seen, (from, before): (i64, i64)) -> Result<Vec<(i64, TopicId, i64)>> {
    let rows = conn.rows(DAYS, values![seen.workspace, from, before]).await?;
    rows.iter().map(|row| Ok((row.get(0)?, TopicId(row.get(1)?), row.get(2)?))).collect()
}

/// A message of a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub message: MessageId,
    pub conversation: ConversationId,
    pub sent_at: Option<Time>,
}

const MEMBERS: &str = "
    select message.id, message.conversation_id, message.sent_at
    from topic_message
    join message on message.id = topic_message.message_id
    where topic_message.workspace_id = $1 and topic_message.topic_id = $2 and topic_message.message_id < $3
    order by topic_message.message_id desc
    limit $4";

/// Messages of a topic before `before`, the newest first.
pub async fn list_messages(
    conn: &mut Conn,
    seen: &Seen,
    (topic, before): (TopicId, MessageId),
    limit: i64,
) -> Result<Vec<Member>> {
    let rows = conn.rows(MEMBERS, values![seen.workspace, topic, before, limit]).await?;
    let member = |row: &Row| {
        Ok(Member {
            message: MessageId(row.get(0)?),
            conversation: ConversationId(row.get(1)?),
            sent_at: row.get::<Option<i64>>(2)?.map(Time),
        })
    };
    rows.iter().map(member).collect()
}
