//! Watching counts and mood: what left its past becomes an alert, once, with what it is about.

pub mod past;
mod series;

use std::collections::BTreeSet;

use model::ids::{message_id_floor, message_time};
use model::{AlertId, JobId, MessageId, Seen, Time, WorkspaceId};
use store::alerts::{self, Alert, Said};
use store::{Conn, jobs};
use text::similar::{Posted, collapse};
use text::spikes::{self, Direction};

use crate::{Error, Hub, Result};
use past::Past;
pub use series::{Allowed, Series, Switch, list_switches, watchable};

/// The job that watches a workspace.
pub const WATCH: &str = "alerts.watch";
/// How long a past is learned from.
const PAST_DAYS: i64 = 84;
/// Alerts are raised for hours up to this far back from the newest message.
const FRESH_DAYS: i64 = 7;
/// What an alert is compared with.
const CALM_DAYS: i64 = 14;
/// Messages that an explanation looks at, of the time itself and of the calm before.
const SAID_MAX: i64 = 20_000;
/// Alerts of one look, the most surprising first; more would be noise.
const ALERTS_MAX: usize = 12;
const PHRASES_MAX: usize = 5;
const TOP_MAX: usize = 3;
/// Fewer are no crowd, however much they write where it is quiet.
const VOICES_MIN: usize = 4;
/// A phrase that one person used is that person's, not the community's.
const PHRASE_VOICES_MIN: u32 = 2;
const HOUR_SECONDS: i64 = 3_600;
/// The hours that an alert is about.
pub const WINDOW_HOURS: i64 = 4;
/// Messages of one day that are counted.
const HEARD_MAX: i64 = 200_000;
const DAY_HOURS: i64 = 24;
/// How often the series are judged anew when cross-posts made an hour look busier than it was.
const LOOKS_MAX: usize = 4;

/// A series that left its past.
#[derive(Clone, Copy, Debug)]
pub struct Raised {
    pub series: Series,
    /// The last of its four, counted from 1970.
    pub hour: i64,
    pub direction: Direction,
    /// People of each of the four hours, added up, so that who stays for hours counts in each; of the mood its mean.
    pub found: f64,
    /// The same, as it usually is.
    pub expected: f64,
    pub score: f64,
}

/// What was said in the four hours that an alert is about and counts in its series, cross-posts once, the oldest first.
pub struct Window {
    pub said: Vec<Said>,
    /// More was said in the workspace than is looked at.
    pub is_cut: bool,
}

/// Asks for a look at a workspace.
pub(crate) async fn watch_later(conn: &mut Conn, (hub, workspace): (&Hub, WorkspaceId), now: Time) -> Result<()> {
    let id = JobId(hub.mint.next(now));
    Ok(jobs::add_later(conn, (workspace, id), (WATCH, ""), now).await?)
}

/// Looks at a workspace and keeps what is new. Done twice, nothing changes.
pub(crate) async fn watch(hub: &Hub, seen: &Seen, now: Time) -> Result<()> {
    let newest = {
        let mut conn = hub.db.read().await?;
        let everything = (MessageId(0), message_id_floor(now.plus_seconds(HOUR_SECONDS)));
        let newest = alerts::list_heard(&mut conn, seen.workspace, everything, 1).await?;
        newest.first().map(|heard| message_time(heard.id))
    };
    let Some(newest) = newest else { return Ok(()) };
    let end = newest.hour() + 1;
    let since = end - FRESH_DAYS * DAY_HOURS;
    let allowed = Allowed::load(&mut hub.db.read().await?, seen.workspace).await?;
    let raised = raise(hub, seen, (&allowed, since, end)).await?;
    let known = {
        let mut conn = hub.db.read().await?;
        alerts::list_known(&mut conn, seen.workspace, hour_time(since)).await?
    };
    let is_known =
        |one: &Raised| known.iter().any(|(series, at)| *series == one.series.word() && at.hour() == one.hour);
    for one in raised.into_iter().filter(|one| !is_known(one)) {
        let needs_voices = one.series == Series::Mood || one.direction == Direction::Up;
        let window = list_window(hub, seen, (&one, &allowed)).await?;
        // Of a window that was cut, most people may be missing.
        if needs_voices && !window.is_cut && voices(&window.said) < VOICES_MIN {
            continue;
        }
        let alert = explain(hub, seen, (one, window.said, &allowed, now)).await?;
        let mut conn = hub.db.write().await?;
        alerts::add(&mut conn, seen.workspace, &alert).await?;
        conn.commit().await?;
    }
    Ok(())
}

fn hour_time(hour: i64) -> Time {
    Time::from_seconds(hour * HOUR_SECONDS)
}

/// Series that leave their past between two hours, the most surprising first.
async fn raise(hub: &Hub, seen: &Seen, (allowed, since, end): (&Allowed, i64, i64)) -> Result<Vec<Raised>> {
    let mut past = Past::default();
    let start = end - PAST_DAYS * DAY_HOURS;
    for day in (start..end).step_by(DAY_HOURS as usize) {
        let range = (message_id_floor(hour_time(day)), message_id_floor(hour_time(day + DAY_HOURS)));
        let mut conn = hub.db.read().await?;
        past.keep(&alerts::list_heard(&mut conn, seen.workspace, range, HEARD_MAX).await?, allowed);
    }
    // What was posted in several places at once is one utterance; only hours that would raise an alert are looked into.
    let mut looked_into: BTreeSet<(Series, i64)> = BTreeSet::new();
    for _ in 0..LOOKS_MAX {
        let (judged, raised) = judge(past, (since, end)).await?;
        past = judged;
        let doubtful = raised.iter().filter(|one| one.series != Series::Mood && one.direction == Direction::Up);
        let new: Vec<Raised> = doubtful.filter(|one| !looked_into.contains(&(one.series, one.hour))).copied().collect();
        if new.is_empty() {
            return Ok(raised);
        }
        for one in new {
            looked_into.insert((one.series, one.hour));
            let window = list_window(hub, seen, (&one, allowed)).await?;
            past.lower(one.series, &window);
        }
    }
    Ok(judge(past, (since, end)).await?.1)
}

