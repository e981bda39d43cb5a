//! What others' rows say of the erased person: read page by page, and rewritten where it must be.

use model::{ConversationId, EntryId, MessageId, Month, NoteId, WorkspaceId};

use super::{Logged, thing_digest, thing_handle_digest};
use crate::conn::Keep;
use crate::leave::messages::SIZES;
use crate::sources::Packed;
use crate::{Conn, Result, Row, Value, pages, values};

/// A message as far as it may tell of somebody.
pub struct Told {
    pub id: MessageId,
    pub conversation: ConversationId,
    pub text: String,
    pub reply_to: Option<String>,
    pub source: Option<Packed>,
}

/// `+` keeps SQLite at the messages in the order of their ids; else it sorts them for each page.
const MESSAGES: &str = "
    select message.id, message.conversation_id, message.text, message.reply_to, message_source.record
    from message
    left join message_source on message_source.message_id = message.id
    where +message.workspace_id = $1 and message.id > $2
    order by message.id
    limit $3";
const MESSAGE: &str = "
    select message.id, message.conversation_id, message.text, message.reply_to, message_source.record
    from message
    left join message_source on message_source.message_id = message.id
    where message.workspace_id = $1 and message.id = $2
    limit 1";

/// The next messages after `after`: a page of rows and bytes.
pub async fn list_messages(conn: &mut Conn, workspace: WorkspaceId, after: MessageId) -> Result<Vec<Told>> {
    let rows = pages::list(conn, ("id", SIZES), MESSAGES, values![workspace, after]).await?;
    rows.iter().map(told).collect()
}

/// One message as it stands now.
pub async fn find_message(conn: &mut Conn, workspace: WorkspaceId, id: MessageId) -> Result<Option<Told>> {
    conn.find(MESSAGE, values![workspace, id]).await?.as_ref().map(told).transpose()
}

fn told(row: &Row) -> Result<Told> {
    Ok(Told {
        id: MessageId(row.get(0)?),
        conversation: ConversationId(row.get(1)?),
        text: row.get(2)?,
        reply_to: row.get(3)?,
        source: row.get::<Option<Vec<u8>>>(4)?.map(Packed),
    })
}

const SET_TEXT: &str = "update message set text = $3 where workspace_id = $1 and id = $2";
const FORGET_EVIDENCE: &str = "
    update reading set keywords = '', evidence = '' where workspace_id = $1 and message_id = $2";
const FORGET_REPLY: &str = "update message set reply_to = null where workspace_id = $1 and id = $2";
const DROP_SOURCE: &str = "delete from message_source where workspace_id = $1 and message_id = $2";

/// Rewrites a message; what its reading pointed at is no longer there.
pub async fn set_text(conn: &mut Conn, workspace: WorkspaceId, (id, text): (MessageId, &str)) -> Result<()> {
    conn.run(SET_TEXT, values![workspace, id, text]).await?;
    conn.run(FORGET_EVIDENCE, values![workspace, id]).await?;
    Ok(())
}

pub async fn forget_reply(conn: &mut Conn, workspace: WorkspaceId, id: MessageId) -> Result<()> {
    conn.run(FORGET_REPLY, values![workspace, id]).await?;
    Ok(())
}

pub async fn drop_source(conn: &mut Conn, workspace: WorkspaceId, id: MessageId) -> Result<u64> {
    conn.run(DROP_SOURCE, values![workspace, id]).await
}

/// A table whose words may tell of somebody: its key and the columns with words.
pub struct Worded {
    pub table: &'static str,
    keys: &'static [&'static str],
    pub words: &'static [&'static str],
    /// Those of the words that the program reads itself.
    pub machine: &'static [&'static str],
    pub size: TableSize,
}

/// Whether a table grows with the messages: it is then not read while others wait for a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableSize {
    Small,
    Large,
}

