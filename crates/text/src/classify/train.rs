//! Learning a model from labelled messages: folds, the choice of settings, the last fit, and what it is worth.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use sha2::{Digest, Sha256};

use super::calibrate::{LeftOut, OneOf};
use super::file::{self, Manifest};
use super::measure::{self, Decisions, Outcome};
use super::memory::{self, Code, Memory, Twin};
use super::random::Random;
use super::solve::{self, Effort, Rows, Task};
use super::space::Space;
use super::{Model, Senses, best};
use crate::features::{self, BLOCKS, Block, Features};

/// A message with its labels.
#[derive(Clone, Debug)]
pub struct Example {
    pub title: String,
    pub text: String,
    /// None, one or several.
    pub labels: Vec<String>,
}

/// A model file and what it is worth on messages that it had not seen.
pub struct Trained {
    pub bytes: Vec<u8>,
    pub manifest: Manifest,
}

/// Why nothing can be learned from the examples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// There are not two labels with two examples each.
    TooFewLabels,
    /// More labels than a file can hold.
    TooManyLabels,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(match self {
            Refused::TooFewLabels => "there is nothing to tell apart: give at least two labels with two rows each",
            Refused::TooManyLabels => "more than 5,000 labels; is the field `label` the right one?",
        })
    }
}

impl std::error::Error for Refused {}

const LABELS_MAX: usize = 5_000;
/// Additions and multiplications of one fit from which on it is tried on fewer rows and folds.
const FIT_STEPS_LARGE: f64 = 8e9;
/// The rows that settings are then tried on.
const TRIAL_ROWS_MAX: usize = 6_000;
const ROUNDS: usize = 20;
const TRIAL_ROUNDS: usize = 8;

/// What is chosen by trying: the cost of an error, and the weights of meaning, parts of words, readings, titles and lines.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Settings {
    cost: f32,
    meaning: f32,
    parts: f32,
    reading: f32,
    title: f32,
    lines: f32,
}

const COSTS: [f32; 5] = [0.05, 0.15, 0.5, 1.5, 5.0];
const MEANINGS: [f32; 5] = [0.0, 0.5, 1.0, 2.0, 3.0];
const READINGS: [f32; 3] = [0.0, 0.5, 1.5];
const MEMORIES: [f32; 4] = [0.0, 0.5, 1.0, 2.0];
const PARTS: [f32; 3] = [0.0, 0.5, 1.0];
const TITLES: [f32; 2] = [0.7, 1.0];
const LINES: [f32; 3] = [0.0, 0.5, 1.0];
const START: Settings = Settings { cost: 0.5, meaning: 1.0, parts: 1.0, reading: 0.5, title: 0.7, lines: 0.5 };

/// Puts a value into one of the settings.
type Change = fn(Settings, f32) -> Settings;

impl Settings {
    fn weights(self) -> [f32; BLOCKS] {
        Block::ALL.map(|block| match block {
            Block::BodyWords | Block::Opening => 1.0,
            Block::BodyParts => self.parts,
            Block::BodyMeaning => self.meaning,
            Block::TitleWords => self.title,
            Block::TitleParts => self.title * self.parts,
            Block::TitleMeaning => self.title * self.meaning,
            Block::Lines => self.lines,
            Block::Layout => 0.5,
            Block::Reading => self.reading,
        })
    }
}

/// Learns from `examples`; the same examples give the same bytes.
pub fn train(senses: &Senses, examples: &[Example]) -> Result<Trained, Refused> {
    let labels = labels_of(examples)?;
    let place: BTreeMap<&str, u16> = labels.iter().zip(0..).map(|(label, at)| (label.as_str(), at)).collect();
    let truth: Vec<Vec<u16>> =
        examples.iter().map(|row| row.labels.iter().map(|label| place[label.as_str()]).collect()).collect();
    let messages = side_by_side(examples, |row| features::features(senses, &row.title, &row.text));
    let codes = side_by_side(examples, |row| features::code(senses, &row.title, &row.text));
    let space = Space::of(&messages);
    let one_of = if truth.iter().all(|labels| labels.len() == 1) { OneOf::Yes } else { OneOf::No };
    let mut lesson = Lesson { messages, codes, space, truth, labels: labels.len(), one_of };
    let settings = lesson.choose();
    Ok(lesson.finish(settings, labels, data_hash(examples)))
}

fn labels_of(examples: &[Example]) -> Result<Vec<String>, Refused> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for label in examples.iter().flat_map(|row| &row.labels) {
        *counts.entry(label).or_default() += 1;
    }
    let negatives = examples.iter().filter(|row| row.labels.is_empty()).count();
    let learnable = counts.values().filter(|count| **count >= 2).count() + usize::from(negatives >= 2);
    match counts.len() {
        _ if learnable < 2 => Err(Refused::TooFewLabels),
        count if count > LABELS_MAX => Err(Refused::TooManyLabels),
        _ => Ok(counts.into_keys().map(str::to_owned).collect()),
    }
}

