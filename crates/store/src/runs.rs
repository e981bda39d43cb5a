//! Import runs: how far each came, its reconciliation sheet, and taking one back in batches.

use std::collections::BTreeMap;

use model::{ConversationId, EntryId, RunId, Seen, Time, WorkspaceId};

use crate::aggregates::Lost;
use crate::counts::{DayKey, Deltas, HourKey};
use crate::{
    Conn, Error, Result, Row, Value, aggregates, attachments, conversations, identities, reactions, search, things,
    values,
};

/// Where a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Running,
    Done,
    Undoing,
    Undone,
    /// It could not be brought in; `failure` says why.
    Failed,
}

impl State {
    pub const fn word(self) -> &'static str {
        match self {
            State::Running => "running",
            State::Done => "done",
            State::Undoing => "undoing",
            State::Undone => "undone",
            State::Failed => "failed",
        }
    }

    fn from_word(word: &str) -> Result<State> {
        let all = [State::Running, State::Done, State::Undoing, State::Undone, State::Failed];
        all.into_iter().find(|state| state.word() == word).ok_or_else(|| Error::Damaged(format!("run state {word}")))
    }
}

/// One execution of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub id: RunId,
    pub entry: EntryId,
    pub format: String,
    pub file: String,
    pub fingerprint: Vec<u8>,
    pub options: String,
    pub state: State,
    /// Rows of the source that are dealt with.
    pub position: i64,
    pub imported: i64,
    pub already: i64,
    /// JSON: reason → count.
    pub skipped: String,
    /// JSON: warning → count.
    pub warnings: String,
    pub started_at: Time,
    pub finished_at: Option<Time>,
    pub failure: Option<String>,
}

impl Run {
    /// Whether it brought a whole workspace with its history: then its position counts more than messages.
    pub fn is_restore(&self) -> bool {
        self.entry.0 == 0
    }
}

const ADD: &str = "
    insert into run (
        workspace_id, id, entry_id, format, file, fingerprint, options, state, position, imported, already,
        skipped, warnings, started_at, finished_at
    )
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
const SAVE: &str = "
    update run
    set state = $3, position = $4, imported = $5, already = $6, skipped = $7, warnings = $8, finished_at = $9,
        failure = $10, format = $11
    where workspace_id = $1 and id = $2";
const ADVANCE: &str = "
    update run
    set state = $3, position = $4, imported = $5, already = $6, skipped = $7, warnings = $8, finished_at = $9,
        failure = $10, format = $11
    where workspace_id = $1 and id = $2 and state = 'running' and position = $12";

pub async fn add(conn: &mut Conn, workspace: WorkspaceId, run: &Run) -> Result<()> {
    let mut bound: Vec<Value> = values![workspace, run.id, run.entry, run.format.as_str(), run.file.as_str()];
    bound.extend(values![run.fingerprint.clone(), run.options.as_str(), run.state.word(), run.position]);
    bound.extend(values![run.imported, run.already, run.skipped.as_str(), run.warnings.as_str()]);
    bound.extend(values![run.started_at, run.finished_at]);
    conn.run(ADD, bound).await?;
    Ok(())
}

/// Writes where a run stands, whatever stood there.
pub async fn save(conn: &mut Conn, workspace: WorkspaceId, run: &Run) -> Result<()> {
    conn.run(SAVE, saved(workspace, run)).await?;
    Ok(())
}

const BEGIN_ANEW: &str = "
    update run
    set options = $3, position = 0, imported = 0, already = 0, skipped = '{}', warnings = '{}'
    where workspace_id = $1 and id = $2 and state = 'running'";

/// Lets a run that was cut off begin again at the first row, with other options.
pub async fn begin_anew(conn: &mut Conn, workspace: WorkspaceId, (id, options): (RunId, &str)) -> Result<()> {
    conn.run(BEGIN_ANEW, values![workspace, id, options]).await?;
    Ok(())
}

/// Writes how far a run came: in the same transaction as the rows that it brought. Refused when the
/// run was taken back meanwhile, or somebody else went on with it from `position`.
pub async fn advance(conn: &mut Conn, workspace: WorkspaceId, run: &Run, position: i64) -> Result<()> {
    let mut bound = saved(workspace, run);
    bound.extend(values![position]);
    match conn.run(ADVANCE, bound).await? {
        1 => Ok(()),
        _ => Err(Error::Changed(format!("import run {}", run.id))),
    }
}

