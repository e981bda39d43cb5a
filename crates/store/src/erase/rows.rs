//! The rows of the erased person: messages emptied, numbers exchanged, what belonged to them gone.

use std::collections::BTreeMap;

use model::{ConversationId, IdentityId, MemberId, MessageId, Time, WorkspaceId};

use super::{Erased, clash, message_key};
use crate::counts::{self, DayKey, Deltas};
use crate::search::{self, Entry};
use crate::{Conn, Result, Row, Value, aggregates, attachments, pages, reactions, values};

/// One message of the person.
pub struct Written {
    pub id: MessageId,
    pub conversation: ConversationId,
    pub channel: i64,
    pub identity: IdentityId,
    pub key: Vec<u8>,
    pub native_id: Option<String>,
    pub sent_at: Option<Time>,
    pub text: String,
    /// The kind and language that count, for the index.
    pub kind: i64,
    pub language: String,
}

/// Handles that one look through the messages asks for.
const HANDLES: usize = 10_000;
/// Messages that one look through them names.
const IDS: usize = pages::ROWS_MAX as usize;
const WRITTEN_IDS: &str = "
    select id, identity_id
    from message
    where workspace_id = $1 and id > $2 and identity_id in ({list})
    order by id
    limit $3";

/// All messages of some handles, oldest first. SQLite looks at every message of the workspace for it: an erasure
/// does not trust the search, which may have lost one.
pub async fn list_all(
    conn: &mut Conn,
    workspace: WorkspaceId,
    identities: &[i64],
) -> Result<BTreeMap<IdentityId, Vec<MessageId>>> {
    let mut all: BTreeMap<IdentityId, Vec<MessageId>> = BTreeMap::new();
    for part in identities.chunks(HANDLES) {
        let (mut after, mut found) = (i64::MIN, IDS);
        // Fewer end with the last message: another look would only go through those behind it again.
        while found == IDS {
            let list = part.iter().map(|id| (*id).into()).collect();
            let rows = conn.rows_in(WRITTEN_IDS, values![workspace, after, pages::ROWS_MAX], list).await?;
            for row in &rows {
                after = row.get(0)?;
                all.entry(IdentityId(row.get(1)?)).or_default().push(MessageId(after));
            }
            found = rows.len();
        }
    }
    Ok(all)
}

const WRITTEN_SIZES: &str = "
    select id, cast(octet_length(text) as bigint) from message where workspace_id = $1 and id in ({list}) order by id";

/// How many of the first of `ids` make a page of rows and bytes: at least 1, also of those that are gone.
pub async fn page(conn: &mut Conn, workspace: WorkspaceId, ids: &[MessageId]) -> Result<usize> {
    let ids = &ids[..ids.len().min(IDS)];
    let list = ids.iter().map(|id| (*id).into()).collect();
    let mut bytes = 0;
    for row in conn.rows_in(WRITTEN_SIZES, values![workspace], list).await? {
        bytes += row.get::<i64>(1)?;
        if bytes > pages::BYTES_MAX {
            let id = MessageId(row.get(0)?);
            return Ok(ids.iter().position(|known| *known == id).unwrap_or(0).max(1));
        }
    }
    Ok(ids.len())
}

const WRITTEN_ONES: &str = "
    select message.id, message.conversation_id, message.channel_id, message.identity_id, message.key,
        message.native_id, message.sent_at, message.text, coalesce(correction.kind, reading.kind),
        coalesce(correction.language, reading.language)
    from message
    join reading on reading.message_id = message.id
    left join correction
        on correction.workspace_id = message.workspace_id and correction.message_id = message.id
    where message.workspace_id = $1 and message.identity_id = $2 and message.id in ({list})
    order by message.id";