/// Tables beside the messages, in which a name may stand.
///
/// Origins stay: they name places, and an archive of the place finds its rows by them.
pub const WORDED: &[Worded] = &[
    Worded { table: "alert", keys: &["id"], words: &["phrases"], machine: &[], size: TableSize::Small },
    Worded { table: "channel", keys: &["id"], words: &["name"], machine: &[], size: TableSize::Small },
    Worded { table: "conversation", keys: &["id"], words: &["title", "key"], machine: &[], size: TableSize::Large },
    Worded {
        table: "attachment",
        keys: &["message_id", "position"],
        words: &["name", "url"],
        machine: &[],
        size: TableSize::Large,
    },
    Worded {
        table: "reaction",
        keys: &["message_id", "position"],
        words: &["name"],
        machine: &[],
        size: TableSize::Large,
    },
    Worded {
        table: "run",
        keys: &["id"],
        words: &["file", "options", "skipped", "warnings", "failure"],
        machine: &["options", "skipped", "warnings"],
        size: TableSize::Small,
    },
    Worded { table: "job", keys: &["id"], words: &["input", "failure"], machine: &["input"], size: TableSize::Small },
    Worded { table: "topic", keys: &["id"], words: &["name", "keywords"], machine: &[], size: TableSize::Small },
    Worded { table: "reading", keys: &["message_id"], words: &["keywords"], machine: &[], size: TableSize::Large },
];

/// One row of a [`Worded`] table.
pub struct Words {
    pub key: Vec<i64>,
    pub words: Vec<Option<String>>,
}

/// The next rows of a table after `after`: a page of rows and bytes.
pub async fn list_words(
    conn: &mut Conn,
    workspace: WorkspaceId,
    (of, after): (&Worded, Option<&[i64]>),
) -> Result<Vec<Words>> {
    let keys = of.keys.join(", ");
    let mut bound = values![workspace];
    let mut from = String::new();
    if let Some(after) = after {
        bound.extend(after.iter().map(|key| Value::from(*key)));
        let places: Vec<String> = (2..=bound.len()).map(|place| format!("${place}")).collect();
        from = format!("and ({keys}) > ({})", places.join(", "));
    }
    let rest = format!("from {} where workspace_id = $1 {from} order by {keys} limit", of.table);
    let sizes: Vec<String> = of.words.iter().map(|word| format!("coalesce(octet_length({word}), 0)")).collect();
    let sizes = format!("select {keys}, {} as size {rest} {}", sizes.join(" + "), pages::ROWS_MAX);
    let limit = pages::rows_that_fit(conn, (&keys, &sizes), bound.clone()).await?;
    bound.push(limit.into());
    let sql = format!("select {keys}, {} {rest} ${}", of.words.join(", "), bound.len());
    let rows = conn.rows_text(sql, bound, Keep::Prepared).await?;
    rows.iter().map(|row| words_of(of, row)).collect()
}

/// One row of a table as it stands now.
pub async fn find_words(
    conn: &mut Conn,
    workspace: WorkspaceId,
    (of, key): (&Worded, &[i64]),
) -> Result<Option<Words>> {
    let mut bound = values![workspace];
    bound.extend(key.iter().map(|key| Value::from(*key)));
    let sql = format!(
        "select {}, {} from {} where workspace_id = $1 and {} limit 1",
        of.keys.join(", "),
        of.words.join(", "),
        of.table,
        of.condition()
    );
    let rows = conn.rows_text(sql, bound, Keep::Prepared).await?;
    rows.first().map(|row| words_of(of, row)).transpose()
}

fn words_of(of: &Worded, row: &Row) -> Result<Words> {
    let key = (0..of.keys.len()).map(|at| row.get(at)).collect::<Result<_>>()?;
    let words = (of.keys.len()..of.keys.len() + of.words.len()).map(|at| row.get(at)).collect::<Result<_>>()?;
    Ok(Words { key, words })
}

impl Worded {
    /// The key's columns as places from `$2` on.
    fn condition(&self) -> String {
        let conditions: Vec<String> =
            self.keys.iter().enumerate().map(|(at, key)| format!("{key} = ${}", at + 2)).collect();
        conditions.join(" and ")
    }
}

/// Writes the words of a row anew.
pub async fn set_words(conn: &mut Conn, workspace: WorkspaceId, (of, row): (&Worded, &Words)) -> Result<()> {
    let mut bound = values![workspace];
    bound.extend(row.key.iter().map(|key| Value::from(*key)));
    let first = bound.len() + 1;
    bound.extend(row.words.iter().cloned().map(Value::Text));
    let sets: Vec<String> = of.words.iter().enumerate().map(|(at, word)| format!("{word} = ${}", first + at)).collect();
    let sql = format!("update {} set {} where workspace_id = $1 and {}", of.table, sets.join(", "), of.condition());
    conn.run_text(sql, bound, Keep::Nothing).await?;
    Ok(())
}

