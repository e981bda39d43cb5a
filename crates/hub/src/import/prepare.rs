//! From an archive's rows to batches for the database: keys, ids, readings, words and facets.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use archive::{Record, Rows};
use model::ids::{self, Key, Keys};
use model::{Incoming, MessageId, Reaction, ThingKind, Time, WorkspaceId};
use store::ingest::{NewChannel, NewConversation, NewIdentity, NewMessage};
use store::things::NewThing;

use crate::ahead::Sender;
use crate::examples::Examples;
use crate::index::{self, Faceted};
use crate::own::Own;
use crate::reading;

/// Messages of a batch: few enough that SQLite's write lock is held under 50 ms.
const BATCH_ROWS: usize = 128;
/// Text of a batch: long messages make it shorter.
const BATCH_BYTES: usize = 2 << 20;

/// Formats of plain-text mails, whose quotations and signatures are not their author's words.
const MAIL: [&str; 2] = ["mbox", "eml"];
/// Kinds whose conversations have no titles: nobody needs to know who opened one of their millions.
const UNTITLED: [&str; 3] = ["slack", "whatsapp", "irc"];

/// Rows that belong into one transaction.
#[derive(Default)]
pub struct Batch {
    /// Rows of the source, skipped ones included.
    pub rows: i64,
    pub channels: Vec<NewChannel>,
    pub identities: Vec<NewIdentity>,
    pub messages: Vec<NewMessage>,
    pub things: Vec<NewThing>,
    pub skipped: BTreeMap<&'static str, i64>,
    pub warnings: BTreeMap<&'static str, i64>,
}

impl Batch {
    /// Adds the batch that follows.
    pub fn take_in(&mut self, next: Batch) {
        self.rows += next.rows;
        self.channels.extend(next.channels);
        self.identities.extend(next.identities);
        self.messages.extend(next.messages);
        self.things.extend(next.things);
        for (reason, count) in next.skipped {
            *self.skipped.entry(reason).or_default() += count;
        }
        for (warning, count) in next.warnings {
            *self.warnings.entry(warning).or_default() += count;
        }
    }
}

/// What all batches of a run share.
pub struct Pace {
    pub keys: Keys,
    /// The kind of the channels that the archive tells of.
    pub kind: &'static str,
    /// Rows that a cut-off run had dealt with.
    pub skip: u64,
    pub reader: Arc<text::Reader>,
    /// What people said of texts, as it stood when the run began.
    pub examples: Examples,
}

/// Turns all rows into batches and sends them, until the rows or the interest end.
pub fn all(rows: Rows, pace: &Pace, send: &Sender<Batch>) {
    let (mut ordinals, mut equals) = (Ordinals::default(), Equals::default());
    let mut batch = Batch::default();
    let (mut bytes, mut known) = (0, Known::default());
    for (index, row) in rows.enumerate() {
        let done = (index as u64) < pace.skip;
        match row {
            Ok(record) if record.message.thing.is_some() => {
                if done {
                    continue;
                }
                for warning in record.warnings.iter() {
                    *batch.warnings.entry(warning.word()).or_default() += 1;
                }
                let thing = new_thing(pace.keys.workspace, record.message);
                bytes += thing.as_ref().map_or(0, |thing| thing.record.len() + thing.source.len());
                batch.things.extend(thing);
            }
            Ok(record) => {
                let key = key(pace.keys, &record.message, &mut ordinals);
                let id = equals.id(pace.keys, record.message.sent, &key);
                let opens = known.opens(pace, &record.message);
                if done {
                    continue;
                }
                for warning in record.warnings.iter() {
                    *batch.warnings.entry(warning.word()).or_default() += 1;
                }
                bytes += weight(&record.message);
                let fresh = Fresh { record, key, id, opens };
                add(&mut batch, pace, fresh, &mut known);
            }
            Err(_) if done => continue,
            Err(skip) => *batch.skipped.entry(skip.reason.word()).or_default() += 1,
        }
        batch.rows += 1;
        if batch.rows as usize >= BATCH_ROWS || bytes >= BATCH_BYTES {
            known.batch.clear();
            known.named.clear();
            if send.send(std::mem::take(&mut batch), std::mem::take(&mut bytes)).is_err() {
                return; // the writer gave up and says why itself
            }
        }
    }
    if batch.rows > 0 {
        // A closed channel means that the writer gave up, and it says why itself.
        drop(send.send(batch, bytes));
    }
}

