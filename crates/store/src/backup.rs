//! A copy of the whole database at one moment, while others go on working.

use std::path::Path;

use crate::{Conn, Db, Error, Result};

/// How every SQLite database begins.
const SQLITE: &[u8] = b"SQLite format 3\0";

/// Writes the database as it stands into a new file, without the room that removed rows left.
pub async fn write(db: &Db, path: &Path) -> Result<()> {
    let Db::Sqlite { read, .. } = db else {
        return Err(Error::Unusable("the data is on a PostgreSQL server; back it up with pg_dump".to_owned()));
    };
    let path = path.to_str().ok_or_else(|| Error::Unusable(format!("{} is not UTF-8", path.display())))?;
    let mut conn = Conn::Sqlite(read.last().await?);
    conn.script(format!("vacuum into '{}'", path.replace('\'', "''"))).await
}

/// Whether bytes are the beginning of a backup.
pub fn is_backup(head: &[u8]) -> bool {
    head.starts_with(SQLITE)
}

/// What is wrong with the database's file, in the database's words; nothing when it is sound.
pub async fn faults(db: &Db) -> Result<Vec<String>> {
    let Db::Sqlite { .. } = db else { return Ok(Vec::new()) };
    let mut conn = db.read().await?;
    let rows = conn.rows("pragma quick_check(20)", Vec::new()).await?;
    let words: Vec<String> = rows.iter().map(|row| row.get(0)).collect::<Result<_>>()?;
    Ok(words.into_iter().filter(|word| word != "ok").collect())
}
