//! What one month's counts come to, with identities taken as the members that they are.

use std::collections::{BTreeMap, BTreeSet};

use model::{Kind, Month, Seen, Time};
use paper::report::{Number, Series, WAITS_S};
use store::Conn;
use store::members::Links;
use store::reports::{self, Heard, Start, Started, Voices};

use super::waits::Waits;
use crate::Result;

const MICROS_PER_SECOND: f64 = 1e6;
const HOURS_PER_DAY: i64 = 24;
const HOURS_PER_WEEK: usize = 168;
/// 1970-01-01 was a Thursday.
const EPOCH_WEEKDAY: i64 = 3;

/// One month in numbers.
pub(super) struct Figures {
    first_day: i64,
    days: usize,
    pub(super) heard: Heard,
    pub(super) messages: i64,
    pub(super) voices: Active,
    pub(super) new: i64,
    pub(super) returning: i64,
    pub(super) lost: i64,
    pub(super) started: Started,
    /// First answers by another member.
    pub(super) waits: Waits,
    /// First answers by member.
    pub(super) helpers: BTreeMap<i64, i64>,
}

/// Who wrote in a month: how many members wrote so many messages, and those of linked identities by
/// name.
pub(super) struct Active {
    sizes: BTreeMap<i64, i64>,
    linked: BTreeMap<i64, i64>,
}

impl Active {
    fn of(links: &Links, voices: &Voices) -> Active {
        let mut linked: BTreeMap<i64, i64> = BTreeMap::new();
        for (identity, messages) in &voices.linked {
            *linked.entry(links.member(*identity)).or_default() += messages;
        }
        let mut sizes = voices.alone.clone();
        for messages in linked.values() {
            *sizes.entry(*messages).or_default() += 1;
        }
        Active { sizes, linked }
    }

    /// How many members.
    pub(super) fn count(&self) -> i64 {
        self.sizes.values().sum()
    }

    /// The fewest members who together wrote at least half.
    pub(super) fn absence_factor(&self) -> i64 {
        let all: i64 = self.sizes.iter().map(|(size, members)| size * members).sum();
        let (mut sum, mut fewest) = (0, 0);
        for (size, members) in self.sizes.iter().rev().filter(|(size, _)| **size > 0) {
            let missing = all - 2 * sum;
            if missing <= 0 {
                break;
            }
            let taken = (missing + 2 * size - 1) / (2 * size);
            fewest += taken.min(*members);
            sum += size * members;
        }
        fewest
    }
}

/// Loads what a month's numbers need: kept counts, and the beginnings of its conversations.
pub(super) async fn load(conn: &mut Conn, seen: &Seen, (links, month): (&Links, Month)) -> Result<Figures> {
    let span = (month.start(), month.end());
    let heard = reports::load_heard(conn, seen, month).await?;
    let voices = reports::load_voices(conn, seen, month).await?;
    let active = Active::of(links, &voices);
    let earlier = Active::of(links, &reports::load_voices(conn, seen, month.previous()).await?);
    let both = earlier.linked.keys().filter(|member| active.linked.contains_key(member)).count() as i64;
    let returning = reports::count_returning(conn, seen, month).await? + both;
    let new = reports::count_new(conn, seen, span).await? + count_new(conn, seen, (links, &voices, month)).await?;
    let (waits, helpers) = load_answers(conn, seen, (links, span)).await?;
    Ok(Figures {
        first_day: month.start().day(),
        days: (month.end().day() - month.start().day()) as usize,
        messages: heard.hours.values().sum(),
        heard,
        lost: earlier.count() - returning,
        voices: active,
        new,
        returning,
        started: reports::count_started(conn, seen, span).await?,
        waits,
        helpers,
    })
}

/// Members of several identities whose first message of all is of the month.
async fn count_new(conn: &mut Conn, seen: &Seen, (links, voices, month): (&Links, &Voices, Month)) -> Result<i64> {
    let mut firsts: BTreeMap<i64, i64> = BTreeMap::new();
    for (identity, first_at) in reports::list_firsts(conn, seen, &links.identities()).await? {
        let first = firsts.entry(links.member(identity)).or_insert(first_at);
        *first = first_at.min(*first);
    }
    let span = month.start().micros()..month.end().micros();
    let members: BTreeSet<i64> = voices.linked.keys().map(|identity| links.member(*identity)).collect();
    let new = members.iter().filter(|member| firsts.get(member).is_some_and(|first_at| span.contains(first_at)));
    Ok(new.count() as i64)
}

