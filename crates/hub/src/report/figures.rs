//! What one month's counts come to, with identities taken as the members that they are.

use std::collections::{BTreeMap, BTreeSet};

use model::{Kind, Month, Seen};
use paper::report::{Number, Series, WAITS_S};
use store::Conn;
use store::members::Links;
use store::reports::{self, HourRow, Start, Voice};

use crate::Result;

const MICROS_PER_SECOND: f64 = 1e6;
const HOURS_PER_DAY: i64 = 24;
const HOURS_PER_WEEK: usize = 168;
/// 1970-01-01 was a Thursday.
const EPOCH_WEEKDAY: i64 = 3;

/// One month in numbers.
#[derive(Default)]
pub(super) struct Figures {
    first_day: i64,
    days: usize,
    pub(super) messages: i64,
    pub(super) channels: BTreeMap<i64, i64>,
    kinds: BTreeMap<i64, i64>,
    pub(super) languages: BTreeMap<String, i64>,
    /// Messages per hour since 1970.
    hours: BTreeMap<i64, i64>,
    pub(super) models: BTreeSet<String>,
    /// Messages by member.
    pub(super) active: BTreeMap<i64, i64>,
    pub(super) new: i64,
    pub(super) returning: i64,
    pub(super) lost: i64,
    pub(super) starts: i64,
    /// Microseconds to the first message by another member, ascending.
    pub(super) waits: Vec<i64>,
    /// First answers by member.
    pub(super) helpers: BTreeMap<i64, i64>,
}

/// Loads what a month's numbers need: kept counts, and the beginnings of its conversations.
pub(super) async fn load(conn: &mut Conn, seen: &Seen, (links, month): (&Links, Month)) -> Result<Figures> {
    let span = (month.start(), month.end());
    let mut figures = Figures {
        first_day: month.start().day(),
        days: (month.end().day() - month.start().day()) as usize,
        ..Figures::default()
    };
    figures.add_hours(&reports::list_hours(conn, seen, span).await?);
    let voices = reports::list_voices(conn, seen, span).await?;
    let before = month.previous();
    let earlier = reports::list_voices(conn, seen, (before.start(), before.end())).await?;
    let firsts = load_firsts(conn, seen, links).await?;
    figures.add_voices(links, (&voices, &earlier));
    figures.new = count_new(links, &voices, (&firsts, month));
    for start in reports::list_starts(conn, seen, span).await? {
        figures.add_start(conn, seen, (links, start)).await?;
    }
    figures.waits.sort_unstable();
    Ok(figures)
}

/// When members of several identities first wrote.
async fn load_firsts(conn: &mut Conn, seen: &Seen, links: &Links) -> Result<BTreeMap<i64, i64>> {
    let mut firsts: BTreeMap<i64, i64> = BTreeMap::new();
    for (identity, first_at) in reports::list_firsts(conn, seen, &links.identities()).await? {
        let first = firsts.entry(links.member(identity)).or_insert(first_at);
        *first = first_at.min(*first);
    }
    Ok(firsts)
}

fn count_new(links: &Links, voices: &[Voice], (firsts, month): (&BTreeMap<i64, i64>, Month)) -> i64 {
    let span = month.start().micros()..month.end().micros();
    let mut new = BTreeSet::new();
    for voice in voices {
        let member = links.member(voice.identity);
        let first_at = firsts.get(&member).copied().into_iter().chain(voice.first_at).min();
        if first_at.is_some_and(|first_at| span.contains(&first_at)) {
            new.insert(member);
        }
    }
    // A second handle's first message is not the member's.
    new.retain(|member| firsts.get(member).is_none_or(|first_at| span.contains(first_at)));
    new.len() as i64
}

impl Figures {
    fn add_hours(&mut self, rows: &[HourRow]) {
        for row in rows {
            self.messages += row.messages;
            *self.channels.entry(row.channel_id).or_default() += row.messages;
            *self.kinds.entry(row.kind).or_default() += row.messages;
            *self.hours.entry(row.hour).or_default() += row.messages;
            match self.languages.get_mut(&row.language) {
                Some(count) => *count += row.messages,
                None => drop(self.languages.insert(row.language.clone(), row.messages)),
            }
            if !self.models.contains(&row.model) {
                self.models.insert(row.model.clone());
            }
        }
    }

