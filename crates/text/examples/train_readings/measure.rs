//! Quality of cross-validated predictions, and the thresholds that follow from them.

use std::collections::BTreeMap;

use crate::Figures;
use crate::learn::Row;

/// Pearson's r of two columns.
fn correlation(pairs: &[(f64, f64)]) -> f64 {
    let n = pairs.len() as f64;
    let (mx, my) = (pairs.iter().map(|p| p.0).sum::<f64>() / n, pairs.iter().map(|p| p.1).sum::<f64>() / n);
    let sxy: f64 = pairs.iter().map(|p| (p.0 - mx) * (p.1 - my)).sum();
    let (sxx, syy): (f64, f64) =
        (pairs.iter().map(|p| (p.0 - mx).powi(2)).sum(), pairs.iter().map(|p| (p.1 - my).powi(2)).sum());
    if sxx * syy > 0.0 { sxy / (sxx * syy).sqrt() } else { 0.0 }
}

pub(crate) fn by_source<'a>(rows: &'a [Row], predicted: &'a [f32]) -> BTreeMap<&'static str, Vec<(&'a Row, f32)>> {
    let mut sources: BTreeMap<&'static str, Vec<(&Row, f32)>> = BTreeMap::new();
    for (row, predicted) in rows.iter().zip(predicted) {
        sources.entry(row.source).or_default().push((row, *predicted));
    }
    sources
}

fn correlations(rows: &[Row], predicted: &[f32]) -> BTreeMap<&'static str, f64> {
    let pairs =
        |of: Vec<(&Row, f32)>| of.iter().map(|(row, p)| (f64::from(row.label), f64::from(*p))).collect::<Vec<_>>();
    by_source(rows, predicted).into_iter().map(|(source, of)| (source, correlation(&pairs(of)))).collect()
}

/// Mean over the sources.
pub(crate) fn mean_correlation(rows: &[Row], predicted: &[f32]) -> f64 {
    let all = correlations(rows, predicted);
    all.values().sum::<f64>() / all.len() as f64
}

/// Area under the precision-recall curve.
pub(crate) fn average_precision(rows: &[Row], predicted: &[f32]) -> f64 {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by(|a, b| predicted[*b].total_cmp(&predicted[*a]));
    let (mut hits, mut sum) = (0.0, 0.0);
    for (place, at) in order.into_iter().enumerate() {
        if rows[at].label > 0.5 {
            hits += 1.0;
            sum += hits / (place + 1) as f64;
        }
    }
    if hits > 0.0 { sum / hits } else { 0.0 }
}

/// r per source, and the limits of "neutral" that give the best mean recall of three labels.
pub(crate) fn print_sentiment(rows: &[Row], predicted: &[f32], left_out: &mut Figures) {
    for (source, r) in correlations(rows, predicted) {
        println!("  {source}: r {r:.4}");
        left_out.add(&format!("sentiment {source}"), r);
    }
    let mut sources = by_source(rows, predicted);
    let short = ["tweets", "developers"].iter().flat_map(|source| sources[source].clone()).collect();
    sources.insert("tweets and developers", short);
    for (source, of) in sources {
        let mut best = (0.0, 0.0, 0.0);
        for low in (-20..=0).map(|step| step as f32 / 20.0) {
            for high in (0..=20).map(|step| step as f32 / 20.0) {
                let recall = macro_recall(&of, low, high);
                best = if recall > best.0 { (recall, low, high) } else { best };
            }
        }
        println!("  {source}: macro recall {:.4} with neutral between {} and {}", best.0, best.1, best.2);
    }
}

/// A rating within half a point of zero is neutral.
fn macro_recall(of: &[(&Row, f32)], low: f32, high: f32) -> f64 {
    let class = |value: f32, low: f32, high: f32| usize::from(value >= low) + usize::from(value > high);
    let (mut right, mut all) = ([0.0f64; 3], [1e-9f64; 3]);
    for (row, predicted) in of {
        let gold = class(row.label, -0.5, 0.5);
        all[gold] += 1.0;
        right[gold] += f64::from(class(*predicted, low, high) == gold);
    }
    (0..3).map(|class| right[class] / all[class]).sum::<f64>() / 3.0
}

