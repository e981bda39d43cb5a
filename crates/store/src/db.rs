//! Opening a database, and connections to read and to write.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, Transaction};

use crate::fold::Log;
use crate::{Conn, Error, Result};

/// How long a writer waits for another program that holds SQLite's write lock.
const BUSY_WAIT: Duration = Duration::from_secs(30);
/// How long a request waits for a free connection.
const POOL_WAIT: Duration = Duration::from_secs(10);
/// Readers in the order in which they are asked, as how many connections and the pages that each keeps, in KiB as SQLite
/// wants to be told: a negative number. One that is seldom busy answers most questions, and what it read last is at hand;
/// were they asked in turns, each would have to read the upper pages of every index and prepare every statement.
const SQLITE_READERS: [(u32, &str); 3] = [(1, "-32000"), (1, "-16000"), (4, "-6000")];
/// The same for the writer, which holds a whole transaction of an import.
const WRITER_CACHE: &str = "-64000";
/// Pages of 4 KiB in the log at which a writer folds it itself, since [`Log`] could not: 1,000 MiB.
const CHECKPOINT_PAGES: &str = "256000";
/// What is kept of a log that begins again after it had to grow, in bytes.
const LOG_BYTES_KEPT: &str = "67108864";
const POSTGRES_CONNECTIONS: u32 = 16;

/// One database of either kind. Cloning shares its connections.
#[derive(Clone)]
pub enum Db {
    Sqlite { write: SqlitePool, read: Arc<Readers>, queue: Arc<Queue>, log: Arc<Log> },
    Postgres(PgPool),
}

/// Where the data is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A folder that holds `tribune.db`.
    Folder(PathBuf),
    /// A PostgreSQL server: `postgres://…`.
    Url(String),
}

impl Db {
    /// Opens what is at `place`, creating an empty SQLite file where there is none. The schema is
    /// brought up to date by [`crate::migrate`].
    pub async fn open(place: &Place) -> Result<Db> {
        match place {
            Place::Folder(folder) => open_sqlite(folder).await,
            Place::Url(url) => open_postgres(url).await,
        }
    }

    /// A connection for reading.
    pub async fn read(&self) -> Result<Conn> {
        Ok(match self {
            Db::Sqlite { read, .. } => Conn::Sqlite(read.first_free().await?),
            Db::Postgres(pool) => Conn::Postgres(pool.acquire().await?),
        })
    }

    /// A connection for reading that sees one state of everything, however long it reads.
    pub async fn snapshot(&self) -> Result<Conn> {
        match self {
            Db::Sqlite { read, .. } => {
                let mut connection = read.last().await?;
                connection.close_on_drop();
                let mut conn = Conn::Sqlite(connection);
                conn.script("begin".to_owned()).await?;
                Ok(conn)
            }
            Db::Postgres(pool) => {
                let mut conn = Conn::PostgresWrite(begin_whole(pool).await?);
                conn.script("set transaction isolation level repeatable read, read only".to_owned()).await?;
                Ok(conn)
            }
        }
    }

    /// A transaction for writing; dropped without [`Conn::commit`] it leaves nothing.
    pub async fn write(&self) -> Result<Conn> {
        self.begin(Queue::turn).await
    }

    /// The same for work that nobody waits for: [`Conn::is_wanted`] does not tell of it.
    pub async fn write_patiently(&self) -> Result<Conn> {
        self.begin(Queue::patient_turn).await
    }

    async fn begin<T: Future<Output = Result<Turn>>>(&self, turn: impl FnOnce(Arc<Queue>) -> T) -> Result<Conn> {
        Ok(match self {
            Db::Sqlite { write, queue, log, .. } => {
                // The turn comes first, so that whoever waits is seen to wait: `Conn::is_wanted`.
                let turn = turn(queue.clone()).await?;
                let connection = write.acquire().await?;
                let transaction =
                    sqlx::Transaction::begin(connection, Some(sqlx::SqlSafeStr::into_sql_str("begin immediate")))
                        .await?;
                Conn::SqliteWrite(transaction, turn, log.clone())
            }
            Db::Postgres(pool) => Conn::PostgresWrite(begin_whole(pool).await?),
        })
    }

    /// The data folder; `None` where a server holds the data.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Db::Sqlite { queue, .. } => queue.waiting.parent(),
            Db::Postgres(_) => None,
        }
    }

    /// `sqlite` or `postgres`, for people.
    pub fn kind(&self) -> &'static str {
        match self {
            Db::Sqlite { .. } => "sqlite",
            Db::Postgres(_) => "postgres",
        }
    }

    /// Closes all connections; SQLite folds its log into the database.
    pub async fn close(&self) {
        match self {
            Db::Sqlite { write, read, log, .. } => {
                log.close().await;
                read.close().await;
                write.close().await;
            }
            Db::Postgres(pool) => pool.close().await,
        }
    }
}

