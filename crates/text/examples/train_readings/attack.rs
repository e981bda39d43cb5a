//! Learns `models/hostility.bin`: hate around a target, from Davidson's tweets and texts written for this project.

use text::training::{BEARINGS, BUCKETS, DENSE, LearnedHead, WORD_BUCKETS, attack_bytes, bearing_words, value_of};
use text::vectors::Vector;

use crate::data::{self, Example, HATE};
use crate::learn::{self, Fit, Loss, Row};
use crate::{FOLDS, Figures, cross_validate, measure};

/// Sources whose mean decides on regularisation and threshold: each shows what the others do not.
const JUDGES: [&str; 3] = ["davidson", "hostility grammar", "written hostility"];

const BEARING_STRENGTH: f32 = 1.0;

/// Learns by the lists of words where a word lies that no list knows.
pub(crate) fn learn_bearings() -> [(f32, Vector); BEARINGS] {
    let words = bearing_words();
    std::array::from_fn(|number| {
        let row = |(word, vector, is): &(&str, Vector, [bool; BEARINGS])| Row {
            dense: [0.0; DENSE],
            meaning: *vector,
            hashed: Vec::new(),
            value: 0.0,
            label: f32::from(u8::from(is[number])),
            weight: 1.0,
            fold: data::group(word) % FOLDS,
            source: "words",
        };
        let rows: Vec<Row> = words.iter().map(row).collect();
        let predicted = cross_validate(&rows, 0, Loss::Logistic, BEARING_STRENGTH);
        let quality = measure::average_precision(&rows, &predicted);
        let yes = rows.iter().filter(|row| row.label > 0.5).count();
        println!("bearing {number}: {yes} of {} words, average precision {quality:.3}", rows.len());
        let fit = learn::fit(&rows, 0, Loss::Logistic, BEARING_STRENGTH);
        (fit.bias, fit.vector)
    })
}

/// The model file; its quality is printed by the templates and tweets that each fold left out.
pub(crate) fn learn(examples: &[Example], left_out: &mut Figures) -> Vec<u8> {
    let rows = rows_of(examples);
    let mut best: Option<(f64, f32, f32, Vec<f32>)> = None;
    for strength in [0.3f32, 1.0, 3.0, 10.0] {
        let predicted = cross_validate(&rows, BUCKETS, Loss::Logistic, strength);
        let (quality, threshold) = threshold(&rows, &predicted);
        println!("hostility: strength {strength}: balanced {quality:.4} at {threshold:.1}");
        if best.as_ref().is_none_or(|(so_far, ..)| quality > *so_far) {
            best = Some((quality, strength, threshold, predicted));
        }
    }
    let (quality, strength, threshold, mut predicted) = best.expect("there is a strength");
    println!("hostility: {} rows, strength {strength}, balanced {quality:.4} at logit {threshold:.1}", rows.len());
    predicted.iter_mut().for_each(|logit| *logit -= threshold);
    measure::print_sides(&rows, &predicted);
    left_out.add("hate davidson", balanced(&rows, &predicted, "davidson", 0.0));
    let mut fit = learn::fit(&rows, BUCKETS, Loss::Logistic, strength);
    fit.bias -= threshold;
    bytes(&fit)
}

/// Messages in which somebody may be attacked.
fn rows_of(examples: &[Example]) -> Vec<Row> {
    let with_target =
        examples.iter().filter_map(|example| Some((example, example.attack.as_ref()?, example.labels[HATE]?)));
    let both = with_target.flat_map(|(example, features, label)| {
        let row = Row {
            dense: features.dense,
            meaning: features.meaning,
            hashed: features.hashed.clone(),
            value: features.value,
            label,
            weight: data::attack_weight(example.source) / 2.0,
            fold: example.group % FOLDS,
            source: example.source,
        };
        [without_words(&row), row]
    });
    both.collect()
}

/// The message as if none of its words had been learned: templates share words that other people would not use.
fn without_words(row: &Row) -> Row {
    let mut copy = row.clone();
    copy.hashed.retain(|place| (*place as usize) < WORD_BUCKETS);
    copy.value = value_of(copy.hashed.len());
    copy
}

/// The threshold with the best mean of balanced accuracies, and that mean.
fn threshold(rows: &[Row], predicted: &[f32]) -> (f64, f32) {
    let logits = (-30..=30).map(|step| step as f32 / 10.0);
    let mean =
        |logit| JUDGES.map(|judge| balanced(rows, predicted, judge, logit)).iter().sum::<f64>() / JUDGES.len() as f64;
    logits.map(|logit| (mean(logit), logit)).fold((0.0, 0.0), |best, next| if next.0 > best.0 { next } else { best })
}

fn balanced(rows: &[Row], predicted: &[f32], source: &str, threshold: f32) -> f64 {
    let (mut right, mut all) = ([0.0f64; 2], [1e-9f64; 2]);
    for (row, logit) in rows.iter().zip(predicted).filter(|(row, _)| row.source == source) {
        let side = usize::from(row.label > 0.5);
        all[side] += 1.0;
        right[side] += f64::from(u8::from((*logit > threshold) == (side == 1)));
    }
    (right[0] / all[0] + right[1] / all[1]) / 2.0
}

/// Cuts the weights to one signed byte.
fn bytes(fit: &Fit) -> Vec<u8> {
    let scale = fit.hashed.iter().fold(1e-9f32, |most, weight| most.max(weight.abs())) / 127.0;
    let mut places = [0i8; BUCKETS];
    places.iter_mut().zip(&fit.hashed).for_each(|(place, weight)| *place = (weight / scale).round() as i8);
    let mut dense = [0.0; DENSE];
    dense.copy_from_slice(&fit.dense);
    attack_bytes(&LearnedHead { bias: fit.bias, scale, margin: 0.0, dense, vector: fit.vector }, &places)
}
