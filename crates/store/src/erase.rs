//! Erasing a person: tombstones in place of rows, so that totals stay and archives bring nothing back.

pub mod clean;
pub mod rows;
pub mod traces;

use std::collections::{HashMap, HashSet};

use model::ids::Key;
use model::{EntryId, IdentityId, MemberId, Time, WorkspaceId};
use sha2::{Digest, Sha256};

use crate::{Conn, Error, Result, Row, values};

/// One handle that is erased: its number, and the one that stands for it afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erased {
    pub identity: IdentityId,
    pub tombstone: IdentityId,
}

/// Keeps out whatever comes while an erasure is under way: the end of all time.
const UNTIL_THE_END: Time = Time(i64::MAX);

/// Salted digests of what was erased in a workspace.
#[derive(Clone, Debug, Default)]
pub struct Tombstones {
    /// More than one where a log of erasures brought another's.
    salts: Vec<Vec<u8>>,
    /// Digest of a handle or thing, and until when nothing of it comes in.
    digests: HashMap<Vec<u8>, Time>,
    /// Grows with every erasure that begins or ends and with every digest.
    count: i64,
}

/// The salted digest of a handle at an origin.
pub fn handle_digest(salt: &[u8], origin: &str, handle: &str) -> Vec<u8> {
    digest(salt, &[b"handle", origin.as_bytes(), handle.as_bytes()])
}

/// The salted digest of a thing that went with somebody: by its number.
pub fn thing_digest(salt: &[u8], id: i64) -> Vec<u8> {
    digest(salt, &[b"thing", &id.to_be_bytes()])
}

/// The salted digest of things that are about a handle at an origin.
pub fn thing_handle_digest(salt: &[u8], origin: &str, handle: &str) -> Vec<u8> {
    digest(salt, &[b"thing of", origin.as_bytes(), handle.as_bytes()])
}

/// The natural key that stands for a message's own once it is erased.
pub fn message_key(salt: &[u8], key: &[u8]) -> Key {
    let mut short = [0; 16];
    short.copy_from_slice(&digest(salt, &[b"message", key])[..16]);
    Key(short)
}

/// The number that stands for another once it is erased, by an erasure's number: who writes again has the
/// same number again, and may be erased again.
pub fn number(salt: &[u8], noun: &str, (erasure, id): (i64, i64)) -> i64 {
    let mut short = [0; 8];
    let parts = [noun.as_bytes(), &erasure.to_be_bytes(), &id.to_be_bytes()];
    short.copy_from_slice(&digest(salt, &parts)[..8]);
    (i64::from_be_bytes(short) & i64::MAX).max(1)
}

fn digest(salt: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in [salt].iter().chain(parts) {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().to_vec()
}

const LAST: &str = "select coalesce(max(number), 0) from erasure where workspace_id = $1";
const SALT: &str = "select salt from erasure where workspace_id = $1 order by number limit 1";
const COUNT: &str = "
    select
        (select 2 * count(*) - count(under_way) from erasure where workspace_id = $1)
        + (select count(*) from tombstone where workspace_id = $1)";
const SALTS: &str = "select distinct salt from erasure where workspace_id = $1 order by salt limit 1000";
const DIGESTS_AT: &str = "
    select tombstone.digest, case when erasure.under_way is null then erasure.at end
    from tombstone
    join erasure on erasure.workspace_id = tombstone.workspace_id and erasure.number = tombstone.number
    where tombstone.workspace_id = $1
    order by tombstone.digest
    limit 1000000";

/// The number of a workspace's last erasure; 0 before the first.
pub async fn last_number(conn: &mut Conn, workspace: WorkspaceId) -> Result<i64> {
    conn.number(LAST, values![workspace]).await
}

/// The salt of a workspace's erasures; `None` before the first.
pub async fn find_salt(conn: &mut Conn, workspace: WorkspaceId) -> Result<Option<Vec<u8>>> {
    conn.find(SALT, values![workspace]).await?.map(|row| row.get(0)).transpose()
}

impl Tombstones {
    /// Brings these up to date; costs one look-up while nothing was erased meanwhile.
    pub async fn refresh(&mut self, conn: &mut Conn, workspace: WorkspaceId) -> Result<()> {
        let count = conn.number(COUNT, values![workspace]).await?;
        if count == self.count {
            return Ok(());
        }
        let salts = conn.rows(SALTS, values![workspace]).await?;
        self.salts = salts.iter().map(|row| row.get(0)).collect::<Result<_>>()?;
        self.digests.clear();
        for row in conn.rows(DIGESTS_AT, values![workspace]).await? {
            self.digests.insert(row.get(0)?, row.get::<Option<i64>>(1)?.map_or(UNTIL_THE_END, Time));
        }
        self.count = count;
        Ok(())
    }

    pub fn is_empty(&self) -> bool {
        self.digests.is_empty()
    }

    /// When a handle was erased: what was sent until then stays out.
    pub fn find(&self, origin: &str, handle: &str) -> Option<Time> {
        self.salts.iter().filter_map(|salt| self.digests.get(&handle_digest(salt, origin, handle)).copied()).max()
    }

    /// Whether a thing went with somebody: the thing itself, or all that is about its handle.
    pub fn has_thing(&self, (id, origin, handle): (i64, &str, &str)) -> bool {
        self.find(origin, handle).is_some()
            || self.salts.iter().any(|salt| {
                self.digests.contains_key(&thing_digest(salt, id))
                    || self.digests.contains_key(&thing_handle_digest(salt, origin, handle))
            })
    }

    /// Which of these natural keys are of erased messages.
    pub async fn erased_keys(&self, conn: &mut Conn, workspace: WorkspaceId, keys: &[Key]) -> Result<HashSet<Key>> {
        const KNOWN: &str = "select key from message where workspace_id = $1 and key in ({list})";
        let salted: HashMap<Vec<u8>, Key> = self
            .salts
            .iter()
            .flat_map(|salt| keys.iter().map(|key| (message_key(salt, &key.0).0.to_vec(), *key)))
            .collect();
        let list = salted.keys().map(|key| key.clone().into()).collect();
        let mut found = HashSet::new();
        for row in conn.rows_in(KNOWN, values![workspace], list).await? {
            found.extend(salted.get(&row.get::<Vec<u8>>(0)?).copied());
        }
        Ok(found)
    }
}

/// One erasure as it is remembered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasure {
    pub number: i64,
    pub entry: EntryId,
    pub at: Time,
    pub salt: Vec<u8>,
    pub stage: Stage,
}

