//! The store from outside, on the database that `TEST_DATABASE_URL` names or else on SQLite.

#![expect(clippy::unwrap_used, reason = "a broken test stops where it broke")]

mod leaving;
mod queue;
mod readers;
mod schema;
mod sql;
