//! How a number differs from the month before, in words.

use super::{Measure, Metric, Unit};
use crate::Language;

/// Below this, a percentage of it says less than the difference.
const PERCENT_FROM: f64 = 20.0;

/// Which way a number went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Up,
    Down,
    Same,
}

impl Direction {
    /// A sign that stands before the change; not the only carrier of its meaning.
    pub const fn sign(self) -> &'static str {
        match self {
            Direction::Up => "▲",
            Direction::Down => "▼",
            Direction::Same => "",
        }
    }
}

/// A change as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub direction: Direction,
    /// `+12%`, `−3`, `+4 points`, `+1 h 20 min`, `as before`, `no month before`.
    pub written: String,
    /// Within what such small numbers do by chance.
    pub noise: bool,
}

/// The change of a metric; `None` when there is nothing to compare.
pub fn change(metric: &Metric, language: Language) -> Option<Change> {
    let (now, before) = (metric.value?.as_f64(), metric.previous?.as_f64());
    let words = &language.words().report;
    let direction = match now.total_cmp(&before) {
        std::cmp::Ordering::Less => Direction::Down,
        std::cmp::Ordering::Equal => Direction::Same,
        std::cmp::Ordering::Greater => Direction::Up,
    };
    let sign = if now < before { "−" } else { "+" };
    let size = (now - before).abs();
    let written = match metric.measure.unit() {
        _ if direction == Direction::Same => words.same_as_before.to_owned(),
        Unit::HourUtc => format!("{}: {}", words.before, metric.measure.written(language, metric.previous?)),
        Unit::Seconds => format!("{sign}{}", language.duration(size.round() as i64)),
        Unit::Share => format!("{sign}{} {}", language.decimal(size * 100.0, 1), words.points),
        _ if before >= PERCENT_FROM && metric.measure != Measure::AbsenceFactor => {
            format!("{sign}{}", language.percent(size / before))
        }
        _ => language.signed((now - before).round() as i64),
    };
    let direction = if metric.measure == Measure::BusiestHour { Direction::Same } else { direction };
    Some(Change { direction, written, noise: metric.noise() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Number;

    #[test]
    fn changes_are_told_in_the_unit_that_says_most() {
        let cases = [
            (Measure::Messages, 112.0, 100.0, "+12%"),
            (Measure::Messages, 5.0, 8.0, "−3"),
            (Measure::Messages, 8.0, 8.0, "as before"),
            (Measure::UnansweredShare, 0.25, 0.2, "+5.0 points"),
            (Measure::FirstResponseMedian, 3_600.0, 8_400.0, "−1 h 20 min"),
            (Measure::BusiestHour, 14.0, 9.0, "Month before: 09:00"),
        ];
        for (measure, now, before, written) in cases {
            let number = |value| Some(Number::Fraction(value));
            let (value, previous) = (number(now), number(before));
            let metric = Metric { measure, value, previous, rows: String::new(), cases: 9, previous_cases: 9 };
            let change = change(&metric, Language::English).unwrap();
            assert_eq!(change.written.replace('\u{202f}', " "), written);
        }
    }
}
