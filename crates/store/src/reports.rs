//! What the monthly report counts: all from kept counts and conversation rows, never the archive.
//! The database adds up; rows come out only for identities that people linked, whose member it
//! takes this program to know.

use std::collections::{BTreeMap, HashMap};

use model::{IdentityId, Month, Seen, Time};

use crate::conn::{Column, Keep};
use crate::{Conn, Error, Result, Row, Value, values};

/// Messages of a month, added up by one thing at a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// By hour since 1970.
    pub hours: BTreeMap<i64, i64>,
    pub channels: BTreeMap<i64, i64>,
    pub kinds: BTreeMap<i64, i64>,
    pub languages: BTreeMap<String, i64>,
    /// By version of the text engine.
    pub models: BTreeMap<String, i64>,
}

const HOURS: &str = "
    select hour, cast(sum(messages) as bigint)
    from hour_count
    where workspace_id = $1 and hour >= $2 and hour < $3
    group by hour
    order by hour
    limit 1000000";
const SORTS: &str = "
    select channel_id, kind, language, model, messages
    from month_count
    where workspace_id = $1 and month = $2
    order by channel_id, kind, language, model
    limit 1000000";

/// The kept counts of a month.
pub async fn load_heard(conn: &mut Conn, seen: &Seen, month: Month) -> Result<Heard> {
    let hours = load_hours(conn, seen, (month.start(), month.end())).await?;
    let mut heard = Heard { hours, ..Heard::default() };
    for row in conn.rows(SORTS, values![seen.workspace, month.number()]).await? {
        let messages: i64 = row.get(4)?;
        *heard.channels.entry(row.get(0)?).or_default() += messages;
        *heard.kinds.entry(row.get(1)?).or_default() += messages;
        *heard.languages.entry(row.get(2)?).or_default() += messages;
        *heard.models.entry(row.get(3)?).or_default() += messages;
    }
    Ok(heard)
}

/// Messages by hour since 1970.
pub async fn load_hours(conn: &mut Conn, seen: &Seen, span: (Time, Time)) -> Result<BTreeMap<i64, i64>> {
    sums(&conn.rows(HOURS, values![seen.workspace, span.0.hour(), span.1.hour()]).await?)
}

fn sums<K: Column + Ord>(rows: &[Row]) -> Result<BTreeMap<K, i64>> {
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// Every identity that takes part in a link: those moved to another member, those whose member
/// joined another, and those whose member others joined. The same as `members::Links::identities`.
const LINKED: &str = "
    select identity_id from member_link where workspace_id = $1 and identity_id <> member_id
    union
    select member_id from member_link where workspace_id = $1 and identity_id <> member_id
    union
    select id from member where workspace_id = $1 and merged_into is not null
    union
    select merged_into from member where workspace_id = $1 and merged_into is not null";

/// Conversations whose starter and first answerer may be one person: both have links.
const DOUBTFUL: &str = "(started_by in ({linked}) and first_other_by in ({linked}))";

/// A text with what `{doubtful}` and `{linked}` stand for.
pub(crate) fn whole(sql: &str) -> String {
    sql.replace("{doubtful}", DOUBTFUL).replace("{linked}", LINKED)
}

async fn rows(conn: &mut Conn, sql: &'static str, bound: Vec<Value>) -> Result<Vec<Row>> {
    conn.rows_text(whole(sql), bound, Keep::Prepared).await
}

async fn number(conn: &mut Conn, sql: &'static str, bound: Vec<Value>) -> Result<i64> {
    rows(conn, sql, bound).await?.first().map_or(Ok(0), |row| row.get(0))
}

const WRITERS: &str = "
    select count(distinct identity_id)
    from identity_day
    where workspace_id = $1 and day >= $2 and day < $3";

/// How many identities wrote in a span of whole days.
pub async fn count_writers(conn: &mut Conn, seen: &Seen, span: (Time, Time)) -> Result<i64> {
    conn.number(WRITERS, values![seen.workspace, span.0.day(), span.1.day()]).await
}

/// Who wrote in a month. `alone` are identities that take part in no link, each a member of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Voices {
    /// How many of `alone` wrote so many messages.
    pub alone: BTreeMap<i64, i64>,
    /// Messages by identity.
    pub linked: BTreeMap<i64, i64>,
}

const ALONE: &str = "
    select messages, count(*)
    from identity_month
    where workspace_id = $1 and month = $2 and identity_id not in ({linked})
    group by messages
    order by messages
    limit 1000000";
const JOINED: &str = "
    select identity_id, messages
    from identity_month
    where workspace_id = $1 and month = $2 and identity_id in ({linked})
    order by identity_id
    limit 1000000";

/// Who wrote in a month, and how much.
pub async fn load_voices(conn: &mut Conn, seen: &Seen, month: Month) -> Result<Voices> {
    let bound = || values![seen.workspace, month.number()];
    Ok(Voices { alone: sums(&rows(conn, ALONE, bound()).await?)?, linked: sums(&rows(conn, JOINED, bound()).await?)? })
}

const RETURNING: &str = "
    select count(*)
    from identity_month as before
    join identity_month as now
        on now.workspace_id = before.workspace_id and now.month = $3 and now.identity_id = before.identity_id
    where before.workspace_id = $1 and before.month = $2 and before.identity_id not in ({linked})";

/// How many identities without links wrote in a month and in the one before.
pub async fn count_returning(conn: &mut Conn, seen: &Seen, month: Month) -> Result<i64> {
    number(conn, RETURNING, values![seen.workspace, month.previous().number(), month.number()]).await
}

