//! Connected places, and places that an archive told of.

use model::{ChannelId, Seen};

use crate::{Conn, Result, values};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    pub id: ChannelId,
    pub kind: String,
    pub origin: String,
    pub name: String,
}

const LIST: &str = "
    select id, kind, origin, name from channel where workspace_id = $1 order by name, id limit 1000";

/// A workspace's channels by name.
pub async fn list(conn: &mut Conn, seen: &Seen) -> Result<Vec<Channel>> {
    let rows = conn.rows(LIST, values![seen.workspace]).await?;
    rows.iter()
        .map(|row| {
            Ok(Channel { id: ChannelId(row.get(0)?), kind: row.get(1)?, origin: row.get(2)?, name: row.get(3)? })
        })
        .collect()
}
