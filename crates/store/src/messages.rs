//! Messages as pages show them: one utterance with its author, its reading and what people said of it.

use model::{ChannelId, ConversationId, IdentityId, MemberId, MessageId, Seen, Time};

use crate::readings::Reading;
use crate::{Conn, Result, Row, search, values};

/// One message with its author and reading.
#[derive(Clone, Debug)]
pub struct Message {
    pub id: MessageId,
    pub conversation: ConversationId,
    pub channel: ChannelId,
    pub identity: IdentityId,
    pub author: String,
    pub member: MemberId,
    pub native_id: Option<String>,
    pub reply_to: Option<String>,
    pub sent_at: Option<Time>,
    pub outbound: bool,
    pub deleted: bool,
    pub edited_at: Option<Time>,
    pub text: String,
    pub version: i64,
    pub reading: Reading,
    pub conversation_title: String,
    pub channel_name: String,
}

macro_rules! message_columns {
    () => {
        "
    select message.id, message.conversation_id, message.channel_id, message.identity_id,
        coalesce(identity.name, ''), coalesce(member_link.member_id, message.identity_id), message.native_id,
        message.reply_to, message.sent_at, message.outbound, message.deleted, message.edited_at, message.text,
        message.version, reading.model, reading.language, reading.language_confidence, reading.sentiment,
        reading.kind, reading.kinds, reading.urgency, reading.toxicity, reading.spam, reading.asks_reply,
        reading.keywords, reading.evidence, correction.kind, correction.sentiment, correction.language,
        correction.toxicity, correction.spam, correction.urgency, correction.asks_reply,
        coalesce(conversation.title, ''), coalesce(channel.name, '')
    from message
    join reading on reading.message_id = message.id
    left join correction
        on correction.workspace_id = message.workspace_id and correction.message_id = message.id
    left join identity on identity.workspace_id = message.workspace_id and identity.id = message.identity_id
    left join member_link
        on member_link.workspace_id = message.workspace_id and member_link.identity_id = message.identity_id
    left join conversation
        on conversation.workspace_id = message.workspace_id and conversation.id = message.conversation_id
    left join channel on channel.workspace_id = message.workspace_id and channel.id = message.channel_id
    "
    };
}

const FIND: &str = concat!(message_columns!(), "where message.workspace_id = $1 and message.id = $2 limit 1");

/// One message, if it is there to be seen.
pub async fn find(conn: &mut Conn, seen: &Seen, id: MessageId) -> Result<Option<Message>> {
    conn.find(FIND, values![seen.workspace, id]).await?.as_ref().map(read).transpose()
}

const IN_CONVERSATION: &str = "
    select id
    from message
    where workspace_id = $1 and id < $2 and conversation_id in ({list})
    order by id desc
    limit 100";

/// The newest messages of a group of conversations before `before`, oldest first, at most 100.
/// Messages of the same moment stand in the order of their native ids.
pub async fn list_in_conversations(
    conn: &mut Conn,
    seen: &Seen,
    (conversations, before): (&[ConversationId], MessageId),
) -> Result<Vec<Message>> {
    let list = conversations.iter().map(|id| (*id).into()).collect();
    let rows = conn.rows_in(IN_CONVERSATION, values![seen.workspace, before], list).await?;
    let ids: Vec<MessageId> = rows.iter().map(|row| row.get(0).map(MessageId)).collect::<Result<_>>()?;
    let mut messages = list_by_ids(conn, seen, &ids).await?;
    messages.sort_by_cached_key(|message| {
        let native = message.native_id.clone().unwrap_or_default();
        (message.sent_at, native.len(), native, message.id)
    });
    Ok(messages)
}

/// Sorted by a sum, which no index answers: SQLite then gives all rows at once, not one with each page that it reads, and
/// whoever waits for them is not woken by each.
const BY_IDS: &str = concat!(
    message_columns!(),
    "where message.workspace_id = $1 and message.id in ({list})
    order by message.id + 0"
);

