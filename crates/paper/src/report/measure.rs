//! The numbers of the report: their names, units, definitions, and which changes may be chance.

use model::Kind;

use super::{Metric, Number};
use crate::Language;
use crate::words::readings::language_name;
use crate::words::report::Defined;

/// What is measured. [`Measure::name`] is what stands in JSON and never changes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    Messages,
    Conversations,
    ActiveMembers,
    NewMembers,
    ReturningMembers,
    LostMembers,
    UnansweredShare,
    FirstResponseMedian,
    FirstResponseP90,
    AbsenceFactor,
    Helpers,
    MessagesOfChannel(String),
    MessagesOfKind(Kind),
    MessagesOfLanguage(String),
    BusiestHour,
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Messages,
    Conversations,
    Members,
    /// 0 to 1.
    Share,
    Seconds,
    HourUtc,
}

impl Unit {
    /// The word in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Unit::Messages => "messages",
            Unit::Conversations => "conversations",
            Unit::Members => "members",
            Unit::Share => "share",
            Unit::Seconds => "seconds",
            Unit::HourUtc => "hour_utc",
        }
    }
}

impl Measure {
    /// The name in JSON: `messages`, `messages.kind.bug`, `time_to_first_response_p90_s`.
    pub fn name(&self) -> String {
        let fixed = match self {
            Measure::Messages => "messages",
            Measure::Conversations => "conversations",
            Measure::ActiveMembers => "active_members",
            Measure::NewMembers => "new_members",
            Measure::ReturningMembers => "returning_members",
            Measure::LostMembers => "lost_members",
            Measure::UnansweredShare => "unanswered_share",
            Measure::FirstResponseMedian => "time_to_first_response_median_s",
            Measure::FirstResponseP90 => "time_to_first_response_p90_s",
            Measure::AbsenceFactor => "absence_factor",
            Measure::Helpers => "helpers",
            Measure::BusiestHour => "busiest_hour_utc",
            Measure::MessagesOfChannel(channel) => return format!("messages.channel.{channel}"),
            Measure::MessagesOfKind(kind) => return format!("messages.kind.{kind}"),
            Measure::MessagesOfLanguage(code) => return format!("messages.language.{code}"),
        };
        fixed.to_owned()
    }

    /// Whether it is one row of a division of all messages.
    pub fn one_of_many(&self) -> bool {
        matches!(self, Measure::MessagesOfChannel(_) | Measure::MessagesOfKind(_) | Measure::MessagesOfLanguage(_))
    }

    pub fn unit(&self) -> Unit {
        match self {
            Measure::Conversations => Unit::Conversations,
            Measure::ActiveMembers | Measure::NewMembers | Measure::ReturningMembers | Measure::LostMembers => {
                Unit::Members
            }
            Measure::AbsenceFactor | Measure::Helpers => Unit::Members,
            Measure::UnansweredShare => Unit::Share,
            Measure::FirstResponseMedian | Measure::FirstResponseP90 => Unit::Seconds,
            Measure::BusiestHour => Unit::HourUtc,
            _ => Unit::Messages,
        }
    }

    /// The name that people read.
    pub fn title(&self, language: Language) -> String {
        match self {
            Measure::MessagesOfChannel(channel) => channel.clone(),
            Measure::MessagesOfKind(kind) => language.words().readings.of_kind(*kind).to_owned(),
            Measure::MessagesOfLanguage(code) => language_name(language, code).to_owned(),
            fixed => fixed.defined(language).title.to_owned(),
        }
    }

    /// Exactly what is counted.
    pub fn definition(&self, language: Language) -> &'static str {
        self.defined(language).definition
    }

    fn defined(&self, language: Language) -> Defined {
        let words = &language.words().report;
        match self {
            Measure::Messages => words.messages,
            Measure::Conversations => words.conversations,
            Measure::ActiveMembers => words.active_members,
            Measure::NewMembers => words.new_members,
            Measure::ReturningMembers => words.returning_members,
            Measure::LostMembers => words.lost_members,
            Measure::UnansweredShare => words.unanswered_share,
            Measure::FirstResponseMedian => words.first_response_median,
            Measure::FirstResponseP90 => words.first_response_p90,
            Measure::AbsenceFactor => words.absence_factor,
            Measure::Helpers => words.helpers,
            Measure::BusiestHour => words.busiest_hour,
            Measure::MessagesOfChannel(_) => Defined { title: words.by_channel, definition: words.messages_channel },
            Measure::MessagesOfKind(_) => Defined { title: words.by_kind, definition: words.messages_kind },
            Measure::MessagesOfLanguage(_) => Defined { title: words.by_language, definition: words.messages_language },
        }
    }

    /// The number as people read it: `1,204`, `12%`, `3 h 20 min`, `15:00`.
    pub fn written(&self, language: Language, number: Number) -> String {
        let value = number.as_f64();
        match self.unit() {
            Unit::Share => language.percent(value),
            Unit::Seconds => language.duration(value.round() as i64),
            Unit::HourUtc => format!("{:02}:00", value as i64),
            _ => match number {
                Number::Whole(whole) => language.count(whole.unsigned_abs()),
                Number::Fraction(fraction) => language.decimal(fraction, 1),
            },
        }
    }
}

