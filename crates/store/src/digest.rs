//! A digest of a workspace's state, so that tests can say "the former state".

use sha2::{Digest, Sha256};

use crate::conn::Keep;
use crate::{Conn, Db, Result, values};

/// Tables that a state consists of, with their columns in the order of the digest. Not in the
/// list: journal and its payloads, runs, jobs, sessions, leases, remembered answers, topics (kept
/// from messages: `docs/decisions/0011-topics-are-no-part-of-the-former-state.md`) and the search index
/// (kept from messages and checked by searching).
const TABLES: &[(&str, &str)] = &[
    ("channel", "id, kind, origin, name, run_id, version"),
    (
        "identity",
        "id, origin, handle, name, folded, cast(bot as integer), first_at, last_at, messages, run_id,
        name_run_id, version",
    ),
    ("member", "id, name, merged_into, version"),
    ("member_link", "identity_id, member_id, version"),
    (
        "conversation",
        "id, channel_id, origin, key, title, state, assignee_id, snoozed_until, started_at, started_by,
        first_other_at, first_other_by, first_staff_at, last_at, last_message_id, last_by, messages, kind, urgency,
        language, language_confidence, opening_signs, merged_into, run_id, title_run_id, opened_run_id, opened_from, version",
    ),
    (
        "message",
        "id, conversation_id, channel_id, identity_id, native_id, reply_to, sent_at, cast(outbound as integer),
        cast(deleted as integer), edited_at, text, run_id, version",
    ),
    (
        "reading",
        "message_id, model, language, language_confidence, sentiment, kind, kinds, urgency, toxicity, spam, keywords,
        evidence",
    ),
    ("correction", "message_id, kind, sentiment, language, toxicity, spam, urgency, asks_reply, by_id, at, version"),
    (
        "example",
        "id, digest, title, text, kind, sentiment, language, toxicity, spam, urgency, asks_reply, by_id, at, version",
    ),
    ("label", "subject, subject_id, name, by_id, at, version"),
    ("note", "id, conversation_id, by_id, at, body, version"),
    ("hour_count", "hour, channel_id, kind, language, model, messages, sentiment_sum"),
    ("identity_day", "day, channel_id, identity_id, messages"),
    ("month_count", "month, channel_id, kind, language, model, messages, sentiment_sum"),
    ("identity_month", "month, identity_id, messages"),
    ("attachment", "message_id, position, name, media_type, size_bytes, url"),
    ("reaction", "message_id, position, name, times"),
    ("imported_thing", "id, kind, origin, subject, handle, name, at, run_id"),
    ("product", "key, name, spellings, by_id, at, version"),
    ("watched_series", "series, by_id, at, version"),
];

/// One digest per table, in hex; equal digests mean equal rows. Reads everything: for tests.
pub async fn of_workspace(db: &Db, workspace_id: i64) -> Result<Vec<(String, String)>> {
    let mut conn = db.read().await?;
    let mut digests = Vec::new();
    for (table, columns) in TABLES {
        digests.push(((*table).to_owned(), of_table(&mut conn, workspace_id, (table, columns)).await?));
    }
    Ok(digests)
}

async fn of_table(conn: &mut Conn, workspace_id: i64, (table, columns): (&str, &str)) -> Result<String> {
    let names: Vec<String> =
        columns.split(", ").flat_map(|part| part.split(",\n")).map(|c| c.trim().to_owned()).collect();
    let texts: Vec<String> = names.iter().map(|name| format!("coalesce(cast({name} as text), '~')")).collect();
    let order: Vec<String> = (1..=names.len()).map(|place| place.to_string()).collect();
    let sql = format!("select {} from {table} where workspace_id = $1 order by {}", texts.join(", "), order.join(", "));
    let mut hash = Sha256::new();
    for row in conn.rows_text(sql, values![workspace_id], Keep::Nothing).await? {
        for index in 0..names.len() {
            let text: String = row.get(index)?;
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text.as_bytes());
        }
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}
