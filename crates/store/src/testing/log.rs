//! The log of a SQLite database from inside: when it is folded, and what is remembered of it.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::db::Queue;
use crate::fold::{self, Log};
use crate::{Db, Result};

/// Who folds the log of a database.
pub struct Folding {
    log: Arc<Log>,
    queue: Arc<Queue>,
}

/// `None` on PostgreSQL, which folds its own.
pub fn of(db: &Db) -> Option<Folding> {
    match db {
        Db::Sqlite { log, queue, .. } => Some(Folding { log: log.clone(), queue: queue.clone() }),
        Db::Postgres(_) => None,
    }
}

impl Folding {
    /// Lets the log be folded whenever it has grown by so many bytes, fewer than a test likes to write.
    pub fn begin_at(&self, growth: u64) {
        self.log.growth.store(growth, Ordering::Relaxed);
    }

    /// Folds at once.
    pub async fn fold(&self) -> Result<()> {
        self.log.fold(self.queue.clone()).await
    }

    /// Whether the log is being folded.
    pub fn is_under_way(&self) -> bool {
        self.log.folding.load(Ordering::Relaxed)
    }

    /// What each commit does while somebody else waits to write: it begins to fold where enough was written.
    pub fn commit_beside(&self) {
        self.log.clone().grown(self.queue.clone(), true);
    }

    /// As if the last folding had left so many bytes, and nobody had waited for long.
    pub fn remember(&self, left: u64) {
        self.log.calm.store(fold::CALM, Ordering::Relaxed);
        self.log.left.store(left, Ordering::Relaxed);
    }
}