/// 19 times in 20, chance stays within so many standard errors.
const STANDARD_ERRORS: f64 = 1.96;

/// Waits for an answer are spread like a log-normal; this is the usual spread of their logarithm,
/// with which the standard error of a quantile follows from the number of cases.
const WAIT_LOG_SPREAD: f64 = 2.0;
const MEDIAN_ERROR: f64 = 1.253;
const P90_ERROR: f64 = 1.709;

/// Whether fewer authors or messages than these say nothing about who carries the community.
const ABSENCE_CASES_MIN: u64 = 100;

impl Metric {
    /// How many standard errors lie between the two months; `None` when there is no change to judge.
    ///
    /// Counts are taken as Poisson, shares as binomial (pooled), waits as log-normal.
    pub fn standard_errors(&self) -> Option<f64> {
        let (value, previous) = (self.value?.as_f64(), self.previous?.as_f64());
        let (cases, previous_cases) = (self.cases as f64, self.previous_cases as f64);
        let error = match self.measure {
            Measure::BusiestHour | Measure::AbsenceFactor => return None,
            Measure::UnansweredShare => {
                let pooled = (value * cases + previous * previous_cases) / (cases + previous_cases);
                (pooled * (1.0 - pooled) * (1.0 / cases + 1.0 / previous_cases)).sqrt()
            }
            Measure::FirstResponseMedian | Measure::FirstResponseP90 => {
                let quantile = if self.measure == Measure::FirstResponseMedian { MEDIAN_ERROR } else { P90_ERROR };
                let error = quantile * WAIT_LOG_SPREAD * (1.0 / cases + 1.0 / previous_cases).sqrt();
                return Some(((value.max(1.0) / previous.max(1.0)).ln() / error).abs());
            }
            _ => (value + previous).sqrt(),
        };
        (error > 0.0).then(|| ((value - previous) / error).abs())
    }

    /// Whether the change since the month before is within what such small numbers do by chance.
    pub fn noise(&self) -> bool {
        if self.value == self.previous || self.value.is_none() || self.previous.is_none() {
            return false;
        }
        match self.measure {
            Measure::BusiestHour => false,
            Measure::AbsenceFactor => self.cases.min(self.previous_cases) < ABSENCE_CASES_MIN,
            _ => self.standard_errors().is_none_or(|errors| errors < STANDARD_ERRORS),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metric(measure: Measure, now: (f64, u64), before: (f64, u64)) -> Metric {
        let number = |value: f64| Some(Number::Fraction(value));
        Metric {
            measure,
            value: number(now.0),
            previous: number(before.0),
            rows: String::new(),
            cases: now.1,
            previous_cases: before.1,
        }
    }

    #[test]
    fn small_changes_of_small_numbers_are_noise() {
        let cases = [
            (metric(Measure::Messages, (12.0, 12), (8.0, 8)), true),
            (metric(Measure::Messages, (120.0, 120), (80.0, 80)), false),
            (metric(Measure::UnansweredShare, (0.3, 20), (0.2, 20)), true),
            (metric(Measure::UnansweredShare, (0.3, 400), (0.2, 400)), false),
            (metric(Measure::FirstResponseMedian, (7200.0, 30), (3600.0, 30)), true),
            (metric(Measure::FirstResponseMedian, (7200.0, 900), (3600.0, 900)), false),
            (metric(Measure::AbsenceFactor, (3.0, 40), (5.0, 40)), true),
            (metric(Measure::BusiestHour, (3.0, 40), (5.0, 40)), false),
            (metric(Measure::Messages, (5.0, 5), (5.0, 5)), false),
        ];
        for (metric, noise) in cases {
            assert_eq!(metric.noise(), noise, "{metric:?}");
        }
        let nothing = Metric { previous: None, ..metric(Measure::Messages, (5.0, 5), (5.0, 5)) };
        assert!(!nothing.noise());
    }

    #[test]
    fn numbers_are_written_in_their_unit() {
        let cases = [
            (Measure::Messages, Number::Whole(1204), "1,204"),
            (Measure::UnansweredShare, Number::Fraction(0.125), "12%"),
            (Measure::FirstResponseMedian, Number::Fraction(12_000.5), "3 h 20 min"),
            (Measure::BusiestHour, Number::Whole(9), "09:00"),
        ];
        for (measure, number, written) in cases {
            assert_eq!(measure.written(Language::English, number).replace('\u{202f}', " "), written);
        }
    }
}
