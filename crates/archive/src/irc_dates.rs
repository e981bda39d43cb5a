//! Which number of a log's dates is the day: `[04/03/24 12:00:00]`.

use crate::dates::{Evidence, Order};

/// What the dates of one log say together.
#[derive(Default)]
pub(crate) struct LogEvidence {
    of_days: Evidence,
    /// How often each number is another than before.
    changes: [u32; 3],
    last: Option<[i32; 3]>,
    first_is_year: bool,
    third_is_year: bool,
    second_is_day: bool,
}

impl LogEvidence {
    pub(crate) fn add(&mut self, numbers: [i32; 3]) {
        let [first, second, third] = numbers;
        self.first_is_year |= first > 31;
        self.third_is_year |= third > 31;
        self.second_is_day |= second > 12;
        for (at, count) in self.changes.iter_mut().enumerate() {
            *count += u32::from(self.last.is_some_and(|last| last[at] != numbers[at]));
        }
        self.last = Some(numbers);
        self.of_days.add(numbers);
    }

    /// Of `25/03/24` alone nobody can tell whether it is the 25th or the 24th.
    pub(crate) fn order(&self) -> Order {
        let [first_changes, _, third_changes] = self.changes;
        // Nobody writes the month last.
        if self.second_is_day {
            return if self.first_is_year { Order::Unknown } else { Order::MonthFirst };
        }
        // Days change more often than years.
        if self.first_is_year || !self.third_is_year && first_changes < third_changes {
            return Order::YearFirst;
        }
        if self.third_is_year || third_changes < first_changes { self.of_days.order() } else { Order::Unknown }
    }
}
