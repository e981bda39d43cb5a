//! What an import would do with a file of the spool, told before it is done.

use std::collections::{BTreeMap, BTreeSet};
use std::io::BufRead;

use archive::{Confidence, FORMATS, Field, Mapped, Reach, Source};
use model::{Capability, FileId, Seen, Time};
use serde_json::Value as Json;

use super::Choices;
use crate::spool::Spooled;
use crate::{Error, Hub, Result, access};

/// What is expected of a small machine; [`archive::SAMPLE_ROWS`] are too few to measure it.
const ROWS_PER_SECOND: u64 = 6_000;
const CHANNELS_SHOWN: usize = 20;
const SAMPLE_CHARS_MAX: usize = 240;
const HEADER_BYTES_MAX: usize = 64 << 10;
const NAMES_MAX: usize = 200;

/// What was found in a file. Words stand for formats, reasons, warnings and losses as in JSON.
#[derive(Clone, Debug)]
pub struct Planned {
    pub format: &'static str,
    pub title: &'static str,
    /// `sure`, `likely`, `maybe` or `no`.
    pub confidence: &'static str,
    pub files: usize,
    pub bytes: u64,
    /// Whether fields have to be mapped by name.
    pub is_mapped: bool,
    /// Ours = theirs, for every field of ours; theirs is empty where nothing fits.
    pub map: Vec<(&'static str, String)>,
    /// Names of theirs, as far as they can be seen.
    pub names: Vec<String>,
    pub rows: u64,
    pub messages: u64,
    /// Whether all rows were seen; else the counts are those of a sample.
    pub is_whole: bool,
    /// The export of a whole workspace, which comes back with everything by the command line only.
    pub is_export: bool,
    pub skipped: Vec<(&'static str, u64)>,
    pub warnings: Vec<(&'static str, u64)>,
    pub losses: Vec<&'static str>,
    /// The busiest channels with their messages, and how many there are in all.
    pub channels: Vec<(String, u64)>,
    pub channels_all: usize,
    pub first: Option<Time>,
    pub last: Option<Time>,
    pub samples: Vec<Sample>,
    pub refused: Vec<String>,
    /// How long the import may take, roughly.
    pub seconds: i64,
}

/// A message as it would arrive.
#[derive(Clone, Debug)]
pub struct Sample {
    pub who: String,
    pub at: Option<Time>,
    pub channel: String,
    pub title: String,
    pub text: String,
}

/// Every format that a person may choose: its word and its name.
pub fn formats() -> impl Iterator<Item = (&'static str, &'static str)> {
    FORMATS.iter().map(|format| (format.name, format.title))
}

/// A file that waits; 404 for another workspace's.
pub fn find_file(hub: &Hub, seen: &Seen, id: FileId) -> Result<Spooled> {
    access::require(seen, Capability::Import)?;
    hub.spool()?.find((seen.workspace, id))?.ok_or_else(|| Error::NotFound("file".to_owned()))
}

/// Looks at a file as the choices say. What is wrong with it is [`Error::Conflict`], in one sentence.
pub async fn plan(hub: &Hub, seen: &Seen, (file, choices): (&Spooled, &Choices)) -> Result<Planned> {
    access::require(seen, Capability::Import)?;
    let options = choices.options()?;
    let spool = hub.spool()?;
    let stopped = |error: &dyn std::fmt::Display| Error::Broken(format!("planning stopped: {error}"));
    let _turn = spool.planning.acquire().await.map_err(|error| stopped(&error))?;
    let source = spool.source(file)?;
    let planned = tokio::task::spawn_blocking(move || {
        let plan = archive::plan(&source, &options).map_err(|error| Error::Conflict(error.to_string()))?;
        Ok(written(&source, plan))
    });
    planned.await.map_err(|error| stopped(&error))?
}

fn written(source: &Source, plan: archive::Plan) -> Planned {
    let is_mapped = plan.format.mapped == Mapped::ByMap;
    let theirs = |field: Field| plan.map.get(field).unwrap_or_default().to_owned();
    let mut channels: Vec<(String, u64)> = plan.channels.iter().map(|(name, count)| (name.clone(), *count)).collect();
    channels.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let channels_all = channels.len();
    channels.truncate(CHANNELS_SHOWN);
    Planned {
        format: plan.format.name,
        title: plan.format.title,
        confidence: match plan.confidence {
            Confidence::Sure => "sure",
            Confidence::Likely => "likely",
            Confidence::Maybe => "maybe",
            Confidence::No => "no",
        },
        files: plan.files,
        bytes: plan.bytes,
        is_mapped,
        map: if is_mapped {
            Field::ALL.iter().map(|field| (field.word(), theirs(*field))).collect()
        } else {
            Vec::new()
        },
        names: if is_mapped { names(source, &plan) } else { Vec::new() },
        rows: plan.rows,
        messages: plan.messages,
        is_whole: plan.reach == Reach::Whole,
        is_export: archive::whole::is_whole(source),
        skipped: plan.skipped.iter().map(|(reason, count)| (reason.word(), *count)).collect(),
        warnings: plan.warnings.iter().map(|(warning, count)| (warning.word(), *count)).collect(),
        losses: plan.format.losses.iter().map(|loss| loss.word()).collect(),
        channels,
        channels_all,
        first: plan.first,
        last: plan.last,
        seconds: seconds(&plan),
        samples: plan.samples.iter().map(sample).collect(),
        refused: plan.refused.iter().map(ToString::to_string).collect(),
    }
}

fn sample(record: &archive::Record) -> Sample {
    let message = &record.message;
    let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
    Sample {
        who: cut(message.author.name.as_deref().unwrap_or(&message.author.handle), 80),
        at: message.sent,
        channel: cut(&message.channel, 80),
        title: cut(message.title.as_deref().unwrap_or_default(), 120),
        text: cut(&message.text, SAMPLE_CHARS_MAX),
    }
}

/// Rows that were not seen are guessed from the size of those that were.
fn seconds(plan: &archive::Plan) -> i64 {
    let seen = plan.samples.iter().map(|record| record.message.source.len().max(60) as u64);
    let (count, sum) = seen.fold((0, 0), |(count, sum), bytes| (count + 1, sum + bytes));
    let rows =
        if plan.reach == Reach::Whole || count == 0 { plan.rows } else { (plan.bytes * count / sum).max(plan.rows) };
    i64::try_from(rows.div_ceil(ROWS_PER_SECOND)).unwrap_or(i64::MAX)
}

/// What their fields are called: keys of JSON samples, else the header of the first file.
fn names(source: &Source, plan: &archive::Plan) -> Vec<String> {
    let mut found = BTreeSet::new();
    for record in &plan.samples {
        if let Ok(json) = serde_json::from_slice::<Json>(&record.message.source) {
            collect(&json, "", &mut found);
        }
    }
    if found.is_empty() {
        found.extend(header(source));
    }
    found.into_iter().take(NAMES_MAX).collect()
}

fn collect(json: &Json, prefix: &str, found: &mut BTreeSet<String>) {
    let Json::Object(object) = json else { return };
    for (name, value) in object {
        match value {
            Json::Object(_) if prefix.is_empty() => collect(value, &format!("{name}."), found),
            Json::Object(_) | Json::Array(_) => {}
            _ => drop(found.insert(format!("{prefix}{name}"))),
        }
    }
}

/// The names in the first line of a table; only suggestions, so an unreadable file suggests none.
fn header(source: &Source) -> Vec<String> {
    let Some(file) = source.files().first() else { return Vec::new() };
    let Ok(text) = source.open_text(file) else { return Vec::new() };
    let mut line = Vec::new();
    let mut limited = std::io::Read::take(text, HEADER_BYTES_MAX as u64);
    if limited.read_until(b'\n', &mut line).is_err() {
        return Vec::new();
    }
    let line = String::from_utf8_lossy(&line);
    if line.trim_end().contains(|letter: char| letter.is_control() && letter != '\t') {
        return Vec::new();
    }
    let separator = [',', ';', '\t'].into_iter().max_by_key(|one| line.matches(*one).count()).unwrap_or(',');
    let names = line.trim().split(separator).map(|name| name.trim().trim_matches('"').to_owned());
    names.filter(|name| !name.is_empty()).collect()
}

/// A sheet's counts as they stand in a run's row.
pub fn counts(written: &str) -> Result<BTreeMap<String, i64>> {
    serde_json::from_str(written).map_err(|error| Error::Broken(error.to_string()))
}
