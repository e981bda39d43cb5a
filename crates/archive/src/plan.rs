//! What an import would do, told before it does it, from a sample.

use std::collections::BTreeMap;

use crate::fields::Map;
use crate::format::{self, Confidence, Error, Format, Mapped, Options};
use crate::record::{Reason, Record, Rows, Skip, Warning};
use crate::source::{FILES_MAX, Source};
use crate::{csv, jsonl, xlsx};

/// How many rows a plan looks at.
pub const SAMPLE_ROWS: u64 = 2_000;
/// How much a plan looks at, whatever the number of rows.
const SAMPLE_BYTES: u64 = 32 << 20;
/// How many files a plan looks into, besides those at the top.
const SAMPLE_FILES: usize = 1_000;
/// How many messages and refused rows a plan shows.
const SHOWN: usize = 5;

/// What was found in a source.
pub struct Plan {
    pub format: &'static Format,
    pub confidence: Confidence,
    pub files: usize,
    /// The size of all files as they are stored.
    pub bytes: u64,
    /// Which field is which, where that has to be said: the given map, or the guess.
    pub map: Map,
    /// The rows that were looked at, and how many of them bring a message.
    pub rows: u64,
    pub messages: u64,
    pub reach: Reach,
    pub skipped: BTreeMap<Reason, u64>,
    pub warnings: BTreeMap<Warning, u64>,
    pub channels: BTreeMap<String, u64>,
    pub first: Option<model::Time>,
    pub last: Option<model::Time>,
    pub samples: Vec<Record>,
    pub refused: Vec<Skip>,
}

/// How far the look went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All rows were seen: the counts are exact.
    Whole,
    /// The counts are those of the sample alone.
    Sample,
}

/// Looks at the beginning of a source.
pub fn plan(source: &Source, options: &Options) -> Result<Plan, Error> {
    let (format, confidence) = format::choose(source, options)?;
    let map = match format.mapped {
        Mapped::Known => Map::default(),
        Mapped::ByMap if !options.map.is_empty() => options.map.clone(),
        Mapped::ByMap if format.name == csv::FORMAT.name => csv::guess(source)?,
        Mapped::ByMap if format.name == xlsx::FORMAT.name => xlsx::guess(source)?,
        Mapped::ByMap => jsonl::guess(source)?,
    };
    // The readers that first go over all files go over the sample alone; its files reach further
    // than the rows that are looked at.
    let sample = |files_max: usize| source.sample(files_max, SAMPLE_BYTES * 2);
    let first = sample(SAMPLE_FILES);
    let is_part = first.files().len() < source.files().len();
    let begun = || Plan::new(source, (format, confidence), map.clone(), is_part);
    let plan = begun().look(format.rows(&first, options)?);
    // What was found to be there may lie behind thousands of other files.
    if plan.messages == 0 && is_part {
        return Ok(begun().look(format.rows(&sample(FILES_MAX), options)?));
    }
    Ok(plan)
}

impl Plan {
    fn new(source: &Source, (format, confidence): (&'static Format, Confidence), map: Map, is_part: bool) -> Plan {
        Plan {
            format,
            confidence,
            files: source.files().len(),
            bytes: source.files().iter().map(|file| file.bytes).sum(),
            map,
            rows: 0,
            messages: 0,
            reach: if is_part { Reach::Sample } else { Reach::Whole },
            skipped: BTreeMap::new(),
            warnings: BTreeMap::new(),
            channels: BTreeMap::new(),
            first: None,
            last: None,
            samples: Vec::new(),
            refused: Vec::new(),
        }
    }

    fn look(mut self, rows: Rows) -> Plan {
        let mut bytes = 0;
        for row in rows {
            if self.rows == SAMPLE_ROWS || bytes > SAMPLE_BYTES {
                self.reach = Reach::Sample;
                break;
            }
            bytes += row.as_ref().map_or(0, |record| record.message.source.len() as u64);
            self.add(row);
        }
        self
    }

    fn add(&mut self, row: Result<Record, Skip>) {
        self.rows += 1;
        match row {
            Err(skip) => {
                *self.skipped.entry(skip.reason).or_default() += 1;
                if self.refused.len() < SHOWN {
                    self.refused.push(skip);
                }
            }
            Ok(record) => {
                self.messages += 1;
                for warning in record.warnings.iter() {
                    *self.warnings.entry(warning).or_default() += 1;
                }
                let sent = record.message.sent;
                self.first = [self.first, sent].into_iter().flatten().min();
                self.last = [self.last, sent].into_iter().flatten().max();
                *self.channels.entry(record.message.channel.clone()).or_default() += 1;
                if self.samples.len() < SHOWN {
                    self.samples.push(record);
                }
            }
        }
    }
}
