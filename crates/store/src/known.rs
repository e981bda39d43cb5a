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

/// Finds what is there already, and gives a key of its own to each message whose id is another message's.
pub async fn find(
    conn: &mut Conn,
    (workspace, run): (WorkspaceId, RunId),
    messages: &mut [NewMessage],
) -> Result<Known> {
    let own: Vec<Option<Key>> =
        messages.iter().map(|message| message.native_id.as_ref().map(|_| own_key(message))).collect();
    let keys = messages.iter().map(|message| message.key).chain(own.iter().flatten().copied()).collect::<Vec<_>>();
    let stored = load(conn, workspace, &keys).await?;
    let doubts = messages.iter().filter_map(|message| {
        let known = stored.get(&message.key)?;
        (message.native_id.is_some() && known.differs(message, run).leaves_doubt()).then_some(known.id)
    });
    let words = load_words(conn, workspace, &doubts.collect()).await?;
    let (mut first, mut namesakes) = (HashMap::new(), HashSet::new());
    for at in 0..messages.len() {
        let (message, Some(own)) = (&messages[at], own[at]) else { continue };
        let (known, before) =
            (stored.get(&message.key), first.get(&message.key).map(|place: &usize| &messages[*place]));
        let is_another = match (known, before) {
            _ if stored.contains_key(&own) => true,
            (Some(known), _) => known.differs(message, run).is_another(known.has_other_words(&words, message)),
            (None, Some(before)) => {
                differ(before, message).is_another(are_other_words((&before.text, before.deleted), message))
            }
            (None, None) => false,
        };
        if !is_another {
            first.entry(message.key).or_insert(at);
            continue;
        }
        messages[at].key = own;
        if !stored.contains_key(&own) {
            namesakes.insert(own);
        }
    }
    Ok(Known { ids: stored.into_iter().map(|(key, known)| (key, known.id)).collect(), namesakes })
}

/// In what two messages of one id differ, but for their words.
struct Difference {
    author: bool,
    conversation: bool,
    time: Times,
    /// Both came by one run.
    at_once: bool,
}

enum Times {
    /// Or told by two archives, one of which cuts it shorter.
    Same,
    /// As far apart as two zones, told by two archives.
    Zones,
    Other,
    /// One of them has none, or both.
    Unknown {
        both: bool,
    },
}

impl Difference {
    /// Whether the messages are two, if their words are other ones or not. An edit keeps author and time, what was moved too,
    /// a zone that was told wrongly changes the time alone, and another archive of a list may write its own name and footer.
    fn is_another(&self, other_words: bool) -> bool {
        match self.time {
            Times::Same => self.author && other_words && (self.at_once || self.conversation),
            Times::Zones => other_words,
            Times::Other => self.author || other_words,
            Times::Unknown { both: true } => other_words && (self.author || self.conversation || self.at_once),
            Times::Unknown { both: false } => other_words && self.author && self.conversation,
        }
    }

    /// Whether it depends on the words.
    fn leaves_doubt(&self) -> bool {
        self.is_another(true) && !self.is_another(false)
    }
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

    fn differs(&self, message: &NewMessage, run: RunId) -> Difference {
        let at_once = self.run == run;
        Difference {
            author: self.identity != message.identity,
            conversation: self.conversation != message.conversation.id,
            time: times(self.sent_at, message.sent_at, at_once),
            at_once,
        }
    }

    fn has_other_words(&self, words: &HashMap<MessageId, String>, message: &NewMessage) -> bool {
        words.get(&self.id).is_some_and(|words| are_other_words((words, self.deleted), message))
    }
}

/// The same for two messages of one batch.
fn differ(one: &NewMessage, other: &NewMessage) -> Difference {
    Difference {
        author: one.identity != other.identity,
        conversation: one.conversation.id != other.conversation.id,
        time: times(one.sent_at, other.sent_at, true),
        at_once: true,
    }
}

/// Two archives may tell one moment in two zones, which are quarters of an hour apart, and 26 hours at most.
const ZONE_STEP_MICROS: u64 = 15 * 60 * 1_000_000;
const ZONES_MICROS: u64 = 26 * 3_600 * 1_000_000;

const SECOND_MICROS: i64 = 1_000_000;
const MINUTE_MICROS: i64 = 60 * SECOND_MICROS;

/// What an archive left out that told a time like this, in microseconds at most: anything below seconds, or the seconds too.
fn cut_off(earlier: Time) -> u64 {
    let is_minute = earlier.micros().rem_euclid(MINUTE_MICROS) == 0;
    if is_minute { MINUTE_MICROS.unsigned_abs() } else { SECOND_MICROS.unsigned_abs() }
}

fn times(one: Option<Time>, other: Option<Time>, at_once: bool) -> Times {
    let (Some(one), Some(other)) = (one, other) else {
        return Times::Unknown { both: one.is_none() && other.is_none() };
    };
    let apart = one.micros().abs_diff(other.micros());
    let is_zone = !at_once && apart <= ZONES_MICROS && apart.is_multiple_of(ZONE_STEP_MICROS);
    match apart {
        0 => Times::Same,
        _ if !at_once && apart < cut_off(one.min(other)) => Times::Same,
        _ if is_zone => Times::Zones,
        _ => Times::Other,
    }
}

/// What sites show in the place of words that were taken back.
const TAKEN_BACK: [&str; 2] = ["[deleted]", "[removed]"];

/// What was deleted has lost its words, and an attached file has none.
fn are_other_words((words, deleted): (&str, bool), message: &NewMessage) -> bool {
    let (one, other) = (words.trim(), message.text.trim());
    let are_words = |text: &str| !text.is_empty() && !TAKEN_BACK.contains(&text);
    !deleted && !message.deleted && are_words(one) && are_words(other) && one != other
}

/// The key that a message has where its id is another message's: beside that one in the index, and the same after an edit.
fn own_key(message: &NewMessage) -> Key {
    let (author, conversation) = (message.identity.0.to_be_bytes(), message.conversation.id.0.to_be_bytes());
    let sent = message.sent_at.map(|at| at.micros().to_be_bytes());
    let last = sent.as_ref().map_or(message.text.as_bytes(), |sent| sent.as_slice());
    let mut key = Key::of(&[b"namesake", &message.key.0, &author, &conversation, last]);
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
