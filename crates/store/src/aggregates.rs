//! What a conversation's row says of its messages, kept as they arrive and recomputed alike.

use std::collections::BTreeMap;

use model::{ConversationId, IdentityId, WorkspaceId};

use crate::readings::NewReading;
use crate::search::{self, Heard};
use crate::{Conn, Result, Row, Value, values};

/// One message, as far as its conversation counts it.
#[derive(Clone, Debug)]
pub struct Counted {
    pub message_id: i64,
    pub identity_id: i64,
    pub sent_at: Option<i64>,
    pub outbound: bool,
    pub kind: i64,
    pub urgency: i64,
    pub language: String,
    pub opening: Opening,
}

/// How a message's kind and language are known. A conversation keeps that of its first message, so that a list need not
/// look for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    /// In 1/10,000.
    pub language_confidence: i64,
    pub is_unsure: bool,
    pub kind_by_person: bool,
    pub language_by_person: bool,
}

/// What `conversation.opening_signs` is the sum of.
const UNSURE: i64 = 1;
const KIND_BY_PERSON: i64 = 2;
const LANGUAGE_BY_PERSON: i64 = 4;

impl Opening {
    /// Of a message that nobody has corrected.
    pub fn of(reading: &NewReading) -> Opening {
        let example = reading.of_example();
        let by_example = |part: &str| example.as_ref().is_some_and(|example| example.has(part));
        Opening {
            language_confidence: reading.language_confidence,
            is_unsure: reading.kinds.starts_with('?'),
            kind_by_person: by_example("kind"),
            language_by_person: by_example("language"),
        }
    }

    fn signs(self) -> i64 {
        let signs = [
            (self.is_unsure, UNSURE),
            (self.kind_by_person, KIND_BY_PERSON),
            (self.language_by_person, LANGUAGE_BY_PERSON),
        ];
        signs.into_iter().filter(|(is_so, _)| *is_so).map(|(_, sign)| sign).sum()
    }

    /// Reads the columns `language_confidence, opening_signs` from `at` on.
    pub(crate) fn from_columns(row: &Row, at: usize) -> Result<Opening> {
        let signs: i64 = row.get(at + 1)?;
        Ok(Opening {
            language_confidence: row.get(at)?,
            is_unsure: signs & UNSURE != 0,
            kind_by_person: signs & KIND_BY_PERSON != 0,
            language_by_person: signs & LANGUAGE_BY_PERSON != 0,
        })
    }
}

/// What a conversation's row says of its messages. Times are UTC microseconds; a message without
/// a time counts in `messages` and `urgency` only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aggregate {
    pub started_at: Option<i64>,
    pub started_by: Option<i64>,
    pub first_other_at: Option<i64>,
    pub first_other_by: Option<i64>,
    pub first_staff_at: Option<i64>,
    pub last_at: i64,
    pub last_message_id: i64,
    pub last_by: i64,
    pub messages: i64,
    pub kind: i64,
    pub urgency: i64,
    pub language: String,
    pub opening: Opening,
}

/// Whether an aggregate could take a message in as it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    Whole,
    /// The message is older than the conversation's start: only a recount knows the first answer.
    NeedsRecount,
}

impl Aggregate {
    /// Takes in one more message. Of messages at the same moment the first to come stays first.
    pub fn add(&mut self, message: &Counted) -> Added {
        self.messages += 1;
        self.urgency = self.urgency.max(message.urgency);
        if self.messages == 1 {
            self.open(message);
        }
        if message.message_id >= self.last_message_id {
            self.last_message_id = message.message_id;
            self.last_at = message.sent_at.unwrap_or(0);
            self.last_by = message.identity_id;
        }
        let Some(sent_at) = message.sent_at else { return Added::Whole };
        if message.outbound && self.first_staff_at.is_none_or(|known| sent_at < known) {
            self.first_staff_at = Some(sent_at);
        }
        match self.started_at {
            None => self.start(message, sent_at),
            Some(started_at) if sent_at < started_at => return Added::NeedsRecount,
            Some(_) if self.started_by == Some(message.identity_id) => {}
            Some(_) if self.first_other_at.is_none_or(|known| sent_at < known) => {
                self.first_other_at = Some(sent_at);
                self.first_other_by = Some(message.identity_id);
            }
            Some(_) => {}
        }
        Added::Whole
    }

    fn start(&mut self, message: &Counted, sent_at: i64) {
        self.started_at = Some(sent_at);
        self.started_by = Some(message.identity_id);
        self.open(message);
    }

    fn open(&mut self, message: &Counted) {
        self.kind = message.kind;
        self.language.clone_from(&message.language);
        self.opening = message.opening;
    }

    pub(crate) fn values(&self) -> Vec<Value> {
        values![
            self.started_at,
            self.started_by,
            self.first_other_at,
            self.first_other_by,
            self.first_staff_at,
            self.last_at,
            self.last_message_id,
            self.last_by,
            self.messages,
            self.kind,
            self.urgency,
            self.language.as_str(),
            self.opening.language_confidence,
            self.opening.signs(),
        ]
    }
}