/// Bytes that a message brings into its batch.
fn weight(message: &Incoming) -> usize {
    let files = message.attachments.iter().filter_map(|file| file.bytes.as_ref()).map(Vec::len).sum::<usize>();
    let title = message.title.as_ref().map_or(0, String::len);
    files + title + message.text.len() + message.source.len() + message.channel.len() + message.conversation.len()
}

/// What came before in this source.
#[derive(Default)]
struct Known {
    /// Channels and identities of this batch.
    batch: HashSet<i64>,
    /// Those of its identities whose name was told.
    named: HashSet<i64>,
    /// Conversations, of all batches. There may be millions: a tree takes half the memory of a table that doubles.
    opened: BTreeSet<i64>,
}

impl Known {
    /// Whether a message is the first of its conversation here and answers none: the title is then its
    /// author's words too.
    fn opens(&mut self, pace: &Pace, message: &Incoming) -> bool {
        if UNTITLED.contains(&pace.kind) {
            debug_assert!(message.title.is_none(), "{} tells titles", pace.kind);
            return false;
        }
        let conversation = pace.keys.conversation(&message.origin, &message.conversation);
        self.opened.insert(conversation.0) && message.reply_to.is_none()
    }
}

/// How often the same content without an id came before, in this source.
#[derive(Default)]
struct Ordinals(HashMap<[u8; 8], u32>);

/// A message's natural key: its id at its origin, or else what it says and which of its equals it is.
fn key(keys: Keys, message: &Incoming, ordinals: &mut Ordinals) -> Key {
    if let Some(native_id) = &message.native_id {
        return keys.message(&message.origin, native_id);
    }
    let (workspace, origin) = (keys.workspace.0.to_be_bytes(), message.origin.as_bytes());
    let sent = message.sent.map_or(i64::MIN, Time::micros).to_be_bytes();
    let parts: [&[u8]; 7] = [
        b"content",
        &workspace,
        origin,
        message.conversation.as_bytes(),
        message.author.handle.as_bytes(),
        &sent,
        message.text.as_bytes(),
    ];
    let content = Key::of(&parts);
    let mut short = [0; 8];
    short.copy_from_slice(&content.0[..8]);
    let ordinal = ordinals.0.entry(short).or_default();
    *ordinal += 1;
    keys.content(&[&content.0, &ordinal.to_be_bytes()], message.sent)
}

/// Messages that are kept in a row by their ids: longer rows would stand in each other's way.
const EQUALS_MAX: i64 = 1024;

/// Messages of one time that follow one another in a source: many sources know minutes only, and tell the
/// order by the place.
#[derive(Default)]
struct Equals {
    ms: i64,
    first: i64,
    count: i64,
}

impl Equals {
    /// The id that a message wishes for: behind that of the message before it, when their times are equal.
    fn id(&mut self, keys: Keys, sent: Option<Time>, key: &Key) -> MessageId {
        let sent = sent.unwrap_or_default();
        if self.count == 0 || self.count == EQUALS_MAX || self.ms != sent.millis() {
            *self = Equals { ms: sent.millis(), first: keys.message_id(sent, key).0, count: 0 };
        }
        self.count += 1;
        MessageId(self.first.saturating_add(self.count - 1))
    }
}

/// A message on its way into a batch.
struct Fresh {
    record: Record,
    key: Key,
    id: MessageId,
    opens: bool,
}

