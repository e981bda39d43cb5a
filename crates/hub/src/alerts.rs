//! Watching counts and mood: what left its past becomes an alert, once, with what it is about.

mod series;

use std::collections::BTreeMap;

use model::ids::{message_id_floor, message_time};
use model::{AlertId, JobId, MessageId, Seen, Time, WorkspaceId};
use store::alerts::{self, Alert, Heard, Said};
use store::{Conn, jobs};
use text::spikes::{self, Detector, Direction, MoodDetector, Settings};

use crate::{Error, Hub, Result};
use series::{Allowed, Series};
pub use series::{Switch, list_switches, watchable};

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
/// A phrase that one person used is that person's, not the community's.
const PHRASE_VOICES_MIN: u32 = 2;
const HOUR_SECONDS: i64 = 3_600;
const WINDOW_HOURS: i64 = 4;
/// Messages of one day that are counted.
const HEARD_MAX: i64 = 200_000;
const DAY_HOURS: i64 = 24;

/// A series that left its past.
#[derive(Clone, Copy, Debug)]
struct Raised {
    series: Series,
    hour: i64,
    direction: Direction,
    expected: f64,
    score: f64,
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
        let alert = explain(hub, seen, (one, &allowed, now)).await?;
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
    let watched = tokio::task::spawn_blocking(move || {
        let mut raised = past.counts((since, end));
        raised.extend(past.mood((since, end)));
        raised.sort_by(|one, other| other.score.total_cmp(&one.score).then(one.series.cmp(&other.series)));
        raised.truncate(ALERTS_MAX);
        raised
    });
    watched.await.map_err(|error| Error::Broken(format!("watching stopped: {error}")))
}

/// Each series by the hour.
#[derive(Default)]
struct Past {
    counts: BTreeMap<Series, BTreeMap<i64, i64>>,
    moods: BTreeMap<i64, Vec<f64>>,
}

impl Past {
    /// Takes in whole hours.
    fn keep(&mut self, heard: &[Heard], allowed: &Allowed) {
        for one in heard {
            let hour = one.sent_at.hour();
            for series in Series::of(one).into_iter().filter(|series| allowed.holds(*series, one)) {
                if series == Series::Mood {
                    self.moods.entry(hour).or_default().push(one.reading.sentiment as f64 / 10_000.0);
                } else {
                    *self.counts.entry(series).or_default().entry(hour).or_default() += 1;
                }
            }
        }
    }

    /// Every hour of a series is judged by those before it. A channel begins with its first message; a kind
    /// with the first of all: that nobody complained so far is a past too.
    fn counts(&self, (since, end): (i64, i64)) -> Vec<Raised> {
        let mut raised = Vec::new();
        let all = self.counts.values().filter_map(|counts| counts.keys().next()).min();
        for (series, counts) in &self.counts {
            let own = counts.keys().next();
            let Some(first) = (if matches!(series, Series::Kind(_)) { all } else { own }).copied() else { continue };
            let mut detector = Detector::new(Settings::default());
            for hour in first..end {
                let value = counts.get(&hour).copied().unwrap_or(0);
                let reading = detector.push(hour * HOUR_SECONDS, value as f64);
                // The newest hour may not be over: it can hold too much already, but not too little yet.
                let is_news = |way: &Direction| hour >= since && (*way == Direction::Up || hour < end - 1);
                let Some(direction) = reading.alert().filter(is_news) else { continue };
                let score = if direction == Direction::Up { reading.score } else { reading.drop_score };
                raised.push(Raised { series: *series, hour, direction, expected: reading.window_expected, score });
            }
        }
        raised
    }

    /// The mood of all messages whose sentiment counts.
    fn mood(&self, (since, end): (i64, i64)) -> Vec<Raised> {
        let Some(first) = self.moods.keys().next().copied() else { return Vec::new() };
        let mut detector = MoodDetector::new(Settings::default());
        let mut raised = Vec::new();
        for hour in first..end {
            let reading = detector.push(hour * HOUR_SECONDS, self.moods.get(&hour).map_or(&[], Vec::as_slice));
            let Some(direction) = reading.alert().filter(|_| hour >= since) else { continue };
            let score = if direction == Direction::Up { reading.score } else { reading.drop_score };
            raised.push(Raised { series: Series::Mood, hour, direction, expected: reading.expected, score });
        }
        raised
    }
}

/// What the four hours of an alert were about, against the calm before.
async fn explain(hub: &Hub, seen: &Seen, (raised, allowed, now): (Raised, &Allowed, Time)) -> Result<Alert> {
    let (start, end) = (raised.hour + 1 - WINDOW_HOURS, raised.hour + 1);
    let floor = |hour: i64| message_id_floor(hour_time(hour));
    let (mut during, mut before) = {
        let mut conn = hub.db.read().await?;
        let during = alerts::list_said(&mut conn, seen.workspace, (floor(start), floor(end)), SAID_MAX).await?;
        let calm = (floor(start - CALM_DAYS * DAY_HOURS), floor(start));
        (during, alerts::list_said(&mut conn, seen.workspace, calm, SAID_MAX).await?)
    };
    during.retain(|said| allowed.holds(raised.series, &said.heard));
    before.retain(|said| allowed.holds(raised.series, &said.heard));
    let id = AlertId(hub.mint.next(now));
    let explained = tokio::task::spawn_blocking(move || written(id, raised, (during, before)));
    explained.await.map_err(|error| Error::Broken(format!("explaining stopped: {error}")))
}

fn written(id: AlertId, raised: Raised, (mut during, before): (Vec<Said>, Vec<Said>)) -> Alert {
    during.reverse();
    let mean = during.iter().map(|said| said.heard.reading.sentiment).sum::<i64>() / (during.len() as i64).max(1);
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
        voices: found.voices as i64,
        expected: (raised.expected * 100.0).round() as i64,
        score: (raised.score * 10_000.0).round() as i64,
        phrases: phrases.map(|phrase| phrase.text.as_str()).collect::<Vec<_>>().join("\n"),
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
