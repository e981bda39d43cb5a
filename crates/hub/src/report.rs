//! The monthly report: numbers from kept counts, topics from a job, advice from the numbers.

mod figures;
mod topics;
mod waits;

use std::collections::{BTreeMap, BTreeSet};

use model::{Capability, Kind, MemberId, Month, Seen, Time};
use paper::report::{Helper, Measure, Metric, Number, Report, Topic, advise};
use store::{Conn, channels, global, members};

use crate::{Hub, Result, access};
use figures::Figures;

pub use topics::{ensure as ensure_topics, find as find_topics};
pub use waits::Waits;

const HELPERS_MAX: usize = 10;

/// Makes the report of a month. Months are UTC; members are those of today's merges.
pub async fn make(hub: &Hub, seen: &Seen, month: Month) -> Result<Report> {
    access::require(seen, Capability::Read)?;
    let mut conn = hub.db.read().await?;
    let workspace = global::workspace_load(&mut conn, seen.workspace).await?;
    let links = members::load_links(&mut conn, seen).await?;
    let now = figures::load(&mut conn, seen, (&links, month)).await?;
    let before = figures::load(&mut conn, seen, (&links, month.previous())).await?;
    let names: BTreeMap<i64, String> =
        channels::list(&mut conn, seen).await?.into_iter().map(|channel| (channel.id.0, channel.name)).collect();
    let place = Place { seen, month };
    let mut report = Report {
        workspace: workspace.name,
        month,
        metrics: metrics(&place, (&now, &before), &names),
        topics: list_topics(&mut conn, &place).await?,
        recommendations: Vec::new(),
        helpers: list_helpers(&mut conn, &place, &now).await?,
        series: figures::series(&now, &before),
        models: now.heard.models.keys().cloned().collect(),
    };
    report.recommendations = advise(&report);
    Ok(report)
}

/// The members who first answered in conversations of a month, with how many: the rows behind a number.
pub async fn list_first_answers(conn: &mut Conn, seen: &Seen, month: Month) -> Result<Vec<(MemberId, i64)>> {
    access::require(seen, Capability::Read)?;
    let links = members::load_links(conn, seen).await?;
    let (_, helpers) = figures::load_answers(conn, seen, (&links, (month.start(), month.end()))).await?;
    Ok(helpers.into_iter().map(|(member, count)| (MemberId(member), count)).collect())
}

/// The median wait for a first answer, in whole seconds, of conversations that started in a span of time.
pub async fn median_wait(conn: &mut Conn, seen: &Seen, span: (Time, Time)) -> Result<Option<i64>> {
    access::require(seen, Capability::Read)?;
    let links = members::load_links(conn, seen).await?;
    let (waits, _) = figures::load_answers(conn, seen, (&links, span)).await?;
    Ok(waits.median().map(|wait| (wait / 1e6) as i64))
}

/// Where the rows behind a number are.
struct Place<'a> {
    seen: &'a Seen,
    month: Month,
}

impl Place<'_> {
    /// Messages of the month that match more of the query language.
    fn messages(&self, more: &str) -> String {
        let span = format!("after:{}-01 before:{}-01", self.month, self.month.next());
        let query = if more.is_empty() { span } else { format!("{span} {more}") };
        format!("/w/{}/search?q={}", self.seen.workspace, escaped(&query))
    }

    /// Conversations that started in the month.
    fn conversations(&self, more: &str) -> String {
        format!("/w/{}/inbox?view=all&started={}{more}", self.seen.workspace, self.month)
    }

    /// Members of the month: `active`, `new`, `returning`, `lost` or `helpers`.
    fn members(&self, which: &str) -> String {
        format!("/w/{}/members?month={}&show={which}", self.seen.workspace, self.month)
    }
}