fn add(batch: &mut Batch, pace: &Pace, fresh: Fresh, known: &mut Known) {
    let Fresh { record: Record { message, .. }, key, id, opens } = fresh;
    let keys = pace.keys.workspace;
    let channel = ids::channel_id(keys, &message.origin, &message.channel);
    let identity = ids::identity_id(keys, &message.origin, &message.author.handle);
    if known.batch.insert(channel.0) {
        let (kind, origin, name) = (pace.kind.to_owned(), message.origin.clone(), message.channel.clone());
        batch.channels.push(NewChannel { id: channel, kind, origin, name });
    }
    let told = |name: &String| !name.trim().is_empty() && *name != message.author.handle;
    let named = message.author.name.as_ref().is_some_and(told);
    if known.batch.insert(identity.0) | (named && known.named.insert(identity.0)) {
        batch.identities.push(new_identity(identity, &message));
    }
    let title = message.title.as_deref().unwrap_or("");
    let said = if opens { title } else { "" };
    let is_mail = MAIL.contains(&pace.kind);
    let read = if is_mail { reading::read_mail } else { reading::read };
    let mut reading = read(&pace.reader, said, &message.text);
    if !pace.examples.is_empty() {
        let own = if is_mail { Own::of(&message.text) } else { None };
        pace.examples.apply(own.as_ref().map_or(&message.text, |own| &own.words), &mut reading);
    }
    let facets = index::facets(&Faceted {
        channel,
        identity,
        kind: reading.kind,
        language: &reading.language,
        text: &message.text,
        has_file: !message.attachments.is_empty(),
    });
    batch.messages.push(NewMessage {
        id,
        key,
        conversation: NewConversation {
            id: pace.keys.conversation(&message.origin, &message.conversation),
            origin: message.origin.clone(),
            key: message.conversation.clone(),
            title: title.to_owned(),
        },
        channel,
        identity,
        words: index::words(said, &message.text),
        facets,
        reading,
        native_id: message.native_id,
        reply_to: message.reply_to,
        sent_at: message.sent,
        edited_at: message.edited,
        deleted: message.deleted,
        outbound: false,
        text: message.text,
        source: message.source,
        attachments: message.attachments,
        reactions: message.reactions.into_iter().filter(is_told).collect(),
    });
}

/// Sources list signs that everybody took back with a count of none.
fn is_told(sign: &Reaction) -> bool {
    sign.count > 0 && !sign.name.trim().is_empty()
}

/// A thing as the store keeps it: the whole as JSON beside the source record.
fn new_thing(workspace: WorkspaceId, mut message: Incoming) -> Option<NewThing> {
    let kind = message.thing.as_ref()?.kind;
    let source = std::mem::take(&mut message.source);
    let record = serde_json::to_vec(&message).expect("strings, numbers and lists are always JSON");
    let subject = message.native_id.clone().unwrap_or_default();
    let handle = message.author.handle.clone();
    let id = ids::thing_id(workspace, (kind.word(), &message.origin, &subject), &record);
    let known = kind == ThingKind::Contact && !handle.is_empty();
    let identity = known.then(|| new_identity(ids::identity_id(workspace, &message.origin, &handle), &message));
    let name = message.title.clone().or(message.author.name).unwrap_or_default();
    let (kind, origin, at) = (kind.word(), message.origin, message.sent);
    Some(NewThing { id, kind, origin, subject, handle, name, at, record, source, identity })
}

fn new_identity(id: model::IdentityId, message: &Incoming) -> NewIdentity {
    let handle = message.author.handle.clone();
    let name = message.author.name.clone().filter(|name| !name.trim().is_empty()).unwrap_or_else(|| handle.clone());
    let folded = index::folded(&name, &handle);
    NewIdentity { id, origin: message.origin.clone(), handle, name, folded, bot: message.author.bot }
}
