//! Judgements that people put on conversations and members.

use std::collections::HashMap;

use model::{Seen, Time, WorkspaceId};

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

/// A label's name as it is kept: names differ by more than case and spaces.
pub fn as_kept(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Names that are looked at; whoever makes more of them sees the first ones of the alphabet.
const NAMES_MAX: i64 = 200;
// Each name is one seek in the index, however many rows carry it.
const NAMES: &str = "
    with recursive known (name) as (
        select min(label.name) from label where label.workspace_id = $1 and label.subject = 'conversation'
        union all
        select (
            select min(label.name)
            from label
            where label.workspace_id = $1 and label.subject = 'conversation' and label.name > known.name)
        from known
        where known.name is not null
    )
    select known.name from known where known.name is not null limit $2";
// What was merged away is in no list; beyond so many of them a number may be too high.
const MERGED: &str = "
    select label.name, count(*)
    from (
        select conversation.id
        from conversation
        where conversation.workspace_id = $1 and conversation.merged_into is not null
        order by conversation.merged_into, conversation.id
        limit 2000
    ) as merged
    join label on label.workspace_id = $1 and label.subject = 'conversation' and label.subject_id = merged.id
    group by label.name";

/// The labels of conversations, the most used first: each with how many it stands on, counted no further than `limit`.
pub async fn list_names(conn: &mut Conn, seen: &Seen, limit: i64) -> Result<Vec<(String, i64)>> {
    let rows = conn.rows(NAMES, values![seen.workspace, NAMES_MAX]).await?;
    let merged = conn.rows(MERGED, values![seen.workspace]).await?;
    let merged = merged.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect::<Result<HashMap<String, i64>>>()?;
    let mut names: Vec<(String, i64)> = Vec::with_capacity(rows.len());
    for row in rows {
        let name: String = row.get(0)?;
        let less = merged.get(&name).copied().unwrap_or(0);
        let count = reach(conn, seen.workspace, &name, limit + less).await? - less;
        names.push((name, count));
    }
    names.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    Ok(names)
}

const REACH: &str = "
    select count(*)
    from (
        select label.subject_id
        from label
        where label.workspace_id = $1 and label.subject = 'conversation' and label.name = $2
        limit $3
    ) as labelled";

/// On how many conversations a label stands, counted no further than `limit`.
pub(crate) async fn reach(conn: &mut Conn, workspace: WorkspaceId, name: &str, limit: i64) -> Result<i64> {
    conn.number(REACH, values![workspace, name, limit]).await
}