fn escaped(query: &str) -> String {
    let mut text = String::new();
    for byte in query.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b':' => text.push(char::from(byte)),
            b' ' => text.push('+'),
            byte => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

fn whole(number: i64) -> Option<Number> {
    Some(Number::Whole(number))
}

/// One number with the same of the month before; `cases` are the rows behind each.
fn metric(measure: Measure, values: (Option<Number>, Option<Number>), cases: (i64, i64), rows: String) -> Metric {
    let (value, previous) = values;
    Metric { measure, value, previous, rows, cases: cases.0.max(0) as u64, previous_cases: cases.1.max(0) as u64 }
}

fn count(measure: Measure, (value, previous): (i64, i64), rows: String) -> Metric {
    metric(measure, (whole(value), whole(previous)), (value, previous), rows)
}

fn metrics(place: &Place<'_>, (now, before): (&Figures, &Figures), channels: &BTreeMap<i64, String>) -> Vec<Metric> {
    let both = |pick: fn(&Figures) -> i64| (pick(now), pick(before));
    let starts = both(|figures| figures.started.all);
    let answered = both(|figures| figures.waits.count());
    let voices = both(|figures| figures.voices.count());
    let mut metrics = vec![
        count(Measure::Messages, both(|figures| figures.messages), place.messages("")),
        count(Measure::Conversations, starts, place.conversations("")),
        count(Measure::ActiveMembers, voices, place.members("active")),
        count(Measure::NewMembers, both(|figures| figures.new), place.members("new")),
        count(Measure::ReturningMembers, both(|figures| figures.returning), place.members("returning")),
        count(Measure::LostMembers, both(|figures| figures.lost), place.members("lost")),
        metric(
            Measure::UnansweredShare,
            (now.unanswered_share(), before.unanswered_share()),
            starts,
            place.conversations("&unanswered=1"),
        ),
        metric(Measure::FirstResponseMedian, (now.median(), before.median()), answered, place.conversations("")),
        metric(Measure::FirstResponseP90, (now.p90(), before.p90()), answered, place.conversations("")),
        count(Measure::AbsenceFactor, both(|figures| figures.voices.absence_factor()), place.members("active")),
        count(Measure::Helpers, both(|figures| figures.helpers.len() as i64), place.members("helpers")),
    ];
    metrics.extend(by_channel(place, (now, before), channels));
    for kind in Kind::ALL {
        let counts = (now.of_kind(kind), before.of_kind(kind));
        metrics.push(count(Measure::MessagesOfKind(kind), counts, place.messages(&format!("kind:{kind}"))));
    }
    let languages: BTreeSet<&String> = now.heard.languages.keys().chain(before.heard.languages.keys()).collect();
    for code in languages {
        let of = |figures: &Figures| figures.heard.languages.get(code).copied().unwrap_or(0);
        let rows = place.messages(&format!("lang:{code}"));
        metrics.push(count(Measure::MessagesOfLanguage(code.clone()), (of(now), of(before)), rows));
    }
    let busiest = (now.busiest_hour().and_then(whole), before.busiest_hour().and_then(whole));
    let messages = both(|figures| figures.messages);
    metrics.push(metric(Measure::BusiestHour, busiest, messages, place.messages("")));
    metrics
}

/// Channels of one name count together.
fn by_channel(place: &Place<'_>, (now, before): (&Figures, &Figures), channels: &BTreeMap<i64, String>) -> Vec<Metric> {
    let mut counts: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for (id, name) in channels {
        let of = |figures: &Figures| figures.heard.channels.get(id).copied().unwrap_or(0);
        let sum = counts.entry(name).or_default();
        sum.0 += of(now);
        sum.1 += of(before);
    }
    let heard = counts.into_iter().filter(|(_, counts)| *counts != (0, 0));
    heard
        .map(|(name, counts)| {
            let rows = place.messages(&format!("in:\"{name}\""));
            count(Measure::MessagesOfChannel(name.to_owned()), counts, rows)
        })
        .collect()
}

async fn list_topics(conn: &mut Conn, place: &Place<'_>) -> Result<Vec<Topic>> {
    let before = store::topics::list(conn, place.seen, place.month.previous()).await?;
    let topics = store::topics::list(conn, place.seen, place.month).await?;
    Ok(topics
        .into_iter()
        .map(|topic| {
            let known = before.iter().find(|other| other.name == topic.name);
            let words: Vec<&str> = topic.keywords.lines().take(3).collect();
            Topic {
                rows: place.messages(&words.join(" ")),
                previous: known.map(|other| other.messages.max(0) as u64),
                messages: topic.messages.max(0) as u64,
                keywords: topic.keywords.lines().map(str::to_owned).collect(),
                typical: (!topic.example.is_empty()).then_some(topic.example),
                name: topic.name,
            }
        })
        .collect())
}

async fn list_helpers(conn: &mut Conn, place: &Place<'_>, now: &Figures) -> Result<Vec<Helper>> {
    let mut most: Vec<(i64, i64)> = now.helpers.iter().map(|(member, count)| (*count, *member)).collect();
    most.sort_unstable_by_key(|(count, member)| (-count, *member));
    let mut helpers = Vec::new();
    for (conversations, member) in most.into_iter().take(HELPERS_MAX) {
        let id = MemberId(member);
        let Some(found) = members::find(conn, place.seen, id).await? else { continue };
        let rows = format!("/w/{}/members/{id}", place.seen.workspace);
        helpers.push(Helper { name: found.name, conversations: conversations.max(0) as u64, rows });
    }
    Ok(helpers)
}
