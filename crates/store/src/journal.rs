//! The log of all decisions: entries commit with their change, and are sealed into a chain after.

use model::{Actor, EntryId, Seen, StaffId, Time, WorkspaceId};
use sha2::{Digest, Sha256};

use crate::{Conn, Error, Result, Row, Value, values};

/// An entry on its way in.
pub struct NewEntry<'a> {
    pub id: EntryId,
    pub at: Time,
    pub actor: Actor,
    pub act: &'a str,
    /// What it is about, as `conversation:ID`.
    pub subjects: &'a [String],
    /// Input and before-image, as JSON.
    pub payload: &'a str,
    pub salt: [u8; 16],
    pub undoes: Option<EntryId>,
}

/// One line of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: EntryId,
    pub at: Time,
    /// `staff`, `operator`, `import` or `system`.
    pub actor: String,
    pub actor_id: i64,
    /// The name of the person, where it was one.
    pub actor_name: String,
    pub act: String,
    pub subjects: Vec<String>,
    pub undoes: Option<EntryId>,
    pub undone_by: Option<EntryId>,
    /// Its place in the chain; `None` while the sealer has not come by.
    pub seq: Option<i64>,
}

/// How an actor stands in the database.
pub fn actor_words(actor: Actor) -> (&'static str, i64) {
    match actor {
        Actor::Staff(StaffId(id)) => ("staff", id),
        Actor::Operator => ("operator", 0),
        Actor::Import => ("import", 0),
        Actor::System => ("system", 0),
    }
}

const ADD: &str = "
    insert into journal (workspace_id, id, at, actor, actor_id, act, subjects, digest, undoes)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const ADD_SUBJECTS: &str = "
    insert into journal_subject (workspace_id, subject, entry_id)
    values {rows}
    on conflict (workspace_id, subject, entry_id) do nothing";
const ADD_PAYLOAD: &str = "
    insert into journal_payload (workspace_id, entry_id, salt, payload) values ($1, $2, $3, $4)";

/// Writes an entry beside the change that it tells of.
pub async fn add(conn: &mut Conn, workspace: WorkspaceId, entry: NewEntry<'_>) -> Result<()> {
    let (actor, actor_id) = actor_words(entry.actor);
    let digest = payload_digest(&entry.salt, entry.payload);
    let subjects = entry.subjects.join(" ");
    let bound =
        values![workspace, entry.id, entry.at, actor, actor_id, entry.act, subjects, digest.to_vec(), entry.undoes];
    conn.run(ADD, bound).await?;
    add_subjects(conn, (workspace, entry.id), entry.subjects).await?;
    conn.run(ADD_PAYLOAD, values![workspace, entry.id, entry.salt.to_vec(), entry.payload]).await?;
    Ok(())
}

/// Notes what an entry is about, so that it is found by it.
pub(crate) async fn add_subjects(
    conn: &mut Conn,
    (workspace, id): (WorkspaceId, EntryId),
    subjects: &[String],
) -> Result<()> {
    let mut rows = Vec::with_capacity(subjects.len() * 3);
    for subject in subjects {
        rows.extend(values![workspace, subject.as_str(), id]);
    }
    conn.run_many(ADD_SUBJECTS, 3, rows).await?;
    Ok(())
}

fn payload_digest(salt: &[u8], payload: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(salt);
    hash.update(payload.as_bytes());
    hash.finalize().into()
}

const MARK_UNDONE: &str = "
    update journal set undone_by = $3 where workspace_id = $1 and id = $2 and undone_by is null";

/// Notes that an entry was undone; fails when another undo came first.
pub async fn mark_undone(conn: &mut Conn, workspace: WorkspaceId, id: EntryId, by: EntryId) -> Result<()> {
    if conn.run(MARK_UNDONE, values![workspace, id, by]).await? == 1 {
        return Ok(());
    }
    Err(Error::Changed(format!("journal entry {id}")))
}

const MARK_REDONE: &str = "update journal set undone_by = null where workspace_id = $1 and id = $2";

/// Notes that the undoing of an entry was itself undone.
pub async fn mark_redone(conn: &mut Conn, workspace: WorkspaceId, id: EntryId) -> Result<()> {
    conn.run(MARK_REDONE, values![workspace, id]).await?;
    Ok(())
}

