//! Folding SQLite's log into the database beside the writers, who would otherwise wait for the disk.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{AssertSqlSafe, Row as _, SqlitePool};

use crate::Result;
use crate::db::Queue;

/// How much the log grows between two foldings. A page that an import wrote ten times meanwhile is folded once; but
/// whoever waits for a turn to write waits for the disk as well, twice as long after four times as much.
const GROWTH: u64 = if cfg!(test) { 64 << 20 } else { 256 << 20 };
/// The same where somebody waits, or did not long before.
const GROWTH_BESIDE: u64 = GROWTH / 4;
/// So many foldings after somebody waited, nobody is expected to.
const CALM: u64 = 4;
/// Folds while others write, at most this many times: each has only to do what came during the one before.
const ROUNDS: usize = 5;
/// Pages left that one may wait for.
const FEW_PAGES: i64 = 500;

/// The log of one database, and who folds it.
pub struct Log {
    path: PathBuf,
    pool: SqlitePool,
    folding: AtomicBool,
    /// Bytes that the last folding had to leave, since somebody read an older state.
    left: AtomicU64,
    /// Foldings since somebody waited.
    calm: AtomicU64,
}

impl Log {
    pub(crate) fn open(database: &Path, options: SqliteConnectOptions) -> Log {
        let options = options.busy_timeout(Duration::ZERO).pragma("wal_autocheckpoint", "0");
        let pool = SqlitePoolOptions::new().max_connections(1).connect_lazy_with(options);
        let path = database.with_extension("db-wal");
        Log { path, pool, folding: AtomicBool::new(false), left: AtomicU64::new(0), calm: AtomicU64::new(0) }
    }

    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }

    /// To be called after each commit: begins to fold when enough was written. `beside`: somebody waits to write.
    pub(crate) fn grown(self: Arc<Log>, queue: Arc<Queue>, beside: bool) {
        let bytes = self.bytes();
        // A log that others shortened meanwhile begins anew.
        let left = self.left.fetch_min(bytes, Ordering::Relaxed).min(bytes);
        if beside {
            self.calm.store(0, Ordering::Relaxed);
        }
        let growth = if self.calm.load(Ordering::Relaxed) < CALM { GROWTH_BESIDE } else { GROWTH };
        if bytes < left + growth || self.folding.swap(true, Ordering::Relaxed) {
            return;
        }
        self.calm.fetch_add(1, Ordering::Relaxed);
        tokio::spawn(async move {
            if let Err(error) = self.fold(queue).await {
                tracing::warn!(%error, "the log of the database could not be folded; it goes on growing until it can");
            }
            self.left.store(self.bytes(), Ordering::Relaxed);
            self.folding.store(false, Ordering::Relaxed);
        });
    }

    /// A log that is not there is short.
    fn bytes(&self) -> u64 {
        self.path.metadata().map_or(0, |log| log.len())
    }

    async fn fold(&self, queue: Arc<Queue>) -> Result<()> {
        let mut folded = 0;
        for _ in 0..ROUNDS {
            let Some((pages, done)) = self.checkpoint("passive").await? else { return Ok(()) };
            if pages - done > FEW_PAGES {
                return Ok(()); // somebody reads an older state: the writers shall not wait for the rest
            }
            if pages - folded < FEW_PAGES {
                break;
            }
            folded = done;
        }
        let turn = Queue::patient_turn(queue).await?;
        self.checkpoint("truncate").await?;
        drop(turn);
        Ok(())
    }

    /// Pages in the log, and how many of them are folded; nothing where another program folds.
    async fn checkpoint(&self, how: &'static str) -> Result<Option<(i64, i64)>> {
        let row = sqlx::raw_sql(AssertSqlSafe(format!("pragma wal_checkpoint({how})"))).fetch_one(&self.pool).await?;
        let (pages, folded): (i64, i64) = (row.try_get(1)?, row.try_get(2)?);
        Ok((pages >= 0).then_some((pages, folded)))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::Ordering;

    use super::CALM;
    use crate::db::{Db, Place, Queue};
    use crate::values;

    async fn write(db: &Db, kilobytes: i64) {
        let mut conn = db.write().await.unwrap();
        conn.script("create table if not exists filler (bytes blob)".to_owned()).await.unwrap();
        conn.run("insert into filler values (zeroblob($1))", values![kilobytes << 10]).await.unwrap();
        conn.commit().await.unwrap();
    }

    #[tokio::test]
    async fn the_log_is_folded_unless_somebody_reads_an_older_state() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&Place::Folder(folder.path().to_owned())).await.unwrap();
        let Db::Sqlite { log, queue, .. } = &db else { unreachable!("a folder holds SQLite") };
        write(&db, 4000).await;
        let mut older = db.snapshot().await.unwrap();
        assert_eq!(older.number("select count(*) from filler", vec![]).await.unwrap(), 1);
        write(&db, 4000).await;

        log.fold(queue.clone()).await.unwrap();
        assert!(log.bytes() > 4000 << 10, "what the reader needs went away");
        assert_eq!(older.number("select count(*) from filler", vec![]).await.unwrap(), 1);

        drop(older);
        for _ in 0..1_000 {
            // The reader's connection closes in its own time.
            log.fold(queue.clone()).await.unwrap();
            if log.bytes() == 0 {
                break;
            }
        }
        assert_eq!(log.bytes(), 0);
        assert_eq!(db.read().await.unwrap().number("select count(*) from filler", vec![]).await.unwrap(), 2);
    }

    /// Writes a row of many kilobytes while somebody else waits for their turn.
    async fn write_beside(db: &Db, kilobytes: i64) {
        let Db::Sqlite { queue, .. } = db else { unreachable!("a folder holds SQLite") };
        let mut conn = db.write().await.unwrap();
        conn.run("insert into filler values (zeroblob($1))", values![kilobytes << 10]).await.unwrap();
        let other = tokio::spawn(Queue::turn(queue.clone()));
        while !conn.is_wanted() {
            tokio::task::yield_now().await;
        }
        conn.commit().await.unwrap();
        drop(other.await.unwrap().unwrap());
    }

    #[tokio::test]
    async fn a_log_that_has_grown_is_folded_once_beside_its_writers() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&Place::Folder(folder.path().to_owned())).await.unwrap();
        let Db::Sqlite { log, queue, .. } = &db else { unreachable!("a folder holds SQLite") };
        let is_folding = || log.folding.load(Ordering::Relaxed);
        for _ in 0..CALM {
            write(&db, 20_000).await;
            assert!(is_folding(), "whoever comes at once waits for a long folding");
            while is_folding() {
                tokio::task::yield_now().await;
            }
        }
        write(&db, 20_000).await;
        assert!(!is_folding(), "an import that nobody waits for is slowed down");
        write_beside(&db, 10).await;
        assert!(is_folding(), "whoever waits next will wait for a long folding");
        let (again, bytes) = (log.clone(), log.bytes());
        again.grown(Arc::clone(queue), true);
        while is_folding() {
            tokio::task::yield_now().await;
        }
        assert!(log.bytes() < bytes);
        write_beside(&db, 10).await;
        assert!(!is_folding(), "a short log is folded");
        write(&db, 20_000).await;
        assert!(is_folding(), "who waited a moment ago is not expected again");
        while is_folding() {
            tokio::task::yield_now().await;
        }

        log.calm.store(CALM, Ordering::Relaxed);
        log.left.store(1 << 40, Ordering::Relaxed); // as after a long read
        for _ in 0..5 {
            write(&db, 20_000).await;
        }
        assert!(is_folding(), "nobody folds a log that was long once");
    }
}
