//! Learns `models/readings.bin` from the permitted sets and the written texts, and prints its cross-validated quality.
//!
//! `cargo run --release -p tribune-text --example train_readings -- FOLDER_OF_SETS` writes the same bytes every time.
//! Only sets that their README marks `train` are opened; thresholds are chosen here, by cross-validation, and nowhere else.

mod attack;
mod couples;
mod data;
mod grammar;
mod learn;
mod measure;
mod several;

use std::collections::HashMap;
use std::path::Path;

use data::{Example, HATE, OFFENCE, SENTIMENT};
use learn::{Fit, Loss, Row};
use several::{COUPLES, Message, Several};
use text::Reader;
use text::training::{DENSE, Features, HEADS, LearnedHead, bearing_bytes, model_bytes};

/// Rows of the model file; a power of two.
const ROWS: usize = 1 << 17;
/// Features kept: the table stays open enough for short probes.
const FEATURES_MAX: usize = 88_000;
/// Messages that a feature must occur in.
const MESSAGES_MIN: u32 = 2;
const FOLDS: u64 = 5;

fn main() {
    let folder = std::env::args().nth(1).expect("usage: train_readings FOLDER_OF_SETS");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let bearings = attack::learn_bearings();
    write(&root.join("models/bearings.bin"), &bearing_bytes(&bearings));
    let examples = data::load(&Reader::learning(bearings), Path::new(&folder), &root.join("data/written"));
    println!("{} messages", examples.len());
    let vocabulary = Vocabulary::of(&examples);
    println!("{} features in {MESSAGES_MIN} messages or more", vocabulary.hashes.len());
    let mut left_out = Figures::default();
    write(&root.join("models/hostility.bin"), &attack::learn(&examples, &mut left_out));
    if std::env::args().nth(2).is_some_and(|only| only == "hostility") {
        return;
    }
    let mut several = Several::of(of_known_kinds(&examples, &vocabulary));
    let mut heads: Vec<(Fit, f32)> = Vec::new();
    for head in 0..HEADS {
        let rows = rows_of(&examples, &vocabulary, head);
        heads.push(learn_head(head, &rows, &mut several, (vocabulary.hashes.len(), &mut left_out)));
    }
    several.print();
    write(&root.join("models/readings.bin"), &quantise(&heads, &vocabulary));
    write(&root.join("models/readings.tsv"), left_out.0.as_bytes());
}

fn write(path: &Path, bytes: &[u8]) {
    std::fs::write(path, bytes).expect("the model file can be written");
    println!("{}: {} bytes", path.display(), bytes.len());
}

/// What rows that were left out of learning gave, a line each, for the table of `cargo xtask bench text`.
#[derive(Default)]
pub(crate) struct Figures(String);

impl Figures {
    pub(crate) fn add(&mut self, name: &str, figure: f64) {
        self.0.push_str(&format!("{name}\t{figure:.4}\n"));
    }
}

/// The features that are learned, each with a number.
struct Vocabulary {
    hashes: Vec<u32>,
    counts: Vec<u32>,
    numbers: HashMap<u32, u32>,
}

impl Vocabulary {
    fn of(examples: &[Example]) -> Vocabulary {
        let mut counts: HashMap<u32, u32> = HashMap::new();
        for example in examples.iter().filter(|example| example.source != COUPLES) {
            let mut seen = example.features.hashed.clone();
            seen.sort_unstable();
            seen.dedup();
            seen.into_iter().for_each(|hash| *counts.entry(hash).or_default() += 1);
        }
        let mut kept: Vec<(u32, u32)> = counts.into_iter().filter(|(_, count)| *count >= MESSAGES_MIN).collect();
        kept.sort_unstable();
        let numbers = kept.iter().enumerate().map(|(number, (hash, _))| (*hash, number as u32)).collect();
        Vocabulary {
            hashes: kept.iter().map(|(hash, _)| *hash).collect(),
            counts: kept.iter().map(|(_, count)| *count).collect(),
            numbers,
        }
    }
}

/// The examples that say something about a head. Messages of several kinds are kept to choose the margins by.
fn rows_of(examples: &[Example], vocabulary: &Vocabulary, head: usize) -> Vec<Row> {
    let learned = examples.iter().filter(|example| example.source != COUPLES);
    let labelled = learned.filter_map(|example| example.labels[head].map(|label| (example, label)));
    let weight = |example: &Example| data::weight(example.source, head);
    let row = |(example, label): (&Example, f32)| Row {
        label,
        weight: weight(example),
        ..row_of(example, &example.features, vocabulary)
    };
    labelled.map(row).collect()
}

/// The messages whose every kind is known, with their sentences.
fn of_known_kinds<'a>(examples: &'a [Example], vocabulary: &Vocabulary) -> Vec<Message<'a>> {
    let known = examples.iter().filter(|example| data::OF_KNOWN_KINDS.contains(&example.source));
    let message = |example: &'a Example| {
        let sentences =
            example.sentences.iter().map(|(features, speaks)| (row_of(example, features, vocabulary), *speaks));
        Message::new(example, row_of(example, &example.features, vocabulary), sentences.collect())
    };
    known.map(message).collect()
}