/// Those of some messages that are still of a handle.
pub async fn list_these(
    conn: &mut Conn,
    workspace: WorkspaceId,
    (identity, ids): (IdentityId, &[MessageId]),
) -> Result<Vec<Written>> {
    let list = ids.iter().map(|id| (*id).into()).collect();
    conn.rows_in(WRITTEN_ONES, values![workspace, identity], list).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Written> {
    Ok(Written {
        id: MessageId(row.get(0)?),
        conversation: ConversationId(row.get(1)?),
        channel: row.get(2)?,
        identity: IdentityId(row.get(3)?),
        key: row.get(4)?,
        native_id: row.get(5)?,
        sent_at: row.get::<Option<i64>>(6)?.map(Time),
        text: row.get(7)?,
        kind: row.get(8)?,
        language: row.get(9)?,
    })
}

/// Whether any message is of one of these handles. Of what was there before, [`list_all`] knows; what came in since is
/// in the search.
pub async fn have_any(conn: &mut Conn, workspace: WorkspaceId, identities: &[i64]) -> Result<bool> {
    search::have_written(conn, workspace, identities).await
}

/// What went with some messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gone {
    pub sources: u64,
    pub files: u64,
}

const EMPTY: &str = "
    update message
    set identity_id = $3, key = $4, native_id = null, reply_to = null, text = '', deleted = true, edited_at = null
    where workspace_id = $1 and id = $2";
const DROP_SOURCES: &str = "delete from message_source where workspace_id = $1 and message_id in ({list})";
const EMPTY_READINGS: &str = "
    update reading set keywords = '', evidence = '' where workspace_id = $1 and message_id in ({list})";
const COUNT_FILES: &str = "select count(*) from attachment where workspace_id = $1 and message_id in ({list})";

/// Empties messages; they stay as tombstones, so that threads keep their shape and totals stay.
pub async fn empty(
    conn: &mut Conn,
    workspace: WorkspaceId,
    (salt, tombstone): (&[u8], IdentityId),
    (messages, entries): (&[Written], &[Entry]),
) -> Result<Gone> {
    for message in messages {
        let key = message_key(salt, &message.key).0.to_vec();
        conn.run(EMPTY, values![workspace, message.id, tombstone, key]).await?;
    }
    let ids: Vec<i64> = messages.iter().map(|message| message.id.0).collect();
    let list = || ids.iter().map(|id| (*id).into()).collect::<Vec<Value>>();
    let sources = conn.run_in(DROP_SOURCES, values![workspace], list()).await?;
    conn.run_in(EMPTY_READINGS, values![workspace], list()).await?;
    let files = conn.rows_in(COUNT_FILES, values![workspace], list()).await?;
    let files = files.first().map_or(Ok(0), |row| row.get::<i64>(0))? as u64;
    attachments::remove(conn, workspace, &ids).await?;
    reactions::remove(conn, workspace, &ids).await?;
    search::remove(conn, &ids).await?;
    search::add(conn, workspace, entries).await?;
    Ok(Gone { sources, files })
}

const TAKE_DAY: &str = "
    update identity_day
    set messages = messages - $5
    where workspace_id = $1 and day = $2 and channel_id = $3 and identity_id = $4";
const DROP_DAY: &str = "
    delete from identity_day
    where workspace_id = $1 and day = $2 and channel_id = $3 and identity_id = $4 and messages <= 0";
const TAKE_MONTH: &str = "
    update identity_month set messages = messages - $4 where workspace_id = $1 and month = $2 and identity_id = $3";
const DROP_MONTH: &str = "
    delete from identity_month where workspace_id = $1 and month = $2 and identity_id = $3 and messages <= 0";
const COUNT_HANDLE: &str = "update identity set messages = messages + $3 where workspace_id = $1 and id = $2";

