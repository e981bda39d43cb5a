//! How long first answers took.

/// The waits of a span of time, in microseconds, ascending.
#[derive(Debug, Default)]
pub(super) struct Waits(Vec<i64>);

impl Waits {
    pub(super) fn of(mut waits: Vec<i64>) -> Waits {
        waits.sort_unstable();
        Waits(waits)
    }

    pub(super) fn count(&self) -> i64 {
        self.0.len() as i64
    }

    /// The median in microseconds; of an even count the mean of the middle two.
    pub(super) fn median(&self) -> Option<f64> {
        let middle = self.0.len().checked_sub(1)? / 2;
        Some((self.0[middle] as f64 + self.0[self.0.len() / 2] as f64) / 2.0)
    }

    /// The 90th percentile in microseconds, by the nearest rank.
    pub(super) fn p90(&self) -> Option<f64> {
        let rank = (self.0.len() * 9).div_ceil(10);
        self.0.get(rank.checked_sub(1)?).map(|wait| *wait as f64)
    }

    /// How many waits lie under each limit, in seconds, and above the one before; the last count is of
    /// those at or above the last limit.
    pub(super) fn classes(&self, limits: &[i64]) -> Vec<u64> {
        let below = |limit: &i64| self.0.partition_point(|wait| *wait < limit * 1_000_000);
        let ends: Vec<usize> = limits.iter().map(below).chain([self.0.len()]).collect();
        let begins = [0].into_iter().chain(ends.iter().copied());
        ends.iter().zip(begins).map(|(end, begin)| (end - begin) as u64).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Waits;

    #[test]
    fn the_median_of_an_even_count_is_the_mean_of_the_middle_two() {
        let median = |waits: &[i64]| Waits::of(waits.to_vec()).median();
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[30]), Some(30.0));
        assert_eq!(median(&[20, 10]), Some(15.0));
        assert_eq!(median(&[90, 10, 20]), Some(20.0));
    }

    #[test]
    fn the_nearest_rank_is_the_first_that_nine_tenths_do_not_exceed() {
        let p90 = |count: i64| Waits::of((1..=count).collect()).p90();
        assert_eq!([0, 1, 2, 10, 11, 100].map(p90), [None, Some(1.0), Some(2.0), Some(9.0), Some(10.0), Some(90.0)]);
    }

    #[test]
    fn classes_split_at_their_limits() {
        let waits = Waits::of([0, 299, 300, 3_599, 3_600].map(|seconds| seconds * 1_000_000).to_vec());
        assert_eq!(waits.classes(&[300, 3_600]), [2, 2, 1]);
    }
}
