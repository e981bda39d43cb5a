//! The sealer: gives entries their place in the chain, one program at a time per workspace.

use model::{Time, WorkspaceId};
use store::{global, journal};

use crate::{Hub, Result};

/// A sealer holds its workspace for one transaction; what an older program left behind ends after this long.
const LEASE_SECONDS: i64 = 30;

/// Seals what is unsealed in a workspace, unless another program is at it; says how many.
pub async fn seal(hub: &Hub, workspace: WorkspaceId, now: Time) -> Result<usize> {
    let name = format!("sealer {workspace}");
    let mut sealed = 0;
    while is_unsealed(hub, workspace).await? {
        let mut conn = hub.db.write_patiently().await?;
        let span = (now, now.plus_seconds(LEASE_SECONDS));
        if !global::lease_take(&mut conn, (&name, hub.mint.holder()), span).await? {
            return Ok(sealed);
        }
        sealed += journal::seal(&mut conn, workspace).await?;
        global::lease_end(&mut conn, &name, hub.mint.holder()).await?;
        conn.commit().await?;
    }
    Ok(sealed)
}

/// Looks first, so that nobody who writes is held up while there is nothing to seal.
async fn is_unsealed(hub: &Hub, workspace: WorkspaceId) -> Result<bool> {
    Ok(journal::is_unsealed(&mut hub.db.read().await?, workspace).await?)
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