/// Messages in the order of `ids`; unknown ones are left out.
pub async fn list_by_ids(conn: &mut Conn, seen: &Seen, ids: &[MessageId]) -> Result<Vec<Message>> {
    let rows = conn.rows_in(BY_IDS, values![seen.workspace], ids.iter().map(|id| (*id).into()).collect()).await?;
    let mut messages = rows.iter().map(read).collect::<Result<Vec<_>>>()?;
    messages.sort_by_key(|message| ids.iter().position(|id| *id == message.id));
    Ok(messages)
}

/// The newest messages that identities wrote before `before`, newest first, at most `limit`.
pub async fn list_by_identities(
    conn: &mut Conn,
    seen: &Seen,
    (identities, before): (&[IdentityId], MessageId),
    limit: i64,
) -> Result<Vec<Message>> {
    let ids = search::list_newest_of(conn, seen.workspace, (identities, before), limit).await?;
    list_by_ids(conn, seen, &ids).await
}

const NEWEST: &str = "
    select id
    from message
    where workspace_id = $1 and id >= $2 and id < $3
    order by id desc
    limit $4";

/// The newest messages' ids from `from` on and before `before`, newest first.
pub async fn list_newest(
    conn: &mut Conn,
    seen: &Seen,
    (from, before): (MessageId, MessageId),
    limit: i64,
) -> Result<Vec<MessageId>> {
    let rows = conn.rows(NEWEST, values![seen.workspace, from, before, limit]).await?;
    rows.iter().map(|row| row.get(0).map(MessageId)).collect()
}

const TEXTS: &str = "
    select message.id, message.identity_id, substr(message.text, 1, 2000)
    from message
    where message.workspace_id = $1 and message.id >= $2 and message.id < $3 and message.sent_at is not null
        and message.deleted = false
    order by message.id
    limit $4";

/// A message's author and the first 2,000 characters of its text, for whoever reads many.
pub struct Text {
    pub id: MessageId,
    pub identity: IdentityId,
    pub text: String,
}

/// Texts in the order of ids from `from` on and before `before`.
pub async fn list_texts(
    conn: &mut Conn,
    seen: &Seen,
    (from, before): (MessageId, MessageId),
    limit: i64,
) -> Result<Vec<Text>> {
    let rows = conn.rows(TEXTS, values![seen.workspace, from, before, limit]).await?;
    rows.iter()
        .map(|row| Ok(Text { id: MessageId(row.get(0)?), identity: IdentityId(row.get(1)?), text: row.get(2)? }))
        .collect()
}

const OPENED: &str = "
    select conversation.title
    from message
    join conversation
        on conversation.workspace_id = message.workspace_id and conversation.id = message.conversation_id
    where message.workspace_id = $1 and message.id = $2 and message.reply_to is null
        and not exists (
            select 1
            from message as earlier
            where earlier.workspace_id = message.workspace_id
                and earlier.conversation_id = message.conversation_id and earlier.id < message.id
        )
    limit 1";

/// The title of the conversation that a message opened; nothing for one that did not.
pub async fn find_opened(conn: &mut Conn, seen: &Seen, id: MessageId) -> Result<Option<String>> {
    conn.find(OPENED, values![seen.workspace, id]).await?.map(|row| row.get(0)).transpose()
}

const COUNT: &str = "select count(*) from message where workspace_id = $1";

/// How many messages a workspace holds. Scans an index: for the operator, not for pages.
pub async fn count(conn: &mut Conn, seen: &Seen) -> Result<i64> {
    conn.number(COUNT, values![seen.workspace]).await
}

fn read(row: &Row) -> Result<Message> {
    Ok(Message {
        id: MessageId(row.get(0)?),
        conversation: ConversationId(row.get(1)?),
        channel: ChannelId(row.get(2)?),
        identity: IdentityId(row.get(3)?),
        author: row.get(4)?,
        member: MemberId(row.get(5)?),
        native_id: row.get(6)?,
        reply_to: row.get(7)?,
        sent_at: row.get::<Option<i64>>(8)?.map(Time),
        outbound: row.get(9)?,
        deleted: row.get(10)?,
        edited_at: row.get::<Option<i64>>(11)?.map(Time),
        text: row.get(12)?,
        version: row.get(13)?,
        reading: crate::readings::from_row(row, 14)?,
        conversation_title: row.get(33)?,
        channel_name: row.get(34)?,
    })
}
