//! Topics: what people talk about by its trend, and one topic with its messages and a person's word on it.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use hub::topics::Trend;
use model::{MessageId, Time, TopicId, WorkspaceId};
use serde::Deserialize;
use store::topic_book::{self, Topic};
use store::{Conn, messages};

use super::{Room, Shell};
use crate::access::{Can, Read};
use crate::answer::{Page, html};
use crate::fault::Fault;
use crate::shown::row::snippet;
use crate::{App, paths, shown};

/// Lines of the list.
const TOPICS_MAX: usize = 60;
/// Messages of one page.
const MESSAGES_MAX: i64 = 30;
/// Topics that the form to merge offers.
const OFFERED_MAX: usize = 200;
const DAY_SECONDS: i64 = 24 * 3600;

struct Line {
    address: String,
    name: String,
    keywords: String,
    example: String,
    is_pinned: bool,
    this: String,
    change: String,
    grows: bool,
    spark: String,
}

#[derive(Template)]
#[template(path = "topics/list.html")]
struct ListView {
    s: Shell,
    lead: String,
    lines: Vec<Line>,
}

pub(crate) async fn list(who: Can<Read>, State(app): State<App>) -> Page {
    let mut conn = app.hub.db.read().await?;
    let s = Shell::load(&app, &mut conn, (&who, Room::Topics)).await?;
    let (mut trends, end) = hub::topics::list(&mut conn, &who.seen, app.now()).await?;
    trends.truncate(TOPICS_MAX);
    let examples: Vec<MessageId> = trends.iter().map(|trend| trend.topic.example).collect();
    let examples = messages::list_by_ids(&mut conn, &who.seen, &examples).await?;
    let texts: HashMap<MessageId, &str> = examples.iter().map(|one| (one.id, one.text.as_str())).collect();
    let line = |trend: &Trend| {
        let text = texts.get(&trend.topic.example).copied().unwrap_or_default();
        line(&s, who.workspace.id, (trend, text))
    };
    let lines = trends.iter().map(line).collect();
    let last = Time::from_seconds((end - 1).max(0) * DAY_SECONDS);
    let lead = if trends.is_empty() { String::new() } else { (s.w.topics.lead)(&s.language().date(last)) };
    html(&ListView { lead, lines, s })
}

fn line(s: &Shell, workspace: WorkspaceId, (trend, example): (&Trend, &str)) -> Line {
    let language = s.language();
    let days: Vec<f64> = trend.days.iter().map(|count| *count as f64).collect();
    Line {
        address: paths::topic(workspace, trend.topic.id),
        name: trend.topic.name.clone(),
        keywords: keywords(&trend.topic),
        example: snippet(example),
        is_pinned: trend.topic.is_pinned,
        this: language.count(trend.this.unsigned_abs()),
        change: if trend.this == trend.before { String::new() } else { language.signed(trend.this - trend.before) },
        grows: trend.this > trend.before,
        spark: paper::chart::spark(&days),
    }
}

fn keywords(topic: &Topic) -> String {
    topic.keywords.lines().take(8).collect::<Vec<_>>().join(" · ")
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// Messages before this one.
    before: String,
}

struct Said {
    address: String,
    title: String,
    text: String,
    when: String,
    who: String,
    place: String,
}

#[derive(Template)]
#[template(path = "topics/topic.html")]
struct TopicView {
    s: Shell,
    id: TopicId,
    name: String,
    keywords: String,
    is_pinned: bool,
    is_named: bool,
    week: String,
    spark: String,
    merged_into: Option<String>,
    parts: Vec<(String, String)>,
    others: Vec<(TopicId, String)>,
    said: Vec<Said>,
    older: Option<String>,
    home: String,
    journal: String,
}