/// Away from the threads that answer.
async fn judge(past: Past, range: (i64, i64)) -> Result<(Past, Vec<Raised>)> {
    let watched = tokio::task::spawn_blocking(move || {
        let mut raised = past.raise(range);
        raised.sort_by(|one, other| other.score.total_cmp(&one.score).then(one.series.cmp(&other.series)));
        raised.truncate(ALERTS_MAX);
        (past, raised)
    });
    watched.await.map_err(|error| Error::Broken(format!("watching stopped: {error}")))
}

async fn list_window(hub: &Hub, seen: &Seen, (raised, allowed): (&Raised, &Allowed)) -> Result<Window> {
    let floor = |hour: i64| message_id_floor(hour_time(hour));
    let range = (floor(raised.hour + 1 - WINDOW_HOURS), floor(raised.hour + 1));
    let mut conn = hub.db.read().await?;
    let mut said = alerts::list_said(&mut conn, seen.workspace, range, SAID_MAX).await?;
    let is_cut = said.len() as i64 == SAID_MAX;
    said.retain(|said| allowed.holds(raised.series, &said.heard));
    said.reverse();
    let collapsed = tokio::task::spawn_blocking(move || once(said));
    let said = collapsed.await.map_err(|error| Error::Broken(format!("collapsing stopped: {error}")))?;
    Ok(Window { said, is_cut })
}

/// Cross-posts within ten minutes once.
fn once(said: Vec<Said>) -> Vec<Said> {
    let names: Vec<(String, String)> =
        said.iter().map(|one| (one.heard.voice.to_string(), one.heard.channel.to_string())).collect();
    let posts: Vec<Posted<'_>> = said
        .iter()
        .zip(&names)
        .map(|(one, (author, place))| Posted { at_s: one.heard.sent_at.seconds(), author, place, text: &one.text })
        .collect();
    let stands_for = collapse(&posts);
    let own: Vec<bool> = stands_for.iter().enumerate().map(|(at, other)| at == *other).collect();
    said.into_iter().zip(own).filter(|(_, is_own)| *is_own).map(|(one, _)| one).collect()
}

/// How many people said it.
fn voices(said: &[Said]) -> usize {
    said.iter().map(|said| said.heard.voice).collect::<BTreeSet<_>>().len()
}

/// What the four hours of an alert were about, against the calm before.
async fn explain(
    hub: &Hub,
    seen: &Seen,
    (raised, during, allowed, now): (Raised, Vec<Said>, &Allowed, Time),
) -> Result<Alert> {
    let start = raised.hour + 1 - WINDOW_HOURS;
    let floor = |hour: i64| message_id_floor(hour_time(hour));
    let mut before = {
        let mut conn = hub.db.read().await?;
        let calm = (floor(start - CALM_DAYS * DAY_HOURS), floor(start));
        alerts::list_said(&mut conn, seen.workspace, calm, SAID_MAX).await?
    };
    before.retain(|said| allowed.holds(raised.series, &said.heard));
    let id = AlertId(hub.mint.next(now));
    let explained = tokio::task::spawn_blocking(move || written(id, raised, (during, before)));
    explained.await.map_err(|error| Error::Broken(format!("explaining stopped: {error}")))
}

fn written(id: AlertId, raised: Raised, (during, before): (Vec<Said>, Vec<Said>)) -> Alert {
    let moods = past::moods(during.iter().map(|said| &said.heard));
    let mean = (moods.iter().sum::<f64>() / moods.len().max(1) as f64 * 10_000.0).round() as i64;
    let authors = |list: &[Said]| list.iter().map(|said| said.heard.voice.to_string()).collect::<Vec<_>>();
    let (writers, writers_before) = (authors(&during), authors(&before));
    let told = (lent(&during, &writers), lent(&before, &writers_before));
    let found = spikes::explain(raised.direction, raised.expected, (&told.0, &told.1));
    let message = |id: u64| MessageId(id as i64);
    let phrases = found.phrases.iter().filter(|phrase| phrase.voices >= PHRASE_VOICES_MIN).take(PHRASES_MAX);
    Alert {
        id,
        series: raised.series.word(),
        at: hour_time(raised.hour),
        direction: if raised.direction == Direction::Up { "up" } else { "down" }.to_owned(),
        // Of the mood its mean stands where counts have their number, in the same 1/100.
        messages: if raised.series == Series::Mood { mean / 100 } else { found.messages as i64 },
        voices: if raised.series == Series::Mood { found.voices as i64 } else { raised.found.round() as i64 },
        expected: (raised.expected * 100.0).round() as i64,
        score: (raised.score * 10_000.0).round() as i64,
        phrases: phrases.map(|phrase| format!("{}\t{}", phrase.text, phrase.voices)).collect::<Vec<_>>().join("\n"),
        first: found.first.map_or(MessageId(0), message),
        top: found.top.iter().take(TOP_MAX).map(|id| message(*id)).collect(),
    }
}

fn lent<'a>(said: &'a [Said], authors: &'a [String]) -> Vec<spikes::Said<'a>> {
    let pairs = said.iter().zip(authors);
    let lent = pairs.map(|(said, author)| spikes::Said {
        id: said.heard.id.0 as u64,
        at_s: said.heard.sent_at.seconds(),
        author,
        text: &said.text,
    });
    lent.collect()
}
