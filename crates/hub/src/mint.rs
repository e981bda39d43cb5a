//! New ids: milliseconds, the number of this node, and a sequence.

use std::sync::atomic::{AtomicI64, Ordering};

use model::Time;
use store::{Db, global};

use crate::{Error, Result};

const NODE_BITS: u32 = 8;
const SEQUENCE_BITS: u32 = 13;
const NODES: i64 = 1 << NODE_BITS;
/// A node's number comes free this long after its program was last heard of.
const LEASE_SECONDS: i64 = 3600;

/// Makes ids that no other running program makes: each leases a node number of its own.
pub struct Mint {
    node: i64,
    holder: i64,
    last: AtomicI64,
}

impl Mint {
    /// Leases a node number; `holder` tells this program from others.
    pub async fn open(db: &Db, holder: i64, now: Time) -> Result<Mint> {
        let mut conn = db.write().await?;
        for node in 0..NODES {
            if global::lease_take(&mut conn, (&lease(node), holder), (now, now.plus_seconds(LEASE_SECONDS))).await? {
                conn.commit().await?;
                return Ok(Mint { node, holder, last: AtomicI64::new(0) });
            }
        }
        Err(Error::Broken(format!("all {NODES} node numbers are taken; stop a program that uses this database")))
    }

    /// Keeps the node number for another hour; workers call it every few minutes.
    pub async fn renew(&self, db: &Db, now: Time) -> Result<()> {
        let mut conn = db.write().await?;
        let until = now.plus_seconds(LEASE_SECONDS);
        if !global::lease_take(&mut conn, (&lease(self.node), self.holder), (now, until)).await? {
            return Err(Error::Broken(format!("node number {} was taken by another program; restart", self.node)));
        }
        Ok(conn.commit().await?)
    }

    /// Gives the node number back.
    pub async fn close(&self, db: &Db) -> Result<()> {
        let mut conn = db.write().await?;
        global::lease_end(&mut conn, &lease(self.node), self.holder).await?;
        Ok(conn.commit().await?)
    }

    /// The next id: larger than every one before it from this program.
    pub fn next(&self, now: Time) -> i64 {
        let fresh = now.millis().max(0) << SEQUENCE_BITS;
        let step = |last: i64| Some(fresh.max(last + 1));
        let last = self.last.fetch_update(Ordering::Relaxed, Ordering::Relaxed, step).unwrap_or_else(|last| last);
        let tick = fresh.max(last + 1);
        let (millis, sequence) = (tick >> SEQUENCE_BITS, tick & ((1 << SEQUENCE_BITS) - 1));
        (((millis << NODE_BITS) | self.node) << SEQUENCE_BITS) | sequence
    }

    /// What tells this program from others that share the database.
    pub fn holder(&self) -> i64 {
        self.holder
    }
}

fn lease(node: i64) -> String {
    format!("node {node}")
}
