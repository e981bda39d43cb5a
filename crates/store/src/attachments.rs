//! Files that came with messages: named in rows, their bytes in chunks shared by digest.

use model::{Attachment, MessageId, WorkspaceId};
use sha2::{Digest, Sha256};

use crate::{Conn, Result, Value, values};

pub(crate) const CHUNK_BYTES: usize = 256 << 10;

const ADD: &str = "
    insert into attachment (workspace_id, message_id, position, name, media_type, size_bytes, digest, url)
    values {rows}";
const ADD_CHUNK: &str = "
    insert into blob (workspace_id, digest, chunk, content)
    values ($1, $2, $3, $4)
    on conflict (workspace_id, digest, chunk) do nothing";

pub(crate) async fn add(
    conn: &mut Conn,
    workspace: WorkspaceId,
    attached: Vec<(MessageId, i64, Attachment)>,
) -> Result<()> {
    let mut rows = Vec::new();
    for (message_id, position, file) in attached {
        let digest = file.bytes.as_ref().map(|bytes| Sha256::digest(bytes).to_vec());
        let size = file.bytes.as_ref().map_or(0, |bytes| bytes.len() as i64);
        for (chunk, content) in file.bytes.iter().flat_map(|bytes| bytes.chunks(CHUNK_BYTES)).enumerate() {
            let digest = digest.clone().unwrap_or_default();
            conn.run(ADD_CHUNK, values![workspace, digest, chunk as i64, content]).await?;
        }
        rows.extend(values![workspace, message_id, position, file.name, file.media_type, size]);
        rows.extend([Value::Bytes(digest), Value::Text(file.url)]);
    }
    conn.run_many(ADD, 8, rows).await?;
    Ok(())
}

const REMOVE: &str = "delete from attachment where workspace_id = $1 and message_id in ({list})";
const DROP_UNUSED: &str = "
    delete from blob
    where workspace_id = $1
        and not exists (
            select 1
            from attachment
            where attachment.workspace_id = blob.workspace_id and attachment.digest = blob.digest
        )";

/// Forgets the files of messages, and bytes that no message holds any more.
pub(crate) async fn remove(conn: &mut Conn, workspace: WorkspaceId, message_ids: &[i64]) -> Result<()> {
    let list = message_ids.iter().map(|id| (*id).into()).collect();
    if conn.run_in(REMOVE, values![workspace], list).await? > 0 {
        conn.run(DROP_UNUSED, values![workspace]).await?;
    }
    Ok(())
}

/// A file of a message, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    pub message_id: MessageId,
    pub position: i64,
    pub name: String,
    pub media_type: String,
    pub size_bytes: i64,
    pub url: Option<String>,
}

const LIST: &str = "
    select message_id, position, name, media_type, size_bytes, url
    from attachment
    where workspace_id = $1 and message_id in ({list})
    order by message_id, position";

/// The files of messages, in order.
pub async fn list(conn: &mut Conn, workspace: WorkspaceId, messages: &[MessageId]) -> Result<Vec<Attached>> {
    let list = messages.iter().map(|id| (*id).into()).collect();
    let rows = conn.rows_in(LIST, values![workspace], list).await?;
    rows.iter()
        .map(|row| {
            Ok(Attached {
                message_id: MessageId(row.get(0)?),
                position: row.get(1)?,
                name: row.get(2)?,
                media_type: row.get(3)?,
                size_bytes: row.get(4)?,
                url: row.get(5)?,
            })
        })
        .collect()
}
