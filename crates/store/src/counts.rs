//! Counts kept as messages arrive, so that no dashboard or report scans the archive.

use std::collections::BTreeMap;

use model::{Month, Time, WorkspaceId};
use serde::{Deserialize, Serialize};

use crate::{Conn, Result, values};

/// Which row of `hour_count`: an hour since 1970, a channel, a kind, a language and the version of
/// the text engine that said so.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct HourKey {
    pub hour: i64,
    pub channel_id: i64,
    pub kind: i64,
    pub language: String,
    pub model: String,
}

/// Which row of `identity_day`: a day since 1970, a channel and an identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DayKey {
    pub day: i64,
    pub channel_id: i64,
    pub identity_id: i64,
}

const HOURS_PER_DAY: i64 = 24;

/// Differences to add to the counts.
#[derive(Clone, Debug, Default)]
pub struct Deltas {
    /// Messages, and the sum of their sentiment in 1/10,000.
    pub hours: BTreeMap<HourKey, (i64, i64)>,
    pub days: BTreeMap<DayKey, i64>,
}

impl Deltas {
    /// The differences that take these back.
    pub fn negated(&self) -> Deltas {
        Deltas {
            hours: self.hours.iter().map(|(key, (count, sum))| (key.clone(), (-count, -sum))).collect(),
            days: self.days.iter().map(|(key, count)| (*key, -count)).collect(),
        }
    }
}

const ADD_HOURS: &str = "
    insert into hour_count (workspace_id, hour, channel_id, kind, language, model, messages, sentiment_sum)
    values {rows}
    on conflict (workspace_id, hour, channel_id, kind, language, model) do update
    set messages = hour_count.messages + excluded.messages,
        sentiment_sum = hour_count.sentiment_sum + excluded.sentiment_sum";
const ADD_MONTH_COUNTS: &str = "
    insert into month_count (workspace_id, month, channel_id, kind, language, model, messages, sentiment_sum)
    values {rows}
    on conflict (workspace_id, month, channel_id, kind, language, model) do update
    set messages = month_count.messages + excluded.messages,
        sentiment_sum = month_count.sentiment_sum + excluded.sentiment_sum";
const ADD_DAYS: &str = "
    insert into identity_day (workspace_id, day, channel_id, identity_id, messages)
    values {rows}
    on conflict (workspace_id, day, channel_id, identity_id) do update
    set messages = identity_day.messages + excluded.messages";
const ADD_MONTHS: &str = "
    insert into identity_month (workspace_id, month, identity_id, messages)
    values {rows}
    on conflict (workspace_id, month, identity_id) do update
    set messages = identity_month.messages + excluded.messages";
const DROP_HOURS: &str = "
    delete from hour_count
    where workspace_id = $1 and hour >= $2 and hour <= $3 and messages = 0 and sentiment_sum = 0";
const DROP_MONTH_COUNTS: &str = "
    delete from month_count
    where workspace_id = $1 and month >= $2 and month <= $3 and messages = 0 and sentiment_sum = 0";
const DROP_DAYS: &str = "
    delete from identity_day where workspace_id = $1 and day >= $2 and day <= $3 and messages = 0";
const DROP_MONTHS: &str = "
    delete from identity_month where workspace_id = $1 and month >= $2 and month <= $3 and messages = 0";

/// Adds differences; rows that come to nothing go, so that taking back leaves the former state.
pub async fn add(conn: &mut Conn, workspace: WorkspaceId, deltas: &Deltas) -> Result<()> {
    let mut hours = Vec::with_capacity(deltas.hours.len() * 8);
    for (key, (count, sum)) in &deltas.hours {
        hours.extend(values![workspace, key.hour, key.channel_id, key.kind, key.language.as_str()]);
        hours.extend(values![key.model.as_str(), *count, *sum]);
    }
    conn.run_many(ADD_HOURS, 8, hours).await?;
    let mut months = Vec::new();
    for ((month, key), (count, sum)) in sorts_by_month(&deltas.hours) {
        months.extend(values![workspace, month, key.channel_id, key.kind, key.language.as_str()]);
        months.extend(values![key.model.as_str(), count, sum]);
    }
    conn.run_many(ADD_MONTH_COUNTS, 8, months).await?;
    let mut days = Vec::with_capacity(deltas.days.len() * 5);
    for (key, count) in &deltas.days {
        days.extend(values![workspace, key.day, key.channel_id, key.identity_id, *count]);
    }
    conn.run_many(ADD_DAYS, 5, days).await?;
    let mut months = Vec::new();
    for ((month, identity_id), count) in by_month(&deltas.days) {
        months.extend(values![workspace, month, identity_id, count]);
    }
    conn.run_many(ADD_MONTHS, 4, months).await?;
    drop_empty(conn, workspace, deltas).await
}

/// Hours summed up to months; the key's hour is 0.
fn sorts_by_month(hours: &BTreeMap<HourKey, (i64, i64)>) -> BTreeMap<(i64, HourKey), (i64, i64)> {
    let mut months = BTreeMap::new();
    for (key, (count, sum)) in hours {
        let month = month_of(key.hour.div_euclid(HOURS_PER_DAY)).number();
        let entry: &mut (i64, i64) = months.entry((month, HourKey { hour: 0, ..key.clone() })).or_default();
        entry.0 += count;
        entry.1 += sum;
    }
    months
}