fn row_of(example: &Example, features: &Features, vocabulary: &Vocabulary) -> Row {
    Row {
        dense: features.dense,
        meaning: features.meaning,
        hashed: features.hashed.iter().filter_map(|hash| vocabulary.numbers.get(hash).copied()).collect(),
        value: features.value,
        label: 0.0,
        weight: 1.0,
        fold: example.group % FOLDS,
        source: example.source,
    }
}

/// Tries each strength of regularisation, prints the quality and fits the best on everything; with the margin of sentences.
fn learn_head(
    head: usize,
    rows: &[Row],
    several: &mut Several<'_>,
    (features, left_out): (usize, &mut Figures),
) -> (Fit, f32) {
    let loss = if head == SENTIMENT { Loss::Squared } else { Loss::Logistic };
    let mut best: Option<(f64, f32, Vec<f32>)> = None;
    for strength in [0.1f32, 0.3, 1.0, 3.0] {
        let predicted = cross_validate(rows, features, loss, strength);
        let quality = match head {
            SENTIMENT => measure::mean_correlation(rows, &predicted),
            data::SPAM => measure::spam_found(rows, &predicted),
            _ => measure::average_precision(rows, &predicted),
        };
        if best.as_ref().is_none_or(|(so_far, ..)| quality > *so_far) {
            best = Some((quality, strength, predicted));
        }
    }
    let (quality, strength, predicted) = best.expect("there is a strength");
    println!(
        "\nhead {} ({}): {} rows, strength {strength}, cross-validated {quality:.4}",
        head,
        data::NAMES[head],
        rows.len()
    );
    let mut fit = learn::fit(rows, features, loss, strength);
    let mut margin = f32::INFINITY;
    match head {
        SENTIMENT => measure::print_sentiment(rows, &predicted, left_out),
        HATE | OFFENCE => measure::print_sides(rows, &predicted),
        data::SPAM => {
            let threshold = measure::print_spam_threshold(rows, &predicted, left_out);
            for source in measure::TALK {
                let others: Vec<Row> = rows.iter().filter(|row| row.source != source).cloned().collect();
                let stranger = learn::fit(&others, features, loss, strength);
                let of: Vec<(&Row, f32)> =
                    rows.iter().filter(|row| row.source == source).map(|row| (row, stranger.predict(row))).collect();
                println!("  {source} never seen: ham blocked {:.4}", measure::blocked(&of, threshold));
            }
            fit.bias -= threshold;
        }
        // The decision lies at 0.5 afterwards: the threshold becomes part of the bias.
        _ => {
            let threshold = measure::print_threshold(rows, &predicted);
            margin = several.margin(head, &fits_of_folds(rows, features, loss, strength), threshold);
            fit.bias -= threshold;
        }
    }
    (fit, margin)
}

pub(crate) fn cross_validate(rows: &[Row], features: usize, loss: Loss, strength: f32) -> Vec<f32> {
    let fits = fits_of_folds(rows, features, loss, strength);
    rows.iter().map(|row| fits[row.fold as usize].predict(row)).collect()
}

/// A fit for each fold, learned from the others.
fn fits_of_folds(rows: &[Row], features: usize, loss: Loss, strength: f32) -> Vec<Fit> {
    let of = |fold| {
        let training: Vec<Row> = rows.iter().filter(|row| row.fold != fold).cloned().collect();
        learn::fit(&training, features, loss, strength)
    };
    (0..FOLDS).map(of).collect()
}

/// Cuts the weights to one signed byte per head and keeps the features that matter most.
fn quantise(heads: &[(Fit, f32)], vocabulary: &Vocabulary) -> Vec<u8> {
    let fits: Vec<&Fit> = heads.iter().map(|(fit, _)| fit).collect();
    let scales: Vec<f32> =
        fits.iter().map(|fit| fit.hashed.iter().fold(1e-9f32, |most, weight| most.max(weight.abs())) / 127.0).collect();
    let importance = |number: usize| {
        let strongest =
            fits.iter().zip(&scales).map(|(fit, scale)| fit.hashed[number].abs() / scale).fold(0.0, f32::max);
        strongest * (vocabulary.counts[number] as f32).sqrt()
    };
    let mut order: Vec<(f32, usize)> =
        (0..vocabulary.hashes.len()).map(|number| (importance(number), number)).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    order.truncate(FEATURES_MAX);
    let features: Vec<(u32, [i8; HEADS])> = order
        .into_iter()
        .map(|(_, number)| {
            let mut weights = [0i8; HEADS];
            for (head, weight) in weights.iter_mut().enumerate() {
                *weight = (fits[head].hashed[number] / scales[head]).round() as i8;
            }
            (vocabulary.hashes[number], weights)
        })
        .collect();
    let mut learned: Vec<LearnedHead> = Vec::new();
    for ((fit, margin), scale) in heads.iter().zip(&scales) {
        let mut dense = [0.0; DENSE];
        dense.copy_from_slice(&fit.dense);
        learned.push(LearnedHead { bias: fit.bias, scale: *scale, margin: *margin, dense, vector: fit.vector });
    }
    let heads: [LearnedHead; HEADS] = learned.try_into().expect("one fit per head");
    model_bytes(&heads, &features, ROWS)
}
