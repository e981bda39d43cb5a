//! `tribune spikes`: a series of counts in, how unlikely each is and which raise an alert out.
// tidy(swallow): what is no timestamp is an answer here; the line is refused with its number

use std::process::ExitCode;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use text::spikes::{Detector, Settings};

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
}

impl Spikes {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let drops = self.drops;
        self.input.answer_table(|header| {
            let columns = Columns::of(header)?;
            let mut detector = Detector::new(Settings::default());
            let more = if drops { ",drop_score,drop" } else { "" };
            let answer_row = move |line: &str| {
                let row = columns.row(line)?;
                let reading = detector.push(row.at_s, row.count);
                let (score, spike) = (decimals(reading.score), u8::from(reading.spike));
                let mut answer = format!("{},{},{score},{spike}", row.timestamp, row.value);
                if drops {
                    answer += &format!(",{},{}", decimals(reading.drop_score), u8::from(reading.drop));
                }
                Ok(answer)
            };
            Ok((format!("timestamp,value,score,spike{more}"), answer_row))
        })
    }
}

/// Four decimals, cut rather than rounded: what reads 0.5 is a spike.
fn decimals(score: f64) -> f64 {
    (score * 1e4).floor() / 1e4
}

/// Where the header puts what we need.
#[derive(Clone, Copy)]
struct Columns {
    timestamp: usize,
    value: usize,
}

struct Row<'a> {
    timestamp: &'a str,
    value: &'a str,
    at_s: i64,
    count: f64,
}

impl Columns {
    fn of(header: &str) -> Result<Self, String> {
        let place = |name: &str| {
            let place = header.split(',').position(|column| unquoted(column).eq_ignore_ascii_case(name));
            place.ok_or_else(|| format!("the header has no column `{name}`; expected `timestamp,value`"))
        };
        Ok(Self { timestamp: place("timestamp")?, value: place("value")? })
    }

    fn row(self, line: &str) -> Result<Row<'_>, String> {
        let column = |place| line.split(',').nth(place).ok_or_else(|| "too few columns".to_owned());
        let (timestamp, value) = (column(self.timestamp)?, column(self.value)?);
        let at_s = seconds(unquoted(timestamp)).ok_or_else(|| format!("`{timestamp}` is no timestamp"))?;
        let count: f64 = unquoted(value).parse().map_err(|_| format!("`{value}` is no number"))?;
        if !count.is_finite() || count < 0.0 {
            return Err(format!("`{value}` is no count"));
        }
        Ok(Row { timestamp, value, at_s, count })
    }
}

fn unquoted(column: &str) -> &str {
    column.trim().trim_matches('"')
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
