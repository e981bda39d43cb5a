//! Products of a workspace, as its people call them.

use model::{Seen, StaffId, Time};

use crate::{Conn, Result, values};

/// Products that a workspace may list: each is looked for in every message that is shown.
pub const PRODUCTS_MAX: usize = 200;

/// A product as it stands in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// What tells it from the others; see [`as_key`].
    pub key: String,
    pub name: String,
    /// What else people write for it.
    pub spellings: Vec<String>,
    pub by: StaffId,
    pub by_name: String,
    pub at: Time,
}

/// A product's name as it tells products apart: by more than case and spaces, in one word.
pub fn as_key(name: &str) -> String {
    name.to_lowercase().split_whitespace().collect::<Vec<_>>().join("-")
}

const LIST: &str = "
    select product.key, product.name, product.spellings, product.by_id, coalesce(staff.name, ''), product.at
    from product
    left join staff on staff.id = product.by_id
    where product.workspace_id = $1
    order by product.key
    limit 1000";

/// The products of a workspace by their keys.
pub async fn list(conn: &mut Conn, seen: &Seen) -> Result<Vec<Product>> {
    let rows = conn.rows(LIST, values![seen.workspace]).await?;
    rows.iter()
        .map(|row| {
            let spellings: String = row.get(2)?;
            Ok(Product {
                key: row.get(0)?,
                name: row.get(1)?,
                spellings: spellings.lines().map(str::to_owned).collect(),
                by: StaffId(row.get(3)?),
                by_name: row.get(4)?,
                at: Time(row.get(5)?),
            })
        })
        .collect()
}
