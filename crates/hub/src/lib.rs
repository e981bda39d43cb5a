//! The acts, access, workers and schedule: why this program exists.

pub mod access;
pub mod acts;
pub mod ahead;
pub mod alerts;
pub mod batch;
pub mod bench;
mod doing;
pub mod erase;
mod error;
pub mod examples;
pub mod import;
mod index;
pub mod input;
pub mod journal;
pub mod leave;
mod mint;
pub mod named;
pub mod own;
mod reading;
pub mod report;
pub mod search;
pub mod spool;
pub mod topics;
pub mod trust;
pub mod undo;
pub mod views;
pub mod workers;

use std::sync::Arc;

use model::{Seen, Time};
use store::Db;

pub use acts::{ACTS, Act, Asked, Done};
pub use batch::{Batch, Each};
pub use error::{Error, Result};
pub use mint::Mint;

/// Fills bytes from the system's randomness; handed in by `server`, so that tests can hand in theirs.
pub type Entropy = fn(&mut [u8]);

/// Everything an act, a view or a job needs. Cloning shares it.
#[derive(Clone)]
pub struct Hub {
    pub db: Db,
    pub mint: Arc<Mint>,
    pub reader: Arc<text::Reader>,
    pub(crate) entropy: Entropy,
    pub(crate) sealing: Arc<tokio::sync::Notify>,
    pub(crate) importing: Arc<tokio::sync::Notify>,
    pub(crate) spool: Option<Arc<spool::Spool>>,
}

impl Hub {
    /// Opens the hub over a database whose schema is up to date.
    pub async fn open(db: Db, entropy: Entropy, now: Time) -> Result<Hub> {
        let mut holder = [0; 8];
        entropy(&mut holder);
        let holder = i64::from_be_bytes(holder) & i64::MAX;
        let mint = Arc::new(Mint::open(&db, holder, now).await?);
        Ok(Hub {
            db,
            mint,
            reader: Arc::new(text::Reader::new()),
            entropy,
            sealing: Arc::default(),
            importing: Arc::default(),
            spool: None,
        })
    }

    /// The same with a folder for files that people hand in.
    pub fn with_spool(mut self, folder: std::path::PathBuf) -> Hub {
        self.spool = Some(Arc::new(spool::Spool::new(folder)));
        self
    }

    /// Does the act called `name`; see [`acts`].
    pub async fn act(&self, seen: &Seen, asked: Asked<'_>, now: Time) -> Result<Done> {
        acts::act(self, seen, asked, now).await
    }

    /// Does an act for each of several things; see [`batch`].
    pub async fn act_each(&self, seen: &Seen, each: Each<'_>, now: Time) -> Result<Batch> {
        batch::act_each(self, seen, each, now).await
    }

    /// Gives back what this program leased and closes the database.
    pub async fn close(&self) -> Result<()> {
        self.mint.close(&self.db).await?;
        self.db.close().await;
        Ok(())
    }
}
