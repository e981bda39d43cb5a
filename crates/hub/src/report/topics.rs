//! The topics of a month: found by a job after messages arrive, kept for the report.

use std::collections::HashSet;

use model::ids::message_id_floor;
use model::{MessageId, Month, Seen};
use store::messages::{self, Text};
use store::{jobs, topics};

use crate::{Hub, Result, workers};

/// How many messages of a month are looked at, the oldest first.
const MESSAGES_MAX: usize = 300_000;
/// Rows that are read at once.
const PIECE: i64 = 5_000;
/// A report shows no more.
const TOPICS_MAX: usize = 12;
const EXAMPLE_CHARS_MAX: usize = 200;
/// The start of a longer message tells what it is about.
const TEXT_BYTES_MAX: usize = 2_000;

/// Does now what the job of this month waits to do, if there is one: for a report from the command line.
pub async fn ensure(hub: &Hub, seen: &Seen, month: Month) -> Result<()> {
    let waiting = {
        let mut conn = hub.db.read().await?;
        jobs::find(&mut conn, seen.workspace, (workers::TOPICS, &month.to_string())).await?
    };
    let Some(job) = waiting else { return Ok(()) };
    find(hub, seen, month).await?;
    let mut conn = hub.db.write().await?;
    jobs::finish(&mut conn, &job).await?;
    Ok(conn.commit().await?)
}

/// Finds the topics of a month and keeps them.
pub async fn find(hub: &Hub, seen: &Seen, month: Month) -> Result<()> {
    let texts = load(hub, seen, month).await?;
    let found = tokio::task::spawn_blocking(move || group(&texts)).await;
    let found = found.map_err(|error| crate::Error::Broken(format!("finding topics stopped: {error}")))?;
    let mut conn = hub.db.write().await?;
    topics::replace(&mut conn, seen.workspace, month, &found).await?;
    Ok(conn.commit().await?)
}

/// The beginnings of a month's messages, a piece at a time: rows take more memory than what is kept of them.
async fn load(hub: &Hub, seen: &Seen, month: Month) -> Result<Vec<Text>> {
    let (mut from, end) = (message_id_floor(month.start()), message_id_floor(month.end()));
    let mut texts: Vec<Text> = Vec::new();
    let mut conn = hub.db.read().await?;
    while texts.len() < MESSAGES_MAX {
        let piece = messages::list_texts(&mut conn, seen, (from, end), PIECE).await?;
        let Some(last) = piece.last() else { break };
        from = MessageId(last.id.0 + 1);
        texts.extend(piece.into_iter().map(|mut one| {
            one.text.truncate(one.text.floor_char_boundary(TEXT_BYTES_MAX));
            one.text.shrink_to_fit();
            one
        }));
    }
    Ok(texts)
}

fn group(texts: &[Text]) -> Vec<topics::Topic> {
    let shortened: Vec<(usize, &str)> =
        texts.iter().enumerate().map(|(index, text)| (index, text.text.as_str())).collect();
    let mut found = text::topics::of_month(&shortened);
    found.truncate(TOPICS_MAX);
    found
        .into_iter()
        .map(|topic| {
            let voices: HashSet<i64> = topic.messages.iter().map(|index| texts[*index].identity.0).collect();
            topics::Topic {
                name: topic.name,
                keywords: topic.keywords.join("\n"),
                messages: topic.messages.len() as i64,
                voices: voices.len() as i64,
                example_id: texts[topic.typical].id,
                example: topic.sentence.chars().take(EXAMPLE_CHARS_MAX).collect(),
            }
        })
        .collect()
}
