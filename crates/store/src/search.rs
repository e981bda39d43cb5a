//! Writing and asking the index of words and facets; the two databases differ behind one face.

pub(crate) mod postgres;
pub(crate) mod sqlite;

use model::{MessageId, WorkspaceId};

use crate::{Conn, Result, values};

/// A search in the index's own terms. Words are tokens of `text::tokens`; facets are words of
/// another alphabet (`kbug`, `len`, `w5`) that name what a message is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    Word(String),
    /// Words that start so.
    Prefix(String),
    /// Words that follow each other.
    Phrase(Vec<String>),
    Facet(String),
    All(Vec<Term>),
    Any(Vec<Term>),
    /// The first but not the second.
    Except(Box<Term>, Box<Term>),
}

/// The facet that every message carries.
pub const EVERYTHING: &str = "w";

/// What the index holds of one message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    pub message_id: i64,
    /// Tokens in their order, separated by a space.
    pub words: String,
    /// Facets, separated by a space.
    pub facets: String,
}

/// The part of the archive that a search covers: ids from `from` on and before `before`.
#[derive(Clone, Copy, Debug)]
pub struct Range {
    pub from: MessageId,
    pub before: MessageId,
}

/// The newest ids in `range` that match, at most `limit`, newest first.
pub async fn list_newest(
    conn: &mut Conn,
    workspace: WorkspaceId,
    (term, range): (&Term, Range),
    limit: i64,
) -> Result<Vec<MessageId>> {
    let scope = scope(workspace);
    let (sql, question) = if conn.is_postgres() {
        (postgres::NEWEST, postgres::question(term, &scope))
    } else {
        (sqlite::NEWEST, sqlite::question(term, &scope))
    };
    let rows = conn.rows(sql, values![question, range.from, range.before, limit]).await?;
    rows.iter().map(|row| row.get(0).map(MessageId)).collect()
}

/// What each word and facet of a workspace begins with in the index. So a question reads only its own
/// workspace's lists, and need not compare them with the list of all messages of that workspace, which is long.
/// The sign is a letter to SQLite's tokenizer, and no id holds it.
fn scope(workspace: WorkspaceId) -> String {
    format!("{workspace}\u{2d0}")
}

/// Adds entries for new messages.
pub(crate) async fn add(conn: &mut Conn, workspace: WorkspaceId, entries: &[Entry]) -> Result<()> {
    let scope = scope(workspace);
    if conn.is_postgres() {
        postgres::add(conn, entries, &scope).await
    } else {
        sqlite::add(conn, entries, &scope).await
    }
}

/// Replaces the entry of one message.
pub async fn replace(conn: &mut Conn, workspace: WorkspaceId, entry: &Entry) -> Result<()> {
    remove(conn, &[entry.message_id]).await?;
    add(conn, workspace, std::slice::from_ref(entry)).await
}

/// Forgets messages.
pub(crate) async fn remove(conn: &mut Conn, message_ids: &[i64]) -> Result<()> {
    let sql = if conn.is_postgres() { postgres::REMOVE } else { sqlite::REMOVE };
    conn.run_in(sql, values![], message_ids.iter().map(|id| (*id).into()).collect()).await?;
    Ok(())
}