macro_rules! entry_columns {
    () => {
        "
    select journal.id, journal.at, journal.actor, journal.actor_id, coalesce(staff.name, ''), journal.act,
        journal.subjects, journal.undoes, journal.undone_by, journal.seq
    from journal
    left join staff on staff.id = journal.actor_id and journal.actor = 'staff'
    "
    };
}

const FIND: &str = concat!(entry_columns!(), "where journal.workspace_id = $1 and journal.id = $2 limit 1");

/// One entry, if there is one.
pub async fn find(conn: &mut Conn, seen: &Seen, id: EntryId) -> Result<Option<Entry>> {
    conn.find(FIND, values![seen.workspace, id]).await?.as_ref().map(read).transpose()
}

const LIST: &str =
    concat!(entry_columns!(), "where journal.workspace_id = $1 and journal.id < $2 order by journal.id desc limit $3");

/// Entries before `before`, newest first.
pub async fn list(conn: &mut Conn, seen: &Seen, before: EntryId, limit: i64) -> Result<Vec<Entry>> {
    conn.rows(LIST, values![seen.workspace, before, limit]).await?.iter().map(read).collect()
}

const LIST_SUBJECT: &str = concat!(
    entry_columns!(),
    "join journal_subject
        on journal_subject.workspace_id = journal.workspace_id and journal_subject.entry_id = journal.id
    where journal.workspace_id = $1 and journal_subject.subject = $2 and journal.id < $3
    order by journal.id desc
    limit $4"
);

/// Entries about one thing (`conversation:ID`) before `before`, newest first.
pub async fn list_about(
    conn: &mut Conn,
    seen: &Seen,
    (subject, before): (&str, EntryId),
    limit: i64,
) -> Result<Vec<Entry>> {
    conn.rows(LIST_SUBJECT, values![seen.workspace, subject, before, limit]).await?.iter().map(read).collect()
}

const PAYLOAD: &str = "
    select payload from journal_payload where workspace_id = $1 and entry_id = $2 limit 1";

/// Input and before-image of an entry; `None` once erased.
pub async fn find_payload(conn: &mut Conn, workspace: WorkspaceId, id: EntryId) -> Result<Option<String>> {
    conn.find(PAYLOAD, values![workspace, id]).await?.map(|row| row.get(0)).transpose()
}

fn read(row: &Row) -> Result<Entry> {
    let subjects: String = row.get(6)?;
    Ok(Entry {
        id: EntryId(row.get(0)?),
        at: Time(row.get(1)?),
        actor: row.get(2)?,
        actor_id: row.get(3)?,
        actor_name: row.get(4)?,
        act: row.get(5)?,
        subjects: subjects.split(' ').filter(|subject| !subject.is_empty()).map(str::to_owned).collect(),
        undoes: row.get::<Option<i64>>(7)?.map(EntryId),
        undone_by: row.get::<Option<i64>>(8)?.map(EntryId),
        seq: row.get(9)?,
    })
}

const SEALED_LAST: &str = "
    select seq, hash from journal where workspace_id = $1 and seq is not null order by seq desc limit 1";
const UNSEALED: &str = "
    select id, at, actor, actor_id, act, subjects, digest
    from journal
    where workspace_id = $1 and seq is null
    order by id
    limit 1000";
const UNSEALED_ANY: &str = "select 1 from journal where workspace_id = $1 and seq is null limit 1";
const SEAL: &str = "update journal set seq = $3, hash = $4 where workspace_id = $1 and id = $2 and seq is null";

/// Whether entries wait for their place in the chain. Asking holds nobody up.
pub async fn is_unsealed(conn: &mut Conn, workspace: WorkspaceId) -> Result<bool> {
    Ok(conn.find(UNSEALED_ANY, values![workspace]).await?.is_some())
}

/// Gives unsealed entries their place in the chain, at most 1,000 at a time; says how many. The
/// caller holds the workspace's sealer lease.
pub async fn seal(conn: &mut Conn, workspace: WorkspaceId) -> Result<usize> {
    let last = conn.find(SEALED_LAST, values![workspace]).await?;
    let (mut seq, mut hash) = match last {
        Some(row) => (row.get::<i64>(0)?, row.get::<Vec<u8>>(1)?),
        None => (0, vec![0; 32]),
    };
    let rows = conn.rows(UNSEALED, values![workspace]).await?;
    for row in &rows {
        seq += 1;
        hash = link(&hash, seq, row)?;
        conn.run(SEAL, values![workspace, row.get::<i64>(0)?, seq, hash.clone()]).await?;
    }
    Ok(rows.len())
}

