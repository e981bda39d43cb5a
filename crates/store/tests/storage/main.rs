//! The store from outside, on the database that `TEST_DATABASE_URL` names or else on SQLite.

#![expect(clippy::unwrap_used, reason = "a broken test stops where it broke")]

mod conversations;
mod db;
mod leaving;
mod migrate;
mod queue;
mod readers;
mod schema;
mod sources;
mod sql;
