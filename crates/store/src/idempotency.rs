//! Answers to requests that carried an Idempotency-Key: asked again, the same answer comes.

use model::{Seen, Time};

use crate::{Conn, Result, values};

/// What was answered to which request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    pub request_digest: Vec<u8>,
    pub answer: String,
}

const FIND: &str = "select request_digest, answer from idempotency where workspace_id = $1 and key = $2 limit 1";
const ADD: &str = "
    insert into idempotency (workspace_id, key, request_digest, answer, at) values ($1, $2, $3, $4, $5)";
const EXPIRE: &str = "delete from idempotency where workspace_id = $1 and at < $2";

pub async fn find(conn: &mut Conn, seen: &Seen, key: &str) -> Result<Option<Answered>> {
    let Some(row) = conn.find(FIND, values![seen.workspace, key]).await? else { return Ok(None) };
    Ok(Some(Answered { request_digest: row.get(0)?, answer: row.get(1)? }))
}

/// Remembers an answer beside the change that it tells of; a key used twice at once fails one.
pub async fn add(conn: &mut Conn, seen: &Seen, key: &str, answered: &Answered, now: Time) -> Result<()> {
    let bound = values![seen.workspace, key, answered.request_digest.clone(), answered.answer.as_str(), now];
    conn.run(ADD, bound).await?;
    Ok(())
}

/// Forgets answers from before `before`.
pub async fn expire(conn: &mut Conn, seen: &Seen, before: Time) -> Result<()> {
    conn.run(EXPIRE, values![seen.workspace, before]).await?;
    Ok(())
}