fn saved(workspace: WorkspaceId, run: &Run) -> Vec<Value> {
    let mut bound: Vec<Value> = values![workspace, run.id, run.state.word(), run.position, run.imported];
    bound.extend(values![run.already, run.skipped.as_str(), run.warnings.as_str(), run.finished_at]);
    bound.extend(values![run.failure.clone(), run.format.as_str()]);
    bound
}

macro_rules! run_columns {
    () => {
        "
    select id, entry_id, format, file, fingerprint, options, state, position, imported, already, skipped,
        warnings, started_at, finished_at, failure
    from run
    "
    };
}

const FIND: &str = concat!(run_columns!(), "where workspace_id = $1 and id = $2 limit 1");
const FIND_UNFINISHED: &str = concat!(
    run_columns!(),
    "where workspace_id = $1 and fingerprint = $2 and state = 'running' order by id desc limit 1"
);
const LIST: &str = concat!(run_columns!(), "where workspace_id = $1 order by id desc limit 200");

pub async fn find(conn: &mut Conn, workspace: WorkspaceId, id: RunId) -> Result<Option<Run>> {
    conn.find(FIND, values![workspace, id]).await?.as_ref().map(read).transpose()
}

/// A run over the same bytes with the same options that was cut off.
pub async fn find_unfinished(conn: &mut Conn, workspace: WorkspaceId, fingerprint: &[u8]) -> Result<Option<Run>> {
    conn.find(FIND_UNFINISHED, values![workspace, fingerprint]).await?.as_ref().map(read).transpose()
}

/// Runs, newest first.
pub async fn list(conn: &mut Conn, seen: &Seen) -> Result<Vec<Run>> {
    conn.rows(LIST, values![seen.workspace]).await?.iter().map(read).collect()
}

const UNFINISHED: &str =
    concat!(run_columns!(), "where workspace_id = $1 and state = 'running' order by id desc limit 1000");

