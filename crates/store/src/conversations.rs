//! Messages that belong together: their rows, and how ingest keeps them.

pub(crate) mod filter;

use model::{ChannelId, ConversationId, IdentityId, Kind, MessageId, Seen, StaffId, Time};

use crate::aggregates::{Added, Aggregate, Counted, Opening};
use crate::ingest::{NewConversation, Scope, take_in};
use crate::{Conn, Error, Result, Row, values};

pub use filter::{Assigned, Filter, HowMany, LOOKED_THROUGH_MAX, Page, Place, URGENT_MIN, count, list, page};

/// Where a conversation stands. The number is what the database stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(i64)]
pub enum State {
    Open = 0,
    Waiting = 1,
    Snoozed = 2,
    Closed = 3,
}

impl State {
    pub const ALL: [State; 4] = [State::Open, State::Waiting, State::Snoozed, State::Closed];

    pub const fn number(self) -> i64 {
        self as i64
    }

    /// The word in addresses and JSON.
    pub const fn word(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Waiting => "waiting",
            State::Snoozed => "snoozed",
            State::Closed => "closed",
        }
    }

    pub fn from_number(number: i64) -> Result<State> {
        let found = State::ALL.into_iter().find(|state| state.number() == number);
        found.ok_or_else(|| Error::Damaged(format!("conversation state {number}")))
    }
}

/// New messages of one conversation, in the order they came.
pub(crate) struct Joined<'a> {
    pub(crate) conversation: &'a NewConversation,
    pub(crate) channel: ChannelId,
    /// Whether what tells the title answers another message.
    pub(crate) answers: bool,
    pub(crate) messages: Vec<Counted>,
}

const AGGREGATES: &str = "
    select id, started_at, started_by, first_other_at, first_other_by, first_staff_at, last_at, last_message_id,
        last_by, messages, kind, urgency, language, language_confidence, opening_signs, state, merged_into,
        cast(case when title = '' then 0 else 1 end as bigint)
    from conversation
    where workspace_id = $1 and id in ({list})";
// An erasure takes title and key from a conversation: it gets no other title.
const TITLE: &str = "
    update conversation
    set title = $3, title_run_id = case when run_id = $5 then title_run_id else $5 end
    where workspace_id = $1 and id = $2 and title = '' and key = $4";
const WRITE: &str = "
    insert into conversation (
        workspace_id, id, channel_id, origin, key, title, state, started_at, started_by, first_other_at,
        first_other_by, first_staff_at, last_at, last_message_id, last_by, messages, kind, urgency, language,
        language_confidence, opening_signs, run_id, version, opened_run_id, opened_from
    )
    values {rows}
    on conflict (workspace_id, id) do update
    set opened_run_id = case
            when excluded.opened_run_id <> conversation.run_id then excluded.opened_run_id
            else conversation.opened_run_id
        end,
        opened_from = case
            when excluded.opened_run_id <> conversation.run_id then excluded.opened_from
            else conversation.opened_from
        end,
        state = excluded.state, started_at = excluded.started_at, started_by = excluded.started_by,
        first_other_at = excluded.first_other_at, first_other_by = excluded.first_other_by,
        first_staff_at = excluded.first_staff_at, last_at = excluded.last_at,
        last_message_id = excluded.last_message_id, last_by = excluded.last_by, messages = excluded.messages,
        kind = excluded.kind, urgency = excluded.urgency, language = excluded.language,
        language_confidence = excluded.language_confidence, opening_signs = excluded.opening_signs";

/// What ingest knows of a conversation before a batch.
struct Known {
    aggregate: Aggregate,
    state: State,
    merged_into: Option<i64>,
    titled: bool,
}

/// Adds or continues conversations and says which must be recounted once the messages are in.
pub(crate) async fn add(conn: &mut Conn, scope: &Scope, mut joined: Vec<Joined<'_>>) -> Result<Vec<ConversationId>> {
    joined.sort_unstable_by_key(|joined| joined.conversation.id); // neighbours on a page are written together
    let list = joined.iter().map(|joined| joined.conversation.id.into()).collect();
    let mut known = std::collections::HashMap::new();
    for row in conn.rows_in(AGGREGATES, values![scope.workspace], list).await? {
        known.insert(row.get::<i64>(0)?, read_known(&row)?);
    }
    let (mut rows, mut recount) = (Vec::new(), Vec::new());
    for Joined { conversation, channel, answers, messages } in joined {
        let before = known.remove(&conversation.id.0);
        if before.as_ref().is_some_and(|known| !known.titled) && !answers && !conversation.title.is_empty() {
            let (title, key) = (conversation.title.as_str(), conversation.key.as_str());
            conn.run(TITLE, values![scope.workspace, conversation.id, title, key, scope.run]).await?;
        }
        let (mut aggregate, state, merged_into) = match before {
            Some(known) => (known.aggregate, Some(known.state), known.merged_into),
            None => (Aggregate::default(), None, None),
        };
        if take_in(&mut aggregate, &messages) == Added::NeedsRecount {
            recount.push(conversation.id);
        }
        recount.extend(merged_into.map(ConversationId));
        let before = state;
        let state = next_state(before, &aggregate, scope.open_since);
        let opened_from = before.filter(|before| *before != state && scope.run.0 != 0);
        rows.extend(values![scope.workspace, conversation.id, channel, conversation.origin.as_str()]);
        rows.extend(values![conversation.key.as_str(), conversation.title.as_str(), state.number()]);
        rows.extend(aggregate.values());
        rows.extend(values![scope.run, 0i64, opened_from.map(|_| scope.run.0), opened_from.map(State::number)]);
    }
    conn.run_many(WRITE, 25, rows).await?;
    recount.sort_unstable();
    recount.dedup();
    Ok(recount)
}

