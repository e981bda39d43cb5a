//! Topics over time: a job sorts new messages into them, people name, pin and merge them, and pages show their trend.

use std::collections::{BTreeMap, HashMap};

use model::ids::message_id_floor;
use model::{MessageId, Month, Seen, Time, TopicId};
use store::Conn;
use store::topic_book::{self, Learned, NONE, Topic};
use text::topics::TopicBook;

use crate::{Error, Hub, Result};

/// Messages that a job sorts at a time.
const BATCH_ROWS: i64 = 5_000;
/// Messages of no topic that are looked at again: others like them may have come.
const LEFT_ROWS: i64 = 2_000;
/// Fewer do not tell what is common in a community.
const FIRST_MIN: usize = 200;
/// The start of a longer message tells what it is about.
const TEXT_BYTES_MAX: usize = 2_000;
/// Days of a trend, and as many before.
pub const TREND_DAYS: i64 = 7;

/// Sorts the messages of a month into topics that were not looked at yet. Done twice, nothing changes.
pub(crate) async fn learn(hub: &Hub, seen: &Seen, month: Month) -> Result<()> {
    let mut range = (message_id_floor(month.start()), message_id_floor(month.end()));
    loop {
        let Some(work) = load(hub, seen, range).await? else { return Ok(()) };
        // The messages come newest first: the next batch lies before.
        range.1 = work.fresh.last().map_or(range.0, |(id, _)| *id).min(range.1);
        let learned = tokio::task::spawn_blocking(move || work.sort()).await;
        let learned = learned.map_err(|error| Error::Broken(format!("sorting into topics stopped: {error}")))??;
        let mut conn = hub.db.write().await?;
        match topic_book::learn(&mut conn, seen.workspace, learned).await {
            Err(store::Error::Changed(what)) => return Err(Error::NotYet(format!("{what} changed meanwhile"))),
            written => written?,
        }
        conn.commit().await?;
    }
}

/// One batch: what is known, and what is to be sorted.
struct Work {
    book: Option<(Vec<u8>, i64)>,
    known: Vec<Topic>,
    fresh: Vec<(MessageId, String)>,
    left: Vec<(MessageId, String)>,
}

async fn load(hub: &Hub, seen: &Seen, range: (MessageId, MessageId)) -> Result<Option<Work>> {
    let mut conn = hub.db.read().await?;
    let workspace = seen.workspace;
    let book = topic_book::find_book(&mut conn, workspace).await?;
    let everything = (MessageId(0), MessageId(i64::MAX));
    let range = if book.is_none() { everything } else { range };
    let fresh = topic_book::list_fresh(&mut conn, workspace, range, BATCH_ROWS).await?;
    if fresh.is_empty() || (book.is_none() && fresh.len() < FIRST_MIN) {
        return Ok(None);
    }
    let left = topic_book::list_left(&mut conn, workspace, range, LEFT_ROWS).await?;
    let known = topic_book::list(&mut conn, workspace).await?;
    Ok(Some(Work { book, known, fresh, left }))
}

impl Work {
    fn sort(self) -> Result<Learned> {
        let broken = |error: text::topics::Broken| Error::Broken(format!("the book of topics: {error}"));
        let mut book = match &self.book {
            Some((bytes, _)) => TopicBook::load(bytes).map_err(broken)?,
            None => TopicBook::new(),
        };
        obey(&mut book, &self.known);
        let all: Vec<&(MessageId, String)> = self.left.iter().chain(&self.fresh).collect();
        let texts: Vec<&str> = all.iter().map(|(_, text)| head(text)).collect();
        let sorted = book.learn(&texts);
        let found = found(&book, &self.known, (&all, &sorted));
        let known = self.left.len();
        let joined = all.iter().zip(&sorted).enumerate().filter_map(|(at, ((id, _), topic))| {
            let topic = topic.map(|id| TopicId(id.into()));
            // Those left before stay where they are unless a topic was found for them.
            if at < known { topic.map(|topic| (*id, topic)) } else { Some((*id, topic.unwrap_or(NONE))) }
        });
        let joined = joined.collect();
        book.forget_texts();
        Ok(Learned { book: book.save(), version: self.book.map(|(_, version)| version), found, joined })
    }
}