/// Runs that are being brought in, newest first.
pub async fn list_unfinished(conn: &mut Conn, workspace: WorkspaceId) -> Result<Vec<Run>> {
    conn.rows(UNFINISHED, values![workspace]).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Run> {
    Ok(Run {
        id: RunId(row.get(0)?),
        entry: EntryId(row.get(1)?),
        format: row.get(2)?,
        file: row.get(3)?,
        fingerprint: row.get(4)?,
        options: row.get(5)?,
        state: State::from_word(&row.get::<String>(6)?)?,
        position: row.get(7)?,
        imported: row.get(8)?,
        already: row.get(9)?,
        skipped: row.get(10)?,
        warnings: row.get(11)?,
        started_at: Time(row.get(12)?),
        finished_at: row.get::<Option<i64>>(13)?.map(Time),
        failure: row.get(14)?,
    })
}

const TOUCHED: &str = "
    select conversation.version
    from conversation
    where conversation.workspace_id = $1 and conversation.run_id = $2 and conversation.version <> 0
    union
    select message.version
    from message
    where message.workspace_id = $1 and message.run_id = $2 and message.run_id <> 0 and message.version <> 0
    union
    select correction.version
    from correction
    join message on message.id = correction.message_id
    where correction.workspace_id = $1 and message.run_id = $2
    union
    select label.version
    from label
    join conversation on conversation.workspace_id = $1 and conversation.id = label.subject_id
    where label.workspace_id = $1 and label.subject = 'conversation' and conversation.run_id = $2
    union
    select note.version
    from note
    join conversation on conversation.workspace_id = $1 and conversation.id = note.conversation_id
    where note.workspace_id = $1 and conversation.run_id = $2
    union
    select member.version
    from member
    join identity on identity.workspace_id = $1 and identity.id = member.id
    where member.workspace_id = $1 and identity.run_id = $2 and member.version <> 0
    union
    select member_link.version
    from member_link
    join identity on identity.workspace_id = $1 and identity.id = member_link.identity_id
    where member_link.workspace_id = $1 and identity.run_id = $2 and member_link.version <> 0
    union
    select label.version
    from label
    join identity on identity.workspace_id = $1 and identity.id = label.subject_id
    where label.workspace_id = $1 and label.subject = 'member' and identity.run_id = $2
    order by 1 desc
    limit 200";
/// How many acts [`list_later_acts`] tells of at most.
pub const LATER_LISTED: usize = 200;

/// The newest acts that changed rows which a run brought, oldest of them first: they stand between the run and
/// its undoing.
pub async fn list_later_acts(conn: &mut Conn, workspace: WorkspaceId, run: RunId) -> Result<Vec<EntryId>> {
    let rows = conn.rows(TOUCHED, values![workspace, run]).await?;
    rows.iter().rev().map(|row| row.get(0).map(EntryId)).collect()
}

/// Messages that one batch of an undo takes back.
const UNDO_ROWS: i64 = 400;

const BROUGHT: &str = "
    select message.id, message.conversation_id, message.identity_id, message.channel_id, message.sent_at,
        reading.kind, reading.language, reading.sentiment, reading.model
    from message
    join reading on reading.message_id = message.id
    where message.workspace_id = $1 and message.run_id = $2 and message.run_id <> 0
    order by message.id desc
    limit $3";
const REMOVE_MESSAGES: &str = "delete from message where workspace_id = $1 and id in ({list})";
const REMOVE_SOURCES: &str = "delete from message_source where workspace_id = $1 and message_id in ({list})";
const REMOVE_READINGS: &str = "delete from reading where workspace_id = $1 and message_id in ({list})";

/// Takes back the newest messages of a run, newest first, and says how many: 0 when none is left.
pub async fn undo_batch(conn: &mut Conn, workspace: WorkspaceId, run: RunId) -> Result<usize> {
    crate::dialect::lock_ingest(conn, workspace.0).await?;
    let rows = conn.rows(BROUGHT, values![workspace, run, UNDO_ROWS]).await?;
    if rows.is_empty() {
        return things::undo_batch(conn, workspace, run).await;
    }
    let mut deltas = Deltas::default();
    let (mut ids, mut conversations) = (Vec::new(), Vec::new());
    let mut lost: BTreeMap<i64, Lost> = BTreeMap::new();
    for row in &rows {
        ids.push(row.get::<i64>(0)?);
        conversations.push(ConversationId(row.get(1)?));
        lost.entry(row.get(2)?).or_default().add(row.get(4)?);
        subtract(&mut deltas, row)?;
    }
    let list = || ids.iter().map(|id| (*id).into()).collect::<Vec<Value>>();
    conn.run_in(REMOVE_SOURCES, values![workspace], list()).await?;
    conn.run_in(REMOVE_READINGS, values![workspace], list()).await?;
    attachments::remove(conn, workspace, &ids).await?;
    reactions::remove(conn, workspace, &ids).await?;
    search::remove(conn, &ids).await?;
    crate::topic_book::forget(conn, workspace, &ids).await?;
    conn.run_in(REMOVE_MESSAGES, values![workspace], list()).await?;
    crate::counts::add(conn, workspace, &deltas).await?;
    conversations.sort_unstable();
    conversations.dedup();
    settle_conversations(conn, (workspace, run), &conversations).await?;
    settle_identities(conn, (workspace, run), &lost).await?;
    Ok(rows.len())
}

/// The row's columns are those of `BROUGHT`.
fn subtract(deltas: &mut Deltas, row: &Row) -> Result<()> {
    let Some(sent_at) = row.get::<Option<i64>>(4)?.map(Time) else { return Ok(()) };
    let (identity_id, channel_id) = (row.get(2)?, row.get(3)?);
    let (hour, model) = (sent_at.hour(), row.get(8)?);
    let hour = HourKey { hour, channel_id, kind: row.get(5)?, language: row.get(6)?, model };
    let count = deltas.hours.entry(hour).or_default();
    count.0 -= 1;
    count.1 -= row.get::<i64>(7)?;
    *deltas.days.entry(DayKey { day: sent_at.day(), channel_id, identity_id }).or_default() -= 1;
    Ok(())
}

const EMPTIED: &str = "
    delete from conversation
    where workspace_id = $1 and run_id = $2 and id in ({list})
        and not exists (
            select 1
            from message
            where message.workspace_id = conversation.workspace_id and message.conversation_id = conversation.id
        )";
const LEFT: &str = "select id from conversation where workspace_id = $1 and id in ({list}) order by id";

async fn settle_conversations(
    conn: &mut Conn,
    (workspace, run): (WorkspaceId, RunId),
    ids: &[ConversationId],
) -> Result<()> {
    let list = || ids.iter().map(|id| (*id).into()).collect::<Vec<Value>>();
    conn.run_in(EMPTIED, values![workspace, run], list()).await?;
    for row in conn.rows_in(LEFT, values![workspace], list()).await? {
        aggregates::recount(conn, workspace, ConversationId(row.get(0)?)).await?;
    }
    Ok(())
}

const SILENT: &str = "
    select id
    from identity
    where workspace_id = $1 and run_id = $2 and messages = 0 and id in ({list})
    order by id";
const DROP_LINKS: &str = "delete from member_link where workspace_id = $1 and identity_id in ({list})";
const DROP_MEMBERS: &str = "delete from member where workspace_id = $1 and id in ({list})";
const DROP_IDENTITIES: &str = "delete from identity where workspace_id = $1 and id in ({list})";

async fn settle_identities(
    conn: &mut Conn,
    (workspace, run): (WorkspaceId, RunId),
    lost: &BTreeMap<i64, Lost>,
) -> Result<()> {
    aggregates::subtract_identities(conn, workspace, lost).await?;
    let list = lost.keys().map(|id| (*id).into()).collect();
    let rows = conn.rows_in(SILENT, values![workspace, run], list).await?;
    let silent: Vec<Value> = rows.iter().map(|row| row.get::<i64>(0).map(Value::from)).collect::<Result<_>>()?;
    for sql in [DROP_LINKS, DROP_MEMBERS, DROP_IDENTITIES] {
        conn.run_in(sql, values![workspace], silent.clone()).await?;
    }
    Ok(())
}

const UNHEARD: &str = "
    select id
    from identity
    where workspace_id = $1 and run_id = $2 and messages = 0
    order by id
    limit 5000";

/// People whom only the contacts of a run made known.
async fn drop_unheard(conn: &mut Conn, (workspace, run): (WorkspaceId, RunId)) -> Result<()> {
    loop {
        let rows = conn.rows(UNHEARD, values![workspace, run]).await?;
        if rows.is_empty() {
            return Ok(());
        }
        let ids: Vec<Value> = rows.iter().map(|row| row.get::<i64>(0).map(Value::from)).collect::<Result<_>>()?;
        for sql in [DROP_LINKS, DROP_MEMBERS, DROP_IDENTITIES] {
            conn.run_in(sql, values![workspace], ids.clone()).await?;
        }
    }
}

const DROP_CHANNELS: &str = "
    delete from channel
    where workspace_id = $1 and run_id = $2
        and not exists (
            select 1
            from conversation
            where conversation.workspace_id = channel.workspace_id and conversation.channel_id = channel.id
        )
        and not exists (
            select 1
            from message
            where message.workspace_id = channel.workspace_id and message.channel_id = channel.id
        )";
const DROP_TOPICS: &str = "delete from topic_month where workspace_id = $1";

const TOPIC_MONTHS: &str = "
    select distinct month from topic_month where workspace_id = $1 order by month limit 10000";

const UNTITLE: &str = "
    update conversation set title = '', title_run_id = null where workspace_id = $1 and title_run_id = $2";

// What somebody decided since stays, and so does what later news keep open.
const SHUT: &str = "
    update conversation
    set opened_run_id = null, opened_from = null,
        state = case
            when state = $3 and version < $4 and not exists (
                select 1
                from message
                where message.workspace_id = conversation.workspace_id and message.conversation_id = conversation.id
                    and message.sent_at >= $5 and message.arrived_at > $6
            ) then coalesce(opened_from, state)
            else state
        end
    where workspace_id = $1 and opened_run_id = $2";

/// Removes what a run brought besides messages, once they are gone, and says the months whose topics have to be found
/// again. What was sent before `open_since` opened nothing; `folded` is how a name and a handle are looked up.
pub async fn undo_rest(
    conn: &mut Conn,
    (workspace, run, open_since): (WorkspaceId, &Run, Time),
    folded: fn(&str, &str) -> String,
) -> Result<Vec<String>> {
    let open = conversations::State::Open.number();
    conn.run(SHUT, values![workspace, run.id, open, run.entry, open_since, run.started_at]).await?;
    let run = run.id;
    drop_unheard(conn, (workspace, run)).await?;
    conn.run(UNTITLE, values![workspace, run]).await?;
    identities::unname(conn, (workspace, run), folded).await?;
    conn.run(DROP_CHANNELS, values![workspace, run]).await?;
    let rows = conn.rows(TOPIC_MONTHS, values![workspace]).await?;
    conn.run(DROP_TOPICS, values![workspace]).await?;
    crate::alerts::forget(conn, workspace).await?;
    rows.iter().map(|row| row.get(0)).collect()
}
