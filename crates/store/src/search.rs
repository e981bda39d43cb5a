//! Writing and asking the index of words and facets; the two databases differ behind one face.

pub(crate) mod postgres;
pub(crate) mod sqlite;

use std::collections::{BTreeMap, HashSet};

use model::{IdentityId, MessageId, Time, WorkspaceId, message_id_floor, message_time};

use crate::{Conn, Result, Row, Value, values};

/// A search in the index's own terms. Words are tokens of `text::tokens`; facets are words of
/// another alphabet (`kbug`, `len`, `w5`) that name what a message is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    Word(String),
    /// Words that start so.
    Prefix(String),
    /// Words that follow each other.
    Phrase(Vec<String>),
    Facet(String),
    All(Vec<Term>),
    Any(Vec<Term>),
    /// The first but not the second.
    Except(Box<Term>, Box<Term>),
}

/// The facet that every message carries.
pub const EVERYTHING: &str = "w";

/// The facet of who wrote a message. SQLite finds by it what somebody wrote, so every message carries its own.
pub fn author(identity: IdentityId) -> String {
    format!("a{identity}")
}

/// What the index holds of one message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    pub message_id: i64,
    /// Tokens in their order, separated by a space.
    pub words: String,
    /// Facets, separated by a space.
    pub facets: String,
}

/// The part of the archive that a search covers: ids from `from` on and before `before`.
#[derive(Clone, Copy, Debug)]
pub struct Range {
    pub from: MessageId,
    pub before: MessageId,
}

/// The newest ids in `range` that match, at most `limit`, newest first.
pub async fn list_newest(
    conn: &mut Conn,
    workspace: WorkspaceId,
    (term, range): (&Term, Range),
    limit: i64,
) -> Result<Vec<MessageId>> {
    let scope = scope(workspace);
    let (sql, question) = if conn.is_postgres() {
        (postgres::NEWEST, postgres::question(term, &scope))
    } else {
        (sqlite::NEWEST, sqlite::question(term, &scope))
    };
    let rows = conn.rows(sql, values![question, range.from, range.before, limit]).await?;
    rows.iter().map(|row| row.get(0).map(MessageId)).collect()
}

const POSTGRES_NEWEST_OF: &str = "
    select id
    from message
    where workspace_id = $1 and id < $2 and identity_id in ({list})
    order by id desc
    limit $3";

/// The newest messages that identities wrote before `before`, newest first, at most `limit`.
pub(crate) async fn list_newest_of(
    conn: &mut Conn,
    workspace: WorkspaceId,
    (identities, before): (&[IdentityId], MessageId),
    limit: i64,
) -> Result<Vec<MessageId>> {
    if conn.is_postgres() {
        let list = identities.iter().map(|id| (*id).into()).collect();
        let rows = conn.rows_in(POSTGRES_NEWEST_OF, values![workspace, before, limit], list).await?;
        return rows.iter().map(|row| row.get(0).map(MessageId)).collect();
    }
    if identities.is_empty() {
        return Ok(Vec::new());
    }
    let authors = identities.iter().map(|identity| Term::Facet(author(*identity))).collect();
    let range = Range { from: MessageId(i64::MIN), before };
    list_newest(conn, workspace, (&Term::Any(authors), range), limit).await
}

/// How many of the newest are looked at for the latest.
const LATEST_OF: i64 = 50;
const LATEST: &str = "select max(sent_at) from message where workspace_id = $1 and id in ({list})";

/// When what an identity wrote last was sent; nothing where only a look at all of it tells. Ids are in the order of
/// time but for messages of the same millisecond, which may push each other a little ahead.
pub(crate) async fn find_latest(conn: &mut Conn, workspace: WorkspaceId, identity: IdentityId) -> Result<Option<i64>> {
    let newest = list_newest_of(conn, workspace, (&[identity], MessageId(i64::MAX)), LATEST_OF).await?;
    let Some(time) = newest.first().map(|id| message_time(*id)).filter(|time| time.day() > 0) else {
        return Ok(None); // without a time, or before 1970
    };
    let floor = message_id_floor(Time(time.micros() - 1_000));
    let near: Vec<Value> = newest.iter().filter(|id| **id >= floor).map(|id| (*id).into()).collect();
    if near.len() as i64 == LATEST_OF {
        return Ok(None);
    }
    match conn.rows_in(LATEST, values![workspace], near).await?.first() {
        Some(row) => row.get(0),
        None => Ok(None),
    }
}

const POSTGRES_ANY: &str = "select 1 from message where workspace_id = $1 and identity_id in ({list}) limit 1";

/// Whether any message is of one of these identities.
pub(crate) async fn have_written(conn: &mut Conn, workspace: WorkspaceId, identities: &[i64]) -> Result<bool> {
    let list = identities.iter().map(|id| (*id).into()).collect();
    if conn.is_postgres() {
        return Ok(!conn.rows_in(POSTGRES_ANY, values![workspace], list).await?.is_empty());
    }
    if identities.is_empty() {
        return Ok(false);
    }
    let authors = identities.iter().map(|identity| Term::Facet(author(IdentityId(*identity)))).collect();
    let question = sqlite::question(&Term::Any(authors), &scope(workspace));
    Ok(!conn.rows_in(sqlite::ANY, values![question], list).await?.is_empty())
}

