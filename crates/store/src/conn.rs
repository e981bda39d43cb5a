//! The small door to both databases: one SQL text with `$1`, values in, rows out.

use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments, AssertSqlSafe, Decode, Encode, Postgres, Row as _, Sqlite, Transaction, Type};

use crate::{Error, Result, columns};

/// One connection, inside or outside a transaction.
pub enum Conn {
    Sqlite(PoolConnection<Sqlite>),
    SqliteWrite(Transaction<'static, Sqlite>, crate::db::Turn, std::sync::Arc<crate::fold::Log>),
    Postgres(PoolConnection<Postgres>),
    PostgresWrite(Transaction<'static, Postgres>),
}

/// A value on its way into a statement. Null keeps its type, since PostgreSQL asks for it.
#[derive(Clone, Debug)]
pub enum Value {
    Int(Option<i64>),
    Text(Option<String>),
    Bool(bool),
    Bytes(Option<Vec<u8>>),
}

/// One row of an answer.
pub enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

/// What a column can be read as, on both databases.
pub trait Column: for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres> {}

impl<T> Column for T where T: for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres> {}

impl Row {
    /// The column at `index`, counted from 0.
    pub fn get<T: Column>(&self, index: usize) -> Result<T> {
        match self {
            Row::Sqlite(row) => Ok(row.try_get(index)?),
            Row::Postgres(row) => Ok(row.try_get(index)?),
        }
    }
}

/// How many values one statement may carry: SQLite's limit is 32,766.
const VALUES_MAX: usize = 32_000;
/// Values of a chunk of SQLite's rows: its statement is prepared once and kept, and takes memory for each.
const CHUNK_VALUES: usize = 6_144;

/// Rows that PostgreSQL takes at once, as columns: a whole group of an import.
const COLUMN_ROWS: usize = 4_096;

impl Conn {
    /// Runs a statement and says how many rows it changed.
    pub async fn run(&mut self, sql: &'static str, values: Vec<Value>) -> Result<u64> {
        self.run_text(sql.to_owned(), values, Keep::Prepared).await
    }

    /// All rows of an answer. The statement states its own `limit`.
    pub async fn rows(&mut self, sql: &'static str, values: Vec<Value>) -> Result<Vec<Row>> {
        self.rows_text(sql.to_owned(), values, Keep::Prepared).await
    }

    /// The first row of an answer, if there is one.
    pub async fn find(&mut self, sql: &'static str, values: Vec<Value>) -> Result<Option<Row>> {
        Ok(self.rows(sql, values).await?.into_iter().next())
    }

    /// The one number that an answer consists of; 0 when it is empty or null.
    pub async fn number(&mut self, sql: &'static str, values: Vec<Value>) -> Result<i64> {
        match self.find(sql, values).await? {
            Some(row) => Ok(row.get::<Option<i64>>(0)?.unwrap_or(0)),
            None => Ok(0),
        }
    }

    /// Runs a statement whose `{rows}` stands for many rows of `width` values each.
    pub async fn run_many(&mut self, sql: &'static str, width: usize, values: Vec<Value>) -> Result<u64> {
        self.run_many_text(sql, width, values).await
    }

    /// Like [`Conn::run_many`], for statements put together from fixed pieces.
    pub(crate) async fn run_many_text(&mut self, sql: &str, width: usize, values: Vec<Value>) -> Result<u64> {
        debug_assert_eq!(values.len() % width, 0);
        let mut changed = 0;
        let mut values = values.into_iter();
        if let Some(conn) = self.postgres() {
            while values.len() > 0 {
                let chunk: Vec<Value> = values.by_ref().take(COLUMN_ROWS * width).collect();
                let (sql, arguments) = columns::rows(sql, width, chunk)?;
                changed += sqlx::query_with(AssertSqlSafe(sql), arguments).execute(&mut *conn).await?.rows_affected();
            }
            return Ok(changed);
        }
        while let Some(rows) = chunk_rows(values.len() / width, width) {
            let chunk: Vec<Value> = values.by_ref().take(rows * width).collect();
            changed += self.run_text(sql.replace("{rows}", &row_marks(rows, width)), chunk, Keep::Prepared).await?;
        }
        Ok(changed)
    }

    /// Runs a query whose `in ({list})` stands for the members of `list`; `$n` of `values` come first.
    pub async fn rows_in(&mut self, sql: &'static str, values: Vec<Value>, list: Vec<Value>) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        for chunk in list.chunks(VALUES_MAX / 2) {
            match self.postgres() {
                Some(conn) => {
                    let (sql, arguments) = columns::list(sql, postgres_arguments(values.clone())?, chunk.to_vec())?;
                    let found = sqlx::query_with(AssertSqlSafe(sql), arguments).fetch_all(conn).await?;
                    rows.extend(found.into_iter().map(Row::Postgres));
                }
                None => {
                    let (places, all) = listed(&values, chunk);
                    rows.extend(self.rows_text(sql.replace("{list}", &places), all, Keep::Nothing).await?);
                }
            }
        }
        Ok(rows)
    }

    /// Runs a statement whose `in ({list})` stands for the members of `list`; `$n` of `values` come first.
    pub async fn run_in(&mut self, sql: &'static str, values: Vec<Value>, list: Vec<Value>) -> Result<u64> {
        let mut changed = 0;
        for chunk in list.chunks(VALUES_MAX / 2) {
            changed += match self.postgres() {
                Some(conn) => {
                    let (sql, arguments) = columns::list(sql, postgres_arguments(values.clone())?, chunk.to_vec())?;
                    sqlx::query_with(AssertSqlSafe(sql), arguments).execute(conn).await?.rows_affected()
                }
                None => {
                    let (places, all) = listed(&values, chunk);
                    self.run_text(sql.replace("{list}", &places), all, Keep::Nothing).await?
                }
            };
        }
        Ok(changed)
    }

    fn postgres(&mut self) -> Option<&mut sqlx::PgConnection> {
        match self {
            Conn::Sqlite(_) | Conn::SqliteWrite(..) => None,
            Conn::Postgres(conn) => Some(conn),
            Conn::PostgresWrite(conn) => Some(conn),
        }
    }

    /// Makes what this transaction wrote lasting; a connection without one has nothing to do.
    pub async fn commit(self) -> Result<()> {
        match self {
            Conn::SqliteWrite(transaction, turn, log) => {
                transaction.commit().await?;
                let beside = turn.is_wanted();
                log.grown(turn.end(), beside);
            }
            Conn::PostgresWrite(transaction) => transaction.commit().await?,
            Conn::Sqlite(_) | Conn::Postgres(_) => {}
        }
        Ok(())
    }

    /// Whether others wait until this transaction ends. PostgreSQL lets them write meanwhile.
    pub fn is_wanted(&self) -> bool {
        match self {
            Conn::SqliteWrite(_, turn, _) => turn.is_wanted(),
            Conn::Sqlite(_) | Conn::Postgres(_) | Conn::PostgresWrite(_) => false,
        }
    }

    /// Runs several statements at once, without values: for schemas only.
    pub(crate) async fn script(&mut self, sql: String) -> Result<()> {
        let sql = AssertSqlSafe(sql);
        match self {
            Conn::Sqlite(conn) => {
                sqlx::raw_sql(sql).execute(&mut **conn).await?;
            }
            Conn::SqliteWrite(conn, ..) => {
                sqlx::raw_sql(sql).execute(&mut **conn).await?;
            }
            Conn::Postgres(conn) => {
                sqlx::raw_sql(sql).execute(&mut **conn).await?;
            }
            Conn::PostgresWrite(conn) => {
                sqlx::raw_sql(sql).execute(&mut **conn).await?;
            }
        }
        Ok(())
    }

    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self, Conn::Postgres(_) | Conn::PostgresWrite(_))
    }

    /// Like [`Conn::run`], for statements put together from fixed pieces.
    pub(crate) async fn run_text(&mut self, sql: String, values: Vec<Value>, keep: Keep) -> Result<u64> {
        let (sql, kept) = (AssertSqlSafe(sql), keep == Keep::Prepared);
        Ok(match self {
            Conn::Sqlite(conn) => {
                let query = sqlx::query_with(sql, sqlite_arguments(values)?).persistent(kept);
                query.execute(&mut **conn).await?.rows_affected()
            }
            Conn::SqliteWrite(conn, ..) => {
                let query = sqlx::query_with(sql, sqlite_arguments(values)?).persistent(kept);
                query.execute(&mut **conn).await?.rows_affected()
            }
            Conn::Postgres(conn) => {
                let query = sqlx::query_with(sql, postgres_arguments(values)?).persistent(kept);
                query.execute(&mut **conn).await?.rows_affected()
            }
            Conn::PostgresWrite(conn) => {
                let query = sqlx::query_with(sql, postgres_arguments(values)?).persistent(kept);
                query.execute(&mut **conn).await?.rows_affected()
            }
        })
    }

    /// Like [`Conn::rows`], for queries put together from fixed pieces.
    pub(crate) async fn rows_text(&mut self, sql: String, values: Vec<Value>, keep: Keep) -> Result<Vec<Row>> {
        let (sql, kept) = (AssertSqlSafe(sql), keep == Keep::Prepared);
        Ok(match self {
            Conn::Sqlite(conn) => {
                let query = sqlx::query_with(sql, sqlite_arguments(values)?).persistent(kept);
                query.fetch_all(&mut **conn).await?.into_iter().map(Row::Sqlite).collect()
            }
            Conn::SqliteWrite(conn, ..) => {
                let query = sqlx::query_with(sql, sqlite_arguments(values)?).persistent(kept);
                query.fetch_all(&mut **conn).await?.into_iter().map(Row::Sqlite).collect()
            }
            Conn::Postgres(conn) => {
                let query = sqlx::query_with(sql, postgres_arguments(values)?).persistent(kept);
                query.fetch_all(&mut **conn).await?.into_iter().map(Row::Postgres).collect()
            }
            Conn::PostgresWrite(conn) => {
                let query = sqlx::query_with(sql, postgres_arguments(values)?).persistent(kept);
                query.fetch_all(&mut **conn).await?.into_iter().map(Row::Postgres).collect()
            }
        })
    }
}

