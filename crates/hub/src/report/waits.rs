//! How long first answers took, exactly, without loading them all: counted by steps, and the few
//! steps that hold a wanted rank looked at closely.

use std::collections::BTreeMap;

use model::{Seen, Time};
use store::{Conn, reports};

use crate::Result;

const MICROS_PER_SECOND: i64 = 1_000_000;

/// The waits of a span of time.
#[derive(Debug, Default)]
pub(super) struct Waits {
    /// Counts by step, in seconds, as the database groups them.
    steps: BTreeMap<i64, i64>,
    /// Waits found elsewhere, in microseconds, ascending, with the step that each lies in.
    others: Vec<(i64, i64)>,
    /// Exact waits at the ranks that were asked for.
    ranked: BTreeMap<i64, i64>,
}

/// The step that a wait lies in: by the second up to an hour, by the minute up to a day, by ten
/// minutes up to a week, by the hour beyond.
fn step(wait: i64) -> i64 {
    let seconds = wait / MICROS_PER_SECOND;
    let width = match seconds {
        ..3_600 => 1,
        3_600..86_400 => 60,
        86_400..604_800 => 600,
        _ => 3_600,
    };
    seconds / width * width
}

impl Waits {
    /// Counts the waits of conversations started in a span; `others` are further ones, in microseconds.
    pub(super) async fn load(conn: &mut Conn, seen: &Seen, (span, others): ((Time, Time), Vec<i64>)) -> Result<Waits> {
        let steps = reports::load_steps(conn, seen, span).await?;
        let mut others: Vec<(i64, i64)> = others.into_iter().map(|wait| (wait, step(wait))).collect();
        others.sort_unstable();
        let mut waits = Waits { steps, others, ranked: BTreeMap::new() };
        let count = waits.count();
        for rank in [(count - 1) / 2, count / 2, nearest_rank(count)] {
            if count > 0 && !waits.ranked.contains_key(&rank) {
                waits.rank(conn, seen, (span, rank)).await?;
            }
        }
        Ok(waits)
    }

    /// How many waits there are.
    pub(super) fn count(&self) -> i64 {
        self.steps.values().sum::<i64>() + self.others.len() as i64
    }

    /// The median in microseconds; of an even count the mean of the middle two.
    pub(super) fn median(&self) -> Option<f64> {
        let count = self.count();
        let (lower, upper) = (self.ranked.get(&((count - 1) / 2))?, self.ranked.get(&(count / 2))?);
        Some((*lower as f64 + *upper as f64) / 2.0)
    }

    /// The 90th percentile in microseconds, by the nearest rank.
    pub(super) fn p90(&self) -> Option<f64> {
        self.ranked.get(&nearest_rank(self.count())).map(|wait| *wait as f64)
    }

    /// How many waits lie under each limit, in seconds, and above the one before; the last count is of
    /// those at or above the last limit. Limits must be limits of steps.
    pub(super) fn classes(&self, limits: &[i64]) -> Vec<u64> {
        let mut classes = vec![0; limits.len() + 1];
        let others = self.others.iter().map(|(_, step)| (*step, 1));
        for (step, count) in self.steps.iter().map(|(step, count)| (*step, *count)).chain(others) {
            classes[limits.partition_point(|limit| *limit <= step)] += count.max(0).unsigned_abs();
        }
        classes
    }

    /// Finds the wait at a rank, counted from 0, and those around it in its step.
    async fn rank(&mut self, conn: &mut Conn, seen: &Seen, (span, rank): ((Time, Time), i64)) -> Result<()> {
        let mut counts = self.steps.clone();
        for (_, step) in &self.others {
            *counts.entry(*step).or_default() += 1;
        }
        let mut below = 0;
        for (step, count) in counts {
            if below + count <= rank {
                below += count;
                continue;
            }
            let mut waits = reports::list_waits(conn, seen, (span, step)).await?;
            waits.extend(self.others.iter().filter(|(_, other)| *other == step).map(|(wait, _)| *wait));
            waits.sort_unstable();
            self.ranked.extend(waits.into_iter().enumerate().map(|(place, wait)| (below + place as i64, wait)));
            break;
        }
        Ok(())
    }
}

/// The rank of the 90th percentile, counted from 0.
fn nearest_rank(count: i64) -> i64 {
    (count * 9 + 9) / 10 - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_holds_what_the_database_groups_under_it() {
        let seconds = |wait: i64| step(wait * MICROS_PER_SECOND);
        assert_eq!(
            [0, 3_599, 3_600, 3_661, 86_399, 86_400, 87_001, 604_800, 608_399].map(seconds),
            [0, 3_599, 3_600, 3_660, 86_340, 86_400, 87_000, 604_800, 604_800]
        );
        assert_eq!(step(1_999_999), 1);
    }

    #[test]
    fn classes_split_at_their_limits() {
        let waits = Waits { steps: [(0, 3), (299, 1), (300, 2), (4_000, 1)].into(), ..Waits::default() };
        assert_eq!(waits.classes(&[300, 3_600]), [4, 2, 1]);
    }

    #[test]
    fn the_nearest_rank_is_the_first_that_nine_tenths_do_not_exceed() {
        assert_eq!([1, 2, 10, 11, 100].map(nearest_rank), [0, 1, 8, 9, 89]);
    }
}
