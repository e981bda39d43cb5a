//! The monthly report: its data, filled by `hub`, and its renderings as JSON, HTML and Markdown.
//!
//! The data holds no words: names, definitions and recommendations are written in the language that
//! the renderer is asked for. Nothing here depends on the time or on the order of a map, so the same
//! report gives the same bytes.

mod advice;
mod advice_text;
mod change;
mod headline;
mod json;
mod markdown;
mod measure;
mod page;
mod summary;

pub use advice::{Advice, Effort, Owner, advise};
pub use advice_text::{Text, text};
pub use change::{Change, Direction, change};
pub use json::json;
pub use markdown::markdown;
pub use measure::{Measure, Unit};
pub use page::{Rendering, STYLE, body, html};
pub use summary::{Sentence, summary};

use model::Month;

/// Everything that the report of one month says.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The name of the workspace.
    pub workspace: String,
    pub month: Month,
    /// In the order in which they shall stand.
    pub metrics: Vec<Metric>,
    /// The greatest first.
    pub topics: Vec<Topic>,
    pub recommendations: Vec<Recommendation>,
    /// Members who were most often the first to answer, at most ten, best first.
    pub helpers: Vec<Helper>,
    pub series: Series,
    /// The versions of the models whose readings are mixed in the numbers, sorted.
    pub models: Vec<String>,
}

/// One number of the report.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    pub measure: Measure,
    /// `None`: no data, which is not zero.
    pub value: Option<Number>,
    /// The same number for the month before.
    pub previous: Option<Number>,
    /// The address that opens the rows behind the number, as a path on this server.
    pub rows: String,
    /// How many rows stand behind `value` and behind `previous`. For a count it is the count itself;
    /// for a share or a time, the number of conversations that it is about.
    pub cases: u64,
    pub previous_cases: u64,
}

/// A whole number stays whole; anything else has at most four decimals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    Whole(i64),
    Fraction(f64),
}

impl Number {
    pub fn as_f64(self) -> f64 {
        match self {
            Number::Whole(whole) => whole as f64,
            Number::Fraction(fraction) => fraction,
        }
    }
}

impl std::fmt::Display for Number {
    /// As in JSON: whole, or with at most four decimals.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Number::Whole(whole) => write!(f, "{whole}"),
            Number::Fraction(fraction) => write!(f, "{}", (fraction * 10_000.0).round() / 10_000.0),
        }
    }
}

/// Messages about the same thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Topic {
    pub name: String,
    pub keywords: Vec<String>,
    pub messages: u64,
    /// Messages in the month before; `None` when it was not looked at.
    pub previous: Option<u64>,
    pub rows: String,
    /// One message that stands for the topic, shortened.
    pub typical: Option<String>,
}

/// A member who answered first.
#[derive(Clone, Debug, PartialEq)]
pub struct Helper {
    pub name: String,
    pub conversations: u64,
    pub rows: String,
}

/// What the charts are drawn from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// Messages per day of the month, the first day first.
    pub days: Vec<u64>,
    pub previous_days: Vec<u64>,
    /// Messages per hour of the week, UTC: 168 numbers, Monday 0:00 first. Empty: no heat map.
    pub week_hours: Vec<u64>,
    /// Waits for a first response in the conversations started in the month, in seconds, counted
    /// under the limits of [`WAITS_S`] and above the last: nine numbers. Empty: no chart.
    pub waits: Vec<u64>,
}

/// Upper limits, in seconds, of the classes of waits: 5 min, 15 min, 1 h, 4 h, 12 h, 1, 3 and 7 days.
pub const WAITS_S: [i64; 8] = [300, 900, 3_600, 14_400, 43_200, 86_400, 259_200, 604_800];

/// What to do, with the reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Recommendation {
    pub advice: Advice,
    pub evidence: Vec<Evidence>,
    /// 0 to 1: how sure the rule is that its reason is not chance.
    pub confidence: f64,
}

/// A number on which a recommendation rests.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The name of a metric, or `topic.` and the name of a topic.
    pub name: String,
    pub value: Number,
    pub previous: Option<Number>,
    pub rows: String,
}

impl Report {
    /// The metric of a measure, if the report has it.
    pub fn metric(&self, measure: &Measure) -> Option<&Metric> {
        self.metrics.iter().find(|metric| metric.measure == *measure)
    }
}
