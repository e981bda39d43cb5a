//! Messages with all that belongs to them, on their way out and back in.

use model::{ChannelId, ConversationId, IdentityId, MessageId, Reaction, RunId, Time, WorkspaceId};

use super::{hex, unhex};
use crate::attachments::CHUNK_BYTES;
use crate::readings::{self, NewReading};
use crate::search::{self, Entry};
use crate::sources::Packed;
use crate::{Conn, Error, Result, Row, Value, pages, reactions, values};

/// A message as its row says it, with its reading, its source record, its files and the signs left on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub id: MessageId,
    pub conversation: ConversationId,
    pub channel: ChannelId,
    pub identity: IdentityId,
    /// The natural key in hex.
    pub key: String,
    pub native_id: Option<String>,
    pub reply_to: Option<String>,
    pub sent_at: Option<Time>,
    pub arrived_at: Time,
    pub outbound: bool,
    pub deleted: bool,
    pub edited_at: Option<Time>,
    pub text: String,
    pub run: RunId,
    pub version: i64,
    pub reading: NewReading,
    /// `None` once it was taken away.
    pub source: Option<Packed>,
    pub files: Vec<File>,
    pub reactions: Vec<Reaction>,
}

/// A file of a message; its bytes are elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub name: String,
    pub media_type: String,
    pub size_bytes: i64,
    /// SHA-256 of the bytes in hex, where they are here.
    pub digest: Option<String>,
    pub url: Option<String>,
}

/// What other rows say of a message, for whoever reads its line alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Around {
    pub origin: String,
    pub channel: String,
    pub conversation: String,
    pub title: String,
    pub handle: String,
    pub name: String,
    pub bot: bool,
}

/// `left` and `+` keep SQLite at the messages in the order of their ids; else it sorts them for each page.
const LIST: &str = "
    select message.id, message.conversation_id, message.channel_id, message.identity_id, message.key,
        message.native_id, message.reply_to, message.sent_at, message.arrived_at, message.outbound, message.deleted,
        message.edited_at, message.text, message.run_id, message.version, message_source.record,
        channel.origin, channel.name, conversation.key, conversation.title, identity.handle, identity.name,
        identity.bot, reading.model, reading.language, reading.language_confidence, reading.sentiment, reading.kind,
        reading.kinds, reading.urgency, reading.toxicity, reading.spam, reading.asks_reply, reading.keywords,
        reading.evidence
    from message
    left join reading on reading.message_id = message.id
    left join channel on channel.workspace_id = message.workspace_id and channel.id = message.channel_id
    left join conversation
        on conversation.workspace_id = message.workspace_id and conversation.id = message.conversation_id
    left join identity on identity.workspace_id = message.workspace_id and identity.id = message.identity_id
    left join message_source on message_source.message_id = message.id
    where +message.workspace_id = $1 and message.id > $2
    order by message.id
    limit $3";

pub(crate) const SIZES: &str = "
    select message.id as id, octet_length(message.text) + coalesce(octet_length(message_source.record), 0) as size
    from message
    left join message_source on message_source.message_id = message.id
    where +message.workspace_id = $1 and message.id > $2
    order by message.id
    limit 500";

/// Messages after `after` in the order of their ids, which is that of time: a page of rows and bytes.
pub async fn list(conn: &mut Conn, workspace: WorkspaceId, after: MessageId) -> Result<Vec<(Kept, Around)>> {
    let rows = pages::list(conn, ("id", SIZES), LIST, values![workspace, after]).await?;
    let mut messages = rows.iter().map(read).collect::<Result<Vec<_>>>()?;
    add_files(conn, workspace, &mut messages).await?;
    let ids: Vec<MessageId> = messages.iter().map(|(kept, _)| kept.id).collect();
    for (id, sign) in reactions::list(conn, workspace, &ids).await? {
        let Ok(at) = messages.binary_search_by_key(&id, |(kept, _)| kept.id) else { continue };
        messages[at].0.reactions.push(sign);
    }
    Ok(messages)
}

fn read(row: &Row) -> Result<(Kept, Around)> {
    let source = row.get::<Option<Vec<u8>>>(15)?.map(Packed);
    let kept = Kept {
        id: MessageId(row.get(0)?),
        conversation: ConversationId(row.get(1)?),
        channel: ChannelId(row.get(2)?),
        identity: IdentityId(row.get(3)?),
        key: hex(&row.get::<Vec<u8>>(4)?),
        native_id: row.get(5)?,
        reply_to: row.get(6)?,
        sent_at: row.get::<Option<i64>>(7)?.map(Time),
        arrived_at: Time(row.get(8)?),
        outbound: row.get(9)?,
        deleted: row.get(10)?,
        edited_at: row.get::<Option<i64>>(11)?.map(Time),
        text: row.get(12)?,
        run: RunId(row.get(13)?),
        version: row.get(14)?,
        reading: NewReading {
            model: row.get(23)?,
            language: row.get(24)?,
            language_confidence: row.get(25)?,
            sentiment: row.get(26)?,
            kind: row.get(27)?,
            kinds: row.get(28)?,
            urgency: row.get(29)?,
            toxicity: row.get(30)?,
            spam: row.get(31)?,
            asks_reply: row.get(32)?,
            keywords: row.get(33)?,
            evidence: row.get(34)?,
        },
        source,
        files: Vec::new(),
        reactions: Vec::new(),
    };
    let around = Around {
        origin: row.get(16)?,
        channel: row.get(17)?,
        conversation: row.get(18)?,
        title: row.get(19)?,
        handle: row.get(20)?,
        name: row.get(21)?,
        bot: row.get(22)?,
    };
    Ok((kept, around))
}

