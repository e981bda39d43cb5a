//! The sealer: gives entries their place in the chain, one program at a time per workspace.

use model::{Time, WorkspaceId};
use store::{global, journal};

use crate::{Hub, Result};

/// A sealer that died frees its workspace after this long.
const LEASE_SECONDS: i64 = 30;

/// Seals what is unsealed in a workspace, unless another program is at it; says how many.
pub async fn seal(hub: &Hub, workspace: WorkspaceId, now: Time) -> Result<usize> {
    let name = format!("sealer {workspace}");
    let mut sealed = 0;
    loop {
        let mut conn = hub.db.write().await?;
        let span = (now, now.plus_seconds(LEASE_SECONDS));
        if !global::lease_take(&mut conn, (&name, hub.mint.holder()), span).await? {
            return Ok(sealed);
        }
        let count = journal::seal(&mut conn, workspace).await?;
        if count == 0 {
            global::lease_end(&mut conn, &name, hub.mint.holder()).await?;
        }
        conn.commit().await?;
        sealed += count;
        if count == 0 {
            return Ok(sealed);
        }
    }
}

/// Seals every workspace.
pub async fn seal_all(hub: &Hub, now: Time) -> Result<usize> {
    let workspaces = {
        let mut conn = hub.db.read().await?;
        global::workspaces(&mut conn).await?
    };
    let mut sealed = 0;
    for workspace in workspaces {
        sealed += seal(hub, workspace.id, now).await?;
    }
    Ok(sealed)
}