fn head(text: &str) -> &str {
    &text[..text.floor_char_boundary(TEXT_BYTES_MAX)]
}

/// What people decided holds for the book: names and pins stay. Merges are pointers of the database.
fn obey(book: &mut TopicBook, known: &[Topic]) {
    for topic in known {
        let Ok(id) = u32::try_from(topic.id.0) else { continue };
        let is_target = known.iter().any(|other| other.merged_into == Some(topic.id));
        let kept = topic.is_pinned || topic.merged_into.is_some() || is_target;
        let named = if topic.is_named { book.rename(id, &topic.name) } else { Ok(()) };
        let pinned = if kept { book.pin(id) } else { book.unpin(id) };
        if let Err(unknown) = named.and(pinned) {
            tracing::debug!(%unknown, "a topic gave way to others");
        }
    }
}

/// Topics that the book has and the database has not, each with a message that is typical of it.
fn found(book: &TopicBook, known: &[Topic], (all, sorted): (&[&(MessageId, String)], &[Option<u32>])) -> Vec<Topic> {
    let is_known = |id: u32| known.iter().any(|topic| topic.id.0 == i64::from(id));
    let new = book.topics().iter().filter(|topic| !is_known(topic.id));
    let written = new.map(|topic| {
        let typical = all.iter().find(|(_, text)| text.contains(&topic.sentence));
        let first = || all.iter().zip(sorted).find(|(_, of)| **of == Some(topic.id)).map(|(one, _)| one);
        Topic {
            id: TopicId(topic.id.into()),
            name: topic.name.clone(),
            is_named: false,
            is_pinned: false,
            merged_into: None,
            keywords: topic.keywords.join("\n"),
            example: typical.or_else(first).map_or(MessageId(0), |(id, _)| *id),
        }
    });
    written.collect()
}

/// The topic in which messages of this one count, after all merges.
pub fn root(merged: &HashMap<TopicId, TopicId>, id: TopicId) -> TopicId {
    let mut at = id;
    // Merges never run in a circle; the bound is for a database that somebody edited.
    for _ in 0..=merged.len() {
        match merged.get(&at) {
            Some(next) => at = *next,
            None => break,
        }
    }
    at
}

/// A topic with its trend.
#[derive(Clone, Debug)]
pub struct Trend {
    pub topic: Topic,
    /// Messages of the last seven days that have any, and of the seven before.
    pub this: i64,
    pub before: i64,
    /// Messages a day over both, the oldest first.
    pub days: Vec<i64>,
}

/// Topics with their trend and the day after the last that counts, what grows most first.
pub async fn list(conn: &mut Conn, seen: &Seen, now: Time) -> Result<(Vec<Trend>, i64)> {
    let end = topic_book::find_last_day(conn, seen, now.day()).await? + 1;
    let start = end - 2 * TREND_DAYS;
    let topics = topic_book::list(conn, seen.workspace).await?;
    let merged: HashMap<TopicId, TopicId> =
        topics.iter().filter_map(|topic| Some((topic.id, topic.merged_into?))).collect();
    let mut days: BTreeMap<TopicId, Vec<i64>> = BTreeMap::new();
    for (day, topic, messages) in topic_book::list_days(conn, seen, (start, end)).await? {
        let counts = days.entry(root(&merged, topic)).or_insert_with(|| vec![0; 2 * TREND_DAYS as usize]);
        if let Some(count) = usize::try_from(day - start).ok().and_then(|at| counts.get_mut(at)) {
            // tidy(swallow): a day outside the trend counts in neither week
            *count += messages;
        }
    }
    let mut trends: Vec<Trend> = topics
        .into_iter()
        .filter(|topic| topic.merged_into.is_none())
        .map(|topic| {
            let days = days.remove(&topic.id).unwrap_or_else(|| vec![0; 2 * TREND_DAYS as usize]);
            let (before, this) = days.split_at(TREND_DAYS as usize);
            let (before, this) = (before.iter().sum(), this.iter().sum());
            Trend { topic, this, before, days }
        })
        .collect();
    trends.sort_by_key(|trend| (!trend.topic.is_pinned, trend.before - trend.this, -trend.this, trend.topic.id));
    Ok((trends, end))
}