const NEW: &str = "
    select count(*)
    from identity
    where workspace_id = $1 and first_at >= $2 and first_at < $3 and id not in ({linked})";

/// How many identities without links first wrote in a span of time.
pub async fn count_new(conn: &mut Conn, seen: &Seen, span: (Time, Time)) -> Result<i64> {
    number(conn, NEW, values![seen.workspace, span.0, span.1]).await
}

const VOICES: &str = "
    select identity_month.identity_id, identity_month.messages, identity.first_at
    from identity_month
    join identity
        on identity.workspace_id = identity_month.workspace_id and identity.id = identity_month.identity_id
    where identity_month.workspace_id = $1 and identity_month.month = $2
    order by identity_month.identity_id
    limit 5000000";

/// An identity heard in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voice {
    pub identity: i64,
    pub messages: i64,
    pub first_at: Option<i64>,
}

/// The identities behind a month's numbers, one by one.
pub async fn list_voices(conn: &mut Conn, seen: &Seen, month: Month) -> Result<Vec<Voice>> {
    let rows = conn.rows(VOICES, values![seen.workspace, month.number()]).await?;
    rows.iter().map(|row| Ok(Voice { identity: row.get(0)?, messages: row.get(1)?, first_at: row.get(2)? })).collect()
}

const FIRSTS: &str = "
    select id, first_at from identity where workspace_id = $1 and id in ({list}) and first_at is not null";

/// When identities first wrote.
pub async fn list_firsts(conn: &mut Conn, seen: &Seen, identities: &[i64]) -> Result<BTreeMap<i64, i64>> {
    let list = identities.iter().map(|id| (*id).into()).collect();
    let rows = conn.rows_in(FIRSTS, values![seen.workspace], list).await?;
    sums(&rows)
}

/// How many conversations started in a span of time, and in how many of them nobody else ever wrote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Started {
    pub all: i64,
    pub silent: i64,
}

const STARTED: &str = "
    select count(*), count(*) - count(first_other_at)
    from conversation
    where workspace_id = $1 and started_at >= $2 and started_at < $3 and merged_into is null";

pub async fn count_started(conn: &mut Conn, seen: &Seen, span: (Time, Time)) -> Result<Started> {
    let row = conn.find(STARTED, values![seen.workspace, span.0, span.1]).await?;
    row.map_or(Ok(Started::default()), |row| Ok(Started { all: row.get(0)?, silent: row.get(1)? }))
}

/// A conversation's beginning, as far as response times need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    pub conversation: i64,
    pub started_at: i64,
    pub started_by: i64,
    pub first_other_at: i64,
    pub first_other_by: i64,
}

const DOUBTED: &str = "
    select id, started_at, started_by, first_other_at, first_other_by
    from conversation
    where workspace_id = $1 and started_at >= $2 and started_at < $3 and merged_into is null
        and first_other_at is not null and {doubtful}
    order by started_at, id
    limit 1000000";

/// Conversations whose answer may be by the starter's other identity.
pub async fn list_doubtful(conn: &mut Conn, seen: &Seen, span: (Time, Time)) -> Result<Vec<Start>> {
    let rows = rows(conn, DOUBTED, values![seen.workspace, span.0, span.1]).await?;
    rows.iter()
        .map(|row| {
            Ok(Start {
                conversation: row.get(0)?,
                started_at: row.get(1)?,
                started_by: row.get(2)?,
                first_other_at: row.get(3)?,
                first_other_by: row.get(4)?,
            })
        })
        .collect()
}

/// The answers of an hour in one text, since a row for each would take longer than to find them all.
const ANSWERS: &str = "
    select started_at / 3600000000 as hour,
        string_agg(cast(first_other_at - started_at as text) || ' ' || cast(first_other_by as text), ' ')
    from conversation
    where workspace_id = $1 and started_at >= $2 and started_at < $3 and merged_into is null
        and first_other_at is not null and not {doubtful}
    group by hour
    order by hour
    limit 1000000";

/// First answers: how long each took, in microseconds, and by which identity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    pub waits: Vec<i64>,
    pub helpers: HashMap<i64, i64>,
}

/// The first answers of a span of time, without those of [`list_doubtful`].
pub async fn load_answers(conn: &mut Conn, seen: &Seen, span: (Time, Time)) -> Result<Answers> {
    let mut answers = Answers::default();
    for row in rows(conn, ANSWERS, values![seen.workspace, span.0, span.1]).await? {
        let written: String = row.get(1)?;
        let mut numbers = written.split(' ').map(str::parse::<i64>);
        while let (Some(wait), Some(by)) = (numbers.next(), numbers.next()) {
            let damaged = |_| Error::Damaged("the waits of an hour".to_owned());
            answers.waits.push(wait.map_err(damaged)?);
            *answers.helpers.entry(by.map_err(damaged)?).or_default() += 1;
        }
    }
    Ok(answers)
}

const AUTHORS: &str = "
    select message.identity_id, message.sent_at
    from message
    where message.workspace_id = $1 and message.sent_at is not null
        and message.conversation_id in (
            select conversation.id
            from conversation
            where conversation.workspace_id = $1 and (conversation.id = $2 or conversation.merged_into = $2)
        )
    order by message.sent_at, length(message.native_id) nulls last, message.native_id nulls last, message.id
    limit 1000000";

/// Who wrote in a conversation and when, in the order of time.
pub async fn list_authors(conn: &mut Conn, seen: &Seen, conversation: i64) -> Result<Vec<(IdentityId, i64)>> {
    let rows = conn.rows(AUTHORS, values![seen.workspace, conversation]).await?;
    rows.iter().map(|row| Ok((IdentityId(row.get(0)?), row.get(1)?))).collect()
}