/// Moves the counts of messages from a handle to its tombstone, so that they hold at every moment.
pub async fn hand_over(conn: &mut Conn, workspace: WorkspaceId, of: Erased, messages: &[Written]) -> Result<()> {
    let (mut deltas, mut months) = (Deltas::default(), BTreeMap::new());
    for message in messages {
        let Some(sent_at) = message.sent_at else { continue };
        let key = DayKey { day: sent_at.day(), channel_id: message.channel, identity_id: of.tombstone.0 };
        *deltas.days.entry(key).or_default() += 1;
        *months.entry(sent_at.month().number()).or_insert(0i64) += 1;
    }
    counts::add(conn, workspace, &deltas).await?;
    for (key, count) in &deltas.days {
        conn.run(TAKE_DAY, values![workspace, key.day, key.channel_id, of.identity, *count]).await?;
        conn.run(DROP_DAY, values![workspace, key.day, key.channel_id, of.identity]).await?;
    }
    for (month, count) in months {
        conn.run(TAKE_MONTH, values![workspace, month, of.identity, count]).await?;
        conn.run(DROP_MONTH, values![workspace, month, of.identity]).await?;
    }
    let count = messages.len() as i64;
    for (handle, change) in [(of.identity, -count), (of.tombstone, count)] {
        if conn.run(COUNT_HANDLE, values![workspace, handle, change]).await? != 1 {
            return Err(clash("a handle"));
        }
    }
    Ok(())
}

const STAND_IN: &str = "
    insert into identity (
        workspace_id, id, origin, handle, name, folded, bot, first_at, last_at, messages, run_id, version
    )
    select workspace_id, $3, origin, $4, $5, '', false, first_at, last_at, 0, 0, version
    from identity
    where workspace_id = $1 and id = $2
    on conflict (workspace_id, id) do nothing";
const LINK: &str = "
    insert into member_link (workspace_id, identity_id, member_id, version)
    values ($1, $2, $3, 0)
    on conflict (workspace_id, identity_id) do nothing";

/// Makes the tombstone that will stand for a handle, linked to `member`; one that is there stays. It belongs to no
/// run, so that taking a run back while the erasure is under way leaves it.
pub async fn stand_in(
    conn: &mut Conn,
    workspace: WorkspaceId,
    (of, member): (Erased, MemberId),
    (handle, name): (&str, &str),
) -> Result<()> {
    conn.run(STAND_IN, values![workspace, of.identity, of.tombstone, handle, name]).await?;
    conn.run(LINK, values![workspace, of.tombstone, member]).await?;
    Ok(())
}

const ADD_MEMBER: &str = "
    insert into member (workspace_id, id, name, merged_into, version) values ($1, $2, $3, $4, 0)";

/// Makes the member that will stand for another. Until that one goes it counts as merged into it.
pub async fn add_member(
    conn: &mut Conn,
    workspace: WorkspaceId,
    (new, of): (MemberId, MemberId),
    name: &str,
) -> Result<()> {
    conn.run(ADD_MEMBER, values![workspace, new, name, of]).await?;
    Ok(())
}

const STAND_ALONE: &str = "update member set merged_into = null where workspace_id = $1 and id = $2";
const DROP_MEMBERS: &str = "delete from member where workspace_id = $1 and id in ({list})";
const DROP_LINKS: &str = "delete from member_link where workspace_id = $1 and identity_id in ({list})";
const DROP_HANDLES: &str = "delete from identity where workspace_id = $1 and id in ({list})";
const DROP_LABELS: &str = "
    delete from label where workspace_id = $1 and subject = $2 and subject_id in ({list})";

/// Lets the tombstone `new` stand alone: the member, those merged into it and their handles go, with what hung on
/// them. Says how many labels that were.
pub async fn drop_members(
    conn: &mut Conn,
    workspace: WorkspaceId,
    (members, identities): (&[i64], &[i64]),
    new: MemberId,
) -> Result<u64> {
    let list = |ids: &[i64]| ids.iter().map(|id| (*id).into()).collect::<Vec<Value>>();
    let mut labels = 0;
    for (subject, ids) in [("member", members), ("identity", identities)] {
        labels += conn.run_in(DROP_LABELS, values![workspace, subject], list(ids)).await?;
    }
    conn.run(STAND_ALONE, values![workspace, new]).await?;
    conn.run_in(DROP_MEMBERS, values![workspace], list(members)).await?;
    for sql in [DROP_LINKS, DROP_HANDLES] {
        conn.run_in(sql, values![workspace], list(identities)).await?;
    }
    Ok(labels)
}

