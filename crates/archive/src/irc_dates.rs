//! Which number of a log's dates is the day: `[04/03/24 12:00:00]`.

use std::collections::VecDeque;
use std::io;

use model::Time;

use crate::dates::{self, Evidence, Order};
use crate::lines::Lines;
use crate::record::{Place, Skip};
use crate::source::{File, Source};

/// How much of a log is looked at before it is read.
const HEAD_BYTES_MAX: usize = 1 << 20;

/// A line without its end, and where it stands.
type Read = (Result<Vec<u8>, Skip>, Place);

/// The lines of a log, of which the first can be looked at before they are read: to open a file of a tar a second
/// time is to unpack all that stands before it.
pub(crate) struct LogLines {
    lines: Lines,
    head: VecDeque<Read>,
    /// Whether the head is all that there is.
    pub(crate) is_whole: bool,
}

impl LogLines {
    pub(crate) fn open(source: &Source, file: &File) -> io::Result<LogLines> {
        let mut lines = LogLines { lines: Lines::open(source, file)?, head: VecDeque::new(), is_whole: false };
        let mut bytes = 0;
        while bytes < HEAD_BYTES_MAX {
            let Some((line, place)) = lines.read() else {
                lines.is_whole = true;
                break;
            };
            bytes += line.as_ref().map_or(0, Vec::len) + 1;
            lines.head.push_back((line, place));
        }
        Ok(lines)
    }

    /// The first lines, as far as they can be read.
    pub(crate) fn head(&self) -> impl Iterator<Item = &[u8]> {
        self.head.iter().filter_map(|(line, _)| line.as_deref().ok()) // tidy(swallow): told as a row
    }

    pub(crate) fn next_line(&mut self) -> Option<Read> {
        self.head.pop_front().or_else(|| self.read())
    }

    fn read(&mut self) -> Option<Read> {
        let line = self.lines.next_line()?.map(<[u8]>::to_vec);
        Some((line, self.lines.place()))
    }
}

/// What the dates of one log say together.
#[derive(Default)]
pub(crate) struct LogEvidence {
    of_days: Evidence,
    /// How often each number is another than before.
    changes: [u32; 3],
    first: Option<[i32; 3]>,
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
        self.first = self.first.or(Some(numbers));
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

    /// The order in which the first or the last date is the day that the log's path names.
    pub(crate) fn order_of_path(&self, day_of_path: i64) -> Order {
        let ends = [self.first, self.last];
        let away = |order| {
            let day = |[first, second, third]: [i32; 3]| dates::parse(&format!("{first}/{second}/{third}"), order, 0);
            let days = ends.map(|end| end.and_then(day).map(Time::day));
            let named = days.contains(&Some(day_of_path));
            named.then(|| days.iter().flatten().map(|day| (day - day_of_path).abs()).sum::<i64>())
        };
        // Of `03/03/24` and `04/03/24` the path's third of March says that they follow one another.
        let orders = [Order::DayFirst, Order::MonthFirst, Order::YearFirst];
        let found = orders.into_iter().filter_map(|order| Some((away(order)?, order))).min_by_key(|(away, _)| *away);
        found.map_or(Order::Unknown, |(_, order)| order)
    }
}
