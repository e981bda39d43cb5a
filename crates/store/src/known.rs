//! What of a batch is there already. An id at an origin says so, unless its message is plainly another: archives use
//! numbers twice.

use std::collections::{HashMap, HashSet};

use model::ids::Key;
use model::{ConversationId, IdentityId, MessageId, RunId, Time, WorkspaceId};

use crate::ingest::NewMessage;
use crate::{Conn, Result, Row, values};

/// The messages of a batch that are there, by key.
#[derive(Debug, Default)]
pub struct Known {
    pub(crate) ids: HashMap<Key, MessageId>,
    /// New messages whose id at their origin another message has.
    pub(crate) namesakes: HashSet<Key>,
}

const BY_KEYS: &str = "
    select key, id, identity_id, conversation_id, sent_at, deleted, run_id
    from message
    where workspace_id = $1 and key in ({list})";

/// A message as far as it tells which one it is; its words are looked up where the rest leaves a doubt.
struct Stored {
    id: MessageId,
    identity: IdentityId,
    conversation: ConversationId,
    sent_at: Option<Time>,
    deleted: bool,
    run: RunId,
}

/// Finds what is there already, and gives a key of its own to each message whose id is another message's. Such a
/// namesake has other words and another time (or neither has any), and either another author or conversation, or it
/// came by this same run: an edit told by a later archive stays the message that it edits.
pub async fn find(
    conn: &mut Conn,
    (workspace, run): (WorkspaceId, RunId),
    messages: &mut [NewMessage],
) -> Result<Known> {
    let keys: Vec<Key> = messages.iter().map(|message| message.key).collect();
    let stored = load(conn, workspace, &keys).await?;
    let doubts = messages.iter().filter_map(|message| {
        let known = stored.get(&message.key)?;
        (message.native_id.is_some() && known.leaves_doubt(message, run)).then_some(known.id)
    });
    let words = load_words(conn, workspace, &doubts.collect()).await?;
    let (mut first, mut namesakes) = (HashMap::new(), Vec::new());
    for at in 0..messages.len() {
        let (before, message) = (&messages[..at], &messages[at]);
        let is_namesake = message.native_id.is_some()
            && match (stored.get(&message.key), first.get(&message.key)) {
                (Some(known), _) => known.leaves_doubt(message, run) && known.has_other_words(&words, message),
                (None, Some(place)) => is_namesake_of(&before[*place], message),
                (None, None) => false,
            };
        if is_namesake {
            let key = namesake(message);
            messages[at].key = key;
            namesakes.push(key);
        } else {
            first.entry(message.key).or_insert(at);
        }
    }
    let mut ids: HashMap<Key, MessageId> = stored.iter().map(|(key, known)| (*key, known.id)).collect();
    ids.extend(load(conn, workspace, &namesakes).await?.into_iter().map(|(key, known)| (key, known.id)));
    let namesakes = namesakes.into_iter().filter(|key| !ids.contains_key(key)).collect();
    Ok(Known { ids, namesakes })
}

impl Stored {
    fn read(row: &Row) -> Result<Stored> {
        Ok(Stored {
            id: MessageId(row.get(1)?),
            identity: IdentityId(row.get(2)?),
            conversation: ConversationId(row.get(3)?),
            sent_at: row.get::<Option<i64>>(4)?.map(Time),
            deleted: row.get(5)?,
            run: RunId(row.get(6)?),
        })
    }

    /// Whether all but the words speaks for another message.
    fn leaves_doubt(&self, message: &NewMessage, run: RunId) -> bool {
        let elsewhere = self.identity != message.identity || self.conversation != message.conversation.id;
        (elsewhere || self.run == run) && are_other_times(self.sent_at, message.sent_at)
    }

    fn has_other_words(&self, words: &HashMap<MessageId, String>, message: &NewMessage) -> bool {
        words.get(&self.id).is_some_and(|words| are_other_words((words, self.deleted), message))
    }
}

/// The same for two messages of one batch, which are of one run.
fn is_namesake_of(first: &NewMessage, message: &NewMessage) -> bool {
    are_other_times(first.sent_at, message.sent_at) && are_other_words((&first.text, first.deleted), message)
}

/// A time that only one of two tells is no sign.
fn are_other_times(one: Option<Time>, other: Option<Time>) -> bool {
    one.is_some() == other.is_some() && (one.is_none() || one != other)
}

/// What was deleted has lost its words, and an attached file has none.
fn are_other_words((words, deleted): (&str, bool), message: &NewMessage) -> bool {
    let (one, other) = (words.trim(), message.text.trim());
    !deleted && !message.deleted && !one.is_empty() && !other.is_empty() && one != other
}

/// The key of a message whose id another has: beside that one in the index.
fn namesake(message: &NewMessage) -> Key {
    let (author, sent) = (message.identity.0.to_be_bytes(), message.sent_at.unwrap_or_default().micros().to_be_bytes());
    let mut key = Key::of(&[b"namesake", &message.key.0, &author, &sent, message.text.as_bytes()]);
    key.0[..2].copy_from_slice(&message.key.0[..2]);
    key
}

async fn load(conn: &mut Conn, workspace: WorkspaceId, keys: &[Key]) -> Result<HashMap<Key, Stored>> {
    let list = keys.iter().map(|key| key.0.to_vec().into()).collect();
    let rows = conn.rows_in(BY_KEYS, values![workspace], list).await?;
    let mut found = HashMap::with_capacity(rows.len());
    for row in rows {
        let bytes: Vec<u8> = row.get(0)?;
        let key = bytes.try_into().map_err(|_| crate::Error::Damaged("a message's key".to_owned()))?;
        found.insert(Key(key), Stored::read(&row)?);
    }
    Ok(found)
}

const WORDS: &str = "select id, text from message where workspace_id = $1 and id in ({list})";

async fn load_words(
    conn: &mut Conn,
    workspace: WorkspaceId,
    ids: &HashSet<MessageId>,
) -> Result<HashMap<MessageId, String>> {
    let list = ids.iter().map(|id| (*id).into()).collect();
    let rows = conn.rows_in(WORDS, values![workspace], list).await?;
    rows.iter().map(|row| Ok((MessageId(row.get(0)?), row.get(1)?))).collect()
}