/// Days summed up to months and identities, over all channels.
fn by_month(days: &BTreeMap<DayKey, i64>) -> BTreeMap<(i64, i64), i64> {
    let mut months = BTreeMap::new();
    let mut at = (i64::MIN, 0);
    for (key, count) in days {
        if key.day != at.0 {
            at = (key.day, month_of(key.day).number());
        }
        *months.entry((at.1, key.identity_id)).or_default() += count;
    }
    months
}

fn month_of(day: i64) -> Month {
    Time::from_seconds(day * 24 * 3600).month()
}

async fn drop_empty(conn: &mut Conn, workspace: WorkspaceId, deltas: &Deltas) -> Result<()> {
    let lowered = deltas.hours.iter().filter(|(_, (count, _))| *count < 0).map(|(key, _)| key.hour);
    if let (Some(from), Some(to)) = (lowered.clone().min(), lowered.max()) {
        conn.run(DROP_HOURS, values![workspace, from, to]).await?;
        let month = |hour: i64| month_of(hour.div_euclid(HOURS_PER_DAY)).number();
        conn.run(DROP_MONTH_COUNTS, values![workspace, month(from), month(to)]).await?;
    }
    let lowered = deltas.days.iter().filter(|(_, count)| **count < 0).map(|(key, _)| key.day);
    if let (Some(from), Some(to)) = (lowered.clone().min(), lowered.max()) {
        conn.run(DROP_DAYS, values![workspace, from, to]).await?;
        conn.run(DROP_MONTHS, values![workspace, month_of(from).number(), month_of(to).number()]).await?;
    }
    Ok(())
}

const CLEAR_HOURS: &str = "delete from hour_count where workspace_id = $1";
const CLEAR_DAYS: &str = "delete from identity_day where workspace_id = $1";
const CLEAR_MONTH_COUNTS: &str = "delete from month_count where workspace_id = $1";
const CLEAR_MONTHS: &str = "delete from identity_month where workspace_id = $1";
const REBUILD_HOURS: &str = "
    insert into hour_count (workspace_id, hour, channel_id, kind, language, model, messages, sentiment_sum)
    select message.workspace_id, message.sent_at / 3600000000, message.channel_id,
        coalesce(correction.kind, reading.kind), coalesce(correction.language, reading.language), reading.model,
        count(*), cast(sum(coalesce(correction.sentiment, reading.sentiment)) as bigint)
    from message
    join reading on reading.message_id = message.id
    left join correction
        on correction.workspace_id = message.workspace_id and correction.message_id = message.id
    where message.workspace_id = $1 and message.sent_at is not null
    group by message.workspace_id, message.sent_at / 3600000000, message.channel_id,
        coalesce(correction.kind, reading.kind), coalesce(correction.language, reading.language), reading.model";
const REBUILD_DAYS: &str = "
    insert into identity_day (workspace_id, day, channel_id, identity_id, messages)
    select workspace_id, sent_at / 86400000000, channel_id, identity_id, count(*)
    from message
    where workspace_id = $1 and sent_at is not null
    group by workspace_id, sent_at / 86400000000, channel_id, identity_id";

const FIRST_DAY: &str = "select min(day) from identity_day where workspace_id = $1";
const NEXT_DAY: &str = "select min(day) from identity_day where workspace_id = $1 and day >= $2";
const LAST_DAY: &str = "select max(day) from identity_day where workspace_id = $1";
const REBUILD_MONTH_COUNTS: &str = "
    insert into month_count (workspace_id, month, channel_id, kind, language, model, messages, sentiment_sum)
    select workspace_id, cast($2 as bigint), channel_id, kind, language, model, cast(sum(messages) as bigint),
        cast(sum(sentiment_sum) as bigint)
    from hour_count
    where workspace_id = $1 and hour >= $3 and hour < $4
    group by workspace_id, channel_id, kind, language, model";
const REBUILD_MONTH: &str = "
    insert into identity_month (workspace_id, month, identity_id, messages)
    select workspace_id, cast($2 as bigint), identity_id, cast(sum(messages) as bigint)
    from identity_day
    where workspace_id = $1 and day >= $3 and day < $4
    group by workspace_id, identity_id";

/// Computes all counts of a workspace anew from its messages; what was kept should equal it.
pub async fn rebuild(conn: &mut Conn, workspace: WorkspaceId) -> Result<()> {
    for sql in [CLEAR_HOURS, CLEAR_DAYS, CLEAR_MONTHS, CLEAR_MONTH_COUNTS, REBUILD_HOURS, REBUILD_DAYS] {
        conn.run(sql, values![workspace]).await?;
    }
    let last = month_of(conn.number(LAST_DAY, values![workspace]).await?);
    let mut month = month_of(conn.number(FIRST_DAY, values![workspace]).await?);
    while month <= last {
        let days = (month.start().day(), month.end().day());
        conn.run(REBUILD_MONTH, values![workspace, month.number(), days.0, days.1]).await?;
        let hours = (month.start().hour(), month.end().hour());
        conn.run(REBUILD_MONTH_COUNTS, values![workspace, month.number(), hours.0, hours.1]).await?;
        // A lone message of the year 9998 is no reason to go through the months before it.
        let next = conn.number(NEXT_DAY, values![workspace, days.1]).await?;
        month = month_of(next.max(days.1));
    }
    Ok(())
}