    fn add_voices(&mut self, links: &Links, (voices, earlier): (&[Voice], &[Voice])) {
        for voice in voices {
            *self.active.entry(links.member(voice.identity)).or_default() += voice.messages;
        }
        let earlier: BTreeSet<i64> = earlier.iter().map(|voice| links.member(voice.identity)).collect();
        self.returning = earlier.iter().filter(|member| self.active.contains_key(member)).count() as i64;
        self.lost = earlier.len() as i64 - self.returning;
    }

    async fn add_start(&mut self, conn: &mut Conn, seen: &Seen, (links, start): (&Links, Start)) -> Result<()> {
        self.starts += 1;
        let starter = links.member(start.started_by);
        let (Some(mut at), Some(mut by)) = (start.first_other_at, start.first_other_by) else { return Ok(()) };
        if links.member(by) == starter {
            // The other handle is the same person: who was really first, only the messages know.
            let authors = reports::list_authors(conn, seen, start.conversation).await?;
            let other = authors.into_iter().find(|(author, _)| links.member(*author) != starter);
            let Some((author, sent_at)) = other else { return Ok(()) };
            (at, by) = (sent_at, author);
        }
        self.waits.push(at - start.started_at);
        *self.helpers.entry(links.member(by)).or_default() += 1;
        Ok(())
    }

    pub(super) fn of_kind(&self, kind: Kind) -> i64 {
        self.kinds.get(&(kind as i64)).copied().unwrap_or(0)
    }

    /// Of the conversations started in the month, those where nobody else ever wrote; 0 to 1.
    pub(super) fn unanswered_share(&self) -> Option<Number> {
        let unanswered = self.starts - self.waits.len() as i64;
        (self.starts > 0).then(|| Number::Fraction(unanswered as f64 / self.starts as f64))
    }

    /// Seconds; of an even count the mean of the middle two.
    pub(super) fn median(&self) -> Option<Number> {
        let middle = self.waits.len() / 2;
        let seconds = match self.waits.len() {
            0 => return None,
            count if count % 2 == 1 => self.waits[middle] as f64,
            _ => (self.waits[middle - 1] + self.waits[middle]) as f64 / 2.0,
        };
        Some(seconds_number(seconds / MICROS_PER_SECOND))
    }

    /// Seconds; the nearest rank.
    pub(super) fn p90(&self) -> Option<Number> {
        let rank = (self.waits.len() * 9).div_ceil(10);
        let wait = *self.waits.get(rank.checked_sub(1)?)?;
        Some(seconds_number(wait as f64 / MICROS_PER_SECOND))
    }

    /// The fewest members who together wrote at least half.
    pub(super) fn absence_factor(&self) -> i64 {
        let mut counts: Vec<i64> = self.active.values().copied().collect();
        counts.sort_unstable_by_key(|count| -count);
        let all: i64 = counts.iter().sum();
        let mut sum = 0;
        let reached = counts.iter().position(|count| {
            sum += count;
            sum * 2 >= all
        });
        reached.map_or(0, |index| index as i64 + 1)
    }

    /// The hour of the day with most messages; of equals the earlier.
    pub(super) fn busiest_hour(&self) -> Option<i64> {
        let mut hours = [0i64; 24];
        for (hour, count) in &self.hours {
            hours[hour.rem_euclid(HOURS_PER_DAY) as usize] += count;
        }
        let most = *hours.iter().max()?;
        if most == 0 { None } else { hours.iter().position(|count| *count == most).map(|hour| hour as i64) }
    }

    fn by_day(&self) -> Vec<u64> {
        let mut days = vec![0; self.days];
        for (hour, count) in &self.hours {
            let day = hour.div_euclid(HOURS_PER_DAY) - self.first_day;
            if let Some(sum) = usize::try_from(day).ok().and_then(|day| days.get_mut(day)) {
                *sum += count.max(&0).unsigned_abs();
            }
        }
        days
    }

    fn by_week_hour(&self) -> Vec<u64> {
        let mut hours = vec![0; HOURS_PER_WEEK];
        for (hour, count) in &self.hours {
            let weekday = (hour.div_euclid(HOURS_PER_DAY) + EPOCH_WEEKDAY).rem_euclid(7);
            hours[(weekday * HOURS_PER_DAY + hour.rem_euclid(HOURS_PER_DAY)) as usize] += count.max(&0).unsigned_abs();
        }
        hours
    }

    fn by_wait(&self) -> Vec<u64> {
        let mut classes = vec![0; WAITS_S.len() + 1];
        for wait in &self.waits {
            classes[WAITS_S.partition_point(|limit| limit * 1_000_000 <= *wait)] += 1;
        }
        classes
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
        waits: if now.waits.is_empty() { Vec::new() } else { now.by_wait() },
    }
}