/// Conversations joined to `$2`, itself included, and their messages in the order of time. Of
/// messages at the same moment the one with the smaller native id is first. Two questions, since one with
/// an `or` reads all conversations where SQLite has not yet counted its tables.
const MESSAGES: &str = "
    select message.id, message.identity_id, message.sent_at, message.outbound,
        coalesce(correction.kind, reading.kind), coalesce(correction.urgency, reading.urgency),
        coalesce(correction.language, reading.language), reading.language_confidence, substr(reading.kinds, 1, 1),
        substr(reading.evidence, 1, 120), correction.kind, correction.language
    from message
    join reading on reading.message_id = message.id
    left join correction
        on correction.workspace_id = message.workspace_id and correction.message_id = message.id
    where message.workspace_id = $1
        and message.conversation_id in (
            select cast($2 as bigint)
            union all
            select conversation.id
            from conversation
            where conversation.workspace_id = $1 and conversation.merged_into = $2
        )
    order by message.sent_at nulls last, length(message.native_id) nulls last, message.native_id nulls last, message.id
    limit 1000000";
const WRITE: &str = "
    update conversation
    set started_at = $3, started_by = $4, first_other_at = $5, first_other_by = $6, first_staff_at = $7,
        last_at = $8, last_message_id = $9, last_by = $10, messages = $11, kind = $12, urgency = $13, language = $14,
        language_confidence = $15, opening_signs = $16
    where workspace_id = $1 and id = $2";

/// Computes a conversation's aggregate anew from its messages and those merged into it.
pub async fn recount(conn: &mut Conn, workspace: WorkspaceId, id: ConversationId) -> Result<Aggregate> {
    let mut aggregate = Aggregate::default();
    for row in conn.rows(MESSAGES, values![workspace, id]).await? {
        aggregate.add(&Counted {
            message_id: row.get(0)?,
            identity_id: row.get(1)?,
            sent_at: row.get(2)?,
            outbound: row.get(3)?,
            kind: row.get(4)?,
            urgency: row.get(5)?,
            language: row.get(6)?,
            opening: opening(&row)?,
        });
    }
    let mut bound = values![workspace, id];
    bound.extend(aggregate.values());
    conn.run(WRITE, bound).await?;
    Ok(aggregate)
}

fn opening(row: &Row) -> Result<Opening> {
    let evidence = row.get(9)?;
    let read = NewReading { language_confidence: row.get(7)?, kinds: row.get(8)?, evidence, ..NewReading::default() };
    let machine = Opening::of(&read);
    Ok(Opening {
        kind_by_person: machine.kind_by_person || row.get::<Option<i64>>(10)?.is_some(),
        language_by_person: machine.language_by_person || row.get::<Option<String>>(11)?.is_some(),
        ..machine
    })
}

const WRITE_IDENTITY: &str = "
    update identity set first_at = $3, last_at = $4, messages = $5 where workspace_id = $1 and id = $2";

/// Computes anew when identities were first and last heard and how often.
pub async fn recount_identities(conn: &mut Conn, workspace: WorkspaceId, ids: &[IdentityId]) -> Result<()> {
    for (id, heard) in search::load_heard(conn, workspace, ids).await? {
        let bound = values![workspace, id, heard.first_at, heard.last_at, heard.messages];
        conn.run(WRITE_IDENTITY, bound).await?;
    }
    Ok(())
}

/// What an identity loses: how many messages, and when the first and the last of them that have a time were sent.
#[derive(Default)]
pub(crate) struct Lost {
    pub(crate) messages: i64,
    pub(crate) first_at: Option<i64>,
    pub(crate) last_at: Option<i64>,
}

impl Lost {
    pub(crate) fn add(&mut self, sent_at: Option<i64>) {
        self.messages += 1;
        self.first_at = [self.first_at, sent_at].into_iter().flatten().min();
        self.last_at = [self.last_at, sent_at].into_iter().flatten().max();
    }
}

const KEPT: &str = "select id, first_at, last_at, messages from identity where workspace_id = $1 and id in ({list})";

/// Takes messages that are gone off what is kept of their authors. Only who loses the first of several messages is
/// counted anew, since somebody may have written a million.
pub(crate) async fn subtract_identities(
    conn: &mut Conn,
    workspace: WorkspaceId,
    lost: &BTreeMap<i64, Lost>,
) -> Result<()> {
    let list = lost.keys().map(|id| (*id).into()).collect();
    let mut recount = Vec::new();
    for row in conn.rows_in(KEPT, values![workspace], list).await? {
        let id: i64 = row.get(0)?;
        let kept = Heard { first_at: row.get(1)?, last_at: row.get(2)?, messages: row.get(3)? };
        match without(conn, workspace, (IdentityId(id), kept), &lost[&id]).await? {
            Some(left) => {
                conn.run(WRITE_IDENTITY, values![workspace, id, left.first_at, left.last_at, left.messages]).await?;
            }
            None => recount.push(IdentityId(id)),
        }
    }
    recount_identities(conn, workspace, &recount).await
}

/// What is left of an identity, or nothing where only a look at all its messages tells.
async fn without(
    conn: &mut Conn,
    workspace: WorkspaceId,
    (id, kept): (IdentityId, Heard),
    lost: &Lost,
) -> Result<Option<Heard>> {
    let messages = kept.messages - lost.messages;
    if messages == 0 {
        return Ok(Some(Heard::default()));
    }
    let is_first = |at: i64| kept.first_at.is_none_or(|first| at <= first);
    if messages < 0 || lost.first_at.is_some_and(is_first) {
        return Ok(None);
    }
    let last_at = if lost.last_at < kept.last_at {
        kept.last_at
    } else {
        match search::find_latest(conn, workspace, id).await? {
            Some(latest) => Some(latest),
            None => return Ok(None),
        }
    };
    Ok(Some(Heard { messages, last_at, ..kept }))
}