const ADD_REKEYED: &str = "
    insert into member (workspace_id, id, name, merged_into, version)
    select workspace_id, $3, $4, merged_into, version
    from member
    where workspace_id = $1 and id = $2";
const REKEY_LINKS: &str = "update member_link set member_id = $3 where workspace_id = $1 and member_id = $2";
const REKEY_MERGED: &str = "update member set merged_into = $3 where workspace_id = $1 and merged_into = $2";
const REKEY_LABELS: &str = "
    update label set subject_id = $3 where workspace_id = $1 and subject = 'member' and subject_id = $2";
const DROP_MEMBER: &str = "delete from member where workspace_id = $1 and id = $2";

/// Gives a member another number and name: it was born with a handle that is erased, and is now somebody else.
/// Were it left its number, that handle would be theirs again once it writes again.
pub async fn rekey_member(
    conn: &mut Conn,
    workspace: WorkspaceId,
    (old, new): (MemberId, MemberId),
    name: &str,
) -> Result<()> {
    conn.run(ADD_REKEYED, values![workspace, old, new, name]).await?;
    for sql in [REKEY_LINKS, REKEY_MERGED, REKEY_LABELS] {
        conn.run(sql, values![workspace, old, new]).await?;
    }
    conn.run(DROP_MEMBER, values![workspace, old]).await?;
    Ok(())
}

const OPENED_BY: &str = "
    select conversation.started_by, (
            select message.identity_id
            from message
            where message.workspace_id = conversation.workspace_id and message.conversation_id = conversation.id
            order by message.id
            limit 1
        ), (
            select min(message.id)
            from message
            where message.workspace_id = conversation.workspace_id and message.conversation_id = conversation.id
        )
    from conversation
    where conversation.workspace_id = $1 and conversation.id = $2
    limit 1";

/// Of these conversations those that the person began, with the first message of each. Ask before the
/// person's numbers are exchanged.
pub async fn begun(
    conn: &mut Conn,
    workspace: WorkspaceId,
    (conversations, identities): (&[ConversationId], &[i64]),
) -> Result<Vec<(ConversationId, MessageId)>> {
    let mut begun = Vec::new();
    for id in conversations {
        let Some(row) = conn.find(OPENED_BY, values![workspace, *id]).await? else { continue };
        let by = [row.get::<Option<i64>>(0)?, row.get::<Option<i64>>(1)?];
        if by.into_iter().flatten().any(|by| identities.contains(&by)) {
            begun.push((*id, MessageId(row.get::<Option<i64>>(2)?.unwrap_or(0))));
        }
    }
    Ok(begun)
}

const UNTITLE: &str = "
    update conversation set title = '', key = $3 where workspace_id = $1 and id = $2 and key <> $3";

/// Takes title and key from a conversation that the person began; 0 where that was done.
pub async fn untitle(conn: &mut Conn, workspace: WorkspaceId, id: ConversationId, key: &str) -> Result<u64> {
    conn.run(UNTITLE, values![workspace, id, key]).await
}

const ROOT: &str = "
    select merged_into from conversation where workspace_id = $1 and id = $2 and merged_into is not null limit 1";

/// Counts a conversation anew, and what it was merged into.
pub async fn recount(conn: &mut Conn, workspace: WorkspaceId, id: ConversationId) -> Result<()> {
    aggregates::recount(conn, workspace, id).await?;
    if let Some(row) = conn.find(ROOT, values![workspace, id]).await? {
        aggregates::recount(conn, workspace, ConversationId(row.get(0)?)).await?;
    }
    Ok(())
}
