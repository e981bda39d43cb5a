//! Handles at origins: who wrote, before anyone says which of them are the same person.

use std::collections::HashSet;

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
const KNOWN: &str = "select id from identity where workspace_id = $1 and id in ({list})";
const ADD_MEMBERS: &str = "
    insert into member (workspace_id, id, name, merged_into, version)
    values {rows}
    on conflict (workspace_id, id) do nothing";
const ADD_LINKS: &str = "
    insert into member_link (workspace_id, identity_id, member_id, version)
    values {rows}
    on conflict (workspace_id, identity_id) do nothing";

/// Adds identities, each with a member of its own, or notes that known ones were heard again.
pub(crate) async fn add(conn: &mut Conn, (workspace, run): (WorkspaceId, RunId), heard: &[Heard<'_>]) -> Result<()> {
    let ids = heard.iter().map(|heard| heard.identity.id.into()).collect();
    let mut known = HashSet::new();
    for row in conn.rows_in(KNOWN, values![workspace], ids).await? {
        known.insert(row.get::<i64>(0)?);
    }
    let (mut identities, mut members, mut links) = (Vec::new(), Vec::new(), Vec::new());
    for Heard { identity, first_at, last_at, messages } in heard {
        identities.extend(values![
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
        if known.contains(&identity.id.0) {
            continue; // its member and its link came with it
        }
        members.extend(values![workspace, identity.id.0, identity.name.as_str(), None::<i64>, 0i64]);
        links.extend(values![workspace, identity.id, identity.id.0, 0i64]);
    }
    conn.run_many(ADD, 12, identities).await?;
    conn.run_many(ADD_MEMBERS, 5, members).await?;
    conn.run_many(ADD_LINKS, 4, links).await?;
    Ok(())
}