async fn open_sqlite(folder: &Path) -> Result<Db> {
    std::fs::create_dir_all(folder)?;
    let database = folder.join("tribune.db");
    let options = SqliteConnectOptions::new()
        .filename(&database)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .foreign_keys(true)
        .busy_timeout(BUSY_WAIT)
        .pragma("temp_store", "memory")
        .pragma("mmap_size", "0")
        .statement_cache_capacity(200);
    let writer = options
        .clone()
        .pragma("cache_size", WRITER_CACHE)
        .pragma("wal_autocheckpoint", CHECKPOINT_PAGES)
        .pragma("journal_size_limit", LOG_BYTES_KEPT)
        .optimize_on_close(true, None);
    let log = Log::open(&database, options.clone());
    let write = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(BUSY_WAIT)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(writer)
        .await?;
    let read = Readers::open(&options);
    Ok(Db::Sqlite { write, read: Arc::new(read), queue: Arc::new(Queue::open(folder)?), log: Arc::new(log) })
}

/// Connections that read from one SQLite file.
pub struct Readers {
    pools: [SqlitePool; SQLITE_READERS.len()],
}

impl Readers {
    fn open(options: &SqliteConnectOptions) -> Readers {
        let pool = |(connections, cache): (u32, &'static str)| {
            SqlitePoolOptions::new()
                .max_connections(connections)
                .acquire_timeout(POOL_WAIT)
                .idle_timeout(None)
                .max_lifetime(None)
                .connect_lazy_with(options.clone().pragma("cache_size", cache))
        };
        Readers { pools: SQLITE_READERS.map(pool) }
    }

    /// The first connection that nobody uses; where all are used, one of the last as soon as it is free.
    async fn first_free(&self) -> Result<PoolConnection<Sqlite>> {
        for pool in &self.pools {
            if pool.size() == 0 {
                return Ok(pool.acquire().await?);
            }
            if let Some(connection) = pool.try_acquire() {
                return Ok(connection);
            }
        }
        self.last().await
    }

    /// One of the last connections, for who needs it long: a copy of the database, a snapshot.
    pub(crate) async fn last(&self) -> Result<PoolConnection<Sqlite>> {
        let [.., last] = &self.pools;
        Ok(last.acquire().await?)
    }

    async fn close(&self) {
        for pool in &self.pools {
            pool.close().await;
        }
    }
}

/// Begins a transaction, also where whoever asked goes away meanwhile, as a closed browser does: sqlx then forgets that
/// the connection is within a transaction, and the next to have it is too. A transaction that nobody takes is rolled back.
async fn begin_whole(pool: &PgPool) -> Result<Transaction<'static, Postgres>> {
    let pool = pool.clone();
    match tokio::spawn(async move { pool.begin().await }).await {
        Ok(begun) => Ok(begun?),
        Err(error) => Err(Error::Unusable(format!("a transaction could not begin: {error}"))),
    }
}

async fn open_postgres(url: &str) -> Result<Db> {
    let options = PgConnectOptions::from_str(url)
        .map_err(|error| Error::Unusable(format!("cannot read the database address: {error}; write postgres://…")))?;
    let pool = PgPoolOptions::new().max_connections(POSTGRES_CONNECTIONS).acquire_timeout(POOL_WAIT);
    Ok(Db::Postgres(pool.connect_with(options).await?))
}

/// Writers of several programs take turns in the order they came. SQLite alone lets the one that
/// has just finished begin again before those that wait wake up, so an import would starve people.
pub struct Queue {
    waiting: PathBuf,
    writing: PathBuf,
}

/// The right to write, given back when dropped.
pub struct Turn {
    #[expect(dead_code, reason = "held for its lock")]
    room: File,
    queue: Arc<Queue>,
}

impl Turn {
    /// Ends the turn and says in which queue to wait for another.
    pub(crate) fn end(self) -> Arc<Queue> {
        self.queue.clone()
    }

    /// Whether somebody waits for their turn. A hall that cannot be looked into counts as full.
    pub(crate) fn is_wanted(&self) -> bool {
        is_locked(&self.queue.waiting)
    }
}

impl Queue {
    fn open(folder: &Path) -> Result<Queue> {
        let queue = Queue { waiting: folder.join("tribune.waiting"), writing: folder.join("tribune.writing") };
        drop((lock_file(&queue.waiting)?, lock_file(&queue.writing)?));
        Ok(queue)
    }

    /// Waits in the hall (`waiting`) for the room (`writing`), then leaves the hall to the next.
    pub(crate) async fn turn(queue: Arc<Queue>) -> Result<Turn> {
        let taken = tokio::task::spawn_blocking(move || -> std::io::Result<Turn> {
            let hall = locked(&queue.waiting)?;
            let room = locked(&queue.writing)?;
            drop(hall);
            Ok(Turn { room, queue })
        });
        Ok(taken.await.map_err(std::io::Error::other)??)
    }

    /// Waits outside the hall, where [`Turn::is_wanted`] does not look, and behind whom nobody else has to wait.
    pub(crate) async fn patient_turn(queue: Arc<Queue>) -> Result<Turn> {
        let taken = tokio::task::spawn_blocking(move || -> std::io::Result<Turn> {
            let room = locked(&queue.writing)?;
            Ok(Turn { room, queue })
        });
        Ok(taken.await.map_err(std::io::Error::other)??)
    }
}

/// Waits for the lock of a file; dropping it ends the lock.
fn locked(path: &Path) -> std::io::Result<File> {
    let file = lock_file(path)?;
    file.lock()?;
    Ok(file)
}

/// Whether somebody holds the lock of a file. One that cannot be looked at counts as locked.
fn is_locked(path: &Path) -> bool {
    lock_file(path).map_or(true, |file| file.try_lock().is_err())
}

fn lock_file(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().create(true).truncate(false).write(true).open(path)
}
