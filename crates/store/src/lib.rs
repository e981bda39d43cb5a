//! All SQL, for both databases: one file per noun, one text per query.

pub mod aggregates;
pub mod alerts;
pub mod attachments;
pub mod backup;
pub mod channels;
mod columns;
mod conn;
pub mod conversations;
pub mod counts;
pub mod db;
mod dialect;
pub mod digest;
pub mod erase;
mod error;
pub mod examples;
mod fold;
pub mod global;
pub mod idempotency;
mod identities;
pub mod ingest;
pub mod jobs;
pub mod journal;
pub mod known;
pub mod labels;
pub mod leave;
pub mod members;
pub mod messages;
pub mod migrate;
pub mod notes;
mod pages;
pub mod products;
pub mod reactions;
pub mod readings;
pub mod reports;
pub mod runs;
pub mod search;
pub mod sources;
#[cfg(feature = "testing")]
pub mod testing;
pub mod things;
pub mod topic_book;
pub mod topics;
pub mod touch;

pub use conn::{Conn, Row, Value};
pub use db::{Db, Place};
pub use error::{Error, Result};
