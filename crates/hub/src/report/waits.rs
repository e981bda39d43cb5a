//! How long first answers took.

/// The waits of a span of time, in microseconds, ascending.
#[derive(Debug, Default)]
pub struct Waits(Vec<i64>);

impl Waits {
    pub fn of(mut waits: Vec<i64>) -> Waits {
        waits.sort_unstable();
        Waits(waits)
    }

    pub fn count(&self) -> i64 {
        self.0.len() as i64
    }

    /// The median in microseconds; of an even count the mean of the middle two.
    pub fn median(&self) -> Option<f64> {
        let middle = self.0.len().checked_sub(1)? / 2;
        Some((self.0[middle] as f64 + self.0[self.0.len() / 2] as f64) / 2.0)
    }

    /// The 90th percentile in microseconds, by the nearest rank.
    pub fn p90(&self) -> Option<f64> {
        let rank = (self.0.len() * 9).div_ceil(10);
        self.0.get(rank.checked_sub(1)?).map(|wait| *wait as f64)
    }

    /// How many waits lie under each limit, in seconds, and above the one before; the last count is of
    /// those at or above the last limit.
    pub fn classes(&self, limits: &[i64]) -> Vec<u64> {
        let below = |limit: &i64| self.0.partition_point(|wait| *wait < limit * 1_000_000);
        let ends: Vec<usize> = limits.iter().map(below).chain([self.0.len()]).collect();
        let begins = [0].into_iter().chain(ends.iter().copied());
        ends.iter().zip(begins).map(|(end, begin)| (end - begin) as u64).collect()
    }
}
