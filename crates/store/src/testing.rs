//! A database of its own for a test: SQLite in a folder that goes with it, or a schema of the
//! PostgreSQL that `TEST_DATABASE_URL` names.

pub mod inbox;
pub mod log;

use tempfile::TempDir;

use crate::{Db, Place, Result, Value, migrate, values};

/// A database that no other test sees. The folder goes when this does; a schema stays with its server.
pub struct Scratch {
    pub place: Place,
    #[expect(dead_code, reason = "held so that the folder stays")]
    folder: TempDir,
}

/// Makes an empty database with its schema up to date.
#[expect(clippy::disallowed_methods, reason = "tests choose their database by the environment")]
pub async fn scratch() -> Result<Scratch> {
    let folder = tempfile::Builder::new().prefix("tribune-test-").rand_bytes(12).tempdir()?;
    let place = match std::env::var("TEST_DATABASE_URL") {
        Ok(url) if !url.is_empty() => Place::Url(own_schema(&url, &folder).await?),
        _ => Place::Folder(folder.path().to_owned()),
    };
    let db = Db::open(&place).await?;
    migrate::run(&db).await?;
    db.close().await;
    Ok(Scratch { place, folder })
}

/// A schema named after the folder, whose name is random, and the address that leads into it.
async fn own_schema(url: &str, folder: &TempDir) -> Result<String> {
    let name = folder.path().file_name().unwrap_or_default().to_string_lossy();
    let schema: String = name.bytes().map(|byte| format!("{byte:02x}")).collect();
    let db = Db::open(&Place::Url(url.to_owned())).await?;
    let mut conn = db.write().await?;
    conn.script(format!("create schema t{schema}")).await?;
    conn.commit().await?;
    db.close().await;
    let separator = if url.contains('?') { '&' } else { '?' };
    Ok(format!("{url}{separator}options=-csearch_path%3Dt{schema}"))
}

/// How many rows a table has.
pub async fn count_rows(db: &Db, table: &'static str) -> Result<i64> {
    let mut conn = db.read().await?;
    let rows = conn.rows_text(format!("select count(*) from {table}"), values![], crate::conn::Keep::Nothing).await?;
    rows.first().map_or(Ok(0), |row| row.get(0))
}

/// Asks the database whether it takes a statement, without running it.
pub async fn prepare(conn: &mut crate::Conn, sql: &str) -> Result<()> {
    use sqlx::{AssertSqlSafe, Executor, SqlSafeStr};
    let sql = AssertSqlSafe(sql.to_owned()).into_sql_str();
    match conn {
        crate::Conn::Sqlite(conn) => drop((**conn).prepare(sql).await?),
        crate::Conn::Postgres(conn) => drop((**conn).prepare(sql).await?),
        _ => return Err(crate::Error::Unusable("prepare on a reading connection".to_owned())),
    }
    Ok(())
}

/// What SQLite would do for a statement, step by step.
pub async fn plan(conn: &mut crate::Conn, sql: &str, values: Vec<Value>) -> Result<Vec<String>> {
    let rows = conn.rows_text(format!("explain query plan {sql}"), values, crate::conn::Keep::Nothing).await?;
    rows.iter().map(|row| row.get(3)).collect()
}

/// A text with what its named pieces stand for.
pub fn whole(sql: &str) -> String {
    crate::reports::whole(sql)
}

const SQLITE_SCHEMA: &str = "
    select name, 0, 0, sql || ';' from sqlite_master where sql is not null and substr(name, 1, 7) <> 'sqlite_'";
const POSTGRES_SCHEMA: &str = "
    select cast(name as text), part, place, cast(line as text)
    from (
        select cast(table_name as text) as name, cast(1 as bigint) as part, cast(ordinal_position as bigint) as place,
            table_name || '.' || column_name || ' ' || data_type || case when is_nullable = 'NO' then ' not null' else '' end
                || coalesce(' collate ' || collation_name, '') || coalesce(' default ' || column_default, '') as line
        from information_schema.columns
        where table_schema = current_schema()
        union all
        select conrelid::regclass::text, 2, 0, conrelid::regclass::text || ': ' || pg_get_constraintdef(oid)
        from pg_constraint
        where connamespace = current_schema()::regnamespace
        union all
        select tablename, 3, 0, replace(indexdef, current_schema() || '.', '')
        from pg_indexes
        where schemaname = current_schema()
    ) as lines";

/// The schema as the database tells it, one column, constraint or index a line on PostgreSQL.
pub async fn schema(db: &Db) -> Result<String> {
    let mut conn = db.read().await?;
    let sql = if conn.is_postgres() { POSTGRES_SCHEMA } else { SQLITE_SCHEMA };
    let mut lines: Vec<(String, i64, i64, String)> = Vec::new();
    for row in conn.rows_text(sql.to_owned(), values![], crate::conn::Keep::Nothing).await? {
        lines.push((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
    }
    lines.sort();
    Ok(lines.into_iter().map(|(.., line)| line + "\n").collect())
}

/// Every table with its columns, by name: a catalogue gives them in another order whenever it was written to.
pub async fn columns(db: &Db) -> Result<Vec<(String, String)>> {
    let mut conn = db.read().await?;
    let sql = if conn.is_postgres() {
        "select cast(table_name as text), cast(column_name as text)
        from information_schema.columns where table_schema = current_schema()
        order by table_name, column_name"
    } else {
        "select tables.name, columns.name
        from sqlite_master as tables
        join pragma_table_info(tables.name) as columns
        where tables.type = 'table' and tables.name not like 'sqlite_%'
        order by tables.name, columns.name"
    };
    let rows = conn.rows_text(sql.to_owned(), values![], crate::conn::Keep::Nothing).await?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// Where a word stands in a database: `table.column`, once for each row. Looks at every cell of every
/// table, bytes included.
pub async fn find_word(db: &Db, word: &str) -> Result<Vec<String>> {
    let mut places = Vec::new();
    for (table, column) in columns(db).await? {
        let mut conn = db.read().await?;
        // The index's own table shows nothing; its parts are tables that are looked at themselves.
        if !conn.is_postgres() && table == "message_search" {
            continue;
        }
        let cell = if conn.is_postgres() {
            format!("cast(t.{column} as text)")
        } else {
            format!("hex(cast(t.{column} as blob))")
        };
        let sql = format!("select coalesce({cell}, '') from {table} as t");
        for row in conn.rows_text(sql, values![], crate::conn::Keep::Nothing).await? {
            let cell: String = row.get(0)?;
            let hex = cell.strip_prefix("\\x").unwrap_or(if conn.is_postgres() { "" } else { &cell });
            let bytes = crate::leave::unhex(hex).unwrap_or_default();
            let text = format!("{cell}\n{}", String::from_utf8_lossy(&bytes));
            if text.to_lowercase().contains(word) {
                places.push(format!("{table}.{column}"));
            }
        }
    }
    Ok(places)
}