fn read_known(row: &Row) -> Result<Known> {
    let aggregate = Aggregate {
        started_at: row.get(1)?,
        started_by: row.get(2)?,
        first_other_at: row.get(3)?,
        first_other_by: row.get(4)?,
        first_staff_at: row.get(5)?,
        last_at: row.get(6)?,
        last_message_id: row.get(7)?,
        last_by: row.get(8)?,
        messages: row.get(9)?,
        kind: row.get(10)?,
        urgency: row.get(11)?,
        language: row.get(12)?,
        opening: Opening::from_columns(row, 13)?,
    };
    let (state, titled) = (State::from_number(row.get(15)?)?, row.get::<i64>(17)? != 0);
    Ok(Known { aggregate, state, merged_into: row.get(16)?, titled })
}

/// News opens a conversation, whatever its state was; old messages of an archive change nothing.
fn next_state(state: Option<State>, aggregate: &Aggregate, open_since: Time) -> State {
    let recent = aggregate.last_at >= open_since.micros();
    match state {
        _ if recent => State::Open,
        Some(state) => state,
        None => State::Closed,
    }
}

/// A conversation as lists and pages show it.
#[derive(Clone, Debug)]
pub struct Conversation {
    pub id: ConversationId,
    pub channel: ChannelId,
    pub channel_name: String,
    pub origin: String,
    pub title: String,
    pub state: State,
    pub assignee: Option<StaffId>,
    pub snoozed_until: Option<Time>,
    pub started_at: Option<Time>,
    pub started_by: Option<IdentityId>,
    pub starter_name: String,
    pub first_other_at: Option<Time>,
    pub first_staff_at: Option<Time>,
    pub last_at: Time,
    pub last_message: MessageId,
    /// The first characters of the last message.
    pub last_text: String,
    pub last_name: String,
    pub messages: i64,
    pub kind: i64,
    /// In 1/10,000.
    pub urgency: i64,
    pub language: String,
    pub merged_into: Option<ConversationId>,
    pub version: i64,
    pub opening: Opening,
}

impl Conversation {
    /// Whether its kind is only the machine's best guess.
    pub fn is_unsure(&self) -> bool {
        self.opening.is_unsure && !self.opening.kind_by_person
    }
}

/// The columns that [`read`] wants.
macro_rules! conversation_columns {
    () => {
        "
    select conversation.id, conversation.channel_id, channel.name, conversation.origin, conversation.title,
        conversation.state, conversation.assignee_id, conversation.snoozed_until, conversation.started_at,
        conversation.started_by, coalesce(starter.name, ''), conversation.first_other_at,
        conversation.first_staff_at, conversation.last_at, conversation.last_message_id,
        coalesce(substr(message.text, 1, 240), ''), coalesce(latest.name, ''), conversation.messages,
        conversation.kind, conversation.urgency, conversation.language, conversation.merged_into,
        conversation.version, conversation.language_confidence, conversation.opening_signs
    from conversation
    join channel on channel.workspace_id = conversation.workspace_id and channel.id = conversation.channel_id
    left join identity as starter
        on starter.workspace_id = conversation.workspace_id and starter.id = conversation.started_by
    left join identity as latest
        on latest.workspace_id = conversation.workspace_id and latest.id = conversation.last_by
    left join message on message.id = conversation.last_message_id
    "
    };
}

const FIND: &str = concat!(
    conversation_columns!(),
    "where conversation.workspace_id = $1 and conversation.id = $2
    limit 1"
);

/// One conversation, if it is there to be seen.
pub async fn find(conn: &mut Conn, seen: &Seen, id: ConversationId) -> Result<Option<Conversation>> {
    conn.find(FIND, values![seen.workspace, id]).await?.as_ref().map(read).transpose()
}

const BY_IDS: &str =
    concat!(conversation_columns!(), "where conversation.workspace_id = $1 and conversation.id in ({list})");

