//! From messages to bins of time: how many, by how many voices, in which mood.

use std::collections::BTreeMap;
use std::collections::HashSet;
use std::collections::btree_map::Entry;

/// More bins than this are not made; the newest are kept.
pub const BINS_MAX: usize = 1 << 20;

/// One message as a series sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Utterance<'a> {
    /// Seconds of the epoch.
    pub at_s: i64,
    /// Who wrote it, under any name that stays the same.
    pub author: &'a str,
    /// −1…1, where it was read.
    pub sentiment: Option<f64>,
}

/// What happened in one step of time.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bin {
    /// Where the bin starts, in seconds of the epoch.
    pub at_s: i64,
    /// How many messages.
    pub messages: u32,
    /// How many different authors: a burst by three accounts is three voices.
    pub voices: u32,
    /// The sentiments of the messages that have one.
    pub sentiments: Vec<f64>,
}

/// Sorts messages into bins of `step_s` seconds (at least 1), with empty bins in between.
pub fn bins(utterances: &[Utterance<'_>], step_s: i64) -> Vec<Bin> {
    let step_s = step_s.max(1);
    let mut filled: BTreeMap<i64, (Bin, HashSet<&str>)> = BTreeMap::new();
    for utterance in utterances {
        let at_s = utterance.at_s.div_euclid(step_s).saturating_mul(step_s);
        let (bin, voices) = match filled.entry(at_s) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert((Bin { at_s, ..Bin::default() }, HashSet::new())),
        };
        bin.messages = bin.messages.saturating_add(1);
        bin.sentiments.extend(utterance.sentiment);
        voices.insert(utterance.author);
    }
    let Some((&newest, _)) = filled.last_key_value() else { return Vec::new() };
    let reach = step_s.saturating_mul(BINS_MAX as i64 - 1);
    let mut series: Vec<Bin> = Vec::new();
    for (at_s, (mut bin, voices)) in filled.split_off(&newest.saturating_sub(reach)) {
        while let Some(last) = series.last().filter(|last| at_s.saturating_sub(last.at_s) > step_s) {
            let empty = Bin { at_s: last.at_s + step_s, ..Bin::default() };
            series.push(empty);
        }
        bin.voices = u32::try_from(voices.len()).unwrap_or(u32::MAX);
        series.push(bin);
    }
    series
}