/// The waits of a span of time, and first answers by member.
pub(super) async fn load_answers(
    conn: &mut Conn,
    seen: &Seen,
    (links, span): (&Links, (Time, Time)),
) -> Result<(Waits, BTreeMap<i64, i64>)> {
    let answers = reports::load_answers(conn, seen, span).await?;
    let (mut waits, mut helpers) = (answers.waits, BTreeMap::new());
    for (identity, count) in answers.helpers {
        *helpers.entry(links.member(identity)).or_default() += count;
    }
    if !links.is_empty() {
        for start in reports::list_doubtful(conn, seen, span).await? {
            if let Some((wait, helper)) = first_answer(conn, seen, (links, start)).await? {
                waits.push(wait);
                *helpers.entry(helper).or_default() += 1;
            }
        }
    }
    Ok((Waits::of(waits), helpers))
}

/// How long it took, in microseconds, and which member answered, if another ever did.
async fn first_answer(conn: &mut Conn, seen: &Seen, (links, start): (&Links, Start)) -> Result<Option<(i64, i64)>> {
    let starter = links.member(start.started_by);
    if links.member(start.first_other_by) != starter {
        return Ok(Some((start.first_other_at - start.started_at, links.member(start.first_other_by))));
    }
    // The other handle is the same person: who was really first, only the messages know.
    let authors = reports::list_authors(conn, seen, start.conversation).await?;
    let other = authors.into_iter().find(|(author, _)| links.member(author.0) != starter);
    Ok(other.map(|(author, sent_at)| (sent_at - start.started_at, links.member(author.0))))
}

impl Figures {
    pub(super) fn of_kind(&self, kind: Kind) -> i64 {
        self.heard.kinds.get(&(kind as i64)).copied().unwrap_or(0)
    }

    /// Of the conversations started in the month, those where nobody else ever wrote; 0 to 1.
    pub(super) fn unanswered_share(&self) -> Option<Number> {
        let unanswered = self.started.all - self.waits.count();
        (self.started.all > 0).then(|| Number::Fraction(unanswered as f64 / self.started.all as f64))
    }

    /// Seconds; of an even count the mean of the middle two.
    pub(super) fn median(&self) -> Option<Number> {
        self.waits.median().map(|wait| seconds_number(wait / MICROS_PER_SECOND))
    }

    /// Seconds; the nearest rank.
    pub(super) fn p90(&self) -> Option<Number> {
        self.waits.p90().map(|wait| seconds_number(wait / MICROS_PER_SECOND))
    }

    /// The hour of the day with most messages; of equals the earlier.
    pub(super) fn busiest_hour(&self) -> Option<i64> {
        let mut hours = [0i64; 24];
        for (hour, count) in &self.heard.hours {
            hours[hour.rem_euclid(HOURS_PER_DAY) as usize] += count;
        }
        let most = *hours.iter().max()?;
        if most == 0 { None } else { hours.iter().position(|count| *count == most).map(|hour| hour as i64) }
    }

    fn by_day(&self) -> Vec<u64> {
        let mut days = vec![0; self.days];
        for (hour, count) in &self.heard.hours {
            let day = hour.div_euclid(HOURS_PER_DAY) - self.first_day;
            if let Some(sum) = usize::try_from(day).ok().and_then(|day| days.get_mut(day)) {
                *sum += count.max(&0).unsigned_abs();
            }
        }
        days
    }

    fn by_week_hour(&self) -> Vec<u64> {
        let mut hours = vec![0; HOURS_PER_WEEK];
        for (hour, count) in &self.heard.hours {
            let weekday = (hour.div_euclid(HOURS_PER_DAY) + EPOCH_WEEKDAY).rem_euclid(7);
            hours[(weekday * HOURS_PER_DAY + hour.rem_euclid(HOURS_PER_DAY)) as usize] += count.max(&0).unsigned_abs();
        }
        hours
    }
}

/// What is whole stays whole, so that archives with times in seconds give whole seconds.
fn seconds_number(seconds: f64) -> Number {
    if seconds.fract() == 0.0 { Number::Whole(seconds as i64) } else { Number::Fraction(seconds) }
}

/// What the charts are drawn from.
pub(super) fn series(now: &Figures, before: &Figures) -> Series {
    Series {
        days: now.by_day(),
        previous_days: before.by_day(),
        week_hours: now.by_week_hour(),
        waits: if now.waits.count() == 0 { Vec::new() } else { now.waits.classes(&WAITS_S) },
    }
}