/// sha256(previous ‖ seq ‖ at ‖ actor ‖ act ‖ subjects ‖ payload digest), each part with its length.
/// The row's columns are `id, at, actor, actor_id, act, subjects, digest`.
fn link(previous: &[u8], seq: i64, row: &Row) -> Result<Vec<u8>> {
    let mut hash = Sha256::new();
    let mut part = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    part(previous);
    part(&seq.to_be_bytes());
    part(&row.get::<i64>(0)?.to_be_bytes());
    part(&row.get::<i64>(1)?.to_be_bytes());
    part(row.get::<String>(2)?.as_bytes());
    part(&row.get::<i64>(3)?.to_be_bytes());
    part(row.get::<String>(4)?.as_bytes());
    part(row.get::<String>(5)?.as_bytes());
    part(&row.get::<Vec<u8>>(6)?);
    Ok(hash.finalize().to_vec())
}

/// What a check of the chain found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    pub sealed: i64,
    pub unsealed: i64,
    /// Entries whose payload was erased; the chain still holds.
    pub erased: i64,
    /// Places in the chain that do not fit, at most 20, in words.
    pub broken: Vec<String>,
}

const CHAIN: &str = "
    select journal.id, journal.at, journal.actor, journal.actor_id, journal.act, journal.subjects, journal.digest,
        journal.seq, journal.hash, journal_payload.salt, journal_payload.payload
    from journal
    left join journal_payload
        on journal_payload.workspace_id = journal.workspace_id and journal_payload.entry_id = journal.id
    where journal.workspace_id = $1 and journal.seq > $2
    order by journal.seq
    limit 500";
const UNSEALED_COUNT: &str = "select count(*) from journal where workspace_id = $1 and seq is null";
const BROKEN_MAX: usize = 20;

/// Walks the whole chain and compares every hash and payload with what is stored.
pub async fn verify(conn: &mut Conn, workspace: WorkspaceId) -> Result<Verified> {
    let mut found = Verified::default();
    let (mut seq, mut hash) = (0i64, vec![0u8; 32]);
    loop {
        let rows = conn.rows(CHAIN, values![workspace, seq]).await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            let at: i64 = row.get(7)?;
            if at != seq + 1 {
                note(&mut found, format!("entries {} to {} are missing", seq + 1, at - 1));
            }
            seq = at;
            let expected = link(&hash, seq, row)?;
            hash = row.get(8)?;
            if expected != hash {
                note(&mut found, format!("entry {seq} does not follow from the one before or was changed"));
            }
            check_payload(&mut found, seq, row)?;
            found.sealed += 1;
        }
    }
    found.unsealed = conn.number(UNSEALED_COUNT, values![workspace]).await?;
    Ok(found)
}

fn check_payload(found: &mut Verified, seq: i64, row: &Row) -> Result<()> {
    match (row.get::<Option<Vec<u8>>>(9)?, row.get::<Option<String>>(10)?) {
        (Some(salt), Some(payload)) => {
            if payload_digest(&salt, &payload).as_slice() != row.get::<Vec<u8>>(6)?.as_slice() {
                note(found, format!("the payload of entry {seq} was changed"));
            }
        }
        _ => found.erased += 1,
    }
    Ok(())
}

fn note(found: &mut Verified, what: String) {
    if found.broken.len() < BROKEN_MAX {
        found.broken.push(what);
    }
}

const SINCE: &str = "select count(*) from journal where workspace_id = $1 and id > $2";

/// How many entries came after `id`.
pub async fn count_since(conn: &mut Conn, seen: &Seen, id: EntryId) -> Result<i64> {
    conn.number(SINCE, values![seen.workspace, id]).await
}

const LAST: &str = "select coalesce(max(id), 0) from journal where workspace_id = $1";

/// The newest entry's id; 0 in an empty journal.
pub async fn find_last(conn: &mut Conn, workspace: WorkspaceId) -> Result<EntryId> {
    let bound: Vec<Value> = values![workspace];
    conn.number(LAST, bound).await.map(EntryId)
}
