//! The topics of a month: found by a job after messages arrive, kept for the report.

use std::collections::HashSet;

use model::ids::message_id_floor;
use model::{Month, Seen};
use store::messages::{self, Text};
use store::{jobs, topics};

use crate::{Hub, Result, workers};

/// How many messages of a month are looked at, the oldest first.
const MESSAGES_MAX: i64 = 300_000;
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
    let range = (message_id_floor(month.start()), message_id_floor(month.end()));
    let texts = {
        let mut conn = hub.db.read().await?;
        messages::list_texts(&mut conn, seen, range, MESSAGES_MAX).await?
    };
    let found = tokio::task::spawn_blocking(move || group(&texts)).await;
    let found = found.map_err(|error| crate::Error::Broken(format!("finding topics stopped: {error}")))?;
    let mut conn = hub.db.write().await?;
    topics::replace(&mut conn, seen.workspace, month, &found).await?;
    Ok(conn.commit().await?)
}

fn group(texts: &[Text]) -> Vec<topics::Topic> {
    let shortened: Vec<(usize, &str)> =
        texts.iter().enumerate().map(|(index, text)| (index, head(&text.text, TEXT_BYTES_MAX))).collect();
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

fn head(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}