/// How far an erasure came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// What is known of it, as JSON: it names the person, and goes when the erasure ends.
    UnderWay(String),
    /// The certificate, as JSON, without a word about the person.
    Done(String),
}

impl Stage {
    fn columns(&self) -> (&str, Option<String>) {
        match self {
            Stage::UnderWay(known) => ("", Some(known.clone())),
            Stage::Done(certificate) => (certificate, None),
        }
    }
}

const ADD: &str = "
    insert into erasure (workspace_id, number, entry_id, at, salt, certificate, under_way)
    values ($1, $2, $3, $4, $5, $6, $7)";
const ADD_TOMBSTONES: &str = "
    insert into tombstone (workspace_id, digest, number)
    values {rows}
    on conflict (workspace_id, digest) do update
    set number = excluded.number
    where (
            select erasure.at
            from erasure
            where erasure.workspace_id = excluded.workspace_id and erasure.number = excluded.number
        ) >= (
            select erasure.at
            from erasure
            where erasure.workspace_id = tombstone.workspace_id and erasure.number = tombstone.number
        )";

/// Remembers an erasure and its digests.
pub async fn add(conn: &mut Conn, workspace: WorkspaceId, erasure: &Erasure, digests: &[Vec<u8>]) -> Result<()> {
    let (certificate, under_way) = erasure.stage.columns();
    let Erasure { number, entry, at, salt, .. } = erasure;
    conn.run(ADD, values![workspace, *number, *entry, *at, salt.as_slice(), certificate, under_way]).await?;
    add_digests(conn, workspace, (*number, digests)).await
}

/// Remembers what went with an erasure. A digest that was there before stays with the later erasure.
pub async fn add_digests(conn: &mut Conn, workspace: WorkspaceId, (number, digests): (i64, &[Vec<u8>])) -> Result<()> {
    let rows = digests.iter().flat_map(|digest| values![workspace, digest.clone(), number]).collect();
    conn.run_many(ADD_TOMBSTONES, 3, rows).await?;
    Ok(())
}

const SET_STAGE: &str = "
    update erasure set certificate = $3, under_way = $4 where workspace_id = $1 and number = $2";

/// Notes how far an erasure came.
pub async fn set_stage(conn: &mut Conn, workspace: WorkspaceId, (number, stage): (i64, &Stage)) -> Result<()> {
    let (certificate, under_way) = stage.columns();
    conn.run(SET_STAGE, values![workspace, number, certificate, under_way]).await?;
    Ok(())
}

const FIND: &str = "
    select number, entry_id, at, salt, certificate, under_way
    from erasure
    where workspace_id = $1 and number = $2
    limit 1";
const UNDER_WAY: &str = "
    select number, entry_id, at, salt, certificate, under_way
    from erasure
    where workspace_id = $1 and under_way is not null
    order by number
    limit 1000";