const POSTGRES_HEARD: &str = "
    select min(sent_at), max(sent_at), count(*), identity_id
    from message
    where workspace_id = $1 and identity_id in ({list})
    group by identity_id";

/// When identities were first and last heard, and how often; those never heard too.
pub(crate) async fn load_heard(
    conn: &mut Conn,
    workspace: WorkspaceId,
    identities: &[IdentityId],
) -> Result<BTreeMap<i64, Heard>> {
    let mut found: BTreeMap<i64, Heard> = identities.iter().map(|identity| (identity.0, Heard::default())).collect();
    if conn.is_postgres() {
        let list = identities.iter().map(|id| (*id).into()).collect();
        for row in conn.rows_in(POSTGRES_HEARD, values![workspace], list).await? {
            found.insert(row.get(3)?, heard_of(&row)?);
        }
        return Ok(found);
    }
    for (identity, heard) in &mut found {
        let author = sqlite::question(&Term::Facet(author(IdentityId(*identity))), &scope(workspace));
        if let Some(row) = conn.find(sqlite::HEARD, values![author]).await? {
            *heard = heard_of(&row)?;
        }
    }
    Ok(found)
}

fn heard_of(row: &Row) -> Result<Heard> {
    Ok(Heard { first_at: row.get(0)?, last_at: row.get(1)?, messages: row.get(2)? })
}

/// When somebody was heard. Times are UTC microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Heard {
    pub first_at: Option<i64>,
    pub last_at: Option<i64>,
    pub messages: i64,
}

/// What each word and facet of a workspace begins with in the index. So a question reads only its own
/// workspace's lists, and need not compare them with the list of all messages of that workspace, which is long.
/// The sign is a letter to SQLite's tokenizer, and no id holds it.
fn scope(workspace: WorkspaceId) -> String {
    format!("{workspace}\u{2d0}")
}

/// How much of one message the index takes: PostgreSQL refuses a message whose words and positions fill a MiB.
const ENTRY_BYTES_MAX: usize = 900_000;
/// What PostgreSQL keeps beside a word at most: its sign or a byte of padding, the number of positions, the first one.
const WORD_EXTRA_BYTES: usize = 6;
/// What each further position of a word takes.
const POSITION_BYTES: usize = 2;
/// PostgreSQL keeps no position beyond this one, so later words are found but not in phrases.
const POSITION_MAX: usize = 16_383;

/// What the index takes of an entry.
struct Kept<'a> {
    message_id: i64,
    words: &'a str,
    facets: &'a str,
}

impl<'a> Kept<'a> {
    /// All facets, and the first words up to [`ENTRY_BYTES_MAX`], so that both databases find the same.
    fn of(entry: &'a Entry, scope: &str) -> Kept<'a> {
        let whole = Kept { message_id: entry.message_id, words: &entry.words, facets: &entry.facets };
        let extra = scope.len() + WORD_EXTRA_BYTES;
        // The worst case: words of one letter, each two bytes with its space.
        if (entry.words.len() + entry.facets.len() + 2) / 2 * (extra + 1) <= ENTRY_BYTES_MAX {
            return whole;
        }
        let mut left = ENTRY_BYTES_MAX;
        for facet in entry.facets.split(' ') {
            left = left.saturating_sub(facet.len() + extra);
        }
        let (mut known, mut end) = (HashSet::new(), 0);
        for (index, word) in entry.words.split(' ').enumerate() {
            let bytes = match known.insert(word) {
                true => word.len() + extra,
                false if index < POSITION_MAX => POSITION_BYTES,
                false => 0,
            };
            if bytes > left {
                return Kept { words: entry.words[..end].trim_end(), ..whole };
            }
            left -= bytes;
            end = (end + word.len() + 1).min(entry.words.len());
        }
        whole
    }
}

/// Adds entries for new messages. SQLite's index writes a part of its own whenever an id is lower than the one
/// before, so they go in by their ids.
pub(crate) async fn add(conn: &mut Conn, workspace: WorkspaceId, entries: &[Entry]) -> Result<()> {
    let scope = scope(workspace);
    let mut kept: Vec<Kept> = entries.iter().map(|entry| Kept::of(entry, &scope)).collect();
    kept.sort_unstable_by_key(|entry| entry.message_id);
    if conn.is_postgres() { postgres::add(conn, &kept, &scope).await } else { sqlite::add(conn, &kept, &scope).await }
}

/// Replaces the entry of one message.
pub async fn replace(conn: &mut Conn, workspace: WorkspaceId, entry: &Entry) -> Result<()> {
    remove(conn, &[entry.message_id]).await?;
    add(conn, workspace, std::slice::from_ref(entry)).await
}

/// Forgets messages.
pub(crate) async fn remove(conn: &mut Conn, message_ids: &[i64]) -> Result<()> {
    let sql = if conn.is_postgres() { postgres::REMOVE } else { sqlite::REMOVE };
    conn.run_in(sql, values![], message_ids.iter().map(|id| (*id).into()).collect()).await?;
    Ok(())
}
