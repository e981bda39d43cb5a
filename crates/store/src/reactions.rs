//! Signs that people left on messages: which and how many, never whose.

use model::{MessageId, Reaction, WorkspaceId};

use crate::{Conn, Result, Value, values};

const ADD: &str = "insert into reaction (workspace_id, message_id, position, name, times) values {rows}";

/// Rows for messages' signs, in the order in which their sources told them.
pub(crate) fn push(rows: &mut Vec<Value>, workspace: WorkspaceId, message: MessageId, signs: Vec<Reaction>) {
    for (position, sign) in signs.into_iter().enumerate() {
        let times = i64::try_from(sign.count).unwrap_or(i64::MAX);
        rows.extend(values![workspace, message, position as i64, sign.name, times]);
    }
}

/// Writes what [`push`] gathered.
pub(crate) async fn add(conn: &mut Conn, rows: Vec<Value>) -> Result<()> {
    conn.run_many(ADD, 5, rows).await?;
    Ok(())
}

const REMOVE: &str = "delete from reaction where workspace_id = $1 and message_id in ({list})";

/// Forgets the signs of messages.
pub(crate) async fn remove(conn: &mut Conn, workspace: WorkspaceId, message_ids: &[i64]) -> Result<()> {
    let list = message_ids.iter().map(|id| (*id).into()).collect();
    conn.run_in(REMOVE, values![workspace], list).await?;
    Ok(())
}

const LIST: &str = "
    select message_id, name, times
    from reaction
    where workspace_id = $1 and message_id in ({list})
    order by message_id, position";

/// The signs of messages, each beside its message, in order.
pub async fn list(
    conn: &mut Conn,
    workspace: WorkspaceId,
    messages: &[MessageId],
) -> Result<Vec<(MessageId, Reaction)>> {
    let list = messages.iter().map(|id| (*id).into()).collect();
    let rows = conn.rows_in(LIST, values![workspace], list).await?;
    rows.iter()
        .map(|row| {
            let count = row.get::<i64>(2)?.unsigned_abs();
            Ok((MessageId(row.get(0)?), Reaction { name: row.get(1)?, count }))
        })
        .collect()
}