const FILES: &str = "
    select message_id, name, media_type, size_bytes, digest, url
    from attachment
    where workspace_id = $1 and message_id in ({list})
    order by message_id, position";

async fn add_files(conn: &mut Conn, workspace: WorkspaceId, messages: &mut [(Kept, Around)]) -> Result<()> {
    let list = messages.iter().map(|(kept, _)| kept.id.into()).collect();
    for row in conn.rows_in(FILES, values![workspace], list).await? {
        let id = MessageId(row.get(0)?);
        let Ok(at) = messages.binary_search_by_key(&id, |(kept, _)| kept.id) else { continue };
        messages[at].0.files.push(File {
            name: row.get(1)?,
            media_type: row.get(2)?,
            size_bytes: row.get(3)?,
            digest: row.get::<Option<Vec<u8>>>(4)?.map(|digest| hex(&digest)),
            url: row.get(5)?,
        });
    }
    Ok(())
}

const BLOBS: &str = "
    select digest
    from blob
    where workspace_id = $1 and chunk = 0 and digest > $2
    order by digest
    limit 1";
const CHUNKS: &str = "
    select content from blob where workspace_id = $1 and digest = $2 order by chunk limit 100000";

/// The bytes of the first file whose digest is greater than `after`, and that digest.
pub async fn find_blob(conn: &mut Conn, workspace: WorkspaceId, after: &[u8]) -> Result<Option<(Vec<u8>, Vec<u8>)>> {
    let Some(row) = conn.find(BLOBS, values![workspace, after]).await? else { return Ok(None) };
    let digest: Vec<u8> = row.get(0)?;
    let mut bytes = Vec::new();
    for row in conn.rows(CHUNKS, values![workspace, digest.clone()]).await? {
        bytes.extend(row.get::<Vec<u8>>(0)?);
    }
    Ok(Some((digest, bytes)))
}

const ADD_CHUNK: &str = "
    insert into blob (workspace_id, digest, chunk, content)
    values ($1, $2, $3, $4)
    on conflict (workspace_id, digest, chunk) do nothing";

// tidy(workspace): message ids are unique in the whole database
const TAKEN: &str = "select id from message where id in ({list})";

/// Whether a message with one of these ids is anywhere in the database.
pub async fn has_any(conn: &mut Conn, ids: &[MessageId]) -> Result<bool> {
    let list = ids.iter().map(|id| (*id).into()).collect();
    Ok(!conn.rows_in(TAKEN, Vec::new(), list).await?.is_empty())
}

/// Puts the bytes of a file back.
pub async fn add_blob(conn: &mut Conn, workspace: WorkspaceId, digest: &[u8], bytes: &[u8]) -> Result<()> {
    for (chunk, content) in bytes.chunks(CHUNK_BYTES).enumerate() {
        conn.run(ADD_CHUNK, values![workspace, digest, chunk as i64, content]).await?;
    }
    Ok(())
}

const ADD: &str = "
    insert into message (
        id, workspace_id, conversation_id, channel_id, identity_id, key, native_id, reply_to,
        sent_at, arrived_at, outbound, deleted, edited_at, text, run_id, version
    )
    values {rows}
    on conflict do nothing";
const ADD_SOURCES: &str = "insert into message_source (message_id, workspace_id, record) values {rows}";
const ADD_FILES: &str = "
    insert into attachment (workspace_id, message_id, position, name, media_type, size_bytes, digest, url)
    values {rows}";

/// Puts messages back with all that belongs to them; `entries` is what the index holds of each.
pub async fn add(conn: &mut Conn, workspace: WorkspaceId, messages: Vec<Kept>, entries: &[Entry]) -> Result<()> {
    let count = messages.len() as u64;
    let (mut rows, mut records, mut read) = (Vec::new(), Vec::new(), Vec::new());
    let (mut files, mut signs) = (Vec::new(), Vec::new());
    for message in messages {
        let key = unhex(&message.key).ok_or_else(|| Error::Unusable(format!("the key `{}`", message.key)))?;
        if let Some(source) = message.source {
            records.extend(values![message.id, workspace, source.0]);
        }
        readings::push(&mut read, workspace, message.id, message.reading);
        reactions::push(&mut signs, workspace, message.id, message.reactions);
        for (position, file) in message.files.into_iter().enumerate() {
            files.extend(values![workspace, message.id, position as i64, file.name, file.media_type, file.size_bytes]);
            files.extend([Value::Bytes(file.digest.as_deref().and_then(unhex)), Value::Text(file.url)]);
        }
        rows.extend(values![message.id, workspace, message.conversation, message.channel, message.identity, key]);
        rows.extend(values![message.native_id, message.reply_to, message.sent_at, message.arrived_at]);
        rows.extend(values![message.outbound, message.deleted, message.edited_at, message.text]);
        rows.extend(values![message.run, message.version]);
    }
    if conn.run_many(ADD, 16, rows).await? != count {
        return Err(super::there_already("messages"));
    }
    conn.run_many(ADD_SOURCES, 3, records).await?;
    conn.run_many(readings::ADD, readings::WIDTH, read).await?;
    conn.run_many(ADD_FILES, 8, files).await?;
    reactions::add(conn, signs).await?;
    search::add(conn, workspace, entries).await
}
