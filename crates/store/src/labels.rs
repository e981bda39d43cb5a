//! Judgements that people put on conversations and members.

use model::{Seen, Time};

use crate::{Conn, Result, values};

/// A label as it stands on something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub subject_id: i64,
    pub name: String,
    pub by_id: i64,
    pub at: Time,
}

const LIST: &str = "
    select subject_id, name, by_id, at
    from label
    where workspace_id = $1 and subject = $2 and subject_id in ({list})
    order by subject_id, name";

/// The labels of several subjects of one sort (`conversation`, `member`).
pub async fn list(conn: &mut Conn, seen: &Seen, subject: &str, ids: &[i64]) -> Result<Vec<Label>> {
    let list = ids.iter().map(|id| (*id).into()).collect();
    let rows = conn.rows_in(LIST, values![seen.workspace, subject], list).await?;
    rows.iter()
        .map(|row| Ok(Label { subject_id: row.get(0)?, name: row.get(1)?, by_id: row.get(2)?, at: Time(row.get(3)?) }))
        .collect()
}

const NAMES: &str = "
    select name, count(*)
    from label
    where workspace_id = $1 and subject = $2
    group by name
    order by count(*) desc, name
    limit 50";

/// The most used labels and how often they stand.
pub async fn list_names(conn: &mut Conn, seen: &Seen, subject: &str) -> Result<Vec<(String, i64)>> {
    let rows = conn.rows(NAMES, values![seen.workspace, subject]).await?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}