const NOTES: &str = "
    select id, conversation_id, body, version from note where workspace_id = $1 and id > $2 order by id limit $3";
const NOTE_SIZES: &str = "
    select id, octet_length(body) as size from note where workspace_id = $1 and id > $2 order by id limit 500";
const SET_NOTE: &str = "update note set body = $3 where workspace_id = $1 and id = $2";

const NOTE: &str = "
    select id, conversation_id, body, version from note where workspace_id = $1 and id = $2 limit 1";

/// A note, and the entry that wrote it.
pub struct Noted {
    pub id: NoteId,
    pub conversation: ConversationId,
    pub body: String,
    pub entry: EntryId,
}

/// The next notes after `after`.
pub async fn list_notes(conn: &mut Conn, workspace: WorkspaceId, after: NoteId) -> Result<Vec<Noted>> {
    let rows = pages::list(conn, ("id", NOTE_SIZES), NOTES, values![workspace, after]).await?;
    rows.iter().map(noted).collect()
}

/// One note as it stands now.
pub async fn find_note(conn: &mut Conn, workspace: WorkspaceId, id: NoteId) -> Result<Option<Noted>> {
    conn.find(NOTE, values![workspace, id]).await?.as_ref().map(noted).transpose()
}

fn noted(row: &Row) -> Result<Noted> {
    Ok(Noted {
        id: NoteId(row.get(0)?),
        conversation: ConversationId(row.get(1)?),
        body: row.get(2)?,
        entry: EntryId(row.get(3)?),
    })
}

pub async fn set_note(conn: &mut Conn, workspace: WorkspaceId, (id, body): (NoteId, &str)) -> Result<()> {
    conn.run(SET_NOTE, values![workspace, id, body]).await?;
    Ok(())
}

const LABELS: &str = "
    select subject, subject_id, name
    from label
    where workspace_id = $1
    order by subject, subject_id, name
    limit 1000000";
const DROP_LABEL: &str = "
    delete from label where workspace_id = $1 and subject = $2 and subject_id = $3 and name = $4";

/// All labels: what each stands on, and its name.
pub async fn list_labels(conn: &mut Conn, workspace: WorkspaceId) -> Result<Vec<(String, i64, String)>> {
    let rows = conn.rows(LABELS, values![workspace]).await?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).collect()
}

/// Takes one label off, and says whether it was there.
pub async fn drop_label(conn: &mut Conn, workspace: WorkspaceId, label: (&str, i64, &str)) -> Result<u64> {
    let (subject, id, name) = label;
    conn.run(DROP_LABEL, values![workspace, subject, id, name]).await
}

const PAYLOADS: &str = "
    select journal.id, journal.subjects, journal_payload.payload
    from journal
    join journal_payload
        on journal_payload.workspace_id = journal.workspace_id and journal_payload.entry_id = journal.id
    where journal.workspace_id = $1 and journal.id > $2
    order by journal.id
    limit $3";
const PAYLOAD_SIZES: &str = "
    select entry_id, octet_length(payload) as size
    from journal_payload
    where workspace_id = $1 and entry_id > $2
    order by entry_id
    limit 500";
const DROP_PAYLOAD: &str = "delete from journal_payload where workspace_id = $1 and entry_id = $2";

/// What an entry holds.
pub struct Payload {
    pub entry: EntryId,
    pub subjects: String,
    pub payload: String,
}

/// The next entries after `after` that have a payload.
pub async fn list_payloads(conn: &mut Conn, workspace: WorkspaceId, after: EntryId) -> Result<Vec<Payload>> {
    let rows = pages::list(conn, ("entry_id", PAYLOAD_SIZES), PAYLOADS, values![workspace, after]).await?;
    rows.iter()
        .map(|row| Ok(Payload { entry: EntryId(row.get(0)?), subjects: row.get(1)?, payload: row.get(2)? }))
        .collect()
}

/// Forgets input and before-image of an entry, and says whether there were any; the chain still holds.
pub async fn drop_payload(conn: &mut Conn, workspace: WorkspaceId, id: EntryId) -> Result<u64> {
    conn.run(DROP_PAYLOAD, values![workspace, id]).await
}

const TOPICS: &str = "
    select month, name, keywords, example
    from topic_month
    where workspace_id = $1
    order by month, position
    limit 100000";
const DROP_TOPICS: &str = "delete from topic_month where workspace_id = $1 and month = $2";

