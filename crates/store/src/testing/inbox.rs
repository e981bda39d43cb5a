//! Lists of the inbox that go less far for a label than people's do, so that a test needs few rows.

use model::WorkspaceId;

use crate::conversations::filter::{self, Limits};
use crate::conversations::{Filter, HowMany, Place};
use crate::{Conn, Result};

/// How far a list goes: up to so many rows of the label it begins with them; beyond, one page goes through so many
/// conversations.
#[derive(Clone, Copy, Debug)]
pub struct Far {
    pub label_rows: i64,
    pub looked_through: i64,
}

impl Far {
    fn limits(self) -> Limits {
        Limits { label_rows: self.label_rows, looked_through: self.looked_through }
    }
}

/// Where the conversations of a page stand, and what the next page comes after.
pub async fn page(
    conn: &mut Conn,
    workspace: WorkspaceId,
    (filter, far): (&Filter, Far),
    limit: i64,
) -> Result<(Vec<Place>, Option<Place>)> {
    filter::list_places(conn, workspace, (filter, &far.limits()), limit).await
}

/// How many match, counting no further than `limit`.
pub async fn count(
    conn: &mut Conn,
    workspace: WorkspaceId,
    (filter, far): (&Filter, Far),
    limit: i64,
) -> Result<HowMany> {
    filter::count_within(conn, workspace, (filter, &far.limits()), limit).await
}

/// What SQLite would do for a page, step by step.
pub async fn plan(
    conn: &mut Conn,
    workspace: WorkspaceId,
    (filter, far): (&Filter, Far),
    limit: i64,
) -> Result<Vec<String>> {
    let (start, floor) = filter::set_out(conn, workspace, (filter, &far.limits())).await?;
    let (sql, bound) = filter::ordered(workspace, (filter, start), (floor, limit));
    super::plan(conn, &sql, bound).await
}
