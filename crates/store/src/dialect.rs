//! The few statements that the two databases spell differently, side by side.

use crate::{Conn, Result, values};

/// Held while the schema changes. SQLite's write transaction is lock enough.
pub(crate) async fn lock_schema(conn: &mut Conn) -> Result<()> {
    lock(conn, 1).await
}

/// Held by one batch of a workspace's ingest at a time: aggregates are read, then written.
pub(crate) async fn lock_ingest(conn: &mut Conn, workspace_id: i64) -> Result<()> {
    lock(conn, 0x7472_6962_0000_0000 | workspace_id).await
}

async fn lock(conn: &mut Conn, number: i64) -> Result<()> {
    const LOCK: &str = "select pg_advisory_xact_lock($1)";
    if conn.is_postgres() {
        conn.run(LOCK, values![number]).await?;
    }
    Ok(())
}

/// `skip locked` lets several workers claim jobs without waiting for each other.
pub(crate) fn skip_locked(conn: &Conn) -> &'static str {
    if conn.is_postgres() { "for update skip locked" } else { "" }
}
