//! Pages for whoever goes through a whole table: bounded by rows and by bytes.

use crate::conn::Keep;
use crate::{Conn, Result, Row, Value};

/// Rows of a page at most.
pub(crate) const ROWS_MAX: i64 = 500;
/// Bytes of a page's long columns at most, as they lie in the database. A row with more is a page alone.
pub(crate) const BYTES_MAX: i64 = 4 << 20;

/// The next rows of a query that ends in `limit $n`, where `n` is one more than there are values: a page of them.
/// `sizes` as in [`rows_that_fit`].
pub(crate) async fn list(
    conn: &mut Conn,
    (key, sizes): (&str, &str),
    sql: &'static str,
    mut bound: Vec<Value>,
) -> Result<Vec<Row>> {
    let limit = rows_that_fit(conn, (key, sizes), bound.clone()).await?;
    bound.push(limit.into());
    conn.rows(sql, bound).await
}

/// How many of the next rows make a page: at least 1, also where none is left. `sizes` lists at most
/// [`ROWS_MAX`] rows in the order of `key`, which it names, with the bytes of each as `size`.
pub(crate) async fn rows_that_fit(conn: &mut Conn, (key, sizes): (&str, &str), bound: Vec<Value>) -> Result<i64> {
    let sql = format!(
        "select count(*)
        from (
            select sum(size) over (order by {key} rows unbounded preceding) as total
            from ({sizes}) as sized
        ) as summed
        where total <= {BYTES_MAX}"
    );
    let rows = conn.rows_text(sql, bound, Keep::Prepared).await?;
    let fitting = rows.first().map_or(Ok(0), |row| row.get::<i64>(0))?;
    Ok(fitting.max(1))
}