/// Conversations in the order of `ids`; unknown ones are left out.
pub async fn list_by_ids(conn: &mut Conn, seen: &Seen, ids: &[ConversationId]) -> Result<Vec<Conversation>> {
    let list = ids.iter().map(|id| (*id).into()).collect();
    let rows = conn.rows_in(BY_IDS, values![seen.workspace], list).await?;
    let mut found = rows.iter().map(read).collect::<Result<Vec<_>>>()?;
    found.sort_by_key(|conversation| ids.iter().position(|id| *id == conversation.id));
    Ok(found)
}

const BY_HITS: &str = "
    select conversation.id, conversation.channel_id, channel.name, conversation.origin, conversation.title,
        conversation.state, conversation.assignee_id, conversation.snoozed_until, conversation.started_at,
        conversation.started_by, '', conversation.first_other_at, conversation.first_staff_at,
        coalesce(message.sent_at, conversation.last_at), message.id, substr(message.text, 1, 1000),
        coalesce(author.name, ''), conversation.messages, conversation.kind, conversation.urgency,
        conversation.language, conversation.merged_into, conversation.version, conversation.language_confidence,
        conversation.opening_signs
    from message
    join conversation
        on conversation.workspace_id = message.workspace_id and conversation.id = message.conversation_id
    join channel on channel.workspace_id = conversation.workspace_id and channel.id = conversation.channel_id
    left join identity as author
        on author.workspace_id = message.workspace_id and author.id = message.identity_id
    where message.workspace_id = $1 and message.id in ({list})
    order by message.id + 0";

/// The conversations of messages, in the order of `ids`: each with that message in the place of its last one, and
/// without the name of who started it.
pub async fn list_by_hits(conn: &mut Conn, seen: &Seen, ids: &[MessageId]) -> Result<Vec<Conversation>> {
    let rows = conn.rows_in(BY_HITS, values![seen.workspace], ids.iter().map(|id| (*id).into()).collect()).await?;
    let mut found = rows.iter().map(read).collect::<Result<Vec<_>>>()?;
    found.sort_by_key(|conversation| ids.iter().position(|id| *id == conversation.last_message));
    Ok(found)
}

fn read(row: &Row) -> Result<Conversation> {
    Ok(Conversation {
        id: ConversationId(row.get(0)?),
        channel: ChannelId(row.get(1)?),
        channel_name: row.get(2)?,
        origin: row.get(3)?,
        title: row.get(4)?,
        state: State::from_number(row.get(5)?)?,
        assignee: row.get::<Option<i64>>(6)?.map(StaffId),
        snoozed_until: row.get::<Option<i64>>(7)?.map(Time),
        started_at: row.get::<Option<i64>>(8)?.map(Time),
        started_by: row.get::<Option<i64>>(9)?.map(IdentityId),
        starter_name: row.get(10)?,
        first_other_at: row.get::<Option<i64>>(11)?.map(Time),
        first_staff_at: row.get::<Option<i64>>(12)?.map(Time),
        last_at: Time(row.get(13)?),
        last_message: MessageId(row.get(14)?),
        last_text: row.get(15)?,
        last_name: row.get(16)?,
        messages: row.get(17)?,
        kind: row.get(18)?,
        urgency: row.get(19)?,
        language: row.get(20)?,
        merged_into: row.get::<Option<i64>>(21)?.map(ConversationId),
        version: row.get(22)?,
        opening: Opening::from_columns(row, 23)?,
    })
}

const MERGED: &str = "
    select id from conversation where workspace_id = $1 and merged_into = $2 order by id limit 1000";

/// Conversations merged into `id`.
pub async fn list_merged(conn: &mut Conn, seen: &Seen, id: ConversationId) -> Result<Vec<ConversationId>> {
    let rows = conn.rows(MERGED, values![seen.workspace, id]).await?;
    rows.iter().map(|row| row.get(0).map(ConversationId)).collect()
}

const WAITING: &str = "
    select id
    from conversation
    where workspace_id = $1 and state = 0 and merged_into is null and first_other_at is null and last_at >= $2
        and kind <> $4
    order by last_at, id
    limit $3";

/// Open conversations that nobody answered, with a message since `since`, advertising left out; who waits
/// longest is first.
pub async fn list_waiting(conn: &mut Conn, seen: &Seen, since: Time, limit: i64) -> Result<Vec<Conversation>> {
    let rows = conn.rows(WAITING, values![seen.workspace, since, limit, Kind::Spam as i64]).await?;
    let ids: Vec<ConversationId> = rows.iter().map(|row| row.get(0).map(ConversationId)).collect::<Result<_>>()?;
    list_by_ids(conn, seen, &ids).await
}

const DUE: &str = "
    select id
    from conversation
    where workspace_id = $1 and snoozed_until is not null and snoozed_until <= $2
    order by snoozed_until, id
    limit 500";

/// Snoozed conversations whose time has come.
pub async fn list_due(conn: &mut Conn, seen: &Seen, now: Time) -> Result<Vec<ConversationId>> {
    let rows = conn.rows(DUE, values![seen.workspace, now]).await?;
    rows.iter().map(|row| row.get(0).map(ConversationId)).collect()
}