pub(crate) async fn show(
    who: Can<Read>,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Page {
    let id: TopicId = id.parse().map_err(|_| Fault::not_found("topic"))?;
    let mut conn = app.hub.db.read().await?;
    let all = topic_book::list(&mut conn, who.workspace.id).await?;
    let topic = all.iter().find(|topic| topic.id == id).ok_or_else(|| Fault::not_found("topic"))?;
    let s = Shell::load(&app, &mut conn, (&who, Room::Topics)).await?;
    let (trends, _) = hub::topics::list(&mut conn, &who.seen, app.now()).await?;
    let trend = trends.iter().find(|trend| trend.topic.id == id);
    let before = asked.before.parse().unwrap_or(MessageId(i64::MAX));
    let parts: Vec<&Topic> = all.iter().filter(|one| one.merged_into == Some(id)).collect();
    let (said, older) = said(&mut conn, (&who, &app, &s), (&all, id, before)).await?;
    let language = s.language();
    let count = |number: i64| language.count(number.unsigned_abs());
    let address = |one: &Topic| paths::topic(who.workspace.id, one.id);
    let offered = trends.iter().map(|trend| &trend.topic).filter(|one| one.id != id).take(OFFERED_MAX);
    html(&TopicView {
        id,
        name: topic.name.clone(),
        keywords: keywords(topic),
        is_pinned: topic.is_pinned,
        is_named: topic.is_named,
        week: trend.map_or_else(String::new, |trend| (s.w.topics.week_line)(&count(trend.this), &count(trend.before))),
        spark: trend.map_or_else(String::new, |trend| {
            paper::chart::spark(&trend.days.iter().map(|count| *count as f64).collect::<Vec<_>>())
        }),
        merged_into: topic.merged_into.map(|into| paths::topic(who.workspace.id, into)),
        parts: parts.iter().map(|one| (address(one), one.name.clone())).collect(),
        others: offered.map(|one| (one.id, one.name.clone())).collect(),
        said,
        older,
        home: paths::topics(who.workspace.id),
        journal: paths::with(&paths::journal(who.workspace.id), &[("about", &format!("topic:{id}"))]),
        s,
    })
}

/// Messages of a topic and of those merged into it, the newest first, and where older ones are.
async fn said(
    conn: &mut Conn,
    (who, app, s): (&Can<Read>, &App, &Shell),
    (all, id, before): (&[Topic], TopicId, MessageId),
) -> Result<(Vec<Said>, Option<String>), Fault> {
    let merged: HashMap<TopicId, TopicId> =
        all.iter().filter_map(|topic| Some((topic.id, topic.merged_into?))).collect();
    let mut found = Vec::new();
    for topic in all.iter().filter(|topic| topic.id == id || hub::topics::root(&merged, topic.id) == id) {
        found.extend(topic_book::list_messages(conn, &who.seen, (topic.id, before), MESSAGES_MAX + 1).await?);
    }
    found.sort_unstable_by_key(|one| std::cmp::Reverse(one.message));
    let has_more = found.len() as i64 > MESSAGES_MAX;
    found.truncate(MESSAGES_MAX as usize);
    let ids: Vec<MessageId> = found.iter().map(|one| one.message).collect();
    let mut listed = messages::list_by_ids(conn, &who.seen, &ids).await?;
    listed.sort_unstable_by_key(|one| std::cmp::Reverse(one.id));
    let last = ids.last().map(ToString::to_string).filter(|_| has_more);
    let older = last.map(|last| paths::with(&paths::topic(who.workspace.id, id), &[("before", &last)]));
    let written = listed.into_iter().map(|one| {
        let place = paths::conversation(who.workspace.id, one.conversation);
        let (title, text) = shown::row::titled(&one.conversation_title, &one.text);
        Said {
            address: format!("{}#m{}", paths::with(&place, &[("at", &one.id.to_string())]), one.id),
            title,
            text,
            when: one.sent_at.map_or_else(String::new, |at| shown::time_short(at, app.now(), s.language())),
            who: if one.author.is_empty() { s.w.inbox.unknown_author.to_owned() } else { one.author },
            place: one.channel_name,
        }
    });
    Ok((written.collect(), older))
}
