//! Handles at origins: who wrote, before anyone says which of them are the same person.

use std::collections::HashMap;

use model::{RunId, WorkspaceId};

use crate::ingest::NewIdentity;
use crate::{Conn, Result, values};

/// An identity and when it was heard in a batch.
pub(crate) struct Heard<'a> {
    pub(crate) identity: &'a NewIdentity,
    pub(crate) first_at: Option<i64>,
    pub(crate) last_at: Option<i64>,
    pub(crate) messages: i64,
}

const ADD: &str = "
    insert into identity (
        workspace_id, id, origin, handle, name, folded, bot, first_at, last_at, messages, run_id, version
    )
    values {rows}
    on conflict (workspace_id, id) do update
    set first_at = case
            when identity.first_at is null or excluded.first_at < identity.first_at then excluded.first_at
            else identity.first_at
        end,
        last_at = case
            when identity.last_at is null or excluded.last_at > identity.last_at then excluded.last_at
            else identity.last_at
        end,
        messages = identity.messages + excluded.messages";
/// The same for those that were heard before: SQLite writes an index anew for a column that is set to what it is.
const HEAR_LATER: &str = "
    insert into identity (
        workspace_id, id, origin, handle, name, folded, bot, first_at, last_at, messages, run_id, version
    )
    values {rows}
    on conflict (workspace_id, id) do update
    set last_at = case
            when identity.last_at is null or excluded.last_at > identity.last_at then excluded.last_at
            else identity.last_at
        end,
        messages = identity.messages + excluded.messages";
const KNOWN: &str = "
    select id, cast(case when name = handle then 0 else 1 end as bigint), first_at
    from identity
    where workspace_id = $1 and id in ({list})";
const NAME: &str = "
    update identity
    set name = $3, folded = $4, name_run_id = case when run_id = $5 then name_run_id else $5 end
    where workspace_id = $1 and id = $2 and name = handle";
const RENAME_MEMBER: &str = "update member set name = $4 where workspace_id = $1 and id = $2 and name = $3";
const ADD_MEMBERS: &str = "
    insert into member (workspace_id, id, name, merged_into, version)
    values {rows}
    on conflict (workspace_id, id) do nothing";
const ADD_LINKS: &str = "
    insert into member_link (workspace_id, identity_id, member_id, version)
    values {rows}
    on conflict (workspace_id, identity_id) do nothing";

/// Adds identities, each with a member of its own, or notes that known ones were heard again. One that is there
/// without a name gets the one that is told later.
pub(crate) async fn add(conn: &mut Conn, (workspace, run): (WorkspaceId, RunId), heard: &[Heard<'_>]) -> Result<()> {
    let ids = heard.iter().map(|heard| heard.identity.id.into()).collect();
    let mut known = HashMap::new();
    for row in conn.rows_in(KNOWN, values![workspace], ids).await? {
        known.insert(row.get::<i64>(0)?, (row.get::<i64>(1)? != 0, row.get::<Option<i64>>(2)?));
    }
    let (mut later, mut identities, mut members, mut links) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for Heard { identity, first_at, last_at, messages } in heard {
        let known = known.get(&identity.id.0);
        if identity.is_named() && known.is_some_and(|(named, _)| !named) {
            name(conn, (workspace, run), identity).await?;
        }
        let stays =
            known.is_some_and(|(_, known)| first_at.is_none() || known.is_some_and(|known| Some(known) <= *first_at));
        let rows = if stays { &mut later } else { &mut identities };
        rows.extend(values![
            workspace,
            identity.id,
            identity.origin.as_str(),
            identity.handle.as_str(),
            identity.name.as_str(),
            identity.folded.as_str(),
            identity.bot,
            *first_at,
            *last_at,
            *messages,
            run,
            0i64,
        ]);
        if known.is_some() {
            continue; // its member and its link came with it
        }
        members.extend(values![workspace, identity.id.0, identity.name.as_str(), None::<i64>, 0i64]);
        links.extend(values![workspace, identity.id, identity.id.0, 0i64]);
    }
    conn.run_many(HEAR_LATER, 12, later).await?;
    conn.run_many(ADD, 12, identities).await?;
    conn.run_many(ADD_MEMBERS, 5, members).await?;
    conn.run_many(ADD_LINKS, 4, links).await?;
    Ok(())
}

async fn name(conn: &mut Conn, (workspace, run): (WorkspaceId, RunId), identity: &NewIdentity) -> Result<()> {
    let (name, folded) = (identity.name.as_str(), identity.folded.as_str());
    conn.run(NAME, values![workspace, identity.id, name, folded, run]).await?;
    conn.run(RENAME_MEMBER, values![workspace, identity.id.0, identity.handle.as_str(), name]).await?;
    Ok(())
}

const NAMED: &str = "
    select id, handle, name from identity where workspace_id = $1 and name_run_id = $2 order by id limit 1000";
const UNNAME: &str = "
    update identity set name = handle, folded = $3, name_run_id = null where workspace_id = $1 and id = $2";

/// Takes back the names that a run gave to handles which were there without one. `folded` is how a name and a handle
/// are looked up.
pub(crate) async fn unname(
    conn: &mut Conn,
    (workspace, run): (WorkspaceId, RunId),
    folded: fn(&str, &str) -> String,
) -> Result<()> {
    loop {
        let rows = conn.rows(NAMED, values![workspace, run]).await?;
        if rows.is_empty() {
            return Ok(());
        }
        for row in rows {
            let (id, handle, name): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            conn.run(UNNAME, values![workspace, id, folded(&handle, &handle)]).await?;
            conn.run(RENAME_MEMBER, values![workspace, id, name, handle]).await?;
        }
    }
}
