//! What archives hold beside messages: contacts, feeds, dates, subscribers.

use std::collections::HashSet;

use model::{RunId, Time, WorkspaceId};

use crate::ingest::{NewIdentity, Outcome};
use crate::{Conn, Result, Value, identities, sources, values};

/// A thing on its way in.
pub struct NewThing {
    pub id: i64,
    pub kind: &'static str,
    pub origin: String,
    /// What tells this thing from others of its kind and origin.
    pub subject: String,
    /// Whom it is about, as identities are called; may be empty.
    pub handle: String,
    pub name: String,
    pub at: Option<Time>,
    /// The whole thing as JSON, without its source record.
    pub record: Vec<u8>,
    pub source: Vec<u8>,
    /// The person whom a contact makes known.
    pub identity: Option<NewIdentity>,
}

/// A thing as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    pub id: i64,
    pub kind: String,
    pub arrived_at: Time,
    /// The whole thing as JSON, without its source record.
    pub record: Vec<u8>,
    pub source: Vec<u8>,
}

const KNOWN: &str = "select id from imported_thing where workspace_id = $1 and id in ({list})";
const ADD: &str = "
    insert into imported_thing (
        workspace_id, id, kind, origin, subject, handle, name, at, arrived_at, record, source, run_id
    )
    values {rows}";

/// Adds what is not known, and the people whom contacts make known.
pub async fn add(
    conn: &mut Conn,
    (workspace, run, now): (WorkspaceId, RunId, Time),
    things: Vec<NewThing>,
) -> Result<Outcome> {
    let all = things.len() as i64;
    let mut seen = HashSet::new();
    for row in conn.rows_in(KNOWN, values![workspace], things.iter().map(|thing| thing.id.into()).collect()).await? {
        seen.insert(row.get::<i64>(0)?);
    }
    let fresh: Vec<NewThing> = things.into_iter().filter(|thing| seen.insert(thing.id)).collect();
    let imported = fresh.len() as i64;
    let mut people = HashSet::new();
    let heard = fresh
        .iter()
        .filter_map(|thing| thing.identity.as_ref())
        .filter(|known| people.insert(known.id))
        .map(|identity| identities::Heard { identity, first_at: None, last_at: None, messages: 0 });
    identities::add(conn, (workspace, run), &heard.collect::<Vec<_>>()).await?;
    let mut rows: Vec<Value> = Vec::with_capacity(fresh.len() * 12);
    for thing in fresh {
        rows.extend(values![workspace, thing.id, thing.kind, thing.origin, thing.subject, thing.handle, thing.name]);
        rows.extend(values![thing.at, now, sources::pack(thing.record), sources::pack(thing.source), run]);
    }
    conn.run_many(ADD, 12, rows).await?;
    Ok(Outcome { imported, already: all - imported, ..Outcome::default() })
}

const LIST: &str = "
    select id, kind, arrived_at, record, source
    from imported_thing
    where workspace_id = $1 and id > $2
    order by id
    limit $3";

/// Things in the order of their ids, behind `after`, for an export.
pub async fn list(conn: &mut Conn, workspace: WorkspaceId, (after, rows_max): (i64, i64)) -> Result<Vec<Thing>> {
    let rows = conn.rows(LIST, values![workspace, after, rows_max]).await?;
    let read = |row: &crate::Row| {
        Ok(Thing {
            id: row.get(0)?,
            kind: row.get(1)?,
            arrived_at: Time(row.get(2)?),
            record: sources::unpack(&row.get::<Vec<u8>>(3)?)?,
            source: sources::unpack(&row.get::<Vec<u8>>(4)?)?,
        })
    };
    rows.iter().map(read).collect()
}

/// Things that one batch of an undo takes back.
const UNDO_ROWS: i64 = 2_000;

const BROUGHT: &str = "
    select id
    from imported_thing
    where workspace_id = $1 and run_id = $2
    order by id
    limit $3";
const REMOVE: &str = "delete from imported_thing where workspace_id = $1 and id in ({list})";

/// Takes back things of a run and says how many: 0 when none is left.
pub(crate) async fn undo_batch(conn: &mut Conn, workspace: WorkspaceId, run: RunId) -> Result<usize> {
    let rows = conn.rows(BROUGHT, values![workspace, run, UNDO_ROWS]).await?;
    let ids = rows.iter().map(|row| row.get::<i64>(0).map(Value::from)).collect::<Result<Vec<Value>>>()?;
    conn.run_in(REMOVE, values![workspace], ids).await?;
    Ok(rows.len())
}
