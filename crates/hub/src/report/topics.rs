//! The topics of a report: those that are kept over time, under the names that people gave them.

use std::collections::{BTreeMap, HashMap};

use model::ids::message_id_floor;
use model::{MessageId, Month, Seen, TopicId};
use paper::report::Topic;
use store::topic_book::{self, Topic as Kept};
use store::{Conn, jobs, messages};

use super::Place;
use crate::{Error, Hub, Result, topics, workers};

/// A report shows no more.
const TOPICS_MAX: usize = 12;
const EXAMPLE_CHARS_MAX: usize = 200;
/// Others sort messages too: so often this begins anew.
const ATTEMPTS_MAX: usize = 5;

/// Does now what jobs up to this month wait to do, the oldest first: for a report from the command line.
/// Topics are found in the order of time, so that they do not depend on which month is asked for first. `progress`
/// hears of each month before it is sorted.
pub async fn ensure(hub: &Hub, seen: &Seen, month: Month, progress: &mut (dyn FnMut(Month) + Send)) -> Result<()> {
    let mut attempts = 0;
    loop {
        let mut conn = hub.db.read().await?;
        let waiting = jobs::find_first(&mut conn, seen.workspace, (workers::TOPICS, &month.to_string())).await?;
        drop(conn);
        let Some(job) = waiting else { return Ok(()) };
        let sorted = workers::month_of(&job)?;
        progress(sorted);
        match topics::learn(hub, seen, sorted).await {
            Err(Error::NotYet(_)) if attempts < ATTEMPTS_MAX => attempts += 1,
            done => {
                done?;
                let mut conn = hub.db.write().await?;
                jobs::finish(&mut conn, &job).await?;
                conn.commit().await?;
            }
        }
    }
}

/// The topics of a month, the greatest first; of more than fit, those that people pinned stay.
pub(super) async fn list(conn: &mut Conn, place: &Place<'_>) -> Result<Vec<Topic>> {
    let kept = topic_book::list(conn, place.seen.workspace).await?;
    let merged: HashMap<TopicId, TopicId> = kept.iter().filter_map(|one| Some((one.id, one.merged_into?))).collect();
    let now = count(conn, place.seen, (&merged, place.month)).await?;
    let before = count(conn, place.seen, (&merged, place.month.previous())).await?;
    let of = |counts: &BTreeMap<TopicId, i64>, topic: &Kept| counts.get(&topic.id).copied().unwrap_or(0);
    let mut shown: Vec<&Kept> = kept.iter().filter(|topic| of(&now, topic) > 0).collect();
    shown.sort_by_key(|topic| (!topic.is_pinned, -of(&now, topic), topic.id));
    shown.truncate(TOPICS_MAX);
    shown.sort_by_key(|topic| (-of(&now, topic), topic.id));
    let mut topics = Vec::with_capacity(shown.len());
    for topic in shown {
        topics.push(Topic {
            name: topic.name.clone(),
            keywords: topic.keywords.lines().map(str::to_owned).collect(),
            messages: of(&now, topic).unsigned_abs(),
            previous: (!before.is_empty()).then(|| of(&before, topic).unsigned_abs()),
            rows: place.topic(topic.id),
            typical: find_typical(conn, place, topic).await?,
        });
    }
    Ok(topics)
}

/// Messages of each topic in a month, those of merged ones where they count now.
async fn count(
    conn: &mut Conn,
    seen: &Seen,
    (merged, month): (&HashMap<TopicId, TopicId>, Month),
) -> Result<BTreeMap<TopicId, i64>> {
    let mut counts = BTreeMap::new();
    let days = (month.start().day(), month.end().day());
    for (topic, messages) in topic_book::sum_days(conn, seen, days).await? {
        *counts.entry(topics::root(merged, topic)).or_default() += messages;
    }
    Ok(counts)
}

/// A sentence of the message that the topic was found by; if that is gone, of its newest one of the month.
async fn find_typical(conn: &mut Conn, place: &Place<'_>, topic: &Kept) -> Result<Option<String>> {
    let mut found = messages::list_by_ids(conn, place.seen, &[topic.example]).await?;
    // An erased message stays without its words.
    found.retain(|message| !message.text.is_empty());
    if found.is_empty() {
        let end = message_id_floor(place.month.end());
        let newest = topic_book::list_messages(conn, place.seen, (topic.id, end), 1).await?;
        let newest: Vec<MessageId> = newest.iter().map(|one| one.message).collect();
        found = messages::list_by_ids(conn, place.seen, &newest).await?;
    }
    let sentence = found.first().map(|message| text::topics::sentence(&message.text));
    Ok(sentence.filter(|words| !words.is_empty()).map(|words| words.chars().take(EXAMPLE_CHARS_MAX).collect()))
}
