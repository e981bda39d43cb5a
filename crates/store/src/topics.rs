//! The topics of each month, kept by a job so that the report need not read every message.

use model::{MessageId, Month, Seen, WorkspaceId};

use crate::{Conn, Result, values};

/// What people talked about in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    pub name: String,
    /// Separated by a line feed.
    pub keywords: String,
    pub messages: i64,
    /// Distinct identities.
    pub voices: i64,
    pub example_id: MessageId,
    pub example: String,
}

const CLEAR: &str = "delete from topic_month where workspace_id = $1 and month = $2";
const ADD: &str = "
    insert into topic_month (
        workspace_id, month, position, name, keywords, messages, voices, example_id, example
    )
    values {rows}";
const LIST: &str = "
    select name, keywords, messages, voices, example_id, example
    from topic_month
    where workspace_id = $1 and month = $2
    order by position
    limit 100";

/// Replaces the topics of a month.
pub async fn replace(conn: &mut Conn, workspace: WorkspaceId, month: Month, topics: &[Topic]) -> Result<()> {
    let month = month.to_string();
    conn.run(CLEAR, values![workspace, month.as_str()]).await?;
    let mut rows = Vec::with_capacity(topics.len() * 9);
    for (position, topic) in topics.iter().enumerate() {
        rows.extend(values![workspace, month.as_str(), position as i64, topic.name.as_str(), topic.keywords.as_str()]);
        rows.extend(values![topic.messages, topic.voices, topic.example_id, topic.example.as_str()]);
    }
    conn.run_many(ADD, 9, rows).await?;
    Ok(())
}

/// The topics of a month, the largest first.
pub async fn list(conn: &mut Conn, seen: &Seen, month: Month) -> Result<Vec<Topic>> {
    let rows = conn.rows(LIST, values![seen.workspace, month.to_string()]).await?;
    rows.iter()
        .map(|row| {
            Ok(Topic {
                name: row.get(0)?,
                keywords: row.get(1)?,
                messages: row.get(2)?,
                voices: row.get(3)?,
                example_id: MessageId(row.get(4)?),
                example: row.get(5)?,
            })
        })
        .collect()
}
