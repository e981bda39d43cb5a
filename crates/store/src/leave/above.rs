//! What stands above a workspace and leaves with it: when it was made, and who works there.
// tidy(workspace): colleagues and workspaces stand above workspaces

use std::collections::HashMap;

use model::{KeyOrder, Keys, Role, StaffId, Time, WorkspaceId, ids};
use serde_json::{Map, Value as Json, json};

use crate::{Conn, Error, Result, global, values};

const BORN: &str = "select created_at, coalesce(key_number, id), key_order from workspace where id = $1 limit 1";
const SET_BORN: &str = "update workspace set created_at = $2, key_number = $3, key_order = $4 where id = $1";

/// When a workspace was made, and how it makes its natural keys.
pub async fn born(conn: &mut Conn, workspace: WorkspaceId) -> Result<(Time, Keys)> {
    let row = conn.find(BORN, values![workspace]).await?;
    let row = row.ok_or_else(|| Error::Damaged(format!("workspace {workspace} is gone")))?;
    let order =
        KeyOrder::of(row.get(2)?).ok_or_else(|| Error::Damaged("the order of a workspace's keys".to_owned()))?;
    Ok((Time(row.get(0)?), Keys { workspace: WorkspaceId(row.get(1)?), order }))
}

/// Makes a workspace what it was where it came from.
pub async fn set_born(conn: &mut Conn, workspace: WorkspaceId, (at, keys): (Time, Keys)) -> Result<()> {
    conn.run(SET_BORN, values![workspace, at, keys.workspace, keys.order.number()]).await?;
    Ok(())
}

const IS_EMPTY: &str = "
    select
        (select count(*) from (select 1 from channel where workspace_id = $1 limit 1) as a)
        + (select count(*) from (select 1 from identity where workspace_id = $1 limit 1) as b)
        + (select count(*) from (select 1 from journal where workspace_id = $1 limit 1) as c)
        + (select count(*) from (select 1 from run where workspace_id = $1 limit 1) as d)";

/// Whether nothing ever came into a workspace and nothing was decided there.
pub async fn is_empty(conn: &mut Conn, workspace: WorkspaceId) -> Result<bool> {
    Ok(conn.number(IS_EMPTY, values![workspace]).await? == 0)
}

const STAFF: &str = "
    select staff.id, staff.email, staff.name, staff.language, staff_role.role, staff.created_at
    from staff
    join staff_role on staff_role.staff_id = staff.id
    where staff_role.workspace_id = $1
    order by staff.id
    limit 10000";

/// The colleagues of a workspace as lines; passwords never leave.
pub async fn list_staff(conn: &mut Conn, workspace: WorkspaceId) -> Result<Vec<Map<String, Json>>> {
    let mut lines = Vec::new();
    for row in conn.rows(STAFF, values![workspace]).await? {
        let line = json!({
            "staff": ids::encode(row.get(0)?), "email": row.get::<String>(1)?, "name": row.get::<String>(2)?,
            "language": row.get::<String>(3)?, "role": row.get::<String>(4)?,
            "created": Time(row.get(5)?).to_string(),
        });
        if let Json::Object(line) = line {
            lines.push(line);
        }
    }
    Ok(lines)
}

/// A hash that no password has: whoever came with an export needs a new one before signing in.
const NO_PASSWORD: &str = "none";

/// Gives colleagues their roles here, making accounts without a password for those who have none.
/// Says which number stands here for the one in the export.
pub async fn add_staff(
    conn: &mut Conn,
    workspace: WorkspaceId,
    lines: &[Map<String, Json>],
) -> Result<HashMap<String, String>> {
    let mut numbers = HashMap::new();
    for line in lines {
        let word = |field: &str| line.get(field).and_then(Json::as_str).unwrap_or("");
        let unfit = |field: &str| Error::Unusable(format!("`{field}` of a colleague's line; the export was changed"));
        let (email, name, language) = (word("email").to_owned(), word("name").to_owned(), word("language").to_owned());
        let id = match global::staff_find(conn, &email).await? {
            Some(known) => known.id,
            None => {
                let id: StaffId = word("staff").parse().map_err(|_| unfit("staff"))?;
                let at: Time = word("created").parse().map_err(|_| unfit("created"))?;
                let password_hash = NO_PASSWORD.to_owned();
                let staff = global::Staff { id, email, name, password_hash, language };
                global::staff_add(conn, &staff, at).await?;
                id
            }
        };
        let role: Role = word("role").parse().map_err(|_| unfit("role"))?;
        if global::role_find(conn, workspace, id).await?.is_none() {
            global::role_set(conn, workspace, id, role).await?;
        }
        numbers.insert(word("staff").to_owned(), id.to_string());
    }
    Ok(numbers)
}