/// The words of all topics, by month.
pub async fn list_topics(conn: &mut Conn, workspace: WorkspaceId) -> Result<Vec<(String, String)>> {
    let rows = conn.rows(TOPICS, values![workspace]).await?;
    rows.iter()
        .map(|row| {
            let words = [row.get::<String>(1)?, row.get::<String>(2)?, row.get::<String>(3)?];
            Ok((row.get(0)?, words.join("\n")))
        })
        .collect()
}

/// Forgets the topics of a month; they are found anew from what is left.
pub async fn drop_topics(conn: &mut Conn, workspace: WorkspaceId, month: Month) -> Result<u64> {
    conn.run(DROP_TOPICS, values![workspace, month.to_string()]).await
}

const THINGS: &str = "
    select id, origin, handle, name, record, source
    from imported_thing
    where workspace_id = $1 and id > $2
    order by id
    limit $3";
const THING: &str = "
    select id, origin, handle, name, record, source
    from imported_thing
    where workspace_id = $1 and id = $2
    limit 1";
const THING_SIZES: &str = "
    select id, octet_length(record) + octet_length(source) as size
    from imported_thing
    where workspace_id = $1 and id > $2
    order by id
    limit 500";
const DROP_THING: &str = "delete from imported_thing where workspace_id = $1 and id = $2";

/// A thing as far as it may tell of somebody.
pub struct WordyThing {
    pub id: i64,
    pub origin: String,
    pub handle: String,
    name: String,
    packed: [Packed; 2],
}

impl WordyThing {
    /// All its words.
    pub fn words(&self) -> Result<String> {
        let mut words = self.name.clone();
        for packed in &self.packed {
            words.push('\n');
            words.push_str(&String::from_utf8_lossy(&packed.unpack()?));
        }
        Ok(words)
    }
}

/// The next things after `after`: a page of rows and bytes.
pub async fn list_things(conn: &mut Conn, workspace: WorkspaceId, after: i64) -> Result<Vec<WordyThing>> {
    let rows = pages::list(conn, ("id", THING_SIZES), THINGS, values![workspace, after]).await?;
    rows.iter().map(thing).collect()
}

/// One thing as it stands now.
pub async fn find_thing(conn: &mut Conn, workspace: WorkspaceId, id: i64) -> Result<Option<WordyThing>> {
    conn.find(THING, values![workspace, id]).await?.as_ref().map(thing).transpose()
}

fn thing(row: &Row) -> Result<WordyThing> {
    Ok(WordyThing {
        id: row.get(0)?,
        origin: row.get(1)?,
        handle: row.get(2)?,
        name: row.get(3)?,
        packed: [Packed(row.get(4)?), Packed(row.get(5)?)],
    })
}

pub async fn drop_thing(conn: &mut Conn, workspace: WorkspaceId, id: i64) -> Result<()> {
    conn.run(DROP_THING, values![workspace, id]).await?;
    Ok(())
}

/// Forgets the things that a log tells of.
pub async fn drop_logged_things(conn: &mut Conn, workspace: WorkspaceId, logged: &Logged) -> Result<()> {
    let mut after = i64::MIN;
    loop {
        let page = list_things(conn, workspace, after).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.id;
        for thing in page {
            let digests =
                [thing_digest(&logged.salt, thing.id), thing_handle_digest(&logged.salt, &thing.origin, &thing.handle)];
            if digests.iter().any(|digest| logged.digests.contains(digest)) {
                drop_thing(conn, workspace, thing.id).await?;
            }
        }
    }
}

const DROP_ANSWERS: &str = "delete from idempotency where workspace_id = $1 and answer <> $2";
const SET_ANSWERS: &str = "update idempotency set answer = $3 where workspace_id = $1 and answer = $2";

/// Forgets all remembered answers but `begun`: their keys are words that others chose.
pub async fn drop_answers(conn: &mut Conn, workspace: WorkspaceId, begun: &str) -> Result<u64> {
    conn.run(DROP_ANSWERS, values![workspace, begun]).await
}

/// Answers `done` from now on to whoever was answered `begun`.
pub async fn set_answers(conn: &mut Conn, workspace: WorkspaceId, (begun, done): (&str, &str)) -> Result<()> {
    conn.run(SET_ANSWERS, values![workspace, begun, done]).await?;
    Ok(())
}