/// Whether a prepared statement is kept for the next time.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    Prepared,
    Nothing,
}

/// How many of `left` rows SQLite's next statement takes: a power of eight, so that few texts are prepared and kept.
fn chunk_rows(left: usize, width: usize) -> Option<usize> {
    left.min(CHUNK_VALUES / width).checked_ilog2().map(|power| 1 << (power / 3 * 3))
}

fn sqlite_arguments(values: Vec<Value>) -> Result<SqliteArguments> {
    let mut arguments = SqliteArguments::default();
    arguments.reserve(values.len(), 0);
    for value in values {
        bind(&mut arguments, value)?;
    }
    Ok(arguments)
}

fn postgres_arguments(values: Vec<Value>) -> Result<PgArguments> {
    let mut arguments = PgArguments::default();
    arguments.reserve(values.len(), 0);
    for value in values {
        bind(&mut arguments, value)?;
    }
    Ok(arguments)
}

fn bind<D, A>(arguments: &mut A, value: Value) -> Result<()>
where
    D: sqlx::Database,
    A: Arguments<Database = D>,
    Option<i64>: for<'q> Encode<'q, D> + Type<D>,
    Option<String>: for<'q> Encode<'q, D> + Type<D>,
    Option<Vec<u8>>: for<'q> Encode<'q, D> + Type<D>,
    bool: for<'q> Encode<'q, D> + Type<D>,
{
    let bound = match value {
        Value::Int(value) => arguments.add(value),
        Value::Text(value) => arguments.add(value.map(without_nul)),
        Value::Bool(value) => arguments.add(value),
        Value::Bytes(value) => arguments.add(value),
    };
    bound.map_err(|error| Error::Sql(sqlx::Error::Encode(error)))
}