fn data_hash(examples: &[Example]) -> String {
    let mut hash = Sha256::new();
    for row in examples {
        for part in [&row.title, &row.text].into_iter().chain(&row.labels) {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        hash.update([0xff]);
    }
    hash.finalize().iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("writing to a string cannot fail");
        hex
    })
}

/// Rows to learn from, and rows left out.
type Fold = (Vec<usize>, Vec<usize>);

/// Everything that is learned from.
struct Lesson {
    messages: Vec<Features>,
    codes: Vec<Code>,
    space: Space,
    truth: Vec<Vec<u16>>,
    labels: usize,
    one_of: OneOf,
}

impl Lesson {
    /// Tries settings one after another on left-out messages and keeps what answers best.
    fn choose(&mut self) -> Settings {
        let rows = self.rows(START);
        let steps = self.steps(&rows);
        let all: Vec<usize> = (0..self.messages.len()).collect();
        let (mut chosen, mut count) = (all, 5);
        if steps > FIT_STEPS_LARGE {
            Random::new(3).shuffle(&mut chosen);
            chosen.truncate(TRIAL_ROWS_MAX);
            count = 3;
        }
        let folds = self.folds(&chosen, count);
        let mut known: Vec<(Settings, f64)> = Vec::new();
        let mut best = START;
        let with_cost: Change = |best, cost| Settings { cost, ..best };
        let passes: [(&[f32], Change); 7] = [
            (&COSTS, with_cost),
            (&MEANINGS, |best, meaning| Settings { meaning, ..best }),
            (&PARTS, |best, parts| Settings { parts, ..best }),
            (&READINGS, |best, reading| Settings { reading, ..best }),
            (&TITLES, |best, title| Settings { title, ..best }),
            (&LINES, |best, lines| Settings { lines, ..best }),
            (&COSTS, with_cost),
        ];
        for (values, change) in passes {
            let fresh: Vec<Settings> = values
                .iter()
                .map(|value| self.without_the_absent(change(best, *value)))
                .filter(|settings| known.iter().all(|(tried, _)| tried != settings))
                .collect();
            for settings in fresh {
                let rows = self.rows(settings);
                known.push((settings, self.worth(&rows, settings, &folds)));
            }
            let top = known.iter().map(|(_, worth)| *worth).fold(f64::MIN, f64::max);
            best = known.iter().find(|(_, worth)| *worth == top).map_or(best, |(settings, _)| *settings);
        }
        best
    }

    /// Where no message has a title or lines, their weights change nothing and need no trial.
    fn without_the_absent(&self, settings: Settings) -> Settings {
        let absent = |block: Block| self.messages.iter().all(|message| message.blocks[block as usize].is_empty());
        let title = if absent(Block::TitleWords) { START.title } else { settings.title };
        let lines = if absent(Block::Lines) { START.lines } else { settings.lines };
        Settings { title, lines, ..settings }
    }

    fn rows(&mut self, settings: Settings) -> Rows {
        self.space.weights = settings.weights();
        self.space.rows(&self.messages)
    }

    fn steps(&self, rows: &Rows) -> f64 {
        rows.entries.len() as f64 * self.labels as f64 * ROUNDS as f64
    }

    /// Rows dealt into folds, each label evenly: (to learn from, left out).
    fn folds(&self, chosen: &[usize], count: usize) -> Vec<Fold> {
        let mut order = chosen.to_vec();
        Random::new(5).shuffle(&mut order);
        order.sort_by_key(|row| self.truth[*row].first());
        let part = |fold: usize, inside: bool| {
            order.iter().enumerate().filter(|(at, _)| (at % count == fold) == inside).map(|(_, row)| *row).collect()
        };
        (0..count).map(|fold| (part(fold, false), part(fold, true))).collect()
    }

    /// Macro F1 of the settings over the left-out messages.
    fn worth(&self, rows: &Rows, settings: Settings, folds: &[Fold]) -> f64 {
        let mut decisions = Decisions::new(self.labels);
        let effort = Effort { cost: settings.cost, rounds: TRIAL_ROUNDS };
        for (row, scores) in self.left_out(rows, effort, folds) {
            decisions.count(&self.decide(&scores, 0.0), &self.truth[row]);
        }
        decisions.macro_f1()
    }

    fn decide(&self, scores: &[f32], threshold: f32) -> Vec<u16> {
        match self.one_of {
            OneOf::Yes => vec![best(scores)],
            OneOf::No => (0..).zip(scores).filter(|(_, score)| **score >= threshold).map(|(label, _)| label).collect(),
        }
    }

    /// The scores of the messages of each fold, learned from the others; by row.
    fn left_out(&self, rows: &Rows, effort: Effort, folds: &[Fold]) -> Vec<(usize, Vec<f32>)> {
        let mut answers: Vec<(usize, Vec<f32>)> = side_by_side(folds, |(learned, left_out)| {
            let weights = self.fit(rows, effort, learned);
            let score = |row: &usize| {
                let mut scores = vec![0.0; self.labels];
                solve::score(&weights, rows.row(*row), &mut scores);
                (*row, scores)
            };
            left_out.iter().map(score).collect::<Vec<_>>()
        })
        .concat();
        answers.sort_by_key(|(row, _)| *row);
        answers
    }