/// The erasure with a number.
pub async fn find(conn: &mut Conn, workspace: WorkspaceId, number: i64) -> Result<Option<Erasure>> {
    conn.find(FIND, values![workspace, number]).await?.as_ref().map(read).transpose()
}

/// Erasures that were begun and have not ended.
pub async fn list_under_way(conn: &mut Conn, workspace: WorkspaceId) -> Result<Vec<Erasure>> {
    conn.rows(UNDER_WAY, values![workspace]).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Erasure> {
    let stage = match row.get::<Option<String>>(5)? {
        Some(known) => Stage::UnderWay(known),
        None => Stage::Done(row.get(4)?),
    };
    Ok(Erasure { number: row.get(0)?, entry: EntryId(row.get(1)?), at: Time(row.get(2)?), salt: row.get(3)?, stage })
}

/// What the log beside backups says of one erasure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    pub number: i64,
    pub at: Time,
    pub salt: Vec<u8>,
    pub digests: Vec<Vec<u8>>,
}

const LOGGED: &str = "
    select number, at, salt
    from erasure
    where workspace_id = $1 and under_way is null
    order by number
    limit 1000000";
const DIGESTS: &str = "
    select digest from tombstone where workspace_id = $1 and number = $2 order by digest limit 100000";

/// All erasures of a workspace that are done, for the log.
pub async fn list(conn: &mut Conn, workspace: WorkspaceId) -> Result<Vec<Logged>> {
    let mut logged = Vec::new();
    for row in conn.rows(LOGGED, values![workspace]).await? {
        let number: i64 = row.get(0)?;
        let rows = conn.rows(DIGESTS, values![workspace, number]).await?;
        let digests = rows.iter().map(|row| row.get(0)).collect::<Result<_>>()?;
        logged.push(Logged { number, at: Time(row.get(1)?), salt: row.get(2)?, digests });
    }
    Ok(logged)
}

const HELD: &str = "select count(*) from erasure where workspace_id = $1 and salt = $2 and at = $3";
const TAKEN: &str = "select count(*) from erasure where workspace_id = $1 and number = $2";

/// Whether a workspace knows of an erasure that a log tells of.
pub async fn is_known(conn: &mut Conn, workspace: WorkspaceId, logged: &Logged) -> Result<bool> {
    Ok(conn.number(HELD, values![workspace, logged.salt.clone(), logged.at]).await? > 0)
}

/// The number of an erasure that a log tells of: its own, or the next where another has that.
pub async fn free_number(conn: &mut Conn, workspace: WorkspaceId, wanted: i64) -> Result<i64> {
    let taken = conn.number(TAKEN, values![workspace, wanted]).await? > 0;
    if taken { Ok(last_number(conn, workspace).await? + 1) } else { Ok(wanted) }
}

const ALL_HANDLES: &str = "
    select identity.id, identity.origin, identity.handle, coalesce(member_link.member_id, identity.id)
    from identity
    left join member_link
        on member_link.workspace_id = identity.workspace_id and member_link.identity_id = identity.id
    where identity.workspace_id = $1 and identity.id > $2
    order by identity.id
    limit 5000";

/// The members to whom handles with one of these digests belong. Reads all handles.
pub async fn members_of(conn: &mut Conn, workspace: WorkspaceId, logged: &Logged) -> Result<Vec<MemberId>> {
    let (mut found, mut after) = (Vec::new(), IdentityId(-1));
    loop {
        let rows = conn.rows(ALL_HANDLES, values![workspace, after]).await?;
        let Some(last) = rows.last() else { return Ok(found) };
        after = IdentityId(last.get(0)?);
        for row in &rows {
            let digest = handle_digest(&logged.salt, &row.get::<String>(1)?, &row.get::<String>(2)?);
            if logged.digests.contains(&digest) {
                found.push(MemberId(row.get(3)?));
            }
        }
    }
}

const FIND_HANDLE: &str = "
    select coalesce(member_link.member_id, identity.id)
    from identity
    left join member_link
        on member_link.workspace_id = identity.workspace_id and member_link.identity_id = identity.id
    where identity.workspace_id = $1 and identity.origin = $2 and identity.handle = $3
    limit 1";

/// The member to whom a handle at an origin belongs.
pub async fn find_handle(
    conn: &mut Conn,
    workspace: WorkspaceId,
    (handle, origin): (&str, &str),
) -> Result<Option<MemberId>> {
    let row = conn.find(FIND_HANDLE, values![workspace, origin, handle]).await?;
    row.map(|row| row.get(0).map(MemberId)).transpose()
}

/// A number that two rows would share is a broken database, not a person to be asked.
pub(crate) fn clash(what: &str) -> Error {
    Error::Damaged(format!("the tombstone of {what}"))
}
