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
const GROWTH: u64 = 256 << 20;
/// So many times less where somebody waits, or did not long before.
const BESIDE: u64 = 4;
/// So many foldings after somebody waited, nobody is expected to.
pub(crate) const CALM: u64 = 4;
/// Folds while others write, at most this many times: each has only to do what came during the one before.
const ROUNDS: usize = 5;
/// Pages left that one may wait for.
const FEW_PAGES: i64 = 500;

/// The log of one database, and who folds it.
pub struct Log {
    path: PathBuf,
    pool: SqlitePool,
    /// [`GROWTH`], or less in a test.
    pub(crate) growth: AtomicU64,
    pub(crate) folding: AtomicBool,
    /// Bytes that the last folding had to leave, since somebody read an older state.
    pub(crate) left: AtomicU64,
    /// Foldings since somebody waited.
    pub(crate) calm: AtomicU64,
}

impl Log {
    pub(crate) fn open(database: &Path, options: SqliteConnectOptions) -> Log {
        let options = options.busy_timeout(Duration::ZERO).pragma("wal_autocheckpoint", "0");
        let pool = SqlitePoolOptions::new().max_connections(1).connect_lazy_with(options);
        let path = database.with_extension("db-wal");
        let [growth, left, calm] = [GROWTH, 0, 0].map(AtomicU64::new);
        Log { path, pool, growth, folding: AtomicBool::new(false), left, calm }
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
        let growth = self.growth.load(Ordering::Relaxed);
        let growth = if self.calm.load(Ordering::Relaxed) < CALM { growth / BESIDE } else { growth };
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

    pub(crate) async fn fold(&self, queue: Arc<Queue>) -> Result<()> {
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
