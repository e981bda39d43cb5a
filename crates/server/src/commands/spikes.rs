//! `tribune spikes`: a series of counts in, how unlikely each is and which raise an alert out.
// tidy(swallow): what is no timestamp is an answer here; the line is refused with its number

use std::process::ExitCode;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use text::spikes::{Columns, Detector, MoodDetector, Reading, Row, Settings, Values};

use crate::lines::Input;

/// Scores a series of counts: CSV `timestamp,value` in, `timestamp,value,score,spike` out.
///
/// The score runs 0…1 and knows only what came before; from 0.5 on it is a spike, on every series.
#[derive(clap::Args)]
pub(crate) struct Spikes {
    #[command(flatten)]
    input: Input,
    /// Add `drop_score` and `drop`: silence where there is usually talk
    #[arg(long)]
    drops: bool,
    /// The values are mean sentiments, -1 to 1, of as many messages as a column `messages` says, else of one each
    #[arg(long)]
    mood: bool,
}

/// Who watches the series.
enum Watch {
    Counts(Box<Detector>),
    Mood(Box<MoodDetector>),
}

impl Watch {
    fn push(&mut self, at_s: i64, row: &Row<'_>) -> Reading {
        match self {
            Watch::Counts(detector) => detector.push(at_s, row.number),
            Watch::Mood(detector) => detector.push_mean(at_s, row.number, row.messages.unwrap_or(1.0)),
        }
    }
}

impl Spikes {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let drops = self.drops;
        let values = if self.mood { Values::Moods } else { Values::Counts };
        self.input.answer_table(|header| {
            let columns = Columns::of(header)?;
            let settings = Settings::default();
            let mut watch = match values {
                Values::Counts => Watch::Counts(Box::new(Detector::new(settings))),
                Values::Moods => Watch::Mood(Box::new(MoodDetector::new(settings))),
            };
            let mut last_s = i64::MIN;
            let more = if drops { ",drop_score,drop" } else { "" };
            let answer_row = move |line: &str| {
                let row = columns.row(line, values).map_err(hint)?;
                let at_s =
                    seconds(row.timestamp.bare()).ok_or_else(|| format!("`{}` is no timestamp", row.timestamp))?;
                if at_s < last_s {
                    return Err(format!("`{}` is earlier than the row before; sort the rows by time", row.timestamp));
                }
                last_s = at_s;
                let reading = watch.push(at_s, &row);
                let (score, spike) = (decimals(reading.score), u8::from(reading.spike));
                let mut answer = format!("{},{},{score},{spike}", row.timestamp.0, row.value.0);
                if drops {
                    answer += &format!(",{},{}", decimals(reading.drop_score), u8::from(reading.drop));
                }
                Ok(answer)
            };
            Ok((format!("timestamp,value,score,spike{more}"), answer_row))
        })
    }
}

/// What is no count may be a mood.
fn hint(reason: String) -> String {
    if reason.ends_with("is no count") { format!("{reason}; mean sentiments are read with --mood") } else { reason }
}

/// Four decimals, cut rather than rounded: what reads 0.5 is a spike.
fn decimals(score: f64) -> f64 {
    (score * 1e4).floor() / 1e4
}

/// Seconds of the epoch of RFC 3339, of a date and time without a zone (taken as UTC), or of a number of seconds.
fn seconds(timestamp: &str) -> Option<i64> {
    if let Ok(seconds) = timestamp.parse::<i64>() {
        return Timestamp::from_second(seconds).ok().map(Timestamp::as_second);
    }
    if let Ok(instant) = timestamp.parse::<Timestamp>() {
        return Some(instant.as_second());
    }
    let local = timestamp.parse::<DateTime>().ok()?;
    TimeZone::UTC.to_timestamp(local).ok().map(Timestamp::as_second)
}
