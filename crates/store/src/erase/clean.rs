//! After an erasure: what the database no longer knows leaves its files too.

use std::time::Duration;

use sqlx::{Row, SqlitePool};

use crate::db::Queue;
use crate::{Conn, Db, Error, Result};

/// Merging all parts of the index into one drops words of entries that are gone. A negative number of pages begins
/// that, a positive one goes on with it; each step writes about 2 MB.
// tidy(workspace): the index is one for the whole database
const SQLITE_BEGIN_MERGE: &str = "insert into message_search (message_search, rank) values ('merge', -500)";
// tidy(workspace): the index is one for the whole database
const SQLITE_MERGE: &str = "insert into message_search (message_search, rank) values ('merge', 500)";
const SQLITE_CHANGES: &str = "select total_changes()";
/// Every table: an erasure rewrites nearly all of them.
// tidy(workspace): names of tables belong to no workspace
const POSTGRES_TABLES: &str = "
    select cast(tablename as text)
    from pg_tables
    where schemaname = current_schema()
    order by tablename
    limit 1000";
const TRIES: u32 = 50;
const BETWEEN: Duration = Duration::from_millis(200);

/// Writes the database anew without what was removed, and empties its log. On PostgreSQL this only marks
/// the room as free: files, log and replicas are the server's.
pub async fn run(db: &Db) -> Result<()> {
    match db {
        Db::Sqlite { write, queue, .. } => {
            merge_index(db).await?;
            let turn = Queue::turn(queue.clone()).await?;
            let cleaned = rewrite(write).await;
            drop(turn);
            cleaned
        }
        Db::Postgres(_) => {
            let mut conn = db.read().await?;
            for row in conn.rows(POSTGRES_TABLES, Vec::new()).await? {
                vacuum(&mut conn, &row.get::<String>(0)?).await?;
            }
            Ok(())
        }
    }
}

/// Others write between the steps.
async fn merge_index(db: &Db) -> Result<()> {
    let mut sql = SQLITE_BEGIN_MERGE;
    loop {
        let mut conn = db.write().await?;
        let before = conn.number(SQLITE_CHANGES, Vec::new()).await?;
        conn.run(sql, Vec::new()).await?;
        let changed = conn.number(SQLITE_CHANGES, Vec::new()).await? - before;
        conn.commit().await?;
        if changed < 2 {
            return Ok(()); // the command itself counts as one change
        }
        sql = SQLITE_MERGE;
    }
}

async fn vacuum(conn: &mut Conn, table: &str) -> Result<()> {
    conn.script(format!("vacuum {table}")).await
}

async fn rewrite(write: &SqlitePool) -> Result<()> {
    let mut conn = write.acquire().await?;
    // The copy that `vacuum` makes may be larger than memory.
    sqlx::raw_sql("pragma temp_store = file").execute(&mut *conn).await?;
    sqlx::raw_sql("vacuum").execute(&mut *conn).await?;
    sqlx::raw_sql("pragma temp_store = memory").execute(&mut *conn).await?;
    for _ in 0..TRIES {
        let row = sqlx::query("pragma wal_checkpoint(truncate)").fetch_one(&mut *conn).await?;
        if row.try_get::<i64, _>(0)? == 0 {
            return Ok(());
        }
        tokio::time::sleep(BETWEEN).await;
    }
    Err(Error::Unusable("a long read holds the write-ahead log; erased bytes stay in it until it ends".to_owned()))
}
