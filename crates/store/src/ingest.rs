//! Messages on their way in, a batch at a time: each batch is one transaction that leaves
//! messages, readings, index, conversations and counts in step.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};

use model::ids::Key;
use model::{
    Attachment, ChannelId, ConversationId, IdentityId, MessageId, Reaction, RunId, Time, WorkspaceId, message_time,
};

use crate::aggregates::{self, Added, Aggregate, Counted, Opening};
use crate::counts::{DayKey, Deltas, HourKey};
use crate::known::Known;
use crate::{Conn, Result, Value, conversations, identities, reactions, readings, search, values};

/// What a batch brings. Channels, identities and conversations may stand here again although the
/// database knows them.
pub struct Batch {
    pub workspace: WorkspaceId,
    /// 0 for a live channel.
    pub run: RunId,
    pub now: Time,
    /// Conversations whose last message is older stay closed.
    pub open_since: Time,
    pub channels: Vec<NewChannel>,
    pub identities: Vec<NewIdentity>,
    pub messages: Vec<NewMessage>,
}

pub struct NewChannel {
    pub id: ChannelId,
    pub kind: String,
    pub origin: String,
    pub name: String,
}

pub struct NewIdentity {
    pub id: IdentityId,
    pub origin: String,
    pub handle: String,
    pub name: String,
    /// Handle and name, folded for look-ups.
    pub folded: String,
    pub bot: bool,
}

impl NewIdentity {
    /// Whether a source told more of it than its handle.
    pub fn is_named(&self) -> bool {
        self.name != self.handle
    }
}

pub struct NewMessage {
    /// The one that it gets unless another message has it: then the next that is free.
    pub id: MessageId,
    pub key: Key,
    pub conversation: NewConversation,
    pub channel: ChannelId,
    pub identity: IdentityId,
    pub native_id: Option<String>,
    pub reply_to: Option<String>,
    pub sent_at: Option<Time>,
    pub edited_at: Option<Time>,
    pub deleted: bool,
    pub outbound: bool,
    pub text: String,
    pub source: Vec<u8>,
    pub attachments: Vec<Attachment>,
    pub reactions: Vec<Reaction>,
    pub reading: readings::NewReading,
    pub words: String,
    pub facets: String,
}

#[derive(Clone)]
pub struct NewConversation {
    pub id: ConversationId,
    pub origin: String,
    pub key: String,
    pub title: String,
}

/// What became of a batch.
#[derive(Debug, Default)]
pub struct Outcome {
    pub imported: i64,
    pub already: i64,
    /// Of those already there: whose time is another, further off than zones are. They may be of another server.
    pub of_another_time: i64,
    /// Of those imported: whose id at their origin another message has.
    pub namesakes: i64,
}

/// Two copies of a message may tell its time in different zones.
const SAME_TIME_SECONDS: u64 = 2 * 24 * 3600;

/// Lets nothing else come into a workspace, nor anybody be erased there, until the transaction ends.
pub async fn lock(conn: &mut Conn, workspace: WorkspaceId) -> Result<()> {
    crate::dialect::lock_ingest(conn, workspace.0).await
}

/// Writes a batch inside the caller's transaction, which has the [`lock`]; `known` is what [`crate::known::find`] found of it.
pub async fn write(conn: &mut Conn, batch: Batch, known: Known) -> Result<Outcome> {
    let Known { ids: mut known, namesakes } = known;
    let Batch { workspace, run, now, open_since, channels, identities, messages } = batch;
    let mut outcome = Outcome::default();
    let mut fresh: Vec<NewMessage> = Vec::with_capacity(messages.len());
    for message in messages {
        match known.entry(message.key) {
            Entry::Vacant(place) => {
                place.insert(message.id);
                outcome.imported += 1;
                outcome.namesakes += i64::from(namesakes.contains(&message.key));
                fresh.push(message);
            }
            Entry::Occupied(place) => {
                outcome.already += 1;
                outcome.of_another_time += i64::from(are_of_other_times(*place.get(), message.id));
            }
        }
    }
    if fresh.is_empty() {
        return Ok(outcome);
    }
    let ids = free_ids(conn, &fresh).await?;
    let scope = Scope { workspace, run, now, open_since };
    add_channels(conn, &scope, &channels, &fresh).await?;
    identities::add(conn, (workspace, run), &heard(&identities, &fresh)).await?;
    let recount = conversations::add(conn, &scope, joined(&fresh, &ids)).await?;
    crate::counts::add(conn, workspace, &deltas(&fresh)).await?;
    add_messages(conn, &scope, fresh, &ids).await?;
    for conversation in recount {
        aggregates::recount(conn, workspace, conversation).await?;
    }
    Ok(outcome)
}