/// The threshold with the best F1 on what is no grammar; prints F1 there, per source.
pub(crate) fn print_threshold(rows: &[Row], predicted: &[f32]) -> f32 {
    let all = rows.iter().zip(predicted.iter().copied()).filter(|(row, _)| row.source != "grammar");
    let all: Vec<(&Row, f32)> = all.collect();
    let mut best = (0.0, 0.0);
    for logit in (-40..=40).map(|step| step as f32 / 10.0) {
        let f1 = f1(&all, logit).0;
        best = if f1 > best.0 { (f1, logit) } else { best };
    }
    println!("  F1 {:.4} at logit {:.1}; at 0: {:.4}", best.0, best.1, f1(&all, 0.0).0);
    for (source, of) in by_source(rows, predicted) {
        let (f1, precision, recall, accuracy) = f1(&of, best.1);
        println!(
            "  {source}: {} rows, F1 {f1:.4} precision {precision:.4} recall {recall:.4} accuracy {accuracy:.4}",
            of.len()
        );
    }
    best.1
}

fn f1(of: &[(&Row, f32)], logit: f32) -> (f64, f64, f64, f64) {
    let count = |gold: bool, said: bool| {
        of.iter().filter(|(row, p)| (row.label > 0.5) == gold && (*p > logit) == said).count() as f64
    };
    let (hit, missed, wrong) = (count(true, true), count(true, false), count(false, true));
    let (precision, recall) = (hit / (hit + wrong).max(1.0), hit / (hit + missed).max(1.0));
    let f1 = if hit > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
    (f1, precision, recall, (hit + count(false, false)) / of.len().max(1) as f64)
}

/// Spam costs a look, a blocked message costs a person: the lowest threshold that blocks at most this share of real ham.
const HAM_BLOCKED_MAX: f64 = 0.0025;

/// The threshold for spam, and what it means per source.
pub(crate) fn print_spam_threshold(rows: &[Row], predicted: &[f32], left_out: &mut Figures) -> f32 {
    let sources = by_source(rows, predicted);
    let blocked = |of: &[(&Row, f32)], logit: f32| {
        let ham = of.iter().filter(|(row, _)| row.label < 0.5);
        ham.clone().filter(|(_, p)| *p > logit).count() as f64 / ham.count().max(1) as f64
    };
    let logits = (-40..=80).map(|step| step as f32 / 20.0);
    let chosen = logits.clone().find(|logit| blocked(&sources["sms"], *logit) <= HAM_BLOCKED_MAX).unwrap_or(4.0);
    for logit in [-1.0, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, chosen] {
        for source in ["sms", "video 1", "video 2", "written"] {
            let (f1, precision, recall, accuracy) = f1(&sources[source], logit);
            let blocked = blocked(&sources[source], logit);
            println!(
                "  {logit:.2} {source}: F1 {f1:.4} precision {precision:.4} recall {recall:.4} accuracy {accuracy:.4} ham blocked {blocked:.4}"
            );
        }
    }
    left_out.add("spam sms", f1(&sources["sms"], chosen).3);
    left_out.add("ham sms", blocked(&sources["sms"], chosen));
    for video in ["video 1", "video 2"] {
        left_out.add(&format!("spam {video}"), f1(&sources[video], chosen).0);
    }
    chosen
}

/// Recall of both sides at 0, per source.
pub(crate) fn print_sides(rows: &[Row], predicted: &[f32]) {
    for (source, of) in by_source(rows, predicted) {
        let share = |gold: bool| {
            let side: Vec<_> = of.iter().filter(|(row, _)| (row.label > 0.5) == gold).collect();
            side.iter().filter(|(_, p)| (*p > 0.0) == gold).count() as f64 / side.len().max(1) as f64
        };
        println!(
            "  {source}: {} rows, yes {:.4} no {:.4} balanced {:.4}",
            of.len(),
            share(true),
            share(false),
            (share(true) + share(false)) / 2.0
        );
    }
}
