//! Notes that staff leave on conversations, for each other.

use model::{ConversationId, NoteId, Seen, StaffId, Time};

use crate::{Conn, Result, values};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub id: NoteId,
    pub conversation: ConversationId,
    pub by: StaffId,
    pub by_name: String,
    pub at: Time,
    pub body: String,
}

const LIST: &str = "
    select note.id, note.conversation_id, note.by_id, coalesce(staff.name, ''), note.at, note.body
    from note
    left join staff on staff.id = note.by_id
    where note.workspace_id = $1 and note.conversation_id in ({list})
    order by note.id
    limit 500";

/// The notes of conversations, oldest first.
pub async fn list(conn: &mut Conn, seen: &Seen, conversations: &[ConversationId]) -> Result<Vec<Note>> {
    let list = conversations.iter().map(|id| (*id).into()).collect();
    let rows = conn.rows_in(LIST, values![seen.workspace], list).await?;
    rows.iter()
        .map(|row| {
            Ok(Note {
                id: NoteId(row.get(0)?),
                conversation: ConversationId(row.get(1)?),
                by: StaffId(row.get(2)?),
                by_name: row.get(3)?,
                at: Time(row.get(4)?),
                body: row.get(5)?,
            })
        })
        .collect()
}