/// What all rows of a batch share.
pub struct Scope {
    pub workspace: WorkspaceId,
    pub run: RunId,
    pub now: Time,
    pub open_since: Time,
}

/// Whether messages of one key are of two times. Ids tell times; the first day's are of messages without one.
fn are_of_other_times(known: MessageId, found: MessageId) -> bool {
    let (known, found) = (message_time(known), message_time(found));
    let apart = (known.micros() / 1_000_000).abs_diff(found.micros() / 1_000_000);
    known.day() > 0 && found.day() > 0 && apart > SAME_TIME_SECONDS
}

// tidy(workspace): message ids are unique in the whole database
const TAKEN: &str = "select id from message where id in ({list})";
// tidy(workspace): message ids are unique in the whole database
const TAKEN_FROM: &str = "select id from message where id >= $1 and id <= $2 order by id limit 1024";
/// Ids that are looked at together once one is taken.
const TAKEN_AT_ONCE: i64 = 1024;

/// The ids of new messages: each the one that it wishes for, or the next that is free. What has to move takes
/// along those that want to stand behind it.
async fn free_ids(conn: &mut Conn, fresh: &[NewMessage]) -> Result<Vec<MessageId>> {
    let mut taken = HashSet::new();
    for row in conn.rows_in(TAKEN, values![], fresh.iter().map(|message| message.id.into()).collect()).await? {
        taken.insert(row.get::<i64>(0)?);
    }
    let mut ids: Vec<MessageId> = Vec::with_capacity(fresh.len());
    let (mut before, mut looked_at) = (None, i64::MIN..=i64::MIN);
    for MessageId(wish) in fresh.iter().map(|message| message.id) {
        let mut id = match (before, ids.last()) {
            (Some(before), Some(last)) if wish - 1 == before => last.0.saturating_add(1),
            _ => wish,
        };
        while id != wish && !looked_at.contains(&id) || taken.contains(&id) {
            if !looked_at.contains(&id) {
                looked_at = id..=id.saturating_add(TAKEN_AT_ONCE - 1);
                for row in conn.rows(TAKEN_FROM, values![*looked_at.start(), *looked_at.end()]).await? {
                    taken.insert(row.get::<i64>(0)?);
                }
            }
            id += i64::from(taken.contains(&id));
        }
        taken.insert(id);
        ids.push(MessageId(id));
        before = Some(wish);
    }
    Ok(ids)
}

const ADD_CHANNELS: &str = "
    insert into channel (workspace_id, id, kind, origin, name, run_id, version)
    values {rows}
    on conflict (workspace_id, id) do nothing";

async fn add_channels(conn: &mut Conn, scope: &Scope, channels: &[NewChannel], fresh: &[NewMessage]) -> Result<()> {
    let used: HashSet<ChannelId> = fresh.iter().map(|message| message.channel).collect();
    let mut rows = Vec::new();
    for channel in channels.iter().filter(|channel| used.contains(&channel.id)) {
        let (kind, origin, name) = (channel.kind.as_str(), channel.origin.as_str(), channel.name.as_str());
        rows.extend(values![scope.workspace, channel.id, kind, origin, name, scope.run, 0i64]);
    }
    conn.run_many(ADD_CHANNELS, 7, rows).await?;
    Ok(())
}

/// The identities of new messages, with when they were heard in this batch.
fn heard<'a>(identities: &'a [NewIdentity], fresh: &[NewMessage]) -> Vec<identities::Heard<'a>> {
    let mut times: HashMap<IdentityId, (Option<i64>, Option<i64>, i64)> = HashMap::new();
    for message in fresh {
        let entry = times.entry(message.identity).or_default();
        let sent_at = message.sent_at.map(Time::micros);
        entry.0 = [entry.0, sent_at].into_iter().flatten().min();
        entry.1 = [entry.1, sent_at].into_iter().flatten().max();
        entry.2 += 1;
    }
    // In the order of ids: neighbours on a page are written together.
    let mut told: BTreeMap<IdentityId, &NewIdentity> = BTreeMap::new();
    for identity in identities.iter().filter(|identity| times.contains_key(&identity.id)) {
        let known = told.entry(identity.id).or_insert(identity);
        if !known.is_named() {
            *known = identity;
        }
    }
    let heard = |identity: &'a NewIdentity| {
        let (first_at, last_at, messages) = times[&identity.id];
        identities::Heard { identity, first_at, last_at, messages }
    };
    told.into_values().map(heard).collect()
}

