//! Quality of cross-validated predictions, and the thresholds that follow from them.

use std::collections::BTreeMap;

use crate::Figures;
use crate::grammar;
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

/// Spam costs a look, a blocked message costs a person: at most this share of the ham of a source may be blocked.
/// Sources that nobody learned from fare worse than these, hence less than one in a hundred.
const HAM_BLOCKED_MAX: [(&str, f64); 6] =
    [("sms", 0.003), ("tweets", 0.007), ("amazon", 0.007), ("films", 0.007), ("bank", 0.007), ("irc", 0.007)];

/// Sources of ham that differ most from those with spam.
pub(crate) const TALK: [&str; 4] = ["tweets", "davidson", "amazon", "irc"];

/// The lowest threshold for spam that keeps to what may be blocked.
fn spam_threshold(sources: &BTreeMap<&'static str, Vec<(&Row, f32)>>) -> f32 {
    let kept = |logit: f32| HAM_BLOCKED_MAX.iter().all(|(source, most)| blocked(&sources[source], logit) <= *most);
    (-80..=160).map(|step| step as f32 / 20.0).find(|logit| kept(*logit)).unwrap_or(8.0)
}

/// How much spam is found at that threshold: the mean of what the three sets with spam are measured by.
pub(crate) fn spam_found(rows: &[Row], predicted: &[f32]) -> f64 {
    let sources = by_source(rows, predicted);
    let chosen = spam_threshold(&sources);
    (f1(&sources["sms"], chosen).3 + f1(&sources["video 1"], chosen).0 + f1(&sources["video 2"], chosen).0) / 3.0
}

/// The threshold for spam, and what it and its neighbours mean per source.
pub(crate) fn print_spam_threshold(rows: &[Row], predicted: &[f32], left_out: &mut Figures) -> f32 {
    let sources = by_source(rows, predicted);
    let chosen = spam_threshold(&sources);
    for logit in [chosen - 1.0, chosen, chosen + 1.0] {
        println!("  at logit {logit:.2}");
        for (source, of) in &sources {
            let ((f1, precision, recall, accuracy), blocked) = (f1(of, logit), blocked(of, logit));
            println!(
                "    {source}: F1 {f1:.4} precision {precision:.4} recall {recall:.4} accuracy {accuracy:.4} ham blocked {blocked:.4}"
            );
        }
    }
    let accuracy = |of: &[(&Row, f32)]| f1(of, chosen).3;
    let found = |of: &[(&Row, f32)]| f1(of, chosen).0;
    let ham = |of: &[(&Row, f32)]| blocked(of, chosen);
    let figures: [(&str, &str, &Figure<'_>); 4] = [
        ("sms", "accuracy", &accuracy),
        ("sms", "ham blocked", &ham),
        ("video 1", "F1", &found),
        ("video 2", "F1", &found),
    ];
    for (source, name, figure) in figures {
        let (low, high) = interval(&sources[source], figure);
        println!("  {source}: {name} {:.4}, 95 % {low:.4} to {high:.4}", figure(&sources[source]));
    }
    left_out.add("spam sms", f1(&sources["sms"], chosen).3);
    for video in ["video 1", "video 2"] {
        left_out.add(&format!("spam {video}"), f1(&sources[video], chosen).0);
    }
    for (source, of) in &sources {
        left_out.add(&format!("ham {source}"), blocked(of, chosen));
    }
    chosen
}

/// What is measured of rows with what was predicted of them.
type Figure<'a> = dyn Fn(&[(&Row, f32)]) -> f64 + 'a;

const DRAWS: usize = 400;

/// Where a figure lies in the middle 95 % of draws of as many rows, each put back.
fn interval(of: &[(&Row, f32)], figure: &Figure<'_>) -> (f64, f64) {
    let mut state = 0x2026_1122u64;
    let mut draw = || figure(&of.iter().map(|_| of[grammar::next(&mut state, of.len())]).collect::<Vec<_>>());
    let mut figures: Vec<f64> = (0..DRAWS).map(|_| draw()).collect();
    figures.sort_by(f64::total_cmp);
    (figures[DRAWS / 40], figures[DRAWS - 1 - DRAWS / 40])
}

/// The share of ham above the threshold.
pub(crate) fn blocked(of: &[(&Row, f32)], logit: f32) -> f64 {
    let ham = of.iter().filter(|(row, _)| row.label < 0.5);
    ham.clone().filter(|(_, p)| *p > logit).count() as f64 / ham.count().max(1) as f64
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