    fn fit(&self, rows: &Rows, effort: Effort, chosen: &[usize]) -> Vec<f32> {
        solve::solve(&Task { rows, truth: &self.truth, labels: self.labels, chosen }, effort)
    }

    /// Chooses how much a near copy among the learned messages counts, and lets it speak in `answers`.
    fn remember(&self, answers: &mut [(usize, Vec<f32>)], folds: &[Fold]) -> f32 {
        let mut twins: Vec<Option<Twin>> = vec![None; self.codes.len()];
        for (learned, left_out) in folds {
            let found =
                side_by_side(left_out, |row| memory::twin(&self.codes[*row], &self.codes, learned.iter().copied()));
            left_out.iter().zip(found).for_each(|(row, twin)| twins[*row] = twin);
        }
        let worth = |weight: f32| {
            let mut decisions = Decisions::new(self.labels);
            for (row, scores) in answers.iter() {
                let mut scores = scores.clone();
                memory::speak(twins[*row], &self.truth, weight, &mut scores);
                decisions.count(&self.decide(&scores, 0.0), &self.truth[*row]);
            }
            decisions.macro_f1()
        };
        let tried = MEMORIES.map(|weight| (weight, worth(weight)));
        let top = tried.iter().map(|(_, worth)| *worth).fold(f64::MIN, f64::max);
        let weight = tried.iter().find(|(_, worth)| *worth == top).map_or(0.0, |(weight, _)| *weight);
        for (row, scores) in answers {
            memory::speak(twins[*row], &self.truth, weight, scores);
        }
        weight
    }

    /// From each message to the most alike of those that its fold learns from.
    fn distances(&self, folds: &[Fold]) -> Vec<u32> {
        let of = |(learned, left_out): &Fold| {
            let nearest = |row: &usize| memory::nearest(&self.codes[*row], &self.codes, learned.iter().copied());
            left_out.iter().map(nearest).collect::<Vec<_>>()
        };
        side_by_side(folds, of).concat()
    }

    /// Measures the settings on left-out messages, then learns from all.
    fn finish(mut self, settings: Settings, labels: Vec<String>, data: String) -> Trained {
        let rows = self.rows(settings);
        let all: Vec<usize> = (0..rows.len()).collect();
        let folds = self.folds(&all, if self.steps(&rows) > FIT_STEPS_LARGE { 3 } else { 5 });
        let effort = Effort { cost: settings.cost, rounds: ROUNDS };
        let mut answers = self.left_out(&rows, effort, &folds);
        let memory = self.remember(&mut answers, &folds);
        let scores: Vec<f32> = answers.into_iter().flat_map(|(_, scores)| scores).collect();
        let left_out = LeftOut { scores: &scores, truth: &self.truth, labels: self.labels };
        let scale = left_out.scale(self.one_of);
        let mut decisions = Decisions::new(self.labels);
        let mut outcomes = Vec::with_capacity(self.truth.len());
        for (scores, truth) in scores.chunks_exact(self.labels).zip(&self.truth) {
            let mut confidences = scores.to_vec();
            scale.apply(&mut confidences);
            decisions.count(&self.decide(&confidences, 0.5), truth);
            let said = best(&confidences);
            outcomes.push(Outcome { confidence: confidences[usize::from(said)], right: truth.contains(&said) });
        }
        let weights = self.fit(&rows, effort, &all);
        let manifest = Manifest {
            version: file::VERSION,
            data,
            rows: rows.len(),
            folds: folds.len(),
            macro_f1: measure::four_decimals(decisions.macro_f1()),
            accuracy: measure::four_decimals(measure::share_right(&outcomes)),
            ece: measure::four_decimals(measure::calibration_error(&outcomes)),
            cost: settings.cost,
            weights: self.space.weights,
            memory,
            reading: crate::reading::MODEL.to_owned(),
            scale,
            sure_from: measure::sure_from(&outcomes),
            strange_from: measure::strange_from(self.distances(&folds)),
            labels,
        };
        let memory = Memory { codes: self.codes, labels: self.truth, weight: memory };
        let bytes = Model::new(manifest.clone(), self.space, &weights, memory).to_bytes();
        Trained { bytes, manifest }
    }
}

/// Does the same work on each item on all cores; the results are in the items' order, whatever the cores do.
fn side_by_side<Item: Sync, Out: Send>(items: &[Item], work: impl Fn(&Item) -> Out + Sync) -> Vec<Out> {
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get).min(items.len());
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(items.len())));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut own = Vec::new();
                while let at = next.fetch_add(1, Ordering::Relaxed)
                    && at < items.len()
                {
                    own.push((at, work(&items[at])));
                }
                done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).append(&mut own);
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, out)| out).collect()
}