/// PostgreSQL's text cannot hold NUL, so neither database gets one.
pub(crate) fn without_nul(text: String) -> String {
    if text.contains('\0') { text.replace('\0', "\u{fffd}") } else { text }
}

/// How `list` stands in SQLite's statement, and all values that it then needs. It looks each `$n` up by walking all
/// before it, so long lists of numbers and bytes stand there as themselves.
fn listed(values: &[Value], list: &[Value]) -> (String, Vec<Value>) {
    match list.iter().map(literal).collect::<Option<Vec<String>>>() {
        Some(literals) => (literals.join(", "), values.to_vec()),
        None => (list_places(values.len(), list.len()), values.iter().chain(list).cloned().collect()),
    }
}

/// A number or bytes as they stand in SQL; text is always bound.
fn literal(value: &Value) -> Option<String> {
    match value {
        Value::Int(Some(number)) => Some(number.to_string()),
        Value::Bytes(Some(bytes)) => {
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            Some(format!("x'{hex}'"))
        }
        _ => None,
    }
}

/// Places without numbers, which SQLite binds in order and need not look up.
fn row_marks(rows: usize, width: usize) -> String {
    let row = format!("({})", vec!["?"; width].join(", "));
    vec![row.as_str(); rows].join(", ")
}

fn list_places(after: usize, count: usize) -> String {
    let mut places = String::with_capacity(count * 6);
    for place in 1..=count {
        if place > 1 {
            places.push_str(", ");
        }
        places.push('$');
        places.push_str(&(after + place).to_string());
    }
    places
}

impl From<i64> for Value {
    fn from(value: i64) -> Value {
        Value::Int(Some(value))
    }
}

impl From<Option<i64>> for Value {
    fn from(value: Option<i64>) -> Value {
        Value::Int(value)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Value {
        Value::Bool(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Value {
        Value::Text(Some(value.to_owned()))
    }
}

impl From<String> for Value {
    fn from(value: String) -> Value {
        Value::Text(Some(value))
    }
}

impl From<Option<String>> for Value {
    fn from(value: Option<String>) -> Value {
        Value::Text(value)
    }
}

impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Value {
        Value::Bytes(Some(value))
    }
}

impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Value {
        Value::Bytes(Some(value.to_vec()))
    }
}

impl From<model::Time> for Value {
    fn from(value: model::Time) -> Value {
        Value::Int(Some(value.micros()))
    }
}

impl From<Option<model::Time>> for Value {
    fn from(value: Option<model::Time>) -> Value {
        Value::Int(value.map(model::Time::micros))
    }
}

macro_rules! id_values {
    ($($id:ident)*) => {$(
        impl From<model::$id> for Value { fn from(id: model::$id) -> Value { Value::Int(Some(id.0)) } }
        impl From<Option<model::$id>> for Value { fn from(id: Option<model::$id>) -> Value { Value::Int(id.map(|id| id.0)) } }
    )*};
}

id_values! { WorkspaceId StaffId ChannelId IdentityId MemberId MessageId ConversationId EntryId RunId JobId NoteId TokenId FileId TopicId AlertId ExampleId }

/// The values of a statement, in order: `values![id, "open"]`.
#[macro_export]
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::Value::from($value)),*] };
}