/// New messages by conversation, in the order they came.
fn joined<'a>(fresh: &'a [NewMessage], ids: &[MessageId]) -> Vec<conversations::Joined<'a>> {
    let mut places: BTreeMap<ConversationId, usize> = BTreeMap::new();
    let mut joined: Vec<conversations::Joined<'a>> = Vec::new();
    for (message, id) in fresh.iter().zip(ids) {
        let place = *places.entry(message.conversation.id).or_insert_with(|| {
            joined.push(conversations::Joined {
                conversation: &message.conversation,
                channel: message.channel,
                answers: message.reply_to.is_some(),
                messages: Vec::new(),
            });
            joined.len() - 1
        });
        // The title of an answer is its author's words, and goes with nobody who began the conversation.
        if joined[place].conversation.title.is_empty() && message.reply_to.is_none() {
            joined[place].conversation = &message.conversation;
            joined[place].answers = false;
        }
        joined[place].messages.push(Counted {
            message_id: id.0,
            identity_id: message.identity.0,
            sent_at: message.sent_at.map(Time::micros),
            outbound: message.outbound,
            kind: message.reading.kind,
            urgency: message.reading.urgency,
            language: message.reading.language.clone(),
            opening: Opening::of(&message.reading),
        });
    }
    joined
}

fn deltas(fresh: &[NewMessage]) -> Deltas {
    let mut deltas = Deltas::default();
    for message in fresh {
        let Some(sent_at) = message.sent_at else { continue };
        let hour = HourKey {
            hour: sent_at.hour(),
            channel_id: message.channel.0,
            kind: message.reading.kind,
            language: message.reading.language.clone(),
            model: message.reading.model.clone(),
        };
        let count = deltas.hours.entry(hour).or_default();
        count.0 += 1;
        count.1 += message.reading.sentiment;
        let day = DayKey { day: sent_at.day(), channel_id: message.channel.0, identity_id: message.identity.0 };
        *deltas.days.entry(day).or_default() += 1;
    }
    deltas
}

const ADD_MESSAGES: &str = "
    insert into message (
        id, workspace_id, conversation_id, channel_id, identity_id, key, native_id, reply_to,
        sent_at, arrived_at, outbound, deleted, edited_at, text, run_id, version
    )
    values {rows}";
const ADD_SOURCES: &str = "insert into message_source (message_id, workspace_id, record) values {rows}";

async fn add_messages(conn: &mut Conn, scope: &Scope, fresh: Vec<NewMessage>, ids: &[MessageId]) -> Result<()> {
    let mut messages: Vec<Value> = Vec::with_capacity(fresh.len() * 16);
    let mut sources: Vec<Value> = Vec::with_capacity(fresh.len() * 3);
    let mut read: Vec<Value> = Vec::with_capacity(fresh.len() * readings::WIDTH);
    let mut entries = Vec::with_capacity(fresh.len());
    let (mut attached, mut signs) = (Vec::new(), Vec::new());
    for (message, id) in fresh.into_iter().zip(ids) {
        sources.extend(values![*id, scope.workspace, crate::sources::pack(message.source)]);
        readings::push(&mut read, scope.workspace, *id, message.reading);
        reactions::push(&mut signs, scope.workspace, *id, message.reactions);
        entries.push(search::Entry { message_id: id.0, words: message.words, facets: message.facets });
        messages.extend(values![
            *id,
            scope.workspace,
            message.conversation.id,
            message.channel,
            message.identity,
            message.key.0.to_vec(),
            message.native_id,
            message.reply_to,
            message.sent_at,
            scope.now,
            message.outbound,
            message.deleted,
            message.edited_at,
            message.text,
            scope.run,
            0i64,
        ]);
        attached.extend(message.attachments.into_iter().enumerate().map(|(place, file)| (*id, place as i64, file)));
    }
    conn.run_many(ADD_MESSAGES, 16, messages).await?;
    conn.run_many(ADD_SOURCES, 3, sources).await?;
    conn.run_many(readings::ADD, readings::WIDTH, read).await?;
    search::add(conn, scope.workspace, &entries).await?;
    reactions::add(conn, signs).await?;
    crate::attachments::add(conn, scope.workspace, attached).await
}

/// A conversation as the batch found it, or a fresh one.
pub(crate) fn take_in(aggregate: &mut Aggregate, messages: &[Counted]) -> Added {
    let mut added = Added::Whole;
    for message in messages {
        if aggregate.add(message) == Added::NeedsRecount {
            added = Added::NeedsRecount;
        }
    }
    added
}
